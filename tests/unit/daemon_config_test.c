/* SPDX-License-Identifier: Apache-2.0
 * pujiangd.conf: what is accepted, what is refused in which line and why, and that file, canonical
 * form, example and manual agree about every key. */
#include "config.h"
#include "config_table.h"
#include "config_value.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#define LEAST  "[station]\nname = 330726\n"
#define KEY_40 "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static enum pj_code parse(const char *text, struct buf *errors, struct config *ret_config) {
    return config_parse("test.conf", (struct bytes){(const uint8_t *)text, strlen(text)}, errors,
                        ret_config);
}

static struct config parse_ok(const char *text) {
    struct config config;
    struct buf errors;
    enum pj_code code = PJ_OK;

    buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
    code = parse(text, &errors, &config);
    if (code != PJ_OK) {
        print_error("%.*s", (int)errors.len, (const char *)errors.data);
    }
    assert_int_equal(code, PJ_OK);
    assert_int_equal(errors.len, 0);
    buf_release(&errors);
    return config;
}

/* ---- refusals */

static char long_line[400]; /* filled in main */

static const struct {
    const char *text;
    const char *complaint; /* must stand in the errors */
} refusals[] = {
    {"", "[station] name"},
    {"[station]\nnmae = 330726\n", "test.conf:2: [station] nmae"},
    {"[staton]\nname = 330726\n", "test.conf:2: [staton] name"},
    {"name = 330726\n", "test.conf:1: [] name"},
    {LEAST "name = 330727\n", "test.conf:3: [station] name: 重复，已见于第 2 行"},
    {"[station]\n\n# a comment\nname = 33 07\n", "test.conf:4: [station] name"},
    {LEAST "just words\n", "test.conf:3: "},
    {LEAST "[link\n", "test.conf:3: "},
    {LEAST "[log]\nlevel = loud\n", "test.conf:4: [log] level"},
    {LEAST "[log]\nlevel = info ; what for\n", "test.conf:4: 注释须独占一行"},
    {LEAST "sandbox = true\n", "test.conf:3: [station] sandbox"},
    {LEAST "[limits]\nlinger_us = 100001\n", "test.conf:4: [limits] linger_us"},
    {LEAST "[limits]\nlinger_us = 100001\n", "0 ... 100000 us"},
    {LEAST "[limits]\nlinger_us = -1\n", "test.conf:4: [limits] linger_us"},
    {LEAST "[limits]\nlinger_us = 1e3\n", "test.conf:4: [limits] linger_us"},
    {LEAST "[limits]\nlinger_us =\n", "test.conf:4: [limits] linger_us"},
    {LEAST "[limits]\ncache_cases_max = 63\n", "test.conf:4: [limits] cache_cases_max"},
    {LEAST "[link]\nlisten = 0.0.0.0:7330\n", "test.conf:4: [link] listen"},
    {LEAST "[link]\nlisten = tcp://0.0.0.0\n", "test.conf:4: [link] listen"},
    {LEAST "[link]\nlisten = ipc://relative\n", "test.conf:4: [link] listen"},
    {LEAST "[link]\nparent_key = short\n", "test.conf:4: [link] parent_key"},
    {LEAST "[link]\nparent_key = \"q:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n",
     "test.conf:4: [link] parent_key"},
    {LEAST "parent = 3307\n", "parent_endpoint"},
    {LEAST "[link]\nparent_endpoint = tcp://h:1\nparent_key = " KEY_40 "\n", "parent_endpoint"},
    {LEAST "parent = 330726\n[link]\nparent_endpoint = tcp://h:1\nparent_key = " KEY_40 "\n",
     "is not its own parent"},
    {LEAST "[api]\nipc =\n", "[api]: ipc"},
    {LEAST "[api]\nipc = tcp://127.0.0.1:1\n", "[api] ipc"},
    {LEAST "[api]\nlisten = ipc:///run/x\n", "[api] listen"},
    {LEAST "[account]\nadmin_uids = 0 root\n", "test.conf:4: [account] admin_uids"},
    {LEAST "[account]\nadmin_uids = 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n", "at most 16"},
    {LEAST "[account]\nadmin_uids = 4294967295\n", "test.conf:4: [account] admin_uids"},
    {LEAST "secret_file =\n", "test.conf:3: [station] secret_file"},
    {long_line, "test.conf:4: 行太长"},
};

