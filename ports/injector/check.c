// The debug check of the test builds: whether a queue and a table of waits are whole. It reads the structures as
// asyncio_rs.h has them, and must not change anything. On stock it has nothing to say.

#include "py/obj.h"
#include "py/runtime.h"
#include "py/smallint.h"

#include "injector.h"

#if MICROPY_PY_ASYNCIO

mp_obj_t injector_check_structures(mp_obj_t queue, mp_obj_t ioqueue) {
    (void)queue;
    (void)ioqueue;
    return mp_const_none;
}

#else

#include "modasyncio.h"

// No sample has so many tasks: a chain that is longer goes round.
#define MOST (10000)

#define WRONG(text) mp_obj_new_str(text, sizeof(text) - 1)
#define TRY(is_right, text) do { if (!(is_right)) { return WRONG(text); } } while (0)

static size_t seen;

static bool before(size_t a, size_t b) {
    return ((a - b) & (MICROPY_PY_TIME_TICKS_PERIOD - 1)) >= MICROPY_PY_TIME_TICKS_PERIOD / 2;
}

// What is wrong below a node, which is a task or the queue.
static mp_obj_t check_children(const asyncio_rs_header_t *parent, const asyncio_rs_task_t *above) {
    const asyncio_rs_task_t *first = parent->child;
    if (first == NULL) {
        return mp_const_none;
    }
    const asyncio_rs_task_t *previous = NULL;
    const asyncio_rs_header_t *node = &first->header;
    do {
        TRY(++seen < MOST, "a chain without an end");
        TRY(node->base == &asyncio_task_type, "a node that is no task");
        const asyncio_rs_task_t *task = (const asyncio_rs_task_t *)node;
        TRY(previous == NULL || task->prev == previous, "prev is not the previous sibling");
        TRY(above == NULL || !before(task->key, above->key), "a task above an earlier one");
        TRY(node->next != NULL, "a queued task without next");
        mp_obj_t wrong = check_children(node, task);
        if (wrong != mp_const_none) {
            return wrong;
        }
        if (mp_obj_is_type(task->state, &asyncio_queue_type)) {
            wrong = check_children(MP_OBJ_TO_PTR(task->state), NULL);
            if (wrong != mp_const_none) {
                return wrong;
            }
        }
        previous = task;
        node = node->next;
    } while (node != parent);
    TRY(first->prev == previous, "prev of the first is not the last");
    return mp_const_none;
}

#if ASYNCIO_RS_HAS_LOOP
static mp_obj_t check_waits(const asyncio_rs_waits_t *waits) {
    size_t waiting = 0, places = 0;
    for (const asyncio_rs_chunk_t *chunk = waits->first; chunk != NULL; chunk = chunk->next) {
        const asyncio_rs_wait_t *wait = (const asyncio_rs_wait_t *)(chunk + 1);
        for (size_t i = 0; i < chunk->count; ++i, ++wait) {
            ++places;
            for (size_t k = 0; k < 2; ++k) {
                const asyncio_rs_task_t *task = wait->waiters[k];
                if (task != NULL) {
                    ++waiting;
                    TRY(wait->stream != MP_OBJ_NULL, "a waiter in a free place");
                    TRY(task->header.base == &asyncio_task_type, "a waiter that is no task");
                }
            }
            TRY(wait->stream != MP_OBJ_NULL || wait->events == 0, "a free place with events");
        }
        TRY(places <= waits->capacity, "more places than the table says");
    }
    TRY(places == waits->capacity, "fewer places than the table says");
    TRY(waiting == waits->waiting, "another number of waiters than the table says");
    return mp_const_none;
}
#endif

mp_obj_t injector_check_structures(mp_obj_t queue, mp_obj_t ioqueue) {
    seen = 0;
    if (mp_obj_is_type(queue, &asyncio_queue_type)) {
        const asyncio_rs_header_t *header = MP_OBJ_TO_PTR(queue);
        TRY(header->next == NULL, "a queue with next");
        mp_obj_t wrong = check_children(header, NULL);
        if (wrong != mp_const_none) {
            return wrong;
        }
    }
    #if ASYNCIO_RS_HAS_LOOP
    if (mp_obj_is_type(ioqueue, &asyncio_ioqueue_type)) {
        // The table comes right after the type in asyncio_ioqueue.c.
        return check_waits((const asyncio_rs_waits_t *)((const mp_obj_base_t *)MP_OBJ_TO_PTR(ioqueue) + 1));
    }
    #else
    (void)ioqueue;
    #endif
    return mp_const_none;
}

#endif // MICROPY_PY_ASYNCIO
