//! Queues held to a sorted list, where keys have an order, and to upstream's pairing heap, where they have none.

use asyncio_rs::queue::{QueueError, QueueRef, remove};
use asyncio_rs::ticks::Period;

use super::Bytes;
use crate::{World, links, wrap};

/// How many queues there are.
pub const QUEUES: usize = 3;
/// How many tasks there are.
pub const TASKS: usize = if cfg!(miri) { 8 } else { 24 };

/// What is done.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Op {
    Push { queue: usize, task: usize, key: usize },
    Pop { queue: usize },
    Remove { queue: usize, task: usize },
    RemoveFromAny { task: usize },
}

/// What each queue should hold, in order of arrival, and how the next one is found.
pub trait Model {
    fn push(&mut self, queue: usize, task: usize, key: usize);
    fn peek(&self, queue: usize) -> Option<usize>;
    fn pop(&mut self, queue: usize) -> Option<usize>;
    fn remove(&mut self, queue: usize, task: usize);
}

/// A list of tasks with their distance from a time before all of them.
#[derive(Default)]
pub struct Sorted([Vec<(usize, usize)>; QUEUES]);

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
pub struct Pairing {
    period: Period,
    heaps: [Option<Tree>; QUEUES],
}

struct Tree {
    task: usize,
    key: usize,
    children: Vec<Tree>,
}

impl Pairing {
    /// Empty heaps.
    pub fn new(period: Period) -> Self {
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
pub fn compare(
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

/// Runs a program of these decisions.
///
/// # Panics
/// If the queues do not do what the model does.
pub fn check(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let half = 1 << bytes.pick(usize::BITS as usize);
    let (is_sorted, start) = (bytes.pick(2) == 0, bytes.pick(1 << 16).wrapping_neg());
    let mut ops = Vec::new();
    while !bytes.is_over() {
        let (op, queue, task) = (bytes.pick(6), bytes.pick(QUEUES), bytes.pick(TASKS));
        ops.push(match op {
            0..=2 => {
                let key = bytes.pick(256);
                // Mostly few keys; else far apart.
                let key = if key < 192 {
                    key % 4
                } else {
                    key << (usize::BITS - 8) | key
                };
                Op::Push { queue, task, key }
            }
            3 => Op::Pop { queue },
            4 => Op::Remove { queue, task },
            _ => Op::RemoveFromAny { task },
        });
    }
    if is_sorted {
        let key = |key| key & (half - 1);
        compare(half, &ops, &mut Sorted::default(), key, |key| {
            wrap(start.wrapping_add(key), half)
        });
    } else {
        let mut model = Pairing::new(Period::from_half(half));
        compare(half, &ops, &mut model, |key| wrap(key, half), |key| key);
    }
}
