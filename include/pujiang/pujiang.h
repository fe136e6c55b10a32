/* SPDX-License-Identifier: Apache-2.0
 *
 * libpujiang: the client library of pujiangd. This header is the manual.
 *
 *     struct pj_client *client = NULL;
 *     struct pj_reply *reply = NULL;
 *     struct pj_options options = {.endpoint = "ipc:///run/pujiang/330726.sock"};
 *     struct pj_case petition = {.text = pj_text("..."), .form = PJ_FORM_LETTER};
 *     struct pj_write write = {.key = pj_text("window-3/2026-11-23/17")};
 *
 *     if (pj_connect(&options, &client) == PJ_OK &&
 *         pj_submit(client, &write, &petition, &reply) == PJ_OK)
 *         printf("%s\n", pj_reply_receipt(reply)->case_no);
 *     else
 *         printf("%s\n", pj_reply_error(reply)->sentence_en);
 *     pj_reply_free(reply);
 *     pj_disconnect(client);
 *
 * The one rule of this library: no receipt = unknown. Every write carries a key chosen by the
 * caller and kept by the caller; after a crash, a timeout or LINK_NO_ANSWER the same call with the
 * same key gives the first receipt again
 * (`replayed`) and never a second case. The library itself sends the same bytes again when an
 * answer stays away.
 *
 * A client belongs to one thread at a time. Different clients share nothing. The library never
 * prints, never touches signals, and starts one I/O thread per client (libzmq's). Texts given are
 * borrowed during the call; everything a reply shows belongs to the reply and lives until
 * pj_reply_free.
 */
#ifndef PUJIANG_PUJIANG_H
#define PUJIANG_PUJIANG_H

#include <pujiang/codes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PJ_IN_FLIGHT_MAX  64 /* per client; a station allows as many per account */
#define PJ_KEY_BYTES_MAX  64
#define PJ_KEY_TEXT_MAX   32 /* of pj_random_key */
#define PJ_CURVE_TEXT_MAX 40

struct pj_client; /* a connection that mends itself */
struct pj_reply;  /* one answer, or why there is none */

/* Bytes with a length: petitioners' words may hold anything, a NUL too. */
struct pj_bytes {
    const void *data;
    size_t len;
};

/* A NUL-terminated text as bytes. NULL = none. */
struct pj_bytes pj_text(const char *text);

/* ---- words. Numbers are those of proto/case.proto and never change. 0 = not said. */

enum pj_form {
    PJ_FORM_UNSPECIFIED = 0,
    PJ_FORM_LETTER = 1,
    PJ_FORM_VISIT = 2,
    PJ_FORM_WEB = 3,
    PJ_FORM_PHONE = 4,
    PJ_FORM_FAX = 5,
    PJ_FORM_SMS = 6,
    PJ_FORM_VIDEO = 7,
    PJ_FORM_SESSION = 8 /* at a leader's reception */
};

enum pj_purpose {
    PJ_PURPOSE_UNSPECIFIED = 0,
    PJ_PURPOSE_SUGGESTION = 1,
    PJ_PURPOSE_ACCUSATION = 2,
    PJ_PURPOSE_CLAIM = 3,
    PJ_PURPOSE_INQUIRY = 4,
    PJ_PURPOSE_THANKS = 5
};

enum pj_text_origin { /* who put the words down */
    PJ_TEXT_ORIGIN_UNSPECIFIED = 0,
    PJ_TEXT_ORIGIN_OWN_WORDS = 1,
    PJ_TEXT_ORIGIN_DICTATED_AND_READ_BACK = 2,
    PJ_TEXT_ORIGIN_CLERK_SUMMARY = 3,
    PJ_TEXT_ORIGIN_TRANSCRIPT = 4
};

