//! Generated programs of tasks that sleep, wait for, watch and cancel each other, run by the engine and by upstream's
//! `run_until_complete`, told in plain lists: both do the same things at the same times.

use std::cell::RefCell;
use std::collections::VecDeque;

use asyncio_rs::cancel::{Cancel, is_early, target};
use asyncio_rs::queue::remove_from_any;
use asyncio_rs::scheduler::{Ending, Step, Streams};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::ticks::Ticks;
use asyncio_rs::vm::Vm;
use host_tests::{HALF, PERIOD, Run, World, config};
use proptest::prelude::*;

/// What a coroutine does next.
#[derive(Clone, Debug)]
enum Act {
    Work(usize),
    Sleep(usize),
    /// Awaits a task.
    Join(usize),
    Cancel(usize),
    /// Puts a callable in a task's state, as `gather` does.
    Watch(usize),
    /// Ends the coroutine.
    End(Ending),
}

#[derive(Clone, Debug)]
struct Script {
    acts: Vec<Act>,
    /// Whether a cancellation that is thrown in is caught.
    stubborn: bool,
    starts: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Exc {
    /// What a coroutine ended with.
    Of(usize, Ending),
    /// What a coroutine that had ended before ends with when it is continued.
    Again,
    Cancelled,
}

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Resume {
        task: usize,
        at: Ticks,
        thrown: Option<Exc>,
    },
    Wait {
        ms: usize,
    },
    Callback {
        task: usize,
        exc: Exc,
    },
    Handler {
        task: usize,
        exc: Exc,
    },
    Leave {
        how: Step,
        exc: Option<Exc>,
    },
}

/// What a coroutine can do to the world.
trait Kernel {
    fn work(&mut self, ms: usize);
    /// Pushes the running task.
    fn sleep(&mut self, ms: usize);
    /// Whether the running task has to wait.
    fn join(&mut self, task: usize) -> bool;
    fn cancel(&mut self, task: usize);
    fn watch(&mut self, task: usize);
}

/// The coroutines of a program. Which is the same on both sides.
struct Coroutines {
    rest: Vec<VecDeque<Act>>,
    stubborn: Vec<bool>,
    ended: Vec<bool>,
}

impl Coroutines {
    fn new(scripts: &[Script]) -> Self {
        Self {
            rest: scripts
                .iter()
                .map(|script| script.acts.iter().cloned().collect())
                .collect(),
            stubborn: scripts.iter().map(|script| script.stubborn).collect(),
            ended: vec![false; scripts.len()],
        }
    }

    /// Continues one until it yields, or ends with what is given.
    fn resume(&mut self, task: usize, thrown: Option<Exc>, kernel: &mut impl Kernel) -> Option<(Exc, Ending)> {
        if self.ended[task] {
            return Some((Exc::Again, Ending::Returned));
        }
        if thrown.is_some() && !self.stubborn[task] {
            self.ended[task] = true;
            return Some((Exc::Cancelled, Ending::Cancelled));
        }
        while let Some(act) = self.rest[task].pop_front() {
            match act {
                Act::Work(ms) => kernel.work(ms),
                Act::Sleep(ms) => {
                    kernel.sleep(ms);
                    return None;
                }
                Act::Join(other) if other != task => {
                    if kernel.join(other) {
                        return None;
                    }
                }
                Act::Join(_) => {}
                Act::Cancel(other) => kernel.cancel(other),
                Act::Watch(other) => kernel.watch(other),
                Act::End(ending) => {
                    self.ended[task] = true;
                    return Some((Exc::Of(task, ending), ending));
                }
            }
        }
        self.ended[task] = true;
        Some((Exc::Of(task, Ending::Returned), Ending::Returned))
    }
}

/// How many events of a program are compared: one whose tasks wait for each other in a circle never ends.
const EVENTS: usize = 200;

/// The engine's side: the tasks as objects, driven as C drives them.
struct Engine<'w> {
    run: Run<'w>,
    tasks: Vec<TaskRef>,
    excs: RefCell<Vec<(Exc, Obj)>>,
    callable: Obj,
}

