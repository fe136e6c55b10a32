# SPDX-License-Identifier: Apache-2.0
#
# pj_embed_migrations(target): deploy/sql/NNNN_name.sql become the table `migrations` of
# daemon/store_migrations.h, in the build folder. The same file is the script that writes it:
#     cmake -DOUT=... "-DFILES=a.sql;b.sql" -P embed.cmake

if(CMAKE_SCRIPT_MODE_FILE)
    set(texts "")
    set(rows "")
    foreach(file IN LISTS FILES)
        get_filename_component(stem ${file} NAME_WE)
        string(REGEX MATCH "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)$" matched ${stem})
        if(NOT matched)
            message(FATAL_ERROR "${file}: a migration is named NNNN_name.sql")
        endif()
        set(name ${CMAKE_MATCH_2}) # before the next match overwrites it
        string(REGEX REPLACE "^0+" "" no ${CMAKE_MATCH_1})
        file(READ ${file} hex HEX)
        string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
        string(APPEND texts "static const char text_${no}[] = {\n${hex}0};\n")
        string(APPEND rows "    {${no}, \"${name}\", text_${no}, sizeof text_${no} - 1},\n")
    endforeach()
    file(WRITE ${OUT} "#include \"store_migrations.h\"\n${texts}"
        "const struct migration migrations[] = {\n${rows}};\n"
        "const size_t migration_count = sizeof migrations / sizeof migrations[0];\n")
    return()
endif()

set(PJ_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(pj_embed_migrations target)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/deploy/sql/[0-9]*.sql)
    list(SORT files)
    set(out ${CMAKE_BINARY_DIR}/gen/migrations.c)
    add_custom_command(
        OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${files}" -P ${PJ_EMBED_SCRIPT}
        DEPENDS ${files} ${PJ_EMBED_SCRIPT}
        COMMENT "embedding migrations"
        VERBATIM)
    target_sources(${target} PRIVATE ${out})
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/daemon)
endfunction()
