//! The descriptors held to `poll(2)` of all of them, while a program opens, closes, duplicates, forks and waits, numbers are taken
//! from under them, and calls fail.
//!
//! - A task wakes only if `poll(2)` would tell of what it waits for, or if its number was given to another file meanwhile.
//! - What `poll(2)` tells of wakes at the next look, if no call fails in it; after a close that was seen, too. What changed behind
//!   everybody's back is found by the sweeps.
//! - When nothing is ready the look blocks, and what comes then ends it, a wake-up from elsewhere as well.
//! - In the end nothing of the system is kept.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use asyncio_rs::stream::descriptors::{Descriptors, SWEEP};
use asyncio_rs::stream::waits::Direction::{self, Read, Write};
use asyncio_rs::stream::waits::{READABLE, WRITABLE};
use asyncio_rs::stream::{closes, waker};
use asyncio_rs::task::{Obj, TaskRef};
use asyncio_rs::vm::Vm;

use super::Bytes;
use crate::machine::{Call, File, Machine};
use crate::{HALF, Table, World};

/// How often C asks streams that the kernel does not watch, in milliseconds.
const ASK_PERIOD: usize = 1;

/// How many looks may pass before a change that nobody was told of has been found, each with a sweep.
const SETTLES: usize = 6;

/// How many streams there are before fewer are opened at a time.
const MOST: usize = 200;

const READY: [u16; 6] = [0, READABLE, WRITABLE, READABLE | WRITABLE, HANG_UP, HANG_UP | READABLE];
const HANG_UP: u16 = libc::POLLHUP as u16;

#[derive(Clone, Copy)]
struct Stream {
    object: Obj,
    fd: i32,
    /// How often its number had been given to another file when the kernel was last known to watch the right one.
    changes: Option<usize>,
}

#[derive(Clone, Copy)]
struct Waiting {
    task: TaskRef,
    stream: Obj,
    fd: i32,
    direction: Direction,
    /// As its stream's. A wait can begin after its number was changed behind everybody's back, for a stream that the kernel
    /// still watches as it was.
    changes: usize,
    /// The number was that of a file.
    was_open: bool,
    /// The close of the number was seen.
    closed: bool,
    /// How many turns there were since; by the second one epoll has been told.
    turns: usize,
}

impl Waiting {
    fn events(self) -> u16 {
        if self.direction == Read { READABLE } else { WRITABLE }
    }
}

/// What happens at a call, for the turn to know.
#[derive(Default)]
struct Meanwhile {
    anything: Cell<bool>,
    woke: Cell<bool>,
    robbed: Cell<bool>,
    closed: RefCell<Vec<i32>>,
}

struct Program<'w> {
    world: &'w World,
    machine: Machine<'w>,
    table: Table<'w>,
    descriptors: Descriptors,
    streams: Vec<Stream>,
    waiting: Vec<Waiting>,
    idle: Vec<TaskRef>,
    meanwhile: Rc<Meanwhile>,
    ran: bool,
    /// The program closed or duplicated the number of a waker or an epoll, so that one may be left over.
    robbed: bool,
    /// A call was made to fail since the last turn.
    fails: bool,
    /// The same, and since then the loop has not come to rest: the look that finds out tells of nothing else.
    unsure: bool,
    /// How many closes of others there were since the last turn. So many are not all remembered, and by far.
    closes: usize,
    /// This process became a child since the last turn.
    is_child: bool,
    trace: bool,
}

/// Closes a number as the firmware does, whose linker tells of it.
fn close_seen(machine: &Machine, fd: i32) {
    closes::closing(fd, machine);
    machine.close_unseen(fd);
    closes::closed(fd);
}

impl<'w> Program<'w> {
    fn new(world: &'w World) -> Self {
        Self {
            world,
            machine: Machine::new(),
            table: Table::new(world, 1),
            descriptors: Descriptors::new(),
            streams: Vec::new(),
            waiting: Vec::new(),
            idle: Vec::new(),
            meanwhile: Rc::default(),
            ran: true,
            robbed: false,
            fails: false,
            unsure: false,
            closes: 0,
            is_child: false,
            trace: std::env::var_os("TRACE").is_some(),
        }
    }

    fn say(&self, what: impl FnOnce() -> String) {
        if self.trace {
            eprintln!("{}", what());
        }
    }

    fn wrap(&mut self, fd: i32) {
        if fd >= 0 {
            self.say(|| format!("stream {} of {fd}", self.streams.len()));
            self.streams.push(Stream {
                object: self.world.object(),
                fd,
                changes: None,
            });
        }
    }

