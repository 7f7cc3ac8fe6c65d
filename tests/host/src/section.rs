//! The critical section of the tests. Each test has objects of its own, so there is nothing to hold off; what is held is
//! that sections do not nest, which firmware's could not.

use std::cell::Cell;

use critical_section::RawRestoreState;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    static ENTERED: Cell<usize> = const { Cell::new(0) };
}

/// How many sections this thread has entered so far.
pub fn sections() -> usize {
    ENTERED.get()
}

struct Section;

critical_section::set_impl!(Section);

// SAFETY: objects are never shared between threads here.
unsafe impl critical_section::Impl for Section {
    unsafe fn acquire() -> RawRestoreState {
        assert!(!INSIDE.replace(true), "critical sections nest");
        ENTERED.set(ENTERED.get() + 1);
        0
    }

    unsafe fn release(_: RawRestoreState) {
        assert!(INSIDE.replace(false), "a critical section ends twice");
    }
}
