/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Python functions that became native.  This file owns how one is called and how it finds its
// native counterpart; asyncio_adopt.c says which functions become native.
//
// The function object stays and changes its type, so everyone who already holds it has the native
// function from then on.  The bytecode stays too: frames that have begun go on in Python, and
// unusual calls are left to it.

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// Calls the Python function that a native one was before.
mp_obj_t asyncio_call_python(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    const mp_obj_type_t *was = MP_OBJ_TYPE_GET_SLOT(((mp_obj_base_t *)MP_OBJ_TO_PTR(fun))->type, parent);
    return MP_OBJ_TYPE_GET_SLOT(was, call)(fun, n_args, n_kw, args);
}

// `child_table` lists the functions defined inside this one, and only MAKE_FUNCTION and its like
// read it.  A function without inner functions does not need it, so it points to the entry.
static const asyncio_native_t *native_get(mp_obj_t fun) {
    return (const asyncio_native_t *)((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->child_table;
}

static mp_obj_t native_call(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    const asyncio_native_t *native = native_get(fun);
    if (native->n_args == ASYNCIO_NATIVE_ANY || (n_kw == 0 && native->n_args == n_args)) {
        return ((asyncio_native_fun_t)native->by)(fun, n_args, n_kw, args);
    }
    if (n_kw == 0 && native->n_args == (ASYNCIO_NATIVE_CORO | n_args)) {
        return MP_OBJ_FROM_PTR(asyncio_coro_new(sizeof(asyncio_coro_t), (asyncio_resume_t)native->by, args[0]));
    }
    return asyncio_call_python(fun, n_args, n_kw, args);
}

static ASYNCIO_DEFINE_FUN_TYPE(native_fun_type, mp_type_fun_bc, native_call);
static ASYNCIO_DEFINE_FUN_TYPE(native_gen_type, mp_type_gen_wrap, native_call);

// Makes a Python function native.
void asyncio_native_become(mp_obj_t fun_in, const asyncio_native_t *native) {
    mp_obj_fun_bc_t *fun = MP_OBJ_TO_PTR(fun_in);
    if (native->n_args == ASYNCIO_NATIVE_TYPE) {
        fun->base.type = native->by;
    } else if (fun->child_table == NULL) {
        fun->child_table = (void *)native;
        fun->base.type = fun->base.type == &mp_type_gen_wrap ? &native_gen_type : &native_fun_type;
    }
}

// The C function or type that a function became, or NULL if it is not native.
const void *asyncio_native_by(mp_obj_t fun) {
    if (mp_obj_is_type(fun, &native_gen_type) || mp_obj_is_type(fun, &native_fun_type)) {
        return native_get(fun)->by;
    }
    return mp_obj_is_type(fun, &asyncio_gather_type) ? &asyncio_gather_type : NULL;
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
