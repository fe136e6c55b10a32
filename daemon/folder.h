/* SPDX-License-Identifier: Apache-2.0
 * Folders the daemon may make for itself. */
#pragma once
#include "base/base.h"

/* Makes the folder the file at `path` stands in: its last level only, 0750; a missing level above
 * it is a person's mistake. True when it is there afterwards; else errno says why not. */
bool folder_make_for(const char *path) must_check;
