# Sensors are read at their own pace, a queue carries the readings to one task that sends them, and a watchdog is fed only
# while all of that goes on.
#
# Runs on any board and on unix. Put your own sensors in place of Sensor and your own sending in place of send(). With
# READINGS = None it runs for ever, and has its watchdog.
import asyncio

try:
    from machine import WDT
except ImportError:
    WDT = None

READINGS = 8  # to stop after; None: never
WATCHDOG_MS = 8000  # the RP2040 allows at most 8388
LIVENESS_MS = 1000  # each task has to say in this time that it goes on


class Queue:
    # MicroPython's asyncio has no queue. Events wake who waits: one for "there is something", one for "there is room".
    def __init__(self, room):
        self.room = room
        self.items = []
        self.filled = asyncio.Event()
        self.emptied = asyncio.Event()

    async def put(self, item):
        while len(self.items) >= self.room:
            self.emptied.clear()
            await self.emptied.wait()
        self.items.append(item)
        self.filled.set()

    async def get(self):
        while not self.items:
            self.filled.clear()
            await self.filled.wait()
        item = self.items.pop(0)
        self.emptied.set()
        return item


class Sensor:
    # Stands for a driver. Its third reading never comes, as when a wire is loose.
    def __init__(self, name, first, every_ms, timeout_ms):
        self.name = name
        self.value = first
        self.every_ms = every_ms
        self.timeout_ms = timeout_ms
        self.asked = 0

    async def read(self):
        self.asked += 1
        if self.name == "humidity" and self.asked == 3:
            await asyncio.sleep(3600)
        await asyncio.sleep_ms(5)  # a conversion takes its time, and others run meanwhile
        self.value += 1
        return self.value


class Watchdog:
    # Feeds the hardware only if each task was heard of. A task that hangs resets the board, and not only a whole loop that hangs.
    def __init__(self, names):
        self.silent = set(names)
        self.names = names
        # Once started it cannot be stopped, so it is not for a program that ends.
        self.wdt = WDT(timeout=WATCHDOG_MS) if WDT and READINGS is None else None
        self.fed = 0

    def alive(self, name):
        self.silent.discard(name)

    async def watch(self):
        while True:
            await asyncio.sleep_ms(LIVENESS_MS)
            if self.silent:
                print("watchdog: no word of", ", ".join(sorted(self.silent)))
                continue
            if self.wdt:
                self.wdt.feed()
            self.fed += 1
            self.silent = set(self.names)


async def measure(sensor, queue, watchdog):
    while True:
        try:
            value = await asyncio.wait_for_ms(sensor.read(), sensor.timeout_ms)
        except asyncio.TimeoutError:
            value = None
        await queue.put((sensor.name, value))
        watchdog.alive(sensor.name)
        await asyncio.sleep_ms(sensor.every_ms)


async def send(name, value):
    await asyncio.sleep_ms(10)  # stands for a radio
    print("sent: {} {}".format(name, "did not answer" if value is None else value))


async def main():
    sensors = [Sensor("temperature", 20, 60, 200), Sensor("humidity", 40, 60, 100)]
    queue = Queue(4)
    watchdog = Watchdog([s.name for s in sensors])
    # A name for each task, so that none is collected while it waits on another.
    tasks = [asyncio.create_task(measure(s, queue, watchdog)) for s in sensors]
    tasks.append(asyncio.create_task(watchdog.watch()))
    sent = 0
    while READINGS is None or sent < READINGS:
        await send(*await queue.get())
        sent += 1
    for task in tasks:
        task.cancel()
    print("stopped after", sent, "readings")


asyncio.run(main())
