//! How the run loop chooses what to do next, a step at a time: the edges (1) and (2) of the diagram at the head of
//! `src/scheduler.rs`. The others are in `endings.rs`.
//!
//! | edge                                         | test                                                              |
//! |----------------------------------------------|-------------------------------------------------------------------|
//! | start, (1) to (2) Resume, yielded to (1)     | `tasks_that_are_due_run_in_order_of_key_and_arrival`              |
//! | (2) Resume, of another task                  | `whichever_task_is_popped_runs`, `an_interrupt_that_pushes_*`     |
//! | (2) Resume, of none, to (1)                  | `a_task_that_is_gone_*`, `an_interrupt_that_takes_*`              |
//! | (1) Poll until a task is due, to (1)         | `the_loop_waits_*`, `a_wait_that_ends_early_is_taken_up_again`    |
//! | (1) Poll, nothing can wake, main not done    | `with_nothing_to_wake_and_main_not_done_the_loop_idles`           |
//! | (1) Poll for ever                            | `with_tasks_on_streams_alone_the_loop_waits_for_ever`             |
//! | (1) Poll while tasks are ready               | `streams_are_polled_*`, `woken_tasks_*`, `a_programs_own_io_*`     |
//! | start, (1) Poll while tasks are ready        | `the_first_turn_of_a_run_polls_streams`                           |
//! | (1) Poll, whether a task ran                 | `a_poll_is_told_whether_a_task_ran_since_the_last`                |
//! | (1) Finished                                 | `the_loop_is_finished_*`                                          |

use asyncio_rs::scheduler::{
    FOR_EVER, LONGEST_BETWEEN_POLLS, SLOW_SWITCHES, SWITCHES_BETWEEN_POLLS, SWITCHES_FOR_WOKEN, Step,
};
use asyncio_rs::task::TaskRef;
use asyncio_rs::vm::Vm;
use host_tests::{HALF, IoQueue, Run, World, links, wrap};

/// The clock wraps soon.
fn world() -> World {
    World::new(HALF, 2 * HALF - 5)
}

/// A run whose streams have been polled, in a millisecond of many switches, and a task that has run once since.
fn after_a_poll(world: &World, io_queue: IoQueue) -> (Run<'_>, TaskRef) {
    let (mut run, task) = (Run::new(world, None), world.task());
    run.io_queue = io_queue;
    world.pass(1);
    for _ in 0..SLOW_SWITCHES {
        run.push(task, world.time());
        run.polls(0);
        run.resumes(task);
    }
    for _ in 1..SWITCHES_BETWEEN_POLLS {
        run.start(task);
    }
    run.push(task, world.time());
    run.polls(0);
    run.resumes(task);
    (run, task)
}

#[test]
fn tasks_that_are_due_run_in_order_of_key_and_arrival() {
    let world = world();
    for mut run in Run::on_either_queue(&world, None) {
        let tasks = world.tasks(5);
        for (task, key) in tasks.iter().zip([0, -1, 0, -1, -3]) {
            run.push(*task, world.at(key));
        }
        for i in [4, 1, 3, 0, 2] {
            run.resumes(tasks[i]);
        }
        assert_eq!(run.step(), Step::Finished);
    }
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
    for mut run in Run::on_either_queue(&world, None) {
        let (late, early) = (world.task(), world.task());
        run.push(late, world.at(30));
        run.push(early, world.at(20));
        run.polls(20);
        run.resumes(early);
        world.pass(4);
        run.polls(6);
        run.resumes(late);
    }
}

