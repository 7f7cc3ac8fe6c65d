//! The run loop as a state machine without I/O: `run_until_complete` of upstream's `core.py`, asked for its next step and
//! told how the last one went. Owns every decision of the loop; must not know how a step is carried out.
//!
//! ```text
//!                         .-------------------------------------------------------------.
//!                         v                                                             |
//!   start ---> (1) Choosing --Peek--> C asks a program's queue --peeked--> (1)          |
//!                 |  |  ^                                                               |
//!                 |  |  `--- Wait · Poll: C waits, looks at streams ---.                |
//!                 |  `-------------------------------------------------'                |
//!                 |  nothing can wake, main done: Finished ---> the loop returns        |
//!                 v                                                                     |
//!          (2) Resume (a program's queue: Pop, popped) --- yielded ---------------------+
//!                 |                                                                     |
//!                 | finished(exc)                                                       |
//!                 +-- KeyboardInterrupt and the like --------> (7) Raise                |
//!                 +-- main, an exception --------------------> (7) Raise                |
//!                 +-- Watched --> (3) Callback, called_back --> (5)                     |
//!                 +-- Waited  --> (4) wake each waiter (Push) --> (5)                   |
//!                 +-- Running ---------------------------------> (5) nobody asked for   |
//!                 |                  the exception: queue the task again (Push) --> (6) |
//!                 +-- Finished --> Handler: the exception handler is called -----> (6) -+
//!                 `-- Retrieved -------------------------------------------------> (6) -'
//!                                                                                  |
//!                                                            main: (8) Return <----'
//! ```
//!
//! The numbers up to (7) are those of [`Phase`]. A step that raises, other than `Resume`, ends the loop with that exception, as
//! upstream's does; so no phase has to undo anything.

use crate::queue::QueueRef;
use crate::task::{Life, Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// How often streams are looked at while tasks are ready: at each new millisecond, and after this many switches.
pub const SWITCHES_BETWEEN_LOOKS: u8 = 8;

/// What [`Loop::timeout`] is for a wait without end.
pub const FOR_EVER: usize = usize::MAX;

/// How long a loop that nothing can wake, but whose main task is not done, waits at a time, in milliseconds. Upstream
/// waits as long.
const IDLE: usize = 3;

/// What C is to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Step {
    /// Continue `task`'s coroutine, then [`Loop::finished`] if it ended; if it yielded, ask for the next step.
    Resume,
    /// Wait until something happens, `timeout` milliseconds at most.
    Wait,
    /// Look at the streams, waiting `timeout` milliseconds at most for one to be ready.
    Poll,
    /// Ask the program's own queue for its head, then [`Loop::peeked`].
    Peek,
    /// Take the head out of the program's own queue, then [`Loop::popped`].
    Pop,
    /// Push `other` to the program's own queue.
    Push,
    /// Call `task.state(task, exc)`, then [`Loop::called_back`].
    Callback,
    /// Call the exception handler for `task` and `thrown`.
    Handler,
    /// Leave the loop: the main task returned, `exc` is its `StopIteration`.
    Return,
    /// Leave the loop with the exception `exc`.
    Raise,
    /// Leave the loop: nothing is left to do.
    Finished,
}

/// What there is to know of the streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Streams {
    /// No task waits on a stream.
    Quiet,
    /// Tasks wait on streams.
    Waiting,
    /// A program's own `_io_queue`, on which nobody waits; it is asked at every turn, as upstream does.
    ForeignQuiet,
    /// A program's own `_io_queue`.
    ForeignWaiting,
}

/// How a coroutine ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Ending {
    /// It returned; the exception is a `StopIteration`.
    Returned,
    /// With a `CancelledError`.
    Cancelled,
    /// With another `Exception`.
    Raised,
    /// With what is no `Exception`, such as `KeyboardInterrupt`: the loop ends at once.
    Fatal,
}

/// Where the loop is between two steps; the numbers are those of the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Phase {
    /// (1) Looking for a task that is due.
    Choosing,
    /// (1) The program's queue was asked, and has its head at `head`.
    Peeked,
    /// (1) The same, and it has none.
    PeekedNothing,
    /// (2) `task` is to be continued.
    Chosen,
    /// (3) The completion callback is to be called.
    Calling,
    /// (4) The tasks that wait for this one are to be woken.
    Waking,
    /// (5) The task's new state is to be set.
    Settling,
    /// (6) The task is to be left.
    Leaving,
    /// (6) The same, after it was pushed again with its exception.
    Kept,
    /// (6) The exception handler is to be called.
    Handling,
    /// (7) The loop ends with an exception.
    Raising,
}

