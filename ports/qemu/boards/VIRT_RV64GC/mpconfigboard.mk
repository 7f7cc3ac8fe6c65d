# RISC-V of 64 bits with FPU, which passes floats in its registers. For releases of MicroPython that have RISC-V of 64 bits.
QEMU_ARCH = riscv64
QEMU_MACHINE = virt

CFLAGS += -DQEMU_SOC_VIRT
CFLAGS += -DMICROPY_HW_MCU_NAME='"RV64GC"'

# The port's makefile says another one after this.
override RV64_ABI = lp64d

LDSCRIPT = mcu/rv64/virt.ld

SRC_BOARD_O += shared/runtime/gchelper_native.o shared/runtime/gchelper_rv64i.o

MPY_CROSS_FLAGS += -march=rv64imc
