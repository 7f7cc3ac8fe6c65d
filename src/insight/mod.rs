//! What a program is doing, seen from inside the loop. Owns how a task's standing is told; its parts own the figures
//! ([`meter`]) and the flight recorder ([`recorder`]). Must not know how any of it is shown.

pub mod meter;
pub mod recorder;

use self::recorder::What;
use crate::queue::{self, QueueRef};
use crate::task::{Life, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// It has ended.
    Ended,
    /// It is its turn.
    Running,
    /// It is in the run queue, and due.
    Ready,
    /// It is in the run queue, and due later.
    Sleeping,
    /// It waits for the task that its `data` is.
    Joining,
    /// It is in another queue: an Event's, a Lock's, a program's own.
    Queued,
    /// It is in no queue: it waits for a stream, or for something of the program's own.
    Parked,
}

/// What a task does; `turn` is the task whose turn it is, `run` the run queue.
pub fn standing(task: TaskRef, turn: Option<TaskRef>, run: Option<QueueRef>, vm: &impl Vm) -> Standing {
    if task.is_done(vm) {
        return Standing::Ended;
    }
    if turn == Some(task) {
        return Standing::Running;
    }
    let Some(queue) = queue::of(task) else {
        return Standing::Parked;
    };
    if Some(queue) == run {
        return if left(task, vm) == 0 {
            Standing::Ready
        } else {
            Standing::Sleeping
        };
    }
    match vm.as_task(task.data.get()).map(|awaited| awaited.life(vm)) {
        Some(Life::Waited(waiters)) if waiters == queue => Standing::Joining,
        _ => Standing::Queued,
    }
}

/// What a task does whose turn has just ended, at a time that had come in it.
pub fn what_next(task: TaskRef, run: Option<QueueRef>, now: Ticks, vm: &impl Vm) -> What {
    if task.is_done(vm) {
        What::End
    } else if run.is_none() || queue::of(task) != run {
        What::Wait
    } else if vm.period().until(task.key.get(), now) == 0 {
        What::Ready
    } else {
        What::Sleep
    }
}

/// How many milliseconds are left until a task in the run queue is due.
pub fn left(task: TaskRef, vm: &impl Vm) -> Ticks {
    vm.period().until(task.key.get(), vm.now())
}
