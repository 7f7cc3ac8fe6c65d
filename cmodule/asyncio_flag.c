/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What is native of asyncio.event's ThreadSafeFlag.  It owns what a set() does, which may
// come from an interrupt, a thread or the other core: it stores the state and ends an idle
// wait, and touches no task and no queue.  The loop looks at the state and wakes the waiter.

#include "py/stream.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// Where the state of a flag is that can change by what is here alone, so that nobody has to
// ask it again and again; NULL for any other object.
mp_map_elem_t *asyncio_flag_state(mp_obj_t stream) {
    static const struct {
        uint16_t name;
        const mp_obj_type_t *type;
    } methods[] = {
        { MP_QSTR_set, &asyncio_flag_set_type },
        { MP_QSTR_wait, &asyncio_flag_wait_type },
        { MP_QSTR_ioctl, &asyncio_flag_ioctl_type },
    };
    mp_map_elem_t *state = asyncio_member_find(stream, MP_QSTR_state);
    // A member that a program added can be a set() of its own.
    if (state == NULL || ((mp_obj_instance_t *)MP_OBJ_TO_PTR(stream))->members.used != 1) {
        return NULL;
    }
    mp_obj_dict_t *dict = MP_OBJ_TYPE_GET_SLOT(mp_obj_get_type(stream), locals_dict);
    for (size_t i = 0; i < MP_ARRAY_SIZE(methods); ++i) {
        mp_map_elem_t *elem = mp_map_lookup(&dict->map, MP_OBJ_NEW_QSTR(methods[i].name), MP_MAP_LOOKUP);
        if (elem == NULL || !mp_obj_is_type(elem->value, methods[i].type)) {
            return NULL;
        }
    }
    return state;
}

static mp_vm_return_kind_t flag_wait_resume(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret) {
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

static mp_obj_t flag_wait(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return MP_OBJ_FROM_PTR(asyncio_coro_new(sizeof(asyncio_coro_t), flag_wait_resume, args[0]));
}
ASYNCIO_DEFINE_GEN(flag_wait);

static mp_obj_t flag_set(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    asyncio_member_store(args[0], MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(1));
    #if ASYNCIO_RS_KERNEL_POLL
    asyncio_rs_wake();
    #endif
    return mp_const_none;
}
ASYNCIO_DEFINE_FUN(flag_set);

static mp_obj_t flag_clear(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 1 || n_kw != 0) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    asyncio_member_store(args[0], MP_QSTR_state, MP_OBJ_NEW_SMALL_INT(0));
    return mp_const_none;
}
ASYNCIO_DEFINE_FUN(flag_clear);

static mp_obj_t flag_ioctl(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    if (n_args != 3 || n_kw != 0 || args[1] != MP_OBJ_NEW_SMALL_INT(MP_STREAM_POLL)) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    return mp_binary_op(MP_BINARY_OP_MULTIPLY, asyncio_member_load(args[0], MP_QSTR_state), args[2]);
}
ASYNCIO_DEFINE_FUN(flag_ioctl);

#endif // ASYNCIO_RS_HAS_PRIMITIVES
