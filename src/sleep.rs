//! The awaitable that `sleep_ms` returns. Owns when a sleep begins and ends for the task that awaits it; must not
//! know how time is read.
//!
//! Upstream hands out one object for all sleeps, so that sleeping allocates nothing; two sleeps created before either is
//! awaited then both last as long as the second. Here, too, one object serves as long as it is free. It is *armed* from
//! `sleep_ms` until a task awaits it; while it is, the next `sleep_ms` wants another object. The tasks asleep in a shared
//! object each remember it in their `data` (which reads as `None`), so that one that wakes does not take an armed object
//! for a new sleep of its own.

use core::cell::Cell;
use core::ffi::c_void;

use crate::task::{Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// A sleep: `sleep_ms(t)`, not awaited yet, being slept, or over.
#[repr(C)]
pub struct Sleep {
    /// The object's type, as the VM wants it in the first word. Never read here.
    pub base: *const c_void,
    /// When the sleep ends, in ticks.
    pub deadline: Cell<Ticks>,
    /// `sleep_ms` has returned it, and nobody has awaited it yet, so it can't be returned again.
    pub armed: Cell<bool>,
}

impl Sleep {
    /// A sleep that nobody has asked for yet: zero in every byte but its type. C makes it so.
    pub const fn new(base: *const c_void) -> Self {
        Self {
            base,
            deadline: Cell::new(0),
            armed: Cell::new(false),
        }
    }

    /// Begins a sleep of `ms` milliseconds (`sleep_ms`). `current` is the task that asked. False if that is further away than
    /// ticks can tell.
    pub fn arm(&self, now: Ticks, ms: usize, current: Option<TaskRef>, vm: &impl Vm) -> bool {
        let Some(deadline) = vm.period().add(now, ms) else {
            return false;
        };
        self.deadline.set(deadline);
        self.armed.set(true);
        // A task that asks for a new sleep has left its old one, even if that was never resumed.
        if let Some(task) = current {
            self.leave(task, vm);
        }
        true
    }

    /// Whether the sleep begins for the task that awaits it: the task is to be queued until the deadline, with the sleep as its
    /// `data`; then the sleep is armed no more. Otherwise it is over.
    pub fn begins(&self, task: TaskRef, vm: &impl Vm) -> bool {
        !self.leave(task, vm) && self.armed.get()
    }

    /// Takes a task out of this sleep. Returns whether it was in it.
    fn leave(&self, task: TaskRef, vm: &impl Vm) -> bool {
        let slept = task.data.get() == Obj(core::ptr::from_ref(self).cast());
        if slept {
            task.data.set(vm.none());
        }
        slept
    }
}