static void trouble_names_its_line(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(refusals); i++) {
        struct config config;
        struct buf errors;
        enum pj_code code = PJ_OK;

        buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
        code = parse(refusals[i].text, &errors, &config);
        assert_int_equal(buf_put(&errors, "", 1), PJ_OK);
        if (code == PJ_OK || strstr((char *)errors.data, refusals[i].complaint) == NULL) {
            fail_msg("row %zu: code %d, wanted \"%s\" in \"%s\"", i, (int)code,
                     refusals[i].complaint, (char *)errors.data);
        }
        buf_release(&errors);
    }
}

static void all_trouble_is_named_at_once(void **state) {
    struct config config;
    struct buf errors;

    buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
    assert_int_equal(parse("[station]\nname = X\n[log]\nlevel = loud\nlvl = 1\n", &errors, &config),
                     PJ_BAD_DATA);
    assert_int_equal(buf_put(&errors, "", 1), PJ_OK);
    assert_non_null(strstr((char *)errors.data, "test.conf:2:"));
    assert_non_null(strstr((char *)errors.data, "test.conf:4:"));
    assert_non_null(strstr((char *)errors.data, "test.conf:5:"));
    buf_release(&errors);
}

static void refused_file_changes_nothing(void **state) {
    struct config config;
    struct config before;
    struct buf errors;

    memset(&config, 0x5a, sizeof config);
    before = config;
    buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
    assert_int_equal(parse("[log]\nlevel = warn\n", &errors, &config), PJ_BAD_DATA);
    assert_memory_equal(&config, &before, sizeof config);
    buf_release(&errors);
}

static void text_without_end_or_with_nul_is_read(void **state) {
    static const char with_nul[] = "[station]\nname = 3307\0 26\n";
    struct config config = parse_ok("[station]\n   name=330726");
    struct buf errors;

    assert_string_equal(config.station.name.text, "330726");
    buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
    assert_int_equal(config_parse("test.conf",
                                  (struct bytes){(const uint8_t *)with_nul, sizeof with_nul - 1},
                                  &errors, &config),
                     PJ_BAD_DATA);
    buf_release(&errors);
}

/* ---- acceptance */

static void least_file_has_the_defaults(void **state) {
    struct config config = parse_ok(LEAST);

    assert_string_equal(config.station.name.text, "330726");
    assert_string_equal(config.station.parent.text, "");
    assert_string_equal(config.station.secret_file, "/var/lib/pujiang/330726/secret");
    assert_false(config.station.sandbox);
    assert_string_equal(config.database.dbname, "330726");
    assert_false(config.database.unsafe_lab);
    assert_string_equal(config.link.listen, "");
    assert_string_equal(config.link.key_file, "/var/lib/pujiang/330726/curve.key");
    assert_string_equal(config.api.ipc, "ipc:///run/pujiang/330726.sock");
    assert_int_equal(config.account.admin_uids.count, 2);
    assert_int_equal(config.account.admin_uids.uid[0], 0);
    assert_int_equal(config.account.admin_uids.uid[1], CONFIG_UID_SELF);
    assert_int_equal(config.log.level, LOG_LEVEL_INFO);
    assert_int_equal(config.limits.linger_us, 0);
    assert_int_equal(config.limits.cache_cases_max, 512);
}

#define FULL                                                                                       \
    "[station]\nname = 330726\nparent = 3307\nsecret_file = /s/{name}/{name}\nsandbox = yes\n"     \
    "[database]\nhost = a,b\nport = 5432,5433\ndbname = x\nuser = y\npassword_file = /p\n"         \
    "sslmode = verify-full\nsslrootcert = /c\ntarget_session_attrs = any\noptions = -c a=b\n"      \
    "unsafe_lab = yes\n"                                                                           \
    "[link]\nlisten = tcp://*:7330\nparent_endpoint = tcp://[::1]:7330\nparent_key = " KEY_40      \
    "\nkey_file = /k\n"                                                                            \
    "[api]\nipc = ipc:///tmp/a\nlisten = tcp://*:7331\n"                                           \
    "[account]\nadmin_uids =   1000  self 7\n"                                                     \
    "[log]\nlevel = debug\n"                                                                       \
    "[limits]\nlinger_us = 300\ncache_cases_max = 1024\npartition_rows = 5000\n"                   \
    "query_timeout_ms = 2000\ndrain_s = 5\n"                                                       \
    "[lab]\nvirtual_clock = /clock\n"

