# What the qemu port needs before any asyncio can run on it, as a user C module: both arms are built with it.
# It brings a clock, an idle wait and a configuration; it knows nothing of the engine.

QEMU_OVERLAY_DIR := $(USERMOD_DIR)

SRC_USERMOD_C += $(QEMU_OVERLAY_DIR)/ticks.c

CFLAGS_USERMOD += -I$(QEMU_OVERLAY_DIR) '-DMP_CONFIGFILE="mpconfigoverlay.h"'
LDFLAGS_USERMOD += -Wl,--wrap=main -Wl,--wrap=SysTick_Handler

# py.mk follows the port's own configuration only.
QSTR_GLOBAL_DEPENDENCIES += $(QEMU_OVERLAY_DIR)/mpconfigoverlay.h
