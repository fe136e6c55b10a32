/* SPDX-License-Identifier: Apache-2.0
 * The end of the road for our own bugs. A file of its own, so that pure code needs nothing else of
 * the system. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void assert_failed(const char *expr, const char *file, int line) {
    fprintf(stderr, "%s:%d: ASSERT(%s) failed\n", file, line, expr);
    abort();
}