enum pj_person_kind {
    PJ_PERSON_UNSPECIFIED = 0,
    PJ_PERSON_PERSON = 1,
    PJ_PERSON_ORG = 2,
    PJ_PERSON_AGENT = 3,
    PJ_PERSON_REPRESENTATIVE = 4,
    PJ_PERSON_MEMBER = 5
};

enum pj_act_kind { /* what may be done to a case; who may is in lib/core/lifecycle_table.c */
    PJ_ACT_UNSPECIFIED = 0,
    PJ_ACT_RECEIVE = 1,
    PJ_ACT_REGISTER = 2,
    PJ_ACT_DELEGATE = 4,
    PJ_ACT_ESCALATE = 5,
    PJ_ACT_TRANSFER = 6,
    PJ_ACT_OBJECT = 7,
    PJ_ACT_RECALL = 8,
    PJ_ACT_DECIDE = 9,
    PJ_ACT_CLOSE = 10,
    PJ_ACT_NOTE = 11,
    PJ_ACT_CLASSIFY = 17,
    PJ_ACT_ACCEPT = 19,
    PJ_ACT_REFUSE = 20,
    PJ_ACT_LANE = 21,
    PJ_ACT_CHANNEL = 22,
    PJ_ACT_REFER = 23,
    PJ_ACT_EXTEND = 24,
    PJ_ACT_SERVE = 25,
    PJ_ACT_SETTLE = 26,
    PJ_ACT_REVIEW = 27,
    PJ_ACT_RECHECK = 28,
    PJ_ACT_HEARING = 29,
    PJ_ACT_EXECUTE = 30,
    PJ_ACT_WITHDRAW = 31,
    PJ_ACT_REOPEN = 32,
    PJ_ACT_RATE = 33,
    PJ_ACT_URGENT = 34,
    PJ_ACT_ACKNOWLEDGE = 35,
    PJ_ACT_SUPERVISE = 36,
    PJ_ACT_PROPOSE = 37,
    PJ_ACT_URGE = 38,
    PJ_ACT_ANSWER_URGE = 39,
    PJ_ACT_OWN = 40,
    PJ_ACT_SESSION = 41,
    PJ_ACT_INSTRUCT = 42,
    PJ_ACT_CONTACT = 43,
    PJ_ACT_INSPECT = 44,
    PJ_ACT_REVISIT = 45,
    PJ_ACT_CORRECT = 46,
    PJ_ACT_SUPPLEMENT = 47,
    PJ_ACT_DECIDE_OBJECTION = 48,
    PJ_ACT_ATTACH = 49,
    PJ_ACT_DETACH = 50,
    PJ_ACT_SEIZE = 51,
    PJ_ACT_JOIN = 55, /* a common cause; with its own number it founds one */
    PJ_ACT_LEAVE = 56,
    PJ_ACT_NOT_RECEIVED = 57,
    PJ_ACT_JUDGE_SERVICE = 58,
    PJ_ACT_ASSIST = 59,
    PJ_ACT_ASSIST_ANSWER = 60
};

enum pj_contact {
    PJ_CONTACT_UNSPECIFIED = 0,
    PJ_CONTACT_REACHED = 1,
    PJ_CONTACT_NOT_REACHED = 2
};

enum pj_case_field { /* what may be corrected; never what the petitioner said or who it is */
    PJ_CASE_FIELD_UNSPECIFIED = 0,
    PJ_CASE_FIELD_CATEGORY = 1,
    PJ_CASE_FIELD_PLACE = 2,
    PJ_CASE_FIELD_PERSONS = 3,
    PJ_CASE_FIELD_KNOWN_AT = 4,
    PJ_CASE_FIELD_FORM = 5
};

enum pj_relation { /* of a further submission to the first */
    PJ_RELATION_UNSPECIFIED = 0,
    PJ_RELATION_SUPPLEMENT = 1,
    PJ_RELATION_MISRECORDED = 2 /* "this is not what I said" */
};

