/* SPDX-License-Identifier: Apache-2.0
 * Parts of the socket API's messages shared by wire_request.c, wire_submit.c, wire_reply*.c and
 * wire_setting.c. */
#pragma once
#include "wire/api.h"
#include "wire/internal.h"

/* protobuf-c wants pointers to plain char; nothing is written through them. */
static inline char **wire_texts_out(const char *const *texts) {
    return (char **)(uintptr_t)texts;
}

PB(SubmitCase) * wire_submit_out(struct wire *wire, const struct api_submit_case *submit);
void wire_submit_in(struct wire *wire, const PB(SubmitCase) * from, struct api_submit_case *to);
PB(Petitioner) *
    *wire_petitioners_out(struct wire *wire, const struct petitioner *petitioners, size_t count);
const struct petitioner *wire_petitioners_in(struct wire *wire, PB(Petitioner) *const *from,
                                             size_t count);
PB(Accused) * *wire_accused_out(struct wire *wire, const struct accused *accused, size_t count);
const struct accused *wire_accused_in(struct wire *wire, PB(Accused) *const *from, size_t count);
/* The fields of a SubmitCase's bytes that wire_submit_in or the case's fields cannot hold whole,
 * one after the other as received: again a SubmitCase. */
struct bytes wire_submit_unread(struct wire *wire, struct bytes body);

PB(DueClock) * *wire_due_out(struct wire *wire, const struct api_due *due, size_t count);
const struct api_due *wire_due_in(struct wire *wire, PB(DueClock) *const *from, size_t count);

/* wire_supplement.c */
PB(Supplement) * wire_supplement_out(struct wire *wire, const struct api_supplement *supplement);
void wire_supplement_in(struct wire *wire, const PB(Supplement) * from, struct api_supplement *to);
PB(SubmissionView) *
    *wire_submissions_out(struct wire *wire, const struct api_submission *rows, size_t count);
const struct api_submission *wire_submissions_in(struct wire *wire, PB(SubmissionView) *const *from,
                                                 size_t count);

/* wire_advice.c; NULL where none is given. */
PB(Advice) * wire_advice_out(struct wire *wire, const struct api_advice *advice);
void wire_advice_in(struct wire *wire, const PB(Advice) * from, struct api_advice *to);

PB(LinkItem) * *wire_links_out(struct wire *wire, const struct api_link *links, size_t count);
const struct api_link *wire_links_in(struct wire *wire, PB(LinkItem) *const *from, size_t count);

/* wire_tied.c */
PB(TiedCase) * *wire_tied_out(struct wire *wire, const struct api_tied *tied, size_t count);
const struct api_tied *wire_tied_in(struct wire *wire, PB(TiedCase) *const *from, size_t count);

/* wire_reply_clocks.c */
void wire_clocks_reply_out(struct wire *wire, const struct api_reply *reply,
                           PB(ServerFrame) * frame);
void wire_clocks_reply_in(struct wire *wire, const PB(ClockDerivations) * from,
                          struct api_reply *reply);
void wire_paper_reply_out(struct wire *wire, const struct api_reply *reply,
                          PB(ServerFrame) * frame);
void wire_paper_reply_in(struct wire *wire, const PB(PaperFacts) * from, struct api_reply *reply);
void wire_papers_reply_out(struct wire *wire, const struct api_reply *reply,
                           PB(ServerFrame) * frame);
void wire_papers_reply_in(struct wire *wire, const PB(PaperList) * from, struct api_reply *reply);

/* wire_report.c */
void wire_report_out(struct wire *wire, const struct api_request *request, PB(ClientFrame) * frame);
void wire_report_in(struct wire *wire, const PB(Report) * from, struct api_report *to);
void wire_report_reply_out(struct wire *wire, const struct api_reply *reply,
                           PB(ServerFrame) * frame);
void wire_report_reply_in(struct wire *wire, const PB(ReportRows) * from, struct api_reply *reply);

/* wire_reply_rows.c: one pair for each list of rows; false when the kind is not one of them. */
bool wire_rows_out(struct wire *wire, const struct api_reply *reply, PB(ServerFrame) * frame);
bool wire_rows_in(struct wire *wire, const PB(ServerFrame) * frame, struct api_reply *reply);
