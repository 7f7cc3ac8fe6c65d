"""The pages that show the figures: docs/benchmarks.md, and the table in README.md between its two marks."""

import re

from charts import NAMES

MHZ = 125


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value, form=",.0f"):
    return "–" if value is None else format(value, form)


def titled(titles, arms, values, first):
    present = [arm for arm in arms if any((o, arm) in values for o in titles)]
    rows = [[title, *(number(values.get((o, arm))) for arm in present)] for o, title in titles.items()]
    return table([first, *(NAMES[arm].removesuffix(" (default)") for arm in present)], rows)


def curve(values, first, arms):
    xs = sorted({x for x, _ in values})
    present = [arm for arm in arms if any(a == arm for _, a in values)]
    rows = [[f"{x:,}", *(number(values.get((x, arm))) for arm in present)] for x in xs]
    return table([first, *(NAMES[arm].removesuffix(" (default)") for arm in present)], rows)


def front(titles, unix, rp2, micros):
    """The README's table."""
    rows = [
        [
            title,
            f"{rp2[o, 'stock']:,.0f}",
            f"{rp2[o, 'full']:,.0f}",
            f"{micros[o, 'stock']:,.0f} µs",
            f"{micros[o, 'full']:,.0f} µs",
            f"{unix[o, 'stock']:,.0f}",
            f"{unix[o, 'full']:,.0f}",
        ]
        for o, title in titles.items()
    ]
    head = ["operation", "Pico, stock", "here", "at 125 MHz, stock", "here", "unix, stock", "here"]
    return table(head, rows)


def put_between(path, mark, text):
    """Replaces what stands between <!-- mark --> and <!-- /mark --> in a file."""
    old = path.read_text()
    new = re.sub(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", lambda m: m[1] + text + "\n" + m[2], old, flags=re.S)
    if new == old and text not in old:
        raise SystemExit(f"error: {path} has no place between <!-- {mark} --> and <!-- /{mark} -->")
    path.write_text(new)


PAGE = """\
# Benchmarks

<!-- Written by `make bench-report`. Change scripts/benches/report/, not this file. -->

Every figure on this page is a count: of instructions, of simulated cycles, of bytes. None is a time on a clock, so a
second run on the same versions prints the same numbers, on a busy machine as on an idle one. The exceptions are the rows and
curves that use sockets: there the kernel decides what is ready at one poll, and two runs differ by a percent or so.

**stock** is the same MicroPython, built with the same compiler, flags and manifest, with its own C `_asyncio`. **task**, **loop**
and **full** are the [levels](architecture.md#levels) of this engine; `full` is what you get by default.

## A Raspberry Pi Pico

![Bar chart of the microseconds that five operations take on a Pico, stock and here](charts/pico.svg)

The Pico is emulated by rp2040js. It counts cycles as the data sheet gives them, 8 ns each at 125 MHz, and leaves out the waits
for flash that the real chip's cache has. Expect a real board to be somewhat slower, on both sides alike.

{pico_micros}

Instructions for the same operations:

{pico}

## Other boards

![Bar chart of instructions on a Cortex-M0, stock and each level](charts/boards.svg)

Cortex-M0, QEMU's micro:bit:

{m0}

Cortex-M3, QEMU's MPS2-AN385:

{m3}

## Unix, beside CPython

![Bar chart of instructions on x86-64, stock, each level, CPython's asyncio and uvloop](charts/unix.svg)

User-space instructions on x86-64 under callgrind; MicroPython has a heap of {heap} bytes. CPython runs the same programs, with
`sleep_ms` added. On stock, `Event` and `Lock` are dominated by the memory allocator, whose cost grows with the heap: see
[how the engine tends the heap](architecture.md#tending-the-heap).

{unix}

## How it grows

![Line charts of instructions against the number of tasks, timers and connections](charts/scaling.svg)

A switch between N tasks that are all ready:

{tasks}

A timeout that is set and taken back (`wait_for` of a coroutine that returns at once), beside N sleeping tasks with deadlines of
their own:

{timers}

A request of an echo server with 10 busy connections, beside N idle ones:

{connections}

## Heap

Bytes that one operation takes from the heap and leaves to the garbage collector. A smaller figure means fewer collections. A
block of the heap has 32 bytes on a 64-bit machine and 16 on a 32-bit one.

![Bar chart of heap bytes for an operation on a Cortex-M3](charts/heap.svg)

Cortex-M3:

{heap_m3}

Unix, x86-64:

{heap_unix}

## Flash and memory

![Bar charts of the flash and memory that each level adds](charts/size.svg)

`flash` is code, constants and initial values; `memory` is static memory. On the machines of QEMU that includes the heap, which their port
places statically, so only the differences mean something there. `make size` breaks the difference
down by object file.

{size}

### Where the flash goes

Bytes of the RPI_PICO's firmware at level `full`, by part; `make size NAMES="--symbols rp2-RPI_PICO"` goes on to each function.

| part | bytes |
|---|---|
| Rust: scheduler, queue, table of waits, sleeps, transfers, primitives | 2,686 |
| adoption of the library's modules, native functions | 1,803 |
| runs, the loop, the core's names | 2,638 |
| streams and their drain | 2,032 |
| `wait_for`, `gather` | 1,621 |
| IOQueue | 1,136 |
| Task, TaskQueue, the module | 1,808 |
| coroutines | 706 |
| Event, Lock, ThreadSafeFlag and what they share | 846 |
| sleep | 363 |
| care of the heap | 108 |
| names, alignment, what the VM's own parts gain or lose | +24 |
| the builtin module and its pairing heap, which are left out | −1,147 |

The largest functions: `asyncio_loop_steps` 640, `asyncio_gather_resume` 400, `asyncio_wait_for_resume` 364, `asyncio_adopted` 296,
`asyncio_ioqueue_poll` 272, `asyncio_run_resume` 260, the table of what is adopted 256, `drain_go_on` 228, `adopt_core` and
`asyncio_rs_loop_choose` 224. Nothing else is above 215 bytes, so there is no one place to save in.

What was tried to make it smaller: one compilation unit of all the C saves 292 bytes, at the price of an object that cannot be read
by file; other flags of the C compiler 60 to 144; one type for all native functions about 200, by the sum of their tables. Rust is
compiled for size (`z`), without panicking code or a run-time library. Its functions keep a frame pointer, which the targets of
Cortex-M demand and no stable option of rustc takes away: two bytes and a register in each of them.

## How to repeat it

<!-- not run: it builds {firmware_count} firmwares and counts for most of an hour; its parts are run by `make bench` -->
```sh
make bench-report
```

`make bench-report PARTS="size boards"` counts only these parts (`unix`, `boards`, `heap`, `scaling`, `size`) and takes the others from
`charts/figures.json`; `PARTS=none` draws everything anew without counting.

It installs valgrind, QEMU and the RP2040 emulator where they are missing, as the tests do, and keeps matplotlib and uvloop in
`build/bench-report/`. Figures are kept there, too, by the checksum of the firmware and of the program: a run that was interrupted goes on
where it was.

{versions}

Each figure is a slope: the instructions of a run with N operations minus those of a run with fewer, divided by the
difference. So the start of the interpreter, imports and the first use of each function are left out. On unix N is 1,000 and
5,000; on boards 20 and 120; for the heap 20 and 60. The programs are in `benches/`.

For the time that requests of a real server take, side by side with uvloop, see `make bench-servers`; it measures time, and so is not on
this page.
"""