enum pj_outcome { /* of one problem of a case */
    PJ_OUTCOME_OPEN = 0,
    PJ_OUTCOME_SOLVED = 1,
    PJ_OUTCOME_EXPLAINED = 2,
    PJ_OUTCOME_NOT_SUPPORTED = 3,
    PJ_OUTCOME_ASSIGNED = 4,
    PJ_OUTCOME_REFERRED_OUT = 5
};

enum pj_state { /* 1..18 = S0..S17, open; 19..24 = S20..S25, ended */
    PJ_STATE_UNSPECIFIED = 0,
    PJ_STATE_RECEIVED = 1,
    PJ_STATE_REGISTERED = 2,
    PJ_STATE_ROUTED = 3,
    PJ_STATE_DISPUTED = 4,
    PJ_STATE_ACCEPTED = 5,
    PJ_STATE_EXTENDED = 6,
    PJ_STATE_SIMPLE = 7,
    PJ_STATE_CHANNELLED = 8,
    PJ_STATE_TRANSFERRED_OUT = 9,
    PJ_STATE_STUDYING = 10,
    PJ_STATE_HEARING = 11,
    PJ_STATE_DECIDED = 12,
    PJ_STATE_SERVED = 13,
    PJ_STATE_IN_REVIEW = 14,
    PJ_STATE_REVIEW_SERVED = 15,
    PJ_STATE_IN_RECHECK = 16,
    PJ_STATE_REMANDED = 17,
    PJ_STATE_EXECUTING = 18,
    PJ_STATE_ENDED_NO_REQUEST = 19,
    PJ_STATE_ENDED_AGREED = 20,
    PJ_STATE_ENDED_FINAL = 21,
    PJ_STATE_ENDED_REPLIED = 22,
    PJ_STATE_NOT_ACCEPTED = 23,
    PJ_STATE_WITHDRAWN = 24
};

enum pj_capacity { /* must be among the scopes of the account */
    PJ_CAPACITY_UNSPECIFIED = 0,
    PJ_CAPACITY_HEAD = 1,
    PJ_CAPACITY_LEADER = 2,
    PJ_CAPACITY_JOINT_MEETING = 3,
    PJ_CAPACITY_PETITIONER = 4
};

enum pj_ruling { /* what an opinion or an answer says */
    PJ_RULING_UNSPECIFIED = 0,
    PJ_RULING_SUPPORTED = 1,
    PJ_RULING_EXPLAINED = 2,
    PJ_RULING_NOT_SUPPORTED = 3,
    PJ_RULING_UPHELD = 4,
    PJ_RULING_CHANGED = 5,
    PJ_RULING_REMANDED = 6,
    PJ_RULING_ADOPTED = 7,
    PJ_RULING_PARTLY_ADOPTED = 8,
    PJ_RULING_NOT_ADOPTED = 9,
    PJ_RULING_AGREED = 10,
    PJ_RULING_NOT_AGREED = 11
};

enum pj_ground { /* closed list of reasons: refuse, refer, propose */
    PJ_GROUND_UNSPECIFIED = 0,
    PJ_GROUND_LITIGATION = 1,
    PJ_GROUND_LEVEL_SKIPPING_VISIT = 2,
    PJ_GROUND_SAME_MATTER_OPEN = 3,
    PJ_GROUND_SAME_MATTER_ENDED = 4,
    PJ_GROUND_LITIGATION_ENDED = 5,
    PJ_GROUND_OUT_OF_TIME = 6,
    PJ_GROUND_WRONG_BODY = 7,
    PJ_GROUND_ACCUSATION = 8,
    PJ_GROUND_IMPROVE_WORK = 9,
    PJ_GROUND_PERFECT_POLICY = 10,
    PJ_GROUND_HOLD_TO_ACCOUNT = 11
};

