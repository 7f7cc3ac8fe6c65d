//! Shared words: those of `core`, with a step before each access.

use core::cell;
use core::sync::atomic::{self, Ordering};

use crate::step;

macro_rules! atomic {
    ($name:ident, $value:ty) => {
        /// Core's, with a step before each access.
        pub struct $name(atomic::$name);

        impl $name {
            /// A word of this value.
            pub const fn new(value: $value) -> Self {
                Self(atomic::$name::new(value))
            }

            /// Core's.
            pub fn load(&self, order: Ordering) -> $value {
                step();
                self.0.load(order)
            }

            /// Core's.
            pub fn store(&self, value: $value, order: Ordering) {
                step();
                self.0.store(value, order);
            }

            /// Core's.
            pub fn fetch_add(&self, value: $value, order: Ordering) -> $value {
                step();
                self.0.fetch_add(value, order)
            }

            /// Core's.
            pub fn compare_exchange(
                &self,
                from: $value,
                to: $value,
                order: Ordering,
                failed: Ordering,
            ) -> Result<$value, $value> {
                step();
                self.0.compare_exchange(from, to, order, failed)
            }
        }
    };
}

atomic!(AtomicI32, i32);
atomic!(AtomicU64, u64);
atomic!(AtomicUsize, usize);

/// Core's, with a step before each access.
pub struct Cell<T>(cell::Cell<T>);

impl<T: Copy> Cell<T> {
    /// A cell of this value.
    pub const fn new(value: T) -> Self {
        Self(cell::Cell::new(value))
    }

    /// Core's.
    pub fn get(&self) -> T {
        step();
        self.0.get()
    }

    /// Core's.
    pub fn set(&self, value: T) {
        step();
        self.0.set(value);
    }
}
