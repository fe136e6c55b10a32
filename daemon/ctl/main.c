/* SPDX-License-Identifier: Apache-2.0
 * pujiangctl: one question to a station, or one look at files. */
#include "ctl.h"

int main(int argc, char **argv) {
    struct ctl ctl;
    int status = EXIT_FINE;

    ctl_init(&ctl, stdout, stderr);
    status = ctl_run(&ctl, argc - 1, (const char *const *)argv + 1);
    ctl_release(&ctl);
    return fflush(stdout) == 0 ? status : EXIT_INTERNAL;
}
