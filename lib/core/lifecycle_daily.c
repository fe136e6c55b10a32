/* SPDX-License-Identifier: Apache-2.0
 * The daily acts of an office: it speaks to the petitioner, looks at the place, comes again, puts a
 * wrong entry right. Each is recorded with who, when and the words; none moves the case. */
#include "base/text.h"
#include "core/collective.h"
#include "core/lifecycle_internal.h"

#include <string.h>

/* ---- 联系 */

/* Who came in person, or left neither name nor address, is not waiting to be called. */
static bool waits_for_a_call(const struct casefile *view) {
    bool in_person =
        view->leg_count == 0 && (view->form == FORM_VISIT || view->form == FORM_SESSION);

    return !in_person && !casefile_has_flag(view, FLAG_ANONYMOUS);
}

void begin_contact(struct decision *decision, const struct node_id *unit) {
    if (is_competent_unit(unit) && waits_for_a_call(decision->view) &&
        clock_gives(decision->context->law, DUTY_CONTACT)) {
        start_clock(decision, DUTY_CONTACT, unit);
    }
}

/* Only reaching somebody ends the clock: neither one try in vain nor ten do. */
enum pj_code life_contact(struct decision *decision) {
    enum contact contact = decision->act->contact;

    if (contact == CONTACT_UNSPECIFIED) {
        return refuse(decision, PJ_BAD_MISSING, "act.contact", "条例 §31");
    }
    if (contact == CONTACT_REACHED) {
        stop_clock(decision, CLOCK_CONTACT);
    }
    return need_reason(decision, "条例 §31");
}

/* inspect, revisit: what was found. */
enum pj_code life_record(struct decision *decision) {
    return need_reason(decision, "");
}

/* ---- 更正 */

void casefile_field_text(const struct casefile *casefile, enum case_field field,
                         char text[static CORRECTION_TEXT_MAX + 1]) {
    CTASSERT(CORRECTION_TEXT_MAX >= CATEGORY_TEXT_MAX);
    CTASSERT(CORRECTION_TEXT_MAX >= PLACE_DIGITS_MAX);
    text[0] = '\0';
    switch (field) {
    case CASE_FIELD_CATEGORY:
        text_print(text, CORRECTION_TEXT_MAX + 1, "%s", casefile->category);
        break;
    case CASE_FIELD_PLACE:
        if (!place_is_none(casefile->place)) {
            place_print(casefile->place, text);
        }
        break;
    case CASE_FIELD_PERSONS:
        text_print(text, CORRECTION_TEXT_MAX + 1, "%u", casefile->persons);
        break;
    case CASE_FIELD_KNOWN_AT:
        if (casefile->known_at.day != 0) {
            civil_print(casefile->known_at, text);
        }
        break;
    case CASE_FIELD_FORM:
        text_print(text, CORRECTION_TEXT_MAX + 1, "%s", form_text(casefile->form));
        break;
    case CASE_FIELD_UNSPECIFIED:
    case CASE_FIELD_MAX:
        break;
    }
}

static enum pj_code set_persons(struct casefile *casefile, const char *text) {
    uint64_t persons = 0;

    if (text_u64(text, strlen(text), UINT32_MAX, &persons) != PJ_OK || persons == 0) {
        return PJ_BAD_FIELD;
    }
    casefile->persons = (uint32_t)persons;
    return PJ_OK;
}

static enum pj_code set_known_at(struct casefile *casefile, const char *text) {
    struct civil day = {0};

    if (civil_parse(text, strlen(text), &day) != PJ_OK || !civil_is_plausible(day)) {
        return PJ_BAD_FIELD;
    }
    casefile->known_at = day;
    return PJ_OK;
}

static enum pj_code set_form(struct casefile *casefile, const char *text) {
    enum form form = FORM_UNSPECIFIED;

    if (form_parse(text, strlen(text), &form) != PJ_OK || form == FORM_UNSPECIFIED) {
        return PJ_BAD_FIELD;
    }
    casefile->form = form;
    return PJ_OK;
}

