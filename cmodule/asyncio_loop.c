/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The functions run_until_complete and create_task.  It owns how each step of a run
// is carried out, and the one nlr_push of it; which step comes next is Rust's
// (src/scheduler.rs).

#include "py/gc.h"
#include "py/mphal.h"
#include "py/objgenerator.h"

#include "modasyncio.h"

// The core's run queue, NULL if a program put its own there.
static asyncio_queue_t *loop_queue(asyncio_loop_t *self) {
    return asyncio_queue_native(asyncio_core_slot(self->core, &self->task_queue)->value);
}

static mp_obj_t loop_foreign_queue(asyncio_loop_t *self) {
    return asyncio_core_slot(self->core, &self->task_queue)->value;
}

static void loop_set_cur_task(asyncio_loop_t *self) {
    asyncio_task_t *task = self->rs.task;
    asyncio_core_slot(self->core, &self->cur_task)->value = task == NULL ? mp_const_none : MP_OBJ_FROM_PTR(task);
}

static mp_obj_t call_method(mp_obj_t obj, qstr name, size_t n_args, mp_obj_t arg) {
    mp_obj_t dest[3];
    mp_load_method(obj, name, dest);
    dest[2] = arg;
    return mp_call_method_n_kw(n_args, 0, dest);
}

// What is known of the streams before a step is asked for.
static asyncio_rs_streams_t loop_streams(asyncio_loop_t *self, asyncio_queue_t *queue) {
    mp_obj_t io_queue = asyncio_core_slot(self->core, &self->io_queue)->value;
    if (mp_obj_is_type(io_queue, &asyncio_ioqueue_type)) {
        return asyncio_ioqueue_is_waiting(io_queue) ? ASYNCIO_RS_STREAMS_WAITING : ASYNCIO_RS_STREAMS_QUIET;
    }
    if (queue != NULL && asyncio_rs_queue_peek(&queue->rs) != NULL) {
        // A task is waiting in the queue, so it makes no difference whether any waits on a stream.
        return ASYNCIO_RS_STREAMS_FOREIGN_QUIET;
    }
    return mp_obj_is_true(mp_load_attr(io_queue, MP_QSTR_map))
        ? ASYNCIO_RS_STREAMS_FOREIGN_WAITING : ASYNCIO_RS_STREAMS_FOREIGN_QUIET;
}

