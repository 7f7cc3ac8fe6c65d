//! What cancelling a task comes to (`Task.cancel`). Owns the decision and the way to the task that the cancellation is for;
//! must not know how a program's queues are left, which C sees to.

use crate::task::TaskRef;
use crate::vm::Vm;

/// The task that ends when this one is cancelled: a task that waits for another passes the cancellation on to that one.
/// Nothing if the tasks wait for each other in a circle.
pub fn target(task: TaskRef, vm: &impl Vm) -> Option<TaskRef> {
    // Brent's way to notice a circle: `mark` is put where we are after 1, 2, 4, … steps; who comes by it again goes round.
    let (mut at, mut mark) = (task, task);
    let mut steps = 0usize;
    while let Some(awaited) = vm.as_task(at.data.get()) {
        at = awaited;
        if at == mark {
            return None;
        }
        steps = steps.wrapping_add(1);
        if steps & steps.wrapping_sub(1) == 0 {
            mark = at;
        }
    }
    Some(at)
}

/// Whether a task that waits in the run queue is not due yet, so that it has to be brought forward.
pub fn is_early(task: TaskRef, vm: &impl Vm) -> bool {
    vm.period().until(task.key.get(), vm.now()) > 0
}
