/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The IOQueue type.  It owns how streams are asked whether they are ready, and the
// memory of the table; who waits and who wakes is Rust's (src/stream/).

#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/stream.h"

#include "modasyncio.h"

_Static_assert(MP_STREAM_POLL_RD == 1 && MP_STREAM_POLL_WR == 4 && MP_STREAM_POLL_ERR == 8,
    "src/stream/waits.rs has other values");

// How many places the table gets at first.
#define IOQUEUE_PLACES (4)

// How long an idle wait lasts at most, in milliseconds, while streams have to be asked
// again and again.
#if MICROPY_PY_SELECT_POSIX_OPTIMISATIONS
#define IOQUEUE_ASK_PERIOD_MS (1)
#endif

typedef struct _asyncio_ioqueue_t {
    mp_obj_base_t base;
    asyncio_rs_waits_t waits;
} asyncio_ioqueue_t;

static asyncio_ioqueue_t *ioqueue_get(mp_obj_t self_in) {
    self_in = mp_obj_cast_to_native_base(self_in, MP_OBJ_FROM_PTR(&asyncio_ioqueue_type));
    if (self_in == MP_OBJ_NULL || !mp_obj_is_type(self_in, &asyncio_ioqueue_type)) {
        mp_raise_TypeError(MP_ERROR_TEXT("IOQueue expected"));
    }
    return MP_OBJ_TO_PTR(self_in);
}

static mp_obj_t ioqueue_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    asyncio_ioqueue_t *self = mp_obj_malloc(asyncio_ioqueue_t, &asyncio_ioqueue_type);
    asyncio_rs_waits_init(&self->waits);
    return MP_OBJ_FROM_PTR(self);
}

static void ioqueue_grow(asyncio_ioqueue_t *self) {
    size_t old_capacity = self->waits.capacity;
    size_t capacity = old_capacity == 0 ? IOQUEUE_PLACES : 2 * old_capacity;
    asyncio_rs_wait_t *places = m_new(asyncio_rs_wait_t, capacity);
    const asyncio_rs_wait_t *old = asyncio_rs_waits_grow(&self->waits, places, &capacity);
    m_del(asyncio_rs_wait_t, (asyncio_rs_wait_t *)old, capacity);
}

bool asyncio_ioqueue_is_waiting(mp_obj_t self_in) {
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(self_in);
    return asyncio_rs_waits_waiting(&self->waits) != 0;
}

/******************************************************************************/
// Waiting

static mp_obj_t ioqueue_enqueue(mp_obj_t self_in, mp_obj_t stream, asyncio_rs_direction_t direction) {
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL);
    asyncio_task_t *task = asyncio_current_task();
    for (;;) {
        switch (asyncio_rs_waits_enqueue(&self->waits, stream, direction, task, MP_OBJ_FROM_PTR(self))) {
            case ASYNCIO_RS_ENQUEUED_FULL:
                ioqueue_grow(self);
                break;
            case ASYNCIO_RS_ENQUEUED_BUSY:
                mp_raise_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("stream already waited on"));
            default:
                return mp_const_none;
        }
    }
}

static mp_obj_t ioqueue_queue_read(mp_obj_t self_in, mp_obj_t stream) {
    return ioqueue_enqueue(self_in, stream, ASYNCIO_RS_DIRECTION_READ);
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_queue_read_obj, ioqueue_queue_read);

static mp_obj_t ioqueue_queue_write(mp_obj_t self_in, mp_obj_t stream) {
    return ioqueue_enqueue(self_in, stream, ASYNCIO_RS_DIRECTION_WRITE);
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_queue_write_obj, ioqueue_queue_write);

static mp_obj_t ioqueue_remove(mp_obj_t self_in, mp_obj_t task) {
    asyncio_rs_waits_remove(&ioqueue_get(self_in)->waits, asyncio_task_get(task));
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_remove_obj, ioqueue_remove);

/******************************************************************************/
// Asking

