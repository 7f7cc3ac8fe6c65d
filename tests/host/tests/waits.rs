//! Who waits on which stream: readers and writers apart, one of each a stream, and a task that waits on several is woken
//! once.

use std::cell::RefCell;
use std::collections::BTreeMap;

use asyncio_rs::stream::waits::{Direction, FAILED, READABLE, WRITABLE, Wait, WaitError, Waits, Woken};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, World, config};
use proptest::prelude::*;

use Direction::{Read, Write};

const HANG_UP: u16 = 16;

/// A table, and the memory that it has been given.
struct Table<'w> {
    world: &'w World,
    waits: Waits,
    handle: Obj,
    memory: RefCell<Vec<Box<[Wait]>>>,
    /// The places that the table told of.
    left: RefCell<Vec<usize>>,
}

impl<'w> Table<'w> {
    fn new(world: &'w World, capacity: usize) -> Self {
        let table = Self {
            world,
            waits: Waits::new(),
            handle: world.object(),
            memory: RefCell::new(Vec::new()),
            left: RefCell::new(Vec::new()),
        };
        if capacity > 0 {
            table.grow(capacity);
        }
        table
    }

    fn grow(&self, capacity: usize) {
        let mut places: Box<[Wait]> = (0..capacity).map(|_| Wait::free()).collect();
        let mut memory = self.memory.borrow_mut();
        if let Some(old) = memory.last() {
            // SAFETY: the old memory is shorter, and not used any more; a place has nothing to drop.
            unsafe { std::ptr::copy_nonoverlapping(old.as_ptr(), places.as_mut_ptr(), old.len()) };
        }
        // SAFETY: the memory begins with the places there were, and is kept as long as the table.
        unsafe { self.waits.grow(places.as_ptr(), capacity) };
        memory.push(places);
        assert_eq!(self.places(), capacity);
    }

    fn places(&self) -> usize {
        (0..).take_while(|&i| self.waits.get(i).is_some()).count()
    }

    fn enqueue(&self, stream: Obj, direction: Direction, task: TaskRef) -> Result<(), WaitError> {
        self.waits.enqueue(stream, direction, task, self.handle, self.world)
    }

    fn wake(&self, stream: Obj, events: u16) -> (Option<TaskRef>, Option<TaskRef>) {
        let wait = self.waits.find(stream).expect("the stream is in the table");
        let Woken { reader, writer } = self.waits.wake(wait, events, self.world, |i| self.told(i));
        (reader, writer)
    }

    fn remove(&self, task: TaskRef) {
        self.waits.remove(task, |i| self.told(i));
    }

    /// The table tells that a waiter left place `i`.
    fn told(&self, i: usize) {
        assert!(self.waits.get(i).is_some());
        self.left.borrow_mut().push(i);
    }

    /// What a stream is asked for, if it is in the table.
    fn events(&self, stream: Obj) -> Option<u16> {
        self.waits.find(stream).map(Wait::events)
    }

    fn waiters(&self, stream: Obj) -> (Option<TaskRef>, Option<TaskRef>) {
        self.waits.find(stream).map_or((None, None), |wait| {
            let Woken { reader, writer } = wait.waiters();
            (reader, writer)
        })
    }
}

#[test]
fn a_table_without_a_place_is_full() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 0);
    let (stream, task) = (world.object(), world.task());
    assert_eq!(table.enqueue(stream, Read, task), Err(WaitError::Full));
    assert_eq!(table.waits.register(stream, READABLE), Err(WaitError::Full));
    assert!(table.waits.get(0).is_none() && table.waits.waiting() == 0);
    assert!(task.data.get() == world.none(), "nothing changed");
    assert!(!table.waits.modify(stream, READABLE));
    table.waits.modify(stream, 0);
    table.remove(task);
}

