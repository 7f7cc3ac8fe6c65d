# A core's create_task() of a program's own may call new_event_loop(), as run() is about to begin.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    for _ in range(2):
        await asyncio.sleep_ms(1)
    print("job", n)
    return n


async def main():
    return await asyncio.create_task(job(2))


def anew(coro):
    asyncio.new_event_loop()
    return create_task(coro)


create_task = core.create_task
left = create_task(job(1))
core.create_task = anew
print(asyncio.run(job(0)))
core.create_task = create_task
print(asyncio.run(main()), left.done())
