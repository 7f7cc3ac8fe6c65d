# Event: set() and clear() are seen by is_set(), and both can be repeated.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

ev = asyncio.Event()
print(ev.is_set())
ev.set()
print(ev.is_set())
ev.set()
print(ev.is_set())
ev.clear()
print(ev.is_set())
ev.clear()
print(ev.is_set())
