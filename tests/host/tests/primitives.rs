//! Event, Lock and gather: what their operations come to, and in which order state and waiters change.

use std::cell::Cell;

use asyncio_rs::event::{self, Waiting};
use asyncio_rs::gather::Gather;
use asyncio_rs::lock;
use asyncio_rs::task::Obj;
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, World};

#[test]
fn an_event_that_is_set_lets_the_task_go_on() {
    let world = World::new(HALF, 0);
    let (waiting, task) = (world.queue(), world.task());
    let state = Cell::new(world.true_());
    assert_eq!(event::wait(&state, waiting, task, &world), Waiting::Done);
    assert!(!task.is_queued());
}

#[test]
fn a_waiter_is_queued_with_the_queue_as_its_data() {
    let world = World::new(HALF, 7);
    let (waiting, task) = (world.queue(), world.task());
    let state = Cell::new(world.false_());
    assert_eq!(event::wait(&state, waiting, task, &world), Waiting::Waits);
    assert!(waiting.peek() == Some(task));
    assert_eq!(task.data.get(), Obj(waiting.as_ptr().cast()));
    assert_eq!(task.key.get(), 7);
}

#[test]
fn a_state_of_a_programs_own_changes_nothing() {
    let world = World::new(HALF, 0);
    let (waiting, run, task) = (world.queue(), world.queue(), world.task());
    let state = Cell::new(world.object());
    assert_eq!(event::wait(&state, waiting, task, &world), Waiting::Odd);
    assert_eq!(lock::acquire(&state, waiting, task, &world), Waiting::Odd);
    assert!(!lock::release(&state, waiting, run, &world));
    assert!(!task.is_queued());
}

#[test]
fn a_task_that_is_queued_elsewhere_stays_there() {
    let world = World::new(HALF, 0);
    let (waiting, run, task) = (world.queue(), world.queue(), world.task());
    world.push(run, task, 0).expect("it is in no queue");
    assert_eq!(
        event::wait(&Cell::new(world.false_()), waiting, task, &world),
        Waiting::Odd
    );
    assert_eq!(
        lock::acquire(&Cell::new(world.one()), waiting, task, &world),
        Waiting::Odd
    );
    assert!(run.peek() == Some(task));
}

#[test]
fn set_wakes_all_in_the_order_of_their_coming() {
    let world = World::new(HALF, 0);
    let (waiting, run, tasks) = (world.queue(), world.queue(), world.tasks(5));
    let state = Cell::new(world.false_());
    for &task in &tasks {
        event::wait(&state, waiting, task, &world);
    }
    world.pass(3);
    event::set(&state, waiting, run, &world);
    assert_eq!(state.get(), world.true_());
    assert!(waiting.peek().is_none());
    for task in tasks {
        assert!(run.pop(PERIOD) == Some(task));
        assert_eq!((task.data.get(), task.key.get()), (world.none(), 3));
    }
}

#[test]
fn who_sets_inside_of_a_set_takes_nothing_from_it() {
    let world = World::new(HALF, 0);
    let (waiting, run, tasks) = (world.queue(), world.queue(), world.tasks(4));
    let state = Cell::new(world.false_());
    for &task in &tasks {
        event::wait(&state, waiting, task, &world);
    }
    // At the read of the clock the state says set already.
    world.interrupt_at_next_read(move |world| event::set(&Cell::new(world.false_()), waiting, run, world));
    event::set(&state, waiting, run, &world);
    for task in tasks {
        assert!(run.pop(PERIOD) == Some(task));
    }
    assert!(run.peek().is_none());
}

#[test]
fn a_lock_goes_from_one_to_the_next() {
    let world = World::new(HALF, 0);
    let (waiting, run, tasks) = (world.queue(), world.queue(), world.tasks(3));
    let state = Cell::new(world.zero());
    assert_eq!(lock::acquire(&state, waiting, tasks[0], &world), Waiting::Done);
    assert_eq!(state.get(), world.one());
    for &task in &tasks[1..] {
        assert_eq!(lock::acquire(&state, waiting, task, &world), Waiting::Waits);
    }
    for &task in &tasks[1..] {
        assert!(lock::release(&state, waiting, run, &world));
        // Promised: neither free nor to be released by anybody.
        assert_eq!(state.get(), Obj(task.as_ptr().cast()));
        assert!(!lock::release(&state, waiting, run, &world));
        assert!(run.pop(PERIOD) == Some(task));
        state.set(world.one());
    }
    assert!(lock::release(&state, waiting, run, &world));
    assert_eq!(state.get(), world.zero());
}

#[test]
fn a_promised_lock_makes_others_wait() {
    let world = World::new(HALF, 0);
    let (waiting, task, other) = (world.queue(), world.task(), world.task());
    let state = Cell::new(Obj(task.as_ptr().cast()));
    assert_eq!(lock::acquire(&state, waiting, other, &world), Waiting::Waits);
}

#[test]
fn a_gather_is_over_with_its_last_task() {
    let mut gather = Gather::new(false);
    assert!(!gather.must_wait());
    for _ in 0..3 {
        gather.add();
    }
    gather.add_ended(false, 4);
    assert!(gather.must_wait());
    assert!(!gather.ended(false));
    assert!(!gather.ended(false));
    assert!(gather.ended(false));
}

#[test]
fn a_gather_is_over_with_the_first_exception_unless_they_are_results() {
    let mut gather = Gather::new(false);
    gather.add();
    gather.add();
    assert!(gather.ended(true));

    let mut gather = Gather::new(true);
    gather.add();
    gather.add();
    assert!(!gather.ended(true));
    assert!(gather.ended(true));
}

#[test]
fn a_gather_of_a_task_that_had_failed_waits_for_nothing() {
    let mut gather = Gather::new(false);
    gather.add_ended(true, 2);
    gather.add();
    assert!(!gather.must_wait());

    let mut gather = Gather::new(true);
    gather.add_ended(true, 2);
    gather.add();
    assert!(gather.must_wait());
}
