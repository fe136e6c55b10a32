/* SPDX-License-Identifier: Apache-2.0
 * From a submission's fields to its parts. */
#include "node/parts.h"

#include "node/fields.h"
#include "node/joint.h"

#include <string.h>

struct list {            /* of parts, as far as it is filled */
    struct node *node;   /* borrowed */
    struct arena *arena; /* borrowed */
    struct part *parts;  /* in the arena */
    size_t count;
};

static enum pj_code add_part(struct list *list, enum part_kind kind, struct bytes data) {
    struct prng *prng = port_prng(list->node->port);
    struct part *part = NULL;

    if (data.len == 0) {
        return PJ_OK;
    }
    if (list->count == PARTS_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    part = &list->parts[list->count++];
    memset(part, 0, sizeof *part);
    part->kind = kind;
    part->data = data;
    prng->fill(prng, part->salt, SALT_BYTES);
    part->digest = digest2(list->node, DIGEST_PART, (struct bytes){part->salt, SALT_BYTES}, data);
    return PJ_OK;
}

static enum pj_code pack_petitioner(struct arena *arena, const struct petitioner *petitioner,
                                    struct bytes *ret_packed) {
    const struct bytes fields[] = {petitioner->name, petitioner->contact, petitioner->address};

    return fields_pack(arena, petitioner->kind, fields, ARRAY_COUNT(fields), ret_packed);
}

/* One part per petitioner: name, contact, address. */
static enum pj_code add_petitioner(struct list *list, const struct petitioner *petitioner) {
    struct bytes packed = BYTES_NONE;
    enum pj_code code = pack_petitioner(list->arena, petitioner, &packed);

    return code == PJ_OK ? add_part(list, PART_IDENTITY, packed) : code;
}

/* Who signed a joint letter beside those who speak for it: one part for all of them, so that it can
 * be withheld as one, and so that a letter may have as many as a frame holds. */
static enum pj_code add_supporters(struct list *list, const struct api_submit_case *submit) {
    struct bytes one = BYTES_NONE;
    struct bytes all = BYTES_NONE;
    uint8_t *data = NULL;
    size_t room = 0;
    enum pj_code code = PJ_OK;

    for (size_t i = 0; i < submit->petitioner_count; i++) {
        const struct petitioner *member = &submit->petitioners[i];

        room += joint_is_member(member)
                    ? FIELDS_BYTES(3) + member->name.len + member->contact.len + member->address.len
                    : 0;
    }
    data = arena_alloc(list->arena, room + 1);
    if (data == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    all.data = data;
    for (size_t i = 0; code == PJ_OK && i < submit->petitioner_count; i++) {
        if (!joint_is_member(&submit->petitioners[i])) {
            continue;
        }
        code = pack_petitioner(list->arena, &submit->petitioners[i], &one);
        if (code == PJ_OK) {
            memcpy(data + all.len, one.data, one.len);
            all.len += one.len;
        }
    }
    return code == PJ_OK ? add_part(list, PART_SUPPORTERS, all) : code;
}

/* One part per accused: office, person, post, what is said of them. */
static enum pj_code add_accused(struct list *list, const struct accused *accused) {
    const struct bytes fields[] = {{(const uint8_t *)accused->node, strlen(accused->node)},
                                   accused->person,
                                   accused->post,
                                   accused->text};
    struct bytes packed = BYTES_NONE;
    enum pj_code code = fields_pack(list->arena, 0, fields, ARRAY_COUNT(fields), &packed);

