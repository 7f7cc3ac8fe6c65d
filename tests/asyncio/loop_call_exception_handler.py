# Loop.call_exception_handler() passes a program's own context on to the handler that is set.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("handler", context)


def handler2(loop, context):
    print("handler2", context)


loop = asyncio.get_event_loop()
loop.set_exception_handler(handler)
loop.call_exception_handler({"message": "text"})
loop.set_exception_handler(handler2)
loop.call_exception_handler({"message": "text"})
loop.set_exception_handler(None)