enum pj_fact { /* branches of 信访工作条例 §31 that a unit may find; a set of bits */
    PJ_FACT_LITIGATION = 1 << 1,     /* 诉讼 */
    PJ_FACT_ARBITRATION = 1 << 2,    /* 仲裁 */
    PJ_FACT_PARTY_APPEAL = 1 << 3,   /* 党员申诉、申请复审 */
    PJ_FACT_ADMINISTRATIVE = 1 << 4, /* 行政复议、裁决、确认、许可、处罚 */
    PJ_FACT_DUTY = 1 << 5            /* 申请查处、履行职责 */
};

enum pj_service { /* 送达方式 */
    PJ_SERVICE_UNSPECIFIED = 0,
    PJ_SERVICE_IN_PERSON = 1,
    PJ_SERVICE_REGISTERED_POST = 2,
    PJ_SERVICE_ELECTRONIC = 3
};

enum pj_lane {               /* the list suggests one, the unit sets it */
    PJ_LANE_UNSPECIFIED = 0, /* to the simple procedure, or back */
    PJ_LANE_SIMPLE = 1,      /* 简单立即办 */
    PJ_LANE_GENERAL = 2,     /* 一般快速办 */
    PJ_LANE_COMPLEX = 3      /* 复杂限期办 */
};

enum pj_rating { /* 满意度 */
    PJ_RATING_UNSPECIFIED = 0,
    PJ_RATING_SATISFIED = 1,
    PJ_RATING_BASICALLY_SATISFIED = 2,
    PJ_RATING_DISSATISFIED = 3
};

enum pj_role { /* what the answering station is to the case */
    PJ_ROLE_UNSPECIFIED = 0,
    PJ_ROLE_HOLDER = 1,
    PJ_ROLE_TRANSIT = 2,
    PJ_ROLE_COPY = 3,
    PJ_ROLE_PARKED = 4
};

/* ---- connecting */

struct pj_options {
    const char *endpoint;   /* "ipc:///run/pujiang/NAME.sock" or "tcp://host:port" */
    const char *public_key; /* own CURVE pair, Z85, 40 characters each; NULL on ipc:// */
    const char *secret_key;
    const char *server_key; /* the station's public key; NULL on ipc:// */
    uint32_t timeout_ms;    /* how long one request may take in all; 0 = 10 000 */
    uint32_t silence_ms;    /* after so much silence the same bytes go out again over a fresh
                               connection; 0 = 2 000 */
    bool retry_busy; /* BUSY_* answers: ask again with the same bytes while the timeout allows */
    bool fail_when_not_listening; /* nobody listens there: LINK_NO_ANSWER at once, not after the
                                     timeout */
};

/* Opens nothing but local resources: the station may be down. PJ_BAD_FIELD: the endpoint or a key
 * has the wrong form; PJ_INTERNAL_NO_MEMORY. */
enum pj_code pj_connect(const struct pj_options *options, struct pj_client **ret_client);

/* Forgets requests in flight; their keys stay good. NULL is allowed. */
void pj_disconnect(struct pj_client *client);

/* Makes a CURVE pair, Z85, NUL-terminated. */
void pj_curve_pair(char ret_public[PJ_CURVE_TEXT_MAX + 1], char ret_secret[PJ_CURVE_TEXT_MAX + 1]);

/* 128 random bits as hex, for a caller that has no better key of its own. Store it before the call.
 */
void pj_random_key(char ret_key[PJ_KEY_TEXT_MAX + 1]);

/* ---- what is sent */

struct pj_write {        /* what every write carries */
    struct pj_bytes key; /* idempotency key, 1..64 bytes: one per case or act, kept by the caller */
    bool dry_run;        /* say what would happen, change nothing */
    const char *operator_id, *operator_name, *operator_post; /* the person who acted; may be NULL */
};

struct pj_petitioner {
    enum pj_person_kind kind;
    struct pj_bytes name, contact, address;
};

struct pj_accused {
    const char *node; /* office, when known */
    struct pj_bytes person, post, text;
};

struct pj_problem {
    enum pj_outcome outcome; /* in acts */
    uint32_t no;             /* in acts: 1..n */
    const char *category;    /* in submissions */
};

