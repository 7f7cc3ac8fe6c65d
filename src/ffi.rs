//! What C calls. Owns the C names and the conversion of what C hands over; must not decide anything.
//!
//! Each function runs to its end: none calls back into what can raise. Pointers come from C's objects, on the VM's heap or,
//! for a [`Loop`], on C's stack.
#![allow(unsafe_code)]

use core::ffi::c_void;

use crate::cancel::{self, Cancel};
use crate::queue::{self, Queue, QueueRef};
use crate::scheduler::{Ending, Loop, Step, Streams};
use crate::sleep::{Advance, Sleep};
use crate::stream::waits::{Direction, Wait, WaitError, Waits};
use crate::task::{Obj, Task, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;
use crate::vm::link::Linked;

const VM: Linked = Linked;

/// `time.ticks_add(t, delta)`: false, and nothing written, where that raises `OverflowError`.
///
/// # Safety
/// `sum` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_ticks_add(t: Ticks, delta: usize, sum: *mut Ticks) -> bool {
    match VM.period().add(t, delta) {
        Some(t) => {
            // SAFETY: promised by the caller.
            unsafe { sum.write(t) };
            true
        }
        None => false,
    }
}

/// Makes a task of fresh memory.
///
/// # Safety
/// `task` may be written, and stays where it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_task_init(task: *mut Task, base: *const c_void, coro: Obj) {
    // SAFETY: promised by the caller.
    unsafe { task.write(Task::new(base, coro, &VM)) };
}

/// `Task.done()`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_task_is_done(task: TaskRef) -> bool {
    task.is_done(&VM)
}

/// Whether the task is in a queue.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_task_is_queued(task: TaskRef) -> bool {
    task.is_queued()
}

/// What a cancellation comes to: the kinds of [`Cancel`], without the task.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum CancelKind {
    /// The task has finished.
    Done,
    /// It is the running task.
    Current,
    /// The tasks wait for each other in a circle.
    Circle,
    /// `target` is to be cancelled.
    Target,
}

/// Finds the task that `task.cancel()` ends; `current` is the running task, or null.
///
/// # Safety
/// `target` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_cancel_target(
    task: TaskRef,
    current: Option<TaskRef>,
    target: *mut TaskRef,
) -> CancelKind {
    match cancel::target(task, current, &VM) {
        Cancel::Done => CancelKind::Done,
        Cancel::Current => CancelKind::Current,
        Cancel::Circle => CancelKind::Circle,
        Cancel::Task(found) => {
            // SAFETY: promised by the caller.
            unsafe { target.write(found) };
            CancelKind::Target
        }
    }
}

/// Whether a task that waits in the run queue is not due yet, so that it has to be brought forward.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_cancel_is_early(task: TaskRef) -> bool {
    cancel::is_early(task, &VM)
}

/// Makes a queue of fresh memory.
///
/// # Safety
/// `queue` may be written, and stays where it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_queue_init(queue: *mut Queue, base: *const c_void) {
    // SAFETY: promised by the caller.
    unsafe { queue.write(Queue::new(base)) };
}

/// `TaskQueue.peek()`: null if the queue is empty.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_peek(queue: QueueRef) -> Option<TaskRef> {
    queue.peek()
}

/// `TaskQueue.push(task, key)`: false, and nothing changed, if the task is in a queue already.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_push(queue: QueueRef, task: TaskRef, key: Ticks) -> bool {
    queue.push_with(task, key, VM.none(), VM.period()).is_ok()
}

/// `TaskQueue.pop()`: null if the queue is empty.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_pop(queue: QueueRef) -> Option<TaskRef> {
    queue.pop(VM.period())
}

/// `TaskQueue.remove(task)`: false, and nothing changed, if the task is not in this queue.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_remove(queue: QueueRef, task: TaskRef) -> bool {
    queue.remove(task, VM.period()).is_ok()
}

/// Takes a task out of whichever queue it is in, if it is in one.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_remove_from_any(task: TaskRef) {
    queue::remove_from_any(task, VM.period());
}

/// Makes a sleep of fresh memory.
///
/// # Safety
/// `sleep` may be written, and stays where it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_sleep_init(sleep: *mut Sleep, base: *const c_void) {
    // SAFETY: promised by the caller.
    unsafe { sleep.write(Sleep::new(base)) };
}

/// Whether somebody was given this sleep and has not awaited it yet.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_is_armed(sleep: &Sleep) -> bool {
    sleep.is_armed()
}

