//! Acquiring and releasing a `Lock`. Owns the meaning of its state: 0 is unlocked, 1 is locked, a task is the one that gets
//! it next; must not know where the state is kept. Only tasks use a lock, so nothing is guarded but the queues themselves.

use core::cell::Cell;

use crate::event::Waiting;
use crate::queue::QueueRef;
use crate::task::{Obj, TaskRef};
use crate::vm::Vm;

/// `Lock.acquire()` of the running task.
pub fn acquire(state: &Cell<Obj>, waiting: QueueRef, task: TaskRef, vm: &impl Vm) -> Waiting {
    if state.get() == vm.zero() {
        state.set(vm.one());
        return Waiting::Done;
    }
    let is_held = state.get() == vm.one() || vm.as_task(state.get()).is_some();
    if is_held
        && waiting
            .push(task, vm.now(), Obj(waiting.as_ptr().cast()), vm.period())
            .is_ok()
    {
        Waiting::Waits
    } else {
        Waiting::Odd
    }
}

/// `Lock.release()`: frees the lock, or passes it to the task that has waited longest, and queues that task. False, and nothing
/// changed, if it is not locked.
pub fn release(state: &Cell<Obj>, waiting: QueueRef, run: QueueRef, vm: &impl Vm) -> bool {
    if state.get() != vm.one() {
        return false;
    }
    match waiting.pop(vm.period()) {
        Some(task) => {
            state.set(Obj(task.as_ptr().cast()));
            // It was in the lock's queue a moment ago, so in no other.
            let _ = run.push(task, vm.now(), vm.none(), vm.period());
        }
        None => state.set(vm.zero()),
    }
    true
}
