//! The flight recorder: the last steps of the loop, in a ring. Owns what an entry is and which are kept; must not know where
//! the ring lies. An entry is numbers only, so that it holds nothing alive and means the same after a reset.
//!
//! Memory that is kept over a reset can have lost bits, so whatever the ring's bytes are, to read it is safe, and ends.

use heapless::Vec;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum What {
    /// A task was made.
    Create,
    /// Its turn began.
    Run,
    /// Its turn is over, and it is ready again.
    Ready,
    /// Its turn is over, and it is due later.
    Sleep,
    /// Its turn is over, and it waits for something.
    Wait,
    /// It returned, or was cancelled.
    End,
    /// An exception ended it.
    Error,
    /// It was cancelled, and will be told.
    Cancel,
    /// What it waited for happened: it is ready.
    Wake,
    /// The loop begins to wait.
    Idle,
    /// The wait is over.
    Busy,
}

/// A step of the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Recorded {
    /// When, in microseconds of a counter that wraps.
    pub us: u32,
    /// Of which task: its running number, 0 for the loop.
    pub number: u32,
    /// The number of the name of the task's function among the VM's strings.
    pub name: u32,
    /// What happened, a [`What`] as a number.
    pub what: u8,
}

/// The last `N` steps.
#[derive(Debug)]
pub struct Recorder<const N: usize> {
    steps: Vec<Recorded, N>,
    /// Where the next step goes.
    next: usize,
}

impl<const N: usize> Recorder<N> {
    /// One without a step.
    pub const fn new() -> Self {
        Self {
            steps: Vec::new(),
            next: 0,
        }
    }

    /// Adds a step, in place of the oldest once there are `N`.
    pub fn add(&mut self, step: Recorded) {
        match self.steps.get_mut(self.next % N) {
            Some(oldest) => *oldest = step,
            // There is room: it goes behind the last one.
            None => drop(self.steps.push(step)),
        }
        self.next = (self.next + 1) % N;
    }

    /// The `i`th of the steps, from the oldest on.
    pub fn get(&self, i: usize) -> Option<Recorded> {
        let len = self.steps.len().min(N);
        let oldest = if len < N { 0 } else { self.next % N };
        let at = (oldest + i) % N;
        (i < len).then(|| self.steps.get(at).copied()).flatten()
    }

    /// Forgets all steps.
    pub fn clear(&mut self) {
        *self = Self::new();
    }
}

impl<const N: usize> Default for Recorder<N> {
    fn default() -> Self {
        Self::new()
    }
}
