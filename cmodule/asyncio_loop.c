/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The loop itself.  This file owns how each step of a run is carried out.  Rust decides which step
// comes next (src/scheduler.rs), and asyncio_run.c who may run.

#include "py/mphal.h"
#include "py/objgenerator.h"

#include "asyncio_insight.h"

#if ASYNCIO_RS_HAS_LOOP

static mp_map_elem_t *loop_cur_task(asyncio_loop_t *self) {
    return asyncio_core_slot(self->core, MP_QSTR_cur_task, &self->cur_task);
}

// The coroutine of the current task ended.
static void loop_finished(asyncio_loop_t *self, mp_obj_t exc, asyncio_rs_ending_t ending) {
    self->resuming = false; // the turn goes on: waiting tasks are woken in it
    #if ASYNCIO_RS_INSIGHT
    asyncio_insight_ending = ending;
    #endif
    if (asyncio_rs_loop_finished(&self->rs, exc, ending)) {
        loop_cur_task(self)->value = mp_const_none;
    }
}

void asyncio_loop_raised(asyncio_loop_t *self, mp_obj_t exc) {
    #if MICROPY_PY_SYS_EXC_INFO
    MP_STATE_VM(cur_exception) = NULL; // as a Python handler does; else it is kept until the next exception
    #endif
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

// The exception in `data` that is to be thrown into the coroutine of a task, or NULL.
static MP_NOINLINE mp_obj_t loop_thrown(asyncio_loop_t *self, asyncio_task_t *task) {
    mp_obj_t exc = task->data;
    #if ASYNCIO_RS_HAS_PRIMITIVES
    if (mp_obj_is_type(exc, &asyncio_coro_type)) {
        return MP_OBJ_NULL; // a wait_for() that looks at it itself
    }
    #endif
    // As in upstream, only a true object is thrown.  CancelledError is true; asking it is slow.
    if (mp_obj_get_type(exc) != (const mp_obj_type_t *)MP_OBJ_TO_PTR(self->cancelled_error) && !mp_obj_is_true(exc)) {
        return MP_OBJ_NULL;
    }
    task->data = mp_const_none;
    return exc;
}

// Resumes a Python object that acts as a coroutine.
static MP_NOINLINE void loop_send(mp_obj_t coro, mp_obj_t thrown) {
    if (thrown == MP_OBJ_NULL) {
        asyncio_call_method(coro, MP_QSTR_send, mp_const_none);
    } else {
        asyncio_call_method(coro, MP_QSTR_throw, thrown);
    }
}

// Resumes the coroutine of a task.
static void loop_resume(asyncio_loop_t *self, asyncio_task_t *task) {
    self->rs.task = task;
    MP_STATE_VM(asyncio_turn) = task;
    asyncio_heap_tend(ASYNCIO_HEAP_SWITCH);
    self->resuming = true;

    mp_obj_t exc = task->data;
    if (mp_obj_is_type(exc, &asyncio_sleep_type)) {
        exc = mp_const_none;
    }
    self->rs.thrown = exc;
    mp_obj_t thrown = exc == mp_const_none ? MP_OBJ_NULL : loop_thrown(self, task);

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
        loop_send(coro, thrown);
        kind = MP_VM_RETURN_YIELD;
    }
    switch (kind) {
        case MP_VM_RETURN_YIELD:
            break;
        case MP_VM_RETURN_EXCEPTION:
            asyncio_loop_raised(self, ret);
            break;
        default:
            exc = mp_obj_new_exception_args(&mp_type_StopIteration, ret != mp_const_none, &ret);
            loop_finished(self, exc, ASYNCIO_RS_ENDING_RETURNED);
            break;
    }
    self->resuming = false;
}

