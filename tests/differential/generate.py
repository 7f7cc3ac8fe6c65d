# Makes random asyncio programs as trees, writes a tree out as the source that world.py executes, and makes trees smaller.
# It knows which statements exist and how likely each is; it knows nothing of firmware, arms or traces.
"""A tree is {"clock": ms, "runs": [[kind, function], ...], "functions": [body, ...],
"streams": bool}; a body is a list of statements,
and a statement is [kind, arguments, bodies]. A function may use only functions with a higher number, so every program ends.
"""

import copy

NAMES = "abcdef"
RAISED = [
    'Oops("raised")',
    'Oops("raised")',
    "ValueError()",
    "CancelledError()",
    "TimeoutError()",
    'Base("raised")',
    "KeyboardInterrupt()",
    "SystemExit()",
    "GeneratorExit()",
    "StopIteration(7)",
]
CAUGHT = ["CancelledError", "CancelledError", "Exception", "BaseException", "Oops", "TimeoutError"]

# A statement's kind and weight. Those of the second table hold other statements.
LEAVES = {
    "sleep": 14,
    "hop": 4,
    "say": 3,
    "spawn": 12,
    "cancel": 10,
    "join": 8,
    "wait": 7,
    "set": 7,
    "clear": 2,
    "acquire": 3,
    "release": 3,
    "park": 5,
    "wake": 5,
    "fail_remove": 1,
    "gather": 6,
    "wait_for": 7,
    "wait_for_own": 2,
    "throw": 2,
    "drive": 4,
    "patch": 1,
    "write_to": 1,
    "asked": 1,
    "call": 4,
    "raise": 4,
    "return": 1,
    "state": 4,
    "callback": 3,
    "head": 2,
    "requeue": 2,
    "busy": 3,
    "stop": 3,
    "swap_queue": 1,
    "swap_create": 1,
    "cancel_current": 1,
    "bad": 1,
    "read": 3,
    "write": 2,
    "send": 3,
    "handler": 1,
}
BLOCKS = {"try": 8, "finally": 4, "lock": 4, "loop": 4, "else": 2}
RUNS = {"run": 10, "run_task": 3, "run_forever": 4, "run_named": 3, "drain": 2, "new_loop": 2, "handler": 2, "poke": 2}


