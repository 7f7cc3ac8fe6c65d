// The virtual clock of the unix test builds: every tick reads it, and every blocking wait moves it on at once.
// It is put in place of the C library's and the port's functions by the linker (--wrap), alike in both arms.
//
// A wait with a timeout in which nothing is ready advances the clock by that timeout and returns. A wait without
// one, or waits that go on for longer than any program should sleep, can end no more: a KeyboardInterrupt tells the
// program, and at the second time the process leaves with status 77. Time does not pass while code runs, so the
// order of events is exact and repeats.

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "py/mphal.h"
#include "py/runtime.h"

#include "injector.h"

#define STATUS_DEADLOCK (77)

// How many waits in a row may find nothing before the program counts as dead.
#define IDLE_WAITS_LIMIT (3000)

// The clock is where it started and what has passed since: the product of milliseconds and 1000 would overflow near
// the end of the default tick period.
static uint64_t start_ms;
static uint64_t passed_us;
static bool started;
static bool told;
static unsigned int idle_waits;

int __real_poll(struct pollfd *fds, nfds_t n, int timeout);
int __real_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask);
int __real_select(int n, fd_set *r, fd_set *w, fd_set *x, struct timeval *timeout);
int __real_epoll_wait(int epfd, struct epoll_event *events, int n, int timeout);
int __real_epoll_pwait(int epfd, struct epoll_event *events, int n, int timeout, const sigset_t *mask);

bool virtual_epoll_wait_fails(void);
bool virtual_poll_fails(void);

static void deadlock(const char *what) {
    idle_waits = 0;
    if (!told) {
        told = true;
        mp_sched_keyboard_interrupt();
        return;
    }
    // Nothing is lost of what the program has printed: the port writes its output unbuffered.
    static const char text[] = "virtual clock: deadlock in ";
    (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
    (void)!write(STDERR_FILENO, what, strlen(what));
    (void)!write(STDERR_FILENO, "\n", 1);
    _exit(STATUS_DEADLOCK);
}

static void clock_start(void) {
    if (!started) {
        // Where the clock starts, in milliseconds: just below the tick period, say, to see it wrap.
        started = true;
        const char *start = getenv("ASYNCIO_RS_CLOCK_START");
        start_ms = start == NULL ? 1000 : strtoull(start, NULL, 0);
    }
}

static void advance_us(uint64_t us, const char *what) {
    injector_checkpoint();
    if (++idle_waits > IDLE_WAITS_LIMIT) {
        deadlock(what);
    }
    passed_us += us;
}

// The clock moves only when nobody could have been waiting: n is what a wait without timeout found.
static int waited(int n, int timeout_ms, const char *what) {
    if (n != 0) {
        idle_waits = 0;
    } else if (timeout_ms < 0) {
        deadlock(what);
        errno = EINTR;
        return -1;
    } else if (timeout_ms > 0) {
        advance_us((uint64_t)timeout_ms * 1000, what);
    }
    return n;
}

// For the test programs: a new program starts, which may find its own deadlock. Returns whether the last one did.
bool virtual_clock_alive(void) {
    bool was_told = told;
    told = false;
    idle_waits = 0;
    return was_told;
}

void virtual_clock_set_ms(uint64_t ms) {
    started = true;
    start_ms = ms;
    passed_us = 0;
}

mp_uint_t __wrap_mp_hal_ticks_ms(void) {
    injector_checkpoint();
    clock_start();
    return start_ms + passed_us / 1000;
}

mp_uint_t __wrap_mp_hal_ticks_us(void) {
    clock_start();
    return start_ms * 1000 + passed_us;
}

uint64_t __wrap_mp_hal_time_ns(void) {
    return __wrap_mp_hal_ticks_us() * 1000;
}

void __wrap_mp_hal_delay_ms(mp_uint_t ms) {
    advance_us((uint64_t)ms * 1000, "mp_hal_delay_ms");
    mp_handle_pending(true);
}

int __wrap_usleep(useconds_t us) {
    advance_us(us, "usleep");
    return 0;
}

unsigned int __wrap_sleep(unsigned int seconds) {
    advance_us((uint64_t)seconds * 1000000, "sleep");
    return 0;
}

int __wrap_nanosleep(const struct timespec *duration, struct timespec *remaining) {
    (void)remaining;
    advance_us((uint64_t)duration->tv_sec * 1000000 + duration->tv_nsec / 1000, "nanosleep");
    return 0;
}

int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout) {
    if (virtual_poll_fails()) {
        return -1;
    }
    return waited(__real_poll(fds, n, 0), timeout, "poll");
}

static int timespec_ms(const struct timespec *timeout) {
    return timeout == NULL ? -1 : timeout->tv_sec * 1000 + (timeout->tv_nsec + 999999) / 1000000;
}

int __wrap_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout, const sigset_t *mask) {
    static const struct timespec none = {0, 0};
    return waited(__real_ppoll(fds, n, &none, mask), timespec_ms(timeout), "ppoll");
}

int __wrap_select(int n, fd_set *r, fd_set *w, fd_set *x, struct timeval *timeout) {
    struct timeval none = {0, 0};
    int ms = timeout == NULL ? -1 : timeout->tv_sec * 1000 + (timeout->tv_usec + 999) / 1000;
    return waited(__real_select(n, r, w, x, &none), ms, "select");
}

int __wrap_epoll_wait(int epfd, struct epoll_event *events, int n, int timeout) {
    if (virtual_epoll_wait_fails()) {
        return -1;
    }
    return waited(__real_epoll_wait(epfd, events, n, 0), timeout, "epoll_wait");
}

int __wrap_epoll_pwait(int epfd, struct epoll_event *events, int n, int timeout, const sigset_t *mask) {
    if (virtual_epoll_wait_fails()) {
        return -1;
    }
    return waited(__real_epoll_pwait(epfd, events, n, 0, mask), timeout, "epoll_pwait");
}
