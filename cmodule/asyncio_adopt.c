/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// Adoption: replacing functions of MicroPython's own asyncio library by native ones.  This
// file owns how a module is recognised and which function replaces which; what the native
// functions do is up to their own files.
//
// The library's files stay unchanged.  But each of its modules soon calls something of
// _asyncio, and at that moment the active globals are that module's dict.  So the first such
// call recognises the module: by its name, and by having exactly the names that it has in the
// known releases.

#include <string.h>

#include "py/bc.h"
#include "py/objfun.h"
#include "py/objlist.h"
#include "py/objmodule.h"
#include "py/objstr.h"
#include "py/objtype.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_LOOP

// The build sets these to 1 for modules whose files are not those of a known release.
#ifndef ASYNCIO_RS_UNKNOWN_event
#define ASYNCIO_RS_UNKNOWN_event (0)
#endif
#ifndef ASYNCIO_RS_UNKNOWN_lock
#define ASYNCIO_RS_UNKNOWN_lock (0)
#endif
#ifndef ASYNCIO_RS_UNKNOWN_funcs
#define ASYNCIO_RS_UNKNOWN_funcs (0)
#endif
#ifndef ASYNCIO_RS_UNKNOWN_stream
#define ASYNCIO_RS_UNKNOWN_stream (0)
#endif

// A module of the library: its name, how many names it defines, and how many of its functions
// are replaced.  One array holds the names of all modules, and one the functions, in the order
// of the modules.
typedef struct _adopt_module_t {
    uint16_t name;
    uint8_t n_names;
    uint8_t n_entries;
} adopt_module_t;

// The classes that functions belong to, by `owner`.
enum { MODULE, LOOP, IO_QUEUE, EVENT, FLAG, LOCK, STREAM };
static const uint16_t adopt_owners[] = {
    0, MP_QSTR_Loop, MP_QSTR_IOQueue,
    #if ASYNCIO_RS_HAS_PRIMITIVES
    MP_QSTR_Event, MP_QSTR_ThreadSafeFlag, MP_QSTR_Lock, MP_QSTR_Stream,
    #endif
};

// Every name that a module defines, except __file__.  For the core: those that exist when its
// last statement, new_event_loop(), runs for the first time.
static const uint16_t adopt_names[] = {
    MP_QSTR___name__, MP_QSTR_ticks, MP_QSTR_ticks_diff, MP_QSTR_ticks_add, MP_QSTR_sys, MP_QSTR_select,
    MP_QSTR_TaskQueue, MP_QSTR_Task, MP_QSTR_CancelledError, MP_QSTR_TimeoutError,
    MP_QSTR__exc_context, MP_QSTR_SingletonGenerator, MP_QSTR_sleep_ms, MP_QSTR_sleep, MP_QSTR_IOQueue,
    MP_QSTR__promote_to_task, MP_QSTR_create_task, MP_QSTR_run_until_complete, MP_QSTR_run,
    MP_QSTR__stopper, MP_QSTR_cur_task, MP_QSTR__stop_task, MP_QSTR_Loop,
    MP_QSTR_get_event_loop, MP_QSTR_current_task, MP_QSTR_new_event_loop,

    #if ASYNCIO_RS_HAS_PRIMITIVES
    MP_QSTR___name__, MP_QSTR_core, MP_QSTR_Event, MP_QSTR_io, MP_QSTR_ThreadSafeFlag,

    MP_QSTR___name__, MP_QSTR_core, MP_QSTR_Lock,

    MP_QSTR___name__, MP_QSTR_core, MP_QSTR__run, MP_QSTR_wait_for, MP_QSTR_wait_for_ms, MP_QSTR__Remove, MP_QSTR_gather,

    MP_QSTR___name__, MP_QSTR_core, MP_QSTR_Stream, MP_QSTR_StreamReader, MP_QSTR_StreamWriter,
    MP_QSTR_open_connection, MP_QSTR_Server, MP_QSTR_start_server, MP_QSTR_stream_awrite,
    #endif
};

#define OBJ(owner, name, is_copied, obj) { MP_QSTR_##name, owner, is_copied, &obj }
#define TYPE(owner, name, type) { MP_QSTR_##name, owner, ASYNCIO_NATIVE_TYPE, &type }
#define FUN(owner, name, n_args, fun) { MP_QSTR_##name, owner, n_args, fun }
#define CORO(owner, name, n_args, resume) { MP_QSTR_##name, owner, ASYNCIO_NATIVE_CORO | n_args, resume }

