/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Adoption: giving the modules of MicroPython's own asyncio library native functions in
// place of theirs.  It owns how a module is recognised and what of it is replaced by
// what; what the native functions do is their own files' business.
//
// The library stays as it is.  But each of its modules calls something of this module
// before long, and then the active globals are that module's dict.  So the first such call
// is where it is recognised: by its name, and by having exactly the names that it has in
// the releases that are known.

#include <string.h>

#include "py/objfun.h"
#include "py/objlist.h"
#include "py/objmodule.h"
#include "py/objstr.h"
#include "py/objtype.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_LOOP

#define NAMES(names) MP_ARRAY_SIZE(names), names
#define ENTRIES(entries) MP_ARRAY_SIZE(entries), entries

// A function to replace: of the module, or of a class of it.
typedef struct _adopt_entry_t {
    uint16_t owner;
    uint16_t name;
    const void *by; // of the core an asyncio_fun_t, else the type that the function takes on
} adopt_entry_t;

typedef struct _adopt_module_t {
    uint16_t name;
    uint8_t n_names;
    const uint16_t *names; // all that it defines, but __file__
    uint8_t n_entries;
    const adopt_entry_t *entries;
} adopt_module_t;

// The core's names when its last statement, new_event_loop(), runs for the first time.
static const uint16_t core_names[] = {
    MP_QSTR___name__, MP_QSTR_ticks, MP_QSTR_ticks_diff, MP_QSTR_ticks_add, MP_QSTR_sys, MP_QSTR_select,
    MP_QSTR_TaskQueue, MP_QSTR_Task, MP_QSTR_CancelledError, MP_QSTR_TimeoutError,
    MP_QSTR__exc_context, MP_QSTR_SingletonGenerator, MP_QSTR_sleep_ms, MP_QSTR_sleep, MP_QSTR_IOQueue,
    MP_QSTR__promote_to_task, MP_QSTR_create_task, MP_QSTR_run_until_complete, MP_QSTR_run,
    MP_QSTR__stopper, MP_QSTR_cur_task, MP_QSTR__stop_task, MP_QSTR_Loop,
    MP_QSTR_get_event_loop, MP_QSTR_current_task, MP_QSTR_new_event_loop,
};

static const adopt_entry_t core_entries[] = {
    { 0, MP_QSTR_create_task, &asyncio_create_task_obj },
    { 0, MP_QSTR_run_until_complete, &asyncio_run_until_complete_obj },
    { 0, MP_QSTR_run, &asyncio_run_obj },
    { 0, MP_QSTR__promote_to_task, &asyncio_promote_to_task_obj },
    { 0, MP_QSTR_sleep_ms, &asyncio_sleep_ms_obj },
    { 0, MP_QSTR_sleep, &asyncio_sleep_obj },
    { MP_QSTR_Loop, MP_QSTR_run_until_complete, &asyncio_loop_run_until_complete_obj },
    { MP_QSTR_Loop, MP_QSTR_run_forever, &asyncio_loop_run_forever_obj },
};

#if ASYNCIO_RS_HAS_PRIMITIVES

#if !ASYNCIO_RS_UNKNOWN_event
static const uint16_t event_names[] = {
    MP_QSTR___name__, MP_QSTR_core, MP_QSTR_Event, MP_QSTR_io, MP_QSTR_ThreadSafeFlag,
};

static const adopt_entry_t event_entries[] = {
    { MP_QSTR_Event, MP_QSTR_wait, &asyncio_event_wait_type },
    { MP_QSTR_Event, MP_QSTR_set, &asyncio_event_set_type },
    { MP_QSTR_Event, MP_QSTR_clear, &asyncio_event_clear_type },
    { MP_QSTR_Event, MP_QSTR_is_set, &asyncio_event_is_set_type },
    { MP_QSTR_ThreadSafeFlag, MP_QSTR_wait, &asyncio_flag_wait_type },
    { MP_QSTR_ThreadSafeFlag, MP_QSTR_set, &asyncio_flag_set_type },
    { MP_QSTR_ThreadSafeFlag, MP_QSTR_clear, &asyncio_flag_clear_type },
    { MP_QSTR_ThreadSafeFlag, MP_QSTR_ioctl, &asyncio_flag_ioctl_type },
};
#endif

#if !ASYNCIO_RS_UNKNOWN_lock
static const uint16_t lock_names[] = {
    MP_QSTR___name__, MP_QSTR_core, MP_QSTR_Lock,
};