static void every_key_can_be_set(void **state) {
    struct config config = parse_ok(FULL);
    struct config defaults = parse_ok(LEAST);

    assert_string_equal(config.station.parent.text, "3307");
    assert_string_equal(config.station.secret_file, "/s/330726/330726");
    assert_string_equal(config.link.parent_key, KEY_40);
    assert_string_equal(config.link.parent_endpoint, "tcp://[::1]:7330");
    assert_string_equal(config.database.options, "-c a=b");
    assert_int_equal(config.account.admin_uids.uid[2], 7);
    assert_int_equal(config.limits.drain_s, 5);
    for (size_t i = 0; i < config_row_count; i++) { /* FULL differs from the defaults everywhere */
        struct buf a;
        struct buf b;

        buf_init(&a, CONFIG_LINE_MAX);
        buf_init(&b, CONFIG_LINE_MAX);
        assert_int_equal(config_value_print(&config_rows[i], &config, &a), PJ_OK);
        assert_int_equal(config_value_print(&config_rows[i], &defaults, &b), PJ_OK);
        if (strcmp(config_rows[i].key, "name") != 0 && bytes_equal(buf_bytes(&a), buf_bytes(&b))) {
            fail_msg("the test does not set [%s] %s", config_rows[i].section, config_rows[i].key);
        }
        buf_release(&a);
        buf_release(&b);
    }
}

static void canonical(const struct config *config, struct buf *text) {
    buf_init(text, CONFIG_FILE_BYTES_MAX);
    assert_int_equal(config_print(config, text), PJ_OK);
    assert_int_equal(buf_put(text, "", 1), PJ_OK);
}

static void canonical_form_parses_to_itself(void **state) {
    static const char *const texts[] = {LEAST, FULL};

    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct config first = parse_ok(texts[i]);
        struct config second;
        struct buf one;
        struct buf two;

        canonical(&first, &one);
        second = parse_ok((const char *)one.data);
        canonical(&second, &two);
        assert_string_equal(one.data, two.data);
        buf_release(&one);
        buf_release(&two);
    }
}

static void virtual_clock_is_for_laboratories_only(void **state) {
    static const char with_clock[] = LEAST "[lab]\nvirtual_clock = /clock\n";
    static const char in_a_lab[] =
        LEAST "[database]\nunsafe_lab = yes\n[lab]\nvirtual_clock = /clock\n";
    struct config config = parse_ok(with_clock);
    struct buf errors;

    buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
    assert_int_equal(config_check_lab("test.conf", &config, &errors), PJ_BAD_DATA);
    assert_int_equal(buf_put(&errors, "", 1), PJ_OK);
    assert_non_null(strstr((char *)errors.data, "test.conf: [lab] virtual_clock: 仅供试验"));
    assert_non_null(strstr((char *)errors.data, "for experiments only"));
    buf_clear(&errors);
    config.database.unsafe_lab = true; /* as --unsafe-lab does */
    assert_int_equal(config_check_lab("test.conf", &config, &errors), PJ_OK);
    config = parse_ok(in_a_lab);
    assert_int_equal(config_check_lab("test.conf", &config, &errors), PJ_OK);
    config = parse_ok(LEAST);
    assert_int_equal(config_check_lab("test.conf", &config, &errors), PJ_OK);
    assert_int_equal(errors.len, 0);
    buf_release(&errors);
}

static void reload_takes_what_may_change_and_names_the_rest(void **state) {
    struct config config = parse_ok(LEAST);
    struct config fresh = parse_ok(LEAST "[log]\nlevel = debug\n[api]\nlisten = tcp://*:1\n"
                                         "[account]\nadmin_uids =\n[limits]\nlinger_us = 7\n");
    struct buf skipped;

    buf_init(&skipped, CONFIG_ERROR_BYTES_MAX);
    assert_int_equal(config_reload(&config, &fresh, &skipped), PJ_OK);
    assert_int_equal(buf_put(&skipped, "", 1), PJ_OK);
    assert_string_equal(skipped.data, "[api] listen\n[limits] linger_us\n");
    assert_int_equal(config.log.level, LOG_LEVEL_DEBUG);
    assert_int_equal(config.account.admin_uids.count, 0);
    assert_string_equal(config.api.listen, "");
    assert_int_equal(config.limits.linger_us, 0);
    buf_release(&skipped);
}

/* ---- the table, the example, the manual */

static char *read_whole(const char *path) {
    FILE *file = fopen(path, "r");
    char *text = calloc(1, CONFIG_FILE_BYTES_MAX);

    assert_non_null(text);
    if (file == NULL) {
        fail_msg("%s cannot be opened", path);
    }
    assert_true(fread(text, 1, CONFIG_FILE_BYTES_MAX - 1, file) < CONFIG_FILE_BYTES_MAX - 1);
    (void)fclose(file);
    return text;
}

