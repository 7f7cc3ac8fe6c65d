# Code for a Cortex-M33 with single-precision FPU, on the Cortex-M55 of QEMU's mps3-an547, which runs all that an M33 does.
QEMU_ARCH = arm
QEMU_MACHINE = mps3-an547

CFLAGS += -mthumb -mcpu=cortex-m33 -mfpu=fpv5-sp-d16 -mfloat-abi=hard
CFLAGS += -DQEMU_SOC_MPS3
CFLAGS += -DCPU_FREQ_HZ=32000000
CFLAGS += -DMICROPY_HW_MCU_NAME='"Cortex-M33"'

LDSCRIPT = $(BOARD_DIR)/../MPS3_AN547/mps3.ld

SRC_BOARD_O = shared/runtime/gchelper_generic.o

MPY_CROSS_FLAGS += -march=armv7emsp

# From 1.27 on the port enables the FPU if it is told of one.
SUPPORTS_HARDWARE_FP_SINGLE = 1
