//! Which descriptors the waits are for, and which of them are ready. Owns the way from a descriptor to its waits and the
//! kernel's view of them; must not know what a task is or how a system call is made.
//!
//! Each place of the table is a link in one chain: that of its descriptor, that of the streams without one, which C asks in
//! turn, or that of free places. Whatever changes a place *touches* it; what the touched places come to is worked out just
//! before the kernel is asked. So a task that is woken and waits for the same stream again costs no system call, and a place
//! whose waiter went away is given up only then.
//!
//! Few descriptors are watched by `poll(2)`, which needs nothing to be kept. From [`EPOLL_FROM`] on it is epoll, which tells
//! of ready descriptors alone, but
//!
//! - refuses regular files: those are asked, which finds them ready, as `poll(2)` does;
//! - takes a system call for each change. So a descriptor that nobody waits on any more stays watched, and its place taken,
//!   until it is ready for nobody or the next sweep: a server's next read finds both as they were;
//! - silently forgets a descriptor that is closed. So while tasks run, which could close one, each is offered to it again
//!   every [`SWEEP`] milliseconds, and the waiters of one that it no longer knows are woken;
//! - knows a descriptor only by its number. A stream that comes to a number which others wait on is offered as new: if it is,
//!   theirs was closed.
//!
//! When epoll can't be had or fails, `poll(2)` does everything.

mod watch;

use core::cell::Cell;

use libc::c_int;

use super::kernel::{self, Entry};
use super::numbers::Numbers;
use super::waits::{READABLE, Wait, WaitError, Waits};
use crate::task::{Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// From how many descriptors on epoll is used.
pub const EPOLL_FROM: usize = 16;

/// How often epoll is asked whether it still knows every descriptor, in milliseconds.
pub const SWEEP: usize = 80;

/// What a descriptor that was closed under its waiters is ready for: `POLLNVAL`.
const CLOSED: u16 = libc::POLLNVAL as u16;

/// No descriptor, in the link of a stream that has none.
const ASKED: c_int = -1;

/// The number of a place plus one, or 0 for none.
type Next = u32;

#[derive(Clone, Copy, Default)]
struct Link {
    fd: c_int,
    next: Next,
    next_touched: Next,
    touched: bool,
    /// The kernel has not been told of this place yet.
    fresh: bool,
    /// The descriptor is closed, and the waiters are to be told.
    closed: bool,
}

#[derive(Clone, Copy, Default)]
struct Descriptor {
    first: Next,
    /// What epoll watches it for, which may be more than is waited for.
    armed: u16,
    /// It was ready for nobody, and so is to be watched for no more than is waited for.
    noisy: bool,
}

/// The kernel's part of an `IOQueue`.
#[repr(C)]
pub struct Descriptors {
    links: Numbers<Link>,
    fds: Numbers<Descriptor>,
    polled: Numbers<Entry>,
    asked: Cell<Next>,
    free: Cell<Next>,
    touched: Cell<Next>,
    used: Cell<usize>,
    watched: Cell<usize>,
    closed: Cell<usize>,
    epoll: Cell<c_int>,
    gave_up: Cell<bool>,
    may_have_closed: Cell<bool>,
    looking: Cell<bool>,
    swept_at: Cell<Ticks>,
}

/// What one look at the kernel found, and how far it has been gone through.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub struct Look {
    found: usize,
    at: usize,
    place: Next,
    /// The place of the task that was given last.
    given: Next,
    events: u16,
    /// The error number of the look, 0 if it went well.
    pub failed: c_int,
}

impl Default for Descriptors {
    fn default() -> Self {
        Self::new()
    }
}

impl Descriptors {
    /// No descriptor is watched.
    pub const fn new() -> Self {
        Self {
            links: Numbers::new(),
            fds: Numbers::new(),
            polled: Numbers::new(),
            asked: Cell::new(0),
            free: Cell::new(0),
            touched: Cell::new(0),
            used: Cell::new(0),
            watched: Cell::new(0),
            closed: Cell::new(0),
            epoll: Cell::new(-1),
            gave_up: Cell::new(false),
            may_have_closed: Cell::new(false),
            looking: Cell::new(false),
            swept_at: Cell::new(0),
        }
    }