// The coroutine of the current task ended.
static void loop_finished(asyncio_loop_t *self, mp_obj_t exc, asyncio_rs_ending_t ending) {
    self->resuming = false;
    if (asyncio_rs_loop_finished(&self->rs, exc, ending)) {
        asyncio_core_slot(self->core, &self->cur_task)->value = mp_const_none;
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

// How many switches go by before the allocator is looked after.
#define LOOP_ALLOCATOR_SWITCHES (16)

// The collector begins each search for free blocks where it last found a single one.
// A program that allocates only larger objects, as one does that awaits coroutines,
// makes it go through all of them at every allocation, until the next collection.  One
// small allocation now and then, by a program that allocates anyway, spares it that.
static void loop_tend_allocator(asyncio_loop_t *self) {
    #if MICROPY_ENABLE_GC && MICROPY_GC_ALLOC_THRESHOLD
    if (++self->switches < LOOP_ALLOCATOR_SWITCHES) {
        return;
    }
    self->switches = 0;
    if (MP_STATE_MEM(gc_alloc_amount) != self->allocated) {
        gc_alloc(1, 0); // nothing is lost if it gives nothing
        self->allocated = MP_STATE_MEM(gc_alloc_amount);
    }
    #endif
}

// Continues the coroutine of the current task.
static void loop_resume(asyncio_loop_t *self) {
    asyncio_task_t *task = self->rs.task;
    loop_set_cur_task(self);
    loop_tend_allocator(self);
    self->resuming = true;
    self->ran = true;

    mp_obj_t exc = task->data;
    if (mp_obj_is_type(exc, &asyncio_sleep_type)) {
        exc = mp_const_none;
    }
    self->rs.thrown = exc;
    bool throw = exc != mp_const_none && mp_obj_is_true(exc);
    if (throw) {
        task->data = mp_const_none;
    }

    mp_obj_t coro = task->coro;
    if (!mp_obj_is_type(coro, &mp_type_gen_instance)) {
        // A Python object that acts as a coroutine.
        call_method(coro, throw ? MP_QSTR_throw : MP_QSTR_send, 1, throw ? exc : mp_const_none);
    } else {
        mp_obj_t ret;
        switch (mp_obj_gen_resume(coro, mp_const_none, throw ? exc : MP_OBJ_NULL, &ret)) {
            case MP_VM_RETURN_YIELD:
                break;
            case MP_VM_RETURN_EXCEPTION:
                loop_raised(self, ret);
                break;
            default:
                exc = ret == mp_const_none
                    ? mp_obj_new_exception(&mp_type_StopIteration)
                    : mp_obj_new_exception_arg1(&mp_type_StopIteration, ret);
                loop_finished(self, exc, ASYNCIO_RS_ENDING_RETURNED);
                break;
        }
    }
    self->resuming = false;
}

static void loop_peek(asyncio_loop_t *self) {
    mp_obj_t head = call_method(loop_foreign_queue(self), MP_QSTR_peek, 0, MP_OBJ_NULL);
    if (mp_obj_is_true(head)) {
        asyncio_rs_loop_peeked(&self->rs, true, asyncio_task_get(head)->key);
    } else {
        asyncio_rs_loop_peeked(&self->rs, false, 0);
    }
}

static void loop_pop(asyncio_loop_t *self) {
    mp_obj_t task = call_method(loop_foreign_queue(self), MP_QSTR_pop, 0, MP_OBJ_NULL);
    asyncio_rs_loop_popped(&self->rs, asyncio_task_get(task));
}

// Waits for something to happen, timeout milliseconds at most, or SIZE_MAX for ever.
// What was pending has been handled just before.
void asyncio_idle(size_t timeout) {
    #if ASYNCIO_RS_KERNEL_POLL
    MP_THREAD_GIL_EXIT();
    asyncio_rs_idle(timeout);
    MP_THREAD_GIL_ENTER();
    #else
    #if MICROPY_ENABLE_SCHEDULER
    if (MP_STATE_VM(sched_state) == MP_SCHED_PENDING
        #if MICROPY_PY_THREAD && !MICROPY_PY_THREAD_GIL
        && mp_thread_is_main_thread() // for which callbacks are
        #endif
        ) {
        // One callback scheduled another, which is no event for the port to wake up on.
        return;
    }
    #endif
    #if defined(MICROPY_EVENT_POLL_HOOK) && !MICROPY_PREVIEW_VERSION_2
    (void)timeout;
    MICROPY_EVENT_POLL_HOOK
    #else
    if (timeout == SIZE_MAX) {
        MICROPY_INTERNAL_WFE(-1);
    } else {
        MICROPY_INTERNAL_WFE(timeout);
    }
    #endif
    #endif
}

static void loop_wait(asyncio_loop_t *self) {
    if (self->rs.task == NULL) {
        loop_set_cur_task(self);
    }
    if (self->rs.timeout != 0) {
        asyncio_idle(self->rs.timeout);
    }
}

static void loop_poll(asyncio_loop_t *self) {
    if (self->rs.task == NULL) {
        loop_set_cur_task(self);
    }
    mp_obj_t io_queue = asyncio_core_slot(self->core, &self->io_queue)->value;
    if (mp_obj_is_type(io_queue, &asyncio_ioqueue_type)) {
        bool ran = self->ran;
        self->ran = false;
        asyncio_ioqueue_poll(io_queue, self->rs.timeout, ran);
        return;
    }
    mp_obj_t timeout = self->rs.timeout == SIZE_MAX
        ? MP_OBJ_NEW_SMALL_INT(-1) : MP_OBJ_NEW_SMALL_INT(self->rs.timeout);
    call_method(io_queue, MP_QSTR_wait_io_event, 1, timeout);
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
        mp_event_handle_nowait();
        #if MICROPY_PY_THREAD_GIL
        // The VM counts the jumps of one function until it lets other threads run, and a
        // coroutine that awaits at every turn never gets there.
        if (++self->turns == 0 && MP_STATE_VM(sched_state) == MP_SCHED_IDLE) {
            MP_THREAD_GIL_EXIT();
            MP_THREAD_GIL_ENTER();
        }
        #endif
        asyncio_queue_t *queue = loop_queue(self);
        asyncio_rs_streams_t streams = loop_streams(self, queue);
        switch (asyncio_rs_loop_next(&self->rs, queue == NULL ? NULL : &queue->rs, streams)) {
            case ASYNCIO_RS_STEP_RESUME:
                loop_resume(self);
                break;
            case ASYNCIO_RS_STEP_WAIT:
                loop_wait(self);
                break;
            case ASYNCIO_RS_STEP_POLL:
                loop_poll(self);
                break;
            case ASYNCIO_RS_STEP_PEEK:
                loop_peek(self);
                break;
            case ASYNCIO_RS_STEP_POP:
                loop_pop(self);
                break;
            case ASYNCIO_RS_STEP_PUSH:
                asyncio_queue_push(loop_foreign_queue(self), self->rs.other, MP_OBJ_NULL);
                break;
            case ASYNCIO_RS_STEP_CALLBACK:
                mp_call_function_2(self->rs.task->state, MP_OBJ_FROM_PTR(self->rs.task), self->rs.exc);
                asyncio_rs_loop_called_back(&self->rs);
                break;
            case ASYNCIO_RS_STEP_HANDLER:
                loop_handler(self);
                break;
            case ASYNCIO_RS_STEP_RETURN:
                return mp_obj_exception_get_value(self->rs.exc);
            case ASYNCIO_RS_STEP_RAISE:
                return MP_OBJ_NULL;
            default:
                loop_set_cur_task(self);
                return mp_const_none;
        }
    }
}

/******************************************************************************/
// One run at a time

#if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
__thread asyncio_loop_t *asyncio_loop_of_thread;
#endif

void asyncio_loop_release(void) {
    #if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
    asyncio_loop_of_thread = NULL;
    #elif MICROPY_PY_THREAD
    MP_STATE_VM(asyncio_loop_thread) = NULL;
    #endif
    MP_STATE_VM(asyncio_loop) = NULL;
}

static void loop_claim(asyncio_loop_t *self, asyncio_task_t *main_task) {
    size_t state = asyncio_rs_vm_enter();
    bool is_free = MP_STATE_VM(asyncio_loop) == NULL;
    if (is_free) {
        MP_STATE_VM(asyncio_loop) = self;
    }
    asyncio_rs_vm_exit(state);
    if (!is_free) {
        asyncio_loop_t *running = ASYNCIO_LOOP();
        if (running != NULL && main_task != NULL && running->promoted == main_task) {
            // The coroutine is not left to the run that is under way.
            asyncio_rs_queue_remove_from_any(main_task);
        }
        asyncio_raise_running();
    }
    #if MICROPY_PY_THREAD && ASYNCIO_RS_KERNEL_POLL
    asyncio_loop_of_thread = self;
    #elif MICROPY_PY_THREAD
    MP_STATE_VM(asyncio_loop_thread) = (void *)mp_thread_get_state();
    #endif
}

// Called by whatever jump leaves the run, also by one that no handler stops.
static void loop_left(void *left) {
    (void)left;
    asyncio_loop_release();
}

// Keep scheduling tasks until there are none left to schedule.
static mp_obj_t asyncio_run_until_complete(mp_obj_dict_t *core, mp_obj_t main_in) {
    asyncio_task_t *main_task = mp_obj_is_true(main_in) ? asyncio_task_get(main_in) : NULL;
    if (core == NULL) {
        core = asyncio_core();
    }

    asyncio_loop_t self;
    self.core = core;
    self.cancelled_error = asyncio_core_load(core, MP_QSTR_CancelledError);
    self.cur_task = (asyncio_slot_t) {MP_QSTR_cur_task, 0};
    self.task_queue = (asyncio_slot_t) {MP_QSTR__task_queue, 0};
    self.io_queue = (asyncio_slot_t) {MP_QSTR__io_queue, 0};
    self.resuming = false;
    self.ran = true;
    self.turns = 0;
    self.switches = 0;
    self.allocated = 0;
    asyncio_rs_loop_init(&self.rs, main_task);

    self.promoted = NULL;
    loop_claim(&self, main_task);
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);
    nlr_push_jump_callback(&self.left, loop_left);

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
    { &asyncio_fun_type }, asyncio_run_until_complete, NULL, MP_QSTR_main_task, true,
};

