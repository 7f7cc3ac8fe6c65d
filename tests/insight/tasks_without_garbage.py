# tasks() has none that nothing can reach any more.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

N = 40


async def waits():
    await asyncio.Event().wait()


def make():
    for _ in range(N):
        asyncio.core.Task(waits())


def clear_stack(n):
    return n and clear_stack(n - 1)


make()
clear_stack(5)
# A word on the stack can look like the address of some.
print(len(_asyncio.tasks()) < N // 2)
