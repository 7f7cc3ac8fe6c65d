# The module as MicroPython's make ports see it. USER_C_MODULES can be the clone of this repository, the folder that holds the
# clone, or this folder; the files that are found there hand on to this one.
#
#   ASYNCIO_RS_LEVEL       how much is native: task (Task and TaskQueue), loop (and the loop, sleeping and polling), or full
#                          (and Event, Lock, wait_for and what else the other modules have), the default
#   ASYNCIO_RS_INSIGHT     1: tasks can be listed, measured and recorded; 0: they cannot; by default 1 on unix, 0 on boards
#   ASYNCIO_RS_RECORD      how many steps the flight recorder keeps; by default 1024 on unix, 64 on boards
#   ASYNCIO_RS_TARGET      the Rust target, where asking the C compiler does not give the right one
#   ASYNCIO_RS_OPT_LEVEL   s, z, 1, 2 or 3; by default z for a board and 3 for Linux
#   ASYNCIO_RS_FEATURES    more cargo features
#   ASYNCIO_RS_WORKDIR     where cargo works; by default in the build folder
#   ASYNCIO_RS_PREBUILT    a folder of prebuilt objects to take, in place of calling cargo; see scripts/firmware/prebuilt

ASYNCIO_RS_HERE := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
ifdef ASYNCIO_RS_MODULE
# Some releases look into the clone and one folder below it, and so find the module twice.
ifneq ($(realpath $(ASYNCIO_RS_HERE)),$(realpath $(ASYNCIO_RS_MODULE)))
$(error asyncio_rs: the module is there twice, in $(ASYNCIO_RS_MODULE) and $(ASYNCIO_RS_HERE): take one of them out of USER_C_MODULES)
endif
else

ASYNCIO_RS_MODULE := $(ASYNCIO_RS_HERE)
ASYNCIO_RS_OBJECT := $(BUILD)/asyncio_rs.o
ASYNCIO_RS_WORKDIR ?= $(BUILD)/asyncio_rs
# An archive of scripts/firmware/prebuilt brings its objects beside the C files.
ASYNCIO_RS_PREBUILT ?= $(wildcard $(ASYNCIO_RS_MODULE)/../prebuilt)

$(info asyncio_rs: this firmware gets its _asyncio from $(ASYNCIO_RS_MODULE))

SRC_USERMOD_C += $(wildcard $(ASYNCIO_RS_MODULE)/*.c)
CFLAGS_USERMOD += -I$(ASYNCIO_RS_MODULE)

# The builtin module out. With the parentheses, because some boards define it so on the command line, and a definition
# that differs is an error.
CFLAGS_USERMOD += '-DMICROPY_PY_ASYNCIO=(0)'

# See config_unix.h for why.
ifeq ($(lastword $(notdir $(CURDIR))),unix)
CFLAGS_USERMOD += '-DMP_CONFIGFILE="config_unix.h"'
# See asyncio_unix.c for why.
ifneq ($(ASYNCIO_RS_LEVEL),task)
CFLAGS_USERMOD += -DASYNCIO_RS_WRAP=1
LDFLAGS_USERMOD += -Wl,--wrap=close -Wl,--wrap=mp_sched_keyboard_interrupt -Wl,--wrap=mp_sched_vm_abort
LDFLAGS_USERMOD += -Wl,--wrap=read -Wl,--wrap=recv -Wl,--wrap=recvfrom
LDFLAGS_USERMOD += -Wl,--wrap=pthread_create -Wl,--wrap=system -Wl,--wrap=ffi_call
endif
endif

ifneq ($(ASYNCIO_RS_ADOPT),)
$(error asyncio_rs: ASYNCIO_RS_ADOPT is gone: ASYNCIO_RS_LEVEL=task is what ASYNCIO_RS_ADOPT=0 was, ASYNCIO_RS_LEVEL=full is the default)
endif
ifeq ($(filter task loop full,$(or $(ASYNCIO_RS_LEVEL),full)),)
$(error asyncio_rs: ASYNCIO_RS_LEVEL is '$(ASYNCIO_RS_LEVEL)', and can be: task, loop, full)
endif
CFLAGS_USERMOD += -DASYNCIO_RS_LEVEL=ASYNCIO_RS_LEVEL_$(or $(ASYNCIO_RS_LEVEL),full)

ifeq ($(ASYNCIO_RS_INSIGHT),)
override ASYNCIO_RS_INSIGHT := $(if $(filter unix/full unix/loop,$(lastword $(notdir $(CURDIR)))/$(or $(ASYNCIO_RS_LEVEL),full)),1,0)
endif
ifeq ($(filter 0 1,$(ASYNCIO_RS_INSIGHT)),)
$(error asyncio_rs: ASYNCIO_RS_INSIGHT is '$(ASYNCIO_RS_INSIGHT)', and can be: 0, 1)
endif
ifeq ($(ASYNCIO_RS_INSIGHT)/$(ASYNCIO_RS_LEVEL),1/task)
$(error asyncio_rs: ASYNCIO_RS_INSIGHT=1 looks into the native loop, which ASYNCIO_RS_LEVEL=task leaves out: set ASYNCIO_RS_LEVEL to loop or full)
endif
CFLAGS_USERMOD += -DASYNCIO_RS_INSIGHT=$(ASYNCIO_RS_INSIGHT)
ifeq ($(ASYNCIO_RS_INSIGHT)/$(lastword $(notdir $(CURDIR))),1/unix)
LDFLAGS_USERMOD += -Wl,--wrap=gc_collect
endif

# Modules of the asyncio library that are not known stay Python.
CFLAGS_USERMOD += $(shell "$(ASYNCIO_RS_MODULE)/../scripts/module/library-known" "$(TOP)/extmod/asyncio")

PY_O += $(ASYNCIO_RS_OBJECT)

include $(ASYNCIO_RS_MODULE)/make/build_folder.mk

# cargo is asked at every make whether anything changed; the object, and so the link, is renewed only if it did.
.PHONY: asyncio_rs_ask
asyncio_rs_ask:

# After what is frozen, to say if asyncio is not.
$(ASYNCIO_RS_OBJECT): asyncio_rs_ask | $(if $(FROZEN_MANIFEST),$(BUILD)/frozen_content.c)
	$(Q)ASYNCIO_RS_TARGET="$(ASYNCIO_RS_TARGET)" ASYNCIO_RS_OPT_LEVEL="$(ASYNCIO_RS_OPT_LEVEL)" \
		ASYNCIO_RS_FEATURES="$(ASYNCIO_RS_FEATURES)" ASYNCIO_RS_INSIGHT="$(ASYNCIO_RS_INSIGHT)" ASYNCIO_RS_RECORD="$(ASYNCIO_RS_RECORD)" ASYNCIO_RS_PREBUILT="$(ASYNCIO_RS_PREBUILT)" V="$(BUILD_VERBOSE)" \
		"$(ASYNCIO_RS_MODULE)/../scripts/module/rust-object" "$@" "$(ASYNCIO_RS_WORKDIR)" -- $(CC) -- $(CFLAGS)
	$(Q)"$(ASYNCIO_RS_MODULE)/../scripts/module/asyncio-frozen" "$(BUILD)/frozen_content.c"
	$(Q)printf '%s\n' "$(ASYNCIO_RS_CONFIGURATION)" >"$(ASYNCIO_RS_MADE_WITH)"

endif