enum pj_code casefile_set_field(struct casefile *casefile, enum case_field field,
                                const char *text) {
    size_t len = strlen(text);

    if (len == 0) {
        return PJ_BAD_FIELD;
    }
    switch (field) {
    case CASE_FIELD_CATEGORY:
        return text_set(casefile->category, sizeof casefile->category, text, len) == PJ_OK
                   ? PJ_OK
                   : PJ_BAD_FIELD;
    case CASE_FIELD_PLACE:
        return place_parse(text, len, &casefile->place) == PJ_OK ? PJ_OK : PJ_BAD_FIELD;
    case CASE_FIELD_PERSONS:
        return set_persons(casefile, text);
    case CASE_FIELD_KNOWN_AT:
        return set_known_at(casefile, text);
    case CASE_FIELD_FORM:
        return set_form(casefile, text);
    case CASE_FIELD_UNSPECIFIED:
    case CASE_FIELD_MAX:
        break;
    }
    return PJ_BAD_FIELD;
}

/* The oldest makes room: the journal has it. */
static struct corrected *room_for_correction(struct casefile *casefile) {
    if (casefile->corrected_count == CORRECTED_MAX) {
        casefile->corrected_count--;
        memmove(&casefile->corrected[0], &casefile->corrected[1],
                casefile->corrected_count * sizeof casefile->corrected[0]);
    }
    return &casefile->corrected[casefile->corrected_count++];
}

void casefile_correct(struct casefile *casefile, const struct act *act) {
    for (size_t i = 0; i < act->correction_count; i++) {
        struct correction what = act->corrections[i];

        casefile_field_text(casefile, what.field, what.old);
        if (casefile_set_field(casefile, what.field, what.value) == PJ_OK) {
            *room_for_correction(casefile) =
                (struct corrected){.what = what, .node = act->node, .at = act->acted_at};
        }
    }
}

/* A value that is one, and not what the case says already. */
static enum pj_code check_value(struct decision *decision, const struct correction *correction,
                                struct casefile *as_corrected) {
    const struct directory *directory = decision->context->directory;
    char before[CORRECTION_TEXT_MAX + 1];
    char after[CORRECTION_TEXT_MAX + 1];

    casefile_field_text(as_corrected, correction->field, before);
    if (casefile_set_field(as_corrected, correction->field, correction->value) != PJ_OK) {
        return refuse(decision, PJ_BAD_FIELD, "act.corrections", "");
    }
    casefile_field_text(as_corrected, correction->field, after);
    if (strcmp(before, after) == 0) {
        return refuse(decision, PJ_STATE_DONE, "act.corrections", "");
    }
    if (correction->field == CASE_FIELD_PLACE && directory != NULL &&
        directory_find(directory, as_corrected->place) == PLACE_INDEX_NONE) {
        return refuse(decision, PJ_POLICY_TARGET, "act.corrections", "");
    }
    if (as_corrected->known_at.day > civil_of(decision->context->now).day) {
        return refuse(decision, PJ_BAD_FIELD, "act.corrections", "");
    }
    return PJ_OK;
}

/* So many that it is a joint petition. The mark is not taken off again: it may have been made for
 * the representatives that are named. */
static void mark_joint(struct decision *decision, uint32_t persons) {
    struct collective_query query = {.rules = decision->context->law->rules, .persons = persons};
    struct collective_verdict verdict;

    collective_decide(&query, &verdict);
    if (verdict.collective) {
        add_flag(decision, FLAG_COLLECTIVE);
    }
}

enum pj_code life_correct(struct decision *decision) {
    const struct act *act = decision->act;
    struct casefile as_corrected = *decision->view;
    uint32_t seen = 0;

    if (act->correction_count == 0) {
        return refuse(decision, PJ_BAD_MISSING, "act.corrections", "条例 §22");
    }
    for (size_t i = 0; i < act->correction_count; i++) {
        const struct correction *correction = &act->corrections[i];
        enum pj_code code = check_value(decision, correction, &as_corrected);

        if (code != PJ_OK) {
            return code;
        }
        if ((seen >> correction->field & 1) != 0) { /* which of the two is meant? */
            return refuse(decision, PJ_BAD_FIELD, "act.corrections", "");
        }
        seen |= 1U << correction->field;
    }
    visit_mark(&as_corrected);
    if (visit_is_quiet(&as_corrected) && !visit_is_quiet(decision->view)) {
        add_flag(decision, FLAG_QUIET_VISIT); /* it was entered as something else */
    }
    if (as_corrected.persons != decision->view->persons) {
        mark_joint(decision, as_corrected.persons);
    }
    add_effect(decision, EFFECT_CORRECT);
    return need_reason(decision, "条例 §22");
}
