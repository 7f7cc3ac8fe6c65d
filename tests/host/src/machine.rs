//! A kernel of the tests: files, the numbers that they are open under, epoll and timers, as the manuals have them. Owns what each
//! call gives and when one fails; must not know who asks.
//!
//! A call is where something else can come between: a call that is to fail, or a deed of another thread or process, is put in
//! line for the n-th call from now, or for the next one that blocks.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};

use asyncio_rs::stream::closes;
use asyncio_rs::stream::kernel::{BATCH, Entry, Kernel};
use asyncio_rs::stream::waits::{READABLE, WRITABLE};

const FAILED: u16 = libc::POLLERR as u16;
const HANG_UP: u16 = libc::POLLHUP as u16;
const CLOSED: u16 = libc::POLLNVAL as u16;

/// The name of an open file, which no other one ever has.
pub type File = usize;

/// What an open file is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A socket or the like, ready for these events.
    Stream(u16),
    /// A regular file, which is always ready, and which epoll refuses.
    Regular,
    /// A timer, expired or not.
    Timer(bool),
    /// What is watched by which number, in the order in which it is told of.
    Epoll(VecDeque<Watched>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Watched {
    fd: i32,
    file: File,
    events: u16,
    data: u64,
}

#[derive(Clone, Debug)]
struct Open {
    kind: Kind,
    /// How many times other processes have it open.
    elsewhere: usize,
}

/// The calls that can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `poll(2)`
    Poll,
    /// `epoll_create1(2)`
    EpollCreate,
    /// `epoll_ctl(2)`, to add or to change
    EpollControl,
    /// `epoll_wait(2)`
    EpollWait,
    /// `timerfd_create(2)`
    Timer,
}

impl Call {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Poll,
        Self::EpollCreate,
        Self::EpollControl,
        Self::EpollWait,
        Self::Timer,
    ];

    /// The error numbers that its manual names, of those that do not come of what it was given.
    pub fn errors(self) -> &'static [i32] {
        match self {
            Self::Poll => &[libc::EINTR, libc::EINVAL, libc::ENOMEM],
            Self::EpollCreate => &[libc::EMFILE, libc::ENFILE, libc::ENOMEM],
            Self::EpollControl => &[libc::ENOMEM, libc::ENOSPC],
            Self::EpollWait => &[libc::EINTR],
            Self::Timer => &[libc::EMFILE, libc::ENFILE, libc::ENODEV, libc::ENOMEM],
        }
    }
}

type Deed<'a> = Box<dyn FnOnce(&Machine<'a>) + 'a>;

/// The kernel, with this process's descriptors.
#[derive(Default)]
pub struct Machine<'a> {
    files: RefCell<BTreeMap<File, Open>>,
    numbers: RefCell<Vec<Option<File>>>,
    /// How often each number was given to another file, or to none.
    changes: RefCell<Vec<usize>>,
    made: Cell<File>,
    /// After so many more calls of a kind one fails so.
    failures: RefCell<Vec<(Call, usize, i32)>>,
    /// Before so many more calls something happens.
    deeds: RefCell<Vec<(usize, Deed<'a>)>>,
    /// While a call blocks something happens.
    meanwhile: RefCell<VecDeque<Deed<'a>>>,
    /// How many numbers `poll(2)` takes at once, and below what number there can be descriptors.
    pub limit: Cell<usize>,
    /// The milliseconds that calls have blocked for.
    pub slept: Cell<usize>,
    /// A call would have blocked for ever.
    pub slept_for_ever: Cell<bool>,
    /// How many calls there were.
    pub calls: Cell<usize>,
}

impl<'a> Machine<'a> {
    /// A process with its three standard descriptors.
    pub fn new() -> Self {
        let machine = Self {
            limit: Cell::new(1 << 16),
            ..Self::default()
        };
        for _ in 0..3 {
            machine.open_stream(0);
        }
        machine
    }

    fn make(&self, kind: Kind) -> i32 {
        let number = {
            let numbers = self.numbers.borrow();
            numbers.iter().position(Option::is_none).unwrap_or(numbers.len())
        };
        if number >= self.limit.get() {
            return -libc::EMFILE;
        }
        let file = self.made.get();
        self.made.set(file + 1);
        self.files.borrow_mut().insert(file, Open { kind, elsewhere: 0 });
        self.put(number, Some(file));
        number as i32
    }