/// A run of the loop. Lives on C's stack for as long as the run lasts.
#[repr(C)]
pub struct Loop {
    /// The task that runs, or ran last (`cur_task`); nothing once the loop found nothing that could wake.
    pub task: Option<TaskRef>,
    /// The task that [`Step::Push`] is about.
    pub other: Option<TaskRef>,
    /// The exception that `task` ended with.
    pub exc: Obj,
    /// The exception that was thrown into `task`, or `None`.
    pub thrown: Obj,
    /// For [`Step::Wait`] and [`Step::Poll`], in milliseconds; [`FOR_EVER`] for no limit.
    pub timeout: usize,
    /// A time that has come, in ticks: whatever is due then is due, without asking the clock.
    pub now: Ticks,
    main: Option<TaskRef>,
    head: Ticks,
    looked_at: Ticks,
    phase: Phase,
    ending: Ending,
    awaited: bool,
    looked: bool,
    switches: u8,
}

impl Loop {
    /// A loop that runs until `main` has finished, or, without one, until nothing is left to do.
    pub fn new(main: Option<TaskRef>, vm: &impl Vm) -> Self {
        let now = vm.now();
        Self {
            task: None,
            other: None,
            exc: vm.none(),
            thrown: vm.none(),
            timeout: 0,
            now,
            main,
            head: 0,
            looked_at: now,
            phase: Phase::Choosing,
            ending: Ending::Returned,
            awaited: false,
            looked: false,
            switches: 0,
        }
    }

    /// What to do next. `queue` is the run queue, nothing if it is a program's own.
    pub fn next(&mut self, queue: Option<QueueRef>, streams: Streams, vm: &impl Vm) -> Step {
        loop {
            match self.phase {
                Phase::Choosing => match queue {
                    Some(queue) => {
                        let head = queue.peek().map(|task| task.key.get());
                        if let Some(step) = self.choose(head, streams, vm) {
                            return step;
                        }
                        // Interrupts may push meanwhile: whatever is first now is due.
                        if let Some(task) = queue.pop(vm.period()) {
                            return self.resume(task);
                        }
                    }
                    None => return Step::Peek,
                },
                Phase::Peeked | Phase::PeekedNothing => {
                    let head = (self.phase == Phase::Peeked).then_some(self.head);
                    self.phase = Phase::Choosing;
                    return self.choose(head, streams, vm).unwrap_or(Step::Pop);
                }
                Phase::Chosen => {
                    self.phase = Phase::Choosing;
                    return Step::Resume;
                }
                Phase::Calling => return Step::Callback,
                Phase::Waking => {
                    if let Some(step) = self.wake(queue, vm) {
                        return step;
                    }
                }
                Phase::Settling => {
                    if let Some(step) = self.settle(queue, vm) {
                        return step;
                    }
                }
                Phase::Kept => {
                    if let Some(task) = self.task {
                        task.data.set(self.exc);
                    }
                    self.phase = Phase::Leaving;
                }
                Phase::Handling => {
                    self.phase = Phase::Leaving;
                    return Step::Handler;
                }
                Phase::Leaving => {
                    self.phase = Phase::Choosing;
                    if self.main.is_some() && self.main == self.task {
                        return Step::Return;
                    }
                }
                Phase::Raising => return Step::Raise,
            }
        }
    }

    /// The program's own queue has its head at this key, or has none.
    pub fn peeked(&mut self, head: Option<Ticks>) {
        self.phase = match head {
            Some(key) => {
                self.head = key;
                Phase::Peeked
            }
            None => Phase::PeekedNothing,
        };
    }

    /// This task came out of the program's own queue.
    pub fn popped(&mut self, task: TaskRef) {
        self.resume(task);
        self.phase = Phase::Chosen;
    }

