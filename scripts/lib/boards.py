"""What the test scripts share: running upstream's runner; and for the boards building an arm, checking its ELF, running the
suites on it, and the sums. What a board is run by, its own test script says."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
BUILD = ROOT / "build"
PATTERNS = os.environ.get("TESTS", "").split()

# QEMU's machine for a board of the qemu port. MICROBIT has the memory of the real one, which is too small; the port's own
# makefile enlarges it so too. MICROBIT_16K has it, and is for test-faults alone.
MACHINES = {
    "MICROBIT": "microbit -global nrf51-soc.flash-size=1048576 -global nrf51-soc.sram-size=262144",
    "MICROBIT_16K": "microbit",
    "MPS2_AN385": "mps2-an385",
    "MPS2_AN386": "mps2-an386",
    "MPS2_AN500": "mps2-an500",
    "NETDUINO2": "netduino2",
    "MPS3_AN547": "mps3-an547",
    "MPS3_AN547_M33": "mps3-an547",
    "SABRELITE": "sabrelite -m 128M",
    "VIRT_RV32": "virt -bios none",
    "VIRT_RV64": "virt -bios none",
    "VIRT_RV64GC": "virt -bios none",
}
# QEMU has a program for each architecture; that for ARM where none is named.
ARCHITECTURES = {"VIRT_RV32": "riscv32", "VIRT_RV64": "riscv64", "VIRT_RV64GC": "riscv64"}


def script(name, *args, **environment):
    """The output of another script, whose words on stderr go to ours; None if it failed."""
    done = subprocess.run(
        [*SCRIPTS.glob(f"*/{name}"), *args], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    return done.stdout.strip() if done.returncode == 0 else None


# Upstream's tests that hold only if nothing stops them for some 20 to 150 ms of real time: on MicroPython's own module they fail in
# a process that is stopped so long now and then. Each is tried so often, alone.
TIMED = tuple(
    f"extmod/asyncio_{name}.py"
    for name in ("basic", "event", "fair", "gather", "heaplock", "iterator_event", "lock", "micropython", "wait_task")
)
TRIES = 3


def results_of(folder, tests, command, files, environment):
    """{test: "pass", "fail" or "skip"} of upstream's runner, whose results go to folder, its output to the log there."""
    results = run_of(folder, tests, command, files, environment)
    for number in range(2, TRIES + 1):
        late = [test for test, result in results.items() if result == "fail" and test.endswith(TIMED)]
        if late:
            print(f"    {' '.join(late)}: asserts wall times, try {number} of {TRIES}", flush=True)
            results |= run_of(folder.with_name(f"{folder.name}-again"), tests, command, late, environment)
    return results


def run_of(folder, tests, command, files, environment):
    """The same of one run."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with open(folder / "log", "wb") as log:
        subprocess.run(
            [*command, "--result-dir", folder, *files],
            cwd=tests,
            env={**os.environ, "MICROPY_CPYTHON3": str(SCRIPTS / "tests" / "cpython-own-clock"), **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        found = json.loads((folder / "_results.json").read_text())["results"]
    except OSError:
        sys.exit(f"error: upstream's runner gave no results (its output: {folder / 'log'})")
    return dict.fromkeys(files, "fail") | {test: result for test, result, *_ in found}


def stop(runner):
    """Ends the runner and the board that it started, which is in a process group of its own."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(runner.pid)], stdout=subprocess.PIPE, text=True)
    runner.kill()
    for child in children.stdout.split():
        try:
            os.killpg(int(child), signal.SIGKILL)
        except ProcessLookupError:
            pass


def machine(board, elf, shift=5):
    """The device by which upstream's tools find a board of the qemu port. Its clock counts instructions, 2 to the power of `shift`
    nanoseconds each, and passes over idle time: so a busy host makes nothing late."""
    qemu = script("emulator-qemu", ARCHITECTURES.get(board, "arm")) or sys.exit(1)
    words = [
        qemu,
        "-machine",
        MACHINES[board],
        f"-icount shift={shift},align=off,sleep=off",
        "-nographic -monitor null -semihosting -serial pty -kernel",
        elf,
    ]
    return "execpty:" + " ".join(words)


