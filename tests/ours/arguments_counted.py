# What the error says of a call without the argument, or with one too many: as builtin functions say it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def said(f, args):
    try:
        f(*args)
    except TypeError as er:
        return str(er)


for args in ((), (1, 2)):
    for f in (asyncio.create_task, asyncio.sleep_ms, asyncio.get_event_loop().run_until_complete):
        print(said(f, args) == said(len, args))
