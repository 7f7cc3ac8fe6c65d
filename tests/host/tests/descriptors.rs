//! Descriptors that are waited on: real sockets and files, and the kernel's own poll and epoll.
#![cfg(feature = "unix")]

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use asyncio_rs::stream::descriptors::{Descriptors, EPOLL_FROM, PASSED, SWEEP};
use asyncio_rs::stream::kernel::{Kernel, Linux};
use asyncio_rs::stream::waits::Direction::{self, Read, Write};
use asyncio_rs::stream::{closes, waker};
use asyncio_rs::task::{Obj, TaskRef};
use host_tests::{HALF, Table, World};

/// The numbers of descriptors are the whole process's: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let world = World::new(HALF, 0);
    Queue::new(&world).turn(1); // takes what wake-up an earlier test has left
    alone
}

/// An `IOQueue` with the kernel's part.
struct Queue<'w> {
    world: &'w World,
    table: Table<'w>,
    descriptors: Descriptors,
    ran: Cell<bool>,
}

impl<'w> Queue<'w> {
    fn new(world: &'w World) -> Self {
        Self {
            world,
            table: Table::new(world, 1),
            descriptors: Descriptors::new(),
            ran: Cell::new(true),
        }
    }

    /// A task waits for a stream; gives its place.
    fn wait(&self, stream: Obj, fd: i32, direction: Direction, task: TaskRef) -> usize {
        self.ran.set(true);
        self.table.wait(&self.descriptors, stream, fd, direction, task, &Linux)
    }

    /// A new task reads a new stream.
    fn read(&self, fd: &impl AsRawFd) -> TaskRef {
        let task = self.world.task();
        self.wait(self.world.object(), fd.as_raw_fd(), Read, task);
        task
    }

    fn prepare(&self, timeout: usize) -> usize {
        let ran = self.ran.replace(false);
        self.descriptors
            .prepare(&self.table.waits, timeout, ran, self.world, &Linux)
    }

    /// Looks once, waiting so many milliseconds at most: who wakes.
    fn turn(&self, timeout: usize) -> Vec<TaskRef> {
        let ran = self.ran.replace(false);
        let (woken, failed) = self.table.turn(&self.descriptors, timeout, ran, &Linux);
        assert_eq!(failed, 0);
        self.ran.set(!woken.is_empty());
        woken
    }

    /// The same, after the time of a sweep.
    fn turn_of_sweep(&self) -> Vec<TaskRef> {
        self.ran.set(true);
        self.world.pass(SWEEP);
        self.turn(0)
    }

    /// Silent sockets that are waited on, so many that epoll is used.
    fn crowd(&self) -> Vec<(UnixStream, UnixStream)> {
        let pairs: Vec<_> = (0..EPOLL_FROM).map(|_| pair()).collect();
        for (one, _) in &pairs {
            self.read(one);
        }
        assert!(self.turn(0).is_empty());
        assert_eq!(epolls(), 1);
        self.turn_of_sweep();
        pairs
    }
}

impl Drop for Queue<'_> {
    fn drop(&mut self) {
        self.descriptors.close(&self.table.waits, &Linux);
    }
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().unwrap()
}

/// How many instances of epoll this process has.
fn epolls() -> usize {
    let entries = fs::read_dir("/proc/self/fd").unwrap();
    let links = entries.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok());
    links
        .filter(|link| link.to_string_lossy().contains("eventpoll"))
        .count()
}

/// Closes a socket behind the queue's back, and gives its number to another one that nobody writes to.
fn reuse(socket: UnixStream) -> (UnixStream, UnixStream) {
    let number = socket.as_raw_fd();
    drop(socket);
    let (one, two) = pair();
    assert_eq!(one.as_raw_fd(), number);
    (one, two)
}

