//! The table of waits, held to a model of streams with their waiters, by name.

use std::collections::BTreeMap;

use asyncio_rs::stream::waits::Direction::{self, Read, Write};
use asyncio_rs::stream::waits::{FAILED, READABLE, WRITABLE, WaitError};
use asyncio_rs::task::TaskRef;
use asyncio_rs::vm::Vm;

use super::Bytes;
use crate::{HALF, Table, World};

/// `POLLHUP`.
pub const HANG_UP: u16 = 16;
/// How many streams there are.
pub const STREAMS: usize = 5;
/// How many tasks there are.
pub const TASKS: usize = 6;

/// What is done.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Op {
    Enqueue {
        stream: usize,
        direction: Direction,
        task: usize,
    },
    Wake {
        stream: usize,
        events: u16,
    },
    Remove {
        task: usize,
    },
    Register {
        stream: usize,
        events: u16,
    },
    Modify {
        stream: usize,
        events: u16,
    },
    /// The task is put in the run queue by other means.
    Push {
        task: usize,
    },
    /// The task comes out of the run queue, and runs.
    Run {
        task: usize,
    },
    Finish {
        task: usize,
    },
    Grow,
}

/// The table as it is described: streams with their waiters, by name.
#[derive(Default)]
struct Model {
    capacity: usize,
    entries: BTreeMap<usize, Entry>,
    queued: [bool; TASKS],
    done: [bool; TASKS],
}

#[derive(Clone, Default, PartialEq, Debug)]
struct Entry {
    /// Reader and writer.
    waiters: [Option<usize>; 2],
    events: u16,
}

impl Entry {
    fn asked(&self) -> u16 {
        self.waiters[0].map_or(0, |_| READABLE) | self.waiters[1].map_or(0, |_| WRITABLE)
    }
}

impl Model {
    fn waits(&self, task: usize) -> bool {
        !self.queued[task] && !self.done[task]
    }

    fn entry(&mut self, stream: usize) -> Result<&mut Entry, WaitError> {
        if !self.entries.contains_key(&stream) && self.entries.len() == self.capacity {
            return Err(WaitError::Full);
        }
        Ok(self.entries.entry(stream).or_default())
    }

    fn enqueue(&mut self, stream: usize, side: usize, task: usize) -> Result<(), WaitError> {
        if let Some(Some(other)) = self.entries.get(&stream).map(|entry| entry.waiters[side])
            && other != task
            && self.waits(other)
        {
            return Err(WaitError::Busy);
        }
        let entry = self.entry(stream)?;
        entry.waiters[side] = Some(task);
        entry.events = entry.asked();
        Ok(())
    }

    /// A stream in the table is asked for other events. One that is asked for none, and that nobody waits for, is gone.
    fn ask(&mut self, stream: usize, events: u16) {
        self.entries.get_mut(&stream).expect("it is in the table").events = events;
        self.entries
            .retain(|_, entry| entry.waiters != [None; 2] || entry.events != 0);
    }

    fn remove(&mut self, task: usize) {
        self.entries.retain(|_, entry| {
            let mut left = false;
            for waiter in &mut entry.waiters {
                left |= waiter.take_if(|waiter| *waiter == task).is_some();
            }
            if left {
                entry.events = entry.asked();
            }
            !left || entry.waiters != [None; 2]
        });
    }

    fn wake(&mut self, stream: usize, events: u16) -> [Option<usize>; 2] {
        let Some(entry) = self.entries.get_mut(&stream) else {
            return [None; 2];
        };
        if entry.waiters == [None; 2] {
            return [None; 2];
        }
        let mut woken = [None; 2];
        for (side, ignored) in [(0, WRITABLE), (1, READABLE)] {
            if events & !ignored != 0 {
                woken[side] = entry.waiters[side].take();
            }
        }
        entry.events = entry.asked();
        if entry.waiters == [None; 2] {
            self.entries.remove(&stream);
        }
        for side in [0, 1] {
            woken[side] = woken[side].filter(|&task| self.waits(task));
        }
        if woken[0] == woken[1] {
            woken[1] = None;
        }
        woken.iter().flatten().for_each(|&task| self.remove(task));
        woken
    }
}