def program(device, text, timeout):
    """What a program prints, with what upstream's tool says of it, on a board started anew; what it printed by then and a
    line that says so if it takes longer."""
    command = [script("test-python"), f"{script('micropython-tree')}/tools/pyboard.py", "--device", device]
    with (
        tempfile.NamedTemporaryFile("w", suffix=".py") as source,
        tempfile.TemporaryFile("w+", errors="replace") as output,
    ):
        source.write(text)
        source.flush()
        runner = subprocess.Popen(
            [*command, source.name], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        late = ""
        try:
            runner.wait(timeout)
        except subprocess.TimeoutExpired:
            stop(runner)
            runner.wait()
            late = f"not done after {timeout} s\n"
        output.seek(0)
        return output.read() + late


class Session:
    """The sums of one test script. Each board and arm adds to them; end() says them and leaves."""

    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], []
        tree = script("micropython-tree")
        python = script("test-python")
        if not tree or not python:
            sys.exit(1)
        os.environ["ASYNCIO_RS_TREE_SAID"] = "1"
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        self.tests, self.python = pathlib.Path(tree) / "tests", python

    def firmware(self, port, board, stock):
        """The path of the ELF, or None, which counts as a failure. Ours is checked for what is promised of it."""
        arm = f"{port}-{board}{'-stock' if stock else ''}"
        elf = script(f"firmware-{port}", BOARD=board, STOCK="1" if stock else "")
        if elf is None:
            self.failed.append(f"{arm}: the firmware")
            return None
        self.passed += 1
        print(f"{arm}: built")
        if not stock:
            self.check(elf)
        return elf

    def check(self, elf):
        # A CMake port's object has the whole path of its source, and another ending.
        builtin = next(pathlib.Path(elf).parent.glob("obj/**/extmod/modasyncio*.o"), "obj/extmod/modasyncio.o")
        done = subprocess.run([SCRIPTS / "tests" / "check-elf", elf, builtin], stdout=subprocess.PIPE, text=True)
        for line in done.stdout.splitlines():
            print(line)
            self.passed += line.startswith("pass ")
            if line.startswith("FAIL "):
                self.failed.append(line[5:])
        if done.returncode != 0 and "FAIL " not in done.stdout:
            self.failed.append(f"check-elf of {elf}")

    def run(self, folder, instance, files):
        """{test: "pass", "fail" or "skip"}, and all that was said in a folder made anew. A crash takes the tests after it along: those go on with a board started anew."""
        shutil.rmtree(folder, ignore_errors=True)
        results, number = {}, 0
        while pending := [test for test in files if test not in results]:
            number += 1
            results |= self.run_once(folder / str(number), instance, pending)
        return results

    def run_once(self, folder, instance, files):
        """What upstream's runner says of the first of these tests, one at least: up to two failures in a row, the second of
        which may be due to the first, and is left out."""
        folder.mkdir(parents=True)
        command = [self.python, "-u", "run-tests.py", "-j1", "--result-dir", folder, "-t", instance, *files]
        results, previous = {}, None
        with (
            open(folder / "log", "w") as log,
            subprocess.Popen(
                command,
                cwd=self.tests,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            ) as runner,
        ):
            for line in runner.stdout:
                log.write(line)
                word, _, rest = line.partition("  ")
                test = next((t for t in files if rest.split() and rest.split()[0] == t), None)
                if word not in ("pass", "FAIL", "skip") or test is None:
                    continue
                if word == previous == "FAIL":
                    stop(runner)
                    break
                results[test] = previous = word
        if not results:
            print(f"run-tests.py said nothing of {files[0]} (its output: {folder / 'log'})")
            results[files[0]] = "fail"
        return {test: word.lower() for test, word in results.items()}

    def suite(self, port, board, stock, instance, impossible=None):
        """Upstream's asyncio tests, tests/asyncio and tests/patterns; on our arm tests/ours too. What a test of this project must not hold,
        since the board cannot do it, is given as (pattern, reason)."""
        arm = f"{port}-{board}{'-stock' if stock else ''}"
        groups = {
            "upstream's asyncio": [f.relative_to(self.tests) for f in self.tests.glob("extmod/asyncio_*.py")],
            "tests/asyncio": (ROOT / "tests/asyncio").glob("*.py"),
            "tests/ours": [] if stock else (ROOT / "tests/ours").glob("*.py"),
            "tests/patterns": (ROOT / "tests/patterns").glob("*.py"),
        }
        for name, found in groups.items():
            files = sorted(str(f) for f in found if not PATTERNS or any(p in str(f) for p in PATTERNS))
            if impossible:
                own = [f for f in files if not f.startswith("extmod/")]
                left_out = [f for f in own if re.search(impossible[0], pathlib.Path(f).read_text())]
                self.skipped += [f"{arm}: {f.replace(f'{ROOT}/', '')}: {impossible[1]}" for f in left_out]
                files = [f for f in files if f not in left_out]
            if not files:
                continue
            folder = BUILD / "results" / arm / re.sub(r"\W+", "-", name)
            results = self.run(folder, instance, files)
            values = list(results.values())
            print(
                f"{arm}: {name}: " + ", ".join(f"{values.count(v)} {v}" for v in ("pass", "fail", "skip")), flush=True
            )
            for test, result in results.items():
                shown = f"{arm}: {test.replace(f'{ROOT}/', '')}"
                if result == "pass":
                    self.passed += 1
                elif result == "skip" and not test.startswith("extmod/"):
                    self.skipped.append(f"{shown}: says so itself")
                else:
                    # One of upstream's that is skipped would mean a firmware without asyncio.
                    self.failed.append(f"{shown} ({result})")

    def end(self):
        for line in self.skipped:
            print("skipped", line)
        for line in self.failed:
            print("FAILED", line)
        print(
            f"{self.passed} passed, {len(self.failed)} failed"
            + (f", {len(self.skipped)} skipped" if self.skipped else "")
        )
        sys.exit(bool(self.failed))