impl Engine<'_> {
    fn obj(&self, exc: Exc) -> Obj {
        let mut excs = self.excs.borrow_mut();
        if let Some(known) = excs.iter().find(|known| known.0 == exc) {
            return known.1;
        }
        let obj = self.run.world.object();
        excs.push((exc, obj));
        obj
    }

    fn exc(&self, obj: Obj) -> Option<Exc> {
        self.excs
            .borrow()
            .iter()
            .find(|known| known.1 == obj)
            .map(|known| known.0)
    }

    fn name(&self, task: Option<TaskRef>) -> usize {
        self.tasks
            .iter()
            .position(|&known| Some(known) == task)
            .expect("a task of the program")
    }

    fn run(&mut self, mut coroutines: Coroutines) -> Vec<Event> {
        let mut events = Vec::new();
        let mut looks = 0;
        while events.len() < EVENTS {
            match self.run.step() {
                Step::Resume => {
                    let task = self.run.rs.task;
                    let name = self.name(task);
                    let task = task.unwrap();
                    let thrown = self.exc(task.data.get());
                    self.run.rs.thrown = self.run.world.none();
                    if thrown.is_some() {
                        self.run.rs.thrown = task.data.replace(self.run.world.none());
                    }
                    events.push(Event::Resume {
                        task: name,
                        at: self.run.world.time(),
                        thrown,
                    });
                    if let Some((exc, ending)) = coroutines.resume(name, thrown, self) {
                        let exc = self.obj(exc);
                        self.run.ends(exc, ending);
                    }
                    looks = 0;
                }
                step @ (Step::Wait | Step::Poll) => {
                    let ms = self.run.rs.timeout;
                    assert!(step == Step::Poll || ms > 0);
                    // Streams are looked at without end only where nothing else can wake a task: told as idling.
                    let ms = if ms == usize::MAX { 3 } else { ms };
                    looks += 1;
                    assert!(ms > 0 || looks < 3, "it looks and looks");
                    if ms > 0 {
                        events.push(Event::Wait { ms });
                        self.run.world.pass(ms);
                    }
                }
                Step::Peek => self.run.rs.peeked(self.run.queue.peek().map(|head| head.key.get())),
                Step::Pop => {
                    let head = self.run.queue.pop(PERIOD).expect("it was seen");
                    self.run.rs.popped(head);
                }
                Step::Push => self.run.push(self.run.rs.other.unwrap(), self.run.world.time()),
                Step::Callback => {
                    let exc = self.exc(self.run.rs.exc).unwrap();
                    events.push(Event::Callback {
                        task: self.name(self.run.rs.task),
                        exc,
                    });
                    self.run.rs.called_back(self.run.world);
                }
                Step::Handler => {
                    let exc = self.exc(self.run.rs.thrown).unwrap();
                    events.push(Event::Handler {
                        task: self.name(self.run.rs.task),
                        exc,
                    });
                }
                how @ Step::Finished => {
                    events.push(Event::Leave { how, exc: None });
                    break;
                }
                how @ (Step::Return | Step::Raise) => {
                    events.push(Event::Leave {
                        how,
                        exc: self.exc(self.run.rs.exc),
                    });
                    break;
                }
            }
        }
        events
    }
}

