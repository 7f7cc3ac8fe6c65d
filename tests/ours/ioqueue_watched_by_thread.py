# An IOQueue that a thread waits on: others are refused, its finaliser too; a run over it tells the thread to leave, and the
# run that ends meanwhile leaves the queue to it.

try:
    import asyncio
    import select
    import socket
    import time
    import _thread
    from asyncio import core

    select.poll
    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

EBUSY = 16


def busy(f, *args):
    try:
        f(*args)
        return False
    except OSError as er:
        return er.errno == EBUSY


def thread(q, ms):
    begun.append(True)
    try:
        q.wait_io_event(ms)
        ended.append("woken")
    except OSError as er:
        ended.append("EBUSY" if er.errno == EBUSY else er)


def watch(q):
    del begun[:], ended[:]
    _thread.start_new_thread(thread, (q, -1))
    while not busy(q.wait_io_event, 0):
        time.sleep_ms(1)


def join():
    while not ended:
        time.sleep_ms(1)
    return ended[0]


def pair():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(socket.getaddrinfo("127.0.0.1", 18290)[0][-1])
    server.listen(1)
    a = socket.socket()
    a.connect(socket.getaddrinfo("127.0.0.1", 18290)[0][-1])
    b, _ = server.accept()
    server.close()
    return a, b


async def nothing():
    pass


async def sleeps():
    for _ in range(3):
        await asyncio.sleep_ms(2)
    while not ended:
        await asyncio.sleep_ms(2)
    return "slept"


begun, ended = [], []
a, b = pair()
q = asyncio.new_event_loop() and core._io_queue
saved = core.cur_task
core.cur_task = task = core.Task(nothing())
q.queue_read(b)
core.cur_task = saved

watch(q)
print(busy(q.wait_io_event, 0), busy(q.__del__), len(q.map))
a.send(b"x")
print(join(), task.ph_key == core._task_queue.peek().ph_key, len(q.map))
core._task_queue.pop()

# A run wants it.
watch(q)
print(asyncio.run(sleeps()), join())
# Another queue than the run's is another matter.
other = core.IOQueue()


async def beside():
    print(busy(q.wait_io_event, 0), busy(other.wait_io_event, 0))
    _thread.start_new_thread(thread, (other, 1))
    _thread.start_new_thread(thread, (q, 1))
    while len(ended) < 2:
        await asyncio.sleep_ms(1)
    print(sorted(ended))


del ended[:]
asyncio.run(beside())
print(asyncio.run(nothing()))