// Takes the next turn of this queue's tasks, or waits.  Returns whether there is anything left to do.
static bool loop_turn(asyncio_loop_t *self, mp_obj_t queue) {
    asyncio_queue_t *native = asyncio_queue_native(queue);
    asyncio_task_t *task;
    if (native != NULL) {
        task = asyncio_rs_queue_peek(&native->rs);
    } else {
        mp_obj_t head = asyncio_call_method(queue, MP_QSTR_peek, MP_OBJ_NULL);
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
    // Before a task leaves its queue: a missing name would lose it.  After what may be Python code,
    // which can add names, and so move the others.
    mp_map_elem_t *cur_task = loop_cur_task(self);

    asyncio_rs_step_t step = asyncio_rs_loop_choose(&self->rs, task, streams);
    if (step == ASYNCIO_RS_STEP_RESUME) {
        if (native != NULL) {
            // An interrupt may have pushed a task meanwhile.  Whichever is first now is due.
            task = asyncio_rs_queue_pop(&native->rs);
        } else {
            task = asyncio_task_get(asyncio_call_method(queue, MP_QSTR_pop, MP_OBJ_NULL));
            cur_task = loop_cur_task(self);
        }
        if (task != NULL) {
            cur_task->value = MP_OBJ_FROM_PTR(task);
            ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_TURNS, asyncio_insight_turn_begins(self, task));
            loop_resume(self, task);
        }
        return true;
    }
    if (self->rs.task == NULL) {
        cur_task->value = mp_const_none;
    }
    if (step != ASYNCIO_RS_STEP_POLL) {
        return false;
    }
    #if ASYNCIO_RS_INSIGHT
    if (is_own_io_queue && asyncio_insight != 0) {
        self->rs.woken = asyncio_insight_poll(self, io_queue, task == NULL && streams == ASYNCIO_RS_STREAMS_QUIET);
        return true;
    }
    #endif
    if (is_own_io_queue) {
        self->rs.woken = asyncio_ioqueue_poll(io_queue, self->rs.timeout, self->rs.ran);
    } else {
        // SIZE_MAX means for ever, which is -1 as a small int.
        asyncio_call_method(io_queue, MP_QSTR_wait_io_event, MP_OBJ_NEW_SMALL_INT(self->rs.timeout));
    }
    return true;
}

// Reports the exception that ended the current task, which nobody retrieved.
static void loop_handler(asyncio_loop_t *self) {
    mp_obj_t context = asyncio_core_load(self->core, MP_QSTR__exc_context);
    mp_obj_subscr(context, MP_OBJ_NEW_QSTR(MP_QSTR_exception), self->rs.thrown);
    mp_obj_subscr(context, MP_OBJ_NEW_QSTR(MP_QSTR_future), MP_OBJ_FROM_PTR(self->rs.task));
    asyncio_call_method(asyncio_core_load(self->core, MP_QSTR_Loop), MP_QSTR_call_exception_handler, context);
}

// Carries out steps until the run is over.  Returns its result, or NULL with the exception to raise
// in `rs.exc`.
mp_obj_t asyncio_loop_steps(asyncio_loop_t *self) {
    for (;;) {
        bool choosing = self->rs.phase == ASYNCIO_RS_PHASE_CHOOSING;
        if (choosing) {
            MP_STATE_VM(asyncio_turn) = NULL; // the turn before has ended
            ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_TURNS, asyncio_insight_turn_ends(self, false));
            // Not while the end of a task is processed: an exception would lose its waiters.
            mp_event_handle_nowait();
            #if MICROPY_PY_THREAD_GIL
            // The VM lets other threads run after a number of jumps in one function.  A coroutine
            // that awaits at every turn never gets that far.
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
                if (!mp_obj_is_type(queue, &asyncio_queue_type)) {
                    mp_event_handle_nowait(); // a program's own may put them where they were, so that this has no end
                }
                break;
            case ASYNCIO_RS_STEP_CALLBACK:
                mp_call_function_2(self->rs.task->state, MP_OBJ_FROM_PTR(self->rs.task), self->rs.exc);
                self->rs.task->state = mp_const_false;
                break;
            case ASYNCIO_RS_STEP_HANDLER:
                loop_handler(self);
                break;
            case ASYNCIO_RS_STEP_RETURN:
                ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_TURNS, asyncio_insight_turn_ends(self, false));
                return mp_obj_exception_get_value(self->rs.exc);
            case ASYNCIO_RS_STEP_RAISE:
                ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_TURNS, asyncio_insight_turn_ends(self, true));
                return MP_OBJ_NULL;
            default:
                break;
        }
    }
}

MP_REGISTER_ROOT_POINTER(void *asyncio_turn);

#endif // ASYNCIO_RS_HAS_LOOP
