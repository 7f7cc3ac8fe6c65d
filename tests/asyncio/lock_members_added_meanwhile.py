# A Lock that gets members while acquire() looks for the task that is current, since a name of the core is a foreign key whose
# __eq__ is the program's.

try:
    import asyncio
    from asyncio import core

    asyncio.Lock
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


async def holds():
    async with lock:
        pass


class Key:
    def __hash__(self):
        return hash("cur_task")

    def __eq__(self, other):
        global is_near, asked
        if is_near:
            is_near = False
            asked = True
            for i in range(50):
                setattr(lock, "member%d" % i, i)
        return False


lock = asyncio.Lock()
is_near = asked = False
# Twice, so that it is native by now.
asyncio.run(holds())
asyncio.run(holds())
names = core.__dict__
names.pop("cur_task")
names[Key()] = 1
names["cur_task"] = task = core.Task(nothing())
lock.state = 1
acquires = lock.acquire()
is_near = True
print(acquires.send(None))
is_near = False
print(asked, lock.state, task.data is lock.waiting)
