/* SPDX-License-Identifier: Apache-2.0
 * proto/api.proto opens with a table of the messages, and its ClientFrame lists them; the
 * dispatcher has a table too. All three must say the same, or an integrator reads one API and meets
 * another. */
#include "unit.h"

#include "base/text.h"
#include "node/internal.h"

#include <stdio.h>

#define ROWS_MAX 64
#define LINE_MAX 256

struct promised {
    char name[32], scope[48], idempotent[8], dry_run[8], since[8];
};

struct promises {
    struct promised rows[ROWS_MAX];
    size_t count;
};

/* ---- reading api.proto */

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
    return *line == '\n';
}

static FILE *open_proto(void) {
    FILE *file = fopen(PJ_SOURCE_DIR "/proto/api.proto", "r");

    assert_non_null(file);
    return file;
}

static struct promises read_table(void) {
    struct promises promises = {.count = 0};
    FILE *file = open_proto();
    char line[LINE_MAX];
    bool inside = false;

    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "// message ", 11) == 0) {
            inside = true;
        } else if (inside && strcmp(line, "//\n") == 0) {
            break;
        } else if (inside) {
            assert_true(promises.count < ROWS_MAX);
            if (!read_row(line, &promises.rows[promises.count])) {
                fail_msg("no row of the table: %s", line);
            }
            promises.count++;
        }
    }
    fclose(file);
    return promises;
}

/* The number of a field of ClientFrame's body by its name: "HelloRequest hello = 10;"; 0 = none. */
static uint32_t number_of(const char *name) {
    FILE *file = open_proto();
    char line[LINE_MAX];
    bool inside = false;
    uint64_t number = 0;

    while (number == 0 && fgets(line, sizeof line, file) != NULL) {
        size_t len = strlen(name);
        const char *at = NULL;

        inside = inside ? line[0] != '}' : strcmp(line, "message ClientFrame {\n") == 0;
        line[strcspn(line, ";")] = '\0';
        at = strstr(line, " = ");
        if (inside && at != NULL && at - line > (ptrdiff_t)len && at[-(ptrdiff_t)len - 1] == ' ' &&
            strncmp(at - len, name, len) == 0) {
            assert_int_equal(text_u64(at + 3, strlen(at + 3), 1000, &number), PJ_OK);
        }
    }
    fclose(file);
    return (uint32_t)number;
}

/* ---- reading the dispatcher */

static const struct request_row *find(const char *name) {
    for (size_t i = 0; i < request_table_count(); i++) {
        if (strcmp(request_table_row(i)->name, name) == 0) {
            return request_table_row(i);
        }
    }
    return NULL;
}

/* "read:own|read:subtree"; "-" = any account; "admin*" = of no office. */
static uint32_t scopes_of(const char *text) {
    uint32_t scopes = 0;

    if (strcmp(text, "-") == 0) {
        return UINT32_MAX;
    }
    while (*text != '\0') {
        size_t len = strcspn(text, "|*");
        char name[32];

        assert_int_equal(text_set(name, sizeof name, text, len), PJ_OK);
        if (scope_parse(name) == 0) {
            fail_msg("no such scope: %s", name);
        }
        scopes |= scope_parse(name) | (text[len] == '*' ? STATION_WIDE : 0);
        text += len + (text[len] != '\0');
    }
    return scopes;
}

/* ---- do they agree */

static void every_promised_message(void **state) {
    struct promises promises = read_table();

    assert_int_equal(promises.count, request_table_count());
    for (size_t i = 0; i < promises.count; i++) {
        const struct promised *promised = &promises.rows[i];
        const struct request_row *row = find(promised->name);

        if (row == NULL) {
            fail_msg("the dispatcher does not know %s", promised->name);
        } else if (row->scope != scopes_of(promised->scope)) {
            fail_msg("%s: the scopes are not %s", promised->name, promised->scope);
        } else if (row->key_needed != (strcmp(promised->idempotent, "key") == 0) ||
                   (!row->key_needed && strcmp(promised->idempotent, "yes") != 0)) {
            fail_msg("%s: idempotent is not %s", promised->name, promised->idempotent);
        } else if (row->dry_run != (strcmp(promised->dry_run, "yes") == 0) ||
                   (!row->dry_run && strcmp(promised->dry_run, "-") != 0)) {
            fail_msg("%s: dry-run is not %s", promised->name, promised->dry_run);
        }
    }
}

static void since_a_version(void **state) {
    struct promises promises = read_table();

    for (size_t i = 0; i < promises.count; i++) {
        const char *since = promises.rows[i].since;
        size_t major = strspn(since, "0123456789");
        size_t minor = since[major] == '.' ? strspn(since + major + 1, "0123456789") : 0;

        if (major == 0 || minor == 0 || since[major + 1 + minor] != '\0') {
            fail_msg("%s: since %s", promises.rows[i].name, since);
        }
        assert_int_equal(since[0] - '0', API_PROTOCOL); /* the major it came with */
    }
}

static void no_message_twice(void **state) {
    struct promises promises = read_table();

    for (size_t i = 0; i < promises.count; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(promises.rows[i].name, promises.rows[k].name);
        }
    }
}

static void numbers_of_the_frame(void **state) {
    for (size_t i = 0; i < request_table_count(); i++) {
        const struct request_row *row = request_table_row(i);

        if (number_of(row->name) != row->kind) {
            fail_msg("%s is %u in ClientFrame, %u in the dispatcher", row->name,
                     number_of(row->name), (unsigned)row->kind);
        }
    }
    assert_int_equal(number_of("nosuch"), 0);
}

static void every_kind_can_be_dispatched(void **state) {
    static const enum api_request_kind kinds[] = {
#define KIND(name, number, text) API_##name,
        API_REQUESTS(KIND)
#undef KIND
    };

    assert_int_equal(ARRAY_COUNT(kinds), request_table_count());
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        assert_non_null(request_row(kinds[i]));
        assert_non_null(request_row(kinds[i])->decide);
    }
}

static void a_write_needs_a_key_and_knows_dry_run(void **state) {
    for (size_t i = 0; i < request_table_count(); i++) {
        const struct request_row *row = request_table_row(i);

        if (row->key_needed != row->dry_run || (row->key_needed && row->scope == UINT32_MAX)) {
            fail_msg("%s", row->name);
        }
    }
}

static void rights_over_the_machine(void **state) {
    static const char *const admin[] = {
        "link_show",     "link_balance", "parked_list", "parked_show",   "load_data",  "show_data",
        "parked_replay", "key_allow",    "key_list",    "parked_bounce", "account_add"};

    for (size_t i = 0; i < ARRAY_COUNT(admin); i++) {
        const struct request_row *row = find(admin[i]);
        bool shows_cases = strncmp(admin[i], "link", 4) == 0 || strncmp(admin[i], "parked", 6) == 0;

        assert_non_null(row);
        assert_int_equal(row->scope, SCOPE_ADMIN | (shows_cases ? STATION_WIDE : 0));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("every promised message has its row, with scopes, key and dry run",
             every_promised_message),
        CASE("every message says since which version it is there", since_a_version),
        CASE("no message is promised twice", no_message_twice),
        CASE("a message has the same number in ClientFrame and in the dispatcher",
             numbers_of_the_frame),
        CASE("every kind of request can be dispatched", every_kind_can_be_dispatched),
        CASE("a write needs a key and a scope, and knows dry run",
             a_write_needs_a_key_and_knows_dry_run),
        CASE("rights over the machine need the admin scope and nothing else",
             rights_over_the_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
