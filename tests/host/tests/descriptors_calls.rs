//! Which system calls the descriptors make in which situation, by a kernel that writes down what it is asked.
#![cfg(feature = "unix")]

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use asyncio_rs::stream::descriptors::{BRIEF, Descriptors, EPOLL_FROM, PASSED, SWEEP, TRUST};
use asyncio_rs::stream::kernel::{Entry, Kernel};
use asyncio_rs::stream::waits::Direction::{self, Read, Write};
use asyncio_rs::stream::waits::{READABLE, WRITABLE};
use asyncio_rs::stream::{closes, waker};
use asyncio_rs::task::{Obj, TaskRef};
use host_tests::machine::{Call, Machine};
use host_tests::{HALF, Table, World};

/// What is closed is the whole process's to see: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

const BOTH: u16 = READABLE | WRITABLE;
const HANG_UP: u16 = libc::POLLHUP as u16;

/// What the kernel was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    IsOpen(i32),
    Close(i32),
    /// The numbers, what each is watched for, and the time. Without the negative ones, which are passed over.
    Poll(Vec<(i32, u16)>, i32),
    EpollCreate,
    Add(i32, u16),
    Change(i32, u16),
    Remove(i32),
    EpollWait(i32),
    Timer,
    SetTimer(i32, bool),
}
use Asked::{Add, Change, Close, EpollCreate, EpollWait, IsOpen, Poll, Remove, SetTimer, Timer};

/// A kernel of the tests that writes down what it is asked.
struct Written<'w> {
    machine: Machine<'w>,
    asked: RefCell<Vec<Asked>>,
}

impl Written<'_> {
    fn write(&self, asked: Asked) {
        self.asked.borrow_mut().push(asked);
    }
}

impl Kernel for Written<'_> {
    fn is_open(&self, fd: i32) -> bool {
        self.write(IsOpen(fd));
        self.machine.is_open(fd)
    }
    fn close(&self, fd: i32) {
        if fd >= 0 {
            self.write(Close(fd));
        }
        self.machine.close(fd);
    }
    fn poll(&self, entries: &mut [Entry], timeout: i32) -> i32 {
        let watched = entries.iter().filter(|entry| entry.fd >= 0);
        let watched = watched.map(|entry| (entry.fd, entry.events as u16)).collect();
        self.write(Poll(watched, timeout));
        self.machine.poll(entries, timeout)
    }
    fn epoll_create(&self) -> i32 {
        self.write(EpollCreate);
        self.machine.epoll_create()
    }
    fn epoll_ctl(&self, epoll: i32, operation: i32, fd: i32, events: u16, data: u64) -> i32 {
        self.write(match operation {
            libc::EPOLL_CTL_ADD => Add(fd, events),
            libc::EPOLL_CTL_MOD => Change(fd, events),
            _ => Remove(fd),
        });
        self.machine.epoll_ctl(epoll, operation, fd, events, data)
    }
    fn epoll_wait(&self, epoll: i32, timeout: i32, found: impl FnMut(u64, u16)) -> i32 {
        self.write(EpollWait(timeout));
        self.machine.epoll_wait(epoll, timeout, found)
    }
    fn timer(&self) -> i32 {
        self.write(Timer);
        self.machine.timer()
    }
    fn set_timer(&self, timer: i32, readable: bool) -> i32 {
        self.write(SetTimer(timer, readable));
        self.machine.set_timer(timer, readable)
    }
}

/// An `IOQueue`, and what its kernel was asked.
struct Queue<'w> {
    world: &'w World,
    os: Written<'w>,
    table: Table<'w>,
    descriptors: Descriptors,
    /// Given back last.
    _alone: MutexGuard<'static, ()>,
}

