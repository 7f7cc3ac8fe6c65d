/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The IOQueue type.  This file owns how streams are asked whether they are ready, and the memory
// of the table of waits; Rust decides who waits and who wakes (src/stream/).

#include <limits.h>
#include <string.h>
#if defined(__unix__)
#include <unistd.h>
#endif

#include "py/mperrno.h"
#include "py/mphal.h"
#include "py/smallint.h"
#include "py/stream.h"

#include "asyncio_insight.h"

#if ASYNCIO_RS_HAS_LOOP

_Static_assert(MP_STREAM_POLL_RD == 1 && MP_STREAM_POLL_WR == 4 && MP_STREAM_POLL_ERR == 8,
    "src/stream/waits.rs has other values");

// How many places the table gets at a time.  The collector pushes all pointers of a chunk on its
// stack before it goes on, so a chunk must be small.
#define IOQUEUE_PLACES (4)

// How long an idle wait lasts at most, in milliseconds, where streams have to be asked
// again and again and no interrupt ends the wait when one of them becomes ready.
#define IOQUEUE_ASK_PERIOD_MS (1)

typedef struct _asyncio_ioqueue_t {
    mp_obj_base_t base;
    asyncio_rs_waits_t waits;
    #if ASYNCIO_RS_KERNEL_POLL
    asyncio_rs_descriptors_t descriptors;
    #endif
    #if ASYNCIO_RS_INSIGHT
    bool io_first; // whether those that it wakes run before others that are ready
    mp_uint_t first_key; // what it gave to those that it woke last
    #endif
} asyncio_ioqueue_t;

static MP_NOINLINE asyncio_ioqueue_t *ioqueue_get(mp_obj_t self_in) {
    return asyncio_native_get(self_in, &asyncio_ioqueue_type);
}

static mp_obj_t ioqueue_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, 0, false);
    #if ASYNCIO_RS_KERNEL_POLL
    asyncio_ioqueue_t *self = mp_obj_malloc_with_finaliser(asyncio_ioqueue_t, &asyncio_ioqueue_type);
    asyncio_rs_descriptors_init(&self->descriptors);
    #else
    asyncio_ioqueue_t *self = mp_obj_malloc(asyncio_ioqueue_t, &asyncio_ioqueue_type);
    #endif
    memset(&self->waits, 0, sizeof(self->waits));
    #if ASYNCIO_RS_INSIGHT
    self->io_first = false;
    self->first_key = 0;
    #endif
    return MP_OBJ_FROM_PTR(self);
}

static void ioqueue_grow(asyncio_ioqueue_t *self) {
    byte *memory = m_new0(byte, sizeof(asyncio_rs_chunk_t) + IOQUEUE_PLACES * sizeof(asyncio_rs_wait_t));
    asyncio_rs_chunk_t *chunk = (asyncio_rs_chunk_t *)memory;
    chunk->count = IOQUEUE_PLACES;
    if (!asyncio_rs_waits_add(&self->waits, chunk)) {
        mp_raise_type(&mp_type_MemoryError);
    }
}

static bool ioqueue_has_waiters(const asyncio_rs_wait_t *wait) {
    return wait->waiters[0] != NULL || wait->waiters[1] != NULL;
}

bool asyncio_ioqueue_is_waiting(mp_obj_t self_in) {
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(self_in);
    return self->waits.waiting != 0;
}

/******************************************************************************/
// The table, with the kernel's part of it where there is one

#if ASYNCIO_RS_KERNEL_POLL

bool asyncio_ioqueue_has_reader(mp_obj_t self_in, mp_obj_t stream, int fd) {
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(self_in);
    return self->waits.waiting != 0 && asyncio_rs_descriptors_has_reader(&self->descriptors, &self->waits, stream, fd);
}

// The file descriptor of a stream, -1 if it has none.  A number is one itself.
static int ioqueue_fileno(mp_obj_t stream) {
    if (mp_obj_is_small_int(stream)) {
        mp_int_t fd = MP_OBJ_SMALL_INT_VALUE(stream);
        if (fd < 0 || fd > INT_MAX) {
            mp_raise_ValueError(MP_ERROR_TEXT("bad file descriptor"));
        }
        return fd;
    }
    int errcode;
    mp_uint_t fd = mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL)->ioctl(stream, MP_STREAM_GET_FILENO, 0, &errcode);
    return fd > INT_MAX ? -1 : (int)fd;
}