    fn put(&self, number: usize, file: Option<File>) {
        let mut numbers = self.numbers.borrow_mut();
        let mut changes = self.changes.borrow_mut();
        if numbers.len() <= number {
            numbers.resize(number + 1, None);
            changes.resize(number + 1, 0);
        }
        let before = numbers[number];
        numbers[number] = file;
        changes[number] += 1;
        drop((numbers, changes));
        if let Some(before) = before {
            self.drop_unused(before);
        }
    }

    /// A file that nobody has open is gone, and no epoll watches it.
    fn drop_unused(&self, file: File) {
        let mut files = self.files.borrow_mut();
        if self.numbers.borrow().contains(&Some(file)) || files[&file].elsewhere > 0 {
            return;
        }
        files.remove(&file);
        for open in files.values_mut() {
            if let Kind::Epoll(watched) = &mut open.kind {
                watched.retain(|watched| watched.file != file);
            }
        }
    }

    /// A new socket, ready for these events; a negative error number if there can be no more.
    pub fn open_stream(&self, ready: u16) -> i32 {
        self.make(Kind::Stream(ready))
    }

    /// A new regular file, likewise.
    pub fn open_regular(&self) -> i32 {
        self.make(Kind::Regular)
    }

    /// `dup2(2)`, or, with a negative number, `dup(2)`.
    pub fn duplicate(&self, fd: i32, to: i32) -> i32 {
        let Some(file) = self.file(fd) else { return -libc::EBADF };
        let free = self.numbers.borrow().iter().position(Option::is_none);
        let to = match usize::try_from(to) {
            Ok(to) => to,
            Err(_) => free.unwrap_or(self.numbers.borrow().len()),
        };
        if to >= self.limit.get() {
            return -libc::EMFILE;
        }
        if self.file(to as i32) != Some(file) {
            self.put(to, Some(file));
        }
        to as i32
    }

    /// Closes a number so that nobody is told.
    pub fn close_unseen(&self, fd: i32) {
        if self.file(fd).is_some() {
            self.put(fd as usize, None);
        }
    }

    /// A child has everything open, too.
    pub fn fork(&self) {
        for open in self.files.borrow_mut().values_mut() {
            open.elsewhere += 1;
        }
    }

    /// All other processes end.
    pub fn end_others(&self) {
        for open in self.files.borrow_mut().values_mut() {
            open.elsewhere = 0;
        }
        let every: Vec<File> = self.files.borrow().keys().copied().collect();
        every.into_iter().for_each(|file| self.drop_unused(file));
    }

    /// The file that a number stands for.
    pub fn file(&self, fd: i32) -> Option<File> {
        let numbers = self.numbers.borrow();
        usize::try_from(fd)
            .ok()
            .and_then(|fd| numbers.get(fd).copied().flatten())
    }

    /// How often a number was given to another file, or to none.
    pub fn changes(&self, fd: i32) -> usize {
        let changes = self.changes.borrow();
        usize::try_from(fd)
            .ok()
            .and_then(|fd| changes.get(fd).copied())
            .unwrap_or(0)
    }

    /// The numbers of the timers and the epolls.
    pub fn helpers(&self) -> Vec<i32> {
        let files = self.files.borrow();
        let is_helper = |file: &File| matches!(files[file].kind, Kind::Timer(_) | Kind::Epoll(_));
        let numbers = self.numbers.borrow();
        let helpers = numbers
            .iter()
            .enumerate()
            .filter(|(_, file)| file.as_ref().is_some_and(is_helper));
        helpers.map(|(fd, _)| fd as i32).collect()
    }

    /// How many instances of epoll this process has.
    pub fn epolls(&self) -> usize {
        let files = self.files.borrow();
        let numbers = self.numbers.borrow();
        let epolls = numbers
            .iter()
            .flatten()
            .filter(|file| matches!(files[file].kind, Kind::Epoll(_)));
        epolls.count()
    }

    /// How many numbers are in use.
    pub fn in_use(&self) -> usize {
        self.numbers.borrow().iter().flatten().count()
    }