impl<'w> Queue<'w> {
    fn new(world: &'w World) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            world,
            os: Written {
                machine: Machine::new(),
                asked: RefCell::default(),
            },
            table: Table::new(world, 8 * EPOLL_FROM),
            descriptors: Descriptors::new(),
            _alone: alone,
        }
    }

    /// One with enough silent sockets that are read for epoll to be used, and their numbers.
    fn crowded(world: &'w World) -> (Self, Vec<i32>) {
        let queue = Self::new(world);
        let crowd: Vec<i32> = (0..EPOLL_FROM).map(|_| queue.open()).collect();
        for &fd in &crowd {
            queue.read(fd);
        }
        assert!(queue.turn(0).is_empty() && queue.descriptors.is_watching());
        queue.asked();
        (queue, crowd)
    }

    /// One that uses epoll, as [`crowded`](Self::crowded) has it, or only `poll(2)`.
    fn of(world: &'w World, crowded: bool) -> Self {
        if crowded {
            Self::crowded(world).0
        } else {
            Self::new(world)
        }
    }

    /// A new silent socket.
    fn open(&self) -> i32 {
        self.os.machine.open_stream(0)
    }

    /// The same, under a number that is no helper's and that nobody has had.
    fn open_beyond(&self) -> i32 {
        self.open_at(40);
        40
    }

    /// The same, under this number.
    fn open_at(&self, number: i32) {
        let fd = self.open();
        if fd != number {
            self.os.machine.duplicate(fd, number);
            self.os.machine.close_unseen(fd);
        }
    }

    /// A new task waits for a stream: its place, and the task.
    fn wait(&self, stream: Obj, fd: i32, direction: Direction) -> (usize, TaskRef) {
        let task = self.world.task();
        let i = self
            .table
            .wait(&self.descriptors, stream, fd, direction, task, &self.os);
        (i, task)
    }

    /// A new task reads a new stream.
    fn read(&self, fd: i32) -> TaskRef {
        self.wait(self.world.object(), fd, Read).1
    }

    fn write(&self, fd: i32) -> TaskRef {
        self.wait(self.world.object(), fd, Write).1
    }

    /// A stream is asked for events that nobody waits for (`poller.register`): its place.
    fn register(&self, stream: Obj, fd: i32, events: u16) -> usize {
        let waits = &self.table.waits;
        let (i, wait) = self.descriptors.place(waits, stream, fd, &self.os).unwrap();
        waits.seat_nobody(wait, stream, events);
        self.descriptors.touch(i);
        i
    }

    fn cancel(&self, task: TaskRef) {
        self.table.waits.remove(task, |i| self.descriptors.touch(i));
    }

    fn turn(&self, timeout: usize) -> Vec<TaskRef> {
        let (woken, failed) = self.turn_that_may_fail(timeout);
        assert_eq!(failed, 0);
        woken
    }

    /// Who wakes, and the error number of the look.
    fn turn_that_may_fail(&self, timeout: usize) -> (Vec<TaskRef>, i32) {
        self.table.turn(&self.descriptors, timeout, true, &self.os)
    }

    fn sweep(&self) -> Vec<TaskRef> {
        self.world.pass(SWEEP);
        self.turn(0)
    }

    fn set_ready(&self, fd: i32, events: u16) {
        self.os.machine.set_ready(self.os.machine.file(fd).unwrap(), events);
    }

    /// What was asked since the last time.
    fn asked(&self) -> Vec<Asked> {
        self.os.asked.take()
    }

    /// The same, of what epoll was told alone.
    fn told(&self) -> Vec<Asked> {
        let mut asked = self.asked();
        asked.retain(|asked| matches!(asked, Add(..) | Change(..) | Remove(_)));
        asked
    }

    /// What a look at epoll begins with when a descriptor is tried beside it, besides that.
    fn epoll(&self) -> (i32, u16) {
        (self.os.machine.helpers().into_iter().max().unwrap(), READABLE)
    }

    fn asked_places(&self) -> Vec<usize> {
        let mut places = Vec::new();
        while let Some(i) = self.descriptors.next_asked(places.last().copied()) {
            assert!(!places.contains(&i), "the chain goes round");
            places.push(i);
        }
        places
    }
}

impl Drop for Queue<'_> {
    fn drop(&mut self) {
        self.descriptors.close(&self.table.waits, &self.os);
    }
}

#[test]
fn poll_is_asked_of_those_who_are_waited_for_and_of_the_waker_in_a_wait_alone() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let (read, written, registered) = (queue.open(), queue.open(), queue.open());
    queue.read(read);
    queue.register(world.object(), registered, READABLE);
    queue.write(written);
    queue.read(-1);
    let waited_for = [(read, READABLE), (written, WRITABLE)];
    queue.asked();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Poll(waited_for.into(), 0)]);
    assert!(queue.turn(5).is_empty());
    let waker = queue.os.machine.helpers()[0];
    let with_waker = [&[(waker, READABLE)][..], &waited_for].concat();
    assert_eq!(
        queue.asked(),
        [Timer, SetTimer(waker, false), Poll(with_waker.clone(), 5)]
    );
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Poll(waited_for.into(), 0)]);
    world.pass(TRUST - 1);
    assert!(queue.turn(5).is_empty());
    assert_eq!(
        queue.asked(),
        [Poll(with_waker.clone(), 5)],
        "the waker was quiet just now"
    );
    world.pass(1);
    assert!(queue.turn(100).is_empty());
    assert_eq!(
        queue.asked(),
        [SetTimer(waker, false), Poll(with_waker.clone(), 100)],
        "not any more"
    );
    assert!(queue.turn(100).is_empty());
    assert_eq!(queue.asked(), [Poll(with_waker, TRUST as i32)]);
}

#[test]
fn the_only_descriptor_is_found_by_a_look_that_does_not_wait() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let fd = queue.open();
    let task = queue.read(fd);
    queue.set_ready(fd, READABLE);
    assert!(queue.turn(0) == [task]);
}

#[test]
fn a_waker_that_is_closed_during_a_wait_is_made_anew_for_the_next_one() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let fd = queue.open();
    queue.read(fd);
    assert!(queue.turn(5).is_empty());
    let waker = queue.os.machine.helpers()[0];
    queue.os.machine.close_unseen(waker);
    assert!(queue.turn(5).is_empty());
    queue.asked();
    assert!(queue.turn(5).is_empty());
    let watched = vec![(waker, READABLE), (fd, READABLE)];
    assert_eq!(queue.asked(), [Timer, SetTimer(waker, false), Poll(watched, 5)]);
}

