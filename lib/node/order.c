/* SPDX-License-Identifier: Apache-2.0
 * An order arrives: it is carried out where the token is, follows it where it has moved on, or
 * waits where it was faster than the case. */
#include "node/parked.h"

#include "node/assist.h"
#include "node/avoid.h"
#include "node/supplement.h"
#include "node/visits.h"

#include <string.h>

static int64_t record(struct node *node, struct turn *turn, struct arrival *arrival,
                      int64_t case_ref) {
    return seal_item(node, turn, arrival->input, case_ref, arrival->relay, arrival->relay_count);
}

static void park(struct node *node, struct turn *turn, struct arrival *arrival, enum pj_code code) {
    park_item(node, turn, arrival->input, code, "");
}

struct refusing { /* an order: why, of which case as far as it is known here, in whose name */
    const struct act *act;
    const struct casefile *file;
    const struct node_id *from;
    enum pj_code code;
    struct bytes sentence; /* none = that of the code */
};

static void refuse_order(struct node *node, struct turn *turn, const struct header *header,
                         const struct refusing *refusing) {
    const struct pj_code_row *row = pj_code_find((unsigned)refusing->code);
    const struct casefile *file = refusing->file;
    struct event_body body = {.case_no = file->no,
                              .act = *refusing->act,
                              .state = file->state,
                              .holder = file->holder,
                              .closed_at = file->closed_at,
                              .problems = file->problems,
                              .problem_count = file->problem_count,
                              .reply_to = header->id,
                              .code = (uint32_t)refusing->code,
                              .sentence = refusing->sentence};
    struct outgoing outgoing = {.kind = MESSAGE_EVENT,
                                .act = refusing->act->kind,
                                .file = file,
                                .from = *refusing->from,
                                .to = &header->from,
                                .to_count = 1};
    enum pj_code code = PJ_OK;

    if (body.sentence.len == 0) {
        body.sentence = (struct bytes){(const uint8_t *)row->zh, strlen(row->zh)};
    }
    code = wire_encode_event(&body, &turn->arena, &outgoing.body);
    ASSERT(code == PJ_OK);
    (void)seal_message(node, turn, &outgoing);
}

static void answer_order(struct node *node, struct turn *turn, const struct arrival *arrival,
                         const struct cached_case *entry, enum pj_code refused,
                         const struct act *act) {
    refuse_order(node, turn, &arrival->input->header,
                 &(struct refusing){.act = act,
                                    .file = &entry->file,
                                    .from = entry->file.role == ROLE_HOLDER ? &entry->file.holder
                                                                            : &arrival->local[0],
                                    .code = refused});
}

/* Of a case that is not known here it says no more than the order did, under a term that changes
 * nothing where it is known. */
void order_give_up(struct node *node, struct turn *turn, struct input *input, enum pj_code why,
                   struct bytes sentence) {
    const struct node_id *addressed = &input->item.route.to[0];
    const struct cached_case *entry = cases_find_id(&node->cache, &input->header.case_id);
    struct node_id from = node_hosts(node, addressed) ? *addressed : node_desk(node);
    struct casefile unknown = {.id = input->header.case_id,
                               .term = 1,
                               .version = 1,
                               .state = STATE_RECEIVED,
                               .holder = *addressed};
    struct order_body body;

    if (wire_decode_order(input->item.body, &turn->arena, &body) != PJ_OK ||
        body.act.kind == ACT_UNSPECIFIED) {
        return; /* nothing was asked, or nobody can tell what; that it is parked was told */
    }
    unknown.no = body.case_no;
    refuse_order(node, turn, &input->header,
                 &(struct refusing){.act = &body.act,
                                    .file = entry == NULL ? &unknown : &entry->file,
                                    .from = &from,
                                    .code = why,
                                    .sentence = sentence});
    log_warn("order_given_up", "station=%s case=%s from=%s code=%s", node->config.station.text,
             body.case_no.text, input->header.from.text, pj_code_name(why));
}

