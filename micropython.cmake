# For a clone of this repository by itself, or included by the micropython.cmake of a folder of user modules.
include(${CMAKE_CURRENT_LIST_DIR}/cmodule/micropython.cmake)
