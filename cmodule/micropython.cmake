# The module as MicroPython's CMake ports see it: -DUSER_C_MODULES=<this file, or that of the clone>
#
#   ASYNCIO_RS_LEVEL       how much is native: task (Task and TaskQueue), loop (and the loop, sleeping and polling), or full
#                          (and Event, Lock, wait_for and what else the other modules have), the default
#   ASYNCIO_RS_INSIGHT     1: tasks can be listed, measured and recorded; 0, the default: they cannot
#   ASYNCIO_RS_RECORD      how many steps the flight recorder keeps, 64 by default
#   ASYNCIO_RS_TARGET      the Rust target, where asking the C compiler does not give the right one
#   ASYNCIO_RS_OPT_LEVEL   s, z, 1, 2 or 3; by default z for a board and 3 for Linux
#   ASYNCIO_RS_FEATURES    more cargo features
#   ASYNCIO_RS_WORKDIR     where cargo works; by default in the build folder
#   ASYNCIO_RS_PREBUILT    a folder of prebuilt objects to take, in place of calling cargo; see scripts/firmware/prebuilt
# Each can be given to cmake by -D, or in the environment.

if(TARGET usermod_asyncio_rs)
    get_target_property(ASYNCIO_RS_THERE usermod_asyncio_rs INTERFACE_INCLUDE_DIRECTORIES)
    if(NOT "${ASYNCIO_RS_THERE}" STREQUAL "${CMAKE_CURRENT_LIST_DIR}")
        message(FATAL_ERROR "asyncio_rs: the module is there twice, in ${ASYNCIO_RS_THERE} and ${CMAKE_CURRENT_LIST_DIR}: "
            "take one of them out of USER_C_MODULES")
    endif()
    return()
endif()
message(STATUS "asyncio_rs: this firmware gets its _asyncio from ${CMAKE_CURRENT_LIST_DIR}")

set(ASYNCIO_RS_UNNAMED "") # What was not said by -D, and so could be said otherwise by the environment of a later build.
foreach(option ADOPT LEVEL INSIGHT RECORD TARGET OPT_LEVEL FEATURES WORKDIR PREBUILT)
    if(NOT DEFINED ASYNCIO_RS_${option})
        list(APPEND ASYNCIO_RS_UNNAMED ASYNCIO_RS_${option})
        if(DEFINED ENV{ASYNCIO_RS_${option}})
            set(ASYNCIO_RS_${option} "$ENV{ASYNCIO_RS_${option}}")
        endif()
    endif()
endforeach()
if(NOT ASYNCIO_RS_WORKDIR)
    set(ASYNCIO_RS_WORKDIR ${CMAKE_BINARY_DIR}/asyncio_rs)
endif()
if(NOT ASYNCIO_RS_PREBUILT AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/../prebuilt)
    # An archive of scripts/firmware/prebuilt brings its objects beside the C files.
    set(ASYNCIO_RS_PREBUILT ${CMAKE_CURRENT_LIST_DIR}/../prebuilt)
endif()
set(ASYNCIO_RS_OBJECT ${CMAKE_BINARY_DIR}/asyncio_rs.o)

file(GLOB ASYNCIO_RS_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.c)
add_library(usermod_asyncio_rs INTERFACE)
target_sources(usermod_asyncio_rs INTERFACE ${ASYNCIO_RS_SOURCES})
target_include_directories(usermod_asyncio_rs INTERFACE ${CMAKE_CURRENT_LIST_DIR})

# The builtin module out. Here, because a definition of the user module's target would not reach the scan for modules.
list(APPEND MICROPY_DEF_BOARD MICROPY_PY_ASYNCIO=0)
if(NOT "${ASYNCIO_RS_ADOPT}" STREQUAL "")
    message(FATAL_ERROR
        "asyncio_rs: ASYNCIO_RS_ADOPT is gone: ASYNCIO_RS_LEVEL=task is what ASYNCIO_RS_ADOPT=0 was, ASYNCIO_RS_LEVEL=full is the default")
endif()
if(NOT ASYNCIO_RS_LEVEL)
    set(ASYNCIO_RS_LEVEL full)
endif()
if(NOT ASYNCIO_RS_LEVEL MATCHES "^(task|loop|full)$")
    message(FATAL_ERROR "asyncio_rs: ASYNCIO_RS_LEVEL is '${ASYNCIO_RS_LEVEL}', and can be: task, loop, full")
endif()
list(APPEND MICROPY_DEF_BOARD ASYNCIO_RS_LEVEL=ASYNCIO_RS_LEVEL_${ASYNCIO_RS_LEVEL})

