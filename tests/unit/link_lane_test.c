/* SPDX-License-Identifier: Apache-2.0
 * The two lanes between two open machines: order, duplicates, windows, acknowledgements, and the
 * running hash that notices any change on the way. The test plays both nodes: content is a number,
 * hashed into L. */
#include "unit.h"

#include "link/link.h"

#include <stdlib.h>

#define KEPT  4096
#define FRAME ITEMS_PER_FRAME_MAX

struct end {
    struct link link;
    uint64_t content[LANES][KEPT]; /* what this end sealed */
    uint64_t outbox[LANES];        /* items after sent_seq that wait in memory */
    uint64_t got[LANES];           /* items committed from the peer */
};

struct pair {
    struct end child, parent;
    uint64_t dial;
    struct now now;
    uint64_t mutate_seq; /* of the bulk lane up: altered on the way */
};

static struct digest mix(const struct digest *before, uint64_t content) {
    struct digest hash;

    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        content = (content ^ before->byte[i]) * UINT64_C(0x9e3779b97f4a7c15) + i + 1;
        content ^= content >> 29;
        hash.byte[i] = (uint8_t)(content >> 32);
    }
    return hash;
}

static struct frame_hello hello_of(const struct link *link) {
    struct frame_hello hello = {.station = link->self, .incarnation = link->incarnation};

    for (uint32_t lane = 0; lane < LANES; lane++) {
        hello.marks[hello.mark_count++] =
            (struct lane_mark){lane, link->in[lane].committed_seq, link->in[lane].committed_hash};
    }
    return hello;
}

/* What one end said reaches the other, until both are quiet. */
static void talk(struct pair *pair, struct end *from, const struct link_out *out) {
    struct end *to = from == &pair->child ? &pair->parent : &pair->child;

    for (uint32_t lane = 0; lane < LANES; lane++) {
        from->outbox[lane] = out->resend[lane] ? 0 : from->outbox[lane];
    }
    for (size_t i = 0; i < out->frame_count; i++) {
        struct frame_hello mine = hello_of(&to->link);
        struct link_out answer = {0};

        link_on_frame(&to->link, &out->frames[i], &mine, pair->now, &answer);
        talk(pair, to, &answer);
    }
}

static void dial(struct pair *pair) {
    struct frame_hello mine = hello_of(&pair->child.link);
    struct link_out out = {0};

    link_connected(&pair->child.link, ++pair->dial, &mine, pair->now, &out);
    talk(pair, &pair->child, &out);
}

static struct pair *pair_new(void) {
    const struct link_config child = {
        .role = LINK_TO_PARENT, .self = {"child"}, .incarnation = {{1}}};
    const struct link_config parent = {
        .role = LINK_TO_CHILD, .self = {"parent"}, .incarnation = {{2}}};
    struct pair *pair = calloc(1, sizeof *pair);

    assert_non_null(pair);
    pair->now = (struct now){{INT64_C(1764000000) * US_PER_S}, {1000 * US_PER_S}};
    link_init(&pair->child.link, &child);
    link_init(&pair->parent.link, &parent);
    return pair;
}

static struct pair *open_pair(void) {
    struct pair *pair = pair_new();

    dial(pair);
    assert_int_equal(pair->child.link.state, LINK_STATE_OPEN);
    assert_int_equal(pair->parent.link.state, LINK_STATE_OPEN);
    return pair;
}

static void seal(struct end *end, uint32_t lane, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        struct lane_out *out = &end->link.out[lane];
        uint64_t seq = out->sealed_seq + 1;
        struct digest hash;

        assert_true(seq < KEPT);
        end->content[lane][seq] = 7 * seq + lane;
        hash = mix(&out->sealed_hash, end->content[lane][seq]);
        link_committed_out(&end->link, lane, seq, &hash, 1);
    }
}

/* As lib/node does: rows from the database when memory is empty, and their hashes learnt again. */
static void refill(struct end *end, uint32_t lane) {
    struct lane_out *out = &end->link.out[lane];

    for (uint64_t seq = out->sent_seq + 1;
         seq <= out->sealed_seq && seq <= out->sent_seq + LINK_IN_FLIGHT_MAX; seq++) {
        struct digest hash = out->window_known == out->acked_seq
                                 ? out->acked_hash
                                 : out->window[out->window_known % LINK_WINDOW_ITEMS_MAX];

        if (seq == out->window_known + 1) {
            hash = mix(&hash, end->content[lane][seq]);
            assert_int_equal(link_relearn(&end->link, lane, seq, &hash), PJ_OK);
        }
        end->outbox[lane]++;
    }
}