static asyncio_rs_enqueued_t ioqueue_try(asyncio_ioqueue_t *self, mp_obj_t stream, int fd,
    asyncio_rs_direction_t direction, asyncio_task_t *task) {
    mp_obj_t handle = MP_OBJ_FROM_PTR(self);
    return asyncio_rs_descriptors_enqueue(&self->descriptors, &self->waits, stream, fd, direction, task, handle);
}

static asyncio_rs_enqueued_t ioqueue_try_events(asyncio_ioqueue_t *self, mp_obj_t stream, int fd, mp_uint_t events, bool may_add) {
    return asyncio_rs_descriptors_ask(&self->descriptors, &self->waits, stream, fd, events, may_add);
}

static void ioqueue_forget_task(asyncio_ioqueue_t *self, asyncio_task_t *task) {
    asyncio_rs_descriptors_remove(&self->descriptors, &self->waits, task);
}

static void ioqueue_forget_stream(asyncio_ioqueue_t *self, mp_obj_t stream) {
    asyncio_rs_descriptors_unregister(&self->descriptors, &self->waits, stream);
}

// The place of the next stream to be asked, after place i.
static size_t ioqueue_next_asked(asyncio_ioqueue_t *self, size_t i) {
    return asyncio_rs_descriptors_next_asked(&self->descriptors, i);
}

// The next task that waits in place i for one of these events, if the place is still the stream's.
static asyncio_task_t *ioqueue_next_ready(asyncio_ioqueue_t *self, size_t i, mp_obj_t stream, uint16_t events) {
    return asyncio_rs_descriptors_ready(&self->descriptors, &self->waits, i, stream, events);
}

// Called when that task has been queued.
static void ioqueue_leave(asyncio_ioqueue_t *self, size_t i, asyncio_task_t *task) {
    asyncio_rs_descriptors_leave(&self->descriptors, &self->waits, i, task);
}

#else

static int ioqueue_fileno(mp_obj_t stream) {
    mp_get_stream_raise(stream, MP_STREAM_OP_IOCTL);
    return -1;
}

static asyncio_rs_enqueued_t ioqueue_try(asyncio_ioqueue_t *self, mp_obj_t stream, int fd,
    asyncio_rs_direction_t direction, asyncio_task_t *task) {
    (void)fd;
    return asyncio_rs_waits_enqueue(&self->waits, stream, direction, task, MP_OBJ_FROM_PTR(self));
}

static asyncio_rs_enqueued_t ioqueue_try_events(asyncio_ioqueue_t *self, mp_obj_t stream, int fd, mp_uint_t events, bool may_add) {
    (void)fd;
    return asyncio_rs_waits_ask(&self->waits, stream, events, may_add);
}

static void ioqueue_forget_task(asyncio_ioqueue_t *self, asyncio_task_t *task) {
    asyncio_rs_waits_remove(&self->waits, task);
}

static void ioqueue_forget_stream(asyncio_ioqueue_t *self, mp_obj_t stream) {
    asyncio_rs_waits_unregister(&self->waits, stream);
}

// The place after place i.
static size_t ioqueue_next_asked(asyncio_ioqueue_t *self, size_t i) {
    (void)self;
    return i + 1;
}

// The next task that waits for one of these events of the stream.
static asyncio_task_t *ioqueue_next_ready(asyncio_ioqueue_t *self, size_t i, mp_obj_t stream, uint16_t events) {
    (void)i;
    return asyncio_rs_waits_ready(&self->waits, stream, events);
}

// That task was queued.
static void ioqueue_leave(asyncio_ioqueue_t *self, size_t i, asyncio_task_t *task) {
    (void)i;
    asyncio_rs_waits_remove(&self->waits, task);
}

#endif

