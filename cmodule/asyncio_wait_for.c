/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What is native of asyncio.funcs for waiting with a timeout: wait_for, wait_for_ms, and
// _run, the coroutine of the task that awaits what is waited for.  Upstream has _run cancel
// the sleep, with an exception that holds the result; so it is here, too, but where the sleep
// is the native one, which is just ended: the wait_for() itself is then in `task.data` for that
// exception, and whoever pushes the task again takes it away.

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

/******************************************************************************/
// wait_for(aw, timeout, sleep=core.sleep)

typedef struct _wait_for_t {
    asyncio_coro_t coro; // of which the function is the owner
    mp_obj_t aw; // then the task of _run()
    mp_obj_t awaited; // at first the timeout
    mp_obj_t sleep; // then when that ends; then what _run() tells
} wait_for_t;

// `step`: what is awaited.
#define WAIT_FOR_NOTHING (0)
#define WAIT_FOR_SLEEP (1)
#define WAIT_FOR_RUNNER (2)
#define WAIT_FOR_TASK (3)
// `step`: what _run() reported.
#define WAIT_FOR_RETURNED (4)
#define WAIT_FOR_RAISED (5)

/******************************************************************************/
// _run(waiter, aw)

typedef struct _run_t {
    asyncio_coro_t coro; // of which the waiter is the owner
    mp_obj_t aw;
    wait_for_t *wait_for; // that it runs for, if that is native
} run_t;

// Reports the outcome to a native wait_for() directly, if its task is asleep in there, and wakes
// it.  No exception has to be created and thrown to report it.
static bool run_tell(wait_for_t *wait_for, mp_obj_t waiter, mp_vm_return_kind_t kind, const mp_obj_t *args) {
    mp_obj_t queue = asyncio_run_queue(NULL);
    if (wait_for == NULL || wait_for->coro.stage != ASYNCIO_CORO_SUSPENDED || wait_for->coro.step != WAIT_FOR_SLEEP
        || !mp_obj_is_type(wait_for->awaited, &asyncio_sleep_type)
        || !mp_obj_is_type(waiter, &asyncio_task_type) || asyncio_queue_native(queue) == NULL) {
        return false;
    }
    asyncio_task_t *task = MP_OBJ_TO_PTR(waiter);
    // All native sleeps are one object: this one ends when the task is due.
    if (task->data != wait_for->awaited || wait_for->sleep != MP_OBJ_NEW_SMALL_INT(task->key)
        || task->header.next == NULL) {
        return false;
    }
    bool returned = kind == MP_VM_RETURN_NORMAL;
    wait_for->coro.step = returned ? WAIT_FOR_RETURNED : WAIT_FOR_RAISED;
    wait_for->sleep = args[returned];
    if (asyncio_rs_cancel_is_early(task)) {
        asyncio_rs_queue_remove(NULL, task);
        asyncio_queue_push(queue, task, MP_OBJ_NULL, mp_const_none);
    }
    task->data = MP_OBJ_FROM_PTR(wait_for);
    return true;
}

// What comes of the first half of `await aw`: an exception, or nothing yet.
static MP_NOINLINE mp_vm_return_kind_t run_begin(run_t *self, mp_obj_t *ret) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        self->aw = mp_getiter(self->aw, NULL);
        nlr_pop();
        return MP_VM_RETURN_YIELD;
    }
    *ret = MP_OBJ_FROM_PTR(nlr.ret_val);
    return MP_VM_RETURN_EXCEPTION;
}

