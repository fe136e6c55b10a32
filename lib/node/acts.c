/* SPDX-License-Identifier: Apache-2.0
 * Acts on a case: lib/core decides, this file turns the verdict into rows, a message and an answer.
 * The same road serves officials (API), orders of other stations, clocks, and the station itself.
 */
#include "node/accuse.h"
#include "node/assist.h"
#include "node/avoid.h"
#include "node/by_rule.h"
#include "node/case_number.h"
#include "node/hint.h"
#include "node/papers.h"
#include "node/same_matter.h"
#include "node/seize.h"
#include "node/supplement.h"
#include "node/tied.h"
#include "node/visits.h"
#include "node/waiting.h"
#include "node/watched.h"

#include <string.h>

/* ---- messages of an act */

/* The case and its submissions, as far as the receiver may hear. */
static enum pj_code pack_transfer(struct node *node, struct turn *turn, const struct acting *acting,
                                  struct bytes *ret_body) {
    const struct cached_case *entry = acting->entry;
    struct submissions submissions = wire_transfer_submissions(entry->body);
    struct transfer_body body;
    enum pj_code code = submissions.count == 0 ? PJ_INTERNAL_STORED_DAMAGED : PJ_OK;

    if (code != PJ_OK) {
        return code;
    }
    casefile_copy(&body.file, &entry->file);
    body.act = acting->act;
    body.submissions = submissions.all;
    body.submission_count = submissions.count;
    avoid_reduce(node, &body.file, &casefile_last_leg(&body.file)->giver,
                 &casefile_last_leg(&body.file)->receiver);
    if (visit_is_quiet(&body.file) || body.submission_count > 1) {
        code = visits_reduce(node, &turn->arena, &casefile_last_leg(&body.file)->receiver, &body);
    }
    return code == PJ_OK ? wire_encode_transfer(&body, &turn->arena, ret_body) : code;
}

/* watchers: of what goes to them too, else NULL. */
static enum pj_code pack_event(struct node *node, struct turn *turn, const struct acting *acting,
                               const struct outgoing *watchers, struct bytes *ret_body) {
    const struct casefile *file = visits_told(node, turn, &acting->entry->file);
    struct event_body body = {.case_no = file->no,
                              .act = acting->act,
                              .state = file->state,
                              .holder = file->holder,
                              .closed_at = file->closed_at,
                              .problems = file->problems,
                              .problem_count = file->problem_count,
                              .reply_to = acting->reply_to,
                              .file = NULL};

    if (watchers != NULL) {
        body.file = avoid_told(node, &turn->arena, file, watchers);
    }
    watched_clocks(file, &turn->arena, &body.clocks, &body.clock_count);
    return wire_encode_event(&body, &turn->arena, ret_body);
}

/* No news for others: other dates by a calendar, a warning to the unit itself, and why an attached
 * case does not go after its leading one: that may be somebody whom it accuses. */
static bool stays_here(const struct act *act) {
    return act->kind == ACT_RECOUNT || act->kind == ACT_WARN ||
           (act->kind == ACT_LAPSE && act->rule == RULE_STAYS);
}

/* Who gave an order hears that it was carried out: its letter is then issued there. */
static size_t with_giver(struct node *node, const struct acting *acting, struct node_id *nodes,
                         size_t count) {
    const struct node_id *giver = &acting->act.node;

    for (size_t i = 0; i < count; i++) {
        if (node_id_equal(&nodes[i], giver)) {
            return count;
        }
    }
    if (count < ROUTE_TO_MAX && !node_id_is_none(giver) && !node_hosts(node, giver) &&
        node_reaches(node, giver)) {
        nodes[count++] = *giver;
    }
    return count;
}

/* The journal row of an act, which is also its message: the Transfer to another station, or the
 * event to whoever hears of the case elsewhere. */
