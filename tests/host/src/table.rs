//! A table of waits, and the memory that C would allocate for it.

use std::cell::RefCell;

use asyncio_rs::stream::waits::{Direction, WRITABLE, Wait, WaitError, Waits};
use asyncio_rs::task::{Obj, TaskRef};

use crate::World;

/// A table, and the memory that it has been given.
pub struct Table<'w> {
    world: &'w World,
    /// What the engine has of it.
    pub waits: Waits,
    /// The IOQueue's handle.
    pub handle: Obj,
    /// Each from `Box::into_raw`: to move a box would end the pointer into it that the engine has.
    memory: RefCell<Vec<*mut [Wait]>>,
    /// The places that the table told of.
    pub left: RefCell<Vec<usize>>,
}

impl<'w> Table<'w> {
    /// A table with so many places.
    pub fn new(world: &'w World, capacity: usize) -> Self {
        let table = Self {
            world,
            waits: Waits::new(),
            handle: world.object(),
            memory: RefCell::new(Vec::new()),
            left: RefCell::new(Vec::new()),
        };
        if capacity > 0 {
            table.grow(capacity);
        }
        table
    }

    /// Gives it memory for so many places.
    pub fn grow(&self, capacity: usize) {
        let places: *mut [Wait] = Box::into_raw((0..capacity).map(|_| Wait::free()).collect());
        let mut memory = self.memory.borrow_mut();
        if let Some(&old) = memory.last() {
            // SAFETY: the old memory is shorter, and not used any more; a place has nothing to drop.
            unsafe { std::ptr::copy_nonoverlapping(old.cast::<Wait>(), places.cast::<Wait>(), old.len()) };
        }
        // SAFETY: the memory begins with the places there were, and is kept as long as the table.
        unsafe { self.waits.grow(places.cast::<Wait>(), capacity) };
        memory.push(places);
        assert_eq!(self.places(), capacity);
    }

    /// How many places it has.
    pub fn places(&self) -> usize {
        (0..).take_while(|&i| self.waits.get(i).is_some()).count()
    }

    /// A task reads or writes a stream.
    pub fn enqueue(&self, stream: Obj, direction: Direction, task: TaskRef) -> Result<(), WaitError> {
        self.waits.enqueue(stream, direction, task, self.handle, self.world)
    }

    /// `poller.register`.
    pub fn register(&self, stream: Obj, events: u16) -> Result<(), WaitError> {
        self.waits.ask(stream, events, true)
    }

    /// `poller.modify`, or, with no events, `poller.unregister`.
    pub fn modify(&self, stream: Obj, events: u16) -> Result<(), WaitError> {
        self.waits.ask(stream, events, false)
    }

    /// A stream is ready: the reader and the writer that wake.
    pub fn wake(&self, stream: Obj, events: u16) -> (Option<TaskRef>, Option<TaskRef>) {
        let wait = self.waits.find(stream).expect("the stream is in the table");
        let [reader, writer] = wait.waiters();
        let mut woken = (None, None);
        while let Some(task) = self.waits.ready(wait, events, self.world) {
            assert!(
                self.waits.ready(wait, events, self.world) == Some(task),
                "until it is queued and leaves"
            );
            self.waits.leave(wait, task, |i| self.told(i));
            let reads = events & !WRITABLE != 0;
            if reader == Some(task) && woken.0.is_none() && (reads || writer != Some(task)) {
                woken.0 = Some(task);
            } else {
                assert!(writer == Some(task), "it waited");
                woken.1 = Some(task);
            }
        }
        woken
    }

    /// A task leaves every wait.
    pub fn remove(&self, task: TaskRef) {
        self.waits.remove(task, |i| self.told(i));
    }

    /// The table tells that a waiter left place `i`.
    fn told(&self, i: usize) {
        assert!(self.waits.get(i).is_some());
        self.left.borrow_mut().push(i);
    }

    /// What a stream is asked for, if it is in the table.
    pub fn events(&self, stream: Obj) -> Option<u16> {
        self.waits.find(stream).map(Wait::events)
    }

    /// The reader and the writer of a stream.
    pub fn waiters(&self, stream: Obj) -> (Option<TaskRef>, Option<TaskRef>) {
        self.waits.find(stream).map_or((None, None), |wait| {
            let [reader, writer] = wait.waiters();
            (reader, writer)
        })
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        for places in self.memory.take() {
            // SAFETY: it is what `Box::into_raw` gave, and the engine's table goes with this one.
            drop(unsafe { Box::from_raw(places) });
        }
    }
}