#[test]
fn a_look_that_a_signal_ends_has_not_failed() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let fd = queue.open();
    queue.read(fd);
    queue.os.machine.fail(Call::Poll, 0, libc::EINTR);
    assert!(queue.turn(5).is_empty());
    queue.set_ready(fd, READABLE);
    assert_eq!(queue.turn(5).len(), 1);
    let (queue, crowd) = {
        drop(queue);
        Queue::crowded(&world)
    };
    queue.os.machine.fail(Call::EpollWait, 0, libc::EINTR);
    assert!(queue.turn(5).is_empty() && queue.descriptors.is_watching());
    queue.set_ready(crowd[0], READABLE);
    assert_eq!(queue.turn(5).len(), 1);
    queue.os.machine.fail(Call::Poll, 0, libc::EINTR);
    let (fd, writer) = (queue.open(), world.object());
    queue.wait(writer, fd, Write);
    assert!(queue.turn(5).is_empty() && queue.descriptors.is_watching());
}

#[test]
fn more_descriptors_than_the_limit_are_waited_for_only_when_none_is_ready() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let fds: Vec<i32> = (0..9).map(|_| queue.open()).collect();
    for &fd in &fds {
        queue.read(fd);
    }
    assert!(queue.turn(5).is_empty());
    queue.os.machine.limit.set(5);
    let polls = || {
        let mut polls = Vec::new();
        for asked in queue.asked() {
            if let Poll(watched, timeout) = asked {
                polls.push((watched.len(), timeout));
            }
        }
        polls
    };
    polls();
    for (timeout, ms, patience) in [(7, 7, 7), (15, 15, 10), (usize::MAX, 20, 10)] {
        assert!(queue.turn(timeout).is_empty());
        assert_eq!(polls(), [(10, ms), (10, 0), (5, 0), (5, 0), (5, patience)]);
    }
    world.pass(TRUST);
    assert!(queue.turn(usize::MAX).is_empty());
    assert_eq!(polls(), [(10, -1), (10, 0), (5, 0), (5, 0), (5, 10)]);
    assert!(queue.turn(0).is_empty());
    assert_eq!(polls(), [(9, 0), (9, 0), (4, 0), (4, 0), (1, 0)]);
    queue.set_ready(fds[8], READABLE);
    assert_eq!(queue.turn(7).len(), 1);
    assert_eq!(polls(), [(10, 7), (10, 0), (5, 0), (5, 0)]);
}

#[test]
fn epoll_is_told_of_a_reader_once_and_keeps_it_until_it_is_ready_for_nobody() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let (fd, stream) = (queue.open(), world.object());
    let (place, mut task) = queue.wait(stream, fd, Read);
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.told(), [Add(fd, READABLE)]);
    for timeout in [0, 5, 0, 5] {
        queue.set_ready(fd, READABLE);
        assert!(queue.turn(timeout) == [task]);
        queue.set_ready(fd, 0);
        assert!(queue.turn(timeout).is_empty());
        let again = queue.wait(stream, fd, Read);
        assert_eq!(again.0, place);
        assert!(queue.turn(timeout).is_empty());
        assert_eq!(queue.told(), []);
        task = again.1;
    }
    queue.set_ready(fd, READABLE);
    assert!(queue.turn(0) == [task]);
    for _ in 0..3 {
        assert!(queue.turn(0).is_empty());
        assert_eq!(queue.told(), [], "a look that does not wait is not ended");
    }
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.asked(), [Remove(fd), EpollWait(5)]);
    let next = queue.wait(world.object(), queue.open(), Read);
    assert_eq!(next.0, place, "its place is free");
}

#[test]
fn a_look_at_epoll_gives_all_that_is_ready() {
    let world = World::new(HALF, 0);
    let (queue, crowd) = Queue::crowded(&world);
    let more: Vec<i32> = (0..44).map(|_| queue.open()).collect();
    let streams: Vec<Obj> = more.iter().map(|_| world.object()).collect();
    for (&fd, &stream) in more.iter().zip(&streams) {
        queue.wait(stream, fd, Read);
    }
    assert!(queue.turn(0).is_empty());
    for (&fd, &stream) in more.iter().zip(&streams).take(BRIEF) {
        queue.wait(stream, fd, Write);
    }
    for &fd in crowd.iter().chain(&more) {
        queue.set_ready(fd, BOTH);
    }
    assert_eq!(queue.turn(0).len(), 60 + BRIEF);
}

#[test]
fn two_streams_of_one_descriptor_are_watched_as_one_and_each_gives_up_its_place() {
    for first_leaves in [true, false] {
        let world = World::new(HALF, 0);
        let (queue, _) = Queue::crowded(&world);
        let fd = queue.open();
        let waits = [
            queue.wait(world.object(), fd, Read),
            queue.wait(world.object(), fd, Read),
        ];
        assert!(queue.turn(0).is_empty());
        assert_eq!(queue.told(), [Add(fd, READABLE)]);
        let (leaves, stays) = if first_leaves {
            (waits[0], waits[1])
        } else {
            (waits[1], waits[0])
        };
        queue.cancel(leaves.1);
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.told(), []);
        let other = queue.open();
        let next = queue.wait(world.object(), other, Read);
        assert_eq!(next.0, leaves.0);
        assert!(queue.turn(0).is_empty());
        assert_eq!(queue.told(), [Add(other, READABLE)]);
        queue.cancel(stays.1);
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.told(), [], "the last one stays known");
        let another = queue.wait(world.object(), queue.open(), Read);
        assert_ne!(another.0, stays.0);
        queue.set_ready(other, READABLE);
        assert!(queue.turn(0) == [next.1]);
    }
}

