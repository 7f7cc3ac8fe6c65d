//! The run loop as a state machine without I/O: `run_until_complete` of upstream's `core.py`, asked for its next step and
//! told how the last one went. Owns every decision of the loop; must not know how a step is carried out.
//!
//! ```text
//!   start ---> (1) Choosing --Choose--> C finds the head of the queue, and asks choose(head)
//!                ^  ^                      |   |   `--- nothing can wake, main done: Finished ---> the loop returns
//!                |  `---- Poll: C waits, --'   |
//!                |        looks at streams     v
//!                |                        (2) Resume: C pops a task and continues it
//!                |                             |     |
//!                |`------- yielded ------------'     | finished(exc)
//!                |                                   |
//!                |                                   +-- KeyboardInterrupt and the like ---> (5) Raise
//!                |                                   +-- main, an exception ---------------> (5) Raise
//!                |                                   +-- Watched --> (3) Callback ---> Leaving
//!                |                                   +-- Waited  --> (3) Wake each waiter ---> Leaving
//!                |                                   +-- Running --> (3) nobody asked for the exception:
//!                |                                   |                   Wake the task itself ---> Leaving
//!                |                                   +-- Finished --> (4) Handler: the exception handler is called
//!                |                                   `-- Retrieved --.      |
//!                |                                                   v      v
//!                `------------------------------------------------- Leaving ---> main: Return
//! ```
//!
//! The numbers are those of [`Phase`]. A step that raises, other than `Resume`, ends the loop with that exception, as
//! upstream's does; so no phase has to undo anything.

use crate::queue::{self, QueueRef};
use crate::task::{Life, Obj, TaskRef};
use crate::ticks::Ticks;
use crate::vm::Vm;

/// While tasks are ready and switches are fast, streams are polled after this many switches, not after each.
pub const SWITCHES_BETWEEN_POLLS: u32 = 8;

/// How many switches of one millisecond have a poll before each of them. So with turns of a millisecond or more streams are
/// polled at each switch, as upstream does.
pub const SLOW_SWITCHES: u32 = 3;

/// How many milliseconds of few switches tell that turns last.
const SLOW_TICKS: u8 = 2;

/// Whether woken tasks put the next poll off: where a poll is a system call, and can wake a thousand.
const HOLDS_BACK: bool = cfg!(feature = "unix");

/// How many switches each woken task is given before the next poll: one to read, one to answer and wait again.
pub const SWITCHES_FOR_WOKEN: u32 = 2;

/// How long, in milliseconds, woken tasks put the next poll off at most.
pub const LONGEST_BETWEEN_POLLS: usize = 10;

/// What [`Loop::timeout`] is for a wait without end.
pub const FOR_EVER: usize = usize::MAX;

/// How long a loop that nothing can wake, but whose main task is not done, waits at a time, in milliseconds. Upstream
/// waits as long.
const IDLE: usize = 3;

/// What C is to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Step {
    /// Find the task that comes next in the queue, and ask [`Loop::choose`] what to do.
    Choose,
    /// Take the head out of the queue, make it `task` and continue its coroutine; then [`Loop::finished`] if it ended.
    Resume,
    /// Look at the streams, and wait `timeout` milliseconds at most for one to be ready, or for something else to happen.
    Poll,
    /// Let `other` run, unless it is to run already; it keeps its `data` if it is `task`, and else has none.
    Wake,
    /// Call `task.state(task, exc)`, then have `False` there.
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
    /// A program's own `_io_queue`, which is asked at every turn, as upstream does.
    Foreign,
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
pub enum Phase {
    /// (1, 2) `task` runs, or another one is looked for: [`Loop::next`] has nothing to say but [`Step::Choose`].
    Choosing,
    /// (3) Whoever waits for `task` is to be told.
    Telling,
    /// (4) The exception handler is to be called.
    Handling,
    /// The task is to be left.
    Leaving,
    /// (5) The loop ends with an exception.
    Raising,
}

