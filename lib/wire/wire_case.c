/* SPDX-License-Identifier: Apache-2.0
 * Submissions, cases, legs and clocks. */
#include "wire/internal.h"
#include "words/numbers.h"

#include <string.h>

#define SAME(generated, ours) CTASSERT((int)PUJIANG__V1__##generated == (int)(ours))
SAME(FORM__FORM_SESSION, FORM_SESSION);
SAME(PURPOSE__PURPOSE_THANKS, PURPOSE_THANKS);
SAME(TEXT_ORIGIN__TEXT_ORIGIN_TRANSCRIPT, TEXT_ORIGIN_TRANSCRIPT);
SAME(PART_KIND__PART_ATTACHMENT, PART_ATTACHMENT);
SAME(STATE__STATE_DECIDED, STATE_DECIDED);
SAME(STATE__STATE_WITHDRAWN, STATE_WITHDRAWN);
SAME(ROLE__ROLE_PARKED, ROLE_PARKED);
SAME(LEG_KIND__LEG_SEIZE, LEG_SEIZE);
SAME(ACT_KIND__ACT_CLASSIFY, ACT_CLASSIFY);
SAME(ACT_KIND__ACT_RECOUNT, ACT_RECOUNT);
SAME(ACT_KIND__ACT_DELIVER, ACT_DELIVER);
SAME(ACT_KIND__ACT_SEIZE, ACT_SEIZE);
SAME(ACT_KIND__ACT_WARN, ACT_WARN);
SAME(ACT_KIND__ACT_JUDGE_SERVICE, ACT_JUDGE_SERVICE);
SAME(OUTCOME__OUTCOME_REFERRED_OUT, OUTCOME_REFERRED_OUT);
SAME(CLOCK_KIND__CLOCK_CONTACT, CLOCK_CONTACT);
SAME(CONTACT__CONTACT_NOT_REACHED, CONTACT_NOT_REACHED);
SAME(CASE_FIELD__CASE_FIELD_FORM, CASE_FIELD_FORM);
SAME(CLOCK_KIND__CLOCK_PROPOSAL, CLOCK_PROPOSAL);
SAME(CLOCK_KIND__CLOCK_SERVICE, CLOCK_SERVICE);
SAME(CLOCK_STATE__CLOCK_STATE_ENDED, CLOCK_STATE_ENDED);
SAME(CARD__CARD_RED, CARD_RED);
SAME(RELATION__RELATION_MISRECORDED, RELATION_MISRECORDED);
SAME(ACT_KIND__ACT_ASSIST_ANSWER, ACT_ASSIST_ANSWER);
SAME(CLOCK_KIND__CLOCK_ASSIST, CLOCK_ASSIST);
SAME(CLOCK_KIND__CLOCK_VISIT_WORD, CLOCK_VISIT_WORD);
SAME(CLOCK_KIND__CLOCK_ALONG, CLOCK_ALONG);
SAME(CAPACITY__CAPACITY_STATION, CAPACITY_STATION);
SAME(RULING__RULING_NOT_AGREED, RULING_NOT_AGREED);
SAME(GROUND__GROUND_HOLD_TO_ACCOUNT, GROUND_HOLD_TO_ACCOUNT);
SAME(SERVICE__SERVICE_ELECTRONIC, SERVICE_ELECTRONIC);
SAME(RATING__RATING_DISSATISFIED, RATING_DISSATISFIED);
#undef SAME

/* ---- submission */

static PB(Part) * *parts_out(struct wire *wire, const struct part *parts, size_t count) {
    PB(Part) *out = wire_alloc(wire, count, sizeof *out);
    PB(Part) **list = wire_alloc(wire, count, sizeof(PB(Part) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__part__init(&out[i]);
        out[i].kind = (PB(PartKind))parts[i].kind;
        out[i].salt = wire_out((struct bytes){parts[i].salt, SALT_BYTES});
        out[i].digest = wire_out(digest_bytes(&parts[i].digest));
        out[i].data = wire_out(parts[i].data);
        if (parts[i].name.len > 0) {
            char *name =
                arena_text(wire->arena, (const char *)parts[i].name.data, parts[i].name.len);

            out[i].name = wire_out_text(name);
        }
        list[i] = &out[i];
    }
    return list;
}

static struct part *parts_in(struct wire *wire, PB(Part) *const *in, size_t count) {
    struct part *parts = NULL;

    wire_in_count(wire, count, PARTS_MAX);
    parts = wire_alloc(wire, count, sizeof *parts);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        memset(&parts[i], 0, sizeof parts[i]);
        parts[i].kind = (enum part_kind)wire_in_enum(wire, (int)in[i]->kind, PART_MAX);
        wire_in_id(wire, in[i]->salt, parts[i].salt);
        wire_in_digest(wire, in[i]->digest, &parts[i].digest);
        parts[i].data = wire_in(in[i]->data);
        parts[i].name = (struct bytes){(const uint8_t *)in[i]->name, strlen(in[i]->name)};
    }
    return parts;
}

