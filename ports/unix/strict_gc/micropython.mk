# Makes a unix test build collect garbage at each allocation, and spoil what a collection frees.

STRICT_GC_MOD_DIR := $(USERMOD_DIR)
strict_gc_comma := ,

SRC_USERMOD_C += $(STRICT_GC_MOD_DIR)/strict_gc.c
LDFLAGS_USERMOD += $(addprefix -Wl$(strict_gc_comma)--wrap=,mp_init gc_collect_end)
