//! The edge as C uses it where the kernel watches streams, and for insight: with real sockets, and the VM that is linked.
#![cfg(feature = "unix")]

use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, IntoRawFd};
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, PoisonError};

use asyncio_rs::ffi::Enqueued;
use asyncio_rs::ffi_insight::*;
use asyncio_rs::ffi_unix::*;
use asyncio_rs::insight::Standing;
use asyncio_rs::insight::meter::{Meter, TaskMeter};
use asyncio_rs::insight::recorder::{Recorded, What};
use asyncio_rs::stream::closes::{self, Seen};
use asyncio_rs::stream::descriptors::{Descriptors, Look};
use asyncio_rs::stream::kernel::{Kernel, Linux};
use asyncio_rs::stream::waits::{Direction, READABLE, WRITABLE};
use asyncio_rs::stream::waker;
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
use asyncio_rs::vm::link::is_pending;
use host_tests::vm::{linked, set_pending};
use host_tests::{HALF, Table, World};

/// The closes, the waits and the recorder are the whole process's: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Nothing is before the first place or after the last.
const NO_PLACE: usize = usize::MAX;

struct Queue<'w> {
    world: &'w World,
    table: Table<'w>,
    descriptors: Descriptors,
}

impl Queue<'_> {
    fn enqueue(&self, stream: Obj, fd: i32, direction: Direction, task: TaskRef) -> Enqueued {
        let (waits, queue) = (&self.table.waits, self.table.handle);
        asyncio_rs_descriptors_enqueue(&self.descriptors, waits, stream, fd, direction, task, queue)
    }

    /// A new task reads a new stream.
    fn read(&self, fd: i32) -> (Obj, TaskRef) {
        let (stream, task) = (self.world.object(), self.world.task());
        assert!(matches!(
            self.enqueue(stream, fd, Direction::Read, task),
            Enqueued::Waits
        ));
        (stream, task)
    }

    /// `ioqueue_poll` of C, without streams that are asked.
    fn poll(&self, timeout: usize) -> Vec<TaskRef> {
        let (descriptors, waits) = (&self.descriptors, &self.table.waits);
        assert!(asyncio_rs_descriptors_claim(descriptors));
        assert!(!asyncio_rs_descriptors_claim(descriptors), "one look at a time");
        let timeout = asyncio_rs_descriptors_prepare(descriptors, waits, timeout, true);
        let mut look = MaybeUninit::<Look>::uninit();
        // SAFETY: the look may be written, and is then.
        let mut look = unsafe {
            asyncio_rs_descriptors_look(descriptors, waits, look.as_mut_ptr(), timeout);
            look.assume_init()
        };
        assert_eq!(look.failed, 0);
        let mut woken = Vec::new();
        while let Some(task) = asyncio_rs_descriptors_next_ready(descriptors, waits, &mut look) {
            asyncio_rs_descriptors_leave_given(descriptors, waits, &look, task);
            woken.push(task);
        }
        asyncio_rs_descriptors_release(descriptors);
        woken
    }

    fn is_touched(&self) -> bool {
        asyncio_rs_descriptors_is_touched(&self.descriptors)
    }
}

/// Runs with the queue of a firmware, in memory as C has it.
fn with_queue(run: impl FnOnce(&Queue)) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let world = World::new(HALF, 1000);
    let mut memory = MaybeUninit::uninit();
    // SAFETY: fresh memory, which is then initialised; where it lies does not matter before it is used.
    let descriptors = unsafe {
        asyncio_rs_descriptors_init(memory.as_mut_ptr());
        memory.assume_init()
    };
    let queue = Queue {
        world: &world,
        table: Table::new(&world, 4),
        descriptors,
    };
    linked(&world, || run(&queue));
    assert!(asyncio_rs_descriptors_close(&queue.descriptors, &queue.table.waits));
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().unwrap()
}

#[test]
fn a_socket_that_is_written_to_wakes_its_reader() {
    with_queue(|queue| {
        let (one, other) = pair();
        let (stream, task) = queue.read(one.as_raw_fd());
        assert!(queue.is_touched());
        let busy = queue.enqueue(stream, one.as_raw_fd(), Direction::Read, queue.world.task());
        assert!(matches!(busy, Enqueued::Busy));
        assert!(queue.poll(0).is_empty() && !queue.is_touched());
        std::io::Write::write_all(&mut &other, b"x").unwrap();
        assert!(queue.poll(1000) == [task]);
        assert!(queue.is_touched(), "its place is left");
        let claimed = asyncio_rs_descriptors_claim(&queue.descriptors);
        assert!(claimed && !asyncio_rs_descriptors_close(&queue.descriptors, &queue.table.waits));
        asyncio_rs_descriptors_free_left(&queue.descriptors, &queue.table.waits);
        asyncio_rs_descriptors_release(&queue.descriptors);
        assert!(queue.table.waits.find(stream).is_none());
    });
}