#[test]
fn a_full_table_that_grows_keeps_every_wait_in_its_place() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 2);
    let streams = [(); 5].map(|()| world.object());
    let (a, b, c) = (world.task(), world.task(), world.task());
    table.enqueue(streams[0], Read, a).unwrap();
    table.enqueue(streams[0], Write, b).unwrap();
    table.enqueue(streams[1], Write, a).unwrap();
    assert_eq!(table.enqueue(streams[2], Read, c), Err(WaitError::Full));
    assert!(c.data.get() == world.none());
    table.grow(5);
    for stream in &streams[2..] {
        table.enqueue(*stream, Read, c).unwrap();
    }
    assert_eq!(table.waits.waiting(), 5);
    for (i, stream) in streams.iter().enumerate() {
        assert!(table.waits.get(i).unwrap().stream() == *stream);
    }
    assert!(table.waiters(streams[0]) == (Some(a), Some(b)));
    assert_eq!(
        (table.events(streams[0]), table.events(streams[1])),
        (Some(READABLE | WRITABLE), Some(WRITABLE))
    );
    // That a waits on both is not forgotten.
    assert!(table.wake(streams[1], WRITABLE) == (None, Some(a)));
    assert!(table.waiters(streams[0]) == (None, Some(b)));
}

#[test]
fn a_free_place_serves_the_next_wait() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 1);
    for direction in [Read, Write, Read] {
        let (stream, task) = (world.object(), world.task());
        table.enqueue(stream, direction, task).unwrap();
        assert_eq!(table.waits.waiting(), 1);
        table.wake(stream, READABLE | WRITABLE);
        assert_eq!(table.waits.waiting(), 0);
        let place = table.waits.get(0).unwrap();
        assert!(place.stream() == Obj::NULL && place.events() == 0);
    }
}

#[test]
fn reader_and_writer_of_a_stream_wake_apart() {
    let world = World::new(HALF, 0);
    for (events, left) in [(READABLE, WRITABLE), (WRITABLE, READABLE)] {
        let table = Table::new(&world, 4);
        let (stream, reader, writer) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, reader).unwrap();
        assert_eq!(table.events(stream), Some(READABLE));
        table.enqueue(stream, Write, writer).unwrap();
        assert_eq!(table.events(stream), Some(READABLE | WRITABLE));
        assert_eq!(table.waits.waiting(), 1, "one stream");
        let (first, second) = match events {
            READABLE => ((Some(reader), None), (None, Some(writer))),
            _ => ((None, Some(writer)), (Some(reader), None)),
        };
        assert!(table.wake(stream, events) == first);
        assert_eq!((table.events(stream), table.waits.waiting()), (Some(left), 1));
        assert!(table.wake(stream, events) == (None, None), "nobody is left to wake");
        assert!(table.wake(stream, left) == second);
        assert_eq!((table.events(stream), table.waits.waiting()), (None, 0));
    }
}

#[test]
fn what_is_neither_readable_nor_writable_wakes_both() {
    let world = World::new(HALF, 0);
    for events in [
        FAILED,
        HANG_UP,
        READABLE | WRITABLE,
        READABLE | FAILED,
        WRITABLE | HANG_UP,
    ] {
        let table = Table::new(&world, 4);
        let (stream, reader, writer) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, reader).unwrap();
        table.enqueue(stream, Write, writer).unwrap();
        assert!(table.wake(stream, 0) == (None, None));
        assert!(table.wake(stream, events) == (Some(reader), Some(writer)), "{events}");
        assert!(table.waits.find(stream).is_none());
    }
}

#[test]
fn a_second_reader_or_writer_is_refused_and_nothing_changes() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (stream, first, second) = (world.object(), world.task(), world.task());
    for direction in [Read, Write] {
        table.enqueue(stream, direction, first).unwrap();
        assert_eq!(table.enqueue(stream, direction, second), Err(WaitError::Busy));
    }
    assert!(second.data.get() == world.none());
    assert!(table.waiters(stream) == (Some(first), Some(first)));
    assert_eq!(table.waits.waiting(), 1);
    table
        .enqueue(stream, Read, first)
        .expect("who waits already may say so again");
    assert_eq!(table.waits.waiting(), 1);
}

#[test]
fn the_name_of_a_task_that_was_woken_otherwise_is_no_reader() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    for done in [None, Some(world.none()), Some(world.false_())] {
        let table = Table::new(&world, 4);
        let (stream, gone, next) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, gone).unwrap();
        match done {
            Some(state) => gone.state.set(state),
            None => queue.push(gone, 0, PERIOD).unwrap(),
        }
        table.enqueue(stream, Read, next).expect("nobody reads");
        assert!(table.waiters(stream) == (Some(next), None));
        assert_eq!(table.waits.waiting(), 1);
    }
}