/* A submission. Everything but some content is optional; NULL and 0 = not said. What asks for
 * something (text, problems) and says something of somebody (accused[].text) becomes two cases. */
struct pj_case {
    const char *node;     /* intake office; NULL = the account's own */
    const char *source;   /* hotline, portal, ... */
    const char *category; /* code, or scheme:code */
    const char *place;    /* division of the problem, unpadded */
    struct pj_bytes place_text;
    enum pj_form form;
    enum pj_purpose purpose;
    enum pj_text_origin text_origin;
    uint32_t persons;                                   /* 0 = 1 */
    int64_t occurred_at_us, sent_at_us, received_at_us; /* microseconds UTC */
    const char *known_at; /* "2026-11-23": the day the petitioner learned of the act; limits of the
                             petitioner's run from it */
    const char *follows;  /* number of a case that ended, with new facts: a new matter, linked */
    struct pj_bytes text; /* kept byte for byte, at most 64 KiB */
    const struct pj_petitioner *petitioners;
    size_t petitioner_count;
    const struct pj_accused *accused;
    size_t accused_count;
    const struct pj_problem *problems;
    size_t problem_count;
    const char *foreign_system, *foreign_id;
    const char *session; /* reception */
    uint32_t group_no, group_persons;
    struct pj_bytes carried; /* anything else of the feeder's, kept as it is */
};

struct pj_correction {
    enum pj_case_field field;
    const char *value; /* "330726101", "2026-01-31": at most 48 bytes */
};

struct pj_attachment {    /* kept byte for byte */
    struct pj_bytes name; /* at most 128 bytes of UTF-8, else left out */
    struct pj_bytes data;
};

struct pj_act {
    const char *case_no;
    const char *node; /* acting office; NULL = the account's own */
    enum pj_act_kind kind;
    const char *target; /* office, for hand-overs */
    struct pj_bytes reason;
    const char *due; /* "2026-12-08", set by the giver */
    const char *responsible;
    bool binding;
    const char *category; /* classify */
    enum pj_capacity capacity;
    enum pj_ruling ruling;
    enum pj_ground ground;
    enum pj_service service;
    enum pj_rating rating;
    const char *channel; /* channel: code of the statutory channel */
    uint32_t facts; /* channel: PJ_FACT_*, what the unit finds of §31; 0 = the channel alone */
    struct pj_bytes proof;                   /* serve, withdraw, settle, close: at most 256 bytes */
    enum pj_lane lane;                       /* lane; complex needs `due` */
    const char *leading;                     /* the other case: attach, refuse, join */
    enum pj_contact contact;                 /* contact: was the petitioner reached? */
    const struct pj_correction *corrections; /* correct: each field once */
    size_t correction_count;
    /* supplement, which is answered with a receipt: words, files or both */
    struct pj_bytes text;
    enum pj_text_origin text_origin;
    enum pj_relation relation; /* 0 = supplement */
    const struct pj_attachment *attachments;
    size_t attachment_count;
    /* ... and who is accused only now: what is said of them is a case of its own (accusation of the
     * receipt), with the files, and with who says it */
    const struct pj_accused *accused;
    size_t accused_count;
    const struct pj_petitioner *petitioners;
    size_t petitioner_count;
    const char *query_code; /* of a petitioner's act: the code on the receipt */
    const struct pj_problem *outcomes;
    size_t outcome_count;
    uint64_t expect_version; /* 0 = any */
};

/* ---- what comes back */

struct pj_due {
    const char *clock, *kind, *state, *basis, *owner;
    const char *limit; /* "C3": which of the rules; "" = a date set by a person */
    char due[11];      /* last civil day, Asia/Shanghai */
    int64_t due_at_us;
    bool provisional;
};

struct pj_warning {
    uint32_t code;
    const char *name, *field, *sentence;
};

