# A button by interrupt. The interrupt only sets a flag; a task waits for it, lets the contact settle, and does the work.
#
# On a board set PIN to the pin of a button that connects it to ground. Where there is no machine.Pin a stand-in is pressed by
# itself, so that this runs on unix too.
import asyncio

PIN = 14
SETTLE_MS = 20  # contacts bounce for some milliseconds
PRESSES = 3  # to stop after; None: never

try:
    from machine import Pin
except ImportError:
    Pin = None


class SimulatedPin:
    def __init__(self):
        self.level = 1
        self.handler = None

    def irq(self, handler):
        self.handler = handler

    def value(self):
        return self.level

    def change(self, level):
        self.level = level
        self.handler(self)

    async def press(self, times):
        for _ in range(times):
            await asyncio.sleep_ms(100)
            for level in (0, 1, 0, 1, 0):  # it bounces
                self.change(level)
            await asyncio.sleep_ms(100)
            self.change(1)


class Button:
    def __init__(self, pin):
        self.pin = pin
        # The one thing of asyncio that any interrupt, hard or soft, may call. It allocates nothing.
        self.flag = asyncio.ThreadSafeFlag()
        self.interrupts = 0
        pin.irq(self.changed)

    def changed(self, pin):
        self.interrupts += 1
        self.flag.set()

    async def pressed(self):
        # Returns once for each press. An interrupt that comes while nobody waits is kept by the flag.
        while True:
            await self.flag.wait()
            await asyncio.sleep_ms(SETTLE_MS)
            if self.pin.value() == 0:
                return


async def main():
    if Pin:
        pin = Pin(PIN, Pin.IN, Pin.PULL_UP)
    else:
        pin = SimulatedPin()
        finger = asyncio.create_task(pin.press(PRESSES))
    button = Button(pin)
    presses = 0
    while PRESSES is None or presses < PRESSES:
        await button.pressed()
        presses += 1
        print("pressed", presses)
    print("more interrupts than presses:", button.interrupts > presses)
    if not Pin:
        await finger


asyncio.run(main())