    /// A socket gets ready for these events, and for no others. A file that is gone stays gone.
    pub fn set_ready(&self, file: File, ready: u16) {
        if let Some(Open {
            kind: Kind::Stream(events),
            ..
        }) = self.files.borrow_mut().get_mut(&file)
        {
            *events = ready;
        }
    }

    /// What `poll(2)` would say of a number now.
    pub fn ready(&self, fd: i32, events: u16) -> u16 {
        match self.file(fd) {
            Some(file) => self.readiness(file) & (events | FAILED | HANG_UP),
            None => CLOSED,
        }
    }

    fn readiness(&self, file: File) -> u16 {
        let files = self.files.borrow();
        match &files[&file].kind {
            Kind::Stream(events) => *events,
            Kind::Regular => READABLE | WRITABLE,
            Kind::Timer(expired) => u16::from(*expired) * READABLE,
            Kind::Epoll(watched) => {
                let watched = watched.clone();
                drop(files);
                let is_ready =
                    |watched: &Watched| self.readiness(watched.file) & (watched.events | FAILED | HANG_UP) != 0;
                u16::from(watched.iter().any(is_ready)) * READABLE
            }
        }
    }

    /// The call of this kind after `calls` more fails.
    pub fn fail(&self, call: Call, calls: usize, error: i32) {
        self.failures.borrow_mut().push((call, calls, error));
    }

    /// No failure and no deed is left to come.
    pub fn fail_no_more(&self) {
        self.failures.borrow_mut().clear();
        self.deeds.borrow_mut().clear();
        self.meanwhile.borrow_mut().clear();
    }

    /// Something happens before the call after `calls` more.
    pub fn before_call(&self, calls: usize, deed: impl FnOnce(&Self) + 'a) {
        self.deeds.borrow_mut().push((self.calls.get() + calls, Box::new(deed)));
    }

    /// Something happens while a call blocks.
    pub fn meanwhile(&self, deed: impl FnOnce(&Self) + 'a) {
        self.meanwhile.borrow_mut().push_back(Box::new(deed));
    }

    /// A call begins: how it fails, if it does.
    fn enter(&self, call: Option<Call>) -> Option<i32> {
        let at = self.calls.get();
        self.calls.set(at + 1);
        let due: Vec<_> = self
            .deeds
            .borrow_mut()
            .extract_if(.., |(when, _)| *when <= at)
            .collect();
        for (_, deed) in due {
            deed(self);
        }
        let mut failures = self.failures.borrow_mut();
        let mut failure = None;
        failures.retain_mut(|(kind, left, error)| {
            let is_due = Some(*kind) == call && *left == 0;
            if is_due {
                failure = Some(*error);
            } else if Some(*kind) == call {
                *left -= 1;
            }
            !is_due
        });
        failure
    }

    /// Blocks until `count` counts something: what it counts.
    fn block(&self, timeout: i32, mut count: impl FnMut() -> i32) -> i32 {
        loop {
            let n = count();
            if n > 0 || timeout == 0 {
                return n;
            }
            let Some(deed) = self.meanwhile.borrow_mut().pop_front() else {
                break;
            };
            deed(self);
        }
        match usize::try_from(timeout) {
            Ok(ms) => self.slept.set(self.slept.get() + ms),
            Err(_) => self.slept_for_ever.set(true),
        }
        0
    }

    fn with_epoll<T>(&self, epoll: i32, with: impl FnOnce(&mut VecDeque<Watched>) -> T) -> Result<T, i32> {
        let file = self.file(epoll).ok_or(libc::EBADF)?;
        match &mut self.files.borrow_mut().get_mut(&file).expect("it is open").kind {
            Kind::Epoll(watched) => Ok(with(watched)),
            _ => Err(libc::EINVAL),
        }
    }