    /// Gives back what was had of the system. Nothing is to be asked of this any more. False, and nothing changed, while another
    /// thread waits.
    pub fn close(&self) -> bool {
        if self.looking.get() {
            return false;
        }
        kernel::close(self.epoll.replace(-1));
        self.links.clear();
        self.fds.clear();
        self.polled.clear();
        true
    }

    /// The first stream that has to be asked, after place `i`, or from the beginning. Places that come up meanwhile are in
    /// front, so going on from any place ends.
    pub fn next_asked(&self, i: Option<usize>) -> Option<usize> {
        self.next_of(ASKED, i)
    }

    /// The same, of the streams with a descriptor.
    pub fn next_of(&self, fd: c_int, i: Option<usize>) -> Option<usize> {
        let next = match i {
            Some(i) => self.links.get(i).next,
            None => self.first(fd),
        };
        (next != 0).then(|| next as usize - 1)
    }

    /// The place of a stream, found or taken; `fd` is its descriptor, negative if it has none.
    pub fn place<'a>(&self, waits: &'a Waits, stream: Obj, fd: c_int) -> Result<(usize, &'a Wait), WaitError> {
        // A number that no descriptor can have, or none has yet, is not worth a table up to it: it is asked, which tells.
        let known = fd >= 0 && ((fd as usize) < self.fds.length() || kernel::is_open(fd));
        let fd = if known { fd } else { ASKED };
        if let Some(found) = self.find(waits, stream, fd) {
            return Ok(found);
        }
        let i = match self.free.get() {
            0 => self.used.get(),
            free => free as usize - 1,
        };
        let wait = waits.get(i).ok_or(WaitError::Full)?;
        if !self.links.reserve(i + 1) || (fd >= 0 && !self.fds.reserve(fd as usize + 1)) {
            return Err(WaitError::NoMemory);
        }
        if self.free.get() == 0 {
            self.used.set(i + 1);
        } else {
            self.free.set(self.links.get(i).next);
        }
        wait.keep();
        let link = Link {
            fd,
            fresh: true,
            ..self.links.get(i)
        };
        self.links.set(i, link);
        self.push_to_chain(i, fd);
        Ok((i, wait))
    }

    fn find<'a>(&self, waits: &'a Waits, stream: Obj, fd: c_int) -> Option<(usize, &'a Wait)> {
        let mut next = self.first(fd);
        while next != 0 {
            let i = next as usize - 1;
            let wait = waits.get(i)?;
            if wait.stream() == stream {
                return Some((i, wait));
            }
            next = self.links.get(i).next;
        }
        None
    }

    /// A place has changed: the kernel is to be told before it is asked next.
    pub fn touch(&self, i: usize) {
        let link = self.links.get(i);
        if !link.touched {
            let next_touched = self.touched.replace(i as Next + 1);
            self.links.set(
                i,
                Link {
                    touched: true,
                    next_touched,
                    ..link
                },
            );
        }
    }

    /// The same, by the stream.
    pub fn touch_stream(&self, waits: &Waits, stream: Obj) {
        for i in 0..self.used.get() {
            if waits.get(i).is_some_and(|wait| wait.stream() == stream) {
                self.touch(i);
            }
        }
    }

    /// Works out what the touched places come to. Gives how long the kernel may wait of `timeout` milliseconds. `ran` says
    /// that tasks ran since the last time.
    pub fn prepare(&self, waits: &Waits, timeout: usize, ran: bool, vm: &impl Vm) -> usize {
        if timeout != 0 {
            self.has_waker();
        }
        self.start_epoll(waits);
        let mut next = self.touched.replace(0);
        while next != 0 {
            let i = next as usize - 1;
            let link = self.links.get(i);
            next = link.next_touched;
            self.links.set(i, Link { touched: false, ..link });
            self.settle(waits, i, timeout != 0);
        }
        if self.epoll.get() < 0 {
            return if self.closed.get() > 0 { 0 } else { timeout };
        }
        if ran {
            self.may_have_closed.set(true);
        }
        let mut timeout = timeout;
        if self.may_have_closed.get() {
            let now = vm.now();
            let due = vm.period().add(self.swept_at.get(), SWEEP).unwrap_or(now);
            let left = vm.period().until(due, now);
            if left == 0 || left > SWEEP {
                self.may_have_closed.set(false);
                self.swept_at.set(now);
                self.sweep(waits);
            } else {
                timeout = timeout.min(left);
            }
        }
        if self.closed.get() > 0 { 0 } else { timeout }
    }

    /// Asks the kernel, waiting `timeout` milliseconds at most. Nothing else of this is touched meanwhile, so other threads
    /// may run.
    pub fn look(&self, waits: &Waits, look: &mut Look, timeout: usize, is_pending: impl Fn() -> bool) {
        *look = Look::default();
        if self.looking.get() {
            look.failed = libc::EBUSY; // in another thread
            return;
        }
        if !self.polled.reserve((self.used.get() + 1).max(kernel::BATCH)) {
            look.failed = libc::ENOMEM;
            return;
        }
        self.looking.set(true);
        self.look_now(waits, look, timeout, is_pending);
        self.looking.set(false);
    }

    #[allow(unsafe_code)]
    fn look_now(&self, waits: &Waits, look: &mut Look, timeout: usize, is_pending: impl Fn() -> bool) {
        let mut n = 0;
        let mut add = |fd, events, revents: u16| {
            let revents = revents as i16;
            n += usize::from(self.polled.set(n, Entry { fd, events, revents }));
        };
        if self.epoll.get() >= 0 {
            let result = kernel::epoll_wait(self.epoll.get(), timeout, is_pending, |fd, events| add(fd, 0, events));
            if result < 0 {
                self.give_up_epoll(waits);
            }
            look.found = n;
            return;
        }
        let waker = if timeout == 0 { -1 } else { kernel::waker() };
        if waker >= 0 {
            add(waker, READABLE as i16, 0);
        }
        for i in 0..self.used.get() {
            let link = self.links.get(i);
            if let Some(wait) = waits.get(i).filter(|wait| link.fd >= 0 && wait.has_waiters()) {
                add(link.fd, wait.events() as i16, 0);
            }
        }
        // SAFETY: `n` entries were written, and only a look touches them, of which there is one at a time.
        let result = unsafe { kernel::poll(self.polled.as_mut_ptr(), n, timeout, is_pending) };
        if result < 0 {
            look.failed = -result;
        } else if result > 0 {
            look.found = n;
        }
    }

    /// The next task that a look wakes, which is to be queued and then to [`leave`](Self::leave); nothing when it has been gone
    /// through.
    pub fn next_ready(&self, waits: &Waits, look: &mut Look, vm: &impl Vm) -> Option<TaskRef> {
        loop {
            while look.place != 0 {
                let i = look.place as usize - 1;
                let ready = self.ready(waits, i, look.events, vm);
                if ready.is_some() {
                    look.given = look.place;
                    return ready;
                }
                look.place = self.links.get(i).next;
            }
            let ready = (look.at < look.found).then(|| self.polled.get(look.at));
            look.at += 1;
            match ready.map(|entry| (entry.fd, entry.revents as u16)) {
                Some((_, 0)) => {}
                Some((fd, _)) if kernel::is_waker(fd) => {
                    // A scheduled callback may run now, and close a descriptor.
                    self.may_have_closed.set(true);
                    kernel::rest();
                }
                Some((fd, events)) => {
                    self.heard(waits, fd, events);
                    look.place = self.first(fd);
                    look.events = events;
                }
                None => return self.next_closed(waits, look, vm),
            }
        }
    }

    /// Epoll says that a descriptor is ready. If that is for nobody, it will say so again and again.
    fn heard(&self, waits: &Waits, fd: c_int, events: u16) {
        if self.epoll.get() < 0 {
            return;
        }
        let descriptor = self.fds.get(fd as usize);
        if descriptor.first == 0 {
            // It was closed here, and is still open in another process or under another number: epoll can't be told.
            self.leave_epoll(waits);
        } else if !watch::is_for(self.wanted(waits, fd).0, events) {
            self.fds.set(
                fd as usize,
                Descriptor {
                    noisy: true,
                    ..descriptor
                },
            );
        }
    }

    /// The task that a look gave last was queued, and leaves all places.
    pub fn leave_given(&self, waits: &Waits, look: &Look, task: TaskRef) {
        self.leave(waits, (look.given as usize).wrapping_sub(1), task);
    }

    /// The next task in place `i` that wakes for these events, which is to be queued and then to [`leave`](Self::leave).
    pub fn ready(&self, waits: &Waits, i: usize, events: u16, vm: &impl Vm) -> Option<TaskRef> {
        self.touch(i);
        waits.ready(waits.get(i)?, events, vm)
    }

    /// Takes a task that was woken in place `i` out of all places.
    pub fn leave(&self, waits: &Waits, i: usize, task: TaskRef) {
        if let Some(wait) = waits.get(i) {
            waits.leave(wait, task, |i| self.touch(i));
        }
    }

    fn next_closed(&self, waits: &Waits, look: &mut Look, vm: &impl Vm) -> Option<TaskRef> {
        for i in 0..self.used.get() {
            if self.closed.get() == 0 {
                break;
            }
            let link = self.links.get(i);
            if link.closed {
                let ready = self.ready(waits, i, CLOSED, vm);
                if ready.is_some() {
                    look.given = i as Next + 1;
                    return ready;
                }
                let link = self.links.get(i);
                self.links.set(i, Link { closed: false, ..link });
                self.closed.set(self.closed.get() - 1);
            }
        }
        None
    }

    fn first(&self, fd: c_int) -> Next {
        if fd < 0 {
            self.asked.get()
        } else {
            self.fds.get(fd as usize).first
        }
    }

    fn set_first(&self, fd: c_int, first: Next) {
        if fd < 0 {
            self.asked.set(first);
        } else {
            let descriptor = self.fds.get(fd as usize);
            self.fds.set(fd as usize, Descriptor { first, ..descriptor });
        }
    }

    fn push_to_chain(&self, i: usize, fd: c_int) {
        let link = self.links.get(i);
        let next = self.first(fd);
        self.links.set(i, Link { fd, next, ..link });
        self.set_first(fd, i as Next + 1);
        if fd >= 0 {
            self.watched.set(self.watched.get() + 1);
        }
    }

    fn take_from_chain(&self, i: usize) {
        let link = self.links.get(i);
        if link.fd >= 0 {
            self.watched.set(self.watched.get() - 1);
        }
        let mut at = self.first(link.fd);
        if at == i as Next + 1 {
            self.set_first(link.fd, link.next);
            return;
        }
        while at != 0 {
            let before = self.links.get(at as usize - 1);
            if before.next == i as Next + 1 {
                let next = link.next;
                self.links.set(at as usize - 1, Link { next, ..before });
                return;
            }
            at = before.next;
        }
    }

    /// Tells the kernel of a place that changed, and frees it if nobody waits there. One that epoll watches may
    /// stay, unless it would end a wait that is to come.
    fn settle(&self, waits: &Waits, i: usize, to_wait: bool) {
        let link = self.links.get(i);
        let left = waits.get(i).filter(|wait| wait.is_left());
        if link.fd >= 0 && self.epoll.get() >= 0 {
            let Descriptor { first, armed, noisy } = self.fds.get(link.fd as usize);
            let alone = first as usize == i + 1 && link.next == 0;
            if left.is_some() && alone && armed != 0 && !(noisy && to_wait) && !link.closed {
                return;
            }
            self.arm(waits, link.fd);
        }
        let Some(wait) = left else {
            return;
        };
        if self.links.get(i).closed {
            self.closed.set(self.closed.get() - 1);
        }
        self.take_from_chain(i);
        wait.set_free();
        let next = self.free.replace(i as Next + 1);
        self.links.set(
            i,
            Link {
                fd: ASKED,
                next,
                fresh: false,
                closed: false,
                ..self.links.get(i)
            },
        );
    }
}
