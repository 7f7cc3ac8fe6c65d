# task.state set to a callable is called once on completion with the task and what ended it; then the task
# is done and counts as awaited.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(exc):
    await asyncio.sleep_ms(0)
    if exc:
        raise exc
    return "value"


def handler(loop, context):
    print("handler")


def callback(t, er):
    print("callback", t is task, type(er).__name__, t.done(), er.args)


class Callback:
    def __call__(self, t, er):
        print("object", type(er).__name__)

    def method(self, t, er):
        print("method", type(er).__name__)


async def main():
    global task
    for exc in (None, ValueError(1)):
        for f in (callback, Callback(), Callback().method):
            task = asyncio.create_task(job(exc))
            task.state = f
            for _ in range(3):
                await asyncio.sleep_ms(0)
            print(task.done(), task.state, type(task.data).__name__)


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.run(main())
asyncio.get_event_loop().set_exception_handler(None)
