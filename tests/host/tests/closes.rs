//! What is told to whom when a descriptor is closed, a wait is woken or a process forks, by a kernel that writes down what it is
//! asked; and the calls of the kernel that there is.
#![cfg(feature = "unix")]

use std::cell::RefCell;
use std::os::fd::AsRawFd;
use std::sync::{Mutex, MutexGuard, PoisonError};

use asyncio_rs::stream::kernel::{Entry, Kernel, Linux};
use asyncio_rs::stream::{closes, waker};

/// The waits and the epoll are the whole process's: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A kernel that can do nothing.
#[derive(Default)]
struct Asked {
    /// Epoll and descriptor of each that was to be taken away.
    taken_away: RefCell<Vec<(i32, i32)>>,
    /// The timers that were set.
    set: RefCell<Vec<i32>>,
}

impl Kernel for Asked {
    fn is_open(&self, _: i32) -> bool {
        unreachable!()
    }
    fn close(&self, _: i32) {
        unreachable!()
    }
    fn poll(&self, _: &mut [Entry], _: i32) -> i32 {
        unreachable!()
    }
    fn epoll_create(&self) -> i32 {
        unreachable!()
    }
    fn epoll_ctl(&self, epoll: i32, operation: i32, fd: i32, _: u16, _: u64) -> i32 {
        assert_eq!(operation, libc::EPOLL_CTL_DEL);
        self.taken_away.borrow_mut().push((epoll, fd));
        libc::ENOENT
    }
    fn epoll_wait(&self, _: i32, _: i32, _: impl FnMut(u64, u16)) -> i32 {
        unreachable!()
    }
    fn timer(&self) -> i32 {
        unreachable!()
    }
    fn set_timer(&self, timer: i32, readable: bool) -> i32 {
        assert!(readable);
        self.set.borrow_mut().push(timer);
        0
    }
}

#[test]
fn a_close_is_told_to_the_epoll_in_use() {
    let _alone = alone();
    let kernel = Asked::default();
    let told = |fd| {
        closes::closing(fd, &kernel);
        kernel.taken_away.take()
    };
    assert_eq!(told(5), [], "there was none yet");
    for epoll in [0, 7] {
        closes::set_epoll(epoll);
        assert_eq!(told(5), [(epoll, 5)]);
        assert_eq!(told(epoll), [], "it is gone itself");
    }
    closes::set_epoll(-1);
    assert_eq!(told(5), []);
    closes::set_epoll(7);
    waker::forked();
    assert_eq!(told(5), [], "it is the parent's");
}

#[test]
fn a_wake_up_sets_the_timers_of_all_waits_and_of_no_parents() {
    let _alone = alone();
    let kernel = Asked::default();
    let woken = || {
        waker::wake(&kernel);
        kernel.set.take()
    };
    assert_eq!(woken(), []);
    let wait = |timer, run: &dyn Fn()| waker::wait(timer, usize::MAX, waker::wakes(), || false, |_| run());
    for timer in [0, 1, 2] {
        wait(timer, &|| assert_eq!(woken(), [timer]));
        assert_eq!(woken(), []);
    }
    wait(5, &|| wait(3, &|| assert_eq!(woken(), [5, 3])));
    wait(-1, &|| assert_eq!(woken(), []));
    wait(5, &|| {
        waker::forked();
        assert_eq!(woken(), []);
    });
}

#[test]
fn a_wait_lasts_as_long_as_something_can_end_it() {
    let _alone = alone();
    let lasts = |timer, timeout, wakes, is_pending| {
        let mut lasts = None;
        waker::wait(timer, timeout, wakes, || is_pending, |ms| lasts = Some(ms));
        lasts.unwrap()
    };
    let wakes = waker::wakes();
    let (long, for_ever) = (i32::MAX as usize + 1, usize::MAX);
    for (timeout, with_timer, without) in [
        (0, 0, 0),
        (19, 19, 19),
        (21, 21, 20),
        (long, i32::MAX, 20),
        (for_ever, -1, 20),
    ] {
        assert_eq!(lasts(0, timeout, wakes, false), with_timer);
        assert_eq!(lasts(-1, timeout, wakes, false), without);
        assert_eq!(lasts(0, timeout, wakes, true), 0);
        assert_eq!(lasts(0, timeout, wakes.wrapping_sub(1), false), 0);
    }
}

