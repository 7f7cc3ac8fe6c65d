/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The ways into the loop, and create_task.  This file owns who may run: a run is claimed before
// anything is created for it, so a run that is refused changes nothing.  asyncio_loop.c owns what
// happens inside a run.
//
//   run, Loop.run_until_complete, Loop.run_forever      claim, create the main task, run
//   run_until_complete                                  claim, unless one of those did, run
//
// One thread holds the claim at a time.  Before its run begins, and after it ends, that thread may
// run other loops: a program's own create_task may do so.

#include <string.h>

#include "py/objgenerator.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_LOOP

/******************************************************************************/
// The claim

#if MICROPY_PY_THREAD
#define THREAD_OF_CLAIM() (MP_STATE_VM(asyncio_claim_thread))
#define THIS_THREAD() this_thread()
static MP_NOINLINE void *this_thread(void) {
    return mp_thread_get_state(); // inline on some ports, so called in one place
}
#else
#define THREAD_OF_CLAIM() (NULL)
#define THIS_THREAD() (NULL)
#endif

#if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
__thread asyncio_loop_t *asyncio_loop_of_thread;
#elif MICROPY_PY_THREAD
asyncio_loop_t *asyncio_loop_here(void) {
    return THREAD_OF_CLAIM() == THIS_THREAD() ? MP_STATE_VM(asyncio_loop) : NULL;
}
#endif

static void run_set_loop(asyncio_loop_t *loop) {
    MP_STATE_VM(asyncio_turn) = NULL;
    MP_STATE_VM(asyncio_loop) = loop;
    #if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
    asyncio_loop_of_thread = loop;
    #endif
}

// Called by any nlr jump that leaves the function that claimed, even one that nothing catches.
static void claim_release(void *node) {
    (void)node;
    #if MICROPY_PY_THREAD
    MP_STATE_VM(asyncio_claim_thread) = NULL;
    #endif
    MP_STATE_VM(asyncio_claim) = NULL;
}

// Claims a run for this thread.  Returns true if `node` will release the claim, and false if this
// thread had claimed a run already that has not begun.  Raises if there is an active run.
static bool claim_take(nlr_jump_callback_node_t *node, mp_obj_dict_t *core) {
    void *thread = THIS_THREAD();
    size_t state = asyncio_rs_vm_enter();
    bool is_free = MP_STATE_VM(asyncio_claim) == NULL;
    if (is_free) {
        MP_STATE_VM(asyncio_claim) = core;
        #if MICROPY_PY_THREAD
        MP_STATE_VM(asyncio_claim_thread) = thread;
        #endif
    }
    bool is_refused = !is_free && (THREAD_OF_CLAIM() != thread || MP_STATE_VM(asyncio_loop) != NULL);
    asyncio_rs_vm_exit(state);
    if (is_refused) {
        asyncio_raise_running();
    }
    if (is_free) {
        nlr_push_jump_callback(node, claim_release);
    }
    return is_free;
}

static void claim_leave(bool is_mine) {
    if (is_mine) {
        nlr_pop_jump_callback(true);
    }
}

// Whether a run, or a claim, is alive.  This thread's claim is registered in its chain of jump
// callbacks; another thread's ends when that thread does.
static bool claim_is_alive(void) {
    if (MP_STATE_VM(asyncio_claim) == NULL || THREAD_OF_CLAIM() != THIS_THREAD()) {
        return MP_STATE_VM(asyncio_claim) != NULL;
    }
    // Not found after a soft reset, of which unix has none.
    for (nlr_jump_callback_node_t *node = MP_STATE_THREAD(nlr_jump_callback_top); node != NULL; node = node->prev) { // unreached: its end
        if (node->fun == claim_release) {
            return true;
        }
    }
    return false; // unreached: as above
}

// A soft reset ends other threads without a jump, but it calls finalisers.
#if MICROPY_PY_THREAD && !ASYNCIO_RS_KERNEL_POLL && MICROPY_ENABLE_FINALISER

static mp_obj_t session_del(mp_obj_t self) {
    (void)self;
    run_set_loop(NULL);
    claim_release(NULL);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(session_del_obj, session_del);

static const mp_rom_map_elem_t session_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR___del__), MP_ROM_PTR(&session_del_obj) },
};
static MP_DEFINE_CONST_DICT(session_locals_dict, session_locals_dict_table);

static MP_DEFINE_CONST_OBJ_TYPE(
    session_type,
    MP_QSTR_run,
    MP_TYPE_FLAG_NONE,
    locals_dict, &session_locals_dict
    );

