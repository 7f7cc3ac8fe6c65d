"""The figures of the report: what is counted, on which arm, and what was counted before. It knows no chart and no page.

Instructions repeat, so a figure is kept by the checksum of the firmware and the program that it is of: a report that was cut
short goes on, and a firmware that did not change is not counted again."""

import functools
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts/lib"))

import boards  # noqa: E402
import servers  # noqa: E402

LEVELS = ("stock", "task", "loop", "full")
FOLDER = ROOT / "build/bench-report"
HEAP = "8M"
SCALING_HEAP = "256M"


def load(path):
    """A script without an ending, as a module."""
    loader = importlib.machinery.SourceFileLoader(path.name.replace("-", "_"), str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


bench = load(ROOT / "scripts/benches/bench")
bench_boards = load(ROOT / "scripts/benches/bench-boards")
bench_requests = load(ROOT / "scripts/benches/bench-requests")
size = load(ROOT / "scripts/firmware/size")


def digest(*parts):
    together = hashlib.sha256()
    for part in parts:
        together.update(part.read_bytes() if isinstance(part, pathlib.Path) else str(part).encode())
        together.update(b"\0")
    return together.hexdigest()[:24]


class Kept:
    """The figures that were counted, in a file."""

    def __init__(self, path):
        self.path, self.lock = path, threading.Lock()
        self.figures = json.loads(path.read_text()) if path.exists() else {}

    def get(self, what, compute, *key):
        name = digest(*key)
        if name not in self.figures:
            print(f"counting {what}", file=sys.stderr, flush=True)
            value = compute()
            with self.lock:
                self.figures[name] = value
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.path.with_suffix(".new").write_text(json.dumps(self.figures))
                os.replace(self.path.with_suffix(".new"), self.path)
        return self.figures[name]


kept = Kept(FOLDER / "figures.json")


@functools.cache
def commit():
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    return described.stdout.strip() or "unknown"


def commits():
    """The commits that the firmware is of."""
    return ", ".join(sorted({path.read_text() for path in (FOLDER / "firmware").glob("*/commit")}))


@functools.cache
def built(port, board, level):
    """The path of a firmware, built first; None if it is not to be built and not there. Every level is built in the same folder,
    so what came of it is copied to one of its own."""
    name = port if board is None else f"{port}-{board}"
    kept_in = FOLDER / "firmware" / f"{name}-{level}"
    path = kept_in / ("micropython" if port == "unix" else "firmware.elf")
    if os.environ.get("ASYNCIO_RS_BUILD") != "0":
        environment = {"STOCK": "1"} if level == "stock" else {"STOCK": "", "ASYNCIO_RS_LEVEL": level}
        made = boards.script(f"firmware-{port}", **environment, **({"BOARD": board} if board else {})) or sys.exit(1)
        kept_in.mkdir(parents=True, exist_ok=True)
        for file in pathlib.Path(made).parent.glob(f"{path.stem}*"):
            if file.suffix in ("", ".elf", ".bin"):
                shutil.copy2(file, kept_in)
        (kept_in / "commit").write_text(commit())
    return path if path.exists() else None


building = threading.Lock()


def firmware(port, board, level):
    with building:
        return built(port, board, level)


def build_all(ports):
    """Builds what will be counted, one after another; `full` comes last, so that build/ ends as `make firmware` leaves it."""
    wanted = [("unix", None)] + [(port, board) for board, (port, *_) in bench_boards.BOARDS.items()]
    for port, board in wanted:
        for level in LEVELS if port in ports else ():
            firmware(port, board, level)


def callgrind(command):
    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    run = subprocess.run(
        [*tool, *map(str, command)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    if run.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{run.stdout}{run.stderr}")
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def instructions(arm, script, heap, n, *words):
    """The instructions of one run of a script of benches/ on an arm of unix, or on CPython."""
    source = ROOT / "benches" / f"{script}.py"
    if isinstance(arm, pathlib.Path):
        command, key = [arm, "-X", f"heapsize={heap}", source, n, *words], arm
        name = arm.parent.name
    else:
        command, key, name = (
            [arm["python"], ROOT / "benches/cpython.py", arm["loop"], source, n, *words],
            arm["version"],
            arm["loop"],
        )
    return kept.get(
        f"{script} {n} {' '.join(map(str, words))} on {name}", lambda: callgrind(command), key, source, heap, n, words
    )


def slope(count, low, high, scale=1):
    return (count(high) - count(low)) / ((high - low) * scale)


def together(jobs):
    """{key: value} of {key: function}, some at a time; the order of the keys is the order of work."""
    with ThreadPoolExecutor(int(os.environ.get("JOBS", 2))) as pool:
        started = {key: pool.submit(job) for key, job in jobs.items()}
        return {key: job.result() for key, job in started.items()}


CURVES = ("cancel", "sleep_1000")


def unix_titles():
    return {script: title for script, title, *_ in bench.OPERATIONS if script not in CURVES}


def on_unix(arms):
    """{(operation, arm): instructions}"""
    jobs = {}
    for script, _, low, high, scale in bench.OPERATIONS:
        if script in CURVES:
            continue
        for name, arm in arms.items():
            jobs[script, name] = lambda s=script, a=arm, lo=low, hi=high, by=scale: slope(
                lambda n: instructions(a, s, HEAP, n), lo, hi, by
            )
    return together(jobs)


COUNTS = (20, 120)


def on_board(board, level, port):
    """{operation: (instructions, cycles or None)} on a board."""
    elf = firmware(port, board, level)
    if elf is None:
        return {}
    clock, scale, modulus = bench_boards.BOARDS[board][2]
    where, values = None, {}
    for operation in bench_boards.OPERATIONS:
        source = (ROOT / "benches" / f"{operation}.py").read_text()
        for unit, counter in ("instructions", clock), ("cycles", clock.replace("0x40068000", "0x40068004")):
            if unit == "cycles" and port != "rp2":
                continue
            spent = []
            for n in COUNTS:
                text = bench_boards.PROGRAM.format(n=n, clock=counter, modulus=modulus, operation=source)

                def run(text=text, operation=operation):
                    nonlocal where
                    where = where or bench_boards.device(board, str(elf))
                    output = boards.program(where, text, 1800)
                    found = re.search(r"^count (\d+)", output, re.M) or sys.exit(f"{operation} on {board}:\n{output}")
                    return int(found.group(1)) * scale

                spent.append(kept.get(f"{operation} {n} on {board}, {level}, {unit}", run, elf, text))
            values[operation, unit] = (spent[1] - spent[0]) / (
                (COUNTS[1] - COUNTS[0]) * bench_boards.MEMBERS.get(operation, 1)
            )
    return values


def on_boards():
    jobs = {
        (board, level): lambda b=board, lv=level, p=bench_boards.BOARDS[board][0]: on_board(b, lv, p)
        for board in bench_boards.BOARDS
        for level in LEVELS
    }
    return together(jobs)


HEAP_PROGRAM = """\
import gc, sys
sys.argv[:] = ["", "{n}"]
gc.collect()
heap_start = gc.mem_alloc()
{operation}
print("count", gc.mem_alloc() - heap_start)
"""
HEAP_COUNTS = (20, 60)


def heap(board=None):
    """{(operation, level): bytes} that one operation takes from the heap and leaves to the collector. Nothing is collected
    meanwhile."""
    port = "unix" if board is None else bench_boards.BOARDS[board][0]

    def one(operation, level):
        if (file := firmware(port, board, level)) is None:
            return None
        source = (ROOT / "benches" / f"{operation}.py").read_text()

        def counted(n):
            text = HEAP_PROGRAM.format(n=n, operation=source)

            def run():
                if board is None:
                    output = servers.program([file, "-X", "heapsize=64M"], ["-c", text])
                else:
                    output = boards.program(bench_boards.device(board, str(file)), text, 1800)
                found = re.search(r"^count (-?\d+)", output, re.M) or sys.exit(f"{operation} on {board}:\n{output}")
                return int(found.group(1))

            return kept.get(f"heap of {operation} {n} on {board or port}, {level}", run, file, text)

        return slope(counted, *HEAP_COUNTS, bench_boards.MEMBERS.get(operation, 1))

    operations = [o for o in bench_boards.OPERATIONS if o != "generator"]
    return together({(o, level): lambda o=o, lv=level: one(o, lv) for o in operations for level in LEVELS})


TASKS = (2, 10, 100, 1000, 5000)
TIMERS = (0, 10, 100, 1000, 5000)
CONNECTIONS = (0, 10, 100, 1000)


def scaling(arms):
    """{curve: {(x, arm): instructions}}"""
    tasks, timers, connections = {}, {}, {}
    for name, arm in arms.items():
        for count in TASKS:
            low, high = max(1, 1000 // count), max(3, 3000 // count)
            tasks[count, name] = lambda a=arm, c=count, lo=low, hi=high: slope(
                lambda n: instructions(a, "sleep_many", SCALING_HEAP, n, c), lo, hi, c
            )
        for count in TIMERS:
            timers[count, name] = lambda a=arm, c=count: slope(
                lambda n: instructions(a, "timers", SCALING_HEAP, n, c), 100, 300
            )
        if isinstance(arm, pathlib.Path):
            for count in CONNECTIONS:
                connections[count, name] = lambda a=arm, c=count: kept.get(
                    f"a request beside {c} connections on {a.parent.name}",
                    lambda: bench_requests.per_request(servers.instructions, a, SCALING_HEAP, 10, c, 500),
                    a,
                    ROOT / "benches/echo_server.py",
                    ROOT / "benches/client.c",
                    c,
                )
    servers.client()
    servers.raise_limit()
    return {"tasks": together(tasks), "timers": together(timers), "connections": together(connections)}


def sizes():
    """{(board, level): (flash, ram)} in bytes: what lies in flash, and what memory is taken before the heap."""
    values = {}
    for board, (port, *_) in bench_boards.BOARDS.items():
        for level in LEVELS:
            if elf := firmware(port, board, level):
                total = size.totals(elf)
                values[board, level] = total["text"] + total["data"], total["data"] + total["bss"]
    return values