// The functions to replace.  In the core, objects take their place, and each core gets its own
// copy of some.  In the other modules, the function objects stay and change their type.
static const asyncio_native_t adopt_entries[] = {
    OBJ(MODULE, create_task, true, asyncio_create_task_obj),
    OBJ(MODULE, run_until_complete, true, asyncio_run_until_complete_obj),
    OBJ(MODULE, run, true, asyncio_run_obj),
    OBJ(MODULE, _promote_to_task, true, asyncio_promote_to_task_obj),
    OBJ(MODULE, sleep_ms, false, asyncio_sleep_ms_obj),
    OBJ(MODULE, sleep, false, asyncio_sleep_obj),
    OBJ(LOOP, run_until_complete, true, asyncio_loop_run_until_complete_obj),
    OBJ(LOOP, run_forever, true, asyncio_loop_run_forever_obj),
    OBJ(IO_QUEUE, wait_io_event, false, asyncio_ioqueue_type), // for the class as a whole

    #if ASYNCIO_RS_HAS_PRIMITIVES
    #if !ASYNCIO_RS_UNKNOWN_event
    CORO(EVENT, wait, 1, asyncio_event_wait),
    FUN(EVENT, set, 1, asyncio_event_set),
    FUN(EVENT, clear, 1, asyncio_event_clear),
    FUN(EVENT, is_set, 1, asyncio_event_is_set),
    CORO(FLAG, wait, 1, asyncio_flag_wait),
    FUN(FLAG, set, 1, asyncio_flag_set),
    FUN(FLAG, clear, 1, asyncio_flag_clear),
    FUN(FLAG, ioctl, 3, asyncio_flag_ioctl),
    #endif

    #if !ASYNCIO_RS_UNKNOWN_lock
    CORO(LOCK, acquire, 1, asyncio_lock_acquire),
    FUN(LOCK, release, 1, asyncio_lock_release),
    FUN(LOCK, locked, 1, asyncio_lock_locked),
    FUN(LOCK, __aenter__, 1, asyncio_lock_aenter),
    CORO(LOCK, __aexit__, 4, asyncio_lock_aexit),
    #endif

    #if !ASYNCIO_RS_UNKNOWN_funcs
    FUN(MODULE, _run, 2, asyncio_run_waited),
    FUN(MODULE, wait_for, ASYNCIO_NATIVE_ANY, asyncio_wait_for),
    FUN(MODULE, wait_for_ms, 2, asyncio_wait_for_ms),
    TYPE(MODULE, gather, asyncio_gather_type),
    #endif

    #if !ASYNCIO_RS_UNKNOWN_stream
    FUN(STREAM, read, ASYNCIO_NATIVE_ANY, asyncio_stream_read),
    FUN(STREAM, readinto, 2, asyncio_stream_readinto),
    FUN(STREAM, readexactly, 2, asyncio_stream_readexactly),
    CORO(STREAM, readline, 1, asyncio_stream_readline),
    FUN(STREAM, write, 2, asyncio_stream_write),
    CORO(STREAM, drain, 1, asyncio_stream_drain),
    #endif
    #endif
};

// The core comes first: the other modules are adopted only if their core is.  In a module that
// the build does not know, nothing is replaced.
#define CORE_ENTRIES (9)
static const adopt_module_t adopt_modules[ASYNCIO_RS_MODULES] = {
    { MP_QSTR_core, 26, CORE_ENTRIES },
    #if ASYNCIO_RS_HAS_PRIMITIVES
    { MP_QSTR_event, 5, ASYNCIO_RS_UNKNOWN_event ? 0 : 8 },
    { MP_QSTR_lock, 3, ASYNCIO_RS_UNKNOWN_lock ? 0 : 5 },
    { MP_QSTR_funcs, 7, ASYNCIO_RS_UNKNOWN_funcs ? 0 : 4 },
    { MP_QSTR_stream, 9, ASYNCIO_RS_UNKNOWN_stream ? 0 : 6 },
    #endif
};

