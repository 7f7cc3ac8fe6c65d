// The module `_faults` of test builds: the fault injector. It makes the n-th heap allocation from now fail, or a collection at
// each, or the C stack end soon. Or a KeyboardInterrupt, SystemExit or an abort of the VM arrive at the n-th checkpoint:
// whenever memory is asked for, the clock is read, or something waits.

#include "py/cstack.h"
#include "py/gc.h"
#include "py/obj.h"
#include "py/runtime.h"

#include "injector.h"

void *__real_gc_alloc(size_t n_bytes, unsigned int alloc_flags);
void *__real_gc_realloc(void *ptr, size_t n_bytes, bool allow_move);

// What arrives at a checkpoint.
enum { INTERRUPT, EXIT, ABORT };

// Each counts down to the event, which happens at the step from 1 to 0; what has passed is counted upwards.
static mp_int_t alloc_countdown;
static mp_int_t alloc_burst;
static mp_uint_t alloc_seen;
static mp_int_t pending_countdown;
static mp_uint_t pending_seen;
static int pending_kind;
static bool collecting;

static bool alloc_fails(void) {
    injector_checkpoint();
    ++alloc_seen;
    if (collecting && !gc_is_locked()) {
        gc_collect();
    }
    if (alloc_countdown > 0 && --alloc_countdown == 0) {
        if (--alloc_burst > 0) {
            alloc_countdown = 1;
        }
        return true;
    }
    return false;
}

void *__wrap_gc_alloc(size_t n_bytes, unsigned int alloc_flags) {
    return alloc_fails() ? NULL : __real_gc_alloc(n_bytes, alloc_flags);
}

void *__wrap_gc_realloc(void *ptr, size_t n_bytes, bool allow_move) {
    // Shrinking never allocates; it is let through, since the VM does not expect it to fail.
    if (n_bytes == 0 || (ptr != NULL && gc_nbytes(ptr) >= n_bytes)) {
        return __real_gc_realloc(ptr, n_bytes, allow_move);
    }
    return alloc_fails() ? NULL : __real_gc_realloc(ptr, n_bytes, allow_move);
}

void injector_checkpoint(void) {
    ++pending_seen;
    if (pending_countdown > 0 && --pending_countdown == 0) {
        if (pending_kind == ABORT) {
            mp_sched_vm_abort();
        } else if (pending_kind == EXIT) {
            mp_sched_exception(MP_STATE_VM(injector_exit));
        } else {
            mp_sched_keyboard_interrupt();
        }
    }
}

// fail_alloc(n, burst=1): the n-th allocation from now fails, and the burst-1 after it; 0 disarms. Returns how many
// allocations there have been since the last call.
static mp_obj_t faults_fail_alloc(size_t n_args, const mp_obj_t *args) {
    mp_uint_t seen = alloc_seen;
    alloc_burst = n_args > 1 ? mp_obj_get_int(args[1]) : 1;
    alloc_countdown = mp_obj_get_int(args[0]);
    alloc_seen = 0;
    return MP_OBJ_NEW_SMALL_INT(seen);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(faults_fail_alloc_obj, 1, 2, faults_fail_alloc);

// collect(yes): whether there is a collection at each allocation.
static mp_obj_t faults_collect(mp_obj_t yes) {
    collecting = mp_obj_is_true(yes);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(faults_collect_obj, faults_collect);

// stack(n): so many more bytes of the C stack may be used than are now; 0 gives back all that there was.
static mp_obj_t faults_stack(mp_obj_t n_in) {
    static mp_uint_t limit;
    mp_int_t n = mp_obj_get_int(n_in);
    if (limit == 0) {
        limit = MP_STATE_THREAD(stack_limit);
    }
    mp_uint_t used = mp_cstack_usage();
    MP_STATE_THREAD(stack_limit) = n == 0 ? limit : MIN(limit, used + n);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(faults_stack_obj, faults_stack);

// check(queue, ioqueue): what is wrong with them, or None.
static MP_DEFINE_CONST_FUN_OBJ_2(faults_check_obj, injector_check_structures);

// What arrives at the n-th checkpoint from now; 0 disarms. Returns how many checkpoints there have been since the last call.
static mp_obj_t pending(int kind, mp_obj_t n) {
    mp_uint_t seen = pending_seen;
    pending_kind = kind;
    pending_countdown = mp_obj_get_int(n);
    pending_seen = 0;
    return MP_OBJ_NEW_SMALL_INT(seen);
}

// interrupt(n): KeyboardInterrupt.
static mp_obj_t faults_interrupt(mp_obj_t n) {
    return pending(INTERRUPT, n);
}
static MP_DEFINE_CONST_FUN_OBJ_1(faults_interrupt_obj, faults_interrupt);

// exit(n): SystemExit, by which a board resets.
static mp_obj_t faults_exit(mp_obj_t n) {
    MP_STATE_VM(injector_exit) = mp_obj_new_exception(&mp_type_SystemExit);
    return pending(EXIT, n);
}
static MP_DEFINE_CONST_FUN_OBJ_1(faults_exit_obj, faults_exit);

// abort(n): an abort of the VM, which call() has to wait for.
static mp_obj_t faults_abort(mp_obj_t n) {
    return pending(ABORT, n);
}
static MP_DEFINE_CONST_FUN_OBJ_1(faults_abort_obj, faults_abort);

// call(f, ...): calls f with the other arguments and returns whether that was aborted. What an abort leaves of the VM itself
// is put right, as a port does that starts Python anew: the current module.
static mp_obj_t faults_call(size_t n_args, const mp_obj_t *args) {
    mp_obj_dict_t *globals = mp_globals_get();
    mp_obj_dict_t *locals = mp_locals_get();
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        nlr_set_abort(&nlr);
        mp_call_function_n_kw(args[0], n_args - 1, 0, args + 1);
        nlr_pop();
        nlr_set_abort(NULL);
        return mp_const_false;
    }
    nlr_set_abort(NULL);
    if (nlr.ret_val != NULL) {
        nlr_raise(MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    mp_globals_set(globals);
    mp_locals_set(locals);
    return mp_const_true;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR(faults_call_obj, 1, faults_call);

static const mp_rom_map_elem_t faults_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__faults) },
    { MP_ROM_QSTR(MP_QSTR_fail_alloc), MP_ROM_PTR(&faults_fail_alloc_obj) },
    { MP_ROM_QSTR(MP_QSTR_collect), MP_ROM_PTR(&faults_collect_obj) },
    { MP_ROM_QSTR(MP_QSTR_stack), MP_ROM_PTR(&faults_stack_obj) },
    { MP_ROM_QSTR(MP_QSTR_check), MP_ROM_PTR(&faults_check_obj) },
    { MP_ROM_QSTR(MP_QSTR_interrupt), MP_ROM_PTR(&faults_interrupt_obj) },
    { MP_ROM_QSTR(MP_QSTR_exit), MP_ROM_PTR(&faults_exit_obj) },
    { MP_ROM_QSTR(MP_QSTR_abort), MP_ROM_PTR(&faults_abort_obj) },
    { MP_ROM_QSTR(MP_QSTR_call), MP_ROM_PTR(&faults_call_obj) },
};
static MP_DEFINE_CONST_DICT(faults_globals, faults_globals_table);

const mp_obj_module_t injector_user_cmodule = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&faults_globals,
};

MP_REGISTER_MODULE(MP_QSTR__faults, injector_user_cmodule);
MP_REGISTER_ROOT_POINTER(mp_obj_t injector_exit);
