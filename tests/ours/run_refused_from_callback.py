# Each way into a loop, tried by scheduled callbacks while a loop runs, in mid-turn and while it idles: refused, and what it
# was tried with goes on.

try:
    import asyncio
    import micropython
    from asyncio import core

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


async def never():
    print("this should not run")


async def job():
    await asyncio.sleep_ms(20)
    return "done"


def callback(way):
    global called
    try:
        way()
        print("no error", end=" ")
    except RuntimeError as er:
        print(er, core._stop_task, end=" ")
    called = True


async def main():
    global called
    me = asyncio.current_task()
    for idle in (False, True):
        for with_what in ("coroutine", "task", "main"):
            for enter in (asyncio.run, loop.run_until_complete, core.run_until_complete, lambda _: loop.run_forever()):
                if with_what == "coroutine" and enter is core.run_until_complete:
                    continue
                if with_what != "coroutine" and enter is asyncio.run:
                    continue
                t = asyncio.create_task(job())
                await asyncio.sleep_ms(0)
                called = False
                what = {"coroutine": None, "task": t, "main": me}[with_what]
                micropython.schedule(callback, lambda: enter(what or never()))
                while not called:
                    if idle:
                        await asyncio.sleep_ms(1)
                    else:
                        for _ in range(50):
                            pass
                print(await asyncio.wait_for_ms(t, 1000), core.cur_task is me)
    return "main"


print(asyncio.run(main()))
print(core.cur_task)
