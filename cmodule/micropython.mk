# The module as MicroPython's make ports see it: make ... USER_C_MODULES=<folder above this one>
#
#   ASYNCIO_RS_LEVEL       how much is native: task (Task and TaskQueue), loop (and the loop, sleeping and polling), or full
#                          (and Event, Lock, wait_for and what else the other modules have), the default
#   ASYNCIO_RS_TARGET      the Rust target, where asking the C compiler does not give the right one
#   ASYNCIO_RS_OPT_LEVEL   s, z, 1, 2 or 3; by default z for a board and 3 for Linux
#   ASYNCIO_RS_FEATURES    more cargo features
#   ASYNCIO_RS_WORKDIR     where cargo works; by default in the build folder

ASYNCIO_RS_MODULE := $(USERMOD_DIR)
ASYNCIO_RS_OBJECT := $(BUILD)/asyncio_rs.o
ASYNCIO_RS_WORKDIR ?= $(BUILD)/asyncio_rs

SRC_USERMOD_C += $(wildcard $(ASYNCIO_RS_MODULE)/*.c)
CFLAGS_USERMOD += -I$(ASYNCIO_RS_MODULE)

# The builtin module out. With the parentheses, because some boards define it so on the command line, and a definition
# that differs is an error.
CFLAGS_USERMOD += '-DMICROPY_PY_ASYNCIO=(0)'

# See config_unix.h for why.
ifeq ($(lastword $(notdir $(CURDIR))),unix)
CFLAGS_USERMOD += '-DMP_CONFIGFILE="config_unix.h"'
endif

ifneq ($(ASYNCIO_RS_ADOPT),)
$(error ASYNCIO_RS_ADOPT is gone: ASYNCIO_RS_LEVEL=task is what ASYNCIO_RS_ADOPT=0 was, ASYNCIO_RS_LEVEL=full is the default)
endif
ifeq ($(filter task loop full,$(or $(ASYNCIO_RS_LEVEL),full)),)
$(error ASYNCIO_RS_LEVEL is '$(ASYNCIO_RS_LEVEL)', and can be: task, loop, full)
endif
CFLAGS_USERMOD += -DASYNCIO_RS_LEVEL=ASYNCIO_RS_LEVEL_$(or $(ASYNCIO_RS_LEVEL),full)

# Modules of the asyncio library that are not known stay Python.
CFLAGS_USERMOD += $(shell "$(ASYNCIO_RS_MODULE)/../scripts/library-known" "$(TOP)/extmod/asyncio")

PY_O += $(ASYNCIO_RS_OBJECT)

# cargo is asked at every make whether anything changed; the object, and so the link, is renewed only if it did.
.PHONY: asyncio_rs_ask
asyncio_rs_ask:

$(ASYNCIO_RS_OBJECT): asyncio_rs_ask
	$(Q)ASYNCIO_RS_TARGET="$(ASYNCIO_RS_TARGET)" ASYNCIO_RS_OPT_LEVEL="$(ASYNCIO_RS_OPT_LEVEL)" \
		ASYNCIO_RS_FEATURES="$(ASYNCIO_RS_FEATURES)" V="$(BUILD_VERBOSE)" \
		"$(ASYNCIO_RS_MODULE)/../scripts/rust-object" "$@" "$(ASYNCIO_RS_WORKDIR)" -- $(CC) -- $(CFLAGS)
