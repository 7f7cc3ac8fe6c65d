//! When a `gather` has what it waits for. Owns the count of what is missing; must not know what the tasks gave.

/// How a `gather` stands.
#[repr(C)]
pub struct Gather {
    /// The tasks that have not ended; below zero if one had failed before.
    pub missing: isize,
    /// Whether an exception is a result like any other.
    pub return_exceptions: bool,
}

impl Gather {
    /// A `gather` of no tasks so far.
    pub const fn new(return_exceptions: bool) -> Self {
        Self {
            missing: 0,
            return_exceptions,
        }
    }

    /// One of the tasks runs, and tells when it ends.
    pub fn add(&mut self) {
        self.missing += 1;
    }

    /// One of the `n` tasks had ended before, by an exception or not.
    pub fn add_ended(&mut self, raised: bool, n: usize) {
        if raised && !self.return_exceptions {
            // There is nothing to wait for.
            self.missing = -(n as isize);
        }
    }

    /// Whether there is anything to wait for.
    pub fn must_wait(&self) -> bool {
        self.missing > 0
    }

    /// A task has ended, by an exception or not: whether that is all.
    pub fn ended(&mut self, raised: bool) -> bool {
        if raised && !self.return_exceptions {
            return true;
        }
        self.missing -= 1;
        self.missing == 0
    }
}