if("${ASYNCIO_RS_INSIGHT}" STREQUAL "")
    set(ASYNCIO_RS_INSIGHT 0)
endif()
if(NOT ASYNCIO_RS_INSIGHT MATCHES "^[01]$")
    message(FATAL_ERROR "asyncio_rs: ASYNCIO_RS_INSIGHT is '${ASYNCIO_RS_INSIGHT}', and can be: 0, 1")
endif()
if("${ASYNCIO_RS_INSIGHT}/${ASYNCIO_RS_LEVEL}" STREQUAL "1/task")
    message(FATAL_ERROR "asyncio_rs: ASYNCIO_RS_INSIGHT=1 looks into the native loop, which ASYNCIO_RS_LEVEL=task leaves out: "
        "set ASYNCIO_RS_LEVEL to loop or full")
endif()
list(APPEND MICROPY_DEF_BOARD ASYNCIO_RS_INSIGHT=${ASYNCIO_RS_INSIGHT})

# Modules of the asyncio library that are not known stay Python.
execute_process(
    COMMAND ${CMAKE_CURRENT_LIST_DIR}/../scripts/module/library-known ${MICROPY_DIR}/extmod/asyncio
    OUTPUT_VARIABLE ASYNCIO_RS_UNKNOWN
)
string(REGEX MATCHALL "ASYNCIO_RS_[^\n]+" ASYNCIO_RS_UNKNOWN "${ASYNCIO_RS_UNKNOWN}")
list(APPEND MICROPY_DEF_BOARD ${ASYNCIO_RS_UNKNOWN})

# cargo is asked at every build whether anything changed; the object, and so the link, is renewed only if it did.
separate_arguments(ASYNCIO_RS_FLAGS NATIVE_COMMAND "${CMAKE_C_FLAGS}")
set(ASYNCIO_RS_CONFIGURED "")
foreach(option ${ASYNCIO_RS_UNNAMED})
    list(APPEND ASYNCIO_RS_CONFIGURED "${option}=${${option}}")
endforeach()
add_custom_target(asyncio_rs_object
    COMMAND ${CMAKE_CURRENT_LIST_DIR}/../scripts/module/as-configured "USER_C_MODULES=${USER_C_MODULES}" ${ASYNCIO_RS_CONFIGURED}
    COMMAND ${CMAKE_COMMAND} -E env
        "ASYNCIO_RS_TARGET=${ASYNCIO_RS_TARGET}"
        "ASYNCIO_RS_OPT_LEVEL=${ASYNCIO_RS_OPT_LEVEL}"
        "ASYNCIO_RS_FEATURES=${ASYNCIO_RS_FEATURES}"
        "ASYNCIO_RS_INSIGHT=${ASYNCIO_RS_INSIGHT}"
        "ASYNCIO_RS_RECORD=${ASYNCIO_RS_RECORD}"
        "ASYNCIO_RS_PREBUILT=${ASYNCIO_RS_PREBUILT}"
        ${CMAKE_CURRENT_LIST_DIR}/../scripts/module/rust-object ${ASYNCIO_RS_OBJECT} ${ASYNCIO_RS_WORKDIR}
        -- ${CMAKE_C_COMPILER} -- ${ASYNCIO_RS_FLAGS}
    BYPRODUCTS ${ASYNCIO_RS_OBJECT}
    VERBATIM
)
add_library(asyncio_rs STATIC IMPORTED GLOBAL)
set_target_properties(asyncio_rs PROPERTIES IMPORTED_LOCATION ${ASYNCIO_RS_OBJECT})
add_dependencies(asyncio_rs asyncio_rs_object)
target_link_libraries(usermod_asyncio_rs INTERFACE asyncio_rs)

target_link_libraries(usermod INTERFACE usermod_asyncio_rs)

include(${CMAKE_CURRENT_LIST_DIR}/make/build_folder.cmake)

# Once the port has made its firmware's target, and all modules are there: to say if asyncio is not among what is frozen, and if the
# folder was made with other modules.
set(ASYNCIO_RS_FROZEN ${CMAKE_CURRENT_LIST_DIR}/../scripts/module/asyncio-frozen)
function(asyncio_rs_look_at_build)
    asyncio_rs_look_at_folder()
    if(TARGET "${MICROPY_TARGET}")
        add_custom_command(TARGET ${MICROPY_TARGET} POST_BUILD
            COMMAND ${ASYNCIO_RS_FROZEN} ${CMAKE_BINARY_DIR}/frozen_content.c VERBATIM)
    endif()
endfunction()
if(CMAKE_VERSION VERSION_LESS 3.19)
    asyncio_rs_look_at_folder()
else()
    cmake_language(DEFER CALL asyncio_rs_look_at_build)
endif()