#[test]
fn a_task_that_was_woken_otherwise_is_not_woken_again() {
    let world = World::new(HALF, 0);
    let queue = world.queue();
    for done in [None, Some(world.none()), Some(world.false_())] {
        let table = Table::new(&world, 4);
        let (stream, gone, writer) = (world.object(), world.task(), world.task());
        table.enqueue(stream, Read, gone).unwrap();
        table.enqueue(stream, Write, writer).unwrap();
        match done {
            Some(state) => gone.state.set(state),
            None => queue.push(gone, 0, PERIOD).unwrap(),
        }
        assert!(table.wake(stream, FAILED) == (None, Some(writer)));
        assert!(table.waits.find(stream).is_none() && table.waits.waiting() == 0);
    }
}

#[test]
fn a_task_that_waits_on_several_streams_is_woken_by_the_first_and_waits_on_none() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let streams = [(); 3].map(|()| world.object());
    let (task, other) = (world.task(), world.task());
    for stream in streams {
        table.enqueue(stream, Read, task).unwrap();
    }
    table.enqueue(streams[2], Write, other).unwrap();
    assert!(table.wake(streams[1], READABLE) == (Some(task), None));
    assert_eq!(table.left.take(), [0, 2], "told of the others");
    assert_eq!(table.waits.waiting(), 1);
    assert!(table.waiters(streams[2]) == (None, Some(other)), "the other waits on");
    assert_eq!(table.events(streams[2]), Some(WRITABLE));
}

#[test]
fn a_task_that_reads_and_writes_one_stream_is_woken_once() {
    let world = World::new(HALF, 0);
    for events in [READABLE, WRITABLE, READABLE | WRITABLE, FAILED] {
        let table = Table::new(&world, 4);
        let (stream, task) = (world.object(), world.task());
        table.enqueue(stream, Read, task).unwrap();
        table.enqueue(stream, Write, task).unwrap();
        let (reader, writer) = table.wake(stream, events);
        assert!(reader.xor(writer) == Some(task));
        assert_eq!((table.waits.waiting(), table.events(stream)), (0, None));
    }
}

#[test]
fn a_wait_of_a_task_that_ran_meanwhile_is_not_taken_for_one_of_several() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (one, two, task) = (world.object(), world.object(), world.task());
    table.enqueue(one, Read, task).unwrap();
    assert!(task.data.get() == table.handle);
    assert!(table.wake(one, READABLE) == (Some(task), None));
    task.data.set(world.none());
    table.enqueue(two, Read, task).unwrap();
    table.enqueue(one, Write, world.task()).unwrap();
    assert!(table.wake(two, READABLE) == (Some(task), None));
    assert!(table.waiters(one).1.is_some());
}

#[test]
fn removing_a_reader_leaves_the_writer() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 4);
    let (stream, reader, writer) = (world.object(), world.task(), world.task());
    table.enqueue(stream, Read, reader).unwrap();
    table.enqueue(stream, Write, writer).unwrap();
    table.remove(reader);
    assert!(table.waiters(stream) == (None, Some(writer)));
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(WRITABLE), 1));
    table.remove(reader);
    table.remove(world.task());
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(WRITABLE), 1));
    table.remove(writer);
    assert_eq!((table.events(stream), table.waits.waiting()), (None, 0));
}

#[test]
fn the_poller_of_a_program_registers_modifies_and_unregisters() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 1);
    let (stream, other) = (world.object(), world.object());
    assert!(!table.waits.modify(stream, READABLE));
    table.waits.register(stream, READABLE | WRITABLE).unwrap();
    assert_eq!(
        (table.events(stream), table.waits.waiting()),
        (Some(READABLE | WRITABLE), 0)
    );
    assert_eq!(table.waits.register(other, READABLE), Err(WaitError::Full));
    table.waits.register(stream, WRITABLE).unwrap();
    assert_eq!(table.events(stream), Some(WRITABLE));
    assert!(table.waits.modify(stream, READABLE));
    assert_eq!(table.events(stream), Some(READABLE));
    assert!(table.wake(stream, READABLE) == (None, None));
    assert_eq!(table.events(stream), Some(READABLE), "nobody left, so it stays");
    table.waits.modify(stream, 0);
    assert_eq!(table.events(stream), None);
    table.waits.register(other, READABLE).unwrap();
    table.waits.modify(stream, 0);
    assert_eq!(table.events(other), Some(READABLE));
}

