//! The array of numbers outside the VM's heap: it holds what was set, has room for what was reserved and no more, and gives
//! its memory back.
#![cfg(feature = "unix")]

use asyncio_rs::stream::numbers::Numbers;
use proptest::prelude::*;

#[test]
fn nothing_is_written_beyond_the_length() {
    let numbers = Numbers::<u64>::new();
    assert!(!numbers.set(0, 1));
    assert!(numbers.reserve(1));
    let length = numbers.length();
    assert!(numbers.set(length - 1, 7));
    assert!(!numbers.set(length, 8));
    assert_eq!((numbers.get(length - 1), numbers.get(length)), (7, 0));
    numbers.clear();
}

#[test]
fn what_is_cleared_is_empty() {
    let numbers = Numbers::<u32>::new();
    assert!(numbers.reserve(40));
    assert!(numbers.set(3, 5));
    numbers.clear();
    assert_eq!((numbers.length(), numbers.get(3)), (0, 0));
    assert!(numbers.as_mut_ptr().is_null());
    assert!(!numbers.set(3, 5));
    // What comes after is fresh.
    assert!(numbers.reserve(4));
    assert_eq!(numbers.get(3), 0);
    numbers.clear();
}

#[test]
fn what_would_not_fit_into_memory_is_refused() {
    let numbers = Numbers::<u64>::new();
    assert!(numbers.reserve(1) && numbers.set(0, 9));
    assert!(!numbers.reserve(usize::MAX));
    assert!(!numbers.reserve(usize::MAX / 16));
    assert_eq!(numbers.get(0), 9);
    numbers.clear();
}

#[test]
fn room_doubles_so_that_it_seldom_grows() {
    let numbers = Numbers::<u8>::new();
    let mut lengths = Vec::new();
    for i in 1..=1000 {
        assert!(numbers.reserve(i));
        lengths.push(numbers.length());
    }
    lengths.dedup();
    assert_eq!(lengths, [16, 32, 64, 128, 256, 512, 1024]);
    numbers.clear();
}

proptest! {
    #![proptest_config(host_tests::config(128))]

    #[test]
    fn it_is_as_a_vector(steps in prop::collection::vec((0usize..200, any::<u16>(), 0u8..4), 0..60)) {
        let (numbers, mut model) = (Numbers::<u16>::new(), Vec::<u16>::new());
        for (i, value, what) in steps {
            match what {
                0 => {
                    prop_assert!(numbers.reserve(i));
                    prop_assert!(numbers.length() >= i);
                    model.resize(numbers.length(), 0);
                }
                1 if i % 16 == 0 => {
                    numbers.clear();
                    model.clear();
                }
                _ => {
                    prop_assert_eq!(numbers.set(i, value), i < model.len());
                    if let Some(place) = model.get_mut(i) {
                        *place = value;
                    }
                }
            }
            prop_assert_eq!(numbers.length(), model.len());
            for i in 0..model.len() + 2 {
                prop_assert_eq!(numbers.get(i), model.get(i).copied().unwrap_or(0));
            }
        }
        numbers.clear();
    }
}
