/* SPDX-License-Identifier: Apache-2.0
 * The opening of a dial, both machines against each other: who is let in, where histories part, and
 * what both ends say about it. The test plays lib/node: it keeps what was sealed, and carries the
 * frames. */
#include "unit.h"

#include "link/link.h"

#include <stdlib.h>

#define KEPT      256
#define QUEUE_MAX 64

enum {
    CHILD,
    PARENT,
    ENDS
};

struct sent {
    unsigned to;
    uint64_t dial;
    struct frame frame;
};

struct world {
    struct link link[ENDS];
    struct digest sealed[ENDS][LANES][KEPT]; /* L(seq): what stands in that station's database */
    bool forgets;                            /* the database no longer has old hashes */
    struct sent queue[QUEUE_MAX];
    size_t first, end;
    unsigned hang_ups[ENDS], asked[ENDS];
    uint64_t last_dial;
    struct now now;
};

static void set_name(struct station_id *station, const char *text) {
    assert_int_equal(station_id_parse(text, strlen(text), station), PJ_OK);
}

static void start(struct world *world, unsigned who, uint8_t incarnation) {
    struct link_config config = {.role = who == CHILD ? LINK_TO_PARENT : LINK_TO_CHILD,
                                 .incarnation = {{incarnation}}};

    set_name(&config.self, who == CHILD ? "township" : "county");
    set_name(&config.peer, who == CHILD ? "county" : "township");
    link_init(&world->link[who], &config);
}

static struct world *world_new(void) {
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    world->now = (struct now){{INT64_C(1764000000) * US_PER_S}, {1000 * US_PER_S}};
    start(world, CHILD, 1);
    start(world, PARENT, 2);
    return world;
}

/* Not a real digest, but different content gives a different one. */
static struct digest mix(const struct digest *before, uint64_t content) {
    struct digest hash;

    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        content = (content ^ before->byte[i]) * UINT64_C(0x9e3779b97f4a7c15) + i + 1;
        content ^= content >> 29;
        hash.byte[i] = (uint8_t)(content >> 32);
    }
    return hash;
}

static struct frame_hello hello_of(const struct world *world, unsigned who) {
    const struct link *link = &world->link[who];
    struct frame_hello hello = {.station = link->self, .incarnation = link->incarnation};

    for (uint32_t lane = 0; lane < LANES; lane++) {
        const struct lane_in *in = &link->in[lane];

        hello.marks[hello.mark_count++] =
            (struct lane_mark){lane, in->committed_seq, in->committed_hash};
        for (size_t i = 0; i < in->recall_count; i++) {
            hello.marks[hello.mark_count++] = in->recall[i];
        }
    }
    return hello;
}

static void act_on(struct world *world, unsigned who, const struct link_out *out) {
    struct link_out after = {0};
    bool unknown = world->forgets || out->want_seq >= KEPT;

    for (size_t i = 0; i < out->frame_count; i++) {
        assert_true(world->end < QUEUE_MAX);
        world->queue[world->end++] =
            (struct sent){who == CHILD ? PARENT : CHILD,
                          out->to_dial != 0 ? out->to_dial : world->link[who].dial, out->frames[i]};
    }
    world->hang_ups[who] += out->close_dial ? 1 : 0;
    if (out->want_hash) {
        world->asked[who]++;
        link_own_hash(&world->link[who], out->want_lane, out->want_seq,
                      &world->sealed[who][out->want_lane][unknown ? 0 : out->want_seq], unknown,
                      world->now, &after);
        act_on(world, who, &after);
    }
    for (uint32_t lane = 0; lane < LANES; lane++) { /* committed at once */
        struct link_out back = {0};

        if (out->go_back[lane]) {
            link_went_back(&world->link[who], lane, world->now, &back);
            act_on(world, who, &back);
        }
    }
}

static void give(struct world *world, unsigned who, const struct frame *frame) {
    struct frame_hello mine = hello_of(world, who);
    struct link_out out = {0};

    link_on_frame(&world->link[who], frame, &mine, world->now, &out);
    act_on(world, who, &out);
}

/* Every frame under way arrives, but for those of a dial the child has left. */
static void carry(struct world *world) {
    while (world->first < world->end) {
        struct sent sent = world->queue[world->first++];

        if (sent.to == PARENT || sent.dial == world->last_dial) {
            give(world, sent.to, &sent.frame);
        }
    }
    world->first = 0;
    world->end = 0;
}

