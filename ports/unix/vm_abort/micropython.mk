# Only in the configuration vm-abort of tests/configurations/list.
SRC_USERMOD_C += $(USERMOD_DIR)/vm_abort.c
