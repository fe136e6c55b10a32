/* SPDX-License-Identifier: Apache-2.0
 * Intake 登记: whatever arrives becomes a case with a number (条例 §22: everything received is
 * registered). Received, registered and routed by rule in one turn is one journal entry. Nothing is
 * refused for its content, category, level, place or sender; what cannot be read becomes a warning.
 */
#include "node/intake.h"

#include "node/accused.h"
#include "node/avoid.h"
#include "node/by_rule.h"
#include "node/joint.h"
#include "node/parts.h"
#include "node/receipt.h"
#include "node/tied.h"

#include "core/visit.h"

#include <string.h>

#define NOT_UTF8 "不是 UTF-8，未采用；原文已随件保存 / not UTF-8: not used, kept with the case"

void intake_warn(struct intake *intake, enum pj_code code, const char *field,
                 const char *sentence) {
    if (intake->warning_count < INTAKE_WARNINGS_MAX) {
        intake->warnings[intake->warning_count++] = (struct api_warning){code, field, sentence};
    }
}

bool intake_init(struct intake *intake, struct node *node, struct turn *turn, struct input *input,
                 const struct api_submit_case *submit) {
    memset(intake, 0, offsetof(struct intake, file));
    casefile_clear(&intake->file);
    intake->node = node;
    intake->turn = turn;
    intake->input = input;
    intake->submit = submit;
    intake->about = submit->accused;
    intake->about_count = submit->accused_count;
    intake->warnings = arena_alloc(&turn->arena, INTAKE_WARNINGS_MAX * sizeof *intake->warnings);
    return intake->warnings != NULL;
}

/* ---- the submission */

/* What does not fit is in submit->unread (wire_submit_unread), and that is in the submission. */
static void set_text(struct intake *intake, char *field, size_t size, const char *text,
                     const char *name) {
    if (!text_is_utf8((struct bytes){(const uint8_t *)text, strlen(text)})) {
        intake_warn(intake, PJ_BAD_FORMAT, name, NOT_UTF8);
    } else if (text_set(field, size, text, strlen(text)) != PJ_OK) {
        intake_warn(intake, PJ_BAD_TOO_LONG, name,
                    "过长，未采用；原文已随件保存 / too long: not used, kept with the case");
    } else {
        return;
    }
    field[0] = '\0';
    intake->told_kept = true;
}

/* Of any length: the submission's field has none of its own. */
static struct bytes long_text(struct intake *intake, const char *text, const char *name) {
    struct bytes bytes = {(const uint8_t *)text, strlen(text)};

    if (text_is_utf8(bytes)) {
        return bytes;
    }
    intake_warn(intake, PJ_BAD_FORMAT, name, NOT_UTF8);
    intake->told_kept = true;
    return BYTES_NONE;
}

static void warn_of_unread(struct intake *intake) {
    if (intake->submit->unread.len > 0 && !intake->told_kept) {
        intake_warn(
            intake, PJ_BAD_FIELD, "submit_case",
            "有的内容此处不认识，原样随件保存 / some of it is not known here: kept with the case");
    }
}

static enum pj_code make_submission(struct intake *intake) {
    const struct api_submit_case *submit = intake->submit;
    struct submission *submission = &intake->submission;
    struct arena *arena = &intake->turn->arena;
    struct wall now = intake->turn->at;
    struct prng *prng = port_prng(intake->node->port);
    enum pj_code code = PJ_OK;

    prng->fill(prng, submission->id, ID_BYTES);
    submission->node = intake->office;
    submission->form = submit->form;
    submission->purpose = submit->purpose;
    submission->text_origin = submit->text_origin;
    submission->occurred_at = submit->occurred_at;
    submission->sent_at = submit->sent_at;
    submission->received_at = submit->received_at.us == 0 ? now : submit->received_at;
    submission->written_at = now;
    submission->place_text = submit->place_text;
    submission->carried = submit->carried;
    submission->unread = submit->unread;
    submission->foreign_system = long_text(intake, submit->foreign_system, "foreign_system");
    submission->foreign_id = long_text(intake, submit->foreign_id, "foreign_id");
    if (submission->received_at.us < 0) {
        intake_warn(intake, PJ_BAD_FIELD, "received_at",
                    "早于 1970 年，按现在计 / before 1970: taken as now");
        submission->received_at = now;
    }
    if (submission->received_at.us > now.us) {
        intake_warn(intake, PJ_BAD_FIELD, "received_at",
                    "在将来，按现在计 / in the future: taken as now");
        submission->received_at = now;
    }
    set_text(intake, submission->source, sizeof submission->source, submit->source, "source");
    set_text(intake, submission->category, sizeof submission->category, submit->category,
             "category");
    set_text(intake, submission->place, sizeof submission->place, submit->place, "place");
    code = parts_make(intake->node, arena, submit, submission);
    if (code == PJ_OK) {
        code = parts_digest(intake->node, arena, submission, &intake->file);
    }
    if (code != PJ_OK) {
        return code;
    }
    code = wire_encode_submission(submission, arena, &intake->packed);
    if (code == PJ_OK && parts_withhold(submission)) {
        intake->whole = intake->packed;
        code = wire_encode_submission(submission, arena, &intake->packed);
    }
    return code;
}