static void session_begin(void) {
    MP_STATE_VM(asyncio_session) = mp_obj_malloc_with_finaliser(mp_obj_base_t, &session_type);
}

MP_REGISTER_ROOT_POINTER(void *asyncio_session);

#else

static void session_begin(void) {
}

#endif

bool asyncio_run_init(void) {
    if (claim_is_alive()) {
        return false;
    }
    run_set_loop(NULL);
    claim_release(NULL);
    session_begin();
    return true;
}

#if MICROPY_PY_THREAD
bool asyncio_run_is_elsewhere(void) {
    return MP_STATE_VM(asyncio_loop) != NULL && ASYNCIO_LOOP() == NULL;
}
#endif

// Called when new_event_loop() replaces the queues of a core.  Returns false if it may not.  If a
// task of the active run does so, that run ends as soon as the new queues are empty.
bool asyncio_run_reset(mp_obj_dict_t *core) {
    if (MP_STATE_VM(asyncio_claim) != core) {
        return true;
    }
    if (THREAD_OF_CLAIM() != THIS_THREAD()) {
        return false;
    }
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop != NULL) {
        #if MICROPY_ENABLE_SCHEDULER
        if (MP_STATE_VM(sched_state) == MP_SCHED_LOCKED) {
            return false; // a scheduled callback, which has interrupted a task
        }
        #endif
        loop->rs.reset = true;
    }
    return true;
}

/******************************************************************************/
// A run

// Called by any nlr jump that leaves the run, and at its end.
static void run_left(void *node) {
    asyncio_loop_t *self = (asyncio_loop_t *)((byte *)node - offsetof(asyncio_loop_t, left));
    mp_map_elem_t *cur_task = asyncio_core_find_name(self->core, MP_QSTR_cur_task);
    if (cur_task != NULL) {
        cur_task->value = mp_const_none;
    }
    #if ASYNCIO_RS_KERNEL_POLL
    mp_map_elem_t *io_queue = asyncio_core_find_name(self->core, MP_QSTR__io_queue);
    if (io_queue != NULL && mp_obj_is_type(io_queue->value, &asyncio_ioqueue_type)) {
        asyncio_ioqueue_run_ended(io_queue->value);
    }
    #endif
    run_set_loop(NULL);
    memset(&self->rs, 0, sizeof(self->rs)); // the collector scans the stack: leave no pointers
}

// Runs until the main task has ended, or, if there is none, until there is nothing left to do.
static MP_NOINLINE mp_obj_t run_main_task(mp_obj_dict_t *core, asyncio_task_t *main_task) {
    asyncio_loop_t self;
    memset(&self, 0, sizeof(self));
    self.core = core;
    self.cancelled_error = asyncio_core_load(core, MP_QSTR_CancelledError);
    asyncio_rs_loop_begin(&self.rs, main_task);

    run_set_loop(&self);
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
    nlr_push_jump_callback(&self.left, run_left);

    mp_obj_t ret;
    for (;;) {
        if (nlr_push(&self.nlr) == 0) {
            ret = asyncio_loop_steps(&self);
            nlr_pop();
            break;
        }
        mp_obj_t exc = MP_OBJ_FROM_PTR(self.nlr.ret_val);
        if (!self.resuming) {
            // The loop itself raised it, not a task: it goes to the caller.
            nlr_raise(exc);
        }
        asyncio_loop_raised(&self, exc);
    }
    if (ret == MP_OBJ_NULL) {
        nlr_raise(self.rs.exc);
    }
    nlr_pop_jump_callback(true);
    return ret;
}

// Keep scheduling tasks until there are none left to schedule.
static mp_obj_t asyncio_run_until_complete(mp_obj_dict_t *core, mp_obj_t main_in) {
    asyncio_task_t *main_task = main_in == mp_const_none ? NULL : asyncio_task_get(main_in);
    if (core == NULL) {
        core = asyncio_core();
    }
    nlr_jump_callback_node_t node;
    bool is_mine = claim_take(&node, core);
    mp_obj_t ret = run_main_task(core, main_task);
    claim_leave(is_mine);
    return ret;
}

const asyncio_fun_t asyncio_run_until_complete_obj = {
    { &asyncio_fun_type }, asyncio_run_until_complete, NULL, MP_QSTR_main_task, true,
};

