"""A timeline as text: a table of the tasks, and a list of all that happened."""

from timeline import count, duration

ENDS = {
    "ready": "and is ready again",
    "sleep": "then sleeps",
    "wait": "then waits",
    "end": "and has ended",
    "error": "and has failed",
    "": "its end is not recorded",
}


def share(part, whole):
    return f"{100 * part / whole:.1f}%" if whole else "-"


def aligned(rows):
    """Rows of words as lines: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def state(task):
    return task.ended or (task.spans[-1].kind if task.spans else "?")


def table(timeline):
    """What each task had of the time. "late" is from when a task became ready to its turn."""
    length = timeline.end
    yield (
        f"{count(timeline.entries, 'entry', 'entries')} in {duration(length)}, of {count(len(timeline.tasks), 'task', 'tasks')}: "
        f"{share(timeline.busy, length)} in turns, {share(timeline.idle, length)} idle"
    )
    rows = [["task", "turns", "total", "share", "longest", "at", "late, worst", "mean", "slept", "waited", "now"]]
    for task in timeline.tasks:
        turns, late = task.of("run"), [s.length for s in task.of("ready")]
        total = sum(s.length for s in turns)
        longest = max(turns, key=lambda s: s.length, default=None)
        rows.append(
            [
                task.label,
                str(len(turns)),
                duration(total),
                share(total, length),
                duration(longest.length) if longest else "-",
                duration(longest.start) if longest else "-",
                duration(max(late)) if late else "-",
                duration(round(sum(late) / len(late))) if late else "-",
                duration(sum(s.length for s in task.of("sleep"))),
                duration(sum(s.length for s in task.of("wait"))),
                state(task),
            ]
        )
    yield from aligned(rows)


def happenings(timeline):
    """Everything in order, a line each."""
    found = []
    for task in (timeline.loop, *timeline.tasks):
        for span in task.spans:
            if span.kind == "idle":
                found.append((span.order, span.start, "loop", f"idle for {duration(span.length)}"))
            elif span.kind == "run":
                found.append(
                    (span.order, span.start, task.label, f"runs for {duration(span.length)}, {ENDS[span.how]}")
                )
        for mark in task.marks:
            by = f" by {mark.by.label}" if mark.by else ""
            found.append((mark.order, mark.at, task.label, f"{mark.what}{by}"))
    found.sort()
    width = max(len(who) for _, _, who, _ in found)
    for _, at, who, what in found:
        yield f"{at / 1000:12.3f} ms  {who.ljust(width)}  {what}"