static struct frame_data next_frame(struct pair *pair, struct end *end, uint32_t lane) {
    size_t count = link_may_send(&end->link, lane, pair->now);
    struct frame_data data = {end->link.dial, lane, end->link.out[lane].sent_seq + 1, NULL, 0};

    if (count > 0 && end->outbox[lane] == 0) {
        refill(end, lane);
    }
    count = count > FRAME ? FRAME : count;
    count = count > end->outbox[lane] ? (size_t)end->outbox[lane] : count;
    link_sent(&end->link, lane, count, pair->now);
    end->outbox[lane] -= count;
    data.item_count = count;
    return data;
}

static void commit(struct pair *pair, struct end *to, uint32_t lane) {
    struct end *from = to == &pair->child ? &pair->parent : &pair->child;
    struct lane_in *in = &to->link.in[lane];
    struct digest hash = in->committed_hash;
    struct link_out out = {0};

    if (in->taken_seq == in->committed_seq) {
        return;
    }
    for (uint64_t seq = in->committed_seq + 1; seq <= in->taken_seq; seq++) {
        uint64_t altered = to == &pair->parent && lane == LANE_BULK && seq == pair->mutate_seq;

        hash = mix(&hash, from->content[lane][seq] + altered);
        to->got[lane]++;
    }
    link_committed_in(&to->link, lane, in->taken_seq, &hash, pair->now, &out);
    talk(pair, to, &out);
}

static enum pj_code take(struct pair *pair, struct end *to, const struct frame_data *data,
                         size_t *ret_skip, size_t *ret_take) {
    struct link_out out = {0};
    enum pj_code code = link_take(&to->link, data, pair->now, ret_skip, ret_take, &out);

    talk(pair, to, &out);
    return code;
}

/* Everything sealed on the lane by the child goes up, committed frame by frame. */
static void flow_up(struct pair *pair, uint32_t lane) {
    size_t skip = 0, taken = 0;

    for (struct frame_data data = next_frame(pair, &pair->child, lane); data.item_count > 0;
         data = next_frame(pair, &pair->child, lane)) {
        assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
        assert_int_equal(taken, data.item_count);
        commit(pair, &pair->parent, lane);
    }
}

/* ---- order */

static void flows(void **state) {
    struct pair *pair = open_pair();

    seal(&pair->child, LANE_BULK, 10);
    flow_up(pair, LANE_BULK);
    assert_int_equal(pair->parent.link.in[LANE_BULK].committed_seq, 10);
    assert_int_equal(pair->child.link.out[LANE_BULK].acked_seq, 10);
    assert_true(digest_equal(&pair->child.link.out[LANE_BULK].acked_hash,
                             &pair->child.link.out[LANE_BULK].sealed_hash));
    free(pair);
}

static void places(void **state) {
    static const struct {
        uint64_t first;
        size_t count;
        enum pj_code code;
        size_t skip, take;
    } rows[] = {{2, 3, PJ_LINK_GAP, 0, 0}, {0, 1, PJ_LINK_GAP, 0, 0}, {1, 3, PJ_OK, 0, 3},
                {1, 3, PJ_OK, 3, 0},       {1, 5, PJ_OK, 3, 2},       {7, 1, PJ_LINK_GAP, 0, 0},
                {6, 1, PJ_OK, 0, 1},       {3, 2, PJ_OK, 2, 0},       {4, 0, PJ_OK, 0, 0}};
    struct pair *pair = open_pair();

    seal(&pair->child, LANE_BULK, 10);
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct frame_data data = {pair->dial, LANE_BULK, rows[i].first, NULL, rows[i].count};
        size_t skip = 9, taken = 9;

        assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), rows[i].code);
        assert_int_equal(skip, rows[i].skip);
        assert_int_equal(taken, rows[i].take);
    }
    assert_int_equal(pair->parent.link.in[LANE_BULK].taken_seq, 6);
    assert_int_equal(pair->parent.link.dropped_frames, 3);
    assert_int_equal(pair->parent.link.state, LINK_STATE_OPEN);
    free(pair);
}

