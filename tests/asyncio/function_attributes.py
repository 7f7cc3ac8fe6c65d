# The functions of the core are functions: by isinstance(), and with a name and the core's globals, as decorators use them.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

if not hasattr(lambda: 0, "__name__"):
    print("SKIP")
    raise SystemExit

FUNCTIONS = "create_task", "run_until_complete", "run", "_promote_to_task", "sleep_ms", "sleep"
METHODS = "run_until_complete", "run_forever"


def traced(f):
    def call(*args):
        print("call", f.__name__)
        return f(*args)

    return call


async def main():
    await asyncio.sleep_ms(0)


for owner, names in ((core, FUNCTIONS), (core.Loop, METHODS)):
    for name in names:
        f = getattr(owner, name)
        print(f.__name__ == name, isinstance(f, type(lambda: 0)), f.__globals__ is core.__dict__)
        for attr in ("__name__", "other"):
            try:
                setattr(f, attr, "x")
                print("no error")
            except AttributeError:
                print("AttributeError")
        try:
            f.other
            print("no error")
        except AttributeError:
            print("AttributeError")
        setattr(owner, name, traced(f))
asyncio.run(main())