#[test]
fn a_ready_descriptor_wakes_its_waiter_alone_under_poll_and_under_epoll() {
    let _alone = alone();
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        let _crowd = crowded.then(|| queue.crowd());
        let ((one, mut other), (silent, _other)) = (pair(), pair());
        let task = queue.read(&one);
        queue.read(&silent);
        assert!(queue.turn(0).is_empty());
        other.write_all(b"x").unwrap();
        assert!(queue.turn(1000) == [task]);
        assert!(queue.turn(0).is_empty(), "it waits no more");
        assert_eq!(queue.descriptors.is_watching(), crowded);
        assert_eq!(epolls(), usize::from(crowded));
    }
    assert_eq!(epolls(), 0, "given back");
}

#[test]
fn reader_and_writer_of_a_descriptor_are_independent() {
    let _alone = alone();
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        let _crowd = crowded.then(|| queue.crowd());
        let (one, mut other) = pair();
        let (stream, reader, writer) = (world.object(), world.task(), world.task());
        let has_reader = |fd: i32| queue.descriptors.has_reader(&queue.table.waits, stream, fd);
        assert!(!has_reader(one.as_raw_fd()) && !has_reader(i32::MAX));
        queue.wait(stream, one.as_raw_fd(), Write, writer);
        assert!(!has_reader(one.as_raw_fd()));
        queue.wait(stream, one.as_raw_fd(), Read, reader);
        assert!(has_reader(one.as_raw_fd()) && !has_reader(other.as_raw_fd()));
        assert!(queue.turn(0) == [writer]);
        assert!(queue.turn(0).is_empty() && queue.turn(0).is_empty());
        other.write_all(b"x").unwrap();
        assert!(queue.turn(0) == [reader]);
        assert!(!has_reader(one.as_raw_fd()));
        queue.wait(stream, one.as_raw_fd(), Write, writer);
        queue.wait(stream, one.as_raw_fd(), Read, reader);
        drop(other);
        assert!(queue.turn(0) == [reader, writer], "a hang-up is for both");
    }
}

#[test]
fn one_descriptor_under_two_streams_wakes_both_and_either_may_leave() {
    let _alone = alone();
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        let _crowd = crowded.then(|| queue.crowd());
        let (mut one, mut other) = pair();
        let (first, second) = (queue.read(&one), queue.read(&one));
        assert!(queue.turn(0).is_empty());
        other.write_all(b"x").unwrap();
        let woken = queue.turn(0);
        assert!(woken.len() == 2 && woken.contains(&first) && woken.contains(&second));
        one.read_exact(&mut [0]).unwrap();
        let (first, second) = (queue.read(&one), queue.read(&one));
        assert!(queue.turn(0).is_empty());
        queue.table.waits.remove(first, |i| queue.descriptors.touch(i));
        assert!(queue.turn(0).is_empty());
        other.write_all(b"x").unwrap();
        assert!(queue.turn(0) == [second]);
    }
}

#[test]
fn epoll_begins_at_its_threshold_and_goes_on_below() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let pairs: Vec<_> = (0..EPOLL_FROM).map(|_| pair()).collect();
    let mut tasks = Vec::new();
    for (one, _) in &pairs {
        assert!(!queue.descriptors.is_watching());
        tasks.push(queue.read(one));
        assert!(queue.turn(0).is_empty());
    }
    assert_eq!(epolls(), 1);
    for (task, (_, other)) in tasks.iter().zip(&pairs) {
        (&*other).write_all(b"x").unwrap();
        assert!(queue.turn(0) == [*task]);
    }
    assert!(queue.descriptors.is_watching());
    queue.descriptors.close(&queue.table.waits, &Linux);
    assert_eq!(epolls(), 0);
}

