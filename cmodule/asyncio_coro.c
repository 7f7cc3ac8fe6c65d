/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native coroutine: what a native function returns where upstream's returns a generator.
// This file owns what makes it a coroutine for everyone else: send, throw, close, iteration, and
// how it begins and ends.  Its `resume` function does the actual work.

#include "py/objtype.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// Allocates a coroutine: a struct of `size` bytes that begins with asyncio_coro_t.
void *asyncio_coro_new(size_t size, asyncio_resume_t resume, mp_obj_t owner) {
    asyncio_coro_t *self = m_malloc(size);
    self->base.type = &asyncio_coro_type;
    self->resume = resume;
    self->owner = owner;
    self->stage = ASYNCIO_CORO_NEW;
    self->step = 0;
    return self;
}

// What a coroutine raises in place of an exception: not StopIteration, which would be taken for its
// result.
mp_obj_t asyncio_coro_raised(mp_obj_t exc) {
    if (mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
        return mp_obj_new_exception_msg(&mp_type_RuntimeError, MP_ERROR_TEXT("generator raised StopIteration"));
    }
    return exc;
}

// Like mp_obj_gen_resume(), but no value can be sent.
mp_vm_return_kind_t asyncio_coro_resume(mp_obj_t self_in, mp_obj_t thrown, mp_obj_t *ret) {
    asyncio_coro_t *self = MP_OBJ_TO_PTR(self_in);
    size_t stage = self->stage;
    // Set first, since a coroutine that raises has ended.
    self->stage = ASYNCIO_CORO_OVER;
    *ret = mp_const_none;
    if (stage == ASYNCIO_CORO_OVER) {
        return MP_VM_RETURN_NORMAL;
    }
    mp_vm_return_kind_t kind = MP_VM_RETURN_EXCEPTION;
    if (thrown != MP_OBJ_NULL) {
        thrown = *ret = mp_make_raise_obj(thrown);
    }
    if (thrown == MP_OBJ_NULL || stage != ASYNCIO_CORO_NEW) {
        kind = self->resume(self, thrown, ret);
    }
    if (kind == MP_VM_RETURN_YIELD) {
        self->stage = ASYNCIO_CORO_SUSPENDED;
    } else if (kind == MP_VM_RETURN_EXCEPTION) {
        *ret = asyncio_coro_raised(*ret);
    }
    return kind;
}

// Resumes an object that a coroutine awaits.  What that raises is returned, not raised.
mp_vm_return_kind_t asyncio_coro_delegate(mp_obj_t to, mp_obj_t thrown, mp_obj_t *ret) {
    if (mp_obj_is_type(to, &asyncio_sleep_type)) {
        if (thrown != MP_OBJ_NULL) {
            return MP_VM_RETURN_EXCEPTION;
        }
        return mp_resume(to, mp_const_none, MP_OBJ_NULL, ret); // no caller handles what it raises
    }
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        mp_cstack_check(); // which can delegate, too
        mp_obj_t sent = thrown == MP_OBJ_NULL ? mp_const_none : MP_OBJ_NULL;
        mp_vm_return_kind_t kind = mp_resume(to, sent, thrown, ret);
        nlr_pop();
        if (kind == MP_VM_RETURN_NORMAL && thrown != MP_OBJ_NULL
            && mp_obj_exception_match(thrown, MP_OBJ_FROM_PTR(&mp_type_GeneratorExit))) {
            *ret = thrown; // `to` has closed and swallowed GeneratorExit: it still closes this one
            kind = MP_VM_RETURN_EXCEPTION;
        }
        return kind;
    }
    *ret = MP_OBJ_FROM_PTR(nlr.ret_val);
    if (mp_obj_exception_match(*ret, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
        *ret = mp_obj_exception_get_value(*ret);
        return MP_VM_RETURN_NORMAL;
    }
    return MP_VM_RETURN_EXCEPTION;
}

// Resumes, and gives the result the way that a method or an iteration expects it.
static mp_obj_t coro_resume(mp_obj_t self_in, mp_obj_t thrown, bool is_iteration) {
    mp_obj_t ret;
    switch (asyncio_coro_resume(self_in, thrown, &ret)) {
        case MP_VM_RETURN_YIELD:
            return ret;
        case MP_VM_RETURN_EXCEPTION:
            nlr_raise(ret);
        default:
            ret = ret == mp_const_none ? MP_OBJ_NULL : ret;
            if (is_iteration) {
                return mp_make_stop_iteration(ret);
            }
            mp_raise_StopIteration(ret);
    }
}

