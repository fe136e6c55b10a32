/* SPDX-License-Identifier: Apache-2.0
 * What a station answers, and the rows of its setting table. See wire/api.h. */
#pragma once
#include "wire/api_case.h"
#include "wire/api_explain.h"
#include "wire/api_paper.h"
#include "wire/api_request.h"
#include "wire/api_tied.h"

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
    API_REPLY_CLOCKS = 31,
    API_REPLY_PAPER = 32,
    API_REPLY_REPORT = 39,
    API_REPLY_PAPERS = 63,
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
    const struct api_same_matter *same;
    size_t same_count;
    struct api_advice advice;
    const struct api_receipt *accusation; /* borrowed, NULL = it is one case; has none itself */
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
    const char *station, *database, *version, *division_version, *list_version, *clock;
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

struct api_clock_step {
    const char *step, *zh, *en;
    struct civil from, to;
    uint32_t length;
};

struct api_derivation {   /* of one clock by one rule set */
    struct api_due clock; /* as it is stored */
    const char *rule_set, *rule_zh, *rule_en;
    bool binding, provisional;
    struct civil due; /* 0 = nothing to derive */
    const struct api_clock_step *steps;
    size_t step_count;
};

struct api_route_verdict {
    const char *key, *outcome, *target, *rule_text, *basis;
    uint32_t rule;
    const char *const *path;
    size_t path_count;
    const char *const *conflicts;
    size_t conflict_count;
    bool unresolved;
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
    struct civil known_from, known_to; /* of a calendar; 0 = does not apply */
    const char *const *sets;           /* of rules: the sets in force */
    size_t set_count;
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
        struct {
            const struct api_report_row *rows;
            size_t count;
            uint64_t next_ref;
        } report;
        struct api_status status;
        struct {
            const char *case_no;
            const struct api_explain_line *lines;
            size_t line_count;
            const struct api_due *due;
            size_t due_count;
            struct api_advice advice;
        } explain;
        struct {
            const char *case_no;
            const struct api_derivation *rows;
            size_t count;
        } clocks;
        struct {
            const char *case_no, *kind;
            const struct api_paper_value *values;
            size_t count;
        } paper;
        struct {
            const struct api_paper *items;
            size_t count;
            uint64_t next;
        } papers;
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

enum setting_kind {
    SETTING_DATA = 1,
    SETTING_KEY = 2,
    SETTING_ACCOUNT = 3
};

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
