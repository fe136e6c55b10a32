/* SPDX-License-Identifier: Apache-2.0
 * Administration over the socket API: data files, keys, accounts. Each change is journaled with who
 * asked for it and takes effect with its commit. */
#include "node/hint.h"

#include <string.h>

static const struct {
    const char *name;
    uint32_t bit;
} scope_table[] = {
    {"submit", SCOPE_SUBMIT},
    {"read:own", SCOPE_READ_OWN},
    {"read:subtree", SCOPE_READ_SUBTREE},
    {"act", SCOPE_ACT},
    {"petitioner", SCOPE_PETITIONER},
    {"follow", SCOPE_FOLLOW},
    {"import", SCOPE_IMPORT},
    {"admin", SCOPE_ADMIN},
    {"act:head", SCOPE_HEAD},
    {"act:leader", SCOPE_LEADER},
    {"act:joint_meeting", SCOPE_JOINT_MEETING},
};

uint32_t scope_parse(const char *name) {
    for (size_t i = 0; i < ARRAY_COUNT(scope_table); i++) {
        if (strcmp(name, scope_table[i].name) == 0) {
            return scope_table[i].bit;
        }
    }
    return 0;
}

size_t scope_names(uint32_t scopes, const char *names[static API_SCOPES_MAX]) {
    size_t count = 0;

    for (size_t i = 0; i < ARRAY_COUNT(scope_table); i++) {
        if ((scopes & scope_table[i].bit) != 0) {
            names[count++] = scope_table[i].name;
        }
    }
    return count;
}