// Handles the result of taking a place in the table.  Returns whether to try again.
static bool ioqueue_again(asyncio_ioqueue_t *self, asyncio_rs_enqueued_t result) {
    switch (result) {
        case ASYNCIO_RS_ENQUEUED_FULL:
            ioqueue_grow(self);
            return true;
        case ASYNCIO_RS_ENQUEUED_BUSY:
            asyncio_raise(MP_ERROR_TEXT("stream already waited on"));
        #if ASYNCIO_RS_KERNEL_POLL
        case ASYNCIO_RS_ENQUEUED_NO_MEMORY:
            mp_raise_type(&mp_type_MemoryError);
        #endif
        case ASYNCIO_RS_ENQUEUED_ABSENT:
            mp_raise_OSError(MP_ENOENT);
        default:
            return false;
    }
}

/******************************************************************************/
// Waiting

static void ioqueue_enqueue(mp_obj_t self_in, mp_obj_t stream, asyncio_rs_direction_t direction) {
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    int fd = ioqueue_fileno(stream);
    asyncio_task_t *task = asyncio_current_task();
    while (ioqueue_again(self, ioqueue_try(self, stream, fd, direction, task))) {
    }
}

// Of a Stream or a ThreadSafeFlag it may be the first call.
static mp_obj_t ioqueue_queue(mp_obj_t self_in, mp_obj_t stream, asyncio_rs_direction_t direction) {
    asyncio_adopt();
    ioqueue_enqueue(self_in, stream, direction);
    return mp_const_none;
}

static mp_obj_t ioqueue_queue_read(mp_obj_t self_in, mp_obj_t stream) {
    return ioqueue_queue(self_in, stream, ASYNCIO_RS_DIRECTION_READ);
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_queue_read_obj, ioqueue_queue_read);

static mp_obj_t ioqueue_queue_write(mp_obj_t self_in, mp_obj_t stream) {
    return ioqueue_queue(self_in, stream, ASYNCIO_RS_DIRECTION_WRITE);
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_queue_write_obj, ioqueue_queue_write);

#if ASYNCIO_RS_HAS_PRIMITIVES
// core._io_queue.queue_read(stream) or queue_write(stream), for the running task.
static void ioqueue_call(mp_obj_t stream, qstr name, asyncio_rs_direction_t direction) {
    mp_obj_t io_queue = asyncio_io_queue();
    if (mp_obj_is_type(io_queue, &asyncio_ioqueue_type)) {
        ioqueue_enqueue(io_queue, stream, direction);
    } else {
        asyncio_call_method(io_queue, name, stream);
    }
}

void asyncio_queue_read(mp_obj_t stream) {
    ioqueue_call(stream, MP_QSTR_queue_read, ASYNCIO_RS_DIRECTION_READ);
}

void asyncio_queue_write(mp_obj_t stream) {
    ioqueue_call(stream, MP_QSTR_queue_write, ASYNCIO_RS_DIRECTION_WRITE);
}

// A queue of another type can't be asked, and is taken to have it.
bool asyncio_is_writer(asyncio_task_t *task, mp_obj_t stream) {
    if (!mp_obj_is_type(task->data, &asyncio_ioqueue_type)) {
        return true;
    }
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(task->data);
    for (size_t i = 0; i < self->waits.capacity; ++i) {
        const asyncio_rs_wait_t *wait = asyncio_rs_waits_get(&self->waits, i);
        if (wait->stream == stream && wait->waiters[ASYNCIO_RS_DIRECTION_WRITE] == task) {
            return true;
        }
    }
    return false;
}
#endif

static mp_obj_t ioqueue_remove(mp_obj_t self_in, mp_obj_t task) {
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    ioqueue_forget_task(self, asyncio_task_get(task));
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_remove_obj, ioqueue_remove);

/******************************************************************************/
// Waking

#if ASYNCIO_RS_INSIGHT

// Wakes a task; with io_first it runs before those that are ready.
static void ioqueue_wake(asyncio_ioqueue_t *self, asyncio_task_t *task) {
    asyncio_queue_t *queue = self->io_first ? asyncio_queue_native(asyncio_run_queue(NULL)) : NULL;
    asyncio_task_t *head = queue == NULL ? NULL : asyncio_rs_queue_peek(&queue->rs);
    if (head != NULL && asyncio_rs_sleep_left(head) == 0) {
        // After those that were woken so before, and have not run.
        if (head->key != self->first_key) {
            self->first_key = (head->key - 1) & (MICROPY_PY_TIME_TICKS_PERIOD - 1);
        }
        if (asyncio_rs_queue_push(&queue->rs, task, self->first_key, mp_const_none)) {
            ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, asyncio_insight_record(task, ASYNCIO_RS_WHAT_WAKE));
        }
    } else {
        asyncio_wake(task, mp_const_none);
    }
}

