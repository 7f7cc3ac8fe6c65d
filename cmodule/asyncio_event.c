/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What is native of asyncio.event's Event.  It owns the way to its attributes, which are
// the truth; what setting and waiting come to is Rust's (src/event.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

static mp_vm_return_kind_t event_wait_resume(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    *ret = mp_const_true;
    if (self->step != 0) {
        return MP_VM_RETURN_NORMAL;
    }
    self->step = 1;
    mp_map_elem_t *state = asyncio_member_find(self->owner, MP_QSTR_state);
    mp_obj_t waiting = asyncio_member_load(self->owner, MP_QSTR_waiting);
    asyncio_queue_t *native = asyncio_queue_native(waiting);
    if (native != NULL && state != NULL) {
        if (state->value == mp_const_true) {
            return MP_VM_RETURN_NORMAL;
        }
        switch (asyncio_rs_event_wait(&state->value, &native->rs, asyncio_current_task())) {
            case ASYNCIO_RS_WAITING_SET:
                return MP_VM_RETURN_NORMAL;
            case ASYNCIO_RS_WAITING_WAITS:
                return MP_VM_RETURN_YIELD;
            default:
                break;
        }
    }
    // What the state says is not for Rust to know, or the queue is a program's own.
    if (mp_obj_is_true(asyncio_member_load(self->owner, MP_QSTR_state))) {
        return MP_VM_RETURN_NORMAL;
    }
    asyncio_queue_push(waiting, asyncio_current_task(), MP_OBJ_NULL, waiting);
    return MP_VM_RETURN_YIELD;
}

static mp_obj_t event_wait(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return MP_OBJ_FROM_PTR(asyncio_coro_new(sizeof(asyncio_coro_t), event_wait_resume, args[0]));
}
ASYNCIO_DEFINE_GEN(event_wait);

static mp_obj_t event_set(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args == 1 && n_kw == 0) {
        mp_map_elem_t *state = asyncio_member_find(args[0], MP_QSTR_state);
        asyncio_queue_t *waiting = asyncio_queue_native(asyncio_member_load(args[0], MP_QSTR_waiting));
        asyncio_queue_t *run = asyncio_queue_native(asyncio_run_queue(NULL));
        if (state != NULL && waiting != NULL && run != NULL) {
            asyncio_rs_event_set(&state->value, &waiting->rs, &run->rs);
            asyncio_queue_tell();
            return mp_const_none;
        }
    }
    return asyncio_call_python(fun, n_args, n_kw, args);
}
ASYNCIO_DEFINE_FUN(event_set);

static mp_obj_t event_clear(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    asyncio_member_store(args[0], MP_QSTR_state, mp_const_false);
    return mp_const_none;
}
ASYNCIO_DEFINE_FUN(event_clear);

static mp_obj_t event_is_set(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return asyncio_member_load(args[0], MP_QSTR_state);
}
ASYNCIO_DEFINE_FUN(event_is_set);

#endif // ASYNCIO_RS_HAS_PRIMITIVES