#[test]
fn a_place_that_is_kept_stays_with_its_stream_until_it_is_freed() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 1);
    let (stream, other, task) = (world.object(), world.object(), world.task());
    table.enqueue(stream, Read, task).unwrap();
    table.waits.get(0).unwrap().keep();
    assert!(table.wake(stream, READABLE) == (Some(task), None));
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(0), 0));
    assert_eq!(table.enqueue(other, Read, task), Err(WaitError::Full));
    assert!(!table.waits.modify(stream, READABLE), "as if it were gone");
    table.waits.modify(stream, 0);
    table.grow(2);
    table.enqueue(stream, Write, task).unwrap();
    assert_eq!(table.waits.waiting(), 1);
    table.remove(task);
    assert_eq!(table.left.take(), [0]);
    assert_eq!(table.events(stream), Some(0), "also after the table has grown");
    table.waits.get(0).unwrap().set_free();
    assert_eq!(table.events(stream), None);
    table.enqueue(other, Read, task).unwrap();
    table.remove(task);
    assert_eq!(table.events(other), None, "the next stream there is not kept");
}

#[test]
fn a_stream_that_is_unregistered_under_a_waiter_is_asked_for_nothing() {
    let world = World::new(HALF, 0);
    let table = Table::new(&world, 2);
    let (stream, reader, writer) = (world.object(), world.task(), world.task());
    table.enqueue(stream, Read, reader).unwrap();
    table.waits.modify(stream, 0);
    assert_eq!((table.events(stream), table.waits.waiting()), (Some(0), 1));
    assert!(table.waiters(stream) == (Some(reader), None));
    table.enqueue(stream, Write, writer).unwrap();
    assert_eq!(
        table.events(stream),
        Some(READABLE | WRITABLE),
        "the next wait asks again"
    );
}

const STREAMS: usize = 5;
const TASKS: usize = 6;