impl Kernel for Engine<'_> {
    fn work(&mut self, ms: usize) {
        self.run.world.pass(ms);
    }

    fn sleep(&mut self, ms: usize) {
        // As C does it: the time that was read is told to the loop.
        let now = self.run.world.now();
        self.run.rs.now = now;
        let task = self.run.rs.task.unwrap();
        self.run.push(task, PERIOD.add(now, ms).unwrap());
    }

    fn join(&mut self, other: usize) -> bool {
        let (world, other, current) = (self.run.world, self.tasks[other], self.run.rs.task.unwrap());
        if other.is_done(world) {
            other.state.set(world.false_());
            return false;
        }
        if other.state.get() == world.true_() {
            other.state.set(Obj(world.queue().as_ptr().cast()));
        }
        let Some(waiters) = world.as_queue(other.state.get()) else {
            return false; // it is watched, and can't be awaited
        };
        waiters.push(current, world.time(), PERIOD).unwrap();
        current.data.set(Obj(other.as_ptr().cast()));
        true
    }

    fn cancel(&mut self, other: usize) {
        let world = self.run.world;
        if let Cancel::Task(task) = target(self.tasks[other], self.run.rs.task, world) {
            if is_early(task, world) {
                remove_from_any(task, PERIOD);
                self.run.push(task, world.time());
            }
            task.data.set(self.obj(Exc::Cancelled));
        }
    }

    fn watch(&mut self, other: usize) {
        let other = self.tasks[other];
        if other.state.get() == self.run.world.true_() {
            other.state.set(self.callable);
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum State {
    Running,
    Waited(Vec<usize>),
    Watched,
    Finished,
    Retrieved,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Data {
    Nothing,
    Exc(Exc),
    Task(usize),
}

/// Upstream's side. Time does not wrap here.
struct Upstream {
    now: usize,
    /// Key and task, in the order they come out.
    queue: Vec<(usize, usize)>,
    states: Vec<State>,
    data: Vec<Data>,
    keys: Vec<usize>,
    current: Option<usize>,
}

impl Upstream {
    fn push(&mut self, task: usize, key: usize) {
        self.data[task] = Data::Nothing;
        self.keys[task] = key;
        let at = self.queue.partition_point(|&(other, _)| other <= key);
        self.queue.insert(at, (key, task));
    }

    fn run(&mut self, main: Option<usize>, mut coroutines: Coroutines, streams: bool, start: usize) -> Vec<Event> {
        let mut events = Vec::new();
        while events.len() < EVENTS {
            match self.queue.first() {
                Some(&(key, _)) if key <= self.now => {}
                Some(&(key, _)) => {
                    events.push(Event::Wait { ms: key - self.now });
                    self.now = key;
                    continue;
                }
                None => {
                    if !streams {
                        self.current = None;
                        if main.is_none_or(|main| matches!(self.states[main], State::Finished | State::Retrieved)) {
                            events.push(Event::Leave {
                                how: Step::Finished,
                                exc: None,
                            });
                            break;
                        }
                    }
                    events.push(Event::Wait { ms: 3 });
                    self.now += 3;
                    continue;
                }
            }
            let (_, task) = self.queue.remove(0);
            self.current = Some(task);
            let thrown = match self.data[task] {
                Data::Exc(exc) => {
                    self.data[task] = Data::Nothing;
                    Some(exc)
                }
                _ => None,
            };
            events.push(Event::Resume {
                task,
                at: host_tests::wrap(start + self.now, HALF),
                thrown,
            });
            let Some((exc, ending)) = coroutines.resume(task, thrown, self) else {
                continue;
            };
            let is_main = main == Some(task);
            let mut awaited = is_main;
            if ending == Ending::Fatal {
                events.push(Event::Leave {
                    how: Step::Raise,
                    exc: Some(exc),
                });
                break;
            }
            if is_main {
                if ending != Ending::Returned {
                    self.states[task] = State::Retrieved;
                    events.push(Event::Leave {
                        how: Step::Raise,
                        exc: Some(exc),
                    });
                    break;
                }
                if self.states[task] == State::Finished {
                    self.states[task] = State::Retrieved;
                }
            }
            match self.states[task].clone() {
                State::Retrieved => {}
                State::Finished => {
                    let exc = thrown.expect("it runs again for nothing else");
                    self.data[task] = Data::Exc(exc);
                    events.push(Event::Handler { task, exc });
                }
                unfinished => {
                    match unfinished {
                        State::Running => {
                            self.states[task] = if awaited { State::Retrieved } else { State::Finished };
                        }
                        State::Waited(waiters) => {
                            awaited |= !waiters.is_empty();
                            self.states[task] = State::Retrieved;
                            waiters.into_iter().for_each(|waiter| self.push(waiter, self.now));
                        }
                        _ => {
                            events.push(Event::Callback { task, exc });
                            self.states[task] = State::Retrieved;
                            awaited = true;
                        }
                    }
                    if !awaited && ending == Ending::Raised {
                        self.push(task, self.now);
                    }
                    self.data[task] = Data::Exc(exc);
                }
            }
            if is_main {
                events.push(Event::Leave {
                    how: Step::Return,
                    exc: Some(exc),
                });
                break;
            }
        }
        events
    }
}

impl Kernel for Upstream {
    fn work(&mut self, ms: usize) {
        self.now += ms;
    }

    fn sleep(&mut self, ms: usize) {
        self.push(self.current.unwrap(), self.now + ms);
    }

    fn join(&mut self, other: usize) -> bool {
        let current = self.current.unwrap();
        match &mut self.states[other] {
            State::Finished | State::Retrieved => {
                self.states[other] = State::Retrieved;
                return false;
            }
            State::Watched => return false,
            State::Waited(waiters) => waiters.push(current),
            State::Running => self.states[other] = State::Waited(vec![current]),
        }
        self.keys[current] = self.now;
        self.data[current] = Data::Task(other);
        true
    }

    fn cancel(&mut self, other: usize) {
        if matches!(self.states[other], State::Finished | State::Retrieved) || self.current == Some(other) {
            return;
        }
        let mut task = other;
        let mut steps = 0;
        while let Data::Task(awaited) = self.data[task] {
            task = awaited;
            steps += 1;
            if steps > self.states.len() {
                return; // upstream would hang
            }
        }
        if self.keys[task] > self.now {
            self.queue.retain(|&(_, other)| other != task);
            self.push(task, self.now);
        }
        self.data[task] = Data::Exc(Exc::Cancelled);
    }

    fn watch(&mut self, other: usize) {
        if self.states[other] == State::Running {
            self.states[other] = State::Watched;
        }
    }
}

fn script(tasks: usize) -> impl Strategy<Value = Script> {
    let act = prop_oneof![
        2 => (0..4usize).prop_map(Act::Work),
        6 => prop_oneof![Just(0), 0..6usize].prop_map(Act::Sleep),
        4 => (0..tasks).prop_map(Act::Join),
        2 => (0..tasks).prop_map(Act::Cancel),
        1 => (0..tasks).prop_map(Act::Watch),
        1 => prop_oneof![4 => Just(Ending::Raised), 2 => Just(Ending::Returned), 2 => Just(Ending::Cancelled)]
            .prop_map(Act::End),
    ];
    let last = prop_oneof![6 => Just(Ending::Returned), 4 => Just(Ending::Raised), 1 => Just(Ending::Fatal)];
    (
        prop::collection::vec(act, 0..8),
        last,
        any::<bool>(),
        prop_oneof![Just(0), 0..6usize],
    )
        .prop_map(|(mut acts, last, stubborn, starts)| {
            acts.push(Act::End(last));
            Script { acts, stubborn, starts }
        })
}

fn program() -> impl Strategy<Value = Vec<Script>> {
    (1..7usize).prop_flat_map(|n| prop::collection::vec(script(n), n))
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn programs_run_as_upstream_runs_them(
        scripts in program(), has_main in any::<bool>(), foreign in any::<bool>(),
        streams in prop_oneof![3 => Just(Streams::Quiet), 1 => Just(Streams::Waiting),
                               1 => Just(Streams::ForeignQuiet), 1 => Just(Streams::ForeignWaiting)],
    ) {
        // Programs run on across the wrap.
        let start = 2 * HALF - 7;
        let n = scripts.len();
        let mut upstream = Upstream {
            now: 0,
            queue: Vec::new(),
            states: vec![State::Running; n],
            data: vec![Data::Nothing; n],
            keys: vec![0; n],
            current: None,
        };
        let world = World::new(HALF, start);
        let tasks = world.tasks(n);
        let mut run = Run::new(&world, has_main.then(|| tasks[0]));
        run.foreign = foreign;
        run.streams = streams;
        for (i, script) in scripts.iter().enumerate() {
            upstream.push(i, script.starts);
            run.push(tasks[i], world.at(script.starts as isize));
        }
        let waiting = matches!(streams, Streams::Waiting | Streams::ForeignWaiting);
        let expected = upstream.run(has_main.then_some(0), Coroutines::new(&scripts), waiting, start);
        let mut engine = Engine { run, tasks, excs: RefCell::default(), callable: world.object() };
        let events = engine.run(Coroutines::new(&scripts));
        for (i, (event, expected)) in events.iter().zip(&expected).enumerate() {
            prop_assert_eq!(event, expected, "event {}", i);
        }
        prop_assert_eq!(events.len(), expected.len());
        for i in 0..n {
            let (task, world) = (engine.tasks[i], engine.run.world);
            let state = task.state.get();
            let kind = match upstream.states[i] {
                State::Running => state == world.true_(),
                State::Waited(_) => world.as_queue(state).is_some(),
                State::Watched => state == engine.callable,
                State::Finished => state == world.none(),
                State::Retrieved => state == world.false_(),
            };
            prop_assert!(kind, "task {} should be {:?}", i, upstream.states[i]);
            let data = match upstream.data[i] {
                Data::Nothing => task.data.get() == world.none(),
                Data::Exc(exc) => engine.exc(task.data.get()) == Some(exc),
                Data::Task(other) => world.as_task(task.data.get()) == Some(engine.tasks[other]),
            };
            prop_assert!(data, "task {} should have {:?}", i, upstream.data[i]);
        }
    }
}
