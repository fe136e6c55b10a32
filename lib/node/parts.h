/* SPDX-License-Identifier: Apache-2.0
 * The parts of a submission at intake: what was written, who wrote it, of whom; each with a salt
 * and a digest of its own, so that each can be shown or withheld without the others. */
#pragma once
#include "node/internal.h"

enum pj_code parts_make(struct node *node, struct arena *arena,
                        const struct api_submit_case *submit,
                        struct submission *submission) must_check;
/* The words, and an attachment each; the supplement's sizes were looked at. */
enum pj_code parts_of_supplement(struct node *node, struct arena *arena,
                                 const struct api_supplement *supplement,
                                 struct submission *submission) must_check;
/* H(part digests in order), as a receipt shows it. */
struct digest submission_digest(struct node *node, struct arena *arena,
                                const struct submission *submission);
/* What stays where it was taken in (P19) loses its bytes and keeps salt and digest. False: there is
 * nothing of the kind. */
bool parts_withhold(struct submission *submission);
/* The case gets the digests of the parts, and of all of them. */
enum pj_code parts_digest(struct node *node, struct arena *arena,
                          const struct submission *submission, struct casefile *file) must_check;
/* Was something left out that handling needs (assist.h)? Then its salt went with it; who signed,
 * which stays where it was taken in, keeps its own. */
bool parts_lack(const struct submission *submission);
