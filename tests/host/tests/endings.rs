//! What the run loop does when a coroutine has ended, a step at a time: the edges from (2) on of the diagram at the head of
//! `src/scheduler.rs`. Those before are in `scheduler.rs`.
//!
//! | edge                                         | test                                                              |
//! |----------------------------------------------|-------------------------------------------------------------------|
//! | (2) to (7) Raise, fatal                      | `what_is_no_exception_ends_the_loop_at_once`                      |
//! | (2) to (7) Raise, main                       | `an_exception_of_main_ends_the_loop`                              |
//! | (2) to (3) Callback, (5)                     | `a_watched_task_calls_back_*`                                     |
//! | (2) to (4), Push, (5)                        | `the_tasks_that_wait_*`, `a_programs_own_queue_is_given_*`        |
//! | (2) to (5), nobody asked                     | `a_task_that_nobody_waits_for_*`                                  |
//! | (5) Push to (6)                              | `an_exception_that_nobody_asked_for_*`                            |
//! | (2) to Handler to (6)                        | `an_exception_that_nobody_took_goes_to_the_handler`               |
//! | (2) Retrieved to (6)                         | `an_exception_that_somebody_took_meanwhile_does_not`              |
//! | (6) to (8) Return                            | `main_that_returns_ends_the_loop_*`                               |
//! | (6) to (1)                                   | `a_task_that_is_not_main_ends_without_ending_the_loop`            |

use asyncio_rs::queue::remove_from_any;
use asyncio_rs::scheduler::{Ending, Step};
use asyncio_rs::task::{Life, Obj, TaskRef};
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, Run, World};

use Ending::{Cancelled, Fatal, Raised, Returned};

const ENDINGS: [Ending; 4] = [Returned, Cancelled, Raised, Fatal];

/// The clock wraps soon.
fn world() -> World {
    World::new(HALF, 2 * HALF - 5)
}

/// Has these tasks wait for `task`.
fn wait_for(world: &World, task: TaskRef, waiters: &[TaskRef]) {
    let queue = world.queue();
    task.state.set(Obj(queue.as_ptr().cast()));
    for &waiter in waiters {
        queue.push(waiter, 0, PERIOD).unwrap();
        waiter.data.set(Obj(task.as_ptr().cast()));
    }
}

fn is(task: TaskRef, life: fn(&Life) -> bool, world: &World) -> bool {
    life(&task.life(world))
}

#[test]
fn what_is_no_exception_ends_the_loop_at_once() {
    let world = world();
    let (main, other, waiter) = (world.task(), world.task(), world.task());
    for task in [main, other] {
        let mut run = Run::new(&world, Some(main));
        run.start(task);
        wait_for(&world, task, &[waiter]);
        let exc = world.object();
        assert!(!run.ends(exc, Fatal), "cur_task stays");
        for _ in 0..2 {
            assert_eq!((run.step(), run.rs.exc), (Step::Raise, exc));
        }
        // Nothing was done about the task: it may be continued by a later run.
        assert!(is(task, |life| matches!(life, Life::Waited(_)), &world));
        assert!(task.data.get() == world.none() && run.queue.peek().is_none());
        remove_from_any(waiter, PERIOD);
    }
}

#[test]
fn an_exception_of_main_ends_the_loop() {
    let world = world();
    for ending in [Cancelled, Raised] {
        for watched in [false, true] {
            let main = world.task();
            if watched {
                main.state.set(world.object());
            }
            let mut run = Run::new(&world, Some(main));
            run.start(main);
            let exc = world.object();
            assert!(run.ends(exc, ending), "cur_task becomes None");
            assert_eq!((run.step(), run.rs.exc), (Step::Raise, exc));
            assert!(is(main, |life| matches!(life, Life::Retrieved), &world));
            assert!(run.queue.peek().is_none());
        }
    }
}

#[test]
fn main_that_returns_ends_the_loop_with_its_value() {
    for foreign in [false, true] {
        let world = world();
        let main = world.task();
        let mut run = Run::new(&world, Some(main));
        run.foreign = foreign;
        let others = world.tasks(2);
        run.start(main);
        run.push(others[0], world.time());
        run.push(others[1], world.at(5));
        let value = world.object();
        assert!(run.ends(value, Returned), "cur_task becomes None");
        assert_eq!((run.step(), run.rs.exc), (Step::Return, value));
        assert!(is(main, |life| matches!(life, Life::Retrieved), &world));
        assert!(main.data.get() == value, "whoever awaits it later is given that");
        assert!(run.queue.peek() == Some(others[0]), "the others survive");
        // And go on in the next run.
        let mut next = Run::new(&world, None);
        next.queue = run.queue;
        next.resumes(others[0]);
        next.waits(Step::Wait, 5);
        next.resumes(others[1]);
    }
}

