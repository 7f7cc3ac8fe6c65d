/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The globals of asyncio.core, as this module sees them.  It owns which core is in use, how
// its names are found fast, and the functions that belong to a core.

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

static mp_map_elem_t *core_lookup(mp_obj_dict_t *core, qstr name) {
    mp_map_elem_t *elem = mp_map_lookup(&core->map, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
    if (elem == NULL) {
        mp_raise_msg_varg(&mp_type_NameError, MP_ERROR_TEXT("name '%q' isn't defined"), name);
    }
    return elem;
}

// A name of a core, or, without one, of that in use.
mp_obj_t asyncio_core_load(mp_obj_dict_t *core, qstr name) {
    return core_lookup(core != NULL ? core : asyncio_core(), name)->value;
}

// name(arg), by the name as the core, or another module, has it now.
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

// obj.name(arg), or without an argument, for MP_OBJ_NULL.
mp_obj_t asyncio_call_method(mp_obj_t obj, qstr name, mp_obj_t arg) {
    mp_obj_t dest[3];
    mp_load_method(obj, name, dest);
    dest[2] = arg;
    return mp_call_method_n_kw(arg != MP_OBJ_NULL, 0, dest);
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

// A name of a core as it is now, or, without one, of that in use; of the run's core by its slot.
static ASYNCIO_INLINE mp_obj_t core_now(mp_obj_dict_t *core, qstr name, size_t slot) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop != NULL && (core == NULL || core == loop->core)) {
        return asyncio_core_slot(loop->core, name, (asyncio_slot_t *)((byte *)loop + slot))->value;
    }
    return asyncio_core_load(core, name);
}

// The queue of the tasks that are to run in a core, or, without one, in that in use.
mp_obj_t asyncio_run_queue(mp_obj_dict_t *core) {
    return core_now(core, MP_QSTR__task_queue, offsetof(asyncio_loop_t, task_queue));
}

// `_io_queue` as the core has it.
mp_obj_t asyncio_io_queue(void) {
    return core_now(NULL, MP_QSTR__io_queue, offsetof(asyncio_loop_t, io_queue));
}

// `cur_task` as the core has it.
mp_obj_t asyncio_cur_task(void) {
    return core_now(NULL, MP_QSTR_cur_task, offsetof(asyncio_loop_t, cur_task));
}

// The class CancelledError: as the loop found it when it began.
mp_obj_t asyncio_cancelled_error(void) {
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    return loop != NULL ? loop->cancelled_error : asyncio_core_load(NULL, MP_QSTR_CancelledError);
}

MP_NORETURN void asyncio_raise_running(void) {
    asyncio_raise(MP_ERROR_TEXT("event loop is running"));
}

// The task whose turn it is, or NULL.
const void *asyncio_turn(void) {
    #if ASYNCIO_RS_HAS_LOOP
    if (MP_STATE_VM(asyncio_loop) != NULL) {
        return MP_STATE_VM(asyncio_turn); // nobody's while the loop idles
    }
    #endif
    // A loop in Python, or none.
    return asyncio_rs_vm_as_task(asyncio_core_load(NULL, MP_QSTR_cur_task));
}

// The task that runs in this thread, for what only a task can do.
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

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_fun_type,
    MP_QSTR_function,
    MP_TYPE_FLAG_BINDS_SELF | MP_TYPE_FLAG_BUILTIN_FUN,
    call, fun_call
    );

#endif

bool asyncio_queues_replaced;

// Called when a TaskQueue is made.  The active globals are those of whoever makes it.
void asyncio_core_makes_queue(void) {
    mp_obj_dict_t *core = mp_globals_get();
    #if ASYNCIO_RS_HAS_LOOP
    if (!asyncio_run_reset(core)) { // only new_event_loop() makes a queue from there
        asyncio_raise_running();
    }
    #endif
    if (MP_STATE_VM(asyncio_context) == MP_OBJ_FROM_PTR(core)) {
        asyncio_queues_replaced = true;
    }
    asyncio_adopt();
}

MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_context);
