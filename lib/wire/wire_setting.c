/* SPDX-License-Identifier: Apache-2.0
 * Rows of the table `setting`: what an administrator entered, read once at start. */
#include "wire/request_parts.h"

static enum pj_code data_out(struct wire *wire, const struct setting *setting,
                             struct bytes *ret_bytes) {
    PB(SettingData) out = PUJIANG__V1__SETTING_DATA__INIT;

    out.kind = (PB(DataKind))setting->data.kind;
    out.version = wire_out_text(setting->data.version);
    out.digest = wire_out_digest(&setting->data.digest);
    out.loaded_at = setting->data.loaded_at.us;
    out.body = wire_out(setting->data.body);
    return wire_pack(wire, &out.base, ret_bytes);
}

static enum pj_code key_out(struct wire *wire, const struct setting *setting,
                            struct bytes *ret_bytes) {
    PB(SettingKey) out = PUJIANG__V1__SETTING_KEY__INIT;

    out.public_key = wire_out_text(setting->key.public_key);
    out.station = wire_out_text(setting->key.station);
    out.account = wire_out_text(setting->key.account);
    out.revoked = setting->key.revoked;
    return wire_pack(wire, &out.base, ret_bytes);
}

static enum pj_code account_out(struct wire *wire, const struct setting *setting,
                                struct bytes *ret_bytes) {
    PB(SettingAccount) out = PUJIANG__V1__SETTING_ACCOUNT__INIT;

    out.account = wire_out_text(setting->account.account);
    out.scopes = wire_texts_out(setting->account.scopes);
    out.n_scopes = setting->account.scope_count;
    out.node = wire_out_text(setting->account.node);
    out.ipc_uid = setting->account.ipc_uid;
    return wire_pack(wire, &out.base, ret_bytes);
}

enum pj_code wire_encode_setting(const struct setting *setting, struct arena *arena,
                                 struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};

    switch (setting->kind) {
    case SETTING_DATA:
        return data_out(&wire, setting, ret_bytes);
    case SETTING_KEY:
        return key_out(&wire, setting, ret_bytes);
    case SETTING_ACCOUNT:
        return account_out(&wire, setting, ret_bytes);
    }
    return PJ_BAD_ENUM;
}

static void data_in(struct wire *wire, struct bytes from, struct setting *setting) {
    const PB(SettingData) *in = wire_unpack(wire, &pujiang__v1__setting_data__descriptor, from);

    if (in != NULL) {
        setting->data.kind = (enum data_kind)wire_in_enum(wire, (int)in->kind, DATA_MAX);
        setting->data.version = in->version;
        wire_in_digest(wire, in->digest, &setting->data.digest);
        setting->data.loaded_at.us = in->loaded_at;
        setting->data.body = wire_in(in->body);
    }
}

static void key_in(struct wire *wire, struct bytes from, struct setting *setting) {
    const PB(SettingKey) *in = wire_unpack(wire, &pujiang__v1__setting_key__descriptor, from);

    if (in != NULL) {
        setting->key.public_key = in->public_key;
        setting->key.station = in->station;
        setting->key.account = in->account;
        setting->key.revoked = in->revoked;
    }
}

static void account_in(struct wire *wire, struct bytes from, struct setting *setting) {
    const PB(SettingAccount) *in =
        wire_unpack(wire, &pujiang__v1__setting_account__descriptor, from);

    if (in != NULL) {
        wire_in_count(wire, in->n_scopes, API_SCOPES_MAX);
        setting->account = (struct api_account_add){.account = in->account,
                                                    .scopes = (const char *const *)in->scopes,
                                                    .scope_count = in->n_scopes,
                                                    .node = in->node,
                                                    .ipc_uid = in->ipc_uid};
    }
}

enum pj_code wire_decode_setting(enum setting_kind kind, struct bytes from, struct arena *arena,
                                 struct setting *ret_setting) {
    struct wire wire = {arena, PJ_OK};
    struct setting setting = {.kind = kind};

    if (kind < SETTING_DATA || kind > SETTING_ACCOUNT) {
        return PJ_BAD_ENUM; /* a row of a later version, or one of somebody else's kinds */
    }
    switch (kind) {
    case SETTING_DATA:
        data_in(&wire, from, &setting);
        break;
    case SETTING_KEY:
        key_in(&wire, from, &setting);
        break;
    case SETTING_ACCOUNT:
        account_in(&wire, from, &setting);
        break;
    }
    if (wire_ok(&wire)) {
        *ret_setting = setting;
    }
    return wire.code;
}
