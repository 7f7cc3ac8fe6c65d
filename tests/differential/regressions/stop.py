# clock: 1000, compared: whole
# The trace that the mutation 'stop' of the core changes.
async def f0(me):
    pass


async def f1(me):
    pass


async def f2(me):
    pass


async def f3(me):
    say(me, 1, spawn("b", Counter(me + ".counter", 0, 0)))
    say(me, 2, stop())
    say(me, 3, stop())


def go():
    run_forever(0, f3("m0"))
    run("last", sleep_a_little())
