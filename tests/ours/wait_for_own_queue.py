# What a wait_for() waits for ends, in a loop whose queue is the program's own: the queue's own remove() and push() are called.
# (Stock crashes.)

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

calls = []


class Queue(core.TaskQueue):
    def push(self, *args):
        calls.append("push")
        super().push(*args)

    def remove(self, *args):
        calls.append("remove")
        super().remove(*args)


async def job(outcome):
    await asyncio.sleep_ms(1)
    calls.append("ends")
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


async def main():
    for outcome in (1, ValueError(2)):
        for timeout in (None, 1000):
            calls.clear()
            try:
                print(timeout, await asyncio.wait_for_ms(job(outcome), timeout))
            except ValueError as er:
                print(timeout, er)
            print(calls)


core._task_queue = Queue()
asyncio.run(main())