/* ---- the case */

static void set_place(struct intake *intake) {
    const struct api_submit_case *submit = intake->submit;
    const struct directory *directory = node_directory(intake->node);
    struct place place = {0};

    if (submit->place[0] == '\0') {
        return;
    }
    if (place_parse(submit->place, strlen(submit->place), &place) != PJ_OK) {
        intake_warn(intake, PJ_BAD_FIELD, "place",
                    "不是区划代码，待核实 / not a division code: to be verified");
        return;
    }
    intake->file.place = place;
    if (directory != NULL && directory_find(directory, place) == PLACE_INDEX_NONE) {
        intake_warn(intake, PJ_BAD_FIELD, "place",
                    "目录中没有此地，待核实 / not in the directory: to be verified");
    }
}

static enum pj_code set_problems(struct intake *intake) {
    const struct api_submit_case *submit = intake->submit;
    size_t count = submit->problem_count == 0 ? 1 : submit->problem_count;
    struct problem *problems = NULL;

    if (count > PROBLEMS_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    problems = arena_alloc(&intake->turn->arena, count * sizeof *problems);
    if (problems == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (submit->problem_count > 0) {
            problems[i] = submit->problems[i];
        }
        problems[i].no = (uint32_t)(i + 1);
        if (problems[i].category[0] == '\0') {
            memcpy(problems[i].category, intake->submission.category, sizeof problems[i].category);
        }
    }
    intake->file.problems = problems;
    intake->file.problem_count = count;
    return PJ_OK;
}

/* After the conflict set: whom the case is about must not learn from the numbers that it exists. */
static enum pj_code set_number(struct intake *intake) {
    struct node *node = intake->node;
    const struct directory *directory = node_directory(node);
    struct number_series series = {
        .division = node_id_place(&intake->office),
        .letter = (char)(directory == NULL ? 0 : directory_series(directory, &intake->office)),
        .shut = conflict_is_set(&intake->file.conflicts)};

    return case_number_next(node, &series, civil_of(intake->turn->at), &intake->file.no);
}

/* Where nothing is asked for and somebody is accused, it is an accusation, whatever was ticked. */
static void set_purpose(struct intake *intake) {
    intake->file.purpose = intake->submit->purpose;
    if (intake->file.purpose != PURPOSE_ACCUSATION && accused_only(intake->submit)) {
        intake->file.purpose = PURPOSE_ACCUSATION;
        intake_warn(intake, PJ_BAD_FIELD, "purpose",
                    "只有检举控告内容，按检举控告办理 / it only accuses: taken as an accusation");
    }
}

/* The day limits of the petitioner's run from; years before the epoch are no such day. */
static void set_known_at(struct intake *intake) {
    struct civil day = intake->submit->known_at;

    if (day.day < 0 || day.day > civil_of(intake->turn->at).day) {
        intake_warn(intake, PJ_BAD_FIELD, "known_date",
                    "不在今天以前，未采用 / not a day up to today: not used");
        return;
    }
    intake->file.known_at = day;
}

/* New facts on a matter that ended are a new matter, linked to the old (条例 §36). The link is the
 * petitioner's word; nothing is compared, and the old case is not touched. */
static void set_follows(struct intake *intake) {
    struct casefile *file = &intake->file;
    const struct account *account = node_account(intake->node, &intake->input->account);
    struct arena *arena = &intake->turn->arena;
    const struct cached_case *old = NULL;
    enum pj_code code = PJ_OK;

    set_text(intake, file->follows.text, sizeof file->follows.text, intake->submit->follows,
             "follows");
    old = cases_find_no(&intake->node->cache, file->follows.text);
    if (old != NULL && account_may_see(intake->node, account, &old->file)) {
        code = tied_may_name(intake->node, file, avoid_seen(arena, &old->file, &account->node));
    }
    if (code != PJ_OK) {
        file->follows.text[0] = '\0';
        intake_warn(intake, code, "follows", tied_why_not(code));
    }
}

static enum pj_code make_case(struct intake *intake) {
    struct node *node = intake->node;
    struct casefile *file = &intake->file;
    const struct api_submit_case *submit = intake->submit;
    struct prng *prng = port_prng(node->port);
    const char *sentence = NULL;
    enum pj_code code = PJ_OK;