/// Carries out each operation on a table with so many places, and on the model.
pub fn compare(capacity: usize, ops: Vec<Op>) {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    let table = Table::new(&world, capacity);
    let streams = [(); STREAMS].map(|()| world.object());
    let tasks = world.tasks(TASKS);
    let mut model = Model {
        capacity,
        ..Model::default()
    };
    let name = |task: Option<TaskRef>| task.map(|task| tasks.iter().position(|&known| known == task).unwrap());
    for op in ops {
        let numbers =
            |stream: usize| (0..table.places()).find(|&i| table.waits.get(i).unwrap().stream() == streams[stream]);
        let before: Vec<_> = (0..STREAMS).map(numbers).collect();
        match op {
            // Who is queued or done does not run, and so can't begin to wait.
            Op::Enqueue { task, .. } if !model.waits(task) => continue,
            Op::Enqueue {
                stream,
                direction,
                task,
            } => {
                let data = tasks[task].data.get();
                let expected = model.enqueue(stream, direction as usize, task);
                assert_eq!(table.enqueue(streams[stream], direction, tasks[task]), expected);
                let left = if expected.is_ok() { table.handle } else { data };
                assert_eq!(tasks[task].data.get(), left);
            }
            Op::Wake { stream, events } => {
                let expected = model.wake(stream, events);
                if table.waits.find(streams[stream]).is_none() {
                    continue;
                }
                let (reader, writer) = table.wake(streams[stream], events);
                assert_eq!([name(reader), name(writer)], expected);
                // C pushes them.
                for task in expected.into_iter().flatten() {
                    tasks[task].data.set(world.none());
                    world.push(queue, tasks[task], 0).unwrap();
                    model.queued[task] = true;
                }
            }
            Op::Remove { task } => {
                model.remove(task);
                table.remove(tasks[task]);
            }
            Op::Register { stream, events } => {
                let expected = model.entry(stream).map(|_| ()).map(|()| model.ask(stream, events));
                assert_eq!(table.register(streams[stream], events), expected);
            }
            Op::Modify { stream, events } => {
                let known = model
                    .entries
                    .get(&stream)
                    .is_some_and(|entry| entry.waiters != [None; 2] || entry.events != 0);
                let expected = known.then(|| model.ask(stream, events)).ok_or(WaitError::Absent);
                assert_eq!(table.modify(streams[stream], events), expected);
            }
            Op::Push { task } => {
                if model.waits(task) {
                    world.push(queue, tasks[task], 0).unwrap();
                    model.queued[task] = true;
                }
            }
            Op::Run { task } => {
                if model.queued[task] && !model.done[task] {
                    world.remove(tasks[task]);
                    model.queued[task] = false;
                    tasks[task].data.set(world.none());
                    // Whoever ran it by other means than a stream has it leave its streams, as a cancellation does.
                    model.remove(task);
                    table.remove(tasks[task]);
                }
            }
            Op::Finish { task } => {
                tasks[task]
                    .state
                    .set(if task % 2 == 0 { world.none() } else { world.false_() });
                model.done[task] = true;
            }
            Op::Grow => {
                model.capacity += 1;
                table.grow(model.capacity);
            }
        }
        assert_eq!(table.places(), model.capacity);
        assert_eq!(
            table.waits.waiting(),
            model
                .entries
                .values()
                .map(|entry| entry.waiters.iter().flatten().count())
                .sum::<usize>()
        );
        for stream in 0..STREAMS {
            let shown = table.waits.find(streams[stream]).map(|wait| Entry {
                waiters: wait.waiters().map(name),
                events: wait.events(),
            });
            assert_eq!(shown.as_ref(), model.entries.get(&stream), "stream {}", stream);
            if let (Some(was), Some(is)) = (before[stream], numbers(stream)) {
                assert_eq!(was, is, "a stream keeps its place");
            }
        }
    }
}

/// Runs a program of these decisions.
///
/// # Panics
/// If the table does not do what the model does.
pub fn check(bytes: &[u8]) {
    const ASKED: [u16; 4] = [READABLE, WRITABLE, READABLE | WRITABLE, 0];
    const EVENTS: [u16; 7] = [
        READABLE,
        WRITABLE,
        READABLE | WRITABLE,
        0,
        FAILED,
        HANG_UP,
        READABLE | FAILED,
    ];
    let mut bytes = Bytes::new(bytes);
    let capacity = bytes.pick(4);
    let mut ops = Vec::new();
    while !bytes.is_over() {
        let (op, stream, task) = (bytes.pick(32), bytes.pick(STREAMS), bytes.pick(TASKS));
        ops.push(match op {
            0..=8 => {
                let direction = if bytes.pick(2) == 0 { Read } else { Write };
                Op::Enqueue {
                    stream,
                    direction,
                    task,
                }
            }
            9..=16 => Op::Wake {
                stream,
                events: EVENTS[bytes.pick(7)],
            },
            17 | 18 => Op::Remove { task },
            19 => Op::Register {
                stream,
                events: ASKED[bytes.pick(4)],
            },
            20 | 21 => Op::Modify {
                stream,
                events: ASKED[bytes.pick(4)],
            },
            22 | 23 => Op::Push { task },
            24..=29 => Op::Run { task },
            30 => Op::Finish { task },
            _ => Op::Grow,
        });
    }
    compare(capacity, ops);
}