static mp_obj_t ioqueue_task_queue(void) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop == NULL) {
        return asyncio_core_load(asyncio_core(), MP_QSTR__task_queue);
    }
    return asyncio_core_slot(loop->core, &loop->task_queue)->value;
}

// The stream in place i is ready for some events: whether that woke a task.
static bool ioqueue_wake(asyncio_ioqueue_t *self, size_t i, mp_obj_t stream, mp_uint_t events) {
    asyncio_rs_woken_t woken;
    asyncio_rs_waits_wake(&self->waits, i, stream, events, &woken);
    if (woken.reader != NULL) {
        asyncio_queue_push(ioqueue_task_queue(), woken.reader, MP_OBJ_NULL);
    }
    if (woken.writer != NULL) {
        asyncio_queue_push(ioqueue_task_queue(), woken.writer, MP_OBJ_NULL);
    }
    return woken.reader != NULL || woken.writer != NULL;
}

// Where a round of asking is.  A stream may be a Python object, which may do anything
// to the table; so each place is looked at afresh.
typedef struct _ioqueue_round_t {
    size_t i;
    mp_obj_t stream;
    bool asking;
    bool woke;
} ioqueue_round_t;

static void ioqueue_ask_rest(asyncio_ioqueue_t *self, ioqueue_round_t *round) {
    uint16_t events;
    asyncio_rs_woken_t waiters;
    for (; asyncio_rs_waits_get(&self->waits, round->i, &round->stream, &events, &waiters); ++round->i) {
        if (events == 0 || (waiters.reader == NULL && waiters.writer == NULL)) {
            continue;
        }
        int errcode;
        round->asking = true;
        mp_uint_t ready = mp_get_stream(round->stream)->ioctl(round->stream, MP_STREAM_POLL, events, &errcode);
        round->asking = false;
        if (ready != 0) {
            // MP_STREAM_ERROR has all bits set, and so wakes reader and writer: their next operation raises.
            round->woke |= ioqueue_wake(self, round->i, round->stream, ready);
        }
    }
}

// Asks each stream once, and wakes the tasks of those that are ready: whether any was.
// A stream that raises wakes its own tasks only.
static bool ioqueue_ask(asyncio_ioqueue_t *self) {
    ioqueue_round_t round = { 0 };
    for (;;) {
        nlr_buf_t nlr;
        if (nlr_push(&nlr) == 0) {
            ioqueue_ask_rest(self, &round);
            nlr_pop();
            return round.woke;
        }
        if (!round.asking || !mp_obj_exception_match(MP_OBJ_FROM_PTR(nlr.ret_val), MP_OBJ_FROM_PTR(&mp_type_Exception))) {
            nlr_jump(nlr.ret_val);
        }
        round.asking = false;
        round.woke |= ioqueue_wake(self, round.i, round.stream, MP_STREAM_POLL_ERR);
        ++round.i;
    }
}

// Waits for an event of the port, timeout milliseconds at most.
static void ioqueue_idle(mp_uint_t timeout) {
    #if defined(IOQUEUE_ASK_PERIOD_MS)
    timeout = MIN(timeout, IOQUEUE_ASK_PERIOD_MS);
    #endif
    asyncio_event_wait(timeout);
}

// Looks at the streams once; if none is ready, waits for something to happen.
void asyncio_ioqueue_poll(mp_obj_t self_in, size_t timeout) {
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(self_in);
    if (!ioqueue_ask(self) && timeout != 0) {
        ioqueue_idle(timeout);
    }
}

