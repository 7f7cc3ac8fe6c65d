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
//! - takes a system call for each change. So a task that waits until it can write is first tried by `poll(2)` beside epoll, which
//!   mostly finds room. And a descriptor that nobody waits on any more stays watched, and its place taken,
//!   until it is ready for nobody or the next sweep: a server's next read finds both as they were;
//! - watches open files, not numbers. So each number has a *generation*, which is raised when it is given to epoll: an event of
//!   an older one is of a file that is open elsewhere still, and that epoll can't be told of any more. That epoll is left then.
//!
//! That a descriptor was closed is known from [`closes`](super::closes), at once. A close that nobody saw is found when epoll is
//! next told of that number, or by the sweep, which goes through [`PASSED`] places every [`SWEEP`] milliseconds while tasks run.
//!
//! What the kernel refuses for want of memory or of descriptors is left to `poll(2)`, and tried again with the next sweep.

mod watch;

use core::cell::Cell;
use core::ops::Range;
use core::sync::atomic::{AtomicBool, Ordering};

use libc::c_int;

use super::closes::Seen;
use super::kernel::{BATCH, Entry, Kernel};
use super::numbers::Numbers;
use super::waits::{READABLE, WRITABLE, Wait, WaitError, Waits};
use super::waker::{self, WAKER};
use crate::task::{Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// From how many descriptors on epoll is used.
pub const EPOLL_FROM: usize = 16;

/// How often descriptors are gone through for what nobody was told of, in milliseconds.
pub const SWEEP: usize = 1000;

/// How many places a sweep goes through, so that none holds the loop for long; the next one goes on from there.
pub const PASSED: usize = 1024;

/// What a descriptor that was closed under its waiters is ready for: `POLLNVAL`.
const CLOSED: u16 = libc::POLLNVAL as u16;

/// How long the waker is taken to be quiet, and still ours, after it was made so, in milliseconds; and how long a wait lasts at
/// most that relies on it. So a busy loop spends a system call now and then, not for each wait.
pub const TRUST: usize = 20;

/// How many new waits to write are tried by `poll(2)` before epoll is told of them.
pub const BRIEF: usize = 8;

/// How many descriptors are polled at a time where not all can be, and for how many milliseconds.
const PIECE: usize = 64;
const PATIENCE: u32 = 10;

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
    /// `poll(2)` was asked once whether what is waited for is there already.
    tried: bool,
    /// Nobody waited here at the last sweep.
    idle: bool,
}

#[derive(Clone, Copy, Default)]
struct Descriptor {
    first: Next,
    /// Raised each time that epoll is given the number.
    generation: u32,
    /// What epoll watches it for, which may be more than is waited for; 0 if it does not.
    armed: u16,
    /// It was ready for nobody, and so is to be watched for no more than is waited for.
    noisy: bool,
}

/// The number of a descriptor that was made here, or none: zero in every byte.
#[derive(Default)]
#[repr(transparent)]
struct Made(Cell<c_int>);

impl Made {
    /// The descriptor, or -1.
    fn get(&self) -> c_int {
        self.0.get() - 1
    }

    /// Sets it, and gives what it was.
    fn replace(&self, fd: c_int) -> c_int {
        self.0.replace(fd.max(-1) + 1) - 1
    }
}

/// The kernel's part of an `IOQueue`.
#[derive(Default)]
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
    epoll: Made,
    waker: Made,
    /// The waker was made quiet, not long before `prepared_at`, and has not been readable since.
    is_quiet: Cell<bool>,
    quiet_at: Cell<Ticks>,
    prepared_at: Cell<Ticks>,
    gave_up: Cell<bool>,
    ran: Cell<bool>,
    looking: AtomicBool,
    generation: Cell<u32>,
    swept_at: Cell<Ticks>,
    swept_to: Cell<usize>,
    asked_to: Cell<usize>,
    wakes: Cell<usize>,
    forks: Cell<usize>,
    closes: Seen,
    /// The descriptors of waits to write that `poll(2)` is asked of once before epoll is told: most end there.
    brief: [Cell<c_int>; BRIEF],
    briefs: Cell<usize>,
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

