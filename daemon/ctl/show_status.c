/* SPDX-License-Identifier: Apache-2.0
 * The station and its links. */
#include "ctl.h"

#ifndef PJ_VERSION
#define PJ_VERSION "0.1.0"
#endif

static json_t *link_json(const struct api_link *link) {
    json_t *row = json_object();

    print_set(row, "peer", print_text(link->peer));
    print_set(row, "role", print_text(link->role));
    print_set(row, "lane", print_text(link->lane == 0 ? "fast" : "bulk"));
    print_set(row, "state", print_text(link->state));
    print_set(row, "since", print_instant(link->since));
    print_set(row, "sent", json_integer((json_int_t)link->sent));
    print_set(row, "acked", json_integer((json_int_t)link->acked));
    print_set(row, "received", json_integer((json_int_t)link->received));
    print_set(row, "parked", json_integer((json_int_t)link->parked));
    print_set(row, "in_flight", json_integer((json_int_t)link->in_flight));
    print_set(row, "hash_equal", json_boolean(link->hash_equal));
    print_set(row, "altered", json_integer((json_int_t)link->altered));
    print_set(row, "lost", json_integer((json_int_t)link->lost));
    print_set(row, "forked_at", json_integer((json_int_t)link->forked_at));
    print_set(row, "skew_us", json_integer(link->skew_us));
    print_set(row, "reason", print_text(link->reason));
    return row;
}

static json_t *links_json(const struct api_link *links, size_t count) {
    json_t *rows = json_array();

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(rows, link_json(&links[i]));
    }
    return rows;
}

static json_t *texts_json(const char *const *texts, size_t count) {
    json_t *rows = json_array();

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(rows, print_text(texts[i]));
    }
    return rows;
}

int run_status(struct ctl *ctl) {
    struct api_request request;
    struct api_reply reply;
    const struct api_status *from = &reply.status;
    json_t *object = NULL;
    json_t *sizes = NULL;
    int status = ctl_request(ctl, API_STATUS, &request);

    if (status == EXIT_FINE) {
        status = ctl_ask(ctl, &request, API_REPLY_STATUS, &reply);
    }
    if (status != EXIT_FINE) {
        return status;
    }
    object = json_object();
    print_set(object, "station", print_text(from->station));
    print_set(object, "version", print_text(from->version));
    print_set(object, "database", print_text(from->database));
    print_set(object, "clock", print_text(from->clock));
    print_set(object, "uptime_s", json_integer(from->uptime_us / US_PER_S));
    print_set(object, "cases_open", json_integer((json_int_t)from->cases_open));
    print_set(object, "cases_total", json_integer((json_int_t)from->cases_total));
    print_set(object, "overdue", json_integer((json_int_t)from->overdue));
    print_set(object, "parked", json_integer((json_int_t)from->parked));
    print_set(object, "division_version", print_text(from->division_version));
    print_set(object, "list_version", print_text(from->list_version));
    print_set(object, "batches", json_integer((json_int_t)from->batches));
    print_set(object, "commits_in_doubt", json_integer((json_int_t)from->commits_in_doubt));
    print_set(object, "epoch", json_integer(from->epoch));
    print_set(object, "nodes_total", json_integer(from->nodes_total));
    if (ctl->printer.mode !=
        PRINT_TABLE) { /* a county hosts hundreds: people ask `division show` */
        print_set(object, "nodes", texts_json(from->nodes, from->node_count));
        sizes = json_array();
        for (size_t i = 0; i < ARRAY_COUNT(from->batch_sizes); i++) {
            json_array_append_new(sizes, json_integer((json_int_t)from->batch_sizes[i]));
        }
        print_set(object, "batch_size_histogram", sizes);
    }
    print_set(object, "links", links_json(from->links, from->link_count));
    print_object(&ctl->printer, object);
    return EXIT_FINE;
}

int run_version(struct ctl *ctl) {
    json_t *object = json_object();

    print_set(object, "version", print_text(PJ_VERSION));
    print_set(object, "protocol", json_integer(API_PROTOCOL));
    print_object(&ctl->printer, object);
    return EXIT_FINE;
}

static int ask_links(struct ctl *ctl, enum api_request_kind kind, const char *columns) {
    struct api_request request;
    struct api_reply reply;
    int status = ctl_request(ctl, kind, &request);

    if (status != EXIT_FINE) {
        return status;
    }
    request.balance_deep = kind == API_LINK_BALANCE && ctl_given(ctl, OPT(DEEP));
    status = ctl_ask(ctl, &request, API_REPLY_LINKS, &reply);
    if (status == EXIT_FINE) {
        print_rows(&ctl->printer, links_json(reply.links.links, reply.links.count), columns);
    }
    return status;
}

int run_link_show(struct ctl *ctl) {
    return ask_links(ctl, API_LINK_SHOW, "peer role lane state since in_flight skew_us reason");
}

int run_link_balance(struct ctl *ctl) {
    return ask_links(ctl, API_LINK_BALANCE,
                     "peer lane sent received parked in_flight hash_equal altered lost since");
}
