// Runs RP2040 firmware in an emulator, its USB serial port on stdin and stdout: node bridge.mjs BOOTROM FIRMWARE.bin
// It also counts: firmware reads instructions and cycles at COUNTER, EMULATOR_STATS=1 prints both at the end.
//
// Time is simulated, 8 ns a cycle, and jumps over waits; so a run repeats exactly. There is no second core.

import fs from "node:fs";
import { BasePeripheral, ConsoleLogger, RP2040, USBCDC } from "rp2040js";

const ERRORS_ONLY = 3;
const FLASH = 0x10000000;
const NANOS_PER_CYCLE = 8; // 125 MHz
const SLICE_NANOS = 5_000_000; // between two looks at stdin

// A page of the bus where the chip has nothing. Offset 0: instructions so far, 4: cycles so far, both modulo 2^32.
const COUNTER = 0x40068000;

const [bootrom, firmware] = process.argv.slice(2);
if (!firmware) {
    console.error("usage: node bridge.mjs BOOTROM FIRMWARE.bin");
    process.exit(2);
}

const chip = new RP2040();
chip.logger = new ConsoleLogger(ERRORS_ONLY, false);
// Parts of the emulator complain past the logger, about registers that the firmware reads and does not need.
console.warn = () => {};
const words = fs.readFileSync(bootrom);
chip.loadBootrom(new Uint32Array(words.buffer, words.byteOffset, words.length / 4));
chip.flash.set(fs.readFileSync(firmware));
const { core, clock } = chip;
core.PC = FLASH;

let instructions = 0;

class Counter extends BasePeripheral {
    readUint32(offset) {
        return (offset === 0 ? instructions : core.cycles) >>> 0;
    }
}
chip.peripherals[COUNTER >>> 12] = new Counter(chip, "COUNTER");

// The serial port. A read that finds nothing stays open: an answer of no bytes would be asked again at once, for ever.
const serial = new USBCDC(chip.usbCtrl);
const input = [];
let openRead = null;

function answerRead() {
    if (openRead === null || input.length === 0) {
        return;
    }
    const chunk = input[0].subarray(0, openRead);
    input[0] = input[0].subarray(chunk.length);
    if (input[0].length === 0) {
        input.shift();
    }
    openRead = null;
    chip.usbCtrl.endpointReadDone(serial.outEndpoint, chunk);
}

chip.usbCtrl.onEndpointRead = (endpoint, size) => {
    if (endpoint === serial.outEndpoint) {
        openRead = size;
        answerRead();
    }
};
serial.onSerialData = (bytes) => process.stdout.write(bytes);

function end() {
    if (process.env.EMULATOR_STATS === "1") {
        console.error(`instructions ${instructions}\ncycles ${core.cycles}`);
    }
    process.exit(0);
}

process.stdin.on("data", (chunk) => {
    input.push(chunk);
    answerRead();
});
process.stdin.on("end", end);
// Whoever reads may leave first.
process.stdout.on("error", end);
process.on("SIGTERM", end);
process.on("SIGINT", end);

function slice() {
    const until = clock.nanos + SLICE_NANOS;
    let waited = 0;
    while (clock.nanos < until) {
        if (core.waiting) {
            if (!clock.nextAlarm) {
                waited = SLICE_NANOS;
                break;
            }
            const nanos = clock.nanosToNextAlarm;
            waited += nanos;
            clock.tick(nanos);
        } else {
            instructions++;
            clock.tick(core.executeInstruction() * NANOS_PER_CYCLE);
        }
    }
    // A program that only waits is not worth a whole core of the host.
    if (waited > SLICE_NANOS / 2) {
        setTimeout(slice, 1);
    } else {
        setImmediate(slice);
    }
}
slice();
