//! Who waits on which stream. Owns the table of waits and the rule who wakes; must not know how a stream is asked whether
//! it is ready.
//!
//! A stream has at most one reader and one writer, and the two are independent. The table is memory that C allocates; a
//! place that is free stays for the next wait, so that a steady state allocates nothing. A task that waits on several
//! streams is marked in each, and once one of them wakes it, it waits on none.

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
    shared: Cell<bool>,
    kept: Cell<bool>,
}

/// Why a task can't wait on a stream now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitError {
    /// No place is free: the table has to grow.
    Full,
    /// Another task waits for the same.
    Busy,
    /// There is no memory for what is kept beside the table.
    NoMemory,
}

impl Wait {
    /// A free place.
    pub const fn free() -> Self {
        Self {
            stream: Cell::new(Obj::NULL),
            waiters: [Cell::new(None), Cell::new(None)],
            events: Cell::new(0),
            shared: Cell::new(false),
            kept: Cell::new(false),
        }
    }

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
    pub fn has_waiters(&self) -> bool {
        self.waiters.iter().any(|waiter| waiter.get().is_some())
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

    /// Frees the place.
    pub fn set_free(&self) {
        self.stream.set(Obj::NULL);
        self.events.set(0);
        self.shared.set(false);
        self.kept.set(false);
    }
}

/// The table: what an `IOQueue` has.
#[repr(C)]
pub struct Waits {
    places: Cell<*const Wait>,
    capacity: Cell<usize>,
    waiting: Cell<usize>,
}

impl Default for Waits {
    fn default() -> Self {
        Self::new()
    }
}

impl Waits {
    /// A table without a place.
    pub const fn new() -> Self {
        Self {
            places: Cell::new(core::ptr::null()),
            capacity: Cell::new(0),
            waiting: Cell::new(0),
        }
    }

    /// Puts the table into another, larger memory.
    ///
    /// # Safety
    /// `places` is memory for `capacity` places that begins with those there were, the others free, and stays valid as long
    /// as the table is used.
    #[allow(unsafe_code)]
    pub unsafe fn grow(&self, places: *const Wait, capacity: usize) {
        self.places.set(places);
        self.capacity.set(capacity);
    }

    /// How many streams are waited on.
    pub fn waiting(&self) -> usize {
        self.waiting.get()
    }

    /// The place with this number, nothing beyond the last. What it holds changes with each wait; its number does not.
    pub fn get(&self, i: usize) -> Option<&Wait> {
        self.all().get(i)
    }

    #[allow(unsafe_code)]
    fn all(&self) -> &[Wait] {
        if self.capacity.get() == 0 {
            return &[];
        }
        // SAFETY: `grow` was promised that many places, and wrote each; they change by `Cell` alone. The reference does
        // not outlive the call that `grow` could come after.
        unsafe { core::slice::from_raw_parts(self.places.get(), self.capacity.get()) }
    }

    /// Where a stream is in the table.
    #[inline(never)]
    pub fn find(&self, stream: Obj) -> Option<&Wait> {
        self.all().iter().find(|wait| wait.stream.get() == stream)
    }

    /// A place for a stream: its own, or a free one.
    fn place(&self, stream: Obj) -> Result<&Wait, WaitError> {
        self.find(stream)
            .or_else(|| self.find(Obj::NULL))
            .ok_or(WaitError::Full)
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
        let wait = self.place(stream)?;
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
        let waiter = match direction {
            Direction::Read => &wait.waiters[0],
            Direction::Write => &wait.waiters[1],
        };
        if waiter.get().is_some_and(|other| other != task && is_waiting(other, vm)) {
            return Err(WaitError::Busy);
        }
        if !wait.has_waiters() {
            self.waiting.set(self.waiting.get() + 1);
        }
        wait.stream.set(stream);
        waiter.set(Some(task));
        if task.data.get() == queue {
            // It is not the first wait of this task since it ran.
            for wait in self.all().iter().filter(|wait| wait.has(task)) {
                wait.shared.set(true);
            }
        }
        self.settle(wait);
        task.data.set(queue);
        Ok(())
    }

    /// Takes a task out of every wait (`IOQueue.remove`), and tells of each place that it was in.
    pub fn remove(&self, task: TaskRef, mut left: impl FnMut(usize)) {
        for (i, wait) in self.all().iter().enumerate().filter(|(_, wait)| wait.has(task)) {
            for waiter in &wait.waiters {
                if waiter.get() == Some(task) {
                    waiter.set(None);
                }
            }
            self.left(wait);
            left(i);
        }
    }

    /// Takes out the next task that wakes now that `wait`'s stream is ready for `events`, if there is another one. What is
    /// neither readable nor writable, such as an error or a hang-up, wakes both. Tells of each other place that it leaves.
    pub fn wake(&self, wait: &Wait, events: u16, vm: &impl Vm, left: impl FnMut(usize)) -> Option<TaskRef> {
        let mut other = WRITABLE;
        for waiter in &wait.waiters {
            let ready = events & !other != 0;
            other = READABLE;
            let Some(task) = waiter.get().filter(|_| ready) else {
                continue;
            };
            waiter.set(None);
            let shared = wait.shared.get();
            self.left(wait);
            if is_waiting(task, vm) {
                if shared {
                    self.remove(task, left);
                }
                return Some(task);
            }
        }
        if wait.has_waiters() {
            // Whatever else a program had it asked for has been answered.
            self.settle(wait);
        }
        None
    }

    /// Has a place for a stream, asked for `events` whether or not a task waits for them (`poller.register`).
    pub fn register(&self, stream: Obj, events: u16) -> Result<(), WaitError> {
        let wait = self.place(stream)?;
        self.seat_nobody(wait, stream, events);
        Ok(())
    }

    /// Has this place, which is the stream's or free, for a stream that is asked for `events`.
    pub fn seat_nobody(&self, wait: &Wait, stream: Obj, events: u16) {
        wait.stream.set(stream);
        wait.events.set(events);
    }

    /// Asks a stream for other `events` (`poller.modify`), or for none (`poller.unregister`): false if it is not in the
    /// table.
    pub fn modify(&self, stream: Obj, events: u16) -> bool {
        match self.find(stream) {
            Some(wait) if wait.has_waiters() || wait.events() != 0 => {
                wait.events.set(events);
                if events == 0 && !wait.has_waiters() && !wait.kept.get() {
                    wait.set_free();
                }
                true
            }
            _ => false,
        }
    }

    /// Waiters of this place were taken out.
    fn left(&self, wait: &Wait) {
        if !wait.has_waiters() {
            self.waiting.set(self.waiting.get().saturating_sub(1));
            if !wait.kept.get() {
                wait.set_free();
            }
        }
        self.settle(wait);
    }

    /// Asks the stream for what is waited for.
    #[inline(never)]
    fn settle(&self, wait: &Wait) {
        let [reader, writer] = &wait.waiters;
        let reads = if reader.get().is_some() { READABLE } else { 0 };
        let writes = if writer.get().is_some() { WRITABLE } else { 0 };
        wait.events.set(reads | writes);
    }
}

/// Whether a task waits still: one that was woken or ended by other means has left its name behind.
#[inline(never)]
fn is_waiting(task: TaskRef, vm: &impl Vm) -> bool {
    !task.is_queued() && !task.is_done(vm)
}