#[test]
fn a_chain_of_streams_stays_whole_whoever_leaves() {
    for crowded in [false, true] {
        for leaves in 0..4 {
            let world = World::new(HALF, 0);
            let queue = Queue::of(&world, crowded);
            for fd in [queue.open(), -1] {
                let waits: Vec<_> = (0..4).map(|_| queue.wait(world.object(), fd, Read)).collect();
                assert!(queue.turn(0).is_empty());
                queue.cancel(waits[leaves].1);
                assert!(queue.turn(0).is_empty());
                let left: Vec<_> = waits
                    .iter()
                    .filter(|(_, task)| *task != waits[leaves].1)
                    .copied()
                    .collect();
                if fd < 0 {
                    let mut asked = queue.asked_places();
                    asked.sort_unstable();
                    let mut places: Vec<usize> = left.iter().map(|(i, _)| *i).collect();
                    places.sort_unstable();
                    assert_eq!(asked, places);
                } else {
                    queue.set_ready(fd, READABLE);
                    let woken = queue.turn(0);
                    assert!(woken.len() == 3 && left.iter().all(|(_, task)| woken.contains(task)));
                    assert_eq!(queue.asked_places(), []);
                }
            }
        }
    }
}

#[test]
fn a_writer_is_tried_beside_epoll_before_that_is_told() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let epoll = queue.epoll();
    let (fd, stream) = (queue.open(), world.object());
    let (place, task) = queue.wait(stream, fd, Write);
    queue.asked();
    assert!(queue.turn(5).is_empty());
    let waker = queue.os.machine.helpers()[0];
    let tried = Poll(vec![epoll, (fd, WRITABLE)], 5);
    assert_eq!(queue.asked(), [SetTimer(waker, false), tried]);
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.asked(), [Add(fd, WRITABLE), EpollWait(5)]);
    queue.set_ready(fd, WRITABLE);
    assert!(queue.turn(5) == [task]);
    queue.set_ready(fd, 0);

    // One that finds room at once leaves nothing behind.
    let (other, stream) = (queue.open(), world.object());
    queue.set_ready(other, WRITABLE);
    let (another_place, task) = queue.wait(stream, other, Write);
    assert_ne!(another_place, place);
    queue.asked();
    assert!(queue.turn(5) == [task]);
    assert_eq!(queue.asked(), [Poll(vec![epoll, (other, WRITABLE)], 5)]);
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.told(), []);
    assert_eq!(queue.wait(world.object(), queue.open(), Read).0, another_place);
}

#[test]
fn a_writer_beside_a_reader_is_tried_for_room_alone() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let (fd, stream) = (queue.open(), world.object());
    let reader = queue.wait(stream, fd, Read).1;
    assert!(queue.turn(0).is_empty());
    let writer = queue.wait(stream, fd, Write).1;
    queue.asked();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Poll(vec![queue.epoll(), (fd, WRITABLE)], 0)]);
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Change(fd, BOTH), EpollWait(0)]);
    queue.set_ready(fd, WRITABLE);
    assert!(queue.turn(0) == [writer]);
    queue.set_ready(fd, 0);
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.told(), [], "it stays watched for both");
    queue.set_ready(fd, READABLE);
    assert!(queue.turn(0) == [reader]);

    // Who waits for both at once is told of at once.
    let (fd, stream) = (queue.open(), world.object());
    queue.wait(stream, fd, Write);
    queue.wait(stream, fd, Read);
    queue.asked();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Add(fd, BOTH), EpollWait(0)]);
}

#[test]
fn as_many_writers_as_are_tried_wake_in_one_look_and_one_more_does_too() {
    for more in [0, 1] {
        let world = World::new(HALF, 0);
        let (queue, _) = Queue::crowded(&world);
        let fds: Vec<i32> = (0..BRIEF + more).map(|_| queue.open()).collect();
        for &fd in &fds {
            queue.set_ready(fd, WRITABLE);
            queue.write(fd);
        }
        queue.asked();
        assert_eq!(queue.turn(0).len(), BRIEF + more);
        let asked = queue.asked();
        let added: Vec<i32> = asked
            .iter()
            .filter_map(|asked| if let Add(fd, _) = asked { Some(*fd) } else { None })
            .collect();
        assert_eq!(added.len(), more);
        let mut tried: Vec<(i32, u16)> = fds.iter().map(|&fd| (fd, WRITABLE)).collect();
        tried.retain(|(fd, _)| !added.contains(fd));
        tried.push(queue.epoll());
        tried.sort_unstable();
        let polled = asked.iter().find_map(|asked| match asked {
            Poll(polled, 0) => Some(polled.clone()),
            _ => None,
        });
        let mut polled = polled.unwrap();
        polled.sort_unstable();
        assert_eq!(polled, tried);
    }
}

#[test]
fn a_writer_is_not_tried_where_that_would_end_a_wait_for_nothing() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let (fd, stream) = (queue.open(), world.object());
    queue.wait(stream, fd, Read);
    queue.turn(0);
    queue.set_ready(fd, READABLE);
    assert_eq!(queue.turn(0).len(), 1);
    assert!(queue.turn(0).is_empty(), "ready for nobody");
    queue.wait(stream, fd, Write);
    queue.told();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Change(fd, WRITABLE), EpollWait(0)]);
}

