# core._task_queue from outside: push(task) now, push(task, key) later, peek() and pop(); pop() of an
# empty queue is an IndexError.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    print("job", n)


async def main():
    await asyncio.sleep_ms(20)


q = core._task_queue
print(q.peek())
try:
    q.pop()
except IndexError:
    print("IndexError")
ts = [asyncio.create_task(job(n)) for n in range(3)]
print(q.peek() is ts[0], q.pop() is ts[0], q.peek() is ts[1])
q.push(ts[0])
print(ts[0].data)
t = q.pop()
q.push(t, core.ticks_add(core.ticks(), 5))
print(q.peek() is ts[2])
asyncio.run(main())
