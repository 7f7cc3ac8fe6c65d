# An abort of the VM inside a run, wherever it is: the next run works, and no task is lost but one that was cut off itself.
import asyncio
import _thread
import time

import _vm_abort


def cut_off():
    _vm_abort.abort()
    for _ in range(1000):
        pass


async def sleeper():
    await asyncio.sleep_ms(5)
    print("slept")


async def in_a_task():
    asyncio.create_task(sleeper())
    await asyncio.sleep_ms(1)
    cut_off()
    print("not reached")


async def in_a_callback():
    task = asyncio.create_task(nothing())
    task.state = lambda task, exc: cut_off()
    await asyncio.sleep_ms(5)
    print("goes on in the next run")


async def in_the_handler():
    asyncio.get_event_loop().set_exception_handler(lambda loop, context: cut_off())
    asyncio.create_task(fails())
    await asyncio.sleep_ms(5)
    print("goes on in the next run")


def abort_soon():
    time.sleep_ms(50)
    _vm_abort.abort()


# An abort ends an idle wait, whichever thread asks for it. This one would last for ever.
async def by_another_thread():
    _thread.start_new_thread(abort_soon, ())
    await asyncio.Event().wait()
    print("not reached")


async def in_a_long_sleep():
    _thread.start_new_thread(abort_soon, ())
    await asyncio.sleep(1000)
    print("not reached")


async def nothing():
    pass


async def fails():
    raise ValueError


async def works():
    await asyncio.sleep_ms(10)
    return sum(await asyncio.gather(*[one(i) for i in range(5)]))


async def one(i):
    await asyncio.sleep_ms(i)
    return i


def aborted(f):
    return _vm_abort.call(lambda: asyncio.run(f()))


for f in (in_a_task, in_a_callback, in_the_handler, in_a_long_sleep, by_another_thread):
    print(f.__name__, aborted(f))
    asyncio.get_event_loop().set_exception_handler(None)
    print(asyncio.run(works()))
asyncio.new_event_loop()
print(asyncio.run(works()))