    /// The coroutine of `task` ended, with `exc`. True if that was the main task, and `cur_task` is to be `None`.
    pub fn finished(&mut self, exc: Obj, ending: Ending, vm: &impl Vm) -> bool {
        let Some(task) = self.task else { return false };
        self.exc = exc;
        self.ending = ending;
        let is_main = self.main == Some(task);
        self.awaited = is_main;
        if ending == Ending::Fatal {
            self.phase = Phase::Raising;
            return false;
        }
        if is_main && ending != Ending::Returned {
            task.state.set(vm.false_());
            self.phase = Phase::Raising;
            return true;
        }
        self.phase = match task.life(vm) {
            Life::Running => Phase::Settling,
            Life::Waited(_) => Phase::Waking,
            Life::Watched => Phase::Calling,
            Life::Finished if is_main => {
                task.state.set(vm.false_());
                Phase::Leaving
            }
            Life::Finished => {
                // It had ended before, with the exception thrown into it now, and nobody took that.
                task.data.set(self.thrown);
                Phase::Handling
            }
            Life::Retrieved => Phase::Leaving,
        };
        is_main
    }

    /// The completion callback was called.
    pub fn called_back(&mut self, vm: &impl Vm) {
        if let Some(task) = self.task {
            task.state.set(vm.false_());
        }
        self.awaited = true;
        self.phase = Phase::Settling;
    }

    /// What to do before a task is continued, if anything: `head` is when the first one in the queue is due.
    fn choose(&mut self, head: Option<Ticks>, streams: Streams, vm: &impl Vm) -> Option<Step> {
        let period = vm.period();
        let due = head.is_some_and(|key| {
            // A key that is not after a time that has come has come too. Only else is the clock asked.
            if key != self.now && period.before(self.now, key) {
                self.now = vm.now();
            }
            key == self.now || !period.before(self.now, key)
        });
        if due {
            if !self.is_time_to_look(streams) {
                return None;
            }
            self.timeout = 0;
        } else {
            self.timeout = match (head, streams) {
                (Some(key), _) => period.until(key, self.now),
                (None, Streams::Waiting | Streams::ForeignWaiting) => FOR_EVER,
                (None, _) => {
                    self.task = None;
                    if self.main.is_none_or(|main| main.is_done(vm)) {
                        return Some(Step::Finished);
                    }
                    IDLE
                }
            };
        }
        if streams == Streams::Quiet {
            return Some(Step::Wait);
        }
        self.looked = true;
        self.looked_at = self.now;
        self.switches = 0;
        Some(Step::Poll)
    }

    /// Whether streams are to be looked at although a task is ready.
    fn is_time_to_look(&self, streams: Streams) -> bool {
        match streams {
            _ if self.looked => false,
            Streams::Quiet => false,
            Streams::Waiting => self.now != self.looked_at || self.switches >= SWITCHES_BETWEEN_LOOKS,
            Streams::ForeignQuiet | Streams::ForeignWaiting => true,
        }
    }

    fn resume(&mut self, task: TaskRef) -> Step {
        self.looked = false;
        self.switches = self.switches.wrapping_add(1);
        self.task = Some(task);
        Step::Resume
    }

    /// Wakes the tasks that wait for this one.
    fn wake(&mut self, queue: Option<QueueRef>, vm: &impl Vm) -> Option<Step> {
        let task = self.task?;
        if let Life::Waited(waiters) = task.life(vm)
            // A program can put the run queue itself there: whoever is in it runs anyway.
            && Some(waiters) != queue
        {
            while let Some(waiter) = waiters.pop(vm.period()) {
                self.awaited = true;
                if let Some(step) = self.push(waiter, queue, vm) {
                    return Some(step);
                }
            }
        }
        task.state.set(vm.false_());
        self.phase = Phase::Settling;
        None
    }

    /// Decides what becomes of a task that has finished.
    fn settle(&mut self, queue: Option<QueueRef>, vm: &impl Vm) -> Option<Step> {
        let task = self.task?;
        if task.state.get() == vm.true_() {
            task.state.set(if self.awaited { vm.false_() } else { vm.none() });
        }
        self.phase = Phase::Kept;
        if !self.awaited && self.ending == Ending::Raised {
            // Nobody waits for this exception. The task runs once more, and if nobody has taken it by then the exception
            // handler is called.
            return self.push(task, queue, vm);
        }
        None
    }

    /// Pushes a task to the run queue, due now; one that a program has queued already stays where it is.
    fn push(&mut self, task: TaskRef, queue: Option<QueueRef>, vm: &impl Vm) -> Option<Step> {
        if task.is_queued() {
            return None;
        }
        match queue {
            Some(queue) => {
                self.now = vm.now();
                let _ = queue.push_with(task, self.now, vm.none(), vm.period());
                None
            }
            None => {
                self.other = Some(task);
                Some(Step::Push)
            }
        }
    }
}
