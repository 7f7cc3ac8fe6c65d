//! Generated programs of tasks that sleep, wait for, watch and cancel each other, run by the engine and by upstream's
//! `run_until_complete`, told in plain lists: both do the same things at the same times.

mod engine;
mod upstream;

use std::collections::VecDeque;

use asyncio_rs::scheduler::{Ending, Step};
use asyncio_rs::ticks::Ticks;
use asyncio_rs::vm::Vm;
use engine::Engine;
use host_tests::{HALF, IoQueue, Run, World, config};
use proptest::prelude::*;
use upstream::{Data, State, Upstream};

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
        io_queue in prop_oneof![3 => Just(IoQueue::Quiet), 1 => Just(IoQueue::Waiting),
                                1 => Just(IoQueue::ForeignQuiet), 1 => Just(IoQueue::ForeignWaiting)],
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
        run.io_queue = io_queue;
        for (i, script) in scripts.iter().enumerate() {
            upstream.push(i, script.starts);
            run.push(tasks[i], world.at(script.starts as isize));
        }
        let expected = upstream.run(has_main.then_some(0), Coroutines::new(&scripts), io_queue.is_waiting(), start);
        let mut engine = Engine { run, tasks, excs: Default::default(), callable: world.object() };
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