#[derive(Clone, Debug)]
enum Op {
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
    Unregister {
        stream: usize,
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

fn op() -> impl Strategy<Value = Op> {
    let stream = || 0..STREAMS;
    let task = || 0..TASKS;
    let asked = || prop_oneof![Just(READABLE), Just(WRITABLE), Just(READABLE | WRITABLE), Just(0)];
    let events = prop_oneof![6 => asked(), 1 => Just(FAILED), 1 => Just(HANG_UP), 1 => Just(READABLE | FAILED)];
    prop_oneof![
        10 => (stream(), any::<bool>(), task()).prop_map(|(stream, reads, task)| Op::Enqueue {
            stream, direction: if reads { Read } else { Write }, task }),
        8 => (stream(), events).prop_map(|(stream, events)| Op::Wake { stream, events }),
        2 => task().prop_map(|task| Op::Remove { task }),
        1 => (stream(), asked()).prop_map(|(stream, events)| Op::Register { stream, events }),
        1 => (stream(), asked()).prop_map(|(stream, events)| Op::Modify { stream, events }),
        1 => stream().prop_map(|stream| Op::Unregister { stream }),
        2 => task().prop_map(|task| Op::Push { task }),
        6 => task().prop_map(|task| Op::Run { task }),
        1 => task().prop_map(|task| Op::Finish { task }),
        1 => Just(Op::Grow),
    ]
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

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn the_table_is_as_the_model_says(ops in prop::collection::vec(op(), 1..100), capacity in 0..4usize) {
        let world = World::new(HALF, 0);
        let queue = world.queue();
        let table = Table::new(&world, capacity);
        let streams = [(); STREAMS].map(|()| world.object());
        let tasks = world.tasks(TASKS);
        let mut model = Model { capacity, ..Model::default() };
        let name = |task: Option<TaskRef>| task.map(|task| tasks.iter().position(|&known| known == task).unwrap());
        for op in ops {
            let numbers = |stream: usize| (0..table.places()).find(|&i| table.waits.get(i).unwrap().stream() == streams[stream]);
            let before: Vec<_> = (0..STREAMS).map(numbers).collect();
            match op {
                // Who is queued or done does not run, and so can't begin to wait.
                Op::Enqueue { task, .. } if !model.waits(task) => continue,
                Op::Enqueue { stream, direction, task } => {
                    let data = tasks[task].data.get();
                    let expected = model.enqueue(stream, direction as usize, task);
                    prop_assert_eq!(table.enqueue(streams[stream], direction, tasks[task]), expected);
                    let left = if expected.is_ok() { table.handle } else { data };
                    prop_assert_eq!(tasks[task].data.get(), left);
                }
                Op::Wake { stream, events } => {
                    let expected = model.wake(stream, events);
                    if table.waits.find(streams[stream]).is_none() {
                        continue;
                    }
                    let (reader, writer) = table.wake(streams[stream], events);
                    prop_assert_eq!([name(reader), name(writer)], expected);
                    // C pushes them.
                    for task in expected.into_iter().flatten() {
                        tasks[task].data.set(world.none());
                        queue.push(tasks[task], 0, PERIOD).unwrap();
                        model.queued[task] = true;
                    }
                }
                Op::Remove { task } => {
                    model.remove(task);
                    table.remove(tasks[task]);
                }
                Op::Register { stream, events } => {
                    let expected = model.entry(stream).map(|entry| entry.events = events);
                    prop_assert_eq!(table.waits.register(streams[stream], events), expected);
                }
                Op::Modify { stream, events } => {
                    // One that is asked for nothing was unregistered.
                    let known = |entry: &&mut Entry| entry.waiters != [None; 2] || entry.events != 0;
                    let entry = model.entries.get_mut(&stream).filter(known);
                    prop_assert_eq!(table.waits.modify(streams[stream], events), entry.is_some());
                    if let Some(entry) = entry {
                        entry.events = events;
                        if events == 0 && entry.waiters == [None; 2] {
                            model.entries.remove(&stream);
                        }
                    }
                }
                Op::Unregister { stream } => {
                    let known = |entry: &&mut Entry| entry.waiters != [None; 2] || entry.events != 0;
                    if let Some(entry) = model.entries.get_mut(&stream).filter(known) {
                        entry.events = 0;
                        if entry.waiters == [None; 2] {
                            model.entries.remove(&stream);
                        }
                    }
                    table.waits.modify(streams[stream], 0);
                }
                Op::Push { task } => {
                    if model.waits(task) {
                        queue.push(tasks[task], 0, PERIOD).unwrap();
                        model.queued[task] = true;
                    }
                }
                Op::Run { task } => {
                    if model.queued[task] && !model.done[task] {
                        queue.remove(tasks[task], PERIOD).unwrap();
                        model.queued[task] = false;
                        tasks[task].data.set(world.none());
                        // Whoever ran it by other means than a stream has it leave its streams, as a cancellation does.
                        model.remove(task);
                        table.remove(tasks[task]);
                    }
                }
                Op::Finish { task } => {
                    tasks[task].state.set(if task % 2 == 0 { world.none() } else { world.false_() });
                    model.done[task] = true;
                }
                Op::Grow => {
                    model.capacity += 1;
                    table.grow(model.capacity);
                }
            }
            prop_assert_eq!(table.places(), model.capacity);
            prop_assert_eq!(
                table.waits.waiting(),
                model.entries.values().filter(|entry| entry.waiters != [None; 2]).count()
            );
            for stream in 0..STREAMS {
                let shown = table.waits.find(streams[stream]).map(|wait| Entry {
                    waiters: [name(wait.waiters().reader), name(wait.waiters().writer)],
                    events: wait.events(),
                });
                prop_assert_eq!(shown.as_ref(), model.entries.get(&stream), "stream {}", stream);
                if let (Some(was), Some(is)) = (before[stream], numbers(stream)) {
                    prop_assert_eq!(was, is, "a stream keeps its place");
                }
            }
        }
    }
}
