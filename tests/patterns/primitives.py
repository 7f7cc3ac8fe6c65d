# Primitives that programs build on Event and Lock: a queue with a limit, a semaphore, a barrier, a condition, a debounced
# switch, a read-write lock; each with cancelled and late users.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize, self.items = maxsize, []
        self.put_event, self.got_event = asyncio.Event(), asyncio.Event()
        self.unfinished, self.all_done = 0, asyncio.Event()
        self.all_done.set()

    def full(self):
        return self.maxsize > 0 and len(self.items) >= self.maxsize

    async def put(self, item):
        while self.full():
            self.got_event.clear()
            await self.got_event.wait()
        self.items.append(item)
        self.unfinished += 1
        self.all_done.clear()
        self.put_event.set()

    async def get(self):
        while not self.items:
            self.put_event.clear()
            await self.put_event.wait()
        item = self.items.pop(0)
        self.got_event.set()
        return item

    def task_done(self):
        self.unfinished -= 1
        if not self.unfinished:
            self.all_done.set()

    async def join(self):
        await self.all_done.wait()

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self.get()


class Semaphore:
    def __init__(self, value=1):
        self.value, self.event = value, asyncio.Event()

    async def __aenter__(self):
        while self.value == 0:
            self.event.clear()
            await self.event.wait()
        self.value -= 1

    async def __aexit__(self, *args):
        self.value += 1
        self.event.set()
        await asyncio.sleep_ms(0)


class Barrier:
    def __init__(self, n, callback=None):
        self.n, self.callback = n, callback
        self.inside, self.event, self.lock = 0, asyncio.Event(), asyncio.Lock()

    async def wait(self):
        async with self.lock:
            self.inside += 1
            event = self.event
            if self.inside == self.n:
                if self.callback:
                    self.callback()
                self.inside, self.event = 0, asyncio.Event()
                event.set()
        await event.wait()


class Condition:
    def __init__(self):
        self.lock, self.events = asyncio.Lock(), []

    async def __aenter__(self):
        await self.lock.acquire()

    async def __aexit__(self, *args):
        self.lock.release()

    def notify(self, n=1):
        for event in self.events[:n]:
            event.set()
        self.events[:n] = []

    async def wait(self):
        event = asyncio.Event()
        self.events.append(event)
        self.lock.release()
        try:
            await event.wait()
        finally:
            if event in self.events:
                self.events.remove(event)
            await self.lock.acquire()

    async def wait_for(self, predicate):
        while not predicate():
            await self.wait()


class Switch:
    debounce_ms = 5

    def __init__(self, pin):
        self.pin, self.state = pin, pin()
        self.closed, self.opened = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self.check())

    async def check(self):
        while True:
            state = self.pin()
            if state != self.state:
                self.state = state
                (self.closed if state else self.opened).set()
            await asyncio.sleep_ms(self.debounce_ms)


class ReadWriteLock:
    def __init__(self):
        self.readers, self.lock, self.writing = 0, asyncio.Lock(), asyncio.Lock()

    async def read(self, job):
        async with self.lock:
            self.readers += 1
            if self.readers == 1:
                await self.writing.acquire()
        try:
            return await job
        finally:
            async with self.lock:
                self.readers -= 1
                if self.readers == 0:
                    self.writing.release()

    async def write(self, job):
        async with self.writing:
            return await job


async def queue():
    q = Queue(3)
    log = []

    async def producer(name):
        for i in range(5):
            await q.put((name, i))

    async def consumer(name):
        async for item in q:
            log.append(item)
            await asyncio.sleep_ms(1)
            q.task_done()

    consumers = [asyncio.create_task(consumer(n)) for n in "xy"]
    await asyncio.gather(producer("a"), producer("b"), producer("c"))
    await q.join()
    print("queue", sorted(log) == [(n, i) for n in "abc" for i in range(5)])
    print([item[1] for item in log if item[0] == "a"], len(q.items))
    for c in consumers:
        c.cancel()
    await asyncio.sleep_ms(0)
    try:
        await asyncio.wait_for_ms(q.get(), 2)
    except asyncio.TimeoutError:
        print("nothing to get")
    await q.put("last")
    print(await asyncio.wait_for_ms(q.get(), 1000))


async def semaphore():
    s = Semaphore(2)
    inside = most = 0

    async def user(n):
        nonlocal inside, most
        async with s:
            inside += 1
            most = max(most, inside)
            try:
                await asyncio.sleep_ms(n % 3)
            finally:
                inside -= 1
        return n

    tasks = [asyncio.create_task(user(n)) for n in range(9)]
    await asyncio.sleep_ms(0)
    tasks[7].cancel()
    tasks[0].cancel()
    got = await asyncio.gather(*tasks, return_exceptions=True)
    print("semaphore", most, inside, s.value, [g if isinstance(g, int) else type(g).__name__ for g in got])


async def barrier():
    log = []
    b = Barrier(3, lambda: log.append("all"))

    async def party(n):
        for turn in range(3):
            await asyncio.sleep_ms(n)
            log.append(turn)
            await b.wait()

    await asyncio.gather(*[party(n) for n in range(3)])
    print("barrier", log)


async def condition():
    c = Condition()
    store = []
    log = []

    async def taker(n):
        async with c:
            await c.wait_for(lambda: store)
            log.append((n, store.pop()))

    takers = [asyncio.create_task(taker(n)) for n in range(4)]
    await asyncio.sleep_ms(1)
    takers[1].cancel()
    for i in range(3):
        async with c:
            store.append(i)
            c.notify()
        await asyncio.sleep_ms(1)
    await asyncio.gather(takers[0], takers[2], takers[3])
    print("condition", log, c.lock.locked(), len(c.events))


async def switch():
    level = 0
    s = Switch(lambda: level)

    async def counter(event, counts):
        while True:
            await event.wait()
            event.clear()
            counts.append(1)

    closes, opens = [], []
    tasks = [asyncio.create_task(counter(s.closed, closes)), asyncio.create_task(counter(s.opened, opens))]
    for turn in range(3):
        for bounce in (1, 0, 1):
            level = bounce
            await asyncio.sleep_ms(0)
        while len(closes) <= turn:
            await asyncio.sleep_ms(1)
        level = 0
        while len(opens) <= turn:
            await asyncio.sleep_ms(1)
    print("switch", len(closes), len(opens))
    for t in [s.task] + tasks:
        t.cancel()


async def read_write():
    lock = ReadWriteLock()
    log = []

    async def job(name):
        log.append(name + " begins")
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        log.append(name + " ends")

    await asyncio.gather(lock.read(job("r1")), lock.read(job("r2")), lock.write(job("w")), lock.read(job("r3")))
    at = log.index("w begins")
    print("read_write", log[at + 1] == "w ends", len(log), lock.writing.locked(), lock.lock.locked())


async def main():
    for part in (queue, semaphore, barrier, condition, switch, read_write):
        await part()


asyncio.run(main())