static void dial(struct world *world, uint64_t number) {
    struct frame_hello mine = hello_of(world, CHILD);
    struct link_out out = {0};

    world->last_dial = number;
    link_connected(&world->link[CHILD], number, &mine, world->now, &out);
    act_on(world, CHILD, &out);
}

static void lose_dial(struct world *world, unsigned who) {
    struct link_out out = {0};

    link_disconnected(&world->link[who], PJ_OK, "", world->now, &out);
    act_on(world, who, &out);
}

static void pass(struct world *world, int64_t us) {
    world->now.wall.us += us;
    world->now.mono.us += us;
}

static struct link_out tick(struct world *world, unsigned who) {
    struct link_out out = {0};

    link_tick(&world->link[who], world->now, 7, &out);
    act_on(world, who, &out);
    return out;
}

/* Both databases say: `count` items went this way, committed and acknowledged. */
static void history(struct world *world, unsigned from, uint32_t lane, uint64_t count) {
    unsigned to = from == CHILD ? PARENT : CHILD;
    struct digest *sealed = world->sealed[from][lane];

    assert_true(count < KEPT);
    for (uint64_t seq = 1; seq <= count; seq++) {
        struct link_out out = {0};

        sealed[seq] = mix(&sealed[seq - 1], seq);
        world->link[to].in[lane].taken_seq = seq;
        link_committed_in(&world->link[to], lane, seq, &sealed[seq], world->now, &out);
    }
    link_restore_out(&world->link[from], lane, count, &sealed[count], count, &sealed[count]);
}

static void assert_state(const struct world *world, enum link_state child, enum link_state parent) {
    if (world->link[CHILD].state != child || world->link[PARENT].state != parent) {
        fail_msg("child %s (%s), parent %s (%s)", link_state_text(world->link[CHILD].state),
                 world->link[CHILD].sentence, link_state_text(world->link[PARENT].state),
                 world->link[PARENT].sentence);
    }
}

static void assert_tells(const struct link *link, enum pj_code code, const char *words) {
    assert_int_equal(link->code, code);
    if (strstr(link->sentence, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", link->sentence, words);
    }
}

/* ---- letting in */

static void opens(void **state) {
    struct world *world = world_new();

    dial(world, 77);
    assert_state(world, LINK_STATE_HELLO, LINK_STATE_DOWN);
    assert_int_equal(world->queue[0].frame.kind, FRAME_HELLO);
    assert_int_equal(world->queue[0].frame.hello.dial, 77);
    carry(world);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    assert_int_equal(world->link[PARENT].dial, 77);
    assert_int_equal(world->link[PARENT].peer_incarnation.byte[0], 1);
    assert_int_equal(world->link[CHILD].peer_incarnation.byte[0], 2);
    free(world);
}

static void opens_with_history(void **state) {
    struct world *world = world_new();

    history(world, CHILD, LANE_BULK, 100);
    history(world, PARENT, LANE_FAST, 9);
    dial(world, 5);
    carry(world);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    assert_int_equal(world->link[CHILD].out[LANE_BULK].acked_seq, 100);
    assert_int_equal(world->link[CHILD].resent_after_loss, 0);
    free(world);
}

static void needs_a_dial(void **state) {
    struct world *world = world_new();
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_HELLO};

    give(world, PARENT, &frame);
    assert_int_equal(world->link[PARENT].dropped_frames, 1);
    assert_state(world, LINK_STATE_DOWN, LINK_STATE_DOWN);
    free(world);
}

static void wrong_version(void **state) {
    struct world *world = world_new();

    dial(world, 3);
    world->queue[0].frame.protocol = LINK_PROTOCOL + 1;
    carry(world);
    assert_state(world, LINK_STATE_REFUSED, LINK_STATE_REFUSED);
    assert_tells(&world->link[CHILD], PJ_BAD_VERSION, "protocol 2 here 1");
    assert_tells(&world->link[PARENT], PJ_BAD_VERSION, "protocol 2 here 1");
    free(world);
}

static void wrong_version_of_a_newcomer(void **state) {
    struct world *world = world_new();
    struct frame frame = {.protocol = LINK_PROTOCOL + 1, .kind = FRAME_HELLO};

    dial(world, 3);
    carry(world);
    frame.hello = hello_of(world, CHILD);
    frame.hello.dial = 4;
    give(world, PARENT, &frame);
    assert_int_equal(world->queue[0].frame.refuse.code, PJ_BAD_VERSION);
    assert_int_equal(world->queue[0].dial, 4);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    free(world);
}

