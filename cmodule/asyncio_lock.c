/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native methods of Lock.  This file owns access to its attributes, where the state is kept;
// Rust decides what acquiring and releasing do (src/lock.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

mp_vm_return_kind_t asyncio_lock_acquire(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
    mp_obj_t owner = self->owner;
    if (thrown != MP_OBJ_NULL) {
        if (mp_obj_exception_match(thrown, asyncio_cancelled_error())
            && asyncio_member_load(owner, MP_QSTR_state) == MP_OBJ_FROM_PTR(asyncio_turn())) {
            // The lock had been passed to this task before it was cancelled: pass it on.
            asyncio_member_store(owner, MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(1));
            asyncio_call_method(owner, MP_QSTR_release, MP_OBJ_NULL);
        }
        return MP_VM_RETURN_EXCEPTION;
    }
    if (asyncio_waiting_begin(self, MP_OBJ_NEW_SMALL_INT(0), asyncio_rs_lock_acquire)) {
        return MP_VM_RETURN_YIELD;
    }
    asyncio_member_store(owner, MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(1));
    *ret = mp_const_true;
    return MP_VM_RETURN_NORMAL;
}

mp_obj_t asyncio_lock_release(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return asyncio_waiting_end(fun, args, asyncio_rs_lock_release);
}

mp_obj_t asyncio_lock_locked(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return mp_obj_new_bool(mp_obj_equal(asyncio_member_load(args[0], MP_QSTR_state), MP_OBJ_NEW_SMALL_INT(1)));
}

// `return await self.acquire()`.  A native acquire() can be returned, to be awaited directly.
mp_obj_t asyncio_lock_aenter(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_cstack_check(); // the attribute can be a property that is this function
    mp_obj_t dest[2];
    mp_load_method_maybe(args[0], MP_QSTR_acquire, dest);
    if (dest[0] != MP_OBJ_NULL && asyncio_native_by(dest[0]) == asyncio_lock_acquire) {
        return mp_call_method_n_kw(0, 0, dest);
    }
    return asyncio_call_python(fun, n_args, n_kw, args);
}

mp_vm_return_kind_t asyncio_lock_aexit(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
    (void)thrown;
    *ret = asyncio_call_method(self->owner, MP_QSTR_release, MP_OBJ_NULL);
    return MP_VM_RETURN_NORMAL;
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