#if ASYNCIO_RS_HAS_PRIMITIVES
_Static_assert(MP_ARRAY_SIZE(adopt_names) == 26 + 5 + 3 + 7 + 9, "adopt_modules counts the names otherwise");
_Static_assert(MP_ARRAY_SIZE(adopt_entries) == CORE_ENTRIES + (ASYNCIO_RS_UNKNOWN_event ? 0 : 8)
    + (ASYNCIO_RS_UNKNOWN_lock ? 0 : 5) + (ASYNCIO_RS_UNKNOWN_funcs ? 0 : 4) + (ASYNCIO_RS_UNKNOWN_stream ? 0 : 6),
    "adopt_modules counts the functions otherwise");
#else
_Static_assert(MP_ARRAY_SIZE(adopt_names) == 26 && MP_ARRAY_SIZE(adopt_entries) == CORE_ENTRIES,
    "adopt_modules counts otherwise");
#endif

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

static mp_map_elem_t *adopt_entry(mp_obj_dict_t *globals, const asyncio_native_t *entry) {
    mp_obj_dict_t *dict = globals;
    if (entry->owner != MODULE) {
        dict = adopt_class(adopt_find(globals, adopt_owners[entry->owner]));
    }
    return dict == NULL ? NULL : adopt_find(dict, entry->name);
}

// Where the code of a function is from.
static qstr adopt_file(const mp_module_context_t *context) {
    #if MICROPY_EMIT_BYTECODE_USES_QSTR_TABLE
    return context->constants.qstr_table[0];
    #else
    return context->constants.source_file;
    #endif
}

static bool adopt_is_module(mp_obj_t object, mp_obj_dict_t *globals) {
    return mp_obj_is_type(object, &mp_type_module) && ((mp_obj_module_t *)MP_OBJ_TO_PTR(object))->globals == globals;
}

// Whether a dict is that of an imported module, and no copy that the program has made.
static bool adopt_is_imported(mp_obj_dict_t *globals) {
    mp_map_elem_t *elem = adopt_find(globals, MP_QSTR___name__);
    if (elem != NULL) {
        elem = mp_map_lookup(&MP_STATE_VM(mp_loaded_modules_dict).map, elem->value, MP_MAP_LOOKUP);
    }
    return elem != NULL && adopt_is_module(elem->value, globals);
}

// Whether a name stands for a Python function of the module whose globals are this dict.  One that
// the program has put into an imported module by exec() has the same globals, but no file.
static bool adopt_is_own(mp_obj_dict_t *globals, const mp_map_elem_t *elem, const mp_obj_type_t *type) {
    if (elem == NULL || !mp_obj_is_type(elem->value, type)) {
        return false;
    }
    const mp_module_context_t *context = ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(elem->value))->context;
    return context->module.globals == globals
           && !(adopt_file(context) == MP_QSTR__lt_string_gt_ && adopt_is_imported(globals));
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
    const size_t package_len = sizeof(package) - 1;
    if (!mp_obj_is_qstr(name)) {
        return false;
    }
    size_t len, short_len;
    const byte *str = qstr_data(MP_OBJ_QSTR_VALUE(name), &len);
    const byte *short_str = qstr_data(short_name, &short_len);
    return len == package_len + short_len && memcmp(str, package, package_len) == 0
           && memcmp(str + package_len, short_str, short_len) == 0;
}

// Whether a dict belongs to this module and has exactly these names.
static MP_NOINLINE bool adopt_knows(const adopt_module_t *module, const uint16_t *names, mp_obj_dict_t *globals) {
    // Comparing the number of names is cheap, and rules out most dicts.
    size_t more = globals->map.used - module->n_names;
    if (more > 1 || more != (adopt_find(globals, MP_QSTR___file__) != NULL)) { // set by some ports
        return false;
    }
    for (size_t i = 0; i < module->n_names; ++i) {
        mp_map_elem_t *elem = adopt_find(globals, names[i]);
        if (elem == NULL || (i == 0 && !adopt_is_named(elem->value, module->name))) {
            return false;
        }
    }
    return true;
}

// Forgets what was adopted, after a soft reset.
void asyncio_adopt_reset(void) {
    memset(MP_STATE_VM(asyncio_adopted), 0, sizeof(MP_STATE_VM(asyncio_adopted)));
}