static char *text_of_bytes(struct wire *wire, struct bytes bytes) {
    char *text =
        bytes.len == 0 ? NULL : arena_text(wire->arena, (const char *)bytes.data, bytes.len);

    return wire_out_text(text);
}

enum pj_code wire_encode_submission(const struct submission *submission, struct arena *arena,
                                    struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(Submission) out = PUJIANG__V1__SUBMISSION__INIT;

    out.id = wire_out_id(submission->id);
    out.node = wire_out_text(submission->node.text);
    out.form = (PB(Form))submission->form;
    out.purpose = (PB(Purpose))submission->purpose;
    out.source = wire_out_text(submission->source);
    out.text_origin = (PB(TextOrigin))submission->text_origin;
    out.occurred_at = submission->occurred_at.us;
    out.sent_at = submission->sent_at.us;
    out.received_at = submission->received_at.us;
    out.written_at = submission->written_at.us;
    out.category = wire_out_text(submission->category);
    out.place = wire_out_text(submission->place);
    out.place_text = wire_out(submission->place_text);
    out.parts = parts_out(&wire, submission->parts, submission->part_count);
    out.n_parts = submission->part_count;
    out.carried = wire_out(submission->carried);
    out.unread = wire_out(submission->unread);
    out.relation = (PB(Relation))submission->relation;
    out.foreign_system = text_of_bytes(&wire, submission->foreign_system);
    out.foreign_id = text_of_bytes(&wire, submission->foreign_id);
    return wire_pack(&wire, &out.base, ret_bytes);
}

static struct bytes bytes_of_text(const char *text) {
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

enum pj_code wire_decode_submission(struct bytes from, struct arena *arena,
                                    struct submission *ret_submission) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(Submission) *in = wire_unpack(&wire, &pujiang__v1__submission__descriptor, from);
    struct submission out = {0};

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    wire_in_id(&wire, in->id, out.id);
    wire_in_node(&wire, in->node, &out.node);
    out.form = (enum form)wire_in_enum(&wire, (int)in->form, FORM_MAX);
    out.purpose = (enum purpose)wire_in_enum(&wire, (int)in->purpose, PURPOSE_MAX);
    out.text_origin = (enum text_origin)wire_in_enum(&wire, (int)in->text_origin, TEXT_ORIGIN_MAX);
    wire_in_text(&wire, in->source, out.source, sizeof out.source);
    out.occurred_at.us = in->occurred_at;
    out.sent_at.us = in->sent_at;
    out.received_at.us = in->received_at;
    out.written_at.us = in->written_at;
    if (!wall_is_plausible(out.received_at) || !wall_is_plausible(out.written_at)) {
        wire_fail(&wire, PJ_BAD_FIELD); /* the other two are the petitioner's */
    }
    wire_in_text(&wire, in->category, out.category, sizeof out.category);
    wire_in_text(&wire, in->place, out.place, sizeof out.place);
    out.place_text = wire_in(in->place_text);
    out.carried = wire_in(in->carried);
    out.unread = wire_in(in->unread);
    out.relation = (enum relation)wire_in_enum(&wire, (int)in->relation, RELATION_MAX);
    out.foreign_system = bytes_of_text(in->foreign_system);
    out.foreign_id = bytes_of_text(in->foreign_id);
    out.parts = parts_in(&wire, in->parts, in->n_parts);
    out.part_count = in->n_parts;
    if (wire_ok(&wire)) {
        *ret_submission = out;
    }
    return wire_close(&wire, &mark);
}

/* ---- problems */

