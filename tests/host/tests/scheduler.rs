//! How the run loop chooses what to do next, a step at a time: the edges (1) and (2) of the diagram at the head of
//! `src/scheduler.rs`. The others are in `endings.rs`.
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

use asyncio_rs::queue::remove_from_any;
use asyncio_rs::scheduler::{FOR_EVER, Loop, SWITCHES_BETWEEN_LOOKS, Step, Streams};
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, Run, World, links};

/// The clock wraps soon.
fn world() -> World {
    World::new(HALF, 2 * HALF - 5)
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
