/* SPDX-License-Identifier: Apache-2.0
 * Acts of officials: one function for all, the kind stands in the command's row. */
#include "submit.h"

#include <string.h>

#include "base/text.h"
#include "core/branch.h"

/* "1=solved": outcome of one problem. */
static bool parse_outcome(const char *text, struct problem *problem) {
    const char *equals = strchr(text, '=');
    uint64_t no = 0;

    if (equals == NULL || text_u64(text, (size_t)(equals - text), PROBLEMS_MAX, &no) != PJ_OK ||
        outcome_parse(equals + 1, strlen(equals + 1), &problem->outcome) != PJ_OK) {
        return false;
    }
    problem->no = (uint32_t)no;
    return true;
}

static int set_outcomes(struct ctl *ctl, struct act *act) {
    size_t count = ctl->words.repeated_count;
    struct problem *problems = arena_alloc(&ctl->arena, (count + 1) * sizeof *problems);

    if (problems == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    memset(problems, 0, (count + 1) * sizeof *problems);
    for (size_t i = 0; i < count; i++) {
        if (!parse_outcome(ctl->words.repeated[i], &problems[i])) {
            return ctl_usage(ctl, ctl->words.repeated[i],
                             "应为 序号=结果，结果为 solved explained not_supported assigned "
                             "referred_out",
                             "must be NO=WORD, WORD one of solved explained not_supported "
                             "assigned referred_out");
        }
    }
    act->problem_outcomes = problems;
    act->problem_count = count;
    return EXIT_FINE;
}

static int too_long(struct ctl *ctl, enum option option, size_t max) {
    char zh[80];
    char en[80];

    text_print(zh, sizeof zh, "过长：至多 %zu 字节", max);
    text_print(en, sizeof en, "too long: at most %zu bytes", max);
    return ctl_usage_of(ctl, option, zh, en);
}

static int set_words(struct ctl *ctl, struct act *act) {
    const char *target = ctl_text(ctl, OPTION_TO);
    const char *due = ctl_text(ctl, OPTION_DUE);
    const char *responsible = ctl_text(ctl, OPTION_RESPONSIBLE);
    const char *category = ctl_text(ctl, OPTION_CATEGORY);
    const char *reason = ctl_text(ctl, OPTION_REASON);

    if (target[0] != '\0' && node_id_parse(target, strlen(target), &act->target) != PJ_OK) {
        return ctl_usage(ctl, "--to", "机构形如 330726 或 330726.land",
                         "an office looks like 330726 or 330726.land");
    }
    if (due[0] != '\0' && civil_parse(due, strlen(due), &act->due) != PJ_OK) {
        return ctl_usage(ctl, "--due", "日期形如 2026-01-31", "a date looks like 2026-01-31");
    }
    if (text_set(act->responsible, sizeof act->responsible, responsible, strlen(responsible)) !=
        PJ_OK) {
        return too_long(ctl, OPTION_RESPONSIBLE, RESPONSIBLE_TEXT_MAX);
    }
    if (text_set(act->category, sizeof act->category, category, strlen(category)) != PJ_OK) {
        return too_long(ctl, OPTION_CATEGORY, CATEGORY_TEXT_MAX);
    }
    if (strlen(reason) > REASON_BYTES_MAX) {
        return too_long(ctl, OPTION_REASON, REASON_BYTES_MAX);
    }
    act->reason = (struct bytes){(const uint8_t *)reason, strlen(reason)};
    act->binding = ctl_given(ctl, OPT(BINDING));
    return set_outcomes(ctl, act);
}

/* "in_person:signed by the petitioner": how, and the proof; without a known way all of it is the
 * proof. */
static void set_proof(const char *text, struct act *act) {
    const char *colon = strchr(text, ':');

    if (colon != NULL && service_parse(text, (size_t)(colon - text), &act->service) == PJ_OK) {
        text = colon + 1;
    }
    act->proof = (struct bytes){(const uint8_t *)text, strlen(text)};
}

/* "place=330726101": what the field is to say. */
static int set_corrections(struct ctl *ctl, struct act *act) {
    size_t count = ctl->words.argument_count - 1;
    struct correction *corrections = arena_alloc(&ctl->arena, count * sizeof *corrections);

    if (corrections == NULL) {
        return ctl_code(ctl, PJ_INTERNAL_NO_MEMORY, "");
    }
    memset(corrections, 0, count * sizeof *corrections);
    for (size_t i = 0; i < count; i++) {
        const char *text = ctl->words.argument[i + 1];
        size_t field = strcspn(text, "=");
        const char *value = text + field + (text[field] == '=' ? 1 : 0);

        if (text[field] != '=' || case_field_parse(text, field, &corrections[i].field) != PJ_OK ||
            text_set(corrections[i].value, sizeof corrections[i].value, value, strlen(value)) !=
                PJ_OK) {
            return ctl_usage(ctl, text, "应为 字段=值，字段为 category place persons known_at form",
                             "must be FIELD=VALUE, FIELD one of category place persons known_at "
                             "form");
        }
    }
    act->corrections = corrections;
    act->correction_count = count;
    return EXIT_FINE;
}

/* Whom the act speaks of: the case that `attach` names as the leading one, `refuse` as the same
 * matter, `join` as the founder; without one it is founded on the case itself. */
static const char *other_case(struct ctl *ctl, const struct act *act, const char *argument) {
    if (act->kind == ACT_JOIN && argument[0] == '\0') {
        return ctl->words.argument[0];
    }
    return act->kind == ACT_ATTACH || act->kind == ACT_REFUSE || act->kind == ACT_JOIN ? argument
                                                                                       : "";
}

/* The word behind the case number: of `channel` its code, of `rate` the rating, of `lane` the
 * lane, of `contact` whether anybody was reached, else another case. */
static int set_argument(struct ctl *ctl, struct act *act) {
    const char *text = ctl->words.argument_count > 1 ? ctl->words.argument[1] : "";
    const char *other = other_case(ctl, act, text);

    if (act->kind == ACT_RATE && rating_parse(text, strlen(text), &act->rating) != PJ_OK) {
        return ctl_usage(ctl, text, "应为 satisfied basically_satisfied dissatisfied 之一",
                         "one of satisfied basically_satisfied dissatisfied");
    }
    if (act->kind == ACT_LANE && text[0] != '\0' &&
        lane_parse(text, strlen(text), &act->lane) != PJ_OK) {
        return ctl_usage(ctl, text, "应为 simple general complex 之一",
                         "one of simple general complex");
    }
    if (act->kind == ACT_CONTACT && contact_parse(text, strlen(text), &act->contact) != PJ_OK) {
        return ctl_usage(ctl, text, "应为 reached not_reached 之一", "one of reached not_reached");
    }
    if (act->kind == ACT_CORRECT) {
        return set_corrections(ctl, act);
    }
    if ((act->kind == ACT_CHANNEL &&
         text_set(act->channel, sizeof act->channel, text, strlen(text)) != PJ_OK) ||
        text_set(act->leading.text, sizeof act->leading.text, other, strlen(other)) != PJ_OK) {
        return ctl_usage(ctl, text, "过长", "too long");
    }
    return EXIT_FINE;
}

/* "litigation,duty": branches of §31 that the unit finds. */
static int set_facts(struct ctl *ctl, struct act *act) {
    const char *text = ctl_text(ctl, OPTION_FACTS);

    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        unsigned branch = CHANNEL_BRANCH_LITIGATION;

        while (branch < CHANNEL_BRANCH_PETITION &&
               (strlen(channel_branch_text(branch)) != len ||
                memcmp(channel_branch_text(branch), text, len) != 0)) {
            branch++;
        }
        if (branch == CHANNEL_BRANCH_PETITION) {
            return ctl_usage(ctl, "--facts",
                             "应为 litigation arbitration party_appeal administrative duty",
                             "litigation arbitration party_appeal administrative duty");
        }
        act->facts |= BRANCH_FACT(branch);
        text += len + (text[len] == ',' ? 1 : 0);
    }
    return EXIT_FINE;
}

