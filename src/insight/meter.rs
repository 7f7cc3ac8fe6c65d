//! How long tasks hold the loop, and how late they run. Owns the sums; must not know where the time comes from.
//!
//! Times are microseconds of a counter of 32 bits, which wraps: no turn may last longer than 71 minutes.

use crate::ticks::{Period, Ticks};

/// How far the two clocks come apart, in microseconds, only when one of them has wrapped.
const WRAPPED: u32 = 1 << 20;

/// The figures of all tasks together. Zero in every byte before.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Meter {
    /// Whether a turn is under way.
    pub in_turn: bool,
    /// When the turn began.
    began: u32,
    /// What the counter of microseconds says at tick 0.
    offset: u32,
    /// How many turns there were.
    pub turns: u32,
    /// The longest time from when a task was due to when it ran.
    pub lag_worst: u32,
    /// All such times together.
    pub lag_total: u64,
    /// How long tasks held the loop.
    pub busy: u64,
    /// How long the loop waited.
    pub idle: u64,
    /// How long the collector ran, in or between turns.
    pub collect: u64,
}

/// The figures of one task. Zero in every byte before.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct TaskMeter {
    /// How long the task held the loop, all in all.
    pub total: u64,
    /// The longest time it did so.
    pub longest: u32,
    /// How many turns it had.
    pub runs: u32,
}

impl Meter {
    /// Begins, all zero so far, at a time that both clocks tell.
    pub fn begin(&mut self, us: u32, ms: Ticks) {
        self.offset = us.wrapping_sub((ms as u32).wrapping_mul(1000));
    }

    /// A task has its turn, at a time that both clocks tell; it was due at `key`.
    #[inline]
    pub fn turn_begins(&mut self, us: u32, ms: Ticks, key: Ticks, period: Period) {
        let mut beyond = us
            .wrapping_sub(self.offset)
            .wrapping_sub((ms as u32).wrapping_mul(1000));
        if beyond.wrapping_add(WRAPPED) > 2 * WRAPPED {
            self.begin(us, ms);
            beyond = 0;
        }
        let lag = (period.until(ms, key) as u32).wrapping_mul(1000).wrapping_add(beyond);
        if lag as i32 > 0 {
            self.lag_total += u64::from(lag);
            self.lag_worst = self.lag_worst.max(lag);
        }
        self.turns = self.turns.wrapping_add(1);
        self.began = us;
        self.in_turn = true;
    }

    /// The turn is over: how long it lasted.
    #[inline]
    pub fn turn_ends(&mut self, us: u32) -> u32 {
        if !self.in_turn {
            return 0;
        }
        self.in_turn = false;
        let lasted = us.wrapping_sub(self.began);
        self.busy += u64::from(lasted);
        lasted
    }
}

impl TaskMeter {
    /// A turn of the task is over.
    #[inline]
    pub fn add(&mut self, lasted: u32) {
        self.total += u64::from(lasted);
        self.longest = self.longest.max(lasted);
        self.runs = self.runs.wrapping_add(1);
    }
}