static enum pj_code record_act(struct node *node, struct turn *turn, const struct acting *acting,
                               bool moves, int64_t *ret_pos) {
    struct cached_case *entry = acting->entry;
    struct node_id listeners[ROUTE_TO_MAX];
    struct outgoing outgoing = {.act = acting->act.kind, .file = &entry->file, .to = listeners};
    size_t count = 0;
    enum pj_code code = PJ_OK;

    outgoing.from = node_id_is_none(&acting->act.node) ? entry->file.holder : acting->act.node;
    if (!node_hosts(node, &outgoing.from)) {
        outgoing.from = entry->file.holder; /* an order's giver is elsewhere: the holder speaks */
    }
    if (stays_here(&acting->act)) {
        listeners[0] = entry->file.holder;
        outgoing.kind = MESSAGE_EVENT;
        outgoing.to_count = 1;
        code = pack_event(node, turn, acting, NULL, &outgoing.body);
    } else if (entry->file.role == ROLE_TRANSIT && moves) {
        listeners[0] = casefile_last_leg(&entry->file)->receiver;
        outgoing.kind = MESSAGE_TRANSFER;
        outgoing.to_count = 1;
        code = pack_transfer(node, turn, acting, &outgoing.body);
    } else {
        outgoing.kind = MESSAGE_EVENT;
        outgoing.by_giver = entry->file.role == ROLE_TRANSIT;
        count = lifecycle_listeners(&entry->file, NULL, listeners, ROUTE_TO_MAX);
        count = assist_add_ended(node, &entry->file, &acting->act, listeners, count);
        count = with_giver(node, acting, listeners, count);
        outgoing.to_count = watched_add(node, turn, &entry->file, &acting->act, listeners, count);
        code = pack_event(node, turn, acting, outgoing.to_count > count ? &outgoing : NULL,
                          &outgoing.body);
        outgoing.to_count =
            visits_hearers(node, &turn->arena, acting, listeners, outgoing.to_count);
        outgoing.to_count = assist_leave_out(node, acting, listeners, outgoing.to_count);
    }
    if (code == PJ_OK && outgoing.body.len > BODY_BYTES_MAX) {
        code = PJ_BAD_TOO_LONG;
    }
    if (code == PJ_OK) {
        *ret_pos = seal_message(node, turn, &outgoing);
    }
    return code;
}

/* ---- the act itself */

static const struct effect *find_effect(const struct verdict *verdict, enum effect_kind kind) {
    for (size_t i = 0; i < verdict->effect_count; i++) {
        if (verdict->effects[i].kind == kind) {
            return &verdict->effects[i];
        }
    }
    return NULL;
}

/* What an office here does that was accused later, it does as before: its own act tells it nothing.
 */
static const struct casefile *judged_by(struct turn *turn, const struct acting *acting) {
    const struct casefile *file = &acting->entry->file;

    if (acting->by_station || acting->in_order || acting->act.capacity == CAPACITY_PETITIONER) {
        return file;
    }
    return avoid_seen(&turn->arena, file, &acting->act.node);
}

/* What runs out is recorded even where nobody further up can be reached. */
static void decide_act(const struct node *node, struct turn *turn, const struct acting *acting,
                       struct lifecycle_context *context, struct verdict *ret_verdict) {
    const struct casefile *view = judged_by(turn, acting);
    const struct effect *leg = NULL;

    lifecycle_decide(view, &acting->act, context, ret_verdict);
    leg = find_effect(ret_verdict, EFFECT_OPEN_LEG);
    if (acting->act.kind == ACT_LAPSE && leg != NULL &&
        (!node_reaches(node, &leg->leg.receiver) || acting->entry->body.len == 0)) {
        context->stays = true;
        lifecycle_decide(view, &acting->act, context, ret_verdict);
    }
}

/* A hand-over to an office of this very station arrives at once: one entry. */
static void deliver_here(struct node *node, struct turn *turn, struct cached_case *entry) {
    struct act deliver = {.kind = ACT_DELIVER,
                          .node = casefile_last_leg(&entry->file)->receiver,
                          .acted_at = turn->at};
    struct lifecycle_context context = node_context(node, turn, true);
    struct verdict verdict;

    entry->file.role = ROLE_HOLDER;
    lifecycle_decide(&entry->file, &deliver, &context, &verdict);
    ASSERT(verdict.code == PJ_OK);
    casefile_apply(&entry->file, &deliver, &verdict);
}

/* What the act brought stays with the case: its reason must outlive the turn. */
static enum pj_code own_reason(struct cached_case *entry, const struct act *act) {
    struct leg *leg = NULL;
    enum pj_code code = cases_own_assists(entry, &act->reason);

    if (code != PJ_OK || entry->file.leg_count == 0) {
        return code;
    }
    leg = &entry->file.legs[entry->file.leg_count - 1];
    return arena_copy(&entry->arena, leg->reason, &leg->reason);
}