class Generator:
    """One program's random choices."""

    def __init__(self, random, half_period):
        self.random = random
        self.half_period = half_period
        self.functions = random.randint(1, 6)
        # When the loop looks at streams is not promised, so the traces of these programs are not compared.
        self.streams = random.random() < 0.1

    def pick(self, weights):
        return self.random.choices(list(weights), list(weights.values()))[0]

    def delay(self):
        return self.random.choice([0, 0, 0, 0, 1, 1, 2, 2, 3, 5, 10, 20, -1, 100])

    def name(self):
        return self.random.choice(NAMES)

    def awaitable(self, number):
        """What gather, wait_for and create_task are given, as [kind, argument]."""
        kind = self.random.choice(
            ["f", "f", "name", "event", "lock", "limited", "gathered", "counter", "wrapped", "bad"]
        )
        if kind in ("f", "wrapped"):
            if number >= self.functions:
                return ["name", self.name()]
            return [kind, self.random.randrange(number, self.functions)]
        if kind == "name":
            return [kind, self.name()]
        if kind == "bad" and self.random.random() < 0.8:
            return ["name", self.name()]
        return [kind, self.random.randrange(3)]

    def leaf(self, number):
        r = self.random
        kind = self.pick(LEAVES)
        if kind in ("sleep", "busy"):
            arguments = [max(0, self.delay()) if kind == "busy" else self.delay(), r.randrange(3)]
        elif kind == "hop":
            arguments = [r.choice([None, None, 0, 1, 3, -5])]
        elif kind == "spawn":
            arguments = [self.name(), self.awaitable(number)]
            if arguments[1][0] in ("name", "bad"):
                arguments[1] = ["counter", r.randrange(3)]
        elif kind in ("cancel", "join", "state"):
            arguments = [self.name()]
        elif kind in ("wait", "set", "clear", "acquire", "release", "wake", "fail_remove", "read", "write", "send"):
            arguments = [r.randrange(3)]
        elif kind == "park":
            arguments = [r.randrange(2), r.choice([None, None, None, 0, 5, -5])]
        elif kind == "gather":
            arguments = [[self.awaitable(number) for _ in range(r.randrange(4))], r.random() < 0.5]
        elif kind == "wait_for":
            arguments = [self.awaitable(number), r.choice([None, 0, 0, 1, 2, 5, 20])]
        elif kind == "wait_for_own":
            arguments = [
                self.awaitable(number),
                r.choice([0, 1, 5]),
                r.choice([None, *RAISED, "CancelledError(True, 8)"]),
            ]
        elif kind == "drive":
            what = r.choice(["pass on", "pass on", "early", "throw", "throw", "close", "drop", "hand over"])
            it = self.awaitable(number)
            if what == "pass on" and it[0] in ("event", "lock"):
                # They take no notice. A sleep does, on stock.
                what = "five"
            arguments = [it, r.randint(1, 3), what, r.choice([*RAISED[:-1], "CancelledError(True, 8)"])]
        elif kind == "patch":
            # Not StopIteration, which ends a native coroutine as its result if what it calls was replaced by what raises that.
            arguments = [r.randrange(16), r.choice([None, None, None, *RAISED[:-1]])]
        elif kind == "write_to":
            what = r.choice(["state", "state", "waiting", "method"])
            arguments = [
                r.choice(["EVENTS", "LOCKS"]),
                r.randrange(2),
                what,
                r.choice(["True", "False", "1", "0", "None", "2", "core.cur_task"]),
            ]
        elif kind == "asked":
            arguments = [r.randrange(2)]
        elif kind == "throw":
            arguments = [r.randrange(5), r.choice(RAISED)]
        elif kind == "call":
            arguments = [r.randrange(number, self.functions)] if number < self.functions else None
            if arguments is None:
                kind, arguments = "say", []
        elif kind == "raise":
            arguments = [r.choice(RAISED)]
        elif kind == "callback":
            arguments = [self.name(), r.random() < 0.2]
        elif kind == "requeue":
            arguments = [r.choice([0, 0, 1, 5, -3])]
        elif kind == "handler":
            arguments = [r.choice([0, 1, 1, 1, 2])]
        elif kind == "bad":
            arguments = [
                r.choice(["sleep_ms(None)", "sleep_ms('x')", f"sleep_ms({self.half_period})", "sleep(0.0017)"])
            ]
        else:
            arguments = []
        if kind in ("read", "write") and not self.streams:
            kind, arguments = "hop", [None]
        return [kind, arguments, []]

    def statement(self, number, depth):
        r = self.random
        if depth >= 3 or r.random() < 0.8:
            return self.leaf(number)
        kind = self.pick(BLOCKS)
        bodies = [self.body(number, depth + 1)]
        if kind in ("try", "finally", "else"):
            bodies.append(self.body(number, depth + 1, 2))
        arguments = {
            "try": [r.choice(CAUGHT), r.random() < 0.4],
            "lock": [r.randrange(2)],
            "loop": [r.randint(1, 3)],
            "else": [self.name()],
        }.get(kind, [])
        return [kind, arguments, bodies]

    def body(self, number, depth=0, most=5):
        return [self.statement(number, depth) for _ in range(self.random.randint(1, most))]

    def program(self):
        r = self.random
        functions = [self.body(number + 1) for number in range(self.functions)]
        for number in range(1, self.functions):
            # The first function has company from the start, else too many programs are one task.
            if r.random() < 0.6:
                functions[0].insert(0, ["spawn", [self.name(), ["f", number]], []])
        runs = [["run", r.randrange(min(2, self.functions))]]
        for _ in range(r.choice([0, 0, 1, 2])):
            kind = self.pick(RUNS)
            runs.append([kind, r.randrange(3) if kind == "handler" else r.randrange(self.functions)])
        if r.random() < 0.5:
            runs.insert(0, ["handler", 1])
        if r.random() < 0.8:
            runs.insert(0, ["poke", 0])
        if r.random() < 0.1:
            runs.insert(0, ["collect", 0])
        if r.random() < 0.3:
            runs.insert(0, ["loud", 0])
        near = r.choice([0, 0, 2, 20, 200])
        clock = r.choice([self.half_period * 2 - near, self.half_period - near, near])
        return {"clock": clock, "runs": runs, "functions": functions, "streams": self.streams}


