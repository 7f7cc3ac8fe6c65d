//! A run of the loop as C drives it, a step at a time: `loop_turn`, `loop_steps` and `asyncio_wake` of `cmodule/`.

use asyncio_rs::queue::QueueRef;
use asyncio_rs::scheduler::{Ending, Loop, Phase, Step, Streams};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::ticks::Ticks;
use asyncio_rs::vm::Vm;

use crate::World;

/// The `_io_queue` of a run: the native one or a program's own, with tasks that wait on streams or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IoQueue {
    /// The native one, on which nobody waits.
    Quiet,
    /// The native one.
    Waiting,
    /// A program's own, on which nobody waits.
    ForeignQuiet,
    /// A program's own.
    ForeignWaiting,
}

impl IoQueue {
    /// Those on which tasks wait.
    pub const WAITING: [Self; 2] = [Self::Waiting, Self::ForeignWaiting];
    /// The others.
    pub const QUIET: [Self; 2] = [Self::Quiet, Self::ForeignQuiet];

    /// Whether tasks wait on streams.
    pub fn is_waiting(self) -> bool {
        Self::WAITING.contains(&self)
    }

    /// Whether it is a program's own.
    pub fn is_foreign(self) -> bool {
        matches!(self, Self::ForeignQuiet | Self::ForeignWaiting)
    }

    fn streams(self, head: Option<TaskRef>) -> Streams {
        if self.is_foreign() && head.is_some() {
            Streams::Foreign
        } else if self.is_waiting() {
            Streams::Waiting
        } else {
            Streams::Quiet
        }
    }
}

/// A run of the loop, its run queue, and its `_io_queue`.
pub struct Run<'w> {
    /// Its objects and its clock.
    pub world: &'w World,
    /// What the engine has of it.
    pub rs: Loop,
    /// The run queue; a program's own if `foreign`, of which the engine is not told then.
    pub queue: QueueRef,
    /// Whether the run queue is a program's own.
    pub foreign: bool,
    /// Where tasks wait on streams.
    pub io_queue: IoQueue,
}

impl<'w> Run<'w> {
    /// A run until `main` has finished, without streams.
    pub fn new(world: &'w World, main: Option<TaskRef>) -> Self {
        let mut rs = Loop::new();
        rs.begin(main, world);
        Self {
            world,
            rs,
            queue: world.queue(),
            foreign: false,
            io_queue: IoQueue::Quiet,
        }
    }

    /// The same, with the native run queue and with a program's own.
    pub fn on_either_queue(world: &'w World, main: Option<TaskRef>) -> [Self; 2] {
        [false, true].map(|foreign| Self {
            foreign,
            ..Self::new(world, main)
        })
    }

    /// What is to be done next: nothing of it is done yet.
    pub fn ask(&mut self) -> Step {
        let queue = (!self.foreign).then_some(self.queue);
        let was_choosing = self.rs.phase == Phase::Choosing;
        let step = self.rs.next(queue, self.world);
        assert!(!was_choosing || step == Step::Choose, "C does not ask then");
        if step != Step::Choose {
            return step;
        }
        assert_eq!(self.rs.phase, Phase::Choosing, "so that C chooses");
        let head = self.queue.peek();
        self.rs.choose(head, self.io_queue.streams(head), self.world)
    }

    /// Does it. False if that was to continue a task that is gone.
    pub fn carry_out(&mut self, step: Step) -> bool {
        match step {
            Step::Resume => match self.queue.pop(self.world.period()) {
                Some(task) => self.resume(task),
                None => return false,
            },
            Step::Wake => self.wake(self.rs.other.expect("there is one to wake")),
            Step::Callback => {
                let task = self.rs.task.expect("there is one that ended");
                task.state.set(self.world.false_());
            }
            _ => {}
        }
        true
    }

    /// The next step, carried out.
    pub fn step(&mut self) -> Step {
        loop {
            let step = self.ask();
            if self.carry_out(step) {
                return step;
            }
        }
    }

    /// A task runs; what is in its data is thrown into it.
    pub fn resume(&mut self, task: TaskRef) {
        self.rs.task = Some(task);
        self.rs.thrown = task.data.replace(self.world.none());
    }

    /// Lets a task run, unless something else has by now.
    fn wake(&self, task: TaskRef) {
        if !self.foreign || !task.is_queued() {
            let pushed = self.world.push(self.queue, task, self.world.now());
            assert!(!self.foreign || pushed.is_ok(), "that would raise");
            if pushed.is_ok() && self.rs.task == Some(task) {
                task.data.set(self.rs.exc);
            }
        }
    }

    /// Pushes a task as a program does, due at `key`.
    pub fn push(&self, task: TaskRef, key: Ticks) {
        self.world.push(self.queue, task, key).expect("it is in no queue");
    }

    /// Pushes a task, due now, and has the loop continue it.
    pub fn start(&mut self, task: TaskRef) {
        self.push(task, self.world.time());
        self.resumes(task);
    }

    /// The next step continues this task.
    pub fn resumes(&mut self, task: TaskRef) {
        assert_eq!(self.step(), Step::Resume);
        assert!(self.rs.task == Some(task), "another task runs");
    }

    /// The next step wakes this task, which is in no queue: due now, with nothing thrown into it; or, the task that ended,
    /// with what it ended with.
    pub fn wakes(&mut self, task: TaskRef) {
        assert_eq!(self.ask(), Step::Wake);
        assert!(self.rs.other == Some(task), "another task is woken");
        assert!(!task.is_queued(), "left to C");
        self.carry_out(Step::Wake);
        let data = if self.rs.task == Some(task) {
            self.rs.exc
        } else {
            self.world.none()
        };
        assert!(task.is_queued() && task.data.get() == data);
        assert_eq!(task.key.get(), self.world.time());
    }

    /// The next step looks at the streams or waits, for so many milliseconds, which pass.
    pub fn polls(&mut self, timeout: usize) {
        assert_eq!((self.step(), self.rs.timeout), (Step::Poll, timeout));
        self.world.pass(timeout);
    }

    /// The coroutine ended; whether that was the main task's is given.
    pub fn ends(&mut self, exc: Obj, ending: Ending) -> bool {
        self.rs.finished(exc, ending, self.world)
    }
}
