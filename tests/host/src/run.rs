//! A run of the loop as C drives it, a step at a time.

use asyncio_rs::queue::QueueRef;
use asyncio_rs::scheduler::{Ending, Loop, Step, Streams};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::ticks::Ticks;
use asyncio_rs::vm::Vm;

use crate::World;

/// A run of the loop, its run queue, and what it is told of streams.
pub struct Run<'w> {
    /// Its objects and its clock.
    pub world: &'w World,
    /// What the engine has of it.
    pub rs: Loop,
    /// The run queue; a program's own if `foreign`, which the engine must not touch then.
    pub queue: QueueRef,
    /// Whether the run queue is a program's own.
    pub foreign: bool,
    /// What there is to know of the streams.
    pub streams: Streams,
}

impl<'w> Run<'w> {
    /// A run until `main` has finished, without streams.
    pub fn new(world: &'w World, main: Option<TaskRef>) -> Self {
        Self {
            world,
            rs: Loop::new(main, world),
            queue: world.queue(),
            foreign: false,
            streams: Streams::Quiet,
        }
    }

    /// The same, with a program's own run queue.
    pub fn foreign(world: &'w World, main: Option<TaskRef>) -> Self {
        Self {
            foreign: true,
            ..Self::new(world, main)
        }
    }

    /// The next step.
    pub fn step(&mut self) -> Step {
        let queue = (!self.foreign).then_some(self.queue);
        self.rs.next(queue, self.streams, self.world)
    }

    /// Pushes a task as a program does, due at `key`.
    pub fn push(&self, task: TaskRef, key: Ticks) {
        task.data.set(self.world.none());
        self.queue
            .push(task, key, self.world.period())
            .expect("it is in no queue");
    }

    /// Pushes a task, due now, and has the loop continue it.
    pub fn start(&mut self, task: TaskRef) {
        self.push(task, self.world.time());
        self.resumes(task);
    }

    /// The next step continues this task. What is in its data is thrown into it, as C does that.
    pub fn resumes(&mut self, task: TaskRef) {
        if self.foreign {
            assert_eq!(self.step(), Step::Peek);
            self.rs.peeked(self.queue.peek().map(|head| head.key.get()));
            assert_eq!(self.step(), Step::Pop);
            let head = self.queue.pop(self.world.period()).expect("there is a head");
            self.rs.popped(head);
        }
        assert_eq!(self.step(), Step::Resume);
        assert!(self.rs.task == Some(task), "another task runs");
        self.rs.thrown = task.data.replace(self.world.none());
    }

    /// The next step pushes this task to the program's own queue.
    pub fn pushes(&mut self, task: TaskRef) {
        assert!(self.foreign);
        assert_eq!(self.step(), Step::Push);
        assert!(self.rs.other == Some(task), "another task is pushed");
        self.push(task, self.world.time());
    }

    /// The next step waits for so many milliseconds, which pass.
    pub fn waits(&mut self, step: Step, timeout: usize) {
        assert_eq!((self.step(), self.rs.timeout), (step, timeout));
        self.world.pass(timeout);
    }

    /// The coroutine ended; whether that was the main task's is given.
    pub fn ends(&mut self, exc: Obj, ending: Ending) -> bool {
        self.rs.finished(exc, ending, self.world)
    }
}