static void duplicates_are_acknowledged(void **state) {
    struct pair *pair = open_pair();
    struct frame_data data = {pair->dial, LANE_BULK, 1, NULL, 3};
    struct link_out out = {0};
    size_t skip = 0, taken = 0;

    seal(&pair->child, LANE_BULK, 3);
    flow_up(pair, LANE_BULK);
    assert_int_equal(link_take(&pair->parent.link, &data, pair->now, &skip, &taken, &out), PJ_OK);
    assert_int_equal(skip, 3);
    assert_int_equal(out.frame_count, 1);
    assert_int_equal(out.frames[0].kind, FRAME_ACK);
    assert_int_equal(out.frames[0].ack.mark.seq, 3);
    assert_int_equal(pair->parent.got[LANE_BULK], 3);
    free(pair);
}

static void no_lane_three(void **state) {
    struct pair *pair = open_pair();
    struct frame_data data = {pair->dial, LANES, 1, NULL, 1};
    size_t skip = 0, taken = 0;

    assert_int_not_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
    assert_int_equal(taken, 0);
    free(pair);
}

static void untaken(void **state) {
    struct pair *pair = open_pair();
    struct frame_data data;
    size_t skip = 0, taken = 0;

    seal(&pair->child, LANE_BULK, 5);
    data = next_frame(pair, &pair->child, LANE_BULK);
    assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
    link_untake(&pair->parent.link, LANE_BULK);
    assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
    assert_int_equal(taken, 5);
    commit(pair, &pair->parent, LANE_BULK);
    assert_int_equal(pair->parent.got[LANE_BULK], 5);
    free(pair);
}

/* ---- acknowledgements and windows */

static void give_ack(struct pair *pair, struct end *to, uint64_t seq, const struct digest *hash) {
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_ACK};
    struct link_out out = {0};
    struct frame_hello mine = hello_of(&to->link);

    frame.ack = (struct frame_ack){to->link.dial, {LANE_BULK, seq, *hash}};
    link_on_frame(&to->link, &frame, &mine, pair->now, &out);
    talk(pair, to, &out);
}

static void cumulative(void **state) {
    struct pair *pair = open_pair();
    struct lane_out *out = &pair->child.link.out[LANE_BULK];
    struct frame_data data;

    seal(&pair->child, LANE_BULK, 20);
    data = next_frame(pair, &pair->child, LANE_BULK);
    assert_int_equal(data.item_count, 20);
    give_ack(pair, &pair->child, 15, &out->window[15]);
    assert_int_equal(out->acked_seq, 15);
    give_ack(pair, &pair->child, 12, &out->window[12]); /* an older one changes nothing */
    assert_int_equal(out->acked_seq, 15);
    give_ack(pair, &pair->child, 20, &out->window[20]);
    assert_int_equal(out->acked_seq, 20);
    assert_int_equal(pair->child.link.state, LINK_STATE_OPEN);
    free(pair);
}

static void never_sealed(void **state) {
    struct pair *pair = open_pair();

    seal(&pair->child, LANE_BULK, 2);
    give_ack(pair, &pair->child, 3, &(struct digest){{1}});
    assert_int_equal(pair->child.link.state, LINK_STATE_REFUSED);
    assert_int_equal(pair->child.link.code, PJ_LINK_GAP);
    assert_int_equal(pair->parent.link.code, PJ_LINK_GAP);
    free(pair);
}

static void window_full(void **state) {
    struct pair *pair = open_pair();
    size_t sent = 0;

    seal(&pair->child, LANE_BULK, 2000);
    for (struct frame_data data = next_frame(pair, &pair->child, LANE_BULK); data.item_count > 0;
         data = next_frame(pair, &pair->child, LANE_BULK)) {
        sent += data.item_count;
    }
    assert_int_equal(sent, LINK_IN_FLIGHT_MAX);
    assert_int_equal(link_may_send(&pair->child.link, LANE_BULK, pair->now), 0);
    give_ack(pair, &pair->child, 100, &pair->child.link.out[LANE_BULK].window[100]);
    assert_int_equal(link_may_send(&pair->child.link, LANE_BULK, pair->now), 100);
    free(pair);
}

