# The C library has no memory left when an IOQueue needs some: a MemoryError. With memory again the queue works.

try:
    import array
    import ffi
    import io
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

libc = ffi.open(None)
setrlimit = libc.func("i", "setrlimit", "iP")
getrlimit = libc.func("i", "getrlimit", "ip")
malloc = libc.func("P", "malloc", "L")
free = libc.func("v", "free", "P")
RLIMIT_AS = 9


class Stream(io.IOBase):
    def ioctl(self, request, arg):
        return 0 if request == 3 else -1


def take_all():
    # All that there is, in large pieces and then in small ones.
    taken = []
    size = 1 << 20
    while size >= 16:
        at = malloc(size)
        if at:
            taken.append(at)
        else:
            size = size * 3 // 4 if size > 4096 else size - 16
    return taken


def register():
    try:
        queue.poller.register(stream, 1)
        print("registered")
    except MemoryError:
        print("MemoryError")


queue, stream = core.IOQueue(), Stream()
limit = array.array("Q", (0, 0))
getrlimit(RLIMIT_AS, limit)
soft, limit[0] = limit[0], 1
setrlimit(RLIMIT_AS, limit)
taken = take_all()
register()
for at in taken:
    free(at)
limit[0] = soft
setrlimit(RLIMIT_AS, limit)
register()