static bool adopt_holds(mp_obj_dict_t *dict, qstr name, const void *value) {
    mp_map_elem_t *elem = adopt_find(dict, name);
    return elem != NULL && elem->value == (mp_obj_t)value;
}

// Gives a core the native functions, if every function that they replace is the core's own.
static MP_NOINLINE bool adopt_core(mp_obj_dict_t *core) {
    mp_map_elem_t *elems[CORE_ENTRIES];
    mp_obj_t values[CORE_ENTRIES];
    // A core is adopted as a whole or not at all, so what can fail comes first.  And an allocation
    // can call finalisers, which may change the core: so it is looked at after these.
    for (size_t i = 0; i < CORE_ENTRIES; ++i) {
        const asyncio_native_t *entry = &adopt_entries[i];
        values[i] = (mp_obj_t)entry->by;
        if (entry->n_args) {
            asyncio_fun_t *own = m_new_obj(asyncio_fun_t);
            *own = *(const asyncio_fun_t *)entry->by;
            own->core = core;
            values[i] = MP_OBJ_FROM_PTR(own);
        }
    }
    for (size_t i = 0; i < CORE_ENTRIES; ++i) {
        elems[i] = adopt_entry(core, &adopt_entries[i]);
        if (!adopt_is_core_function(core, elems[i])) {
            return false;
        }
    }
    if (!adopt_holds(core, MP_QSTR_TaskQueue, &asyncio_queue_type) || !adopt_holds(core, MP_QSTR_Task, &asyncio_task_type)) {
        return false;
    }
    elems[CORE_ENTRIES - 1] = adopt_find(core, MP_QSTR_IOQueue);
    for (size_t i = 0; i < CORE_ENTRIES; ++i) {
        elems[i]->value = values[i];
    }
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
    asyncio_adopt_reset(); // the other modules are those of this core from now on
    return true;
}

#if ASYNCIO_RS_HAS_PRIMITIVES

// The name of a Python function.  MicroPython 1.28 renamed the function that gives it.
static qstr adopt_name_of(mp_obj_t fun) {
    #if MICROPY_VERSION < MICROPY_MAKE_VERSION(1, 28, 0)
    return mp_obj_fun_get_name(fun);
    #else
    return mp_obj_fun_bc_get_name(MP_OBJ_TO_PTR(fun));
    #endif
}

// Whether a function has what its native counterpart takes from it: one default, or none.
static bool adopt_has_default(mp_obj_t fun, const asyncio_native_t *entry) {
    const byte *ip = ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->bytecode;
    MP_BC_PRELUDE_SIG_DECODE(ip);
    return n_def_pos_args == (entry->n_args == ASYNCIO_NATIVE_ANY);
}

// Gives a module the native functions, if its core is adopted.  Each function is replaced on its
// own: one that the program has patched stays.
static MP_NOINLINE bool adopt_module(const asyncio_native_t *entry, size_t n_entries, mp_obj_dict_t *globals) {
    if (!adopt_is_module(adopt_find(globals, MP_QSTR_core)->value, MP_STATE_VM(asyncio_adopted)[0])) {
        return false;
    }
    for (; n_entries != 0; --n_entries, ++entry) {
        mp_map_elem_t *elem = adopt_entry(globals, entry);
        if ((adopt_is_own(globals, elem, &mp_type_fun_bc) || adopt_is_own(globals, elem, &mp_type_gen_wrap))
            && adopt_name_of(elem->value) == entry->name && adopt_has_default(elem->value, entry)) {
            asyncio_native_become(elem->value, entry);
        }
    }
    return true;
}

#else

static bool adopt_module(const asyncio_native_t *entry, size_t n_entries, mp_obj_dict_t *globals) {
    (void)entry;
    (void)n_entries;
    (void)globals;
    return false;
}

#endif

// Called wherever a module of the library calls _asyncio for the first time: adopts the module
// that the active globals belong to, if it is one of the library's.  The result is remembered,
// so later calls cost a few comparisons.
void asyncio_adopt(void) {
    mp_obj_dict_t *globals = mp_globals_get();
    for (size_t i = ASYNCIO_RS_MODULES + 1; i-- != 0;) {
        if (MP_STATE_VM(asyncio_adopted)[i] == globals) {
            return;
        }
    }
    const uint16_t *names = adopt_names;
    const asyncio_native_t *entry = adopt_entries;
    for (size_t i = 0; i < ASYNCIO_RS_MODULES; ++i) {
        const adopt_module_t *module = &adopt_modules[i];
        if (adopt_knows(module, names, globals)
            && (i == 0 ? adopt_core(globals) : adopt_module(entry, module->n_entries, globals))) {
            MP_STATE_VM(asyncio_adopted)[i] = globals;
        }
        names += module->n_names;
        entry += module->n_entries;
    }
    MP_STATE_VM(asyncio_adopted)[ASYNCIO_RS_MODULES] = globals;
}