// Create and schedule a new task from a coroutine.
static mp_obj_t asyncio_create_task(mp_obj_dict_t *core, mp_obj_t coro) {
    if (!mp_obj_is_type(coro, &mp_type_gen_instance)) {
        mp_obj_t dest[2];
        mp_load_method_protected(coro, MP_QSTR_send, dest, false);
        if (dest[0] == MP_OBJ_NULL) {
            mp_raise_TypeError(MP_ERROR_TEXT("coroutine expected"));
        }
    }
    if (core == NULL) {
        core = asyncio_core();
    }
    MP_STATE_VM(asyncio_context) = MP_OBJ_FROM_PTR(core);

    asyncio_loop_t *loop = ASYNCIO_LOOP();
    mp_obj_t queue;
    if (loop != NULL && loop->core == core) {
        queue = asyncio_core_slot(core, &loop->task_queue)->value;
    } else {
        queue = asyncio_core_load(core, MP_QSTR__task_queue);
    }
    asyncio_task_t *task = asyncio_task_new(coro);
    asyncio_queue_push(queue, task, MP_OBJ_NULL);
    return MP_OBJ_FROM_PTR(task);
}

const asyncio_fun_t asyncio_create_task_obj = {
    { &asyncio_fun_type }, asyncio_create_task, NULL, MP_QSTR_coro, false,
};

