/*
 * This file is part of the micropython-asyncio-rs project.
 *
 * The MIT License (MIT), see LICENSE.
 */
#ifndef ASYNCIO_RS_VM_H
#define ASYNCIO_RS_VM_H

// What the Rust library asks of the VM.  It owns this list and nothing else, and
// no function of it can raise.  The bindings in src/vm/sys.rs are made from here.

#include <stdbool.h>
#include <stddef.h>

#include "py/obj.h"

// Constants that differ between ports and object representations.
typedef struct _asyncio_rs_vm_t {
    mp_obj_t none;
    mp_obj_t false_;
    mp_obj_t true_;
    mp_obj_t zero;
    mp_obj_t one;
    size_t half_period; // of MICROPY_PY_TIME_TICKS_PERIOD
} asyncio_rs_vm_t;

extern const asyncio_rs_vm_t asyncio_rs_vm;

// The time in milliseconds, modulo MICROPY_PY_TIME_TICKS_PERIOD.
size_t asyncio_rs_vm_ticks(void);

// The native task or queue that an object is, also by way of a subclass, or NULL.
const void *asyncio_rs_vm_as_task(mp_obj_t object);
const void *asyncio_rs_vm_as_queue(mp_obj_t object);

// Hold off interrupts and other threads.  Sections are short, call nothing but
// asyncio_rs_vm_exit, and so do not nest.
size_t asyncio_rs_vm_enter(void);
void asyncio_rs_vm_exit(size_t state);

// Whether an exception or a scheduled callback is pending.  Only the unix port is
// asked, before a long wait.
bool asyncio_rs_vm_is_pending(void);

// Say that the library met what cannot happen, and stop.
__attribute__((noreturn)) void asyncio_rs_vm_halt(void);

#endif // ASYNCIO_RS_VM_H