PB(Problem) * *wire_problems_out(struct wire *wire, const struct problem *problems, size_t count) {
    PB(Problem) *out = wire_alloc(wire, count, sizeof *out);
    PB(Problem) **list = wire_alloc(wire, count, sizeof(PB(Problem) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        pujiang__v1__problem__init(&out[i]);
        out[i].no = problems[i].no;
        out[i].category = wire_out_text(problems[i].category);
        out[i].outcome = (PB(Outcome))problems[i].outcome;
        list[i] = &out[i];
    }
    return list;
}

struct problem *wire_problems_in(struct wire *wire, PB(Problem) *const *problems, size_t count) {
    struct problem *out = NULL;

    wire_in_count(wire, count, PROBLEMS_MAX);
    out = wire_alloc(wire, count, sizeof *out);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        memset(&out[i], 0, sizeof out[i]);
        out[i].no = problems[i]->no;
        out[i].outcome = (enum outcome)wire_in_enum(wire, (int)problems[i]->outcome, OUTCOME_MAX);
        wire_in_text(wire, problems[i]->category, out[i].category, sizeof out[i].category);
    }
    return out;
}

/* ---- legs and clocks */

PB(Leg) * *wire_legs_out(struct wire *wire, const struct casefile *casefile) {
    PB(Leg) *out = wire_alloc(wire, casefile->leg_count, sizeof *out);
    PB(Leg) **list = wire_alloc(wire, casefile->leg_count, sizeof(PB(Leg) *));

    for (size_t i = 0; wire_ok(wire) && i < casefile->leg_count; i++) {
        const struct leg *leg = &casefile->legs[i];

        pujiang__v1__leg__init(&out[i]);
        out[i].term = leg->term;
        out[i].kind = (PB(LegKind))leg->kind;
        out[i].giver = wire_out_text(leg->giver.text);
        out[i].receiver = wire_out_text(leg->receiver.text);
        out[i].opened_at = leg->opened_at.us;
        out[i].delivered_at = leg->delivered_at.us;
        out[i].closed_at = leg->closed_at.us;
        out[i].binding = leg->binding;
        out[i].rule = leg->rule;
        out[i].responsible = wire_out_text(leg->responsible);
        out[i].due_date = leg->due.day;
        out[i].reason = wire_out(leg->reason);
        list[i] = &out[i];
    }
    return list;
}

void wire_legs_in(struct wire *wire, PB(Leg) *const *legs, size_t count,
                  struct casefile *casefile) {
    wire_in_count(wire, count, LEGS_MAX);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        struct leg *leg = &casefile->legs[i];

        memset(leg, 0, sizeof *leg);
        leg->term = legs[i]->term;
        leg->kind = (enum leg_kind)wire_in_enum(wire, (int)legs[i]->kind, LEG_MAX);
        wire_in_node(wire, legs[i]->giver, &leg->giver);
        wire_in_node(wire, legs[i]->receiver, &leg->receiver);
        leg->opened_at.us = legs[i]->opened_at;
        leg->delivered_at.us = legs[i]->delivered_at;
        leg->closed_at.us = legs[i]->closed_at;
        leg->binding = legs[i]->binding;
        leg->rule = legs[i]->rule;
        wire_in_text(wire, legs[i]->responsible, leg->responsible, sizeof leg->responsible);
        leg->due.day = legs[i]->due_date;
        leg->reason = wire_in(legs[i]->reason);
        wire_in_count(wire, leg->reason.len, REASON_BYTES_MAX);
    }
    casefile->leg_count = wire_ok(wire) ? count : 0;
}

PB(Clock) * *wire_clocks_out(struct wire *wire, const struct clock *clocks, size_t count) {
    PB(Clock) *out = wire_alloc(wire, count, sizeof *out);
    PB(Clock) **list = wire_alloc(wire, count, sizeof(PB(Clock) *));

    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        const struct clock *clock = &clocks[i];

        pujiang__v1__clock__init(&out[i]);
        out[i].no = clock->no;
        out[i].kind = (PB(ClockKind))clock->kind;
        out[i].state = (PB(ClockState))clock->state;
        out[i].owner = wire_out_text(clock->owner.text);
        out[i].started_at = clock->started_at.us;
        out[i].due_date = clock->due.day;
        out[i].due_at = clock->due_at.us;
        out[i].provisional = clock->provisional;
        out[i].basis = wire_out_text(clock->basis);
        out[i].limit = wire_out_text(clock->limit);
        out[i].days = wire_out_text(clock->days);
        out[i].rules = wire_out_text(clock->rules);
        out[i].calendar = wire_out_text(clock->calendar);
        out[i].extension = clock->extension;
        out[i].pauses = wire_out_text(clock->pauses);
        out[i].yellow_at = clock->yellow_at.us;
        out[i].done_at = clock->done_at.us;
        out[i].card = (PB(Card))clock->card;
        list[i] = &out[i];
    }
    return list;
}

