//! Sleeping: one object serves every sleep as long as nobody holds it without awaiting it, and each sleep lasts its own
//! time.

use std::cell::Cell;

use asyncio_rs::queue::{QueueError, QueueRef};
use asyncio_rs::sleep::Sleep;
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, World, config, links};
use proptest::prelude::*;

/// A run queue, and the object that serves all sleeps.
struct Bed<'w> {
    world: &'w World,
    queue: QueueRef,
    shared: Cell<&'w Sleep>,
}

impl<'w> Bed<'w> {
    fn new(world: &'w World) -> Self {
        Self {
            world,
            queue: world.queue(),
            shared: Cell::new(world.sleep()),
        }
    }

    /// `sleep_ms(ms)` in `task`, as C carries it out.
    fn ask(&self, task: TaskRef, ms: usize) -> &'w Sleep {
        if self.shared.get().armed.get() {
            self.shared.set(self.world.sleep());
        }
        let sleep = self.shared.get();
        assert!(sleep.arm(self.world.time(), ms, Some(task), self.world));
        assert!(sleep.armed.get());
        sleep
    }

    /// `task` awaits `sleep`, or is continued in it, as C carries it out, which raises an error: whether it sleeps now.
    fn try_to_begin(&self, sleep: &Sleep, task: TaskRef) -> Result<bool, QueueError> {
        let begins = sleep.begins(task, self.world);
        if begins {
            self.queue.push(task, sleep.deadline.get(), handle(sleep), PERIOD)?;
            sleep.armed.set(false);
        }
        Ok(begins)
    }

    fn begins(&self, sleep: &Sleep, task: TaskRef) -> bool {
        self.try_to_begin(sleep, task).expect("it is in no queue")
    }

    fn is_over(&self, sleep: &Sleep, task: TaskRef) -> bool {
        !self.begins(sleep, task)
    }

    fn sleep(&self, task: TaskRef, ms: usize) -> &'w Sleep {
        let sleep = self.ask(task, ms);
        assert!(self.begins(sleep, task));
        sleep
    }

    /// The next task to run, and the clock at its key.
    fn wake(&self) -> TaskRef {
        let task = self.queue.pop(PERIOD).unwrap();
        self.world.pass(PERIOD.until(task.key.get(), self.world.time()));
        task
    }
}

fn handle(sleep: &Sleep) -> Obj {
    Obj(std::ptr::from_ref(sleep).cast())
}

#[test]
fn a_sleep_begins_when_it_is_awaited_and_is_over_when_it_wakes() {
    let world = World::new(HALF, 2 * HALF - 3);
    let bed = Bed::new(&world);
    let task = world.task();
    let sleep = bed.ask(task, 10);
    assert!(bed.queue.peek().is_none(), "nobody awaits it yet");
    world.pass(4);
    assert!(bed.begins(sleep, task));
    assert!(!sleep.armed.get());
    assert!(bed.queue.peek() == Some(task));
    assert_eq!(
        (task.key.get(), sleep.deadline.get()),
        (world.at(6), world.at(6)),
        "counted from when it was asked for"
    );
    assert!(task.data.get() == handle(sleep));
    assert!(bed.wake() == task);
    assert!(bed.is_over(sleep, task));
    assert!(task.data.get() == world.none());
    assert!(bed.is_over(sleep, task), "once over, it stays so");
    assert!(bed.queue.peek().is_none());
}

#[test]
fn sleeps_one_after_the_other_share_one_object() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let (a, b) = (world.task(), world.task());
    let first = bed.sleep(a, 5);
    let second = bed.sleep(b, 3);
    assert!(
        std::ptr::eq(first, second),
        "a sleep that was begun is free for the next"
    );
    for (task, time) in [(b, 3), (a, 5)] {
        assert!(bed.wake() == task);
        assert_eq!(world.time(), time);
        assert!(bed.is_over(first, task));
    }
    assert!(std::ptr::eq(bed.sleep(a, 1), first));
}

