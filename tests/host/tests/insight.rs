//! What insight tells: the standing of a task, the sums of the meter, and which steps the recorder keeps.

use asyncio_rs::insight::meter::{Meter, TaskMeter};
use asyncio_rs::insight::recorder::{Recorded, Recorder, What};
use asyncio_rs::insight::{Standing, left, standing, what_next};
use asyncio_rs::task::Obj;
use asyncio_rs::ticks::Period;
use asyncio_rs::vm::Vm;
use host_tests::{PERIOD, World, config};
use proptest::prelude::*;

#[test]
fn a_task_stands_where_it_was_put() {
    let world = World::new(host_tests::HALF, 1000);
    let (run, other) = (world.queue(), world.queue());
    let (task, joined) = (world.task(), world.task());
    let stands = || standing(task, None, Some(run), &world);
    let comes = || what_next(task, Some(run), world.time(), &world);
    assert_eq!((stands(), comes()), (Standing::Parked, What::Wait));
    assert_eq!(standing(task, Some(task), Some(run), &world), Standing::Running);

    run.push(task, world.time(), world.none(), PERIOD).unwrap();
    assert_eq!((stands(), comes()), (Standing::Ready, What::Ready));
    run.pop(PERIOD).unwrap();
    run.push(task, world.time() + 5, world.none(), PERIOD).unwrap();
    assert_eq!(
        (stands(), comes(), left(task, &world)),
        (Standing::Sleeping, What::Sleep, 5)
    );
    assert_eq!(standing(task, None, None, &world), Standing::Queued);
    assert_eq!(what_next(task, None, world.time(), &world), What::Wait);
    run.pop(PERIOD).unwrap();

    other.push(task, world.time(), world.none(), PERIOD).unwrap();
    assert_eq!((stands(), comes()), (Standing::Queued, What::Wait));
    // Its data is a task, but it is not in that one's queue.
    task.data.set(Obj(joined.as_ptr().cast()));
    assert_eq!(stands(), Standing::Queued);
    joined.state.set(Obj(other.as_ptr().cast()));
    assert_eq!(stands(), Standing::Joining);
    joined.state.set(Obj(run.as_ptr().cast()));
    assert_eq!(stands(), Standing::Queued);
    other.pop(PERIOD).unwrap();

    for ended in [world.none(), world.false_()] {
        task.state.set(ended);
        assert_eq!((stands(), comes()), (Standing::Ended, What::End));
    }
}

#[test]
fn a_turn_that_did_not_begin_is_not_counted() {
    let mut meter = Meter::default();
    meter.begin(7, 0);
    assert_eq!(meter.turn_ends(1000), 0);
    meter.turn_begins(2000);
    meter.was_due(2000, 2, 0, PERIOD, || 2);
    assert_eq!(meter.turn_ends(2500), 500);
    assert_eq!(meter.turn_ends(9000), 0);
    assert_eq!((meter.turns, meter.busy), (1, 500));
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn the_meter_adds_up(
        start: u32,
        ms: u32,
        bits in 13u32..31,
        turns in prop::collection::vec((0u32..100_000_000, 0u32..5_000_000, 0u32..4_000), 1..50),
    ) {
        let (mut meter, mut task) = (Meter::default(), TaskMeter::default());
        // The ticks wrap, also while the loop is idle, and what is due is no longer ago than their order tells.
        let (period, wrap, ms) = (Period::from_half(1 << (bits - 1)), (1u64 << bits) - 1, u64::from(ms));
        meter.begin(start, (ms & wrap) as usize);
        let (mut us, mut busy, mut worst, mut total, mut longest) = (0u64, 0u64, 0u64, 0u64, 0u32);
        for &(gap, lasts, late_ms) in &turns {
            us += u64::from(gap);
            // Due so many milliseconds ago, to the millisecond below.
            let due_ms = (us / 1000).saturating_sub(u64::from(late_ms));
            let lag = us - due_ms * 1000;
            let [now, key] = [us / 1000, due_ms].map(|at| ((ms + at) & wrap) as usize);
            meter.turn_begins(start.wrapping_add(us as u32));
            meter.was_due(start.wrapping_add(us as u32), now, key, period, || now);
            us += u64::from(lasts);
            let lasted = meter.turn_ends(start.wrapping_add(us as u32));
            prop_assert_eq!(lasted, lasts);
            task.add(lasted);
            busy += u64::from(lasts);
            worst = worst.max(lag);
            total += lag;
            longest = longest.max(lasts);
        }
        prop_assert_eq!(meter.turns as usize, turns.len());
        prop_assert_eq!(meter.busy, busy);
        // Where ticks wrap, the part of a millisecond is lost.
        prop_assert!(u64::from(meter.lag_worst) <= worst && worst - u64::from(meter.lag_worst) < 1000);
        prop_assert!(meter.lag_total <= total && total - meter.lag_total < 1000 * turns.len() as u64);
        prop_assert_eq!((task.total, task.longest, task.runs as usize), (busy, longest, turns.len()));
    }

    #[test]
    fn the_recorder_has_the_last_steps(us in prop::collection::vec(any::<u32>(), 0..40)) {
        let mut recorder = Recorder::<8>::default();
        let steps: Vec<_> = us.iter().map(|&us| Recorded { us, number: us / 2, name: us / 3, what: What::Run }).collect();
        for &step in &steps {
            recorder.add(step);
        }
        let kept: Vec<_> = (0..).map_while(|i| recorder.get(i)).collect();
        prop_assert_eq!(&kept[..], &steps[steps.len().saturating_sub(8)..]);
        recorder.clear();
        prop_assert_eq!(recorder.get(0), None);
    }
}

#[test]
fn a_task_that_is_due_early_is_never_late() {
    let mut meter = Meter::default();
    meter.begin(0, 10);
    meter.turn_begins(1000);
    meter.was_due(1000, 11, 15, PERIOD, || 11);
    assert_eq!((meter.lag_worst, meter.lag_total), (0, 0));
}
