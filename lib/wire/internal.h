/* SPDX-License-Identifier: Apache-2.0
 * Shared by the files of lib/wire only: one sticky error per message, so that a codec reads as a
 * list of fields. */
#pragma once
#include "api.pb-c.h"
#include "case.pb-c.h"
#include "link.pb-c.h"
#include "wire/wire.h"

#define PB(name) Pujiang__V1__##name

struct wire { /* one encoding or decoding under way */
    struct arena *arena;
    enum pj_code code; /* the first trouble; later fields are skipped */
};

static inline bool wire_ok(const struct wire *wire) {
    return wire->code == PJ_OK;
}
void wire_fail(struct wire *wire, enum pj_code code);

/* ---- whole messages */
/* PJ_BAD_FORMAT also for more than one member of a oneof: our messages have one oneof at most. */
void *wire_unpack(struct wire *wire, const ProtobufCMessageDescriptor *descriptor,
                  struct bytes from);
/* A part of a message is unpacked into an arena of many: from wire_open on it takes at most
 * BODY_UNPACK_BYTES_MAX, and where it fails nothing. Returns the code. */
static inline struct arena_mark wire_open(struct arena *arena) {
    return arena_begin(arena, BODY_UNPACK_BYTES_MAX);
}
enum pj_code wire_close(struct wire *wire, const struct arena_mark *mark) must_check;
/* Is it a member of the message's oneof? */
bool wire_is_choice(const ProtobufCMessageDescriptor *descriptor, uint64_t number);
enum pj_code wire_pack(struct wire *wire, const ProtobufCMessage *message, struct bytes *ret_bytes);
/* Zeroed memory for `count` elements (never NULL when ok; count 0 gives one). */
void *wire_alloc(struct wire *wire, size_t count, size_t size);

/* ---- fields, towards protobuf-c */
static inline ProtobufCBinaryData wire_out(struct bytes bytes) {
    return (ProtobufCBinaryData){bytes.len, (uint8_t *)(uintptr_t)bytes.data};
}
/* All-zero ids and digests are left out. */
ProtobufCBinaryData wire_out_id(const uint8_t id[static ID_BYTES]);
ProtobufCBinaryData wire_out_digest(const struct digest *digest);
ProtobufCBinaryData wire_out_bytes_of(const char *text);
static inline char *wire_out_text(const char *text) {
    return (char *)(uintptr_t)(text == NULL ? "" : text);
}

/* ---- fields, from protobuf-c */
static inline struct bytes wire_in(ProtobufCBinaryData data) {
    return (struct bytes){data.data, data.len};
}
void wire_in_id(struct wire *wire, ProtobufCBinaryData data, uint8_t id[static ID_BYTES]);
void wire_in_digest(struct wire *wire, ProtobufCBinaryData data, struct digest *ret_digest);
void wire_in_text(struct wire *wire, const char *text, char *field, size_t size);
/* proto3 says that a string is UTF-8: protobuf-c does not look, other languages refuse the whole
 * answer that repeats one. */
void wire_in_utf8(struct wire *wire, const char *text);
/* An idempotency key; absent is a matter of the message's row in the dispatcher's table. */
struct bytes wire_in_key(struct wire *wire, ProtobufCBinaryData data);
/* "" gives no node; a text of the wrong form fails. */
void wire_in_node(struct wire *wire, const char *text, struct node_id *ret_node);
void wire_in_station(struct wire *wire, const char *text, struct station_id *ret_station);
void wire_in_place(struct wire *wire, const char *text, struct place *ret_place);
void wire_in_case_no(struct wire *wire, const char *text, struct case_no *ret_case_no);
/* When a relay says it passed: nobody's message is refused for that, so what cannot be is none. */
struct wall wire_in_hop_at(int64_t us);
unsigned wire_in_enum(struct wire *wire, int value, unsigned max);
void wire_in_count(struct wire *wire, size_t count, size_t max);

/* ---- parts shared by several messages (wire_case.c, wire_act.c, wire_daily.c) */
PB(Conflict) * *wire_conflicts_out(struct wire *wire, const struct conflict_set *conflicts);
void wire_conflicts_in(struct wire *wire, PB(Conflict) *const *from, size_t count,
                       struct conflict_set *conflicts);
PB(CaseFile) * wire_casefile_out(struct wire *wire, const struct casefile *casefile);
void wire_casefile_in(struct wire *wire, const PB(CaseFile) * from, struct casefile *casefile);
PB(Leg) * *wire_legs_out(struct wire *wire, const struct casefile *casefile);
void wire_legs_in(struct wire *wire, PB(Leg) *const *legs, size_t count, struct casefile *casefile);
PB(Clock) * *wire_clocks_out(struct wire *wire, const struct clock *clocks, size_t count);
size_t wire_clocks_in(struct wire *wire, PB(Clock) *const *clocks, size_t count,
                      struct clock ret_clocks[static CLOCKS_MAX]);
PB(Act) * wire_act_out(struct wire *wire, const struct act *act);
void wire_act_in(struct wire *wire, const PB(Act) * from, struct act *act);
PB(Correction) *
    *wire_corrections_out(struct wire *wire, const struct correction *corrections, size_t count);
struct correction *wire_corrections_in(struct wire *wire, PB(Correction) *const *from,
                                       size_t count);
PB(Corrected) * *wire_corrected_out(struct wire *wire, const struct casefile *casefile);
PB(Assist) * *wire_assists_out(struct wire *wire, const struct casefile *casefile);
void wire_assists_in(struct wire *wire, PB(Assist) *const *from, size_t count,
                     struct casefile *casefile);
void wire_corrected_in(struct wire *wire, PB(Corrected) *const *from, size_t count,
                       struct casefile *casefile);
PB(Operator) * wire_operator_out(struct wire *wire, const struct operator_ref *operator_ref);
void wire_operator_in(struct wire *wire, const PB(Operator) * from,
                      struct operator_ref *ret_operator);
PB(Problem) * *wire_problems_out(struct wire *wire, const struct problem *problems, size_t count);
struct problem *wire_problems_in(struct wire *wire, PB(Problem) *const *problems, size_t count);
ProtobufCBinaryData *wire_digests_out(struct wire *wire, const struct digest *digests,
                                      size_t count);
struct digest *wire_digests_in(struct wire *wire, const ProtobufCBinaryData *digests, size_t count);
