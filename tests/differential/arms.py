# Runs batches of generated programs on the two arms and compares their traces.
# It owns processes, timeouts and the blame for a crash; it knows nothing of how programs are made or shrunk.
"""An arm is a firmware with a virtual clock, and optionally a folder searched before its frozen modules."""

import os
import pathlib
import resource
import subprocess
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
TIMEOUT = 10
STATUS = {0: "ok", 77: "deadlock", 78: "hang"}


# The C stack, in bytes: a few times what the VM lets a program use, so that what does not ask the VM soon runs out of it.
STACK = 512 * 1024


def small_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))


class Arm:
    def __init__(self, name, firmware, path=None, world=FOLDER / "world.py"):
        self.name = name
        self.world = world
        self.all_errors = b""
        self.firmware = pathlib.Path(firmware).resolve()
        self.path = path

    def execute(self, script, timeout):
        """Runs a script's text; returns (output, status), the status being 'ok', 'hang' or 'crash N'."""
        places = [str(place) for place in (self.path, self.world.parent) if place]
        environment = dict(os.environ, MICROPYPATH=":".join([*places, ".frozen"]))
        environment.setdefault("ASAN_OPTIONS", "detect_leaks=0:detect_stack_use_after_return=0")
        # -O3: a core from the file system has its asserts stripped, like the frozen one.
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "batch.py"
            file.write_text(script)
            command = [str(self.firmware), "-O3", "-X", "heapsize=1M", str(file)]
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                preexec_fn=small_stack,
            )
            try:
                out, self.errors = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                out, self.errors = process.communicate()
                self.all_errors += self.errors
                return out.decode(errors="replace"), "hang"
        self.all_errors += self.errors
        # Status 1 is an uncaught exception, which no program should let out: the VM itself has given up.
        return out.decode(errors="replace"), STATUS.get(process.returncode, f"crash {process.returncode}")

    def half_period(self):
        out, status = self.execute("import _virtual\nprint(_virtual.half_period)\n", TIMEOUT)
        if status != "ok":
            raise SystemExit(f"{self.firmware}: no virtual clock in this firmware ({status})")
        return int(out)

    def traces(self, sources, timeout=TIMEOUT):
        """sources: a list of (clock, text, view). Returns for each its trace and how it ended."""
        results = {}
        left = list(enumerate(sources))
        while left:
            script = [f"from {self.world.stem} import program\n"]
            script += [f"program({number}, {clock}, {text!r})\n" for number, (clock, text, _) in left]
            out, status = self.execute("".join(script), timeout + len(left) / 10)
            number, trace = None, []
            for line in out.splitlines():
                if line.startswith("#program "):
                    number, trace = int(line[9:]), []
                elif line.startswith("#end ") and number is not None:
                    results[number] = trace, "ok"
                    number = None
                elif number is not None:
                    trace.append(line)
            if number is None:
                number = next((n for n, _ in left if n not in results), None)
            if number is not None:
                results[number] = trace, status if status != "ok" else "ended early"
            left = [item for item in left if item[0] not in results]
        return [results[number] for number in range(len(sources))]


# What of two traces has to agree.
def whole(trace):
    return trace


def by_party(trace):
    """What each party says, which is a line's first word; not in which order they come to say it."""
    return sorted(trace, key=lambda line: line.split(" ", 1)[0])


def nothing(trace):
    return []


def disagreement(stock, ours, view=whole):
    """What is wrong with ours, or None. A program that stock cannot run to its end is only asked not to crash here."""
    if ours[1] != "ok" and ours[1] != stock[1]:
        return f"ours: {ours[1]}, stock: {stock[1]}"
    if stock[1] != "ok" or ours[1] != "ok":
        return None
    traces = view(stock[0]), view(ours[0])
    if traces[0] == traces[1]:
        return None
    for number, (a, b) in enumerate(zip(*[[*trace, "(end)"] for trace in traces], strict=False)):
        if a != b:
            return f"line {number + 1}: stock {a!r}, ours {b!r}"
    return "one trace is longer"


def compare(stock, ours, sources, timeout=TIMEOUT):
    """For each source, what disagrees or None; and how many of them stock did not end."""
    left, right = stock.traces(sources, timeout), ours.traces(sources, timeout)
    lost = sum(1 for trace in left if trace[1] != "ok")
    return [disagreement(a, b, item[2]) for a, b, item in zip(left, right, sources, strict=True)], lost
