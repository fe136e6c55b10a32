/* SPDX-License-Identifier: Apache-2.0
 * A message of another station at the door: is it whole, and may it be what it says; then it is
 * split between offices here and neighbours further on, recorded once, and given to its kind
 * (arrive.c). Ack means custody, so what fails here is parked (park.c), never dropped. */
#include "node/item.h"

#include "node/papers.h"
#include "words/numbers.h"

/* ---- splitting */

static void add_relay(struct arrival *arrival, uint32_t link, const struct node_id *to) {
    size_t i = 0;

    while (i < arrival->relay_count && arrival->relay[i].link != link) {
        i++;
    }
    if (i == arrival->relay_count) {
        arrival->relay[i].link = link;
        arrival->relay[i].to_count = 0;
        arrival->relay_count++;
    }
    arrival->relay[i].to[arrival->relay[i].to_count++] = *to;
}

/* A frame never goes back where it came from. */
bool item_split(struct node *node, struct arrival *arrival) {
    const struct route *route = &arrival->input->item.route;
    const struct directory *directory = node_directory(node);
    bool whole = true;

    for (size_t i = 0; i < route->to_count; i++) {
        struct next_hop hop = directory_next_hop(directory, &route->to[i]);
        struct neighbour *neighbour = NULL;

        if (hop.kind == HOP_LOCAL) {
            arrival->local[arrival->local_count++] = route->to[i];
            continue;
        }
        if (hop.kind != HOP_NONE) {
            neighbour = neighbour_find(node, directory_station(directory, hop.station));
        }
        if (neighbour == NULL ||
            (arrival->input->replay_pos == 0 && neighbour->number == arrival->input->link)) {
            whole = false;
            continue;
        }
        add_relay(arrival, neighbour->number, &route->to[i]);
    }
    return whole;
}

/* It has been sent on so often that it may never come to an end. Where it may stay that is no
 * matter; a person may send it on by one station more. */
bool item_goes_round(const struct arrival *arrival) {
    return arrival->input->item.route.hop_count >= HOPS_MAX && !arrival->input->judged;
}

/* ---- by which road */

bool item_is_its_road(const struct node *node, uint32_t link, const struct node_id *office) {
    const struct directory *directory = node_directory(node);
    bool is_organ = node_id_organ(office)[0] != '\0';
    struct next_hop hop;
    const struct neighbour *neighbour = NULL;

    if (directory == NULL || !directory_lies_in(directory, office, office) ||
        (is_organ && !directory_has_node(directory, office))) {
        return true; /* not in our directory: nothing is known of where it is */
    }
    hop = directory_next_hop(directory, office);
    switch (hop.kind) {
    case HOP_PARENT:
        return link == LINK_OF_PARENT;
    case HOP_CHILD:
        neighbour = neighbour_find(node, directory_station(directory, hop.station));
        return neighbour != NULL && neighbour->number == link;
    case HOP_LOCAL:
    case HOP_NONE:
        break;
    }
    return false; /* it is here, or nowhere */
}

bool item_may_be_back(const struct node *node, const struct input *input) {
    return input->kind == INPUT_ITEM && input->header_ok && input->header.kind == MESSAGE_ORDER &&
           !item_is_its_road(node, input->link, &input->header.from);
}

/* An order follows the token: it may come back by the road on which it left, whoever it is from.
 * That it left we know ourselves. What waited here was judged when it came. */
static bool comes_by_its_road(const struct node *node, const struct turn *turn,
                              const struct input *input) {
    int32_t lane = (int32_t)lane_key(input->link, lane_of_kind(MESSAGE_ORDER));

    if (input->judged || (input->replay_pos != 0 && input->parked_as != PJ_LINK_WRONG_ROAD)) {
        return true;
    }
    return item_is_its_road(node, input->link, &input->header.from) ||
           (input->header.kind == MESSAGE_ORDER && turn_was_sent(turn, lane, &input->digest));
}

/* ---- the table */

