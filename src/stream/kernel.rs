//! The system calls by which the kernel says which descriptors are ready. Owns the calls and their errors; must not know
//! who waits.
//!
//! An idle wait ends at once for Ctrl-C, for a callback scheduled by another thread and for a task pushed by one. The signal
//! is held off from the moment nothing is found pending until the kernel waits, so that it can't fall in between; the others
//! write to the *waker*, a descriptor that every wait watches.
#![allow(unsafe_code)]

use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use libc::{c_int, pollfd, sigset_t};

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

static WAKER: AtomicI32 = AtomicI32::new(-1);
static IDLE: AtomicBool = AtomicBool::new(false);
/// A wake-up has come since the last idle wait began. Without a lock that all threads share, one may come after the loop
/// has found nothing to do and before it idles.
static WOKEN: AtomicBool = AtomicBool::new(false);

/// How long an idle wait lasts at most without a waker, in milliseconds.
const WITHOUT_WAKER: usize = 50;

fn errno() -> c_int {
    // SAFETY: gives the address of this thread's errno.
    unsafe { *libc::__errno_location() }
}

/// The descriptor that ends idle waits, -1 if none is to be had.
pub fn waker() -> c_int {
    let known = WAKER.load(Ordering::Relaxed);
    if known >= 0 {
        return known;
    }
    // SAFETY: makes a descriptor.
    let fd = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
    if fd >= 0 {
        WAKER.store(fd, Ordering::Relaxed);
    }
    fd
}

/// Whether there is a descriptor that ends idle waits.
pub fn has_waker() -> bool {
    WAKER.load(Ordering::Relaxed) >= 0
}

/// Whether a descriptor is the waker.
pub fn is_waker(fd: c_int) -> bool {
    fd == WAKER.load(Ordering::Relaxed)
}

/// Ends the idle wait of the loop, if it is in one. May be called from any thread.
pub fn wake() {
    WOKEN.store(true, Ordering::SeqCst);
    if IDLE.load(Ordering::SeqCst) {
        let one = 1u64;
        // SAFETY: writes the eight bytes that such a descriptor takes; one that is gone is an error that changes nothing.
        unsafe { libc::write(WAKER.load(Ordering::Relaxed), (&raw const one).cast(), 8) };
    }
}

/// The waker was found ready: makes it wait for the next time.
pub fn rest() {
    let mut count = 0u64;
    // SAFETY: reads at most eight bytes into eight.
    unsafe { libc::read(WAKER.load(Ordering::Relaxed), (&raw mut count).cast(), 8) };
}

/// Runs a wait that may be long, unless something is pending already: with SIGINT held off but for the wait itself, which is
/// given the mask to wait with.
fn idle(is_pending: impl Fn() -> bool, wait: impl FnOnce(*const sigset_t) -> c_int) -> c_int {
    if WOKEN.swap(false, Ordering::SeqCst) {
        return 0;
    }
    let mut held = MaybeUninit::<sigset_t>::uninit();
    let mut before = MaybeUninit::<sigset_t>::uninit();
    // SAFETY: `sigemptyset` initialises the set, and `pthread_sigmask` the other one.
    unsafe {
        libc::sigemptyset(held.as_mut_ptr());
        libc::sigaddset(held.as_mut_ptr(), libc::SIGINT);
        libc::pthread_sigmask(libc::SIG_BLOCK, held.as_ptr(), before.as_mut_ptr());
    }
    IDLE.store(true, Ordering::SeqCst);
    let result = if is_pending() || WOKEN.swap(false, Ordering::SeqCst) {
        0
    } else {
        wait(before.as_ptr())
    };
    let error = errno();
    IDLE.store(false, Ordering::SeqCst);
    // SAFETY: `before` was initialised above.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), core::ptr::null_mut()) };
    if result < 0 { -error } else { result }
}

/// The timeout of a wait as the kernel takes it: -1 without limit.
fn milliseconds(timeout: usize) -> c_int {
    let timeout = if has_waker() {
        timeout
    } else {
        timeout.min(WITHOUT_WAKER)
    };
    if timeout == usize::MAX {
        -1
    } else {
        c_int::try_from(timeout).unwrap_or(c_int::MAX)
    }
}

/// `poll(2)`: how many of the descriptors are ready, or a negative error number; an interruption is nobody ready.
///
/// # Safety
/// `fds` points to `n` entries that nothing else touches meanwhile.
pub unsafe fn poll(fds: *mut Entry, n: usize, timeout: usize, is_pending: impl Fn() -> bool) -> c_int {
    let (fds, n): (*mut pollfd, _) = (fds.cast(), n as libc::nfds_t);
    let result = if timeout == 0 {
        // SAFETY: promised by the caller.
        let ready = unsafe { libc::poll(fds, n, 0) };
        if ready < 0 { -errno() } else { ready }
    } else {
        let ms = milliseconds(timeout);
        let limit = libc::timespec {
            tv_sec: (ms / 1000).into(),
            tv_nsec: (ms % 1000 * 1_000_000).into(),
        };
        let limit = if ms < 0 { core::ptr::null() } else { &raw const limit };
        // SAFETY: promised by the caller; the mask and the limit live until it returns.
        idle(is_pending, |mask| unsafe { libc::ppoll(fds, n, limit, mask) })
    };
    if result == -libc::EINTR { 0 } else { result }
}

/// A new epoll instance, -1 if none is to be had.
pub fn epoll_create() -> c_int {
    // SAFETY: makes a descriptor.
    unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) }
}

/// `epoll_ctl(2)`: 0, or an error number.
pub fn epoll_ctl(epoll: c_int, operation: c_int, fd: c_int, events: u16) -> c_int {
    let mut event = libc::epoll_event {
        events: events.into(),
        u64: fd as u64,
    };
    // SAFETY: the event lives until the call returns.
    if unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } < 0 {
        errno()
    } else {
        0
    }
}

/// `epoll_wait(2)`, which tells `found` of each ready descriptor and its events: how many, or a negative error number.
pub fn epoll_wait(
    epoll: c_int,
    timeout: usize,
    is_pending: impl Fn() -> bool,
    mut found: impl FnMut(c_int, u16),
) -> c_int {
    let mut events = [const { MaybeUninit::<libc::epoll_event>::uninit() }; BATCH];
    let buffer = events.as_mut_ptr().cast();
    let n = if timeout == 0 {
        // SAFETY: the buffer has room for that many events.
        let n = unsafe { libc::epoll_wait(epoll, buffer, BATCH as c_int, 0) };
        if n < 0 { -errno() } else { n }
    } else {
        let ms = milliseconds(timeout);
        // SAFETY: as above, and the mask lives until it returns.
        idle(is_pending, |mask| unsafe {
            libc::epoll_pwait(epoll, buffer, BATCH as c_int, ms, mask)
        })
    };
    if n < 0 {
        return if n == -libc::EINTR { 0 } else { n };
    }
    for event in events.iter().take(n as usize) {
        // SAFETY: the kernel wrote the first `n`.
        let event = unsafe { event.assume_init() };
        found(event.u64 as c_int, event.events as u16);
    }
    n
}

/// Whether a number is that of an open descriptor.
pub fn is_open(fd: c_int) -> bool {
    // SAFETY: reads a flag of the descriptor, if there is one.
    unsafe { libc::fcntl(fd, libc::F_GETFD) >= 0 }
}

/// Closes a descriptor that was made here.
pub fn close(fd: c_int) {
    if fd >= 0 {
        // SAFETY: it is ours, and not used after this.
        unsafe { libc::close(fd) };
    }
}
