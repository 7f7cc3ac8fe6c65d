# An MQTT client in the manner of resilient ones: a lock around each message, acknowledgements by number, pings, an outage
# that it survives by connecting again and sending again what was not acknowledged. Its broker dies and comes back.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18410


# A message is a kind, a number and a text, in a line.
async def send(stream, kind, number=0, text=""):
    stream.write("{} {} {}\n".format(kind, number, text).encode())
    await stream.drain()


async def receive(stream):
    line = await stream.readline()
    if not line.endswith(b"\n"):
        raise OSError(-1)
    kind, number, text = line.decode()[:-1].split(" ", 2)
    return kind, int(number), text


class Client:
    def __init__(self, retry_ms=20):
        self.retry_ms = retry_ms
        self.lock = asyncio.Lock()
        self.up = asyncio.Event()
        self.down = asyncio.Event()
        self.next_number = 0
        self.acknowledged = {}
        self.received = []
        self.connections = 0

    async def connect(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", PORT)
        await send(self.writer, "connect")
        kind, _, _ = await asyncio.wait_for(receive(self.reader), 1)
        if kind != "connack":
            raise OSError
        self.connections += 1
        self.down.clear()
        self.up.set()

    async def handle(self):
        while True:
            kind, number, text = await receive(self.reader)
            if kind == "puback":
                event = self.acknowledged.get(number)
                if event:
                    event.set()
            elif kind == "publish":
                self.received.append(text)

    async def ping(self):
        while True:
            await asyncio.sleep_ms(5)
            async with self.lock:
                await send(self.writer, "ping")

    # Keeps the connection up, as long as it is not cancelled.
    async def stay(self):
        tasks = []
        try:
            while True:
                try:
                    await self.connect()
                    tasks = [asyncio.create_task(c) for c in (self.watch(self.handle()), self.watch(self.ping()))]
                    await self.down.wait()
                except (OSError, asyncio.TimeoutError):
                    pass
                self.up.clear()
                self.stop(tasks)
                await asyncio.sleep_ms(1)
        finally:
            self.stop(tasks)

    def stop(self, tasks):
        for task in tasks:
            task.cancel()
        tasks.clear()
        self.down.set()

    async def watch(self, job):
        try:
            await job
        except OSError:
            self.down.set()

    async def publish(self, text):
        number = self.next_number = self.next_number + 1
        event = self.acknowledged[number] = asyncio.Event()
        while True:
            await self.up.wait()
            try:
                async with self.lock:
                    await send(self.writer, "publish", number, text)
                await asyncio.wait_for_ms(event.wait(), self.retry_ms)
                del self.acknowledged[number]
                return
            except asyncio.TimeoutError:
                pass
            except OSError:
                self.down.set()
                await asyncio.sleep_ms(1)


class Broker:
    def __init__(self):
        self.seen = {}
        self.writers = []
        self.tasks = []
        self.pings = 0
        self.deaf = False

    async def client(self, reader, writer):
        self.tasks.append(asyncio.current_task())
        self.writers.append(writer)
        try:
            while True:
                kind, number, text = await receive(reader)
                if kind == "connect":
                    await send(writer, "connack")
                elif kind == "ping":
                    self.pings += 1
                elif kind == "publish" and not self.deaf:
                    self.seen[number] = text
                    await send(writer, "puback", number)
        except OSError:
            pass
        finally:
            writer.close()
            await writer.wait_closed()

    async def start(self):
        # The kernel may not have let go of the number yet.
        while True:
            try:
                self.server = await asyncio.start_server(self.client, "127.0.0.1", PORT)
                return
            except OSError:
                await asyncio.sleep_ms(1)

    async def die(self):
        self.server.close()
        await self.server.wait_closed()
        for task in self.tasks:
            task.cancel()
        for task in self.tasks:
            try:
                await task
            except asyncio.CancelledError:
                pass
        self.tasks, self.writers = [], []


async def main():
    broker, client = Broker(), Client()
    stays = asyncio.create_task(client.stay())  # there is no broker yet
    first = asyncio.create_task(client.publish("before"))
    await asyncio.sleep_ms(3)
    await broker.start()
    await first
    print("up", broker.seen)

    # Many at a time, in the order of their numbers.
    await asyncio.gather(*[client.publish("m%d" % i) for i in range(8)])
    print(sorted(broker.seen.items())[-8:], client.acknowledged)

    # The broker dies with messages on their way, and comes back.
    broker.deaf = True
    late = [asyncio.create_task(client.publish("late%d" % i)) for i in range(3)]
    await asyncio.sleep_ms(2)
    await broker.die()
    print("dead", [t.done() for t in late])
    await asyncio.sleep_ms(5)
    broker.deaf = False
    await broker.start()
    await asyncio.gather(*late)
    print([broker.seen[n] for n in sorted(broker.seen)][-3:], client.connections >= 2)

    # It does not answer for a while: what was sent is sent again.
    broker.deaf = True
    again = asyncio.create_task(client.publish("again"))
    await asyncio.sleep_ms(30)
    broker.deaf = False
    await again
    print(broker.seen[client.next_number])

    # It sends to the client.
    for i in range(5):
        await send(broker.writers[-1], "publish", i, "news %d" % i)
    while len(client.received) < 5:
        await asyncio.sleep_ms(1)
    print(client.received)
    while not broker.pings:
        await asyncio.sleep_ms(1)

    stays.cancel()
    try:
        await stays
    except asyncio.CancelledError:
        print("cancelled", client.lock.locked(), client.acknowledged)
    await broker.die()
    client.writer.close()


asyncio.run(main())
