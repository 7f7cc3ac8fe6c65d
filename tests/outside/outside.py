# Makes random programs in which threads, scheduled callbacks and closed descriptors meet a loop, and makes them smaller. It owns
# the choices; what a step does, company.py says, which runs on the firmware.
"""A program is {"kind": "loop" or "race", "tasks": [steps, ...], "threads": [steps, ...]}; a step is [name, number, number]."""

import copy

TASK_STEPS = {
    "sleep": 6,
    "turn": 6,
    "flag": 4,
    "event": 4,
    "park": 4,
    "read": 8,
    "write": 8,
    "spawn": 4,
    "cancel": 4,
    "gather": 2,
    "timeout": 2,
    "enter": 5,
    "schedule": 5,
    "collect": 2,
    "allocate": 3,
    "close": 6,
    "take": 3,
    "dup": 3,
    "child": 3,
    "file": 3,
    "reset": 1,
}
THREAD_STEPS = {
    "sleep": 6,
    "spin": 3,
    "flag": 6,
    "unpark": 6,
    "schedule": 6,
    "enter": 6,
    "write": 4,
    "collect": 2,
    "allocate": 2,
    "own_queue": 2,
    "own_poll": 2,
    "reset": 2,
}
RACE_STEPS = {"run": 6, "loop": 4, "spin": 2, "sleep": 2, "collect": 1, "allocate": 1}


def steps(random, weights, most):
    names = random.choices(list(weights), list(weights.values()), k=random.randint(1, most))
    return [[name, random.randrange(64), random.randrange(64)] for name in names]


def program(random):
    if random.random() < 0.25:
        return {
            "kind": "race",
            "tasks": [],
            "threads": [steps(random, RACE_STEPS, 12) for _ in range(random.randint(2, 4))],
        }
    return {
        "kind": "loop",
        "tasks": [steps(random, TASK_STEPS, 12) for _ in range(random.choice([1, 2, 3, 5, 8]))],
        "threads": [steps(random, THREAD_STEPS, 12) for _ in range(random.choice([0, 1, 1, 2, 3]))],
    }


def source(tree):
    return repr(tree)


# The collector keeps whatever a word on the C stack looks like a pointer to: a large array, if the word is where one was, and some
# words of a function's frame are never written. So the frames that a program had are left and written over before each look, and
# after another program the look is another one. What was lost stays lost.
ROUND = """program({0}, {1})
scrub(80)
again = look({0}, False)
scrub(80)
again and look({0}, True)
print("#end", {0})
"""


def script(trees):
    """What runs programs one after another, and looks after each."""
    rounds = (ROUND.format(number, source(tree)) for number, tree in enumerate(trees))
    return "from company import look, program, scrub\n" + "".join(rounds)


def smaller(tree):
    """The program without one task, thread or step, in every way."""
    for part in ("tasks", "threads"):
        for at, body in enumerate(tree[part]):
            without = copy.deepcopy(tree)
            del without[part][at]
            yield without
            for step in range(len(body)):
                without = copy.deepcopy(tree)
                del without[part][at][step]
                yield without
