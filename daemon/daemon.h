/* SPDX-License-Identifier: Apache-2.0
 * One station's process: opens everything, runs the loop until it is told to stop, closes
 * everything. */
#pragma once
#include "config.h"

/* Runs until SIGTERM, SIGINT or a trouble that no retry mends. path: of the configuration, read
 * again on SIGHUP. Returns the exit status (sysexits.h): EX_OK stopped as told, EX_CONFIG a person
 * must change something first, EX_OSERR the machine lacks something. */
int daemon_run(const struct config *config, const char *path);