/* The journal keeps the request's own bytes: who changed what, when. */
static void journal_request(struct node *node, struct turn *turn, const struct input *input) {
    struct act act = {.kind = ACT_NOTE,
                      .operator_ref = input->request.operator_ref,
                      .account = input->account,
                      .acted_at = turn->at,
                      .reason = input->request.body_digest_bytes};
    struct order_body body = {.act = act};
    struct outgoing outgoing = {.from = node_desk(node)};
    enum pj_code code = PJ_OK;

    if (act.reason.len > API_CHUNK_BYTES_MAX / 2) {
        body.act.reason = BYTES_NONE; /* a data file stands in its setting row */
    }
    code = wire_encode_order(&body, &turn->arena, &outgoing.body);
    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

static void add_setting(struct turn *turn, const struct setting *setting, const char *key) {
    struct row_setting *row = rows_add(&turn->settings, sizeof *row);
    enum pj_code code = wire_encode_setting(setting, &turn->arena, &row->value);

    ASSERT(code == PJ_OK);
    row->kind = setting->kind;
    row->key = arena_text(&turn->arena, key, strlen(key));
    ASSERT(row->key != NULL);
}

/* True when the key was seen before: the change stands, or the key is used twice. */
static bool answer_seen_key(struct node *node, struct turn *turn, struct input *input,
                            struct api_reply *reply) {
    const struct row_idem *idem = turn_find_idem(turn, &input->idem);

    if (idem == NULL) {
        return false;
    }
    if (digest_equal(&idem->request, &input->request_digest)) {
        reply_send(node, turn, input, reply);
    } else {
        reply_conflict(node, turn, input, &idem->request);
    }
    return true;
}

/* ---- data files */

static void report_reply(struct turn *turn, const struct data_report *report,
                         struct api_data_report *ret_reply) {
    struct api_data_issue *issues =
        arena_alloc(&turn->arena, (report->issue_count + 1) * sizeof *issues);

    ASSERT(issues != NULL);
    for (uint32_t i = 0; i < report->issue_count; i++) {
        const char *sentence = report->issues[i].sentence;

        issues[i].line = report->issues[i].line;
        issues[i].fatal = report->issues[i].fatal;
        issues[i].sentence = arena_text(&turn->arena, sentence, strlen(sentence));
        ASSERT(issues[i].sentence != NULL);
    }
    ret_reply->rows = report->rows;
    for (unsigned level = LEVEL_PROVINCE; level < LEVEL_MAX; level++) {
        ret_reply->rows_per_level[level - LEVEL_PROVINCE] = report->rows_per_level[level];
    }
    ret_reply->issues = issues;
    ret_reply->issue_count = report->issue_count;
    ret_reply->issues_total = report->issues_total;
}

/* Beside the row that says what is in force: clocks go on citing this version when another is. */
static void keep_version(struct turn *turn, const struct api_load_data *load,
                         const struct data_file *file) {
    char key[VERSION_TEXT_MAX + 16];
    struct row_setting *row = NULL;

    text_print(key, sizeof key, "%s@%s", data_kind_text(load->kind), load->version);
    add_setting(turn,
                &(struct setting){.kind = SETTING_DATA,
                                  .data = {load->kind, load->version, file->digest, file->loaded_at,
                                           buf_bytes(&file->text)}},
                key);
    row = &ROWS(turn->settings, struct row_setting)[turn->settings.count - 1];
    row->kind = SETTING_VERSION;
}

/* All or nothing at the last chunk. */
static void load_whole(struct node *node, struct turn *turn, struct input *input,
                       struct api_reply *reply) {
    const struct api_load_data *load = &input->request.load_data;
    struct data_report *report = arena_alloc(&turn->arena, sizeof *report);
    struct station_data *data = NULL;
    enum pj_code code = report == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
    const struct data_file *file = NULL;

    if (code == PJ_OK) {
        memset(report, 0, sizeof *report);
        code =
            station_data_with(node, turn->new_data != NULL ? turn->new_data : node->data,
                              load->kind, load->version, buf_bytes(&node->upload), report, &data);
    }
    if (code != PJ_OK && code != PJ_BAD_DATA) {
        reply_error(node, turn, input, code, "load_data", "");
        return;
    }
    report_reply(turn, report, &reply->data);
    reply->data.complete = true;
    if (code == PJ_BAD_DATA || input->request.dry_run) {
        station_data_free(data);
        reply_send(node, turn, input, reply);
        return;
    }
    station_data_free(turn->new_data);
    turn->new_data = data;
    file = &data->files[load->kind];
    reply->data.digest = file->digest;
    reply->data.loaded_at = file->loaded_at;
    add_setting(turn,
                &(struct setting){.kind = SETTING_DATA,
                                  .data = {load->kind, load->version, file->digest, file->loaded_at,
                                           buf_bytes(&file->text)}},
                data_kind_text(load->kind));
    if (load->kind == DATA_CALENDAR || load->kind == DATA_RULES) {
        keep_version(turn, load, file);
    }
    neighbours_follow_directory(node, data->directory, turn);
    remember_idem(turn, input, 0, 0);
    journal_request(node, turn, input);
    reply_send(node, turn, input, reply);
}

void load_data_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_load_data *load = &input->request.load_data;
    struct api_reply reply = {.kind = API_REPLY_DATA};

    reply.data.kind = load->kind;
    reply.data.version = load->version;
    reply.data.dry_run = input->request.dry_run;
    if (load->kind == DATA_UNSPECIFIED || load->kind >= DATA_MAX) {
        reply_error(node, turn, input, PJ_BAD_ENUM, "load_data.kind", "");
        return;
    }
    if (load->version[0] == '\0' || strlen(load->version) > VERSION_TEXT_MAX) {
        reply_error(node, turn, input, PJ_BAD_FIELD, "load_data.version", "");
        return;
    }
    if (answer_seen_key(node, turn, input, &reply)) {
        return;
    }
    if (load->offset == 0) {
        buf_clear(&node->upload);
        node->upload_kind = load->kind;
    }
    if (load->offset > node->upload.len || load->kind != node->upload_kind) {
        reply_error(node, turn, input, PJ_BAD_FIELD, "load_data.offset", "");
        return;
    }
    buf_cut(&node->upload, load->offset); /* a chunk may come again: from its sender, or from us */
    if (buf_put(&node->upload, load->chunk.data, load->chunk.len) != PJ_OK) {
        reply_error(node, turn, input, PJ_BAD_TOO_LONG, "load_data.chunk", "");
        return;
    }
    if (load->last) {
        load_whole(node, turn, input, &reply);
        return;
    }
    reply_send(node, turn, input, &reply);
}

/* What is in force, loaded or built in. */
static void show_law(const struct node *node, struct turn *turn, struct api_data_report *report) {
    const struct clock_law *law = &node->data->law;
    const struct data_version *version = NULL;
    const char **sets = arena_alloc(&turn->arena, RULE_SETS_TOGETHER * sizeof *sets);

    ASSERT(sets != NULL);
    if (report->kind == DATA_CALENDAR && law->calendar != NULL) {
        version = versions_find(node, DATA_CALENDAR, calendar_version(law->calendar));
        report->known_from = calendar_from(law->calendar);
        report->known_to = calendar_to(law->calendar);
    } else if (report->kind == DATA_RULES && law->rules != NULL) {
        version = versions_find(node, DATA_RULES, law->rules->version);
        for (size_t i = 0; i < law->rules->count; i++) {
            sets[i] = law->rules->sets[i].version;
        }
        report->sets = sets;
        report->set_count = law->rules->count;
    }
    if (version != NULL) {
        report->version = version->version;
        report->digest = version->digest;
        report->rows = version->rows;
        report->complete = true;
    }
}

