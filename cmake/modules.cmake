# SPDX-License-Identifier: Apache-2.0
#
# pj_module(name LIBRARIES ...)     the static library pj_<name> of lib/<name>/*.c; headers only while
#                                   the folder has no .c file yet.
# pj_protobuf(target)               compiles proto/*.proto into <build>/gen; only <target> sees the result.
# pj_program(name FOLDER SOURCES .. LIBRARIES ..)

function(pj_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES")
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/${name}/*.c)
    if(NOT sources)
        add_library(pj_${name} INTERFACE)
        target_include_directories(pj_${name} INTERFACE ${CMAKE_SOURCE_DIR}/lib ${CMAKE_SOURCE_DIR}/include)
        target_link_libraries(pj_${name} INTERFACE ${arg_LIBRARIES})
        return()
    endif()
    add_library(pj_${name} STATIC ${sources})
    target_include_directories(pj_${name} PUBLIC ${CMAKE_SOURCE_DIR}/lib ${CMAKE_SOURCE_DIR}/include)
    target_link_libraries(pj_${name} PUBLIC ${arg_LIBRARIES} PRIVATE pj_options)
    set_property(GLOBAL APPEND PROPERTY PJ_ARCHIVES pj_${name})
endfunction()

function(pj_protobuf target)
    get_target_property(kind ${target} TYPE)
    if(kind STREQUAL "INTERFACE_LIBRARY")
        return()
    endif()
    find_program(PROTOC_C protoc-c REQUIRED)
    set(gen ${CMAKE_BINARY_DIR}/gen)
    file(MAKE_DIRECTORY ${gen})
    file(GLOB protos CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/proto/*.proto)
    set(generated "")
    foreach(proto IN LISTS protos)
        get_filename_component(stem ${proto} NAME_WE)
        add_custom_command(
            OUTPUT ${gen}/${stem}.pb-c.c ${gen}/${stem}.pb-c.h
            COMMAND ${PROTOC_C} --c_out=${gen} --proto_path=${CMAKE_SOURCE_DIR}/proto ${proto}
            DEPENDS ${protos}
            COMMENT "protoc-c ${stem}.proto"
            VERBATIM)
        list(APPEND generated ${gen}/${stem}.pb-c.c ${gen}/${stem}.pb-c.h)
    endforeach()
    add_library(pj_proto OBJECT ${generated})
    target_include_directories(pj_proto SYSTEM PUBLIC ${gen})
    target_link_libraries(pj_proto PUBLIC PkgConfig::protobuf_c)
    if(PJ_SANITIZE)
        # Not UBSan: the generated code is not ours to mend.
        target_compile_options(pj_proto PRIVATE -fsanitize=address)
    endif()
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:pj_proto>)
    target_include_directories(${target} SYSTEM PRIVATE ${gen})
    target_link_libraries(${target} PRIVATE PkgConfig::protobuf_c)
    add_dependencies(${target} pj_proto)
endfunction()