#[test]
fn a_wait_that_ends_early_is_taken_up_again() {
    let world = world();
    for mut run in Run::on_either_queue(&world, None) {
        let (task, pushed) = (world.task(), world.task());
        run.push(task, world.at(20));
        assert_eq!((run.step(), run.rs.timeout), (Step::Poll, 20));
        world.pass(8);
        assert_eq!((run.step(), run.rs.timeout), (Step::Poll, 12));
        // A scheduled callback pushes: what was computed before it is no longer waited for.
        run.push(pushed, world.time());
        run.resumes(pushed);
        run.polls(12);
        run.resumes(task);
    }
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
fn a_key_half_a_period_away_has_passed() {
    // As `time.ticks_diff` has it.
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    run.push(task, wrap(world.time().wrapping_add(HALF), HALF));
    run.resumes(task);
}

#[test]
fn after_a_long_wait_the_clock_is_asked_before_a_key_is_judged() {
    // A wait for streams can be longer than ticks can tell.
    let world = world();
    for io_queue in IoQueue::WAITING {
        let mut run = Run::new(&world, None);
        run.io_queue = io_queue;
        assert_eq!((run.step(), run.rs.timeout), (Step::Poll, FOR_EVER));
        world.pass(HALF / 2 * 3);
        let task = world.task();
        run.push(task, world.at(5));
        assert_eq!((run.step(), run.rs.timeout), (Step::Poll, 5));
        world.pass(5);
        run.resumes(task);
    }
}

#[test]
fn an_interrupt_that_pushes_an_earlier_task_has_it_run_first() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (task, urgent, queue) = (world.task(), world.task(), run.queue);
    run.push(task, world.at(1));
    world.pass(1);
    world.interrupt_at_next_read(move |world| world.push(queue, urgent, world.at(-1)).unwrap());
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
    world.interrupt_at_next_read(move |world| world.remove(task));
    assert_eq!(run.step(), Step::Finished);
}

#[test]
fn a_task_that_is_gone_when_it_is_popped_has_the_loop_choose_again() {
    let world = world();
    let mut run = Run::new(&world, None);
    let (before, gone, next) = (world.task(), world.task(), world.task());
    run.start(before);
    for _ in 0..3 {
        run.push(gone, world.time());
        assert_eq!(run.ask(), Step::Resume);
        world.remove(gone);
        assert!(!run.carry_out(Step::Resume));
        assert!(run.rs.task == Some(before), "cur_task stays");
    }
    run.push(next, world.at(2));
    run.polls(2);
    run.resumes(next);
    assert_eq!(run.step(), Step::Finished);
}

#[test]
fn whichever_task_is_popped_runs() {
    let world = world();
    for mut run in Run::on_either_queue(&world, None) {
        let (task, popped) = (world.task(), world.task());
        run.push(task, world.time());
        assert_eq!(run.ask(), Step::Resume);
        assert_eq!(
            links::check(run.queue),
            [task.as_ptr().cast()],
            "the queue is left to its owner"
        );
        run.resume(popped);
        assert!(run.rs.task == Some(popped));
        run.resumes(task);
    }
}

#[test]
fn the_loop_is_finished_when_no_task_is_left() {
    for io_queue in IoQueue::QUIET {
        let world = world();
        for mut run in Run::on_either_queue(&world, None) {
            run.io_queue = io_queue;
            assert_eq!(run.step(), Step::Finished);
            assert!(run.rs.task.is_none());
        }
    }
}

#[test]
fn the_loop_is_finished_when_main_was_done_before() {
    for io_queue in IoQueue::QUIET {
        for state in [false, true] {
            let world = world();
            let main = world.task();
            main.state.set(if state { world.none() } else { world.false_() });
            let mut run = Run::new(&world, Some(main));
            run.start(world.task());
            run.io_queue = io_queue;
            assert_eq!(run.step(), Step::Finished);
            assert!(run.rs.task.is_none(), "cur_task is None");
        }
    }
}

#[test]
fn with_nothing_to_wake_and_main_not_done_the_loop_idles() {
    for io_queue in IoQueue::QUIET {
        let world = world();
        let main = world.task();
        for mut run in Run::on_either_queue(&world, Some(main)) {
            run.io_queue = io_queue;
            for _ in 0..5 {
                run.polls(3);
                assert!(run.rs.task.is_none(), "cur_task is None");
            }
            run.push(main, world.time());
            // A program's own `_io_queue` was asked already since a task ran.
            run.resumes(main);
        }
    }
}