void show_data_decide(struct node *node, struct turn *turn, struct input *input) {
    enum data_kind kind = input->request.show_data;
    struct api_reply reply = {.kind = API_REPLY_DATA};
    const struct data_file *file = NULL;

    if (kind == DATA_UNSPECIFIED || kind >= DATA_MAX) {
        reply_error(node, turn, input, PJ_BAD_ENUM, "show_data.kind", "");
        return;
    }
    file = &node->data->files[kind];
    reply.data.kind = kind;
    reply.data.version = file->version;
    reply.data.digest = file->digest;
    reply.data.loaded_at = file->loaded_at;
    reply.data.complete = file->text.len > 0;
    if (kind == DATA_DIVISIONS && node->data->directory != NULL) {
        for (uint32_t i = 0; i < directory_count(node->data->directory); i++) {
            enum level level = place_level(directory_place(node->data->directory, i));

            reply.data.rows++;
            reply.data.rows_per_level[level - LEVEL_PROVINCE]++;
        }
    } else if (kind == DATA_NODES && node->data->directory != NULL) {
        reply.data.rows = directory_station_count(node->data->directory);
    } else if (kind == DATA_LIST && node->data->list != NULL) {
        reply.data.rows = competence_count(node->data->list);
    } else if (kind == DATA_CALENDAR || kind == DATA_RULES) {
        show_law(node, turn, &reply.data);
    }
    reply_send(node, turn, input, &reply);
}

/* ---- keys and accounts */

static void name_scopes(struct hint *ret_hint) {
    size_t used = text_print(ret_hint->text, sizeof ret_hint->text, "权限有 there are");

    for (size_t i = 0; i < ARRAY_COUNT(scope_table); i++) {
        used += text_print(ret_hint->text + used, sizeof ret_hint->text - used, " %s",
                           scope_table[i].name);
    }
}

static void refuse_setting(struct node *node, struct turn *turn, const struct input *input,
                           enum pj_code code, const char *field) {
    static const struct {
        const char *field;
        enum pj_code code;
        const char *hint;
    } rows[] = {
        {"key_allow.public_key", PJ_BAD_FIELD,
         "公钥为 40 个字符，即 key new 所打印的 / a public key has 40 characters, as key new "
         "prints it"},
        {"key_allow.account", PJ_BAD_FIELD,
         "没有这个账户：先 account add / there is no such account: account add comes first"},
        {"key_allow.station", PJ_BAD_FIELD,
         "站名为小写字母、数字、连字符 / a station's name has lower-case letters, digits and "
         "hyphens"},
        {"account_add.account", PJ_BAD_FIELD,
         "账户名为小写字母、数字和 . _ - / an account's name has lower-case letters, digits and . "
         "_ -"},
        {"account_add.scopes", PJ_BAD_FIELD,
         "petitioner 不能与机构的权限并用 / petitioner goes together with no right of an office"},
    };
    struct hint hint = {""};
    struct node_id office = {""};

    if (strcmp(field, "account_add.scopes") == 0 && code == PJ_BAD_ENUM) {
        name_scopes(&hint);
    } else if (strcmp(field, "account_add.node") == 0) {
        const char *text = input->request.account_add.node;

        (void)!node_id_parse(text, strlen(text), &office);
        hint_office(node, node_account(node, &input->account), &office, code, &hint);
    }
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (strcmp(rows[i].field, field) == 0 && rows[i].code == code) {
            (void)text_print(hint.text, sizeof hint.text, "%s", rows[i].hint);
        }
    }
    reply_refusal(node, turn, input,
                  &(struct refusal){.code = code, .field = field, .hint = hint.text});
}

static enum pj_code check_key_allow(const struct node *node, const struct api_key_allow *allow,
                                    const char **ret_field) {
    struct station_id station;
    struct account_id account;
    bool for_station = allow->station[0] != '\0';

    *ret_field = "key_allow.public_key";
    if (strlen(allow->public_key) != CURVE_TEXT_MAX) {
        return PJ_BAD_FIELD;
    }
    *ret_field = for_station ? "key_allow.station" : "key_allow.account";
    if (for_station == (allow->account[0] != '\0')) {
        return PJ_BAD_MISSING; /* exactly one of the two */
    }
    if (for_station) {
        return station_id_parse(allow->station, strlen(allow->station), &station);
    }
    if (account_id_parse(allow->account, strlen(allow->account), &account) != PJ_OK) {
        return PJ_BAD_FIELD;
    }
    return node_account(node, &account) == NULL ? PJ_BAD_FIELD : PJ_OK;
}

void key_allow_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_key_allow *allow = &input->request.key_allow;
    struct api_key_item item = {.public_key = allow->public_key,
                                .station = allow->station,
                                .account = allow->account,
                                .node = "",
                                .revoked = allow->revoke};
    struct api_reply reply = {.kind = API_REPLY_KEYS, .keys = {&item, 1}};
    const char *field = "";
    enum pj_code code = PJ_OK;

    if (answer_seen_key(node, turn, input, &reply)) {
        return;
    }
    code = check_key_allow(node, allow, &field);
    if (code != PJ_OK) {
        refuse_setting(node, turn, input, code, field);
        return;
    }
    if (!input->request.dry_run) {
        add_setting(turn,
                    &(struct setting){
                        .kind = SETTING_KEY,
                        .key = {allow->public_key, allow->station, allow->account, allow->revoke}},
                    allow->public_key);
        remember_idem(turn, input, 0, 0);
        journal_request(node, turn, input);
    }
    reply_send(node, turn, input, &reply);
}

