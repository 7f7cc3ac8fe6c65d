# The list agrees with a model, over random programs of tasks that wait for each other in every way.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import random


def wait_for(kind, what):
    if kind == "event":
        yield from what.wait()
    elif kind == "lock":
        yield from what.acquire()
    elif kind == "flag":
        yield from what.wait()
    elif kind == "task":
        yield from what
    elif kind == "sleep":
        yield from asyncio.sleep_ms(1000000)
    elif kind == "ready":
        while True:
            yield from asyncio.sleep_ms(0)


def program(seed):
    random.seed(seed)
    model = {}  # the id of a task: what it does
    tasks = {}
    held = []
    for n in range(random.randrange(1, 12)):
        kind = random.choice(["event", "lock", "flag", "task", "sleep", "ready", "end"])
        what = None
        if kind == "event":
            what = random.choice(events)
        elif kind == "lock":
            what = asyncio.Lock()
            assert not what.locked()
            yield from what.acquire()
            held.append(what)
        elif kind == "flag":
            what = asyncio.ThreadSafeFlag()
        elif kind == "task":
            if not tasks:
                continue
            what = random.choice(list(tasks.values()))
        task = asyncio.create_task(wait_for(kind, what))
        tasks[id(task)] = task
        model[id(task)] = (kind, what)
    for _ in range(3):
        yield from asyncio.sleep_ms(0)
    # Who joined one that had ended has ended, too.
    for key, task in tasks.items():
        if task.done():
            del model[key]
    # Some are cancelled.
    for key in list(model):
        if random.randrange(4) == 0:
            # A task that joins hands it on to that which it waits for.
            tasks[key].cancel()
    for _ in range(3):
        yield from asyncio.sleep_ms(0)
    for key, task in tasks.items():
        if task.done():
            model.pop(key, None)
    wrong = []
    found = {}
    for record in _asyncio.tasks():
        found[id(record.task)] = record
    for key, (kind, what) in model.items():
        record = found.get(key)
        if record is None:
            wrong.append((kind, "is missing"))
        elif record.state != kind or (what is not None and record.detail is not what):
            wrong.append((kind, record.state, record.detail))
    for key, record in found.items():
        if key in tasks and key not in model:
            wrong.append(("ended", record.state))
    for key in model:
        tasks[key].cancel()
    for _ in range(4):
        yield from asyncio.sleep_ms(0)
    return wrong, len(model)


events = [asyncio.Event() for _ in range(3)]
looked_at = 0
for seed in range(60):
    wrong, n = asyncio.run(program(seed))
    looked_at += n
    if wrong:
        print(seed, wrong)
    asyncio.new_event_loop()
print(looked_at > 100)
