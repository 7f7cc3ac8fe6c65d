//! The links of a queue as C's header shows them, and what holds of them between any two operations.

use std::collections::HashSet;
use std::ffi::c_void;

use asyncio_rs::queue::QueueRef;
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::ticks::Ticks;

/// `asyncio_rs_task_t`; a queue has the first three fields. The tests of layouts hold it to the header.
#[repr(C)]
struct Node {
    base: *const c_void,
    child: *const Node,
    next: *const Node,
    prev: *const Node,
    coro: Obj,
    data: Obj,
    state: Obj,
    key: Ticks,
}

/// Checks every link of a queue, and gives its tasks, each before its children, siblings in their order.
pub fn check(queue: QueueRef) -> Vec<*const c_void> {
    let queue: *const Node = queue.as_ptr().cast();
    let mut seen = HashSet::new();
    let mut tasks = Vec::new();
    // SAFETY: a live queue; `next` lies in the words it has in common with a task.
    unsafe {
        assert!((*queue).next.is_null(), "a queue has no next");
        if let Some(head) = (*queue).child.as_ref() {
            assert!(std::ptr::eq(head.next, queue), "the head is the queue's only child");
        }
    }
    let mut parents = vec![queue];
    while let Some(parent) = parents.pop() {
        // SAFETY: live, as all that is linked is.
        let first = unsafe { (*parent).child };
        if first.is_null() {
            continue;
        }
        let (mut node, mut last): (_, *const Node) = (first, std::ptr::null());
        while !std::ptr::eq(node, parent) {
            assert!(!node.is_null(), "siblings end with their parent");
            assert!(seen.insert(node), "a task is linked once");
            // SAFETY: as above.
            let it = unsafe { &*node };
            if !last.is_null() {
                assert!(std::ptr::eq(it.prev, last), "prev is the sibling before");
            }
            tasks.push(node.cast());
            parents.push(node);
            (last, node) = (node, it.next);
        }
        // SAFETY: as above.
        assert!(
            std::ptr::eq(unsafe { (*first).prev }, last),
            "prev of the first is the last"
        );
    }
    tasks
}

/// Checks that a task is linked to nothing, and nothing hangs on it.
pub fn check_detached(task: TaskRef) {
    // SAFETY: a live task.
    let node = unsafe { &*task.as_ptr().cast::<Node>() };
    assert!(node.child.is_null() && node.next.is_null());
    assert!(
        node.prev.is_null() || std::ptr::eq(node.prev, node),
        "alone, it is its own prev"
    );
}
