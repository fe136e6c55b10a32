# SPDX-License-Identifier: Apache-2.0
#
# libpujiang, the installed client library: the objects of client, wire, proto, words and base in one file, of
# which a program sees pj_* only (the shared one by its version script, the static one by objcopy).

foreach(module client wire)
    get_target_property(kind pj_${module} TYPE)
    if(kind STREQUAL "INTERFACE_LIBRARY")
        return()
    endif()
endforeach()

set(objects "")
foreach(module client wire proto words base)
    list(APPEND objects $<TARGET_OBJECTS:pj_${module}>)
endforeach()
set(externals PkgConfig::zmq PkgConfig::sodium PkgConfig::crypto PkgConfig::protobuf_c)
set(symbols ${CMAKE_SOURCE_DIR}/cmake/pujiang.map)

add_library(pujiang SHARED ${objects})
set_target_properties(pujiang PROPERTIES
    LINKER_LANGUAGE C VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    LINK_DEPENDS ${symbols})
target_link_options(pujiang PRIVATE -Wl,--version-script=${symbols} -Wl,--as-needed)
if(NOT PJ_SANITIZE AND NOT PJ_LIBFUZZER) # a program that links the library must miss nothing; what the sanitizers bring it brings itself
    target_link_options(pujiang PRIVATE -Wl,-z,defs)
endif()
target_link_libraries(pujiang PRIVATE ${externals} pj_options)

set(joined ${CMAKE_BINARY_DIR}/pujiang.o)
add_custom_command(
    OUTPUT ${joined}
    COMMAND ${CMAKE_LINKER} -r -o ${joined} ${objects}
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=pj_* ${joined}
    DEPENDS ${objects}
    COMMAND_EXPAND_LISTS VERBATIM)
add_library(pujiang_static STATIC ${joined})
set_target_properties(pujiang_static PROPERTIES LINKER_LANGUAGE C OUTPUT_NAME pujiang)

configure_file(${CMAKE_SOURCE_DIR}/cmake/pujiang.pc.in ${CMAKE_BINARY_DIR}/pujiang.pc @ONLY)

install(TARGETS pujiang pujiang_static
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${CMAKE_BINARY_DIR}/pujiang.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
