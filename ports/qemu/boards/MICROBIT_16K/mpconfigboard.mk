# The micro:bit with the memory of the real one, 16 KiB of RAM and 256 KiB of flash: what MICROBIT is without its larger memory.
# The port's main() tells of a C stack of 10 KiB; ports/qemu/faults puts that right, with which this is built for tests.
QEMU_ARCH = arm
QEMU_MACHINE = microbit

CFLAGS += -mthumb -mcpu=cortex-m0 -mfloat-abi=soft
CFLAGS += -DQEMU_SOC_NRF51
CFLAGS += -DMICROPY_HW_MCU_NAME='"nRF51"'

LDSCRIPT = $(BOARD_DIR)/nrf51_16k.ld

SRC_BOARD_O = shared/runtime/gchelper_native.o shared/runtime/gchelper_thumb1.o

MPY_CROSS_FLAGS += -march=armv7m

# The stack has the rest, some 5 KiB.
MICROPY_HEAP_SIZE = 10240
