/* SPDX-License-Identifier: Apache-2.0
 * How a case stands with others: its leading case and those attached to it, new facts on an old
 * matter, a common cause. */
#include "ctl.h"

#include <string.h>

static json_t *tied_json(const struct api_case *view, const char *tie) {
    json_t *rows = json_array();

    for (size_t i = 0; i < view->tied_count; i++) {
        const struct api_tied *tied = &view->tied[i];
        json_t *row = NULL;

        if (tie != NULL && strcmp(tie, tied->tie) != 0) {
            continue;
        }
        row = json_object();
        print_set(row, "tie", print_text(tied->tie));
        print_set(row, "case_no", print_text(tied->case_no));
        print_set(row, "state", print_text(state_text(tied->state)));
        print_set(row, "holder", print_text(tied->holder));
        print_set(row, "opened_at", print_instant(tied->opened_at));
        print_set(row, "feedback_to", print_text(tied->feedback_to));
        print_set(row, "feedback",
                  print_text(tied->feedback == CLOCK_STATE_UNSPECIFIED
                                 ? ""
                                 : clock_state_text(tied->feedback)));
        print_set(row, "feedback_due", print_civil(tied->feedback_due));
        print_set(row, "answered_at", print_instant(tied->answered_at));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *cause_json(const struct cause *cause) {
    json_t *object = json_object();

    print_set(object, "no", print_text(cause->no.text));
    print_set(object, "owner", print_text(cause->owner));
    print_set(object, "plan", print_text(cause->plan));
    return object;
}

/* What the petitioner may say against being taken for another matter, or for one that has ended. */
static const char *contest_sentence(const struct casefile *file) {
    if (casefile_has_flag(file, FLAG_ATTACHED)) {
        return "信访人认为是新的事项：case detach 件号 --code 查询码 / the petitioner says it is "
               "new: "
               "case detach CASE --code CODE";
    }
    return file->state == STATE_NOT_ACCEPTED ? "信访人不服：case reopen 件号 --code 查询码 "
                                               "--reason 理由 / the petitioner contests "
                                               "it: case reopen CASE --code CODE --reason TEXT"
                                             : "";
}

void tied_set(json_t *object, const struct api_case *view) {
    const struct casefile *file = view->casefile;

    print_set(object, "leading", print_text(file->matter.leading.text));
    print_set(object, "feedback_to", print_text(file->matter.feedback_to.text));
    print_set(object, "answered_at", print_instant(file->matter.answered_at));
    print_set(object, "follows", print_text(file->follows.text));
    print_set(object, "cause",
              file->cause.no.text[0] == '\0' ? json_null() : cause_json(&file->cause));
    print_set(object, "tied", tied_json(view, NULL));
    print_set(object, "contest", print_text(contest_sentence(file)));
}

int run_cause_show(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    json_t *rows = NULL;
    int status = ctl_request(ctl, API_GET_CASE, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.get_case.case_no = ctl->words.argument[0];
    status = ctl_ask(ctl, &request, API_REPLY_CASE, &reply);
    if (status != EXIT_FINE) {
        return status;
    }
    if (reply.case_view.casefile->cause.no.text[0] == '\0') {
        (void)ctl_usage(ctl, ctl->words.argument[0], "此件不在共同事项中",
                        "the case is in no common cause");
        return EXIT_REFUSED;
    }
    rows = json_array();
    json_array_append_new(rows, cause_json(&reply.case_view.casefile->cause));
    print_rows(&ctl->printer, rows, "no owner plan");
    print_rows(&ctl->printer, tied_json(&reply.case_view, "cause"),
               "case_no state holder opened_at");
    return EXIT_FINE;
}