#[test]
fn a_place_is_kept_by_a_stream_and_given_to_the_next_one_when_nobody_waits() {
    let _alone = alone();
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        let _crowd = crowded.then(|| queue.crowd());
        let (one, mut other) = pair();
        let (stream, task) = (world.object(), world.task());
        let place = queue.wait(stream, one.as_raw_fd(), Read, task);
        other.write_all(b"x").unwrap();
        for _ in 0..100 {
            assert!(queue.turn(0) == [task]);
            assert_eq!(queue.wait(stream, one.as_raw_fd(), Read, task), place);
        }
        assert!(queue.turn(0) == [task]);
        queue.turn(0);
        queue.turn_of_sweep();
        queue.turn_of_sweep();
        let places = queue.table.places();
        let (next, mut other) = pair();
        let task = world.task();
        assert_eq!(queue.wait(world.object(), next.as_raw_fd(), Read, task), place);
        other.write_all(b"x").unwrap();
        assert!(queue.turn(0) == [task]);
        assert_eq!(queue.table.places(), places);
    }
}

#[test]
fn a_descriptor_that_is_ready_for_nobody_does_not_keep_the_loop_awake() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let _crowd = queue.crowd();
    let (one, mut other) = pair();
    other.write_all(b"x").unwrap();
    let task = queue.read(&one);
    assert!(queue.turn(0) == [task]);
    assert!(queue.turn(0).is_empty() && queue.turn(0).is_empty());
    let start = Instant::now();
    assert!(queue.turn(50).is_empty());
    assert!(start.elapsed() >= Duration::from_millis(40));
    let task = queue.read(&one);
    assert!(queue.turn(0) == [task], "and a new wait finds it ready");
}

#[test]
fn a_sweep_goes_on_where_the_last_one_ended() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let crowd = queue.crowd();
    for _ in 0..PASSED {
        queue.read(&crowd[0].0);
    }
    let (one, _other) = pair();
    let task = queue.read(&one);
    assert!(queue.turn(0).is_empty());
    drop(one);
    assert!(
        queue.turn_of_sweep().is_empty(),
        "it has gone through the places before"
    );
    assert!(queue.turn_of_sweep() == [task], "closed");
    assert!(queue.turn_of_sweep().is_empty(), "and begins anew");
}

#[test]
fn an_epoll_that_speaks_for_a_descriptor_that_is_gone_is_replaced() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let crowd = queue.crowd();
    let (one, mut other) = pair();
    let duplicate = one.try_clone().unwrap();
    let task = queue.read(&one);
    assert!(queue.turn(0).is_empty());
    drop(one);
    assert!(queue.turn_of_sweep() == [task], "closed");
    queue.turn_of_sweep();
    other.write_all(b"x").unwrap();
    queue.turn(0);
    let start = Instant::now();
    assert!(queue.turn(50).is_empty());
    assert!(start.elapsed() >= Duration::from_millis(40));
    assert_eq!(epolls(), 1);
    (&crowd[3].1).write_all(b"x").unwrap();
    assert_eq!(queue.turn(1000).len(), 1, "the others are still watched");
    drop(duplicate);
}

#[test]
fn a_descriptor_closed_under_its_waiters_wakes_them() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let (one, _other) = pair();
    let task = queue.read(&one);
    assert!(queue.turn(0).is_empty());
    drop(one);
    assert!(queue.turn(usize::MAX) == [task], "poll tells at once");

    let _crowd = queue.crowd();
    let ((one, _other), (two, _another)) = (pair(), pair());
    let tasks = [queue.read(&one), queue.read(&one), queue.read(&two)];
    assert!(queue.turn(0).is_empty());
    drop((one, two));
    world.pass(SWEEP / 2);
    queue.ran.set(true);
    assert!(queue.prepare(usize::MAX) <= SWEEP / 2, "epoll is asked soon");
    let woken = queue.turn_of_sweep();
    assert!(woken.len() == 3 && tasks.iter().all(|task| woken.contains(task)));
}

#[test]
fn sweeps_come_only_after_tasks_ran() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let _crowd = queue.crowd();
    for _ in 0..3 {
        assert_eq!(queue.prepare(usize::MAX), usize::MAX);
        assert_eq!(queue.prepare(10 * SWEEP), 10 * SWEEP);
        world.pass(SWEEP);
    }
    queue.ran.set(true);
    assert_eq!(
        queue.prepare(usize::MAX),
        usize::MAX,
        "the last one is long ago: at once"
    );
    queue.ran.set(true);
    assert_eq!(queue.prepare(usize::MAX), SWEEP, "the next when it is due");
    world.pass(SWEEP);
    assert_eq!(queue.prepare(usize::MAX), usize::MAX);
}