/* What each field says now, beside what it is to say: the entry of the act shows both. */
static void note_old_values(struct turn *turn, struct acting *acting) {
    struct act *act = &acting->act;
    struct correction *noted = NULL;

    if (act->correction_count == 0) {
        return;
    }
    noted = arena_alloc(&turn->arena, act->correction_count * sizeof *noted);
    ASSERT(noted != NULL);
    for (size_t i = 0; i < act->correction_count; i++) {
        noted[i] = act->corrections[i];
        casefile_field_text(&acting->entry->file, noted[i].field, noted[i].old);
    }
    act->corrections = noted;
}

enum pj_code act_apply(struct node *node, struct turn *turn, const struct acting *acting,
                       struct verdict *ret_verdict) {
    struct cached_case *entry = acting->entry;
    struct lifecycle_context context = node_context(node, turn, acting->by_station);
    const struct effect *hand_over = NULL;
    struct acting done = *acting; /* as it is journaled: with rule and old values */
    struct bytes kept = BYTES_NONE;
    struct bytes copy = BYTES_NONE; /* for who is asked to help */
    struct casefile before;
    int64_t pos = 0;
    enum pj_code code = PJ_OK;

    note_old_values(turn, &done);
    context.other = acting->other;
    decide_act(node, turn, &done, &context, ret_verdict);
    if (ret_verdict->code != PJ_OK) {
        return ret_verdict->code;
    }
    hand_over = find_effect(ret_verdict, EFFECT_OPEN_LEG);
    if ((hand_over != NULL && !node_reaches(node, &hand_over->leg.receiver)) ||
        (done.act.kind == ACT_ASSIST && !node_reaches(node, &done.act.target))) {
        return PJ_LINK_NO_ROUTE;
    }
    if ((hand_over != NULL || done.act.kind == ACT_ASSIST) && entry->body.len == 0) {
        return PJ_INTERNAL_STORED_DAMAGED; /* the submissions are not where the row says */
    }
    if (acting->submission.len > 0) {
        code = supplement_pack(turn, entry, acting->submission, &kept);
    }
    if (code != PJ_OK) {
        return code;
    }
    casefile_copy(&before, &entry->file);
    code = cases_set_problems(entry, entry->file.problems, entry->file.problem_count);
    if (code != PJ_OK) {
        return code; /* before.problems stays what it was: outcomes are written to the copy */
    }
    casefile_apply(&entry->file, &done.act, ret_verdict);
    code = own_reason(entry, &done.act);
    if (code == PJ_OK && hand_over != NULL && node_hosts(node, &hand_over->leg.receiver)) {
        deliver_here(node, turn, entry);
    }
    done.act.rule = done.act.rule == 0 ? ret_verdict->rule : done.act.rule;
    if (code == PJ_OK && done.act.kind == ACT_ASSIST) {
        code = assist_pack(node, turn, entry, &done.act, &copy);
    }
    if (code == PJ_OK) {
        code = record_act(node, turn, &done, hand_over != NULL, &pos);
    }
    if (code != PJ_OK) { /* nothing is sealed yet: an act that is refused tells nobody */
        casefile_copy(&entry->file, &before);
        return code;
    }
    assist_tell(node, turn, entry, &done.act, copy);
    seize_tell_loser(node, turn, entry, &done.act);
    if (hand_over != NULL) {
        avoid_follow(node, turn, entry);
    }
    if (kept.len > 0) {
        supplement_keep(node, turn, entry, kept);
        waiting_begin(node, turn, entry, acting->submission);
        assist_pass_on(node, turn, entry, &done.act);
    }
    case_touch(turn, entry, &before);
    paper_issue(node, turn, &(struct issuing){entry, &before, &acting->act, ret_verdict, pos});
    tied_tell(node, turn, entry, &before, &acting->act);
    return PJ_OK;
}

/* ---- acts of officials over the API */

enum pj_code send_order(struct node *node, struct turn *turn, const struct cached_case *entry,
                        const struct act *act, struct bytes submission) {
    return send_order_to(node, turn, entry, &(struct asked){act, submission},
                         casefile_token_at(&entry->file));
}

