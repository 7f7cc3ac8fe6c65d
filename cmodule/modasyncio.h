/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */
#ifndef ASYNCIO_RS_MODASYNCIO_H
#define ASYNCIO_RS_MODASYNCIO_H

// What the files of this module know of each other.

#include "py/nlr.h"
#include "py/obj.h"
#include "py/runtime.h"

#include "asyncio_rs.h"
#include "vm.h"

#if MICROPY_VERSION < MICROPY_MAKE_VERSION(1, 26, 0)
#error "micropython-asyncio-rs needs MicroPython 1.26 or later"
#endif

#if !MICROPY_MODULE_BUILTIN_INIT
#error "micropython-asyncio-rs needs MICROPY_MODULE_BUILTIN_INIT, to start afresh after a soft reset"
#endif

#if defined(MICROPY_ASYNC_KBD_INTR) && MICROPY_ASYNC_KBD_INTR
#error "micropython-asyncio-rs needs MICROPY_ASYNC_KBD_INTR off: an exception from a signal handler could jump over Rust"
#endif

// Whether asyncio.core is given the native loop when it is imported.
#ifndef ASYNCIO_RS_ADOPT
#define ASYNCIO_RS_ADOPT (1)
#endif

// Whether the kernel watches streams that have a file descriptor: where there is one.
// The library is built with the same in mind (its feature "unix").
#if defined(__linux__)
#define ASYNCIO_RS_KERNEL_POLL (1)
#else
#define ASYNCIO_RS_KERNEL_POLL (0)
#endif

// Whether the heap is tended (asyncio_heap.c): where it can be told that there is need.
#define ASYNCIO_RS_TEND_HEAP (MICROPY_ENABLE_GC && MICROPY_GC_ALLOC_THRESHOLD)

typedef asyncio_rs_task_t asyncio_task_t;

typedef struct _asyncio_queue_t {
    asyncio_rs_queue_t rs;
    #if MICROPY_PY_ASYNCIO_TASK_QUEUE_PUSH_CALLBACK
    mp_obj_t push_callback;
    #endif
} asyncio_queue_t;

// Where a name of the core's globals was found last, if the number is small enough.
typedef uint16_t asyncio_slot_t;

// A run of the loop, on the C stack.  `left` is called by any jump that leaves the
// run, which it does if it lies above `nlr` on the stack: so it comes after it.  The
// smallest fields come first, where the smallest processors reach them best.
typedef struct _asyncio_loop_t {
    bool resuming; // what is raised is the coroutine's
    #if MICROPY_PY_THREAD_GIL
    uint8_t turns : 5;
    #endif
    asyncio_slot_t cur_task;
    asyncio_slot_t task_queue;
    asyncio_slot_t io_queue;
    asyncio_rs_loop_t rs;
    mp_obj_dict_t *core;
    mp_obj_t cancelled_error;
    nlr_buf_t nlr;
    nlr_jump_callback_node_t left;
} asyncio_loop_t;

_Static_assert(offsetof(asyncio_loop_t, left) > offsetof(asyncio_loop_t, nlr), "left would be called by jumps to nlr");

// A function of the core: a plain function, but for the core that it belongs to.
typedef struct _asyncio_fun_t {
    mp_obj_base_t base;
    mp_obj_t (*fun)(mp_obj_dict_t *core, mp_obj_t arg);
    mp_obj_dict_t *core; // NULL for the functions of _asyncio, which belong to the core that is in use
    uint16_t arg_name; // MP_QSTRnull if it takes none
    bool arg_optional;
} asyncio_fun_t;

extern const mp_obj_type_t asyncio_task_type;
extern const mp_obj_type_t asyncio_queue_type;
extern const mp_obj_type_t asyncio_sleep_type;
extern const mp_obj_type_t asyncio_ioqueue_type;
extern const mp_obj_type_t asyncio_fun_type;
extern const asyncio_fun_t asyncio_sleep_obj;
extern const asyncio_fun_t asyncio_sleep_ms_obj;
extern const asyncio_fun_t asyncio_create_task_obj;
extern const asyncio_fun_t asyncio_run_until_complete_obj;
extern const asyncio_fun_t asyncio_run_obj;
extern const asyncio_fun_t asyncio_loop_run_until_complete_obj;
extern const asyncio_fun_t asyncio_loop_run_forever_obj;
extern const asyncio_fun_t asyncio_promote_to_task_obj;

