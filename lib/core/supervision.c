/* SPDX-License-Identifier: Apache-2.0
 * The table of supervision. Pure. */
#include "core/supervision.h"

#include "core/card.h"

#define SUPERVISION_ROW(kind, trigger, reds, of_its_own)                                           \
    {CLOCK_##kind, TRIGGER_##trigger, (reds), (of_its_own)},
#define TRIGGER_TEXT(name, text, old, article, zh) [TRIGGER_##name] = text,
#define TRIGGER_BASIS(name, text, old, article, zh)                                                \
    [TRIGGER_##name] = "条例 " article " (2005: " old ") " zh,

static const struct supervision supervisions[] = {SUPERVISIONS(SUPERVISION_ROW)};
static const char *const texts[TRIGGER_MAX] = {TRIGGERS(TRIGGER_TEXT)};
static const char *const bases[TRIGGER_MAX] = {TRIGGERS(TRIGGER_BASIS)};

const struct supervision *supervision_of(enum clock_kind kind) {
    for (size_t i = 0; i < ARRAY_COUNT(supervisions); i++) {
        if (supervisions[i].kind == kind) {
            return &supervisions[i];
        }
    }
    return NULL;
}

bool supervision_opens(enum clock_kind kind, unsigned reds) {
    const struct supervision *row = supervision_of(kind);

    return row != NULL && row->reds > 0 && reds >= row->reds;
}

/* 拒不执行、推诿拖延: what §40 holds a unit to account for. */
static bool is_grave(const struct clock *clock, struct wall now) {
    const struct supervision *row = supervision_of(clock->kind);

    return row != NULL && card_of(clock, now) == CARD_RED &&
           (row->trigger == TRIGGER_STALLING || row->trigger == TRIGGER_NOT_EXECUTED);
}

uint32_t supervision_suggests(const struct casefile *casefile, struct wall now) {
    uint32_t grounds = 0;

    if (card_reds(casefile, now) < PROPOSAL_REDS) {
        return 0;
    }
    grounds = 1U << GROUND_IMPROVE_WORK;
    for (size_t i = 0; i < casefile->clock_count; i++) {
        if (is_grave(&casefile->clocks[i], now)) {
            grounds |= 1U << GROUND_HOLD_TO_ACCOUNT;
        }
    }
    return grounds & ~casefile->proposed;
}

const char *trigger_text(enum trigger trigger) {
    return trigger < TRIGGER_MAX ? texts[trigger] : "";
}

const char *trigger_basis(enum trigger trigger) {
    return trigger < TRIGGER_MAX ? bases[trigger] : "";
}
