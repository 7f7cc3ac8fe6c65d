/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The functions run_until_complete and create_task.  It owns how each step of a run
// is carried out, and the one nlr_push of it; which step comes next is Rust's
// (src/scheduler.rs).

#include <string.h>

#include "py/gc.h"
#include "py/mphal.h"
#include "py/objgenerator.h"

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_LOOP

static void loop_set_cur_task(asyncio_loop_t *self) {
    asyncio_task_t *task = self->rs.task;
    asyncio_core_slot(self->core, MP_QSTR_cur_task, &self->cur_task)->value = task == NULL ? mp_const_none : MP_OBJ_FROM_PTR(task);
}

static mp_obj_t call_method(mp_obj_t obj, qstr name, size_t n_args, mp_obj_t arg) {
    mp_obj_t dest[3];
    mp_load_method(obj, name, dest);
    dest[2] = arg;
    return mp_call_method_n_kw(n_args, 0, dest);
}

// The coroutine of the current task ended.
static void loop_finished(asyncio_loop_t *self, mp_obj_t exc, asyncio_rs_ending_t ending) {
    self->resuming = false;
    if (asyncio_rs_loop_finished(&self->rs, exc, ending)) {
        asyncio_core_slot(self->core, MP_QSTR_cur_task, &self->cur_task)->value = mp_const_none;
    }
}

static void loop_raised(asyncio_loop_t *self, mp_obj_t exc) {
    asyncio_rs_ending_t ending;
    if (mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
        ending = ASYNCIO_RS_ENDING_RETURNED;
    } else if (mp_obj_exception_match(exc, self->cancelled_error)) {
        ending = ASYNCIO_RS_ENDING_CANCELLED;
    } else if (mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_Exception))) {
        ending = ASYNCIO_RS_ENDING_RAISED;
    } else {
        ending = ASYNCIO_RS_ENDING_FATAL;
    }
    loop_finished(self, exc, ending);
}

// How many switches go by before the allocator is looked after.  The counter overflows then.
#define LOOP_ALLOCATOR_SWITCHES (16)

// From how large a table of the collector on its heap counts as large: 16 MB of blocks
// of 32 bytes.  The table has two bits for a block.
#define LOOP_LARGE_TABLE (128 * 1024)
#define LOOP_BLOCKS_PER_TABLE_BYTE (4)

// The collector begins each search for free blocks where it last found a single one.
// A program that allocates only larger objects, as one does that awaits coroutines,
// makes it go through all that lies behind at every allocation, until the next
// collection.  One small allocation now and then, by a program that allocates anyway,
// spares it most of that.
static MP_NOINLINE void loop_tend_allocator(asyncio_loop_t *self) {
    #if ASYNCIO_RS_TEND_ALLOCATOR
    self->switches += 256 / LOOP_ALLOCATOR_SWITCHES;
    if (self->switches != 0 || MP_STATE_MEM(gc_alloc_amount) == self->allocated) {
        return;
    }
    #if ASYNCIO_RS_KERNEL_POLL
    // In a large heap there can be too many single blocks to fill one after the other.
    // While a good part of it is untouched, searches begin there: what is free before
    // is found after a collection, which has them begin at the beginning.
    mp_state_mem_area_t *area = &MP_STATE_MEM(area);
    size_t all = area->gc_alloc_table_byte_len;
    size_t used = area->gc_last_used_block / LOOP_BLOCKS_PER_TABLE_BYTE;
    if (all >= LOOP_LARGE_TABLE && used < all - all / 4 && MP_STATE_MEM(gc_auto_collect_enabled)) {
        area->gc_last_free_atb_index = MAX(area->gc_last_free_atb_index, used);
    } else
    #endif
    {
        gc_alloc(1, 0); // nothing is lost if it gives nothing
    }
    self->allocated = MP_STATE_MEM(gc_alloc_amount);
    #endif
}

