//! The descriptors beside limits and numbers that change hands, by a kernel of the tests: what the model found, each once.
#![cfg(feature = "unix")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use asyncio_rs::stream::descriptors::{BRIEF, Descriptors, EPOLL_FROM, Look, SWEEP};
use asyncio_rs::stream::kernel::Kernel;
use asyncio_rs::stream::waits::Direction::{self, Read, Write};
use asyncio_rs::stream::waits::{READABLE, WRITABLE};
use asyncio_rs::stream::{closes, waker};
use asyncio_rs::task::{Obj, TaskRef};
use host_tests::machine::{Call, Machine};
use host_tests::{HALF, Table, World};

/// What is closed is the whole process's to see: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// An `IOQueue` with enough silent sockets that are read for epoll to be used, their numbers and streams.
struct Queue<'w> {
    world: &'w World,
    machine: Machine<'w>,
    table: Table<'w>,
    descriptors: Descriptors,
    crowd: Vec<(i32, Obj)>,
    /// Given back last.
    _alone: MutexGuard<'static, ()>,
}

impl<'w> Queue<'w> {
    fn new(world: &'w World) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut queue = Self {
            world,
            machine: Machine::new(),
            table: Table::new(world, 4 * EPOLL_FROM),
            descriptors: Descriptors::new(),
            crowd: Vec::new(),
            _alone: alone,
        };
        for _ in 0..EPOLL_FROM {
            let (fd, stream) = (queue.machine.open_stream(0), world.object());
            queue.wait(stream, fd, Read);
            queue.crowd.push((fd, stream));
        }
        queue
    }

    fn wait(&self, stream: Obj, fd: i32, direction: Direction) -> TaskRef {
        let task = self.world.task();
        self.table
            .wait(&self.descriptors, stream, fd, direction, task, &self.machine);
        task
    }

    fn turn(&self) -> Vec<TaskRef> {
        let (woken, failed) = self.turn_that_may_fail();
        assert_eq!(failed, 0);
        woken
    }

    /// Who wakes, and the error number of the look.
    fn turn_that_may_fail(&self) -> (Vec<TaskRef>, i32) {
        self.table.turn(&self.descriptors, 0, true, &self.machine)
    }

    fn sweep(&self) -> Vec<TaskRef> {
        self.world.pass(SWEEP);
        self.turn()
    }

    fn set_ready(&self, fd: i32, events: u16) {
        self.machine.set_ready(self.machine.file(fd).unwrap(), events);
    }
}

impl Drop for Queue<'_> {
    fn drop(&mut self) {
        self.descriptors.close(&self.table.waits, &self.machine);
    }
}

#[test]
fn an_epoll_that_a_sweep_begins_with_is_told_of_all() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.machine.fail(Call::EpollCreate, 0, libc::EMFILE);
    assert!(queue.turn().is_empty());
    assert!(!queue.descriptors.is_watching());
    queue.set_ready(queue.crowd[0].0, READABLE);
    assert_eq!(queue.sweep().len(), 1);
    assert!(queue.descriptors.is_watching());
}

#[test]
fn more_descriptors_than_the_limit_are_polled_in_pieces_that_fit() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.machine.limit.set(5);
    queue.set_ready(queue.crowd[EPOLL_FROM - 1].0, READABLE);
    assert_eq!(queue.turn().len(), 1);
}

#[test]
fn without_room_for_one_descriptor_nothing_is_told_until_there_is() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.set_ready(queue.crowd[0].0, READABLE);
    queue.machine.limit.set(0);
    assert!(queue.turn().is_empty());
    queue.machine.limit.set(64);
    assert_eq!(queue.turn().len(), 1);
}

#[test]
fn an_error_that_nobody_expects_of_poll_is_told_and_of_epoll_is_the_end_of_that() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.machine.fail(Call::EpollCreate, 0, libc::EMFILE);
    queue.machine.fail(Call::Poll, 0, libc::EFAULT);
    assert_eq!(queue.turn_that_may_fail().1, libc::EFAULT);
    queue.sweep();
    assert!(queue.descriptors.is_watching());
    queue.machine.fail(Call::EpollWait, 0, libc::EFAULT);
    assert!(queue.turn().is_empty());
    assert!(!queue.descriptors.is_watching());
    queue.set_ready(queue.crowd[0].0, READABLE);
    assert_eq!(queue.turn().len(), 1, "by poll(2)");
}

