//! What epoll is told. Owns when a descriptor is given to epoll, changed and taken away, and how it is noticed that epoll lost
//! one; must not know who is woken.

use libc::c_int;

use super::{ASKED, Descriptor, Descriptors, EPOLL_FROM, PASSED, TRUST, poll_all};
use crate::stream::closes;
use crate::stream::kernel::Kernel;
use crate::stream::waits::{READABLE, WRITABLE, Wait, Waits};
use crate::stream::waker::WAKER;
use crate::ticks::Period;

/// Of how many numbers epoll is asked in a sweep.
const SOME: usize = 64;

impl Descriptors {
    /// What the places of a descriptor wait for together, and whether one of them is fresh.
    pub(super) fn wanted(&self, waits: &Waits, fd: c_int) -> (u16, bool) {
        let (mut events, mut fresh) = (0, false);
        for (i, link) in self.chain(fd) {
            if let Some(wait) = waits.get(i).filter(|wait| wait.has_waiters()) {
                events |= wait.events();
                fresh |= link.fresh;
            }
        }
        (events, fresh)
    }

    /// Has epoll watch a descriptor for what its places wait for, and for no less than before unless that is noisy.
    pub(super) fn arm(&self, waits: &Waits, fd: c_int, os: &impl Kernel) {
        if self.is_own(fd, os) {
            // To arm it would be to take the waker away.
            return self.lost(fd);
        }
        if !self.is_watching() {
            return;
        }
        let Descriptor { armed, noisy, .. } = self.fds.get(fd as usize);
        let (wanted, fresh) = self.wanted(waits, fd);
        if wanted == 0 {
            if armed != 0 {
                // It may be closed, and so forgotten, by now.
                let _ = os.epoll_ctl(self.epoll.get(), libc::EPOLL_CTL_DEL, fd, 0, 0);
            }
            return self.set_armed(fd, 0);
        }
        let mut events = if noisy { wanted } else { wanted | armed };
        // A stream that comes to a number which is watched already may be that of another file.
        if events == armed && !fresh {
            return;
        }
        let error = match armed {
            0 => self.add(fd, events, os),
            _ => match self.change(fd, events, os) {
                libc::ENOENT if !self.knows_waker(os) => return self.forget(), // it is another epoll
                libc::ENOENT => {
                    // The file that was watched is closed, and the number belongs to another one.
                    self.mark_closed(fd, false);
                    events = wanted;
                    if fresh { self.add(fd, events, os) } else { libc::ENOENT }
                }
                error => error,
            },
        };
        match error {
            0 => self.set_armed(fd, events),
            libc::EPERM => {
                self.replaced(fd);
                self.ask_instead(fd);
            }
            // It is epoll's own number that is closed, or another file's.
            libc::EBADF | libc::EINVAL if os.is_open(fd) => self.forget(),
            _ if matches!(error, libc::EBADF | libc::ENOENT | libc::EINVAL | libc::ELOOP) => {
                self.lost(fd);
            }
            _ => self.give_up_epoll(os),
        }
    }

    /// Gives a number to epoll, as a new generation: an error number, or 0.
    fn add(&self, fd: c_int, events: u16, os: &impl Kernel) -> c_int {
        let generation = self.generation.get().wrapping_add(1);
        self.generation.set(generation);
        self.fds
            .update(fd as usize, |descriptor| descriptor.generation = generation);
        match self.control(libc::EPOLL_CTL_ADD, fd, events, os) {
            libc::EEXIST => self.change(fd, events, os),
            error => error,
        }
    }

    fn change(&self, fd: c_int, events: u16, os: &impl Kernel) -> c_int {
        self.control(libc::EPOLL_CTL_MOD, fd, events, os)
    }

    fn control(&self, operation: c_int, fd: c_int, events: u16, os: &impl Kernel) -> c_int {
        let data = u64::from(self.fds.get(fd as usize).generation) << 32 | fd as u64;
        os.epoll_ctl(self.epoll.get(), operation, fd, events, data)
    }

    pub(super) fn set_armed(&self, fd: c_int, armed: u16) {
        self.fds.update(fd as usize, |descriptor| {
            (descriptor.armed, descriptor.noisy) = (armed, false);
        });
        for (i, _) in self.chain(fd) {
            self.links.update(i, |link| link.fresh = false);
        }
    }

