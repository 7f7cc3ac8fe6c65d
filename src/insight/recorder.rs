//! The flight recorder: the last steps of the loop, in a ring. Owns what an entry is and which are kept; must not know where
//! the ring lies. An entry is numbers only, so that it holds nothing alive and means the same after a reset.

use heapless::Deque;

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
    /// Of the name of the task's function: its number among the VM's strings, and half its hash.
    pub name: u32,
    /// What happened.
    pub what: What,
}

/// The last `N` steps.
#[derive(Debug)]
pub struct Recorder<const N: usize> {
    steps: Deque<Recorded, N>,
}

impl<const N: usize> Recorder<N> {
    /// One without a step.
    pub const fn new() -> Self {
        Self { steps: Deque::new() }
    }

    /// Adds a step; the oldest makes room for it.
    pub fn add(&mut self, step: Recorded) {
        if self.steps.is_full() {
            self.steps.pop_front();
        }
        // There is room, unless there never is.
        let _ = self.steps.push_back(step);
    }

    /// The `i`th of the steps, from the oldest on.
    pub fn get(&self, i: usize) -> Option<Recorded> {
        self.steps.get(i).copied()
    }

    /// Forgets all steps.
    pub fn clear(&mut self) {
        self.steps = Deque::new();
    }
}

impl<const N: usize> Default for Recorder<N> {
    fn default() -> Self {
        Self::new()
    }
}
