//! What the engine asks of the VM, none of which can raise. Owns that list as a trait, so that the pure modules know no VM;
//! its one implementation in a firmware is [`link`].

use crate::queue::QueueRef;
use crate::task::{Obj, TaskRef};
use crate::ticks::{Period, Ticks};

#[cfg(feature = "edge")]
pub mod link;
#[cfg(feature = "edge")]
#[allow(dead_code, missing_docs)]
mod sys;

/// The VM, as far as the engine knows it.
pub trait Vm {
    /// The handle of `None`.
    fn none(&self) -> Obj;
    /// The handle of `False`.
    fn false_(&self) -> Obj;
    /// The handle of `True`.
    fn true_(&self) -> Obj;
    /// The handle of `0`.
    fn zero(&self) -> Obj;
    /// The handle of `1`.
    fn one(&self) -> Obj;
    /// The port's tick period.
    fn period(&self) -> Period;
    /// The time, as `time.ticks_ms()` gives it.
    fn now(&self) -> Ticks;
    /// The task that an object is, also by way of a subclass.
    fn as_task(&self, object: Obj) -> Option<TaskRef>;
    /// The queue that an object is, also by way of a subclass.
    fn as_queue(&self, object: Obj) -> Option<QueueRef>;
}