// Continues the coroutine of a task.
static void loop_resume(asyncio_loop_t *self, asyncio_task_t *task) {
    self->rs.task = task;
    loop_set_cur_task(self);
    loop_tend_allocator(self);
    self->resuming = true;

    mp_obj_t exc = task->data;
    if (mp_obj_is_type(exc, &asyncio_sleep_type)) {
        exc = mp_const_none;
    }
    self->rs.thrown = exc;
    mp_obj_t thrown = MP_OBJ_NULL;
    // An exception of the core's own class is true, and what tells so is slow.
    if (exc != mp_const_none
        && (mp_obj_get_type(exc) == (const mp_obj_type_t *)MP_OBJ_TO_PTR(self->cancelled_error) || mp_obj_is_true(exc))) {
        task->data = mp_const_none;
        thrown = exc;
    }

    mp_obj_t coro = task->coro;
    mp_vm_return_kind_t kind;
    mp_obj_t ret;
    if (mp_obj_is_type(coro, &mp_type_gen_instance)) {
        kind = mp_obj_gen_resume(coro, mp_const_none, thrown, &ret);
    #if ASYNCIO_RS_HAS_PRIMITIVES
    } else if (mp_obj_is_type(coro, &asyncio_coro_type)) {
        kind = asyncio_coro_resume(coro, thrown, &ret);
    #endif
    } else {
        // A Python object that acts as a coroutine.
        call_method(coro, thrown == MP_OBJ_NULL ? MP_QSTR_send : MP_QSTR_throw, 1,
            thrown == MP_OBJ_NULL ? mp_const_none : thrown);
        kind = MP_VM_RETURN_YIELD;
    }
    switch (kind) {
        case MP_VM_RETURN_YIELD:
            break;
        case MP_VM_RETURN_EXCEPTION:
            loop_raised(self, ret);
            break;
        default:
            exc = mp_obj_new_exception_args(&mp_type_StopIteration, ret != mp_const_none, &ret);
            loop_finished(self, exc, ASYNCIO_RS_ENDING_RETURNED);
            break;
    }
    self->resuming = false;
}

// Does what comes next, of the tasks in this queue: whether there is anything left to do.
static bool loop_turn(asyncio_loop_t *self, mp_obj_t queue) {
    asyncio_queue_t *native = asyncio_queue_native(queue);
    asyncio_task_t *task;
    if (native != NULL) {
        task = asyncio_rs_queue_peek(&native->rs);
    } else {
        mp_obj_t head = call_method(queue, MP_QSTR_peek, 0, MP_OBJ_NULL);
        task = mp_obj_is_true(head) ? asyncio_task_get(head) : NULL;
    }

    mp_obj_t io_queue = asyncio_core_slot(self->core, MP_QSTR__io_queue, &self->io_queue)->value;
    bool is_own_io_queue = mp_obj_is_type(io_queue, &asyncio_ioqueue_type);
    asyncio_rs_streams_t streams;
    if (!is_own_io_queue && task != NULL) {
        streams = ASYNCIO_RS_STREAMS_FOREIGN;
    } else {
        bool waiting = is_own_io_queue
            ? asyncio_ioqueue_is_waiting(io_queue) : mp_obj_is_true(mp_load_attr(io_queue, MP_QSTR_map));
        streams = waiting ? ASYNCIO_RS_STREAMS_WAITING : ASYNCIO_RS_STREAMS_QUIET;
    }

    asyncio_rs_step_t step = asyncio_rs_loop_choose(&self->rs, task, streams);
    if (step == ASYNCIO_RS_STEP_RESUME) {
        if (native != NULL) {
            // Interrupts may have pushed meanwhile: whatever is first now is due.
            task = asyncio_rs_queue_pop(&native->rs);
        } else {
            task = asyncio_task_get(call_method(queue, MP_QSTR_pop, 0, MP_OBJ_NULL));
        }
        if (task != NULL) {
            loop_resume(self, task);
        }
        return true;
    }
    loop_set_cur_task(self); // there may be none now
    if (step != ASYNCIO_RS_STEP_POLL) {
        return false;
    }
    if (is_own_io_queue) {
        asyncio_ioqueue_poll(io_queue, self->rs.timeout, self->rs.ran);
    } else {
        // A wait for ever is SIZE_MAX here, and -1 in Python.
        call_method(io_queue, MP_QSTR_wait_io_event, 1, MP_OBJ_NEW_SMALL_INT(self->rs.timeout));
    }
    return true;
}

// Nobody asked for the exception that ended the current task.
static void loop_handler(asyncio_loop_t *self) {
    mp_obj_t context = asyncio_core_load(self->core, MP_QSTR__exc_context);
    mp_obj_subscr(context, MP_OBJ_NEW_QSTR(MP_QSTR_exception), self->rs.thrown);
    mp_obj_subscr(context, MP_OBJ_NEW_QSTR(MP_QSTR_future), MP_OBJ_FROM_PTR(self->rs.task));
    call_method(asyncio_core_load(self->core, MP_QSTR_Loop), MP_QSTR_call_exception_handler, 1, context);
}

