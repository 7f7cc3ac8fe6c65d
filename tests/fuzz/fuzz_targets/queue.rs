//! See `host_tests::models::queue`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| host_tests::models::queue::check(bytes));