static int set_judgement(struct ctl *ctl, struct act *act) {
    const char *ruling = ctl_text(ctl, OPTION_RULING);
    const char *ground = ctl_text(ctl, OPTION_GROUND);
    const char *capacity = ctl_text(ctl, OPTION_CAPACITY);

    if (ruling[0] != '\0' && ruling_parse(ruling, strlen(ruling), &act->ruling) != PJ_OK) {
        return ctl_usage(ctl, "--ruling", "没有这个词，见 --help", "no such word, see --help");
    }
    if (ground[0] != '\0' && ground_parse(ground, strlen(ground), &act->ground) != PJ_OK) {
        return ctl_usage(ctl, "--ground", "没有这个词，见 --help", "no such word, see --help");
    }
    if (capacity[0] != '\0' &&
        capacity_parse(capacity, strlen(capacity), &act->capacity) != PJ_OK) {
        return ctl_usage(ctl, "--capacity", "没有这个词，见 --help", "no such word, see --help");
    }
    set_proof(ctl_text(ctl, OPTION_PROOF), act);
    return set_facts(ctl, act) == EXIT_FINE ? set_argument(ctl, act) : EXIT_USAGE;
}

int run_act(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    int status = ctl_request(ctl, API_ACT, &request);

    if (status == EXIT_FINE) {
        status = ctl_give_key(ctl, &request);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    if (!ctl_number(ctl, OPTION_EXPECT_VERSION, INT64_MAX, &request.act.expect_version)) {
        return EXIT_USAGE;
    }
    request.act.case_no = ctl->words.argument[0];
    request.act.node = ctl_text(ctl, OPTION_NODE);
    request.act.act.kind = (enum act_kind)ctl->command->what;
    request.act.query_code = ctl_text(ctl, OPTION_CODE);
    status = set_words(ctl, &request.act.act);
    if (status == EXIT_FINE) {
        status = set_judgement(ctl, &request.act.act);
    }
    if (status == EXIT_FINE) {
        status = submit_set_instant(ctl, ctl_text(ctl, OPTION_OCCURRED_AT), "--occurred-at",
                                    &request.act.act.happened_at);
    }
    if (status == EXIT_FINE) {
        status = ctl_ask(ctl, &request, API_REPLY_CASE, &reply);
    }
    if (status == EXIT_FINE) {
        print_object(&ctl->printer, case_json(&reply.case_view));
    }
    return status;
}
