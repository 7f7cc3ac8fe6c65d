# Each task says what it does and what it waits for, in the list and in its repr; one that has ended is not listed.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Parked:
    def __iter__(self):
        return self

    def __next__(self):
        if self.done:
            raise StopIteration
        self.done = True
        return None

    done = False


async def sleeps():
    await asyncio.sleep_ms(100000)


async def waits_for_event():
    await event.wait()


async def waits_for_lock():
    async with lock:
        pass


async def waits_for_flag():
    await flag.wait()


async def joins(task):
    await task


async def parks():
    await Parked()


async def is_ready():
    while True:
        await asyncio.sleep_ms(0)


async def ends():
    pass


async def raises():
    raise ValueError("not retrieved")


class LikeACoroutine:
    def send(self, value):
        raise StopIteration

    throw = send


def show(records):
    for r in sorted(records, key=lambda r: r.name):
        detail = r.detail
        if r.state == "sleep":
            detail = 90000 < detail <= 100000
        elif r.state == "task":
            detail = detail is tasks[0]
        elif detail is not None:
            detail = {id(event): "event", id(lock): "lock", id(flag): "flag"}[id(detail)]
        print(r.name, r.state, detail, r.runs, r.total_us, r.longest_us)


def say(task):
    # Without the numbers, and where it is.
    words = "".join(c for c in repr(task) if not c.isdigit())
    print(words.split(",")[0].rstrip(">"))


async def main():
    global tasks
    await lock.acquire()
    coros = (sleeps(), waits_for_event(), waits_for_lock(), waits_for_flag(), parks(), is_ready(), ends())
    tasks = [asyncio.create_task(coro) for coro in coros]
    tasks.append(asyncio.create_task(joins(tasks[0])))
    fails = asyncio.create_task(raises())
    tasks.append(asyncio.create_task(LikeACoroutine()))
    say(tasks[-1])
    for _ in range(3):
        await asyncio.sleep_ms(0)
    show(_asyncio.tasks())
    say(asyncio.current_task())
    for task in tasks:
        say(task)
    say(fails)
    # An object that has a task by the name of an Event's queue is not what is waited for.
    likes = Parked()
    likes.waiting = tasks[0]
    say(tasks[7])


event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
asyncio.new_event_loop().set_exception_handler(lambda loop, context: None)
asyncio.run(main())
# The same after the run, in which nothing changed.
show(_asyncio.tasks())
