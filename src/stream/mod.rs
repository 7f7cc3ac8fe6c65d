//! Streams: which tasks wait on them, and on unix which are ready.

pub mod waits;
