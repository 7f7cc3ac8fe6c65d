# For a clone of this repository among other user modules: make ... USER_C_MODULES=<the folder that holds them>
include $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))/cmodule/micropython.mk