mp_vm_return_kind_t asyncio_run_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    run_t *self = (run_t *)coro;
    mp_vm_return_kind_t kind = MP_VM_RETURN_YIELD;
    if (coro->step == 0) {
        coro->step = 1;
        if (!mp_obj_is_type(self->aw, &asyncio_task_type)) { // a task is its own iterator
            kind = run_begin(self, ret);
        }
    }
    if (kind == MP_VM_RETURN_YIELD) {
        kind = asyncio_coro_delegate(self->aw, thrown, ret);
    }
    if (kind == MP_VM_RETURN_YIELD) {
        return kind;
    }
    mp_obj_t args[2] = { mp_const_true, *ret };
    if (kind == MP_VM_RETURN_EXCEPTION) {
        args[0] = *ret;
        args[1] = mp_const_none;
    }
    *ret = mp_const_none;
    mp_obj_t waiter = coro->owner;
    if (run_tell(self->wait_for, waiter, kind, args)) {
        return MP_VM_RETURN_NORMAL;
    }
    if (mp_load_attr(waiter, MP_QSTR_data) == mp_const_none && asyncio_task_cancel(waiter)) {
        // The CancelledError carries the outcome.
        mp_store_attr(waiter, MP_QSTR_data, mp_call_function_n_kw(asyncio_cancelled_error(), 2, 0, args));
    }
    return MP_VM_RETURN_NORMAL;
}

static mp_obj_t run_new(mp_obj_t waiter, mp_obj_t aw, wait_for_t *wait_for) {
    run_t *self = asyncio_coro_new(sizeof(*self), asyncio_run_resume, waiter);
    self->aw = aw;
    self->wait_for = wait_for;
    return MP_OBJ_FROM_PTR(self);
}

mp_obj_t asyncio_run_waited(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    return run_new(args[0], args[1], NULL);
}

/******************************************************************************/
// wait_for() itself

static void wait_for_begin(wait_for_t *self) {
    mp_cstack_check(); // the sleep, too, can begin to wait
    self->aw = asyncio_core_call(NULL, MP_QSTR__promote_to_task, self->aw);
    self->coro.step = WAIT_FOR_TASK;
    if (self->awaited == mp_const_none) {
        self->awaited = mp_getiter(self->aw, NULL);
        return;
    }
    // Another task awaits it, and handles its exceptions.
    mp_obj_dict_t *globals = ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(self->coro.owner))->context->module.globals;
    mp_obj_t cur_task = asyncio_cur_task();
    mp_obj_t run = asyncio_core_load(globals, MP_QSTR__run);
    mp_obj_t runner = asyncio_native_by(run) == asyncio_run_waited
        ? run_new(cur_task, self->aw, self) : mp_call_function_2(run, cur_task, self->aw);
    self->aw = asyncio_core_call(NULL, MP_QSTR_create_task, runner);
    self->coro.step = WAIT_FOR_SLEEP;
}

// Calls the sleep, which may be a program's own: what it raises is handled as what comes out of it.
static MP_NOINLINE mp_vm_return_kind_t wait_for_sleep(wait_for_t *self, mp_obj_t *ret) {
    nlr_buf_t nlr;
    if (nlr_push(&nlr) == 0) {
        self->awaited = mp_getiter(mp_call_function_1(self->sleep, self->awaited), NULL);
        nlr_pop();
        mp_vm_return_kind_t kind = asyncio_coro_delegate(self->awaited, MP_OBJ_NULL, ret);
        if (kind == MP_VM_RETURN_YIELD && mp_obj_is_type(self->awaited, &asyncio_sleep_type)) {
            self->sleep = MP_OBJ_NEW_SMALL_INT(asyncio_current_task()->key);
        }
        return kind;
    }
    *ret = MP_OBJ_FROM_PTR(nlr.ret_val);
    return MP_VM_RETURN_EXCEPTION;
}

