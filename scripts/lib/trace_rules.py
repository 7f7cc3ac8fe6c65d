"""The rules of the Trace Event format, for what this project writes of it: which fields an event has, how slices nest, and where flows begin
and end. It knows a trace only as JSON, not who made it."""

import numbers

# What chrome://tracing calls its reserved colours; of others it draws an error.
COLOURS = {
    "thread_state_uninterruptible",
    "thread_state_iowait",
    "thread_state_running",
    "thread_state_runnable",
    "thread_state_sleeping",
    "thread_state_unknown",
    "good",
    "bad",
    "terrible",
    "black",
    "grey",
    "white",
    "yellow",
    "olive",
}
# By phase: what an event must have beside name, ph, pid, tid and ts.
FIELDS = {"X": {"dur", "cat"}, "i": {"s", "cat"}, "s": {"id", "cat"}, "f": {"id", "cat"}, "M": {"args"}}
MAY_HAVE = {"name", "ph", "pid", "tid", "ts", "args", "cat", "cname", "dur", "id", "bp", "s"}
METADATA = {"process_name": "name", "thread_name": "name", "thread_sort_index": "sort_index"}


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and value >= 0


def of_event(event):
    """What is wrong with one event by itself."""
    phase = event.get("ph")
    if phase not in FIELDS:
        yield f"phase {phase!r}"
        return
    if missing := ({"name", "ph", "pid", "tid", "ts"} | FIELDS[phase]) - set(event):
        yield f"no {', '.join(sorted(missing))}"
        return
    if unknown := set(event) - MAY_HAVE:
        yield f"unknown {', '.join(sorted(unknown))}"
    if not isinstance(event["name"], str) or not event["name"]:
        yield "its name is no string"
    if not whole(event["pid"]) or not whole(event["tid"]):
        yield "pid or tid is no integer"
    if not number(event["ts"]) or not number(event.get("dur", 0)):
        yield "ts or dur is no number from 0 on"
    if not isinstance(event.get("args", {}), dict):
        yield "args is no object"
    if event.get("cname", "white") not in COLOURS:
        yield f"colour {event['cname']!r}"
    if phase == "i" and event["s"] not in ("g", "p", "t"):
        yield f"scope {event['s']!r}"
    if phase == "f" and event.get("bp", "e") != "e":
        yield f"binding point {event['bp']!r}"
    if phase == "M" and METADATA.get(event["name"]) not in event["args"]:
        yield f"metadata {event['name']!r} without its argument"


def nesting(slices):
    """Slices of one thread lie inside of each other or apart."""
    open_ = []
    for event in sorted(slices, key=lambda e: (e["ts"], -e["dur"])):
        while open_ and open_[-1] <= event["ts"]:
            open_.pop()
        end = event["ts"] + event["dur"]
        if open_ and end > open_[-1]:
            yield f"a slice overlaps another at {event['ts']}"
        open_.append(end)


def flows(events, slices):
    """Each flow has one beginning and one end after it, both at slices of their threads."""
    by_id = {}
    for event in events:
        if event["ph"] in "sf":
            by_id.setdefault((event["cat"], event["name"], event["id"]), []).append(event)
    for key, (first, *rest) in by_id.items():
        if first["ph"] != "s" or [e["ph"] for e in rest] != ["f"]:
            yield f"flow {key}: not one beginning and one end"
            continue
        if rest[0]["ts"] < first["ts"]:
            yield f"flow {key}: ends before it begins"
        for event in (first, rest[0]):
            where = slices.get((event["pid"], event["tid"]), [])
            if not any(s["ts"] <= event["ts"] <= s["ts"] + s["dur"] for s in where):
                yield f"flow {key}: no slice at {event['ts']} on thread {event['tid']}"


def broken(trace):
    """Which rules a trace breaks, a line each."""
    if not isinstance(trace, dict) or not isinstance(trace.get("traceEvents"), list):
        return ["no list of traceEvents"]
    found = [] if trace.get("displayTimeUnit", "ms") in ("ms", "ns") else ["displayTimeUnit"]
    for i, event in enumerate(trace["traceEvents"]):
        found += [f"event {i}: {words}" for words in of_event(event)]
    if found:
        return found
    slices = {}
    for event in trace["traceEvents"]:
        if event["ph"] == "X":
            slices.setdefault((event["pid"], event["tid"]), []).append(event)
    for thread in slices.values():
        found += nesting(thread)
    named = {(e["pid"], e["tid"]) for e in trace["traceEvents"] if e["name"] == "thread_name"}
    found += [f"thread {tid} has no name" for pid, tid in sorted(set(slices) - named)]
    found += flows(trace["traceEvents"], slices)
    return found
