# Stops a build in a folder that was made without this module, or with other ones beside it, or at another level: MicroPython's
# makefiles see no change of the kind, and what is left over fails to compile, or worse, does not fail.

ASYNCIO_RS_MADE_WITH := $(BUILD)/asyncio_rs.made-with
ASYNCIO_RS_CONFIGURATION := $(strip $(or $(ASYNCIO_RS_LEVEL),full) $(filter-out 0,$(ASYNCIO_RS_INSIGHT)) \
	$(sort $(realpath $(foreach folder,$(USER_C_MODULES),$(wildcard $(folder)/micropython.mk $(folder)/*/micropython.mk)))))

ifeq ($(filter clean clean-prog submodules help print-cfg print-def,$(MAKECMDGOALS)),)
ifneq ($(wildcard $(BUILD)/genhdr/qstr.i.last),)
ifneq ($(shell cat "$(ASYNCIO_RS_MADE_WITH)" 2>/dev/null),$(ASYNCIO_RS_CONFIGURATION))
$(error asyncio_rs: the build folder $(BUILD) was made with other user modules or another level: make clean first, or name a new folder by BUILD=)
endif
else
$(shell mkdir -p "$(BUILD)" && printf '%s\n' "$(ASYNCIO_RS_CONFIGURATION)" >"$(ASYNCIO_RS_MADE_WITH)")
endif
endif
