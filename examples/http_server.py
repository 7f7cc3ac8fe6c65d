# A small web server, with TLS if it has a certificate. A request has a time limit, and a page that fails is a 500 and no
# crash.
#
#     micropython http_server.py [PORT]                          plain HTTP
#     examples/make-certificate; micropython http_server.py 8443 cert.der key.der
#
# Open http://127.0.0.1:8080/ or https://127.0.0.1:8443/. On a board bring up the network first, and listen on "0.0.0.0".
import _asyncio
import asyncio
import sys

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
CERTIFICATE = sys.argv[2:4]
REQUEST_S = 10
MOST_HEADERS = 50
LONGEST_LINE = 1000

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 500: "Internal Server Error"}
served = 0


class Refused(Exception):
    pass


async def page_start():
    return "<h1>It works</h1><p>Requests so far: {}. <a href=/tasks>What runs here</a></p>".format(served)


async def page_tasks():
    if not hasattr(_asyncio, "tasks"):
        return "<p>This firmware does not tell: it is built without insight.</p>"
    rows = ["<tr><td>{}<td>{}".format(t.name, t.state) for t in _asyncio.tasks()]
    return "<table><tr><th>task<th>state" + "".join(rows) + "</table>"


async def page_broken():
    return 1 // 0


PAGES = {"/": page_start, "/tasks": page_tasks, "/broken": page_broken}


async def head(reader):
    # The method and the path. Headers are read and forgotten; keep what you need of them. They are read also of what is refused: a
    # socket that is closed with something unread takes the answer with it.
    words = (await reader.readline()).split()
    for _ in range(MOST_HEADERS):
        line = await reader.readline()
        if line in (b"\r\n", b"\n", b"") or len(line) > LONGEST_LINE:
            break
    if len(words) != 3 or len(line) > 2:
        raise Refused(400)
    return words[0].decode(), words[1].decode()


async def respond(reader):
    method, path = await asyncio.wait_for(head(reader), REQUEST_S)
    if method not in ("GET", "HEAD"):
        raise Refused(405)
    page = PAGES.get(path.split("?")[0])
    if page is None:
        raise Refused(404)
    return await page()


async def serve(reader, writer):
    global served
    try:
        try:
            status, body = 200, await respond(reader)
        except (Refused, asyncio.TimeoutError) as why:
            status = why.args[0] if why.args else 400
            body = REASONS[status]
        except OSError:
            return  # the client went away, or did not speak TLS
        except Exception as error:
            sys.print_exception(error)
            status, body = 500, REASONS[500]
        body = body.encode()
        writer.write(
            "HTTP/1.1 {} {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n".format(
                status, REASONS[status], len(body)
            ).encode()
        )
        writer.write(body)
        await writer.drain()
        served += 1
    except OSError:
        pass
    finally:
        writer.close()
        await writer.wait_closed()


def context():
    # The builtin module; micropython-lib's ssl, if you freeze it in, is the same with names of files.
    import tls

    certificate, key = (open(name, "rb").read() for name in CERTIFICATE)
    made = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    return made


async def main():
    async with await asyncio.start_server(serve, HOST, PORT, ssl=context() if CERTIFICATE else None):
        print("listening on {}://{}:{}/".format("https" if CERTIFICATE else "http", HOST, PORT))
        await asyncio.Event().wait()  # until Ctrl-C


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("stopped")