    /// Epoll does not know a descriptor any more, which is closed: its waiters are to be told.
    pub(super) fn lost(&self, fd: c_int) {
        self.set_armed(fd, 0);
        self.mark_closed(fd, true);
    }

    /// The number belongs to another file than the one that epoll watched. Who waits for that is to be told; who came since waits
    /// for the new one.
    fn replaced(&self, fd: c_int) {
        self.mark_closed(fd, false);
        self.set_armed(fd, 0);
    }

    /// It was ready for nobody.
    pub(super) fn set_noisy(&self, fd: c_int) {
        self.fds.update(fd as usize, |descriptor| descriptor.noisy = true);
    }

    /// The waiters of this descriptor's places are to be told that it is closed: of all, or only of those that the kernel
    /// had been told of.
    pub(super) fn mark_closed(&self, fd: c_int, all: bool) {
        for (i, link) in self.chain(fd) {
            if all || !link.fresh {
                self.mark_place_closed(i);
            }
        }
    }

    /// Whether a number is the waker's or its epoll's, so that no stream can have it any more. If it was taken from them, they
    /// are forgotten.
    pub(super) fn is_own(&self, fd: c_int, os: &impl Kernel) -> bool {
        let is_ours = || fd >= 0 && (fd == self.waker.get() || fd == self.epoll.get());
        if !is_ours() {
            return false;
        }
        let has_waker = self.quiet(os);
        if !has_waker {
            self.waker.replace(-1);
        }
        if !has_waker || !self.knows_waker(os) {
            self.forget();
        }
        is_ours()
    }

    /// The waiters of a place are to be told that its stream is closed, if its number is our own.
    pub(super) fn refuse_own(&self, i: usize, fd: c_int, os: &impl Kernel) {
        if self.is_own(fd, os) {
            self.mark_place_closed(i);
        }
    }

    /// Whether the epoll is one still, and watches the waker.
    fn knows_waker(&self, os: &impl Kernel) -> bool {
        let error = os.epoll_ctl(self.epoll.get(), libc::EPOLL_CTL_MOD, self.waker.get(), READABLE, WAKER);
        !matches!(error, libc::EBADF | libc::EINVAL | libc::ENOENT | libc::EPERM)
    }

    /// The waiters of a place are to be told that its stream is closed.
    pub(super) fn mark_place_closed(&self, i: usize) {
        if !self.links.get(i).closed {
            self.links.update(i, |link| link.closed = true);
            self.closed.set(self.closed.get() + 1);
        }
    }

    /// The stream of a place is not closed, or its waiters have been told.
    pub(super) fn reopen(&self, i: usize) {
        if self.links.get(i).closed {
            self.links.update(i, |link| link.closed = false);
            self.closed.set(self.closed.get() - 1);
        }
    }

    /// Learns of the descriptors that were closed since the last time.
    #[inline]
    pub(super) fn read_closes(&self, waits: &Waits, os: &impl Kernel) {
        if self.closes.is_behind() {
            let all = self.closes.read(|fd| {
                if fd == self.waker.get() {
                    self.is_quiet.set(false); // which the next wait finds out
                }
                if fd >= 0 && self.first(fd) != 0 {
                    self.lost(fd);
                }
            });
            if !all {
                self.sweep_some(waits, self.used.get(), os);
            }
        }
    }

    /// Moves the places of a descriptor that epoll refuses to the streams that are asked.
    pub(super) fn ask_instead(&self, fd: c_int) {
        while let Some((i, _)) = self.chain(fd).next() {
            self.take_from_chain(i);
            self.push_to_chain(i, ASKED);
        }
    }

    /// Looks for what nobody was told of: descriptors that were closed by other means, places that nobody waits in any more.
    pub(super) fn sweep(&self, waits: &Waits, os: &impl Kernel) {
        let used = self.used.get();
        let from = Some(self.swept_to.get()).filter(|i| *i < used).unwrap_or(0);
        let places = from..used.min(from + PASSED);
        self.swept_to.set(places.end);
        self.free_left_of(waits, places.clone(), false, os);
        if !self.is_watching() {
            return;
        }
        let entries = self.entries(waits, places, -1);
        for entry in entries.iter_mut() {
            entry.events = 0;
        }
        poll_all(entries, 0, os);
        for entry in entries.iter() {
            if entry.revents & libc::POLLNVAL != 0 {
                self.lost(entry.fd);
            }
        }
        self.sweep_some(waits, SOME, os);
    }

