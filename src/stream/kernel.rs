//! The system calls that tell which descriptors are ready. Owns the calls and their errors, as a trait, so that the decisions can
//! be tested without a kernel; must not know who waits or why.
#![allow(unsafe_code)]

use core::mem::MaybeUninit;

use libc::{c_int, epoll_event, pollfd};

/// How many ready descriptors are taken from epoll at a time.
pub const BATCH: usize = 64;

/// A descriptor, what it is watched for and what it is ready for: `struct pollfd`.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct Entry {
    /// The descriptor.
    pub fd: c_int,
    /// What it is watched for.
    pub events: i16,
    /// What it is ready for.
    pub revents: i16,
}

const _: () = assert!(size_of::<Entry>() == size_of::<pollfd>());

/// The system calls. Errors are negative error numbers, unless stated otherwise.
pub trait Kernel {
    /// Whether a number is that of an open descriptor.
    fn is_open(&self, fd: c_int) -> bool;
    /// Closes a descriptor that was made here, or a negative number.
    fn close(&self, fd: c_int);
    /// `poll(2)`, for this many milliseconds, -1 for ever. Fills in `revents`, and returns how many descriptors are ready.
    fn poll(&self, entries: &mut [Entry], timeout: c_int) -> c_int;
    /// A new instance of epoll.
    fn epoll_create(&self) -> c_int;
    /// `epoll_ctl(2)`: 0, or an error number, which is positive.
    fn epoll_ctl(&self, epoll: c_int, operation: c_int, fd: c_int, events: u16, data: u64) -> c_int;
    /// `epoll_wait(2)`. Passes data and events of each ready descriptor to `found`, and returns how many there are.
    fn epoll_wait(&self, epoll: c_int, timeout: c_int, found: impl FnMut(u64, u16)) -> c_int;
    /// A timer that is not set: not readable.
    fn timer(&self) -> c_int;
    /// Makes such a timer readable, or not: 0, or an error number, which is positive. Does nothing to any other file.
    fn set_timer(&self, timer: c_int, readable: bool) -> c_int;
}

/// The kernel that the program runs on.
#[derive(Clone, Copy)]
pub struct Linux;

fn errno() -> *mut c_int {
    // SAFETY: gives the address of this thread's errno.
    unsafe { libc::__errno_location() }
}

/// The result of a call, or its error number, negated.
fn result(value: c_int) -> c_int {
    // SAFETY: this thread's own.
    if value < 0 { -unsafe { *errno() } } else { value }
}

/// A descriptor made here, or an error, under a number that is not that of a standard stream: one that is closed leaves its number
/// free, but what the program prints and reads is not for us.
fn above_standard(fd: c_int) -> c_int {
    if !(0..=libc::STDERR_FILENO).contains(&fd) {
        return fd;
    }
    // SAFETY: makes a descriptor, and closes one that nobody has seen.
    unsafe {
        let above = result(libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, libc::STDERR_FILENO + 1));
        libc::close(fd);
        above
    }
}

/// Runs code that a signal handler may run, and restores errno.
pub(super) fn keeping_errno(run: impl FnOnce()) {
    // SAFETY: this thread's own.
    let before = unsafe { *errno() };
    run();
    // SAFETY: as above.
    unsafe { *errno() = before };
}

impl Kernel for Linux {
    fn is_open(&self, fd: c_int) -> bool {
        // SAFETY: reads a flag of the descriptor, if there is one.
        unsafe { libc::fcntl(fd, libc::F_GETFD) >= 0 }
    }

    fn close(&self, fd: c_int) {
        if fd >= 0 {
            // SAFETY: it is ours, and not used after this.
            unsafe { libc::close(fd) };
        }
    }

    fn poll(&self, entries: &mut [Entry], timeout: c_int) -> c_int {
        // SAFETY: an entry is a `pollfd`, and there are so many.
        result(unsafe { libc::poll(entries.as_mut_ptr().cast(), entries.len() as libc::nfds_t, timeout) })
    }

    fn epoll_create(&self) -> c_int {
        // SAFETY: makes a descriptor.
        above_standard(result(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) }))
    }

    fn epoll_ctl(&self, epoll: c_int, operation: c_int, fd: c_int, events: u16, data: u64) -> c_int {
        let mut event = epoll_event {
            events: events.into(),
            u64: data,
        };
        // SAFETY: the event lives until the call returns.
        -result(unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) })
    }

    fn epoll_wait(&self, epoll: c_int, timeout: c_int, mut found: impl FnMut(u64, u16)) -> c_int {
        let mut events = [const { MaybeUninit::<epoll_event>::uninit() }; BATCH];
        // SAFETY: the buffer has room for that many events.
        let n = result(unsafe { libc::epoll_wait(epoll, events.as_mut_ptr().cast(), BATCH as c_int, timeout) });
        for event in events.iter().take(n.max(0) as usize) {
            // SAFETY: the kernel wrote the first `n`.
            let event = unsafe { event.assume_init() };
            found(event.u64, event.events as u16);
        }
        n
    }

    fn timer(&self) -> c_int {
        // SAFETY: makes a descriptor.
        let timer = unsafe { libc::timerfd_create(libc::CLOCK_MONOTONIC, libc::TFD_NONBLOCK | libc::TFD_CLOEXEC) };
        above_standard(result(timer))
    }

    fn set_timer(&self, timer: c_int, readable: bool) -> c_int {
        let none = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        let time = libc::itimerspec {
            it_interval: none,
            it_value: libc::timespec {
                tv_nsec: readable.into(),
                ..none
            },
        };
        // SAFETY: the time lives until the call returns.
        -result(unsafe { libc::timerfd_settime(timer, 0, &time, core::ptr::null_mut()) })
    }
}
