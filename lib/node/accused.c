/* SPDX-License-Identifier: Apache-2.0
 * Whom a submission is about (条例 §28, §30): from its `accused[]` to the conflict set of its case,
 * and to the case of its own that an accusation beside a claim is. */
#include "node/accused.h"

#include "core/conflict.h"

static bool says_something(const struct accused *accused, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (accused[i].text.len > 0) {
            return true;
        }
    }
    return false;
}

static bool accuses(const struct api_submit_case *submit) {
    return says_something(submit->accused, submit->accused_count);
}

static bool asks(const struct api_submit_case *submit) {
    return submit->text.len > 0 || submit->problem_count > 0;
}

bool accused_splits(const struct api_submit_case *submit) {
    return submit->purpose != PURPOSE_ACCUSATION && asks(submit) && accuses(submit);
}

bool accused_only(const struct api_submit_case *submit) {
    return !asks(submit) && accuses(submit);
}

/* Those of whom something is said, or those of whom nothing is. */
static void share(const struct api_submit_case *from, bool said, struct accused *rows,
                  struct api_submit_case *to) {
    size_t count = 0;

    for (size_t i = 0; i < from->accused_count; i++) {
        if ((from->accused[i].text.len > 0) == said) {
            rows[count++] = from->accused[i];
        }
    }
    to->accused = rows;
    to->accused_count = count;
}

static void leave_to_claim(struct api_submit_case *accusation) {
    accusation->purpose = PURPOSE_ACCUSATION;
    accusation->text = BYTES_NONE;
    accusation->problems = NULL;
    accusation->problem_count = 0;
    accusation->foreign_system = "";
    accusation->foreign_id = "";
    accusation->session = "";
    accusation->group_no = 0;
    accusation->group_persons = 0;
    accusation->known_at = (struct civil){0};
    accusation->follows = "";
}

static void leave_to_accusation(struct api_submit_case *claim) {
    claim->carried = BYTES_NONE;
    claim->carried_keys = NULL;
    claim->carried_key_count = 0;
    claim->unread = BYTES_NONE;
}

struct api_submit_case *accused_split(struct arena *arena, const struct api_submit_case *submit) {
    struct api_submit_case *halves = arena_alloc(arena, ACCUSED_HALVES * sizeof *halves);
    struct accused *rows =
        arena_alloc(arena, ACCUSED_HALVES * submit->accused_count * sizeof *rows);

    if (halves == NULL || rows == NULL) {
        return NULL;
    }
    halves[ACCUSED_CLAIM] = *submit;
    halves[ACCUSED_ACCUSATION] = *submit;
    share(submit, false, rows, &halves[ACCUSED_CLAIM]);
    share(submit, true, rows + submit->accused_count, &halves[ACCUSED_ACCUSATION]);
    leave_to_accusation(&halves[ACCUSED_CLAIM]);
    leave_to_claim(&halves[ACCUSED_ACCUSATION]);
    return halves;
}

bool accused_in_supplement(const struct api_supplement *supplement) {
    return says_something(supplement->accused, supplement->accused_count);
}

struct api_submit_case *accused_of_supplement(struct arena *arena,
                                              const struct api_supplement *supplement,
                                              const struct casefile *file) {
    struct api_submit_case *submit = arena_alloc(arena, sizeof *submit);
    char *place = arena_alloc(arena, PLACE_DIGITS_MAX + 1);

    if (submit == NULL || place == NULL) {
        return NULL;
    }
    place[0] = '\0';
    if (!place_is_none(file->place)) {
        place_print(file->place, place);
    }
    *submit = (struct api_submit_case){.node = "",
                                       .form = supplement->form,
                                       .source = "",
                                       .purpose = PURPOSE_ACCUSATION,
                                       .category = file->category,
                                       .place = place,
                                       .received_at = supplement->received_at,
                                       .text_origin = supplement->text_origin,
                                       .petitioners = supplement->petitioners,
                                       .petitioner_count = supplement->petitioner_count,
                                       .accused = supplement->accused,
                                       .accused_count = supplement->accused_count,
                                       .foreign_system = "",
                                       .foreign_id = "",
                                       .session = "",
                                       .follows = "",
                                       .attachments = supplement->attachments,
                                       .attachment_count = supplement->attachment_count};
    return submit;
}

enum pj_code accused_conflicts(const struct intake *intake, struct casefile *file) {
    size_t count = intake->about_count;
    const char **offices =
        arena_alloc(&intake->turn->arena, (count == 0 ? 1 : count) * sizeof *offices);
    struct conflict_query query = {.directory = node_directory(intake->node),
                                   .offices = offices,
                                   .count = count,
                                   .accuses = file->purpose == PURPOSE_ACCUSATION,
                                   .place = file->place,
                                   .at = intake->office};

    if (offices == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        offices[i] = intake->about[i].node;
    }
    conflict_find(&query, &file->conflicts);
    return PJ_OK;
}

const char *accused_unresolved_sentence(void) {
    return "未指明被举报机构，按问题属地的上一级办理 / it names no office known here: the tier "
           "above "
           "the place has it";
}

const char *accused_stays_sentence(void) {
    return "未离开本站：去路须经被举报单位的站点；请另向上一级窗口提交 / it has not left this "
           "station: every road leads through that of the accused; submit it one tier up as well";
}