#[test]
fn another_stream_of_a_number_that_is_watched_is_told_of_at_once() {
    let world = World::new(HALF, 0);
    let (queue, crowd) = Queue::crowded(&world);
    queue.write(crowd[0]);
    queue.asked();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Change(crowd[0], BOTH), EpollWait(0)]);
    queue.read(crowd[1]);
    queue.asked();
    assert!(queue.turn(0).is_empty());
    assert_eq!(
        queue.asked(),
        [Change(crowd[1], READABLE), EpollWait(0)],
        "it may be of another file"
    );
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [EpollWait(0)]);
}

#[test]
fn a_writer_whose_descriptor_is_closed_is_not_tried() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let fd = queue.open();
    let writer = queue.write(fd);
    queue.os.machine.close(fd);
    queue.asked();
    assert!(queue.turn(5) == [writer]);
    assert!(!queue.asked().iter().any(|asked| matches!(asked, Poll(..))));
}

#[test]
fn the_number_0_is_as_good_as_any() {
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::of(&world, crowded);
        let (stream, other) = (world.object(), world.object());
        let (place, reader) = queue.wait(stream, 0, Read);
        let (without, _) = queue.wait(other, -1, Read);
        assert!(queue.turn(0).is_empty());
        assert_eq!(queue.asked_places(), [without]);
        assert_eq!(queue.told().contains(&Add(0, READABLE)), crowded);
        queue.set_ready(0, READABLE);
        assert!(queue.turn(0) == [reader]);
        assert_eq!(queue.wait(stream, 0, Read).0, place);
        queue.os.machine.close(0);
        assert_eq!(queue.turn(0).len(), 1, "a close is known of it, too");
        assert_eq!(queue.asked_places(), [without]);
    }
}

#[test]
fn a_waker_of_the_number_0_is_used_and_given_back() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let fd = queue.open();
    queue.read(fd);
    queue.os.machine.close_unseen(0);
    queue.asked();
    assert!(queue.turn(5).is_empty() && queue.turn(5).is_empty());
    let watched = vec![(0, READABLE), (fd, READABLE)];
    assert_eq!(
        queue.asked(),
        [Timer, SetTimer(0, false), Poll(watched.clone(), 5), Poll(watched, 5)]
    );
    for _ in 1..EPOLL_FROM {
        queue.read(queue.open());
    }
    queue.asked();
    assert!(queue.turn(5).is_empty() && queue.descriptors.is_watching());
    let asked = queue.asked();
    assert_eq!(asked[..2], [EpollCreate, Add(0, READABLE)]);
    assert!(!asked.contains(&Timer));
    let epoll = queue.epoll().0;
    queue.descriptors.close(&queue.table.waits, &queue.os);
    assert_eq!(queue.asked(), [SetTimer(0, false), Close(epoll), Close(0)]);
}

#[test]
fn an_epoll_of_the_number_0_is_used_and_given_back() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    assert!(queue.turn(5).is_empty(), "now there is a waker");
    let fds: Vec<i32> = (0..EPOLL_FROM).map(|_| queue.open()).collect();
    fds.iter().for_each(|&fd| {
        queue.read(fd);
    });
    queue.os.machine.close_unseen(0);
    for given_up in [false, true] {
        if given_up {
            queue.os.machine.fail(Call::EpollControl, 0, libc::ENOSPC);
            queue.read(fds[0]);
            assert!(queue.turn(5).is_empty() && !queue.descriptors.is_watching());
            assert!(queue.sweep().is_empty());
        }
        queue.asked();
        for &fd in &fds[8 * usize::from(given_up)..][..8] {
            assert!(queue.turn(5).is_empty());
            assert!(queue.descriptors.is_watching() && queue.os.machine.helpers().contains(&0));
            queue.set_ready(fd, READABLE);
            assert_eq!(queue.turn(5).len(), 1);
            queue.set_ready(fd, 0);
        }
        let made = queue.asked().iter().filter(|asked| **asked == EpollCreate).count();
        assert_eq!(made, usize::from(!given_up));
    }
    let task = queue.read(0);
    assert!(queue.turn(5) == [task], "no stream has its number");
    queue.descriptors.close(&queue.table.waits, &queue.os);
    assert_eq!(queue.os.machine.helpers(), []);
}

#[test]
fn a_number_beyond_the_table_is_asked_for_whether_it_is_open() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.read(queue.open());
    queue.asked();
    // There is room for 16 numbers now.
    let (closed, task) = queue.wait(world.object(), 15, Read);
    assert_eq!(queue.asked(), []);
    let (beyond, _) = queue.wait(world.object(), 16, Read);
    assert_eq!(queue.asked(), [IsOpen(16)]);
    assert_eq!(queue.asked_places(), [beyond]);
    assert!(queue.turn(0) == [task], "closed");
    queue.open_at(16);
    assert_ne!(queue.wait(world.object(), 16, Read).0, closed);
    assert_eq!(queue.asked_places(), [beyond], "this one is not asked");
}

#[test]
fn a_stream_that_is_asked_for_nothing_any_more_gives_up_its_place() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let (fd, stream) = (queue.open(), world.object());
    let other = queue.register(world.object(), queue.open(), READABLE);
    let place = queue.register(stream, fd, READABLE);
    assert!(queue.turn(0).is_empty());
    queue.descriptors.touch_stream(&queue.table.waits, stream);
    queue.table.modify(stream, 0).unwrap();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.register(world.object(), queue.open(), READABLE), place);
    assert!(![other, place].contains(&queue.register(world.object(), queue.open(), READABLE)));
}

