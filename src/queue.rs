//! The stable priority queue of tasks. Owns the links between tasks and the order they come out in; must not know what a
//! task does or what time it is.
//!
//! A pairing heap, melded exactly as upstream's `py/pairheap.c` melds, so that the order is upstream's: the earliest key
//! first, and equal keys in order of arrival, also after removals. The links differ. Siblings form a chain
//!
//! ```text
//!          parent
//!          | ^ `-------------------.
//!    child v |                     | next of the last: the parent
//!        first <-> second <-> ... last
//!          `--- prev of the first: the last
//! ```
//!
//! and a queue is itself a node, whose only child is the head. So a task is cut out in place without a walk, knows that
//! it is in a queue by having a `next`, and finds its queue by following `next` to the node that has none.
//!
//! Each operation runs inside one critical section: an interrupt that pushes finds the queue whole. A push is a handful of
//! stores; a pop or a removal melds the children of one task, of which there can be as many as there are tasks.

use core::ffi::c_void;
use core::ops::Deref;
use core::ptr::NonNull;

use critical_section::CriticalSection;

use crate::task::{Header, HeaderRef, Obj, TaskRef};
use crate::ticks::{Period, Ticks};

/// A queue of tasks: `_asyncio.TaskQueue`.
#[repr(C)]
pub struct Queue {
    pub(crate) header: Header,
}

/// A queue that lives as long as this reference is used.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct QueueRef(NonNull<Queue>);

/// Why a task was not taken or not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueError {
    /// The task is in a queue already.
    Queued,
    /// The task is not in this queue.
    Absent,
}

impl Queue {
    /// An empty queue (`TaskQueue.__init__`): zero in every byte but its type. C makes it so.
    pub const fn new(base: *const c_void) -> Self {
        Self {
            header: Header::new(base),
        }
    }
}

#[allow(unsafe_code)]
impl QueueRef {
    /// Names a queue.
    ///
    /// # Safety
    /// `queue` points to an initialised [`Queue`] that stays where it is, and alive, while any copy of the result is used
    /// or any task is in it.
    pub const unsafe fn new(queue: NonNull<Queue>) -> Self {
        Self(queue)
    }

    /// The queue's address, which is also its handle.
    #[inline]
    pub const fn as_ptr(self) -> *const Queue {
        self.0.as_ptr()
    }
}

#[allow(unsafe_code)]
impl Deref for QueueRef {
    type Target = Queue;

    #[inline]
    fn deref(&self) -> &Queue {
        // SAFETY: `QueueRef::new` was promised a live queue, and its fields are `Cell`s.
        unsafe { self.0.as_ref() }
    }
}

impl QueueRef {
    /// The task that comes out next (`TaskQueue.peek`).
    #[inline]
    pub fn peek(self) -> Option<TaskRef> {
        self.header.child.get().map(HeaderRef::as_task)
    }

    /// Adds a task that is in no queue, to come out at `key`, with this `data` (`TaskQueue.push`, which gives it `None`).
    /// Whoever finds it in the queue finds it so.
    pub fn push(self, task: TaskRef, key: Ticks, data: Obj, period: Period) -> Result<(), QueueError> {
        critical_section::with(|section| self.push_in(section, task, key, data, period))
    }

    /// [`push`](Self::push), inside of a section that has begun.
    #[inline]
    pub fn push_in(
        self,
        _: CriticalSection,
        task: TaskRef,
        key: Ticks,
        data: Obj,
        period: Period,
    ) -> Result<(), QueueError> {
        if task.is_queued() {
            return Err(QueueError::Queued);
        }
        task.data.set(data);
        task.key.set(key);
        self.set_head(Some(match self.peek() {
            Some(head) => meld(task, head, period),
            None => task,
        }));
        Ok(())
    }

    /// Takes the head out (`TaskQueue.pop`).
    pub fn pop(self, period: Period) -> Option<TaskRef> {
        critical_section::with(|section| self.pop_in(section, period))
    }

    /// [`pop`](Self::pop), inside of a section that has begun.
    #[inline]
    pub fn pop_in(self, _: CriticalSection, period: Period) -> Option<TaskRef> {
        let head = self.peek()?;
        self.set_head(take_children(head, period));
        detach(head);
        Some(head)
    }

    fn set_head(self, head: Option<TaskRef>) {
        self.header.child.set(head.map(TaskRef::header));
        if let Some(head) = head {
            head.header.next.set(Some(HeaderRef::of_queue(self)));
            head.prev.set(Some(head));
        }
    }
}