static void refused_by_the_node(void **state) {
    static const enum pj_code codes[] = {PJ_LINK_NOT_CHILD, PJ_LINK_NOT_HOSTED,
                                         PJ_AUTH_UNKNOWN_KEY};

    for (size_t i = 0; i < ARRAY_COUNT(codes); i++) {
        struct world *world = world_new();
        struct link_out out = {0};

        dial(world, 3);
        carry(world);
        link_refuse(&world->link[PARENT], codes[i], "去改目录 / mend the directory", world->now,
                    &out);
        assert_true(out.close_dial);
        act_on(world, PARENT, &out);
        carry(world);
        assert_state(world, LINK_STATE_REFUSED, LINK_STATE_REFUSED);
        assert_tells(&world->link[CHILD], codes[i], "mend the directory");
        assert_tells(&world->link[PARENT], codes[i], "mend the directory");
        free(world);
    }
}

static void no_refusal_without_a_dial(void **state) {
    struct world *world = world_new();
    struct frame frame = {
        .protocol = LINK_PROTOCOL, .kind = FRAME_REFUSE, .refuse = {PJ_LINK_TWICE, "late"}};

    give(world, CHILD, &frame);
    assert_state(world, LINK_STATE_DOWN, LINK_STATE_DOWN);
    free(world);
}

static struct frame hello_from(const struct world *world, uint8_t incarnation, uint64_t number) {
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_HELLO};

    frame.hello = hello_of(world, CHILD);
    frame.hello.incarnation.byte[0] = incarnation;
    frame.hello.dial = number;
    return frame;
}

static void runs_twice(void **state) {
    struct world *world = world_new();
    struct frame twin = hello_from(world, 9, 4);

    dial(world, 3);
    carry(world);
    give(world, PARENT, &twin);
    assert_int_equal(world->end, 1);
    assert_int_equal(world->queue[0].frame.refuse.code, PJ_LINK_TWICE);
    assert_int_equal(world->queue[0].dial, 4);
    assert_int_equal(world->link[PARENT].dial, 3);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    free(world);
}

static void twin_of_a_silent_one(void **state) {
    struct world *world = world_new();
    struct frame next = hello_from(world, 9, 4);

    dial(world, 3);
    carry(world);
    pass(world, LINK_SILENCE_US);
    give(world, PARENT, &next);
    assert_int_equal(world->link[PARENT].dial, 4);
    free(world);
}

static void dials_again(void **state) {
    struct world *world = world_new();

    dial(world, 3);
    carry(world);
    lose_dial(world, CHILD);
    assert_state(world, LINK_STATE_DOWN, LINK_STATE_OPEN);
    dial(world, 4);
    carry(world);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    assert_int_equal(world->link[PARENT].dial, 4);
    free(world);
}

static void frames_of_another_dial(void **state) {
    struct world *world = world_new();
    struct frame frames[] = {{.kind = FRAME_ACK, .ack = {.dial = 2}},
                             {.kind = FRAME_HEARTBEAT, .heartbeat = {.dial = 2, .busy_ms = 9}},
                             {.kind = FRAME_DRAIN, .drain_dial = 2},
                             {.kind = FRAME_PROBE},
                             {.kind = FRAME_HELLO, .hello = {.dial = 2}}};
    struct frame_data data = {.dial = 2, .first_seq = 1, .item_count = 1};
    struct link_out out = {0};
    size_t skip = 0, take = 0;

    dial(world, 3);
    carry(world);
    for (size_t i = 0; i < ARRAY_COUNT(frames); i++) {
        frames[i].protocol = LINK_PROTOCOL;
        give(world, CHILD, &frames[i]);
        assert_int_equal(world->link[CHILD].dropped_frames, i + 1);
    }
    assert_int_equal(link_take(&world->link[CHILD], &data, world->now, &skip, &take, &out),
                     PJ_LINK_WRONG_DIAL);
    assert_int_equal(world->link[CHILD].dropped_frames, ARRAY_COUNT(frames) + 1);
    assert_int_equal(world->link[CHILD].peer_busy_ms, 0);
    assert_int_equal(skip + take, 0);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    free(world);
}

/* ---- where histories part */

