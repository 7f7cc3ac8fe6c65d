//! What C calls. Owns the C names and the conversion of what C hands over; must not decide anything.
//!
//! Each function runs to its end: none calls back into what can raise. Pointers come from C's objects, on the VM's heap or,
//! for a [`Loop`], on C's stack.
#![allow(unsafe_code)]

use core::cell::Cell;

use crate::cancel;
use crate::event::{self, Waiting};
use crate::gather::Gather;
use crate::lock;
use crate::queue::{self, QueueRef};
use crate::scheduler::{Ending, Loop, Step, Streams};
use crate::sleep::Sleep;
use crate::stream::transfer::{self, Drain, Transfer};
use crate::stream::waits::{Chunk, Direction, Wait, WaitError, Waits};
use crate::task::{Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;
use crate::vm::link::Linked;

const VM: Linked = Linked;

/// `Task.done()`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_task_is_done(task: TaskRef) -> bool {
    task.is_done(&VM)
}

/// The task that `task.cancel()` ends; null if the tasks wait for each other in a circle.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_cancel_target(task: TaskRef) -> Option<TaskRef> {
    cancel::target(task, &VM)
}

/// Whether a task that waits in the run queue is not due yet, so that it has to be brought forward.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_cancel_is_early(task: TaskRef) -> bool {
    cancel::is_early(task, &VM)
}

/// `TaskQueue.peek()`: null if the queue is empty.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_peek(queue: QueueRef) -> Option<TaskRef> {
    queue.peek()
}

/// `TaskQueue.push(task, key)`, and `data` for the task: false, and nothing changed, if it is in a queue already.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_push(queue: QueueRef, task: TaskRef, key: Ticks, data: Obj) -> bool {
    queue.push(task, key, data, VM.period()).is_ok()
}

/// `TaskQueue.pop()`: null if the queue is empty.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_pop(queue: QueueRef) -> Option<TaskRef> {
    queue.pop(VM.period())
}

/// `TaskQueue.remove(task)`: false, and nothing changed, if the task is not in this queue; null is whichever it is in.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_remove(queue: Option<QueueRef>, task: TaskRef) -> bool {
    queue::remove(queue, task, VM.period()).is_ok()
}

/// Whether the task is in a queue other than this one, which may be null.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_is_elsewhere(queue: Option<QueueRef>, task: TaskRef) -> bool {
    queue::is_elsewhere(queue, task)
}

/// `sleep_ms(ms)` for `current`, the running task, or null: false if that is further away than ticks can tell.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_arm(sleep: &Sleep, now: Ticks, ms: usize, current: Option<TaskRef>) -> bool {
    sleep.arm(now, ms, current, &VM)
}

/// Whether the sleep begins for the running task; otherwise it is over.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_begins(sleep: &Sleep, task: TaskRef) -> bool {
    sleep.begins(task, &VM)
}

/// `Event.wait()` of the running task; `state` is where the event has its state.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_event_wait(state: &Cell<Obj>, waiting: QueueRef, task: TaskRef) -> Waiting {
    event::wait(state, waiting, task, &VM)
}

/// `Event.set()`; `state` is where the event has its state, `run` the run queue. True, whatever the state was.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_event_set(state: &Cell<Obj>, waiting: QueueRef, run: QueueRef) -> bool {
    event::set(state, waiting, run, &VM);
    true
}

/// `Lock.acquire()` of the running task; `state` is where the lock has its state.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_lock_acquire(state: &Cell<Obj>, waiting: QueueRef, task: TaskRef) -> Waiting {
    lock::acquire(state, waiting, task, &VM)
}

/// `Lock.release()`, likewise: false, and nothing changed, if it is not locked.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_lock_release(state: &Cell<Obj>, waiting: QueueRef, run: QueueRef) -> bool {
    lock::release(state, waiting, run, &VM)
}

/// One of the tasks of a gather runs, and tells when it ends.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_gather_add(gather: &mut Gather) {
    gather.add();
}

/// One of the `n` tasks of a gather had ended before, by an exception or not.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_gather_add_ended(gather: &mut Gather, raised: bool, n: usize) {
    gather.add_ended(raised, n);
}

/// Whether a gather has anything to wait for.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_gather_must_wait(gather: &Gather) -> bool {
    gather.must_wait()
}