#[test]
fn a_number_that_is_reused_under_a_waiter_is_not_mixed_up_by_epoll() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let _crowd = queue.crowd();
    let (one, _other) = pair();
    let old = queue.read(&one);
    assert!(
        queue.turn(0).is_empty() && queue.turn(0).is_empty(),
        "now epoll knows it"
    );
    let (one, mut other) = reuse(one);
    let new = queue.read(&one);
    assert!(queue.turn(1000) == [old]);
    assert!(queue.turn(0).is_empty());
    other.write_all(b"x").unwrap();
    assert!(queue.turn(0) == [new]);

    // A socket that was waited on a moment ago, and is still known to epoll: nobody is to be told.
    let (one, mut other) = reuse(one);
    let next = queue.read(&one);
    assert!(queue.turn(0).is_empty() && queue.turn_of_sweep().is_empty());
    other.write_all(b"x").unwrap();
    assert!(queue.turn(0) == [next]);
}

#[test]
fn what_epoll_refuses_and_what_has_no_descriptor_is_asked() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let _crowd = queue.crowd();
    assert!(queue.descriptors.next_asked(None).is_none());
    let file = File::open("/proc/self/exe").unwrap();
    let (stream, task) = (world.object(), world.task());
    let in_file = queue.wait(stream, file.as_raw_fd(), Read, task);
    let without = queue.wait(world.object(), -1, Read, world.task());
    let closed = queue.wait(world.object(), i32::MAX, Read, world.task());
    assert!(queue.turn(0).is_empty());
    let mut asked = Vec::new();
    while let Some(i) = queue.descriptors.next_asked(asked.last().copied()) {
        asked.push(i);
    }
    asked.sort_unstable();
    let mut expected = [in_file, without, closed];
    expected.sort_unstable();
    assert_eq!(asked, expected);
    let events = queue.table.waits.get(in_file).unwrap().events();
    assert!(queue.descriptors.ready(&queue.table.waits, in_file, events, &world) == Some(task));
}

#[test]
fn poll_does_everything_when_no_epoll_is_to_be_had() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let mut pairs: Vec<_> = (0..2 * EPOLL_FROM).map(|_| pair()).collect();
    let tasks: Vec<_> = pairs.iter().map(|(one, _)| queue.read(one)).collect();
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: reads and writes a limit of this process.
    let next = unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit);
        let next = libc::dup(0);
        libc::close(next);
        let none = libc::rlimit {
            rlim_cur: next as libc::rlim_t,
            ..limit
        };
        libc::setrlimit(libc::RLIMIT_NOFILE, &raw const none);
        next
    };
    let before = queue.turn(0);
    // SAFETY: as above.
    unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) };
    assert!(next > 0 && before.is_empty());
    for (task, (_, other)) in tasks.iter().zip(&mut pairs) {
        other.write_all(b"x").unwrap();
        assert!(queue.turn(1000) == [*task]);
    }
    assert!(!queue.descriptors.is_watching());
    queue.turn_of_sweep();
    let task = queue.read(&pairs[0].0);
    assert!(queue.turn(0) == [task]);
    for (one, _) in &pairs[1..] {
        queue.read(one);
    }
    queue.turn(0);
    assert!(queue.descriptors.is_watching(), "it is tried again");
}

#[test]
fn an_epoll_that_fails_is_given_up() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let crowd = queue.crowd();
    let number = fs::read_dir("/proc/self/fd").unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        let link = fs::read_link(&path).ok()?;
        let number = path.file_name()?.to_str()?.parse().ok()?;
        link.to_string_lossy().contains("eventpoll").then_some(number)
    });
    let file = File::open("/proc/self/exe").unwrap();
    // SAFETY: the number is epoll's, and from here on a file's.
    unsafe { libc::dup2(file.as_raw_fd(), number.unwrap()) };
    (&crowd[5].1).write_all(b"x").unwrap();
    assert!(queue.turn(0).is_empty());
    assert_eq!(queue.turn(1000).len(), 1);
    assert_eq!(epolls(), 1, "another one");
    assert!(Linux.is_open(number.unwrap()), "the file is left alone");
    (&crowd[6].1).write_all(b"x").unwrap();
    assert_eq!(queue.turn(1000).len(), 1);
}