static const adopt_entry_t lock_entries[] = {
    { MP_QSTR_Lock, MP_QSTR_acquire, &asyncio_lock_acquire_type },
    { MP_QSTR_Lock, MP_QSTR_release, &asyncio_lock_release_type },
    { MP_QSTR_Lock, MP_QSTR_locked, &asyncio_lock_locked_type },
    { MP_QSTR_Lock, MP_QSTR___aenter__, &asyncio_lock_aenter_type },
    { MP_QSTR_Lock, MP_QSTR___aexit__, &asyncio_lock_aexit_type },
};
#endif

#if !ASYNCIO_RS_UNKNOWN_funcs
static const uint16_t funcs_names[] = {
    MP_QSTR___name__, MP_QSTR_core, MP_QSTR__run, MP_QSTR_wait_for, MP_QSTR_wait_for_ms, MP_QSTR__Remove, MP_QSTR_gather,
};

static const adopt_entry_t funcs_entries[] = {
    { 0, MP_QSTR__run, &asyncio_run_type },
    { 0, MP_QSTR_wait_for, &asyncio_wait_for_type },
    { 0, MP_QSTR_wait_for_ms, &asyncio_wait_for_ms_type },
    { 0, MP_QSTR_gather, &asyncio_gather_type },
};
#endif

#if !ASYNCIO_RS_UNKNOWN_stream
static const uint16_t stream_names[] = {
    MP_QSTR___name__, MP_QSTR_core, MP_QSTR_Stream, MP_QSTR_StreamReader, MP_QSTR_StreamWriter,
    MP_QSTR_open_connection, MP_QSTR_Server, MP_QSTR_start_server, MP_QSTR_stream_awrite,
};

static const adopt_entry_t stream_entries[] = {
    { MP_QSTR_Stream, MP_QSTR_read, &asyncio_stream_read_type },
    { MP_QSTR_Stream, MP_QSTR_readinto, &asyncio_stream_readinto_type },
    { MP_QSTR_Stream, MP_QSTR_readexactly, &asyncio_stream_readexactly_type },
    { MP_QSTR_Stream, MP_QSTR_readline, &asyncio_stream_readline_type },
    { MP_QSTR_Stream, MP_QSTR_write, &asyncio_stream_write_type },
    { MP_QSTR_Stream, MP_QSTR_drain, &asyncio_stream_drain_type },
};
#endif

#endif

// The core comes first: the others are adopted only if theirs is.
static const adopt_module_t adopt_modules[] = {
    { MP_QSTR_core, NAMES(core_names), ENTRIES(core_entries) },
    #if ASYNCIO_RS_HAS_PRIMITIVES
    #if !ASYNCIO_RS_UNKNOWN_event
    { MP_QSTR_event, NAMES(event_names), ENTRIES(event_entries) },
    #endif
    #if !ASYNCIO_RS_UNKNOWN_lock
    { MP_QSTR_lock, NAMES(lock_names), ENTRIES(lock_entries) },
    #endif
    #if !ASYNCIO_RS_UNKNOWN_funcs
    { MP_QSTR_funcs, NAMES(funcs_names), ENTRIES(funcs_entries) },
    #endif
    #if !ASYNCIO_RS_UNKNOWN_stream
    { MP_QSTR_stream, NAMES(stream_names), ENTRIES(stream_entries) },
    #endif
    #endif
};

#define ADOPT_MODULES MP_ARRAY_SIZE(adopt_modules)
_Static_assert(ADOPT_MODULES <= ASYNCIO_RS_MODULES, "more modules than places");

static mp_map_elem_t *adopt_find(mp_obj_dict_t *dict, qstr name) {
    return mp_map_lookup(&dict->map, MP_OBJ_NEW_QSTR(name), MP_MAP_LOOKUP);
}

// The dict of a class that a class statement made, or NULL.
static mp_obj_dict_t *adopt_class(mp_map_elem_t *elem) {
    if (elem == NULL || !mp_obj_is_type(elem->value, &mp_type_type)) {
        return NULL;
    }
    return MP_OBJ_TYPE_GET_SLOT_OR_NULL((mp_obj_type_t *)MP_OBJ_TO_PTR(elem->value), locals_dict);
}

static mp_map_elem_t *adopt_entry(mp_obj_dict_t *globals, const adopt_entry_t *entry) {
    mp_obj_dict_t *dict = entry->owner == 0 ? globals : adopt_class(adopt_find(globals, entry->owner));
    return dict == NULL ? NULL : adopt_find(dict, entry->name);
}

// Whether a name stands for a Python function whose globals are this dict.
static bool adopt_is_own(mp_obj_dict_t *globals, const mp_map_elem_t *elem, const mp_obj_type_t *type) {
    return elem != NULL && mp_obj_is_type(elem->value, type)
           && ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(elem->value))->context->module.globals == globals;
}

