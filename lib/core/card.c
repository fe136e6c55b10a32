/* SPDX-License-Identifier: Apache-2.0
 * Cards of clocks. Pure. */
#include "core/card.h"

#include "core/supervision.h"

#define DAY_US (INT64_C(86400) * US_PER_S)

bool card_is_borne_by(enum clock_kind kind) {
    return supervision_of(kind) != NULL;
}

bool card_is_of_its_own(enum clock_kind kind) {
    const struct supervision *row = supervision_of(kind);

    return row != NULL && row->of_its_own;
}

struct wall card_yellow_at(const struct clock *clock, uint32_t days) {
    int64_t span = clock->due_at.us - clock->started_at.us;
    int64_t left = (int64_t)days * DAY_US;

    if (!card_is_borne_by(clock->kind) || clock->due_at.us == 0) {
        return (struct wall){0};
    }
    span = span > 0 ? span / CARD_YELLOW_PART : 0;
    return (struct wall){clock->due_at.us - (span < left ? span : left)};
}

enum card card_of(const struct clock *clock, struct wall now) {
    struct wall judged = clock->done_at.us != 0 ? clock->done_at : now;

    if (clock->yellow_at.us == 0) {
        return CARD_UNSPECIFIED;
    }
    if (clock->state == CLOCK_STATE_PAUSED) {
        return clock->card;
    }
    if (clock->card == CARD_RED || judged.us >= clock->due_at.us) {
        return CARD_RED;
    }
    return judged.us >= clock->yellow_at.us ? CARD_YELLOW : clock->card;
}

unsigned card_reds(const struct casefile *casefile, struct wall now) {
    unsigned reds = 0;

    for (size_t i = 0; i < casefile->clock_count; i++) {
        const struct supervision *row = supervision_of(casefile->clocks[i].kind);

        reds += row != NULL && row->reds > 0 && card_of(&casefile->clocks[i], now) == CARD_RED;
    }
    return reds;
}
