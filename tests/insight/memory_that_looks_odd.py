# What a program has in memory that looks like a task, or like an object with a queue, is none.
try:
    import _asyncio, asyncio
    import struct
    import uctypes
    from asyncio import core
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def waits():
    await Wait()


class Wait:
    def __iter__(self):
        return self

    def __next__(self):
        if core.cur_task.data is None:
            queue.push(core.cur_task)
            core.cur_task.data = queue
            return
        raise StopIteration


def names(what):
    records = _asyncio.tasks()
    print(what, sorted((r.name, r.state, r.detail is queue) for r in records))


async def main():
    asyncio.create_task(waits())
    await asyncio.sleep_ms(0)
    names("before")
    # Each word leads back to where it is, as a task's do.
    words = bytearray(32 * struct.calcsize("P"))
    for i in range(0, len(words), struct.calcsize("P")):
        struct.pack_into("P", words, i, uctypes.addressof(words))
    names("words")
    # The items of a list have the parts of an object: its class, which is a list of a length that looks like the flags of a
    # class, and its members.
    like_a_class = [[None] * (1 << n) for n in range(10)]
    like_an_object = [[l, None, 1, ("waiting", queue, None, None)] for l in like_a_class]
    names("lists")
    del like_an_object


queue = core.TaskQueue()
asyncio.run(main())