size_t wire_clocks_in(struct wire *wire, PB(Clock) *const *clocks, size_t count,
                      struct clock ret_clocks[static CLOCKS_MAX]) {
    wire_in_count(wire, count, CLOCKS_MAX);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        struct clock *clock = &ret_clocks[i];

        memset(clock, 0, sizeof *clock);
        clock->no = clocks[i]->no;
        clock->kind = (enum clock_kind)wire_in_enum(wire, (int)clocks[i]->kind, CLOCK_MAX);
        clock->state = (enum clock_state)wire_in_enum(wire, (int)clocks[i]->state, CLOCK_STATE_MAX);
        wire_in_node(wire, clocks[i]->owner, &clock->owner);
        clock->started_at.us = clocks[i]->started_at;
        clock->due.day = clocks[i]->due_date;
        clock->due_at.us = clocks[i]->due_at;
        clock->provisional = clocks[i]->provisional;
        wire_in_text(wire, clocks[i]->basis, clock->basis, sizeof clock->basis);
        wire_in_text(wire, clocks[i]->limit, clock->limit, sizeof clock->limit);
        wire_in_text(wire, clocks[i]->days, clock->days, sizeof clock->days);
        wire_in_text(wire, clocks[i]->rules, clock->rules, sizeof clock->rules);
        wire_in_text(wire, clocks[i]->calendar, clock->calendar, sizeof clock->calendar);
        clock->extension = clocks[i]->extension;
        wire_in_text(wire, clocks[i]->pauses, clock->pauses, sizeof clock->pauses);
        clock->yellow_at.us = clocks[i]->yellow_at;
        clock->done_at.us = clocks[i]->done_at;
        clock->card = (enum card)wire_in_enum(wire, (int)clocks[i]->card, CARD_MAX);
        if (clock->kind == CLOCK_UNSPECIFIED ||
            (clock->state == CLOCK_STATE_RUNNING && clock->due_at.us == 0)) {
            wire_fail(wire, PJ_BAD_MISSING); /* of nothing, or till never: no clock of a case */
        }
    }
    return wire_ok(wire) ? count : 0;
}

/* ---- case file */

/* NULL while the procedure has made nothing of it yet: most cases on their way have none. */
static PB(Matter) * matter_out(struct wire *wire, const struct matter *matter) {
    PB(Matter) *out = NULL;

    if (matter->flags == 0 && matter->accepted_at.us == 0 && matter->decided_at.us == 0 &&
        matter->ruling == RULING_UNSPECIFIED && matter->before_hearing == STATE_UNSPECIFIED &&
        matter->channel[0] == '\0' && matter->lane == LANE_OF_CASE_UNSPECIFIED &&
        node_id_is_none(&matter->supervisor)) {
        return NULL;
    }
    out = wire_alloc(wire, 1, sizeof *out);
    if (out == NULL) {
        return NULL;
    }
    pujiang__v1__matter__init(out);
    out->flags = matter->flags;
    out->ruling = (PB(Ruling))matter->ruling;
    out->barred = (PB(Ruling))matter->barred;
    out->before_hearing = (PB(State))matter->before_hearing;
    out->decider = wire_out_text(matter->decider.text);
    out->accepted_at = matter->accepted_at.us;
    out->decided_at = matter->decided_at.us;
    out->served_at = matter->served_at.us;
    out->service = (PB(Service))matter->service;
    out->channel = wire_out_text(matter->channel);
    out->leading = wire_out_text(matter->leading.text);
    out->feedback_to = wire_out_text(matter->feedback_to.text);
    out->answered_at = matter->answered_at.us;
    out->attached_term = matter->attached_term;
    out->acknowledged = matter->acknowledged;
    out->lane = (PB(Lane))matter->lane;
    out->supervisor = wire_out_text(matter->supervisor.text);
    return out;
}

