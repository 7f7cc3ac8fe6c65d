"""What the tests of the boards share: building an arm, checking its ELF, running the suites on it, and the sums.
What a board is run by, its own test script says."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"
BUILD = ROOT / "build"
PATTERNS = os.environ.get("TESTS", "").split()


def script(name, *args, **environment):
    """The output of another script, whose words on stderr go to ours; None if it failed."""
    done = subprocess.run([SCRIPTS / name, *args], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    return done.stdout.strip() if done.returncode == 0 else None


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
        done = subprocess.run([SCRIPTS / "check-elf", elf, builtin], stdout=subprocess.PIPE, text=True)
        for line in done.stdout.splitlines():
            print(line)
            self.passed += line.startswith("pass ")
            if line.startswith("FAIL "):
                self.failed.append(line[5:])
        if done.returncode != 0 and "FAIL " not in done.stdout:
            self.failed.append(f"check-elf of {elf}")

    def run(self, arm, instance, files):
        """{test: "pass", "fail" or "skip"}. What fails is tried a second time, on a board started for it alone, since a
        crash takes the tests after it along; what passes only then is named."""
        results = self.run_once(f"{arm}-1", instance, files)
        for number, test in enumerate(t for t in files if results[t] == "fail"):
            results |= self.run_once(f"{arm}-2/{number}", instance, [test])
            if results[test] == "pass":
                print(f"    {test} passed on {arm} at the second try")
        return results

    def run_once(self, name, instance, files):
        folder = BUILD / "results" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = [self.python, "run-tests.py", "-j1", "--result-dir", folder, "-t", instance, *files]
        with open(folder / "log", "wb") as log:
            subprocess.run(command, cwd=self.tests, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            results = {
                test: result for test, result, *_ in json.loads((folder / "_results.json").read_text())["results"]
            }
        except OSError:
            print(f"{name}: run-tests.py gave no results (its output: {folder / 'log'})")
            results = {}
        return {test: results.get(test, "fail") for test in files}

    def suite(self, port, board, stock, instance):
        """Upstream's asyncio tests and tests/asyncio; on our arm tests/ours too."""
        arm = f"{port}-{board}{'-stock' if stock else ''}"
        groups = {
            "upstream's asyncio": [f.relative_to(self.tests) for f in self.tests.glob("extmod/asyncio_*.py")],
            "tests/asyncio": (ROOT / "tests/asyncio").glob("*.py"),
            "tests/ours": [] if stock else (ROOT / "tests/ours").glob("*.py"),
        }
        for name, found in groups.items():
            files = sorted(str(f) for f in found if not PATTERNS or any(p in str(f) for p in PATTERNS))
            if not files:
                continue
            results = self.run(arm, instance, files)
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
