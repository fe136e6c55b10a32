/* SPDX-License-Identifier: Apache-2.0
 * What `case submit` makes of options and of JSON: the fields of a submission. Whatever has no
 * field is carried along, so that nothing a sender wrote is lost on the way in. */
#pragma once
#include "ctl.h"

#define CARRIED_NAMES_MAX 64 /* named for the warning; what they name is carried however many */

/* "" leaves the field alone. EXIT_FINE, or told. */
int submit_set_form(struct ctl *ctl, const char *form, struct api_submit_case *to);
int submit_set_purpose(struct ctl *ctl, const char *purpose, struct api_submit_case *to);
int submit_set_origin(struct ctl *ctl, const char *origin, struct api_submit_case *to);
int submit_set_day(struct ctl *ctl, const char *text, const char *name, struct civil *ret);
int submit_set_instant(struct ctl *ctl, const char *text, const char *name, struct wall *ret);

/* --text or --text-file, not both; *ret_owned is to be freed. */
int submit_read_text(struct ctl *ctl, uint8_t **ret_owned, struct bytes *ret_text);

void submit_print_receipt(struct ctl *ctl, const struct api_receipt *receipt);

/* One JSON object as pujiangctl(1), LINES OF JSON, has it. Texts are borrowed from `object`, the
 * rest is in ctl->arena. EXIT_FINE, or told why the row is refused. */
int submit_row_read(struct ctl *ctl, const json_t *object, struct api_submit_case *to);
