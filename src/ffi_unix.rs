//! What C calls on unix, where the kernel watches streams; as `ffi`, and with the same rules.
#![allow(unsafe_code)]

use libc::c_int;

use crate::ffi::Enqueued;
use crate::stream::descriptors::{Descriptors, Look};
use crate::stream::kernel::Linux;
use crate::stream::waits::{Direction, Waits};
use crate::stream::{closes, waker};
use crate::task::{Obj, TaskRef};
use crate::vm::link::{self, Linked};

const VM: Linked = Linked;

/// What [`asyncio_rs_descriptors_next_asked`] takes for the beginning and gives for the end.
const NO_PLACE: usize = usize::MAX;

/// Makes the kernel's part of an `IOQueue` of fresh memory.
///
/// # Safety
/// `descriptors` may be written, and stays where it is until `asyncio_rs_descriptors_close`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_descriptors_init(descriptors: *mut Descriptors) {
    // SAFETY: promised by the caller.
    unsafe { descriptors.write(Descriptors::new()) };
}

/// Gives back what was had of the system, when the `IOQueue` is collected: false, and nothing changed, while another thread
/// waits.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_close(descriptors: &Descriptors, waits: &Waits) -> bool {
    descriptors.close(waits, &Linux)
}

/// As `asyncio_rs_waits_enqueue`, for a stream with this descriptor, or a negative number.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_enqueue(
    descriptors: &Descriptors,
    waits: &Waits,
    stream: Obj,
    fd: c_int,
    direction: Direction,
    task: TaskRef,
    queue: Obj,
) -> Enqueued {
    descriptors
        .place(waits, stream, fd, &Linux)
        .and_then(|(i, wait)| {
            descriptors.touch(i);
            waits.seat(wait, stream, direction, task, queue, &VM)
        })
        .into()
}

/// Whether a task waits to read this stream, which has this descriptor, or has left its name there.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_has_reader(
    descriptors: &Descriptors,
    waits: &Waits,
    stream: Obj,
    fd: c_int,
) -> bool {
    descriptors.has_reader(waits, stream, fd)
}

/// As `asyncio_rs_waits_ask`, for a stream with this descriptor, or a negative number.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_ask(
    descriptors: &Descriptors,
    waits: &Waits,
    stream: Obj,
    fd: c_int,
    events: u16,
    may_add: bool,
) -> Enqueued {
    if may_add {
        descriptors
            .place(waits, stream, fd, &Linux)
            .map(|(i, wait)| {
                waits.seat_nobody(wait, stream, events);
                descriptors.touch(i);
            })
            .into()
    } else {
        descriptors.touch_stream(waits, stream);
        waits.ask(stream, events, false).into()
    }
}

/// `IOQueue.remove(task)`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_remove(descriptors: &Descriptors, waits: &Waits, task: TaskRef) {
    waits.remove(task, |i| descriptors.touch(i));
}

/// As `asyncio_rs_waits_ready`, of the stream in place `i`, if it still is there; the task is then to leave that place.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_ready(
    descriptors: &Descriptors,
    waits: &Waits,
    i: usize,
    stream: Obj,
    events: u16,
) -> Option<TaskRef> {
    waits.get(i).filter(|wait| wait.stream() == stream)?;
    descriptors.ready(waits, i, events, &VM)
}

/// The task that was ready in place `i` was queued.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_leave(descriptors: &Descriptors, waits: &Waits, i: usize, task: TaskRef) {
    descriptors.leave(waits, i, task);
}

/// The place of the next stream without a descriptor, which has to be asked, after place `i`; `SIZE_MAX` is before the first
/// and after the last.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_next_asked(descriptors: &Descriptors, i: usize) -> usize {
    let i = (i != NO_PLACE).then_some(i);
    descriptors.next_asked(i).unwrap_or(NO_PLACE)
}

/// `poller.unregister(stream)`: its waiters are forgotten.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_unregister(descriptors: &Descriptors, waits: &Waits, stream: Obj) {
    if let Some(i) = waits.forget(stream) {
        descriptors.touch(i);
    }
}

/// Claims the look at the kernel, before other threads may run: whether it was free.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_claim(descriptors: &Descriptors) -> bool {
    descriptors.claim()
}

/// The look is over.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_release(descriptors: &Descriptors) {
    descriptors.release();
}

/// Frees the places that nobody waits in: a run has ended. Whoever calls has claimed the look.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_free_left(descriptors: &Descriptors, waits: &Waits) {
    descriptors.free_left(waits, &Linux);
}

/// Whether a place was touched since the kernel was told.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_is_touched(descriptors: &Descriptors) -> bool {
    descriptors.is_touched()
}

/// Brings the kernel's view up to date. Gives how long it may wait, of `timeout` milliseconds; `ran` says that tasks ran since
/// the last time.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_prepare(
    descriptors: &Descriptors,
    waits: &Waits,
    timeout: usize,
    ran: bool,
) -> usize {
    descriptors.prepare(waits, timeout, ran, &VM, &Linux)
}

/// Asks the kernel, waiting `timeout` milliseconds at most; other threads may run meanwhile. Whoever calls has claimed the look.
///
/// # Safety
/// `look` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn asyncio_rs_descriptors_look(
    descriptors: &Descriptors,
    waits: &Waits,
    look: *mut Look,
    timeout: usize,
) {
    // SAFETY: promised by the caller.
    unsafe { look.write(descriptors.look(waits, timeout, link::is_pending, &Linux)) };
}

/// The next task that a look wakes, which is then to leave; null when it has been gone through.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_next_ready(
    descriptors: &Descriptors,
    waits: &Waits,
    look: &mut Look,
) -> Option<TaskRef> {
    descriptors.next_ready(waits, look, &VM)
}

/// The task that the look gave last was queued.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_descriptors_leave_given(
    descriptors: &Descriptors,
    waits: &Waits,
    look: &Look,
    task: TaskRef,
) {
    descriptors.leave_given(waits, look, task);
}

/// Ends the waits that are under way. May be called from any thread, and from a signal handler.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_wake() {
    waker::wake(&Linux);
}

/// A descriptor is about to be closed, in whatever thread.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_closing(fd: c_int) {
    closes::closing(fd, &Linux);
}

/// A descriptor was closed, in whatever thread.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_closed(fd: c_int) {
    closes::closed(fd);
}

/// This process came out of a `fork`.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_forked() {
    waker::forked();
}