#[test]
fn epoll_begins_with_enough_at_once_not_with_enough_one_after_another() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    for _ in 0..2 * EPOLL_FROM {
        for fd in [queue.open(), -1] {
            let task = queue.read(fd);
            assert!(queue.turn(0).is_empty());
            queue.cancel(task);
            assert!(queue.turn(0).is_empty());
        }
    }
    for _ in 1..EPOLL_FROM {
        queue.read(queue.open());
    }
    assert!(queue.turn(0).is_empty() && !queue.asked().contains(&EpollCreate));
    queue.read(queue.open());
    queue.asked();
    assert!(queue.turn(0).is_empty());
    let asked = queue.asked();
    assert_eq!(asked[..2], [Timer, EpollCreate]);
    assert_eq!(asked.len(), 2 + 1 + EPOLL_FROM + 1, "the waker, the sockets and a look");
}

#[test]
fn a_sweep_gives_up_who_was_left_for_as_long_as_that() {
    let world = World::new(HALF, 0);
    let (queue, crowd) = Queue::crowded(&world);
    let (fd, stream) = (queue.open(), world.object());
    let (place, task) = queue.wait(stream, fd, Read);
    assert!(queue.turn(0).is_empty());
    queue.cancel(task);
    queue.asked();
    let watched: Vec<(i32, u16)> = crowd.iter().map(|&fd| (fd, 0)).collect();
    let mut expected = vec![Poll(watched, 0)];
    expected.extend(crowd.iter().map(|&fd| Change(fd, READABLE)));
    expected.push(EpollWait(0));
    assert!(queue.sweep().is_empty());
    assert_eq!(queue.asked(), expected, "it is not asked of who is left");
    let (again, task) = queue.wait(stream, fd, Read);
    assert_eq!(again, place);
    queue.cancel(task);
    assert!(queue.sweep().is_empty());
    assert_eq!(queue.asked(), expected, "it was waited for in between");
    assert!(queue.sweep().is_empty());
    expected.insert(0, Remove(fd));
    assert_eq!(queue.asked(), expected);
    assert_eq!(queue.wait(world.object(), queue.open(), Read).0, place);
}

#[test]
fn a_run_that_ends_gives_up_all_who_are_left() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let fd = queue.open();
    let (place, task) = queue.wait(world.object(), fd, Read);
    assert!(queue.turn(0).is_empty());
    queue.cancel(task);
    assert!(queue.turn(0).is_empty());
    queue.asked();
    queue.descriptors.free_left(&queue.table.waits, &queue.os);
    assert_eq!(queue.asked(), [Remove(fd)]);
    assert_eq!(queue.wait(world.object(), queue.open(), Read).0, place);
}

#[test]
fn what_is_closed_twice_closes_nothing_of_others() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let helpers = queue.os.machine.helpers();
    assert!(queue.descriptors.close(&queue.table.waits, &queue.os));
    let asked = queue.asked();
    assert!(helpers.iter().all(|&fd| asked.contains(&Close(fd))));
    assert!(queue.descriptors.close(&queue.table.waits, &queue.os));
    assert_eq!(queue.asked(), []);
}

#[test]
fn epoll_goes_on_when_it_refuses_a_file_which_is_asked() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let file = queue.os.machine.open_regular();
    let (place, _) = queue.wait(world.object(), file, Read);
    let (another, _) = queue.wait(world.object(), file, Read);
    queue.asked();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.asked(), [Add(file, READABLE), EpollWait(0)]);
    let mut asked = queue.asked_places();
    asked.sort_unstable();
    assert_eq!(asked, [place, another]);
}

#[test]
fn an_epoll_that_is_closed_when_it_is_told_is_made_anew_and_closes_no_stream() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let (epoll, _) = queue.epoll();
    queue.os.machine.close_unseen(epoll);
    let fd = queue.open();
    assert_eq!(fd, epoll, "its number is a stream's");
    let other = queue.open();
    let tasks = [queue.read(other), queue.read(fd)];
    assert!(queue.turn(0).is_empty());
    assert!(queue.turn(0).is_empty());
    assert!(queue.descriptors.is_watching());
    assert_eq!(queue.os.machine.helpers().len(), 2);
    for (fd, task) in [other, fd].into_iter().zip(tasks) {
        queue.set_ready(fd, READABLE);
        assert!(queue.turn(0) == [task]);
    }
    queue.os.machine.close_unseen(queue.epoll().0);
    let fd = queue.open_beyond();
    let task = queue.read(fd);
    assert!(queue.turn(0).is_empty() && queue.turn(0).is_empty());
    queue.set_ready(fd, READABLE);
    assert!(queue.turn(0) == [task]);
}

#[test]
fn an_epoll_without_room_is_given_up_until_the_next_sweep_and_closes_no_stream() {
    for error in [libc::ENOSPC, libc::ENOMEM] {
        let world = World::new(HALF, 0);
        let (queue, _) = Queue::crowded(&world);
        let (epoll, _) = queue.epoll();
        let fd = queue.open();
        let task = queue.read(fd);
        queue.os.machine.fail(Call::EpollControl, 0, error);
        queue.asked();
        assert!(queue.turn(0).is_empty() && !queue.descriptors.is_watching());
        let asked = queue.asked();
        assert_eq!(asked[..2], [Add(fd, READABLE), Close(epoll)]);
        assert!(matches!(&asked[2..], [Poll(watched, 0)] if watched.len() == EPOLL_FROM + 1));
        assert!(queue.turn(0).is_empty() && !queue.descriptors.is_watching());
        assert!(queue.sweep().is_empty() && queue.descriptors.is_watching());
        queue.set_ready(fd, READABLE);
        assert!(queue.turn(0) == [task]);
    }
}

