/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The module _asyncio, and the functions of the VM that Rust calls (vm.h).  This file owns the
// module's table of names and its reset after a soft reset.

#include "py/mphal.h"
#include "py/objstr.h"
#include "py/objtype.h"
#include "py/smallint.h"

#include "asyncio_insight.h"

/******************************************************************************/
// Functions that Rust calls

const asyncio_rs_vm_t asyncio_rs_vm = {
    .none = (mp_obj_t)MP_ROM_NONE,
    .false_ = (mp_obj_t)MP_ROM_FALSE,
    .true_ = (mp_obj_t)MP_ROM_TRUE,
    .zero = (mp_obj_t)MP_ROM_INT(0),
    .one = (mp_obj_t)MP_ROM_INT(1),
    .half_period = MICROPY_PY_TIME_TICKS_PERIOD / 2,
};

size_t asyncio_rs_vm_ticks(void) {
    return mp_hal_ticks_ms() & (MICROPY_PY_TIME_TICKS_PERIOD - 1);
}

// The native object inside an instance of a Python class that derives from a native type.  NULL for
// any other object, and if the class has not called the native __init__.
static MP_NOINLINE void *native_inside(mp_obj_t object, const mp_obj_type_t *type) {
    if (mp_obj_is_instance_type(mp_obj_get_type(object))) {
        object = mp_obj_cast_to_native_base(object, MP_OBJ_FROM_PTR(type));
        if (object != MP_OBJ_NULL && mp_obj_is_type(object, type)) {
            return MP_OBJ_TO_PTR(object);
        }
    }
    return NULL;
}

// An object as one of a native type, also if it is an instance of a subclass; NULL if it is neither.
static inline void *as_native(mp_obj_t object, const mp_obj_type_t *type) {
    return mp_obj_is_type(object, type) ? MP_OBJ_TO_PTR(object) : native_inside(object, type);
}

void *asyncio_native_get(mp_obj_t object, const mp_obj_type_t *type) {
    if (mp_obj_is_type(object, type)) {
        return MP_OBJ_TO_PTR(object); // as as_native() would, with one call less
    }
    void *native = native_inside(object, type);
    if (native == NULL) {
        mp_raise_msg_varg(&mp_type_TypeError, MP_ERROR_TEXT("%q expected"), (qstr)type->name);
    }
    return native;
}

MP_NORETURN void asyncio_raise(mp_rom_error_text_t message) {
    mp_raise_msg(&mp_type_RuntimeError, message);
}

const void *asyncio_rs_vm_as_task(mp_obj_t object) {
    return as_native(object, &asyncio_task_type);
}

const void *asyncio_rs_vm_as_queue(mp_obj_t object) {
    return as_native(object, &asyncio_queue_type);
}

#if MICROPY_PY_THREAD && MICROPY_PY_THREAD_GIL && defined(__unix__)
// The caller holds the GIL, and on unix no interrupt runs Python.
#define VM_BEGIN_ATOMIC_SECTION() (0)
#define VM_END_ATOMIC_SECTION(state) (void)(state)
#elif MICROPY_PY_THREAD && defined(__unix__)
// Threads without a GIL.  A section lasts a few dozen instructions and calls nothing, so a spin
// lock is enough, at a tenth of the cost of the port's mutex.
#include <sched.h>
static char vm_lock;
static size_t vm_lock_take(void) {
    while (__atomic_test_and_set(&vm_lock, __ATOMIC_ACQUIRE)) {
        sched_yield();
    }
    return 0;
}
#define VM_BEGIN_ATOMIC_SECTION() vm_lock_take()
#define VM_END_ATOMIC_SECTION(state) (void)(state), __atomic_clear(&vm_lock, __ATOMIC_RELEASE)
#elif defined(MICROPY_BEGIN_ATOMIC_SECTION)
#define VM_BEGIN_ATOMIC_SECTION() MICROPY_BEGIN_ATOMIC_SECTION()
#define VM_END_ATOMIC_SECTION(state) MICROPY_END_ATOMIC_SECTION(state)
#else
#define VM_BEGIN_ATOMIC_SECTION() (0)
#define VM_END_ATOMIC_SECTION(state) (void)(state)
#endif

size_t asyncio_rs_vm_enter(void) {
    return VM_BEGIN_ATOMIC_SECTION();
}

void asyncio_rs_vm_exit(size_t state) {
    VM_END_ATOMIC_SECTION(state);
}

#if ASYNCIO_RS_KERNEL_POLL
bool asyncio_rs_vm_is_pending(void) {
    if (MP_STATE_THREAD(mp_pending_exception) != MP_OBJ_NULL) {
        return true;
    }
    #if MICROPY_ENABLE_SCHEDULER
    #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
    if (!mp_thread_is_main_thread()) {
        return false; // callbacks are for the main thread
    }
    #endif
    return MP_STATE_VM(sched_state) == MP_SCHED_PENDING;
    #else
    return false;
    #endif
}
#endif

