/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// What Event and Lock share: a state and a queue of waiting tasks, both kept in the attributes of
// the Python object.  Rust decides who waits and who wakes (src/event.rs, src/lock.rs).

#include "modasyncio.h"

#if ASYNCIO_RS_HAS_PRIMITIVES

// The state, and the queue.  NULL if one of them is missing or a program's own: Python says so then,
// or does not even look.
static ASYNCIO_INLINE mp_map_elem_t *waiting_look(mp_obj_t owner, mp_obj_t *waiting) {
    mp_map_elem_t *state = asyncio_member_find(owner, MP_QSTR_state);
    mp_map_elem_t *queue = asyncio_member_find(owner, MP_QSTR_waiting);
    if (queue == NULL) {
        return NULL;
    }
    *waiting = queue->value;
    return asyncio_queue_native(*waiting) == NULL ? NULL : state;
}

// Called at each step of wait() or acquire().  At the first one, the running task waits unless the
// state is `free`.  Returns whether it does.
bool asyncio_waiting_begin(asyncio_coro_t *self, mp_obj_t free, asyncio_waiting_wait_t wait) {
    if (self->step != 0) {
        return false;
    }
    self->step = 1;
    mp_obj_t waiting;
    mp_map_elem_t *state = waiting_look(self->owner, &waiting);
    if (state != NULL) {
        if (state->value == free) {
            return false;
        }
        asyncio_task_t *task = asyncio_current_task();
        if (ASYNCIO_LOOP() == NULL) {
            state = waiting_look(self->owner, &waiting); // again: to look for the task may have run Python
        }
        asyncio_rs_waiting_t result = state == NULL ? ASYNCIO_RS_WAITING_ODD : wait(&state->value, MP_OBJ_TO_PTR(waiting), task);
        if (result != ASYNCIO_RS_WAITING_ODD) {
            return result == ASYNCIO_RS_WAITING_WAITS;
        }
    }
    // The state is an unusual object, or the queue is a program's own.
    mp_obj_t now = asyncio_member_load(self->owner, MP_QSTR_state);
    if (free == mp_const_true ? mp_obj_is_true(now) : mp_obj_equal(now, free)) {
        return false;
    }
    waiting = asyncio_member_load(self->owner, MP_QSTR_waiting);
    asyncio_queue_push(waiting, asyncio_current_task(), MP_OBJ_NULL, waiting);
    return true;
}

// Wakes waiting tasks: carries out fun(args[0]).  It is left to Python if the state or a queue is a
// program's own.
mp_obj_t asyncio_waiting_end(mp_obj_t fun, const mp_obj_t *args, asyncio_waiting_wake_t wake) {
    asyncio_queue_t *run = asyncio_queue_native(asyncio_run_queue(NULL));
    mp_obj_t waiting;
    mp_map_elem_t *state = waiting_look(args[0], &waiting);
    // Who waits in the run queue itself is popped and pushed for ever, by Python so that Ctrl-C ends it.
    if (state == NULL || run == NULL || MP_OBJ_TO_PTR(waiting) == run || !wake(&state->value, MP_OBJ_TO_PTR(waiting), &run->rs)) {
        return asyncio_call_python(fun, 1, 0, args);
    }
    asyncio_queue_tell();
    return mp_const_none;
}

#endif // ASYNCIO_RS_HAS_PRIMITIVES
