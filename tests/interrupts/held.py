# How many instructions the engine's critical sections last, each kind by the number of children that it has to meld.
# Run with one instruction every 256 ns of the machine's time.
import _asyncio
import gc

import _interrupts

NANOS_PER_INSTRUCTION = 256


def lasted():
    return (_interrupts.longest() + NANOS_PER_INSTRUCTION // 2) // NANOS_PER_INSTRUCTION


def tasks(n):
    return [_asyncio.Task(None) for _ in range(n)]


_interrupts.section()
lasted()
_interrupts.section()
empty = lasted()


def measure(name, n, operation, *args):
    lasted()
    operation(*args)
    print(name, n, lasted() - empty)


def children(n):
    # Pushed with rising keys, all become children of the first.
    queue = _asyncio.TaskQueue()
    all = tasks(n + 1)
    for key, task in enumerate(all):
        queue.push(task, key)
    return queue, all


for n in (0, 1, 10, 100, 1000):
    gc.collect()
    queue, all = children(n)
    task = _asyncio.Task(None)
    measure("push last", n, queue.push, task, 5000)
    queue.remove(task)
    measure("push first", n, queue.push, task, -1)
    queue.remove(task)
    measure("pop", n, queue.pop)
    if n:
        measure("pop again", n, queue.pop)
for n in (0, 1, 10, 100, 1000):
    gc.collect()
    queue, all = children(n)
    measure("remove head", n, queue.remove, all[0])
    queue, all = children(n)
    measure("remove leaf", n, queue.remove, all[-1])
    # A task with n children that is not the head.
    queue, all = children(n)
    queue.push(_asyncio.Task(None), -1)
    measure("remove inner", n, queue.remove, all[0])