class Writer:
    """Writes one program's source; every awaiting statement says what it got, under a number of its own."""

    def __init__(self):
        self.lines = []
        self.number = 0

    def line(self, indent, text):
        self.lines.append("    " * indent + text)

    def said(self, indent, expression):
        self.number += 1
        self.line(indent, f"say(me, {self.number}, {expression})")

    def awaitable(self, it):
        kind, argument = it
        if kind in ("f", "wrapped"):
            call = f'f{argument}(me + ".{argument}")'
            return call if kind == "f" else f"Wrapped({call})"
        if kind == "name":
            return f'aw("{argument}")'
        if kind == "event":
            return f"EVENTS[{argument}].wait()"
        if kind == "lock":
            return f"LOCKS[{argument % 2}].acquire()"
        if kind == "limited":
            return f"asyncio.wait_for_ms(EVENTS[{argument}].wait(), {argument * 4})"
        if kind == "gathered":
            return f"asyncio.gather(EVENTS[{argument}].wait(), sleep_a_little())"
        if kind == "counter":
            return f'Counter(me + ".counter", {argument}, {argument})'
        return ["None", "42", "sleep_ms"][argument]

    def statement(self, indent, kind, arguments, bodies):
        a = arguments
        if kind == "sleep":
            text = [f"await sleep_ms({a[0]})", f"await sleep({a[0] / 1000})", f"await asyncio.sleep_ms({a[0]})"][a[1]]
        elif kind == "hop":
            text = f"await hop({a[0]})"
        elif kind == "say":
            text = "core.cur_task"
        elif kind == "spawn":
            text = f'spawn("{a[0]}", {self.awaitable(a[1])})'
        elif kind in ("cancel", "state"):
            text = f'{kind}("{a[0]}")'
        elif kind == "join":
            text = f'await join("{a[0]}")'
        elif kind == "wait":
            text = f"await EVENTS[{a[0]}].wait()"
        elif kind in ("set", "clear"):
            text = f"EVENTS[{a[0]}].{kind}()"
        elif kind == "acquire":
            text = f"await LOCKS[{a[0] % 2}].acquire()"
        elif kind == "release":
            text = f"release(LOCKS[{a[0] % 2}])"
        elif kind == "park":
            text = f"await QUEUES[{a[0]}].park({a[1]})"
        elif kind == "wake":
            text = f"QUEUES[{a[0] % 2}].wake()"
        elif kind == "fail_remove":
            text = f"fail_remove(QUEUES[{a[0] % 2}])"
        elif kind == "gather":
            members = "".join(self.awaitable(it) + ", " for it in a[0])
            text = f"await asyncio.gather({members}return_exceptions={a[1]})"
        elif kind == "wait_for":
            text = f"await asyncio.wait_for_ms({self.awaitable(a[0])}, {a[1]})"
        elif kind == "wait_for_own":
            sleep = "hop" if a[2] is None else f"sleep_that_raises({a[2]})"
            text = f"await asyncio.wait_for({self.awaitable(a[0])}, {a[1]}, {sleep})"
        elif kind == "drive":
            text = f'await driven(me, {self.awaitable(a[0])}, {a[1]}, "{a[2]}", {a[3]})'
        elif kind == "patch":
            text = f"patch({a[0]}, {a[1]})"
        elif kind == "write_to":
            text = f'write({a[0]}[{a[1]}], "{a[2]}", {a[3]})'
        elif kind == "asked":
            text = f"[EVENTS[{a[0]}].is_set(), LOCKS[{a[0]}].locked()]"
        elif kind == "throw":
            text = f"thrown({a[0]}, {a[1]})"
        elif kind == "call":
            text = f'await f{a[0]}(me + "/{a[0]}")'
        elif kind == "callback":
            self.number += 1
            text = f'callback("{a[0]}", {self.number}, {a[1]})'
        elif kind in ("head", "stop", "cancel_current", "swap_queue", "swap_create"):
            text = f"{kind}()"
        elif kind in ("requeue", "busy", "handler"):
            text = f"{kind}({a[0]})"
        elif kind == "bad":
            text = f"await {a[0]}"
        elif kind in ("read", "write"):
            text = f"await SOCKETS[{a[0] % 2}].{kind}()"
        elif kind == "send":
            text = f"SOCKETS[{a[0] % 2}].send()"
        else:
            self.block(indent, kind, arguments, bodies)
            return
        self.said(indent, text)

    def block(self, indent, kind, arguments, bodies):
        if kind == "raise":
            self.line(indent, f"raise {arguments[0]}")
        elif kind == "return":
            self.number += 1
            self.line(indent, f"return {self.number}")
        elif kind == "try":
            self.line(indent, "try:")
            self.body(indent + 1, bodies[0])
            self.line(indent, f"except {arguments[0]} as er:")
            self.said(indent + 1, "er")
            self.body(indent + 1, bodies[1])
            if arguments[1]:
                self.line(indent + 1, "raise er")
        elif kind == "finally":
            self.line(indent, "try:")
            self.body(indent + 1, bodies[0])
            self.line(indent, "finally:")
            self.body(indent + 1, bodies[1])
        elif kind == "lock":
            self.line(indent, f"async with LOCKS[{arguments[0]}]:")
            self.body(indent + 1, bodies[0])
        elif kind == "loop":
            self.line(indent, f"for _ in range({arguments[0]}):")
            self.body(indent + 1, bodies[0])
        elif kind == "else":
            self.line(indent, f'if (state("{arguments[0]}") or [True])[0]:')
            self.body(indent + 1, bodies[0])
            self.line(indent, "else:")
            self.body(indent + 1, bodies[1])
        else:
            raise ValueError(kind)

    def body(self, indent, body):
        for statement in body:
            self.statement(indent, *statement)
        if not body:
            self.line(indent, "pass")

    def program(self, tree):
        for number, body in enumerate(tree["functions"]):
            self.line(0, f"async def f{number}(me):")
            self.body(1, body)
            self.line(0, "")
        self.line(0, "def go():")
        for number, (kind, argument) in enumerate(tree["runs"]):
            if kind in ("new_loop", "collect", "loud"):
                self.line(1, f"{kind}()")
            elif kind == "drain":
                self.line(1, f"drain({number})")
            elif kind == "run_named":
                self.line(1, f'run_named({number}, "{NAMES[argument]}")')
            elif kind == "poke":
                self.line(1, f'spawn("poke{number}", poke())')
            elif kind == "handler":
                self.line(1, f"handler({argument})")
            else:
                self.line(1, f'{kind}({number}, f{argument}("m{number}"))')
        self.line(1, 'run("last", sleep_a_little())')
        return "\n".join(self.lines) + "\n"


