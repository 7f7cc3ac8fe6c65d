/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The Task type.  This file owns what a program sees of a task, and carries out cancellations that
// Rust decided (src/cancel.rs).

#include "py/objtype.h"

#include "asyncio_insight.h"

asyncio_task_t *asyncio_task_get(mp_obj_t task_in) {
    return asyncio_native_get(task_in, &asyncio_task_type);
}

asyncio_task_t *asyncio_task_new(mp_obj_t coro) {
    #if ASYNCIO_RS_INSIGHT
    size_t size = asyncio_insight_task_size(); // a finaliser that the allocation calls can change it
    asyncio_task_t *self = (asyncio_task_t *)m_new0(byte, size);
    #else
    asyncio_task_t *self = m_new0(asyncio_task_t, 1);
    #endif
    self->header.base = &asyncio_task_type;
    self->coro = coro;
    self->data = mp_const_none;
    self->state = mp_const_true;
    #if ASYNCIO_RS_INSIGHT
    self->prev = self; // tells a task from other objects in the heap (asyncio_tasks.c)
    if (size != sizeof(asyncio_task_t)) {
        asyncio_insight_created(self);
    }
    #endif
    return self;
}

// The globals of a core: any kind of dict, or an instance of a subclass of one.
static mp_obj_t task_globals(mp_obj_t globals) {
    if (mp_obj_is_instance_type(mp_obj_get_type(globals))) {
        globals = mp_obj_cast_to_native_base(globals, MP_OBJ_FROM_PTR(&mp_type_dict));
    }
    if (globals == MP_OBJ_NULL || !mp_obj_is_dict_or_ordereddict(globals)) {
        mp_raise_TypeError(MP_ERROR_TEXT("dict expected"));
    }
    return globals;
}

static mp_obj_t task_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    mp_arg_check_num(n_args, n_kw, 1, 2, false);
    if (n_args == 2) {
        MP_STATE_VM(asyncio_context) = task_globals(args[1]);
    }
    return MP_OBJ_FROM_PTR(asyncio_task_new(args[0]));
}

static mp_obj_t task_done(mp_obj_t self_in) {
    return mp_obj_new_bool(asyncio_rs_task_is_done(asyncio_task_get(self_in)));
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_done_obj, task_done);

// Takes a task from wherever it waits.  Returns whether it has to be queued to run now.
static bool task_leave(asyncio_task_t *self, mp_obj_t queue) {
    mp_obj_t data = self->data;
    if (!mp_obj_is_type(data, &asyncio_queue_type)) {
        mp_obj_t dest[3];
        mp_load_method_maybe(data, MP_QSTR_remove, dest);
        if (dest[0] == MP_OBJ_NULL) {
            // In the run queue: if it is due later, it is brought forward to now.  If it is in an
            // old run queue, which new_event_loop() has replaced, it would never run there.
            if (!asyncio_rs_cancel_is_early(self)
                && !(asyncio_queues_replaced
                     && asyncio_rs_queue_is_elsewhere((asyncio_rs_queue_t *)asyncio_rs_vm_as_queue(queue), self))) {
                return false;
            }
            if (!mp_obj_is_type(queue, &asyncio_queue_type)) {
                mp_load_method(queue, MP_QSTR_remove, dest);
            }
        }
        if (dest[0] != MP_OBJ_NULL) {
            dest[2] = MP_OBJ_FROM_PTR(self);
            mp_call_method_n_kw(1, 0, dest);
        }
    }
    asyncio_rs_queue_remove(NULL, self);
    return true;
}

static mp_obj_t task_cancel(mp_obj_t self_in) {
    mp_cstack_check(); // what is called to take it from where it waits can cancel it, too
    asyncio_task_t *self = asyncio_task_get(self_in);
    if (asyncio_rs_task_is_done(self)) {
        return mp_const_false;
    }
    if (asyncio_turn() == self) {
        asyncio_raise(MP_ERROR_TEXT("can't cancel self"));
    }
    self = asyncio_rs_cancel_target(self);
    if (self == NULL) {
        asyncio_raise(MP_ERROR_TEXT("tasks await each other"));
    }
    // Names that can be missing are looked up first, so that nothing is lost if one is.
    mp_obj_t cancelled_error = asyncio_cancelled_error();
    mp_obj_t queue = asyncio_run_queue(NULL);
    if (task_leave(self, queue)) {
        asyncio_queue_push(queue, self, MP_OBJ_NULL, cancelled_error);
    }
    self->data = cancelled_error;
    ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, asyncio_insight_record(self, ASYNCIO_RS_WHAT_CANCEL));
    return mp_const_true;
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_cancel_obj, task_cancel);

