# A TaskQueue against a plain model, under pushes, pops and removals in a fixed pseudo-random sequence.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


seed = 12345


def rnd(n):
    global seed
    seed = (seed * 75 + 74) % 65537
    return seed % n


ts = [core.Task(job()) for _ in range(24)]
free = list(range(24))
model = []
arrival = 0
q = core.TaskQueue()
pops = removes = bad = 0
for step in range(600):
    op = rnd(5)
    if op < 2 and free:
        n = free.pop(rnd(len(free)))
        k = rnd(12)
        q.push(ts[n], k)
        model.append((k, arrival, n))
        arrival += 1
    elif op < 4 and model:
        m = min(model)
        model.remove(m)
        bad += q.pop() is not ts[m[2]]
        free.append(m[2])
        pops += 1
    elif model:
        m = model.pop(rnd(len(model)))
        q.remove(ts[m[2]])
        free.append(m[2])
        removes += 1
    head = ts[min(model)[2]] if model else None
    bad += q.peek() is not head
print(pops > 100, removes > 30, "bad", bad)
