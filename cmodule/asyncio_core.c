/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The globals of asyncio.core, as this module sees and changes them.  It owns which
// core is in use, how its names are found fast, and adoption: giving a core that is
// upstream's, by its names and what they are, the native functions in place of its own.

#include "py/objfun.h"
#include "py/objtype.h"

#include "modasyncio.h"

// The core in use: that of the run that is under way, else the one that was last
// adopted or given to Task().
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

static mp_map_elem_t *core_find(mp_obj_dict_t *dict, qstr name) {
    return mp_map_lookup(&dict->map, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
}

static mp_map_elem_t *core_lookup(mp_obj_dict_t *core, qstr name) {
    mp_map_elem_t *elem = core_find(core, name);
    if (elem == NULL) {
        mp_raise_msg_varg(&mp_type_NameError, MP_ERROR_TEXT("name '%q' isn't defined"), name);
    }
    return elem;
}

mp_obj_t asyncio_core_load(mp_obj_dict_t *core, qstr name) {
    return core_lookup(core, name)->value;
}

mp_map_elem_t *asyncio_core_find_slot(mp_obj_dict_t *core, qstr name, asyncio_slot_t *slot) {
    if (asyncio_slot_holds(core, name, *slot)) {
        return &core->map.table[*slot];
    }
    mp_map_elem_t *elem = core_lookup(core, name);
    *slot = elem - core->map.table;
    return elem;
}

// Finds a name by its identity alone: without a key's __eq__, which could raise.
mp_map_elem_t *asyncio_core_find_name(mp_obj_dict_t *core, qstr name) {
    for (size_t i = 0; i < core->map.alloc; ++i) {
        if (core->map.table[i].key == MP_OBJ_NEW_QSTR(name)) {
            return &core->map.table[i];
        }
    }
    return NULL;
}

// The queue of the tasks that are to run in a core, or, without one, in that in use.
mp_obj_t asyncio_run_queue(mp_obj_dict_t *core) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop != NULL && (core == NULL || core == loop->core)) {
        return asyncio_core_slot(loop->core, MP_QSTR__task_queue, &loop->task_queue)->value;
    }
    return asyncio_core_load(core != NULL ? core : asyncio_core(), MP_QSTR__task_queue);
}

MP_NORETURN void asyncio_raise_running(void) {
    asyncio_raise(MP_ERROR_TEXT("event loop is running"));
}

// The task that runs, for what only a task can do.
asyncio_task_t *asyncio_current_task(void) {
    const void *task = NULL;
    if (ASYNCIO_LOOP() != NULL) {
        task = MP_STATE_VM(asyncio_turn);
    } else if (!asyncio_run_is_elsewhere()) {
        // A loop in Python, or none.
        task = asyncio_rs_vm_as_task(asyncio_core_load(asyncio_core(), MP_QSTR_cur_task));
    }
    if (task == NULL) {
        asyncio_raise(MP_ERROR_TEXT("no running task"));
    }
    return (asyncio_task_t *)task;
}

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

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_fun_type,
    MP_QSTR_function,
    MP_TYPE_FLAG_BINDS_SELF | MP_TYPE_FLAG_BUILTIN_FUN,
    call, fun_call
    );

/******************************************************************************/
// Adoption

#if ASYNCIO_RS_ADOPT

// The names that upstream's core has when its last statement, new_event_loop(), runs
// for the first time: the same ones in every release from 1.26 on.
static const uint16_t core_names[] = {
    MP_QSTR___name__, MP_QSTR_ticks, MP_QSTR_ticks_diff, MP_QSTR_ticks_add, MP_QSTR_sys, MP_QSTR_select,
    MP_QSTR_TaskQueue, MP_QSTR_Task, MP_QSTR_CancelledError, MP_QSTR_TimeoutError,
    MP_QSTR__exc_context, MP_QSTR_SingletonGenerator,
    MP_QSTR__stopper, MP_QSTR_cur_task, MP_QSTR__stop_task, MP_QSTR_Loop,
    MP_QSTR_get_event_loop, MP_QSTR_current_task, MP_QSTR_new_event_loop,
};

// What is replaced, which the core must have defined itself.
static const struct {
    uint16_t name;
    bool has_core; // the replacement belongs to its core, so each core gets its own
    const asyncio_fun_t *fun;
} core_functions[] = {
    { MP_QSTR_create_task, true, &asyncio_create_task_obj },
    { MP_QSTR_run_until_complete, true, &asyncio_run_until_complete_obj },
    { MP_QSTR_run, true, &asyncio_run_obj },
    { MP_QSTR__promote_to_task, true, &asyncio_promote_to_task_obj },
    { MP_QSTR_sleep_ms, false, &asyncio_sleep_ms_obj },
    { MP_QSTR_sleep, false, &asyncio_sleep_obj },
};