#[test]
fn a_wake_up_from_another_thread_ends_a_wait() {
    let _alone = alone();
    for crowded in [false, true] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        let _crowd = crowded.then(|| queue.crowd());
        let (one, _other) = pair();
        queue.read(&one);
        assert!(queue.turn(0).is_empty());
        queue.turn_of_sweep();
        for delay in [0, 20] {
            let start = Instant::now();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(Duration::from_millis(delay));
                    waker::wake(&Linux);
                });
                assert!(queue.turn(20_000).is_empty());
            });
            assert!(start.elapsed() < Duration::from_secs(10));
            queue.turn(1);
        }
    }
}

#[test]
fn without_a_descriptor_a_look_waits_for_the_time_or_a_wake_up() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let start = Instant::now();
    assert!(queue.turn(50).is_empty());
    assert!(start.elapsed() >= Duration::from_millis(40));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(20));
            waker::wake(&Linux);
        });
        assert!(queue.turn(20_000).is_empty());
    });
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn what_is_pending_keeps_a_look_from_waiting() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let start = Instant::now();
    let (one, _other) = pair();
    for waits in [false, true] {
        if waits {
            queue.read(&one);
        }
        queue.prepare(20_000);
        queue.descriptors.look(&queue.table.waits, 20_000, || true, &Linux);
    }
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// Closes a descriptor as the firmware does, whose linker tells of it.
fn close(socket: UnixStream) {
    let fd = socket.as_raw_fd();
    closes::closing(fd, &Linux);
    drop(socket);
    closes::closed(fd);
}

#[test]
fn a_close_that_was_seen_wakes_at_once_also_if_the_number_is_used_again() {
    let _alone = alone();
    for crowded in [false, true] {
        for (reused, direction) in [(false, Read), (true, Read), (true, Write)] {
            let world = World::new(HALF, 0);
            let queue = Queue::new(&world);
            let _crowd = crowded.then(|| queue.crowd());
            let (one, other) = pair();
            let number = one.as_raw_fd();
            let duplicate = one.try_clone().unwrap(); // the file lives on, as in a child
            let old = queue.read(&one);
            assert!(queue.turn(0).is_empty());
            close(one);
            let next = reused.then(pair);
            let mut new = None;
            if let Some((one, other)) = &next {
                assert_eq!(one.as_raw_fd(), number);
                one.set_nonblocking(true).unwrap();
                if direction == Write {
                    while (&*one).write(&[0; 4096]).is_ok() {}
                }
                let task = world.task();
                queue.wait(world.object(), number, direction, task);
                new = Some((task, other));
            }
            (&other).write_all(b"ghost").unwrap();
            assert!(queue.turn(0) == [old]);
            for _ in 0..3 {
                assert!(queue.turn(0).is_empty(), "what the old file gets is for nobody");
            }
            if let Some((task, mut other)) = new {
                if direction == Write {
                    while other.read(&mut [0; 65536]).unwrap() == 65536 {}
                } else {
                    other.write_all(b"x").unwrap();
                }
                assert!(queue.turn(1000) == [task]);
            }
            drop(duplicate);
        }
    }
}

#[test]
fn an_event_of_an_older_generation_is_for_nobody() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let _crowd = queue.crowd();
    let (one, mut other) = pair();
    let _duplicate = one.try_clone().unwrap();
    let old = queue.read(&one);
    assert!(
        queue.turn(0).is_empty() && queue.turn(0).is_empty(),
        "now epoll knows it"
    );
    // Nobody saw this close: the old file stays in epoll, by the number of the new one.
    let (one, mut another) = reuse(one);
    let new = queue.read(&one);
    assert!(queue.turn(0) == [old]);
    other.write_all(b"ghost").unwrap();
    for _ in 0..3 {
        assert!(queue.turn(0).is_empty());
    }
    another.write_all(b"x").unwrap();
    assert!(queue.turn(0) == [new]);
}