#[test]
fn more_writers_at_once_than_are_tried_are_told_of_all_the_same() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let fds: Vec<i32> = (0..3 * BRIEF).map(|_| queue.machine.open_stream(0)).collect();
    let writers: Vec<TaskRef> = fds.iter().map(|&fd| queue.wait(world.object(), fd, Write)).collect();
    assert!(queue.turn().is_empty());
    fds.iter().for_each(|&fd| queue.set_ready(fd, WRITABLE));
    let woken = queue.turn();
    assert!(woken.len() == writers.len() && writers.iter().all(|writer| woken.contains(writer)));
}

#[test]
fn a_sweep_comes_after_a_leap_of_the_clock() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    queue.sweep();
    queue.machine.close_unseen(queue.crowd[0].0);
    // When the next one is due seems to lie far ahead.
    world.pass(HALF);
    world.pass(2 * SWEEP);
    assert_eq!(queue.turn().len(), 1);
}

#[test]
fn a_number_that_its_file_gets_again_is_watched_although_epoll_never_lost_it() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let (fd, stream) = queue.crowd[0];
    let spare = queue.machine.duplicate(fd, -1);
    queue.machine.close_unseen(fd);
    // The epoll in use was another queue's, so this one is not told in time.
    closes::closed(fd);
    let reader = queue.table.waiters(stream).0.unwrap();
    assert!(queue.turn() == [reader]);
    queue.machine.duplicate(spare, fd);
    let task = queue.wait(stream, fd, Read);
    assert!(queue.turn().is_empty());
    queue.set_ready(fd, READABLE);
    assert!(queue.turn() == [task]);
    assert_eq!(queue.machine.epolls(), 1);
}

#[test]
fn the_close_of_no_number_closes_nothing() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.wait(world.object(), -1, Read);
    closes::closed(-1);
    assert!(queue.turn().is_empty());
}

#[test]
fn closes_that_are_written_over_while_they_are_read_are_too_many() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let seen = closes::Seen::new();
    (0..3).for_each(closes::closed);
    let mut read = Vec::new();
    let all = seen.read(|fd| {
        read.push(fd);
        (0..5000).for_each(|_| closes::closed(7));
    });
    assert_eq!((all, read), (false, vec![0]));
}

#[test]
fn who_was_given_by_no_look_leaves_no_place() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let (fd, stream) = queue.crowd[0];
    let reader = queue.table.waiters(stream).0.unwrap();
    queue
        .descriptors
        .leave_given(&queue.table.waits, &Look::default(), reader);
    queue.set_ready(fd, READABLE);
    assert!(queue.turn() == [reader]);
}

#[test]
fn no_memory_for_a_try_to_write_is_no_error() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let fd = queue.machine.open_stream(WRITABLE);
    let task = queue.wait(world.object(), fd, Write);
    queue.machine.fail(Call::Poll, 0, libc::ENOMEM);
    assert!(queue.turn() == [task]);
}

#[test]
fn a_number_that_another_file_got_unseen_costs_no_epoll() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let (fd, stream) = queue.crowd[0];
    let other = queue.machine.open_stream(0);
    queue.machine.duplicate(other, fd);
    queue.wait(stream, fd, Write);
    // The first look tries by poll(2), the second tells epoll.
    let woken = queue.turn().len() + queue.turn().len();
    assert_eq!(woken, 2, "the reader and the writer are told");
    assert_eq!(queue.machine.epolls(), 1);
    assert!(queue.descriptors.is_watching());
}

#[test]
fn a_sweep_finds_a_number_that_a_regular_file_got() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let (fd, _) = queue.crowd[0];
    queue.machine.close_unseen(fd);
    assert_eq!(queue.machine.open_regular(), fd);
    assert_eq!(queue.sweep().len(), 1);
}