#[test]
fn with_tasks_on_streams_alone_the_loop_waits_for_ever() {
    for io_queue in IoQueue::WAITING {
        let world = world();
        let (main, ready) = (world.task(), world.task());
        for mut run in Run::on_either_queue(&world, Some(main)) {
            run.start(ready);
            run.io_queue = io_queue;
            for _ in 0..3 {
                assert_eq!((run.step(), run.rs.timeout), (Step::Poll, FOR_EVER));
                assert!(run.rs.task == Some(ready), "cur_task stays");
            }
            run.push(main, world.time());
            run.resumes(main);
        }
    }
}

#[test]
fn with_tasks_on_streams_the_loop_waits_until_the_first_task_is_due() {
    for io_queue in [IoQueue::Waiting, IoQueue::ForeignWaiting, IoQueue::ForeignQuiet] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.io_queue = io_queue;
        let task = world.task();
        run.push(task, world.at(20));
        run.polls(20);
        run.resumes(task);
    }
}

#[test]
fn the_first_turn_of_a_run_polls_streams() {
    // Whatever tasks did before the run, or while nobody waited on a stream, is not known yet.
    for switches in [0, 1, SWITCHES_BETWEEN_POLLS] {
        let world = world();
        let mut run = Run::new(&world, None);
        let task = world.task();
        for _ in 0..switches {
            run.start(task);
        }
        run.io_queue = IoQueue::Waiting;
        run.push(task, world.time());
        run.polls(0);
        run.resumes(task);
    }
}

#[test]
fn streams_are_polled_before_each_switch_while_turns_last_a_millisecond() {
    for ms in [1, 2, 20] {
        let world = world();
        let (mut run, task) = after_a_poll(&world, IoQueue::Waiting);
        for woken in [0, 1, 9, 0, 0, 100, 0] {
            world.pass(ms); // a turn, which need not ask the clock
            for _ in 1..SLOW_SWITCHES {
                // and shorter ones after it
                run.push(task, world.time());
                run.polls(0);
                run.resumes(task);
                run.rs.woken = 0;
            }
            run.rs.woken = woken;
        }
    }
}

#[test]
fn streams_are_polled_after_so_many_switches_of_one_millisecond() {
    let world = world();
    let (mut run, task) = after_a_poll(&world, IoQueue::Waiting);
    for _ in 0..6 {
        // The one right after a poll counts for the next.
        for _ in 1..SWITCHES_BETWEEN_POLLS {
            run.start(task);
        }
        run.push(task, world.time());
        run.polls(0);
        run.resumes(task);
    }
}

#[test]
fn a_time_that_was_just_read_is_not_read_again() {
    let world = world();
    let (mut run, task) = after_a_poll(&world, IoQueue::Waiting);
    for fresh in [true, false] {
        run.push(task, world.time());
        run.rs.fresh = fresh;
        let before = world.reads();
        run.resumes(task);
        assert_eq!(world.reads() - before, usize::from(!fresh));
        assert!(!run.rs.fresh, "it is old after a turn");
    }
}

#[test]
fn woken_tasks_put_the_next_poll_off_until_they_have_run() {
    for woken in [5, 30, 1000, u32::MAX / 2] {
        let world = world();
        let (mut run, task) = after_a_poll(&world, IoQueue::Waiting);
        run.rs.woken = woken;
        let mut switches = 1;
        let mut ms = 0;
        loop {
            if switches % 50 == 0 {
                world.pass(1);
                ms += 1;
            }
            run.push(task, world.time());
            if run.step() == Step::Poll {
                break;
            }
            switches += 1;
        }
        if ms >= LONGEST_BETWEEN_POLLS {
            assert_eq!((ms, switches), (LONGEST_BETWEEN_POLLS, 50 * ms as u32));
        } else {
            let put_off = if cfg!(feature = "unix") {
                woken * SWITCHES_FOR_WOKEN
            } else {
                0
            };
            assert_eq!(switches, put_off.max(SWITCHES_BETWEEN_POLLS), "boards put nothing off");
        }
    }
}