// For a loop in Python: waits until a stream is ready, dt milliseconds at most.
static mp_obj_t ioqueue_wait_io_event(mp_obj_t self_in, mp_obj_t dt_in) {
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    mp_int_t dt = mp_obj_get_int(dt_in);
    mp_uint_t start = mp_hal_ticks_ms();
    while (!ioqueue_ask(self)) {
        mp_uint_t elapsed = mp_hal_ticks_ms() - start;
        if (dt >= 0 && elapsed >= (mp_uint_t)dt) {
            break;
        }
        mp_event_handle_nowait();
        ioqueue_idle(dt < 0 ? SIZE_MAX : (mp_uint_t)dt - elapsed);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_wait_io_event_obj, ioqueue_wait_io_event);

/******************************************************************************/
// What programs look at: the map and the poller of the Python IOQueue

// A dict from id(stream) to [reader, writer, stream], as the waits are now.
static mp_obj_t ioqueue_map(asyncio_ioqueue_t *self) {
    mp_obj_t map = mp_obj_new_dict(asyncio_rs_waits_waiting(&self->waits));
    mp_obj_t items[3];
    uint16_t events;
    asyncio_rs_woken_t waiters;
    for (size_t i = 0; asyncio_rs_waits_get(&self->waits, i, &items[2], &events, &waiters); ++i) {
        if (waiters.reader != NULL || waiters.writer != NULL) {
            items[0] = waiters.reader == NULL ? mp_const_none : MP_OBJ_FROM_PTR(waiters.reader);
            items[1] = waiters.writer == NULL ? mp_const_none : MP_OBJ_FROM_PTR(waiters.writer);
            mp_obj_dict_store(map, mp_obj_id(items[2]), mp_obj_new_list(3, items));
        }
    }
    return map;
}

static mp_obj_t ioqueue_register(size_t n_args, const mp_obj_t *args) {
    asyncio_ioqueue_t *self = ioqueue_get(args[0]);
    mp_get_stream_raise(args[1], MP_STREAM_OP_IOCTL);
    mp_uint_t events = n_args == 3 ? mp_obj_get_uint(args[2]) : MP_STREAM_POLL_RD | MP_STREAM_POLL_WR;
    while (asyncio_rs_waits_register(&self->waits, args[1], events) == ASYNCIO_RS_ENQUEUED_FULL) {
        ioqueue_grow(self);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(ioqueue_register_obj, 2, 3, ioqueue_register);

static mp_obj_t ioqueue_modify(mp_obj_t self_in, mp_obj_t stream, mp_obj_t events) {
    if (!asyncio_rs_waits_modify(&ioqueue_get(self_in)->waits, stream, mp_obj_get_uint(events))) {
        mp_raise_OSError(MP_ENOENT);
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_3(ioqueue_modify_obj, ioqueue_modify);

static mp_obj_t ioqueue_unregister(mp_obj_t self_in, mp_obj_t stream) {
    asyncio_rs_waits_unregister(&ioqueue_get(self_in)->waits, stream);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_unregister_obj, ioqueue_unregister);

static void ioqueue_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    if (dest[0] != MP_OBJ_NULL) {
        return;
    }
    if (attr == MP_QSTR_map) {
        dest[0] = ioqueue_map(ioqueue_get(self_in));
    } else if (attr == MP_QSTR_poller) {
        // It has the poller's methods itself.
        dest[0] = self_in;
    } else {
        dest[1] = MP_OBJ_SENTINEL;
    }
}

static const mp_rom_map_elem_t ioqueue_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_queue_read), MP_ROM_PTR(&ioqueue_queue_read_obj) },
    { MP_ROM_QSTR(MP_QSTR_queue_write), MP_ROM_PTR(&ioqueue_queue_write_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&ioqueue_remove_obj) },
    { MP_ROM_QSTR(MP_QSTR_wait_io_event), MP_ROM_PTR(&ioqueue_wait_io_event_obj) },
    { MP_ROM_QSTR(MP_QSTR_register), MP_ROM_PTR(&ioqueue_register_obj) },
    { MP_ROM_QSTR(MP_QSTR_modify), MP_ROM_PTR(&ioqueue_modify_obj) },
    { MP_ROM_QSTR(MP_QSTR_unregister), MP_ROM_PTR(&ioqueue_unregister_obj) },
};
static MP_DEFINE_CONST_DICT(ioqueue_locals_dict, ioqueue_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_ioqueue_type,
    MP_QSTR_IOQueue,
    MP_TYPE_FLAG_NONE,
    make_new, ioqueue_make_new,
    attr, ioqueue_attr,
    locals_dict, &ioqueue_locals_dict
    );
