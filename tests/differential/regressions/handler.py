# clock: 1000, compared: whole
# The trace that the mutation 'handler' of the core changes.
async def f0(me):
    say(me, 1, spawn("d", f3(me + ".3")))


async def f1(me):
    pass


async def f2(me):
    pass


async def f3(me):
    say(me, 2, await asyncio.wait_for_ms(f4(me + ".4"), 0))


async def f4(me):
    say(me, 3, await sleep(0.001))


def go():
    handler(1)
    run(1, f0("m1"))
    run("last", sleep_a_little())