#[test]
fn two_armed_sleeps_each_last_their_own_time() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let task = world.task();
    let (short, long) = (bed.ask(task, 10), bed.ask(task, 50));
    assert!(!std::ptr::eq(short, long));
    for (sleep, time) in [(short, 10), (long, 50)] {
        assert!(bed.begins(sleep, task));
        bed.wake();
        assert_eq!(world.time(), time);
        assert!(bed.is_over(sleep, task));
    }
}

#[test]
fn a_sleeper_that_wakes_leaves_what_another_has_armed_meanwhile() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let (a, b) = (world.task(), world.task());
    let sleep = bed.sleep(a, 5);
    let armed = bed.ask(b, 20);
    assert!(std::ptr::eq(sleep, armed), "the object was free");
    assert!(bed.wake() == a);
    assert!(bed.is_over(sleep, a), "not the other's sleep");
    assert!(armed.armed.get() && a.data.get() == world.none());
    assert!(bed.begins(armed, b));
    assert!(bed.wake() == b);
    assert_eq!(world.time(), 20);
}

#[test]
fn a_cancelled_sleeper_sleeps_anew() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let task = world.task();
    let sleep = bed.sleep(task, 1000);
    // `Task.cancel`: the task is brought forward, its data becomes the exception, which the loop takes and throws.
    world.remove(task);
    task.data.set(world.none());
    let again = bed.sleep(task, 7);
    assert!(std::ptr::eq(sleep, again));
    assert!(bed.wake() == task);
    assert_eq!(world.time(), 7);
    assert!(bed.is_over(again, task));
}

#[test]
fn who_asks_again_without_having_told_the_sleep_before_is_out_of_it() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let task = world.task();
    // Whoever awaits by hand may wake and never continue the sleep.
    bed.sleep(task, 5);
    assert!(bed.wake() == task);
    let again = bed.ask(task, 8);
    assert!(task.data.get() == world.none());
    assert!(bed.begins(again, task), "a new sleep, not the end of the old one");
    bed.wake();
    assert_eq!(world.time(), 13);
}

#[test]
fn asking_leaves_what_else_the_data_holds() {
    let world = World::new(HALF, 0);
    let (task, exc) = (world.task(), world.object());
    task.data.set(exc);
    assert!(world.sleep().arm(0, 5, Some(task), &world));
    assert!(task.data.get() == exc);
    assert!(world.sleep().arm(0, 5, None, &world));
}

#[test]
fn a_sleep_of_half_a_period_is_refused_and_nothing_changes() {
    let world = World::new(HALF, 2 * HALF - 3);
    let bed = Bed::new(&world);
    let task = world.task();
    let sleep = bed.sleep(task, 5);
    for ms in [HALF, usize::MAX] {
        assert!(!sleep.arm(world.time(), ms, Some(task), &world));
        assert!(!sleep.armed.get());
        assert_eq!(sleep.deadline.get(), world.at(5));
        assert!(task.data.get() == handle(sleep), "it sleeps on");
    }
    assert!(sleep.arm(world.time(), HALF - 1, Some(task), &world));
    assert_eq!(sleep.deadline.get(), HALF - 4);
}

#[test]
fn a_sleep_that_nobody_asked_for_is_over() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let sleep = world.sleep();
    assert!(bed.is_over(sleep, world.task()));
    assert!(bed.queue.peek().is_none());
}

#[test]
fn a_task_that_is_queued_already_cannot_begin_and_nothing_changes() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let (task, elsewhere) = (world.task(), world.queue());
    let sleep = bed.ask(task, 5);
    world.push(elsewhere, task, 77).unwrap();
    assert_eq!(bed.try_to_begin(sleep, task), Err(QueueError::Queued));
    assert!(sleep.armed.get() && task.data.get() == world.none());
    assert_eq!(task.key.get(), 77);
    assert_eq!(links::check(elsewhere), [task.as_ptr().cast()]);
    assert!(bed.queue.peek().is_none());
}

