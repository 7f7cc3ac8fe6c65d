//! The descriptors held to `poll(2)` of all of them, by a kernel of the tests.
#![cfg(feature = "unix")]

use host_tests::config;
use host_tests::models::descriptors::check;
use proptest::prelude::*;

/// How many of the same programs are run each time.
const PROGRAMS: u64 = if cfg!(miri) { 2 } else { 100 };

#[test]
fn programs_that_are_the_same_each_time() {
    for seed in 1..=PROGRAMS {
        let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            (x >> 24) as u8
        };
        let length = if cfg!(miri) { 16 } else { 2 * usize::from(next()) };
        let bytes: Vec<u8> = (0..length).map(|_| next()).collect();
        check(&bytes);
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn what_wakes_is_what_poll_would_tell_of(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }
}