/// Takes a task out of this queue (`TaskQueue.remove`), or, without one, of whichever it is in. To know which that is, the
/// chain from the task to its queue is followed.
pub fn remove(queue: Option<QueueRef>, task: TaskRef, period: Period) -> Result<(), QueueError> {
    critical_section::with(|_| {
        let is_there = match queue {
            Some(queue) => holds(queue, task),
            None => task.is_queued(),
        };
        if is_there {
            cut(task, period);
            Ok(())
        } else {
            Err(QueueError::Absent)
        }
    })
}

/// Whether a task is in a queue other than this one, which may be none at all.
pub fn is_elsewhere(queue: Option<QueueRef>, task: TaskRef) -> bool {
    critical_section::with(|_| task.is_queued() && !queue.is_some_and(|queue| holds(queue, task)))
}

/// The queue that a task is in.
#[cfg(feature = "insight")]
pub fn of(task: TaskRef) -> Option<QueueRef> {
    critical_section::with(|_| task.is_queued().then(|| end(task).as_queue()))
}

#[inline(always)]
fn holds(queue: QueueRef, task: TaskRef) -> bool {
    end(task) == HeaderRef::of_queue(queue)
}

/// Where the chain from a task leads: to its queue, or to itself if it is in none.
#[inline(always)]
fn end(task: TaskRef) -> HeaderRef {
    let mut node = task.header();
    while let Some(next) = node.next.get() {
        node = next;
    }
    node
}

/// Cuts a queued task out and puts what its children meld to in its place, so that the order of the others stays.
fn cut(task: TaskRef, period: Period) {
    let (Some(next), Some(prev)) = (task.header.next.get(), task.prev.get()) else {
        return; // in no queue
    };
    let heir = take_children(task, period);
    // The last sibling is the one whose `next` has it as the `prev` of its first child: the parent.
    let first = next
        .child
        .get()
        .filter(|first| first.as_task().prev.get() == Some(task));
    // What comes after the gap says so by its `prev`: the next sibling, or the first one if the task was the last.
    let after = &first.unwrap_or(next).as_task().prev;
    // What comes before it leads there: the previous sibling, or the parent, which the last one is followed by.
    let parent;
    let before = match prev.header.next.get() {
        Some(above) if above != task.header() => {
            parent = above;
            &parent.child
        }
        _ => &prev.header.next,
    };
    match heir {
        Some(heir) => {
            before.set(Some(heir.header()));
            after.set(Some(heir)); // the task's own `prev`, if it was alone
            heir.header.next.set(Some(next));
            heir.prev.set(task.prev.get());
        }
        None => {
            before.set(if prev == task { None } else { Some(next) });
            after.set(Some(prev));
        }
    }
    detach(task);
}

/// Leaves a task that was taken out without links.
fn detach(task: TaskRef) {
    task.header.next.set(None);
    task.prev.set(None);
}

/// Takes the children off a task and melds them into one tree: `mp_pairheap_pairing`.
fn take_children(task: TaskRef, period: Period) -> Option<TaskRef> {
    let first = task.header.child.get()?;
    task.header.child.set(None);
    let end = task.header();
    let mut heap = None;
    let mut node = first;
    loop {
        let one = node.as_task();
        let mut rest = one.header.next.get().unwrap_or(end);
        let pair = if rest == end {
            one
        } else {
            let two = rest.as_task();
            rest = two.header.next.get().unwrap_or(end);
            meld(one, two, period)
        };
        heap = Some(match heap {
            Some(heap) => meld(heap, pair, period),
            None => pair,
        });
        if rest == end {
            return heap;
        }
        node = rest;
    }
}

/// Makes one tree of two, of which `newer` holds what arrived later, and gives its root: `mp_pairheap_meld`. On a tie the
/// older one stays above, which is what makes the order stable.
fn meld(newer: TaskRef, older: TaskRef, period: Period) -> TaskRef {
    if period.before(newer.key.get(), older.key.get()) {
        append_child(newer, older);
        newer
    } else {
        prepend_child(older, newer);
        older
    }
}

fn append_child(parent: TaskRef, child: TaskRef) {
    child.header.next.set(Some(parent.header()));
    match parent.header.child.get().map(HeaderRef::as_task) {
        Some(first) => {
            if let Some(last) = first.prev.get() {
                last.header.next.set(Some(child.header()));
                child.prev.set(Some(last));
            }
            first.prev.set(Some(child));
        }
        None => {
            parent.header.child.set(Some(child.header()));
            child.prev.set(Some(child));
        }
    }
}

fn prepend_child(parent: TaskRef, child: TaskRef) {
    match parent.header.child.get() {
        Some(first) => {
            child.header.next.set(Some(first));
            child.prev.set(first.as_task().prev.get());
            first.as_task().prev.set(Some(child));
        }
        None => {
            child.header.next.set(Some(parent.header()));
            child.prev.set(Some(child));
        }
    }
    parent.header.child.set(Some(child.header()));
}
