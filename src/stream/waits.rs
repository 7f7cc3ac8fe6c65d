//! Who waits on which stream. Owns the table of waits and the rule of who wakes; must not know how a stream is asked
//! whether it is ready.
//!
//! A stream has at most one reader and one writer, and the two are independent. The table is a chain of chunks of a few places, which
//! C allocates. The collector follows the link at the beginning of each, so its stack never holds more than the pointers of one
//! chunk. Growing moves nothing. A free place is used for the next wait, so a steady state allocates nothing. A task that waits for
//! several streams is woken by one of them, and then waits for none. It leaves its places once it is queued, so it is not lost if
//! that fails.

use core::cell::Cell;

use crate::task::{Obj, TaskRef};
use crate::vm::Vm;

/// There is something to read: `select.POLLIN`, `MP_STREAM_POLL_RD`.
pub const READABLE: u16 = 1;
/// There is room to write: `select.POLLOUT`, `MP_STREAM_POLL_WR`.
pub const WRITABLE: u16 = 4;
/// The stream failed: `MP_STREAM_POLL_ERR`.
pub const FAILED: u16 = 8;

/// What a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Direction {
    /// Something to read.
    Read,
    /// Room to write.
    Write,
}

/// One stream that is waited on; a free place if there is no stream. Memory of zeros is a free place.
#[repr(C)]
pub struct Wait {
    stream: Cell<Obj>,
    /// By [`Direction`].
    waiters: [Cell<Option<TaskRef>>; 2],
    events: Cell<u16>,
    /// A task that waits here waits in other places, too. Maintained only with the kernel's part, whose tables are large.
    shared: Cell<bool>,
    kept: Cell<bool>,
}

/// Whether the kernel's part exists. It keeps places, and tables can have thousands of them.
const KERNEL: bool = cfg!(feature = "unix");

/// Why a task can't wait on a stream now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitError {
    /// No place is free: the table has to grow.
    Full,
    /// Another task waits for the same.
    Busy,
    /// There is no memory for what is kept beside the table.
    NoMemory,
    /// The stream is not in the table.
    Absent,
}

impl Wait {
    /// The stream waited on, or [`Obj::NULL`] for a free place.
    pub fn stream(&self) -> Obj {
        self.stream.get()
    }

    /// What the stream is to be asked for.
    pub fn events(&self) -> u16 {
        self.events.get()
    }

    /// The tasks that wait: to read, and to write.
    pub fn waiters(&self) -> [Option<TaskRef>; 2] {
        let [reader, writer] = &self.waiters;
        [reader.get(), writer.get()]
    }

    fn has(&self, task: TaskRef) -> bool {
        self.waiters.iter().any(|waiter| waiter.get() == Some(task))
    }

    /// Whether any task waits.
    #[inline(always)]
    pub fn has_waiters(&self) -> bool {
        let [reader, writer] = self.waiters();
        reader.is_some() || writer.is_some()
    }

    /// Whether a place is taken by a stream that nobody waits for any more, nor has registered.
    pub fn is_left(&self) -> bool {
        self.stream() != Obj::NULL && !self.has_waiters() && self.events() == 0
    }

    /// Keeps the place for its stream when nobody waits any more, until [`set_free`](Self::set_free) (or `poller.unregister`
    /// where no one else keeps it).
    pub fn keep(&self) {
        self.kept.set(true);
    }

    fn is_kept(&self) -> bool {
        KERNEL && self.kept.get()
    }

    /// Frees the place.
    pub fn set_free(&self) {
        self.stream.set(Obj::NULL);
        self.events.set(0);
        self.shared.set(false);
        self.kept.set(false);
    }
}

/// Some places of a table, which lie behind it in memory.
#[repr(C)]
pub struct Chunk {
    next: Cell<*const Chunk>,
    /// How many places there are.
    pub count: usize,
}

/// The table: what an `IOQueue` has.
#[repr(C)]
pub struct Waits {
    first: Cell<*const Chunk>,
    capacity: Cell<usize>,
    waiting: Cell<usize>,
    /// The addresses of the places, where a table can have thousands. The collector follows the links.
    #[cfg(feature = "unix")]
    places: super::numbers::Numbers<usize>,
}

impl Default for Waits {
    fn default() -> Self {
        Self::new()
    }
}

#[allow(unsafe_code)]
impl Chunk {
    /// The `i`th place of a chunk. By the chunk's address and not by a reference, which would reach no farther than its own words.
    ///
    /// # Safety
    /// `Waits::add` was given the chunk, and `i` is less than its `count`.
    #[inline]
    unsafe fn place(chunk: *const Self, i: usize) -> *const Wait {
        // SAFETY: there are `count` places behind the chunk, and `i` is one of them.
        unsafe { chunk.add(1).cast::<Wait>().add(i) }
    }
}