enum pj_code send_order_to(struct node *node, struct turn *turn, const struct cached_case *entry,
                           const struct asked *asked, const struct node_id *to) {
    const struct act *act = asked->act;
    const struct bytes submission = asked->submission;
    const struct casefile *file = act->capacity == CAPACITY_PETITIONER
                                      ? &entry->file
                                      : avoid_seen(&turn->arena, &entry->file, &act->node);
    struct order_body body = {.case_no = entry->file.no, .act = *act, .submission = submission};
    struct outgoing outgoing = {
        .kind = MESSAGE_ORDER, .act = act->kind, .file = file, .from = act->node, .to_count = 1};
    struct node_id target = *to;
    enum pj_code code = PJ_OK;

    if (!node_reaches(node, &target) || node_hosts(node, &target)) {
        return PJ_STATE_NOT_HOLDER;
    }
    if (!seal_may_send(node, file, &act->node, &target)) {
        return PJ_POLICY_CONFLICT;
    }
    if (submission.len > 0 && visits_waits(node, &turn->arena, submission, &target)) {
        return PJ_OK; /* where it was taken in it is kept, and goes on its day: waiting.c */
    }
    outgoing.to = &target;
    if (submission.len > 0) { /* whoever was accused since is left out of its event already */
        body.conflicts = avoid_shown(node, file, &act->node, &target);
        code = visits_reduce_one(node, &turn->arena, &entry->file, &target, &body.submission);
    }
    if (!bytes_equal(body.submission, submission)) { /* the act tells no hour of it either */
        body.act.acted_at = turn->at;
        body.act.happened_at = (struct wall){0};
    }
    if (code == PJ_OK) {
        code = wire_encode_order(&body, &turn->arena, &outgoing.body);
    }
    if (code == PJ_OK) {
        (void)seal_message(node, turn, &outgoing);
    }
    return code;
}

/* Entered late is recorded with both instants, and counts from its entry; what is still to come has
 * not happened. */
static bool has_happened(const struct act *act) {
    return act->happened_at.us >= 0 && act->happened_at.us <= act->acted_at.us;
}

static enum pj_code check_version(const struct cached_case *entry, const struct api_act *request) {
    if (request->expect_version != 0 && request->expect_version != entry->file.version) {
        return PJ_STATE_STALE;
    }
    return PJ_OK;
}

static enum pj_code dry_act(struct node *node, struct turn *turn, const struct acting *acting,
                            struct verdict *ret_verdict) {
    struct lifecycle_context context = node_context(node, turn, false);

    context.other = acting->other;
    lifecycle_decide(judged_by(turn, acting), &acting->act, &context, ret_verdict);
    return ret_verdict->code;
}

static enum pj_code act_elsewhere(struct node *node, struct turn *turn, const struct acting *acting,
                                  bool dry_run, struct verdict *ret_verdict) {
    struct cached_case *entry = acting->entry;
    struct casefile before;
    struct bytes kept = BYTES_NONE;
    enum pj_code code = PJ_OK;

    casefile_copy(&before, &entry->file);
    if (entry->file.role == ROLE_PARKED) {
        return PJ_STATE_PARKED;
    }
    if (!lifecycle_follows(&acting->act)) {
        return entry->file.role == ROLE_TRANSIT ? PJ_STATE_IN_TRANSIT : PJ_STATE_NOT_HOLDER;
    }
    if (acting->submission.len > 0) { /* who may hand in here may do so wherever it is held */
        code = dry_act(node, turn, acting, ret_verdict);
    }
    if (code == PJ_OK && acting->submission.len > 0) {
        code = supplement_pack(turn, entry, acting->submission, &kept);
    }
    if (code == PJ_OK && !dry_run) {
        code = kept.len > 0 ? avoid_send_words(node, turn, entry,
                                               &(struct asked){&acting->act, acting->submission})
                            : send_order(node, turn, entry, &acting->act, BYTES_NONE);
    }
    if (code == PJ_OK && !dry_run && kept.len > 0) { /* the receipt speaks of what is kept here */
        supplement_keep(node, turn, entry, kept);
        waiting_begin(node, turn, entry, acting->submission);
        case_touch(turn, entry, &before);
    }
    return code;
}

/* The office above takes the token where a copy is kept: nothing is asked of its holder. Where it
 * only heard of the case there is no word of the petitioner's, and where it helps not who that is:
 * the holder is asked to hand it over. */
