# A stream whose poll raises ends run() with that exception; a later run() works.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Bad(io.IOBase):
    def ioctl(self, req, arg):
        if req == 3 and armed:
            raise ValueError
        return 0 if req == 3 else -1


armed = False


async def waiter(s):
    yield asyncio.core._io_queue.queue_read(s)


async def main():
    global armed
    asyncio.create_task(waiter(Bad()))
    await asyncio.sleep_ms(0)
    armed = True
    await asyncio.sleep_ms(10)
    print("not reached")


async def main2():
    await asyncio.sleep_ms(1)
    return "value"


try:
    asyncio.run(main())
except ValueError:
    print("ValueError")
asyncio.new_event_loop()
print(asyncio.run(main2()))