static bool adopt_is_core_function(mp_obj_dict_t *core, const mp_map_elem_t *elem) {
    #if MICROPY_EMIT_NATIVE
    if (adopt_is_own(core, elem, &mp_type_fun_native)) {
        return true;
    }
    #endif
    return adopt_is_own(core, elem, &mp_type_fun_bc);
}

// Whether the name of a module is that of one of the library's.
static bool adopt_is_named(mp_obj_t name, qstr short_name) {
    static const char package[] = "asyncio.";
    if (!mp_obj_is_qstr(name)) {
        return false;
    }
    const char *str = qstr_str(MP_OBJ_QSTR_VALUE(name));
    return strncmp(str, package, sizeof(package) - 1) == 0
           && strcmp(str + sizeof(package) - 1, qstr_str(short_name)) == 0;
}

// Whether a dict is that of a module as it is known.
static bool adopt_knows(const adopt_module_t *module, mp_obj_dict_t *globals) {
    size_t used = globals->map.used;
    // The number of names tells most dicts, and costs nothing.
    if (used != module->n_names && used != module->n_names + 1u) {
        return false;
    }
    if (adopt_find(globals, MP_QSTR___file__) != NULL) {
        --used; // where ports say which file it is
    }
    for (size_t i = 0; i < module->n_names; ++i) {
        mp_map_elem_t *elem = adopt_find(globals, module->names[i]);
        if (elem == NULL || (i == 0 && !adopt_is_named(elem->value, module->name))) {
            return false;
        }
    }
    return used == module->n_names;
}

// Gives a core the native functions, if all that they replace is its own.
static bool adopt_core(mp_obj_dict_t *core) {
    mp_map_elem_t *io_queue = adopt_find(core, MP_QSTR_IOQueue);
    mp_obj_dict_t *io_queue_dict = adopt_class(io_queue);
    if (io_queue_dict == NULL
        || !adopt_is_core_function(core, adopt_find(io_queue_dict, MP_QSTR_wait_io_event))
        || adopt_find(core, MP_QSTR_TaskQueue)->value != MP_OBJ_FROM_PTR(&asyncio_queue_type)
        || adopt_find(core, MP_QSTR_Task)->value != MP_OBJ_FROM_PTR(&asyncio_task_type)) {
        return false;
    }
    // What can fail comes first: a core is adopted as a whole, or not.
    mp_map_elem_t *elems[MP_ARRAY_SIZE(core_entries)];
    const asyncio_fun_t *funs[MP_ARRAY_SIZE(core_entries)];
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_entries); ++i) {
        elems[i] = adopt_entry(core, &core_entries[i]);
        if (!adopt_is_core_function(core, elems[i])) {
            return false;
        }
        funs[i] = core_entries[i].by;
        if (funs[i]->has_core) {
            asyncio_fun_t *own = m_new_obj(asyncio_fun_t);
            *own = *funs[i];
            own->core = core;
            funs[i] = own;
        }
    }
    for (size_t i = 0; i < MP_ARRAY_SIZE(core_entries); ++i) {
        elems[i]->value = MP_OBJ_FROM_PTR(funs[i]);
    }
    io_queue->value = MP_OBJ_FROM_PTR(&asyncio_ioqueue_type);
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
    return true;
}

#if ASYNCIO_RS_HAS_PRIMITIVES

// The name of a Python function, which the VM tells by another function from 1.28 on.
static qstr adopt_name_of(mp_obj_t fun) {
    #if MICROPY_VERSION < MICROPY_MAKE_VERSION(1, 28, 0)
    return mp_obj_fun_get_name(fun);
    #else
    return mp_obj_fun_bc_get_name(MP_OBJ_TO_PTR(fun));
    #endif
}

// Gives a module that works with an adopted core the native functions.  Each is one by
// itself: what a program has put in the place of one stays.  A function object changes
// its type and nothing else, so whoever holds it has the native one from then on; and
// what it was is still there, for frames that have begun, and for unusual calls.
static bool adopt_module(const adopt_module_t *module, mp_obj_dict_t *globals) {
    mp_obj_t core = adopt_find(globals, MP_QSTR_core)->value;
    if (!mp_obj_is_type(core, &mp_type_module)
        || ((mp_obj_module_t *)MP_OBJ_TO_PTR(core))->globals != MP_STATE_VM(asyncio_adopted)[0]) {
        return false;
    }
    for (size_t i = 0; i < module->n_entries; ++i) {
        const adopt_entry_t *entry = &module->entries[i];
        mp_map_elem_t *elem = adopt_entry(globals, entry);
        if (adopt_is_own(globals, elem, MP_OBJ_TYPE_GET_SLOT((const mp_obj_type_t *)entry->by, parent))
            && adopt_name_of(elem->value) == entry->name) {
            ((mp_obj_base_t *)MP_OBJ_TO_PTR(elem->value))->type = entry->by;
        }
    }
    return true;
}

