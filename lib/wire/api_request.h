/* SPDX-License-Identifier: Apache-2.0
 * The socket API as plain structs, one per message of proto/api.proto (which is the manual). Texts
 * are NUL-terminated and borrowed, "" when absent, never NULL after decoding; byte fields are
 * borrowed views. */
#pragma once
#include "wire/api_report.h"
#include "words/message.h"

#define API_PROTOCOL         1
#define API_LIST_MAX         500
#define API_LIST_DEFAULT     100
#define API_CHUNK_BYTES_MAX  (256 * 1024)
#define API_UPLOAD_BYTES_MAX (64u * 1024 * 1024)
#define API_SCOPES_MAX       11
#define API_IN_FLIGHT_MAX    64 /* per account */

/* X(NAME, field number in ClientFrame, "name") */
/* clang-format off */
#define API_REQUESTS(X)                                   \
    X(HELLO, 10, "hello")                                 \
    X(SUBMIT_CASE, 11, "submit_case")                     \
    X(GET_RECEIPT, 12, "get_receipt")                     \
    X(GET_CASE, 13, "get_case")                           \
    X(TRACE, 14, "trace")                                 \
    X(LIST_CASES, 15, "list_cases")                       \
    X(ACT, 16, "act")                                     \
    X(STATUS, 17, "status")                               \
    X(EXPLAIN, 18, "explain")                             \
    X(ROUTE_TEST, 19, "route_test")                       \
    X(LINK_SHOW, 20, "link_show")                         \
    X(LINK_BALANCE, 21, "link_balance")                   \
    X(PARKED_LIST, 22, "parked_list")                     \
    X(PARKED_SHOW, 23, "parked_show")                     \
    X(PARKED_REPLAY, 24, "parked_replay")                 \
    X(PARKED_BOUNCE, 25, "parked_bounce")                 \
    X(LOAD_DATA, 26, "load_data")                         \
    X(SHOW_DATA, 27, "show_data")                         \
    X(KEY_ALLOW, 28, "key_allow")                         \
    X(KEY_LIST, 29, "key_list")                           \
    X(ACCOUNT_ADD, 30, "account_add")                     \
    X(CLOCK_EXPLAIN, 31, "clock_explain")                 \
    X(GET_PAPER, 32, "get_paper")                         \
    X(REPORT, 39, "report")                               \
    X(LIST_PAPERS, 63, "list_papers")                     \
    X(VOID_PAPER, 64, "void_paper")
/* clang-format on */

enum api_request_kind {
    API_NONE,
#define API_REQUEST_ROW(name, number, text) API_##name = number,
    API_REQUESTS(API_REQUEST_ROW)
#undef API_REQUEST_ROW
};

struct petitioner {
    uint32_t kind; /* 1 person 2 org 3 agent 4 representative 5 member */
    struct bytes name, contact, address;
};

struct accused {
    const char *node;
    struct bytes person, post, text;
};

struct attachment {
    struct bytes name, data;
};

struct api_submit_case {
    const char *node;
    enum form form;
    const char *source;
    enum purpose purpose;
    const char *category;
    const char *place;
    struct bytes place_text;
    uint32_t persons;
    struct wall occurred_at, sent_at, received_at;
    struct civil known_at; /* 0 = not said */
    const char *follows;   /* number of an ended case with new facts; "" = none */
    struct bytes text;
    enum text_origin text_origin;
    const struct petitioner *petitioners;
    size_t petitioner_count;
    const struct accused *accused;
    size_t accused_count;
    const char *foreign_system;
    const char *foreign_id;
    const char *session;
    uint32_t group_no, group_persons;
    const struct problem *problems;
    size_t problem_count;
    struct bytes carried;
    const char *const *carried_keys;
    size_t carried_key_count;
    struct bytes unread; /* decoder only: fields as received that the others above do not hold */
    /* Of no SubmitCase: files that came with what a supplement says of somebody. */
    const struct attachment *attachments;
    size_t attachment_count;
};

struct api_get_case {
    const char *case_no;
    struct bytes key;
    const char *foreign_system;
    const char *foreign_id;
    struct digest part; /* zero = no part's bytes are wanted */
};

struct api_list_cases {
    const char *node;
    enum state state;
    bool open_only, overdue_only;
    uint64_t after_ref;
    uint32_t limit;
};

struct api_list_papers {
    const char *case_no, *office, *kind, *number;
    const char *query_code; /* of the petitioner, "" = an office asks */
    uint32_t year;
    uint64_t after;
    uint32_t limit;
};

struct api_void_paper {
    const char *case_no, *number, *office;
    struct bytes reason;
};

struct api_supplement {
    enum relation relation;
    struct bytes text;
    enum text_origin text_origin;
    enum form form;
    struct wall received_at; /* 0 = now */
    const struct attachment *attachments;
    size_t attachment_count;
    const struct accused *accused;
    size_t accused_count;
    const struct petitioner *petitioners; /* who accuses */
    size_t petitioner_count;
};

struct api_act {
    const char *case_no;
    const char *node;
    struct act act;         /* node and target checked for form only */
    const char *query_code; /* of a petitioner's act */
    uint64_t expect_version;
    struct api_supplement supplement; /* of ACT_SUPPLEMENT */
};

struct api_route_case {
    const char *key, *node, *category, *place;
    enum purpose purpose;
    enum form form;
    const char *const *accused;
    size_t accused_count;
};

struct api_load_data {
    enum data_kind kind;
    const char *version;
    uint64_t offset, total;
    struct bytes chunk;
    bool last;
};

struct api_key_allow {
    const char *public_key, *station, *account;
    bool revoke;
};

struct api_account_add {
    const char *account;
    const char *const *scopes;
    size_t scope_count;
    const char *node;
    uint32_t ipc_uid; /* uid + 1; 0 = none */
};

struct api_request {
    uint32_t protocol;
    uint64_t request_id;
    struct bytes key;
    bool dry_run;
    struct operator_ref operator_ref;
    enum api_request_kind kind;
    struct bytes body_digest_bytes; /* decoder only */
    union {
        struct api_submit_case submit_case;
        struct bytes get_receipt_key;
        struct api_get_case get_case;
        const char *case_no; /* trace, explain, clock_explain */
        struct {
            const char *case_no, *kind;
        } get_paper;
        struct api_list_papers list_papers;
        struct api_void_paper void_paper;
        struct api_list_cases list_cases;
        struct api_report report;
        struct api_act act;
        struct {
            const struct api_route_case *cases;
            size_t count;
        } route_test;
        bool balance_deep;
        struct {
            uint64_t after_pos;
            uint32_t limit;
        } parked_list;
        uint64_t parked_pos; /* show, replay */
        struct {
            uint64_t pos;
            struct bytes reason;
        } parked_bounce;
        struct api_load_data load_data;
        enum data_kind show_data;
        struct api_key_allow key_allow;
        struct api_account_add account_add;
    };
};
