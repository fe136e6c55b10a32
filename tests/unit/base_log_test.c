/* SPDX-License-Identifier: Apache-2.0
 * One event is one line, at or above the level, to whoever set the sink. */
#include "base/log.h"
#include "unit.h"

#include <stdio.h>

struct heard {
    unsigned lines;
    enum log_level level;
    char event[32];
    char fields[2048];
};

static void listen(void *context, enum log_level level, const char *event, const char *fields) {
    struct heard *heard = context;

    heard->lines++;
    heard->level = level;
    (void)snprintf(heard->event, sizeof(heard->event), "%s", event);
    (void)snprintf(heard->fields, sizeof(heard->fields), "%s", fields);
}

static struct heard *listen_to_all(struct heard *heard) {
    *heard = (struct heard){0};
    log_set_sink(listen, heard);
    log_set_level(LOG_LEVEL_DEBUG);
    return heard;
}

static int silence(void **state) {
    (void)state;
    log_set_sink(NULL, NULL);
    log_set_level(LOG_LEVEL_INFO);
    return 0;
}

static void line_arrives_whole(void **state) {
    struct heard heard;

    listen_to_all(&heard);
    log_warn("link_down", "peer=%s lane=%d", "330726", 1);
    assert_int_equal(heard.lines, 1);
    assert_int_equal(heard.level, LOG_LEVEL_WARN);
    assert_string_equal(heard.event, "link_down");
    assert_string_equal(heard.fields, "peer=330726 lane=1");
}

static void level_decides(void **state) {
    struct heard heard;

    listen_to_all(&heard);
    log_set_level(LOG_LEVEL_WARN);
    log_debug("a", "x=%d", 1);
    log_info("b", "x=%d", 1);
    assert_int_equal(heard.lines, 0);
    log_warn("c", "x=%d", 1);
    log_error("d", "x=%d", 1);
    assert_int_equal(heard.lines, 2);
}

static void line_stays_a_line(void **state) {
    struct heard heard;

    listen_to_all(&heard);
    log_info("odd", "value=%s", "a\nerror forged x=1\x1b[31m\t浦江");
    assert_string_equal(heard.fields, "value=a?error forged x=1?[31m?浦江");
}

static void long_line_is_cut(void **state) {
    struct heard heard;

    listen_to_all(&heard);
    log_info("long", "%03000d", 7);
    assert_int_equal(heard.lines, 1);
    assert_int_equal(strlen(heard.fields), 1023);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("a line arrives with its level, event and fields", line_arrives_whole, NULL,
                  silence),
        CASE_WITH("lines below the level are not even formatted into the sink", level_decides, NULL,
                  silence),
        CASE_WITH("no value can forge a second line", line_stays_a_line, NULL, silence),
        CASE_WITH("a line that is too long is cut", long_line_is_cut, NULL, silence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
