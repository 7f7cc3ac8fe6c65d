//! What the tests share: a VM that is a clock and some objects, the run queue's links as C sees them, and C's own word on
//! the layouts.
//!
//! A handle is an address here as it is in firmware, and every object stays where it is until its [`World`] goes.

pub mod layout;
pub mod links;
#[cfg(feature = "unix")]
pub mod machine;
pub mod models;
mod run;
mod table;
pub mod vm;
mod world;

pub use run::{IoQueue, Run};
pub use table::Table;
pub use world::World;

use asyncio_rs::ticks::Period;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// A case that failed is kept beside its test's file, to be committed, and tried first from then on.
pub fn config(cases: u32) -> ProptestConfig {
    if cfg!(miri) {
        // It is some thousand times slower, and sees what is undefined in few cases as well.
        return ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::with_cases(2)
        };
    }
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::with_cases(cases)
    }
}

/// Half of any tick period that a port can have, from the smallest to the machine's word.
pub fn any_half() -> impl Strategy<Value = usize> {
    (0..usize::BITS).prop_map(|bit| 1usize << bit)
}

/// A tick, as far into the period as `t` goes.
pub const fn wrap(t: usize, half: usize) -> usize {
    t & (half | (half - 1))
}

/// A period with room for every test that is not about periods, which wraps soon after the clock starts.
pub const HALF: usize = 1 << 29;

/// The period of [`HALF`].
pub const PERIOD: Period = Period::from_half(HALF);

const _: () = {
    // On a 32-bit machine the collector's blocks are four words: a task is two of them, a queue and a sleep one.
    use asyncio_rs::{queue::Queue, sleep::Sleep, task::Task};
    const WORD: usize = size_of::<usize>();
    assert!(size_of::<Task>() == 8 * WORD);
    assert!(size_of::<Queue>() == 3 * WORD);
    assert!(size_of::<Sleep>() == 3 * WORD);
};
