# A Cortex-M55 with double-precision FPU, floats passed in its registers.
# Releases of MicroPython after 1.26 have a board of this name; this one serves those before.
QEMU_ARCH = arm
QEMU_MACHINE = mps3-an547

CFLAGS += -mthumb -mcpu=cortex-m55 -mfpu=fpv5-d16 -mfloat-abi=hard
CFLAGS += -DQEMU_SOC_MPS3
CFLAGS += -DMICROPY_HW_MCU_NAME='"Cortex-M55"'

LDSCRIPT = $(BOARD_DIR)/mps3.ld

SRC_BOARD_O = shared/runtime/gchelper_generic.o

MPY_CROSS_FLAGS += -march=armv7emdp