    /// Asks epoll of some numbers, in turn, whether it knows them as those of the files that they had.
    fn sweep_some(&self, waits: &Waits, n: usize, os: &impl Kernel) {
        for _ in 0..n.min(self.used.get()) {
            let i = Some(self.asked_to.get()).filter(|i| *i < self.used.get()).unwrap_or(0);
            self.asked_to.set(i + 1);
            let fd = self.links.get(i).fd;
            // Of no descriptor, as of those that are not watched, it is 0.
            let armed = self.fds.get(fd as usize).armed;
            if armed == 0 || waits.get(i).is_none_or(|wait| !wait.has_waiters()) {
                continue;
            }
            match self.change(fd, armed, os) {
                // It is epoll's own number that is closed, or another file's.
                libc::EBADF | libc::EINVAL if os.is_open(fd) => return self.forget(),
                libc::ENOENT if !self.knows_waker(os) => return self.forget(),
                libc::EBADF => self.lost(fd),
                // Given to another file: one that epoll watches not, or can't.
                libc::ENOENT | libc::EPERM => self.replaced(fd),
                _ => {}
            }
        }
    }

    /// Makes the waker quiet: whether there is one. A number that is not the waker's any more is no waker.
    pub(super) fn quiet(&self, os: &impl Kernel) -> bool {
        let waker = self.waker.get();
        self.is_quiet.set(waker >= 0 && os.set_timer(waker, false) == 0);
        self.quiet_at.set(self.prepared_at.get());
        self.is_quiet.get()
    }

    /// Makes a waker, if it is to be had. Its number may be that of a descriptor that was closed.
    pub(super) fn make_waker(&self, os: &impl Kernel) {
        let waker = os.timer();
        self.waker.replace(waker);
        self.is_quiet.set(false);
        if waker >= 0 {
            self.mark_closed(waker, true);
        }
    }

    /// The waker was quiet, but that is long ago.
    pub(super) fn distrust_waker(&self, period: Period) {
        if period.until(self.prepared_at.get(), self.quiet_at.get()) >= TRUST {
            self.is_quiet.set(false);
        }
    }

    /// The waker was readable: someone wants the loop to go on.
    pub(super) fn woken(&self) {
        self.is_quiet.set(false);
        self.ran.set(true); // a scheduled callback may run now
    }

    /// Begins to use epoll when there are enough descriptors.
    pub(super) fn start_epoll(&self, waits: &Waits, os: &impl Kernel) {
        if self.is_watching() || self.gave_up.get() || self.watched.get() < EPOLL_FROM {
            return;
        }
        if self.waker.get() < 0 {
            self.make_waker(os);
        }
        let epoll = os.epoll_create();
        // Which fails, too, if one of the two is not to be had.
        if os.epoll_ctl(epoll, libc::EPOLL_CTL_ADD, self.waker.get(), READABLE, WAKER) != 0 {
            os.close(epoll);
            self.gave_up.set(true);
            return;
        }
        self.epoll.replace(epoll);
        closes::set_epoll(epoll);
        self.mark_closed(epoll, true); // its number may be that of a descriptor that was closed
        for i in 0..self.used.get() {
            if waits.get(i).is_some_and(Wait::has_waiters) {
                self.touch(i);
            }
        }
    }

    /// Leaves everything to `poll(2)`, until the next sweep.
    pub(super) fn give_up_epoll(&self, os: &impl Kernel) {
        self.gave_up.set(true);
        self.leave_epoll(os);
    }

    /// Leaves this instance of epoll; the next one is told of everything.
    pub(super) fn leave_epoll(&self, os: &impl Kernel) {
        let epoll = self.epoll.get();
        self.forget();
        os.close(epoll);
    }

    /// Forgets an instance of epoll whose number may be another file's by now.
    pub(super) fn forget(&self) {
        if self.epoll.replace(-1) < 0 {
            return;
        }
        closes::set_epoll(-1);
        for i in 0..self.used.get() {
            let fd = self.links.get(i).fd;
            if fd >= 0 {
                self.set_armed(fd, 0);
                self.touch(i);
            }
        }
    }
}

/// Whether a stream that is ready for `events` wakes one who waits for what is `wanted`, as `Waits::wake` has it.
pub(super) fn is_for(wanted: u16, events: u16) -> bool {
    wanted & READABLE != 0 && events & !WRITABLE != 0 || wanted & WRITABLE != 0 && events & !READABLE != 0
}