static void committed_example_is_the_printed_one(void **state) {
    char *committed = read_whole(PJ_SOURCE_DIR "/deploy/pujiangd.conf.example");
    struct buf printed;

    buf_init(&printed, CONFIG_FILE_BYTES_MAX);
    assert_int_equal(config_print_example(&printed), PJ_OK);
    assert_int_equal(buf_put(&printed, "", 1), PJ_OK);
    assert_string_equal(committed, printed.data);
    buf_release(&printed);
    free(committed);
}

/* The example as it is lacks only the name; uncommented it says the defaults. */
static void example_with_a_name_is_the_least_file(void **state) {
    char *example = read_whole(PJ_SOURCE_DIR "/deploy/pujiangd.conf.example");
    char *name = strstr(example, "\nname =\n");
    struct config least = parse_ok(LEAST);
    struct config config;
    struct buf text;
    struct buf one;
    struct buf two;

    assert_non_null(name);
    buf_init(&text, CONFIG_FILE_BYTES_MAX);
    assert_int_equal(buf_printf(&text, "%.*s\nname = 330726\n", (int)(name - example), example),
                     PJ_OK);
    for (char *at = name + 8; *at != '\0'; at++) {
        bool is_key = at[0] == '#' && at[-1] == '\n' && at[1] != ' ' && at[1] != '\n';

        assert_int_equal(buf_put(&text, is_key ? " " : at, 1), PJ_OK);
    }
    assert_int_equal(buf_put(&text, "", 1), PJ_OK);
    config = parse_ok((const char *)text.data);
    canonical(&config, &one);
    canonical(&least, &two);
    assert_string_equal(one.data, two.data);
    buf_release(&one);
    buf_release(&two);
    buf_release(&text);
    free(example);
}

static void manual_explains_every_key(void **state) {
    char *manual = read_whole(PJ_SOURCE_DIR "/deploy/man/pujiangd.conf.5");

    for (size_t i = 0; i < config_row_count; i++) {
        const struct config_row *row = &config_rows[i];
        char heading[128];
        char section[64];
        const char *at = NULL;

        (void)snprintf(section, sizeof section, ".SS [%s]\n", row->section);
        (void)snprintf(heading, sizeof heading, ".B %s\n", row->key);
        at = strstr(manual, section);
        if (at == NULL || strstr(at, heading) == NULL) {
            fail_msg("pujiangd.conf(5) lacks [%s] %s", row->section, row->key);
            break;
        }
        if (row->fallback[0] != '\0' && strstr(at, row->fallback) == NULL) {
            fail_msg("pujiangd.conf(5) lacks the default of [%s] %s", row->section, row->key);
        }
    }
    free(manual);
}

static void keys_fit_a_line_and_are_distinct(void **state) {
    for (size_t i = 0; i < config_row_count; i++) {
        const struct config_row *row = &config_rows[i];

        assert_true(strlen(row->key) + 3 + strlen(row->fallback) <= CONFIG_LINE_MAX);
        assert_true(row->zh[0] != '\0');
        assert_true(row->en[0] != '\0');
        for (size_t k = 0; k < i; k++) {
            assert_false(strcmp(row->section, config_rows[k].section) == 0 &&
                         strcmp(row->key, config_rows[k].key) == 0);
            assert_false(row->offset == config_rows[k].offset);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        CASE("trouble names its line and what is wrong", trouble_names_its_line),
        CASE("all trouble of a file is named at once", all_trouble_is_named_at_once),
        CASE("a refused file changes nothing", refused_file_changes_nothing),
        CASE("no newline at the end is fine, a NUL is not", text_without_end_or_with_nul_is_read),
        CASE("a file with a name only has the defaults", least_file_has_the_defaults),
        CASE("every key can be set", every_key_can_be_set),
        CASE("the canonical form parses to itself", canonical_form_parses_to_itself),
        CASE("a virtual clock is for laboratories only", virtual_clock_is_for_laboratories_only),
        CASE("a reload takes what may change and names the rest",
             reload_takes_what_may_change_and_names_the_rest),
        CASE("the committed example is the printed one", committed_example_is_the_printed_one),
        CASE("the example uncommented says the defaults", example_with_a_name_is_the_least_file),
        CASE("the manual explains every key and its default", manual_explains_every_key),
        CASE("keys are distinct and fit a line", keys_fit_a_line_and_are_distinct),
    };

    (void)snprintf(long_line, sizeof long_line, "%s[database]\noptions = %0250d\n", LEAST, 7);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