mp_vm_return_kind_t asyncio_wait_for_resume(asyncio_coro_t *coro, mp_obj_t thrown, mp_obj_t *ret) {
    wait_for_t *self = (wait_for_t *)coro;
    mp_vm_return_kind_t kind;
    if (coro->step == WAIT_FOR_NOTHING) {
        wait_for_begin(self);
        if (coro->step == WAIT_FOR_SLEEP) {
            kind = wait_for_sleep(self, ret);
            goto awaited;
        }
    }
    if (coro->step >= WAIT_FOR_RETURNED) {
        asyncio_task_t *task = asyncio_current_task();
        bool is_told = task->data == MP_OBJ_FROM_PTR(self);
        if (is_told) {
            task->data = mp_const_none;
        }
        if (is_told && thrown == MP_OBJ_NULL) {
            *ret = self->sleep;
            return coro->step == WAIT_FOR_RETURNED ? MP_VM_RETURN_NORMAL : MP_VM_RETURN_EXCEPTION;
        }
        if (thrown == MP_OBJ_NULL) {
            task->data = self->awaited; // the sleep, which so is over
        }
        coro->step = WAIT_FOR_SLEEP;
    }
    kind = asyncio_coro_delegate(self->awaited, thrown, ret);
awaited:
    if (kind == MP_VM_RETURN_YIELD || coro->step == WAIT_FOR_TASK) {
        return kind;
    }
    if (coro->step == WAIT_FOR_SLEEP && kind == MP_VM_RETURN_NORMAL) {
        // Timed out.
        asyncio_task_cancel(self->aw);
        coro->step = WAIT_FOR_RUNNER;
        self->awaited = mp_getiter(self->aw, NULL);
        kind = asyncio_coro_delegate(self->awaited, MP_OBJ_NULL, ret);
        if (kind == MP_VM_RETURN_YIELD) {
            return kind;
        }
    }
    if (kind == MP_VM_RETURN_NORMAL) {
        *ret = mp_make_raise_obj(asyncio_core_load(NULL, MP_QSTR_TimeoutError));
    } else if (coro->step == WAIT_FOR_SLEEP
               && mp_obj_exception_match(*ret, asyncio_cancelled_error())) {
        mp_obj_t status = mp_obj_exception_get_value(*ret);
        if (status == mp_const_none) {
            asyncio_task_cancel(self->aw); // cancelled from outside
        } else if (status == mp_const_true) {
            *ret = mp_obj_subscr(mp_load_attr(*ret, MP_QSTR_args), MP_OBJ_NEW_SMALL_INT(1), MP_OBJ_SENTINEL);
            return MP_VM_RETURN_NORMAL;
        } else {
            *ret = mp_make_raise_obj(status);
        }
    }
    return MP_VM_RETURN_EXCEPTION;
}

mp_obj_t asyncio_wait_for(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    static const uint16_t names[] = { MP_QSTR_aw, MP_QSTR_timeout, MP_QSTR_sleep };
    mp_obj_t values[MP_ARRAY_SIZE(names)] = { MP_OBJ_NULL, MP_OBJ_NULL, ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->extra_args[0] };
    size_t n_known = 0;
    for (size_t i = 0; i < MP_ARRAY_SIZE(names); ++i) {
        if (i < n_args) {
            values[i] = args[i];
            ++n_known;
            continue;
        }
        for (size_t j = n_args; j < n_args + 2 * n_kw; j += 2) {
            if (args[j] == MP_OBJ_NEW_QSTR(names[i])) {
                values[i] = args[j + 1];
                ++n_known;
            }
        }
    }
    if (n_known != n_args + n_kw || values[0] == MP_OBJ_NULL || values[1] == MP_OBJ_NULL) {
        return asyncio_call_python(fun, n_args, n_kw, args);
    }
    wait_for_t *self = asyncio_coro_new(sizeof(*self), asyncio_wait_for_resume, fun);
    self->aw = values[0];
    self->awaited = values[1];
    self->sleep = values[2];
    return MP_OBJ_FROM_PTR(self);
}

// wait_for(aw, timeout, core.sleep_ms), by the module's wait_for as it is now.
mp_obj_t asyncio_wait_for_ms(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    mp_obj_dict_t *globals = ((mp_obj_fun_bc_t *)MP_OBJ_TO_PTR(fun))->context->module.globals;
    mp_obj_t passed[] = { args[0], args[1], asyncio_core_load(NULL, MP_QSTR_sleep_ms) };
    return mp_call_function_n_kw(asyncio_core_load(globals, MP_QSTR_wait_for), 3, 0, passed);
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
