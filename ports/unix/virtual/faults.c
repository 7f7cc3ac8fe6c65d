// The module `_virtual` of the unix test builds: a program's hand on the virtual clock, and the fault injector.
// It makes the n-th heap allocation from now fail, or a collection at each, or a KeyboardInterrupt arrive at the n-th
// checkpoint: whenever memory is asked for, the clock is read, or something waits. Or the n-th call of the kernel fail.

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "py/cstack.h"
#include "py/gc.h"
#include "py/obj.h"
#include "py/runtime.h"
#include "py/smallint.h"

bool virtual_clock_alive(void);
void virtual_clock_set_ms(uint64_t ms);
bool virtual_watchdog(unsigned int ms);

void *__real_gc_alloc(size_t n_bytes, unsigned int alloc_flags);
void *__real_gc_realloc(void *ptr, size_t n_bytes, bool allow_move);

// Each counts down to the event, which happens at the step from 1 to 0; what has passed is counted upwards.
static mp_int_t alloc_countdown;
static mp_int_t alloc_burst;
static mp_uint_t alloc_seen;
static mp_int_t pending_countdown;
static mp_uint_t pending_seen;
static bool collecting;

// Which of CALLS fails, from its when-th call on, for how many calls, and with what.
static const char *const CALLS[] = {
    "realloc", "epoll_create1", "epoll_ctl", "epoll_wait", "poll", "timerfd_create", "timerfd_settime",
};
enum { REALLOC, EPOLL_CREATE1, EPOLL_CTL, EPOLL_WAIT, POLL, TIMERFD_CREATE, TIMERFD_SETTIME };
static int call_failing = -1;
static mp_int_t call_countdown;
static mp_int_t call_burst;
static mp_uint_t call_seen;
static int call_errno;

void virtual_checkpoint(void);
mp_obj_t virtual_check_structures(mp_obj_t queue, mp_obj_t ioqueue);

static bool call_fails(int which) {
    if (which != call_failing) {
        return false;
    }
    ++call_seen;
    if (call_countdown > 1) {
        --call_countdown;
        return false;
    }
    if (call_countdown < 1 || call_burst < 1) {
        return false;
    }
    --call_burst;
    errno = call_errno;
    return true;
}

// For clock.c, which has these calls wrapped.
bool virtual_epoll_wait_fails(void) {
    return call_fails(EPOLL_WAIT);
}

bool virtual_poll_fails(void) {
    return call_fails(POLL);
}

void *__real_realloc(void *ptr, size_t size);
int __real_epoll_create1(int flags);
int __real_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
int __real_timerfd_create(int clock, int flags);
int __real_timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old);

void *__wrap_realloc(void *ptr, size_t size) {
    return call_fails(REALLOC) ? NULL : __real_realloc(ptr, size);
}

int __wrap_epoll_create1(int flags) {
    return call_fails(EPOLL_CREATE1) ? -1 : __real_epoll_create1(flags);
}

int __wrap_epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    return call_fails(EPOLL_CTL) ? -1 : __real_epoll_ctl(epoll, operation, fd, event);
}

int __wrap_timerfd_create(int clock, int flags) {
    return call_fails(TIMERFD_CREATE) ? -1 : __real_timerfd_create(clock, flags);
}

int __wrap_timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old) {
    return call_fails(TIMERFD_SETTIME) ? -1 : __real_timerfd_settime(fd, flags, new, old);
}

static bool alloc_fails(void) {
    virtual_checkpoint();
    ++alloc_seen;
    if (collecting && !gc_is_locked()) {
        gc_collect();
    }
    if (alloc_countdown > 0 && --alloc_countdown == 0) {
        if (--alloc_burst > 0) {
            alloc_countdown = 1;
        }
        return true;
    }
    return false;
}

void *__wrap_gc_alloc(size_t n_bytes, unsigned int alloc_flags) {
    return alloc_fails() ? NULL : __real_gc_alloc(n_bytes, alloc_flags);
}

void *__wrap_gc_realloc(void *ptr, size_t n_bytes, bool allow_move) {
    // Shrinking never allocates; it is let through, since the VM does not expect it to fail.
    if (n_bytes == 0 || (ptr != NULL && gc_nbytes(ptr) >= n_bytes)) {
        return __real_gc_realloc(ptr, n_bytes, allow_move);
    }
    return alloc_fails() ? NULL : __real_gc_realloc(ptr, n_bytes, allow_move);
}

void virtual_checkpoint(void) {
    ++pending_seen;
    if (pending_countdown > 0 && --pending_countdown == 0) {
        mp_sched_keyboard_interrupt();
    }
}