impl Waits {
    /// A table without a place: zero in every byte. C makes it so.
    pub const fn new() -> Self {
        Self {
            first: Cell::new(core::ptr::null()),
            capacity: Cell::new(0),
            waiting: Cell::new(0),
            #[cfg(feature = "unix")]
            places: super::numbers::Numbers::new(),
        }
    }

    /// Adds places to the table: whether there was memory to number them.
    ///
    /// # Safety
    /// `chunk` is in no table, is followed by `count` free places, and stays where it is as long as the table is used.
    #[allow(unsafe_code)]
    pub unsafe fn add(&self, chunk: *const Chunk) -> bool {
        // SAFETY: promised by the caller.
        let added = unsafe { &*chunk };
        let capacity = self.capacity.get();
        #[cfg(feature = "unix")]
        {
            if !self.places.reserve(capacity + added.count) {
                return false;
            }
            for i in 0..added.count {
                // SAFETY: promised by the caller, of so many.
                let place = unsafe { Chunk::place(chunk, i) };
                self.places.set(capacity + i, place.expose_provenance());
            }
            added.next.set(self.first.replace(chunk));
        }
        #[cfg(not(feature = "unix"))]
        {
            // At the end, so that the places there were keep their numbers.
            let mut last = &self.first;
            // SAFETY: as for `get`.
            while let Some(chunk) = unsafe { last.get().as_ref() } {
                last = &chunk.next;
            }
            last.set(chunk);
        }
        self.capacity.set(capacity + added.count);
        true
    }

    /// Gives back what the table has beside its chunks. It has no place then.
    pub fn clear(&self) {
        self.first.set(core::ptr::null());
        self.capacity.set(0);
        self.waiting.set(0);
        #[cfg(feature = "unix")]
        self.places.clear();
    }

    /// How many places there are.
    pub fn capacity(&self) -> usize {
        self.capacity.get()
    }

    /// How many waits there are.
    pub fn waiting(&self) -> usize {
        self.waiting.get()
    }

    /// The place with this number, nothing beyond the last. What it holds changes with each wait; its number does not.
    #[cfg(feature = "unix")]
    #[allow(unsafe_code)]
    pub fn get(&self, i: usize) -> Option<&Wait> {
        let place = core::ptr::with_exposed_provenance::<Wait>(self.places.get(i));
        // SAFETY: `add` was promised that the place stays where it is; beyond the last the address is null.
        unsafe { place.as_ref() }
    }

    /// The place with this number, nothing beyond the last. What it holds changes with each wait; its number does not.
    #[cfg(not(feature = "unix"))]
    #[allow(unsafe_code)]
    pub fn get(&self, mut i: usize) -> Option<&Wait> {
        let mut at = self.first.get();
        // SAFETY: `add` was promised that a chunk stays where it is.
        while let Some(chunk) = unsafe { at.as_ref() } {
            if i < chunk.count {
                // SAFETY: it has that place, which changes by `Cell` alone.
                return Some(unsafe { &*Chunk::place(at, i) });
            }
            i -= chunk.count;
            at = chunk.next.get();
        }
        None
    }

    fn all(&self) -> impl Iterator<Item = &Wait> {
        (0..).map_while(|i| self.get(i))
    }

    /// Where a stream is in the table.
    #[inline(never)]
    pub fn find(&self, stream: Obj) -> Option<&Wait> {
        self.all().find(|wait| wait.stream.get() == stream)
    }

    /// A place for a stream: its own, or a free one. Nothing if the table has to grow.
    fn place(&self, stream: Obj) -> Option<&Wait> {
        self.find(stream).or_else(|| self.find(Obj::NULL))
    }

    /// Lets `task` wait (`IOQueue.queue_read` and `queue_write`); `queue` is the table's handle, which becomes the task's
    /// `data`.
    pub fn enqueue(
        &self,
        stream: Obj,
        direction: Direction,
        task: TaskRef,
        queue: Obj,
        vm: &impl Vm,
    ) -> Result<(), WaitError> {
        let wait = self.place(stream).ok_or(WaitError::Full)?;
        self.seat(wait, stream, direction, task, queue, vm)
    }

    /// Lets `task` wait in this place, which is the stream's or free.
    pub fn seat(
        &self,
        wait: &Wait,
        stream: Obj,
        direction: Direction,
        task: TaskRef,
        queue: Obj,
        vm: &impl Vm,
    ) -> Result<(), WaitError> {
        let waiter = &wait.waiters[direction as usize];
        if waiter
            .get()
            .is_some_and(|other| other != task && is_waiting(other, vm) && !self.waits_elsewhere(wait, other))
        {
            return Err(WaitError::Busy);
        }
        if waiter.replace(Some(task)).is_none() {
            self.waiting.set(self.waiting.get() + 1);
        }
        wait.stream.set(stream);
        self.settle(wait);
        if KERNEL && task.data.get() == queue {
            // The task has other waits since it last ran.
            for wait in self.all().filter(|wait| wait.has(task)) {
                wait.shared.set(true);
            }
        }
        task.data.set(queue);
        Ok(())
    }

