/* SPDX-License-Identifier: Apache-2.0
 * What must be known of a packed body before it is unpacked, or without unpacking it: views, and no
 * memory. */
#include "wire/field.h"
#include "wire/wire.h"

#include "base/text.h"

#include <string.h>

/* Of one that comes twice the last, as unpacking has it. */
static struct bytes inner_field(struct bytes within, uint64_t number) {
    struct bytes found = BYTES_NONE;
    struct wire_field field;

    while (wire_take_field(&within, &field)) {
        if (field.number == number && field.type == WIRE_BYTES) {
            found = field.bytes;
        }
    }
    return found;
}

static struct case_no number_in(struct bytes text) {
    struct case_no no = {""};

    if (text.len == 0 ||
        text_set(no.text, sizeof no.text, (const char *)text.data, text.len) != PJ_OK) {
        no.text[0] = '\0';
    }
    return no;
}

struct case_no wire_transfer_leading(struct bytes body) {
    enum {
        BODY_FILE = 2,
        FILE_MATTER = 19,
        MATTER_LEADING = 11
    };

    return number_in(
        inner_field(inner_field(inner_field(body, BODY_FILE), FILE_MATTER), MATTER_LEADING));
}

struct case_no wire_body_case_no(struct bytes body) {
    return number_in(inner_field(body, 1));
}

struct bytes wire_event_copy(struct bytes body) {
    enum {
        BODY_COPY = 40
    };

    return inner_field(body, BODY_COPY);
}

bool wire_event_delivers(struct bytes body) {
    enum {
        BODY_ACT = 2,
        ACT_KIND = 1
    };
    struct bytes act = inner_field(body, BODY_ACT);
    struct wire_field field;
    uint64_t kind = ACT_UNSPECIFIED;

    while (wire_take_field(&act, &field)) {
        if (field.number == ACT_KIND && field.type == WIRE_VARINT) {
            kind = field.value;
        }
    }
    return kind == ACT_DELIVER;
}

struct submissions wire_transfer_submissions(struct bytes body) {
    enum {
        BODY_SUBMISSIONS = 5
    };
    struct submissions found;
    struct wire_field field;

    found.count = 0;
    while (found.count < SUBMISSIONS_MAX && wire_take_field(&body, &field)) {
        if (field.number == BODY_SUBMISSIONS && field.type == WIRE_BYTES) {
            found.all[found.count++] = field.bytes;
        }
    }
    return found;
}

bool wire_submission_id(struct bytes packed, uint8_t ret_id[static ID_BYTES]) {
    struct bytes id = inner_field(packed, 1);

    if (id.len != ID_BYTES) {
        return false;
    }
    memcpy(ret_id, id.data, ID_BYTES);
    return true;
}
