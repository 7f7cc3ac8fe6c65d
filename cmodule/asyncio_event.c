/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What is native of asyncio.event's Event.  It owns the way to its attributes, which are
// the truth; what setting and waiting come to is Rust's (src/event.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

mp_vm_return_kind_t asyncio_event_wait(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
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

mp_obj_t asyncio_event_set(const mp_obj_t *args, size_t n_args, size_t n_kw, mp_obj_t fun) {
    mp_map_elem_t *state = asyncio_member_find(args[0], MP_QSTR_state);
    asyncio_queue_t *waiting = asyncio_queue_native(asyncio_member_load(args[0], MP_QSTR_waiting));
    asyncio_queue_t *run = asyncio_queue_native(asyncio_run_queue(NULL));
    if (state == NULL || waiting == NULL || run == NULL) {
        return MP_OBJ_NULL;
    }
    asyncio_rs_event_set(&state->value, &waiting->rs, &run->rs);
    asyncio_queue_tell();
    return mp_const_none;
}

mp_obj_t asyncio_event_clear(const mp_obj_t *args, size_t n_args, size_t n_kw, mp_obj_t fun) {
    asyncio_member_store(args[0], MP_QSTR_state, mp_const_false);
    return mp_const_none;
}

mp_obj_t asyncio_event_is_set(const mp_obj_t *args, size_t n_args, size_t n_kw, mp_obj_t fun) {
    return asyncio_member_load(args[0], MP_QSTR_state);
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
