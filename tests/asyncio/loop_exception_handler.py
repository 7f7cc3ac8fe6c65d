# Loop.set_exception_handler() and get_exception_handler(); the handler gets the loop and a context with
# the message, the exception and the task; None gives the default back.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print(loop is asyncio.get_event_loop())
    print(sorted(context.keys()))
    print(context["message"])
    print(type(context["exception"]).__name__, context["exception"].args)
    print(context["future"] is task)


async def bad():
    raise ValueError("text")


async def main():
    global task
    task = asyncio.create_task(bad())
    for _ in range(4):
        await asyncio.sleep_ms(0)


loop = asyncio.get_event_loop()
print(loop.get_exception_handler())
loop.set_exception_handler(handler)
print(loop.get_exception_handler() is handler)
asyncio.run(main())
loop.set_exception_handler(None)
print(loop.get_exception_handler())
