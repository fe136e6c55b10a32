/* SPDX-License-Identifier: Apache-2.0
 * Intake 登记: whatever arrives becomes a case with a number (条例 §22: everything received is
 * registered). Received, registered and routed by rule in one turn is one journal entry. Nothing is
 * refused for its content, category, level, place or sender; what cannot be read becomes a warning.
 */
#include "node/accused.h"
#include "node/advice.h"
#include "node/fields.h"
#include "node/joint.h"
#include "node/same_matter.h"

#include <string.h>

#define WARNINGS_MAX 16

struct intake {
    struct node *node;
    struct turn *turn;
    struct input *input;
    const struct api_submit_case *submit;
    struct node_id office;
    struct submission submission;
    struct bytes packed; /* the submission's bytes, verbatim from here on */
    struct casefile file;
    struct api_warning *warnings;
    size_t warning_count;
    bool told_kept; /* that something found no field and is kept as it came */
};

static void warn(struct intake *intake, enum pj_code code, const char *field,
                 const char *sentence) {
    if (intake->warning_count < WARNINGS_MAX) {
        intake->warnings[intake->warning_count++] = (struct api_warning){code, field, sentence};
    }
}

/* ---- receipts */

static void reply_receipt(struct node *node, struct turn *turn, const struct input *input,
                          const struct casefile *file, struct api_receipt *receipt) {
    struct api_reply reply = {.kind = API_REPLY_RECEIPT};
    char code[QUERY_CODE_TEXT_MAX + 1];

    query_code(node, &file->no, code);
    receipt->case_no = file->no.text;
    receipt->query_code = code;
    receipt->node = file->origin.text;
    receipt->holder = file->holder.text;
    receipt->digest = file->submission_digest;
    receipt->received_at = file->received_at;
    receipt->case_version = file->version;
    receipt->sandbox = node->config.sandbox || node->config.virtual_clock;
    receipt->due_count = due_list(file, &turn->arena, &receipt->due);
    advise(node, file, &turn->arena, &receipt->advice);
    receipt->same_count = same_matter_list(node, turn, input, file, &receipt->same);
    reply.receipt = *receipt;
    reply_send(node, turn, input, &reply);
}

static void reply_replayed(struct node *node, struct turn *turn, const struct input *input,
                           const struct cached_case *entry) {
    struct api_receipt receipt = {.replayed = true, .committed_at = entry->file.opened_at};

    reply_receipt(node, turn, input, &entry->file, &receipt);
}

void receipt_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct cached_case *entry = turn_find_case(node, turn, &input->idem);

    if (entry == NULL) {
        reply_error(node, turn, input,
                    node->loss.epoch > 0 ? PJ_STATE_UNKNOWN_AFTER_RESTORE : PJ_STATE_NO_RECEIPT,
                    "key", "");
        return;
    }
    reply_replayed(node, turn, input, entry);
}

/* ---- the submission */