impl Descriptors {
    /// No descriptor is watched.
    pub fn new() -> Self {
        let closes = Seen::new();
        let (wakes, forks) = (waker::wakes().into(), waker::forks().into());
        Self {
            wakes,
            forks,
            closes,
            ..Self::default()
        }
    }

    /// Gives back what was had of the system. Nothing is to be asked of this any more. False, and nothing changed, while it is
    /// claimed.
    pub fn close(&self, waits: &Waits, os: &impl Kernel) -> bool {
        if self.looking.load(Ordering::SeqCst) {
            return false;
        }
        // Numbers that are not ours any more are left alone.
        let is_ours = self.quiet(os);
        let (epoll, waker) = (self.epoll.get(), self.waker.replace(-1));
        self.forget();
        if is_ours {
            os.close(epoll);
            os.close(waker);
        }
        waits.clear();
        self.links.clear();
        self.fds.clear();
        self.polled.clear();
        true
    }

    /// Claims the one look there can be at a time, before other threads may run: whether it was free. [`release`](Self::release)
    /// gives it up.
    pub fn claim(&self) -> bool {
        !self.looking.swap(true, Ordering::SeqCst)
    }

    /// The look is over.
    pub fn release(&self) {
        self.looking.store(false, Ordering::SeqCst);
    }

    /// The first stream that has to be asked, after place `i`, or from the beginning. Places that come up meanwhile are in
    /// front, so going on from any place ends.
    pub fn next_asked(&self, i: Option<usize>) -> Option<usize> {
        let next = match i {
            Some(i) => self.links.get(i).next,
            None => self.asked.get(),
        };
        (next != 0).then(|| next as usize - 1)
    }