#[test]
fn what_is_pending_or_woken_ends_a_wait() {
    with_queue(|queue| {
        let (one, _other) = pair();
        queue.read(one.as_raw_fd());
        assert!(!is_pending() && queue.poll(50).is_empty());
        set_pending(true);
        assert!(is_pending());
        assert!(queue.poll(NO_PLACE).is_empty());
        set_pending(false);
        asyncio_rs_wake();
        assert!(queue.poll(NO_PLACE).is_empty());
    });
}

#[test]
fn a_socket_that_is_closed_wakes_its_reader() {
    with_queue(|queue| {
        let (one, _other) = pair();
        let fd = one.into_raw_fd();
        let (_, task) = queue.read(fd);
        assert!(queue.poll(0).is_empty());
        asyncio_rs_closing(fd);
        // SAFETY: it is this test's.
        assert_eq!(unsafe { libc::close(fd) }, 0);
        asyncio_rs_closed(fd);
        assert!(queue.poll(NO_PLACE) == [task]);
    });
}

#[test]
fn a_child_makes_its_own_waker() {
    with_queue(|queue| {
        let (one, other) = pair();
        let (_, task) = queue.read(one.as_raw_fd());
        assert!(queue.poll(1).is_empty());
        asyncio_rs_forked();
        std::io::Write::write_all(&mut &other, b"x").unwrap();
        assert!(queue.poll(NO_PLACE) == [task]);
    });
}

#[test]
fn a_stream_without_a_descriptor_is_asked() {
    with_queue(|queue| {
        let (descriptors, waits) = (&queue.descriptors, &queue.table.waits);
        assert_eq!(asyncio_rs_descriptors_next_asked(descriptors, NO_PLACE), NO_PLACE);
        let (stream, task) = queue.read(-1);
        let i = asyncio_rs_descriptors_next_asked(descriptors, NO_PLACE);
        assert_eq!(asyncio_rs_descriptors_next_asked(descriptors, i), NO_PLACE);
        let ready = |stream, events| asyncio_rs_descriptors_ready(descriptors, waits, i, stream, events);
        assert!(
            ready(queue.world.object(), READABLE).is_none(),
            "another stream is in its place by now"
        );
        assert!(ready(stream, WRITABLE).is_none());
        assert!(ready(stream, READABLE) == Some(task));
        asyncio_rs_descriptors_leave(descriptors, waits, i, task);
        assert!(ready(stream, READABLE).is_none());
    });
}

#[test]
fn a_task_that_is_removed_and_a_stream_that_is_forgotten_wake_nobody() {
    with_queue(|queue| {
        let (descriptors, waits) = (&queue.descriptors, &queue.table.waits);
        let (one, other) = pair();
        let (stream, task) = queue.read(one.as_raw_fd());
        queue.poll(0);
        asyncio_rs_descriptors_remove(descriptors, waits, task);
        assert!(queue.is_touched() && waits.waiting() == 0);
        assert!(matches!(
            queue.enqueue(stream, one.as_raw_fd(), Direction::Read, task),
            Enqueued::Waits
        ));
        asyncio_rs_descriptors_unregister(descriptors, waits, stream);
        assert_eq!(waits.waiting(), 0);
        asyncio_rs_descriptors_unregister(descriptors, waits, queue.world.object());
        std::io::Write::write_all(&mut &other, b"x").unwrap();
        assert!(queue.poll(0).is_empty());
    });
}

#[test]
fn a_poller_registers_and_modifies() {
    with_queue(|queue| {
        let (descriptors, waits) = (&queue.descriptors, &queue.table.waits);
        let ((one, other), stream) = (pair(), queue.world.object());
        queue.read(other.as_raw_fd());
        queue.poll(0);
        let ask =
            |events, may_add| asyncio_rs_descriptors_ask(descriptors, waits, stream, one.as_raw_fd(), events, may_add);
        assert!(matches!(ask(READABLE, false), Enqueued::Absent));
        assert!(matches!(ask(READABLE, true), Enqueued::Waits));
        queue.poll(0);
        assert!(matches!(ask(WRITABLE, false), Enqueued::Waits));
        assert!(queue.is_touched());
        assert_eq!(waits.find(stream).unwrap().events(), WRITABLE);
        assert!(queue.poll(0).is_empty(), "nobody waits");
    });
}

