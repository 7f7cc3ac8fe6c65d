//! What the run loop does when a coroutine has ended, a step at a time: the edges from (2) on of the diagram at the head of
//! `src/scheduler.rs`. Those before are in `scheduler.rs`.
//!
//! | edge                                         | test                                                              |
//! |----------------------------------------------|-------------------------------------------------------------------|
//! | (2) to (5) Raise, fatal                      | `what_is_no_exception_ends_the_loop_at_once`                      |
//! | (2) to (5) Raise, main                       | `an_exception_of_main_ends_the_loop`                              |
//! | (2) to (3), Watched: Callback to Leaving     | `a_watched_task_calls_back_*`                                     |
//! | (2) to (3), Waited: Wake each, to Leaving    | `the_tasks_that_wait_*`                                           |
//! | (2) to (3), Waited by the run queue          | `a_task_whose_state_is_the_run_queue_wakes_nobody`                |
//! | (2) to (3), Running: to Leaving              | `a_task_that_nobody_waits_for_*`                                  |
//! | (2) to (3), nobody asked: Wake to Leaving    | `an_exception_that_nobody_asked_for_*`                            |
//! | (2) to (3), it is queued                     | `a_task_that_ends_in_a_wait_leaves_it`                            |
//! | (3) Wake, of one that is queued              | `a_task_that_was_queued_meanwhile_*`                              |
//! | (2) to (4) Handler to Leaving                | `an_exception_that_nobody_took_goes_to_the_handler`               |
//! | (2) Retrieved to Leaving                     | `an_exception_that_somebody_took_meanwhile_does_not`              |
//! | Leaving to Return                            | `main_that_returns_ends_the_loop_*`                               |
//! | Leaving to (1)                               | `a_task_that_is_not_main_ends_without_ending_the_loop`            |

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
        queue.push(waiter, 0, Obj(task.as_ptr().cast()), PERIOD).unwrap();
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
        world.remove(waiter);
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
    let world = world();
    let main = world.task();
    for mut run in Run::on_either_queue(&world, Some(main)) {
        main.state.set(world.true_());
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
        next.polls(5);
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
        if ending == Raised {
            run.wakes(task);
        }
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
    run.wakes(waiter);
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
        assert!(main.data.get() == world.none(), "nor is the value kept");
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
        assert_eq!((run.ask(), run.rs.exc), (Step::Callback, exc));
        assert!(run.rs.task == Some(task));
        assert!(task.state.get() == callback, "what C calls");
        assert!(task.data.get() == world.none(), "until it was called");
        run.carry_out(Step::Callback);
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
    assert_eq!(run.ask(), Step::Callback);
    task.state.set(world.true_());
    run.carry_out(Step::Callback);
    assert_eq!(run.step(), Step::Finished);
    assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
}

#[test]
fn the_tasks_that_wait_for_one_are_woken_in_order_of_arrival() {
    for ending in [Returned, Cancelled, Raised] {
        let world = world();
        for mut run in Run::on_either_queue(&world, None) {
            let (task, waiters, before) = (world.task(), world.tasks(5), world.task());
            run.start(task);
            wait_for(&world, task, &waiters);
            run.push(before, world.time());
            let exc = world.object();
            assert!(!run.ends(exc, ending));
            for &waiter in &waiters {
                run.wakes(waiter);
                assert!(is(task, |life| matches!(life, Life::Waited(_)), &world));
                assert!(task.data.get() == world.none(), "until all were");
            }
            run.resumes(before);
            assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
            assert!(task.data.get() == exc && !task.is_queued());
            for waiter in waiters {
                run.resumes(waiter);
                assert!(run.rs.thrown == world.none());
            }
            assert_eq!(run.step(), Step::Finished);
        }
    }
}

#[test]
fn the_tasks_that_wait_for_one_are_woken_at_the_time_it_ended() {
    let world = world();
    for mut run in Run::on_either_queue(&world, None) {
        let (task, waiter, sleeper) = (world.task(), world.task(), world.task());
        run.start(task);
        wait_for(&world, task, &[waiter]);
        run.push(sleeper, world.at(3));
        world.pass(4);
        run.ends(world.object(), Returned);
        run.wakes(waiter);
        run.resumes(sleeper);
        run.resumes(waiter);
        assert_eq!(waiter.key.get(), world.time());
    }
}

#[test]
fn the_tasks_that_wait_may_all_have_left_by_the_end() {
    for ending in [Returned, Cancelled, Raised] {
        let world = world();
        for mut run in Run::on_either_queue(&world, None) {
            let (task, waiter) = (world.task(), world.task());
            run.start(task);
            wait_for(&world, task, &[waiter]);
            world.remove(waiter);
            run.ends(world.object(), ending);
            if ending == Raised {
                // Queued once more, as an exception that nobody asked for, but no handler is called: as upstream has it.
                run.wakes(task);
                run.resumes(task);
                run.ends(world.object(), Returned);
            }
            assert_eq!(run.step(), Step::Finished);
            assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
        }
    }
}

