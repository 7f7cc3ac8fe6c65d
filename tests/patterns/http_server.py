# A small HTTP framework's server: routes, a body by its length, an answer in chunks, keep-alive, a handler that fails, a
# request that is cut short, a client that is too slow, and a shut-down while a request is under way.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18400


class Request:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body


class App:
    def __init__(self, timeout=1):
        self.routes = {}
        self.timeout = timeout
        self.served = 0
        self.open = set()

    def route(self, method, path):
        def add(handler):
            self.routes[method, path] = handler
            return handler

        return add

    async def read_request(self, reader):
        line = await reader.readline()
        if not line:
            return None
        method, path, _ = line.decode().split(" ")
        headers = {}
        while True:
            line = await reader.readline()
            if not line:
                raise EOFError
            if line == b"\r\n":
                break
            name, value = line.decode().split(":", 1)
            headers[name.lower()] = value.strip()
        body = b""
        length = int(headers.get("content-length", 0))
        if length:
            body = await reader.readexactly(length)
        return Request(method, path, headers, body)

    async def answer(self, writer, status, body, chunked=False):
        writer.write("HTTP/1.1 {}\r\n".format(status).encode())
        if chunked:
            writer.write(b"Transfer-Encoding: chunked\r\n\r\n")
            for part in body:
                writer.write("{:x}\r\n".format(len(part)).encode() + part + b"\r\n")
                await writer.drain()
            writer.write(b"0\r\n\r\n")
        else:
            writer.write("Content-Length: {}\r\n\r\n".format(len(body)).encode() + body)
        await writer.drain()

    async def serve_one(self, reader, writer):
        request = await asyncio.wait_for(self.read_request(reader), self.timeout)
        if request is None:
            return False
        handler = self.routes.get((request.method, request.path))
        if handler is None:
            await self.answer(writer, "404 Not Found", b"nothing here")
            return True
        try:
            body = await handler(request)
        except Exception as er:
            await self.answer(writer, "500 Error", type(er).__name__.encode())
            return True
        await self.answer(writer, "200 OK", body, not isinstance(body, bytes))
        self.served += 1
        return request.headers.get("connection") != "close"

    async def client(self, reader, writer):
        me = asyncio.current_task()
        self.open.add(me)
        try:
            while await self.serve_one(reader, writer):
                pass
        except asyncio.TimeoutError:
            await self.answer(writer, "408 Timeout", b"")
        except (EOFError, OSError, ValueError):
            pass
        finally:
            self.open.discard(me)
            writer.close()
            await writer.wait_closed()


app = App()
started = asyncio.Event()


@app.route("GET", "/")
async def index(request):
    return b"hello"


@app.route("POST", "/echo")
async def echo(request):
    await asyncio.sleep_ms(1)
    return request.body


@app.route("GET", "/parts")
async def parts(request):
    return [b"part %d" % i for i in range(3)]


@app.route("GET", "/fails")
async def fails(request):
    await asyncio.sleep_ms(0)
    raise KeyError


@app.route("GET", "/slow")
async def slow(request):
    started.set()
    await asyncio.sleep(100)


async def read_answer(reader):
    status = (await reader.readline()).decode().split(" ")[1]
    headers = {}
    while True:
        line = await reader.readline()
        if line in (b"\r\n", b""):
            break
        name, value = line.decode().split(":")
        headers[name.lower()] = value.strip()
    if "transfer-encoding" in headers:
        body = []
        while True:
            length = int((await reader.readline()).decode(), 16)
            part = await reader.readexactly(length + 2)
            if not length:
                break
            body.append(part[:-2])
        return status, body
    return status, await reader.readexactly(int(headers["content-length"]))


def request(method, path, body=b"", more=""):
    head = "{} {} HTTP/1.1\r\n{}".format(method, path, more)
    if body:
        head += "Content-Length: {}\r\n".format(len(body))
    return head.encode() + b"\r\n" + body


async def connect():
    return await asyncio.open_connection("127.0.0.1", PORT)


async def keep_alive():
    reader, writer = await connect()
    for method, path, body in (
        ("GET", "/", b""),
        ("POST", "/echo", b"x" * 3000),
        ("GET", "/parts", b""),
        ("GET", "/fails", b""),
        ("GET", "/nowhere", b""),
        ("POST", "/echo", b"two\r\nlines\r\n"),
    ):
        writer.write(request(method, path, body))
        await writer.drain()
        status, got = await read_answer(reader)
        print(path, status, got if len(got) < 20 else (len(got), got == body))
    # Two requests in one write.
    writer.write(request("GET", "/") + request("GET", "/", more="Connection: close\r\n"))
    await writer.drain()
    print("pipelined", await read_answer(reader), await read_answer(reader), await reader.read())
    writer.close()
    await writer.wait_closed()


async def many():
    async def one(n):
        reader, writer = await connect()
        writer.write(request("POST", "/echo", b"client %d" % n, "Connection: close\r\n"))
        await writer.drain()
        status, got = await read_answer(reader)
        writer.close()
        await writer.wait_closed()
        return status == "200" and got == b"client %d" % n

    print("many", await asyncio.gather(*[one(n) for n in range(12)]) == [True] * 12)


async def cut_short():
    reader, writer = await connect()
    writer.write(b"POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def too_slow():
    app.timeout = 0.02
    reader, writer = await connect()
    writer.write(b"GET / HT")
    await writer.drain()
    print("slow client", (await reader.readline()).decode().split(" ")[1])
    app.timeout = 1
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(app.client, "127.0.0.1", PORT)
    await keep_alive()
    await many()
    await cut_short()
    await too_slow()
    reader, writer = await connect()
    writer.write(request("GET", "/slow"))
    await writer.drain()
    await started.wait()
    # Shut down: no new clients, and those that are under way are cancelled.
    server.close()
    await server.wait_closed()
    tasks = list(app.open)
    for task in tasks:
        task.cancel()
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
    print("closed", await reader.read(), len(app.open), app.served)
    writer.close()
    await writer.wait_closed()


asyncio.run(main())
