//! The asyncio engine that MicroPython firmware links: a static library without an allocator, without a panic path and
//! without any knowledge of the VM's objects.
//!
//! ```text
//!   ticks      wrap-around time                               pure
//!   task       what a task is, and its life                   pure
//!   queue      the stable priority queue of tasks             pure
//!   cancel     what cancelling a task comes to                pure
//!   event      setting and waiting for an Event               pure
//!   lock       acquiring and releasing a Lock                 pure
//!   gather     when a gather has what it waits for            pure
//!   sleep      the sleeping awaitable                         pure
//!   scheduler  the run loop, as a state machine               pure
//!   insight    what tasks do, and for how long                pure, if it is in
//!   stream     who waits on which stream                      pure; poll and epoll on unix
//!   vm         the few things asked of the VM, none of which can raise
//!   ffi        what C calls
//! ```
//!
//! C drives, Rust decides: C asks for the next step, carries it out inside its own `nlr_push`, and tells the outcome. No
//! Rust frame is live while Python runs, so no exception ever jumps over one.
#![cfg_attr(feature = "firmware", no_std)]
#![deny(unsafe_code)]
#![warn(missing_docs)]

pub mod cancel;
pub mod event;
pub mod gather;
#[cfg(feature = "insight")]
pub mod insight;
pub mod lock;
pub mod queue;
pub mod scheduler;
pub mod sleep;
pub mod stream;
pub mod task;
pub mod ticks;
pub mod vm;

#[cfg(feature = "edge")]
pub mod ffi;
#[cfg(all(feature = "edge", feature = "insight"))]
pub mod ffi_insight;
#[cfg(all(feature = "edge", feature = "unix"))]
pub mod ffi_unix;
