# Makes random programs that misuse `_asyncio` and the core: any method or function on any object, in any context.
# It owns the choices; the objects are in pool.py, which runs on the firmware, and processes are another file's business.

# fmt: off
VALUES = [
    "None", "True", "False", "0", "1", "-1", "1.5", "2**70", "-2**62", '"abc"', '""', 'b"x"', "[]", "{}", "()", "(1, 2)",
    "object()", "object", "type", "int", "Exception", "ValueError(1)", "asyncio.CancelledError", "KeyboardInterrupt()",
    "lambda *a: again()", "print", "gen()", "coro()", "rude()", "failing()", "range(3)", "Ellipsis", "NotImplemented",
    "Task", "TaskQueue", "IOQueue", "Task(coro())", "Task(None)", "Task(gen())", "Task(rude())", "Task(Hostile())",
    "Task(Raiser())", "Task(coro(), {})", "Task(coro(), core.__dict__)", "SubTask(coro())", "BareTask()", "OddTask()",
    "TaskQueue()", "SubQueue()", "BareQueue()", "OddQueue()", "IOQueue()", "SubIO()", "BareIO()", "Hostile()", "Raiser()",
    "Stream(0)", "Stream(1)", "Stream(2)", "Stream(3)", "Stream(4)", "Stream(5)", "Stream(6)", "io.StringIO()",
    "asyncio.ThreadSafeFlag()", "asyncio.Event()", "asyncio.Lock()", "asyncio.Event().wait()", "asyncio.sleep_ms(0)",
    "core", "core.cur_task", "core._task_queue", "core._io_queue", "core._io_queue.map", "core.Loop", "_asyncio",
    "asyncio.create_task(coro())", "asyncio.create_task(rude())", "select.poll()", "sys.stdin", "core.sleep_ms",
    "end(0)", "end(0)", "end(1)", "end(1)", "end(0).fileno()", "ring()", "asyncio.StreamReader(end(0))", "asyncio.StreamReader(end(1))",
    "asyncio.StreamReader(ring())", "asyncio.StreamReader(end(0)).read(1)", "asyncio.create_task(asyncio.StreamReader(end(1)).readline())",
    "asyncio.create_task(asyncio.StreamReader(ring()).readexactly(3))", "asyncio.create_task(asyncio.StreamReader(Stream(1)).drain())",
    "moving(asyncio.Event, 'waiting')", "moving(asyncio.Event, 'waiting').wait()", "moving(asyncio.Lock, 'waiting')", "moving(asyncio.Lock, 'waiting').acquire()", "moving(asyncio.ThreadSafeFlag, 'state')", "moving(asyncio.StreamReader, 'out_buf', end(0))",
    "OwnIO()", "asyncio.Lock().acquire()", "asyncio.gather(coro(), failing())", "asyncio.wait_for(coro(), 1)",
    "core.create_task", "core.run", "core._promote_to_task", "core.sleep", "core.run_until_complete", "core.Loop.run_forever",
    "core._task_queue",
    "iter(Task(coro()))", "BaseException()", "StopIteration(3)", "GeneratorExit()", "float('nan')", "bytearray(4)",
]
RECEIVERS = [
    "Task(coro())", "Task(gen())", "Task(Hostile())", "SubTask(coro())", "BareTask()", "OddTask()", "TaskQueue()", "SubQueue()",
    "BareQueue()", "OddQueue()", "IOQueue()", "SubIO()", "BareIO()", "core._task_queue", "core._io_queue", "core.cur_task",
    "asyncio.create_task(coro())", "end(0)", "end(1)", "asyncio.StreamReader(end(1))", "ring()", "asyncio.ThreadSafeFlag()",
    "asyncio.Event()", "asyncio.Lock()", "moving(asyncio.Event, 'waiting')", "moving(asyncio.Lock, 'waiting')", "moving(asyncio.ThreadSafeFlag, 'state')", "moving(asyncio.StreamReader, 'out_buf', end(0))", "OwnIO()",
    "core._io_queue.poller", "Task", "TaskQueue", "IOQueue", "SubTask", "BareQueue", "_asyncio", "core", "core.Loop",
]
METHODS = [
    "push", "push", "push", "pop", "peek", "remove", "remove", "cancel", "cancel", "done", "queue_read", "queue_write",
    "wait_io_event", "_enqueue", "_dequeue", "send", "throw", "close", "__init__", "__next__", "__iter__", "__del__",
    "create_task", "run_until_complete", "stop", "call_exception_handler", "register", "modify", "unregister", "wait", "set",
    "fileno", "read", "readline", "readexactly", "write", "drain", "close", "wait_closed",
    "acquire", "release", "locked", "is_set", "clear", "__aenter__", "__aexit__", "readinto", "ioctl",
]
FUNCTIONS = [
    "_asyncio.TaskQueue", "_asyncio.Task", "getattr(_asyncio, 'IOQueue', IOQueue)",
    "getattr(_asyncio, 'run_until_complete', core.run_until_complete)", "getattr(_asyncio, 'sleep_ms', core.sleep_ms)",
    "getattr(_asyncio, 'sleep', core.sleep)", "getattr(_asyncio, 'create_task', core.create_task)",
    "asyncio.run", "asyncio.create_task", "asyncio.sleep_ms", "asyncio.sleep", "asyncio.gather", "asyncio.wait_for",
    "asyncio.wait_for_ms", "asyncio.current_task", "asyncio.new_event_loop", "asyncio.get_event_loop", "core._promote_to_task",
    "core.run_until_complete", "iter", "next", "len", "short_repr", "hash", "bool", "list", "str", "dir", "callable", "asyncio.StreamReader",
]
PUT = [
    ("asyncio.funcs", "wait_for", "async def %s(aw, timeout):\\n  return await aw"),
    ("asyncio.funcs", "_run", "async def %s(waiter, aw):\\n  await aw"),
    ("asyncio.funcs", "gather", "async def %s(*aws):\\n  return aws"),
    ("asyncio.event", "Event", "class %s:\\n  def set(self):\\n    self.waiting.pop()"),
    ("asyncio.lock", "Lock", "class %s:\\n  async def acquire(self, n=1):\\n    self.waiting.pop()"),
    ("core", "sleep_ms", "def %s(t=1):\\n  return SingletonGenerator()"),
    ("core", "_promote_to_task", "def %s(aw):\\n  return create_task(aw)"),
]
ATTRIBUTES = [
    "waiting", "waiting", "out_buf", "s",
    "coro", "data", "data", "data", "state", "state", "ph_key", "map", "poller", "cur_task", "_task_queue", "_io_queue",
    "_promote_to_task", "sleep", "_stopper",
    "create_task", "sleep_ms", "CancelledError", "Task", "TaskQueue", "run_until_complete", "_exc_handler", "_stop_task", "ticks",
]
CORE = ["create_task", "run", "_promote_to_task", "sleep", "sleep_ms", "run_until_complete", "Loop.run_forever", "_stopper"]
CHAINS = ["writers().write(b'x')", "waiting_for_each_other().send(None)", "runs_of_each_other().send(None)"]
# fmt: on
VARIABLES = "abcdef"
RAISES = ["BareTask()"]  # a native base that wants an argument


