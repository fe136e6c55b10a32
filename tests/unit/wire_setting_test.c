/* SPDX-License-Identifier: Apache-2.0
 * Rows of the table `setting`: what an administrator entered years ago must still be read, and a
 * damaged row must not be half read. */
#include "raw_message.h"
#include "unit.h"

#include "wire/wire.h"

#define TEXT(text) ((struct bytes){(const uint8_t *)(text), sizeof(text) - 1})

static const enum setting_kind kinds[] = {SETTING_DATA, SETTING_KEY, SETTING_ACCOUNT};

static void round_trip(const struct setting *setting, struct arena *arena,
                       struct setting *ret_back) {
    struct bytes bytes = BYTES_NONE;

    arena_init(arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_setting(setting, arena, &bytes), PJ_OK);
    assert_int_equal(wire_decode_setting(setting->kind, bytes, arena, ret_back), PJ_OK);
    assert_int_equal(ret_back->kind, setting->kind);
}

static void a_data_file(void **state) {
    static const uint8_t body[] = {'a', 0, 0xff, '\n'};
    struct setting setting = {.kind = SETTING_DATA,
                              .data = {.kind = DATA_LIST,
                                       .version = "2026",
                                       .digest = {{1, 2, 3}},
                                       .loaded_at = {-5},
                                       .body = {body, sizeof body}}};
    struct setting back;
    struct arena arena;

    round_trip(&setting, &arena, &back);
    assert_int_equal(back.data.kind, DATA_LIST);
    assert_string_equal(back.data.version, "2026");
    assert_true(digest_equal(&back.data.digest, &setting.data.digest));
    assert_int_equal(back.data.loaded_at.us, -5);
    assert_true(bytes_equal(back.data.body, setting.data.body));
    arena_release(&arena);
}

static void a_key(void **state) {
    struct setting setting = {.kind = SETTING_KEY, .key = {"public", "town", "hotline", true}};
    struct setting back;
    struct arena arena;

    round_trip(&setting, &arena, &back);
    assert_string_equal(back.key.public_key, "public");
    assert_string_equal(back.key.station, "town");
    assert_string_equal(back.key.account, "hotline");
    assert_true(back.key.revoked);
    arena_release(&arena);
}

static void an_account(void **state) {
    static const char *const scopes[] = {"submit", "read:own", "act"};
    struct setting setting = {.kind = SETTING_ACCOUNT,
                              .account = {"hotline", scopes, ARRAY_COUNT(scopes), "330726", 1001}};
    struct setting back;
    struct arena arena;

    round_trip(&setting, &arena, &back);
    assert_string_equal(back.account.account, "hotline");
    assert_int_equal(back.account.scope_count, 3);
    assert_string_equal(back.account.scopes[2], "act");
    assert_string_equal(back.account.node, "330726");
    assert_int_equal(back.account.ipc_uid, 1001);
    arena_release(&arena);
}

static void an_empty_row_is_all_absent(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        struct setting back;
        struct arena arena;

        arena_init(&arena, UNPACK_BYTES_MAX);
        assert_int_equal(wire_decode_setting(kinds[i], BYTES_NONE, &arena, &back), PJ_OK);
        assert_int_equal(back.kind, kinds[i]);
        arena_release(&arena);
    }
}

static void a_row_of_a_later_version(void **state) {
    struct raw row = {NULL, 0};
    struct setting back;
    struct arena arena;

    raw_text(&row, 3, "hotline");
    raw_number(&row, 50, 7);
    raw_text(&row, 51, "later");
    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(
        wire_decode_setting(SETTING_KEY, (struct bytes){row.data, row.len}, &arena, &back), PJ_OK);
    assert_string_equal(back.key.account, "hotline");
    assert_string_equal(back.key.public_key, "");
    assert_false(back.key.revoked);
    arena_release(&arena);
    raw_release(&row);
}

static void damaged_rows(void **state) {
    static const struct {
        const char *sentence;
        enum setting_kind kind;
        struct bytes bytes;
        enum pj_code code;
    } rows[] = {
        {"a torn data file", SETTING_DATA, TEXT("\x2a\x10xx"), PJ_BAD_FORMAT},
        {"a torn key", SETTING_KEY, TEXT("\x0a\x10xx"), PJ_BAD_FORMAT},
        {"a torn account", SETTING_ACCOUNT, TEXT("\x0a\x10xx"), PJ_BAD_FORMAT},
        {"a kind of data of the future", SETTING_DATA, TEXT("\x08\x63"), PJ_BAD_ENUM},
        {"a digest of one byte", SETTING_DATA, TEXT("\x1a\x01x"), PJ_BAD_FIELD},
        {"twelve scopes", SETTING_ACCOUNT,
         TEXT("\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12"
              "\x00\x12\x00"),
         PJ_BAD_TOO_LONG},
        {"eleven scopes", SETTING_ACCOUNT,
         TEXT("\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12\x00\x12"
              "\x00"),
         PJ_OK},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct setting back = {.kind = (enum setting_kind)77};
        struct arena arena;
        enum pj_code code = PJ_OK;

        arena_init(&arena, UNPACK_BYTES_MAX);
        code = wire_decode_setting(rows[i].kind, rows[i].bytes, &arena, &back);
        if (code != rows[i].code) {
            fail_msg("%s: %s", rows[i].sentence, pj_code_name((unsigned)code));
        }
        assert_int_equal(back.kind, code == PJ_OK ? rows[i].kind : (enum setting_kind)77);
        arena_release(&arena);
    }
}

static void an_unknown_kind(void **state) {
    struct setting setting = {.kind = (enum setting_kind)9};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, UNPACK_BYTES_MAX);
    assert_int_equal(wire_encode_setting(&setting, &arena, &bytes), PJ_BAD_ENUM);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(wire_decode_setting((enum setting_kind)9, BYTES_NONE, &arena, &setting),
                     PJ_BAD_ENUM);
    arena_release(&arena);
}

static void no_memory(void **state) {
    static uint8_t large[4096];
    struct setting setting = {.kind = SETTING_DATA, .data = {.body = {large, sizeof large}}};
    struct bytes bytes = BYTES_NONE;
    struct arena arena;

    arena_init(&arena, 64);
    assert_int_equal(wire_encode_setting(&setting, &arena, &bytes), PJ_INTERNAL_NO_MEMORY);
    assert_int_equal(bytes.len, 0);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a data file comes back byte for byte", a_data_file),
        CASE("a key comes back", a_key),
        CASE("an account comes back with its scopes in order", an_account),
        CASE("an empty row is a row with everything absent", an_empty_row_is_all_absent),
        CASE("a row of a later version is read as far as it is known", a_row_of_a_later_version),
        CASE("a damaged row is refused and leaves the struct alone", damaged_rows),
        CASE("a kind that is none is refused both ways", an_unknown_kind),
        CASE("without memory nothing is encoded", no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
