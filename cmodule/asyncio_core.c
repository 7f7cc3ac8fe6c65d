/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Access to the globals of asyncio.core.  This file owns which core is in use, how its names are
// looked up quickly, and the type of functions that belong to one core.

#include "py/objfun.h"
#include "py/objtype.h"

#include "modasyncio.h"

// The core in use: the core of the active run, or else the one that was adopted or passed to
// Task() last.
mp_obj_dict_t *asyncio_core(void) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop != NULL) {
        return loop->core;
    }
    if (MP_STATE_VM(asyncio_context) == MP_OBJ_NULL) {
        asyncio_raise(MP_ERROR_TEXT("no asyncio core"));
    }
    return MP_OBJ_TO_PTR(MP_STATE_VM(asyncio_context));
}

static mp_map_elem_t *core_lookup(mp_obj_dict_t *core, qstr name) {
    mp_map_elem_t *elem = mp_map_lookup(&core->map, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
    if (elem == NULL) {
        mp_raise_msg_varg(&mp_type_NameError, MP_ERROR_TEXT("name '%q' isn't defined"), name);
    }
    return elem;
}

// Looks up a name in a core; NULL means the core in use.
mp_obj_t asyncio_core_load(mp_obj_dict_t *core, qstr name) {
    return core_lookup(core != NULL ? core : asyncio_core(), name)->value;
}

// Calls name(arg), where the name is looked up in the core, or another module's globals, now.
mp_obj_t asyncio_core_call(mp_obj_dict_t *core, qstr name, mp_obj_t arg) {
    return mp_call_function_1(asyncio_core_load(core, name), arg);
}

mp_map_elem_t *asyncio_core_find_slot(mp_obj_dict_t *core, qstr name, asyncio_slot_t *slot) {
    if (asyncio_slot_holds(core, name, *slot)) { // unreached: on unix who calls has looked
        return &core->map.table[*slot]; // unreached: as above
    }
    mp_map_elem_t *elem = core_lookup(core, name);
    *slot = elem - core->map.table;
    return elem;
}

// Calls what mp_load_method() has put into the first two of three objects, with the third unless
// that is MP_OBJ_NULL.
mp_obj_t asyncio_call_loaded(const mp_obj_t *call) {
    size_t n_args = call[2] != MP_OBJ_NULL;
    #if ASYNCIO_RS_KERNEL_POLL
    // Most methods of streams are of this type, whose calls the VM would pass on to them.
    const mp_obj_fun_builtin_var_t *fun = MP_OBJ_TO_PTR(call[0]);
    if (call[1] != MP_OBJ_NULL && mp_obj_is_type(call[0], &mp_type_fun_builtin_var) && !(fun->sig & 1)) {
        mp_arg_check_num_sig(n_args + 1, 0, fun->sig);
        return fun->fun.var(n_args + 1, &call[1]);
    }
    #endif
    return mp_call_method_n_kw(n_args, 0, call);
}

// Calls obj.name(arg), or obj.name() if arg is MP_OBJ_NULL.
mp_obj_t asyncio_call_method(mp_obj_t obj, qstr name, mp_obj_t arg) {
    mp_obj_t call[3];
    mp_load_method(obj, name, call);
    call[2] = arg;
    return asyncio_call_loaded(call);
}

// Finds a name by identity alone.  No key's __eq__ is called, so nothing can raise.
mp_map_elem_t *asyncio_core_find_name(mp_obj_dict_t *core, qstr name) {
    for (size_t i = 0; i < core->map.alloc; ++i) {
        if (core->map.table[i].key == MP_OBJ_NEW_QSTR(name)) {
            return &core->map.table[i];
        }
    }
    return NULL;
}

// Looks up a name in a core; NULL means the core in use.  For the core of the active run, the
// slot remembers where the name was.
static ASYNCIO_INLINE mp_obj_t core_now(mp_obj_dict_t *core, qstr name, size_t slot) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop != NULL && (core == NULL || core == loop->core)) {
        return asyncio_core_slot(loop->core, name, (asyncio_slot_t *)((byte *)loop + slot))->value;
    }
    return asyncio_core_load(core, name);
}

