# In the manner of aiorepl: a task that reads characters of a stream, edits and executes lines, awaits what they give, and is
# interrupted by a Ctrl-C in the stream; beside other tasks. The stream is fed by a program here, not by a terminal.

try:
    import asyncio
    import io
    import select

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

MP_STREAM_POLL = 3


class Terminal(io.IOBase):
    def __init__(self):
        self.keys = b""

    def press(self, keys):
        self.keys += keys

    def ioctl(self, request, flags):
        if request != MP_STREAM_POLL:
            return -1
        return flags & select.POLLIN if self.keys else 0

    def read(self, n=-1):
        keys, self.keys = self.keys[:n], self.keys[n:]
        return keys or None


terminal = Terminal()
said = []


async def execute(line, names, keys):
    async def job():
        try:
            try:
                code = compile("__value = " + line, "", "exec")
            except SyntaxError:
                code = compile(line, "", "exec")
            names["__value"] = None
            exec(code, names)
            value = names["__value"]
            if hasattr(value, "send"):
                value = await value
            return repr(value)
        except (asyncio.CancelledError, SystemExit):
            raise
        except Exception as er:
            return type(er).__name__

    task = asyncio.create_task(job())

    # Ctrl-C meanwhile cancels it; other keys are kept.
    async def watch():
        while True:
            key = (await keys.read(1)).decode()
            if key == "\x03":
                task.cancel()

    watcher = asyncio.create_task(watch())
    try:
        return await task
    except asyncio.CancelledError:
        return "interrupted"
    finally:
        watcher.cancel()


async def repl(names):
    keys = asyncio.StreamReader(terminal)
    line = ""
    history = []
    while True:
        key = (await keys.read(1)).decode()
        if key == "\r":
            if line:
                history.append(line)
                said.append((line, await execute(line, names, keys)))
            line = ""
        elif key == "\x7f":
            line = line[:-1]
        elif key == "\x10":
            line = history[-1] if history else ""
        elif key == "\x03":
            line = ""
        elif key == "\x04":
            return "left"
        else:
            line += key


async def until(n):
    while len(said) < n:
        await asyncio.sleep_ms(1)


async def worker(counts):
    while True:
        counts.append(1)
        await asyncio.sleep_ms(1)


async def main():
    counts = []
    event = asyncio.Event()

    async def answer(n):
        await asyncio.sleep_ms(2)
        return n * 2

    names = {"asyncio": asyncio, "event": event, "answer": answer}
    background = asyncio.create_task(worker(counts))
    session = asyncio.create_task(repl(names))
    terminal.press(b"1 + 1\rx = 5\rx * 2\r")
    await until(3)
    terminal.press(b"answerr\x7f(21)\r")
    await until(4)
    terminal.press(b"1 // 0\rnothing\r")
    await until(6)
    terminal.press(b"event.wait()\r")
    await asyncio.sleep_ms(3)
    event.set()
    await until(7)
    event.clear()
    terminal.press(b"\x10\r")
    await asyncio.sleep_ms(3)
    terminal.press(b"\x03")
    await until(8)
    terminal.press(b"t = asyncio.create_task(answer(4))\r")
    await until(9)
    await names["t"]
    terminal.press(b"t.done()\r")
    await until(10)
    terminal.press(b"never\x03\x04")
    print(await session, len(counts) > 5)
    for pair in said:
        print(pair[0], "->", pair[1] if "<" not in pair[1] else "an object")
    background.cancel()


asyncio.run(main())
