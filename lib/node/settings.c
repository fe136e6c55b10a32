/* SPDX-License-Identifier: Apache-2.0
 * What rarely changes: data files, keys, accounts, link numbers. One table, read at start; a change
 * takes effect when its batch is committed. */
#include "node/internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- data files */

struct station_data *station_data_new(void) {
    struct station_data *data = calloc(1, sizeof *data);

    for (size_t i = 0; data != NULL && i < DATA_MAX; i++) {
        buf_init(&data->files[i].text, API_UPLOAD_BYTES_MAX);
    }
    return data;
}

void station_data_free(struct station_data *data) {
    if (data == NULL) {
        return;
    }
    for (size_t i = 0; i < DATA_MAX; i++) {
        buf_release(&data->files[i].text);
    }
    free(data->directory_memory);
    free(data->list_memory);
    free(data);
}

static struct node_id own_desk(const struct directory *directory) {
    for (uint32_t i = 0; i < directory_count(directory); i++) {
        struct node_id desk = node_id_of_place(directory_place(directory, i));

        if (!directory_is_virtual(directory, i) &&
            directory_next_hop(directory, &desk).kind == HOP_LOCAL) {
            return desk;
        }
    }
    return (struct node_id){""};
}

static enum pj_code build_directory(struct node *node, struct station_data *data,
                                    struct data_report *report) {
    struct bytes divisions = buf_bytes(&data->files[DATA_DIVISIONS].text);
    struct bytes nodes = buf_bytes(&data->files[DATA_NODES].text);
    size_t size = directory_bytes(divisions, nodes);
    enum pj_code code = PJ_OK;

    if (divisions.len == 0) {
        if (nodes.len > 0) {
            data_report_add(
                report, 1, false,
                "装载区划之后才能核对 / it can be checked only when divisions are loaded");
        }
        return PJ_OK;
    }
    data->directory_memory = malloc(size);
    if (data->directory_memory == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    code = directory_build(data->directory_memory, size, divisions, nodes, &node->config.station,
                           report, &data->directory);
    if (code == PJ_OK) {
        data->desk = own_desk(data->directory);
    }
    return code;
}

static enum pj_code build_list(struct station_data *data, struct data_report *report) {
    const struct data_file *file = &data->files[DATA_LIST];
    struct bytes text = buf_bytes(&file->text);
    size_t size = competence_bytes(text);

    if (text.len == 0) {
        return PJ_OK;
    }
    data->list_memory = malloc(size);
    if (data->list_memory == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    return competence_build(data->list_memory, size, text, file->version, data->directory, report,
                            &data->list);
}

/* The report kept is the one of the file that changed. */
static enum pj_code build(struct node *node, struct station_data *data, enum data_kind changed,
                          struct data_report *report) {
    struct data_report *other = calloc(1, sizeof *other);
    bool of_places = changed == DATA_DIVISIONS || changed == DATA_NODES;
    enum pj_code code = PJ_OK;

    if (other == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }
    code = build_directory(node, data, of_places ? report : other);
    if (code == PJ_OK) {
        code = build_list(data, changed == DATA_LIST ? report : other);
    }
    if (code == PJ_OK) {
        code =
            versions_choose(node, data, DATA_CALENDAR, changed == DATA_CALENDAR ? report : other);
    }
    if (code == PJ_OK) {
        code = versions_choose(node, data, DATA_RULES, changed == DATA_RULES ? report : other);
    }
    if (code != PJ_OK && report->fatal_total == 0 && other->fatal_total > 0) {
        *report = *other; /* the new file breaks another one */
    }
    free(other);
    return code;
}

static enum pj_code copy_file(struct data_file *to, const struct data_file *from) {
    struct buf text = to->text;

    *to = *from;
    to->text = text;
    return buf_put(&to->text, from->text.data, from->text.len);
}

enum pj_code station_data_with(struct node *node, const struct station_data *old,
                               enum data_kind kind, const char *version, struct bytes text,
                               struct data_report *report, struct station_data **ret_data) {
    struct station_data *data = station_data_new();
    struct data_file *file = NULL;
    enum pj_code code = data == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;

    for (unsigned i = 0; code == PJ_OK && i < DATA_MAX; i++) {
        if (i != kind && old->files[i].text.len > 0) {
            code = copy_file(&data->files[i], &old->files[i]);
        }
    }
    if (code == PJ_OK) {
        file = &data->files[kind];
        file->digest = node_digest(node, DIGEST_FILE, text);
        file->loaded_at = node->now.wall;
        code = text_set(file->version, sizeof file->version, version, strlen(version));
    }
    if (code == PJ_OK) {
        code = buf_put(&file->text, text.data, text.len);
    }
    if (code == PJ_OK) {
        code = build(node, data, kind, report);
    }
    if (code != PJ_OK) {
        station_data_free(data);
        return code;
    }
    *ret_data = data;
    return PJ_OK;
}

/* ---- rows into memory */

static void set_account(struct node *node, const struct api_account_add *from) {
    struct account_id id = {""};
    struct account *account = NULL;

    if (account_id_parse(from->account, strlen(from->account), &id) != PJ_OK) {
        return;
    }
    HASH_FIND(hh, node->accounts, id.text, strlen(id.text), account);
    if (account == NULL) {
        account = calloc(1, sizeof *account);
        ASSERT(account != NULL);
        account->id = id;
        HASH_ADD_KEYPTR(hh, node->accounts, account->id.text, strlen(account->id.text), account);
    }
    account->scopes = 0;
    for (size_t i = 0; i < from->scope_count; i++) {
        account->scopes |= scope_parse(from->scopes[i]);
    }
    account->ipc_uid = from->ipc_uid;
    memset(&account->node, 0, sizeof account->node);
    if (from->node[0] != '\0') {
        (void)!node_id_parse(from->node, strlen(from->node), &account->node);
    }
}

static void set_key(struct node *node, const struct setting *setting) {
    struct key_row *row = NULL;
    const char *text = setting->key.public_key;

    HASH_FIND(hh, node->keys, text, strlen(text), row);
    if (row == NULL) {
        row = calloc(1, sizeof *row);
        ASSERT(row != NULL);
        if (text_set(row->text, sizeof row->text, text, strlen(text)) != PJ_OK) {
            free(row);
            return;
        }
        HASH_ADD_KEYPTR(hh, node->keys, row->text, strlen(row->text), row);
    }
    memset(&row->station, 0, sizeof row->station);
    memset(&row->account, 0, sizeof row->account);
    row->revoked = setting->key.revoked;
    if (setting->key.station[0] != '\0') {
        (void)!station_id_parse(setting->key.station, strlen(setting->key.station), &row->station);
    }
    if (setting->key.account[0] != '\0') {
        (void)!account_id_parse(setting->key.account, strlen(setting->key.account), &row->account);
    }
}

static void set_link(struct node *node, const struct row_setting *row) {
    struct station_id station = {""};
    uint64_t number = 0;

    if (station_id_parse(row->key, strlen(row->key), &station) != PJ_OK ||
        text_u64((const char *)row->value.data, row->value.len, LINKS_MAX - 1, &number) != PJ_OK ||
        number == LINK_OF_PARENT || node->links[number] != NULL) {
        return;
    }
    (void)neighbour_add(node, (uint32_t)number, &station);
}

/* Data rows are not handled here: at start they are collected first, later they come as
 * turn->new_data. */
void settings_commit(struct node *node, const struct row_setting *row) {
    struct arena arena;
    struct setting setting;

    if (row->kind == SETTING_LINK) {
        set_link(node, row);
        return;
    }
    if (row->kind == SETTING_LOSS) {
        loss_commit(node, row->value);
        return;
    }
    if (row->kind == SETTING_VERSION) {
        versions_remember(node, row);
        return;
    }
    arena_init(&arena, FRAME_BYTES_MAX);
    if (row->kind != SETTING_DATA &&
        wire_decode_setting((enum setting_kind)row->kind, row->value, &arena, &setting) == PJ_OK) {
        if (setting.kind == SETTING_ACCOUNT) {
            set_account(node, &setting.account);
        } else {
            set_key(node, &setting);
        }
    }
    arena_release(&arena);
}

void settings_add_link(struct turn *turn, const struct station_id *station, uint32_t number) {
    struct row_setting *row = rows_add(&turn->settings, sizeof *row);
    char digits[16];
    char *key = arena_text(&turn->arena, station->text, strlen(station->text));
    size_t len = text_print(digits, sizeof digits, "%u", number);
    enum pj_code code =
        arena_copy(&turn->arena, (struct bytes){(const uint8_t *)digits, len}, &row->value);

    ASSERT(code == PJ_OK);
    ASSERT(key != NULL);
    row->kind = SETTING_LINK;
    row->key = key;
}

static enum pj_code load_file(struct station_data *data, const struct row_setting *row) {
    struct arena arena;
    struct setting setting;
    struct data_file *file = NULL;
    enum pj_code code = PJ_OK;

    arena_init(&arena, 3u * API_UPLOAD_BYTES_MAX);
    code = wire_decode_setting(SETTING_DATA, row->value, &arena, &setting);
    if (code == PJ_OK && setting.data.kind < DATA_MAX) {
        file = &data->files[setting.data.kind];
        file->digest = setting.data.digest;
        file->loaded_at = setting.data.loaded_at;
        code = text_set(file->version, sizeof file->version, setting.data.version,
                        strlen(setting.data.version));
        if (code == PJ_OK) {
            code = buf_put(&file->text, setting.data.body.data, setting.data.body.len);
        }
    }
    arena_release(&arena);
    return code;
}

/* Who administers the machine administers the station: everything but petitioners' own acts. */
static void add_local_admin(struct node *node) {
    static const char *const scopes[] = {
        "submit", "read:own", "read:subtree", "act",        "follow",
        "import", "admin",    "act:head",     "act:leader", "act:joint_meeting"};

    set_account(node, &(struct api_account_add){.account = LOCAL_ADMIN,
                                                .scopes = scopes,
                                                .scope_count = ARRAY_COUNT(scopes),
                                                .node = ""});
}

enum pj_code settings_load(struct node *node, const struct stored *stored) {
    struct data_report *report = calloc(1, sizeof *report);
    enum pj_code code = report == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;

    add_local_admin(node);
    for (size_t i = 0; code == PJ_OK && i < stored->setting_count; i++) {
        if (stored->settings[i].kind == SETTING_DATA) {
            code = load_file(node->data, &stored->settings[i]);
        } else {
            settings_commit(node, &stored->settings[i]);
        }
    }
    if (code == PJ_OK) {
        code = build(node, node->data, DATA_DIVISIONS, report);
    }
    free(report);
    return code;
}

/* ---- questions of the network layer */

static const struct key_row *find_key(const struct node *node, const char *public_key) {
    struct key_row *row = NULL;

    HASH_FIND(hh, node->keys, public_key, strlen(public_key), row);
    return row == NULL || row->revoked ? NULL : row;
}

bool node_key_station(const struct node *node, const char *public_key,
                      struct station_id *ret_station) {
    const struct key_row *row = find_key(node, public_key);

    if (row == NULL || row->station.text[0] == '\0') {
        return false;
    }
    *ret_station = row->station;
    return true;
}

bool node_key_account(const struct node *node, const char *public_key,
                      struct account_id *ret_account) {
    const struct key_row *row = find_key(node, public_key);

    if (row == NULL || row->account.text[0] == '\0') {
        return false;
    }
    *ret_account = row->account;
    return true;
}

bool node_uid_account(const struct node *node, uint32_t uid, struct account_id *ret_account) {
    const struct account *account = NULL;

    for (account = node->accounts; account != NULL; account = account->hh.next) {
        if (account->ipc_uid == uid + 1) {
            *ret_account = account->id;
            return true;
        }
    }
    return false;
}
