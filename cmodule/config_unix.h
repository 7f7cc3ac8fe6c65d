/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */

// The unix port's configuration, but for two things.  Without a GIL the port raises
// KeyboardInterrupt from the signal handler, wherever the program is: also in the
// middle of a queue operation, and over Rust frames.  Here Ctrl-C takes the way that
// it takes on boards: it is raised when the VM, or a system call it interrupts, next
// looks for it.

#include <mpconfigport.h>

#undef MICROPY_ASYNC_KBD_INTR
#define MICROPY_ASYNC_KBD_INTR (0)

// A callback that another thread or a signal's handler schedules ends an idle wait of the
// loop.
#if ASYNCIO_RS_WRAP
void asyncio_rs_wake(void);
#undef MICROPY_SCHED_HOOK_SCHEDULED
#define MICROPY_SCHED_HOOK_SCHEDULED asyncio_rs_wake()
#endif
