// The module `_virtual` of the unix test builds: a program's hand on the virtual clock and on the watchdog, and calls of the
// kernel that fail.

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

#include "py/obj.h"
#include "py/runtime.h"
#include "py/smallint.h"

bool virtual_clock_alive(void);
void virtual_clock_set_ms(uint64_t ms);
bool virtual_epoll_wait_fails(void);
bool virtual_poll_fails(void);
bool virtual_watchdog(unsigned int ms);

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
    { MP_ROM_QSTR(MP_QSTR_fail_call), MP_ROM_PTR(&virtual_fail_call_obj) },
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
