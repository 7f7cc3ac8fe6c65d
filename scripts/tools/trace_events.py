"""A timeline in the Trace Event format, as JSON that Perfetto and chrome://tracing open.

The loop is the process's main thread, and each task a thread of its own. What a task does are complete events ("X"), which never overlap on
one thread. Who made a task ready is a flow, from the turn in which that happened to the turn that follows.
"""

from timeline import LOOP

PROCESS = 1
# Names of colours that chrome://tracing has; Perfetto colours by name alone.
COLOURS = {
    "run": "thread_state_running",
    "ready": "thread_state_runnable",
    "sleep": "thread_state_sleeping",
    "wait": "thread_state_iowait",
    "idle": "white",
    "error": "terrible",
}


def metadata(name, thread, args):
    return {"ph": "M", "name": name, "cat": "__metadata", "pid": PROCESS, "tid": thread, "ts": 0, "args": args}


def complete(span, thread):
    args = {"how": span.how} if span.how else {}
    if span.cut_start:
        args["began"] = "before the recording"
    if span.cut_end:
        args["ended"] = "not in the recording"
    colour = COLOURS["error" if span.how == "error" else span.kind]
    return {
        "ph": "X",
        "name": span.kind,
        "cat": "loop" if span.kind == "idle" else "task",
        "pid": PROCESS,
        "tid": thread,
        "ts": span.start,
        "dur": span.length,
        "cname": colour,
        "args": args,
    }


def instant(mark, thread):
    args = {"by": mark.by.label} if mark.by else {}
    where = {"pid": PROCESS, "tid": thread, "ts": mark.at}
    return {"ph": "i", "name": mark.what, "cat": "task", **where, "s": "t", "args": args}


def flows(task, thread, threads, first):
    """From the turn in which a task was made ready, or from the loop's wait, to the task's turn."""
    found = []
    for mark in task.marks:
        turn = next((s for s in task.of("run") if s.start >= mark.at), None)
        if mark.what not in ("create", "wake") or turn is None or mark.by is None or mark.by is task:
            continue
        flow = {"name": mark.what, "cat": "wake", "id": first + len(found) // 2, "pid": PROCESS}
        found.append({"ph": "s", **flow, "tid": threads[id(mark.by)], "ts": mark.at})
        found.append({"ph": "f", "bp": "e", **flow, "tid": thread, "ts": turn.start})
    return found


def trace(timeline):
    """The whole trace, ready for json.dump."""
    # The loop has the process's own number, which makes it the main thread.
    threads = {id(task): PROCESS + i for i, task in enumerate([timeline.loop, *timeline.tasks])}
    names, events, arrows = [metadata("process_name", PROCESS, {"name": "MicroPython asyncio"})], [], []
    for task in [timeline.loop, *timeline.tasks]:
        thread = threads[id(task)]
        names.append(metadata("thread_name", thread, {"name": task.label}))
        names.append(metadata("thread_sort_index", thread, {"sort_index": thread}))
        events += [complete(span, thread) for span in task.spans]
        events += [instant(mark, thread) for mark in task.marks]
        if task.number != LOOP:
            arrows += flows(task, thread, threads, len(arrows) // 2 + 1)
    # Of events at one time the longest encloses the others; a flow binds to a slice that has begun.
    events.sort(key=lambda e: (e["ts"], -e.get("dur", 0)))
    events = sorted(events + arrows, key=lambda e: (e["ts"], e["ph"] in "sf"))
    return {"displayTimeUnit": "ms", "traceEvents": names + events}
