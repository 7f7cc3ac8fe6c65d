# Modules that are named and made like the library's, but have other things in them: what is not the library's own
# function stays as it is, and nothing of the real ones changes.

try:
    import asyncio
    import _asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


def native(*names):
    return [name for name in _asyncio.adopted() if name.split(".")[0] in names]


def named(text):
    # As the names of modules are: of the interned strings.
    class Names:
        pass

    setattr(Names, text, None)
    return [name for name in dir(Names) if name == text][0]


queue = core.TaskQueue()


def said(names):
    # What a set() says that would be native, were its module taken.
    event = names["Event"]()
    event.state, event.waiting = False, queue
    return event.set() or "native"


def wait(self):
    return "other wait"


asyncio.Event()
asyncio.Lock()
if "Event.wait" not in _asyncio.adopted():
    print("SKIP")
    raise SystemExit

# One of the right number of names, by the real core, whose functions are of another module, or none.
own = {}
exec(
    """
class Event:
    def set(self):
        return "own set"
    clear = 5
    wait = wait_
    is_set = lambda self: "named otherwise"
""",
    {"wait_": wait, "own": own},
    own,
)
events = (
    ("a number", 1),
    ("a function", wait),
    ("a native class", core.Task),
    ("an empty class", type("Event", (), {})),
    ("a class of a mixture", own["Event"]),
)
for what, event in events:
    names = {"__name__": named("asyncio.event"), "core": core, "Event": event, "io": 1, "ThreadSafeFlag": None}
    exec("core.TaskQueue()", names)
    print(what, native("Event", "ThreadSafeFlag"))
print(own["Event"]().set(), own["Event"]().wait(), own["Event"].clear, own["Event"]().is_set())


# A class whose functions are the module's own is taken, one by one, and works.
names = {"__name__": named("asyncio.event"), "core": core, "io": 1, "ThreadSafeFlag": None, "Event": 1}
exec(
    """
class Event:
    def __init__(self):
        self.state = False
        self.waiting = core.TaskQueue()
    def set(self):
        self.state = True
    def clear(self):
        def inner():
            self.state = False
        inner()
    def is_set(self):
        return self.state
    def wait(self, more):
        return more
""",
    names,
)
names_of_event = dict(names)
event = names["Event"]()
print(native("Event"))
event.set()
print(event.is_set(), event.wait(5))
event.clear()
print(event.is_set())

# Those that are not quite named so, or have another core, or a name less or more, are not taken.
for change in (
    {"__name__": named("asynciO.event")},
    {"__name__": named("asyncio.evenT")},
    {"__name__": named("asyncio.eventful")},
    {"__name__": named("event")},
    {"__name__": 5},
    {"__name__": named("asyncio.event")},
    {"__name__": named("asyncio.lock")},
    {"more": 1},
    {"core": asyncio},
    {"__file__": "event.py"},
    {"__file__": "event.py", "more": 1},
):
    other = dict(names)
    exec("class Event:\n    def set(self):\n        return 'kept'\n", other)
    other.update(change)
    exec("core.core.TaskQueue()" if "core" in change else "core.TaskQueue()", other)
    print(sorted(change), said(other), native("Event"))


# A core that is not one is not taken: its queue may be made, and the real one goes on.
def module(**changes):
    more = ("__class__", "__dict__", "__file__", "_task_queue", "_io_queue")
    names = {name: getattr(core, name) for name in dir(core) if name not in more}
    # By which it gets at this module without a name more.
    names.update({"__name__": named("asyncio.core"), "sys": _asyncio})
    names.update(changes)
    return names


for changes in ({}, {"TaskQueue": 1}, {"Task": 1}, {"Loop": 1}, {"IOQueue": 1}, {"create_task": 1}):
    names = module(**changes)
    exec("sys.TaskQueue()", names)
    print(sorted(changes), names["run"] is core.run, native("run", "create_task"))
    # The real one still is the one whose modules are taken.
    other = dict(names_of_event)
    exec("class Event:\n    def set(self):\n        return 'kept'\n", other)
    exec("core.TaskQueue()", other)
    print(said(other))


async def main():
    await asyncio.sleep_ms(1)
    return "value"


print(asyncio.run(main()))