#else
#define ioqueue_wake(self, task) asyncio_wake(task, mp_const_none)
#endif

/******************************************************************************/
// Asking

// Which of these events a stream is ready for.  MP_STREAM_ERROR has all bits set, so it wakes both
// reader and writer, and so does a stream that raises: their next operation fails.
static uint16_t ioqueue_ready(mp_obj_t stream, mp_uint_t events) {
    #if ASYNCIO_RS_KERNEL_POLL
    if (mp_obj_is_small_int(stream)) {
        return events; // a regular file's descriptor
    }
    #endif
    #if ASYNCIO_RS_HAS_PRIMITIVES
    mp_map_elem_t *state = asyncio_flag_state(stream);
    if (state != NULL && mp_obj_is_small_int(state->value)) {
        return state->value == MP_OBJ_NEW_SMALL_INT(0) ? 0 : events;
    }
    #endif
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        int errcode;
        uint16_t ready = mp_get_stream(stream)->ioctl(stream, MP_STREAM_POLL, events, &errcode);
        nlr_pop();
        return ready;
    }
    if (!mp_obj_exception_match(MP_OBJ_FROM_PTR(nlr.ret_val), MP_OBJ_FROM_PTR(&mp_type_Exception))) {
        nlr_jump(nlr.ret_val);
    }
    return MP_STREAM_POLL_ERR;
}

// Asks each stream once, and wakes the tasks of those that are ready.  Returns how many it woke.
// A stream may be a Python object that changes the table, so each place is looked up anew.
static size_t ioqueue_ask(asyncio_ioqueue_t *self) {
    size_t woke = 0;
    size_t i = SIZE_MAX; // before the first
    while ((i = ioqueue_next_asked(self, i)) < self->waits.capacity) {
        const asyncio_rs_wait_t *wait = asyncio_rs_waits_get(&self->waits, i);
        if (!ioqueue_has_waiters(wait)) {
            continue;
        }
        mp_obj_t stream = wait->stream;
        uint16_t ready = ioqueue_ready(stream, wait->events);
        asyncio_task_t *task;
        while (ready != 0 && (task = ioqueue_next_ready(self, i, stream, ready)) != NULL) {
            ioqueue_wake(self, task);
            ioqueue_leave(self, i, task);
            ++woke;
        }
    }
    return woke;
}

/******************************************************************************/
// Waiting for the streams

#if ASYNCIO_RS_KERNEL_POLL

// Whether any task waits for a stream that has to be asked again and again.  A native flag need
// not be, since its set() ends the wait.
static bool ioqueue_has_to_ask(asyncio_ioqueue_t *self) {
    size_t i = SIZE_MAX;
    while ((i = ioqueue_next_asked(self, i)) != SIZE_MAX) {
        #if ASYNCIO_RS_HAS_PRIMITIVES
        const asyncio_rs_wait_t *wait = asyncio_rs_waits_get(&self->waits, i);
        if (!ioqueue_has_waiters(wait) || asyncio_flag_state(wait->stream) != NULL) {
            continue;
        }
        #endif
        return true;
    }
    return false;
}

#if MICROPY_PY_THREAD && MICROPY_ENABLE_SCHEDULER
// How long a wait lasts at most, in milliseconds, while a thread that runs a callback or a
// finaliser holds other callbacks off: nobody is told when it ends.
#define IOQUEUE_HELD_OFF_MS (20)

static bool ioqueue_holds_off(void) {
    return MP_STATE_VM(sched_state) < 0 && mp_sched_num_pending() != 0;
}
#endif

// The claim to look at the kernel.  Any nlr jump releases it.
typedef struct _ioqueue_claim_t {
    nlr_jump_callback_node_t node;
    asyncio_ioqueue_t *queue;
} ioqueue_claim_t;

