# The native functions of _asyncio called before "import asyncio": an error, and asyncio works after it.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


c = job()
for f in (
    lambda: _asyncio.run_until_complete(),
    lambda: _asyncio.run_until_complete(_asyncio.Task(c)),
    lambda: _asyncio.create_task(c),
    lambda: next(iter(_asyncio.sleep_ms(0))),
    lambda: next(iter(_asyncio.sleep(0))),
):
    try:
        f()
        print("no error")
    except (RuntimeError, TypeError):
        print("refused")

import asyncio  # noqa: E402


async def main():
    await _asyncio.sleep_ms(1)
    await _asyncio.sleep(0)
    return "value"


print(asyncio.run(main()))
