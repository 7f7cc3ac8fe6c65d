# An exception that is false, by its __bool__, is not lost: a task that ended with it has it as its data, and whoever
# awaits the task gets it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class F(Exception):
    def __bool__(self):
        return False


async def job():
    raise F


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(5)
    print(t.done(), isinstance(t.data, F))
    try:
        await t
    except F:
        print("F")


asyncio.get_event_loop().set_exception_handler(lambda loop, context: print(type(context["exception"]).__name__))
asyncio.run(main())