    /// The place of a stream, found or taken; `fd` is its descriptor, negative if it has none.
    pub fn place<'a>(
        &self,
        waits: &'a Waits,
        stream: Obj,
        fd: c_int,
        os: &impl Kernel,
    ) -> Result<(usize, &'a Wait), WaitError> {
        self.read_closes(waits, os);
        // A number that no descriptor can have, or none has yet, is not worth a table up to it: it is asked, which tells.
        let known = fd >= 0 && ((fd as usize) < self.fds.length() || os.is_open(fd));
        let fd = if known { fd } else { ASKED };
        if let Some((i, wait)) = self.find(waits, stream, fd) {
            if !wait.has_waiters() {
                self.reopen(i); // the stream has a number again that was closed
            }
            self.links.update(i, |link| (link.tried, link.idle) = (false, false));
            self.refuse_own(i, fd, os);
            return Ok((i, wait));
        }
        let free = self.free.get().checked_sub(1);
        let i = free.map_or(self.used.get(), |i| i as usize);
        let wait = waits.get(i).ok_or(WaitError::Full)?;
        // A look finds each descriptor once, and beside them the waker or what is tried.
        let places = i + 1;
        let room = self.links.reserve(places) && self.polled.reserve(places + BRIEF);
        if !room || (fd >= 0 && !self.fds.reserve(fd as usize + 1)) {
            return Err(WaitError::NoMemory);
        }
        match free {
            Some(_) => self.free.set(self.links.get(i).next),
            None => self.used.set(i + 1),
        }
        wait.keep();
        self.links
            .update(i, |link| (link.fresh, link.tried, link.idle) = (true, false, false));
        self.push_to_chain(i, fd);
        self.refuse_own(i, fd, os);
        Ok((i, wait))
    }

    fn find<'a>(&self, waits: &'a Waits, stream: Obj, fd: c_int) -> Option<(usize, &'a Wait)> {
        let mut places = self.chain(fd).filter_map(|(i, _)| Some((i, waits.get(i)?)));
        places.find(|(_, wait)| wait.stream() == stream)
    }

    /// Whether a task waits to read this stream, or has left its name there.
    pub fn has_reader(&self, waits: &Waits, stream: Obj, fd: c_int) -> bool {
        self.find(waits, stream, fd)
            .is_some_and(|(_, wait)| wait.waiters()[0].is_some())
    }

    /// A place has changed: the kernel is to be told before it is asked next.
    pub fn touch(&self, i: usize) {
        if !self.links.get(i).touched {
            let next = self.touched.replace(i as Next + 1);
            self.links
                .update(i, |link| (link.touched, link.next_touched) = (true, next));
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

    /// Whether epoll watches the descriptors, and not `poll(2)`.
    pub fn is_watching(&self) -> bool {
        self.epoll.get() >= 0
    }

    /// Whether a place was touched since the kernel was told.
    pub fn is_touched(&self) -> bool {
        self.touched.get() != 0 || self.closed.get() != 0
    }

    /// Works out what the touched places come to. Gives how long the kernel may wait of `timeout` milliseconds. `ran` says
    /// that tasks ran since the last time.
    pub fn prepare(&self, waits: &Waits, timeout: usize, ran: bool, vm: &impl Vm, os: &impl Kernel) -> usize {
        let forks = waker::forks();
        if self.forks.replace(forks) != forks {
            // A child has copies of what its parent uses, and makes its own.
            os.close(self.waker.replace(-1));
            self.leave_epoll(os);
        }
        self.read_closes(waits, os);
        if timeout != 0 {
            if self.waker.get() < 0 {
                self.make_waker(os);
            }
            self.prepared_at.set(vm.now());
            self.distrust_waker(vm.period());
        }
        if ran {
            self.ran.set(true);
        }
        let left = self.until_sweep(vm);
        if left == Some(0) {
            // Before the touched places are settled, since an epoll that begins now is to be told of all of them.
            self.gave_up.set(false);
        }
        self.start_epoll(waits, os);
        self.briefs.set(0);
        let mut next = self.touched.replace(0);
        while next != 0 {
            let i = next as usize - 1;
            next = self.links.get(i).next_touched;
            self.links.update(i, |link| link.touched = false);
            self.settle(waits, i, timeout != 0, os);
        }
        let mut timeout = timeout;
        match left {
            Some(0) => self.sweep(waits, os),
            Some(left) => timeout = timeout.min(left),
            None => {}
        }
        if self.closed.get() > 0 { 0 } else { timeout }
    }

    /// How long it is until the next sweep, which begins if that is 0; nothing if there is nothing to look for.
    fn until_sweep(&self, vm: &impl Vm) -> Option<usize> {
        if !self.ran.get() || !(self.is_watching() || self.gave_up.get()) {
            return None;
        }
        let now = vm.now();
        let due = vm.period().add(self.swept_at.get(), SWEEP).unwrap_or(now);
        let left = vm.period().until(due, now);
        if left > 0 && left <= SWEEP {
            return Some(left);
        }
        self.ran.set(false);
        self.swept_at.set(now);
        Some(0)
    }

    /// Asks the kernel, waiting `timeout` milliseconds at most. Nothing else of this is touched meanwhile, so other threads
    /// may run. It is claimed.
    pub fn look(&self, waits: &Waits, timeout: usize, is_pending: impl Fn() -> bool, os: &impl Kernel) -> Look {
        let mut look = Look::default();
        let was_quiet = self.is_quiet.get();
        if timeout == 0 {
            self.look_once(waits, &mut look, 0, os);
        } else if self.waker.get() >= 0 && !was_quiet && !self.quiet(os) {
            self.waker.replace(-1);
            self.forget(); // epoll is to have another waker, and may not be ours any more, either
        } else {
            let timeout = if was_quiet { timeout.min(TRUST) } else { timeout };
            waker::wait(self.waker.get(), timeout, self.wakes.get(), is_pending, |ms| {
                self.look_once(waits, &mut look, ms, os);
            });
        }
        self.wakes.set(waker::wakes());
        look
    }

    fn look_once(&self, waits: &Waits, look: &mut Look, timeout: c_int, os: &impl Kernel) {
        let result = if self.is_watching() {
            self.look_at_epoll(waits, look, timeout, os)
        } else {
            let waker = if timeout == 0 { -1 } else { self.waker.get() };
            let entries = self.entries(waits, 0..self.used.get(), waker);
            let result = poll_all(entries, timeout, os);
            look.found = if result > 0 { entries.len() } else { 0 };
            result
        };
        look.failed = match -result {
            libc::EINTR => 0,
            error => error.max(0),
        };
    }

    /// Looks at epoll, and beside it at what is tried: a negative error number if that failed.
    fn look_at_epoll(&self, waits: &Waits, look: &mut Look, timeout: c_int, os: &impl Kernel) -> c_int {
        let epoll = self.epoll.get();
        let mut timeout = timeout;
        if self.briefs.get() > 0 {
            let mut entries = [Entry::default(); BRIEF + 1];
            let (mine, others) = entries.split_at_mut(1);
            for (entry, fd) in others.iter_mut().zip(&self.brief).take(self.briefs.get()) {
                entry.fd = fd.get();
                entry.events = (self.wanted(waits, entry.fd).0 & !self.fds.get(entry.fd as usize).armed) as i16;
            }
            for entry in others.iter_mut().skip(self.briefs.get()) {
                entry.fd = -1; // which poll(2) passes over
            }
            mine[0] = Entry {
                fd: epoll,
                events: READABLE as i16,
                revents: 0,
            };
            let result = poll_all(&mut entries, timeout, os);
            if result <= 0 {
                return result;
            }
            let [first, others @ ..] = &entries;
            for entry in others.iter().filter(|entry| entry.revents != 0) {
                look.found += usize::from(self.polled.set(look.found, *entry));
            }
            if first.revents == 0 {
                return result;
            }
            timeout = 0;
        }
        let mut stale = false;
        let result = os.epoll_wait(epoll, timeout, |data, events| {
            let (fd, generation) = (data as c_int, (data >> 32) as u32);
            if data == WAKER {
                self.woken();
                return;
            }
            let descriptor = self.fds.get(fd as usize);
            if descriptor.armed == 0 || descriptor.generation != generation {
                stale = true;
            } else {
                let revents = events as i16;
                look.found += usize::from(self.polled.set(look.found, Entry { fd, events: 0, revents }));
            }
        });
        if stale {
            self.leave_epoll(os);
        }
        match -result {
            // The number is not epoll's any more.
            libc::EBADF | libc::EINVAL => self.forget(),
            error if error > 0 && error != libc::EINTR => self.give_up_epoll(os),
            _ => return result,
        }
        0
    }

    /// What `poll(2)` is to watch: each descriptor of these places that is waited on, and before them the waker, if it is no
    /// negative number.
    #[allow(unsafe_code, clippy::mut_from_ref)] // of memory outside, of which there is one user at a time
    fn entries(&self, waits: &Waits, places: Range<usize>, waker: c_int) -> &mut [Entry] {
        let mut n = 0;
        let mut add = |fd, events| n += usize::from(self.polled.set(n, Entry { fd, events, revents: 0 }));
        if waker >= 0 {
            self.polled.reserve(BATCH);
            add(waker, READABLE as i16);
        }
        for i in places {
            let link = self.links.get(i);
            if let Some(wait) = waits.get(i).filter(|wait| link.fd >= 0 && wait.has_waiters()) {
                add(link.fd, wait.events() as i16);
            }
        }
        if n == 0 {
            return &mut [];
        }
        // SAFETY: `n` entries were written, and only who has claimed the look touches them.
        unsafe { core::slice::from_raw_parts_mut(self.polled.as_mut_ptr(), n) }
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
                Some((fd, events)) if fd == self.waker.get() => {
                    if events & CLOSED != 0 {
                        self.waker.replace(-1);
                    }
                    self.woken();
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
        if self.is_watching() && !watch::is_for(self.wanted(waits, fd).0, events) {
            self.set_noisy(fd);
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
                self.reopen(i);
            }
        }
        None
    }

    /// The places of a descriptor, or of the streams without one, with what is known of each. They may leave the chain meanwhile,
    /// but not come to another one.
    fn chain(&self, fd: c_int) -> impl Iterator<Item = (usize, Link)> {
        let mut next = self.first(fd);
        core::iter::from_fn(move || {
            let i = next.checked_sub(1)? as usize;
            let link = self.links.get(i);
            next = link.next;
            Some((i, link))
        })
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
            self.fds.update(fd as usize, |descriptor| descriptor.first = first);
        }
    }

    fn push_to_chain(&self, i: usize, fd: c_int) {
        let next = self.first(fd);
        self.links.update(i, |link| (link.fd, link.next) = (fd, next));
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
        let before = self.chain(link.fd).find(|(_, before)| before.next == i as Next + 1);
        match before {
            Some((before, _)) => self.links.update(before, |before| before.next = link.next),
            None => self.set_first(link.fd, link.next),
        }
    }

    /// Tells the kernel of a place that changed, and frees it if nobody waits there. One that epoll watches may
    /// stay, unless it would end a wait that is to come.
    fn settle(&self, waits: &Waits, i: usize, to_wait: bool, os: &impl Kernel) {
        let link = self.links.get(i);
        let left = waits.get(i).filter(|wait| wait.is_left());
        if link.fd >= 0 && self.is_watching() {
            let Descriptor {
                first, armed, noisy, ..
            } = self.fds.get(link.fd as usize);
            let alone = first as usize == i + 1 && link.next == 0;
            if left.is_some() && alone && armed != 0 && !(noisy && to_wait) {
                return;
            }
            if left.is_none() && self.is_brief(waits, i) {
                self.touch(i);
                return;
            }
            self.arm(waits, link.fd, os);
        }
        let Some(wait) = left else {
            return;
        };
        self.reopen(i);
        self.take_from_chain(i);
        wait.set_free();
        let next = self.free.replace(i as Next + 1);
        self.links
            .update(i, |link| (link.fd, link.next, link.fresh) = (ASKED, next, false));
    }

    /// Whether a place is to be tried by `poll(2)` before epoll is told of it; notes that it is.
    fn is_brief(&self, waits: &Waits, i: usize) -> bool {
        let link = self.links.get(i);
        let Descriptor { armed, noisy, .. } = self.fds.get(link.fd as usize);
        let (wanted, fresh) = self.wanted(waits, link.fd);
        let Some(free) = self.brief.get(self.briefs.get()) else {
            return false;
        };
        // A stream that comes to a number which is watched already may be that of another file.
        if link.tried || link.closed || noisy || wanted & !armed != WRITABLE || (fresh && armed != 0) {
            return false;
        }
        free.set(link.fd);
        self.briefs.set(self.briefs.get() + 1);
        self.links.update(i, |link| link.tried = true);
        true
    }

    /// Frees the places that nobody waits in any more: a run has ended, and keeps no stream.
    pub fn free_left(&self, waits: &Waits, os: &impl Kernel) {
        self.free_left_of(waits, 0..self.used.get(), true, os);
    }

    /// The same, of some places; or only of those that were so at the last sweep.
    fn free_left_of(&self, waits: &Waits, places: Range<usize>, all: bool, os: &impl Kernel) {
        for i in places {
            if waits.get(i).is_some_and(Wait::is_left) {
                let link = self.links.get(i);
                if !all && !link.idle {
                    self.links.update(i, |link| link.idle = true);
                    continue;
                }
                let fd = link.fd;
                if fd >= 0 {
                    self.set_noisy(fd);
                }
                self.settle(waits, i, true, os);
            }
        }
    }
}

/// `poll(2)`, also of more descriptors than the limit on them allows at once, and without memory for all.
fn poll_all(entries: &mut [Entry], timeout: c_int, os: &impl Kernel) -> c_int {
    let is_too_much = |result: c_int| matches!(-result, libc::EINVAL | libc::ENOMEM);
    let result = os.poll(entries, timeout);
    if !is_too_much(result) {
        return result;
    }
    let (mut ready, mut piece) = (0, PIECE);
    let mut rest = &mut *entries;
    while !rest.is_empty() {
        let n = piece.min(rest.len());
        let result = os.poll(&mut rest[..n], 0);
        if is_too_much(result) && n > 1 {
            piece = n / 2;
        } else {
            ready += result.max(0);
            rest = &mut rest[n..];
        }
    }
    if ready == 0 && timeout != 0 {
        let n = piece.min(entries.len());
        // For ever, which is -1, is longest.
        let patience = (timeout as u32).min(PATIENCE);
        ready = os.poll(&mut entries[..n], patience as c_int);
    }
    ready.max(0)
}
