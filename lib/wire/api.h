/* SPDX-License-Identifier: Apache-2.0
 * The socket API as plain structs, one per message of proto/api.proto (which is the manual). Texts are NUL-terminated
 * and borrowed, "" when absent, never NULL after decoding; byte fields are borrowed views. */
#pragma once
#include "words/casefile.h"
#include "words/message.h"

#define API_PROTOCOL 1
#define API_LIST_MAX 500
#define API_LIST_DEFAULT 100
#define API_CHUNK_BYTES_MAX (256 * 1024)
#define API_UPLOAD_BYTES_MAX (64u * 1024 * 1024)
#define API_SCOPES_MAX 8
#define API_IN_FLIGHT_MAX 64 /* per account */

/* X(NAME, field number in ClientFrame, "name") */
#define API_REQUESTS(X)                                                                            \
    X(HELLO, 10, "hello") X(SUBMIT_CASE, 11, "submit_case") X(GET_RECEIPT, 12, "get_receipt")      \
    X(GET_CASE, 13, "get_case") X(TRACE, 14, "trace") X(LIST_CASES, 15, "list_cases")              \
    X(ACT, 16, "act") X(STATUS, 17, "status") X(EXPLAIN, 18, "explain")                            \
    X(ROUTE_TEST, 19, "route_test") X(LINK_SHOW, 20, "link_show")                                  \
    X(LINK_BALANCE, 21, "link_balance") X(PARKED_LIST, 22, "parked_list")                          \
    X(PARKED_SHOW, 23, "parked_show") X(PARKED_REPLAY, 24, "parked_replay")                        \
    X(PARKED_BOUNCE, 25, "parked_bounce") X(LOAD_DATA, 26, "load_data")                            \
    X(SHOW_DATA, 27, "show_data") X(KEY_ALLOW, 28, "key_allow") X(KEY_LIST, 29, "key_list")        \
    X(ACCOUNT_ADD, 30, "account_add")

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
};

struct api_get_case {
    const char *case_no;
    struct bytes key;
    const char *foreign_system;
    const char *foreign_id;
};

struct api_list_cases {
    const char *node;
    enum state state;
    bool open_only, overdue_only;
    uint64_t after_ref;
    uint32_t limit;
};

struct api_act {
    const char *case_no;
    const char *node;
    struct act act; /* node and target checked for form only */
    uint64_t expect_version;
};