class Misuse:
    """One program's random choices."""

    def __init__(self, random):
        self.random = random

    def value(self):
        if self.random.random() < 0.5:
            return f'V.get("{self.random.choice(VARIABLES)}")'
        return self.random.choice(VALUES)

    def receiver(self):
        if self.random.random() < 0.5:
            return f'V.get("{self.random.choice(VARIABLES)}")'
        return self.random.choice(RECEIVERS)

    def arguments(self):
        count = self.random.choice([0, 1, 1, 1, 2, 2, 3])
        return ", ".join(self.value() for _ in range(count))

    def call(self):
        r = self.random
        which = r.random()
        if which < 0.55:
            return f"{self.receiver()}.{r.choice(METHODS)}({self.arguments()})"
        if which < 0.60:
            # What a task that waits for a stream does.
            return f"core._io_queue.{r.choice(['queue_read', 'queue_write'])}({self.value()})"
        if which < 0.67:
            return f"{r.choice(['Task', 'TaskQueue', 'IOQueue', 'SubQueue'])}.{r.choice(METHODS)}({self.arguments()})"
        return f"{r.choice(FUNCTIONS)}({self.arguments()})"

    def line(self):
        r = self.random
        which = r.random()
        if which < 0.40:
            return f"t(lambda: {self.call()})"
        if which < 0.58:
            return f"t(lambda: V.update({r.choice(VARIABLES)}={r.choice([self.call, self.value, self.value])()}))"
        if which < 0.76:
            return f't(lambda: setattr({self.receiver()}, "{r.choice(ATTRIBUTES)}", {self.value()}))'
        if which < 0.82:
            return f't(lambda: setattr(core, "{r.choice(ATTRIBUTES[13:])}", {self.value()}))'
        if which < 0.85:
            return f't(lambda: getattr({self.receiver()}, "{r.choice(ATTRIBUTES)}"))'
        if which < 0.87:
            return f't(lambda: delattr({self.receiver()}, "{r.choice(ATTRIBUTES)}"))'
        if which < 0.88:
            module, name, text = r.choice(PUT)
            return f't(lambda: put({module}, "{name}", "{text}", "{r.choice(["", name])}"))'
        if which < 0.90:
            return r.choice(["t(move)", 't(lambda: setattr(core, "_io_queue", OwnIO()))'])
        if which < 0.91:
            return f"t(lambda: {r.choice(CHAINS)})"
        if which < 0.92:
            return f't(lambda: setattr(core, "{r.choice(CORE)}".split(".")[-1], core.{r.choice(CORE)}))'
        if which < 0.95:
            return "t(lambda: asyncio.run(loop_of(again)))"
        if which < 0.97:
            return f"t(lambda: asyncio.run({self.value()}))"
        if which < 0.98:
            return "t(lambda: micropython.schedule(scheduled, 0))"
        return r.choice(["t(gc.collect)", "again()"])

    def program(self):
        blocks = [[self.line() for _ in range(self.random.randint(1, 8))] for _ in range(self.random.randint(1, 4))]
        for name in VARIABLES:
            kind = RECEIVERS if self.random.random() < 0.7 else VALUES
            blocks[0].insert(0, f"t(lambda: V.update({name}={self.random.choice(kind)}))")
        blocks[0].append("t(lambda: asyncio.run(loop_of(again)))")
        return blocks


def program(random):
    return Misuse(random).program()


def source(blocks):
    lines = []
    for number, block in enumerate(blocks):
        lines.append(f"def block{number}():")
        lines += ["    " + line for line in block] or ["    pass"]
        lines.append("")
    lines.append(f"BLOCKS[:] = [{', '.join(f'block{number}' for number in range(1, len(blocks)))}]")
    lines.append("block0()")
    return "\n".join(lines) + "\n"


def smaller(blocks):
    """The program with one block or line less, in every way."""
    for number in range(1, len(blocks)):
        yield blocks[:number] + blocks[number + 1 :]
    for number, block in enumerate(blocks):
        half = len(block) // 2
        for part in (block[:half], block[half:]) if half > 1 else ():
            yield blocks[:number] + [part] + blocks[number + 1 :]
        for at in range(len(block)):
            yield blocks[:number] + [block[:at] + block[at + 1 :]] + blocks[number + 1 :]
