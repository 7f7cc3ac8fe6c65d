# Only in the firmware of scripts/tests/test-interrupts: a timer whose interrupt calls Python, and a view of how long the engine
# holds interrupts off.

QEMU_INTERRUPTS_DIR := $(USERMOD_DIR)

SRC_USERMOD_C += $(QEMU_INTERRUPTS_DIR)/interrupts.c
LDFLAGS_USERMOD += -Wl,--wrap=asyncio_rs_vm_enter -Wl,--wrap=asyncio_rs_vm_exit
