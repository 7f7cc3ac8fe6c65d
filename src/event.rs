//! Setting and waiting for an `Event`. Owns the order in which its state and its waiters change, so that a `set()` from an
//! interrupt or a thread loses no waiter; must not know where the state is kept.

use core::cell::Cell;

use crate::queue::QueueRef;
use crate::task::{Obj, TaskRef};
use crate::vm::Vm;

/// The outcome of awaiting an event or a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Waiting {
    /// There is nothing to wait for.
    Done,
    /// The task waits, in the queue of what it awaits.
    Waits,
    /// The state has an unusual value, or the task is queued elsewhere; nothing has changed.
    Odd,
}

/// `Event.wait()` of the running task: looks at the state and queues the task in one section, so that no `set()` falls
/// between the two.
pub fn wait(state: &Cell<Obj>, waiting: QueueRef, task: TaskRef, vm: &impl Vm) -> Waiting {
    let now = vm.now();
    critical_section::with(|section| {
        if state.get() == vm.true_() {
            Waiting::Done
        } else if state.get() == vm.false_()
            && waiting
                .push_in(section, task, now, Obj(waiting.as_ptr().cast()), vm.period())
                .is_ok()
        {
            Waiting::Waits
        } else {
            Waiting::Odd
        }
    })
}

/// `Event.set()`: the state first, so that nobody begins to wait any more, then each waiter from the event's queue to the run
/// queue. Each of them moves in a section of its own: interrupts are held off no longer than by a `pop` and a `push`.
pub fn set(state: &Cell<Obj>, waiting: QueueRef, run: QueueRef, vm: &impl Vm) {
    state.set(vm.true_());
    if waiting.peek().is_none() {
        return;
    }
    let (now, period) = (vm.now(), vm.period());
    while critical_section::with(|section| match waiting.pop_in(section, period) {
        Some(task) => run.push_in(section, task, now, vm.none(), period).is_ok(),
        None => false,
    }) {}
}
