//! See `host_tests::models::descriptors`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| host_tests::models::descriptors::check(bytes));