static void (*const arrives[MESSAGE_MAX])(struct node *, struct turn *, struct arrival *) = {
    [MESSAGE_TRANSFER] = transfer_arrives, [MESSAGE_DELIVERED] = delivered_arrives,
    [MESSAGE_EVENT] = event_arrives,       [MESSAGE_ORDER] = order_arrives,
    [MESSAGE_NOTICE] = notice_arrives,     [MESSAGE_FETCH] = fetch_arrives,
    [MESSAGE_FOUND] = found_arrive,        [MESSAGE_PAPER] = paper_arrives,
};

/* An unknown kind: recorded when its sender says it is not critical, else parked until this station
 * is upgraded. */
static void unknown_arrives(struct node *node, struct turn *turn, struct arrival *arrival) {
    if (arrival->input->header.kind_critical) {
        park_item(node, turn, arrival->input, PJ_LINK_UNKNOWN_KIND, "");
        return;
    }
    (void)seal_item(node, turn, arrival->input, 0, arrival->relay, arrival->relay_count);
}

/* The station behind which the body no longer matched: the last one that saw it whole. */
static const char *broken_hop(const struct node *node, const struct input *input) {
    const struct route *route = &input->item.route;

    for (size_t i = 0; i < route->hop_count; i++) {
        if (!route->hops[i].digest_ok) {
            return i == 0 ? route->hops[0].station.text : route->hops[i - 1].station.text;
        }
    }
    return node->links[input->link]->station.text;
}

static enum pj_code check_item(const struct node *node, const struct turn *turn,
                               const struct input *input) {
    if (!input->header_ok) {
        return PJ_INTERNAL_STORED_DAMAGED;
    }
    if (!comes_by_its_road(node, turn, input)) {
        return PJ_LINK_WRONG_ROAD;
    }
    if (!input->body_ok) {
        return PJ_BAD_DIGEST;
    }
    if (input->item.header.len + input->item.body.len > ITEM_BYTES_MAX) {
        return PJ_BAD_TOO_LONG; /* with one hop more it might fit no frame, and hold up a lane */
    }
    if (!numbers_fit_header(input->header.term, input->header.version)) {
        return PJ_BAD_FIELD;
    }
    if (node_directory(node) == NULL) {
        return PJ_LINK_NO_ROUTE;
    }
    if (input->replay_pos == 0 && input->header.kind != MESSAGE_FOUND &&
        parked_has_case(node, turn, &input->header.case_id)) {
        return PJ_STATE_PARKED; /* behind the parked one, in order */
    }
    return PJ_OK;
}

void item_decide(struct node *node, struct turn *turn, struct input *input) {
    struct arrival arrival; /* most of it is room, and counted */
    enum pj_code code = check_item(node, turn, input);
    bool damaged = code == PJ_INTERNAL_STORED_DAMAGED || code == PJ_BAD_DIGEST;

    arrival.input = input;
    arrival.relay_count = 0;
    arrival.local_count = 0;
    if (code != PJ_OK) {
        park_item(node, turn, input, code, damaged ? broken_hop(node, input) : "");
        return;
    }
    if (!item_split(
            node, &arrival)) { /* an order sent back here follows a case that is on its way here */
        park_item(node, turn, input,
                  input->header.kind == MESSAGE_ORDER ? PJ_LINK_NO_CASE : PJ_LINK_NO_ROUTE, "");
        return;
    }
    if (arrival.relay_count > 0 && item_goes_round(&arrival)) {
        park_item(node, turn, input, PJ_LINK_TOO_MANY_HOPS, "");
        return;
    }
    if (arrival.local_count == 0) { /* a relay: custody, no act */
        (void)seal_item(node, turn, input, 0, arrival.relay, arrival.relay_count);
    } else if (input->header.kind < MESSAGE_MAX && arrives[input->header.kind] != NULL) {
        arrives[input->header.kind](node, turn, &arrival);
    } else {
        unknown_arrives(node, turn, &arrival);
    }
}
