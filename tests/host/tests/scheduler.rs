//! The run loop, a step at a time: each edge of the diagram at the head of `src/scheduler.rs`.
//!
//! | edge                                         | test                                                              |
//! |----------------------------------------------|-------------------------------------------------------------------|
//! | start, (1) to (2) Resume, yielded to (1)     | `tasks_that_are_due_run_in_order_of_key_and_arrival`              |
//! | (1) Wait                                     | `the_loop_waits_until_the_first_task_is_due`                      |
//! | (1) Wait, main not done                      | `with_nothing_to_wake_and_main_not_done_the_loop_idles`           |
//! | (1) Poll, for ever and until                 | `with_tasks_on_streams_alone_the_loop_polls_for_ever`, `..._until_the_first_task_is_due` |
//! | (1) Poll while tasks are ready               | `streams_are_looked_at_*`, `a_programs_own_io_queue_*`            |
//! | (1) Peek, peeked, Pop, popped, (2) Resume    | `a_programs_own_queue_is_asked_for_its_head_and_popped`           |
//! | (1) Peek, peeked nothing                     | `a_programs_own_queue_that_is_empty_*`                            |
//! | (1) what interrupts do meanwhile             | `an_interrupt_*`                                                  |
//! | (1) Finished                                 | `the_loop_is_finished_*`                                          |
//! | (2) to (7) Raise, fatal                      | `what_is_no_exception_ends_the_loop_at_once`                      |
//! | (2) to (7) Raise, main                       | `an_exception_of_main_ends_the_loop`                              |
//! | (2) to (3) Callback, (5)                     | `a_watched_task_calls_back_*`                                     |
//! | (2) to (4), Push, (5)                        | `the_tasks_that_wait_*`, `a_programs_own_queue_is_given_*`        |
//! | (2) to (5), nobody asked                     | `a_task_that_nobody_waits_for_*`                                  |
//! | (5) Push to (6)                              | `an_exception_that_nobody_asked_for_*`                            |
//! | (2) to Handler to (6)                        | `an_exception_that_nobody_took_goes_to_the_handler`               |
//! | (2) Retrieved to (6)                         | `an_exception_that_somebody_took_meanwhile_does_not`              |
//! | (6) to (8) Return                            | `main_that_returns_ends_the_loop_*`                               |
//! | (6) to (1)                                   | every test whose loop goes on                                     |

use asyncio_rs::queue::remove_from_any;
use asyncio_rs::scheduler::{Ending, FOR_EVER, Loop, SWITCHES_BETWEEN_LOOKS, Step, Streams};
use asyncio_rs::task::{Life, Obj, TaskRef};
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, Run, World, links};

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
fn tasks_that_are_due_run_in_order_of_key_and_arrival() {
    let world = world();
    let mut run = Run::new(&world, None);
    let tasks = world.tasks(5);
    for (task, key) in tasks.iter().zip([0, -1, 0, -1, -3]) {
        run.push(*task, world.at(key));
    }
    for i in [4, 1, 3, 0, 2] {
        run.resumes(tasks[i]);
    }
    assert_eq!(run.step(), Step::Finished);
}

#[test]
fn a_task_that_yields_again_and_again_takes_turns() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (a, b) = (world.task(), world.task());
    run.push(a, world.time());
    run.push(b, world.time());
    for _ in 0..300 {
        for task in [a, b] {
            run.resumes(task);
            run.push(task, world.time());
        }
    }
}

#[test]
fn the_loop_waits_until_the_first_task_is_due() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (late, early) = (world.task(), world.task());
    run.push(late, world.at(30));
    run.push(early, world.at(20));
    run.waits(Step::Wait, 20);
    run.resumes(early);
    world.pass(4);
    run.waits(Step::Wait, 6);
    run.resumes(late);
}

#[test]
fn a_wait_that_ends_early_is_taken_up_again() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, pushed) = (world.task(), world.task());
    run.push(task, world.at(20));
    assert_eq!((run.step(), run.rs.timeout), (Step::Wait, 20));
    world.pass(8);
    assert_eq!((run.step(), run.rs.timeout), (Step::Wait, 12));
    // A scheduled callback pushes: what was computed before it is no longer waited for.
    run.push(pushed, world.time());
    run.resumes(pushed);
    run.waits(Step::Wait, 12);
    run.resumes(task);
}

