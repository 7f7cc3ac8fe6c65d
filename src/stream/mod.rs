//! Streams: which tasks wait on them, and on unix which of those are ready.
//!
//! `transfer` says what reading and draining come to. `waits` is the table of who waits on what, the same everywhere. On a board
//! each stream is asked in turn, by C. On unix (feature `unix`) streams that have a file descriptor are the kernel's to watch:
//! `descriptors` finds a wait by its descriptor, its part `watch` keeps epoll told; `waker` ends a wait, `closes` tells of closed
//! descriptors; `kernel` has the system calls, `numbers` the memory.

pub mod transfer;
pub mod waits;

#[cfg(feature = "unix")]
pub mod closes;
#[cfg(feature = "unix")]
pub mod descriptors;
#[cfg(feature = "unix")]
pub mod kernel;
#[cfg(feature = "unix")]
pub mod numbers;
#[cfg(feature = "unix")]
pub mod waker;