static void part_after(struct world *world, uint64_t common, uint64_t count) {
    struct digest *sealed = world->sealed[CHILD][LANE_BULK];

    history(world, CHILD, LANE_BULK, count);
    for (uint64_t seq = common + 1; seq <= count;
         seq++) { /* the restored station did it otherwise */
        sealed[seq] = mix(&sealed[seq - 1], 1000 + seq);
    }
    link_restore_out(&world->link[CHILD], LANE_BULK, count, &sealed[count], count, &sealed[count]);
}

static void forked(void **state) {
    struct world *world = world_new();
    struct frame_data data = {.dial = 3, .lane = LANE_BULK, .first_seq = 101, .item_count = 1};
    struct link_out out = {0};
    size_t skip = 0, take = 0;

    part_after(world, 90, 100);
    dial(world, 3);
    carry(world);
    assert_state(world, LINK_STATE_FORKED, LINK_STATE_FORKED);
    assert_tells(&world->link[CHILD], PJ_LINK_FORKED, "histories part");
    assert_tells(&world->link[PARENT], PJ_LINK_FORKED, "histories part");
    assert_string_equal(world->link[CHILD].sentence, world->link[PARENT].sentence);
    assert_true(world->link[CHILD].forked_at[LANE_BULK] > 0);
    assert_true(world->link[CHILD].forked_at[LANE_BULK] <= 91);
    assert_int_equal(world->link[CHILD].forked_at[LANE_FAST], 0);
    assert_int_equal(link_may_send(&world->link[CHILD], LANE_BULK, world->now), 0);
    assert_int_equal(link_may_send(&world->link[CHILD], LANE_FAST, world->now), 0);
    assert_int_equal(link_take(&world->link[PARENT], &data, world->now, &skip, &take, &out),
                     PJ_LINK_WRONG_DIAL);
    free(world);
}

static void forked_span(void **state) {
    /* Whatever the length, the fork is never told later than it was, and the marks span it. */
    for (uint64_t common = 0; common < 60; common++) {
        struct world *world = world_new();
        const struct link *child = &world->link[CHILD];

        part_after(world, common, 60);
        dial(world, 3);
        carry(world);
        assert_state(world, LINK_STATE_FORKED, LINK_STATE_FORKED);
        assert_true(child->forked_at[LANE_BULK] <= common + 1);
        assert_true(child->parted_seq[LANE_BULK] > common);
        free(world);
    }
}

static void goes_on_anew(void **state) {
    for (uint64_t common = 0; common < 60; common++) {
        struct world *world = world_new();
        const struct lane_out *out = &world->link[CHILD].out[LANE_BULK];
        const struct lane_in *in = &world->link[PARENT].in[LANE_BULK];

        part_after(world, common, 60);
        world->link[CHILD].may_rewind = true; /* declared lost */
        dial(world, 3);
        carry(world);
        assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
        assert_true(in->committed_seq <= common);
        assert_int_equal(out->acked_seq, in->committed_seq);
        assert_true(digest_equal(&out->acked_hash, &in->committed_hash));
        assert_int_equal(link_may_send(&world->link[CHILD], LANE_BULK, world->now),
                         60 - in->committed_seq);
        assert_false(world->link[CHILD].may_rewind);
        free(world);
    }
}

static void forked_stays(void **state) {
    struct world *world = world_new();

    part_after(world, 3, 9);
    for (uint64_t number = 3; number < 6; number++) {
        dial(world, number);
        carry(world);
        assert_state(world, LINK_STATE_FORKED, LINK_STATE_FORKED);
    }
    free(world);
}

static void restored_child(void **state) {
    struct world *world = world_new();
    struct digest *sealed = world->sealed[CHILD][LANE_BULK];

    history(world, CHILD, LANE_BULK, 100);
    start(world, CHILD, 3);
    link_restore_out(&world->link[CHILD], LANE_BULK, 80, &sealed[80], 80, &sealed[80]);
    dial(world, 3);
    carry(world);
    assert_state(world, LINK_STATE_BEHIND, LINK_STATE_BEHIND);
    assert_tells(&world->link[CHILD], PJ_LINK_BEHIND, "ends at 80, the peer has 100");
    assert_tells(&world->link[PARENT], PJ_LINK_BEHIND, "ends at 80, the peer has 100");
    assert_int_equal(link_may_send(&world->link[CHILD], LANE_BULK, world->now), 0);
    free(world);
}

static void restored_to_nothing(void **state) {
    struct world *world = world_new();

    history(world, CHILD, LANE_BULK, 5);
    start(world, CHILD, 3);
    dial(world, 3);
    carry(world);
    assert_state(world, LINK_STATE_BEHIND, LINK_STATE_BEHIND);
    free(world);
}