static mp_obj_t make_stop_task(mp_obj_dict_t *core) {
    mp_obj_t coro = mp_call_function_0(asyncio_core_load(core, MP_QSTR__stopper));
    mp_obj_t task = mp_call_function_2(asyncio_core_load(core, MP_QSTR_Task), coro, MP_OBJ_FROM_PTR(core));
    mp_obj_dict_store(MP_OBJ_FROM_PTR(core), MP_OBJ_NEW_QSTR(MP_QSTR__stop_task), task);
    return task;
}

// Claims a run, calls the core's function `make` with `arg` to create the main task, and runs it.
// Both functions are looked up by name, since a program may have replaced them.
static mp_obj_t run_made(mp_obj_dict_t *core, qstr make, mp_obj_t arg) {
    mp_cstack_check(); // `make` can be a run, too
    nlr_jump_callback_node_t node;
    bool is_mine = claim_take(&node, core);
    mp_obj_t task = make == MP_QSTR__stop_task ? make_stop_task(core) : asyncio_core_call(core, make, arg);
    mp_obj_t ret = asyncio_core_call(core, MP_QSTR_run_until_complete, task);
    claim_leave(is_mine);
    return ret;
}

// Create a new task from a coroutine and run it until it finishes.
static mp_obj_t asyncio_run(mp_obj_dict_t *core, mp_obj_t coro) {
    return run_made(core, MP_QSTR_create_task, coro);
}

const asyncio_fun_t asyncio_run_obj = {
    { &asyncio_fun_type }, asyncio_run, NULL, MP_QSTR_coro, false,
};

// Loop.run_until_complete: run an awaitable until it finishes.
static mp_obj_t asyncio_loop_run_until_complete(mp_obj_dict_t *core, mp_obj_t aw) {
    return run_made(core, MP_QSTR__promote_to_task, aw);
}

const asyncio_fun_t asyncio_loop_run_until_complete_obj = {
    { &asyncio_fun_type }, asyncio_loop_run_until_complete, NULL, MP_QSTR_aw, false,
};

// Loop.run_forever: run until Loop.stop is called.
static mp_obj_t asyncio_loop_run_forever(mp_obj_dict_t *core, mp_obj_t arg) {
    run_made(core, MP_QSTR__stop_task, arg);
    return mp_const_none;
}

const asyncio_fun_t asyncio_loop_run_forever_obj = {
    { &asyncio_fun_type }, asyncio_loop_run_forever, NULL, MP_QSTRnull, true,
};

/******************************************************************************/
// Making tasks

// Create and schedule a new task from a coroutine.
static mp_obj_t asyncio_create_task(mp_obj_dict_t *core, mp_obj_t coro) {
    if (!mp_obj_is_type(coro, &mp_type_gen_instance)) {
        mp_obj_t send[2];
        mp_load_method_protected(coro, MP_QSTR_send, send, false);
        if (send[0] == MP_OBJ_NULL) {
            mp_raise_TypeError(MP_ERROR_TEXT("coroutine expected"));
        }
    }
    if (core == NULL) {
        core = asyncio_core();
    }
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
    asyncio_heap_tend(ASYNCIO_HEAP_CREATE);

    asyncio_task_t *task = asyncio_task_new(coro);
    // After the allocation, whose finalisers may put another queue in place.
    asyncio_queue_push(asyncio_run_queue(core), task, MP_OBJ_NULL, mp_const_none);
    return MP_OBJ_FROM_PTR(task);
}

const asyncio_fun_t asyncio_create_task_obj = {
    { &asyncio_fun_type }, asyncio_create_task, NULL, MP_QSTR_coro, false,
};

// Ensure the awaitable is a task.
static mp_obj_t asyncio_promote_to_task(mp_obj_dict_t *core, mp_obj_t aw) {
    asyncio_adopt(); // the first function that asyncio.funcs calls
    if (asyncio_rs_vm_as_task(aw) != NULL) {
        return aw;
    }
    if (asyncio_run_is_elsewhere()) {
        asyncio_raise_running(); // the run of the other thread would execute the task
    }
    mp_cstack_check(); // a program can have put this function there
    return asyncio_core_call(core, MP_QSTR_create_task, aw);
}

const asyncio_fun_t asyncio_promote_to_task_obj = {
    { &asyncio_fun_type }, asyncio_promote_to_task, NULL, MP_QSTR_aw, false,
};

MP_REGISTER_ROOT_POINTER(struct _asyncio_loop_t *asyncio_loop);
MP_REGISTER_ROOT_POINTER(struct _mp_obj_dict_t *asyncio_claim);
#if MICROPY_PY_THREAD
MP_REGISTER_ROOT_POINTER(void *asyncio_claim_thread);
#endif

#endif // ASYNCIO_RS_HAS_LOOP
