/* SPDX-License-Identifier: Apache-2.0
 * The petitioner asks where the case was taken in: only that station knows the code of the receipt
 * (条例 §21). The book of the office that issues a paper may be at another station; what went to
 * the petitioner travels to theirs as a message of its own, sealed with the batch that issues,
 * serves or voids it, and is kept there as a copy.
 *
 * It goes through the filter of every emission (seal_may_send), so papers of an accusation neither
 * reach nor pass the stations of the accused. The silence about a visit holds nothing back: the
 * office that took the visitor in is the window itself, never below it.
 *
 * No case waits for a copy: one that this version cannot read is kept in the journal, as an older
 * station keeps all of them. */
#include <string.h>

#include "node/papers.h"

#define YEAR_MAX 9999

/* ---- going */

/* A text near the limit of a message stays here: where it goes they have it, it is the
 * petitioner's. */
static struct bytes without_text(struct turn *turn, struct bytes facts) {
    struct fact_list list = fact_list_new(NULL, &turn->arena);
    const struct api_paper_value *values = NULL;
    struct bytes left = BYTES_NONE;
    size_t count = 0;
    enum pj_code code = wire_decode_paper(facts, &turn->arena, &values, &count);

    for (size_t i = 0; code == PJ_OK && i < count; i++) {
        if (strcmp(values[i].field, paper_field_text(PAPER_FIELD_TEXT)) == 0) {
            fact_put(&list, PAPER_FIELD_TEXT, "(见登记时的记录)");
        } else {
            list.values[list.count++] = values[i];
        }
    }
    if (code == PJ_OK) {
        code = wire_encode_paper(list.values, list.count, &turn->arena, &left);
    }
    return code == PJ_OK ? left : BYTES_NONE;
}

static bool goes(const struct node *node, const struct casefile *file, const struct issued *paper) {
    return node_id_is_none(&paper->addressee) && !node_id_is_none(&file->origin) &&
           !node_hosts(node, &file->origin) && node_reaches(node, &file->origin) &&
           seal_may_send(node, file, &paper->office, &file->origin);
}

void paper_tell(struct node *node, struct turn *turn, const struct casefile *file,
                const struct issued *paper) {
    struct issued_body body = {.case_no = file->no, .paper = *paper};
    struct outgoing outgoing = {.kind = MESSAGE_PAPER,
                                .file = file,
                                .from = paper->office,
                                .to = &file->origin,
                                .to_count = 1};
    enum pj_code code = PJ_OK;

    if (!goes(node, file, paper)) {
        return;
    }
    code = wire_encode_issued(&body, &turn->arena, &outgoing.body);
    if (code == PJ_OK && outgoing.body.len > BODY_BYTES_MAX) {
        body.paper.facts = without_text(turn, paper->facts);
        code = wire_encode_issued(&body, &turn->arena, &outgoing.body);
    }
    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

/* ---- coming */

/* Whatever a neighbour says: a row that can stand in the table and be shown. Of an office here the
 * book itself is here. */
static bool may_stand(const struct node *node, const struct header *header,
                      const struct casefile *file, const struct issued *paper) {
    return node_id_equal(&header->from, &paper->office) && !node_id_is_none(&paper->office) &&
           !node_hosts(node, &paper->office) && node_hosts(node, &file->origin) &&
           paper->kind != PAPER_UNSPECIFIED && paper_is_numbered(paper->kind) &&
           paper->number[0] != '\0' && paper->no > 0 && paper->no <= INT32_MAX &&
           paper->year <= YEAR_MAX && paper->epoch <= INT32_MAX && paper->at.us > 0 &&
           wall_is_plausible(paper->at) && wall_is_plausible(paper->served_at) &&
           wall_is_plausible(paper->voided_at) && civil_is_plausible(paper->due);
}

/* One statement writes a row once. */
static void keep(struct turn *turn, const struct issued *paper) {
    struct row_paper *row = NULL;

    for (size_t i = 0; i < turn->copies.count; i++) {
        row = &ROWS(turn->copies, struct row_paper)[i];
        if (issued_is_same_copy(&row->paper, paper)) {
            issued_follow(&row->paper, paper);
            return;
        }
    }
    row = rows_add(&turn->copies, sizeof *row);
    *row = (struct row_paper){.paper = *paper, .insert = true};
}

void paper_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    const struct header *header = &arrival->input->header;
    const struct cached_case *entry = cases_find_id(&node->cache, &header->case_id);
    struct issued_body body;
    int64_t pos = 0;
    enum pj_code code = wire_decode_issued(arrival->input->item.body, &turn->arena, &body);

    if (code == PJ_OK && entry == NULL) { /* its case is still to be given back after a loss */
        park_item(node, turn, arrival->input, PJ_LINK_NO_CASE, "");
        return;
    }
    pos = seal_item(node, turn, arrival->input, entry == NULL ? 0 : entry->file.ref, arrival->relay,
                    arrival->relay_count);
    if (code == PJ_OK && !may_stand(node, header, &entry->file, &body.paper)) {
        code = PJ_BAD_FIELD;
    }
    if (code != PJ_OK) {
        log_warn("paper_not_kept", "station=%s pos=%lld from=%s code=%s", node->config.station.text,
                 (long long)pos, header->from.text, pj_code_name(code));
        return;
    }
    body.paper.case_ref = entry->file.ref;
    body.paper.pos = pos;
    body.paper.copy = true;
    keep(turn, &body.paper);
}
