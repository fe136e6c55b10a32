/* SPDX-License-Identifier: Apache-2.0
 * proto/api.proto opens with a table of the messages; the dispatcher has one too. They must say the
 * same. */
#include "node/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ROWS_MAX 64

struct promised {
    char name[32], scope[32], idempotent[8], dry_run[8], since[8];
};

/* "// name scope idempotent dry-run since" */
static bool read_row(const char *line, struct promised *row) {
    char *const words[] = {row->name, row->scope, row->idempotent, row->dry_run, row->since};
    const size_t sizes[] = {sizeof row->name, sizeof row->scope, sizeof row->idempotent,
                            sizeof row->dry_run, sizeof row->since};

    line += strspn(line, "/ ");
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        size_t len = strcspn(line, " \n");

        if (len == 0 || text_set(words[i], sizes[i], line, len) != PJ_OK) {
            return false;
        }
        line += len;
        line += strspn(line, " ");
    }
    return true;
}

static size_t read_table(struct promised *rows) {
    FILE *file = fopen(PJ_SOURCE_DIR "/proto/api.proto", "r");
    char line[256];
    size_t count = 0;
    bool inside = false;

    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        struct promised *row = &rows[count];

        if (strncmp(line, "// message ", 11) == 0) {
            inside = true;
            continue;
        }
        if (inside && !read_row(line, row)) {
            break;
        }
        if (inside) {
            count++;
            assert_true(count < ROWS_MAX);
        }
    }
    fclose(file);
    return count;
}

static const struct request_row *find(const char *name) {
    for (size_t i = 0; i < request_table_count(); i++) {
        if (strcmp(request_table_row(i)->name, name) == 0) {
            return request_table_row(i);
        }
    }
    return NULL;
}

static void every_promised_message_has_a_row_with_its_scope(void **state) {
    struct promised rows[ROWS_MAX];
    size_t count = read_table(rows);

    (void)state;
    assert_true(count > 15);
    for (size_t i = 0; i < count; i++) {
        const struct request_row *row = find(rows[i].name);

        if (row == NULL) {
            fail_msg("no dispatcher row for %s", rows[i].name);
            return;
        }
        if (strcmp(rows[i].scope, "-") == 0) {
            assert_int_equal(row->scope, UINT32_MAX);
        } else {
            assert_true((row->scope & scope_parse(rows[i].scope)) != 0);
            assert_true(row->scope != UINT32_MAX);
        }
    }
}

static void writes_need_a_key_and_know_dry_run(void **state) {
    struct promised rows[ROWS_MAX];
    size_t count = read_table(rows);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const struct request_row *row = find(rows[i].name);

        assert_non_null(row);
        assert_int_equal(row->key_needed, strcmp(rows[i].idempotent, "key") == 0);
        assert_int_equal(row->dry_run, strcmp(rows[i].dry_run, "yes") == 0);
    }
}

static void no_row_is_unpromised(void **state) {
    struct promised rows[ROWS_MAX];

    (void)state;
    assert_int_equal(read_table(rows), request_table_count());
}

static void rights_over_the_machine_need_the_admin_scope(void **state) {
    static const char *const admin[] = {"link_show",     "link_balance",  "parked_list",
                                        "parked_replay", "parked_bounce", "load_data",
                                        "key_allow",     "account_add"};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(admin); i++) {
        const struct request_row *row = find(admin[i]);

        assert_non_null(row);
        assert_int_equal(row->scope, SCOPE_ADMIN);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_promised_message_has_a_row_with_its_scope),
        cmocka_unit_test(writes_need_a_key_and_know_dry_run),
        cmocka_unit_test(no_row_is_unpromised),
        cmocka_unit_test(rights_over_the_machine_need_the_admin_scope),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
