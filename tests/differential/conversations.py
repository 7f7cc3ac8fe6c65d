# Makes random conversations over streams as trees, and writes a tree out as the source that parties.py carries out.
# It knows which steps exist and on which channels; it knows nothing of firmware, arms or traces.
"""A tree is {"clock": ms, "crashes": bool, "talks": [[channel, size, by hand, steps], ...]}, and a step is [kind, numbers]. Two tasks
talk over each channel, and each step says what both do, so that what each of them meets does not depend on when the loop looks
at streams. "crashes" says that stock may not survive it.
"""

SIZES = [0, 1, 2, 3, 7, 16, 17, 40]
PAUSES = [0, 0, 0, 1, 2, 5]

# How often a step is taken, by the channel.
BOTH = {
    "exact": 4,
    "pieces": 4,
    "some": 3,
    "lines": 4,
    "into": 2,
    "flood": 3,
    "cancel": 6,
    "timeout": 4,
    "in_time": 3,
    "broken": 4,
    "gap": 2,
}
STEPS = {
    "pair": {**BOTH, "swap": 4, "at_once": 4, "broken_drain": 4, "buffer": 4, "copied": 3},
    "ring": BOTH,
    "flag": {"set_late": 4, "set_early": 3, "cancel_flag": 4, "gap": 1},
}
# How a conversation over a pair ends.
ENDS = ["half_close", "half_close", "close", "close", "cut", "stop"]
CHANNELS = {"pair": 6, "ring": 2, "flag": 1}


def numbers(random, channel, kind):
    r = random
    if kind in ("pieces", "lines", "into", "some"):
        return [[r.choice(SIZES) for _ in range(r.randint(1, 5))], r.choice(PAUSES)]
    if kind == "flood":
        # For a ring stock needs a millisecond at every turn, and a program must not take too many.
        return [r.choice([50, 900, 5000] if channel == "pair" else [50, 200]), r.choice([33, 500])]
    if kind == "broken":
        return [r.randrange(4), r.choice(["throw", "close", "drop"])]
    if kind == "broken_drain":
        return [r.choice([5000, 9000]), r.choice(["throw", "close", "drop"])]
    if kind == "buffer":
        return [
            r.choice([0, 40, 5000, 9000]),
            r.choice(["bytes", "bytearray", "memoryview", "longer", "shorter", "other", "empty"]),
        ]
    if kind == "copied":
        return [r.choice([5000, 9000]), r.choice(["bytes", "bytearray", "memoryview"])]
    if kind == "at_once":
        return [r.choice([1, 40, 5000]), r.choice([0, 40, 5000])]
    if kind == "timeout":
        return [r.choice(SIZES[1:]), r.choice([0, 1, 5])]
    if kind in ("exact", "cancel", "in_time"):
        return [r.choice(SIZES[1:]), r.choice(PAUSES)]
    if kind in ("half_close", "cut"):
        return [r.choice(SIZES), r.choice(SIZES)]
    return [r.choice(PAUSES), r.choice(PAUSES)]


def talk(random, channels):
    r = random
    channel = r.choices(list(channels), list(channels.values()))[0]
    weights = STEPS[channel]
    kinds = r.choices(list(weights), list(weights.values()), k=r.randint(1, 6))
    if channel == "pair":
        kinds.append(r.choice(ENDS))
    is_by_hand = channel != "flag" and r.random() < 0.2
    return [channel, r.choice([8, 16, 64]), is_by_hand, [[kind, numbers(r, channel, kind)] for kind in kinds]]


def program(random, half_period):
    r = random
    # With as many descriptors as epoll is used for, or a few. Streams that have none can crash stock beside more than four
    # that have one.
    count = r.choice([1, 2, 2, 4, 10, 20])
    mixed = r.random() < (0.7 if count <= 2 else 0.1)
    channels = CHANNELS if mixed else {"pair": 1}
    near = r.choice([0, 20, 200])
    clock = r.choice([half_period * 2 - near, half_period - near, near])
    return {"clock": clock, "crashes": mixed and count > 2, "talks": [talk(r, channels) for _ in range(count)]}


def source(tree):
    lines = ["from parties import run_talks", "def go():", "    run_talks(["]
    lines += [f"        {talk!r}," for talk in tree["talks"]]
    return "\n".join([*lines, "    ])"]) + "\n"


def variants(tree):
    """Smaller programs, the boldest first."""
    talks = tree["talks"]
    for size in (len(talks) // 2, 1):
        for at in range(0, len(talks) if size else 0, size or 1):
            yield dict(tree, talks=talks[:at] + talks[at + size :])
    for at, (channel, size, is_by_hand, steps) in enumerate(talks):
        if is_by_hand:
            yield dict(tree, talks=[*talks[:at], [channel, size, False, steps], *talks[at + 1 :]])
        for which in range(len(steps)):
            fewer = [channel, size, is_by_hand, steps[:which] + steps[which + 1 :]]
            yield dict(tree, talks=[*talks[:at], fewer, *talks[at + 1 :]])
    if tree["clock"] != 1000:
        yield dict(tree, clock=1000)
