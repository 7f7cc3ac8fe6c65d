//! What reading from a stream and draining it come to. Owns the decision after each operation of the stream's object; must
//! not know the object, its bytes, or how a task waits.

/// What to do with what the object gave, and then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Transfer {
    /// It gave nothing yet: wait, and ask again.
    Wait,
    /// Add it to what is gathered, wait, and ask again.
    Add,
    /// Add it to what is gathered, and return all of that.
    AddAndReturn,
    /// Return what is gathered.
    Return,
    /// Return what it gave, alone.
    ReturnIt,
    /// The stream ended too early.
    Eof,
}

/// `read(n)`: the object gave so many bytes, or nothing yet.
pub fn read(n: isize, got: Option<usize>) -> Transfer {
    match got {
        None => Transfer::Wait,
        Some(_) if n >= 0 => Transfer::ReturnIt,
        Some(0) => Transfer::Return,
        Some(_) => Transfer::Add,
    }
}

/// `readexactly()`, of which so many bytes are missing.
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

/// `readline()`: the object gave so many bytes, the last of which ends a line or not, or nothing yet.
pub fn readline(got: Option<usize>, ends_line: bool) -> Transfer {
    match got {
        None => Transfer::Wait,
        Some(len) if len == 0 || ends_line => Transfer::AddAndReturn,
        Some(_) => Transfer::Add,
    }
}

/// How a drain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Draining {
    /// It sends.
    Sends,
    /// It has sent everything.
    Sent,
    /// It was cancelled, or left otherwise: who waits for it goes on by itself.
    Left,
    /// The stream failed: who waits for it fails, too.
    Failed,
}

/// How much of its buffer a drain has sent.
#[repr(C)]
pub struct Drain {
    /// So many bytes.
    pub sent: usize,
    /// How it stands.
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

    /// The buffer is another one by now, which begins with all of what it was, or not.
    pub fn replaced(&mut self, is_longer: bool) {
        if !is_longer {
            self.sent = 0;
        }
    }

    /// The object took so many bytes, or none: whether it has all `len`.
    pub fn took(&mut self, taken: Option<usize>, len: usize) -> bool {
        self.sent = self.sent.saturating_add(taken.unwrap_or(0));
        if self.sent >= len {
            self.sent = len;
            self.state = Draining::Sent;
        }
        self.state == Draining::Sent
    }

    /// An exception ends it: one of the stream's own, or one thrown into it.
    pub fn raised(&mut self, by_stream: bool) {
        self.state = if by_stream { Draining::Failed } else { Draining::Left };
    }
}

impl Default for Drain {
    fn default() -> Self {
        Self::new()
    }
}