struct api_route_case {
    const char *key, *node, *category, *place;
    enum purpose purpose;
    enum form form;
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
        const char *case_no; /* trace, explain */
        struct api_list_cases list_cases;
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

/* ---- replies; field numbers of ServerFrame */

enum api_reply_kind {
    API_REPLY_NONE,
    API_REPLY_ERROR = 9,
    API_REPLY_HELLO = 10,
    API_REPLY_RECEIPT = 11,
    API_REPLY_CASE = 12,
    API_REPLY_TRACE = 14,
    API_REPLY_CASES = 15,
    API_REPLY_STATUS = 17,
    API_REPLY_EXPLAIN = 18,
    API_REPLY_ROUTES = 19,
    API_REPLY_LINKS = 20,
    API_REPLY_PARKED = 22,
    API_REPLY_DATA = 26,
    API_REPLY_KEYS = 28,
};

struct api_error { /* sentences and names come from codes.h by the code */
    enum pj_code code;
    uint32_t code_number; /* as received: a number this version does not know stays readable */
    const char *name;     /* decoder only */
    uint32_t where, retry;
    uint32_t retry_after_ms;
    const char *field;
    const char *basis;
    const char *sentence_zh, *sentence_en; /* decoder only */
    struct bytes detail;
};

struct api_warning {
    enum pj_code code;
    const char *field;
    const char *sentence;
};

struct api_due {
    enum clock_kind clock;
    enum clock_state state;
    const char *kind; /* "calendar" */
    struct civil due;
    struct wall due_at;
    bool provisional;
    const char *basis;
    const char *owner;
};

struct api_hello_reply {
    const char *version, *station, *account;
    struct wall server_time;
    uint32_t frame_bytes_max, in_flight_max, key_bytes_max, text_bytes_max;
    const char *const *scopes;
    size_t scope_count;
};

struct api_receipt {
    const char *case_no, *query_code, *node, *holder;
    struct digest digest;
    struct wall received_at, committed_at;
    bool replayed, sandbox, dry_run;
    uint64_t case_version;
    const struct api_due *due;
    size_t due_count;
    const struct api_warning *warnings;
    size_t warning_count;
};

struct api_case {
    const struct casefile *casefile; /* borrowed; state holder role term version file legs ... */
    const struct api_due *due;
    size_t due_count;
    bool replayed, dry_run;
    uint32_t rule;
    struct bytes text;
};

struct api_trace_hop {
    const char *node;
    struct wall at;
    const char *act;
    uint32_t rule;
    bool digest_ok;
    uint64_t term;
};

struct api_link {
    const char *peer, *role, *state, *reason;
    struct wall since;
    uint32_t lane;
    uint64_t sent, acked, received, parked, in_flight, altered, lost, forked_at;
    bool hash_equal;
    int64_t skew_us;
};

struct api_status {
    const char *station, *database, *version, *division_version, *list_version;
    const char *const *nodes;
    size_t node_count;
    uint32_t nodes_total;
    const struct api_link *links;
    size_t link_count;
    uint64_t cases_open, cases_total, overdue, parked, batches, commits_in_doubt;
    uint32_t epoch;
    int64_t uptime_us;
    uint64_t batch_sizes[16]; /* [i] = batches with 2^i <= inputs < 2^(i+1) */
};

struct api_explain_line {
    struct wall at;
    const char *act, *rule_text, *list_version, *basis, *node, *target;
    uint32_t rule;
};

struct api_route_verdict {
    const char *key, *outcome, *target, *rule_text, *basis;
    uint32_t rule;
    const char *const *path;
    size_t path_count;
};

struct api_parked {
    uint64_t pos;
    const char *case_no, *peer, *sentence, *hop;
    uint32_t code;
    struct wall at;
    uint32_t kind;
    bool holds_token;
    struct digest body_digest;
    uint32_t behind;
};

struct api_data_issue {
    uint32_t line;
    const char *sentence;
    bool fatal;
};

struct api_data_report {
    enum data_kind kind;
    const char *version;
    struct digest digest;
    uint64_t rows;
    uint64_t rows_per_level[5]; /* province ... village */
    const struct api_data_issue *issues;
    size_t issue_count;
    uint64_t issues_total;
    struct wall loaded_at;
    bool dry_run, complete;
};

struct api_key_item {
    const char *public_key, *station, *account, *node;
    const char *const *scopes;
    size_t scope_count;
    bool revoked;
};

struct api_reply {
    uint64_t request_id;
    enum api_reply_kind kind;
    union {
        struct api_error error;
        struct api_hello_reply hello;
        struct api_receipt receipt;
        struct api_case case_view;
        struct {
            const char *case_no;
            const struct api_trace_hop *hops;
            size_t count;
        } trace;
        struct {
            const struct api_case *cases;
            size_t count;
            uint64_t next_ref;
        } cases;
        struct api_status status;
        struct {
            const char *case_no;
            const struct api_explain_line *lines;
            size_t line_count;
            const struct api_due *due;
            size_t due_count;
        } explain;
        struct {
            const struct api_route_verdict *verdicts;
            size_t count;
        } routes;
        struct {
            const struct api_link *links;
            size_t count;
        } links;
        struct {
            const struct api_parked *items;
            size_t count;
        } parked;
        struct api_data_report data;
        struct {
            const struct api_key_item *items;
            size_t count;
        } keys;
    };
};

/* ---- settings: rarely changed, kept in one table, read at start */

enum setting_kind { SETTING_DATA = 1, SETTING_KEY = 2, SETTING_ACCOUNT = 3 };

struct setting {
    enum setting_kind kind;
    union {
        struct {
            enum data_kind kind;
            const char *version;
            struct digest digest;
            struct wall loaded_at;
            struct bytes body;
        } data;
        struct {
            const char *public_key, *station, *account;
            bool revoked;
        } key;
        struct api_account_add account;
    };
};
