/* SPDX-License-Identifier: Apache-2.0
 * The socket API as plain structs: requests and replies. */
#pragma once
#include "wire/api_reply.h"
#include "wire/api_request.h"