// Carries out steps until the run is over: what it returns, or NULL with the
// exception that it raises in `rs.exc`.
static mp_obj_t loop_steps(asyncio_loop_t *self) {
    for (;;) {
        bool choosing = self->rs.phase == ASYNCIO_RS_PHASE_CHOOSING;
        if (choosing) {
            // Not while a task that ended is seen to: nobody who waits for it is forgotten.
            mp_event_handle_nowait();
            #if MICROPY_PY_THREAD_GIL
            // The VM counts the jumps of one function until it lets other threads run, and
            // a coroutine that awaits at every turn never gets there.
            if (++self->turns == 0 && MP_STATE_VM(sched_state) == MP_SCHED_IDLE) {
                MP_THREAD_GIL_EXIT();
                MP_THREAD_GIL_ENTER();
            }
            #endif
        }
        mp_obj_t queue = asyncio_core_slot(self->core, MP_QSTR__task_queue, &self->task_queue)->value;
        if (choosing) {
            if (!loop_turn(self, queue)) {
                return mp_const_none;
            }
            continue;
        }
        switch (asyncio_rs_loop_next(&self->rs, (asyncio_rs_queue_t *)asyncio_rs_vm_as_queue(queue))) {
            case ASYNCIO_RS_STEP_WAKE:
                asyncio_wake(self->rs.other, self->rs.other == self->rs.task ? self->rs.exc : mp_const_none);
                break;
            case ASYNCIO_RS_STEP_CALLBACK:
                mp_call_function_2(self->rs.task->state, MP_OBJ_FROM_PTR(self->rs.task), self->rs.exc);
                self->rs.task->state = mp_const_false;
                break;
            case ASYNCIO_RS_STEP_HANDLER:
                loop_handler(self);
                break;
            case ASYNCIO_RS_STEP_RETURN:
                return mp_obj_exception_get_value(self->rs.exc);
            case ASYNCIO_RS_STEP_RAISE:
                return MP_OBJ_NULL;
            default:
                break;
        }
    }
}

/******************************************************************************/
// One run at a time

#if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
__thread asyncio_loop_t *asyncio_loop_of_thread;
#elif MICROPY_PY_THREAD
asyncio_loop_t *asyncio_loop_here(void) {
    return MP_STATE_VM(asyncio_loop_thread) == (void *)mp_thread_get_state() ? MP_STATE_VM(asyncio_loop) : NULL;
}
#endif

// Called by whatever jump leaves the run, also by one that no handler stops.
void asyncio_loop_release(void *left) {
    (void)left;
    #if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
    asyncio_loop_of_thread = NULL;
    #elif MICROPY_PY_THREAD
    MP_STATE_VM(asyncio_loop_thread) = NULL;
    #endif
    MP_STATE_VM(asyncio_loop) = NULL;
    MP_STATE_VM(asyncio_made) = MP_OBJ_NULL; // which keeps nothing alive
}

static void loop_claim(asyncio_loop_t *self, mp_obj_t main_in, asyncio_task_t *main_task) {
    bool was_made = main_in == MP_STATE_VM(asyncio_made);
    MP_STATE_VM(asyncio_made) = MP_OBJ_NULL;
    size_t state = asyncio_rs_vm_enter();
    bool is_free = MP_STATE_VM(asyncio_loop) == NULL;
    if (is_free) {
        MP_STATE_VM(asyncio_loop) = self;
    }
    asyncio_rs_vm_exit(state);
    if (!is_free) {
        if (was_made && main_task != NULL) {
            // The coroutine is not left to the run that is under way.
            asyncio_rs_queue_remove(NULL, main_task);
        }
        asyncio_raise_running();
    }
    #if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
    asyncio_loop_of_thread = self;
    #elif MICROPY_PY_THREAD
    MP_STATE_VM(asyncio_loop_thread) = (void *)mp_thread_get_state();
    #endif
}

