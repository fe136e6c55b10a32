# SPDX-License-Identifier: Apache-2.0
#
# Where things go (FHS). What deploy/ does not hold yet is skipped.

set(share ${CMAKE_INSTALL_DATADIR}/pujiang)

# pj_install(DESTINATION PATTERN...)   the files of deploy/ that match
function(pj_install destination)
    list(TRANSFORM ARGN PREPEND ${CMAKE_SOURCE_DIR}/deploy/ OUTPUT_VARIABLE patterns)
    file(GLOB files CONFIGURE_DEPENDS ${patterns})
    install(FILES ${files} DESTINATION ${destination})
endfunction()

install(DIRECTORY include/pujiang DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY proto/ DESTINATION ${share}/proto FILES_MATCHING PATTERN "*.proto")

foreach(section 1 3 5 7 8)
    pj_install(${CMAKE_INSTALL_MANDIR}/man${section} man/*.${section})
endforeach()

pj_install(lib/systemd/system systemd/*.service systemd/*.socket systemd/*.timer systemd/*.target)
pj_install(${CMAKE_INSTALL_DOCDIR} *.conf.example)
pj_install(${share}/sql sql/*.sql)
pj_install(${share}/lists lists/*.csv)
pj_install(${share}/papers papers/*.txt papers/*.html)
pj_install(${share}/divisions divisions/*.csv)
pj_install(${share}/calendars calendars/*.csv)
pj_install(${share}/rules rules/*.csv)

foreach(kind sysusers tmpfiles)
    if(EXISTS ${CMAKE_SOURCE_DIR}/deploy/systemd/pujiang.${kind}.conf)
        install(FILES deploy/systemd/pujiang.${kind}.conf DESTINATION lib/${kind}.d RENAME pujiang.conf)
    endif()
endforeach()