#[test]
fn a_stream_under_the_number_of_the_waker_is_told_that_it_is_closed() {
    for number in [0, 3] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        if number == 0 {
            queue.os.machine.close_unseen(0);
        }
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.os.machine.helpers(), [number]);
        let task = queue.read(number);
        assert!(queue.turn(5) == [task]);
        assert!(queue.turn(0).is_empty() && queue.turn(5).is_empty());
        assert_eq!(queue.os.machine.helpers(), [number], "it is the same");
    }
}

#[test]
fn a_stream_that_took_the_number_of_the_waker_has_it() {
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::of(&world, crowded);
        assert!(queue.turn(5).is_empty());
        let waker = queue.os.machine.helpers()[0];
        queue.os.machine.close_unseen(waker);
        assert_eq!(queue.open(), waker);
        let task = queue.read(waker);
        queue.asked();
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.asked().iter().filter(|asked| **asked == Timer).count(), 1);
        assert!(queue.turn(5).is_empty());
        assert!(!queue.asked().contains(&Timer));
        queue.set_ready(waker, READABLE);
        assert!(queue.turn(5) == [task]);
    }
}

#[test]
fn a_stream_that_took_the_number_of_the_epoll_has_it_and_the_waker_stays() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let (epoll, _) = queue.epoll();
    queue.os.machine.close_unseen(epoll);
    assert_eq!(queue.open(), epoll);
    let task = queue.read(epoll);
    queue.asked();
    assert!(queue.turn(5).is_empty());
    let asked = queue.asked();
    assert!(asked.contains(&EpollCreate) && !asked.contains(&Timer));
    queue.set_ready(epoll, READABLE);
    assert!(queue.turn(5) == [task]);
}

#[test]
fn who_is_told_that_a_stream_is_closed_is_told_once() {
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::of(&world, crowded);
        let (fd, other) = (queue.open(), queue.open());
        let (one, two) = (queue.read(fd), queue.read(fd));
        queue.read(other);
        assert!(queue.descriptors.is_touched());
        assert!(queue.turn(0).is_empty());
        queue.os.machine.close(fd);
        assert!(!queue.descriptors.is_touched(), "nobody has read of it");
        let waits = &queue.table.waits;
        assert_eq!(queue.descriptors.prepare(waits, 5, true, &world, &queue.os), 0);
        assert!(queue.descriptors.is_touched(), "there is a close to tell");
        let woken = queue.turn(5);
        assert!(woken.len() == 2 && woken.contains(&one) && woken.contains(&two));
        assert!(queue.turn(0).is_empty());
        assert!(!queue.descriptors.is_touched());
        queue.asked();
        assert!(queue.turn(5).is_empty());
        let slept = |asked: &Asked| matches!(asked, Poll(_, 5) | EpollWait(5));
        assert!(queue.asked().iter().any(slept), "nothing is left to tell");
    }
}

#[test]
fn a_close_of_the_waker_is_found_by_the_next_wait_and_one_of_others_costs_nothing() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    assert!(queue.turn(5).is_empty());
    let other = queue.open();
    queue.os.machine.close(other);
    queue.asked();
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.asked(), [EpollWait(5)]);
    let waker = queue.os.machine.helpers()[0];
    queue.os.machine.close(waker);
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.asked(), [SetTimer(waker, false)]);
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.asked()[..2], [Timer, EpollCreate]);
}

#[test]
fn epoll_is_asked_of_all_numbers_after_more_closes_than_are_remembered() {
    let world = World::new(HALF, 0);
    let (queue, crowd) = Queue::crowded(&world);
    let all: Vec<Asked> = crowd.iter().map(|&fd| Change(fd, READABLE)).collect();
    for (closes, told) in [(1, &[][..]), (1024, &[]), (1025, &all)] {
        (0..closes).for_each(|_| closes::closed(1_000_000));
        queue.asked();
        assert!(queue.turn(0).is_empty());
        assert_eq!(queue.told(), told, "{closes} closes");
    }
    queue.os.machine.close_unseen(crowd[3]);
    (0..1025).for_each(|_| closes::closed(1_000_000));
    assert_eq!(queue.turn(0).len(), 1, "the one that was closed");
    assert_eq!(queue.told(), all);
}

#[test]
fn a_sweep_goes_through_so_many_places_and_the_next_one_through_the_rest() {
    let world = World::new(HALF, 0);
    let (queue, crowd) = Queue::crowded(&world);
    queue.table.grow(PASSED + 100);
    for _ in EPOLL_FROM..PASSED + 3 {
        queue.read(crowd[0]);
    }
    queue.asked();
    assert!(queue.turn(0).is_empty());
    for passed in [PASSED, 3, PASSED, 3] {
        queue.asked();
        assert!(queue.sweep().is_empty());
        let asked = queue.asked();
        assert!(matches!(&asked[0], Poll(watched, 0) if watched.len() == passed));
        let some = asked.iter().filter(|asked| matches!(asked, Change(..))).count();
        assert_eq!(some, 64, "epoll is asked of some alone");
    }
}