    return code == PJ_OK ? add_part(list, PART_ACCUSATION, packed) : code;
}

/* A name that is no text, or too long for one, is left out: the bytes are what counts. */
static struct bytes attachment_name(struct bytes name) {
    return name.len <= ATTACHMENT_NAME_MAX && text_is_utf8(name) &&
                   (name.len == 0 || memchr(name.data, 0, name.len) == NULL)
               ? name
               : BYTES_NONE;
}

static enum pj_code add_attachments(struct list *list, const struct attachment *attachments,
                                    size_t count) {
    enum pj_code code = PJ_OK;

    for (size_t i = 0; code == PJ_OK && i < count; i++) {
        code = add_part(list, PART_ATTACHMENT, attachments[i].data);
        if (code == PJ_OK) {
            list->parts[list->count - 1].name = attachment_name(attachments[i].name);
        }
    }
    return code;
}

enum pj_code parts_make(struct node *node, struct arena *arena,
                        const struct api_submit_case *submit, struct submission *submission) {
    struct list list = {
        .node = node, .arena = arena, .parts = arena_alloc(arena, PARTS_MAX * sizeof(struct part))};
    enum pj_code code =
        list.parts == NULL ? PJ_INTERNAL_NO_MEMORY : add_part(&list, PART_CONTENT, submit->text);

    for (size_t i = 0; code == PJ_OK && i < submit->petitioner_count; i++) {
        if (!joint_is_member(&submit->petitioners[i])) {
            code = add_petitioner(&list, &submit->petitioners[i]);
        }
    }
    if (code == PJ_OK) {
        code = add_supporters(&list, submit);
    }
    for (size_t i = 0; code == PJ_OK && i < submit->accused_count; i++) {
        code = add_accused(&list, &submit->accused[i]);
    }
    if (code == PJ_OK) {
        code = add_attachments(&list, submit->attachments, submit->attachment_count);
    }
    submission->parts = list.parts;
    submission->part_count = list.count;
    return code;
}

enum pj_code parts_of_supplement(struct node *node, struct arena *arena,
                                 const struct api_supplement *supplement,
                                 struct submission *submission) {
    struct list list = {
        .node = node, .arena = arena, .parts = arena_alloc(arena, PARTS_MAX * sizeof(struct part))};
    enum pj_code code = list.parts == NULL ? PJ_INTERNAL_NO_MEMORY
                                           : add_part(&list, PART_CONTENT, supplement->text);

    if (code == PJ_OK) {
        code = add_attachments(&list, supplement->attachments, supplement->attachment_count);
    }
    submission->parts = list.parts;
    submission->part_count = list.count;
    return code;
}

/* NULL = out of memory. */
static struct digest *part_digests(struct arena *arena, const struct submission *submission) {
    struct digest *digests = arena_alloc(arena, (submission->part_count + 1) * sizeof *digests);

    for (size_t i = 0; digests != NULL && i < submission->part_count; i++) {
        digests[i] = submission->parts[i].digest;
    }
    return digests;
}

static struct digest digest_of(struct node *node, const struct digest *digests, size_t count) {
    return node_digest(node, DIGEST_SUBMISSION,
                       (struct bytes){digests->byte, count * sizeof *digests});
}

struct digest submission_digest(struct node *node, struct arena *arena,
                                const struct submission *submission) {
    const struct digest *digests = part_digests(arena, submission);

    ASSERT(digests != NULL);
    return digest_of(node, digests, submission->part_count);
}

bool parts_withhold(struct submission *submission) {
    struct part *parts = (struct part *)(uintptr_t)submission->parts; /* made here */
    bool withheld = false;

    for (size_t i = 0; i < submission->part_count; i++) {
        if (parts[i].kind == PART_SUPPORTERS) {
            parts[i].data = BYTES_NONE;
            withheld = true;
        }
    }
    return withheld;
}

bool parts_lack(const struct submission *submission) {
    static const uint8_t none[SALT_BYTES];

    for (size_t i = 0; i < submission->part_count; i++) {
        if (memcmp(submission->parts[i].salt, none, sizeof none) == 0) {
            return true;
        }
    }
    return false;
}

enum pj_code parts_digest(struct node *node, struct arena *arena,
                          const struct submission *submission, struct casefile *file) {
    const struct digest *digests = part_digests(arena, submission);

    if (digests == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    file->part_digests = digests;
    file->part_count = submission->part_count;
    file->submission_digest = digest_of(node, digests, file->part_count);
    return PJ_OK;
}