static mp_obj_t coro_iternext(mp_obj_t self_in) {
    return coro_resume(self_in, MP_OBJ_NULL, true);
}

static mp_obj_t coro_send(mp_obj_t self_in, mp_obj_t value) {
    if (value != mp_const_none && ((asyncio_coro_t *)MP_OBJ_TO_PTR(self_in))->stage == ASYNCIO_CORO_NEW) {
        mp_raise_TypeError(MP_ERROR_TEXT("can't send non-None value to a just-started generator"));
    }
    return coro_resume(self_in, MP_OBJ_NULL, false);
}
static MP_DEFINE_CONST_FUN_OBJ_2(coro_send_obj, coro_send);

// throw(type[, value[, traceback]]): one of the first two is the exception.
static mp_obj_t coro_throw(size_t n_args, const mp_obj_t *args) {
    return coro_resume(args[0], n_args > 2 && args[2] != mp_const_none ? args[2] : args[1], false);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(coro_throw_obj, 2, 4, coro_throw);

static mp_obj_t coro_close(mp_obj_t self_in) {
    mp_obj_t ret;
    switch (asyncio_coro_resume(self_in, MP_OBJ_FROM_PTR(&mp_const_GeneratorExit_obj), &ret)) {
        case MP_VM_RETURN_YIELD:
            asyncio_raise(MP_ERROR_TEXT("generator ignored GeneratorExit"));
        case MP_VM_RETURN_EXCEPTION:
            if (!mp_obj_exception_match(ret, MP_OBJ_FROM_PTR(&mp_type_GeneratorExit))) {
                nlr_raise(ret);
            }
            break;
        default:
            break;
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(coro_close_obj, coro_close);

static const mp_rom_map_elem_t coro_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_send), MP_ROM_PTR(&coro_send_obj) },
    { MP_ROM_QSTR(MP_QSTR_throw), MP_ROM_PTR(&coro_throw_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&coro_close_obj) },
};
static MP_DEFINE_CONST_DICT(coro_locals_dict, coro_locals_dict_table);

// It derives from the generator type so that isinstance() holds.  Native types inherit nothing
// else, so every method is defined here.
MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_coro_type,
    MP_QSTR_generator,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    iter, coro_iternext,
    parent, &mp_type_gen_instance,
    locals_dict, &coro_locals_dict
    );

/******************************************************************************/
// Attributes of instances of the library's classes, where the state is kept

// Finds an attribute in the instance itself; NULL if it is not there or a class can intervene.
mp_map_elem_t *asyncio_member_find(mp_obj_t self, qstr name) {
    const mp_obj_type_t *type = mp_obj_get_type(self);
    if (!mp_obj_is_instance_type(type) || (type->flags & MP_TYPE_FLAG_HAS_SPECIAL_ACCESSORS)) {
        return NULL;
    }
    mp_map_t *members = &((mp_obj_instance_t *)MP_OBJ_TO_PTR(self))->members;
    #if ASYNCIO_RS_KERNEL_POLL
    // Usually in the same place as in the instance before, which has the same class.
    static uint8_t places[16];
    uint8_t *place = &places[name % MP_ARRAY_SIZE(places)];
    if (*place < members->alloc && members->table[*place].key == MP_OBJ_NEW_QSTR(name)) {
        return &members->table[*place];
    }
    mp_map_elem_t *elem = mp_map_lookup(members, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
    if (elem != NULL) {
        *place = elem - members->table;
    }
    return elem;
    #else
    return mp_map_lookup(members, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
    #endif
}

mp_obj_t asyncio_member_load(mp_obj_t self, qstr name) {
    mp_map_elem_t *elem = asyncio_member_find(self, name);
    if (elem != NULL) {
        return elem->value;
    }
    mp_cstack_check(); // it can be a property, whose function is native, too
    return mp_load_attr(self, name);
}

void asyncio_member_store(mp_obj_t self, qstr name, mp_obj_t value) {
    mp_map_elem_t *elem = asyncio_member_find(self, name);
    if (elem != NULL) {
        elem->value = value;
    } else {
        mp_store_attr(self, name, value);
    }
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
