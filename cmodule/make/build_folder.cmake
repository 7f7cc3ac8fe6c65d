# Stops a build in a folder that was made without this module, or with other ones beside it, or at another level: MicroPython's
# rules for names see no change of the kind, and what is left over fails to compile, or worse, does not fail.

set(ASYNCIO_RS_MADE_WITH ${CMAKE_BINARY_DIR}/asyncio_rs.made-with)

function(asyncio_rs_look_at_folder)
    get_target_property(modules usermod INTERFACE_LINK_LIBRARIES)
    list(SORT modules)
    set(configuration "${ASYNCIO_RS_LEVEL} ${ASYNCIO_RS_INSIGHT} ${modules}")
    set(made_with "")
    if(EXISTS ${ASYNCIO_RS_MADE_WITH})
        file(READ ${ASYNCIO_RS_MADE_WITH} made_with)
    endif()
    if(NOT EXISTS ${CMAKE_BINARY_DIR}/genhdr/qstr.i.last)
        file(WRITE ${ASYNCIO_RS_MADE_WITH} "${configuration}")
    elseif(NOT "${made_with}" STREQUAL "${configuration}")
        message(FATAL_ERROR "asyncio_rs: the build folder ${CMAKE_BINARY_DIR} was made with other user modules or another level: "
            "remove it, or name a new folder by BUILD= or cmake -B")
    endif()
endfunction()
