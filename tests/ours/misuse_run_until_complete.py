# run_until_complete() of something that is no task is a TypeError or runs until nothing is left; with too
# many arguments a TypeError. The loop works after it.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


n = 0
for o in (1, 1.5, "abc", [1], object(), job, core.TaskQueue(), core):
    try:
        core.run_until_complete(o)
        print("no error", o)
    except (TypeError, AttributeError):
        n += 1
print(n)
for args in ((None, None), (1, 2, 3)):
    try:
        core.run_until_complete(*args)
        print("no error", args)
    except TypeError:
        print("TypeError")
print(asyncio.run(job()))