    fn control(&self, epoll: i32, operation: i32, fd: i32, events: u16, data: u64) -> Result<(), i32> {
        let (Some(_), Some(file)) = (self.file(epoll), self.file(fd)) else {
            return Err(libc::EBADF);
        };
        let kind = self.files.borrow()[&file].kind.clone();
        if kind == Kind::Regular {
            return Err(libc::EPERM);
        }
        if self.file(epoll) == Some(file) {
            return Err(libc::EINVAL);
        }
        if let Kind::Epoll(_) = kind
            && operation == libc::EPOLL_CTL_ADD
        {
            return Err(libc::ELOOP);
        }
        self.with_epoll(epoll, |all| {
            let at = all.iter().position(|watched| watched.fd == fd && watched.file == file);
            let watched = Watched { fd, file, events, data };
            match (operation, at) {
                (libc::EPOLL_CTL_ADD, None) => all.push_back(watched),
                (libc::EPOLL_CTL_ADD, Some(_)) => return Err(libc::EEXIST),
                (libc::EPOLL_CTL_MOD, Some(at)) => all[at] = watched,
                (libc::EPOLL_CTL_DEL, Some(at)) => drop(all.remove(at)),
                _ => return Err(libc::ENOENT),
            }
            Ok(())
        })?
    }
}

impl Kernel for Machine<'_> {
    fn is_open(&self, fd: i32) -> bool {
        self.enter(None);
        self.file(fd).is_some()
    }

    /// As the firmware's, whose linker tells of each.
    fn close(&self, fd: i32) {
        if fd >= 0 {
            closes::closing(fd, self);
            self.enter(None);
            self.close_unseen(fd);
            closes::closed(fd);
        }
    }

    fn poll(&self, entries: &mut [Entry], timeout: i32) -> i32 {
        if let Some(error) = self.enter(Some(Call::Poll)) {
            return -error;
        }
        if entries.len() > self.limit.get() {
            return -libc::EINVAL;
        }
        self.block(timeout, || {
            for entry in entries.iter_mut() {
                entry.revents = if entry.fd < 0 {
                    0
                } else {
                    self.ready(entry.fd, entry.events as u16) as i16
                };
            }
            entries.iter().filter(|entry| entry.revents != 0).count() as i32
        })
    }

    fn epoll_create(&self) -> i32 {
        match self.enter(Some(Call::EpollCreate)) {
            Some(error) => -error,
            None => self.make(Kind::Epoll(VecDeque::new())),
        }
    }

    fn epoll_ctl(&self, epoll: i32, operation: i32, fd: i32, events: u16, data: u64) -> i32 {
        // To take away needs nothing that could be short.
        let call = (operation != libc::EPOLL_CTL_DEL).then_some(Call::EpollControl);
        let failure = self.enter(call);
        failure.unwrap_or_else(|| self.control(epoll, operation, fd, events, data).err().unwrap_or(0))
    }

    fn epoll_wait(&self, epoll: i32, timeout: i32, mut found: impl FnMut(u64, u16)) -> i32 {
        if let Some(error) = self.enter(Some(Call::EpollWait)) {
            return -error;
        }
        let mut error = None;
        let n = self.block(timeout, || {
            let all = match self.with_epoll(epoll, |all| all.clone()) {
                Ok(all) => all,
                Err(number) => {
                    error = Some(number);
                    return 1; // it blocks no more
                }
            };
            let events = |watched: &Watched| self.readiness(watched.file) & (watched.events | FAILED | HANG_UP);
            let ready: Vec<Watched> = all
                .iter()
                .filter(|watched| events(watched) != 0)
                .take(BATCH)
                .copied()
                .collect();
            for watched in &ready {
                found(watched.data, events(watched));
            }
            // Whoever was told of comes last next time.
            let _ = self.with_epoll(epoll, |all| {
                all.retain(|watched| !ready.contains(watched));
                all.extend(&ready);
            });
            ready.len() as i32
        });
        error.map_or(n, |error| -error)
    }

    fn timer(&self) -> i32 {
        match self.enter(Some(Call::Timer)) {
            Some(error) => -error,
            None => self.make(Kind::Timer(false)),
        }
    }

    fn set_timer(&self, timer: i32, readable: bool) -> i32 {
        self.enter(None);
        let Some(file) = self.file(timer) else {
            return libc::EBADF;
        };
        match &mut self.files.borrow_mut().get_mut(&file).expect("it is open").kind {
            Kind::Timer(expired) => {
                *expired = readable;
                0
            }
            _ => libc::EINVAL,
        }
    }
}