    /// Whether a task is still entered here although it waits for another stream: something else woke it in between.
    fn waits_elsewhere(&self, wait: &Wait, task: TaskRef) -> bool {
        let is_other = |other: &&Wait| !core::ptr::eq(*other, wait) && other.has(task);
        KERNEL && !wait.shared.get() && self.all().any(|other| is_other(&other) && !other.shared.get())
    }

    /// Takes a task out of every wait (`IOQueue.remove`), and tells of each place that it was in.
    pub fn remove(&self, task: TaskRef, mut left: impl FnMut(usize)) {
        for (i, wait) in self.all().enumerate() {
            if wait.has(task) {
                self.take_from(wait, task);
                left(i);
            }
        }
    }

    fn take_from(&self, wait: &Wait, task: TaskRef) {
        for waiter in &wait.waiters {
            if waiter.get() == Some(task) {
                self.take(wait, waiter);
            }
        }
    }

    /// The next task to wake now that `wait`'s stream is ready for `events`, if there is another one. What is neither readable
    /// nor writable, such as an error or a hang-up, wakes both. It stays here until it is queued and [`leave`](Self::leave)s.
    pub fn ready(&self, wait: &Wait, events: u16, vm: &impl Vm) -> Option<TaskRef> {
        let mut other = WRITABLE;
        for waiter in &wait.waiters {
            if events & !other != 0
                && let Some(task) = waiter.get()
            {
                if is_waiting(task, vm) {
                    return Some(task);
                }
                self.take(wait, waiter);
            }
            other = READABLE;
        }
        if wait.has_waiters() {
            // The events that a program had registered have been reported.
            self.settle(wait);
        }
        None
    }

    /// Takes out a task that waited in this place and was woken. If it waited in others, too, tells of each.
    pub fn leave(&self, wait: &Wait, task: TaskRef, left: impl FnMut(usize)) {
        if wait.shared.get() {
            self.remove(task, left);
        } else {
            self.take_from(wait, task);
        }
    }

    /// Has a stream asked for `events`, whether or not a task waits for them (`poller.register`), or, if it may not be added
    /// to the table, for other ones (`poller.modify`) or none (`poller.unregister`).
    pub fn ask(&self, stream: Obj, events: u16, may_add: bool) -> Result<(), WaitError> {
        let wait = match self.find(stream) {
            Some(wait) if !wait.is_kept() || !wait.is_left() => wait,
            _ if may_add => self.place(stream).ok_or(WaitError::Full)?,
            _ => return Err(WaitError::Absent),
        };
        self.seat_nobody(wait, stream, events);
        Ok(())
    }

    /// Gives up the place of a stream with its waiters, who are forgotten (`poller.unregister`): its number, if there is one.
    pub fn forget(&self, stream: Obj) -> Option<usize> {
        let i = self.all().position(|wait| wait.stream.get() == stream)?;
        let wait = self.get(i)?;
        for waiter in &wait.waiters {
            if waiter.get().is_some() {
                self.take(wait, waiter);
            }
        }
        self.seat_nobody(wait, stream, 0);
        Some(i)
    }

    /// Has this place, which is the stream's or free, for a stream that is asked for `events`.
    pub fn seat_nobody(&self, wait: &Wait, stream: Obj, events: u16) {
        wait.stream.set(stream);
        wait.events.set(events);
        if wait.is_left() && !wait.is_kept() {
            wait.stream.set(Obj::NULL);
        }
    }

    /// Takes out the task that is there.
    #[inline(always)]
    fn take(&self, wait: &Wait, waiter: &Cell<Option<TaskRef>>) {
        waiter.set(None);
        self.waiting.set(self.waiting.get() - 1);
        self.settle(wait);
    }

    /// Asks the stream for what is waited for; with nobody waiting the place is free, unless it is kept.
    #[inline(never)]
    fn settle(&self, wait: &Wait) {
        let [reader, writer] = wait.waiters();
        let reads = if reader.is_some() { READABLE } else { 0 };
        let writes = if writer.is_some() { WRITABLE } else { 0 };
        wait.events.set(reads | writes);
        if reads | writes == 0 {
            wait.shared.set(false);
            if !wait.is_kept() {
                wait.stream.set(Obj::NULL);
            }
        }
    }
}

/// Whether a task is still waiting. One that something else woke or ended may still be entered here.
#[inline(never)]
fn is_waiting(task: TaskRef, vm: &impl Vm) -> bool {
    !task.is_queued() && !task.is_done(vm)
}
