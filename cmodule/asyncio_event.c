/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native methods of Event.  This file owns access to its attributes, where the state is kept;
// Rust decides what setting and waiting do (src/event.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

mp_vm_return_kind_t asyncio_event_wait(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (asyncio_waiting_begin(self, mp_const_true, asyncio_rs_event_wait)) {
        return MP_VM_RETURN_YIELD;
    }
    *ret = mp_const_true;
    return MP_VM_RETURN_NORMAL;
}

mp_obj_t asyncio_event_set(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return asyncio_waiting_end(fun, args, asyncio_rs_event_set);
}

mp_obj_t asyncio_event_clear(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    asyncio_member_store(args[0], MP_QSTR_state, mp_const_false);
    return mp_const_none;
}

mp_obj_t asyncio_event_is_set(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return asyncio_member_load(args[0], MP_QSTR_state);
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
