// Runs RP2040 firmware in an emulator, its USB serial port on stdin and stdout: node bridge.mjs BOOTROM FIRMWARE.bin
// It also counts: firmware reads instructions and cycles at COUNTER, EMULATOR_STATS=1 prints both at the end.
//
// Time is simulated, 8 ns a cycle, and jumps over waits; so a run repeats exactly. There is no second core. EMULATOR_POWER_UP=SEED
// begins as the chip does, in its boot ROM, with memory filled at random; then a reset by the watchdog works, and keeps what the
// chip keeps, the static memory above all. Without it the firmware is begun directly.

import fs from "node:fs";
import { BasePeripheral, USBCDC } from "rp2040js";
import { start, startInFlash } from "./chip.mjs";

const NANOS_PER_CYCLE = 8; // 125 MHz
const SLICE_NANOS = 5_000_000; // between two looks at stdin

// A page of the bus where the chip has nothing. Offset 0: instructions so far, 4: cycles so far, both modulo 2^32.
const COUNTER = 0x40068000;

const [bootromFile, firmwareFile] = process.argv.slice(2);
if (!firmwareFile) {
    console.error("usage: node bridge.mjs BOOTROM FIRMWARE.bin");
    process.exit(2);
}

// Parts of the emulator complain past the logger, about registers that the firmware reads and does not need.
console.warn = () => {};
const words = fs.readFileSync(bootromFile);
const bootrom = new Uint32Array(words.buffer, words.byteOffset, words.length / 4);
const flash = fs.readFileSync(firmwareFile);

const powerUp = process.env.EMULATOR_POWER_UP;
let instructions = 0;
let cyclesBefore = 0; // the last reset
let chip = null;
let serial = null;
let isReset = false;

class Counter extends BasePeripheral {
    readUint32(offset) {
        return (offset === 0 ? instructions : cycles()) >>> 0;
    }
}

function cycles() {
    return cyclesBefore + chip.core.cycles;
}

// From power-up on, or from a reset of the watchdog on.
function begin() {
    if (chip) {
        cyclesBefore = cycles();
    }
    isReset = false;
    openRead = null;
    const onWatchdog = () => {
        isReset = true;
    };
    chip = powerUp ? start({ bootrom, flash, before: chip, onWatchdog }) : startInFlash({ bootrom, flash });
    chip.peripherals[COUNTER >>> 12] = new Counter(chip, "COUNTER");
    serial = new USBCDC(chip.usbCtrl);
    chip.usbCtrl.onEndpointRead = (endpoint, size) => {
        if (endpoint === serial.outEndpoint) {
            openRead = size;
            answerRead();
        }
    };
    serial.onSerialData = (bytes) => process.stdout.write(bytes);
}

// xorshift32: the same memory for the same seed.
function fillAtRandom(memory, seed) {
    let x = seed >>> 0 || 1;
    for (let i = 0; i < memory.length; i++) {
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        memory[i] = x;
    }
}

// The serial port. A read that finds nothing stays open: an answer of no bytes would be asked again at once, for ever.
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

function end() {
    if (process.env.EMULATOR_STATS === "1") {
        console.error(`instructions ${instructions}\ncycles ${cycles()}`);
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

begin();
if (powerUp) {
    fillAtRandom(chip.sram, Number(powerUp));
}

function slice() {
    const { core, clock } = chip;
    const until = clock.nanos + SLICE_NANOS;
    let waited = 0;
    while (clock.nanos < until && !isReset) {
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
    if (isReset) {
        begin();
    }
    // A program that only waits is not worth a whole core of the host.
    if (waited > SLICE_NANOS / 2) {
        setTimeout(slice, 1);
    } else {
        setImmediate(slice);
    }
}
slice();
