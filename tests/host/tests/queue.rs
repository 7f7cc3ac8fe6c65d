//! The priority queue: the earliest key first, equal keys in order of arrival, whatever is removed in between; and, for
//! keys without an order, exactly upstream's heap.

use asyncio_rs::queue::{QueueError, QueueRef, remove};
use asyncio_rs::task::TaskRef;
use asyncio_rs::ticks::Period;
use host_tests::{HALF, PERIOD, World, any_half, config, links, sections, wrap};
use proptest::prelude::*;

const QUEUES: usize = 3;
const TASKS: usize = 24;

#[derive(Clone, Debug)]
enum Op {
    Push { queue: usize, task: usize, key: usize },
    Pop { queue: usize },
    Remove { queue: usize, task: usize },
    RemoveFromAny { task: usize },
}

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

/// What each queue should hold, in order of arrival, and how the next one is found.
trait Model {
    fn push(&mut self, queue: usize, task: usize, key: usize);
    fn peek(&self, queue: usize) -> Option<usize>;
    fn pop(&mut self, queue: usize) -> Option<usize>;
    fn remove(&mut self, queue: usize, task: usize);
}

/// A list of tasks with their distance from a time before all of them.
#[derive(Default)]
struct Sorted([Vec<(usize, usize)>; QUEUES]);

impl Model for Sorted {
    fn push(&mut self, queue: usize, task: usize, key: usize) {
        let list = &mut self.0[queue];
        let at = list.partition_point(|&(other, _)| other <= key);
        list.insert(at, (key, task));
    }

    fn peek(&self, queue: usize) -> Option<usize> {
        self.0[queue].first().map(|&(_, task)| task)
    }

    fn pop(&mut self, queue: usize) -> Option<usize> {
        (!self.0[queue].is_empty()).then(|| self.0[queue].remove(0).1)
    }

    fn remove(&mut self, queue: usize, task: usize) {
        self.0[queue].retain(|&(_, other)| other != task);
    }
}

/// Upstream's pairing heap as trees that own their children.
struct Pairing {
    period: Period,
    heaps: [Option<Tree>; QUEUES],
}

struct Tree {
    task: usize,
    key: usize,
    children: Vec<Tree>,
}

impl Pairing {
    fn new(period: Period) -> Self {
        Self {
            period,
            heaps: [const { None }; QUEUES],
        }
    }

    fn meld(&self, mut one: Tree, mut two: Tree) -> Tree {
        if self.period.before(one.key, two.key) {
            one.children.push(two);
            one
        } else {
            two.children.insert(0, one);
            two
        }
    }

    fn pair(&self, children: Vec<Tree>) -> Option<Tree> {
        let mut heap = None;
        let mut children = children.into_iter();
        while let Some(one) = children.next() {
            let pair = match children.next() {
                Some(two) => self.meld(one, two),
                None => one,
            };
            heap = Some(match heap {
                Some(heap) => self.meld(heap, pair),
                None => pair,
            });
        }
        heap
    }

    fn delete(&self, trees: &mut Vec<Tree>, task: usize) {
        if let Some(i) = trees.iter().position(|tree| tree.task == task) {
            let heir = self.pair(trees.remove(i).children);
            if let Some(heir) = heir {
                trees.insert(i, heir);
            }
        } else {
            trees.iter_mut().for_each(|tree| self.delete(&mut tree.children, task));
        }
    }
}

impl Model for Pairing {
    fn push(&mut self, queue: usize, task: usize, key: usize) {
        let tree = Tree {
            task,
            key,
            children: Vec::new(),
        };
        self.heaps[queue] = Some(match self.heaps[queue].take() {
            Some(heap) => self.meld(tree, heap),
            None => tree,
        });
    }

    fn peek(&self, queue: usize) -> Option<usize> {
        self.heaps[queue].as_ref().map(|tree| tree.task)
    }

    fn pop(&mut self, queue: usize) -> Option<usize> {
        let tree = self.heaps[queue].take()?;
        self.heaps[queue] = self.pair(tree.children);
        Some(tree.task)
    }

    fn remove(&mut self, queue: usize, task: usize) {
        let mut trees = self.heaps[queue].take().into_iter().collect();
        self.delete(&mut trees, task);
        self.heaps[queue] = trees.pop();
    }
}

