//! The priority queue: the earliest key first, equal keys in order of arrival, whatever is removed in between; and, for
//! keys without an order, exactly upstream's heap.

use asyncio_rs::queue::{QueueError, QueueRef, remove};
use asyncio_rs::task::TaskRef;
use asyncio_rs::ticks::Period;
use host_tests::models::queue::{Op, Pairing, QUEUES, Sorted, TASKS, compare};
use host_tests::{HALF, PERIOD, World, any_half, config, links, vm, wrap};
use proptest::prelude::*;

const OPS: usize = if cfg!(miri) { 16 } else { 120 };

/// Keys are wide apart or, mostly, often the same.
fn op() -> impl Strategy<Value = Op> {
    let queue = || prop_oneof![3 => Just(0), 1 => 0..QUEUES];
    let key = prop_oneof![0..4usize, any::<usize>()];
    prop_oneof![
        6 => (queue(), 0..TASKS, key).prop_map(|(queue, task, key)| Op::Push { queue, task, key }),
        2 => queue().prop_map(|queue| Op::Pop { queue }),
        2 => (queue(), 0..TASKS).prop_map(|(queue, task)| Op::Remove { queue, task }),
        2 => (0..TASKS).prop_map(|task| Op::RemoveFromAny { task }),
    ]
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn the_earliest_comes_first_and_equals_in_order_of_arrival(
        half in any_half(), start in any::<usize>(), ops in prop::collection::vec(op(), 1..OPS)
    ) {
        // Within half a period of each other, across the wrap as well, ticks have an order.
        compare(half, &ops, &mut Sorted::default(), |key| key & (half - 1), |key| wrap(start.wrapping_add(key), half));
    }

    #[test]
    fn keys_without_an_order_come_out_as_from_upstreams_heap(
        half in any_half(), ops in prop::collection::vec(op(), 1..OPS)
    ) {
        let mut model = Pairing::new(Period::from_half(half));
        compare(half, &ops, &mut model, |key| wrap(key, half), |key| key);
    }

    #[test]
    fn a_few_keys_a_third_of_a_period_apart_come_out_as_from_upstreams_heap(
        ops in prop::collection::vec(op(), 1..OPS)
    ) {
        // Three such keys go round: each comes before the next.
        let mut model = Pairing::new(PERIOD);
        compare(HALF, &ops, &mut model, |key| key % 3 * (HALF / 3 * 2), |key| key);
    }
}

fn drain(queue: QueueRef) -> Vec<TaskRef> {
    std::iter::from_fn(|| queue.pop(PERIOD)).collect()
}

#[test]
fn equal_keys_come_out_in_order_of_arrival() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    for n in [1, 2, 3, 100, 1000] {
        let n = if cfg!(miri) { n.min(20) } else { n };
        let tasks = world.tasks(n);
        for &task in &tasks {
            world.push(queue, task, 7).unwrap();
        }
        assert!(drain(queue) == tasks);
    }
}

#[test]
fn equal_keys_keep_their_order_when_any_one_is_removed() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    for n in 1..if cfg!(miri) { 6 } else { 12 } {
        for removed in 0..n {
            // After one pop the rest hang on each other in more than one generation.
            for popped in 0..2.min(n) {
                let mut tasks = world.tasks(n);
                for &task in &tasks {
                    world.push(queue, task, 7).unwrap();
                }
                let first: Vec<_> = (0..popped).filter_map(|_| queue.pop(PERIOD)).collect();
                let gone = tasks.remove(removed);
                world.remove(gone);
                links::check(queue);
                tasks.retain(|task| !first.contains(task));
                assert!(drain(queue) == tasks, "{removed} of {n} removed after {popped} popped");
            }
        }
    }
}

#[test]
fn a_task_that_is_pushed_again_arrives_again() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    let [a, b, c] = [world.task(), world.task(), world.task()];
    for task in [a, b, c] {
        world.push(queue, task, 7).unwrap();
    }
    remove(Some(queue), a, PERIOD).unwrap();
    world.push(queue, a, 7).unwrap();
    assert!(drain(queue) == [b, c, a]);
}

#[test]
fn an_empty_queue_gives_nothing() {
    let world = World::new(HALF, 0);
    let (queue, task) = (world.queue(), world.task());
    assert!(queue.peek().is_none() && queue.pop(PERIOD).is_none());
    assert_eq!(remove(Some(queue), task, PERIOD), Err(QueueError::Absent));
    assert_eq!(remove(None, task, PERIOD), Err(QueueError::Absent));
    links::check_detached(task);
}

#[test]
fn a_task_is_in_one_queue_only() {
    let world = World::new(HALF, 0);
    let (one, two, task) = (world.queue(), world.queue(), world.task());
    world.push(one, task, 1).unwrap();
    assert_eq!(world.push(one, task, 2), Err(QueueError::Queued));
    assert_eq!(world.push(two, task, 2), Err(QueueError::Queued));
    assert_eq!(remove(Some(two), task, PERIOD), Err(QueueError::Absent));
    assert!(one.peek() == Some(task) && two.peek().is_none());
    assert_eq!(task.key.get(), 1);
}

#[test]
fn each_change_is_one_critical_section() {
    let world = World::new(HALF, 0);
    let (queue, tasks) = (world.queue(), world.tasks(9));
    let mut before = vm::sections();
    let mut one_more = || {
        before += 1;
        assert_eq!(vm::sections(), before);
    };
    for &task in &tasks {
        world.push(queue, task, 1).unwrap();
        one_more();
    }
    queue.pop(PERIOD);
    one_more();
    remove(Some(queue), tasks[4], PERIOD).unwrap();
    one_more();
    world.remove(tasks[5]);
    one_more();
    assert!(world.push(queue, tasks[6], 1).is_err());
    one_more();
}

#[test]
fn removing_one_of_many_walks_past_none_of_the_others() {
    // With a walk, the last of these would take hours.
    const MANY: usize = if cfg!(miri) { 200 } else { 200_000 };
    let world = World::new(HALF, 0);
    let queue = world.queue();
    let tasks = world.tasks(MANY);
    for (i, &task) in tasks.iter().enumerate() {
        world.push(queue, task, i).unwrap();
    }
    // Every one but the head is its child now. From the middle outwards, then.
    let start = std::time::Instant::now();
    for i in 0..MANY / 2 {
        world.remove(tasks[MANY / 2 + i]);
        world.remove(tasks[MANY / 2 - i]);
    }
    assert!(start.elapsed().as_secs() < 30);
    assert!(queue.pop(PERIOD) == Some(tasks[0]) && queue.peek().is_none());
}
