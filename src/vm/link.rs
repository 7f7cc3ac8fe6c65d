//! The VM of a firmware: [`Vm`] over the declarations of `cmodule/vm.h`. Owns the safe face of those, the critical section
//! and the panic handler; must not know what they are used for.
#![allow(unsafe_code)]

use core::ptr::NonNull;

use critical_section::RawRestoreState;

use super::{Vm, sys};
use crate::queue::QueueRef;
use crate::task::{Obj, TaskRef};
use crate::ticks::{Period, Ticks};

/// The VM that this library is linked with.
#[derive(Clone, Copy)]
pub struct Linked;

impl Vm for Linked {
    #[inline]
    fn none(&self) -> Obj {
        // SAFETY: a constant of the C side, never written.
        unsafe { sys::asyncio_rs_vm.none }
    }

    #[inline]
    fn false_(&self) -> Obj {
        // SAFETY: as above.
        unsafe { sys::asyncio_rs_vm.false_ }
    }

    #[inline]
    fn true_(&self) -> Obj {
        // SAFETY: as above.
        unsafe { sys::asyncio_rs_vm.true_ }
    }

    #[inline]
    fn zero(&self) -> Obj {
        // SAFETY: as above.
        unsafe { sys::asyncio_rs_vm.zero }
    }

    #[inline]
    fn one(&self) -> Obj {
        // SAFETY: as above.
        unsafe { sys::asyncio_rs_vm.one }
    }

    #[inline]
    fn period(&self) -> Period {
        // SAFETY: as above.
        Period::from_half(unsafe { sys::asyncio_rs_vm.half_period })
    }

    #[inline]
    fn now(&self) -> Ticks {
        // SAFETY: reads a clock; cannot raise.
        unsafe { sys::asyncio_rs_vm_ticks() }
    }

    fn as_task(&self, object: Obj) -> Option<TaskRef> {
        // SAFETY: takes any handle, and cannot raise.
        let task = unsafe { sys::asyncio_rs_vm_as_task(object) };
        // SAFETY: it is null, or a task that C initialised and that the collector keeps while it can be reached; whoever
        // gave us the handle reaches it.
        NonNull::new(task.cast_mut().cast()).map(|task| unsafe { TaskRef::new(task) })
    }

    fn as_queue(&self, object: Obj) -> Option<QueueRef> {
        // SAFETY: takes any handle, and cannot raise.
        let queue = unsafe { sys::asyncio_rs_vm_as_queue(object) };
        // SAFETY: as for a task.
        NonNull::new(queue.cast_mut().cast()).map(|queue| unsafe { QueueRef::new(queue) })
    }
}

/// Whether an exception or a scheduled callback is pending, so that a long wait would come too late.
#[cfg(feature = "unix")]
pub fn is_pending() -> bool {
    // SAFETY: looks at the VM's state; cannot raise.
    unsafe { sys::asyncio_rs_vm_is_pending() }
}

struct AtomicSection;

critical_section::set_impl!(AtomicSection);

// SAFETY: the port's atomic section holds off interrupts and, where threads run without a global lock, other threads until
// the matching exit. It need not nest: the only sections are those of `queue`, which call nothing that begins another.
unsafe impl critical_section::Impl for AtomicSection {
    unsafe fn acquire() -> RawRestoreState {
        // SAFETY: cannot raise; the state goes to the matching `release`.
        unsafe { sys::asyncio_rs_vm_enter() }
    }

    unsafe fn release(state: RawRestoreState) {
        // SAFETY: `state` is what the matching `acquire` gave.
        unsafe { sys::asyncio_rs_vm_exit(state) }
    }
}

#[cfg(feature = "firmware")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    // SAFETY: does not return. Nothing here panics; a check of the linked firmware holds us to that.
    unsafe { sys::asyncio_rs_vm_halt() }
}
