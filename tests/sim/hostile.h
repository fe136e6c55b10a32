/* SPDX-License-Identifier: Apache-2.0
 * A neighbour that keeps the protocol of the link and says what it likes. What it is to say is put
 * into its database while it is down, under hashes as they must be; it sends it when it runs again.
 */
#pragma once
#include "five_stations.h"
#include "node/marks.h"

#include <stdlib.h>

#define LINK_UP   0 /* link numbers in the chain of five */
#define LINK_DOWN 1

struct saying {
    struct header header; /* id, case_id, term, version, from, kind */
    struct bytes body;
    const char *to;
    uint32_t link, lane;
    struct hop hops[HOPS_MAX];
    size_t hop_count;
};

/* Down, until the world runs on. */
static inline void put_down(struct stations *stations, enum where at) {
    stations->world.stations[at].dying = true;
    assert_true(world_run(&stations->world, 1));
    assert_null(stations->world.stations[at].node);
}

/* It runs again, and its neighbour has found the old dial dead. */
static inline void hear(struct stations *stations) {
    assert_true(world_run(&stations->world, 20 * US_PER_S));
}

static inline struct digest digest_of(struct hasher *hasher, enum digest_domain domain,
                                      struct bytes a, struct bytes b) {
    struct bytes parts[] = {a, b};

    return hasher_digest(hasher, domain, parts, b.data == NULL ? 1 : 2);
}

/* Behind what the station sealed last for that neighbour. It is down. */
static inline void says(struct stations *stations, enum where at, struct saying *saying) {
    struct mem_store *store = &stations->world.stations[at].store;
    uint32_t lane = 2 * saying->link + saying->lane;
    struct lane_mark mark = mem_store_mark(store, MARK_OUT, lane);
    struct hasher *hasher = hasher_new();
    struct route route = {.to_count = 1, .hop_count = saying->hop_count};
    struct row_journal row = {.pos = store->head.last_pos + 1,
                              .kind = saying->header.kind,
                              .in_lane = LANE_NONE,
                              .out_lane = (int32_t)lane,
                              .out_seq = mark.seq + 1,
                              .at = stations->world.now.wall,
                              .body = saying->body};
    struct batch batch = {.no = store->head.no + 1,
                          .epoch = store->head.epoch,
                          .first_pos = row.pos,
                          .last_pos = row.pos,
                          .last_ref = store->head.last_ref,
                          .incarnation = store->head.incarnation,
                          .chain_head = store->head.chain_head,
                          .at = row.at,
                          .journal = &row,
                          .journal_count = 1};
    struct bytes header = BYTES_NONE;
    struct arena arena;
    struct buf marks;

    arena_init(&arena, UNPACK_BYTES_MAX);
    buf_init(&marks, MARK_BYTES);
    snprintf(route.to[0].text, sizeof route.to[0].text, "%s", saying->to);
    memcpy(route.hops, saying->hops, sizeof route.hops);
    saying->header.kind_critical = true;
    saying->header.body_digest =
        digest_of(hasher, DIGEST_BODY, saying->body, (struct bytes){NULL, 0});
    assert_int_equal(wire_encode_header(&saying->header, &arena, &header), PJ_OK);
    assert_int_equal(wire_encode_envelope(&route, header, &arena, &row.envelope), PJ_OK);
    row.digest =
        digest_of(hasher, DIGEST_MESSAGE, header, digest_bytes(&saying->header.body_digest));
    mark.hash = digest_of(hasher, DIGEST_LINK, digest_bytes(&mark.hash), digest_bytes(&row.digest));
    assert_int_equal(
        mark_put(
            &marks,
            &(struct mark){.tag = MARK_OUT, .lane = lane, .seq = row.out_seq, .hash = mark.hash}),
        PJ_OK);
    batch.marks = buf_bytes(&marks);
    assert_true(mem_store_commit(store, &batch));
    buf_release(&marks);
    arena_release(&arena);
    hasher_free(hasher);
}

static inline const struct row_parked *parked(struct stations *stations, enum where at,
                                              const struct message_id *id) {
    const struct mem_store *store = &stations->world.stations[at].store;

    for (size_t i = 0; i < store->parked.count; i++) {
        const struct row_parked *row = MEM_ROW(store->parked, struct row_parked, i);

        if (row->insert && memcmp(row->message_id.byte, id->byte, ID_BYTES) == 0) {
            return row;
        }
    }
    return NULL;
}

/* What became of it there: the code under which it is parked, PJ_OK where it is not. */
static inline enum pj_code parked_as(struct stations *stations, enum where at,
                                     const struct message_id *id) {
    const struct row_parked *row = parked(stations, at, id);

    return row == NULL ? PJ_OK : (enum pj_code)row->code;
}
static inline uint64_t parked_pos(struct stations *stations, enum where at,
                                  const struct message_id *id) {
    const struct row_parked *row = parked(stations, at, id);

    assert_non_null(row);
    return (uint64_t)row->pos;
}

/* It answers, and forms batches. */
static inline void assert_lives(struct stations *stations, enum where at) {
    int64_t batches = stations->world.stations[at].store.head.no;

    submit(stations, at);
    assert_true(stations->world.stations[at].store.head.no > batches);
}

/* The Transfer of a case that was taken in at the town and goes up to the county: as an honest town
 * would say it. Free with free(). */
static inline struct transfer_body *coming_up(struct stations *stations, const struct case_no *no,
                                              struct arena *arena, struct saying *ret_saying) {
    const struct mem_store *store = &stations->world.stations[TOWN].store;
    const struct mem_case *row = mem_store_case(store, no->text);
    struct transfer_body *body = calloc(1, sizeof *body);
    struct casefile *file = &body->file;
    struct wall now = stations->world.now.wall;

    assert_true(row != NULL && body != NULL);
    assert_int_equal(
        wire_decode_transfer(
            MEM_ROW(store->journal, struct row_journal, row->columns.body_pos - 1)->body, arena,
            body),
        PJ_OK);
    file->state = STATE_ROUTED;
    file->legs[0] = (struct leg){.term = 2,
                                 .kind = LEG_ESCALATE,
                                 .giver = {"330726101"},
                                 .receiver = {"330726"},
                                 .opened_at = now};
    file->leg_count = 1;
    body->act = (struct act){.kind = ACT_ESCALATE, .node = {"330726101"}, .acted_at = now};
    *ret_saying = (struct saying){.header = {.case_id = row->columns.id,
                                             .term = 2,
                                             .version = 3,
                                             .from = {"330726101"},
                                             .kind = MESSAGE_TRANSFER},
                                  .to = "330726",
                                  .link = LINK_UP,
                                  .lane = LANE_BULK};
    return body;
}
