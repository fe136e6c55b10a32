/* SPDX-License-Identifier: Apache-2.0
 * The socket API's dispatcher: one table with every property of every request (proto/api.proto
 * opens with the same table; a test compares them). Rights are a column, never an `if` in a
 * handler. */
#include "core/matter_words.h"
#include "node/accused.h"
#include "node/hint.h"
#include "node/papers.h"
#include "node/report.h"

#include <string.h>

#define ANY_ACCOUNT UINT32_MAX

static const struct request_row request_table[] = {
    {API_HELLO, "hello", ANY_ACCOUNT, false, false, hello_decide},
    {API_SUBMIT_CASE, "submit_case", SCOPE_SUBMIT, true, true, intake_decide},
    {API_GET_RECEIPT, "get_receipt", SCOPE_READ_OWN | SCOPE_SUBMIT, false, false, receipt_decide},
    {API_GET_CASE, "get_case", SCOPE_READ_OWN | SCOPE_READ_SUBTREE, false, false, get_case_decide},
    {API_TRACE, "trace", SCOPE_READ_OWN | SCOPE_READ_SUBTREE, false, false, case_rows_decide},
    {API_EXPLAIN, "explain", SCOPE_READ_OWN | SCOPE_READ_SUBTREE, false, false, case_rows_decide},
    {API_CLOCK_EXPLAIN, "clock_explain", SCOPE_READ_OWN | SCOPE_READ_SUBTREE, false, false,
     clock_explain_decide},
    {API_GET_PAPER, "get_paper", SCOPE_READ_OWN | SCOPE_READ_SUBTREE, false, false,
     get_paper_decide},
    {API_LIST_PAPERS, "list_papers", SCOPE_READ_OWN | SCOPE_READ_SUBTREE | SCOPE_PETITIONER, false,
     false, list_papers_decide},
    {API_VOID_PAPER, "void_paper", SCOPE_HEAD, true, true, void_paper_decide},
    {API_LIST_CASES, "list_cases", SCOPE_READ_SUBTREE, false, false, list_cases_decide},
    {API_REPORT, "report", SCOPE_READ_SUBTREE, false, false, report_decide},
    {API_ACT, "act", SCOPE_ACT | SCOPE_PETITIONER, true, true, act_decide},
    {API_STATUS, "status", ANY_ACCOUNT, false, false, status_decide},
    {API_ROUTE_TEST, "route_test", SCOPE_READ_SUBTREE, false, false, route_test_decide},
    {API_LINK_SHOW, "link_show", SCOPE_ADMIN | STATION_WIDE, false, false, links_decide},
    {API_LINK_BALANCE, "link_balance", SCOPE_ADMIN | STATION_WIDE, false, false, links_decide},
    {API_PARKED_LIST, "parked_list", SCOPE_ADMIN | STATION_WIDE, false, false, parked_read_decide},
    {API_PARKED_SHOW, "parked_show", SCOPE_ADMIN | STATION_WIDE, false, false, parked_read_decide},
    {API_PARKED_REPLAY, "parked_replay", SCOPE_ADMIN | STATION_WIDE, true, true,
     parked_request_decide},
    {API_PARKED_BOUNCE, "parked_bounce", SCOPE_ADMIN | STATION_WIDE, true, true,
     parked_request_decide},
    {API_LOAD_DATA, "load_data", SCOPE_ADMIN, true, true, load_data_decide},
    {API_SHOW_DATA, "show_data", SCOPE_ADMIN, false, false, show_data_decide},
    {API_KEY_ALLOW, "key_allow", SCOPE_ADMIN, true, true, key_allow_decide},
    {API_KEY_LIST, "key_list", SCOPE_ADMIN, false, false, key_list_decide},
    {API_ACCOUNT_ADD, "account_add", SCOPE_ADMIN, true, true, account_add_decide},
};

size_t request_table_count(void) {
    return ARRAY_COUNT(request_table);
}

const struct request_row *request_table_row(size_t index) {
    ASSERT(index < ARRAY_COUNT(request_table));
    return &request_table[index];
}

const struct request_row *request_row(enum api_request_kind kind) {
    for (size_t i = 0; i < ARRAY_COUNT(request_table); i++) {
        if (request_table[i].kind == kind) {
            return &request_table[i];
        }
    }
    return NULL;
}

/* ---- taking in */