    file->ref = node->next_ref++;
    prng->fill(prng, file->id.byte, ID_BYTES);
    file->state = STATE_RECEIVED;
    file->role = ROLE_HOLDER;
    file->origin = intake->office;
    file->holder = intake->office;
    file->term = 1;
    file->version = 1;
    set_purpose(intake);
    file->form = submit->form;
    file->persons = joint_persons(submit);
    file->group_no = submit->group_no;
    file->received_at = intake->submission.received_at;
    file->opened_at = intake->turn->at;
    set_known_at(intake);
    set_text(intake, file->session, sizeof file->session, submit->session, "session");
    visit_mark(file);
    memcpy(file->category, intake->submission.category, sizeof file->category);
    if (file->category[0] == '\0') {
        intake_warn(intake, PJ_BAD_MISSING, "category", "未分类 / unclassified");
    }
    set_place(intake);
    sentence = joint_mark(node, intake->turn, submit, file);
    if (sentence != NULL) {
        intake_warn(intake, PJ_POLICY_LIMIT, "petitioners", sentence);
    }
    code = accused_conflicts(intake, file);
    if (code == PJ_OK) {
        code = set_number(intake);
    }
    if (code != PJ_OK) {
        return code;
    }
    set_follows(intake);
    if (node->data->directory != NULL) {
        memcpy(file->division_version, node->data->files[DATA_DIVISIONS].version,
               sizeof file->division_version);
    }
    return set_problems(intake);
}

/* One lifecycle step on the case that is being made. */
static enum pj_code step(struct intake *intake, const struct act *act) {
    struct lifecycle_context context = node_context(intake->node, intake->turn, true);
    struct verdict verdict;

    lifecycle_decide(&intake->file, act, &context, &verdict);
    if (verdict.code == PJ_OK) {
        casefile_apply(&intake->file, act, &verdict);
    }
    return verdict.code;
}

static void hold_here(struct intake *intake, const struct node_id *office) {
    struct act deliver = {.kind = ACT_DELIVER, .node = *office, .acted_at = intake->turn->at};
    enum pj_code code = PJ_OK;

    intake->file.role = ROLE_HOLDER;
    code = step(intake, &deliver);
    ASSERT(code == PJ_OK);
}

static void warn_of_route(struct intake *intake, const struct route_verdict *verdict) {
    if (intake->file.conflicts.unresolved) {
        intake_warn(intake, PJ_BAD_MISSING, "accused", accused_unresolved_sentence());
    }
    if (verdict->outcome == ROUTE_PARK && intake->file.conflicts.count > 0) {
        intake_warn(intake, PJ_POLICY_CONFLICT, "accused", accused_stays_sentence());
    }
}

static enum pj_code route(struct intake *intake, const struct route_verdict *verdict) {
    struct act act = intake->act;
    enum pj_code code = PJ_OK;

    act.kind = ACT_ROUTE;
    act.target = verdict->target;
    act.rule = verdict->rule;
    code = step(intake, &act);
    if (code != PJ_OK) { /* the life cycle objects: it stays, and a person sees why in `explain` */
        intake_warn(
            intake, code, "route",
            "未能按规则流转，留在登记机构 / not routed by rule: stays where it was taken in");
        return PJ_OK;
    }
    intake->act = act;
    if (node_hosts(intake->node, &verdict->target)) {
        hold_here(intake, &verdict->target);
    }
    return PJ_OK;
}

static enum pj_code pack_as(struct intake *intake, const struct bytes *submission,
                            const struct act *act, struct bytes *ret_body) {
    struct transfer_body body;
    enum pj_code code = PJ_OK;

    casefile_copy(&body.file, &intake->file);
    body.submissions = submission;
    body.submission_count = 1;
    body.act = *act;
    code = wire_encode_transfer(&body, &intake->turn->arena, ret_body);
    return code == PJ_OK && ret_body->len > BODY_BYTES_MAX ? PJ_BAD_TOO_LONG : code;
}

static enum pj_code pack(struct intake *intake) {
    struct act receive = intake->act;
    enum pj_code code = pack_as(intake, &intake->packed, &intake->act, &intake->body);

