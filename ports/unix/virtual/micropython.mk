# Puts the virtual clock and calls of the kernel that fail into a unix test build, beside the injector of ports/injector. Both
# arms of the differential and fault tests are built with it and with the same flags.

VIRTUAL_MOD_DIR := $(USERMOD_DIR)
comma := ,

SRC_USERMOD_C += $(VIRTUAL_MOD_DIR)/clock.c
SRC_USERMOD_C += $(VIRTUAL_MOD_DIR)/virtual.c
SRC_USERMOD_C += $(VIRTUAL_MOD_DIR)/watchdog.c

VIRTUAL_WRAPPED = mp_hal_ticks_ms mp_hal_ticks_us mp_hal_time_ns mp_hal_delay_ms usleep sleep nanosleep \
	poll ppoll select epoll_wait epoll_pwait \
	realloc epoll_create1 epoll_ctl timerfd_create timerfd_settime
LDFLAGS_USERMOD += $(addprefix -Wl$(comma)--wrap=,$(VIRTUAL_WRAPPED))

# Half of the period is how far ahead a task can sleep.
ifneq ($(VIRTUAL_TICKS_PERIOD),)
CFLAGS_USERMOD += '-DMICROPY_PY_TIME_TICKS_PERIOD=($(VIRTUAL_TICKS_PERIOD))'
endif
