/* SPDX-License-Identifier: Apache-2.0
 * Window, matter, place and destiny of each of the 451 cases, all from its index. */
#include "plan.h"

#include "base/text.h"

#include <string.h>

/* Fourteen kinds of matters; the codes are those of deploy/lists/demo.csv. */
static const struct {
    const char *code;
    const char *words;
} matters[] = {
    {"0101", "承包地边界与邻户争议多年，要求丈量确认"},
    {"0102", "征地补偿款发放名单里没有我们组的几户"},
    {"0201", "危房改造申请交了两年没有下文"},
    {"0202", "农村自留地上的违章搭建影响通风采光"},
    {"0301", "在水晶厂做工，四个月工资没有结清"},
    {"0302", "工伤认定的材料来回跑了六趟"},
    {"0401", "上游作坊排放的废水把溪水染白了"},
    {"0402", "夜间加工噪声扰民，请求规定时间"},
    {"0501", "合作医疗报销比例与公布的不一致"},
    {"0601", "村小撤并以后孩子上学路远，要求班车"},
    {"0701", "进村道路塌方一个雨季没有修"},
    {"0702", "自来水管网只通到村口"},
    {"0801", "村务公开栏半年没有更新，要求公布账目"},
    {"0901", "建议把办事窗口的午休时间错开"},
};

/* How the day's 451 cases fall on the windows of the five levels. */
static const struct {
    enum level level;
    uint32_t until; /* index below which this window takes it in, within a cycle of 451 */
} windows[] = {
    {LEVEL_VILLAGE, 60}, {LEVEL_TOWNSHIP, 150}, {LEVEL_COUNTY, 391},
    {LEVEL_CITY, 431},   {LEVEL_PROVINCE, 451},
};

static uint32_t place_of_level(const struct directory *directory, enum level level, uint32_t pick) {
    uint32_t county = directory_find(directory, (struct place){330726, 6});
    uint32_t found = 0;

    for (int round = 0; round < 2; round++) { /* first count, then pick */
        uint32_t seen = 0;

        for (uint32_t i = 0; i < directory_count(directory); i++) {
            if (place_level(directory_place(directory, i)) != level ||
                directory_is_virtual(directory, i) || !directory_is_within(directory, i, county)) {
                continue;
            }
            if (round == 1 && seen == pick % found) {
                return i;
            }
            seen++;
        }
        found = seen;
        ASSERT(found > 0);
    }
    return PLACE_INDEX_NONE;
}

/* 451 is coprime to the step, so every index comes once, and the levels mix over the day. */
static uint32_t shuffled(uint32_t index) {
    return index * 173 % DAY_CASES;
}

static enum level window_level(uint32_t slot) {
    for (size_t i = 0; i < ARRAY_COUNT(windows); i++) {
        if (slot < windows[i].until) {
            return windows[i].level;
        }
    }
    return LEVEL_COUNTY;
}

/* The window's division lies above the place of the problem, or is that place. */
static struct node_id window_of(const struct directory *directory, uint32_t place,
                                enum level level) {
    uint32_t at = directory_at_level(directory, place, level);

    return node_id_of_place(directory_place(directory, at == PLACE_INDEX_NONE ? place : at));
}

/* 15 groups bring a second case; every other group is two persons, and thirteen of the rest as
 * well. */
static void plan_group(struct planned *planned) {
    uint32_t group =
        planned->index < DAY_GROUPS ? planned->index : (planned->index - DAY_GROUPS) * 7 + 3;
    bool one_of_thirteen = group % 32 == 1 && group / 32 < 13;

    CTASSERT(DAY_GROUPS + DAY_GROUPS / 2 + 13 == DAY_PERSONS);
    CTASSERT(DAY_CASES - DAY_GROUPS == 15);
    planned->group = group + 1;
    planned->group_persons = group % 2 == 0 || one_of_thirteen ? 2 : 1;
}

/* 47 cases hold two problems; 85 cases with 91 problems are solved, 42 answered, 324 assigned. */
static void plan_destiny(struct planned *planned, uint32_t slot) {
    CTASSERT(DAY_CASES + 47 == DAY_PROBLEMS);
    CTASSERT(85 + 42 + DAY_ASSIGNED == DAY_CASES);
    CTASSERT(85 + 6 == DAY_SOLVED);
    if (slot >= 60 && slot < 145) {
        planned->destiny = DESTINY_SOLVE;
        planned->problems = slot < 66 ? 2 : 1;
        return;
    }
    planned->destiny = slot >= 409 ? DESTINY_ANSWER : DESTINY_ASSIGN;
    planned->problems = slot >= 150 && slot < 191 ? 2 : 1;
    planned->climbs = slot < 10;
    planned->returned = planned->destiny == DESTINY_ASSIGN && slot % 29 == 7;
}

void plan_case(const struct directory *directory, uint32_t index, struct planned *ret_planned) {
    struct planned *planned = ret_planned;
    uint32_t slot = shuffled(index);
    enum level level = window_level(slot);
    uint32_t place = place_of_level(
        directory, slot % 5 == 0 && level != LEVEL_VILLAGE ? LEVEL_TOWNSHIP : LEVEL_VILLAGE,
        slot * 7 + 1);
    struct bytes name = directory_name(directory, place);
    uint32_t matter = slot % ARRAY_COUNT(matters);

    ASSERT(index < DAY_CASES);
    memset(planned, 0, sizeof *planned);
    planned->index = index;
    planned->place = directory_place(directory, place);
    planned->window = window_of(directory, place, level);
    planned->category = matters[matter].code;
    plan_group(planned);
    plan_destiny(planned, slot);
    text_print(planned->text, sizeof planned->text,
               "二〇〇三年九月十八日，第%u批(%u人)，%.*s：%s。（演示文本，非真实来信）",
               planned->group, planned->group_persons, (int)name.len, (const char *)name.data,
               matters[matter].words);
}
