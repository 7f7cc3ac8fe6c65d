//! The descriptors beside limits and numbers that change hands, by a kernel of the tests: what the model found, each once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use asyncio_rs::stream::closes;
use asyncio_rs::stream::descriptors::{Descriptors, EPOLL_FROM, SWEEP};
use asyncio_rs::stream::kernel::Kernel;
use asyncio_rs::stream::waits::Direction::{self, Read, Write};
use asyncio_rs::stream::waits::{READABLE, WRITABLE};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
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
        let (waits, task) = (&self.table.waits, self.world.task());
        let (i, wait) = self.descriptors.place(waits, stream, fd, &self.machine).unwrap();
        self.descriptors.touch(i);
        waits
            .seat(wait, stream, direction, task, self.table.handle, self.world)
            .unwrap();
        task
    }

    fn turn(&self) -> Vec<TaskRef> {
        let waits = &self.table.waits;
        assert!(self.descriptors.claim());
        let timeout = self.descriptors.prepare(waits, 0, true, self.world, &self.machine);
        let mut look = self.descriptors.look(waits, timeout, || false, &self.machine);
        assert_eq!(look.failed, 0);
        let mut woken = Vec::new();
        while let Some(task) = self.descriptors.next_ready(waits, &mut look, self.world) {
            self.descriptors.leave_given(waits, &look, task);
            task.data.set(self.world.none());
            woken.push(task);
        }
        self.descriptors.release();
        woken
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
