//! What acquiring and releasing a `Lock` come to. Owns what its state says: 0 unlocked, 1 locked, a task that is to have it
//! next; must not know where the state is kept. Tasks only use it, so nothing here is guarded but the queues themselves.

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

/// `Lock.release()`: the lock is free, or promised to the task that waits longest, which is to run. False, and nothing changed, if it
/// is not locked.
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
