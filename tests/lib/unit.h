/* SPDX-License-Identifier: Apache-2.0
 * What every unit test needs of cmocka, and two things cmocka lacks: test names that are sentences,
 * and a check that our own bugs abort (ASSERT ends the process, so it is tried in a child). */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One row of a test table: CASE("a mistyped code is refused", mistyped). */
#define CASE(sentence, function)                                                                   \
    { sentence, function, NULL, NULL, NULL }

/* The same with set-up and tear-down. */
#define CASE_WITH(sentence, function, before, after)                                               \
    { sentence, function, before, after, NULL }

/* Does the call abort, as ASSERT does? What it prints is thrown away. */
static inline bool aborts(void (*function)(void *), void *argument) {
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);

        if (nowhere >= 0) {
            dup2(nowhere, STDERR_FILENO);
        }
        signal(SIGABRT, SIG_DFL);
        function(argument);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}
