# SPDX-License-Identifier: Apache-2.0
#
# Third-party libraries, as imported targets PkgConfig::<name>. The reason for each is in CONTRIBUTING.md.

pkg_check_modules(crypto REQUIRED IMPORTED_TARGET libcrypto>=3.0)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(zmq REQUIRED IMPORTED_TARGET libzmq>=4.3)
pkg_check_modules(protobuf_c REQUIRED IMPORTED_TARGET libprotobuf-c>=1.4)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq>=14)
pkg_check_modules(event REQUIRED IMPORTED_TARGET libevent_core>=2.1 libevent_extra>=2.1)
pkg_check_modules(inih REQUIRED IMPORTED_TARGET inih)
pkg_check_modules(jansson REQUIRED IMPORTED_TARGET jansson>=2.11)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
if(BUILD_TESTING)
    pkg_check_modules(cmocka IMPORTED_TARGET cmocka>=1.1.5) # without it: tests/CMakeLists.txt
endif()
