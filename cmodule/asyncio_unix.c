/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The functions to which the linker redirects calls of the unix port (micropython.mk, --wrap).
// This file owns these detours and nothing else.

#include "py/mphal.h"

#include "asyncio_insight.h"

#if ASYNCIO_RS_KERNEL_POLL && ASYNCIO_RS_HAS_LOOP && ASYNCIO_RS_WRAP

// The C libraries of some boards lack these.
#include <pthread.h>
#include <sys/socket.h>

// Stops watching a descriptor that is closed.  May run in any thread, without the GIL.
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd) {
    asyncio_rs_closing(fd);
    asyncio_line_closing(fd);
    int ret = __real_close(fd);
    asyncio_rs_closed(fd);
    return ret;
}

// Any other read of a descriptor makes asyncio_line.c forget what it saw there.  May run in any
// thread, without the GIL.
ssize_t __real_read(int fd, void *buf, size_t len);
ssize_t __wrap_read(int fd, void *buf, size_t len);
ssize_t __wrap_read(int fd, void *buf, size_t len) {
    asyncio_line_forget(fd);
    return __real_read(fd, buf, len);
}

ssize_t __real_recv(int fd, void *buf, size_t len, int flags);
ssize_t __wrap_recv(int fd, void *buf, size_t len, int flags);
ssize_t __wrap_recv(int fd, void *buf, size_t len, int flags) {
    asyncio_line_forget(fd);
    return __real_recv(fd, buf, len, flags);
}

ssize_t __real_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *from_len);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *from_len);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *from_len) {
    asyncio_line_forget(fd);
    return __real_recvfrom(fd, buf, len, flags, from, from_len);
}

// By each of these somebody else may come to have the process's descriptors: another thread, a
// child, or C that is called by FFI.  A child by fork() comes here too, see asyncio_unix_init.
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*entry)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*entry)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*entry)(void *), void *arg) {
    asyncio_line_shared();
    return __real_pthread_create(thread, attr, entry, arg);
}

int __real_system(const char *command);
int __wrap_system(const char *command);
int __wrap_system(const char *command) {
    asyncio_line_shared();
    return __real_system(command);
}

// Weak, for programs without libffi.
void __real_ffi_call(void *cif, void (*function)(void), void *result, void **args) __attribute__((weak));
void __wrap_ffi_call(void *cif, void (*function)(void), void *result, void **args);
void __wrap_ffi_call(void *cif, void (*function)(void), void *result, void **args) {
    asyncio_line_shared();
    __real_ffi_call(cif, function, result, args);
}

// Ctrl-C ends a wait of the loop, whichever thread gets the signal.  Runs in its handler.
void __real_mp_sched_keyboard_interrupt(void);
void __wrap_mp_sched_keyboard_interrupt(void);
void __wrap_mp_sched_keyboard_interrupt(void) {
    __real_mp_sched_keyboard_interrupt();
    asyncio_rs_wake();
}

#if MICROPY_ENABLE_VM_ABORT
// So does an abort of the VM.
void __real_mp_sched_vm_abort(void);
void __wrap_mp_sched_vm_abort(void);
void __wrap_mp_sched_vm_abort(void) {
    __real_mp_sched_vm_abort();
    asyncio_rs_wake();
}
#endif

#if ASYNCIO_RS_INSIGHT
// Measures how long the collector runs.
void __real_gc_collect(void);
void __wrap_gc_collect(void);
void __wrap_gc_collect(void) {
    uint32_t begin = asyncio_insight & ASYNCIO_INSIGHT_MEASURE ? mp_hal_ticks_us() : 0;
    __real_gc_collect();
    ASYNCIO_INSIGHT(ASYNCIO_INSIGHT_MEASURE, asyncio_insight_collected(mp_hal_ticks_us() - begin));
}
#endif

static void unix_before_fork(void) {
    asyncio_line_shared();
}

// A forked child must not use its parent's descriptors of the engine, so it is noticed.
void asyncio_unix_init(void) {
    static bool done;
    if (!done) {
        done = pthread_atfork(unix_before_fork, NULL, asyncio_rs_forked) == 0;
    }
}

#endif