#[test]
#[cfg(feature = "unix")]
fn a_turn_that_lasts_ends_the_time_of_those_woken() {
    for ms in [1, 2, 20] {
        let world = world();
        let (mut run, task) = after_a_poll(&world, IoQueue::Waiting);
        run.rs.woken = 1000;
        for _ in 0..SWITCHES_BETWEEN_POLLS {
            run.start(task);
        }
        world.pass(ms);
        run.push(task, world.time());
        // A turn of a millisecond can be one that was interrupted; three in a row are known for what they are.
        for _ in 0..if ms == 1 { 2 } else { 0 } {
            run.resumes(task);
            world.pass(1);
            run.push(task, world.time());
        }
        run.polls(0);
        run.resumes(task);
    }
}

#[test]
fn streams_are_polled_once_before_the_next_task_runs() {
    for io_queue in [IoQueue::Waiting, IoQueue::ForeignWaiting, IoQueue::ForeignQuiet] {
        let world = world();
        let mut run = Run::new(&world, None);
        run.io_queue = io_queue;
        let (late, ready) = (world.task(), world.task());
        run.push(late, world.at(9));
        run.polls(9);
        // Time goes on while streams are polled, and they wake a task: it runs without a further poll.
        world.pass(3);
        world.remove(late);
        run.push(ready, world.time());
        run.resumes(ready);
        run.push(late, world.time());
        run.polls(0);
        run.resumes(late);
    }
}

#[test]
fn without_a_task_on_streams_nothing_is_polled() {
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    for _ in 0..300 {
        world.pass(1);
        run.start(task);
    }
    run.push(task, world.at(4));
    run.polls(4);
}

#[test]
fn a_programs_own_io_queue_is_asked_at_every_turn() {
    for io_queue in [IoQueue::ForeignQuiet, IoQueue::ForeignWaiting] {
        let world = world();
        for mut run in Run::on_either_queue(&world, None) {
            run.io_queue = io_queue;
            let task = world.task();
            for _ in 0..20 {
                run.push(task, world.time());
                run.polls(0);
                run.resumes(task);
            }
        }
    }
}

#[test]
fn a_poll_is_told_whether_a_task_ran_since_the_last() {
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    run.push(task, world.at(20));
    run.step();
    assert!(run.rs.ran, "some may have before the run");
    // Many switches without a poll count as well, also where a byte that counts them would wrap.
    for switches in [0, 1, 0, 0, 255, 256, 257, 1024, 0] {
        world.remove(task);
        for _ in 0..switches {
            run.start(task);
        }
        run.push(task, world.at(20));
        assert_eq!(run.step(), Step::Poll);
        assert_eq!(run.rs.ran, switches != 0, "{switches}");
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
fn a_run_whose_queues_were_made_anew_is_finished_when_nothing_is_left_in_them() {
    let world = world();
    let (main, task) = (world.task(), world.task());
    let mut run = Run::new(&world, Some(main));
    run.rs.reset = true;
    run.io_queue = IoQueue::Waiting;
    run.polls(FOR_EVER);
    run.io_queue = IoQueue::Quiet;
    run.push(task, world.at(3));
    run.polls(3);
    run.resumes(task);
    assert_eq!(run.step(), Step::Finished);
    assert!(run.rs.task.is_none());
}

#[test]
fn a_run_keeps_nothing_of_a_task_that_it_has_left() {
    use asyncio_rs::scheduler::Ending;
    use asyncio_rs::task::Obj;
    let world = world();
    let mut run = Run::new(&world, None);
    let task = world.task();
    run.start(task);
    run.ends(world.object(), Ending::Returned);
    assert_eq!(run.step(), Step::Finished);
    assert!((run.rs.exc, run.rs.thrown) == (Obj::NULL, Obj::NULL) && run.rs.other.is_none());
}
