//! What a task is. Owns the layout that C and Rust share and the life that `state` encodes; must not know how tasks are
//! ordered or when they run.
//!
//! ```text
//!              await            first await                                     finishes
//!   Running ----------> Waited --(more join)--> Waited ------------------------------------.
//!     |   \                                                                                 v
//!     |    `-- state = callable --> Watched -- finishes, callback called -----------> Retrieved
//!     |                                                                                     ^
//!     `-- finishes, nobody waits --> Finished -- await, or the loop's own main task --------'
//! ```
//!
//! | life        | `task.state` | upstream's name                                   |
//! |-------------|--------------|---------------------------------------------------|
//! | `Running`   | `True`       | `TASK_STATE_RUNNING_NOT_WAITED_ON`                |
//! | `Waited`    | `TaskQueue`  | the queue of the tasks that wait for this one     |
//! | `Watched`   | other        | a callable, called as `state(task, exc)`          |
//! | `Finished`  | `None`       | `TASK_STATE_DONE_NOT_WAITED_ON`                   |
//! | `Retrieved` | `False`      | `TASK_STATE_DONE_WAS_WAITED_ON`                   |

use core::cell::Cell;
use core::ffi::c_void;
use core::ops::Deref;
use core::ptr::NonNull;

use crate::queue::QueueRef;
use crate::ticks::Ticks;
use crate::vm::Vm;

/// A handle to an object of the VM: never looked into, only compared, kept and handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Obj(pub *const c_void);

impl Obj {
    /// The handle that is no object (`MP_OBJ_NULL`).
    pub const NULL: Obj = Obj(core::ptr::null());
}

/// The words that a task and a queue have in common: what links of the priority queue point to.
///
/// Every link is the untagged address of an object's first byte, which is what the VM's collector follows.
#[repr(C)]
pub struct Header {
    /// The object's type, as the VM wants it in the first word. Never read here.
    pub base: *const c_void,
    /// The first of this node's children; of a queue, its head.
    pub(crate) child: Cell<Option<HeaderRef>>,
    /// The next sibling; of the last sibling, the parent; of a queue and of a task in no queue, nothing.
    pub(crate) next: Cell<Option<HeaderRef>>,
}

/// A task: `_asyncio.Task`. Eight words, so two blocks of the collector on a 32-bit machine.
#[repr(C)]
pub struct Task {
    pub(crate) header: Header,
    /// The previous sibling; of the first sibling, the last one.
    pub(crate) prev: Cell<Option<TaskRef>>,
    /// The coroutine.
    pub coro: Cell<Obj>,
    /// `task.data`: what the task waits on, or the exception to throw at its next turn, or what it ended with.
    pub data: Cell<Obj>,
    /// `task.state`: see [`Life`].
    pub state: Cell<Obj>,
    /// `task.ph_key`: when the task is due, in ticks.
    pub key: Cell<Ticks>,
}

/// A task that lives as long as this reference is used.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct TaskRef(NonNull<Task>);

/// A task or a queue that lives as long as this reference is used.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct HeaderRef(NonNull<Header>);

/// Where a task stands: what `task.state` says.
#[derive(Clone, Copy)]
pub enum Life {
    /// Not finished, and nobody waits.
    Running,
    /// Not finished; these tasks wait for it.
    Waited(QueueRef),
    /// Not finished; a callable (or what a program put there) is to be called.
    Watched,
    /// Finished, and nobody has taken the result yet.
    Finished,
    /// Finished, and the result was taken.
    Retrieved,
}

impl Task {
    /// A task of `coro`, running, in no queue (`Task.__init__`): zero in every word that has no other value here. C makes it so.
    pub fn new(base: *const c_void, coro: Obj, vm: &impl Vm) -> Self {
        Self {
            header: Header::new(base),
            prev: Cell::new(None),
            coro: Cell::new(coro),
            data: Cell::new(vm.none()),
            state: Cell::new(vm.true_()),
            key: Cell::new(0),
        }
    }

    /// Whether the task is in a queue.
    #[inline]
    pub fn is_queued(&self) -> bool {
        self.header.next.get().is_some()
    }

    /// Whether the task has finished (`Task.done`).
    #[inline(never)]
    pub fn is_done(&self, vm: &impl Vm) -> bool {
        let state = self.state.get();
        state == vm.none() || state == vm.false_()
    }

    /// Where the task stands.
    pub fn life(&self, vm: &impl Vm) -> Life {
        let state = self.state.get();
        if state == vm.true_() {
            Life::Running
        } else if state == vm.none() {
            Life::Finished
        } else if state == vm.false_() {
            Life::Retrieved
        } else if let Some(waiters) = vm.as_queue(state) {
            Life::Waited(waiters)
        } else {
            Life::Watched
        }
    }
}

impl Header {
    pub(crate) const fn new(base: *const c_void) -> Self {
        Self {
            base,
            child: Cell::new(None),
            next: Cell::new(None),
        }
    }
}

#[allow(unsafe_code)]
impl TaskRef {
    /// Names a task.
    ///
    /// # Safety
    /// `task` points to an initialised [`Task`] that stays where it is, and alive, while any copy of the result or any
    /// queue that the task is in is used. The VM's collector gives that for whatever it can reach.
    pub const unsafe fn new(task: NonNull<Task>) -> Self {
        Self(task)
    }

    /// The task's address, which is also its handle.
    pub const fn as_ptr(self) -> *const Task {
        self.0.as_ptr()
    }

    /// The task as a node among nodes.
    #[inline]
    pub(crate) const fn header(self) -> HeaderRef {
        HeaderRef(self.0.cast())
    }
}

#[allow(unsafe_code)]
impl Deref for TaskRef {
    type Target = Task;

    #[inline]
    fn deref(&self) -> &Task {
        // SAFETY: `TaskRef::new` was promised a live task, and every field that changes is a `Cell`, so that shared
        // references are all there ever is.
        unsafe { self.0.as_ref() }
    }
}

#[allow(unsafe_code)]
impl HeaderRef {
    /// Names a queue as the node it also is; see [`TaskRef::new`] for what is promised.
    #[inline]
    pub(crate) const fn of_queue(queue: QueueRef) -> Self {
        // SAFETY: a queue begins with its header, and is never null.
        Self(unsafe { NonNull::new_unchecked(queue.as_ptr() as *mut Header) })
    }

    /// The task whose header this is. Only the queue's own code asks, and only of a node that is known to be one.
    #[inline]
    pub(crate) const fn as_task(self) -> TaskRef {
        TaskRef(self.0.cast())
    }

    /// The queue whose header this is. Only the queue's own code asks, and only of the end of a chain.
    #[cfg(feature = "insight")]
    pub(crate) const fn as_queue(self) -> QueueRef {
        // SAFETY: the chain from a task in a queue ends at that queue, which lives as long as a task is in it.
        unsafe { QueueRef::new(self.0.cast()) }
    }
}

#[allow(unsafe_code)]
impl Deref for HeaderRef {
    type Target = Header;

    #[inline]
    fn deref(&self) -> &Header {
        // SAFETY: a header is the beginning of a task or a queue that `TaskRef::new` or `QueueRef::new` was promised to
        // be alive, and its fields are `Cell`s.
        unsafe { self.0.as_ref() }
    }
}