static bool takes_token(struct turn *turn, const struct cached_case *entry, const struct act *act) {
    return act->kind == ACT_SEIZE && entry->file.role != ROLE_PARKED &&
           submissions_are_whole(turn, entry->body);
}

/* The capacity comes from the key: what is asked for must be among the account's scopes. */
uint32_t capacity_scope(enum capacity capacity) {
    static const uint32_t scopes[CAPACITY_MAX] = {
        [CAPACITY_UNSPECIFIED] = SCOPE_ACT,       [CAPACITY_HEAD] = SCOPE_HEAD,
        [CAPACITY_LEADER] = SCOPE_LEADER,         [CAPACITY_JOINT_MEETING] = SCOPE_JOINT_MEETING,
        [CAPACITY_PETITIONER] = SCOPE_PETITIONER,
    };

    return capacity < CAPACITY_MAX ? scopes[capacity] : 0;
}

static bool has_capacity(const struct account *account, enum capacity capacity) {
    return (account->scopes & capacity_scope(capacity)) != 0;
}

static enum pj_code choose_petitioner(struct node *node, struct turn *turn,
                                      const struct input *input, struct cached_case *entry,
                                      struct act *act) {
    const struct account *account = node_account(node, &input->account);

    act->node = entry->file.origin; /* where the petitioner's word is heard */
    act->capacity = CAPACITY_PETITIONER;
    if (!has_capacity(account, CAPACITY_PETITIONER)) {
        return PJ_AUTH_SCOPE;
    }
    return query_code_check(node, turn, entry, input->request.act.query_code);
}

static enum pj_code choose_actor(struct node *node, const struct input *input,
                                 const struct cached_case *entry, struct act *act) {
    const struct account *account = node_account(node, &input->account);
    const char *text = input->request.act.node;

    if (!has_capacity(account, act->capacity)) {
        return PJ_AUTH_SCOPE;
    }
    if (text[0] != '\0') {
        if (node_id_parse(text, strlen(text), &act->node) != PJ_OK) {
            return PJ_BAD_FIELD;
        }
    } else {
        act->node = node_id_is_none(&account->node) ? entry->file.holder : account->node;
    }
    if (!node_hosts(node, &act->node) || !account_may_act_for(account, &act->node)) {
        return PJ_AUTH_NOT_ACTOR;
    }
    return PJ_OK;
}

/* A recall means the hand-over as it stands when the person asks: once the case has moved on it is
 * void. */
static void name_leg(const struct cached_case *entry, struct act *act) {
    const struct leg *leg = casefile_standing_leg(&entry->file);

    if (act->kind == ACT_RECALL && act->term == 0 && leg != NULL) {
        act->term = leg->term;
    }
}

/* The case as it is now; of a supplement its receipt. */
static void answer(struct node *node, struct turn *turn, const struct input *input,
                   const struct acting *acting, uint32_t rule, bool replayed) {
    if (input->request.act.act.kind == ACT_SUPPLEMENT) {
        supplement_reply(node, turn, input, acting, replayed);
    } else {
        reply_case(node, turn, input, acting->entry, rule, replayed);
    }
}

/* True when the key was seen before and the answer has been given. */
static bool answer_replayed_act(struct node *node, struct turn *turn, struct input *input,
                                const struct acting *acting) {
    const struct row_idem *idem = turn_find_idem(turn, &input->idem);

    if (idem == NULL) {
        return false;
    }
    if (digest_equal(&idem->request, &input->request_digest)) {
        answer(node, turn, input, acting, 0, true);
    } else {
        reply_conflict(node, turn, input, &idem->request);
    }
    return true;
}

void remember_idem(struct turn *turn, const struct input *input, int64_t case_ref,
                   uint64_t version) {
    struct row_idem *row = rows_add(&turn->idems, sizeof *row);

    row->idem = input->idem;
    row->request = input->request_digest;
    row->case_ref = case_ref;
    row->version = version;
    row->at = turn->at;
}

