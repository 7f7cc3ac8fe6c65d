# An object that acts as a coroutine raises; then the callback of its task, or the handler of exceptions, raises, too: that
# leaves run(), which is no turn of the object any more.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class Raises:
    sends = 0

    def send(self, value):
        self.sends += 1
        if self.sends > 1:
            print("sent again")
        raise ValueError

    def throw(self, exc):
        raise exc


def callback(task, exc):
    print("callback", type(exc).__name__)
    raise KeyError


def handler(loop, context):
    print("handler", type(context["exception"]).__name__)
    raise IndexError


async def main(state):
    task = asyncio.create_task(Raises())
    if state is not None:
        task.state = state
    for _ in range(5):
        await asyncio.sleep_ms(0)
    return "main goes on"


async def nothing():
    return "value"


asyncio.get_event_loop().set_exception_handler(handler)
for state in (callback, None):
    try:
        print(asyncio.run(main(state)))
    except LookupError as er:
        print(type(er).__name__)
    asyncio.new_event_loop()
    print(asyncio.run(nothing()))
