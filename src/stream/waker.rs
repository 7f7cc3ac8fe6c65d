//! Ending a wait in the kernel early: for another thread's push, a scheduled callback, Ctrl-C. Owns the list of active waits and
//! the waker that each one watches; must not know what else is waited for.
//!
//! A waker is a timer's descriptor, *quiet* until someone sets the timer. So waking is one system call, which a signal handler may
//! make, which needs no memory, and which does nothing to a number that belongs to another file by now. A wake-up lasts until the
//! next wait begins:
//!
//! ```text
//!   quiet the waker  ->  enter the list  ->  anything pending?  ->  wait  ->  leave the list
//! ```
//!
//! A wake-up before the wait entered the list is found pending. One after that makes the waker readable, whether the wait has begun
//! or not. No signal has to be masked.

use core::sync::atomic::{AtomicI32, AtomicUsize, Ordering::SeqCst};

use libc::c_int;

use super::closes;
use super::kernel::{Kernel, keeping_errno};

/// How many waits can be active at once. Further ones have to poll.
const WAITS: usize = 8;

/// How long a wait may last that nothing can end, in milliseconds.
const WITHOUT_WAKER: usize = 20;

/// The data of a waker in epoll.
pub const WAKER: u64 = u64::MAX;

/// The wakers of the active waits; [`NONE`] in a free place.
static UNDER_WAY: [AtomicI32; WAITS] = [const { AtomicI32::new(NONE) }; WAITS];
const NONE: c_int = -1;

/// How many wake-ups there were.
static WAKES: AtomicUsize = AtomicUsize::new(0);

/// How many wake-ups there were. A wait that sees more than when its loop looked for something to do does not begin.
pub fn wakes() -> usize {
    WAKES.load(SeqCst)
}

/// How many forks lie between the first process and this one.
static FORKS: AtomicUsize = AtomicUsize::new(0);

/// How many times this process came out of another one's `fork`.
pub fn forks() -> usize {
    FORKS.load(SeqCst)
}

/// Called in the child after a `fork`: the waits and the epoll are the parent's.
pub fn forked() {
    FORKS.fetch_add(1, SeqCst);
    closes::set_epoll(-1);
    for wait in &UNDER_WAY {
        wait.store(NONE, SeqCst);
    }
}

/// Ends all active waits. May be called from any thread, and from a signal handler.
pub fn wake(os: &impl Kernel) {
    keeping_errno(|| {
        WAKES.fetch_add(1, SeqCst);
        for wait in &UNDER_WAY {
            let waker = wait.load(SeqCst);
            if waker != NONE {
                os.set_timer(waker, true);
            }
        }
    });
}

/// Calls `wait` with the milliseconds to wait, -1 for ever. It has to watch the waker, unless that is negative. The time is 0 if
/// something is pending, or if there was a wake-up since the count was `wakes`.
pub fn wait(waker: c_int, timeout: usize, wakes: usize, is_pending: impl Fn() -> bool, wait: impl FnOnce(c_int)) {
    let place = UNDER_WAY
        .iter()
        .filter(|_| waker >= 0)
        .find(|place| place.compare_exchange(NONE, waker, SeqCst, SeqCst).is_ok());
    let timeout = if place.is_some() {
        timeout
    } else {
        timeout.min(WITHOUT_WAKER)
    };
    let is_to_wait = !is_pending() && self::wakes() == wakes;
    wait(match timeout {
        _ if !is_to_wait => 0,
        usize::MAX => -1,
        _ => c_int::try_from(timeout).unwrap_or(c_int::MAX),
    });
    if let Some(place) = place {
        place.store(NONE, SeqCst);
    }
}
