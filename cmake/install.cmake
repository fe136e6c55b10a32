# SPDX-License-Identifier: Apache-2.0
#
# Where things go (FHS). What deploy/ does not hold yet is skipped.

install(DIRECTORY include/pujiang DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY proto/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pujiang/proto
        FILES_MATCHING PATTERN "*.proto")

foreach(section 1 5 8)
    file(GLOB pages CONFIGURE_DEPENDS deploy/man/*.${section})
    install(FILES ${pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()

file(GLOB units CONFIGURE_DEPENDS deploy/*.service deploy/*.socket deploy/*.timer)
install(FILES ${units} DESTINATION lib/systemd/system)

foreach(folder sql lists calendars)
    if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/deploy/${folder})
        install(DIRECTORY deploy/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/pujiang)
    endif()
endforeach()