#[test]
fn the_clock_is_not_asked_while_tasks_are_due_at_a_time_that_has_come() {
    let world = world();
    let mut run = Run::new(&world, None);
    let tasks = world.tasks(20);
    for (i, task) in tasks.iter().enumerate() {
        run.push(*task, world.at(-(i as isize) / 2));
    }
    let reads = world.reads();
    for _ in &tasks {
        assert_eq!(run.step(), Step::Resume);
    }
    assert_eq!(world.reads(), reads);
    run.start(tasks[0]);
    world.pass(1);
    run.start(tasks[1]);
    assert_eq!(world.reads(), reads + 1, "a key after that time is");
}

#[test]
fn an_interrupt_that_pushes_an_earlier_task_has_it_run_first() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, urgent, queue) = (world.task(), world.task(), run.queue);
    run.push(task, world.at(1));
    world.pass(1);
    world.interrupt_at_next_read(move |world| queue.push(urgent, world.at(-1), PERIOD).unwrap());
    run.resumes(urgent);
    run.resumes(task);
}

#[test]
fn an_interrupt_that_takes_the_head_away_has_the_loop_choose_again() {
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    run.push(task, world.at(1));
    world.pass(1);
    world.interrupt_at_next_read(move |_| remove_from_any(task, PERIOD));
    assert_eq!(run.step(), Step::Finished);
}

#[test]
fn the_loop_is_finished_when_no_task_is_left() {
    for streams in [Streams::Quiet, Streams::ForeignQuiet] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.streams = streams;
        assert_eq!(run.step(), Step::Finished);
        assert!(run.rs.task.is_none());
    }
}

#[test]
fn the_loop_is_finished_when_main_was_done_before() {
    for streams in [Streams::Quiet, Streams::ForeignQuiet] {
        for state in [false, true] {
            let world = world();
            let main = world.task();
            main.state.set(if state { world.none() } else { world.false_() });
            let mut run = Run::new(&world, Some(main));
            run.streams = streams;
            let other = world.task();
            if streams == Streams::Quiet {
                run.start(other);
            }
            assert_eq!(run.step(), Step::Finished);
            assert!(run.rs.task.is_none(), "cur_task is None");
        }
    }
}

#[test]
fn with_nothing_to_wake_and_main_not_done_the_loop_idles() {
    for (streams, step) in [(Streams::Quiet, Step::Wait), (Streams::ForeignQuiet, Step::Poll)] {
        let world = world();
        let main = world.task();
        let mut run = Run::new(&world, Some(main));
        run.streams = streams;
        for _ in 0..5 {
            run.waits(step, 3);
            assert!(run.rs.task.is_none(), "cur_task is None");
        }
        run.push(main, world.time());
        if streams != Streams::Quiet {
            // It was looked at streams already since a task ran.
            assert_eq!(run.step(), Step::Resume);
        } else {
            run.resumes(main);
        }
    }
}

#[test]
fn with_tasks_on_streams_alone_the_loop_polls_for_ever() {
    for streams in [Streams::Waiting, Streams::ForeignWaiting] {
        let world = world();
        let (main, ready) = (world.task(), world.task());
        let mut run = Run::new(&world, Some(main));
        run.start(ready);
        run.streams = streams;
        for _ in 0..3 {
            assert_eq!((run.step(), run.rs.timeout), (Step::Poll, FOR_EVER));
            assert!(run.rs.task == Some(ready), "cur_task stays");
        }
        run.push(main, world.time());
        run.resumes(main);
    }
}

#[test]
fn with_tasks_on_streams_the_loop_polls_until_the_first_task_is_due() {
    for streams in [Streams::Waiting, Streams::ForeignWaiting, Streams::ForeignQuiet] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.streams = streams;
        let task = world.task();
        run.push(task, world.at(20));
        run.waits(Step::Poll, 20);
        run.resumes(task);
    }
}

#[test]
fn streams_are_looked_at_at_each_new_millisecond() {
    let world = world();
    let mut run = Run::new(&world, None);
    run.streams = Streams::Waiting;
    let task = world.task();
    run.push(task, world.at(1));
    for _ in 0..20 {
        world.pass(1);
        run.waits(Step::Poll, 0);
        run.resumes(task);
        run.push(task, world.at(1));
    }
}

#[test]
fn streams_are_looked_at_after_so_many_switches_of_one_millisecond() {
    let world = world();
    let mut run = Run::new(&world, None);
    run.streams = Streams::Waiting;
    let task = world.task();
    for _ in 0..3 {
        for _ in 0..SWITCHES_BETWEEN_LOOKS {
            run.start(task);
        }
        run.push(task, world.time());
        run.waits(Step::Poll, 0);
        run.resumes(task);
        // That one counts for the next round.
        for _ in 1..SWITCHES_BETWEEN_LOOKS {
            run.start(task);
        }
        run.push(task, world.time());
        run.waits(Step::Poll, 0);
        run.queue.pop(PERIOD);
        run.rs = Loop::new(None, &world);
    }
}