static void ioqueue_release(void *node) {
    asyncio_rs_descriptors_release(&((ioqueue_claim_t *)node)->queue->descriptors);
}

static bool ioqueue_claim(ioqueue_claim_t *claim, asyncio_ioqueue_t *self) {
    if (!asyncio_rs_descriptors_claim(&self->descriptors)) {
        return false;
    }
    claim->queue = self;
    nlr_push_jump_callback(&claim->node, ioqueue_release);
    return true;
}

// The result of ioqueue_poll() while another thread is looking at this queue.
#define IOQUEUE_BUSY SIZE_MAX

static size_t ioqueue_poll(asyncio_ioqueue_t *self, size_t timeout, bool ran) {
    ioqueue_claim_t claim;
    if (!ioqueue_claim(&claim, self)) {
        return IOQUEUE_BUSY;
    }
    // The kernel is told of changes first: what epoll refuses is asked instead.
    timeout = asyncio_rs_descriptors_prepare(&self->descriptors, &self->waits, timeout, ran);
    size_t woke = 0;
    if (ioqueue_next_asked(self, SIZE_MAX) != SIZE_MAX) {
        // A stream that is asked may be Python code that looks at this queue itself.
        nlr_pop_jump_callback(true);
        woke = ioqueue_ask(self);
        if (!ioqueue_claim(&claim, self)) {
            return woke != 0 ? woke : IOQUEUE_BUSY;
        }
        if (woke != 0 || asyncio_rs_descriptors_is_touched(&self->descriptors)) {
            timeout = 0;
        } else if (ioqueue_has_to_ask(self)) {
            timeout = MIN(timeout, IOQUEUE_ASK_PERIOD_MS);
        }
    }
    #if MICROPY_PY_THREAD && MICROPY_ENABLE_SCHEDULER
    if (ioqueue_holds_off()) {
        timeout = MIN(timeout, IOQUEUE_HELD_OFF_MS);
    }
    #endif
    asyncio_rs_look_t look;
    if (timeout != 0) {
        MP_THREAD_GIL_EXIT();
    }
    asyncio_rs_descriptors_look(&self->descriptors, &self->waits, &look, timeout);
    if (timeout != 0) {
        MP_THREAD_GIL_ENTER();
    }
    asyncio_task_t *task;
    while ((task = asyncio_rs_descriptors_next_ready(&self->descriptors, &self->waits, &look)) != NULL) {
        ioqueue_wake(self, task);
        asyncio_rs_descriptors_leave_given(&self->descriptors, &self->waits, &look, task);
        ++woke;
    }
    nlr_pop_jump_callback(true);
    if (look.failed != 0) {
        mp_raise_OSError(look.failed);
    }
    return woke;
}

// Polls the streams once.  If none is ready, waits for one, or for something else to happen.
// Returns how many tasks it woke.
size_t asyncio_ioqueue_poll(mp_obj_t self_in, size_t timeout, bool ran) {
    size_t woke = ioqueue_poll(MP_OBJ_TO_PTR(self_in), timeout, ran);
    if (woke == IOQUEUE_BUSY) {
        // Another thread was looking first.  It is woken, to leave.
        asyncio_rs_wake();
        if (timeout != 0) {
            MP_THREAD_GIL_EXIT();
            usleep(1000);
            MP_THREAD_GIL_ENTER();
        }
        woke = 0;
    }
    return woke;
}

// Called at the end of a run: releases the streams that nobody waits for any more.
void asyncio_ioqueue_run_ended(mp_obj_t self_in) {
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(self_in);
    if (asyncio_rs_descriptors_claim(&self->descriptors)) {
        asyncio_rs_descriptors_free_left(&self->descriptors, &self->waits);
        asyncio_rs_descriptors_release(&self->descriptors);
    }
}

// Whether this is the queue of a run of another thread, which may end, or lose its names, meanwhile.
static bool ioqueue_is_of_other_run(mp_obj_t self_in) {
    mp_obj_dict_t *core = MP_STATE_VM(asyncio_claim);
    if (core == NULL || !asyncio_run_is_elsewhere()) {
        return false;
    }
    mp_map_elem_t *io_queue = asyncio_core_find_name(core, MP_QSTR__io_queue);
    return io_queue != NULL && io_queue->value == self_in;
}