// Calls task.cancel(), also of an object that only acts as a task.
bool asyncio_task_cancel(mp_obj_t task) {
    if (mp_obj_is_type(task, &asyncio_task_type)) {
        return task_cancel(task) == mp_const_true;
    }
    return mp_obj_is_true(asyncio_call_method(task, MP_QSTR_cancel, MP_OBJ_NULL));
}

static void task_attr(mp_obj_t self_in, qstr attr, mp_obj_t *dest) {
    asyncio_task_t *self = MP_OBJ_TO_PTR(self_in); // for a subclass the VM gives the native part
    mp_obj_t *field = NULL;
    if (attr == MP_QSTR_data) {
        field = &self->data;
    } else if (attr == MP_QSTR_state) {
        field = &self->state;
    }
    if (dest[0] != MP_OBJ_NULL) {
        // Store
        if (field != NULL && dest[1] != MP_OBJ_NULL) {
            *field = dest[1];
            dest[0] = MP_OBJ_NULL;
        }
    } else if (field != NULL) {
        dest[0] = *field;
        #if ASYNCIO_RS_HAS_LOOP
        if (mp_obj_is_type(dest[0], &asyncio_sleep_type)) {
            dest[0] = mp_const_none; // a sleeping task keeps its sleep here, which programs do not see
        }
        #endif
    } else if (attr == MP_QSTR_coro) {
        dest[0] = self->coro;
    } else if (attr == MP_QSTR_ph_key) {
        dest[0] = MP_OBJ_NEW_SMALL_INT(self->key);
    } else if (attr == MP_QSTR_done || attr == MP_QSTR_cancel) {
        dest[0] = attr == MP_QSTR_done ? MP_OBJ_FROM_PTR(&task_done_obj) : MP_OBJ_FROM_PTR(&task_cancel_obj);
        dest[1] = self_in;
    }
}

// A task is its own iterator.  What stock does in getiter is done here, since for an instance of a
// subclass the VM calls only a plain iternext.
static mp_obj_t task_iternext(mp_obj_t self_in) {
    asyncio_task_t *self = asyncio_task_get(self_in);
    if (asyncio_rs_task_is_done(self)) {
        // Signal that the completed-task has been await'ed on, and raise return value
        // to caller so it can continue.
        self->state = mp_const_false;
        mp_obj_t exc = mp_make_raise_obj(self->data);
        if (mp_obj_exception_match(exc, MP_OBJ_FROM_PTR(&mp_type_StopIteration))) {
            return mp_make_stop_iteration(mp_obj_exception_get_value(exc));
        }
        nlr_raise(exc);
    }
    asyncio_task_t *current = asyncio_current_task();
    mp_obj_t waiters = self->state;
    if (waiters == mp_const_true) {
        // Allocate the waiting queue.
        waiters = MP_OBJ_FROM_PTR(asyncio_queue_new());
    } else if (!mp_obj_is_type(waiters, &asyncio_queue_type)) {
        // Task has state used for another purpose, so can't also wait on it.
        asyncio_raise(MP_ERROR_TEXT("can't wait"));
    }
    // Put calling task on waiting queue, and set its data to this task that it waits
    // on, to double-link it.
    asyncio_queue_push(waiters, current, MP_OBJ_NULL, MP_OBJ_FROM_PTR(self));
    self->state = waiters;
    return mp_const_none;
}

#if ASYNCIO_RS_INSIGHT
#define ASYNCIO_TASK_PRINT print, asyncio_task_print,
#else
#define ASYNCIO_TASK_PRINT
#endif

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_task_type,
    MP_QSTR_Task,
    MP_TYPE_FLAG_ITER_IS_ITERNEXT,
    make_new, task_make_new,
    ASYNCIO_TASK_PRINT
    attr, task_attr,
    iter, task_iternext
    );