    fn open(&mut self, ready: u16) {
        let fd = self.machine.open_stream(ready);
        self.wrap(fd);
    }

    /// As `asyncio_rs_descriptors_enqueue`.
    fn wait(&mut self, stream: Stream, direction: Direction) {
        let Stream { object, fd, .. } = stream;
        if self
            .waiting
            .iter()
            .any(|waiting| waiting.stream == object && waiting.direction == direction)
        {
            return;
        }
        let task = self.idle.pop().unwrap_or_else(|| self.world.task());
        self.say(|| format!("wait {fd} {direction:?}"));
        self.table
            .wait(&self.descriptors, object, fd, direction, task, &self.machine);
        self.ran = true;
        let now = self.machine.changes(fd);
        let streams = &mut self.streams;
        let known = streams.iter_mut().find(|it| it.object == object);
        let changes = known.map_or(now, |it| *it.changes.get_or_insert(now));
        self.waiting.push(Waiting {
            task,
            stream: object,
            fd,
            direction,
            changes,
            was_open: self.machine.file(fd).is_some(),
            closed: false,
            turns: 0,
        });
    }

    fn cancel(&mut self, i: usize) {
        if i < self.waiting.len() {
            let Waiting { task, fd, .. } = self.waiting.remove(i);
            self.say(|| format!("cancel {fd}"));
            self.table.waits.remove(task, |i| self.descriptors.touch(i));
            task.data.set(self.world.none());
            self.idle.push(task);
            self.ran = true;
        }
    }

    /// The program closes or duplicates a number, which may be that of a waker or an epoll.
    fn touches(&mut self, fd: i32) {
        if self.machine.helpers().contains(&fd) {
            self.robbed = true;
            self.unsure = true;
        }
    }

    /// The program closes a number.
    fn close(&mut self, fd: i32, seen: bool) {
        self.say(|| format!("close {fd} seen {seen}"));
        self.touches(fd);
        if seen {
            close_seen(&self.machine, fd);
            self.saw_close(fd);
        } else {
            self.machine.close_unseen(fd);
        }
    }

