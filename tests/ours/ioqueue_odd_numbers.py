# Numbers as descriptors: too large, negative, of a file that is always ready; and registrations for nothing, or by default.

try:
    import asyncio
    from asyncio import core

    core._io_queue.io_first
    open(__file__).fileno()
except (ImportError, AttributeError, NameError, OSError):
    print("SKIP")
    raise SystemExit


def attempt(f, *args):
    try:
        return f(*args)
    except (ValueError, OSError, RuntimeError, TypeError) as er:
        return type(er).__name__


async def main():
    q = core._io_queue
    for number in (-1, 1 << 31, 1 << 40, 1 << 61, 1 << 100):
        print(number, attempt(q.queue_read, number), attempt(q.register, number))
    with open(__file__) as file:
        fd = file.fileno()
        await waits(q.queue_read, fd)
        print("a file by its number is ready")
        await waits(q.queue_write, fd)
        print("to write, too")
        print(attempt(q.register, fd), attempt(q.modify, fd, 0), attempt(q.modify, fd, 1), attempt(q.unregister, fd))
        print(attempt(q.modify, fd, 1), attempt(q.register, fd, "x"), attempt(q.modify, fd, None))
    try:
        del q.io_first
    except AttributeError:
        print("AttributeError", q.io_first)
    # Its finaliser, called by a program, leaves an empty one, that serves as before.
    other = core.IOQueue()
    with open(__file__) as file:
        other.queue_read(file)
        print(len(other.map))
        other.__del__()
        print(other.map, other.wait_io_event(0))
        other.queue_write(file)
        print(len(other.map))
        other.remove(core.cur_task)
        other.__del__()
        other.__del__()
    print(other.map)


def waits(f, *args):
    yield f(*args)


asyncio.run(main())
