/* SPDX-License-Identifier: Apache-2.0
 * The marks column of a batch row: where every lane and every case-number counter stands. Fixed
 * 48-byte records, little endian, so that SQL and tests can read them: u8 tag, 3 zero bytes, u32
 * lane, u64 seq, 32 bytes hash.
 *
 * tag 1 out lane: sealed up to seq, L(seq)      tag 2 out lane: acknowledged by the peer, L(seq)
 * tag 3 in lane:  committed up to seq, L(seq)   tag 4 case numbers: seq = last counter; the hash
 * field holds u64 division code, u8 digits, u8 series, 2 zero bytes, i32 day, then zeros.
 * tag 5 papers of an office: seq = last number, lane = epoch of the series; the hash field holds
 * u64 division code, u8 digits, u8 kind, u8 shut, 1 zero byte, i32 year, 16 bytes organ, padded
 * with zeros.
 */
#pragma once
#include "base/buf.h"
#include "base/time.h"
#include "words/ids.h"

#define MARK_BYTES 48

enum mark_tag {
    MARK_OUT = 1,
    MARK_ACKED = 2,
    MARK_IN = 3,
    MARK_COUNTER = 4,
    MARK_PAPER = 5
};

struct mark {
    enum mark_tag tag;
    uint32_t lane; /* 2 x link number + lane; MARK_PAPER: epoch */
    uint64_t seq;
    struct digest hash;
    struct place place; /* MARK_COUNTER, MARK_PAPER */
    char series;
    struct civil day;
    uint32_t kind, year; /* MARK_PAPER, with place */
    bool shut;
    char organ[ORGAN_TEXT_MAX + 1];
};

enum pj_code mark_put(struct buf *buf, const struct mark *mark) must_check;
/* PJ_BAD_FORMAT on an unknown tag or a torn record. */
enum pj_code mark_get(struct bytes marks, size_t index, struct mark *ret_mark) must_check;
size_t mark_count(struct bytes marks);
