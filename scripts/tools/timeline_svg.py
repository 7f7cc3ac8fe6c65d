"""A timeline as a picture: a lane for the loop and for each task, with a time axis and a legend.

It owns sizes and colours. Tasks of one name that were never alive together share a lane, so that a server with a task for each connection has
few.
"""

import re
from xml.sax.saxutils import escape

from timeline import count, duration

WIDTH, LEFT, RIGHT = 1280, 190, 24
TOP, ROW, BAR, THIN = 92, 24, 16, 5
MOST_LANES = 60
MOST_ARROWS = 400
COLOURS = {
    "run": "#1f6fb4",
    "error": "#c8283c",
    "ready": "#f0a030",
    "sleep": "#b9c9dc",
    "wait": "#9ccf9c",
    "idle": "#d5d5d5",
}
LEGEND = [
    ("run", "has its turn"),
    ("ready", "ready, not yet run"),
    ("sleep", "sleeps"),
    ("wait", "waits"),
    ("idle", "loop idle"),
    ("error", "turn that failed"),
]
STYLE = """
text { font: 12px "DejaVu Sans", Verdana, Arial, sans-serif; fill: #222 }
.title { font-size: 15px; font-weight: bold }
.small { font-size: 11px; fill: #555 }
.grid { stroke: #e4e4e4 }
.band { fill: #f6f8fa }
.wake { stroke: #555; stroke-width: 0.8; opacity: 0.45 }
.mark { fill: none; stroke: #222; stroke-width: 1.1 }
"""


def text(words, limit=None):
    """Words as XML may hold them."""
    words = re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", str(words))
    if limit and len(words) > limit:
        words = words[: limit - 1] + "…"
    return escape(words)


def step(length, most=9):
    """A round number of microseconds, so that at most that many of it are in a length."""
    size = 1
    while True:
        for digit in (1, 2, 5):
            if length <= digit * size * most:
                return digit * size
        size *= 10


class Lane:
    """Tasks that are drawn in one row."""

    def __init__(self, task):
        self.tasks = [task]

    def takes(self, task):
        last = self.tasks[-1]
        return last.name == task.name and last.ended and last.end <= task.start

    @property
    def label(self):
        return self.tasks[0].label if len(self.tasks) == 1 else f"{self.tasks[0].name} ×{len(self.tasks)}"


def lanes(tasks):
    found = []
    for task in tasks:
        lane = next((lane for lane in found if lane.takes(task)), None)
        if lane:
            lane.tasks.append(task)
        else:
            found.append(Lane(task))
    return found