// The same, of the class Loop.
static const struct {
    uint16_t name;
    const asyncio_fun_t *fun;
} core_loop_methods[] = {
    { MP_QSTR_run_until_complete, &asyncio_loop_run_until_complete_obj },
    { MP_QSTR_run_forever, &asyncio_loop_run_forever_obj },
};

// Whether a name stands for a Python function whose globals are this core.
static bool core_defines(mp_obj_dict_t *core, const mp_map_elem_t *elem) {
    return elem != NULL
           && (mp_obj_is_type(elem->value, &mp_type_fun_bc)
               #if MICROPY_EMIT_NATIVE
               || mp_obj_is_type(elem->value, &mp_type_fun_native)
               #endif
               )
           && ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(elem->value))->context->module.globals == core;
}

// A method of a class, both of which this core defines, or NULL.
static mp_map_elem_t *core_method(mp_obj_dict_t *core, qstr name, qstr method) {
    mp_map_elem_t *elem = core_find(core, name);
    if (elem == NULL || !mp_obj_is_type(elem->value, &mp_type_type)) {
        return NULL;
    }
    mp_obj_dict_t *locals = MP_OBJ_TYPE_GET_SLOT_OR_NULL((mp_obj_type_t *)MP_OBJ_TO_PTR(elem->value), locals_dict);
    elem = locals == NULL ? NULL : core_find(locals, method);
    return core_defines(core, elem) ? elem : NULL;
}

// A function that belongs to this core alone.
static mp_obj_t core_fun_new(mp_obj_dict_t *core, const asyncio_fun_t *fun) {
    asyncio_fun_t *own = m_new_obj(asyncio_fun_t);
    *own = *fun;
    own->core = core;
    return MP_OBJ_FROM_PTR(own);
}

// Gives a core the native functions, if it is upstream's.
static void core_adopt(mp_obj_dict_t *core) {
    size_t used = MP_ARRAY_SIZE(core_names) + MP_ARRAY_SIZE(core_functions) + 1; // and IOQueue
    if (core_find(core, MP_QSTR___file__) != NULL) {
        ++used; // where ports say which file it is
    }
    if (core->map.used != used || core_method(core, MP_QSTR_IOQueue, MP_QSTR_wait_io_event) == NULL) {
        return;
    }
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_names); ++i) {
        if (core_find(core, core_names[i]) == NULL) {
            return;
        }
    }
    if (core_find(core, MP_QSTR___name__)->value != MP_OBJ_NEW_QSTR(qstr_from_str("asyncio.core"))
        || core_find(core, MP_QSTR_TaskQueue)->value != MP_OBJ_FROM_PTR(&asyncio_queue_type)
        || core_find(core, MP_QSTR_Task)->value != MP_OBJ_FROM_PTR(&asyncio_task_type)) {
        return;
    }
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_functions); ++i) {
        if (!core_defines(core, core_find(core, core_functions[i].name))) {
            return;
        }
    }
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_loop_methods); ++i) {
        if (core_method(core, MP_QSTR_Loop, core_loop_methods[i].name) == NULL) {
            return;
        }
    }
    // What can fail for want of memory comes first: a core is adopted as a whole, or not.
    mp_obj_t functions[MP_ARRAY_SIZE(core_functions)];
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_functions); ++i) {
        const asyncio_fun_t *fun = core_functions[i].fun;
        functions[i] = core_functions[i].has_core ? core_fun_new(core, fun) : MP_OBJ_FROM_PTR(fun);
    }
    mp_obj_t methods[MP_ARRAY_SIZE(core_loop_methods)];
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_loop_methods); ++i) {
        methods[i] = core_fun_new(core, core_loop_methods[i].fun);
    }
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_functions); ++i) {
        core_find(core, core_functions[i].name)->value = functions[i];
    }
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_loop_methods); ++i) {
        core_method(core, MP_QSTR_Loop, core_loop_methods[i].name)->value = methods[i];
    }
    core_find(core, MP_QSTR_IOQueue)->value = MP_OBJ_FROM_PTR(&asyncio_ioqueue_type);
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
}

#endif

bool asyncio_queues_replaced;

// Called when a TaskQueue is made.  The active globals are those of whoever makes it.
void asyncio_adopt(void) {
    mp_obj_dict_t *core = mp_globals_get();
    if (!asyncio_run_reset(core)) { // only new_event_loop() makes a queue from there
        asyncio_raise_running();
    }
    if (MP_STATE_VM(asyncio_context) == MP_OBJ_FROM_PTR(core)) {
        asyncio_queues_replaced = true;
    }
    #if ASYNCIO_RS_ADOPT
    core_adopt(core);
    #endif
}

MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_context);
