# A state callback on the main task is called too, for a value.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    await asyncio.sleep_ms(0)
    return "value"


def callback(t, er):
    print("callback", t is task, er.value)


loop = asyncio.get_event_loop()
task = loop.create_task(main())
task.state = callback
print(loop.run_until_complete(task))
print(task.state)
