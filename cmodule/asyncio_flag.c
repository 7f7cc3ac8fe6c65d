/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native methods of ThreadSafeFlag.  This file owns what set() does, which may be called from
// an interrupt, a thread or the other core: it stores the state and ends an idle wait, and touches
// no task and no queue.  The loop looks at the state and wakes the waiter.

#include "py/stream.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// The `state` of a flag whose methods are all native.  Since set() ends an idle wait, such a flag
// need not be polled.  NULL for any other object.
mp_map_elem_t *asyncio_flag_state(mp_obj_t stream) {
    static const struct {
        uint16_t name;
        const void *by;
    } methods[] = {
        { MP_QSTR_set, asyncio_flag_set },
        { MP_QSTR_wait, asyncio_flag_wait },
        { MP_QSTR_ioctl, asyncio_flag_ioctl },
    };
    mp_map_elem_t *state = asyncio_member_find(stream, MP_QSTR_state);
    // Another attribute might be a set() of the program's own.
    if (state == NULL || ((mp_obj_instance_t *)MP_OBJ_TO_PTR(stream))->members.used != 1) {
        return NULL;
    }
    mp_obj_dict_t *dict = MP_OBJ_TYPE_GET_SLOT(mp_obj_get_type(stream), locals_dict);
    for (size_t i = 0; i < MP_ARRAY_SIZE(methods); ++i) {
        mp_map_elem_t *elem = mp_map_lookup(&dict->map, MP_OBJ_NEW_QSTR(methods[i].name), MP_MAP_LOOKUP);
        if (elem == NULL || asyncio_native_by(elem->value) != methods[i].by) {
            return NULL;
        }
    }
    return state;
}

mp_vm_return_kind_t asyncio_flag_wait(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
    (void)ret;
    if (thrown != MP_OBJ_NULL) {
        return MP_VM_RETURN_EXCEPTION;
    }
    if (self->step == 0 && !mp_obj_is_true(asyncio_member_load(self->owner, MP_QSTR_state))) {
        self->step = 1;
        asyncio_queue_read(self->owner);
        return MP_VM_RETURN_YIELD;
    }
    asyncio_member_store(self->owner, MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(0));
    return MP_VM_RETURN_NORMAL;
}

mp_obj_t asyncio_flag_set(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    asyncio_member_store(args[0], MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(1));
    #if ASYNCIO_RS_KERNEL_POLL
    asyncio_rs_wake();
    #endif
    return mp_const_none;
}

mp_obj_t asyncio_flag_clear(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    asyncio_member_store(args[0], MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(0));
    return mp_const_none;
}

mp_obj_t asyncio_flag_ioctl(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (args[1] != MP_OBJ_NEW_SMALL_INT(MP_STREAM_POLL)) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return mp_binary_op(MP_BINARY_OP_MULTIPLY, asyncio_member_load(args[0], MP_QSTR_state), args[2]);
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