// Polls for wait_io_event().  The queue of a run belongs to the run's thread.
static size_t ioqueue_poll_alone(mp_obj_t self_in, size_t timeout) {
    size_t woke = IOQUEUE_BUSY;
    if (!ioqueue_is_of_other_run(self_in)) {
        woke = ioqueue_poll(MP_OBJ_TO_PTR(self_in), timeout, true);
    }
    if (woke == IOQUEUE_BUSY) {
        mp_raise_OSError(MP_EBUSY);
    }
    return woke;
}

#else

// Waits for something to happen, for at most `timeout` milliseconds; SIZE_MAX means for ever.  The
// caller has just handled what was pending.
static void ioqueue_idle(size_t timeout) {
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING
        #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
        && mp_thread_is_main_thread() // for which callbacks are
        #endif
        ) {
        // A callback scheduled another one, which does not wake the port.
        return;
    }
    #endif
    #if defined(MICROPY_EVENT_POLL_HOOK) && !MICROPY_PREVIEW_VERSION_2
    (void)timeout;
    MICROPY_EVENT_POLL_HOOK
    #else
    MICROPY_INTERNAL_WFE((mp_int_t)timeout);
    #endif
}

size_t asyncio_ioqueue_poll(mp_obj_t self_in, size_t timeout, bool ran) {
    (void)ran;
    size_t woke = ioqueue_ask(MP_OBJ_TO_PTR(self_in));
    if (woke == 0 && timeout != 0) {
        ioqueue_idle(timeout);
    }
    return woke;
}

static size_t ioqueue_poll_alone(mp_obj_t self_in, size_t timeout) {
    return asyncio_ioqueue_poll(self_in, timeout, true);
}

#endif