#[test]
fn forks_are_counted() {
    let _alone = alone();
    let before = waker::forks();
    waker::forked();
    waker::forked();
    assert_eq!(waker::forks(), before + 2);
}

#[test]
fn what_linux_makes_is_closed_by_exec_and_does_not_block() {
    let _alone = alone();
    let (timer, epoll) = (Linux.timer(), Linux.epoll_create());
    assert!(timer > 2 && epoll > 2);
    for fd in [timer, epoll] {
        // SAFETY: reads flags of a descriptor.
        assert_eq!(
            unsafe { libc::fcntl(fd, libc::F_GETFD) } & libc::FD_CLOEXEC,
            libc::FD_CLOEXEC
        );
    }
    // SAFETY: as above.
    assert_eq!(
        unsafe { libc::fcntl(timer, libc::F_GETFL) } & libc::O_NONBLOCK,
        libc::O_NONBLOCK
    );
    for fd in [timer, epoll] {
        assert!(Linux.is_open(fd));
        Linux.close(fd);
        Linux.close(-fd);
        assert!(!Linux.is_open(fd));
    }
}

#[test]
fn what_linux_makes_never_gets_the_number_of_a_standard_stream() {
    let _alone = alone();
    let free = [libc::STDIN_FILENO, libc::STDERR_FILENO];
    // SAFETY: nothing is printed until the two are what they were.
    let before = free.map(|fd| unsafe {
        let before = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 10);
        libc::close(fd);
        before
    });
    let made = [Linux.timer(), Linux.epoll_create()];
    let left_open = free.map(|fd| Linux.is_open(fd));
    for (fd, before) in free.into_iter().zip(before) {
        // SAFETY: as above.
        unsafe { libc::dup2(before, fd) };
        Linux.close(before);
    }
    assert!(made.iter().all(|&fd| fd > libc::STDERR_FILENO && Linux.is_open(fd)));
    assert_eq!(left_open, [false; 2]);
    made.iter().for_each(|&fd| Linux.close(fd));
}

#[test]
fn the_errors_of_linux_have_their_signs() {
    let _alone = alone();
    let sockets = std::os::unix::net::UnixDatagram::pair().unwrap();
    let (fd, other) = (sockets.0.as_raw_fd(), sockets.1.as_raw_fd());
    assert_eq!(Linux.set_timer(fd, true), libc::EINVAL);
    assert_eq!(Linux.set_timer(-1, false), libc::EBADF);
    assert_eq!(Linux.epoll_ctl(fd, libc::EPOLL_CTL_DEL, other, 0, 0), libc::EINVAL);
    let found = |_, _| panic!("nothing is found");
    assert_eq!(Linux.epoll_wait(-1, 0, found), -libc::EBADF);
    assert_eq!(Linux.epoll_wait(fd, 0, found), -libc::EINVAL);
    let mut closed = [Entry {
        fd: i32::MAX,
        events: 0,
        revents: 0,
    }];
    assert_eq!(Linux.poll(&mut closed, 0), 1);
    assert_eq!(closed[0].revents, libc::POLLNVAL);
}

#[test]
fn errno_is_left_as_it_was() {
    let _alone = alone();
    // SAFETY: this thread's own.
    let errno = || unsafe { libc::__errno_location() };
    // SAFETY: as above.
    unsafe { *errno() = libc::EXDEV };
    closes::set_epoll(i32::MAX);
    closes::closing(i32::MAX - 1, &Linux);
    closes::set_epoll(-1);
    // A descriptor that is no timer.
    waker::wait(0, 0, waker::wakes(), || false, |_| waker::wake(&Linux));
    // SAFETY: as above.
    assert_eq!(unsafe { *errno() }, libc::EXDEV);
}