#[test]
fn insight_says_what_a_task_does() {
    with_queue(|queue| {
        let world = queue.world;
        let (run, task) = (world.queue(), world.task());
        assert_eq!(asyncio_rs_standing(task, None, Some(run)), Standing::Parked);
        assert_eq!(asyncio_rs_queue_of(task), Obj::NULL);
        world.push(run, task, world.at(5)).unwrap();
        assert_eq!(asyncio_rs_standing(task, None, Some(run)), Standing::Sleeping);
        assert_eq!(asyncio_rs_what_next(task, Some(run), world.time()), What::Sleep);
        assert_eq!(asyncio_rs_sleep_left(task), 5);
        assert_eq!(asyncio_rs_queue_of(task), Obj(run.as_ptr().cast()));
        task.state.set(world.none());
        assert_eq!(asyncio_rs_standing(task, None, None), Standing::Ended);
    });
}

#[test]
fn insight_measures_turns() {
    let (mut meter, mut task) = (Meter::default(), TaskMeter::default());
    asyncio_rs_meter_begin(&mut meter, 500, 0);
    asyncio_rs_meter_turn_begins(&mut meter, 3500);
    asyncio_rs_meter_was_due(&mut meter, 3500, 3, 1);
    assert_eq!(asyncio_rs_meter_turn_ends(&mut meter, 4000, Some(&mut task)), 500);
    asyncio_rs_meter_turn_begins(&mut meter, 4000);
    asyncio_rs_meter_was_due(&mut meter, 4000, 3, 3);
    assert_eq!(asyncio_rs_meter_turn_ends(&mut meter, 4700, None), 700);
    assert_eq!(
        (meter.busy, meter.turns, meter.lag_worst, meter.lag_total),
        (1200, 2, 2000, 2500)
    );
    assert_eq!((task.total, task.runs), (500, 1));
}

#[test]
fn insight_keeps_the_last_steps() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    const KEPT: u32 = 1024;
    let get = |i: u32| {
        let mut step = MaybeUninit::<Recorded>::uninit();
        // SAFETY: it was written if there is one.
        asyncio_rs_recorded(i as usize, &mut step).then(|| unsafe { step.assume_init() })
    };
    asyncio_rs_record_clear();
    assert!(get(0).is_none());
    for us in 0..KEPT + 3 {
        asyncio_rs_record(us, 1, 2, What::Run);
    }
    let first = get(0).unwrap();
    assert_eq!((first.us, first.number, first.name, first.what), (3, 1, 2, What::Run));
    assert_eq!(get(KEPT - 1).unwrap().us, KEPT + 2);
    assert!(get(KEPT).is_none());
    asyncio_rs_record_clear();
    assert!(get(0).is_none());
}

#[test]
fn a_stream_has_a_reader_while_a_task_reads_it() {
    with_queue(|queue| {
        let ((one, _other), writer) = (pair(), queue.world.task());
        let (stream, fd) = (queue.world.object(), one.as_raw_fd());
        let has_reader = || asyncio_rs_descriptors_has_reader(&queue.descriptors, &queue.table.waits, stream, fd);
        queue.enqueue(stream, fd, Direction::Write, writer);
        assert!(!has_reader());
        queue.enqueue(stream, fd, Direction::Read, queue.world.task());
        assert!(has_reader());
    });
}

#[test]
fn wakes_forks_and_closes_are_told_to_whoever_looks() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (wakes, forks, seen) = (waker::wakes(), waker::forks(), Seen::new());
    asyncio_rs_wake();
    assert_eq!(waker::wakes(), wakes + 1);
    asyncio_rs_forked();
    assert_eq!(waker::forks(), forks + 1);
    asyncio_rs_closed(7);
    let mut closed = Vec::new();
    assert!(seen.read(|fd| closed.push(fd)));
    assert_eq!(closed, [7]);
}

#[test]
fn a_descriptor_that_is_about_to_be_closed_is_watched_no_more() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (one, _other) = pair();
    let epoll = Linux.epoll_create();
    let control = |operation| Linux.epoll_ctl(epoll, operation, one.as_raw_fd(), READABLE, 0);
    assert_eq!(control(libc::EPOLL_CTL_ADD), 0);
    closes::set_epoll(epoll);
    asyncio_rs_closing(one.as_raw_fd());
    assert_eq!(control(libc::EPOLL_CTL_MOD), libc::ENOENT);
    closes::set_epoll(-1);
    Linux.close(epoll);
}