static void matter_in(struct wire *wire, const PB(Matter) * from, struct matter *matter) {
    memset(matter, 0, sizeof *matter);
    if (from == NULL) {
        return;
    }
    matter->flags = from->flags & ((1U << FLAG_MAX) - 1);
    matter->ruling = (enum ruling)wire_in_enum(wire, (int)from->ruling, RULING_MAX);
    matter->barred = (enum ruling)wire_in_enum(wire, (int)from->barred, RULING_MAX);
    matter->before_hearing = (enum state)wire_in_enum(wire, (int)from->before_hearing, STATE_MAX);
    wire_in_node(wire, from->decider, &matter->decider);
    matter->accepted_at.us = from->accepted_at;
    matter->decided_at.us = from->decided_at;
    matter->served_at.us = from->served_at;
    matter->service = (enum service)wire_in_enum(wire, (int)from->service, SERVICE_MAX);
    wire_in_text(wire, from->channel, matter->channel, sizeof matter->channel);
    wire_in_text(wire, from->leading, matter->leading.text, sizeof matter->leading.text);
    wire_in_node(wire, from->feedback_to, &matter->feedback_to);
    matter->answered_at.us = from->answered_at;
    matter->attached_term = from->attached_term;
    matter->lane = (enum lane)wire_in_enum(wire, (int)from->lane, LANE_OF_CASE_MAX);
    wire_in_node(wire, from->supervisor, &matter->supervisor);
    matter->acknowledged = from->acknowledged & ((1U << LEVEL_MAX) - 1);
}

/* NULL for most: in no common cause. */
static PB(CommonCause) * cause_out(struct wire *wire, const struct cause *cause) {
    PB(CommonCause) *out = NULL;

    if (cause->no.text[0] == '\0') {
        return NULL;
    }
    out = wire_alloc(wire, 1, sizeof *out);
    if (out != NULL) {
        pujiang__v1__common_cause__init(out);
        out->no = wire_out_text(cause->no.text);
        out->owner = wire_out_text(cause->owner);
        out->plan = wire_out_text(cause->plan);
    }
    return out;
}

static void cause_in(struct wire *wire, const PB(CommonCause) * from, struct cause *cause) {
    memset(cause, 0, sizeof *cause);
    if (from != NULL) {
        wire_in_text(wire, from->no, cause->no.text, sizeof cause->no.text);
        wire_in_text(wire, from->owner, cause->owner, sizeof cause->owner);
        wire_in_text(wire, from->plan, cause->plan, sizeof cause->plan);
    }
}

PB(Conflict) * *wire_conflicts_out(struct wire *wire, const struct conflict_set *conflicts) {
    PB(Conflict) *out = wire_alloc(wire, conflicts->count, sizeof *out);
    PB(Conflict) **list = wire_alloc(wire, conflicts->count, sizeof(PB(Conflict) *));

    for (size_t i = 0; wire_ok(wire) && i < conflicts->count; i++) {
        pujiang__v1__conflict__init(&out[i]);
        out[i].node = wire_out_text(conflicts->nodes[i].text);
        out[i].below = (conflicts->below >> i & 1) != 0;
        list[i] = &out[i];
    }
    return list;
}

void wire_conflicts_in(struct wire *wire, PB(Conflict) *const *from, size_t count,
                       struct conflict_set *conflicts) {
    memset(conflicts, 0, offsetof(struct conflict_set, nodes));
    wire_in_count(wire, count, CONFLICTS_MAX);
    for (size_t i = 0; wire_ok(wire) && i < count; i++) {
        wire_in_node(wire, from[i]->node, &conflicts->nodes[i]);
        if (node_id_is_none(&conflicts->nodes[i])) {
            wire_fail(wire, PJ_BAD_MISSING);
        }
        conflicts->below |= (uint64_t)(from[i]->below != 0) << i;
    }
    conflicts->count = wire_ok(wire) ? count : 0;
}

