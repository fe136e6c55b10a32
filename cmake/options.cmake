# SPDX-License-Identifier: Apache-2.0
#
# How our own code is compiled. Warnings are errors; generated code and third-party headers are not ours.

add_library(pj_warnings INTERFACE)
target_compile_options(pj_warnings INTERFACE
    -Wall -Wextra -Werror
    -Wcast-align
    -Wformat=2
    -Wmissing-prototypes
    -Wold-style-definition
    -Wpointer-arith
    -Wshadow
    -Wstrict-prototypes
    -Wswitch-enum
    -Wundef
    -Wvla
    -Wwrite-strings)
# Paths in assertions and warnings start at the tree, so that two builds print the same.
target_compile_options(pj_warnings INTERFACE -fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)
target_compile_definitions(pj_warnings INTERFACE _DEFAULT_SOURCE)

# Everything but the purity build (tests/tidy) is compiled with these.
add_library(pj_options INTERFACE)
target_link_libraries(pj_options INTERFACE pj_warnings)
if(PJ_SANITIZE)
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(pj_options INTERFACE ${sanitizers})
    target_link_options(pj_options INTERFACE ${sanitizers})
else()
    target_compile_options(pj_options INTERFACE -fstack-protector-strong)
endif()