class Picture:
    """The part of a timeline between two times, in microseconds."""

    def __init__(self, timeline, start=0, end=None):
        self.timeline = timeline
        self.start = start
        self.end = timeline.end if end is None else end
        self.length = max(self.end - self.start, 1)
        visible = [t for t in timeline.tasks if t.start <= self.end and t.end >= self.start]
        found = lanes(visible)
        self.lanes, self.left_out = found[:MOST_LANES], len(found[MOST_LANES:])
        self.row = {id(task): i + 1 for i, lane in enumerate(self.lanes) for task in lane.tasks}
        self.parts = []

    def x(self, at):
        at = min(max(at, self.start), self.end)
        return LEFT + (at - self.start) / self.length * (WIDTH - LEFT - RIGHT)

    @staticmethod
    def middle(row):
        return TOP + row * ROW + ROW / 2

    def add(self, part):
        self.parts.append(part)

    def say(self, x, y, words, kind="", anchor="start", limit=None):
        attributes = (f' class="{kind}"' if kind else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
        self.add(f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{text(words, limit)}</text>')

    def bar(self, span, row, words, colour=None):
        if span.end < self.start or span.start > self.end:
            return
        height = BAR if span.kind == "run" else THIN
        left, right = self.x(span.start), self.x(span.end)
        # A turn of microseconds in a recording of seconds has to be seen.
        width = max(right - left, 0.8 if span.kind == "run" else 0)
        cut = (", began before the recording" if span.cut_start else "") + (
            ", end not recorded" if span.cut_end else ""
        )
        title = f"{words}, {duration(span.length, 'µs')} from {duration(span.start, 'µs')}{cut}"
        self.add(
            f'<rect x="{left:.2f}" y="{self.middle(row) - height / 2:.1f}" width="{width:.2f}" height="{height}" '
            f'fill="{colour or COLOURS[span.kind]}"><title>{text(title)}</title></rect>'
        )

    def draw(self):
        self.head()
        height = TOP + (len(self.lanes) + 1) * ROW
        self.axis(height)
        # What is thin comes first, turns over it, marks on top.
        for span in self.timeline.loop.spans:
            self.bar(span, 0, "loop idle")
        self.bars(lambda span: span.kind != "run")
        self.arrows()
        self.bars(lambda span: span.kind == "run")
        self.marks()
        if self.left_out:
            height += 18
            self.say(LEFT, height - 4, f"and {self.left_out} more lanes, which are left out", "small")
        body = "\n".join(self.parts)
        height += 26
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">\n'
            f"<title>asyncio: what the tasks did</title>\n<style>{STYLE}</style>\n"
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>\n{body}\n</svg>\n'
        )

    def head(self):
        t = self.timeline
        words = f"{count(t.entries, 'entry', 'entries')} in {duration(t.end, 'µs')}, of {count(len(t.tasks), 'task', 'tasks')}"
        if t.end:
            words += f": {100 * t.busy / t.end:.1f} % in turns, {100 * t.idle / t.end:.1f} % idle"
        if (self.start, self.end) != (0, t.end):
            words += f"; shown from {duration(self.start, 'µs')} to {duration(self.end, 'µs')}"
        self.say(14, 22, "asyncio: what the tasks did", "title")
        self.say(14, 42, words, "small")
        x = LEFT
        for kind, meaning in LEGEND:
            high = BAR if kind in ("run", "error") else THIN
            self.add(f'<rect x="{x}" y="{60 - high / 2}" width="18" height="{high}" fill="{COLOURS[kind]}"/>')
            self.say(x + 24, 64, meaning)
            x += 44 + 7 * len(meaning)
        self.add(f'<circle class="mark" cx="{x + 4}" cy="60" r="3.5"/>')
        self.say(x + 14, 64, "made")
        self.add(f'<path class="wake" d="M{x + 64} 52v16"/>')
        self.say(x + 71, 64, "woken by")

    def axis(self, bottom):
        every = step(self.length)
        unit, size = ("s", 1_000_000) if every >= 100_000 else ("ms", 1000) if every >= 100 else ("µs", 1)
        digits = next(d for d in range(7) if round(every / size * 10**d) * size == every * 10**d)
        for row in range(0, len(self.lanes) + 1, 2):
            self.add(f'<rect class="band" x="0" y="{TOP + row * ROW}" width="{WIDTH}" height="{ROW}"/>')
        at = -(-self.start // every) * every
        while at <= self.end:
            x = self.x(at)
            self.add(f'<path class="grid" d="M{x:.2f} {TOP}V{bottom}"/>')
            for y in (TOP - 6, bottom + 14):
                self.say(x, y, f"{at / size:.{digits}f} {unit}", "small", "middle")
            at += every
        for row, words in enumerate(["loop", *(lane.label for lane in self.lanes)]):
            self.say(14, self.middle(row) + 4, words, limit=25)

    def bars(self, which):
        for lane in self.lanes:
            for task in lane.tasks:
                row = self.row[id(task)]
                for span in filter(which, task.spans):
                    failed = span.how == "error"
                    words = f"{task.label}: {span.kind}" + (f", then {span.how}" if span.how else "")
                    self.bar(span, row, words, COLOURS["error"] if failed else None)
                    if span.kind == "run":
                        self.bar(span, 0, f"{task.label} has its turn", COLOURS["error"] if failed else None)

    def arrows(self):
        """From the lane of the task (or of the loop) that woke another one to that one's lane."""
        found = []
        for lane in self.lanes:
            for task in lane.tasks:
                for mark in task.marks:
                    if mark.what in ("create", "wake") and self.start <= mark.at <= self.end and mark.by is not task:
                        found.append((self.row.get(id(mark.by), 0), self.row[id(task)], mark.at))
        for source, target, at in found[:MOST_ARROWS]:
            self.add(f'<path class="wake" d="M{self.x(at):.2f} {self.middle(source):.1f}V{self.middle(target):.1f}"/>')

    def marks(self):
        for lane in self.lanes:
            for task in lane.tasks:
                for mark in task.marks:
                    if mark.what == "wake" or not self.start <= mark.at <= self.end:
                        continue
                    x, y = self.x(mark.at), self.middle(self.row[id(task)])
                    title = f"<title>{text(f'{task.label}: {mark.what}')}</title>"
                    if mark.what == "create":
                        self.add(f'<circle class="mark" cx="{x:.2f}" cy="{y:.1f}" r="3.5">{title}</circle>')
                    else:
                        self.add(f'<path class="mark" d="M{x:.2f} {y - 5}l4 5l-4 5l-4 -5z">{title}</path>')
