/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The native gather() of asyncio.funcs.  Rust decides when it has all that it waits for
// (src/gather.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

typedef struct _gather_t {
    asyncio_coro_t coro; // its owner is the list of the tasks, later of their results
    mp_obj_t globals; // of asyncio.funcs
    mp_obj_t task; // the task that awaits gather()
    mp_obj_t done; // the callback that tasks call when they end
    mp_obj_t error; // the exception to raise at the end
    asyncio_rs_gather_t rs;
} gather_t;

// The callback.  Each task has it as its `state`.
typedef struct _done_t {
    mp_obj_base_t base;
    gather_t *gather;
} done_t;

static bool is_stop_iteration(mp_obj_t obj) {
    return mp_obj_is_exception_instance(obj) && mp_obj_exception_match(obj, MP_OBJ_FROM_PTR(&mp_type_StopIteration));
}

// The object that the gathering task has as its `data` while it waits.
static mp_obj_t gather_remove(gather_t *self) {
    return asyncio_core_load(MP_OBJ_TO_PTR(self->globals), MP_QSTR__Remove);
}

// done(task, exc): one of the tasks has ended.
static mp_obj_t done_call(mp_obj_t self_in, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_arg_check_num(n_args, n_kw, 2, 2, false);
    gather_t *self = ((done_t *)MP_OBJ_TO_PTR(self_in))->gather;
    if (self->task == MP_OBJ_NULL) {
        // gather() was refused after some tasks had got the callback.  Upstream leaves it there, too.
        mp_raise_msg(&mp_type_NameError, MP_ERROR_TEXT("local variable referenced before assignment"));
    }
    asyncio_task_t *task = asyncio_task_get(self->task);
    if (task->data == gather_remove(self)) {
        // Still waiting: neither woken nor cancelled.
        bool raised = !is_stop_iteration(args[1]);
        if (asyncio_rs_gather_ended(&self->rs, raised)) {
            if (raised && !self->rs.return_exceptions) {
                self->error = args[1];
            }
            asyncio_queue_push(asyncio_run_queue(NULL), task, MP_OBJ_NULL, mp_const_none);
        }
    }
    return mp_const_none;
}

static MP_DEFINE_CONST_OBJ_TYPE(
    gather_done_type,
    MP_QSTR_function,
    MP_TYPE_FLAG_NONE,
    call, done_call
    );

// Registers the callback with each task.  Returns whether there is anything to wait for.
static bool gather_begin(gather_t *self, size_t n, mp_obj_t *items) {
    mp_cstack_check(); // to promote an object can gather others, if a program has it so
    done_t *done = mp_obj_malloc(done_t, &gather_done_type);
    done->gather = self;
    self->done = MP_OBJ_FROM_PTR(done);
    mp_obj_t promote = asyncio_core_load(NULL, MP_QSTR__promote_to_task);
    for (size_t i = 0; i < n; ++i) {
        items[i] = mp_call_function_1(promote, items[i]);
    }
    for (size_t i = 0; i < n; ++i) {
        asyncio_task_t *task = asyncio_task_get(items[i]);
        if (task->state == mp_const_true) {
            task->state = self->done;
            asyncio_rs_gather_add(&self->rs);
        } else if (!mp_obj_is_true(task->state)) {
            asyncio_rs_gather_add_ended(&self->rs, !is_stop_iteration(task->data), n);
        } else {
            asyncio_raise(MP_ERROR_TEXT("can't gather"));
        }
    }
    self->task = asyncio_cur_task();
    return asyncio_rs_gather_must_wait(&self->rs);
}

// Replaces each task by its result, and takes the callback from those that are still running.
static void gather_end(gather_t *self, size_t n, mp_obj_t *items, bool cancel_all) {
    for (size_t i = 0; i < n; ++i) {
        asyncio_task_t *task = asyncio_task_get(items[i]);
        if (task->state == self->done) {
            task->state = mp_const_true;
            if (cancel_all) {
                asyncio_task_cancel(items[i]);
            }
        } else if (is_stop_iteration(task->data)) {
            items[i] = mp_obj_exception_get_value(task->data);
        } else if (self->rs.return_exceptions) {
            items[i] = task->data;
        } else if (self->error == MP_OBJ_NULL) {
            self->error = task->data;
        }
    }
}

mp_vm_return_kind_t asyncio_gather_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    gather_t *self = (gather_t *)coro;
    size_t n;
    mp_obj_t *items;
    mp_obj_get_array(coro->owner, &n, &items);
    if (coro->step == 0) {
        coro->step = 1;
        if (gather_begin(self, n, items)) {
            asyncio_task_get(self->task)->data = gather_remove(self);
            return MP_VM_RETURN_YIELD;
        }
    }
    if (thrown != MP_OBJ_NULL) {
        if (!mp_obj_exception_match(thrown, asyncio_cancelled_error())) {
            return MP_VM_RETURN_EXCEPTION;
        }
        self->error = thrown;
    }
    gather_end(self, n, items, thrown != MP_OBJ_NULL);
    if (self->error == MP_OBJ_NULL && self->rs.missing != 0) {
        // Somebody else has woken the task.  Upstream raises its count, which is no exception.
        self->error = MP_OBJ_NEW_SMALL_INT(self->rs.missing);
    }
    if (self->error != MP_OBJ_NULL && mp_obj_is_true(self->error)) {
        *ret = mp_make_raise_obj(self->error);
        return MP_VM_RETURN_EXCEPTION;
    }
    *ret = coro->owner;
    return MP_VM_RETURN_NORMAL;
}

static mp_obj_t gather(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    bool return_exceptions = false;
    if (n_kw != 0) {
        if (n_kw != 1 || args[n_args] != MP_OBJ_NEW_QSTR(MP_QSTR_return_exceptions)) {
            return asyncio_call_python(fun, n_args, n_kw, args);
        }
        return_exceptions = mp_obj_is_true(args[n_args + 1]);
    }
    gather_t *self = asyncio_coro_new(sizeof(*self), asyncio_gather_resume, mp_obj_new_list(n_args, (mp_obj_t *)args));
    self->globals = MP_OBJ_FROM_PTR(((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->context->module.globals);
    self->task = MP_OBJ_NULL;
    self->done = MP_OBJ_NULL;
    self->error = MP_OBJ_NULL;
    self->rs.missing = 0;
    self->rs.return_exceptions = return_exceptions;
    return MP_OBJ_FROM_PTR(self);
}

// gather() has a type of its own, since it has inner functions and so needs its child_table.
ASYNCIO_DEFINE_FUN_TYPE(asyncio_gather_type, mp_type_gen_wrap, gather);

#endif // ASYNCIO_RS_HAS_PRIMITIVES