static void describe_account(struct turn *turn, const struct account *account,
                             struct api_key_item *item) {
    const char **names = arena_alloc(&turn->arena, API_SCOPES_MAX * sizeof *names);

    ASSERT(names != NULL);
    item->account = account->id.text;
    item->node = account->node.text;
    item->scopes = names;
    item->scope_count = scope_names(account->scopes, names);
}

static bool has_key(const struct node *node, const struct account *account) {
    for (const struct key_row *row = node->keys; row != NULL; row = row->hh.next) {
        if (strcmp(row->account.text, account->id.text) == 0) {
            return true;
        }
    }
    return false;
}

/* Every key, and every account that has none: it comes over the local socket, or not yet. */
void key_list_decide(struct node *node, struct turn *turn, struct input *input) {
    size_t most = HASH_COUNT(node->keys) + HASH_COUNT(node->accounts);
    size_t count = 0;
    struct api_key_item *items = arena_alloc(&turn->arena, (most + 1) * sizeof *items);
    struct api_reply reply = {.kind = API_REPLY_KEYS};

    ASSERT(items != NULL);
    for (const struct key_row *row = node->keys; row != NULL; row = row->hh.next) {
        const struct account *account = node_account(node, &row->account);

        items[count] = (struct api_key_item){.public_key = row->text,
                                             .station = row->station.text,
                                             .account = row->account.text,
                                             .node = "",
                                             .revoked = row->revoked};
        if (account != NULL) {
            describe_account(turn, account, &items[count]);
        }
        count++;
    }
    for (const struct account *account = node->accounts; account != NULL;
         account = account->hh.next) {
        if (strcmp(account->id.text, LOCAL_ADMIN) != 0 && !has_key(node, account)) {
            items[count] = (struct api_key_item){.public_key = "", .station = ""};
            describe_account(turn, account, &items[count++]);
        }
    }
    reply.keys.items = items;
    reply.keys.count = count;
    reply_send(node, turn, input, &reply);
}

static enum pj_code check_account_add(const struct node *node, const struct api_account_add *add,
                                      const char **ret_field) {
    struct account_id account;
    struct node_id office;
    uint32_t scopes = 0;

    *ret_field = "account_add.account";
    if (account_id_parse(add->account, strlen(add->account), &account) != PJ_OK ||
        strcmp(account.text, LOCAL_ADMIN) == 0) {
        return PJ_BAD_FIELD;
    }
    *ret_field = "account_add.scopes";
    for (size_t i = 0; i < add->scope_count; i++) {
        if (scope_parse(add->scopes[i]) == 0) {
            return PJ_BAD_ENUM;
        }
        scopes |= scope_parse(add->scopes[i]);
    }
    if ((scopes & SCOPE_PETITIONER) != 0 && (scopes & SCOPES_OF_OFFICES) != 0) {
        return PJ_BAD_FIELD; /* who acts for an office never acts as a petitioner */
    }
    *ret_field = "account_add.node";
    if (add->node[0] == '\0') {
        return PJ_OK;
    }
    if (node_id_parse(add->node, strlen(add->node), &office) != PJ_OK) {
        return PJ_BAD_FIELD;
    }
    return node_hosts(node, &office) && directory_has_node(node_directory(node), &office)
               ? PJ_OK
               : PJ_POLICY_TARGET;
}

void account_add_decide(struct node *node, struct turn *turn, struct input *input) {
    const struct api_account_add *add = &input->request.account_add;
    struct api_key_item item = {.public_key = "",
                                .station = "",
                                .account = add->account,
                                .node = add->node,
                                .scopes = add->scopes,
                                .scope_count = add->scope_count};
    struct api_reply reply = {.kind = API_REPLY_KEYS, .keys = {&item, 1}};
    const char *field = "";
    enum pj_code code = PJ_OK;

    if (answer_seen_key(node, turn, input, &reply)) {
        return;
    }
    code = check_account_add(node, add, &field);
    if (code != PJ_OK) {
        refuse_setting(node, turn, input, code, field);
        return;
    }
    if (!input->request.dry_run) {
        add_setting(turn, &(struct setting){.kind = SETTING_ACCOUNT, .account = *add},
                    add->account);
        remember_idem(turn, input, 0, 0);
        journal_request(node, turn, input);
    }
    reply_send(node, turn, input, &reply);
}
