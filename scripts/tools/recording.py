"""What a board printed of `_asyncio.recorded()`, found again in a log: one list, or an entry a line, among anything else.

It owns the text and the clock that wraps; what the entries say of a program, timeline.py knows.
"""

import re
from typing import NamedTuple

# The counter of microseconds has 32 bits, so it wraps after 71 minutes.
PERIOD = 1 << 32
# Entries of an interrupt can be this much out of order, in microseconds, and are no new recording.
DISORDER = 1000

STRING = r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\""""
ENTRY = re.compile(rf"\(\s*(\d+)\s*,\s*(-?\d+)\s*,\s*({STRING}|None)\s*,\s*({STRING})\s*,?\s*\)")

CLOSE = re.compile(r"\s*\]")


class Unreadable(Exception):
    """Says in a sentence why a log has nothing to show."""


class Entry(NamedTuple):
    us: int  # since the first entry of the recording
    number: int  # of the task; 0 is the loop, -1 is any task that was made before the recording
    name: str
    what: str


class Recording:
    """The entries of one list, oldest first."""

    def __init__(self, line):
        self.line = line  # where it begins in the log
        self.found = []  # entries with the board's own ticks
        self.entries = []

    def since_start(self):
        """Fills in the entries, whose time no longer wraps. Returns how many were out of order."""
        now, disorder = 0, 0
        for previous, entry in zip([self.found[0], *self.found], self.found, strict=False):
            step = (entry.us - previous.us) % PERIOD
            if step > PERIOD - PERIOD // 8:
                # No wait is that long: the clock was read before another entry went in.
                step, disorder = 0, disorder + 1
            now += step
            self.entries.append(entry._replace(us=now))
        return disorder


def string(literal):
    if literal == "None":
        return "?"
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def goes_back(previous, entry):
    """Whether an entry that stands alone on its line begins another recording. A clock that wraps goes back by far more."""
    return previous.us - entry.us > DISORDER and previous.us - entry.us < PERIOD // 2


def read(text):
    """([Recording], [remark]) of a log."""
    recordings, remarks = [], []
    end, in_list, closed, line = 0, False, False, 1
    for match in ENTRY.finditer(text):
        between = text[end : match.start()]
        line += between.count("\n")
        us, number, name, what = match.groups()
        entry = Entry(int(us), int(number), string(name), string(what))
        opens = between.rstrip().endswith("[")
        if in_list and not opens and between.strip() != ",":
            in_list = "]" not in between
            if in_list:
                remarks.append(f"line {line}: passed over {between.strip(' ,')[:40]!r} among the entries")
        elif in_list and opens and "]" not in between:
            remarks.append(f"line {line}: the recording before this one breaks off")
        alone = not in_list and not opens
        if not recordings or opens or (alone and (closed or goes_back(recordings[-1].found[-1], entry))):
            recordings.append(Recording(line))
        recordings[-1].found.append(entry)
        in_list = in_list or opens
        line += match.group().count("\n")
        end = match.end()
        closed = in_list and CLOSE.match(text, end) is not None
        if closed:
            in_list = False
    if in_list:
        remarks.append(f"line {line}: the recording breaks off after {len(recordings[-1].found)} entries")
    if not recordings:
        if re.search(r"^.*\[\]\s*$", text, re.M):
            raise Unreadable("the recording is empty: had the program called _asyncio.record(True)?")
        raise Unreadable("no entry of _asyncio.recorded() in it, such as (1234, 1, 'main', 'run')")
    for recording in recordings:
        if disorder := recording.since_start():
            remarks.append(f"line {recording.line}: {disorder} entries out of order, shown with the one before")
    return recordings, remarks
