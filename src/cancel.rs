//! What cancelling a task comes to (`Task.cancel`). Owns the decision and the way to the task that the cancellation is for;
//! must not know how a program's queues are left, which C sees to.

use crate::task::TaskRef;
use crate::vm::Vm;

/// What is to be done to cancel a task.
#[derive(Clone, Copy)]
pub enum Cancel {
    /// Nothing: it has finished.
    Done,
    /// Nothing: it is the running task, which can't cancel itself.
    Current,
    /// Nothing: the tasks wait for each other in a circle.
    Circle,
    /// This task, which waits for no other, is to end with `CancelledError`.
    Task(TaskRef),
}

/// Finds the task to cancel: a task that waits for another passes the cancellation on to that one.
pub fn target(task: TaskRef, current: Option<TaskRef>, vm: &impl Vm) -> Cancel {
    if task.is_done(vm) {
        return Cancel::Done;
    }
    if current == Some(task) {
        return Cancel::Current;
    }
    // Brent's way to notice a circle: `mark` is put where we are after 1, 2, 4, … steps; who comes by it again goes round.
    let mut at = task;
    let mut mark = task;
    let (mut steps, mut limit) = (0usize, 1usize);
    while let Some(awaited) = vm.as_task(at.data.get()) {
        at = awaited;
        if at == mark {
            return Cancel::Circle;
        }
        steps += 1;
        if steps == limit {
            steps = 0;
            limit = limit.wrapping_mul(2);
            mark = at;
        }
    }
    Cancel::Task(at)
}

/// Whether a task that waits in the run queue is not due yet, so that it has to be brought forward.
pub fn is_early(task: TaskRef, vm: &impl Vm) -> bool {
    vm.period().until(task.key.get(), vm.now()) > 0
}
