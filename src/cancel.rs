//! Cancelling a task (`Task.cancel`). Owns the decision and the search for the task that is actually cancelled; must not know
//! how a task is taken out of a program's own queue, which C does.

use crate::task::TaskRef;
use crate::vm::Vm;

/// The task that receives the cancellation of this one: a task that waits for another passes it on to that one. `None` if the
/// tasks wait for each other in a circle.
pub fn target(task: TaskRef, vm: &impl Vm) -> Option<TaskRef> {
    // Brent's cycle detection: `mark` is set after 1, 2, 4, … steps; coming by it again means a circle.
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
