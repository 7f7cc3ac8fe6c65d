"""What the benches of a server share: the client, which is C, a firmware as the server, and counting the server's instructions
(callgrind) and system calls (strace). What is asked of it and what a figure means, each bench says."""

import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCHES = ROOT / "benches"
PATIENCE = 900
SERVERS = {"echo": BENCHES / "echo_server.py", "lines": BENCHES / "line_server.py"}


def client():
    """The client's path, built if it has to be."""
    source, program = BENCHES / "client.c", ROOT / "build" / "benches" / "client"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        flags = ["-O2", "-Wall", "-Wextra", "-Werror"]
        subprocess.run(["cc", *flags, "-o", f"{program}.new", source], check=True)
        os.replace(f"{program}.new", program)
    return program


def raise_limit():
    """As many open files as may be, here and in what is started from here."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def firmware(options, name):
    path = getattr(options, name)
    if not path.exists():
        sys.exit(f"{path}: no {name} firmware there; build it, or name one with --{name}")
    return path


def serve(command, port, busy, idle, warm, requests, words=(), kind="echo"):
    """Runs a server under a command, with the client until that many requests were answered and the server has ended."""
    server = subprocess.Popen(
        [*command, SERVERS[kind], str(port), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    numbers = [str(n) for n in (port, busy, idle, warm, requests)]
    try:
        subprocess.run(
            [client(), *numbers, kind], input=b"\n\n", stdout=subprocess.DEVNULL, timeout=PATIENCE, check=True
        )
        output, _ = server.communicate(timeout=PATIENCE)
    except (subprocess.SubprocessError, KeyboardInterrupt):
        server.kill()
        output, _ = server.communicate()
        sys.exit(f"{command[0]}: the conversation failed\n{output.decode(errors='replace')[-2000:]}")
    return output.decode(errors="replace")


def processor_time(pid):
    """Seconds that all threads of a process have run."""
    # The clock that clock_getcpuclockid(3) gives.
    return time.clock_gettime((~pid << 3) | 2)


def request_time(command, busy, idle, requests, cores, kind="echo"):
    """The microseconds that a server runs, user and system, for a request; server and client have a core each."""
    port = free_port()
    # CPython says a lot when it is made to end.
    server = subprocess.Popen(
        ["taskset", "-c", cores[0], *command, SERVERS[kind], str(port)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    words = [str(n) for n in (port, busy, idle, 20 * busy, requests)]
    with subprocess.Popen(
        ["taskset", "-c", cores[1], client(), *words, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        times = []
        for word in (b"begin\n", b"end\n"):
            if other.stdout.readline() != word:
                server.kill()
                sys.exit(f"{command[0]}: the conversation failed")
            times.append(processor_time(server.pid))
            other.stdin.write(b"\n")
            other.stdin.flush()
        other.wait()
    server.wait()
    return (times[1] - times[0]) / requests * 1e6


def program(command, words):
    done = subprocess.run(
        [*command, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True
    )
    return done.stdout.decode(errors="replace")


def instructions(firmware, heap, run):
    """How many instructions a firmware executes while run(command) has it do something."""
    with tempfile.TemporaryDirectory() as folder:
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out"]
        output = run([*tool, str(firmware), "-X", f"heapsize={heap}"])
    return int(re.search(r"Collected : (\d+)", output).group(1))


def system_calls(firmware, heap, run):
    """{name: how many} of the system calls of a firmware, all of its threads together."""
    return system_calls_of([str(firmware), "-X", f"heapsize={heap}"], run)


def system_calls_of(command, run):
    """The same, of any command."""
    with tempfile.NamedTemporaryFile("r") as log:
        run(["strace", "-f", "-c", "-o", log.name, *command])
        table = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$", log.read(), re.M)
    return {name: int(count) for count, name in table if name != "total"}


def slope(count, low, high):
    """What one more operation costs: count(n) for a low and a high n. Works for numbers and for dicts of them."""
    least, most = count(low), count(high)
    if isinstance(least, dict):
        return {name: (most[name] - least.get(name, 0)) / (high - low) for name in most}
    return (most - least) / (high - low)