    receive.kind = ACT_RECEIVE;
    receive.target = (struct node_id){""};
    receive.rule = 0;
    if (code == PJ_OK && intake->whole.len > 0) {
        code = pack_as(intake, &intake->whole, &receive, &intake->sealed);
    }
    return code;
}

/* Who signed a joint letter (P19): a row of this station's own. What hands the case on has salt and
 * digest of the list, and the number of persons. */
static void keep_sealed(struct intake *intake) {
    struct outgoing outgoing = {.kind = MESSAGE_UNSPECIFIED,
                                .act = ACT_RECEIVE,
                                .file = &intake->file,
                                .from = intake->office,
                                .body = intake->sealed};

    if (intake->sealed.len > 0) {
        (void)seal_message(intake->node, intake->turn, &outgoing);
    }
}

/* Registers, routes, and leaves in intake->act the act that the journal entry records. A visit
 * whose matter belongs further down is registered and waits: by_rule.c sends it there when it may.
 */
static enum pj_code register_and_route(struct intake *intake) {
    struct act act = {.kind = ACT_REGISTER,
                      .node = intake->office,
                      .operator_ref = intake->input->request.operator_ref,
                      .account = intake->input->account,
                      .acted_at = intake->turn->at};
    struct route_verdict verdict;
    bool leaves = route_by_rule(intake->node, &intake->file, civil_of(intake->turn->at), &verdict);
    bool waits =
        leaves && !visit_may_hear(node_directory(intake->node), &intake->file, &verdict.target);
    enum pj_code code = PJ_OK;

    if (waits) {
        act.target = verdict.target;
        act.rule = RULE_VISIT_WORD;
    }
    code = step(intake, &act);
    if (code != PJ_OK) {
        return code;
    }
    warn_of_route(intake, &verdict);
    intake->act = act;
    return leaves && !waits ? route(intake, &verdict) : PJ_OK;
}

void intake_record(struct intake *intake) {
    struct node *node = intake->node;
    struct turn *turn = intake->turn;
    struct outgoing outgoing = {.kind = MESSAGE_UNSPECIFIED,
                                .act = intake->act.kind,
                                .file = &intake->file,
                                .from = intake->office,
                                .body = intake->body};
    struct cached_case *entry = NULL;

    keep_sealed(intake);
    if (intake->file.role == ROLE_TRANSIT) {
        outgoing.kind = MESSAGE_TRANSFER;
        outgoing.to = &intake->act.target;
        outgoing.to_count = 1;
    }
    intake->file.body_pos = seal_message(node, turn, &outgoing);
    entry = cases_add(&node->cache, &intake->file);
    ASSERT(entry != NULL);
    entry->used_turn = turn->number;
    cases_change(entry, true);
    entry->idem = intake->idem;
    entry->request = intake->request;
    entry->foreign = intake->foreign;
    entry->matter = intake->input->matter;
    turn_remember_key(turn, &entry->idem, entry->file.ref);
    turn_remember_key(turn, &entry->matter, entry->file.ref);
    case_touch(turn, entry, NULL);
}

enum pj_code intake_make(struct intake *intake) {
    enum pj_code code = make_submission(intake);

    if (code == PJ_OK) {
        code = make_case(intake);
    }
    if (code == PJ_OK) {
        code = register_and_route(intake);
    }
    if (code == PJ_OK) {
        code = pack(intake);
    }
    warn_of_unread(intake);
    return code;
}

void intake_receipt(const struct intake *intake, struct api_receipt *ret_receipt) {
    *ret_receipt = (struct api_receipt){.committed_at = intake->turn->at,
                                        .dry_run = intake->input->request.dry_run,
                                        .warnings = intake->warnings,
                                        .warning_count = intake->warning_count};
    receipt_fill(intake->node, intake->turn, intake->input, &intake->file, ret_receipt);
}