/* The child sends all it may; the parent takes and commits one frame a step, long behind. */
static void lag_behind(struct pair *pair, uint64_t seal_per_step) {
    struct frame_data waiting[KEPT / FRAME + LINK_IN_FLIGHT_MAX];
    size_t first = 0, end = 0, skip = 0, taken = 0;
    struct end *child = &pair->child;

    do {
        struct frame_data data = next_frame(pair, child, LANE_BULK);

        if (child->link.out[LANE_BULK].sealed_seq + seal_per_step < KEPT) {
            seal(child, LANE_BULK, seal_per_step);
        }
        for (; data.item_count > 0; data = next_frame(pair, child, LANE_BULK)) {
            assert_true(end < ARRAY_COUNT(waiting));
            waiting[end++] = data;
        }
        assert_int_equal(take(pair, &pair->parent, &waiting[first++], &skip, &taken), PJ_OK);
        commit(pair, &pair->parent, LANE_BULK);
        if (child->link.state != LINK_STATE_OPEN) {
            fail_msg("%s", child->link.sentence);
        }
    } while (first < end || link_may_send(&child->link, LANE_BULK, pair->now) > 0);
    assert_int_equal(pair->parent.got[LANE_BULK], child->link.out[LANE_BULK].sealed_seq);
}

static void long_backlog(void **state) {
    struct pair *pair = pair_new();

    seal(&pair->child, LANE_BULK, 4000); /* cut off for days */
    dial(pair);
    lag_behind(pair, 0);
    assert_int_equal(pair->parent.got[LANE_BULK], 4000);
    free(pair);
}

static void busy_for_long(void **state) {
    struct pair *pair = open_pair();

    seal(&pair->child, LANE_BULK, 700);
    lag_behind(pair, 90);
    assert_true(pair->parent.got[LANE_BULK] > 3900);
    free(pair);
}

static void lanes_are_independent(void **state) {
    struct pair *pair = open_pair();

    seal(&pair->child, LANE_BULK, 600);
    while (next_frame(pair, &pair->child, LANE_BULK).item_count > 0) {
    }
    assert_int_equal(link_may_send(&pair->child.link, LANE_BULK, pair->now), 0);
    seal(&pair->child, LANE_FAST, 5);
    flow_up(pair, LANE_FAST);
    assert_int_equal(pair->child.link.out[LANE_FAST].acked_seq, 5);
    assert_int_equal(pair->child.link.out[LANE_BULK].acked_seq, 0);
    seal(&pair->parent, LANE_BULK, 2); /* and the other direction */
    assert_int_equal(link_may_send(&pair->parent.link, LANE_BULK, pair->now), 2);
    free(pair);
}

/* ---- what gets lost or altered */

static void altered_on_the_way(void **state) {
    struct pair *pair = open_pair();
    struct frame_data data;
    size_t skip = 0, taken = 0;

    seal(&pair->child, LANE_BULK, 30);
    pair->mutate_seq = 17;
    data = next_frame(pair, &pair->child, LANE_BULK);
    assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
    commit(pair, &pair->parent, LANE_BULK);
    assert_int_equal(pair->child.link.state, LINK_STATE_FORKED);
    assert_int_equal(pair->parent.link.state, LINK_STATE_FORKED);
    assert_int_equal(pair->child.link.forked_at[LANE_BULK], 1);
    assert_non_null(strstr(pair->parent.link.sentence, "hash at seq 30 differs"));
    assert_int_equal(pair->child.link.out[LANE_BULK].acked_seq, 0);
    assert_int_equal(link_may_send(&pair->child.link, LANE_BULK, pair->now), 0);
    free(pair);
}

static void resends_in_silence(void **state) {
    struct pair *pair = open_pair();
    struct link_out out = {0};

    seal(&pair->child, LANE_BULK, 5);
    assert_int_equal(next_frame(pair, &pair->child, LANE_BULK).item_count, 5);
    pair->now.mono.us += LINK_RESEND_US;
    assert_true(link_wakeup(&pair->child.link).us <= pair->now.mono.us);
    link_tick(&pair->child.link, pair->now, 0, &out);
    assert_true(out.resend[LANE_BULK]);
    assert_false(out.resend[LANE_FAST]);
    talk(pair, &pair->child, &out);
    flow_up(pair, LANE_BULK);
    assert_int_equal(pair->parent.got[LANE_BULK], 5);
    free(pair);
}