static enum pj_code add_part(struct intake *intake, struct part *parts, enum part_kind kind,
                             struct bytes data) {
    struct prng *prng = port_prng(intake->node->port);
    struct part *part = NULL;

    if (data.len == 0) {
        return PJ_OK;
    }
    if (intake->submission.part_count == PARTS_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    part = &parts[intake->submission.part_count++];
    memset(part, 0, sizeof *part);
    part->kind = kind;
    part->data = data;
    prng->fill(prng, part->salt, SALT_BYTES);
    part->digest = digest2(intake->node, DIGEST_PART, (struct bytes){part->salt, SALT_BYTES}, data);
    return PJ_OK;
}

/* One part per petitioner: name, contact, address. */
static enum pj_code add_petitioner(struct intake *intake, struct part *parts,
                                   const struct petitioner *petitioner) {
    const struct bytes fields[] = {petitioner->name, petitioner->contact, petitioner->address};
    struct bytes packed = BYTES_NONE;
    enum pj_code code =
        fields_pack(&intake->turn->arena, petitioner->kind, fields, ARRAY_COUNT(fields), &packed);

    return code == PJ_OK ? add_part(intake, parts, PART_IDENTITY, packed) : code;
}

/* One part per accused: office, person, post, what is said of them. */
static enum pj_code add_accused(struct intake *intake, struct part *parts,
                                const struct accused *accused) {
    const struct bytes fields[] = {{(const uint8_t *)accused->node, strlen(accused->node)},
                                   accused->person,
                                   accused->post,
                                   accused->text};
    struct bytes packed = BYTES_NONE;
    enum pj_code code = fields_pack(&intake->turn->arena, 0, fields, ARRAY_COUNT(fields), &packed);

    return code == PJ_OK ? add_part(intake, parts, PART_ACCUSATION, packed) : code;
}

static enum pj_code add_parts(struct intake *intake, struct part *parts) {
    const struct api_submit_case *submit = intake->submit;
    enum pj_code code = add_part(intake, parts, PART_CONTENT, submit->text);

    for (size_t i = 0; code == PJ_OK && i < submit->petitioner_count; i++) {
        code = add_petitioner(intake, parts, &submit->petitioners[i]);
    }
    for (size_t i = 0; code == PJ_OK && i < submit->accused_count; i++) {
        code = add_accused(intake, parts, &submit->accused[i]);
    }
    return code;
}

static struct digest digest_of_parts(struct intake *intake, struct digest *part_digests) {
    size_t count = intake->submission.part_count;

    for (size_t i = 0; i < count; i++) {
        part_digests[i] = intake->submission.parts[i].digest;
    }
    return node_digest(intake->node, DIGEST_SUBMISSION,
                       (struct bytes){part_digests->byte, count * sizeof *part_digests});
}

/* What does not fit is in submit->unread (wire_submit_unread), and that is in the submission. */
static void set_text(struct intake *intake, char *field, size_t size, const char *text,
                     const char *name) {
    if (!text_is_utf8((struct bytes){(const uint8_t *)text, strlen(text)})) {
        warn(intake, PJ_BAD_FORMAT, name,
             "不是 UTF-8，未采用；原文已随件保存 / not UTF-8: not used, kept with the case");
    } else if (text_set(field, size, text, strlen(text)) != PJ_OK) {
        warn(intake, PJ_BAD_TOO_LONG, name,
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
    warn(intake, PJ_BAD_FORMAT, name,
         "不是 UTF-8，未采用；原文已随件保存 / not UTF-8: not used, kept with the case");
    intake->told_kept = true;
    return BYTES_NONE;
}

static void warn_of_unread(struct intake *intake) {
    if (intake->submit->unread.len > 0 && !intake->told_kept) {
        warn(intake, PJ_BAD_FIELD, "submit_case",
             "有的内容此处不认识，原样随件保存 / some of it is not known here: kept with the case");
    }
}

static enum pj_code make_submission(struct intake *intake) {
    const struct api_submit_case *submit = intake->submit;
    struct submission *submission = &intake->submission;
    struct arena *arena = &intake->turn->arena;
    struct wall now = intake->turn->at;
    struct part *parts = arena_alloc(arena, PARTS_MAX * sizeof *parts);
    struct digest *digests = arena_alloc(arena, PARTS_MAX * sizeof *digests);
    struct prng *prng = port_prng(intake->node->port);
    enum pj_code code = PJ_OK;

    if (parts == NULL || digests == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
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
    if (submission->received_at.us > now.us) {
        warn(intake, PJ_BAD_FIELD, "received_at", "在将来，按现在计 / in the future: taken as now");
        submission->received_at = now;
    }
    set_text(intake, submission->source, sizeof submission->source, submit->source, "source");
    set_text(intake, submission->category, sizeof submission->category, submit->category,
             "category");
    set_text(intake, submission->place, sizeof submission->place, submit->place, "place");
    submission->parts = parts;
    code = add_parts(intake, parts);
    if (code != PJ_OK) {
        return code;
    }
    intake->file.submission_digest = digest_of_parts(intake, digests);
    intake->file.part_digests = digests;
    intake->file.part_count = submission->part_count;
    return wire_encode_submission(submission, arena, &intake->packed);
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
        warn(intake, PJ_BAD_FIELD, "place",
             "不是区划代码，待核实 / not a division code: to be verified");
        return;
    }
    intake->file.place = place;
    if (directory != NULL && directory_find(directory, place) == PLACE_INDEX_NONE) {
        warn(intake, PJ_BAD_FIELD, "place",
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

static char series_of(const struct node *node, const struct node_id *office) {
    const struct directory *directory = node_directory(node);

    if (directory == NULL) {
        return '\0';
    }
    return directory_series(directory, office);
}

/* The day limits of the petitioner's run from; years before the epoch are no such day. */
static void set_known_at(struct intake *intake) {
    struct civil day = intake->submit->known_at;

    if (day.day < 0 || day.day > civil_of(intake->turn->at).day) {
        warn(intake, PJ_BAD_FIELD, "known_date",
             "不在今天以前，未采用 / not a day up to today: not used");
        return;
    }
    intake->file.known_at = day;
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
    code = case_number_next(node, node_id_place(&intake->office), series_of(node, &intake->office),
                            civil_of(intake->turn->at), &file->no);
    if (code != PJ_OK) {
        return code;
    }
    file->state = STATE_RECEIVED;
    file->role = ROLE_HOLDER;
    file->origin = intake->office;
    file->holder = intake->office;
    file->term = 1;
    file->version = 1;
    file->purpose = submit->purpose;
    file->form = submit->form;
    file->persons = submit->group_persons > 0 ? submit->group_persons
                    : submit->persons > 0     ? submit->persons
                                              : 1;
    file->group_no = submit->group_no;
    file->received_at = intake->submission.received_at;
    file->opened_at = intake->turn->at;
    set_known_at(intake);
    set_text(intake, file->session, sizeof file->session, submit->session, "session");
    memcpy(file->category, intake->submission.category, sizeof file->category);
    if (file->category[0] == '\0') {
        warn(intake, PJ_BAD_MISSING, "category", "未分类 / unclassified");
    }
    set_place(intake);
    sentence = joint_mark(node, intake->turn, submit, file);
    if (sentence != NULL) {
        warn(intake, PJ_POLICY_LIMIT, "petitioners", sentence);
    }
    code = accused_conflicts(node, intake->turn, submit, &intake->office, file);
    if (code != PJ_OK) {
        return code;
    }
    if (node->data->directory != NULL) {
        memcpy(file->division_version, node->data->files[DATA_DIVISIONS].version,
               sizeof file->division_version);
    }
    return set_problems(intake);
}

/* Where the rules send it; nothing when they keep it or have no directory to decide by. */
static void route_by_rule(struct intake *intake, struct route_verdict *ret_verdict) {
    struct node *node = intake->node;
    struct casefile *file = &intake->file;
    struct route_query query = {.directory = node->data->directory,
                                .list = node->data->list,
                                .conflicts = &file->conflicts,
                                .at = intake->office,
                                .place = file->place,
                                .category = file->category,
                                .purpose = file->purpose,
                                .form = file->form,
                                .today = civil_of(intake->turn->at)};

    memset(ret_verdict, 0, sizeof *ret_verdict);
    ret_verdict->outcome = ROUTE_KEEP;
    ret_verdict->target = intake->office;
    if (query.directory == NULL) {
        return;
    }
    route_decide(&query, ret_verdict);
    file->route_rule = ret_verdict->rule;
    memcpy(file->route_basis, ret_verdict->basis, sizeof file->route_basis);
    if (query.list != NULL) {
        memcpy(file->list_version, competence_version(query.list), sizeof file->list_version);
    }
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

/* Registers, routes, and leaves in *ret_act the act that the journal entry records. */
static enum pj_code register_and_route(struct intake *intake, struct act *ret_act) {
    struct act act = {.kind = ACT_REGISTER,
                      .node = intake->office,
                      .operator_ref = intake->input->request.operator_ref,
                      .account = intake->input->account,
                      .acted_at = intake->turn->at};
    struct route_verdict verdict;
    enum pj_code code = step(intake, &act);

    if (code != PJ_OK) {
        return code;
    }
    route_by_rule(intake, &verdict);
    *ret_act = act;
    if (intake->file.conflicts.unresolved) {
        warn(intake, PJ_BAD_MISSING, "accused", accused_unresolved_sentence());
    }
    if (verdict.outcome == ROUTE_PARK && intake->file.conflicts.count > 0) {
        warn(intake, PJ_POLICY_CONFLICT, "accused", accused_stays_sentence());
    }
    if (verdict.outcome == ROUTE_KEEP || verdict.outcome == ROUTE_PARK ||
        !node_reaches(intake->node, &verdict.target)) {
        return PJ_OK;
    }
    act.kind = ACT_ROUTE;
    act.target = verdict.target;
    act.rule = verdict.rule;
    code = step(intake, &act);
    if (code != PJ_OK) { /* the life cycle objects: it stays, and a person sees why in `explain` */
        warn(intake, code, "route",
             "未能按规则流转，留在登记机构 / not routed by rule: stays where it was taken in");
        return PJ_OK;
    }
    *ret_act = act;
    if (node_hosts(intake->node, &verdict.target)) {
        hold_here(intake, &verdict.target);
    }
    return PJ_OK;
}

static enum pj_code record(struct intake *intake, const struct act *act) {
    struct node *node = intake->node;
    struct turn *turn = intake->turn;
    struct transfer_body body = {
        .file = intake->file, .submissions = &intake->packed, .submission_count = 1, .act = *act};
    struct outgoing outgoing = {.kind = MESSAGE_UNSPECIFIED,
                                .act = act->kind,
                                .file = &intake->file,
                                .from = intake->office};
    struct cached_case *entry = NULL;
    enum pj_code code = wire_encode_transfer(&body, &turn->arena, &outgoing.body);

    if (code != PJ_OK) {
        return code;
    }
    if (outgoing.body.len > BODY_BYTES_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    if (intake->file.role == ROLE_TRANSIT) {
        outgoing.kind = MESSAGE_TRANSFER;
        outgoing.to = &act->target;
        outgoing.to_count = 1;
    }
    intake->file.body_pos = seal_message(node, turn, &outgoing);
    entry = cases_add(&node->cache, &intake->file);
    ASSERT(entry != NULL);
    entry->used_turn = turn->number;
    entry->is_new = true;
    entry->idem = intake->input->idem;
    entry->request = intake->input->request_digest;
    entry->foreign = intake->input->foreign;
    entry->matter = intake->input->matter;
    turn_remember_key(turn, &entry->idem, entry->file.ref);
    turn_remember_key(turn, &entry->matter, entry->file.ref);
    case_touch(node, turn, entry, NULL);
    return PJ_OK;
}

/* The same key again: same body = the same receipt, another body = conflict with both digests. True
 * when answered. */
static bool answer_replay(struct node *node, struct turn *turn, struct input *input) {
    struct cached_case *entry = turn_find_case(node, turn, &input->idem);

    if (entry == NULL) {
        return false;
    }
    if (digest_equal(&entry->request, &input->request_digest)) {
        reply_replayed(node, turn, input, entry);
    } else {
        reply_conflict(node, turn, input, &entry->request);
    }
    return true;
}

static enum pj_code choose_office(struct intake *intake) {
    const struct account *account = node_account(intake->node, &intake->input->account);
    const char *text = intake->submit->node;

    if (text[0] == '\0') {
        intake->office = account->node;
        if (node_id_is_none(&intake->office)) {
            intake->office = node_desk(intake->node);
        }
    } else if (node_id_parse(text, strlen(text), &intake->office) != PJ_OK) {
        return PJ_BAD_FIELD;
    }
    if (!node_hosts(intake->node, &intake->office)) {
        return PJ_POLICY_TARGET;
    }
    return account_may_act_for(intake->node, account, &intake->office) ? PJ_OK : PJ_AUTH_NOT_ACTOR;
}

static enum pj_code check_content(struct intake *intake) {
    const struct api_submit_case *submit = intake->submit;

    if (submit->text.len == 0 && submit->accused_count == 0 && submit->carried.len == 0 &&
        submit->unread.len == 0) {
        return PJ_BAD_EMPTY;
    }
    if (submit->text.len > TEXT_BYTES_MAX) {
        return PJ_BAD_TOO_LONG;
    }
    if (!text_is_utf8(submit->text)) {
        warn(intake, PJ_BAD_FORMAT, "text",
             "不是 UTF-8，按字节原样保存 / not UTF-8: kept byte for byte");
    }
    if (submit->carried_key_count > 0) {
        const char *key = submit->carried_keys[0];
        bool readable = text_is_utf8((struct bytes){(const uint8_t *)key, strlen(key)});

        warn(intake, PJ_BAD_FIELD, readable ? key : "carried_keys",
             "未知字段，原样随件 / unknown field: carried along");
    }
    return PJ_OK;
}

void intake_decide(struct node *node, struct turn *turn, struct input *input) {
    struct intake intake = {
        .node = node, .turn = turn, .input = input, .submit = &input->request.submit_case};
    struct api_receipt receipt = {.committed_at = turn->at};
    struct act act = {0};
    enum pj_code code = PJ_OK;

    if (answer_replay(node, turn, input)) {
        return;
    }
    intake.warnings = arena_alloc(&turn->arena, WARNINGS_MAX * sizeof *intake.warnings);
    code = intake.warnings == NULL ? PJ_INTERNAL_NO_MEMORY : choose_office(&intake);
    if (code != PJ_OK) {
        reply_error(node, turn, input, code, "submit_case.node", "");
        return;
    }
    code = check_content(&intake);
    if (code == PJ_OK) {
        code = make_submission(&intake);
    }
    if (code == PJ_OK) {
        code = make_case(&intake);
    }
    if (code == PJ_OK) {
        code = register_and_route(&intake, &act);
    }
    if (code == PJ_OK && !input->request.dry_run) {
        code = record(&intake, &act);
    }
    if (code != PJ_OK) {
        reply_error(node, turn, input, code, "submit_case", "");
        return;
    }
    warn_of_unread(&intake);
    receipt.warnings = intake.warnings;
    receipt.warning_count = intake.warning_count;
    receipt.dry_run = input->request.dry_run;
    reply_receipt(node, turn, input, &intake.file, &receipt);
}