// For a loop in Python: waits until a stream is ready, for at most dt milliseconds, or for ever if
// dt is negative: as a size_t that is a limit which is never reached.
static mp_obj_t ioqueue_wait_io_event(mp_obj_t self_in, mp_obj_t dt) {
    self_in = MP_OBJ_FROM_PTR(ioqueue_get(self_in));
    size_t limit = mp_obj_get_int(dt);
    size_t start = asyncio_rs_vm_ticks();
    size_t timeout = 0;
    while (ioqueue_poll_alone(self_in, timeout) == 0) {
        mp_event_handle_nowait();
        size_t elapsed = (asyncio_rs_vm_ticks() - start) & (MICROPY_PY_TIME_TICKS_PERIOD - 1);
        if (elapsed >= limit) {
            break;
        }
        timeout = limit - elapsed;
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_wait_io_event_obj, ioqueue_wait_io_event);

/******************************************************************************/
// What insight needs to know

#if ASYNCIO_RS_INSIGHT

// Whether any task waits for a stream other than a native flag, which ends an idle wait by itself.
bool asyncio_ioqueue_has_to_poll(mp_obj_t self_in) {
    asyncio_ioqueue_t *self = MP_OBJ_TO_PTR(self_in);
    for (size_t i = 0; i < self->waits.capacity; ++i) {
        const asyncio_rs_wait_t *wait = asyncio_rs_waits_get(&self->waits, i);
        if (!ioqueue_has_waiters(wait)) {
            continue;
        }
        #if ASYNCIO_RS_HAS_PRIMITIVES
        if (asyncio_flag_state(wait->stream) != NULL) {
            continue;
        }
        #endif
        return true;
    }
    return false;
}

// The stream that a task waits for, and whether to read or to write; MP_QSTRnull for none.
qstr asyncio_ioqueue_waits_for(mp_obj_t self_in, const asyncio_task_t *task, mp_obj_t *stream) {
    asyncio_ioqueue_t *self = mp_obj_is_type(self_in, &asyncio_ioqueue_type) ? MP_OBJ_TO_PTR(self_in) : NULL;
    for (size_t i = 0; self != NULL && i < self->waits.capacity; ++i) {
        const asyncio_rs_wait_t *wait = asyncio_rs_waits_get(&self->waits, i);
        for (size_t direction = 0; wait != NULL && direction < 2; ++direction) {
            if (wait->waiters[direction] == task) {
                *stream = wait->stream;
                return direction == 0 ? MP_QSTR_read : MP_QSTR_write;
            }
        }
    }
    return MP_QSTRnull;
}

#endif

/******************************************************************************/
// The attributes of upstream's IOQueue that programs use: map and poller

// A new dict of the present waits, from id(stream) to [reader, writer, stream].
static mp_obj_t ioqueue_map(asyncio_ioqueue_t *self) {
    mp_obj_t map = mp_obj_new_dict(self->waits.waiting);
    for (size_t i = 0; i < self->waits.capacity; ++i) {
        const asyncio_rs_wait_t *wait = asyncio_rs_waits_get(&self->waits, i);
        if (ioqueue_has_waiters(wait)) {
            mp_obj_t items[3] = { mp_const_none, mp_const_none, wait->stream };
            for (size_t direction = 0; direction < 2; ++direction) {
                if (wait->waiters[direction] != NULL) {
                    items[direction] = MP_OBJ_FROM_PTR(wait->waiters[direction]);
                }
            }
            mp_obj_dict_store(map, mp_obj_id(items[2]), mp_obj_new_list(3, items));
        }
    }
    return map;
}

static MP_NOINLINE void ioqueue_ask_for(mp_obj_t self_in, mp_obj_t stream, mp_uint_t events, bool may_add) {
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    int fd = may_add ? ioqueue_fileno(stream) : -1;
    while (ioqueue_again(self, ioqueue_try_events(self, stream, fd, events, may_add))) {
    }
}

static mp_obj_t ioqueue_register(size_t n_args, const mp_obj_t *args) {
    mp_uint_t events = n_args == 3 ? (mp_uint_t)mp_obj_get_int(args[2]) : MP_STREAM_POLL_RD | MP_STREAM_POLL_WR;
    ioqueue_ask_for(args[0], args[1], events, true);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(ioqueue_register_obj, 2, 3, ioqueue_register);

static mp_obj_t ioqueue_modify(mp_obj_t self_in, mp_obj_t stream, mp_obj_t events) {
    ioqueue_ask_for(self_in, stream, mp_obj_get_int(events), false);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_3(ioqueue_modify_obj, ioqueue_modify);

static mp_obj_t ioqueue_unregister(mp_obj_t self_in, mp_obj_t stream) {
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    ioqueue_forget_stream(self, stream);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(ioqueue_unregister_obj, ioqueue_unregister);

#if ASYNCIO_RS_KERNEL_POLL
static mp_obj_t ioqueue_del(mp_obj_t self_in) {
    // A program may call this, too, so it leaves an empty queue that works.
    asyncio_ioqueue_t *self = ioqueue_get(self_in);
    if (!asyncio_rs_descriptors_close(&self->descriptors, &self->waits)) {
        mp_raise_OSError(MP_EBUSY);
    }
    asyncio_rs_descriptors_init(&self->descriptors);
    memset(&self->waits, 0, sizeof(self->waits));
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(ioqueue_del_obj, ioqueue_del);
#endif

static void ioqueue_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    #if ASYNCIO_RS_INSIGHT
    if (attr == MP_QSTR_io_first) {
        asyncio_ioqueue_t *self = ioqueue_get(self_in);
        if (dest[0] == MP_OBJ_NULL) {
            dest[0] = mp_obj_new_bool(self->io_first);
        } else if (dest[1] != MP_OBJ_NULL) {
            self->io_first = mp_obj_is_true(dest[1]);
            dest[0] = MP_OBJ_NULL;
        }
        return;
    }
    #endif
    if (dest[0] != MP_OBJ_NULL) {
        return;
    }
    if (attr == MP_QSTR_map) {
        dest[0] = ioqueue_map(ioqueue_get(self_in));
    } else if (attr == MP_QSTR_poller) {
        // The IOQueue has the poller's methods itself.
        dest[0] = self_in;
    } else {
        dest[1] = MP_OBJ_SENTINEL;
    }
}

static const mp_rom_map_elem_t ioqueue_locals_dict_table[] = {
    #if ASYNCIO_RS_KERNEL_POLL
    { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&ioqueue_del_obj) },
    #endif
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

#endif // ASYNCIO_RS_HAS_LOOP
