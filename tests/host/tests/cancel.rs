//! Whom a cancellation is for: the task at the end of the chain of who waits for whom, and nobody if the chain is a circle.

use asyncio_rs::cancel::{is_early, target};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, World, any_half, config, wrap};
use proptest::prelude::*;

/// Lets `task` wait for `awaited`, as awaiting it does.
fn wait_for(task: TaskRef, awaited: TaskRef) {
    task.data.set(Obj(awaited.as_ptr().cast()));
}

/// Tasks each of which waits for the next.
fn chain(world: &World, n: usize) -> Vec<TaskRef> {
    let tasks = world.tasks(n);
    for pair in tasks.windows(2) {
        wait_for(pair[0], pair[1]);
    }
    tasks
}

#[test]
fn a_task_that_waits_for_no_task_is_cancelled_itself() {
    let world = World::new(HALF, 0);
    let task = world.task();
    for data in [world.none(), world.object(), Obj(world.queue().as_ptr().cast())] {
        task.data.set(data);
        assert!(target(task, &world) == Some(task));
        assert!(task.data.get() == data, "only looked at");
    }
}

#[test]
fn a_chain_passes_it_on_to_its_end() {
    let world = World::new(HALF, 0);
    for n in 1..if cfg!(miri) { 9 } else { 70 } {
        let tasks = chain(&world, n);
        for &task in &tasks {
            assert!(target(task, &world) == Some(tasks[n - 1]));
        }
    }
}

#[test]
fn a_circle_of_any_length_is_noticed_from_within_and_from_without() {
    let world = World::new(HALF, 0);
    let (lengths, tails) = if cfg!(miri) { (5, 4) } else { (35, 20) };
    for length in 1..lengths {
        for tail in 0..tails {
            let tasks = chain(&world, tail + length);
            wait_for(tasks[tail + length - 1], tasks[tail]);
            for &task in &tasks {
                assert!(target(task, &world).is_none(), "{tail} lead into {length}");
            }
        }
    }
}

#[test]
fn a_watched_or_awaited_task_can_be_cancelled() {
    let world = World::new(HALF, 0);
    let task = world.task();
    for state in [Obj(world.queue().as_ptr().cast()), world.object()] {
        task.state.set(state);
        assert!(target(task, &world) == Some(task));
    }
}

#[test]
fn a_task_due_now_is_not_early() {
    let world = World::new(HALF, 2 * HALF - 1);
    let (queue, task) = (world.queue(), world.task());
    for (ms, early) in [(-1, false), (0, false), (1, true), (1000, true)] {
        world.push(queue, task, world.at(ms)).unwrap();
        assert_eq!(is_early(task, &world), early, "due in {ms} ms, across the wrap");
        queue.pop(PERIOD);
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_task_is_early_as_long_as_its_key_is_ahead(half in any_half(), now in any::<usize>(), ahead in any::<usize>()) {
        let world = World::new(half, wrap(now, half));
        let task = world.task();
        task.key.set(wrap(now.wrapping_add(ahead), half));
        let ahead = wrap(ahead, half);
        prop_assert_eq!(is_early(task, &world), ahead != 0 && ahead < half);
    }

    #[test]
    fn any_web_of_waits_is_followed_to_its_end(waits in prop::collection::vec(0..40usize, 30)) {
        // A number beyond the tasks is no task.
        let world = World::new(HALF, 0);
        let tasks = world.tasks(waits.len());
        for (task, &awaited) in tasks.iter().zip(&waits) {
            if let Some(&awaited) = tasks.get(awaited) {
                wait_for(*task, awaited);
            }
        }
        for start in 0..tasks.len() {
            let mut at = start;
            let end = (0..tasks.len()).find_map(|_| match waits[at] {
                next if next < tasks.len() => { at = next; None }
                _ => Some(at),
            });
            prop_assert!(target(tasks[start], &world) == end.map(|end| tasks[end]), "from {}: {:?}", start, end);
        }
    }
}