/* What the request brings along beside the act itself. */
static enum pj_code prepare(struct node *node, struct turn *turn, struct input *input,
                            struct acting *acting, struct verdict *ret_verdict) {
    const struct account *account = node_account(node, &input->account);
    enum pj_code code = check_version(acting->entry, &input->request.act);

    if (code == PJ_OK && !has_happened(&acting->act)) {
        ret_verdict->field = "act.happened_at";
        code = PJ_BAD_FIELD;
    }
    if (code == PJ_OK) {
        code = tied_other(node, &turn->arena, account, acting, &ret_verdict->field);
    }
    if (code == PJ_OK && acting->act.kind == ACT_SUPPLEMENT) {
        code = supplement_make(node, turn, input, acting, &ret_verdict->field);
    }
    if (code == PJ_OK && input->request.act.supplement.accused_count > 0) {
        code = dry_act(node, turn, acting, ret_verdict); /* before a number is drawn */
    }
    if (code == PJ_OK && acting->act.kind == ACT_SUPPLEMENT) {
        code = accuse_make(node, turn, input, acting, &ret_verdict->field);
    }
    if (code == PJ_OK && acting->act.kind == ACT_ATTACH) {
        code = same_matter_target(node, turn, acting, &ret_verdict->field);
    }
    return code;
}

/* All that a supplement says may be of somebody: then nothing of this case moves, whoever has it.
 */
static enum pj_code perform_act(struct node *node, struct turn *turn, const struct acting *acting,
                                bool dry_run, struct verdict *ret_verdict) {
    const struct cached_case *entry = acting->entry;
    bool moves = acting->act.kind != ACT_SUPPLEMENT || acting->submission.len > 0;

    if (moves && entry->file.role != ROLE_HOLDER && !takes_token(turn, entry, &acting->act)) {
        return act_elsewhere(node, turn, acting, dry_run, ret_verdict);
    }
    return !moves || dry_run ? dry_act(node, turn, acting, ret_verdict)
                             : act_apply(node, turn, acting, ret_verdict);
}

/* Who is accused in a supplement is avoided from its own event on. */
static enum pj_code perform(struct node *node, struct turn *turn, const struct input *input,
                            struct acting *acting, struct verdict *ret_verdict) {
    struct cached_case *entry = acting->entry;
    bool dry_run = input->request.dry_run;
    const struct conflict_set before = entry->file.conflicts;
    enum pj_code code = PJ_OK;

    if (acting->named != NULL) {
        (void)avoid_name(node, entry, acting->named);
    }
    code = perform_act(node, turn, acting, dry_run, ret_verdict);
    if (code != PJ_OK || dry_run) {
        entry->file.conflicts = before;
    } else {
        accuse_record(node, turn, input, acting);
        remember_idem(turn, input, entry->file.ref, entry->file.version);
        tied_greet(node, turn, entry, acting);
    }
    return code;
}

void act_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_act *request = &input->request.act;
    const struct account *account = node_account(node, &input->account);
    struct cached_case *entry = cases_find_no(&node->cache, request->case_no);
    struct acting acting = {.entry = entry, .act = request->act};
    struct verdict verdict = {.field = "act", .basis = ""};
    struct hint hint = {""};
    bool petitioner = request->query_code[0] != '\0';
    enum pj_code code = PJ_OK;

    if (entry == NULL || (!petitioner && !account_may_see(node, account, &entry->file))) {
        reply_error(node, turn, input, PJ_AUTH_NO_SUCH_CASE, "act.case_no", "");
        return;
    }
    if (answer_replayed_act(node, turn, input, &acting)) {
        return;
    }
    acting.act.submission = (struct digest){0}; /* the station says what it was handed */
    if (acting.act.kind != ACT_RATE) {          /* whom it rates never learns from it who gave it */
        acting.act.operator_ref = input->request.operator_ref;
    }
    acting.act.account = input->account;
    acting.act.acted_at = turn->at;
    name_leg(entry, &acting.act);
    code = petitioner ? choose_petitioner(node, turn, input, entry, &acting.act)
                      : choose_actor(node, input, entry, &acting.act);
    if (code == PJ_OK) {
        code = prepare(node, turn, input, &acting, &verdict);
    }
    if (code == PJ_OK) {
        code = perform(node, turn, input, &acting, &verdict);
    }
    if (code != PJ_OK) {
        hint_act(node, turn, input, &acting, code, &verdict, &hint);
        reply_refusal(node, turn, input,
                      &(struct refusal){code, verdict.field, verdict.basis, hint.text});
        return;
    }
    answer(node, turn, input, &acting, verdict.rule, false);
}
