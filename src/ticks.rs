//! Wrap-around time. Owns the order of two ticks and the distance between them; must not know where ticks come from.
//!
//! A tick is a count of milliseconds modulo a period that is a power of two, as `time.ticks_ms()` gives it. Two ticks
//! compare as their signed difference, so an order exists only among ticks that lie within half a period of each other.

/// A point in time, in milliseconds, modulo the port's period.
pub type Ticks = usize;

/// The port's tick period: `MICROPY_PY_TIME_TICKS_PERIOD`, a power of two, kept as its half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Period {
    half: usize,
}

impl Period {
    /// The period of which `half` is one half. `half` must be a power of two.
    pub const fn from_half(half: usize) -> Self {
        Self { half }
    }

    /// `time.ticks_diff(a, b) < 0`: whether `a` comes before `b`.
    #[inline]
    pub const fn before(self, a: Ticks, b: Ticks) -> bool {
        // The difference modulo the period is negative exactly when its top bit is set.
        a.wrapping_sub(b) & self.half != 0
    }

    /// `max(0, time.ticks_diff(t, now))`: the milliseconds from `now` until `t`, 0 if `t` has passed.
    #[inline]
    pub const fn until(self, t: Ticks, now: Ticks) -> usize {
        if self.before(t, now) {
            0
        } else {
            t.wrapping_sub(now) & (self.half - 1)
        }
    }

    /// `time.ticks_add(t, delta)` for a `delta` that is not negative; `None` where that raises `OverflowError`, which is
    /// from half a period on.
    #[inline]
    pub const fn add(self, t: Ticks, delta: usize) -> Option<Ticks> {
        if delta >= self.half {
            None
        } else {
            Some(t.wrapping_add(delta) & (self.half | (self.half - 1)))
        }
    }
}
