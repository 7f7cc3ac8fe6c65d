# What the qemu port needs before any asyncio can run on it, as a user C module: both arms are built with it.
# It brings a clock, an idle wait and a configuration; it knows nothing of the engine.

QEMU_OVERLAY_DIR := $(USERMOD_DIR)

CFLAGS_USERMOD += -I$(QEMU_OVERLAY_DIR) '-DMP_CONFIGFILE="mpconfigoverlay.h"'

# From 1.27 on the port has a clock of its own, which interrupts as ours does.
ifeq ($(wildcard mcu/arm/ticks.c),)
SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/ticks.c
LDFLAGS_USERMOD += -Wl,--wrap=main -Wl,--wrap=SysTick_Handler
endif

# py.mk follows the port's own configuration only.
QSTR_GLOBAL_DEPENDENCIES += $(QEMU_OVERLAY_DIR)/mpconfigoverlay.h
