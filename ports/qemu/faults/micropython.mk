# What the fault tests have on a machine of QEMU beside ports/injector: a heap as small as they want, and checkpoints at clock
# reads, and a limit of the C stack where memory ends. The samples of tests/faults are frozen into that firmware.

QEMU_FAULTS_DIR := $(USERMOD_DIR)

SRC_USERMOD_C += $(QEMU_FAULTS_DIR)/heap.c
LDFLAGS_USERMOD += -Wl,--wrap=mp_init -Wl,--wrap=mp_hal_ticks_ms -Wl,--wrap=mp_stack_set_limit