#[test]
fn a_task_that_is_not_main_ends_without_ending_the_loop() {
    for ending in [Returned, Cancelled, Raised] {
        let world = world();
        let (main, task) = (world.task(), world.task());
        let mut run = Run::new(&world, Some(main));
        run.start(task);
        run.push(main, world.time());
        assert!(!run.ends(world.object(), ending), "cur_task stays");
        run.resumes(main);
    }
}

#[test]
fn main_that_returns_ends_the_loop_after_its_waiters_are_woken() {
    let world = world();
    let (main, waiter) = (world.task(), world.task());
    let mut run = Run::new(&world, Some(main));
    run.start(main);
    wait_for(&world, main, &[waiter]);
    assert!(run.ends(world.object(), Returned));
    assert_eq!(run.step(), Step::Return);
    assert!(run.queue.peek() == Some(waiter));
}

#[test]
fn main_that_returns_ends_the_loop_after_its_callback() {
    let world = world();
    let main = world.task();
    let mut run = Run::new(&world, Some(main));
    run.start(main);
    main.state.set(world.object());
    assert!(run.ends(world.object(), Returned));
    assert_eq!(run.step(), Step::Callback);
    run.rs.called_back(&world);
    assert_eq!(run.step(), Step::Return);
}

#[test]
fn main_that_returns_ends_the_loop_also_when_it_had_ended_before() {
    let world = world();
    for before in [world.none(), world.false_()] {
        let main = world.task();
        main.state.set(before);
        let mut run = Run::new(&world, Some(main));
        run.start(main);
        assert!(run.ends(world.object(), Returned));
        assert_eq!(run.step(), Step::Return, "and no handler is called");
        assert!(is(main, |life| matches!(life, Life::Retrieved), &world));
    }
}

#[test]
fn a_watched_task_calls_back_whatever_it_ended_with() {
    let world = world();
    for ending in [Returned, Cancelled, Raised] {
        let task = world.task();
        let mut run = Run::new(&world, None);
        run.start(task);
        let (callback, exc) = (world.object(), world.object());
        task.state.set(callback);
        assert!(!run.ends(exc, ending));
        assert_eq!((run.step(), run.rs.exc), (Step::Callback, exc));
        assert!(run.rs.task == Some(task));
        assert!(task.state.get() == callback, "what C calls");
        assert!(task.data.get() == world.none(), "until it was called");
        run.rs.called_back(&world);
        assert_eq!(run.step(), Step::Finished, "nobody else is told");
        assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
        assert!(task.data.get() == exc);
    }
}

#[test]
fn a_watched_task_calls_back_and_is_retrieved_even_if_the_callback_says_otherwise() {
    let world = world();
    let task = world.task();
    let mut run = Run::new(&world, None);
    run.start(task);
    task.state.set(world.object());
    run.ends(world.object(), Raised);
    assert_eq!(run.step(), Step::Callback);
    task.state.set(world.true_());
    run.rs.called_back(&world);
    assert_eq!(run.step(), Step::Finished);
    assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
}

#[test]
fn the_tasks_that_wait_for_one_are_woken_in_order_of_arrival() {
    for ending in [Returned, Cancelled, Raised] {
        let world = world();
        let mut run = Run::new(&world, None);
        let (task, waiters, before) = (world.task(), world.tasks(5), world.task());
        run.start(task);
        wait_for(&world, task, &waiters);
        run.push(before, world.time());
        let exc = world.object();
        assert!(!run.ends(exc, ending));
        run.resumes(before);
        assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
        assert!(task.data.get() == exc && !task.is_queued());
        for waiter in waiters {
            assert_eq!(waiter.key.get(), world.time());
            assert!(waiter.data.get() == world.none());
            run.resumes(waiter);
        }
        assert_eq!(run.step(), Step::Finished);
    }
}

#[test]
fn the_tasks_that_wait_for_one_are_woken_at_the_time_it_ended() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, waiter, sleeper) = (world.task(), world.task(), world.task());
    run.start(task);
    wait_for(&world, task, &[waiter]);
    run.push(sleeper, world.at(3));
    world.pass(4);
    run.ends(world.object(), Returned);
    run.resumes(sleeper);
    run.resumes(waiter);
    assert_eq!(waiter.key.get(), world.time());
}

#[test]
fn the_tasks_that_wait_may_all_have_left_by_the_end() {
    for ending in [Returned, Cancelled, Raised] {
        let world = world();
        let mut run = Run::new(&world, None);
        let (task, waiter) = (world.task(), world.task());
        run.start(task);
        wait_for(&world, task, &[waiter]);
        remove_from_any(waiter, PERIOD);
        run.ends(world.object(), ending);
        if ending == Raised {
            // Queued once more, as an exception that nobody asked for, but no handler is called: as upstream has it.
            run.resumes(task);
            run.ends(world.object(), Returned);
        }
        assert_eq!(run.step(), Step::Finished);
        assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
    }
}

