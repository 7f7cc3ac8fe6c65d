/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */
#ifndef ASYNCIO_RS_MODASYNCIO_H
#define ASYNCIO_RS_MODASYNCIO_H

// The declarations that the C files of this module share.

#include "py/nlr.h"
#include "py/obj.h"
#include "py/objfun.h"
#include "py/objtype.h"
#include "py/runtime.h"

#include "asyncio_rs.h"
#include "vm.h"

#if MICROPY_VERSION < MICROPY_MAKE_VERSION(1, 26, 0)
#error "asyncio_rs: MicroPython 1.26 or later is needed: check out a newer release"
#endif

#if !MICROPY_MODULE_BUILTIN_INIT
#error "asyncio_rs: MICROPY_MODULE_BUILTIN_INIT is needed, to start afresh after a soft reset: build with CFLAGS_EXTRA=-DMICROPY_MODULE_BUILTIN_INIT=1"
#endif

#if MICROPY_PY_ASYNCIO
#error "asyncio_rs: MicroPython's own module is still in: the port or board sets MICROPY_PY_ASYNCIO over the command line, put #ifndef MICROPY_PY_ASYNCIO around that"
#endif

#if defined(MICROPY_ASYNC_KBD_INTR) && MICROPY_ASYNC_KBD_INTR
#error "asyncio_rs: MICROPY_ASYNC_KBD_INTR cannot be on, an exception from a signal handler could jump over Rust: build with CFLAGS_EXTRA=-DMICROPY_ASYNC_KBD_INTR=0"
#endif

#ifdef ASYNCIO_RS_ADOPT
#error "asyncio_rs: ASYNCIO_RS_ADOPT is gone: ASYNCIO_RS_LEVEL=task is what ASYNCIO_RS_ADOPT=0 was, and =full is the default"
#endif

// How much is native.  task: Task and TaskQueue; loop: the run loop, sleeping and polling, too;
// full: the primitives and functions of the other modules, too.
#define ASYNCIO_RS_LEVEL_task (1)
#define ASYNCIO_RS_LEVEL_loop (2)
#define ASYNCIO_RS_LEVEL_full (3)
#ifndef ASYNCIO_RS_LEVEL
#define ASYNCIO_RS_LEVEL ASYNCIO_RS_LEVEL_full
#endif
#if !ASYNCIO_RS_LEVEL
#error "asyncio_rs: ASYNCIO_RS_LEVEL can be: task, loop, full"
#endif
#define ASYNCIO_RS_HAS_LOOP (ASYNCIO_RS_LEVEL >= ASYNCIO_RS_LEVEL_loop)
#define ASYNCIO_RS_HAS_PRIMITIVES (ASYNCIO_RS_LEVEL >= ASYNCIO_RS_LEVEL_full)

// Whether the firmware has insight: asyncio_insight.h.
#ifndef ASYNCIO_RS_INSIGHT
#define ASYNCIO_RS_INSIGHT (0)
#endif
#if ASYNCIO_RS_INSIGHT && !ASYNCIO_RS_HAS_LOOP
#error "asyncio_rs: ASYNCIO_RS_INSIGHT=1 looks into the native loop, which ASYNCIO_RS_LEVEL=task leaves out: set ASYNCIO_RS_LEVEL to loop or full"
#endif

// How many modules of the library can be adopted: the core, event, lock, funcs and stream.
#define ASYNCIO_RS_MODULES (ASYNCIO_RS_HAS_PRIMITIVES ? 5 : 1)

// Whether a kernel watches the streams that have a file descriptor.  The Rust library is built
// accordingly (feature "unix").
#if defined(__linux__)
#define ASYNCIO_RS_KERNEL_POLL (1)
#else
#define ASYNCIO_RS_KERNEL_POLL (0)
#endif

// Whether lines of a socket are peeked at (asyncio_line.c): possible where a socket is a
// descriptor and the linker redirects every other read of it to this module.
#define ASYNCIO_RS_HAS_LINES (ASYNCIO_RS_HAS_PRIMITIVES && ASYNCIO_RS_KERNEL_POLL && ASYNCIO_RS_WRAP && MICROPY_PY_SOCKET)