// fail_alloc(n, burst=1): the n-th allocation from now fails, and the burst-1 after it; 0 disarms. Returns how many
// allocations there have been since the last call.
static mp_obj_t virtual_fail_alloc(size_t n_args, const mp_obj_t *args) {
    mp_uint_t seen = alloc_seen;
    alloc_burst = n_args > 1 ? mp_obj_get_int(args[1]) : 1;
    alloc_countdown = mp_obj_get_int(args[0]);
    alloc_seen = 0;
    return MP_OBJ_NEW_SMALL_INT(seen);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(virtual_fail_alloc_obj, 1, 2, virtual_fail_alloc);

// collect(yes): whether there is a collection at each allocation.
static mp_obj_t virtual_collect(mp_obj_t yes) {
    collecting = mp_obj_is_true(yes);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(virtual_collect_obj, virtual_collect);

// fail_call(name, n, error, burst): the n-th call from now of this name fails, and the burst-1 after it; 0 disarms. Returns
// how many such calls there have been since the last time.
static mp_obj_t virtual_fail_call(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    const char *name = mp_obj_str_get_str(args[0]);
    mp_uint_t seen = call_seen;
    call_failing = -1;
    for (size_t i = 0; i < MP_ARRAY_SIZE(CALLS); ++i) {
        if (strcmp(CALLS[i], name) == 0) {
            call_failing = i;
        }
    }
    call_countdown = mp_obj_get_int(args[1]);
    call_errno = mp_obj_get_int(args[2]);
    call_burst = mp_obj_get_int(args[3]);
    call_seen = 0;
    return MP_OBJ_NEW_SMALL_INT(seen);
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(virtual_fail_call_obj, 4, 4, virtual_fail_call);

// stack(n): so many more bytes of the C stack may be used than are now; 0 gives back all that there was.
static mp_obj_t virtual_stack(mp_obj_t n_in) {
    static mp_uint_t limit;
    mp_int_t n = mp_obj_get_int(n_in);
    if (limit == 0) {
        limit = MP_STATE_THREAD(stack_limit);
    }
    mp_uint_t used = mp_cstack_usage();
    MP_STATE_THREAD(stack_limit) = n == 0 ? limit : MIN(limit, used + n);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(virtual_stack_obj, virtual_stack);

// check(queue, ioqueue): what is wrong with them, or None.
static MP_DEFINE_CONST_FUN_OBJ_2(virtual_check_obj, virtual_check_structures);

// interrupt(n): KeyboardInterrupt at the n-th checkpoint from now; 0 disarms. Returns how many checkpoints there have
// been since the last call.
static mp_obj_t virtual_interrupt(mp_obj_t n) {
    mp_uint_t seen = pending_seen;
    pending_countdown = mp_obj_get_int(n);
    pending_seen = 0;
    return MP_OBJ_NEW_SMALL_INT(seen);
}
static MP_DEFINE_CONST_FUN_OBJ_1(virtual_interrupt_obj, virtual_interrupt);

// alive(): a new program starts; returns whether the one before it was told of a deadlock.
static mp_obj_t virtual_alive(void) {
    return mp_obj_new_bool(virtual_clock_alive());
}
static MP_DEFINE_CONST_FUN_OBJ_0(virtual_alive_obj, virtual_alive);

static mp_obj_t virtual_set_clock(mp_obj_t ms) {
    virtual_clock_set_ms(mp_obj_get_int(ms));
    virtual_clock_alive();
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(virtual_set_clock_obj, virtual_set_clock);

// watchdog(ms): an interrupt after so much processor time; returns whether the watch before this one has barked.
static mp_obj_t virtual_watch(mp_obj_t ms) {
    return mp_obj_new_bool(virtual_watchdog(mp_obj_get_int(ms)));
}
static MP_DEFINE_CONST_FUN_OBJ_1(virtual_watch_obj, virtual_watch);

static const mp_rom_map_elem_t virtual_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__virtual) },
    { MP_ROM_QSTR(MP_QSTR_fail_alloc), MP_ROM_PTR(&virtual_fail_alloc_obj) },
    { MP_ROM_QSTR(MP_QSTR_collect), MP_ROM_PTR(&virtual_collect_obj) },
    { MP_ROM_QSTR(MP_QSTR_fail_call), MP_ROM_PTR(&virtual_fail_call_obj) },
    { MP_ROM_QSTR(MP_QSTR_stack), MP_ROM_PTR(&virtual_stack_obj) },
    { MP_ROM_QSTR(MP_QSTR_check), MP_ROM_PTR(&virtual_check_obj) },
    { MP_ROM_QSTR(MP_QSTR_interrupt), MP_ROM_PTR(&virtual_interrupt_obj) },
    { MP_ROM_QSTR(MP_QSTR_alive), MP_ROM_PTR(&virtual_alive_obj) },
    { MP_ROM_QSTR(MP_QSTR_set_clock), MP_ROM_PTR(&virtual_set_clock_obj) },
    { MP_ROM_QSTR(MP_QSTR_watchdog), MP_ROM_PTR(&virtual_watch_obj) },
    { MP_ROM_QSTR(MP_QSTR_half_period), MP_ROM_INT(MICROPY_PY_TIME_TICKS_PERIOD / 2) },
};
static MP_DEFINE_CONST_DICT(virtual_globals, virtual_globals_table);

const mp_obj_module_t virtual_user_cmodule = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&virtual_globals,
};

MP_REGISTER_MODULE(MP_QSTR__virtual, virtual_user_cmodule);