def program(random, half_period):
    return Generator(random, half_period).program()


def source(tree):
    return Writer().program(tree)


def bodies(tree):
    """The paths of all bodies: (function number, indices of statement and body below it …)."""
    stack = [((number,), body) for number, body in enumerate(tree["functions"])]
    while stack:
        path, body = stack.pop()
        yield path, body
        for at, (_, _, inner) in enumerate(body):
            stack.extend(((*path, at, which), part) for which, part in enumerate(inner))


def body_at(tree, path):
    body = tree["functions"][path[0]]
    for at, which in zip(path[1::2], path[2::2], strict=True):
        body = body[at][2][which]
    return body


def variants(tree):
    """Smaller programs, the boldest first."""
    for number, body in enumerate(tree["functions"]):
        if body:
            smaller = copy.deepcopy(tree)
            smaller["functions"][number] = []
            yield smaller
    for at in range(len(tree["runs"])):
        smaller = copy.deepcopy(tree)
        del smaller["runs"][at]
        yield smaller
    for path, body in list(bodies(tree)):
        for at, (_, _, inner) in enumerate(body):
            smaller = copy.deepcopy(tree)
            del body_at(smaller, path)[at]
            yield smaller
            for part in inner:
                smaller = copy.deepcopy(tree)
                body_at(smaller, path)[at : at + 1] = copy.deepcopy(part)
                yield smaller
    for path, body in list(bodies(tree)):
        for at, (kind, arguments, _) in enumerate(body):
            for which, argument in enumerate(arguments):
                if isinstance(argument, bool) or (kind not in ("sleep", "hop", "requeue", "loop", "gather")):
                    continue
                if isinstance(argument, int) and argument not in (0, 1):
                    smaller = copy.deepcopy(tree)
                    body_at(smaller, path)[at][1][which] = 1
                    yield smaller
                elif isinstance(argument, list):
                    for member in range(len(argument)):
                        smaller = copy.deepcopy(tree)
                        del body_at(smaller, path)[at][1][which][member]
                        yield smaller
    if tree["clock"] != 1000:
        yield dict(copy.deepcopy(tree), clock=1000)
