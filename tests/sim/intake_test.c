/* SPDX-License-Identifier: Apache-2.0
 * Whatever a sender wrote is in the journal when the receipt leaves: also what no field holds. */
#include "one_station.h"
#include "raw_message.h"

/* A SubmitCase with these fields beside a text; the body is released. */
static const struct api_receipt *submit(struct answer *answer, struct raw *body) {
    struct raw frame = {NULL, 0};
    static unsigned number;
    char key[32];

    snprintf(key, sizeof key, "key-%u", ++number);
    raw_text(body, 12, "road");
    raw_number(&frame, 1, API_PROTOCOL);
    raw_number(&frame, 2, 1);
    raw_text(&frame, 3, key);
    raw_message(&frame, API_SUBMIT_CASE, body);
    ask(answer, (struct bytes){frame.data, frame.len});
    raw_release(&frame);
    assert_int_equal(answer->reply.kind, API_REPLY_RECEIPT);
    return &answer->reply.receipt;
}

static bool is_in_journal(const struct answer *answer, const char *case_no, struct bytes wanted) {
    struct mem_store *store = &answer->world->stations[COUNTY].store;
    const struct mem_case *row = mem_store_case(store, case_no);
    struct bytes body;

    assert_non_null(row);
    body = MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1)->body;
    for (size_t at = 0; at + wanted.len <= body.len; at++) {
        if (memcmp(body.data + at, wanted.data, wanted.len) == 0) {
            return true;
        }
    }
    return false;
}

static const struct api_warning *warning_of(const struct api_receipt *receipt, const char *field) {
    for (size_t i = 0; i < receipt->warning_count; i++) {
        if (strcmp(receipt->warnings[i].field, field) == 0) {
            return &receipt->warnings[i];
        }
    }
    return NULL;
}

#define LONG_TEXT                                                                                  \
    "a text that is much longer than any field of the case it is said of, since the one who "      \
    "wrote it had no idea of fields, nor that there would ever be such a thing as a limit"

static const struct {
    const char *field; /* of the warning */
    uint32_t within, number;
    struct bytes bytes;
    enum pj_code code;
} rows[] = {
    {"category", 0, 5, TEXT(LONG_TEXT), PJ_BAD_TOO_LONG},
    {"source", 0, 3, TEXT(LONG_TEXT), PJ_BAD_TOO_LONG},
    {"place", 0, 6, TEXT(LONG_TEXT), PJ_BAD_TOO_LONG},
    {"session", 18, 1, TEXT(LONG_TEXT), PJ_BAD_TOO_LONG},
    {"category", 0, 5, TEXT("\xb4\xe5 category"), PJ_BAD_FORMAT},
    {"source", 0, 3, TEXT("\xb4\xe5 source"), PJ_BAD_FORMAT},
    {"place", 0, 6, TEXT("\xb4\xe5 pl"), PJ_BAD_FORMAT},
    {"session", 18, 1, TEXT("\xb4\xe5 session"), PJ_BAD_FORMAT},
    {"foreign_system", 0, 16, TEXT("\xb4\xe5 system"), PJ_BAD_FORMAT},
    {"foreign_id", 0, 17, TEXT("\xb4\xe5 id"), PJ_BAD_FORMAT},
    {"submit_case", 19, 2, TEXT(LONG_TEXT), PJ_BAD_FIELD},
    {"submit_case", 0, 900, TEXT("of a later version"), PJ_BAD_FIELD},
    {"submit_case", 14, 900, TEXT("a petitioner's, of a later version"), PJ_BAD_FIELD},
};

static void kept_with_the_case(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct raw body = {NULL, 0};
        struct raw inner = {NULL, 0};
        const struct api_receipt *receipt = NULL;
        const struct api_warning *warning = NULL;

        raw_bytes(rows[i].within == 0 ? &body : &inner, rows[i].number, rows[i].bytes.data,
                  rows[i].bytes.len);
        if (rows[i].within != 0) {
            raw_message(&body, rows[i].within, &inner);
        }
        raw_release(&inner);
        receipt = submit(*state, &body);
        warning = warning_of(receipt, rows[i].field);
        if (warning == NULL || warning->code != rows[i].code ||
            strstr(warning->sentence, "kept with the case") == NULL) {
            fail_msg("row %u, %s: no such warning", (unsigned)i, rows[i].field);
        }
        if (!is_in_journal(*state, receipt->case_no, rows[i].bytes)) {
            fail_msg("row %u, %s: not in the journal", (unsigned)i, rows[i].field);
        }
    }
}

static void nothing_to_say_of_what_is_known(void **state) {
    struct raw body = {NULL, 0};
    const struct api_receipt *receipt = NULL;

    raw_text(&body, 5, "0101");
    raw_text(&body, 6, "330726101221");
    receipt = submit(*state, &body);
    assert_int_equal(receipt->warning_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("what no field holds is in the journal, as the warning says", kept_with_the_case),
        CASE("of what is known there is no warning", nothing_to_say_of_what_is_known),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