/* Sent on with other words than it brought, or elsewhere than it was to go: in the name of an
 * office here, as who asked is not (item_is_its_road). */
static struct act in_our_name(const struct arrival *arrival, const struct act *asked) {
    struct act act = *asked;

    act.node = arrival->local[0];
    act.capacity = CAPACITY_UNSPECIFIED;
    return act;
}

/* What a visitor brought came up whole, and the case has gone down by another road; or it shows
 * whom to avoid, and they would read it on the road: an order of its own, reduced; or on its day
 * the window sends it. */
static bool forward_reduced(struct node *node, struct turn *turn, struct arrival *arrival,
                            const struct cached_case *entry, const struct order_body *body) {
    struct node_id target = *casefile_token_at(&entry->file);
    struct bytes reduced = body->submission;
    bool exposed = body->conflicts.count > 0 &&
                   !avoid_may_read(node, &entry->file, &arrival->local[0], &target);
    struct act act = in_our_name(arrival, &body->act);
    enum pj_code code = PJ_OK;

    if (body->submission.len == 0 ||
        visits_reduce_one(node, &turn->arena, &entry->file, &target, &reduced) != PJ_OK ||
        (!exposed && bytes_equal(reduced, body->submission))) {
        return false;
    }
    code = send_order(node, turn, entry, &act, body->submission);
    if (code == PJ_OK) {
        (void)record(node, turn, arrival, entry->file.ref);
    } else if (exposed) {
        park(node, turn, arrival, PJ_LINK_NO_CASE);
    }
    return code == PJ_OK || exposed;
}

/* The token has moved on: so does the order, with the hops it has. */
static void forward_order(struct node *node, struct turn *turn, struct arrival *arrival,
                          const struct cached_case *entry) {
    struct route *route = &arrival->input->item.route;
    const struct node_id addressed = route->to[0];

    route->to[0] = *casefile_token_at(&entry->file);
    route->to_count = 1;
    arrival->local_count = 0;
    arrival->relay_count = 0;
    if (item_goes_round(arrival)) {
        route->to[0] = addressed;
        park(node, turn, arrival, PJ_LINK_TOO_MANY_HOPS);
        return;
    }
    if (!item_split(node, arrival) || arrival->relay_count == 0) {
        /* The only way is back: the case is coming here and the order was faster. It waits, as it
         * came: by then it may be here that it has to go. */
        route->to[0] = addressed;
        park(node, turn, arrival, PJ_LINK_NO_CASE);
        return;
    }
    (void)record(node, turn, arrival, entry->file.ref);
}

/* Whom to avoid: known here from now on, and further on where the case is. True: there is no more
 * to the order than that, which is no act of the case. */
static bool learn_whom(struct node *node, struct turn *turn, struct arrival *arrival,
                       struct cached_case *entry, const struct order_body *order) {
    const struct node_id *here = &arrival->local[0];
    const struct node_id *token = casefile_token_at(&entry->file);
    struct casefile before;
    bool grown = false;

    if (order->conflicts.count == 0) {
        return false;
    }
    casefile_copy(&before, &entry->file);
    grown = avoid_name(node, entry, &order->conflicts);
    if (grown) {
        case_touch(turn, entry, &before);
    }
    if (order->act.kind == ACT_UNSPECIFIED && entry->file.role != ROLE_HOLDER &&
        avoid_may_read(node, &entry->file, here, token)) {
        forward_order(node, turn, arrival, entry);
    } else if (order->act.kind == ACT_UNSPECIFIED) {
        (void)record(node, turn, arrival, entry->file.ref);
    }
    if (grown && !avoid_may_read(node, &entry->file, here, token)) {
        (void)avoid_tell(node, turn, entry, here);
    }
    return order->act.kind == ACT_UNSPECIFIED;
}

