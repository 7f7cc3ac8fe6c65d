# While a task sleeps and there is nothing else to do, the loop waits, and does not look at its queue again and again.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue(core.TaskQueue):
    looks = 0

    def peek(self):
        self.looks += 1
        return super().peek()


async def main():
    looks = queue.looks
    await asyncio.sleep_ms(200)
    print(queue.looks - looks < 1000)


core._task_queue = queue = Queue()
asyncio.run(main())
