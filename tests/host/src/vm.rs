//! The VM that the edge is linked with here: what `cmodule/vm.h` declares. Owns the constants of all worlds, and which world's clock
//! and objects this thread sees; must not know what they are used for.
//!
//! Each test has objects of its own, so the section has nothing to hold off; what is held is that sections do not nest, which
//! firmware's could not.

use std::cell::Cell;
use std::ptr;

use asyncio_rs::task::Obj;
use asyncio_rs::ticks::Ticks;
use asyncio_rs::vm::Vm;

use crate::{HALF, World};

#[repr(C)]
pub(crate) struct Constants {
    pub(crate) none: Obj,
    pub(crate) false_: Obj,
    pub(crate) true_: Obj,
    pub(crate) zero: Obj,
    pub(crate) one: Obj,
    half_period: usize,
}

// SAFETY: addresses of what is never written.
unsafe impl Sync for Constants {}

static OBJECTS: [u64; 5] = [0; 5];

const fn object(i: usize) -> Obj {
    Obj((&raw const OBJECTS[i]).cast())
}

#[unsafe(export_name = "asyncio_rs_vm")]
pub(crate) static CONSTANTS: Constants = Constants {
    none: object(0),
    false_: object(1),
    true_: object(2),
    zero: object(3),
    one: object(4),
    half_period: HALF,
};

thread_local! {
    static WORLD: Cell<*const World> = const { Cell::new(ptr::null()) };
    static PENDING: Cell<bool> = const { Cell::new(false) };
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    static ENTERED: Cell<usize> = const { Cell::new(0) };
}

/// How many sections this thread has entered so far.
pub fn sections() -> usize {
    ENTERED.get()
}

/// Whether the edge finds an exception or a callback pending, in this thread.
pub fn set_pending(pending: bool) {
    PENDING.set(pending);
}

/// Runs with a world for the VM that the edge is linked with, in this thread.
pub fn linked<T>(world: &World, run: impl FnOnce() -> T) -> T {
    struct Before(*const World);
    impl Drop for Before {
        fn drop(&mut self) {
            WORLD.set(self.0);
        }
    }
    assert_eq!(world.period(), crate::PERIOD, "the linked VM has one period");
    let _before = Before(WORLD.replace(world));
    run()
}

fn world<'w>() -> &'w World {
    // SAFETY: null, or a world that `linked` borrows until it takes it away again; whoever calls keeps it no longer.
    unsafe { WORLD.get().as_ref() }.expect("the edge runs in `linked`")
}

#[unsafe(no_mangle)]
extern "C" fn asyncio_rs_vm_ticks() -> Ticks {
    world().now()
}

#[unsafe(no_mangle)]
extern "C" fn asyncio_rs_vm_as_task(object: Obj) -> Obj {
    world().as_task(object).map_or(Obj::NULL, |_| object)
}

#[unsafe(no_mangle)]
extern "C" fn asyncio_rs_vm_as_queue(object: Obj) -> Obj {
    world().as_queue(object).map_or(Obj::NULL, |_| object)
}

#[unsafe(no_mangle)]
extern "C" fn asyncio_rs_vm_is_pending() -> bool {
    PENDING.get()
}

#[unsafe(no_mangle)]
extern "C" fn asyncio_rs_vm_enter() -> usize {
    assert!(!INSIDE.replace(true), "critical sections nest");
    ENTERED.set(ENTERED.get() + 1);
    0
}

#[unsafe(no_mangle)]
extern "C" fn asyncio_rs_vm_exit(_: usize) {
    assert!(INSIDE.replace(false), "a critical section ends twice");
}