static PB(Refused) * refused_out(struct wire *wire, const struct refused *refused) {
    PB(Refused) *out = NULL;

    if (refused->code == 0) {
        return NULL;
    }
    out = wire_alloc(wire, 1, sizeof *out);
    if (out != NULL) {
        pujiang__v1__refused__init(out);
        out->act = (PB(ActKind))refused->act;
        out->node = wire_out_text(refused->node.text);
        out->code = refused->code;
        out->at = refused->at.us;
    }
    return out;
}

static void refused_in(struct wire *wire, const PB(Refused) * from, struct refused *refused) {
    memset(refused, 0, sizeof *refused);
    if (from != NULL) {
        refused->act = (enum act_kind)wire_in_enum(wire, (int)from->act, ACT_MAX);
        wire_in_node(wire, from->node, &refused->node);
        refused->code = from->code;
        refused->at.us = from->at;
    }
}

PB(CaseFile) * wire_casefile_out(struct wire *wire, const struct casefile *casefile) {
    PB(CaseFile) *out = wire_alloc(wire, 1, sizeof *out);
    char *place = wire_alloc(wire, PLACE_DIGITS_MAX + 1, 1);

    if (!wire_ok(wire)) {
        return NULL;
    }
    pujiang__v1__case_file__init(out);
    out->origin = wire_out_text(casefile->origin.text);
    out->category = wire_out_text(casefile->category);
    if (!place_is_none(casefile->place)) {
        place_print(casefile->place, place);
    }
    out->place = place;
    out->purpose = (PB(Purpose))casefile->purpose;
    out->form = (PB(Form))casefile->form;
    out->persons = casefile->persons;
    out->session = wire_out_text(casefile->session);
    out->group_no = casefile->group_no;
    out->problems = wire_problems_out(wire, casefile->problems, casefile->problem_count);
    out->n_problems = casefile->problem_count;
    out->objections = casefile->objections;
    out->binding = casefile->binding;
    out->submission_digest = wire_out_digest(&casefile->submission_digest);
    out->part_digests = wire_digests_out(wire, casefile->part_digests, casefile->part_count);
    out->n_part_digests = casefile->part_count;
    out->list_version = wire_out_text(casefile->list_version);
    out->route_basis = wire_out_text(casefile->route_basis);
    out->route_rule = casefile->route_rule;
    out->received_at = casefile->received_at.us;
    out->known_date = casefile->known_at.day;
    out->proposed = casefile->proposed;
    out->follows = wire_out_text(casefile->follows.text);
    out->cause = cause_out(wire, &casefile->cause);
    out->refused = refused_out(wire, &casefile->refused);
    out->division_version = wire_out_text(casefile->division_version);
    out->matter = matter_out(wire, &casefile->matter);
    out->conflicts = wire_conflicts_out(wire, &casefile->conflicts);
    out->n_conflicts = casefile->conflicts.count;
    out->accused_unresolved = casefile->conflicts.unresolved;
    out->corrected = wire_corrected_out(wire, casefile);
    out->n_corrected = casefile->corrected_count;
    out->assists = wire_assists_out(wire, casefile);
    out->n_assists = casefile->assist_count;
    return out;
}

void wire_casefile_in(struct wire *wire, const PB(CaseFile) * from, struct casefile *casefile) {
    wire_in_node(wire, from->origin, &casefile->origin);
    wire_in_text(wire, from->category, casefile->category, sizeof casefile->category);
    wire_in_place(wire, from->place, &casefile->place);
    casefile->purpose = (enum purpose)wire_in_enum(wire, (int)from->purpose, PURPOSE_MAX);
    casefile->form = (enum form)wire_in_enum(wire, (int)from->form, FORM_MAX);
    casefile->persons = from->persons;
    wire_in_text(wire, from->session, casefile->session, sizeof casefile->session);
    casefile->group_no = from->group_no;
    casefile->problems = wire_problems_in(wire, from->problems, from->n_problems);
    casefile->problem_count = from->n_problems;
    casefile->objections = from->objections;
    casefile->binding = from->binding;
    wire_in_digest(wire, from->submission_digest, &casefile->submission_digest);
    casefile->part_digests = wire_digests_in(wire, from->part_digests, from->n_part_digests);
    casefile->part_count = from->n_part_digests;
    wire_in_text(wire, from->list_version, casefile->list_version, sizeof casefile->list_version);
    wire_in_text(wire, from->route_basis, casefile->route_basis, sizeof casefile->route_basis);
    casefile->route_rule = from->route_rule;
    casefile->received_at.us = from->received_at;
    casefile->known_at.day = from->known_date;
    casefile->proposed = from->proposed & ((1U << GROUND_MAX) - 1);
    wire_in_text(wire, from->follows, casefile->follows.text, sizeof casefile->follows.text);
    cause_in(wire, from->cause, &casefile->cause);
    refused_in(wire, from->refused, &casefile->refused);
    wire_in_text(wire, from->division_version, casefile->division_version,
                 sizeof casefile->division_version);
    matter_in(wire, from->matter, &casefile->matter);
    wire_conflicts_in(wire, from->conflicts, from->n_conflicts, &casefile->conflicts);
    casefile->conflicts.unresolved = from->accused_unresolved;
    wire_corrected_in(wire, from->corrected, from->n_corrected, casefile);
    wire_assists_in(wire, from->assists, from->n_assists, casefile);
}

