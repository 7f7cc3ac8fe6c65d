# Functions that a program puts into the library's modules by exec(), with a module's own names around them, before their first use.
try:
    import asyncio
    import asyncio.event
    import asyncio.funcs
    import asyncio.lock

    exec
except (ImportError, NameError):
    print("SKIP")
    raise SystemExit

exec(
    "class Event:\n"
    "  def __init__(self):\n    self.state = False; self.waiting = core.TaskQueue()\n"
    "  def set(self):\n    print('own set')\n"
    "  def is_set(self):\n    return 'own is_set'\n"
    "  async def wait(self):\n    print('own wait')\n",
    asyncio.event.__dict__,
)
exec("def release(self):\n  print('own release')\n", asyncio.lock.__dict__)
asyncio.lock.Lock.release = asyncio.lock.release
exec("async def wait_for(aw, timeout):\n  return 'own wait_for', await aw\n", asyncio.funcs.__dict__)


async def value():
    await asyncio.sleep_ms(0)
    return 5


async def main():
    e = asyncio.event.Event()
    e.set()
    print(e.is_set())
    await e.wait()
    lock = asyncio.Lock()
    async with lock:
        print(lock.locked())
    print(lock.locked())
    print(await asyncio.gather(value(), value()))
    print(await asyncio.funcs.wait_for(value(), 1))
    try:
        print(await asyncio.funcs.wait_for_ms(value(), 1))
    except TypeError:
        print("TypeError")


asyncio.run(main())
