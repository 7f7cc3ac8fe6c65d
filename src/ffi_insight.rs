//! What C calls of insight. Owns the C names, and where the flight recorder lies; must not decide anything.
#![allow(unsafe_code)]

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;

use crate::insight::meter::{Meter, TaskMeter};
use crate::insight::recorder::{Recorded, Recorder, What};
use crate::insight::{self, Standing};
use crate::queue::{self, QueueRef};
use crate::task::{Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;
use crate::vm::link::Linked;

const VM: Linked = Linked;

/// What a task does; `turn` is the task whose turn it is, `run` the run queue, either may be null.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_standing(task: TaskRef, turn: Option<TaskRef>, run: Option<QueueRef>) -> Standing {
    insight::standing(task, turn, run, &VM)
}

/// What a task does whose turn has just ended, at a time that had come in it; `run` is the run queue, or null.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_what_next(task: TaskRef, run: Option<QueueRef>, now: Ticks) -> What {
    insight::what_next(task, run, now, &VM)
}

/// How many milliseconds are left until a task in the run queue is due.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_sleep_left(task: TaskRef) -> Ticks {
    insight::left(task, &VM)
}

/// The queue that a task is in, null if it is in none.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_queue_of(task: TaskRef) -> Obj {
    queue::of(task).map_or(Obj::NULL, |queue| Obj(queue.as_ptr().cast()))
}

/// Begins to measure with a meter that is zero in every byte, at a time that both clocks tell.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_meter_begin(meter: &mut Meter, us: u32, ms: Ticks) {
    meter.begin(us, ms);
}

/// A task has its turn.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_meter_turn_begins(meter: &mut Meter, us: u32) {
    meter.turn_begins(us);
}

/// That task was due at `key`. `us` is now by the counter, `seen` what the ticks were when they were read last.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_meter_was_due(meter: &mut Meter, us: u32, seen: Ticks, key: Ticks) {
    meter.was_due(us, seen, key, VM.period(), || VM.now());
}

/// The turn is over: how many microseconds it lasted. `task` are the figures of the task, or null.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_meter_turn_ends(meter: &mut Meter, us: u32, task: Option<&mut TaskMeter>) -> u32 {
    let lasted = meter.turn_ends(us);
    if let Some(task) = task {
        task.add(lasted);
    }
    lasted
}

/// How many steps are kept: `ASYNCIO_RS_RECORD`.
const STEPS: usize = steps(option_env!("ASYNCIO_RS_RECORD"));

const fn steps(text: Option<&str>) -> usize {
    let digits = match text {
        Some(text) if !text.is_empty() => text.as_bytes(),
        _ if cfg!(feature = "unix") => b"1024",
        _ => b"64",
    };
    let (mut n, mut i) = (0, 0);
    while i < digits.len() {
        assert!(digits[i].is_ascii_digit(), "ASYNCIO_RS_RECORD is a number of steps");
        n = n * 10 + (digits[i] - b'0') as usize;
        i += 1;
    }
    assert!(n > 0 && n <= 1 << 20, "ASYNCIO_RS_RECORD can be 1 to 1048576 steps");
    n
}

const _: () = assert!(steps(Some("20")) == 20 && steps(Some("")) == steps(None));
const _: () = assert!(steps(None) == if cfg!(feature = "unix") { 1024 } else { 64 });

/// The ring, in memory that some ports leave as it is over a reset: `mark` says whether it was ever begun.
struct Kept {
    mark: u32,
    recorder: MaybeUninit<Recorder<STEPS>>,
}

/// Of this layout.
const MARK: u32 = 0x6173_0000 ^ (STEPS as u32);

#[repr(transparent)]
struct Shared(UnsafeCell<MaybeUninit<Kept>>);

// SAFETY: only `with_recorder` looks inside, in a critical section.
unsafe impl Sync for Shared {}

#[cfg_attr(feature = "uninitialized", unsafe(link_section = ".uninitialized_data.asyncio_rs"))]
static KEPT: Shared = Shared(UnsafeCell::new(MaybeUninit::uninit()));

/// Has one section for what it does with the recorder, which is empty where memory was not kept.
fn with_recorder<T>(f: impl FnOnce(&mut Recorder<STEPS>) -> T) -> T {
    critical_section::with(|_| {
        let kept = KEPT.0.get().cast::<Kept>();
        // SAFETY: a static, in a section that nobody else is in. The mark is a number whatever the memory holds, and read as
        // something that can change; with it the recorder was written by this very program.
        unsafe {
            let mark = &raw mut (*kept).mark;
            let recorder = &raw mut (*kept).recorder;
            if mark.read_volatile() != MARK {
                (*recorder).write(Recorder::new());
                mark.write_volatile(MARK);
            }
            f((*recorder).assume_init_mut())
        }
    })
}

/// Adds a step to the flight recorder.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_record(us: u32, number: u32, name: u32, what: What) {
    let step = Recorded { us, number, name, what };
    with_recorder(|recorder| recorder.add(step));
}

/// The `i`th of the steps that were recorded, from the oldest on: false if there are no more.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_recorded(i: usize, step: &mut MaybeUninit<Recorded>) -> bool {
    with_recorder(|recorder| recorder.get(i))
        .map(|got| step.write(got))
        .is_some()
}

/// Forgets the steps that were recorded.
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_record_clear() {
    with_recorder(Recorder::clear);
}