/* ---- the whole case on its way */

enum pj_code wire_encode_transfer(const struct transfer_body *body, struct arena *arena,
                                  struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(TransferBody) out = PUJIANG__V1__TRANSFER_BODY__INIT;
    ProtobufCBinaryData *submissions =
        wire_alloc(&wire, body->submission_count, sizeof *submissions);

    for (size_t i = 0; submissions != NULL && i < body->submission_count; i++) {
        submissions[i] = wire_out(body->submissions[i]);
    }
    out.case_no = wire_out_text(body->file.no.text);
    out.file = wire_casefile_out(&wire, &body->file);
    out.legs = wire_legs_out(&wire, &body->file);
    out.n_legs = body->file.leg_count;
    out.clocks = wire_clocks_out(&wire, body->file.clocks, body->file.clock_count);
    out.n_clocks = body->file.clock_count;
    out.submissions = submissions;
    out.n_submissions = body->submission_count;
    out.act = wire_act_out(&wire, &body->act);
    out.state = (PB(State))body->file.state;
    out.opened_at = body->file.opened_at.us;
    return wire_pack(&wire, &out.base, ret_bytes);
}

static struct bytes *submissions_in(struct wire *wire, const PB(TransferBody) * in) {
    struct bytes *submissions = NULL;

    wire_in_count(wire, in->n_submissions, SUBMISSIONS_MAX);
    submissions = wire_alloc(wire, in->n_submissions, sizeof *submissions);
    for (size_t i = 0; submissions != NULL && i < in->n_submissions; i++) {
        submissions[i] = wire_in(in->submissions[i]);
    }
    return submissions;
}

enum pj_code wire_decode_transfer(struct bytes from, struct arena *arena,
                                  struct transfer_body *ret_body) {
    struct arena_mark mark = wire_open(arena);
    struct wire wire = {arena, PJ_OK};
    const PB(TransferBody) *in = wire_unpack(&wire, &pujiang__v1__transfer_body__descriptor, from);
    struct transfer_body body; /* most of it is room, and counted */

    if (in == NULL) {
        return wire_close(&wire, &mark);
    }
    casefile_clear(&body.file);
    if (in->file != NULL) {
        wire_casefile_in(&wire, in->file, &body.file);
    } else {
        wire_fail(&wire, PJ_BAD_MISSING);
    }
    wire_in_case_no(&wire, in->case_no, &body.file.no);
    wire_legs_in(&wire, in->legs, in->n_legs, &body.file);
    body.file.clock_count = wire_clocks_in(&wire, in->clocks, in->n_clocks, body.file.clocks);
    body.submissions = submissions_in(&wire, in);
    body.submission_count = in->n_submissions;
    wire_act_in(&wire, in->act, &body.act);
    body.file.state = (enum state)wire_in_enum(&wire, (int)in->state, STATE_MAX);
    body.file.opened_at.us = in->opened_at;
    if (wire_ok(&wire) && !(numbers_fit_case(&body.file) && numbers_fit_act(&body.act))) {
        wire_fail(&wire, PJ_BAD_FIELD);
    }
    if (wire_ok(&wire)) {
        casefile_copy(&ret_body->file, &body.file);
        ret_body->submissions = body.submissions;
        ret_body->submission_count = body.submission_count;
        ret_body->act = body.act;
    }
    return wire_close(&wire, &mark);
}
