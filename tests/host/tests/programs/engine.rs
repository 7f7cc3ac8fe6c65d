//! The engine's side: the tasks as objects, the loop driven as C drives it.

use std::cell::RefCell;

use asyncio_rs::cancel::{is_early, target};
use asyncio_rs::scheduler::Step;
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;
use host_tests::{IoQueue, PERIOD, Run};

use super::{Coroutines, EVENTS, Event, Exc, Kernel};

/// A program's tasks and the run of the loop.
pub struct Engine<'w> {
    pub run: Run<'w>,
    pub tasks: Vec<TaskRef>,
    pub excs: RefCell<Vec<(Exc, Obj)>>,
    pub callable: Obj,
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

    pub fn exc(&self, obj: Obj) -> Option<Exc> {
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

    pub fn run(&mut self, mut coroutines: Coroutines) -> Vec<Event> {
        let mut events = Vec::new();
        let mut looks = 0;
        let mut ran = true;
        while events.len() < EVENTS {
            match self.run.step() {
                Step::Resume => {
                    let task = self.name(self.run.rs.task);
                    let thrown = self.exc(self.run.rs.thrown);
                    events.push(Event::Resume {
                        task,
                        at: self.run.world.time(),
                        thrown,
                    });
                    if let Some((exc, ending)) = coroutines.resume(task, thrown, self) {
                        let exc = self.obj(exc);
                        self.run.ends(exc, ending);
                    }
                    looks = 0;
                    ran = true;
                }
                Step::Poll => {
                    let ms = self.run.rs.timeout;
                    assert!(self.run.io_queue != IoQueue::Quiet || ms > 0);
                    assert_eq!(self.run.rs.ran, ran);
                    ran = false;
                    // Streams are looked at without end only where nothing else can wake a task: told as idling.
                    let ms = if ms == usize::MAX { 3 } else { ms };
                    looks += 1;
                    assert!(ms > 0 || looks < 3, "it looks and looks");
                    if ms > 0 {
                        events.push(Event::Wait { ms });
                        self.run.world.pass(ms);
                    }
                }
                Step::Wake => {}
                Step::Callback => {
                    let exc = self.exc(self.run.rs.exc).unwrap();
                    events.push(Event::Callback {
                        task: self.name(self.run.rs.task),
                        exc,
                    });
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
                Step::Choose => unreachable!("that is done"),
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
        let data = Obj(other.as_ptr().cast());
        waiters.push(current, world.time(), data, PERIOD).unwrap();
        true
    }

    fn cancel(&mut self, other: usize) {
        let (world, other) = (self.run.world, self.tasks[other]);
        // What `Task.cancel` refuses.
        if other.is_done(world) || self.run.rs.task == Some(other) {
            return;
        }
        if let Some(task) = target(other, world) {
            if is_early(task, world) {
                world.remove(task);
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
