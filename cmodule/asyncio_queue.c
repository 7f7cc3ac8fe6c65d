/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The TaskQueue type.  This file owns the checks of arguments; Rust owns the order of tasks
// (src/queue.rs).

#include "asyncio_insight.h"

static MP_NOINLINE asyncio_queue_t *queue_get(mp_obj_t self_in) {
    return asyncio_native_get(self_in, &asyncio_queue_type);
}

#if !ASYNCIO_RS_KERNEL_POLL
asyncio_queue_t *asyncio_queue_native(mp_obj_t queue) {
    return asyncio_queue_native_inline(queue);
}
#endif

// Ends the idle wait of a loop in another thread, since its run queue has changed.
void asyncio_queue_tell(void) {
    #if ASYNCIO_RS_KERNEL_POLL && MICROPY_PY_THREAD && ASYNCIO_RS_HAS_LOOP
    if (ASYNCIO_LOOP() == NULL) {
        asyncio_rs_wake();
    }
    #endif
}

// Calls queue.push(task[, key]) for any kind of queue, and sets the task's data.  key is a small
// int, or MP_OBJ_NULL for now.  Returns false if the task is in a queue already.
static bool queue_push(mp_obj_t queue, asyncio_task_t *task, mp_obj_t key, mp_obj_t data) {
    if (!mp_obj_is_type(queue, &asyncio_queue_type)) {
        mp_obj_t dest[4];
        mp_load_method(queue, MP_QSTR_push, dest);
        dest[2] = MP_OBJ_FROM_PTR(task);
        dest[3] = key;
        mp_call_method_n_kw(key == MP_OBJ_NULL ? 1 : 2, 0, dest);
        task->data = data;
        return true;
    }
    asyncio_queue_t *self = MP_OBJ_TO_PTR(queue);
    size_t ticks = key == MP_OBJ_NULL ? asyncio_rs_vm_ticks() : (size_t)MP_OBJ_SMALL_INT_VALUE(key);
    if (!asyncio_rs_queue_push(&self->rs, task, ticks, data)) {
        return false;
    }
    asyncio_queue_tell();
    #if MICROPY_PY_ASYNCIO_TASK_QUEUE_PUSH_CALLBACK
    if (self->push_callback != MP_OBJ_NULL) {
        mp_call_function_1(self->push_callback, MP_OBJ_NEW_SMALL_INT(0));
    }
    #endif
    return true;
}

void asyncio_queue_push(mp_obj_t queue, asyncio_task_t *task, mp_obj_t key, mp_obj_t data) {
    if (!queue_push(queue, task, key, data)) {
        asyncio_raise(MP_ERROR_TEXT("task already queued"));
    }
}

// Queues a task to run now, unless it is queued already.
void asyncio_wake(asyncio_task_t *task, mp_obj_t data) {
    if (task->header.next == NULL) { // in no queue
        queue_push(asyncio_run_queue(NULL), task, MP_OBJ_NULL, data);
        ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_RECORD, asyncio_insight_record(task, ASYNCIO_RS_WHAT_WAKE));
    }
}

asyncio_queue_t *asyncio_queue_new(void) {
    asyncio_queue_t *self = m_new0(asyncio_queue_t, 1);
    self->rs.header.base = &asyncio_queue_type;
    return self;
}

static mp_obj_t task_queue_make_new(const mp_obj_type_t *type, size_t n_args, size_t n_kw, const mp_obj_t *args) {
    (void)type;
    (void)args;
    mp_arg_check_num(n_args, n_kw, 0, MICROPY_PY_ASYNCIO_TASK_QUEUE_PUSH_CALLBACK ? 1 : 0, false);
    // The core creates its queue when it is imported, and Event and Lock when they are created:
    // that is when their modules are adopted.
    asyncio_core_makes_queue();
    asyncio_queue_t *self = asyncio_queue_new();
    #if MICROPY_PY_ASYNCIO_TASK_QUEUE_PUSH_CALLBACK
    if (n_args == 1) {
        self->push_callback = args[0];
    }
    #endif
    return MP_OBJ_FROM_PTR(self);
}

static mp_obj_t task_queue_peek(mp_obj_t self_in) {
    asyncio_task_t *task = asyncio_rs_queue_peek(&queue_get(self_in)->rs);
    return task == NULL ? mp_const_none : MP_OBJ_FROM_PTR(task);
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_queue_peek_obj, task_queue_peek);

static mp_obj_t task_queue_push(size_t n_args, const mp_obj_t *args) {
    mp_obj_t key = MP_OBJ_NULL;
    if (n_args == 3) {
        key = args[2];
        if (!mp_obj_is_small_int(key)) {
            mp_raise_TypeError(MP_ERROR_TEXT("ticks expected"));
        }
    }
    asyncio_queue_push(MP_OBJ_FROM_PTR(queue_get(args[0])), asyncio_task_get(args[1]), key, mp_const_none);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(task_queue_push_obj, 2, 3, task_queue_push);

static mp_obj_t task_queue_pop(mp_obj_t self_in) {
    asyncio_task_t *task = asyncio_rs_queue_pop(&queue_get(self_in)->rs);
    if (task == NULL) {
        mp_raise_msg(&mp_type_IndexError, MP_ERROR_TEXT("empty heap"));
    }
    return MP_OBJ_FROM_PTR(task);
}
static MP_DEFINE_CONST_FUN_OBJ_1(task_queue_pop_obj, task_queue_pop);

static mp_obj_t task_queue_remove(mp_obj_t self_in, mp_obj_t task_in) {
    asyncio_queue_t *self = queue_get(self_in);
    if (!asyncio_rs_queue_remove(&self->rs, asyncio_task_get(task_in))) {
        mp_raise_ValueError(MP_ERROR_TEXT("task not in queue"));
    }
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_2(task_queue_remove_obj, task_queue_remove);

static const mp_rom_map_elem_t task_queue_locals_dict_table[] = {
    { MP_ROM_QSTR(MP_QSTR_peek), MP_ROM_PTR(&task_queue_peek_obj) },
    { MP_ROM_QSTR(MP_QSTR_push), MP_ROM_PTR(&task_queue_push_obj) },
    { MP_ROM_QSTR(MP_QSTR_pop), MP_ROM_PTR(&task_queue_pop_obj) },
    { MP_ROM_QSTR(MP_QSTR_remove), MP_ROM_PTR(&task_queue_remove_obj) },
};
static MP_DEFINE_CONST_DICT(task_queue_locals_dict, task_queue_locals_dict_table);

MP_DEFINE_CONST_OBJ_TYPE(
    asyncio_queue_type,
    MP_QSTR_TaskQueue,
    MP_TYPE_FLAG_NONE,
    make_new, task_queue_make_new,
    locals_dict, &task_queue_locals_dict
    );
