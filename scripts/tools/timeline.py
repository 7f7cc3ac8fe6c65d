"""What the entries of a recording say of a program: which task did what, from when to when.

It owns the words that the engine records; it must not know how they were printed, nor how they are drawn.
"""

from collections import Counter
from dataclasses import dataclass, field

# How a turn ends: the task goes on at once, sleeps, or waits; or it has ended.
PAUSES = ("ready", "sleep", "wait")
ENDS = ("end", "error")
# What makes a task ready. One that is cancelled will be told at its next turn.
WAKES = ("wake", "cancel")
LOOP = 0


@dataclass
class Span:
    """A task from one time to another: kind is "run", "ready", "sleep" or "wait"; that of the loop is "idle"."""

    kind: str
    start: int
    order: int  # of the entry that it begins with, among all
    end: int = None
    how: str = ""  # how a turn ended
    cut_start: bool = False  # began before the recording
    cut_end: bool = False  # its end was not recorded

    @property
    def length(self):
        return self.end - self.start


@dataclass
class Mark:
    """Something at one time: "create", "wake", "cancel", or a word that this tool does not know."""

    what: str
    at: int
    order: int
    by: "Task" = None  # whose turn it was


@dataclass
class Task:
    number: int
    name: str
    spans: list = field(default_factory=list)
    marks: list = field(default_factory=list)
    ended: str = ""

    @property
    def current(self):
        """The span that has not ended yet, if there is one."""
        return self.spans[-1] if self.spans and self.spans[-1].end is None else None

    @property
    def kind(self):
        return self.current.kind if self.current else None

    def close(self, at, how="", cut=False):
        if span := self.current:
            span.end, span.how, span.cut_end = at, how, cut

    @property
    def label(self):
        if self.number < LOOP:
            return f"{self.name} (older)"
        return f"{self.name} #{self.number}" if self.number != LOOP else "loop"

    @property
    def start(self):
        return min([s.start for s in self.spans] + [m.at for m in self.marks])

    @property
    def end(self):
        return max([s.end for s in self.spans] + [m.at for m in self.marks])

    def of(self, kind):
        return [s for s in self.spans if s.kind == kind]


class Timeline:
    """All of a recording: the loop and its tasks, in the order in which they appear."""

    def __init__(self, entries):
        self.entries = len(entries)
        self.end = entries[-1].us
        self.loop = Task(LOOP, "loop")
        self.tasks = []
        self.remarks = []
        self._latest = {}  # by number: numbers can be used again
        self._turn = None  # the task whose turn it is
        self._order = 0
        self._unknown, self._stray = Counter(), Counter()
        for self._order, entry in enumerate(entries):
            if entry.number == LOOP:
                self._take_loop(entry)
            else:
                self._take(self._task(entry), entry)
        for task in (self.loop, *self.tasks):
            task.close(self.end, cut=True)
        for word, times in self._unknown.items():
            self.remarks.append(f"unknown word {word!r}, {count(times, 'time', 'times')}: shown as a mark")
        for word, times in self._stray.items():
            self.remarks.append(
                f"{word!r} of a task that had no turn, {count(times, 'time', 'times')}: shown as a mark"
            )

    @property
    def turns(self):
        return [(task, span) for task in self.tasks for span in task.of("run")]

    @property
    def busy(self):
        return sum(span.length for _, span in self.turns)

    @property
    def idle(self):
        return sum(span.length for span in self.loop.of("idle"))

    def _task(self, entry):
        """The task of an entry. Another name, or a creation, is another task; of older ones the name is all there is."""
        key = (entry.number, entry.name) if entry.number < LOOP else entry.number
        task = self._latest.get(key)
        renamed = task and entry.name not in (task.name, "?", "")
        if task is None or entry.what == "create" or renamed:
            if task:
                task.close(entry.us, cut=True)
            task = self._latest[key] = Task(entry.number, entry.name)
            self.tasks.append(task)
        return task

    def _take(self, task, entry):
        if entry.what == "create":
            self._mark(task, entry)
            self._open(task, "ready", entry.us)
        elif entry.what == "run":
            self._leave_turn(entry.us)
            task.close(entry.us)
            self._open(task, "run", entry.us)
            self._turn = task
        elif entry.what in PAUSES + ENDS:
            self._end_turn(task, entry)
        elif entry.what in WAKES:
            if not task.spans:
                self._open(task, "wait", 0, cut_start=True)
            self._mark(task, entry)
            if task.kind in ("sleep", "wait"):
                task.close(entry.us)
                self._open(task, "ready", entry.us)
        else:
            self._unknown[entry.what] += 1
            self._mark(task, entry)

    def _take_loop(self, entry):
        if entry.what == "idle":
            self._leave_turn(entry.us)
            self.loop.close(entry.us)
            self._open(self.loop, "idle", entry.us)
        elif entry.what == "busy":
            if self._nothing_began():
                self._open(self.loop, "idle", 0, cut_start=True)
            self.loop.close(entry.us)
        else:
            self._unknown[entry.what] += 1
            self._mark(self.loop, entry)

    def _end_turn(self, task, entry):
        if task.kind != "run" and self._nothing_began():
            task.close(0)
            self._open(task, "run", 0, cut_start=True)
        if task.kind != "run":
            self._stray[entry.what] += 1
            self._mark(task, entry)
            return
        task.close(entry.us, how=entry.what)
        self._turn = None
        if entry.what in ENDS:
            task.ended = entry.what
        else:
            self._open(task, entry.what, entry.us)

    def _nothing_began(self):
        """Whether no turn and no wait of the loop was recorded so far: then one may have been under way when the recording began."""
        return not self.loop.spans and not any(task.of("run") for task in self.tasks)

    def _leave_turn(self, at):
        """Ends a turn of whose end nothing was recorded, as when a run was left at once."""
        if self._turn:
            if self._turn.kind == "run":
                self._turn.close(at, cut=True)
            self._turn = None

    def _open(self, task, kind, at, cut_start=False):
        task.spans.append(Span(kind, at, self._order, cut_start=cut_start))

    def _mark(self, task, entry):
        task.marks.append(Mark(entry.what, entry.us, self._order, self._turn))


def duration(us, micro="us"):
    """Microseconds as a person reads them, with three digits."""
    for unit, size in (("s", 1_000_000), ("ms", 1000)):
        if us >= size:
            value = us / size
            return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} {unit}"
    return f"{us} {micro}"


def count(n, one, several):
    return f"{n} {one if n == 1 else several}"