static enum pj_code check_state(const struct node *node) {
    switch (node->state) {
    case NODE_READY:
    case NODE_IN_DOUBT: /* the turn waits until the doubt is settled */
        return PJ_OK;
    case NODE_OPENING:
    case NODE_LOADING:
        return node->standby ? PJ_BUSY_STANDBY : PJ_BUSY_DATABASE;
    case NODE_RECOVERING:
        return PJ_BUSY_RECOVERING;
    case NODE_DRAINING:
    case NODE_STOPPED:
        return PJ_BUSY_DRAINING;
    }
    return PJ_BUSY_DATABASE;
}

static enum pj_code check_request(const struct node *node, const struct api_request *request,
                                  const struct account_id *account, const char **ret_field,
                                  struct hint *ret_hint) {
    const struct request_row *row = request_row(request->kind);
    const struct account *principal = node_account(node, account);

    if (row == NULL) {
        *ret_field = "body";
        return PJ_BAD_FORMAT;
    }
    if (principal == NULL) {
        return PJ_AUTH_UNKNOWN_KEY;
    }
    if (row->scope != ANY_ACCOUNT && (principal->scopes & row->scope) == 0) {
        *ret_field = row->name;
        hint_scopes(row->scope, ret_hint);
        return PJ_AUTH_SCOPE;
    }
    if (row->scope != ANY_ACCOUNT && (row->scope & STATION_WIDE) != 0 &&
        !node_id_is_none(&principal->node)) {
        *ret_field = "account.node";
        hint_scopes(row->scope, ret_hint);
        return PJ_AUTH_SCOPE;
    }
    if (row->key_needed && (request->key.len == 0 || request->key.len > KEY_BYTES_MAX)) {
        *ret_field = "key";
        return PJ_BAD_KEY;
    }
    /* What this station holds may long be held elsewhere: first the neighbours give back. */
    if ((row->kind == API_ACT || row->kind == API_VOID_PAPER) && node->loss.open) {
        return PJ_BUSY_RECOVERING;
    }
    if (request->dry_run && !row->dry_run) {
        *ret_field = "dry_run";
        return PJ_BAD_FIELD;
    }
    return PJ_OK;
}

/* MAC of (account, key) or (system, id): what stands in the database tells nobody the key itself.
 */
static struct digest mac_of_pair(struct node *node, const char *label, struct bytes first,
                                 struct bytes second) {
    struct buf message;
    struct digest digest;
    uint8_t zero = 0;
    bool ok = true;

    buf_init(&message, FRAME_BYTES_MAX);
    ok = buf_put(&message, label, strlen(label)) == PJ_OK &&
         buf_put(&message, first.data, first.len) == PJ_OK &&
         buf_put(&message, &zero, 1) == PJ_OK &&
         buf_put(&message, second.data, second.len) == PJ_OK;
    ASSERT(ok);
    digest =
        hasher_mac(node->hasher, (struct bytes){node->config.secret, sizeof node->config.secret},
                   buf_bytes(&message));
    buf_release(&message);
    return digest;
}

static struct bytes text_bytes(const char *text) {
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

/* What a matter is recognised by again. A dry run asks for none: it leaves no trace, so it must not
 * answer who has petitioned. */
static void derive_matter(struct node *node, struct input *input) {
    const struct api_submit_case *submit = &input->request.submit_case;
    struct matter_words words = {.place = submit->place, .category = submit->category};

    if (input->request.dry_run || submit->accused_count > 0 ||
        submit->purpose == PURPOSE_ACCUSATION) { /* who accuses leaves nothing behind */
        return;
    }
    for (size_t i = 0; i < submit->petitioner_count; i++) {
        uint8_t *text = NULL;
        size_t len = 0;

        words.name = submit->petitioners[i].name;
        words.contact = submit->petitioners[i].contact;
        text = arena_alloc(&node->taking->arena, matter_words_room(&words));
        len = text == NULL ? 0 : matter_words_print(&words, text);
        if (len > 0) {
            input->matter = mac_of_pair(node, "matter:", (struct bytes){text, len}, BYTES_NONE);
            return;
        }
    }
}

/* Under one key two cases: only who has the key, and this station's secret, can tell. */
static bool may_be_two(const struct api_request *request) {
    return request->kind == API_GET_RECEIPT ||
           (request->kind == API_SUBMIT_CASE && accused_splits(&request->submit_case)) ||
           (request->kind == API_ACT && accused_in_supplement(&request->act.supplement));
}

static void derive_keys(struct node *node, struct input *input) {
    const struct api_request *request = &input->request;
    struct bytes key = request->key;
    const char *system = "";
    const char *id = "";

    if (request->kind == API_GET_RECEIPT) {
        key = request->get_receipt_key;
    } else if (request->kind == API_GET_CASE) {
        key = request->get_case.key;
        system = request->get_case.foreign_system;
        id = request->get_case.foreign_id;
    } else if (request->kind == API_SUBMIT_CASE) {
        system = request->submit_case.foreign_system;
        id = request->submit_case.foreign_id;
        derive_matter(node, input);
    }
    if (key.len > 0) {
        input->idem = mac_of_pair(node, "idem:", text_bytes(input->account.text), key);
        input->request_digest = node_digest(node, DIGEST_REQUEST, request->body_digest_bytes);
    }
    if (key.len > 0 && may_be_two(request)) {
        input->accusation_idem =
            mac_of_pair(node, "accusation:", digest_bytes(&input->idem), BYTES_NONE);
    }
    if (id[0] != '\0') {
        input->foreign = mac_of_pair(node, "foreign:", text_bytes(system), text_bytes(id));
    }
}

/* A station that cannot work says at least what it waits for. Before it has loaded anything it
 * knows nobody but the machine's own administrator. */
static bool may_hear_status(const struct node *node, const struct account_id *account) {
    return strcmp(account->text, LOCAL_ADMIN) == 0 || node_account(node, account) != NULL;
}

static void answer_without_turn(struct node *node, const struct client *client,
                                const struct account_id *account, struct bytes request,
                                enum pj_code why) {
    struct api_request probe = {.kind = 0};
    uint64_t request_id = 0;
    enum pj_code code = PJ_OK;