/// A run of the loop. Lives on C's stack for as long as the run lasts.
#[repr(C)]
pub struct Loop {
    /// Where the run is.
    pub phase: Phase,
    /// For [`Step::Poll`]: whether any task ran since the last.
    pub ran: bool,
    ending: Ending,
    awaited: bool,
    polled: bool,
    /// `now` was read from the clock since the turn began: C says.
    pub fresh: bool,
    /// The queues were made anew in this run, which ends once nothing is left in them: C says.
    pub reset: bool,
    /// How many milliseconds in a row had few switches.
    slow_ticks: u8,
    /// The task that runs, or ran last (`cur_task`); nothing once the loop found nothing that could wake.
    pub task: Option<TaskRef>,
    /// The task that [`Step::Wake`] is about.
    pub other: Option<TaskRef>,
    /// The exception that `task` ended with.
    pub exc: Obj,
    /// The exception that was thrown into `task`, or `None`.
    pub thrown: Obj,
    /// For [`Step::Poll`], in milliseconds; [`FOR_EVER`] for no limit.
    pub timeout: usize,
    /// A time that has come, in ticks: whatever is due then is due, without asking the clock.
    pub now: Ticks,
    main: Option<TaskRef>,
    tick: Ticks,
    polled_at: Ticks,
    /// How many tasks the last poll woke: C says.
    pub woken: u32,
    switches: u32,
    switches_at_tick: u32,
    switches_at_poll: u32,
}

impl Default for Loop {
    fn default() -> Self {
        Self::new()
    }
}

impl Loop {
    /// A run that has not begun: zero in every byte.
    pub const fn new() -> Self {
        Self {
            phase: Phase::Choosing,
            ran: false,
            ending: Ending::Returned,
            awaited: false,
            polled: false,
            fresh: false,
            reset: false,
            slow_ticks: 0,
            task: None,
            other: None,
            exc: Obj::NULL,
            thrown: Obj::NULL,
            timeout: 0,
            now: 0,
            main: None,
            tick: 0,
            polled_at: 0,
            woken: 0,
            switches: 0,
            switches_at_tick: 0,
            switches_at_poll: 0,
        }
    }

    /// Begins to run until `main` has finished, or, without one, until nothing is left to do.
    pub fn begin(&mut self, main: Option<TaskRef>, vm: &impl Vm) {
        self.main = main;
        self.now = vm.now();
        // Whatever happened before the run.
        self.switches = SWITCHES_BETWEEN_POLLS;
    }

    /// What to do next. `queue` is the run queue, nothing if it is not even a subclass of the native one.
    pub fn next(&mut self, queue: Option<QueueRef>, vm: &impl Vm) -> Step {
        let Some(task) = self.task else { return Step::Choose };
        loop {
            self.phase = match self.phase {
                Phase::Choosing => return Step::Choose,
                Phase::Telling => {
                    if let Some(step) = self.tell(task, queue, vm) {
                        return step;
                    }
                    Phase::Leaving
                }
                Phase::Handling => {
                    self.phase = Phase::Leaving;
                    return Step::Handler;
                }
                Phase::Leaving => {
                    self.phase = Phase::Choosing;
                    if self.is_main(task) {
                        return Step::Return;
                    }
                    // The run keeps nothing of a task that it has left.
                    (self.exc, self.thrown, self.other) = (Obj::NULL, Obj::NULL, None);
                    return Step::Choose;
                }
                Phase::Raising => return Step::Raise,
            }
        }
    }

    /// What to do in [`Step::Choose`]: `head` is the first task in the queue.
    pub fn choose(&mut self, head: Option<TaskRef>, streams: Streams, vm: &impl Vm) -> Step {
        self.timeout = match head {
            Some(head) => {
                let (key, period) = (head.key.get(), vm.period());
                let mut left = period.until(key, self.now);
                if left != 0 || self.polled || (streams == Streams::Waiting && !core::mem::take(&mut self.fresh)) {
                    // It is not due at a time that has come, or that time may be long ago: only then is the clock asked.
                    self.now = vm.now();
                    left = period.until(key, self.now);
                }
                if left == 0 && !self.is_time_to_poll(streams, vm) {
                    self.polled = false;
                    self.switches = self.switches.wrapping_add(1);
                    return Step::Resume;
                }
                left
            }
            None if streams == Streams::Quiet => {
                self.task = None;
                if self.reset || self.main.is_none_or(|main| main.is_done(vm)) {
                    return Step::Finished;
                }
                IDLE
            }
            None => FOR_EVER,
        };
        self.polled = true;
        self.polled_at = self.now;
        self.ran = self.switches != self.switches_at_poll;
        self.switches_at_poll = self.switches;
        self.woken = 0;
        Step::Poll
    }