// For what Rust holds to be impossible.
MP_NORETURN void asyncio_rs_vm_halt(void) { // unreached: no test may get here
    mp_plat_print.print_strn(mp_plat_print.data, "asyncio: internal error\r\n", 25); // unreached: as above
    for (;;) { // unreached: as above
    }
}

/******************************************************************************/
// The module

extern const mp_obj_module_t mp_module_asyncio_rs;

// A soft reset clears neither root pointers nor statics, so the first import after it does.  The VM
// would call this at each import, so the module registers itself as loaded, which prevents that.
// A program that removes it from sys.modules and imports it again gets here too, in any thread: a
// run that is alive then is left alone.
static mp_obj_t asyncio_init(void) {
    mp_obj_dict_store(MP_OBJ_FROM_PTR(&MP_STATE_VM(mp_loaded_modules_dict)),
        MP_OBJ_NEW_QSTR(MP_QSTR__asyncio), MP_OBJ_FROM_PTR(&mp_module_asyncio_rs));
    #if ASYNCIO_RS_HAS_LOOP
    if (!asyncio_run_init()) {
        return mp_const_none;
    }
    asyncio_adopt_reset();
    asyncio_unix_init();
    MP_STATE_VM(asyncio_sleep) = NULL;
    asyncio_sleep_take();
    #endif
    #if ASYNCIO_RS_INSIGHT
    asyncio_insight_reset();
    #endif
    MP_STATE_VM(asyncio_context) = MP_OBJ_NULL;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(asyncio_init_obj, asyncio_init);

static const MP_DEFINE_STR_OBJ(asyncio_version_obj, "micropython-asyncio-rs " ASYNCIO_RS_VERSION);

static const mp_rom_map_elem_t asyncio_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__asyncio) },
    { MP_ROM_QSTR(MP_QSTR___init__), MP_ROM_PTR(&asyncio_init_obj) },
    { MP_ROM_QSTR(MP_QSTR___version__), MP_ROM_PTR(&asyncio_version_obj) },
    { MP_ROM_QSTR(MP_QSTR_TaskQueue), MP_ROM_PTR(&asyncio_queue_type) },
    { MP_ROM_QSTR(MP_QSTR_Task), MP_ROM_PTR(&asyncio_task_type) },
    { MP_ROM_QSTR(MP_QSTR_adopted), MP_ROM_PTR(&asyncio_adopted_obj) },
    #if ASYNCIO_RS_HAS_LOOP
    { MP_ROM_QSTR(MP_QSTR_IOQueue), MP_ROM_PTR(&asyncio_ioqueue_type) },
    { MP_ROM_QSTR(MP_QSTR_run_until_complete), MP_ROM_PTR(&asyncio_run_until_complete_obj) },
    { MP_ROM_QSTR(MP_QSTR_create_task), MP_ROM_PTR(&asyncio_create_task_obj) },
    { MP_ROM_QSTR(MP_QSTR_sleep_ms), MP_ROM_PTR(&asyncio_sleep_ms_obj) },
    { MP_ROM_QSTR(MP_QSTR_sleep), MP_ROM_PTR(&asyncio_sleep_obj) },
    #endif
    #if ASYNCIO_RS_INSIGHT
    { MP_ROM_QSTR(MP_QSTR_tasks), MP_ROM_PTR(&asyncio_tasks_obj) },
    { MP_ROM_QSTR(MP_QSTR_measure), MP_ROM_PTR(&asyncio_measure_obj) },
    { MP_ROM_QSTR(MP_QSTR_measured), MP_ROM_PTR(&asyncio_measured_obj) },
    { MP_ROM_QSTR(MP_QSTR_record), MP_ROM_PTR(&asyncio_record_obj) },
    { MP_ROM_QSTR(MP_QSTR_recorded), MP_ROM_PTR(&asyncio_recorded_obj) },
    { MP_ROM_QSTR(MP_QSTR_on_slow), MP_ROM_PTR(&asyncio_on_slow_obj) },
    { MP_ROM_QSTR(MP_QSTR_on_stall), MP_ROM_PTR(&asyncio_on_stall_obj) },
    { MP_ROM_QSTR(MP_QSTR_on_idle), MP_ROM_PTR(&asyncio_on_idle_obj) },
    #endif
};
static MP_DEFINE_CONST_DICT(asyncio_globals, asyncio_globals_table);

const mp_obj_module_t mp_module_asyncio_rs = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&asyncio_globals,
};

MP_REGISTER_MODULE(MP_QSTR__asyncio, mp_module_asyncio_rs);