struct pj_guide {            /* of a visit 走访: registered all the same, whatever its level */
    const char *office;      /* whose reception it belongs to; "" = the one that received it */
    uint32_t rule;           /* 20 or 24; 0 = none is given */
    const char *rule_text;   /* with its article */
    char word_from[11];      /* from that day offices below hear of the matter; "" = nothing goes */
    const char *sentence_zh; /* for the receipt */
    const char *sentence_en;
};

struct pj_remedy { /* a limit of the petitioner's that runs while the petition is handled */
    const char *channel, *item;      /* codes: the way, and which of its limits */
    const char *organ;               /* office that has it, or a bare word */
    const char *name_zh, *name_en;   /* of the way */
    const char *limit_zh, *limit_en; /* what it is the limit of */
    uint32_t length;                 /* 0 = its law gives no number here */
    const char *unit, *start;        /* calendar, working, month, year; the day it runs from */
    char due[11];                    /* last day; "" = the day it runs from was not said */
    bool provisional, over;          /* no calendar knows that day yet; it has passed */
    bool setting;                    /* proposed or from memory: never to be cited as law */
    const char *basis, *sentence_zh, *sentence_en;
};

/* What the petitioner is to be told beside the case. It is not stored: it follows from the case and
 * from what is in force, and is computed again whenever it is shown. */
struct pj_advice {
    bool given;
    const char *branch, *channel, *organ; /* of §31; code; whose it is */
    uint32_t rule;
    const char *rule_text;
    enum pj_lane lane; /* the list suggests it, the unit decides; UNSPECIFIED = none */
    const struct pj_remedy *remedies;
    size_t remedy_count;
    struct pj_guide guide;
};

struct pj_receipt {
    const char *case_no, *query_code;
    const char *node, *holder; /* where it was taken in; where rule routed it */
    unsigned char digest[32];
    int64_t received_at_us, committed_at_us;
    uint64_t case_version;
    bool replayed, sandbox, dry_run;
    const struct pj_due *due;
    size_t due_count;
    const struct pj_warning *warnings;
    size_t warning_count;
    struct pj_advice advice;
    /* What was said of somebody is a case of its own, with a number and a code of its own, which
     * only this receipt relates to the first. NULL = it is one case; has none itself. */
    const struct pj_receipt *accusation;
};

struct pj_case_view {
    const char *case_no, *holder, *origin, *category, *place;
    const char *leading, *follows, *cause; /* other cases it names; "" = none */
    enum pj_state state;
    enum pj_role role;
    uint64_t term, version;
    int64_t opened_at_us, closed_at_us;
    unsigned char digest[32];
    struct pj_bytes text; /* for readers with a right to it */
    const struct pj_due *due;
    size_t due_count;
    uint32_t leg_count;
    bool replayed, dry_run;
    struct pj_advice advice; /* of one case */
};

struct pj_station {
    const char *name, *version, *account;
    int64_t server_time_us;
    uint32_t frame_bytes_max, in_flight_max, key_bytes_max, text_bytes_max;
};

struct pj_error {
    uint32_t code; /* enum pj_code, or a number this version does not know */
    const char *name;
    enum pj_where where;
    enum pj_retry retry;
    uint32_t retry_after_ms;
    const char *field, *basis;
    const char *sentence_zh, *sentence_en; /* what to change */
    struct pj_bytes detail; /* text: who may, which words there are, who has the case, which day */
};

/* The code of the answer: PJ_OK, or that of pj_reply_error. NULL = PJ_INTERNAL_NO_MEMORY. */
enum pj_code pj_reply_code(struct pj_reply *reply);
/* Which request it answers (pj_send*). */
uint64_t pj_reply_ticket(const struct pj_reply *reply);
/* Never NULL; code 0 when the answer is no error. reply may be NULL. */
const struct pj_error *pj_reply_error(struct pj_reply *reply);
/* NULL when the answer is of another kind. */
const struct pj_receipt *pj_reply_receipt(struct pj_reply *reply);
const struct pj_case_view *pj_reply_case(struct pj_reply *reply);
const struct pj_station *pj_reply_station(struct pj_reply *reply);
/* The ServerFrame as it came; empty when no answer came. */
struct pj_bytes pj_reply_frame(const struct pj_reply *reply);
void pj_reply_free(struct pj_reply *reply);

