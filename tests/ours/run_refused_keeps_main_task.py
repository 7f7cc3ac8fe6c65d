# A refused run of the very task that runs as the main one leaves it where it waits.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def again(main_task):
    try:
        asyncio.get_event_loop().run_until_complete(main_task)
    except RuntimeError as er:
        print("RuntimeError", er)


async def main():
    task = asyncio.create_task(again(asyncio.current_task()))
    await asyncio.sleep_ms(20)
    print("main goes on", task.done())


asyncio.run(main())
asyncio.get_event_loop().run_until_complete(main())