// `_task_queue` of a core; NULL means the core in use.
mp_obj_t asyncio_run_queue(mp_obj_dict_t *core) {
    return core_now(core, MP_QSTR__task_queue, offsetof(asyncio_loop_t, task_queue));
}

// `_io_queue` of the core in use.
mp_obj_t asyncio_io_queue(void) {
    return core_now(NULL, MP_QSTR__io_queue, offsetof(asyncio_loop_t, io_queue));
}

// `cur_task` of the core in use.
mp_obj_t asyncio_cur_task(void) {
    return core_now(NULL, MP_QSTR_cur_task, offsetof(asyncio_loop_t, cur_task));
}

// The class CancelledError, as it was when the active run began.
mp_obj_t asyncio_cancelled_error(void) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    return loop != NULL ? loop->cancelled_error : asyncio_core_load(NULL, MP_QSTR_CancelledError);
}

MP_NORETURN void asyncio_raise_running(void) {
    asyncio_raise(MP_ERROR_TEXT("event loop is running"));
}

// The task that is running now, or NULL.
const void *asyncio_turn(void) {
    #if ASYNCIO_RS_HAS_LOOP
    if (MP_STATE_VM(asyncio_loop) != NULL) {
        return MP_STATE_VM(asyncio_turn); // NULL while the loop is idle
    }
    #endif
    // A loop in Python, or none.
    return asyncio_rs_vm_as_task(asyncio_core_load(NULL, MP_QSTR_cur_task));
}

// The task that is running in this thread, for operations that only a task can do.
asyncio_task_t *asyncio_current_task(void) {
    #if ASYNCIO_RS_HAS_LOOP
    if (ASYNCIO_LOOP() != NULL && MP_STATE_VM(asyncio_turn) != NULL) {
        return MP_STATE_VM(asyncio_turn);
    }
    #endif
    const void *task = asyncio_run_is_elsewhere() ? NULL : asyncio_turn();
    if (task == NULL) {
        asyncio_raise(MP_ERROR_TEXT("no running task"));
    }
    return (asyncio_task_t *)task;
}

#if ASYNCIO_RS_HAS_LOOP

/******************************************************************************/
// Functions that belong to a core

static mp_obj_t fun_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    asyncio_fun_t *self = MP_OBJ_TO_PTR(self_in);
    mp_obj_t arg = mp_const_none;
    if (n_args + n_kw == 1 && self->arg_name != MP_QSTRnull && (n_kw == 0 || args[0] == MP_OBJ_NEW_QSTR(self->arg_name))) {
        arg = args[n_kw];
    } else {
        mp_arg_check_num(n_args, n_kw, self->arg_optional ? 0 : 1, self->arg_name != MP_QSTRnull, false);
    }
    return self->fun(self->core, arg);
}

#if MICROPY_PY_FUNCTION_ATTRS
static void fun_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    const asyncio_fun_t *self = MP_OBJ_TO_PTR(self_in);
    if (dest[0] != MP_OBJ_NULL) {
        return; // to store is refused
    }
    if (attr == MP_QSTR___name__) {
        dest[0] = MP_OBJ_NEW_QSTR(asyncio_fun_name(self));
    } else if (attr == MP_QSTR___globals__) {
        dest[0] = MP_OBJ_FROM_PTR(self->core != NULL ? self->core : asyncio_core());
    }
}
#define FUN_ATTR attr, fun_attr,
#else
#define FUN_ATTR
#endif

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_fun_type,
    MP_QSTR_function,
    MP_TYPE_FLAG_BINDS_SELF | MP_TYPE_FLAG_BUILTIN_FUN,
    FUN_ATTR
    call, fun_call,
    parent, &mp_type_fun_bc
    );

#endif

bool asyncio_queues_replaced;

// Called when a TaskQueue is created.  The active globals are those of the code that creates it.
void asyncio_core_makes_queue(void) {
    mp_obj_dict_t *core = mp_globals_get();
    #if ASYNCIO_RS_HAS_LOOP
    if (!asyncio_run_reset(core)) { // inside the core, only new_event_loop() creates a queue
        asyncio_raise_running();
    }
    #endif
    if (MP_STATE_VM(asyncio_context) == MP_OBJ_FROM_PTR(core)) {
        asyncio_queues_replaced = true;
    }
    asyncio_adopt();
}

MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_context);