// Keep scheduling tasks until there are none left to schedule.
static mp_obj_t asyncio_run_until_complete(mp_obj_dict_t *core, mp_obj_t main_in) {
    asyncio_task_t *main_task = main_in == mp_const_none ? NULL : asyncio_task_get(main_in);
    if (core == NULL) {
        core = asyncio_core();
    }

    asyncio_loop_t self;
    memset(&self, 0, sizeof(self));
    self.core = core;
    self.cancelled_error = asyncio_core_load(core, MP_QSTR_CancelledError);
    asyncio_rs_loop_begin(&self.rs, main_task);

    loop_claim(&self, main_in, main_task);
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
    nlr_push_jump_callback(&self.left, asyncio_loop_release);

    mp_obj_t ret;
    for (;;) {
        if (nlr_push(&self.nlr) == 0) {
            ret = loop_steps(&self);
            nlr_pop();
            break;
        }
        mp_obj_t exc = MP_OBJ_FROM_PTR(self.nlr.ret_val);
        if (!self.resuming) {
            // What the loop itself ran into is the caller's to see.
            nlr_raise(exc);
        }
        loop_raised(&self, exc);
    }
    nlr_pop_jump_callback(true);
    if (ret == MP_OBJ_NULL) {
        nlr_raise(self.rs.exc);
    }
    return ret;
}

const asyncio_fun_t asyncio_run_until_complete_obj = {
    { &asyncio_fun_type }, asyncio_run_until_complete, NULL, MP_QSTR_main_task, true, true,
};

// Create and schedule a new task from a coroutine.
static mp_obj_t asyncio_create_task(mp_obj_dict_t *core, mp_obj_t coro) {
    mp_obj_t send[2];
    mp_load_method_protected(coro, MP_QSTR_send, send, false);
    if (send[0] == MP_OBJ_NULL) {
        mp_raise_TypeError(MP_ERROR_TEXT("coroutine expected"));
    }
    if (core == NULL) {
        core = asyncio_core();
    }
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);

    asyncio_loop_t *loop = ASYNCIO_LOOP();
    mp_obj_t queue = loop != NULL && loop->core == core ? asyncio_run_queue() : asyncio_core_load(core, MP_QSTR__task_queue);
    asyncio_task_t *task = asyncio_task_new(coro);
    asyncio_queue_push(queue, task, MP_OBJ_NULL, mp_const_none);
    return MP_OBJ_FROM_PTR(task);
}

const asyncio_fun_t asyncio_create_task_obj = {
    { &asyncio_fun_type }, asyncio_create_task, NULL, MP_QSTR_coro, false, true,
};

// The task made here last is remembered: should it be the main task of a refused run, it
// was made for that alone.
static mp_obj_t loop_make_task(mp_obj_dict_t *core, mp_obj_t coro) {
    // A program may have put a function of its own there.
    mp_obj_t task = mp_call_function_1(asyncio_core_load(core, MP_QSTR_create_task), coro);
    MP_STATE_VM(asyncio_made) = task;
    return task;
}

// Create a new task from a coroutine and run it until it finishes.  Inside a run it is
// refused before there is a task, which the run that is under way would continue.
static mp_obj_t asyncio_run(mp_obj_dict_t *core, mp_obj_t coro) {
    if (MP_STATE_VM(asyncio_loop) != NULL) {
        asyncio_raise_running();
    }
    mp_obj_t task = loop_make_task(core, coro);
    return mp_call_function_1(asyncio_core_load(core, MP_QSTR_run_until_complete), task);
}

const asyncio_fun_t asyncio_run_obj = {
    { &asyncio_fun_type }, asyncio_run, NULL, MP_QSTR_coro, false, true,
};

// Ensure the awaitable is a task.
static mp_obj_t asyncio_promote_to_task(mp_obj_dict_t *core, mp_obj_t aw) {
    asyncio_adopt(); // wait_for() and gather() come here first
    return asyncio_rs_vm_as_task(aw) != NULL ? aw : loop_make_task(core, aw);
}

const asyncio_fun_t asyncio_promote_to_task_obj = {
    { &asyncio_fun_type }, asyncio_promote_to_task, NULL, MP_QSTR_aw, false, true,
};

MP_REGISTER_ROOT_POINTER(struct _asyncio_loop_t *asyncio_loop);
MP_REGISTER_ROOT_POINTER(mp_obj_t asyncio_made);
#if MICROPY_PY_THREAD
MP_REGISTER_ROOT_POINTER(void *asyncio_loop_thread);
#endif

#endif // ASYNCIO_RS_HAS_LOOP
