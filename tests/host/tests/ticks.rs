//! Tick arithmetic is Python's, for every period that a port can have.

use asyncio_rs::ticks::Period;
use host_tests::{any_half, config, wrap};
use proptest::prelude::*;

/// `time.ticks_diff(a, b)`, by its definition in MicroPython's documentation.
fn ticks_diff(a: usize, b: usize, half: usize) -> i128 {
    let (a, b, half) = (a as i128, b as i128, half as i128);
    (a - b + half).rem_euclid(2 * half) - half
}

/// A period, and two ticks of it that are often close, equal, half a period apart, or on either side of the wrap.
fn two_ticks() -> impl Strategy<Value = (usize, usize, usize)> {
    any_half().prop_flat_map(|half| {
        let edge = prop_oneof![
            any::<usize>(),
            0..3usize,
            (0..3usize).prop_map(|back| usize::MAX - back),
            (0..3usize).prop_map(move |off| half.wrapping_add(off).wrapping_sub(1)),
        ];
        (Just(half), any::<usize>(), edge)
            .prop_map(|(half, a, distance)| (half, wrap(a, half), wrap(a.wrapping_add(distance), half)))
    })
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn before_is_a_negative_ticks_diff((half, a, b) in two_ticks()) {
        let period = Period::from_half(half);
        prop_assert_eq!(period.before(a, b), ticks_diff(a, b, half) < 0);
        prop_assert_eq!(period.before(b, a), ticks_diff(b, a, half) < 0);
    }

    #[test]
    fn until_is_ticks_diff_or_nothing((half, a, b) in two_ticks()) {
        let period = Period::from_half(half);
        prop_assert_eq!(period.until(a, b) as i128, ticks_diff(a, b, half).max(0));
    }

    #[test]
    fn add_is_ticks_add_and_overflows_from_half_a_period_on((half, t, delta) in two_ticks()) {
        let expected = (delta < half).then(|| ((t as u128 + delta as u128) % (2 * half as u128)) as usize);
        prop_assert_eq!(Period::from_half(half).add(t, delta), expected);
    }

    #[test]
    fn what_was_added_is_what_is_left((half, t, delta) in two_ticks()) {
        let period = Period::from_half(half);
        if let Some(later) = period.add(t, delta) {
            prop_assert_eq!(period.until(later, t), delta);
            prop_assert!(!period.before(later, t));
        }
    }
}

#[test]
fn half_a_period_apart_each_comes_before_the_other() {
    for bit in 0..usize::BITS {
        let half = 1usize << bit;
        let period = Period::from_half(half);
        assert!(period.before(half, 0) && period.before(0, half));
        assert_eq!((period.until(half, 0), period.until(0, half)), (0, 0));
        assert!(!period.before(0, 0));
        assert_eq!((period.add(0, half - 1), period.add(0, half)), (Some(half - 1), None));
    }
}

#[test]
fn the_clock_wraps_at_the_period() {
    let period = Period::from_half(0x2000_0000);
    assert_eq!(period.add(0x3fff_fffe, 3), Some(1));
    assert_eq!(period.until(1, 0x3fff_fffe), 3);
    assert!(period.before(0x3fff_fffe, 1));
}
