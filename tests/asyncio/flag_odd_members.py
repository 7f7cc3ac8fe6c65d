# A ThreadSafeFlag with members, methods or a state that its class did not give it works as one without.

try:
    import asyncio
    import io

    io.IOBase
    asyncio.ThreadSafeFlag
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Plain(asyncio.ThreadSafeFlag):
    pass


class Own(asyncio.ThreadSafeFlag):
    def set(self):
        print("own set")
        super().set()


class State(io.IOBase):
    # Like one, but has no set() and no wait().
    def __init__(self):
        self.state = 0

    def ioctl(self, request, arg):
        return self.state * arg if request == 3 else -1


class Property(asyncio.ThreadSafeFlag):
    def __init__(self):
        self.hidden = 0

    @property
    def state(self):
        return self.hidden

    @state.setter
    def state(self, value):
        self.hidden = value


def waits_for(stream):
    yield asyncio.core._io_queue.queue_read(stream)


async def main():
    # The first call is how the library learns of its functions.
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    await flag.wait()
    more = asyncio.ThreadSafeFlag()
    more.more = 1
    for flag in (asyncio.ThreadSafeFlag(), more, Plain(), Own(), Property()):
        for n in range(2):
            task = asyncio.create_task(flag.wait())
            await asyncio.sleep_ms(0)
            await asyncio.sleep_ms(2)
            print(type(flag).__name__, task.done())
            flag.set()
            print(await task, flag.state)
        flag.set()
        flag.clear()
        print(flag.state)
    state = State()
    task = asyncio.create_task(waits_for(state))
    await asyncio.sleep_ms(1)
    state.state = 1
    await task
    # A state that is no number, though it is true.
    flag = asyncio.ThreadSafeFlag()
    for value in (True, 1, 5):
        task = asyncio.create_task(flag.wait())
        await asyncio.sleep_ms(1)
        flag.state = value
        await task
        print(value, flag.state)
    # None at all.
    flag = asyncio.ThreadSafeFlag()
    del flag.state
    try:
        await flag.wait()
    except AttributeError:
        print("AttributeError")
    flag.set()
    print(flag.state)


asyncio.run(main())
