//! Reading from a stream and draining it. Owns the decision after each operation on the underlying object; must not know the
//! object, its bytes, or how a task waits.

/// What to do with what the object returned, and what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Transfer {
    /// Nothing is there yet: wait, and ask again.
    Wait,
    /// Add it to what was read before, wait, and ask again.
    Add,
    /// Add it to what was read before, and return everything.
    AddAndReturn,
    /// Return what was read before.
    Return,
    /// Return only what the object returned.
    ReturnIt,
    /// The stream ended too early.
    Eof,
}

/// `read(n)`, after the object has returned that many bytes, or none yet.
pub fn read(n: isize, got: Option<usize>) -> Transfer {
    match got {
        None => Transfer::Wait,
        Some(_) if n >= 0 => Transfer::ReturnIt,
        Some(0) => Transfer::Return,
        Some(_) => Transfer::Add,
    }
}

/// `readexactly()`, of which `missing` bytes are not there yet.
pub fn readexactly(missing: &mut isize, got: Option<usize>) -> Transfer {
    match got {
        None => Transfer::Wait,
        Some(0) => Transfer::Eof,
        Some(len) => {
            // A negative number asks for all, and ends as upstream's does: at the end of the stream, by an error.
            *missing = missing.wrapping_sub_unsigned(len);
            if *missing == 0 {
                Transfer::AddAndReturn
            } else {
                Transfer::Add
            }
        }
    }
}

/// `readline()`, after the object has returned that many bytes, or none yet; the last byte may end a line.
pub fn readline(got: Option<usize>, ends_line: bool) -> Transfer {
    match got {
        None => Transfer::Wait,
        Some(len) if len == 0 || ends_line => Transfer::AddAndReturn,
        Some(_) => Transfer::Add,
    }
}

/// The state of a drain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Draining {
    /// It sends.
    Sends,
    /// It has sent everything.
    Sent,
    /// It was cancelled or left: the drains that wait for it go on by themselves.
    Left,
    /// The stream failed: the drains that wait for it fail, too.
    Failed,
}

/// How much of its buffer a drain has sent.
#[repr(C)]
pub struct Drain {
    /// The number of bytes sent.
    pub sent: usize,
    /// Its state.
    pub state: Draining,
}

impl Drain {
    /// A drain of a buffer of which nothing is sent.
    pub const fn new() -> Self {
        Self {
            sent: 0,
            state: Draining::Sends,
        }
    }

    /// The buffer has been replaced. `goes_on` says that the new one begins with the whole old one.
    pub fn replaced(&mut self, goes_on: bool) {
        if !goes_on {
            self.sent = 0;
        }
    }

    /// The object took that many bytes, or none. Returns whether all `len` are sent.
    pub fn took(&mut self, taken: Option<usize>, len: usize) -> bool {
        self.sent = self.sent.saturating_add(taken.unwrap_or(0));
        if self.sent >= len {
            self.sent = len;
            self.state = Draining::Sent;
        }
        self.state == Draining::Sent
    }

    /// An exception ends it: the stream's own, or one thrown into it.
    pub fn raised(&mut self, by_stream: bool) {
        self.state = if by_stream { Draining::Failed } else { Draining::Left };
    }
}

impl Default for Drain {
    fn default() -> Self {
        Self::new()
    }
}
