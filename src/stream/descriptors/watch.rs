//! What epoll is told. Owns when a descriptor is given to epoll, changed and taken away, and how it is noticed that epoll lost
//! one; must not know who is woken.

use libc::c_int;

use super::{ASKED, Descriptor, Descriptors, EPOLL_FROM, Link};
use crate::stream::kernel;
use crate::stream::waits::{READABLE, WRITABLE, Wait, Waits};

impl Descriptors {
    /// What the places of a descriptor wait for together, and whether one of them is fresh; clears that.
    pub(super) fn wanted(&self, waits: &Waits, fd: c_int) -> (u16, bool) {
        let (mut events, mut fresh) = (0, false);
        let mut next = self.first(fd);
        while next != 0 {
            let i = next as usize - 1;
            let link = self.links.get(i);
            if let Some(wait) = waits.get(i).filter(|wait| wait.has_waiters()) {
                events |= wait.events();
                fresh |= link.fresh;
            }
            next = link.next;
        }
        (events, fresh)
    }

    /// Has epoll watch a descriptor for what its places wait for.
    pub(super) fn arm(&self, waits: &Waits, fd: c_int) {
        let epoll = self.epoll.get();
        let Descriptor { armed, noisy, .. } = self.fds.get(fd as usize);
        let (mut events, fresh) = self.wanted(waits, fd);
        let mut error = 0;
        if events == 0 {
            if armed != 0 {
                // It may be closed, and so forgotten, by now.
                let _ = kernel::epoll_ctl(epoll, libc::EPOLL_CTL_DEL, fd, 0);
            }
        } else if armed == 0 || fresh {
            error = kernel::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, fd, events);
            if error == libc::EEXIST {
                error = kernel::epoll_ctl(epoll, libc::EPOLL_CTL_MOD, fd, events);
            } else if error == 0 && armed != 0 {
                // epoll did not know it although it was told: another one had the number, and was closed.
                self.mark_closed(fd, false);
            }
        } else if events & !armed != 0 || noisy {
            error = kernel::epoll_ctl(epoll, libc::EPOLL_CTL_MOD, fd, events);
        } else {
            events = armed;
        }
        match error {
            0 => self.set_armed(fd, events),
            libc::EPERM => self.ask_instead(fd),
            // epoll itself may have got the number of a descriptor that was closed, and does not watch itself.
            _ if matches!(error, libc::EBADF | libc::ENOENT) || fd == epoll => {
                self.set_armed(fd, 0);
                self.mark_closed(fd, true);
            }
            _ => self.give_up_epoll(waits),
        }
    }

    pub(super) fn set_armed(&self, fd: c_int, armed: u16) {
        let Descriptor { first, .. } = self.fds.get(fd as usize);
        let noisy = false;
        self.fds.set(fd as usize, Descriptor { first, armed, noisy });
        let mut next = first;
        while next != 0 {
            let i = next as usize - 1;
            let link = self.links.get(i);
            self.links.set(i, Link { fresh: false, ..link });
            next = link.next;
        }
    }

    /// The waiters of this descriptor's places are to be told that it is closed: of all, or only of those that the kernel
    /// had been told of.
    pub(super) fn mark_closed(&self, fd: c_int, all: bool) {
        let mut next = self.first(fd);
        while next != 0 {
            let i = next as usize - 1;
            let link = self.links.get(i);
            if all || !link.fresh {
                self.mark_place_closed(i);
            }
            next = link.next;
        }
    }

    /// The waiters of a place are to be told that its stream is closed.
    pub fn mark_place_closed(&self, i: usize) {
        let link = self.links.get(i);
        if !link.closed {
            self.links.set(i, Link { closed: true, ..link });
            self.closed.set(self.closed.get() + 1);
        }
    }

    /// Moves the places of a descriptor that epoll refuses to the streams that are asked.
    pub(super) fn ask_instead(&self, fd: c_int) {
        loop {
            let first = self.first(fd);
            if first == 0 {
                return;
            }
            let i = first as usize - 1;
            self.take_from_chain(i);
            self.push_to_chain(i, ASKED);
        }
    }

    /// Looks for descriptors that were closed, and so forgotten by epoll, and gives up those that nobody waits on.
    pub(super) fn sweep(&self, waits: &Waits) {
        for i in 0..self.used.get() {
            let fd = self.links.get(i).fd;
            if fd < 0 || self.epoll.get() < 0 {
                continue;
            }
            if waits.get(i).is_none_or(|wait| !wait.has_waiters()) {
                let descriptor = self.fds.get(fd as usize);
                self.fds.set(
                    fd as usize,
                    Descriptor {
                        noisy: true,
                        ..descriptor
                    },
                );
                self.settle(waits, i, true);
                continue;
            }
            let armed = self.fds.get(fd as usize).armed;
            if armed == 0 {
                continue;
            }
            match kernel::epoll_ctl(self.epoll.get(), libc::EPOLL_CTL_MOD, fd, armed) {
                0 => {}
                libc::EBADF | libc::ENOENT => {
                    self.set_armed(fd, 0);
                    self.mark_closed(fd, true);
                }
                _ => self.give_up_epoll(waits),
            }
        }
    }

    /// Whether there is a waker; makes it if not, which may give it the number of a descriptor that was closed.
    pub(super) fn has_waker(&self) -> bool {
        if !kernel::has_waker() && kernel::waker() >= 0 {
            self.mark_closed(kernel::waker(), true);
        }
        kernel::has_waker()
    }

    /// Begins to use epoll when there are enough descriptors.
    pub(super) fn start_epoll(&self, waits: &Waits) {
        if self.epoll.get() >= 0 || self.gave_up.get() || self.watched.get() < EPOLL_FROM {
            return;
        }
        let has_waker = self.has_waker();
        let epoll = kernel::epoll_create();
        if !has_waker || kernel::epoll_ctl(epoll, libc::EPOLL_CTL_ADD, kernel::waker(), READABLE) != 0 {
            kernel::close(epoll);
            self.gave_up.set(true);
            return;
        }
        self.epoll.set(epoll);
        for i in 0..self.used.get() {
            if waits.get(i).is_some_and(Wait::has_waiters) {
                self.touch(i);
            }
        }
    }

    /// Leaves everything to `poll(2)`.
    pub(super) fn give_up_epoll(&self, waits: &Waits) {
        self.gave_up.set(true);
        self.leave_epoll(waits);
    }

    /// Leaves this instance of epoll; the next one is told of everything.
    pub(super) fn leave_epoll(&self, waits: &Waits) {
        kernel::close(self.epoll.replace(-1));
        for i in 0..self.used.get() {
            let fd = self.links.get(i).fd;
            if fd >= 0 && waits.get(i).is_some() {
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