#[test]
fn a_task_whose_state_is_the_run_queue_wakes_nobody() {
    for ending in [Returned, Cancelled, Raised] {
        let world = world();
        let mut run = Run::new(&world, None);
        let (task, ready, late) = (world.task(), world.task(), world.task());
        run.start(task);
        task.state.set(Obj(run.queue.as_ptr().cast()));
        run.push(ready, world.time());
        run.push(late, world.at(9));
        run.ends(world.object(), ending);
        if ending == Raised {
            run.wakes(task);
        }
        run.resumes(ready);
        assert!(is(task, |life| matches!(life, Life::Retrieved), &world));
        if ending == Raised {
            run.resumes(task);
            run.ends(world.object(), Returned);
        }
        run.polls(9);
        run.resumes(late);
    }
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
    for mut run in Run::on_either_queue(&world, None) {
        let (task, ready) = (world.task(), world.task());
        run.start(task);
        run.push(ready, world.time());
        let exc = world.object();
        run.ends(exc, Raised);
        run.wakes(task);
        assert!(is(task, |life| matches!(life, Life::Finished), &world), "by then");
        run.resumes(ready);
        assert!(is(task, |life| matches!(life, Life::Finished), &world));
        assert!(task.is_queued() && task.data.get() == exc);
        assert_eq!(task.key.get(), world.time(), "due now, behind what was ready");
    }
}

#[test]
fn an_exception_that_nobody_took_goes_to_the_handler() {
    let world = world();
    for mut run in Run::on_either_queue(&world, None) {
        let task = world.task();
        run.start(task);
        let exc = world.object();
        run.ends(exc, Raised);
        run.wakes(task);
        run.resumes(task);
        assert!(run.rs.thrown == exc);
        assert!(!run.ends(world.object(), Returned));
        assert_eq!((run.step(), run.rs.thrown), (Step::Handler, exc));
        assert!(run.rs.task == Some(task));
        assert!(task.data.get() == exc, "and stays for whoever awaits it later");
        assert!(is(task, |life| matches!(life, Life::Finished), &world));
        assert_eq!(run.step(), Step::Finished, "once");
    }
}

#[test]
fn an_exception_that_somebody_took_meanwhile_does_not() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, taker) = (world.task(), world.task());
    run.start(task);
    run.ends(world.object(), Raised);
    run.wakes(task);
    run.push(taker, world.at(-1));
    run.resumes(taker);
    task.state.set(world.false_());
    run.resumes(task);
    run.ends(world.object(), Returned);
    assert_eq!(run.step(), Step::Finished);
}

#[test]
fn a_task_that_ends_in_a_wait_leaves_it() {
    let world = world();
    for (ending, awaited) in [(Returned, false), (Cancelled, false), (Raised, true), (Raised, false)] {
        for mut run in Run::on_either_queue(&world, None) {
            let (task, waiter, elsewhere) = (world.task(), world.task(), world.queue());
            run.start(task);
            if awaited {
                wait_for(&world, task, &[waiter]);
            }
            elsewhere.push(task, world.at(7), world.object(), PERIOD).unwrap();
            let exc = world.object();
            run.ends(exc, ending);
            let woken = if awaited { waiter } else { task };
            if ending == Raised {
                run.wakes(woken);
            }
            run.ask();
            assert!(elsewhere.peek().is_none() && task.data.get() == exc);
            assert_eq!(task.is_queued(), woken == task && ending == Raised);
            world.remove(woken);
        }
        // In the run queue it stays, but where the exception is to be reported now.
        let mut run = Run::new(&world, None);
        let (task, waiter) = (world.task(), world.task());
        run.start(task);
        if awaited {
            wait_for(&world, task, &[waiter]);
        }
        run.queue.push(task, world.at(7), world.object(), PERIOD).unwrap();
        run.ends(world.object(), ending);
        let (is_reported, step) = (ending == Raised && !awaited, run.ask());
        assert_eq!(step == Step::Wake && run.rs.other == Some(task), is_reported);
        assert_eq!(task.is_queued(), !is_reported);
        assert!(is_reported || task.key.get() == world.at(7));
    }
}

#[test]
fn a_task_that_was_queued_meanwhile_stays_where_it_is() {
    let world = world();
    for mut run in Run::on_either_queue(&world, None) {
        // A waiter can't be in two queues; one that was taken from the waiters' queue stays where it is.
        let (task, waiter, elsewhere) = (world.task(), world.task(), world.queue());
        run.start(task);
        wait_for(&world, task, &[waiter]);
        world.remove(waiter);
        world.push(elsewhere, waiter, 7).unwrap();
        run.ends(world.object(), Returned);
        assert_eq!(run.step(), Step::Finished);
        assert!(elsewhere.peek() == Some(waiter));
    }
    for mut run in Run::on_either_queue(&world, None) {
        // One that is pushed between being taken from there and being woken is woken no more; the others are.
        let (task, waiters, data) = (world.task(), world.tasks(3), world.object());
        run.start(task);
        wait_for(&world, task, &waiters);
        run.ends(world.object(), Raised);
        run.wakes(waiters[0]);
        assert_eq!(run.ask(), Step::Wake);
        run.queue.push(waiters[1], world.at(-1), data, PERIOD).unwrap();
        run.carry_out(Step::Wake);
        assert!(waiters[1].key.get() == world.at(-1) && waiters[1].data.get() == data);
        run.wakes(waiters[2]);
        for i in [1, 0, 2] {
            run.resumes(waiters[i]);
        }
        assert_eq!(run.step(), Step::Finished);
    }
}

#[test]
fn an_interrupt_that_queues_a_task_as_it_is_woken_has_it_stay_there() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, waiter, queue) = (world.task(), world.task(), run.queue);
    run.start(task);
    wait_for(&world, task, &[waiter]);
    run.ends(world.object(), Returned);
    world.interrupt_at_next_read(move |world| world.push(queue, waiter, world.at(-1)).unwrap());
    assert_eq!(run.step(), Step::Wake);
    assert_eq!(waiter.key.get(), world.at(-1));
    run.resumes(waiter);
    assert_eq!(run.step(), Step::Finished);
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
