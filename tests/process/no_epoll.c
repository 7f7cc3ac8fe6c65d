// Fails a call of epoll from the one on that EPOLL_FAILS names: "create 1", "ctl 30",
// "wait 5".  To be preloaded; what does not fail is the kernel's.

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fails(const char *call) {
    static int calls;
    char name[16];
    int from;
    const char *wanted = getenv("EPOLL_FAILS");
    if (wanted == NULL || sscanf(wanted, "%15s %d", name, &from) != 2 || strcmp(name, call) != 0) {
        return 0;
    }
    if (++calls < from) {
        return 0;
    }
    errno = ENOMEM;
    return 1;
}

int epoll_create1(int flags) {
    return fails("create") ? -1 : (int)syscall(SYS_epoll_create1, flags);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    return fails("ctl") ? -1 : (int)syscall(SYS_epoll_ctl, epoll, operation, fd, event);
}

int epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout, const sigset_t *mask) {
    return fails("wait") ? -1 : (int)syscall(SYS_epoll_pwait, epoll, events, most, timeout, mask, (size_t)8);
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout) {
    return epoll_pwait(epoll, events, most, timeout, NULL);
}
