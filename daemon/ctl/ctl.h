/* SPDX-License-Identifier: Apache-2.0
 * What every command of pujiangctl has: its words, the way to print, and a station to ask. */
#pragma once
#include <stdio.h>

#include <pujiang/pujiang.h>

#include "base/arena.h"
#include "command.h"
#include "print.h"
#include "wire/api.h"

#define SOCKET_FOLDER     "/run/pujiang" /* without -e: the one socket in there */
#define TIMEOUT_S_DEFAULT 10
#define TIMEOUT_S_MAX     3600

enum ctl_exit {
    EXIT_FINE = 0,
    EXIT_REFUSED = 1, /* IDEM POLICY STATE CURSOR */
    EXIT_USAGE = 2,
    EXIT_BAD = 3,
    EXIT_AUTH = 4,
    EXIT_BUSY = 5, /* BUSY LINK */
    EXIT_INTERNAL = 6,
    EXIT_ROWS = 7, /* some rows of many were refused */
};

struct ctl {
    const struct command *command; /* borrowed */
    struct words words;            /* without the words that named the command */
    struct printer printer;
    FILE *err;
    bool show_progress;       /* a person looks at err */
    char endpoint[256];       /* when it was found, not given */
    struct pj_client *client; /* owned, opened by the first question */
    struct arena arena;       /* of the whole run */
    const char *drawn_key; /* in the arena: of the write that is asked; NULL = its sender has it */
    uint64_t last_request;
};

void ctl_init(struct ctl *ctl, FILE *out, FILE *err);
void ctl_release(struct ctl *ctl);
/* The whole program: parses, finds, runs. argv without the program's name. */
int ctl_run(struct ctl *ctl, int argc, const char *const argv[]);

/* ---- words of the present command */

static inline bool ctl_given(const struct ctl *ctl, option_set options) {
    return (ctl->words.given & options) != 0;
}
/* NULL = not given. */
const char *ctl_value(const struct ctl *ctl, enum option option);
/* "" = not given. */
const char *ctl_text(const struct ctl *ctl, enum option option);
/* 0 when not given. False: told. */
bool ctl_number(struct ctl *ctl, enum option option, uint64_t max, uint64_t *ret_value) must_check;

/* ---- troubles */

/* Prints a sentence in both languages to err and returns EXIT_USAGE. */
int ctl_usage(struct ctl *ctl, const char *what, const char *zh, const char *en);
/* The same about an option: "--name". */
int ctl_usage_of(struct ctl *ctl, enum option option, const char *zh, const char *en);
/* A file or folder that cannot be used: the sentence names it and the system's reason. Returns
 * EXIT_BAD. */
int ctl_file_trouble(struct ctl *ctl, const char *path, const char *reason);
/* Code name, both sentences, what to do next; as JSON too where that was asked for. Returns its
 * exit status. */
int ctl_error(struct ctl *ctl, const struct api_error *error);
int ctl_code(struct ctl *ctl, enum pj_code code, const char *field);
int exit_of_code(uint32_t code);
/* The codes.h row as an error that happened here. */
struct api_error error_of_code(enum pj_code code, const char *field);

/* ---- the station */

/* Opens the client if need be. EXIT_FINE, or told. */
int ctl_open(struct ctl *ctl);
/* A request of that kind with dry run, operator and the next request id. EXIT_FINE, or told. */
int ctl_request(struct ctl *ctl, enum api_request_kind kind, struct api_request *ret_request);
/* Gives a write its key: --key-id, else a random one, which is told on err so that a retry is
 * possible. */
int ctl_give_key(struct ctl *ctl, struct api_request *request);
/* Asks and waits. EXIT_FINE: the reply is of the kind wanted and lives as long as ctl->arena. Else
 * told. */
int ctl_ask(struct ctl *ctl, const struct api_request *request, enum api_reply_kind wanted,
            struct api_reply *ret_reply);
/* A whole file, to be freed; "-" is standard input. EXIT_FINE, or told. */
int ctl_read_file(struct ctl *ctl, const char *path, uint8_t **ret_data, size_t *ret_len);

/* A list was cut at the limit that nobody gave: says so on err. */
void ctl_tell_more(struct ctl *ctl, bool more);

/* Lines of a file that was read whole. */
struct lines {
    struct bytes rest;
    uint64_t number; /* of the line that was taken last, from 1 */
};
/* The next line that says something, without its end; a byte order mark before the first is none
 * of it. False at the end. */
bool ctl_next_line(struct lines *lines, struct bytes *ret_line);

/* ---- the commands, by file; each returns enum ctl_exit */

int run_status(struct ctl *ctl); /* show_status.c */
int run_version(struct ctl *ctl);
int run_link_show(struct ctl *ctl);
int run_link_balance(struct ctl *ctl);
int run_submit(struct ctl *ctl);    /* submit.c */
int run_case_show(struct ctl *ctl); /* show_case.c */
int run_cause_show(struct ctl *ctl);
int run_case_trace(struct ctl *ctl);
int run_case_explain(struct ctl *ctl);
int run_case_list(struct ctl *ctl);
int run_report(struct ctl *ctl);      /* report.c */
int run_act(struct ctl *ctl);         /* act.c; what = enum act_kind */
int run_route_test(struct ctl *ctl);  /* route.c */
int run_parked_list(struct ctl *ctl); /* parked.c */
int run_parked_one(struct ctl *ctl);  /* what = API_PARKED_SHOW, _REPLAY, _BOUNCE */
int run_data_load(struct ctl *ctl);   /* data.c; what = enum data_kind */
int run_data_show(struct ctl *ctl);
int run_data_check(struct ctl *ctl);
int run_key_new(struct ctl *ctl); /* keys.c */
int run_key_allow(struct ctl *ctl);
int run_key_list(struct ctl *ctl);
int run_account_add(struct ctl *ctl);
int run_verify_journal(struct ctl *ctl); /* verify.c */
int run_clock_compute(struct ctl *ctl);  /* clock.c */
int run_clock_explain(struct ctl *ctl);  /* clock_explain.c */
int run_calendar_check(struct ctl *ctl); /* calendar.c */
int run_calendar_import(struct ctl *ctl);
int run_rules_check(struct ctl *ctl); /* rule_sets.c */
int run_rules_show(struct ctl *ctl);
int run_rules_load(struct ctl *ctl);
int run_paper_check(struct ctl *ctl); /* paper_files.c */
int run_paper_print(struct ctl *ctl); /* paper.c */
int run_paper_list(struct ctl *ctl);  /* paper_list.c */
int run_paper_show(struct ctl *ctl);
int run_paper_void(struct ctl *ctl);
int run_case_sheet(struct ctl *ctl);
int run_supplement(struct ctl *ctl); /* supplement.c; what = enum relation */
int run_case_part(struct ctl *ctl);

json_t *due_json(const struct api_due *due, size_t count);
/* A case as JSON; what `case show`, acts and lists print. */
/* advice.c: keys guide, procedure, lane_suggested, remedies; nothing where the station gave none.
 */
void advice_set(json_t *object, const struct api_advice *advice);
/* show_tied.c: how the case stands with others. */
void tied_set(json_t *object, const struct api_case *view);
void advice_print(struct printer *printer, const struct api_advice *advice);
json_t *case_json(const struct api_case *view);
/* What was handed in, the first one first. */
json_t *submissions_json(const struct api_case *view);