/* Who has the case is accused, which those who asked did not know: what was handed in is kept for
 * who takes the case, and anything else is not asked of them. Where nothing is kept that it could
 * be added to it waits: for a case that comes here, and was slower, or for a person. */
static void stop_order(struct node *node, struct turn *turn, struct arrival *arrival,
                       struct cached_case *entry, const struct order_body *order) {
    struct act act = in_our_name(arrival, &order->act);
    bool adds = order->submission.len > 0 && !supplement_is_known(entry, order->submission);
    struct casefile before;
    struct bytes body = BYTES_NONE;

    if (adds && supplement_pack(turn, entry, order->submission, &body) != PJ_OK) {
        park(node, turn, arrival, PJ_LINK_NO_CASE);
        return;
    }
    casefile_copy(&before, &entry->file);
    (void)record(node, turn, arrival, entry->file.ref);
    if (order->submission.len == 0) {
        answer_order(node, turn, arrival, entry, PJ_POLICY_CONFLICT, &order->act);
    } else if (adds) {
        supplement_keep(node, turn, entry, body);
        case_touch(turn, entry, &before);
        avoid_pass_up(node, turn, entry, &(struct asked){&act, order->submission});
    }
}

/* Taken up again after a loss: what was handed in comes once more, further words behind it. */
static bool lacks_words(const struct cached_case *entry, const struct order_body *order) {
    return entry->file.role == ROLE_HOLDER && entry->file.body_pos == 0 &&
           order->submission.len > 0;
}

/* Nobody asks in another's name, nor for a petitioner who did not come to them, nor what only the
 * holder does. */
static bool may_ask(const struct casefile *file, const struct header *header,
                    const struct act *act) {
    return lifecycle_follows(act) && node_id_equal(&act->node, &header->from) &&
           (act->capacity != CAPACITY_PETITIONER || node_id_equal(&act->node, &file->origin));
}

void order_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    struct cached_case *entry = cases_find_id(&node->cache, &arrival->input->header.case_id);
    struct acting acting = {
        .entry = entry, .in_order = true, .reply_to = arrival->input->header.id};
    struct order_body body;
    struct verdict verdict;
    enum pj_code code = wire_decode_order(arrival->input->item.body, &turn->arena, &body);

    if (code == PJ_OK && (entry == NULL || lacks_words(entry, &body))) {
        code = PJ_LINK_NO_CASE; /* it overtook its Transfer: waits here */
    }
    if (code != PJ_OK) {
        park(node, turn, arrival, code);
        return;
    }
    if (learn_whom(node, turn, arrival, entry, &body)) {
        return;
    }
    if (entry->file.role != ROLE_HOLDER &&
        conflict_has(&entry->file.conflicts, casefile_token_at(&entry->file))) {
        stop_order(node, turn, arrival, entry, &body);
        return;
    }
    if (entry->file.role != ROLE_HOLDER) {
        if (!forward_reduced(node, turn, arrival, entry, &body)) {
            forward_order(node, turn, arrival, entry);
        }
        return;
    }
    (void)record(node, turn, arrival, entry->file.ref);
    acting.act = body.act;
    if (!may_ask(&entry->file, &arrival->input->header, &body.act)) {
        code = PJ_AUTH_NOT_ACTOR;
    } else if (body.act.kind == ACT_SUPPLEMENT) { /* who may was said where it was taken in */
        acting.by_station = !conflict_has(&entry->file.conflicts, &body.act.node) ||
                            avoid_had(&entry->file, &body.act.node);
        acting.submission = body.submission;
        code = supplement_check(node, turn, &acting);
        if (code == PJ_OK && supplement_is_known(entry, body.submission)) {
            assist_pass_on(node, turn, entry, &body.act); /* whose day may be now */
            return; /* it came with the case, or by another road */
        }
    }
    if (code == PJ_OK) {
        code = act_apply(node, turn, &acting, &verdict);
    }
    if (code != PJ_OK) {
        answer_order(node, turn, arrival, entry, code, &body.act);
    }
}
