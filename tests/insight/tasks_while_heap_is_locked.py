# tasks() of a locked heap is a MemoryError, and collects nothing.
try:
    import _asyncio
    import gc
    import micropython
    _asyncio.tasks
    micropython.heap_lock
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def garbage():
    return len([bytearray(1000) for _ in range(20)])


def free_of(f):
    # How much memory it makes free, and what it raised.
    raised = False
    micropython.heap_lock()
    before = gc.mem_free()
    try:
        f()
    except MemoryError:
        raised = True
    after = gc.mem_free()
    micropython.heap_unlock()
    return raised, after - before


gc.disable()
garbage()
print(free_of(_asyncio.tasks))