// What such a function was in Python, called.
mp_obj_t asyncio_call_python(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    const mp_obj_type_t *was = MP_OBJ_TYPE_GET_SLOT(mp_obj_get_type(fun), parent);
    return MP_OBJ_TYPE_GET_SLOT(was, call)(fun, n_args, n_kw, args);
}

#endif

// Called where a module of the library calls this one for the first time: adopts it, if
// the active globals are those of one.  Each dict is looked at once, and one that is none
// of the library's costs some comparisons.
void asyncio_adopt(void) {
    mp_obj_dict_t *globals = mp_globals_get();
    if (globals == MP_STATE_VM(asyncio_looked_at)) {
        return;
    }
    for (size_t i = 0; i < ADOPT_MODULES; ++i) {
        if (MP_STATE_VM(asyncio_adopted)[i] == globals) {
            return;
        }
    }
    MP_STATE_VM(asyncio_looked_at) = globals;
    for (size_t i = 0; i < ADOPT_MODULES; ++i) {
        const adopt_module_t *module = &adopt_modules[i];
        if (!adopt_knows(module, globals)) {
            continue;
        }
        if (i == 0) {
            if (adopt_core(globals)) {
                // The other modules are those of this core from now on.
                memset(MP_STATE_VM(asyncio_adopted), 0, sizeof(MP_STATE_VM(asyncio_adopted)));
                MP_STATE_VM(asyncio_adopted)[0] = globals;
            }
        #if ASYNCIO_RS_HAS_PRIMITIVES
        } else if (adopt_module(module, globals)) {
            MP_STATE_VM(asyncio_adopted)[i] = globals;
        #endif
        }
    }
}

// Forgets what was adopted, at a start afresh.
void asyncio_adopt_reset(void) {
    MP_STATE_VM(asyncio_looked_at) = NULL;
    memset(MP_STATE_VM(asyncio_adopted), 0, sizeof(MP_STATE_VM(asyncio_adopted)));
}

MP_REGISTER_ROOT_POINTER(mp_obj_dict_t *asyncio_looked_at);
MP_REGISTER_ROOT_POINTER(mp_obj_dict_t *asyncio_adopted[ASYNCIO_RS_MODULES]);

#endif // ASYNCIO_RS_HAS_LOOP

// What is native of the library's names, as it is now.
static mp_obj_t asyncio_adopted(void) {
    mp_obj_t list = mp_obj_new_list(0, NULL);
    mp_obj_list_append(list, MP_OBJ_NEW_QSTR(MP_QSTR_TaskQueue));
    mp_obj_list_append(list, MP_OBJ_NEW_QSTR(MP_QSTR_Task));
    #if ASYNCIO_RS_HAS_LOOP
    for (size_t i = 0; i < ADOPT_MODULES; ++i) {
        mp_obj_dict_t *globals = MP_STATE_VM(asyncio_adopted)[i];
        if (globals == NULL) {
            continue;
        }
        if (i == 0 && adopt_find(globals, MP_QSTR_IOQueue)->value == MP_OBJ_FROM_PTR(&asyncio_ioqueue_type)) {
            mp_obj_list_append(list, MP_OBJ_NEW_QSTR(MP_QSTR_IOQueue));
        }
        for (size_t j = 0; j < adopt_modules[i].n_entries; ++j) {
            const adopt_entry_t *entry = &adopt_modules[i].entries[j];
            const mp_obj_type_t *type = i == 0 ? &asyncio_fun_type : entry->by;
            mp_map_elem_t *elem = adopt_entry(globals, entry);
            if (elem == NULL || !mp_obj_is_type(elem->value, type)) {
                continue;
            }
            mp_obj_t name = MP_OBJ_NEW_QSTR(entry->name);
            if (entry->owner != 0) {
                vstr_t vstr;
                vstr_init(&vstr, 24);
                vstr_printf(&vstr, "%q.%q", (qstr)entry->owner, (qstr)entry->name);
                name = mp_obj_new_str_from_vstr(&vstr);
            }
            mp_obj_list_append(list, name);
        }
    }
    #endif
    return mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_tuple), list);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_adopted_obj, asyncio_adopted);
