# Makes a unix test build count which lines and branches of the module's C run, and of nothing else, so that it stays fast.
# Not optimised, and nothing inlined: so each branch of the source is one of the object.
$(BUILD)/cmodule/%.o: CFLAGS += --coverage -fprofile-update=atomic -O0 -DASYNCIO_INLINE=
LDFLAGS_USERMOD += --coverage
