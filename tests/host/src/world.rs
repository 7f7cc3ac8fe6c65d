//! A VM without Python: objects at addresses, and a clock that tests set.

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ptr::{self, NonNull};

use asyncio_rs::queue::{self, Queue, QueueError, QueueRef};
use asyncio_rs::sleep::Sleep;
use asyncio_rs::task::{Obj, Task, TaskRef};
use asyncio_rs::ticks::{Period, Ticks};
use asyncio_rs::vm::Vm;

use crate::vm::CONSTANTS;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Task,
    Queue,
    Other,
}

/// What happens when the clock is read, as if an interrupt came just then. Happens once.
type Interrupt = Box<dyn FnOnce(&World)>;

/// The objects of a test, and its clock.
pub struct World {
    half: usize,
    clock: Cell<usize>,
    reads: Cell<usize>,
    interrupt: RefCell<Option<Interrupt>>,
    objects: RefCell<HashMap<*mut u8, (Kind, Layout)>>,
}

impl World {
    /// A world with a clock that shows `now` of a period with this half.
    pub fn new(half: usize, now: Ticks) -> Self {
        Self {
            half,
            clock: Cell::new(now),
            reads: Cell::new(0),
            interrupt: RefCell::new(None),
            objects: RefCell::new(HashMap::new()),
        }
    }

    fn keep<T>(&self, kind: Kind, value: T) -> NonNull<T> {
        let layout = Layout::new::<T>();
        // SAFETY: no type here has size zero.
        let at = unsafe { std::alloc::alloc(layout) }.cast::<T>();
        let at = NonNull::new(at).expect("there is memory");
        // SAFETY: fresh memory of the right layout.
        unsafe { at.write(value) };
        self.objects.borrow_mut().insert(at.as_ptr().cast(), (kind, layout));
        at
    }

    /// An object that is no task and no queue.
    pub fn object(&self) -> Obj {
        Obj(self.keep(Kind::Other, 0u64).as_ptr().cast())
    }

    /// A task, running, in no queue.
    pub fn task(&self) -> TaskRef {
        let coro = self.object();
        let task = self.keep(Kind::Task, Task::new(ptr::null(), coro, self));
        // SAFETY: the task stays until the world goes, and tests use it no longer.
        unsafe { TaskRef::new(task) }
    }

    /// As many tasks.
    pub fn tasks(&self, n: usize) -> Vec<TaskRef> {
        (0..n).map(|_| self.task()).collect()
    }

    /// An empty queue.
    pub fn queue(&self) -> QueueRef {
        let queue = self.keep(Kind::Queue, Queue::new(ptr::null()));
        // SAFETY: as for a task.
        unsafe { QueueRef::new(queue) }
    }

    /// A sleep that nobody has asked for.
    pub fn sleep(&self) -> &Sleep {
        let sleep = self.keep(Kind::Other, Sleep::new(ptr::null()));
        // SAFETY: as for a task.
        unsafe { sleep.as_ref() }
    }

    /// `queue.push(task, key)`.
    pub fn push(&self, queue: QueueRef, task: TaskRef, key: Ticks) -> Result<(), QueueError> {
        queue.push(task, key, self.none(), self.period())
    }

    /// Takes a task out of whichever queue it is in, if it is in one.
    pub fn remove(&self, task: TaskRef) {
        let _ = queue::remove(None, task, self.period());
    }

    /// Sets the clock forward.
    pub fn pass(&self, ms: usize) {
        self.clock
            .set(crate::wrap(self.clock.get().wrapping_add(ms), self.half));
    }

    /// The time, without a read that counts.
    pub fn time(&self) -> Ticks {
        self.clock.get()
    }

    /// The time some milliseconds from now, or, if negative, ago.
    pub fn at(&self, ms: isize) -> Ticks {
        crate::wrap(self.clock.get().wrapping_add_signed(ms), self.half)
    }

    /// How often the clock was read so far.
    pub fn reads(&self) -> usize {
        self.reads.get()
    }

    /// Has something happen at the next read of the clock, where an interrupt could come.
    pub fn interrupt_at_next_read(&self, interrupt: impl FnOnce(&World) + 'static) {
        *self.interrupt.borrow_mut() = Some(Box::new(interrupt));
    }

    fn has(&self, object: Obj, kind: Kind) -> bool {
        self.objects
            .borrow()
            .get(&object.0.cast_mut().cast())
            .is_some_and(|known| known.0 == kind)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for (&at, &(_, layout)) in self.objects.borrow().iter() {
            // SAFETY: it came from `alloc` with this layout, and nothing in it needs dropping.
            unsafe { std::alloc::dealloc(at, layout) };
        }
    }
}

impl Vm for World {
    fn none(&self) -> Obj {
        CONSTANTS.none
    }

    fn false_(&self) -> Obj {
        CONSTANTS.false_
    }

    fn true_(&self) -> Obj {
        CONSTANTS.true_
    }

    fn zero(&self) -> Obj {
        CONSTANTS.zero
    }

    fn one(&self) -> Obj {
        CONSTANTS.one
    }

    fn period(&self) -> Period {
        Period::from_half(self.half)
    }

    fn now(&self) -> Ticks {
        self.reads.set(self.reads.get() + 1);
        let interrupt = self.interrupt.borrow_mut().take();
        if let Some(interrupt) = interrupt {
            interrupt(self);
        }
        self.clock.get()
    }

    fn as_task(&self, object: Obj) -> Option<TaskRef> {
        // SAFETY: it is a task of this world.
        self.has(object, Kind::Task)
            .then(|| unsafe { TaskRef::new(NonNull::new_unchecked(object.0.cast_mut().cast())) })
    }

    fn as_queue(&self, object: Obj) -> Option<QueueRef> {
        // SAFETY: it is a queue of this world.
        self.has(object, Kind::Queue)
            .then(|| unsafe { QueueRef::new(NonNull::new_unchecked(object.0.cast_mut().cast())) })
    }
}
