/* SPDX-License-Identifier: Apache-2.0
 * Whom a submission is about, at intake. */
#pragma once
#include "node/intake.h"

enum { /* of a submission that asks for something and accuses somebody */
    ACCUSED_CLAIM,
    ACCUSED_ACCUSATION,
    ACCUSED_HALVES
};

/* Does it say something of somebody, beside what it asks for? Then it is two cases, each on its own
 * road (投诉、举报分别处理, 市场监督管理投诉举报处理暂行办法 §7). */
bool accused_splits(const struct api_submit_case *submit);
/* Does it say something of somebody and nothing else? */
bool accused_only(const struct api_submit_case *submit);
/* Both halves, in the arena; NULL = out of memory. What is said of somebody is in the second alone,
 * and with it whatever this version cannot read: nobody knows which half it belongs to, and the
 * claim goes where more eyes are. The claim keeps the sender's own number of it and its session. */
struct api_submit_case *accused_split(struct arena *arena,
                                      const struct api_submit_case *submit) must_check;

/* Does a supplement say something of somebody? */
bool accused_in_supplement(const struct api_supplement *supplement);
/* What it says, as the accusation of a SubmitCase, in the arena; NULL = out of memory. Of the case
 * the supplement is for it has where, and what it is about in general, since that says who takes
 * it; the files came with the words that accuse, as far as anybody can tell. */
struct api_submit_case *accused_of_supplement(struct arena *arena,
                                              const struct api_supplement *supplement,
                                              const struct casefile *file) must_check;

/* Everybody it is about becomes the case's conflict set; its place must be set. */
enum pj_code accused_conflicts(const struct intake *intake, struct casefile *file) must_check;
/* What the receipt says where nobody knows at which office the accused are (R22). */
const char *accused_unresolved_sentence(void);
/* What the receipt says where every road leads through the accused. */
const char *accused_stays_sentence(void);
