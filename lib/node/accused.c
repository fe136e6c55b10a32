/* SPDX-License-Identifier: Apache-2.0
 * Whom a submission is about (条例 §28, §30): from its `accused[]` to the conflict set of its case.
 */
#include "node/accused.h"

#include "core/conflict.h"

enum pj_code accused_conflicts(struct node *node, struct turn *turn,
                               const struct api_submit_case *submit, const struct node_id *office,
                               struct casefile *file) {
    size_t count = submit->accused_count;
    const char **offices = arena_alloc(&turn->arena, (count + 1) * sizeof *offices);
    struct conflict_query query = {.directory = node_directory(node),
                                   .offices = offices,
                                   .count = count,
                                   .place = file->place,
                                   .at = *office};

    if (offices == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        offices[i] = submit->accused[i].node;
    }
    if (count == 0 && submit->purpose == PURPOSE_ACCUSATION) {
        offices[query.count++] = ""; /* an accusation is never of nobody */
    }
    conflict_find(&query, &file->conflicts);
    return PJ_OK;
}

const char *accused_unresolved_sentence(void) {
    return "未指明被举报机构，按问题属地的上一级办理 / it names no office known here: the tier "
           "above "
           "the place has it";
}

const char *accused_stays_sentence(void) {
    return "未离开本站：去路须经被举报单位的站点；请另向上一级窗口提交 / it has not left this "
           "station: every road leads through that of the accused; submit it one tier up as well";
}
