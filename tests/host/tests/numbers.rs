//! The growable array of numbers: its bounds, and what is left when it is given back.

use asyncio_rs::stream::numbers::Numbers;

#[test]
fn nothing_is_set_at_the_length_or_above() {
    let numbers = Numbers::new();
    assert!(!numbers.set(0, 1_u32), "there is no memory yet");
    assert!(numbers.reserve(1));
    let length = numbers.length();
    assert!(numbers.set(length - 1, 7));
    assert!(!numbers.set(length, 8), "one past the end");
    assert_eq!((numbers.get(length - 1), numbers.get(length)), (7, 0));
    numbers.clear();
}

#[test]
fn growing_keeps_what_is_set_and_begins_the_rest_with_the_default() {
    let numbers = Numbers::new();
    assert!(numbers.reserve(1));
    let old = numbers.length();
    for i in 0..old {
        assert!(numbers.set(i, i as u32 + 1));
    }
    assert!(numbers.reserve(old), "there is room");
    assert_eq!(numbers.length(), old);
    assert!(numbers.reserve(old + 1));
    assert!(numbers.length() >= 2 * old, "doubled, so that growing is rare");
    for i in 0..numbers.length() {
        assert_eq!(numbers.get(i), if i < old { i as u32 + 1 } else { 0 });
    }
    numbers.clear();
}

#[test]
fn more_than_memory_has_is_refused_and_changes_nothing() {
    let numbers = Numbers::<u32>::new();
    assert!(numbers.reserve(1));
    let length = numbers.length();
    assert!(!numbers.reserve(usize::MAX), "its size in bytes is no number");
    assert!(!numbers.reserve(isize::MAX as usize / 4), "there is not as much");
    assert_eq!(numbers.length(), length);
    numbers.clear();
}

#[test]
fn a_cleared_array_is_empty_and_can_grow_again() {
    let numbers = Numbers::new();
    assert!(numbers.reserve(1) && numbers.set(0, 5_u32));
    numbers.clear();
    assert_eq!((numbers.length(), numbers.get(0)), (0, 0));
    assert!(numbers.as_mut_ptr().is_null());
    assert!(!numbers.set(0, 6));
    assert!(numbers.reserve(1));
    assert_eq!(numbers.get(0), 0);
    numbers.clear();
}
