//! The sleeping awaitable: what `sleep_ms` gives. Owns when a sleep begins and ends for the task that awaits it; must not
//! know how time is read.
//!
//! Upstream hands out one object for all sleeps, so that sleeping allocates nothing; two sleeps created before either is
//! awaited then both last as long as the second. Here, too, one object serves as long as it is free. It is *armed* from
//! `sleep_ms` until a task awaits it; while it is, the next `sleep_ms` wants another object. The tasks asleep in a shared
//! object each remember it in their `data` (which reads as `None`), so that one that wakes does not take an armed object
//! for a new sleep of its own.

use core::cell::Cell;
use core::ffi::c_void;

use crate::queue::QueueRef;
use crate::task::{Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// A sleep: `sleep_ms(t)`, not awaited yet, being slept, or over.
#[repr(C)]
pub struct Sleep {
    /// The object's type, as the VM wants it in the first word. Never read here.
    pub base: *const c_void,
    deadline: Cell<Ticks>,
    armed: Cell<bool>,
}

/// What an awaited sleep does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Advance {
    /// It is over.
    Over,
    /// It began: the task is in the queue.
    Begun,
    /// It is to begin: the task is to be pushed to the program's own queue.
    Push,
    /// It can't begin: the task is in a queue already.
    Queued,
    /// It can't begin: no task awaits it.
    Astray,
}

impl Sleep {
    /// A sleep that nobody has asked for yet.
    pub const fn new(base: *const c_void) -> Self {
        Self {
            base,
            deadline: Cell::new(0),
            armed: Cell::new(false),
        }
    }

    /// Whether the sleep waits for somebody to await it, and so can't be given to somebody else.
    pub fn is_armed(&self) -> bool {
        self.armed.get()
    }

    /// Sets when the sleep ends, in ticks (`sleep_ms`). `current` is the task that asked.
    pub fn arm(&self, deadline: Ticks, current: Option<TaskRef>, vm: &impl Vm) {
        self.deadline.set(deadline);
        self.armed.set(true);
        // Who asks for a sleep is out of the one before, even when it never told that one.
        if let Some(task) = current {
            if task.data.get() == self.handle() {
                task.data.set(vm.none());
            }
        }
    }

    /// What the sleep does for the task that awaits it. It goes to sleep in `queue`, or, without one, is to be pushed to the
    /// program's own queue for the [`deadline`](Self::deadline), and [`begun`](Self::begun) told.
    pub fn advance(&self, task: Option<TaskRef>, queue: Option<QueueRef>, vm: &impl Vm) -> Advance {
        let wakes = task.is_some_and(|task| task.data.get() == self.handle());
        if let (true, Some(task)) = (wakes, task) {
            task.data.set(vm.none());
        }
        if wakes || !self.armed.get() {
            return Advance::Over;
        }
        match (task, queue) {
            (None, _) => Advance::Astray,
            (Some(_), None) => Advance::Push,
            (Some(task), Some(queue)) => match queue.push_with(task, self.deadline.get(), self.handle(), vm.period()) {
                Ok(()) => {
                    self.armed.set(false);
                    Advance::Begun
                }
                Err(_) => Advance::Queued,
            },
        }
    }

    /// Takes note that the task was put to sleep.
    pub fn begun(&self, task: TaskRef) {
        self.armed.set(false);
        task.data.set(self.handle());
    }

    /// When the sleep ends.
    pub fn deadline(&self) -> Ticks {
        self.deadline.get()
    }

    fn handle(&self) -> Obj {
        Obj(core::ptr::from_ref(self).cast())
    }
}
