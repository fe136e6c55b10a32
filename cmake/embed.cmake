# SPDX-License-Identifier: Apache-2.0
#
# pj_embed(target FILES...): data files become the table `shipped_files` of lib/base/shipped.h, so that
# the tool answers without knowing where anything is installed. The same file is the script that writes it:
#     cmake -DOUT=... "-DFILES=a.csv;b.csv" -P embed.cmake

if(CMAKE_SCRIPT_MODE_FILE)
    set(texts "")
    set(rows "")
    set(no 0)
    foreach(file IN LISTS FILES)
        get_filename_component(name ${file} NAME_WE)
        if(NOT file MATCHES "\\.csv$") # receipt.txt and receipt.html are two
            get_filename_component(name ${file} NAME)
        endif()
        get_filename_component(folder ${file} DIRECTORY)
        get_filename_component(folder ${folder} NAME)
        file(READ ${file} hex HEX)
        string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
        string(APPEND texts "static const unsigned char text_${no}[] = {\n${hex}0};\n")
        string(APPEND rows "    {\"${folder}\", \"${name}\", text_${no}, sizeof text_${no} - 1},\n")
        math(EXPR no "${no} + 1")
    endforeach()
    file(WRITE ${OUT} "#include \"base/shipped.h\"\n${texts}"
        "const struct shipped_file shipped_files[] = {\n${rows}};\n"
        "const size_t shipped_count = sizeof shipped_files / sizeof shipped_files[0];\n")
    return()
endif()

set(PJ_EMBED_FILES_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(pj_embed target)
    set(out ${CMAKE_BINARY_DIR}/gen/shipped_${target}.c)
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${ARGN}" -P ${PJ_EMBED_FILES_SCRIPT}
        DEPENDS ${ARGN} ${PJ_EMBED_FILES_SCRIPT}
        COMMENT "embedding data files"
        VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
