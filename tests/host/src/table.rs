//! A table of waits, and the memory that C would allocate for it.

use std::cell::RefCell;

use asyncio_rs::stream::waits::{Chunk, Direction, WRITABLE, Wait, WaitError, Waits};
#[cfg(feature = "unix")]
use asyncio_rs::stream::{descriptors::Descriptors, kernel::Kernel};
use asyncio_rs::task::{Obj, TaskRef};
#[cfg(feature = "unix")]
use asyncio_rs::vm::Vm;

use crate::World;

/// A table, and the memory that it has been given.
pub struct Table<'w> {
    world: &'w World,
    /// What the engine has of it.
    pub waits: Waits,
    /// The IOQueue's handle.
    pub handle: Obj,
    memory: RefCell<Vec<*mut [usize]>>,
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

    /// Gives it memory for so many places, as a chunk of those that it lacks.
    pub fn grow(&self, capacity: usize) {
        let count = capacity - self.places();
        let bytes = size_of::<Chunk>() + count * size_of::<Wait>();
        let memory = Box::into_raw(vec![0usize; bytes.div_ceil(size_of::<usize>())].into_boxed_slice());
        self.memory.borrow_mut().push(memory);
        let chunk = memory.cast::<Chunk>();
        // SAFETY: zeros are a chunk and free places, of which there are so many; kept as long as the table.
        let added = unsafe {
            (*chunk).count = count;
            self.waits.add(chunk)
        };
        assert!(added);
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
            if cfg!(feature = "unix") {
                self.waits.leave(wait, task, |i| self.told(i));
            } else {
                self.waits.remove(task, |i| self.told(i)); // as C does on boards
            }
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

/// What C does with the kernel's part of a table.
#[cfg(feature = "unix")]
impl Table<'_> {
    /// A task reads or writes a stream, for which the table grows: its place.
    pub fn wait(
        &self,
        descriptors: &Descriptors,
        stream: Obj,
        fd: i32,
        direction: Direction,
        task: TaskRef,
        os: &impl Kernel,
    ) -> usize {
        loop {
            match descriptors.place(&self.waits, stream, fd, os) {
                Ok((i, wait)) => {
                    descriptors.touch(i);
                    let seated = self.waits.seat(wait, stream, direction, task, self.handle, self.world);
                    seated.unwrap();
                    return i;
                }
                Err(WaitError::Full) => self.grow(2 * self.places()),
                Err(error) => panic!("{error:?}"),
            }
        }
    }

    /// Looks once, waiting so many milliseconds at most: who wakes, and the error number of the look.
    pub fn turn(&self, descriptors: &Descriptors, timeout: usize, ran: bool, os: &impl Kernel) -> (Vec<TaskRef>, i32) {
        assert!(descriptors.claim());
        let timeout = descriptors.prepare(&self.waits, timeout, ran, self.world, os);
        let mut look = descriptors.look(&self.waits, timeout, || false, os);
        let mut woken = Vec::new();
        while let Some(task) = descriptors.next_ready(&self.waits, &mut look, self.world) {
            descriptors.leave_given(&self.waits, &look, task);
            task.data.set(self.world.none()); // as being pushed does
            woken.push(task);
        }
        descriptors.release();
        (woken, look.failed)
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        self.waits.clear();
        for memory in self.memory.take() {
            // SAFETY: a box made it, and the table has forgotten it.
            drop(unsafe { Box::from_raw(memory) });
        }
    }
}
