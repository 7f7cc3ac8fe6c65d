//! The table of waits, held to its model by random programs.

use asyncio_rs::stream::waits::Direction::{Read, Write};
use asyncio_rs::stream::waits::{FAILED, READABLE, WRITABLE};
use host_tests::config;
use host_tests::models::waits::{HANG_UP, Op, STREAMS, TASKS, compare};
use proptest::prelude::*;

fn op() -> impl Strategy<Value = Op> {
    let stream = || 0..STREAMS;
    let task = || 0..TASKS;
    let asked = || prop_oneof![Just(READABLE), Just(WRITABLE), Just(READABLE | WRITABLE), Just(0)];
    let events = prop_oneof![6 => asked(), 1 => Just(FAILED), 1 => Just(HANG_UP), 1 => Just(READABLE | FAILED)];
    prop_oneof![
        10 => (stream(), any::<bool>(), task()).prop_map(|(stream, reads, task)| Op::Enqueue {
            stream, direction: if reads { Read } else { Write }, task }),
        8 => (stream(), events).prop_map(|(stream, events)| Op::Wake { stream, events }),
        2 => task().prop_map(|task| Op::Remove { task }),
        1 => (stream(), asked()).prop_map(|(stream, events)| Op::Register { stream, events }),
        1 => (stream(), asked()).prop_map(|(stream, events)| Op::Modify { stream, events }),
        1 => stream().prop_map(|stream| Op::Modify { stream, events: 0 }),
        2 => task().prop_map(|task| Op::Push { task }),
        6 => task().prop_map(|task| Op::Run { task }),
        1 => task().prop_map(|task| Op::Finish { task }),
        1 => Just(Op::Grow),
    ]
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn the_table_is_as_the_model_says(ops in prop::collection::vec(op(), 1..if cfg!(miri) { 12 } else { 100 }), capacity in 0..4usize) {
        compare(capacity, ops);
    }
}