#[test]
fn a_sweep_finds_who_was_closed_beyond_those_that_epoll_is_asked_of() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let fds: Vec<i32> = (0..80).map(|_| queue.open()).collect();
    let tasks: Vec<TaskRef> = fds.iter().map(|&fd| queue.read(fd)).collect();
    assert!(queue.turn(0).is_empty());
    queue.os.machine.close_unseen(fds[79]);
    assert!(queue.sweep() == [tasks[79]]);
    assert!(queue.sweep().is_empty());
}

#[test]
fn a_waker_or_an_epoll_with_the_number_of_a_closed_stream_tells_who_waits_for_that() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let (fd, other) = (queue.open(), queue.open());
    let task = queue.read(fd);
    queue.read(other);
    queue.read(-1);
    assert!(queue.turn(0).is_empty());
    queue.os.machine.close_unseen(fd);
    assert!(queue.turn(5) == [task]);
    assert_eq!(queue.os.machine.helpers(), [fd]);
    assert!(queue.turn(0).is_empty());

    let fds: Vec<i32> = (2..EPOLL_FROM).map(|_| queue.open()).collect();
    let tasks: Vec<TaskRef> = fds.iter().map(|&fd| queue.read(fd)).collect();
    assert!(queue.turn(0).is_empty());
    queue.os.machine.close_unseen(fds[3]);
    queue.read(queue.open_beyond());
    assert!(queue.turn(5) == [tasks[3]]);
    assert_eq!(queue.os.machine.helpers(), [fd, fds[3]]);
}

#[test]
fn without_a_waker_nobody_is_told_of_anything() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    queue.read(-1);
    queue.read(queue.open());
    queue.os.machine.fail(Call::Timer, 0, libc::EMFILE);
    assert!(queue.turn(5).is_empty());
    assert!(queue.turn(5).is_empty());
    assert_eq!(queue.os.machine.helpers().len(), 1, "the next wait has one");
}

#[test]
fn a_waker_that_was_readable_is_made_quiet_for_the_next_wait() {
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::of(&world, crowded);
        assert!(queue.turn(5).is_empty());
        let waker = queue.os.machine.helpers()[0];
        queue.os.machine.meanwhile(waker::wake);
        queue.asked();
        assert!(queue.turn(5).is_empty());
        let slept = queue.os.machine.slept.get();
        queue.asked();
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.asked()[0], SetTimer(waker, false));
        assert_eq!(queue.os.machine.slept.get(), slept + 5);
    }
}

#[test]
fn what_is_ready_for_another_direction_than_is_waited_for_is_not_watched_any_more() {
    for (left, gone) in [(Read, Write), (Write, Read)] {
        let world = World::new(HALF, 0);
        let (queue, _) = Queue::crowded(&world);
        let events = |direction| if direction == Read { READABLE } else { WRITABLE };
        let (fd, stream) = (queue.open(), world.object());
        let stays = queue.wait(stream, fd, left).1;
        let leaves = queue.wait(stream, fd, gone).1;
        assert!(queue.turn(0).is_empty());
        assert_eq!(queue.told(), [Add(fd, BOTH)]);
        queue.cancel(leaves);
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.told(), []);
        queue.set_ready(fd, events(gone));
        assert!(queue.turn(5).is_empty());
        queue.asked();
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.asked(), [Change(fd, events(left)), EpollWait(5)]);
        queue.set_ready(fd, HANG_UP);
        assert!(queue.turn(5) == [stays]);
        queue.set_ready(fd, 0);
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.told(), [], "that was for who waited");
        queue.set_ready(fd, HANG_UP);
        assert!(queue.turn(5).is_empty());
        queue.asked();
        assert!(queue.turn(5).is_empty());
        assert_eq!(queue.asked(), [Remove(fd), EpollWait(5)]);
    }
}

#[test]
fn a_queue_takes_its_own_epoll_from_the_closes_and_no_other_one() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let told = |fd| {
        queue.asked();
        closes::closing(fd, &queue.os);
        queue.told()
    };
    assert_eq!(told(50), [Remove(50)]);
    let (table, other) = (Table::new(&world, 4), Descriptors::new());
    assert!(other.close(&table.waits, &queue.os));
    assert_eq!(told(50), [Remove(50)]);
    assert!(queue.descriptors.close(&queue.table.waits, &queue.os));
    assert_eq!(told(50), []);
}

#[test]
fn a_close_is_told_to_who_waited_before_it_and_not_to_who_comes_after() {
    let world = World::new(HALF, 0);
    let (queue, _) = Queue::crowded(&world);
    let (fd, stream) = (queue.open(), world.object());
    let (place, reader) = queue.wait(stream, fd, Read);
    assert!(queue.turn(0).is_empty());
    queue.os.machine.close(fd);
    assert_eq!(queue.open(), fd);
    assert_eq!(queue.wait(stream, fd, Write).0, place);
    assert!(queue.turn(0).contains(&reader));

    let (fd, stream) = (queue.open(), world.object());
    let (place, reader) = queue.wait(stream, fd, Read);
    queue.turn(0);
    queue.cancel(reader);
    queue.turn(0);
    queue.os.machine.close(fd);
    assert_eq!(queue.open(), fd);
    let (again, reader) = queue.wait(stream, fd, Read);
    assert_eq!(again, place);
    assert!(queue.turn(0).is_empty());
    queue.set_ready(fd, READABLE);
    assert!(queue.turn(0) == [reader]);
}