// Whether the heap is tended (asyncio_heap.c): where the VM counts what was allocated.
#define ASYNCIO_RS_TEND_HEAP (MICROPY_ENABLE_GC && MICROPY_GC_ALLOC_THRESHOLD && ASYNCIO_RS_HAS_LOOP)

// Inline on unix, where speed matters more than size.
#ifdef ASYNCIO_INLINE
#elif ASYNCIO_RS_KERNEL_POLL
#define ASYNCIO_INLINE inline __attribute__((always_inline))
#else
#define ASYNCIO_INLINE
#endif

typedef asyncio_rs_task_t asyncio_task_t;

typedef struct _asyncio_queue_t {
    asyncio_rs_queue_t rs;
    #if MICROPY_PY_ASYNCIO_TASK_QUEUE_PUSH_CALLBACK
    mp_obj_t push_callback;
    #endif
} asyncio_queue_t;

// The index at which a name of the core's globals was found last.  A larger index is not kept.
typedef uint16_t asyncio_slot_t;

// A run of the loop, on the C stack.  Any nlr jump that leaves the run calls `left`; the VM
// decides that by addresses, so `left` must come after `nlr`.  Small fields come first, where
// a Cortex-M0 reaches them with the shortest instructions.
typedef struct _asyncio_loop_t {
    bool resuming; // an exception comes from the coroutine, not from the loop
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

// A native function of asyncio.core: like a plain function, but bound to its core.
typedef struct _asyncio_fun_t {
    mp_obj_base_t base;
    mp_obj_t (*fun)(mp_obj_dict_t *core, mp_obj_t arg);
    mp_obj_dict_t *core; // NULL for the functions of _asyncio, which use the core in use
    uint16_t arg_name; // MP_QSTRnull if it takes none
    bool arg_optional;
} asyncio_fun_t;

// A native coroutine: an object with send, throw and close, whose type derives from that of
// generators.  `resume` continues it; `thrown` is an exception to throw into it, or MP_OBJ_NULL.
// It returns MP_VM_RETURN_YIELD or MP_VM_RETURN_NORMAL with the value in *ret (None unless set),
// or MP_VM_RETURN_EXCEPTION with the exception in *ret (the thrown one unless set).  It may also
// raise.  It is called from the first send on, and never after the coroutine has ended.
typedef struct _asyncio_coro_t asyncio_coro_t;
typedef mp_vm_return_kind_t (*asyncio_resume_t)(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret);
struct _asyncio_coro_t {
    mp_obj_base_t base;
    asyncio_resume_t resume;
    mp_obj_t owner;
    uint8_t stage; // ASYNCIO_CORO_*
    uint8_t step; // for `resume`, 0 at first
    uint16_t number; // for `resume`, not set at first
};
#define ASYNCIO_CORO_NEW (0)
#define ASYNCIO_CORO_SUSPENDED (1)
#define ASYNCIO_CORO_OVER (2) // ended, or running right now

// The native counterpart of a Python function; asyncio_adopt.c has the table.  `by` is an
// asyncio_native_fun_t, called with exactly `n_args` positional arguments; or an asyncio_resume_t,
// and calling the function returns a coroutine whose owner is the first argument.
typedef struct _asyncio_native_t {
    uint16_t name;
    uint8_t owner; // 0 for the module, else which class
    uint8_t n_args; // ASYNCIO_NATIVE_*
    const void *by;
} asyncio_native_t;
#define ASYNCIO_NATIVE_CORO (0x80) // added to the number: `by` is an asyncio_resume_t
#define ASYNCIO_NATIVE_ANY (0x7f) // any number, and keywords
#define ASYNCIO_NATIVE_TYPE (0xff) // `by` is the type that the function object gets

typedef mp_obj_t (*asyncio_native_fun_t)(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args);

extern const mp_obj_type_t asyncio_task_type;
extern const mp_obj_type_t asyncio_queue_type;
extern const mp_obj_type_t asyncio_sleep_type;
extern const mp_obj_type_t asyncio_ioqueue_type;
extern const mp_obj_type_t asyncio_fun_type;
extern const mp_obj_type_t asyncio_coro_type;
extern const asyncio_fun_t asyncio_sleep_obj;
extern const asyncio_fun_t asyncio_sleep_ms_obj;
extern const asyncio_fun_t asyncio_create_task_obj;
extern const asyncio_fun_t asyncio_run_until_complete_obj;
extern const asyncio_fun_t asyncio_run_obj;
extern const asyncio_fun_t asyncio_loop_run_until_complete_obj;
extern const asyncio_fun_t asyncio_loop_run_forever_obj;
extern const asyncio_fun_t asyncio_promote_to_task_obj;
MP_DECLARE_CONST_FUN_OBJ_0(asyncio_adopted_obj);
#define ASYNCIO_DECLARE_CORO(name) \
    mp_vm_return_kind_t name(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret)
#define ASYNCIO_DECLARE_FUN(name) \
    mp_obj_t name(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args)
ASYNCIO_DECLARE_CORO(asyncio_event_wait);
ASYNCIO_DECLARE_FUN(asyncio_event_set);
ASYNCIO_DECLARE_FUN(asyncio_event_clear);
ASYNCIO_DECLARE_FUN(asyncio_event_is_set);
ASYNCIO_DECLARE_CORO(asyncio_flag_wait);
ASYNCIO_DECLARE_FUN(asyncio_flag_set);
ASYNCIO_DECLARE_FUN(asyncio_flag_clear);
ASYNCIO_DECLARE_FUN(asyncio_flag_ioctl);
ASYNCIO_DECLARE_CORO(asyncio_lock_acquire);
ASYNCIO_DECLARE_FUN(asyncio_lock_release);
ASYNCIO_DECLARE_FUN(asyncio_lock_locked);
ASYNCIO_DECLARE_FUN(asyncio_lock_aenter);
ASYNCIO_DECLARE_CORO(asyncio_lock_aexit);
ASYNCIO_DECLARE_FUN(asyncio_run_waited);
ASYNCIO_DECLARE_FUN(asyncio_wait_for);
ASYNCIO_DECLARE_FUN(asyncio_wait_for_ms);
extern const mp_obj_type_t asyncio_gather_type;
ASYNCIO_DECLARE_FUN(asyncio_stream_read);
ASYNCIO_DECLARE_FUN(asyncio_stream_readinto);
ASYNCIO_DECLARE_FUN(asyncio_stream_readexactly);
ASYNCIO_DECLARE_CORO(asyncio_stream_readline);
ASYNCIO_DECLARE_FUN(asyncio_stream_write);
ASYNCIO_DECLARE_CORO(asyncio_stream_drain);

// `asyncio_loop` is the active run; there is one at a time.  It lies on the stack of the thread
// that began it, so only that thread may read it.  `asyncio_turn` is the task that is running in
// it, NULL between two turns.
#if !ASYNCIO_RS_HAS_LOOP
#define ASYNCIO_LOOP() ((asyncio_loop_t *)NULL)
#elif !MICROPY_PY_THREAD
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
mp_obj_t asyncio_io_queue(void);
mp_obj_dict_t *asyncio_core(void);
mp_obj_t asyncio_core_load(mp_obj_dict_t *core, qstr name);
mp_obj_t asyncio_core_call(mp_obj_dict_t *core, qstr name, mp_obj_t arg);
mp_obj_t asyncio_call_method(mp_obj_t obj, qstr name, mp_obj_t arg);
mp_obj_t asyncio_call_loaded(const mp_obj_t *call);
mp_map_elem_t *asyncio_core_find_name(mp_obj_dict_t *core, qstr name);
mp_map_elem_t *asyncio_core_find_slot(mp_obj_dict_t *core, qstr name, asyncio_slot_t *slot);
const void *asyncio_turn(void);
asyncio_task_t *asyncio_current_task(void);
mp_obj_t asyncio_cur_task(void);
mp_obj_t asyncio_cancelled_error(void);
MP_NORETURN void asyncio_raise_running(void);
void asyncio_core_makes_queue(void);
extern bool asyncio_queues_replaced; // new_event_loop() was called more than once

// The dict, and even its table, may have changed since the name was found, so the slot is valid
// only if the name is still there.
static inline bool asyncio_slot_holds(mp_obj_dict_t *core, qstr name, asyncio_slot_t slot) {
    return slot < core->map.alloc && core->map.table[slot].key == MP_OBJ_NEW_QSTR(name);
}

// Finds the entry of a name; inline where speed matters more than size.
static inline mp_map_elem_t *asyncio_core_slot(mp_obj_dict_t *core, qstr name, asyncio_slot_t *slot) {
    #if ASYNCIO_RS_KERNEL_POLL
    if (asyncio_slot_holds(core, name, *slot)) {
        return &core->map.table[*slot];
    }
    #endif
    return asyncio_core_find_slot(core, name, slot);
}

// asyncio_adopt.c
#if ASYNCIO_RS_HAS_LOOP
void asyncio_adopt(void);
void asyncio_adopt_reset(void);
qstr asyncio_fun_name(const asyncio_fun_t *fun);
#else
static inline void asyncio_adopt(void) {
}
#endif
#if ASYNCIO_RS_INSIGHT
qstr asyncio_native_name(asyncio_resume_t resume);
#endif

// asyncio_native.c
#if MICROPY_PY_FUNCTION_ATTRS
#define ASYNCIO_FUN_ATTR attr, mp_obj_fun_bc_attr,
#else
#define ASYNCIO_FUN_ATTR
#endif
// The type of a native function that was a plain function, or a generator function, in Python.
#define ASYNCIO_DEFINE_FUN_TYPE(type_name, was, call_fun) \
    MP_DEFINE_CONST_OBJ_TYPE(type_name, MP_QSTR_function, MP_TYPE_FLAG_BINDS_SELF, \
    ASYNCIO_FUN_ATTR \
    call, call_fun, \
    parent, &was \
    )
void asyncio_native_become(mp_obj_t fun, const asyncio_native_t *native);
const void *asyncio_native_by(mp_obj_t fun);
mp_obj_t asyncio_call_python(mp_obj_t fun, size_t n_args, size_t n_kw, const mp_obj_t *args);

// asyncio_coro.c
void *asyncio_coro_new(size_t size, asyncio_resume_t resume, mp_obj_t owner);
mp_obj_t asyncio_coro_raised(mp_obj_t exc);
mp_vm_return_kind_t asyncio_coro_resume(mp_obj_t self_in, mp_obj_t thrown, mp_obj_t *ret);
mp_vm_return_kind_t asyncio_coro_delegate(mp_obj_t to, mp_obj_t thrown, mp_obj_t *ret);
mp_map_elem_t *asyncio_member_find(mp_obj_t self, qstr name);
mp_obj_t asyncio_member_load(mp_obj_t self, qstr name);
void asyncio_member_store(mp_obj_t self, qstr name, mp_obj_t value);

// asyncio_waiting.c
typedef asyncio_rs_waiting_t (*asyncio_waiting_wait_t)(const mp_obj_t *state, asyncio_rs_queue_t *waiting, asyncio_task_t *task);
typedef bool (*asyncio_waiting_wake_t)(const mp_obj_t *state, asyncio_rs_queue_t *waiting, asyncio_rs_queue_t *run);
bool asyncio_waiting_begin(asyncio_coro_t *self, mp_obj_t free, asyncio_waiting_wait_t wait);
mp_obj_t asyncio_waiting_end(mp_obj_t fun, const mp_obj_t *args, asyncio_waiting_wake_t wake);

// asyncio_wait_for.c, asyncio_gather.c
mp_vm_return_kind_t asyncio_run_resume(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret);
mp_vm_return_kind_t asyncio_wait_for_resume(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret);
mp_vm_return_kind_t asyncio_gather_resume(asyncio_coro_t *self, mp_obj_t thrown, mp_obj_t *ret);

// asyncio_task.c
asyncio_task_t *asyncio_task_get(mp_obj_t task_in);
asyncio_task_t *asyncio_task_new(mp_obj_t coro);
bool asyncio_task_cancel(mp_obj_t task);

// asyncio_queue.c
// The queue, if Rust may push to it directly; NULL for a program's own queue, or one with a push
// callback.
static inline asyncio_queue_t *asyncio_queue_native_inline(mp_obj_t queue) {
    if (!mp_obj_is_type(queue, &asyncio_queue_type)) {
        return NULL;
    }
    asyncio_queue_t *self = MP_OBJ_TO_PTR(queue);
    #if MICROPY_PY_ASYNCIO_TASK_QUEUE_PUSH_CALLBACK
    if (self->push_callback != MP_OBJ_NULL) {
        return NULL;
    }
    #endif
    return self;
}
#if ASYNCIO_RS_KERNEL_POLL
#define asyncio_queue_native(queue) asyncio_queue_native_inline(queue)
#else
asyncio_queue_t *asyncio_queue_native(mp_obj_t queue);
#endif
void asyncio_queue_push(mp_obj_t queue, asyncio_task_t *task, mp_obj_t key, mp_obj_t data);
void asyncio_wake(asyncio_task_t *task, mp_obj_t data);
void asyncio_queue_tell(void);
asyncio_queue_t *asyncio_queue_new(void);

// asyncio_loop.c
mp_obj_t asyncio_loop_steps(asyncio_loop_t *self);
void asyncio_loop_raised(asyncio_loop_t *self, mp_obj_t exc);

// asyncio_run.c
bool asyncio_run_init(void);
bool asyncio_run_reset(mp_obj_dict_t *core);
#if MICROPY_PY_THREAD && ASYNCIO_RS_HAS_LOOP
bool asyncio_run_is_elsewhere(void);
#else
#define asyncio_run_is_elsewhere() (false)
#endif

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

// asyncio_unix.c
#if ASYNCIO_RS_KERNEL_POLL && ASYNCIO_RS_HAS_LOOP && ASYNCIO_RS_WRAP
void asyncio_unix_init(void);
#else
#define asyncio_unix_init()
#endif

// asyncio_sleep.c
asyncio_rs_sleep_t *asyncio_sleep_take(void);

// asyncio_flag.c
mp_map_elem_t *asyncio_flag_state(mp_obj_t stream);

// asyncio_stream.c
mp_obj_t asyncio_stream_call(mp_obj_t self, qstr method, mp_obj_t arg);
bool asyncio_stream_is_sent(mp_obj_t self);

// asyncio_drain.c
void asyncio_drain_trim(mp_obj_t stream);

// asyncio_line.c
#if ASYNCIO_RS_HAS_LINES
extern const mp_obj_type_t mp_type_socket; // of ports/unix/modsocket.c
mp_obj_t asyncio_line_read(mp_obj_t object, mp_obj_t *rest);
bool asyncio_line_follows(mp_obj_t object);
void asyncio_line_forget(int fd);
void asyncio_line_closing(int fd);
void asyncio_line_shared(void);
#else
#define asyncio_line_forget(fd)
#define asyncio_line_closing(fd)
#define asyncio_line_shared()
#endif

// asyncio_ioqueue.c: core._io_queue.queue_read(stream) and queue_write(stream); whether a task whose
// `data` is that queue waits to write; and for an object of exactly that type
void asyncio_queue_read(mp_obj_t stream);
void asyncio_queue_write(mp_obj_t stream);
bool asyncio_is_writer(asyncio_task_t *task, mp_obj_t stream);
bool asyncio_ioqueue_is_waiting(mp_obj_t self_in);
size_t asyncio_ioqueue_poll(mp_obj_t self_in, size_t timeout, bool ran);
#if ASYNCIO_RS_KERNEL_POLL
bool asyncio_ioqueue_has_reader(mp_obj_t self_in, mp_obj_t stream, int fd);
void asyncio_ioqueue_run_ended(mp_obj_t self_in);
#endif
#if ASYNCIO_RS_INSIGHT
bool asyncio_ioqueue_has_to_poll(mp_obj_t self_in);
qstr asyncio_ioqueue_waits_for(mp_obj_t self_in, const asyncio_task_t *task, mp_obj_t *stream);
#endif

#endif // ASYNCIO_RS_MODASYNCIO_H