// Create a new task from a coroutine and run it until it finishes.  Inside a run it is
// refused before there is a task, which the run that is under way would continue.
static mp_obj_t asyncio_run(mp_obj_dict_t *core, mp_obj_t coro) {
    if (MP_STATE_VM(asyncio_loop) != NULL) {
        asyncio_raise_running();
    }
    // A program may have put functions of its own there.
    mp_obj_t task = mp_call_function_1(asyncio_core_load(core, MP_QSTR_create_task), coro);
    return mp_call_function_1(asyncio_core_load(core, MP_QSTR_run_until_complete), task);
}

const asyncio_fun_t asyncio_run_obj = {
    { &asyncio_fun_type }, asyncio_run, NULL, MP_QSTR_coro, false,
};

// Ensure the awaitable is a task.  The one made here last is remembered: should it be
// the main task of a refused run, it was made for that alone.
static mp_obj_t asyncio_promote_to_task(mp_obj_dict_t *core, mp_obj_t aw) {
    if (asyncio_rs_vm_as_task(aw) != NULL) {
        return aw;
    }
    mp_obj_t task = mp_call_function_1(asyncio_core_load(core, MP_QSTR_create_task), aw);
    asyncio_loop_t *loop = ASYNCIO_LOOP();
    if (loop != NULL) {
        loop->promoted = asyncio_rs_vm_as_task(task);
    }
    return task;
}

const asyncio_fun_t asyncio_promote_to_task_obj = {
    { &asyncio_fun_type }, asyncio_promote_to_task, NULL, MP_QSTR_aw, false,
};

MP_REGISTER_ROOT_POINTER(struct _asyncio_loop_t *asyncio_loop);
#if MICROPY_PY_THREAD
MP_REGISTER_ROOT_POINTER(void *asyncio_loop_thread);
#endif