/* ---- blocking calls: return pj_reply_code; *ret_reply is always written (NULL only when memory is
 * out) */

enum pj_code pj_hello(struct pj_client *client, struct pj_reply **ret_reply);
enum pj_code pj_submit(struct pj_client *client, const struct pj_write *write,
                       const struct pj_case *petition, struct pj_reply **ret_reply);
enum pj_code pj_perform(struct pj_client *client, const struct pj_write *write,
                        const struct pj_act *act, struct pj_reply **ret_reply);
/* What became of a key: the receipt, STATE_NO_RECEIPT, or STATE_UNKNOWN_AFTER_RESTORE. */
enum pj_code pj_get_receipt(struct pj_client *client, struct pj_bytes key,
                            struct pj_reply **ret_reply);
enum pj_code pj_get_case(struct pj_client *client, const char *case_no,
                         struct pj_reply **ret_reply);

/* Sends an already encoded ClientFrame (proto/api.proto) and waits for its ServerFrame, which the
 * caller frees with free(). PJ_OK means that an answer came, be it an Error message; otherwise see
 * pj_trouble_zh/en. */
enum pj_code pj_call(struct pj_client *client, const void *client_frame, size_t size,
                     void **ret_server_frame, size_t *ret_size);

/* ---- many in flight: send, then poll and receive. Answers come in any order. */

/* The frame is copied. *ret_ticket is the frame's request_id, under which the answer comes.
 * PJ_BUSY_QUOTA: 64 are in flight, receive first. PJ_BAD_FORMAT: not a ClientFrame. PJ_BAD_FIELD:
 * its request_id is 0 or already in flight. */
enum pj_code pj_send(struct pj_client *client, const void *client_frame, size_t size,
                     uint64_t *ret_ticket);
/* The same with the library's own request_id. */
enum pj_code pj_send_submit(struct pj_client *client, const struct pj_write *write,
                            const struct pj_case *petition, uint64_t *ret_ticket);
enum pj_code pj_send_perform(struct pj_client *client, const struct pj_write *write,
                             const struct pj_act *act, uint64_t *ret_ticket);

/* Waits at most timeout_ms (0 = not at all, -1 = until something happens) for an answer. How many
 * are ready. */
size_t pj_poll(struct pj_client *client, int timeout_ms);
/* The oldest ready answer, NULL when there is none; the caller frees it. Each pj_send ends in
 * exactly one answer: after the timeout in LINK_NO_ANSWER, or in the last BUSY_* when retry_busy.
 */
struct pj_reply *pj_receive(struct pj_client *client);

/* A descriptor for poll(2) and event loops, the same for the client's whole life: readable means
 * call pj_poll(client, 0) and pj_receive until it gives NULL. It also wakes for the library's own
 * timers. */
int pj_descriptor(const struct pj_client *client);

size_t pj_in_flight(const struct pj_client *client);

/* ---- looking inside */

struct pj_counters {
    uint64_t sent, answered, resent, reconnects, busy_retries;
    uint64_t dropped; /* frames that answer nothing in flight (duplicates), or cannot be read */
};
void pj_counters_read(const struct pj_client *client, struct pj_counters *ret_counters);

/* Why no answer comes, as far as the connection tells: nobody listens, the key is refused,
 * connected but silent, ... Static texts, "" when nothing is known. */
const char *pj_trouble_zh(const struct pj_client *client);
const char *pj_trouble_en(const struct pj_client *client);

#ifdef __cplusplus
}
#endif

#include <pujiang/papers.h>

#endif
