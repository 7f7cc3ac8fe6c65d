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

    /// A task has its turn.
    #[inline]
    pub fn turn_begins(&mut self, us: u32) {
        self.turns = self.turns.wrapping_add(1);
        self.began = us;
        self.in_turn = true;
    }

    /// That task was due at `key`. `us` is now by the counter, `seen` what the ticks were when they were read last; `now` reads
    /// them.
    pub fn was_due(&mut self, us: u32, seen: Ticks, key: Ticks, period: Period, now: impl FnOnce() -> Ticks) {
        let mut ms = seen;
        let mut beyond = self.beyond(us, ms);
        if is_far(beyond) {
            ms = now();
            beyond = self.beyond(us, ms);
            if is_far(beyond) {
                self.begin(us, ms);
                beyond = 0;
            }
        }
        let lag = (period.until(ms, key) as u32).wrapping_mul(1000).wrapping_add(beyond);
        if lag as i32 > 0 {
            self.lag_total += u64::from(lag);
            self.lag_worst = self.lag_worst.max(lag);
        }
    }

    /// How much later the counter of microseconds is than the ticks.
    fn beyond(&self, us: u32, ms: Ticks) -> u32 {
        us.wrapping_sub(self.offset)
            .wrapping_sub((ms as u32).wrapping_mul(1000))
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

/// Whether the clocks are so far apart that the ticks were read long ago, or one clock has wrapped.
fn is_far(beyond: u32) -> bool {
    beyond.wrapping_add(WRAPPED) > 2 * WRAPPED
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
