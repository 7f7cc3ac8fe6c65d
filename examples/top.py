# What each task does, drawn on a terminal once a second. It needs a firmware with insight: unix has it, a board is built with
# ASYNCIO_RS_INSIGHT=1.
#
#     micropython top.py                 some tasks to look at
#     import top; top.start()            in a program of yours, before or after its tasks are made
#     print(top.text())                  once, such as at the prompt of micropython-lib's aiorepl
#
# Beside aiorepl, which reads the terminal in a task, draw once by hand and not each second: both write where the cursor is.
import _asyncio
import asyncio
import time

CLEAR = "\x1b[H\x1b[J"
ROW = "{:<16.16} {:<20.20} {:>6} {:>6} {:>8} {:>8}"


def detail(t):
    # What a task waits for, in a few words.
    if t.state == "sleep":
        return "{} ms".format(t.detail)
    if t.state == "task":
        return repr(t.detail)
    if t.state == "stream":
        return t.detail[1]
    return ""


class Top:
    def __init__(self):
        self.before, self.at = {}, None

    def text(self):
        now = time.ticks_us()
        m = _asyncio.measured()
        all_us = max(m.busy_us + m.idle_us, 1)
        # The first time since measuring began, then since the time before.
        passed = all_us if self.at is None else max(time.ticks_diff(now, self.at), 1)
        lines = [
            "{} turns, {}% busy, late by {} us at worst, {} us in the mean".format(
                m.turns, 100 * m.busy_us // all_us, m.lag_worst_us, m.lag_mean_us
            ),
            ROW.format("TASK", "STATE", "RUNS", "CPU%", "TOTAL ms", "LONG us"),
        ]
        tasks, totals, rows = _asyncio.tasks(), {}, []
        for t in tasks:
            total = t.total_us or 0
            totals[id(t.task)] = total
            share = 100 * (total - self.before.get(id(t.task), 0)) / passed
            rows.append((share, t, total))
        # Who needs most comes first.
        rows.sort(key=lambda row: -row[0])
        for share, t, total in rows:
            state = "{} {}".format(t.state, detail(t))
            lines.append(
                ROW.format(t.name, state, t.runs or 0, "{:.1f}".format(share), total // 1000, t.longest_us or 0)
            )
        self.before, self.at = totals, now
        return "\n".join(lines)


async def show(every_ms=1000, times=None):
    top = Top()
    while times is None or times > 0:
        await asyncio.sleep_ms(every_ms)
        print(CLEAR + top.text())
        if times is not None:
            times -= 1


def start(every_ms=1000):
    _asyncio.measure(True)
    return asyncio.create_task(show(every_ms))


def text():
    return Top().text()


async def busy(work, pause_ms):
    while True:
        for _ in range(work):
            pass
        await asyncio.sleep_ms(pause_ms)


async def waiting(event):
    await event.wait()


async def demonstration(times):
    _asyncio.measure(True)
    tasks = [busy(20_000, 10), busy(500, 100), waiting(asyncio.Event())]
    tasks = [asyncio.create_task(t) for t in tasks]
    await show(1000, times)
    for task in tasks:
        task.cancel()
    _asyncio.measure(False)


if __name__ == "__main__":
    if hasattr(_asyncio, "tasks"):
        asyncio.run(demonstration(3))
    else:
        print("this firmware has no insight")