    /// Whether streams are to be polled although a task is ready.
    fn is_time_to_poll(&mut self, streams: Streams, vm: &impl Vm) -> bool {
        match streams {
            _ if self.polled => false,
            Streams::Quiet => false,
            Streams::Foreign => true,
            Streams::Waiting => {
                let period = vm.period();
                let of_tick = self.switches.wrapping_sub(self.switches_at_tick);
                let since_poll = self.switches.wrapping_sub(self.switches_at_poll);
                let is_new_tick = self.now != self.tick;
                if is_new_tick {
                    if HOLDS_BACK {
                        // A turn that lasts makes its millisecond one of few switches. One such can be chance, two are not.
                        self.slow_ticks = match period.until(self.now, self.tick) {
                            1 if of_tick >= SLOW_SWITCHES => 0,
                            1 => self.slow_ticks.saturating_add(1),
                            _ => SLOW_TICKS,
                        };
                    }
                    self.tick = self.now;
                    self.switches_at_tick = self.switches;
                }
                let is_slow = is_new_tick || of_tick < SLOW_SWITCHES;
                if HOLDS_BACK
                    && since_poll < self.woken.saturating_mul(SWITCHES_FOR_WOKEN)
                    && (self.slow_ticks < SLOW_TICKS || !is_slow)
                {
                    // Those that the last poll woke come first: their streams would only be reported again.
                    period.until(self.now, self.polled_at) >= LONGEST_BETWEEN_POLLS
                } else {
                    is_slow || since_poll >= SWITCHES_BETWEEN_POLLS
                }
            }
        }
    }

    /// The coroutine of `task` ended, with `exc`. True if that was the main task, and `cur_task` is to be `None`.
    pub fn finished(&mut self, exc: Obj, ending: Ending, vm: &impl Vm) -> bool {
        let Some(task) = self.task else { return false };
        self.exc = exc;
        self.ending = ending;
        self.phase = Phase::Raising;
        if ending == Ending::Fatal {
            return false;
        }
        let is_main = self.is_main(task);
        self.awaited = is_main;
        if is_main && ending != Ending::Returned {
            task.state.set(vm.false_());
            return true;
        }
        let was_finished = task.state.get() == vm.none();
        self.phase = if was_finished && !is_main {
            // It had ended before, with the exception thrown into it now, and nobody took that.
            task.data.set(self.thrown);
            Phase::Handling
        } else if was_finished || task.is_done(vm) {
            task.state.set(vm.false_());
            Phase::Leaving
        } else {
            Phase::Telling
        };
        is_main
    }

    fn is_main(&self, task: TaskRef) -> bool {
        self.main.map_or(core::ptr::null(), TaskRef::as_ptr) == task.as_ptr()
    }

    /// Whom to tell next that the task has finished, if there is somebody left.
    fn tell(&mut self, task: TaskRef, queue: Option<QueueRef>, vm: &impl Vm) -> Option<Step> {
        let mut state = vm.false_();
        match task.life(vm) {
            Life::Watched => {
                self.awaited = true;
                return Some(Step::Callback);
            }
            // A program can put the run queue itself there: whoever is in it runs anyway.
            Life::Waited(waiters) if Some(waiters) != queue => {
                if let Some(waiter) = waiters.pop(vm.period()) {
                    self.awaited = true;
                    self.other = Some(waiter);
                    return Some(Step::Wake);
                }
            }
            Life::Running if !self.awaited => state = vm.none(),
            _ => {}
        }
        task.state.set(state);
        task.data.set(self.exc);
        let runs_again = !self.awaited && self.ending == Ending::Raised;
        if task.is_queued() && (runs_again || queue::is_elsewhere(queue, task)) {
            // It ended in a wait, which would wake it once more, and take its `data` away.
            let _ = queue::remove(None, task, vm.period());
        }
        if runs_again {
            // Nobody waits for this exception. The task runs once more, and if nobody has taken it by then the exception
            // handler is called.
            self.phase = Phase::Leaving;
            self.other = Some(task);
            return Some(Step::Wake);
        }
        None
    }
}
