/* SPDX-License-Identifier: Apache-2.0
 * The working set of cases: what one of them points to has room for whatever a turn brings, and
 * does not grow from turn to turn. */
#include "base/text.h"
#include "node/memory.h"
#include "node/port.h"
#include "unit.h"

#define MIB (1024u * 1024)

static uint8_t reason[REASON_BYTES_MAX];

/* With the longest reasons everywhere. */
static void fill(struct casefile *file) {
    memset(reason, 'x', sizeof reason);
    memset(file, 0, sizeof *file);
    file->ref = 1;
    file->id.byte[0] = 1;
    text_print(file->no.text, sizeof file->no.text, "330726-20261126-12345678-98");
    file->leg_count = LEGS_MAX;
    for (size_t i = 0; i < LEGS_MAX; i++) {
        file->legs[i].reason = (struct bytes){reason, sizeof reason};
    }
    file->assist_count = ASSISTS_MAX;
    for (size_t i = 0; i < ASSISTS_MAX; i++) {
        file->assists[i].reason = (struct bytes){reason, sizeof reason};
        file->assists[i].answer = (struct bytes){reason, sizeof reason};
    }
}

static void a_turn_full_of_the_longest(void **state) {
    static struct casefile file;
    struct case_cache cache = {.max = 8};
    struct cached_case *entry = NULL;

    (void)state;
    fill(&file);
    entry = cases_add(&cache, &file);
    assert_non_null(entry);
    for (uint64_t turn = 1; turn <= 3; turn++) {
        entry->used_turn = turn;
        for (unsigned i = 0; i < BATCH_INPUTS_MAX; i++) {
            cases_replace(entry, &file);
            cases_change(entry, turn == 1);
        }
        assert_true(entry->arena.used_bytes > 32 * MIB);
        assert_ptr_equal(cache.changed, entry);
        assert_null(entry->next); /* once, however often */
        cases_committed(&cache);
        assert_null(cache.changed);
        assert_false(entry->is_new);
        cases_trim(&cache, turn); /* in use, so it stays: with what it needs alone */
        assert_ptr_equal(cases_find_ref(&cache, 1), entry);
        assert_true(entry->arena.used_bytes < MIB);
        assert_int_equal(entry->file.legs[LEGS_MAX - 1].reason.len, sizeof reason);
        assert_int_equal(entry->file.assists[0].answer.data[0], 'x');
    }
    cases_clear(&cache);
}

static void too_many_are_let_go(void **state) {
    static struct casefile file;
    struct case_cache cache = {.max = 1};
    struct cached_case *entry = NULL;

    (void)state;
    fill(&file);
    for (uint8_t i = 1; i <= 3; i++) {
        file.ref = i;
        file.id.byte[0] = i;
        file.no.text[15] = (char)('0' + i);
        entry = cases_add(&cache, &file);
        entry->used_turn = i;
        cases_change(entry, true);
    }
    cases_trim(&cache, 3); /* oldest first; what this turn used stays */
    assert_int_equal(cache.count, 1);
    assert_non_null(cases_find_ref(&cache, 3));
    assert_ptr_equal(cache.changed, entry); /* nor are they among the changed any more */
    cases_clear(&cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a turn full of the longest has room, and the next begins without what it left",
             a_turn_full_of_the_longest),
        CASE("too many: the oldest are let go, what this turn used stays", too_many_are_let_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
