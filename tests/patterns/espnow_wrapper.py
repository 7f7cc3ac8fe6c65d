# In the manner of aioespnow: a class derived from one that is a stream by its ioctl, with readers that wait by a Stream's
# way of waiting, senders that wait until there is room, and an async iterator.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

MP_STREAM_POLL = 3


# A radio without one: what it sends comes back to it.
class Radio(io.IOBase):
    ROOM = 2

    def __init__(self):
        self.inbox, self.outbox, self.polls = [], [], 0

    def ioctl(self, request, flags):
        if request != MP_STREAM_POLL:
            return -1
        self.polls += 1
        ready = 0
        if self.inbox:
            ready |= select.POLLIN
        if len(self.outbox) < self.ROOM:
            ready |= select.POLLOUT
        return ready & flags

    def recv(self):
        return self.inbox.pop(0) if self.inbox else None

    def send(self, peer, message):
        if len(self.outbox) >= self.ROOM:
            return False
        self.outbox.append((peer, message))
        return True

    def air(self):
        self.inbox += self.outbox
        self.outbox = []


class AIORadio(Radio):
    async def arecv(self):
        yield core._io_queue.queue_read(self)
        return self.recv()

    async def asend(self, peer, message):
        while not self.send(peer, message):
            yield core._io_queue.queue_write(self)

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self.arecv()


async def main():
    radio = AIORadio()
    got = []

    async def listen():
        async for peer, message in radio:
            got.append((peer, message))

    async def send(n):
        for i in range(4):
            await radio.asend(n, i)

    async def air():
        while True:
            await asyncio.sleep_ms(1)
            radio.air()

    listener, medium = asyncio.create_task(listen()), asyncio.create_task(air())
    await send(b"a")
    while len(got) < 4:
        await asyncio.sleep_ms(1)
    print(got)

    # Nobody sends: a receive with a timeout ends, and the next one gets what comes.
    listener.cancel()
    await asyncio.sleep_ms(0)
    try:
        await asyncio.wait_for_ms(radio.arecv(), 5)
    except asyncio.TimeoutError:
        print("timeout")
    await radio.asend(b"b", "late")
    print(await asyncio.wait_for_ms(radio.arecv(), 1000))

    # A sender that waits for room is cancelled, and takes nothing with it.
    medium.cancel()
    await asyncio.sleep_ms(0)
    sender = asyncio.create_task(send(b"c"))
    await asyncio.sleep_ms(2)
    sender.cancel()
    try:
        await sender
    except asyncio.CancelledError:
        print("cancelled", radio.outbox)
    # A reader and a writer at a time.
    reader = asyncio.create_task(radio.arecv())
    writer = asyncio.create_task(radio.asend(b"d", 0))
    await asyncio.sleep_ms(2)
    print(reader.done(), writer.done())
    radio.air()
    print(await reader)
    await writer
    print(radio.outbox, radio.polls > 0)


asyncio.run(main())
