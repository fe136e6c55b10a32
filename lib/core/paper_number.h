/* SPDX-License-Identifier: Apache-2.0
 * The number of a paper 文号 as offices write it: 浦江信受〔2026〕12号. Pure. */
#pragma once
#include "core/directory.h"
#include "words/issued.h"

/* Fills paper->number from its office, kind, year, epoch and no. The office is the short name of
 * its division (浙江, 金华, 浦江; a township or village keeps its whole name: a county and its town
 * often share one), of an organ with its name behind it, then 信 and the word of the kind. Where
 * the directory (may be NULL) knows no name the code stands instead. A series that began anew after
 * a loss of history shows its epoch: 浦江信受〔2026〕2-1号, so that no number that may have been
 * given out before comes again. Papers of a case that is about somebody have a series of their own,
 * 浦江信受〔2026〕密12号: in the ordinary one no number is missing that would tell of them. */
void paper_number_print(const struct directory *directory, struct issued *paper);
/* "浦江县自然资源和规划局", "浦江县 land", "330726.land": for people. Returns the length. */
size_t paper_office_print(const struct directory *directory, const struct node_id *office,
                          char *text, size_t size);