/// `sleep_ms`: the sleep ends at `deadline`; `current` is the task that asked for it, or null.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_arm(sleep: &Sleep, deadline: Ticks, current: Option<TaskRef>) {
    sleep.arm(deadline, current, &VM);
}

/// What the sleep does for the running task, or null; `queue` is the run queue, null if it is a program's own.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_advance(sleep: &Sleep, task: Option<TaskRef>, queue: Option<QueueRef>) -> Advance {
    sleep.advance(task, queue, &VM)
}

/// When the sleep ends, in ticks.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_deadline(sleep: &Sleep) -> Ticks {
    sleep.deadline()
}

/// Takes note that the task was pushed to sleep until the deadline.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_begun(sleep: &Sleep, task: TaskRef) {
    sleep.begun(task);
}

/// Begins a run of the loop.
///
/// # Safety
/// `run` may be written, and stays where it is until the run ends.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_loop_init(run: *mut Loop, main_task: Option<TaskRef>) {
    // SAFETY: promised by the caller.
    unsafe { run.write(Loop::new(main_task, &VM)) };
}

/// The loop's next step; `queue` is the run queue, null if it is a program's own.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_next(run: &mut Loop, queue: Option<QueueRef>, streams: Streams) -> Step {
    run.next(queue, streams, &VM)
}

/// The program's own queue has its head at `key`; or, if `any` is false, has none.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_peeked(run: &mut Loop, any: bool, key: Ticks) {
    run.peeked(any.then_some(key));
}

/// `task` came out of the program's own queue.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_popped(run: &mut Loop, task: TaskRef) {
    run.popped(task);
}

/// The task's coroutine ended with `exc`; true if it was the main task's, and `cur_task` is to be `None`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_finished(run: &mut Loop, exc: Obj, ending: Ending) -> bool {
    run.finished(exc, ending, &VM)
}

/// The completion callback was called.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_called_back(run: &mut Loop) {
    run.called_back(&VM);
}

/// Why a wait was refused: [`WaitError`], or that it was not.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Enqueued {
    /// The task waits.
    Waits,
    /// No place is free: give more memory with `asyncio_rs_waits_grow`, and try again.
    Full,
    /// Another task waits for the same.
    Busy,
    /// There is no memory for what is kept beside the table.
    NoMemory,
}

impl From<Result<(), WaitError>> for Enqueued {
    fn from(result: Result<(), WaitError>) -> Self {
        match result {
            Ok(()) => Self::Waits,
            Err(WaitError::Full) => Self::Full,
            Err(WaitError::Busy) => Self::Busy,
            Err(WaitError::NoMemory) => Self::NoMemory,
        }
    }
}

/// Makes a table of waits of fresh memory, without a place yet.
///
/// # Safety
/// `waits` may be written, and stays where it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_waits_init(waits: *mut Waits) {
    // SAFETY: promised by the caller.
    unsafe { waits.write(Waits::new()) };
}

/// Puts the table into another, larger memory.
///
/// # Safety
/// `places` is memory for `capacity` places that begins with those there were, the others zero, and which the collector
/// keeps for the table.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_waits_grow(waits: &Waits, places: *const Wait, capacity: usize) {
    // SAFETY: promised by the caller.
    unsafe { waits.grow(places, capacity) };
}

/// `IOQueue.queue_read(stream)` and `queue_write` for this task; `queue` is the IOQueue.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_enqueue(
    waits: &Waits,
    stream: Obj,
    direction: Direction,
    task: TaskRef,
    queue: Obj,
) -> Enqueued {
    waits.enqueue(stream, direction, task, queue, &VM).into()
}

/// `IOQueue.remove(task)`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_remove(waits: &Waits, task: TaskRef) {
    waits.remove(task, |_| ());
}

/// Takes out the next task that wakes now that the stream in place `i` is ready for `events`; null when all have.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_wake(waits: &Waits, i: usize, events: u16) -> Option<TaskRef> {
    waits.wake(waits.get(i)?, events, &VM, |_| ())
}

/// `poller.register(stream, events)`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_register(waits: &Waits, stream: Obj, events: u16) -> Enqueued {
    waits.register(stream, events).into()
}

/// `poller.modify(stream, events)`, and with no events `poller.unregister(stream)`: false if the stream is not in the table.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_modify(waits: &Waits, stream: Obj, events: u16) -> bool {
    waits.modify(stream, events)
}
