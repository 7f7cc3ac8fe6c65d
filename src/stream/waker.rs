//! What ends a wait in the kernel before its time: another thread's push, a scheduled callback, Ctrl-C. Owns the list of the waits
//! that are under way and the waker that each one watches; must not know what else is waited for.
//!
//! A waker is an instance of epoll that holds a descriptor which is always readable: *quiet*, watched for nothing, until someone
//! has it watched. So to wake is one `epoll_ctl`, which a signal handler may call, and which does nothing to a number that belongs
//! to another file by now. A wake-up lasts until the next wait begins:
//!
//! ```text
//!   quiet the waker  ->  enter the list  ->  anything pending?  ->  wait  ->  leave the list
//! ```
//!
//! What comes before the list was entered is found pending; what comes after it makes the waker readable, before the wait as well
//! as in it. No signal has to be held off.

use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst};

use libc::c_int;

use super::kernel::{Kernel, Linux, keeping_errno};
use super::waits::READABLE;

/// How many waits can be under way at once. One more has to look again and again.
const WAITS: usize = 8;

/// How long a wait lasts at most that nothing can end, in milliseconds.
const WITHOUT_WAKER: usize = 20;

/// The data of the waker in its epoll.
pub const WAKER: u64 = u64::MAX;

/// The waits that are under way, each by the two descriptors of its waker; 0 for none.
static UNDER_WAY: [AtomicU64; WAITS] = [const { AtomicU64::new(0) }; WAITS];

/// How many wake-ups there were.
static WAKES: AtomicUsize = AtomicUsize::new(0);

/// How many wake-ups there were. A wait that sees more than when its loop looked for something to do does not begin.
pub fn wakes() -> usize {
    WAKES.load(SeqCst)
}

/// Ends the waits that are under way. May be called from any thread, and from a signal handler.
pub fn wake() {
    keeping_errno(|| {
        WAKES.fetch_add(1, SeqCst);
        for wait in &UNDER_WAY {
            let waker = wait.load(SeqCst);
            if waker != 0 {
                let (epoll, ready) = ((waker >> 32) as c_int, (waker as c_int) - 1);
                Linux.epoll_ctl(epoll, libc::EPOLL_CTL_MOD, ready, READABLE, WAKER);
            }
        }
    });
}

/// Waits by `wait`, which is given the milliseconds, -1 for ever, and watches the waker made of `epoll` and `ready`, if those are no
/// negative numbers. Does not wait if something is pending, or has woken since there were so many `wakes`.
pub fn wait(
    epoll: c_int,
    ready: c_int,
    timeout: usize,
    wakes: usize,
    is_pending: impl Fn() -> bool,
    wait: impl FnOnce(c_int),
) {
    let waker = u64::from(epoll as u32) << 32 | u64::from((ready as u32).wrapping_add(1));
    let place = UNDER_WAY
        .iter()
        .filter(|_| epoll >= 0)
        .find(|place| place.compare_exchange(0, waker, SeqCst, SeqCst).is_ok());
    let timeout = if place.is_some() {
        timeout
    } else {
        timeout.min(WITHOUT_WAKER)
    };
    if !is_pending() && self::wakes() == wakes {
        wait(match timeout {
            usize::MAX => -1,
            _ => c_int::try_from(timeout).unwrap_or(c_int::MAX),
        });
    }
    if let Some(place) = place {
        place.store(0, SeqCst);
    }
}