    fn saw_close(&mut self, fd: i32) {
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.fd == fd) {
            // A number that was none when the wait began is asked by the stream, as it is at that time.
            waiting.closed = waiting.was_open;
        }
    }

    /// A stream that the program can use.
    fn any_stream(&self, bytes: &mut Bytes) -> Option<Stream> {
        let open: Vec<Stream> = self.streams.iter().filter(|it| it.fd >= 0).copied().collect();
        bytes.one(&open)
    }

    fn is_changed(&self, waiting: &Waiting) -> bool {
        waiting.closed || self.machine.changes(waiting.fd) != waiting.changes
    }

    /// The streams whose number was given to another file under one who waits for them; all who do are told then.
    fn changed(&self) -> Vec<Obj> {
        let changed = self.waiting.iter().filter(|it| self.is_changed(it));
        changed.map(|it| it.stream).collect()
    }

    /// Whether `poll(2)` tells of what a task waits for.
    fn is_ready(&self, waiting: &Waiting) -> bool {
        self.machine.ready(waiting.fd, waiting.events()) != 0
    }

    /// A task that the engine gave leaves its place: as C pushes it, and the loop runs it.
    fn woke(&mut self, task: TaskRef, was: &[TaskRef]) {
        let at = self.waiting.iter().position(|waiting| waiting.task == task);
        let waiting = self.waiting.remove(at.expect("a task that wakes has waited"));
        self.say(|| format!("  woke {} {:?}", waiting.fd, waiting.direction));
        task.data.set(self.world.none());
        let may = was.contains(&task)
            || self.machine.helpers().contains(&waiting.fd)
            || self.is_changed(&waiting)
            || self.is_ready(&waiting)
            || self.meanwhile.anything.get();
        assert!(
            may,
            "descriptor {} woke {:?} for nothing",
            waiting.fd, waiting.direction
        );
        self.idle.push(task);
    }

    /// Asks the streams that the kernel does not watch, as C does: how many woke.
    fn ask(&mut self, was: &[TaskRef]) -> usize {
        let (mut woke, mut at) = (0, None);
        while let Some(i) = self.descriptors.next_asked(at) {
            at = Some(i);
            let wait = self.table.waits.get(i).unwrap();
            let stream = self.streams.iter().find(|stream| stream.object == wait.stream());
            let (Some(stream), true) = (stream, wait.has_waiters()) else {
                continue;
            };
            let events = self.machine.ready(stream.fd, wait.events());
            let next = |program: &Self| {
                let (waits, world) = (&program.table.waits, program.world);
                let is_ready = events != 0;
                is_ready
                    .then(|| program.descriptors.ready(waits, i, events, world))
                    .flatten()
            };
            while let Some(task) = next(self) {
                self.descriptors.leave(&self.table.waits, i, task);
                self.woke(task, was);
                woke += 1;
            }
        }
        woke
    }

    /// A poll, as `ioqueue_poll` of C: how many woke.
    fn turn(&mut self, timeout: usize) -> usize {
        let is_blind =
            std::mem::take(&mut self.is_child) || self.fails || self.unsure || !self.descriptors.is_watching();
        if std::mem::take(&mut self.closes) > 500 {
            // The closes can't tell of one whose number another file has by now, nor can epoll if it was not told of it.
            let forgotten = self.waiting.iter_mut().filter(|it| is_blind || it.turns < 2);
            forgotten.for_each(|it| it.closed = false);
        }
        self.waiting.iter_mut().for_each(|it| it.turns += 1);
        let ready = |program: &Self, waiting: &Waiting| program.is_ready(waiting) || waiting.closed;
        let changed = self.changed();
        let was: Vec<TaskRef> = self
            .waiting
            .iter()
            .filter(|it| ready(self, it) || changed.contains(&it.stream))
            .map(|it| it.task)
            .collect();
        // What changed behind the queue's back is the sweep's to find.
        let quiet = |program: &Self, it: &Waiting| it.closed || !program.is_changed(it);
        let must: Vec<TaskRef> = self
            .waiting
            .iter()
            .filter(|it| ready(self, it) && quiet(self, it))
            .map(|it| it.task)
            .collect();
        let failed = std::mem::take(&mut self.fails) || self.unsure;
        self.meanwhile.anything.set(false);
        self.meanwhile.woke.set(false);
        self.machine.slept_for_ever.set(false);
        self.say(|| {
            format!(
                "turn {timeout} ran {} epoll {} must {}",
                self.ran,
                self.descriptors.is_watching(),
                must.len()
            )
        });

        assert!(self.descriptors.claim());
        let ran = std::mem::take(&mut self.ran);
        let mut timeout = self
            .descriptors
            .prepare(&self.table.waits, timeout, ran, self.world, &self.machine);
        let mut woke = 0;
        if self.descriptors.next_asked(None).is_some() {
            woke = self.ask(&was);
            if woke != 0 || self.descriptors.is_touched() {
                timeout = 0;
            } else if self.waits_are_asked() {
                timeout = timeout.min(ASK_PERIOD);
            }
        }
        let mut look = self
            .descriptors
            .look(&self.table.waits, timeout, || false, &self.machine);
        assert_eq!(look.failed, 0);
        let slept = self.machine.slept.replace(0);
        self.world.pass(slept);
        while let Some(task) = self.descriptors.next_ready(&self.table.waits, &mut look, self.world) {
            self.descriptors.leave_given(&self.table.waits, &look, task);
            self.woke(task, &was);
            woke += 1;
        }
        self.descriptors.release();
        self.ran = woke > 0;
        self.machine.fail_no_more();
        if self.meanwhile.robbed.take() {
            self.robbed = true;
            self.unsure = true;
        }
        let closed = self.meanwhile.closed.take();
        closed.iter().for_each(|&fd| self.saw_close(fd));

        let anything = self.meanwhile.anything.get();
        if !failed && !anything {
            let helpers = self.machine.helpers();
            // A stream of no file is asked, and answers for whatever has its number by then.
            let is_asked = |it: &Waiting| !it.was_open && helpers.contains(&it.fd);
            let missed = self.waiting.iter().find(|it| must.contains(&it.task) && !is_asked(it));
            assert!(missed.is_none(), "descriptor {:?} did not wake", missed.map(|it| it.fd));
        }
        assert!(
            !(self.meanwhile.woke.get() && self.machine.slept_for_ever.get()),
            "slept through a wake-up"
        );
        if slept > 0 || self.machine.slept_for_ever.get() {
            assert!(woke == 0 || anything, "slept while something was ready");
        }
        woke
    }

    /// Whether one who waits is asked for.
    fn waits_are_asked(&self) -> bool {
        let (mut at, mut waits) = (None, false);
        while let Some(i) = self.descriptors.next_asked(at) {
            at = Some(i);
            waits |= self.table.waits.get(i).unwrap().has_waiters();
        }
        waits
    }

    fn sweep(&mut self) -> usize {
        self.world.pass(SWEEP);
        self.ran = true;
        self.turn(0)
    }

    /// Nothing fails any more: everything comes to rest, and what comes then is told.
    fn settle(&mut self) {
        self.say(|| "settle".into());
        self.machine.fail_no_more();
        self.machine.limit.set(1 << 16);
        for _ in 0..SETTLES {
            self.sweep();
        }
        for waiting in &self.waiting {
            assert!(!self.is_ready(waiting), "descriptor {} is never told of", waiting.fd);
        }
        self.rests();
        self.unsure = false;
        for stream in &mut self.streams {
            stream.changes = stream.changes.map(|_| self.machine.changes(stream.fd));
        }
        for waiting in &mut self.waiting {
            waiting.changes = self.machine.changes(waiting.fd);
        }
        // Each of those that wait is told of, one while the look blocks.
        let helpers = self.machine.helpers();
        let watched = self.waiting.iter().find(|it| !helpers.contains(&it.fd));
        if let Some(waiting) = watched.copied()
            && let Some(file) = self.machine.file(waiting.fd)
        {
            self.during_a_wait(move |machine| machine.set_ready(file, READABLE | WRITABLE));
            let mut looks = 0;
            while self.waiting.iter().any(|it| it.task == waiting.task) {
                looks += 1;
                // By an epoll that its number was changed under, it is found by the next sweep.
                assert!(looks < 4, "descriptor {} was not told of", waiting.fd);
                assert!(self.turn(usize::MAX) > 0 || !self.machine.slept_for_ever.get());
            }
            self.machine.fail_no_more();
            self.machine.set_ready(file, 0);
            self.rests();
        }
        let meanwhile = self.meanwhile.clone();
        self.during_a_wait(move |machine| {
            meanwhile.woke.set(true);
            waker::wake(machine);
        });
        self.turn(usize::MAX);
        self.machine.fail_no_more();
        self.rests();
    }

    /// With nothing ready a look blocks, soon.
    fn rests(&mut self) {
        for _ in 0..8 {
            let clock = self.world.time();
            self.turn(usize::MAX);
            if self.machine.slept_for_ever.get() || self.world.time() != clock {
                return;
            }
        }
        panic!("the loop does not come to rest");
    }

    /// Something happens while the next look blocks.
    fn during_a_wait(&self, deed: impl FnOnce(&Machine<'w>) + 'w) {
        let meanwhile = self.meanwhile.clone();
        self.machine.meanwhile(move |machine| {
            meanwhile.anything.set(true);
            deed(machine);
        });
    }

    /// What another thread does at a call of this one.
    fn deed(&self, bytes: &mut Bytes) -> Option<impl FnOnce(&Machine<'w>) + use<'w>> {
        let meanwhile = self.meanwhile.clone();
        let choice = bytes.pick(3);
        let stream = self.any_stream(bytes)?;
        let file: Option<File> = self.machine.file(stream.fd);
        let ready = READY[bytes.pick(READY.len())];
        Some(move |machine: &Machine<'w>| {
            meanwhile.anything.set(true);
            match (choice, file) {
                (0, Some(file)) => machine.set_ready(file, ready),
                (1, _) => {
                    let is_helper = machine.helpers().contains(&stream.fd);
                    meanwhile.robbed.set(meanwhile.robbed.get() || is_helper);
                    close_seen(machine, stream.fd);
                    meanwhile.closed.borrow_mut().push(stream.fd);
                }
                _ => {
                    meanwhile.woke.set(true);
                    waker::wake(machine);
                }
            }
        })
    }

    fn step(&mut self, bytes: &mut Bytes) {
        match bytes.pick(64) {
            0..=5 => self.open(READY[bytes.pick(READY.len())]),
            6 => {
                let fd = self.machine.open_regular();
                self.wrap(fd);
            }
            7 => {
                // Many at a time, so that epoll is used.
                let most = if self.streams.len() < MOST {
                    10 + bytes.pick(40)
                } else {
                    1
                };
                for _ in 0..most {
                    self.open(0);
                    if let Some(&stream) = self.streams.last() {
                        self.wait(stream, Read);
                    }
                }
            }
            8..=10 => {
                if let Some(stream) = self.any_stream(bytes) {
                    let seen = bytes.pick(3) > 0;
                    self.close(stream.fd, seen);
                    let it = self.streams.iter_mut().find(|it| it.object == stream.object);
                    if let (Some(it), true) = (it, seen) {
                        it.fd = -1;
                    }
                }
            }
            11 | 12 => {
                if let Some(stream) = self.any_stream(bytes) {
                    self.touches(stream.fd);
                    let fd = self.machine.duplicate(stream.fd, -1);
                    self.wrap(fd);
                }
            }
            13 => {
                // Two streams of one number.
                if let Some(stream) = self.any_stream(bytes) {
                    self.wrap(stream.fd);
                }
            }
            14 => {
                if let (Some(one), Some(other)) = (self.any_stream(bytes), self.any_stream(bytes)) {
                    self.say(|| format!("dup2 {} {}", one.fd, other.fd));
                    self.touches(one.fd);
                    self.touches(other.fd);
                    self.machine.duplicate(one.fd, other.fd);
                }
            }
            15 => self.machine.fork(),
            16 => {
                self.say(|| "become a child".into());
                self.machine.fork();
                waker::forked();
                self.is_child = true;
            }
            17 => self.machine.end_others(),
            18 => {
                let file = self.any_stream(bytes).map_or(0, |stream| stream.fd);
                if let Some(number) = bytes.one(&self.machine.helpers()) {
                    self.say(|| format!("rob {number} of {:?}", self.machine.helpers()));
                    self.touches(number);
                    match bytes.pick(3) {
                        0 => close_seen(&self.machine, number),
                        1 => self.machine.close_unseen(number),
                        _ => drop(self.machine.duplicate(file, number)),
                    }
                }
            }
            19..=25 => {
                if let Some(stream) = self.any_stream(bytes)
                    && let Some(file) = self.machine.file(stream.fd)
                {
                    let ready = READY[bytes.pick(READY.len())];
                    self.say(|| format!("ready {} {ready}", stream.fd));
                    self.machine.set_ready(file, ready);
                }
            }
            26..=37 => {
                if let Some(stream) = self.any_stream(bytes) {
                    self.wait(stream, if bytes.pick(3) > 0 { Read } else { Write });
                }
            }
            38 | 39 => {
                let i = bytes.pick(self.waiting.len());
                self.cancel(i);
            }
            40..=49 => drop(self.turn(0)),
            50 | 51 => drop(self.sweep()),
            52 | 53 => drop(self.turn([5, 3 * SWEEP, usize::MAX][bytes.pick(3)])),
            54 | 55 => {
                let after = bytes.pick(6);
                if let Some(deed) = self.deed(bytes) {
                    self.machine.before_call(after, deed);
                    self.turn([0, usize::MAX][bytes.pick(2)]);
                }
            }
            56 => {
                if let Some(deed) = self.deed(bytes) {
                    self.machine.meanwhile(deed);
                    self.turn(usize::MAX);
                }
            }
            57 | 58 => {
                let call = Call::ALL[bytes.pick(Call::ALL.len())];
                let error = call.errors()[bytes.pick(call.errors().len())];
                let after = bytes.pick(4);
                self.say(|| format!("{call:?} will fail by {error} after {after}"));
                self.machine.fail(call, after, error);
                self.fails = true;
                self.turn([0, usize::MAX][bytes.pick(2)]);
            }
            59 => {
                let in_use = self.machine.in_use();
                self.machine
                    .limit
                    .set([in_use, in_use + 1, in_use / 2 + 1, 1 << 16][bytes.pick(4)]);
            }
            60 => {
                self.descriptors.free_left(&self.table.waits, &self.machine);
            }
            61 => {
                let n = bytes.pick(2000);
                (0..n).for_each(|_| closes::closed(1_000_000));
                self.closes += n;
            }
            62 => waker::wake(&self.machine),
            _ => self.settle(),
        }
    }

    fn end(mut self) {
        self.settle();
        while !self.waiting.is_empty() {
            self.cancel(0);
        }
        self.rests();
        let robbed = self.robbed;
        assert!(self.descriptors.close(&self.table.waits, &self.machine));
        assert!(
            robbed || self.machine.helpers().is_empty(),
            "something of the system is kept"
        );
    }
}

/// What is closed, and what waits, is the whole process's to see: one program at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs a program of these decisions.
///
/// # Panics
/// If the engine does not do what `poll(2)` would.
pub fn check(bytes: &[u8]) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let world = World::new(HALF, 0);
    let mut program = Program::new(&world);
    let mut bytes = Bytes::new(bytes);
    while !bytes.is_over() {
        program.step(&mut bytes);
    }
    program.end();
}