/// Carries out each operation on the queues and on the model. `tick` makes a key of a model's key.
fn compare(
    half: usize,
    ops: &[Op],
    model: &mut impl Model,
    model_key: impl Fn(usize) -> usize,
    tick: impl Fn(usize) -> usize,
) {
    let period = Period::from_half(half);
    let world = World::new(half, 0);
    let tasks = world.tasks(TASKS);
    let queues: Vec<QueueRef> = (0..QUEUES).map(|_| world.queue()).collect();
    let mut home = [None; TASKS];
    for op in ops {
        match *op {
            Op::Push { queue, task, key } => {
                let key = model_key(key);
                let (data, before) = (world.object(), (tasks[task].key.get(), tasks[task].data.get()));
                let pushed = queues[queue].push(tasks[task], tick(key), data, period);
                let after = (tasks[task].key.get(), tasks[task].data.get());
                if home[task].is_some() {
                    assert_eq!(pushed, Err(QueueError::Queued));
                    assert_eq!(after, before);
                } else {
                    assert_eq!(pushed, Ok(()));
                    assert_eq!(after, (tick(key), data));
                    home[task] = Some(queue);
                    model.push(queue, task, key);
                }
            }
            Op::Pop { queue } => {
                let popped = queues[queue].pop(period);
                let expected = model.pop(queue);
                assert!(popped == expected.map(|task| tasks[task]), "pop gives {expected:?}");
                if let Some(task) = expected {
                    home[task] = None;
                }
            }
            Op::Remove { queue, task } => {
                let removed = remove(Some(queues[queue]), tasks[task], period);
                if home[task] == Some(queue) {
                    assert_eq!(removed, Ok(()));
                    home[task] = None;
                    model.remove(queue, task);
                } else {
                    assert_eq!(removed, Err(QueueError::Absent));
                }
            }
            Op::RemoveFromAny { task } => {
                let removed = remove(None, tasks[task], period);
                if let Some(queue) = home[task].take() {
                    assert_eq!(removed, Ok(()));
                    model.remove(queue, task);
                } else {
                    assert_eq!(removed, Err(QueueError::Absent));
                }
            }
        }
        for (i, queue) in queues.iter().enumerate() {
            assert!(queue.peek() == model.peek(i).map(|task| tasks[task]), "the head of {i}");
            let mut linked = links::check(*queue);
            let mut expected: Vec<_> = (0..TASKS)
                .filter(|&task| home[task] == Some(i))
                .map(|task| tasks[task].as_ptr().cast())
                .collect();
            linked.sort();
            expected.sort();
            assert_eq!(linked, expected, "what is in queue {i}");
        }
        for task in 0..TASKS {
            assert_eq!(tasks[task].is_queued(), home[task].is_some());
            if home[task].is_none() {
                links::check_detached(tasks[task]);
            }
        }
    }
    for (i, queue) in queues.iter().enumerate() {
        while let Some(expected) = model.pop(i) {
            assert!(queue.pop(period) == Some(tasks[expected]), "{expected} comes out next");
            links::check(*queue);
        }
        assert!(queue.pop(period).is_none() && queue.peek().is_none());
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn the_earliest_comes_first_and_equals_in_order_of_arrival(
        half in any_half(), start in any::<usize>(), ops in prop::collection::vec(op(), 1..120)
    ) {
        // Within half a period of each other, across the wrap as well, ticks have an order.
        compare(half, &ops, &mut Sorted::default(), |key| key & (half - 1), |key| wrap(start.wrapping_add(key), half));
    }

    #[test]
    fn keys_without_an_order_come_out_as_from_upstreams_heap(
        half in any_half(), ops in prop::collection::vec(op(), 1..120)
    ) {
        let mut model = Pairing::new(Period::from_half(half));
        compare(half, &ops, &mut model, |key| wrap(key, half), |key| key);
    }

    #[test]
    fn a_few_keys_a_third_of_a_period_apart_come_out_as_from_upstreams_heap(
        ops in prop::collection::vec(op(), 1..120)
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
    let mut before = sections();
    let mut one_more = || {
        before += 1;
        assert_eq!(sections(), before);
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
