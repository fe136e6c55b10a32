/* SPDX-License-Identifier: Apache-2.0
 * The competence list 责任清单/权力清单: (category, tier, place, dates) -> (organ, channel, lane,
 * basis). It is the routing rule base; every verdict cites its version and row.
 *
 * list.csv   category,tier,place,organ,channel,lane,valid_from,valid_to,rank,basis
 *     category: a code or its leading part ("0103"), "*" = any; tier: level that is competent;
 *     place: subtree the row holds for, empty = everywhere; organ: empty = the general desk;
 *     rank: lower wins where two rows match equally well, else overlap is refused at load.
 * The row with the longest matching place wins, then the longest matching category, then the lower
 * rank.
 */
#pragma once
#include "core/directory.h"

#define COMPETENCE_ROWS_MAX 100000
#define LIST_BASIS_TEXT_MAX 63

struct competence_row {
    char category[CATEGORY_TEXT_MAX + 1];
    enum level tier;
    struct place place;
    char organ[ORGAN_TEXT_MAX + 1];
    char channel[32];
    char lane[16];
    struct civil valid_from, valid_to; /* 0 = open */
    uint32_t rank;
    char basis[LIST_BASIS_TEXT_MAX + 1];
    uint32_t line;
};

struct competence;
struct channel_book; /* core/channel.h */

size_t competence_bytes(struct bytes list_csv);
/* All or nothing, into the caller's memory; list_csv is not needed afterwards. version is copied.
 * PJ_BAD_DATA with the report telling gap-free line numbers: bad form, unknown place (when
 * directory is given), unknown organ, overlap without rank, dead row (warning). */
enum pj_code competence_build(void *memory, size_t size, struct bytes list_csv, const char *version,
                              const struct directory *directory, struct data_report *ret_report,
                              struct competence **ret_list) must_check;
size_t competence_count(const struct competence *list);
const struct competence_row *competence_row(const struct competence *list, size_t index);
const char *competence_version(const struct competence *list);
/* Best row or NULL. */
const struct competence_row *competence_find(const struct competence *list,
                                             const struct directory *directory,
                                             const char *category, uint32_t place_index,
                                             struct civil today);

/* What a list that was built leaves open, added to the report with lines. Notes: a row that never
 * speaks; a gap, on some days or at divisions of some level, where no row speaks for a category
 * that has one elsewhere. Fatal: a channel that channels has not; a circle, where the channel of
 * one row leads to an organ whose own row for the category leads back. directory, channels: NULL =
 * what needs them is not looked at. For whoever keeps the list: a station goes by competence_build.
 */
void competence_examine(const struct competence *list, const struct directory *directory,
                        const struct channel_book *channels, struct data_report *report);
