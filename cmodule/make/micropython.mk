# For make ... USER_C_MODULES=<the folder above this one>: make ports look for modules one folder below it.
include $(patsubst %/make/,%,$(dir $(lastword $(MAKEFILE_LIST))))/micropython.mk
