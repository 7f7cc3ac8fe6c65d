/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The functions sleep_ms and sleep, and the object that they return.  This file owns how their
// argument is read and where the object comes from; Rust decides when a sleep begins and ends
// (src/sleep.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_LOOP

typedef asyncio_rs_sleep_t asyncio_sleep_t;

// One object serves all sleeps, unless a program holds it without awaiting it.
asyncio_rs_sleep_t *asyncio_sleep_take(void) {
    asyncio_sleep_t *self = MP_STATE_VM(asyncio_sleep);
    if (self == NULL || self->armed) {
        self = m_new0(asyncio_sleep_t, 1);
        self->base = &asyncio_sleep_type;
        MP_STATE_VM(asyncio_sleep) = self;
    }
    return self;
}

static mp_obj_t sleep_new(size_t ms) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    asyncio_task_t *current = NULL;
    size_t now = asyncio_rs_vm_ticks();
    if (loop != NULL) {
        loop->rs.now = now;
        loop->rs.fresh = true;
        current = MP_STATE_VM(asyncio_turn);
    }
    asyncio_sleep_t *self = asyncio_sleep_take();
    if (!asyncio_rs_sleep_arm(self, now, ms, current)) {
        mp_raise_msg(&mp_type_OverflowError, MP_ERROR_TEXT("ticks interval overflow"));
    }
    return MP_OBJ_FROM_PTR(self);
}

// Pause task execution for the given time (integer in milliseconds, uPy extension).
static mp_obj_t asyncio_sleep_ms(mp_obj_dict_t *core, mp_obj_t t) {
    (void)core;
    // max(0, t), then limited to what ticks_add() accepts.
    mp_int_t ms;
    if (mp_obj_is_small_int(t)) {
        ms = MP_OBJ_SMALL_INT_VALUE(t);
    } else if (mp_binary_op(MP_BINARY_OP_MORE, t, MP_OBJ_NEW_SMALL_INT(0)) == mp_const_true) {
        ms = mp_obj_get_int(t);
    } else {
        ms = 0;
    }
    return sleep_new(ms < 0 ? 0 : (size_t)ms);
}

const asyncio_fun_t asyncio_sleep_ms_obj = {
    { &asyncio_fun_type }, asyncio_sleep_ms, NULL, MP_QSTR_t, false,
};

// Pause task execution for the given time (in seconds), by the core's sleep_ms as it is now.
static mp_obj_t asyncio_sleep(mp_obj_dict_t *core, mp_obj_t t) {
    mp_obj_t ms = mp_binary_op(MP_BINARY_OP_MULTIPLY, t, MP_OBJ_NEW_SMALL_INT(1000));
    ms = mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_int), ms);
    if (MP_STATE_VM(asyncio_context) != MP_OBJ_NULL) {
        mp_map_elem_t *elem = mp_map_lookup(&asyncio_core()->map, MP_OBJ_NEW_QSTR(MP_QSTR_sleep_ms), MP_MAP_LOOKUP);
        // A core of the program's own may have none.
        if (elem != NULL && elem->value != MP_OBJ_FROM_PTR(&asyncio_sleep_ms_obj)) {
            mp_cstack_check(); // it can be sleep()
            return mp_call_function_1(elem->value, ms);
        }
    }
    return asyncio_sleep_ms(core, ms);
}

const asyncio_fun_t asyncio_sleep_obj = {
    { &asyncio_fun_type }, asyncio_sleep, NULL, MP_QSTR_t, false,
};

static mp_obj_t sleep_iternext(mp_obj_t self_in) {
    asyncio_sleep_t *self = MP_OBJ_TO_PTR(self_in);
    asyncio_task_t *task = asyncio_current_task();
    if (!asyncio_rs_sleep_begins(self, task)) {
        return MP_OBJ_STOP_ITERATION;
    }
    mp_obj_t queue = asyncio_run_queue(NULL);
    asyncio_queue_t *native = asyncio_queue_native(queue);
    // The common case.  asyncio_queue_push() handles all others, and raises the errors.
    if (native == NULL || ASYNCIO_LOOP() == NULL || !asyncio_rs_queue_push(&native->rs, task, self->deadline, self_in)) {
        asyncio_queue_push(queue, task, MP_OBJ_NEW_SMALL_INT(self->deadline), self_in);
    }
    self->armed = false;
    return mp_const_none;
}

// Upstream's is a class, whose __iter__ programs call.
static const mp_rom_map_elem_t sleep_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___iter__), MP_ROM_PTR(&mp_identity_obj) },
};
static MP_DEFINE_CONST_DICT(sleep_locals, sleep_locals_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_sleep_type,
    MP_QSTR_sleep,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, sleep_iternext,
    locals_dict, &sleep_locals
    );

MP_REGISTER_ROOT_POINTER(void *asyncio_sleep);

#endif // ASYNCIO_RS_HAS_LOOP
