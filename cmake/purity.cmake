# SPDX-License-Identifier: Apache-2.0
#
# core and link once more, as plain -O2 code without sanitizers or stack protector, so that tests/tidy can read
# from the objects what they need of the outside world: memory and string functions, nothing else. The
# foundation is what they may lean on: words and the pure part of base.

# Not assert.c: it prints and aborts, the one thing pure code may call.
set(PJ_PURE_BASE bytes codes prng text time)

set(foundation "")
foreach(stem IN LISTS PJ_PURE_BASE)
    list(APPEND foundation ${CMAKE_SOURCE_DIR}/lib/base/${stem}.c)
endforeach()
file(GLOB words CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/words/*.c)
file(GLOB pure CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/core/*.c ${CMAKE_SOURCE_DIR}/lib/link/*.c)

function(pj_plain_objects name)
    add_library(${name} OBJECT ${ARGN})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/lib ${CMAKE_SOURCE_DIR}/include)
    target_compile_options(${name} PRIVATE -O2 -U_FORTIFY_SOURCE -fno-stack-protector)
    target_link_libraries(${name} PRIVATE pj_warnings)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
endfunction()

pj_plain_objects(pj_plain_foundation ${foundation} ${words})
set(pure_objects "")
if(pure)
    pj_plain_objects(pj_plain_pure ${pure})
    set(pure_objects $<TARGET_OBJECTS:pj_plain_pure>)
endif()

get_property(modules GLOBAL PROPERTY PJ_ARCHIVES)
if(TARGET pj_daemon)
    list(APPEND modules pj_daemon)
endif()
set(archives "")
foreach(module IN LISTS modules)
    list(APPEND archives $<TARGET_FILE:${module}>)
endforeach()

list(JOIN archives "\", \"" archives)
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/tidy.json CONTENT "{
    \"archives\": [\"${archives}\"],
    \"pure\": [\"$<JOIN:${pure_objects},\", \">\"],
    \"foundation\": [\"$<JOIN:$<TARGET_OBJECTS:pj_plain_foundation>,\", \">\"]
}
")
