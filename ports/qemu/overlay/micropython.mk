# What the qemu port needs before any asyncio can run on it, as a user C module: both arms are built with it.
# It brings a clock, an idle wait and a configuration; it knows nothing of the engine.

QEMU_OVERLAY_DIR := $(USERMOD_DIR)

CFLAGS_USERMOD += -I$(QEMU_OVERLAY_DIR) '-DMP_CONFIGFILE="mpconfigoverlay.h"'

# From 1.27 on the port has clocks of its own; that of Cortex-M interrupts as ours does.
ifeq ($(wildcard mcu/arm/ticks.c),)
ifeq ($(QEMU_MACHINE),sabrelite)
SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/counter.c
else ifeq ($(QEMU_ARCH),arm)
SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/ticks.c
LDFLAGS_USERMOD += -Wl,--wrap=main -Wl,--wrap=SysTick_Handler
else
SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/counter.c
endif
# Nor does it know the serial port of this machine before.
ifeq ($(QEMU_MACHINE),mps3-an547)
SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/uart_mps3.c
endif
endif

ifneq ($(filter %gc,$(firstword $(RV64_ARCH))),)
SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/fpu_riscv.c
LDFLAGS_USERMOD += -Wl,--wrap=main
endif

# py.mk follows the port's own configuration only.
QSTR_GLOBAL_DEPENDENCIES += $(QEMU_OVERLAY_DIR)/mpconfigoverlay.h