    arena_clear(&node->scratch);
    code = wire_decode_request(request, &node->scratch, &probe, &request_id);
    if (code == PJ_OK && why != PJ_BUSY_QUOTA && probe.kind == API_STATUS &&
        may_hear_status(node, account)) {
        status_now(node, client, account, request_id);
    } else {
        refuse_now(node, client, request_id, why, "");
    }
}

static size_t asked_by(const struct turn *turn, const struct account_id *account) {
    size_t count = 0;

    for (size_t i = 0; i < turn->input_count; i++) {
        const struct input *input = &turn->inputs[i];

        count += input->kind == INPUT_REQUEST && strcmp(input->account.text, account->text) == 0;
    }
    return count;
}

/* One feeder leaves room for the others: what it has asked and not been answered yet is limited.
 * The machine's own administrators are many programs under one name, an import and a question
 * beside it: they have what room there is. */
static bool is_over_quota(const struct node *node, const struct account_id *account) {
    const struct turn *taking = node->taking;
    const struct turn *working = node->working;

    return strcmp(account->text, LOCAL_ADMIN) != 0 &&
           taking->input_count + working->input_count >= API_IN_FLIGHT_MAX &&
           asked_by(taking, account) + asked_by(working, account) >= API_IN_FLIGHT_MAX;
}

void node_on_request(struct node *node, const struct client *client,
                     const struct account_id *account, bool frames_ok, struct bytes request,
                     struct now now) {
    struct input *input = NULL;
    struct bytes copy = BYTES_NONE;
    struct arena *arena = &node->taking->arena;
    struct arena_mark mark;
    uint64_t request_id = 0;
    struct hint hint = {""};
    const char *field = "";
    enum pj_code code = PJ_OK;

    node->now = now;
    node->stats.requests++;
    if (!frames_ok || request.len > FRAME_BYTES_MAX) {
        refuse_now(node, client, 0, frames_ok ? PJ_BAD_TOO_LONG : PJ_BAD_FRAMES, "");
        return;
    }
    code = check_state(node);
    input = code == PJ_OK && node_can_take(node) && !is_over_quota(node, account)
                ? turn_input(node, INPUT_REQUEST)
                : NULL;
    if (input == NULL) {
        answer_without_turn(node, client, account, request, code == PJ_OK ? PJ_BUSY_QUOTA : code);
        return;
    }
    mark = arena_begin(arena, UNPACK_BYTES_MAX);
    code = arena_copy(arena, request, &copy);
    if (code == PJ_OK) {
        code = wire_decode_request(copy, arena, &input->request, &request_id);
        field = code == PJ_BAD_KEY ? "key" : "";
    }
    if (code == PJ_OK) {
        code = check_request(node, &input->request, account, &field, &hint);
    }
    if (code != PJ_OK) {
        node->taking->input_count--; /* it never joined the turn */
        refuse_with(node, client, request_id,
                    &(struct refusal){.code = code, .field = field, .hint = hint.text});
        arena_drop(arena, &mark);
        return;
    }
    arena_keep(arena, &mark);
    input->client = *client;
    input->account = *account;
    derive_keys(node, input);
}
