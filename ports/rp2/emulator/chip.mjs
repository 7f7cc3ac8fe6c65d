// An RP2040 with its flash, from power-up or from a reset of its watchdog on. Like the real one it starts in its boot ROM, which
// reads the flash over SPI. This file owns what rp2040js lacks for that.

import { BasePeripheral, ConsoleLogger, RP2040 } from "rp2040js";

const ERRORS_ONLY = 3;

const FLASH = 0x10000000;
const SSI = 0x18000;
const IO_QSPI = 0x40018;
const WATCHDOG = 0x40058;
const CHIP_RESET = 0x40064;

const READ = 0x03; // the flash's command: three bytes of an address follow, then it answers

// The controller of the flash, as the boot ROM and the second stage use it: a byte comes back for each that is sent. Commands
// that write do nothing.
function answerFromFlash(chip, controller) {
    const RECEIVED = 0x24;
    const DATA = 0x60;
    const answers = [];
    let sent = [];
    const read = controller.readUint32.bind(controller);
    const write = controller.writeUint32.bind(controller);
    controller.readUint32 = (offset) => {
        if (offset === RECEIVED) {
            return answers.length;
        }
        return offset === DATA ? (answers.shift() ?? 0) : read(offset);
    };
    controller.writeUint32 = (offset, value) => {
        if (offset !== DATA) {
            write(offset, value);
            return;
        }
        sent.push(value & 0xff);
        const [command, high, middle, low] = sent;
        const at = (high << 16) + (middle << 8) + low + sent.length - 5;
        answers.push(command === READ && sent.length > 4 ? chip.flash[at] : 0);
    };
    return () => {
        sent = [];
    };
}

// A part of which only the registers are there.
class Registers extends BasePeripheral {
    #values = new Map();

    constructor(chip, name, written = () => {}) {
        super(chip, name);
        this.written = written;
    }

    readUint32(offset) {
        return this.#values.get(offset) ?? 0;
    }

    writeUint32(offset, value) {
        this.#values.set(offset, value);
        this.written(offset);
    }
}

function bare(bootrom, flash) {
    const chip = new RP2040();
    chip.logger = new ConsoleLogger(ERRORS_ONLY, false);
    chip.loadBootrom(bootrom);
    chip.flash.set(flash);
    return chip;
}

// The chip as if its boot ROM had just found the firmware.
export function startInFlash({ bootrom, flash }) {
    const chip = bare(bootrom, flash);
    chip.core.PC = FLASH;
    return chip;
}

// `before` is the chip that its watchdog has reset; what that leaves as it is goes on. `onWatchdog` is called in the midst of an
// instruction.
export function start({ bootrom, flash, before, onWatchdog }) {
    const chip = bare(bootrom, before ? before.flash : flash);
    const endCommand = answerFromFlash(chip, chip.peripherals[SSI]);
    const SELECT = 0x0c; // the pin that selects the flash: each change ends a command
    chip.peripherals[IO_QSPI] = new Registers(chip, "IO_QSPI", (offset) => offset === SELECT && endCommand());
    chip.peripherals[CHIP_RESET] = new Registers(chip, "CHIP_RESET");
    // The button BOOTSEL is at the same pin, and not pressed.
    Object.defineProperty(chip.qspi[1], "inputValue", { value: true });
    const watchdog = chip.peripherals[WATCHDOG];
    watchdog.onWatchdogTrigger = () => {
        watchdog.timer.enable = false; // or it would go off again at once, for ever
        onWatchdog();
    };
    if (before) {
        chip.sram.set(before.sram);
        watchdog.reason = before.peripherals[WATCHDOG].reason;
        watchdog.scratchData.set(before.peripherals[WATCHDOG].scratchData);
    }
    return chip;
}
