/* SPDX-License-Identifier: Apache-2.0
 * protobuf <-> plain structs. The only library that sees generated code. Every decoder checks
 * lengths, enum values and counts before anything is copied, allocates only from the arena it is
 * given (whose limit caps what a hostile frame can unpack to), and leaves *ret_* untouched on
 * failure. Byte views in the result point into the arena or into `from`, which must live as long.
 * Encoders write into the arena.
 *
 * PJ_BAD_FORMAT not parseable; PJ_BAD_TOO_LONG over a limit; PJ_BAD_FIELD a field of the wrong
 * form; PJ_BAD_ENUM a value this version does not know; PJ_BAD_VERSION another major.
 */
#pragma once
#include "base/arena.h"
#include "wire/api.h"
#include "words/message.h"

#define UNPACK_BYTES_MAX                                                                           \
    (16 * 1024 * 1024) /* arena limit per frame: 1 MiB can unpack to 63 MB, a full list needs 13   \
                        */

/* Of one body, header or submission: what fits a frame is copied, and its counted rows are small.
 */
#define BODY_UNPACK_BYTES_MAX (2 * 1024 * 1024)

/* ---- link */
enum pj_code wire_encode_frame(const struct frame *frame, struct arena *arena,
                               struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_frame(struct bytes from, struct arena *arena,
                               struct frame *ret_frame) must_check;

enum pj_code wire_encode_header(const struct header *header, struct arena *arena,
                                struct bytes *ret_bytes) must_check;
/* An unknown kind is not an error: header.kind keeps the number. */
enum pj_code wire_decode_header(struct bytes from, struct arena *arena,
                                struct header *ret_header) must_check;

/* Route and header as one stored blob (journal.header): route may be rewritten at the next hop,
 * header is verbatim. */
enum pj_code wire_encode_envelope(const struct route *route, struct bytes header,
                                  struct arena *arena, struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_envelope(struct bytes from, struct route *ret_route,
                                  struct bytes *ret_header) must_check;

/* ---- case */
enum pj_code wire_encode_submission(const struct submission *submission, struct arena *arena,
                                    struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_submission(struct bytes from, struct arena *arena,
                                    struct submission *ret_submission) must_check;
/* CaseFile only (column cases.file): the fields of struct casefile that message CaseFile has.
 * Decoding fills those fields of an already initialised casefile and leaves the others. */
enum pj_code wire_encode_casefile(const struct casefile *casefile, struct arena *arena,
                                  struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_casefile(struct bytes from, struct arena *arena,
                                  struct casefile *casefile) must_check;

/* ---- bodies of messages */
#define WIRE_BODY(name)                                                                            \
    enum pj_code wire_encode_##name(const struct name##_body *body, struct arena *arena,           \
                                    struct bytes *ret_bytes) must_check;                           \
    enum pj_code wire_decode_##name(struct bytes from, struct arena *arena,                        \
                                    struct name##_body *ret_body) must_check;
WIRE_BODY(transfer)
WIRE_BODY(delivered)
WIRE_BODY(event)
WIRE_BODY(order)
WIRE_BODY(issued) /* message PaperBody */
WIRE_BODY(notice)
WIRE_BODY(fetch)
WIRE_BODY(found)
#undef WIRE_BODY
/* What a packed EventBody brings for who was asked to help, read without unpacking it. */
struct bytes wire_event_copy(struct bytes body);
/* Does a packed EventBody say that the case arrived somewhere? Likewise. */
bool wire_event_delivers(struct bytes body);
/* The leading case that a packed TransferBody names, read without unpacking it; "" = none. */
struct case_no wire_transfer_leading(struct bytes body);
/* The case number in a packed body of any kind that has one, likewise. */
struct case_no wire_body_case_no(struct bytes body);
/* The submissions in a packed TransferBody: views into it, and no memory, however many there are.
 */
struct submissions wire_transfer_submissions(struct bytes body);
/* The id of a packed submission; false = it has none. */
bool wire_submission_id(struct bytes packed, uint8_t ret_id[static ID_BYTES]);

/* ---- socket API */
enum pj_code wire_encode_request(const struct api_request *request, struct arena *arena,
                                 struct bytes *ret_bytes) must_check;
/* On failure *ret_request_id still holds the request's id when it could be read, else 0.
 * ret_request->body_digest_bytes views the bytes of the oneof body as received: sameness of a key's
 * request is judged by them. */
enum pj_code wire_decode_request(struct bytes from, struct arena *arena,
                                 struct api_request *ret_request,
                                 uint64_t *ret_request_id) must_check;
enum pj_code wire_encode_reply(const struct api_reply *reply, struct arena *arena,
                               struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_reply(struct bytes from, struct arena *arena,
                               struct api_reply *ret_reply) must_check;

/* What an issued paper says (column papers.facts). */
enum pj_code wire_encode_paper(const struct api_paper_value *values, size_t count,
                               struct arena *arena, struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_paper(struct bytes from, struct arena *arena,
                               const struct api_paper_value **ret_values,
                               size_t *ret_count) must_check;

/* ---- rows of the table `setting` */
enum pj_code wire_encode_setting(const struct setting *setting, struct arena *arena,
                                 struct bytes *ret_bytes) must_check;
enum pj_code wire_decode_setting(enum setting_kind kind, struct bytes from, struct arena *arena,
                                 struct setting *ret_setting) must_check;