static void slow_commit(void **state) {
    struct pair *pair = open_pair();
    struct frame_data data;
    struct link_out out = {0};
    size_t skip = 0, taken = 0;

    seal(&pair->child, LANE_BULK, 5);
    data = next_frame(pair, &pair->child, LANE_BULK);
    assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
    pair->now.mono.us += LINK_RESEND_US;
    link_tick(&pair->child.link, pair->now, 0, &out);
    talk(pair, &pair->child, &out);
    commit(pair, &pair->parent, LANE_BULK); /* only now, and nothing was sent again yet */
    assert_int_equal(pair->child.link.state, LINK_STATE_OPEN);
    assert_int_equal(pair->child.link.out[LANE_BULK].acked_seq, 5);
    assert_int_equal(pair->child.link.out[LANE_BULK].sent_seq, 5);
    free(pair);
}

static void lost_dial(void **state) {
    struct pair *pair = open_pair();
    struct link_out out = {0};
    size_t skip = 0, taken = 0;
    struct frame_data data;

    seal(&pair->child, LANE_BULK, 100);
    data = next_frame(pair, &pair->child, LANE_BULK);
    assert_int_equal(take(pair, &pair->parent, &data, &skip, &taken), PJ_OK);
    data = next_frame(pair, &pair->child, LANE_BULK); /* never arrives */
    link_disconnected(&pair->child.link, PJ_OK, "", pair->now, &out);
    assert_int_equal(link_may_send(&pair->child.link, LANE_BULK, pair->now), 0);
    dial(pair);
    commit(pair, &pair->parent, LANE_BULK); /* the old dial's batch ends after the new Hello */
    assert_int_equal(pair->child.link.state, LINK_STATE_OPEN);
    flow_up(pair, LANE_BULK);
    assert_int_equal(pair->parent.got[LANE_BULK], 100);
    assert_int_equal(pair->child.link.out[LANE_BULK].acked_seq, 100);
    free(pair);
}

static void recall_reaches_back(void **state) {
    struct pair *pair = open_pair();
    const struct lane_in *in = &pair->parent.link.in[LANE_BULK];

    for (unsigned i = 0; i < 4000; i++) {
        seal(&pair->child, LANE_BULK, 1);
        flow_up(pair, LANE_BULK);
    }
    assert_int_equal(in->committed_seq, 4000);
    assert_in_range(in->recall_count, 3, LINK_RECALL_MARKS);
    for (size_t i = 1; i < in->recall_count; i++) {
        assert_true(in->recall[i].seq < in->recall[i - 1].seq);
    }
    assert_true(in->recall[in->recall_count - 1].seq < 3000);
    assert_true(1 + LINK_RECALL_MARKS <= MARKS_MAX / LANES);
    free(pair);
}

static void damaged_rows(void **state) {
    struct pair *pair = pair_new();
    struct link *link = &pair->child.link;
    struct digest hash[3] = {{{0}}, {{1}}, {{2}}};

    link_restore_out(link, LANE_BULK, 2, &hash[2], 0, &hash[0]);
    assert_int_equal(link_relearn(link, LANE_BULK, 1, &hash[1]), PJ_OK);
    assert_int_equal(link_relearn(link, LANE_BULK, 2, &hash[1]), PJ_INTERNAL_STORED_DAMAGED);
    free(pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("sealed items arrive in order and are acknowledged", flows),
        CASE("duplicates are skipped, gaps and reordered frames dropped", places),
        CASE("a frame of duplicates is acknowledged again, not committed again",
             duplicates_are_acknowledged),
        CASE("there is no third lane", no_lane_three),
        CASE("what a failed batch took is taken again", untaken),
        CASE("an Ack is cumulative and never goes back", cumulative),
        CASE("an Ack of what was never sealed is refused", never_sealed),
        CASE("a full window stops the sender until an Ack", window_full),
        CASE("a backlog longer than the window arrives without a false fork", long_backlog),
        CASE("sealing faster than sending makes no false fork", busy_for_long),
        CASE("a full bulk lane does not hold the fast one", lanes_are_independent),
        CASE("one altered item forks the link, told at both ends", altered_on_the_way),
        CASE("what is not acknowledged in time is sent again", resends_in_silence),
        CASE("a commit slower than the resend interval is no trouble", slow_commit),
        CASE("a lost dial loses and doubles nothing", lost_dial),
        CASE("a few older marks reach far back", recall_reaches_back),
        CASE("stored rows that no longer give the sealed hash are noticed", damaged_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