static void restored_parent(void **state) {
    struct world *world = world_new();
    struct digest *sealed = world->sealed[CHILD][LANE_BULK];

    history(world, CHILD, LANE_BULK, 100);
    start(world, PARENT, 3);
    link_restore_in(&world->link[PARENT], LANE_BULK, 60, &sealed[60]);
    dial(world, 3);
    carry(world);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    assert_int_equal(world->link[CHILD].resent_after_loss, 40);
    assert_int_equal(world->asked[CHILD], 1); /* L(60) stood in the database only */
    assert_int_equal(link_may_send(&world->link[CHILD], LANE_BULK, world->now), 40);
    free(world);
}

static void cannot_compare(void **state) {
    struct world *world = world_new();
    struct digest *sealed = world->sealed[CHILD][LANE_BULK];

    history(world, CHILD, LANE_BULK, 100);
    start(world, PARENT, 3);
    link_restore_in(&world->link[PARENT], LANE_BULK, 60, &sealed[60]);
    world->forgets = true;
    dial(world, 3);
    carry(world);
    assert_int_not_equal(world->link[CHILD].state, LINK_STATE_OPEN);
    assert_int_equal(link_may_send(&world->link[CHILD], LANE_BULK, world->now), 0);
    pass(world, LINK_HELLO_TIMEOUT_US);
    (void)tick(world, CHILD);
    assert_int_equal(world->link[CHILD].state, LINK_STATE_DOWN);
    free(world);
}

/* ---- pauses */

static void pause_link(struct world *world, unsigned who, bool pause) {
    struct link_out out = {0};

    link_pause(&world->link[who], pause, world->now, &out);
    act_on(world, who, &out);
    carry(world);
}

static void paused_by_the_child(void **state) {
    struct world *world = world_new();

    dial(world, 3);
    carry(world);
    pause_link(world, CHILD, true);
    assert_int_equal(world->link[CHILD].state, LINK_STATE_PAUSED);
    assert_tells(&world->link[PARENT], PJ_LINK_PAUSED, "pujiangctl link resume");
    pass(world, LINK_REDIAL_MAX_US);
    assert_false(tick(world, CHILD).open_dial);
    pause_link(world, CHILD, false);
    assert_true(tick(world, CHILD).open_dial);
    dial(world, 4);
    carry(world);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    free(world);
}

static void paused_by_the_parent(void **state) {
    struct world *world = world_new();

    pause_link(world, PARENT, true);
    dial(world, 3);
    carry(world);
    assert_state(world, LINK_STATE_REFUSED, LINK_STATE_PAUSED);
    assert_tells(&world->link[CHILD], PJ_LINK_PAUSED, "paused");
    pause_link(world, PARENT, false);
    dial(world, 4);
    carry(world);
    assert_state(world, LINK_STATE_OPEN, LINK_STATE_OPEN);
    free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a Hello each way opens both ends on the child's dial", opens),
        CASE("two stations that agree on their history open where they left off",
             opens_with_history),
        CASE("a Hello without a dial is dropped", needs_a_dial),
        CASE("another protocol version is refused, and both ends say which is older",
             wrong_version),
        CASE("a newcomer of another version does not disturb the open dial",
             wrong_version_of_a_newcomer),
        CASE("unknown station, not a child, offices not hosted: both ends say why",
             refused_by_the_node),
        CASE("a refusal of a dial long gone changes nothing", no_refusal_without_a_dial),
        CASE("the same key twice: the newcomer is refused, the open dial stays", runs_twice),
        CASE("a new start of a silent station is let in", twin_of_a_silent_one),
        CASE("the same start may dial again at once", dials_again),
        CASE("frames of another dial are dropped and counted", frames_of_another_dial),
        CASE("a restored station that went on by itself has forked: no data flows", forked),
        CASE("a fork is told from a seq at or before the first difference", forked_span),
        CASE("declared lost, it goes on from a mark both know, and no later one", goes_on_anew),
        CASE("a fork stays one, dial after dial", forked_stays),
        CASE("a child restored from an older database is behind, and both ends know",
             restored_child),
        CASE("a child that lost everything is behind too", restored_to_nothing),
        CASE("a parent restored from an older database gets back what it lost", restored_parent),
        CASE("what can no longer be compared does not open", cannot_compare),
        CASE("a link paused by the child does not dial until resumed", paused_by_the_child),
        CASE("a link paused by the parent tells the child so", paused_by_the_parent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
