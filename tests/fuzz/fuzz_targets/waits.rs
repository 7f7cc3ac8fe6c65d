//! See `host_tests::models::waits`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| host_tests::models::waits::check(bytes));
