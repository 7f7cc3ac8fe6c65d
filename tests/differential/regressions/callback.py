# clock: 1000, compared: whole
# The trace that the mutation 'callback' of the core changes.
async def f0(me):
    pass


async def f1(me):
    say(me, 1, spawn("f", Counter(me + ".counter", 2, 2)))
    say(me, 2, await asyncio.gather(aw("f"), return_exceptions=True))


def go():
    run(0, f1("m0"))
    run("last", sleep_a_little())