/// A task of a gather has ended, by an exception or not: whether that is all.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_gather_ended(gather: &mut Gather, raised: bool) -> bool {
    gather.ended(raised)
}

/// What a stream's object gave, -1 for nothing yet.
fn given(got: isize) -> Option<usize> {
    usize::try_from(got).ok()
}

/// `Stream.read(n)`, when the stream's object gave so many bytes, -1 for nothing yet.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_transfer_read(n: isize, got: isize) -> Transfer {
    transfer::read(n, given(got))
}

/// `Stream.readexactly(n)`, likewise.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_transfer_readexactly(missing: &mut isize, got: isize) -> Transfer {
    transfer::readexactly(missing, given(got))
}

/// `Stream.readline()`, likewise; the last byte ends a line or not.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_transfer_readline(got: isize, ends_line: bool) -> Transfer {
    transfer::readline(given(got), ends_line)
}

/// The buffer of a drain is another one by now, which begins with all of what it was, or not.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_drain_replaced(drain: &mut Drain, goes_on: bool) {
    drain.replaced(goes_on);
}

/// The object took so many bytes, -1 for none: whether it has all `len`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_drain_took(drain: &mut Drain, taken: isize, len: usize) -> bool {
    drain.took(given(taken), len)
}

/// An exception ends a drain: one of the stream's own, or one thrown into it.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_drain_raised(drain: &mut Drain, by_stream: bool) {
    drain.raised(by_stream);
}

/// Begins a run of the loop, which is zero in every byte before.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_begin(run: &mut Loop, main_task: Option<TaskRef>) {
    run.begin(main_task, &VM);
}

/// The loop's next step; `queue` is the run queue, null if it is not even a subclass of the native one.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_next(run: &mut Loop, queue: Option<QueueRef>) -> Step {
    run.next(queue, &VM)
}

/// What to do now that `head`, or null, is the first task in the queue.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_choose(run: &mut Loop, head: Option<TaskRef>, streams: Streams) -> Step {
    run.choose(head, streams, &VM)
}

/// The task's coroutine ended with `exc`; true if it was the main task's, and `cur_task` is to be `None`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_loop_finished(run: &mut Loop, exc: Obj, ending: Ending) -> bool {
    run.finished(exc, ending, &VM)
}

/// Why a wait was refused: [`WaitError`], or that it was not.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Enqueued {
    /// The task waits.
    Waits,
    /// No place is free: put the table into more memory, and try again.
    Full,
    /// Another task waits for the same.
    Busy,
    /// There is no memory for what is kept beside the table.
    NoMemory,
    /// The stream is not in the table.
    Absent,
}

impl From<Result<(), WaitError>> for Enqueued {
    fn from(result: Result<(), WaitError>) -> Self {
        match result {
            Ok(()) => Self::Waits,
            Err(WaitError::Full) => Self::Full,
            Err(WaitError::Busy) => Self::Busy,
            Err(WaitError::NoMemory) => Self::NoMemory,
            Err(WaitError::Absent) => Self::Absent,
        }
    }
}

/// Adds a chunk of places to the table: false if there is no memory to number them.
///
/// # Safety
/// `chunk` is followed by as many free places as it says, and both stay where they are as long as the table is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_waits_add(waits: &Waits, chunk: *const Chunk) -> bool {
    // SAFETY: promised by the caller.
    unsafe { waits.add(chunk) }
}

/// The place with this number, null beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_get(waits: &Waits, i: usize) -> Option<&Wait> {
    waits.get(i)
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
    // Without descriptors nobody needs to know which places a task leaves.
    waits.remove(task, |_| {});
}

/// The next task that wakes now that a stream is ready for `events`, which is to be queued and then removed; null when all
/// have been.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_ready(waits: &Waits, stream: Obj, events: u16) -> Option<TaskRef> {
    waits.ready(waits.find(stream)?, events, &VM)
}

/// `poller.register(stream, events)`; if it may not be added to the table, `poller.modify(stream, events)`, and with no events
/// `poller.unregister(stream)`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_ask(waits: &Waits, stream: Obj, events: u16, may_add: bool) -> Enqueued {
    waits.ask(stream, events, may_add).into()
}

/// `poller.unregister(stream)`: its waiters are forgotten.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_waits_unregister(waits: &Waits, stream: Obj) {
    waits.forget(stream);
}