#[test]
fn a_number_that_another_file_got_unseen_is_watched_for_what_is_waited_for_then() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let (fd, stream) = queue.crowd[0];
    queue.machine.close_unseen(fd);
    assert_eq!(queue.machine.open_stream(READABLE), fd);
    let newcomer = world.object();
    let old = queue.table.waiters(stream).0.unwrap();
    queue.table.waits.remove(old, |i| queue.descriptors.touch(i));
    queue.wait(newcomer, fd, Write);
    assert!(queue.turn().is_empty());
    let reader = queue.wait(newcomer, fd, Read);
    assert!(queue.turn() == [reader]);
}

#[test]
fn who_comes_to_a_number_after_a_close_that_is_not_remembered_is_not_told_of_it() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let (fd, stream) = queue.crowd[0];
    queue.machine.close_unseen(fd);
    assert_eq!(queue.machine.open_stream(0), fd);
    let newcomer = queue.wait(world.object(), fd, Read);
    for _ in 0..2000 {
        closes::closed(1_000_000);
    }
    let reader = queue.table.waiters(stream).0.unwrap();
    assert!(queue.turn() == [reader]);
    queue.set_ready(fd, READABLE);
    assert!(queue.turn() == [newcomer]);
}

#[test]
fn a_sweep_takes_no_stream_for_closed_when_epoll_is() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let helpers = queue.machine.helpers();
    let epoll = helpers.into_iter().max().unwrap();
    queue.machine.close_unseen(epoll);
    assert!(queue.sweep().is_empty());
    assert!(queue.sweep().is_empty());
    queue.set_ready(queue.crowd[0].0, READABLE);
    assert_eq!(queue.turn().len(), 1);
}

#[test]
fn another_epoll_with_the_number_of_ours_closes_no_stream() {
    for by_sweep in [true, false] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        queue.turn();
        let ours = queue.machine.helpers().into_iter().max().unwrap();
        let other = queue.machine.epoll_create();
        queue.machine.duplicate(other, ours);
        if by_sweep {
            assert!(queue.sweep().is_empty());
        } else {
            let (fd, stream) = queue.crowd[0];
            queue.wait(stream, fd, Write);
            assert!(queue.turn().is_empty());
            assert!(queue.turn().is_empty());
        }
        queue.set_ready(queue.crowd[0].0, READABLE);
        assert_eq!(queue.turn().len(), 1);
    }
}

#[test]
fn a_stream_that_gets_the_number_of_the_waker_or_its_epoll_does_not_take_it_away() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    for number in queue.machine.helpers() {
        let task = queue.wait(world.object(), number, Read);
        assert!(queue.turn() == [task], "its number is no stream's");
        queue.set_ready(queue.crowd[0].0, 0);
        assert!(queue.descriptors.is_watching());
        assert_eq!(queue.machine.helpers().len(), 2);
    }
    queue.set_ready(queue.crowd[0].0, READABLE);
    assert_eq!(queue.turn().len(), 1);
}

#[test]
fn a_number_that_the_table_has_just_no_room_for_makes_it_grow() {
    let world = World::new(HALF, 0);
    let machine = Machine::new();
    for number in [15, 16, 17, 31, 32, 64] {
        let (table, descriptors) = (Table::new(&world, 4), Descriptors::new());
        let fd = machine.open_stream(0);
        if fd != number {
            machine.duplicate(fd, number);
        }
        let stream = world.object();
        let (i, wait) = descriptors.place(&table.waits, stream, number, &machine).unwrap();
        table.waits.seat_nobody(wait, stream, READABLE);
        let again = descriptors.place(&table.waits, stream, number, &machine).unwrap();
        assert_eq!(again.0, i, "number {number}");
        descriptors.close(&table.waits, &machine);
    }
}

#[test]
fn a_child_leaves_the_waker_and_the_epoll_of_its_parent() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.turn();
    let files = || {
        let helpers = queue.machine.helpers();
        helpers.into_iter().map(|fd| queue.machine.file(fd)).collect::<Vec<_>>()
    };
    let parents = files();
    assert_eq!(parents.len(), 2);
    for _ in 0..2 {
        queue.machine.fork();
        waker::forked();
        queue.set_ready(queue.crowd[0].0, READABLE);
        queue.turn();
        assert_eq!(files().len(), 2);
        assert!(files().iter().all(|file| !parents.contains(file)));
    }
}