#[test]
fn a_sleep_stays_armed_until_the_push_has_succeeded() {
    let world = World::new(HALF, 0);
    let bed = Bed::new(&world);
    let task = world.task();
    let sleep = bed.ask(task, 5);
    for _ in 0..2 {
        // A program's own queue may raise.
        assert!(sleep.begins(task, &world));
        assert!(sleep.armed.get() && !task.is_queued());
        assert!(task.data.get() == world.none());
        assert_eq!(sleep.deadline.get(), 5);
    }
    assert!(bed.begins(sleep, task));
    assert!(!sleep.armed.get() && task.data.get() == handle(sleep));
    assert!(bed.wake() == task);
    assert!(!sleep.begins(task, &world));
    assert!(task.data.get() == world.none());
}

#[derive(Clone, Debug)]
enum Deed {
    /// Asks for a sleep and keeps it.
    Ask(usize),
    /// Awaits one of those that are kept.
    Await(usize),
    /// Drops one of those that are kept.
    Drop(usize),
    /// Asks and awaits at once.
    Sleep(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..20usize).prop_map(Deed::Ask),
        (0..4usize).prop_map(Deed::Await),
        (0..4usize).prop_map(Deed::Drop),
        (0..20usize).prop_map(Deed::Sleep),
    ]
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn each_of_many_sleeps_lasts_its_own_time(
        programs in prop::collection::vec(prop::collection::vec(deed(), 0..12), 1..6),
        cancels in prop::collection::vec(any::<bool>(), 40),
    ) {
        let world = World::new(HALF, 2 * HALF - 20);
        let bed = Bed::new(&world);
        let tasks = world.tasks(programs.len());
        let mut deeds: Vec<_> = programs.iter().map(|program| program.iter()).collect();
        // What each task holds, and what it sleeps in; each with the time that it should last to.
        let mut kept = vec![Vec::new(); tasks.len()];
        let mut asleep: Vec<Option<(&Sleep, usize)>> = vec![None; tasks.len()];
        let mut cancels = cancels.into_iter();
        for &task in &tasks {
            world.push(bed.queue, task, world.time()).unwrap();
        }
        while bed.queue.peek().is_some() {
            // Now and then the head is cancelled, which is continued at once and never tells its sleep.
            let cancelled = cancels.next().unwrap_or(false);
            let task = if cancelled { bed.queue.pop(PERIOD).unwrap() } else { bed.wake() };
            let i = tasks.iter().position(|&known| known == task).unwrap();
            if let Some((sleep, until)) = asleep[i].take() {
                if cancelled {
                    task.data.set(world.none());
                } else {
                    prop_assert_eq!(world.time(), until);
                    prop_assert!(bed.is_over(sleep, task));
                }
            }
            prop_assert!(task.data.get() == world.none());
            for deed in deeds[i].by_ref() {
                let at = |ms: usize| world.at(ms as isize);
                let (sleep, until) = match *deed {
                    Deed::Ask(ms) => {
                        kept[i].push((bed.ask(task, ms), at(ms)));
                        continue;
                    }
                    Deed::Drop(n) => {
                        if n < kept[i].len() {
                            kept[i].remove(n);
                        }
                        continue;
                    }
                    Deed::Await(n) if n < kept[i].len() => kept[i].remove(n),
                    Deed::Await(_) => continue,
                    Deed::Sleep(ms) => (bed.ask(task, ms), at(ms)),
                };
                prop_assert!(bed.begins(sleep, task));
                prop_assert_eq!(task.key.get(), until);
                // A deadline that has passed is slept to at once.
                let until = if PERIOD.before(until, world.time()) { world.time() } else { until };
                asleep[i] = Some((sleep, until));
                break;
            }
        }
        prop_assert!(deeds.iter_mut().all(|deeds| deeds.next().is_none()));
    }
}
