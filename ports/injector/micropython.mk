# Puts the fault injector and the check of the structures into a test build, of unix or of a board.

INJECTOR_DIR := $(USERMOD_DIR)
comma := ,

SRC_USERMOD_C += $(INJECTOR_DIR)/faults.c
SRC_USERMOD_C += $(INJECTOR_DIR)/check.c

CFLAGS_USERMOD += -I$(INJECTOR_DIR) -DMICROPY_ENABLE_VM_ABORT=1
LDFLAGS_USERMOD += -Wl$(comma)--wrap=gc_alloc -Wl$(comma)--wrap=gc_realloc
