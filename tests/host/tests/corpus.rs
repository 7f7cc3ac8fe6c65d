//! The programs that fuzzers found to lead somewhere of their own, and those that once failed: `tests/fuzz/corpus`.

use host_tests::models::{queue, waits};

/// Runs the programs of a target: how many there are.
fn replay(target: &str, check: fn(&[u8])) -> usize {
    let folder = format!("{}/../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .map(|bytes| check(&bytes))
        .count()
}

#[test]
fn programs_of_queues_are_as_the_model_says() {
    assert!(replay("queue", queue::check) > 0);
}

#[test]
fn programs_of_waits_are_as_the_model_says() {
    assert!(replay("waits", waits::check) > 0);
}

#[cfg(feature = "unix")]
#[test]
fn programs_of_descriptors_are_as_the_model_says() {
    assert!(replay("descriptors", host_tests::models::descriptors::check) > 0);
}
