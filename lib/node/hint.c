/* SPDX-License-Identifier: Apache-2.0
 * Hints: one sentence in both languages, derived from the tables that decided. */
#include "node/hint.h"

#include "node/visits.h"

#include <string.h>

/* ---- rights */

void hint_scopes(uint32_t scopes, struct hint *ret_hint) {
    const char *names[API_SCOPES_MAX];
    size_t count = scope_names(scopes, names);
    size_t used = text_print(ret_hint->text, sizeof ret_hint->text, "须有权限 needs ");

    for (size_t i = 0; i < count; i++) {
        used += text_print(ret_hint->text + used, sizeof ret_hint->text - used, "%s%s",
                           i == 0 ? "" : " 或 or ", names[i]);
    }
    if ((scopes & STATION_WIDE) != 0) {
        (void)text_print(ret_hint->text + used, sizeof ret_hint->text - used,
                         "；且账户不属于任何机构 / and an account that is bound to no office");
    }
}

/* ---- offices */

void hint_office(const struct node *node, const struct account *account,
                 const struct node_id *office, enum pj_code code, struct hint *ret_hint) {
    char *text = ret_hint->text;
    size_t size = sizeof ret_hint->text;

    if (node_directory(node) == NULL) {
        (void)text_print(text, size,
                         "本站还没有装载区划和各站：division load、node load / no divisions and "
                         "stations are loaded here yet: division load, node load");
    } else if (code == PJ_BAD_FIELD) {
        (void)text_print(text, size,
                         "机构形如 330726 或 330726.land / an office looks like 330726 "
                         "or 330726.land");
    } else if (node_id_is_none(office)) {
        (void)text_print(text, size,
                         "还没有装载各站：node load / no stations are loaded yet: node load");
    } else if (!node_hosts(node, office)) {
        (void)text_print(text, size, "本站不承载 %s / %s is not hosted at this station",
                         office->text, office->text);
    } else if (!directory_has_node(node_directory(node), office)) {
        (void)text_print(text, size, "目录中没有 %s / %s is not in the directory", office->text,
                         office->text);
    } else if (!node_id_is_none(&account->node)) {
        (void)text_print(text, size, "该账户属于 %s / the account belongs to %s",
                         account->node.text, account->node.text);
    }
}

/* ---- acts */

static void hint_field(const struct act *act, const char *field, char *text, size_t size) {
    static const struct {
        enum act_kind act;
        const char *field, *hint;
    } rows[] = {
        {ACT_DECIDE, "act.ruling",
         "supported explained not_supported；复查、复核机关 of a reviewing body: upheld changed "
         "remanded"},
        {ACT_DECIDE_OBJECTION, "act.ruling", "agreed not_agreed"},
        {ACT_JUDGE_SERVICE, "act.ruling", "agreed not_agreed"},
        {ACT_CLOSE, "act.ruling", "adopted partly_adopted not_adopted"},
        {ACT_OBJECT, "act.target", "写明应归哪个机构 / name the office whose matter it is"},
        {ACT_ATTACH, "act.leading",
         "写明牵头件的件号，不能是本件 / the number of the leading case, which is another one"},
        {ACT_ATTACH, "act.target",
         "本站不知道那一件：写明其持有机构 / that case is not known here: name the office that has "
         "it"},
        {ACT_CORRECT, "act.corrections",
         "category=代码 code, place=区划代码 division, persons=人数 number, known_at=2026-01-31, "
         "form=letter visit web ..."},
        {ACT_UNSPECIFIED, "act.responsible", "写明责任人 / name who is responsible"},
        {ACT_UNSPECIFIED, "act.due", "须为今天以后的日期 / a day that is still to come"},
        {ACT_UNSPECIFIED, "act.happened_at", "不得晚于现在 / not in the future"},
    };

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (strcmp(rows[i].field, field) == 0 &&
            (rows[i].act == act->kind || rows[i].act == ACT_UNSPECIFIED)) {
            (void)text_print(text, size, "%s", rows[i].hint);
            return;
        }
    }
}

void hint_act(struct node *node, struct turn *turn, const struct input *input,
              const struct acting *acting, enum pj_code code, const struct verdict *verdict,
              struct hint *ret_hint) {
    const struct account *account = node_account(node, &input->account);
    bool by_code = input->request.act.query_code[0] != '\0'; /* who has it may not read the case */
    const struct cached_case *seen = NULL;

    if (verdict->day.day != 0) {
        civil_print(verdict->day, ret_hint->text);
    } else if (code == PJ_AUTH_SCOPE) {
        hint_scopes(capacity_scope(acting->act.capacity), ret_hint);
    } else if (code == PJ_AUTH_NOT_ACTOR && verdict->actors != 0) {
        lifecycle_who(verdict->actors, ret_hint->text, sizeof ret_hint->text);
    } else if (code == PJ_AUTH_NOT_ACTOR && verdict->rule == 0) {
        hint_office(node, account, &acting->act.node, code, ret_hint);
    } else if (code == PJ_STATE_NOT_HOLDER && !by_code) {
        seen = visits_seen(node, account, &turn->arena, acting->entry);
        (void)text_print(ret_hint->text, sizeof ret_hint->text, "现由 %s 办理 / %s has it",
                         seen->file.holder.text, seen->file.holder.text);
    } else if (code == PJ_BAD_FIELD || code == PJ_BAD_MISSING) {
        hint_field(&acting->act, verdict->field, ret_hint->text, sizeof ret_hint->text);
    }
}