// The name of a native function of the core, each of which is in the table.
qstr asyncio_fun_name(const asyncio_fun_t *fun) {
    const asyncio_native_t *entry = adopt_entries;
    while (((const asyncio_fun_t *)entry->by)->fun != fun->fun) {
        ++entry;
    }
    return entry->name;
}

// Whether a value is the native function of an entry: the object itself, a copy of it, or a
// function that became it.
static bool adopt_is_native(mp_obj_t value, const asyncio_native_t *entry) {
    #if ASYNCIO_RS_HAS_PRIMITIVES
    if (asyncio_native_by(value) == entry->by) {
        return true;
    }
    #endif
    return value == (mp_obj_t)entry->by || (entry->n_args == true && mp_obj_is_type(value, &asyncio_fun_type));
}

#if ASYNCIO_RS_INSIGHT && ASYNCIO_RS_HAS_PRIMITIVES
// The name of the function that made a native coroutine.
qstr asyncio_native_name(asyncio_resume_t resume) {
    for (size_t i = 0; i < MP_ARRAY_SIZE(adopt_entries); ++i) {
        if (adopt_entries[i].by == (const void *)resume) {
            return adopt_entries[i].name;
        }
    }
    return resume == asyncio_run_resume ? MP_QSTR__run : resume == asyncio_wait_for_resume ? MP_QSTR_wait_for
        : resume == asyncio_gather_resume ? MP_QSTR_gather : MP_QSTR_generator;
}
#endif

static const MP_DEFINE_STR_OBJ(adopt_dot_obj, ".");

// The adopted dicts, by module, and last the dict that was examined most recently.
MP_REGISTER_ROOT_POINTER(mp_obj_dict_t *asyncio_adopted[ASYNCIO_RS_MODULES + 1]);

#endif // ASYNCIO_RS_HAS_LOOP

// adopted(): the library's names that are native at this moment.
static mp_obj_t asyncio_adopted(void) {
    mp_obj_t list = mp_obj_new_list(0, NULL);
    mp_obj_list_append(list, MP_OBJ_NEW_QSTR(MP_QSTR_TaskQueue));
    mp_obj_list_append(list, MP_OBJ_NEW_QSTR(MP_QSTR_Task));
    #if ASYNCIO_RS_HAS_LOOP
    const asyncio_native_t *entry = adopt_entries;
    for (size_t i = 0; i < ASYNCIO_RS_MODULES; ++i) {
        mp_obj_dict_t *globals = MP_STATE_VM(asyncio_adopted)[i];
        for (size_t n = adopt_modules[i].n_entries; n != 0; --n, ++entry) {
            if (globals == NULL) {
                continue;
            }
            bool is_class = entry->owner == IO_QUEUE;
            mp_map_elem_t *elem = is_class ? adopt_find(globals, MP_QSTR_IOQueue) : adopt_entry(globals, entry);
            if (elem == NULL || !adopt_is_native(elem->value, entry)) {
                continue;
            }
            mp_obj_t name = MP_OBJ_NEW_QSTR(is_class ? MP_QSTR_IOQueue : entry->name);
            if (entry->owner != MODULE && !is_class) {
                name = mp_binary_op(MP_BINARY_OP_ADD, MP_OBJ_FROM_PTR(&adopt_dot_obj), name);
                name = mp_binary_op(MP_BINARY_OP_ADD, MP_OBJ_NEW_QSTR(adopt_owners[entry->owner]), name);
            }
            mp_obj_list_append(list, name);
        }
    }
    #endif
    return mp_call_function_1(MP_OBJ_FROM_PTR(&mp_type_tuple), list);
}
MP_DEFINE_CONST_FUN_OBJ_0(asyncio_adopted_obj, asyncio_adopted);
