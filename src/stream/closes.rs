//! Which descriptors the program has closed. Owns the record of it, for everyone who watches descriptors by their numbers; must
//! not know who that is.
//!
//! The linker redirects each `close` of the firmware here. Any thread may call it, with or without the GIL.

use core::cell::Cell;
use core::sync::atomic::{AtomicI32, AtomicU64, AtomicUsize, Ordering::SeqCst};

use libc::c_int;

use super::kernel::{Kernel, keeping_errno};

/// How many closes are remembered.
const REMEMBERED: usize = 1024;

/// The closes. Each has its own number beside the descriptor's.
static CLOSES: [AtomicU64; REMEMBERED] = [const { AtomicU64::new(u64::MAX) }; REMEMBERED];
static CLOSED: AtomicUsize = AtomicUsize::new(0);

/// The epoll that was used last, -1 for none.
static EPOLL: AtomicI32 = AtomicI32::new(-1);

/// The epoll that is in use.
pub fn set_epoll(epoll: c_int) {
    EPOLL.store(epoll, SeqCst);
}

/// Called before a descriptor is closed. If the file stays open elsewhere, in a child or under another number, epoll would go on
/// reporting it, and could not be told to stop.
pub fn closing(fd: c_int, os: &impl Kernel) {
    let epoll = EPOLL.load(SeqCst);
    if epoll >= 0 && epoll != fd {
        keeping_errno(|| {
            os.epoll_ctl(epoll, libc::EPOLL_CTL_DEL, fd, 0, 0);
        });
    }
}

/// Called after a descriptor was closed.
pub fn closed(fd: c_int) {
    let number = CLOSED.fetch_add(1, SeqCst);
    CLOSES[number % REMEMBERED].store((number as u64) << 32 | fd as u32 as u64, SeqCst);
}

/// How far a watcher has read the closes; the default has read none.
#[derive(Default)]
#[repr(C)]
pub struct Seen {
    read_to: Cell<usize>,
}

impl Seen {
    /// Nothing is watched yet, so no close so far matters.
    pub fn new() -> Self {
        Self {
            read_to: Cell::new(CLOSED.load(SeqCst)),
        }
    }

    /// Whether there is anything to read.
    #[inline]
    pub fn is_behind(&self) -> bool {
        self.read_to.get() != CLOSED.load(SeqCst)
    }

    /// Passes each close since the last time to `found`. Returns false if there were too many to remember, so that any descriptor may
    /// be closed.
    pub fn read(&self, mut found: impl FnMut(c_int)) -> bool {
        let (from, to) = (self.read_to.get(), CLOSED.load(SeqCst));
        let mut all = to.wrapping_sub(from) <= REMEMBERED;
        let mut at = from;
        while all && at != to {
            let close = CLOSES[at % REMEMBERED].load(SeqCst);
            // This one is being written, or was overwritten.
            all = close >> 32 == at as u64 & u64::from(u32::MAX);
            if all {
                found(close as c_int);
            }
            at = at.wrapping_add(1);
        }
        self.read_to.set(to);
        all
    }
}