#[test]
fn more_closes_than_are_remembered_are_found() {
    let _alone = alone();
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    let _crowd = queue.crowd();
    let (one, _other) = pair();
    let task = queue.read(&one);
    assert!(queue.turn(0).is_empty());
    close(one);
    for _ in 0..2000 {
        closes::closed(1_000_000);
    }
    assert!(queue.turn(0) == [task]);
}

#[test]
fn a_wake_up_ends_every_wait() {
    let _alone = alone();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                let world = World::new(HALF, 0);
                let queue = Queue::new(&world);
                let woken = waker::wakes();
                while waker::wakes() == woken {
                    queue.turn(20_000);
                }
            });
        }
        std::thread::sleep(Duration::from_millis(100));
        waker::wake(&Linux);
    });
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_waker_whose_numbers_are_closed_or_another_files_is_made_anew() {
    let _alone = alone();
    for crowded in [false, true] {
        for taken in [false, true] {
            let world = World::new(HALF, 0);
            let queue = Queue::new(&world);
            let _crowd = crowded.then(|| queue.crowd());
            queue.turn(1);
            let file = File::open("/dev/null").unwrap();
            let entries = fs::read_dir("/proc/self/fd").unwrap();
            let ours: Vec<i32> = entries
                .filter_map(|entry| {
                    let path = entry.unwrap().path();
                    let link = fs::read_link(&path).ok()?.to_string_lossy().into_owned();
                    (link.contains("eventpoll") || link.contains("timerfd")).then_some(())?;
                    path.file_name()?.to_str()?.parse().ok()
                })
                .collect();
            assert_eq!(ours.len(), 1 + usize::from(crowded));
            for &number in &ours {
                // SAFETY: a number that nobody here knows.
                unsafe {
                    if taken {
                        libc::dup2(file.as_raw_fd(), number);
                    } else {
                        libc::close(number);
                    }
                }
            }
            let start = Instant::now();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(Duration::from_millis(50));
                    waker::wake(&Linux);
                });
                let woken = waker::wakes();
                while waker::wakes() == woken {
                    queue.turn(20_000);
                }
            });
            assert!(start.elapsed() < Duration::from_secs(10));
            for &number in ours.iter().filter(|_| taken) {
                assert!(Linux.is_open(number));
                Linux.close(number);
            }
        }
    }
}

#[test]
fn a_look_is_claimed_by_one_at_a_time() {
    let world = World::new(HALF, 0);
    let queue = Queue::new(&world);
    assert!(queue.descriptors.claim());
    assert!(!queue.descriptors.claim());
    assert!(!queue.descriptors.close(&queue.table.waits, &Linux));
    queue.descriptors.release();
    assert!(queue.descriptors.claim());
    queue.descriptors.release();
}

#[test]
fn the_first_number_beyond_the_table_is_known_too() {
    let _alone = alone();
    for beyond in [16, 32, 64] {
        let world = World::new(HALF, 0);
        let queue = Queue::new(&world);
        let (one, two) = pair();
        // The number that the table of numbers, which grows by doubling, ends just before.
        // SAFETY: both are descriptors of this process, and the second is this test's own from here on.
        let fd = unsafe { libc::fcntl(one.as_raw_fd(), libc::F_DUPFD_CLOEXEC, beyond) };
        // SAFETY: as above.
        let moved = unsafe { UnixStream::from_raw_fd(fd) };
        let task = queue.read(&moved);
        assert!(queue.turn(0).is_empty());
        (&two).write_all(b"x").unwrap();
        assert!(queue.turn(20_000) == [task], "descriptor {fd}");
    }
}
