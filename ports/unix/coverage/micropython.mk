# Makes a unix test build count which lines and branches of the module's C run, and of nothing else, so that it stays fast.
# Not optimised, and nothing inlined: so each branch of the source is one of the object.
COVERAGE_MOD_DIR := $(USERMOD_DIR)
$(BUILD)/cmodule/%.o: CFLAGS += --coverage -fprofile-update=atomic -O0 -DASYNCIO_INLINE= -include $(COVERAGE_MOD_DIR)/plain.h
LDFLAGS_USERMOD += --coverage