// There is one run at a time, that of `asyncio_loop`.  It is on the stack of the thread
// that began it, so only that thread looks into it.  The task whose turn it is there is
// `asyncio_turn`, NULL between two turns.
#if !MICROPY_PY_THREAD
#define ASYNCIO_LOOP() (MP_STATE_VM(asyncio_loop))
#elif ASYNCIO_RS_KERNEL_POLL
extern __thread asyncio_loop_t *asyncio_loop_of_thread;
#define ASYNCIO_LOOP() (asyncio_loop_of_thread)
#else
asyncio_loop_t *asyncio_loop_here(void);
#define ASYNCIO_LOOP() asyncio_loop_here()
#endif

// modasyncio.c
void *asyncio_native_get(mp_obj_t object, const mp_obj_type_t *type);
MP_NORETURN void asyncio_raise(mp_rom_error_text_t message);

// asyncio_core.c
mp_obj_t asyncio_run_queue(mp_obj_dict_t *core);
mp_obj_dict_t *asyncio_core(void);
mp_obj_t asyncio_core_load(mp_obj_dict_t *core, qstr name);
mp_map_elem_t *asyncio_core_find_name(mp_obj_dict_t *core, qstr name);
mp_map_elem_t *asyncio_core_find_slot(mp_obj_dict_t *core, qstr name, asyncio_slot_t *slot);
asyncio_task_t *asyncio_current_task(void);
MP_NORETURN void asyncio_raise_running(void);
void asyncio_adopt(void);
extern bool asyncio_queues_replaced; // by a new_event_loop() after the first

// The dict may have changed since a name was found last, and even its table may be
// another one, so the place counts only if the name is still there.
static inline bool asyncio_slot_holds(mp_obj_dict_t *core, qstr name, asyncio_slot_t slot) {
    return slot < core->map.alloc && core->map.table[slot].key == MP_OBJ_NEW_QSTR(name);
}

// Where the value of a name is: faster where there is room for that.
static inline mp_map_elem_t *asyncio_core_slot(mp_obj_dict_t *core, qstr name, asyncio_slot_t *slot) {
    #if ASYNCIO_RS_KERNEL_POLL
    if (asyncio_slot_holds(core, name, *slot)) {
        return &core->map.table[*slot];
    }
    #endif
    return asyncio_core_find_slot(core, name, slot);
}

// asyncio_task.c
asyncio_task_t *asyncio_task_get(mp_obj_t task_in);
asyncio_task_t *asyncio_task_new(mp_obj_t coro);

// asyncio_queue.c
asyncio_queue_t *asyncio_queue_native(mp_obj_t queue);
void asyncio_queue_push(mp_obj_t queue, asyncio_task_t *task, mp_obj_t key, mp_obj_t data);
void asyncio_wake(asyncio_task_t *task, mp_obj_t data);
asyncio_queue_t *asyncio_queue_new(void);

// asyncio_loop.c
mp_obj_t asyncio_loop_steps(asyncio_loop_t *self);
void asyncio_loop_raised(asyncio_loop_t *self, mp_obj_t exc);

// asyncio_run.c
bool asyncio_run_init(void);
bool asyncio_run_reset(mp_obj_dict_t *core);
bool asyncio_run_is_elsewhere(void);

// asyncio_heap.c
#if ASYNCIO_RS_TEND_HEAP
extern uint8_t asyncio_heap_calls;
void asyncio_heap_tend_now(void);
#endif

#define ASYNCIO_HEAP_SWITCH (256 / 16) // every 16 switches
#define ASYNCIO_HEAP_CREATE (256 / 16) // every 16 new tasks

// Tends the heap when the counter overflows.
static inline void asyncio_heap_tend(uint8_t weight) {
    #if ASYNCIO_RS_TEND_HEAP
    asyncio_heap_calls += weight;
    if (asyncio_heap_calls < weight) {
        asyncio_heap_tend_now();
    }
    #endif
}

// asyncio_sleep.c
asyncio_rs_sleep_t *asyncio_sleep_take(void);

// asyncio_ioqueue.c, for an object of exactly that type
bool asyncio_ioqueue_is_waiting(mp_obj_t self_in);
bool asyncio_ioqueue_poll(mp_obj_t self_in, size_t timeout, bool ran);

#endif // ASYNCIO_RS_MODASYNCIO_H
