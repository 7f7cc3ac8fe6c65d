//! Where there is no memory, what wants some says so, and nothing is changed. The limit is the whole process's, so this is one test
//! of its own.
#![cfg(feature = "unix")]

use asyncio_rs::stream::descriptors::Descriptors;
use asyncio_rs::stream::kernel::{Entry, Kernel};
use asyncio_rs::stream::waits::{Chunk, WaitError, Waits};
use host_tests::{HALF, Table, World};

/// A number that a table up to it is 100 megabytes for, of which half are left.
const FAR: i32 = 1 << 23;
const LEFT: u64 = 50 << 20;

/// A kernel that has every number open, and is asked for nothing else.
struct Full;

impl Kernel for Full {
    fn is_open(&self, _: i32) -> bool {
        true
    }
    fn close(&self, _: i32) {}
    fn poll(&self, _: &mut [Entry], _: i32) -> i32 {
        unreachable!()
    }
    fn epoll_create(&self) -> i32 {
        unreachable!()
    }
    fn epoll_ctl(&self, _: i32, _: i32, _: i32, _: u16, _: u64) -> i32 {
        unreachable!()
    }
    fn epoll_wait(&self, _: i32, _: i32, _: impl FnMut(u64, u16)) -> i32 {
        unreachable!()
    }
    fn timer(&self) -> i32 {
        unreachable!()
    }
    fn set_timer(&self, _: i32, _: bool) -> i32 {
        unreachable!()
    }
}

/// Runs with so little memory left; not under a sanitizer, which has taken more than there is before.
fn with_little_memory(run: impl FnOnce()) {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let in_use = pages.split(' ').next().unwrap().parse::<u64>().unwrap() * 4096;
    if in_use > 1 << 40 {
        return;
    }
    let mut before = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: reads and sets a limit of this process.
    unsafe {
        assert_eq!(libc::getrlimit(libc::RLIMIT_AS, &mut before), 0);
        let little = libc::rlimit {
            rlim_cur: in_use + LEFT,
            ..before
        };
        assert_eq!(libc::setrlimit(libc::RLIMIT_AS, &little), 0);
        run();
        assert_eq!(libc::setrlimit(libc::RLIMIT_AS, &before), 0);
    }
}

#[test]
fn a_table_that_can_not_grow_takes_nothing() {
    let world = World::new(HALF, 0);
    let (table, descriptors) = (Table::new(&world, 4), Descriptors::new());
    let stream = world.object();
    let place = |fd| descriptors.place(&table.waits, stream, fd, &Full).map(|(i, _)| i);
    with_little_memory(|| assert_eq!(place(FAR), Err(WaitError::NoMemory)));
    assert!(table.waits.find(stream).is_none());
    assert_eq!(place(5), Ok(0));

    // A chunk of more places than can be numbered, which are not looked at.
    let mut chunk = [0usize; size_of::<Chunk>() / size_of::<usize>()];
    let chunk = chunk.as_mut_ptr().cast::<Chunk>();
    let waits = Waits::new();
    // SAFETY: zeros are a chunk; without memory for their numbers none of its places is used.
    unsafe {
        (*chunk).count = usize::MAX / 4;
        assert!(!waits.add(chunk));
    }
    assert!(waits.capacity() == 0 && waits.get(0).is_none());
    descriptors.close(&table.waits, &Full);
}