#[test]
fn streams_are_looked_at_once_before_the_next_task_runs() {
    for streams in [Streams::Waiting, Streams::ForeignWaiting, Streams::ForeignQuiet] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.streams = streams;
        let (late, ready) = (world.task(), world.task());
        run.push(late, world.at(9));
        run.waits(Step::Poll, 9);
        // Time goes on while streams are looked at, and they wake a task: it runs without a further look.
        world.pass(3);
        remove_from_any(late, PERIOD);
        run.push(ready, world.time());
        run.resumes(ready);
        run.push(late, world.time());
        run.waits(Step::Poll, 0);
        run.resumes(late);
    }
}

#[test]
fn without_a_task_on_streams_nothing_is_looked_at() {
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    for _ in 0..300 {
        world.pass(1);
        run.start(task);
    }
    run.push(task, world.at(4));
    run.waits(Step::Wait, 4);
}

#[test]
fn a_programs_own_io_queue_is_asked_at_every_turn() {
    for streams in [Streams::ForeignQuiet, Streams::ForeignWaiting] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.streams = streams;
        let task = world.task();
        for _ in 0..20 {
            run.push(task, world.time());
            run.waits(Step::Poll, 0);
            run.resumes(task);
        }
    }
}

#[test]
fn a_programs_own_queue_is_asked_for_its_head_and_popped() {
    let world = world();
    let mut run = Run::foreign(&world, None);
    let (task, popped) = (world.task(), world.task());
    run.push(task, world.at(10));
    assert_eq!(run.step(), Step::Peek);
    run.rs.peeked(Some(task.key.get()));
    run.waits(Step::Wait, 10);
    // Asked anew after each wait.
    assert_eq!(run.step(), Step::Peek);
    run.rs.peeked(Some(task.key.get()));
    assert_eq!(run.step(), Step::Pop);
    assert_eq!(links::check(run.queue), [task.as_ptr().cast()], "left to its owner");
    // Whatever it gives is run.
    run.rs.popped(popped);
    assert_eq!(run.step(), Step::Resume);
    assert!(run.rs.task == Some(popped));
    assert_eq!(run.step(), Step::Peek);
}

#[test]
fn a_programs_own_queue_is_asked_after_each_look_at_streams() {
    let world = world();
    let mut run = Run::foreign(&world, None);
    run.streams = Streams::ForeignWaiting;
    run.push(world.task(), world.time());
    for _ in 0..3 {
        assert_eq!(run.step(), Step::Peek);
        run.rs.peeked(Some(world.time()));
        run.waits(Step::Poll, 0);
        assert_eq!(run.step(), Step::Peek);
        run.rs.peeked(Some(world.time()));
        assert_eq!(run.step(), Step::Pop);
        run.rs.popped(run.queue.peek().unwrap());
        assert_eq!(run.step(), Step::Resume);
    }
}

#[test]
fn a_programs_own_queue_that_is_empty_ends_the_loop_or_has_it_wait() {
    let world = world();
    let main = world.task();
    for (main, streams, step, timeout) in [
        (None, Streams::Quiet, Step::Finished, 0),
        (Some(main), Streams::Quiet, Step::Wait, 3),
        (Some(main), Streams::Waiting, Step::Poll, FOR_EVER),
        (None, Streams::ForeignQuiet, Step::Finished, 0),
    ] {
        let mut run = Run::foreign(&world, main);
        run.streams = streams;
        assert_eq!(run.step(), Step::Peek);
        run.rs.peeked(None);
        assert_eq!(run.step(), step);
        if step != Step::Finished {
            assert_eq!(run.rs.timeout, timeout);
            assert_eq!(run.step(), Step::Peek);
        }
    }
}

#[test]
fn a_queue_that_a_program_swaps_while_the_loop_runs_is_the_one_in_use() {
    let world = world();
    let mut run = Run::new(&world, None);
    let tasks = world.tasks(3);
    run.start(tasks[0]);
    run.foreign = true;
    run.start(tasks[1]);
    run.queue = world.queue();
    run.foreign = false;
    run.start(tasks[2]);
    assert_eq!(run.step(), Step::Finished);
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