#[test]
fn a_programs_own_queue_is_given_each_waiter_in_order_of_arrival() {
    let world = world();
    let mut run = Run::foreign(&world, None);
    let (task, waiters) = (world.task(), world.tasks(3));
    run.start(task);
    wait_for(&world, task, &waiters);
    run.ends(world.object(), Raised);
    for &waiter in &waiters {
        run.pushes(waiter);
    }
    for &waiter in &waiters {
        run.resumes(waiter);
    }
    assert!(is(task, |life| matches!(life, Life::Retrieved), &world) && !task.is_queued());
}

#[test]
fn a_programs_own_queue_is_given_an_exception_that_nobody_asked_for() {
    let world = world();
    let mut run = Run::foreign(&world, None);
    let task = world.task();
    run.start(task);
    let exc = world.object();
    run.ends(exc, Raised);
    run.pushes(task);
    run.resumes(task);
    assert!(run.rs.thrown == exc, "set after the push, which clears it");
    run.ends(world.object(), Returned);
    assert_eq!(run.step(), Step::Handler);
    assert_eq!(run.step(), Step::Peek);
}

#[test]
fn a_task_that_nobody_waits_for_and_that_returns_is_finished() {
    for ending in [Returned, Cancelled] {
        let world = world();
        let mut run = Run::new(&world, None);
        let task = world.task();
        run.start(task);
        let exc = world.object();
        assert!(!run.ends(exc, ending));
        assert_eq!(run.step(), Step::Finished);
        assert!(is(task, |life| matches!(life, Life::Finished), &world));
        assert!(task.data.get() == exc && !task.is_queued());
    }
}

#[test]
fn an_exception_that_nobody_asked_for_has_the_task_queued_once_more() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, ready) = (world.task(), world.task());
    run.start(task);
    run.push(ready, world.time());
    let exc = world.object();
    run.ends(exc, Raised);
    run.resumes(ready);
    assert!(is(task, |life| matches!(life, Life::Finished), &world));
    assert!(task.is_queued() && task.data.get() == exc);
    assert_eq!(task.key.get(), world.time(), "due now, behind what was ready");
}

#[test]
fn an_exception_that_nobody_took_goes_to_the_handler() {
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    run.start(task);
    let exc = world.object();
    run.ends(exc, Raised);
    run.resumes(task);
    assert!(run.rs.thrown == exc);
    assert!(!run.ends(world.object(), Returned));
    assert_eq!((run.step(), run.rs.thrown), (Step::Handler, exc));
    assert!(run.rs.task == Some(task));
    assert!(task.data.get() == exc, "and stays for whoever awaits it later");
    assert!(is(task, |life| matches!(life, Life::Finished), &world));
    assert_eq!(run.step(), Step::Finished, "once");
}

#[test]
fn an_exception_that_somebody_took_meanwhile_does_not() {
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    run.start(task);
    run.ends(world.object(), Raised);
    run.push(world.task(), world.time());
    assert_eq!(run.step(), Step::Resume);
    task.state.set(world.false_());
    run.resumes(task);
    run.ends(world.object(), Returned);
    assert_eq!(run.step(), Step::Finished);
}

#[test]
fn a_task_that_a_program_has_queued_already_is_not_queued_again() {
    for foreign in [false, true] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.foreign = foreign;
        let (task, waiter, elsewhere) = (world.task(), world.task(), world.queue());
        // One that raises while it is in a queue.
        run.start(task);
        elsewhere.push(task, 7, PERIOD).unwrap();
        let exc = world.object();
        run.ends(exc, Raised);
        assert_eq!(run.step(), if foreign { Step::Peek } else { Step::Finished });
        assert!(elsewhere.peek() == Some(task) && task.key.get() == 7);
        assert!(task.data.get() == exc);
        // A waiter can't be in two queues; one that was taken from the waiters' queue stays where it is.
        if foreign {
            run.rs.peeked(None);
            assert_eq!(run.step(), Step::Finished);
        }
        remove_from_any(task, PERIOD);
        task.state.set(world.true_());
        run.start(task);
        wait_for(&world, task, &[waiter]);
        remove_from_any(waiter, PERIOD);
        elsewhere.push(waiter, 7, PERIOD).unwrap();
        run.ends(world.object(), Returned);
        assert_eq!(run.step(), if foreign { Step::Peek } else { Step::Finished });
        assert!(elsewhere.peek() == Some(waiter));
    }
}

#[test]
fn an_ending_without_a_task_changes_nothing() {
    let world = world();
    let mut run = Run::new(&world, None);
    for ending in ENDINGS {
        assert!(!run.ends(world.object(), ending));
        assert_eq!(run.step(), Step::Finished);
    }
}
