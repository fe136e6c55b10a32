/* SPDX-License-Identifier: Apache-2.0
 * Binding an ipc:// endpoint the way a service should: libzmq would steal a living daemon's socket
 * and leave the file open to everybody. */
#pragma once
#include "base/base.h"

/* Makes the folder (0750, last level only), refuses when somebody listens there already, binds,
 * leaves the socket file 0660. PJ_BAD_DATA, already logged. */
enum pj_code ipc_bind(void *socket, const char *endpoint) must_check;
