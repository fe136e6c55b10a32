/* SPDX-License-Identifier: Apache-2.0
 * Marks as bytes; the layout stands in marks.h. */
#include "node/marks.h"

#include <string.h>

CTASSERT(32 + ORGAN_TEXT_MAX == MARK_BYTES); /* tag 5 fills its record */

static void put_le(uint8_t *to, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        to[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint64_t get_le(const uint8_t *from, size_t bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++) {
        value |= (uint64_t)from[i] << (8 * i);
    }
    return value;
}

enum pj_code mark_put(struct buf *buf, const struct mark *mark) {
    uint8_t record[MARK_BYTES] = {0};

    record[0] = (uint8_t)mark->tag;
    put_le(record + 4, mark->lane, 4);
    put_le(record + 8, mark->seq, 8);
    if (mark->tag == MARK_COUNTER) {
        put_le(record + 16, mark->place.code, 8);
        record[24] = mark->place.digits;
        record[25] = (uint8_t)mark->series;
        put_le(record + 28, (uint32_t)mark->day.day, 4);
    } else if (mark->tag == MARK_PAPER) {
        put_le(record + 16, mark->place.code, 8);
        record[24] = mark->place.digits;
        record[25] = (uint8_t)mark->kind;
        record[26] = mark->shut ? 1 : 0;
        put_le(record + 28, mark->year, 4);
        memcpy(record + 32, mark->organ, ORGAN_TEXT_MAX);
    } else {
        memcpy(record + 16, mark->hash.byte, DIGEST_BYTES);
    }
    return buf_put(buf, record, sizeof record);
}

size_t mark_count(struct bytes marks) {
    return marks.len / MARK_BYTES;
}

enum pj_code mark_get(struct bytes marks, size_t index, struct mark *ret_mark) {
    const uint8_t *record = NULL;
    struct mark mark = {0};

    if (marks.len % MARK_BYTES != 0 || index >= mark_count(marks)) {
        return PJ_BAD_FORMAT;
    }
    record = marks.data + index * MARK_BYTES;
    if (record[0] < MARK_OUT || record[0] > MARK_PAPER) {
        return PJ_BAD_FORMAT;
    }
    mark.tag = (enum mark_tag)record[0];
    mark.lane = (uint32_t)get_le(record + 4, 4);
    mark.seq = get_le(record + 8, 8);
    if (mark.tag == MARK_COUNTER) {
        mark.place = (struct place){get_le(record + 16, 8), record[24]};
        mark.series = (char)record[25];
        mark.day.day = (int32_t)(uint32_t)get_le(record + 28, 4);
    } else if (mark.tag == MARK_PAPER) {
        mark.place = (struct place){get_le(record + 16, 8), record[24]};
        mark.kind = record[25];
        mark.shut = record[26] != 0;
        mark.year = (uint32_t)get_le(record + 28, 4);
        memcpy(mark.organ, record + 32, ORGAN_TEXT_MAX);
    } else {
        memcpy(mark.hash.byte, record + 16, DIGEST_BYTES);
    }
    *ret_mark = mark;
    return PJ_OK;
}
