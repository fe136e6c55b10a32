/* SPDX-License-Identifier: Apache-2.0
 * A link and the clock: dialling again, falling silent, heartbeats, draining. One machine; its peer
 * is played. */
#include "unit.h"

#include "link/link.h"

static struct now start_of_test(void) {
    return (struct now){{INT64_C(1764000000) * US_PER_S}, {1000 * US_PER_S}};
}

static struct link new_link(enum link_role role) {
    const struct link_config config = {
        .role = role, .self = {"self"}, .peer = {"peer"}, .incarnation = {{1}}};
    struct link link;

    link_init(&link, &config);
    return link;
}

static void pass(struct now *now, int64_t us) {
    now->wall.us += us;
    now->mono.us += us;
}

static struct link_out tick(struct link *link, struct now now) {
    struct link_out out = {0};

    link_tick(link, now, 7, &out);
    return out;
}

static void give(struct link *link, const struct frame *frame, struct now now) {
    const struct frame_hello mine = {.station = link->self};
    struct link_out out = {0};

    link_on_frame(link, frame, &mine, now, &out);
}

static void connect_link(struct link *link, struct now now) {
    const struct frame_hello mine = {.station = link->self};
    struct link_out out = {0};

    link_connected(link, 3, &mine, now, &out);
}

/* A child whose parent has answered everything. */
static struct link open_link(struct now now) {
    struct link link = new_link(LINK_TO_PARENT);
    struct frame frame = {
        .protocol = LINK_PROTOCOL, .kind = FRAME_HELLO, .hello = {.station = link.peer, .dial = 3}};

    connect_link(&link, now);
    give(&link, &frame, now);
    assert_int_equal(link.state, LINK_STATE_PROBING);
    frame = (struct frame){.protocol = LINK_PROTOCOL, .kind = FRAME_ACK, .ack = {.dial = 3}};
    give(&link, &frame, now);
    assert_int_equal(link.state, LINK_STATE_OPEN);
    return link;
}

static void heartbeat(struct link *link, uint32_t busy_ms, struct now now) {
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_HEARTBEAT};

    frame.heartbeat.dial = 3;
    frame.heartbeat.wall.us = now.wall.us - 5 * US_PER_S;
    frame.heartbeat.chain_head.byte[0] = 42;
    frame.heartbeat.busy_ms = busy_ms;
    give(link, &frame, now);
}

static void lose(struct link *link, struct now now) {
    struct link_out out = {0};

    link_disconnected(link, PJ_OK, "", now, &out);
}

static void redials(void **state) {
    struct link link = new_link(LINK_TO_PARENT);
    struct now now = start_of_test();
    int64_t wait = LINK_REDIAL_MIN_US;

    assert_non_null(strstr(link.sentence, "parent_endpoint")); /* where to look, from the start */
    assert_true(tick(&link, now).open_dial);
    assert_false(tick(&link, now).open_dial);
    for (unsigned i = 0; i < 12; i++) {
        lose(&link, now);
        assert_int_equal(link.code, PJ_LINK_NO_ANSWER);
        assert_non_null(strstr(link.sentence, "parent_endpoint"));
        assert_int_equal(link.redial_at.us, now.mono.us + wait);
        assert_int_equal(link_wakeup(&link).us, link.redial_at.us);
        pass(&now, wait - 1);
        assert_false(tick(&link, now).open_dial);
        pass(&now, 1);
        assert_true(tick(&link, now).open_dial);
        wait = 2 * wait > LINK_REDIAL_MAX_US ? LINK_REDIAL_MAX_US : 2 * wait;
    }
}

static void parent_never_dials(void **state) {
    struct link link = new_link(LINK_TO_CHILD);
    struct now now = start_of_test();

    pass(&now, 10 * LINK_REDIAL_MAX_US);
    assert_false(tick(&link, now).open_dial);
    assert_int_equal(link_wakeup(&link).us, INT64_MAX);
}

static void refusal_is_remembered(void **state) {
    struct link link = new_link(LINK_TO_PARENT);
    struct now now = start_of_test();
    struct link_out out = {0};

    (void)tick(&link, now);
    link_disconnected(&link, PJ_AUTH_UNKNOWN_KEY, "the parent does not know this key", now, &out);
    assert_int_equal(link.state, LINK_STATE_REFUSED);
    pass(&now, LINK_REDIAL_MAX_US);
    assert_true(tick(&link, now).open_dial);
    assert_int_equal(link.code, PJ_AUTH_UNKNOWN_KEY);
    assert_string_equal(link.sentence, "the parent does not know this key");
}

static void lasting_dial_resets(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);

    link.redial_us = LINK_REDIAL_MAX_US;
    pass(&now, LINK_LASTING_US);
    lose(&link, now);
    assert_int_equal(link.redial_at.us, now.mono.us + LINK_REDIAL_MIN_US);
}

static void no_answer(void **state) {
    struct link link = new_link(LINK_TO_PARENT);
    struct now now = start_of_test();

    connect_link(&link, now);
    pass(&now, LINK_HELLO_TIMEOUT_US - 1);
    assert_false(tick(&link, now).close_dial);
    pass(&now, 1);
    assert_true(tick(&link, now).close_dial);
    assert_int_equal(link.code, PJ_LINK_NO_ANSWER);
}

static void heartbeats(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);

    for (unsigned i = 0; i < 20; i++) {
        struct link_out out;

        pass(&now, LINK_HEARTBEAT_US);
        assert_true(link_wakeup(&link).us <= now.mono.us);
        out = tick(&link, now);
        assert_int_equal(out.frame_count, 1);
        assert_int_equal(out.frames[0].kind, FRAME_HEARTBEAT);
        assert_int_equal(out.frames[0].heartbeat.dial, 3);
        assert_int_equal(out.frames[0].heartbeat.wall.us, now.wall.us);
        heartbeat(&link, 0, now);
    }
    assert_int_equal(link.state, LINK_STATE_OPEN);
    assert_int_equal(link.skew_us, -5 * US_PER_S);
    assert_int_equal(link.peer_chain_head.byte[0], 42);
}

/* A clock that nobody has tells no difference, and is no reason not to hear the peer. */
static void impossible_time(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_HEARTBEAT};

    heartbeat(&link, 0, now);
    pass(&now, US_PER_S);
    frame.heartbeat.dial = 3;
    frame.heartbeat.wall.us = INT64_MIN;
    give(&link, &frame, now);
    assert_int_equal(link.skew_us, -5 * US_PER_S);
    assert_int_equal(link.heard_at.us, now.mono.us);
}

/* What a peer says of our epochs raises ours: so many nobody remembers. */
static void impossible_epoch(void **state) {
    static const struct {
        uint32_t heard;
        bool lost;
    } rows[] = {{1, false},
                {2, true},
                {1 + LINK_EPOCHS_AHEAD_MAX, true},
                {2 + LINK_EPOCHS_AHEAD_MAX, false},
                {UINT32_MAX, false}};
    struct now now = start_of_test();

    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct link link = new_link(LINK_TO_PARENT);
        struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_HELLO};
        struct link_out out = {0};

        link.epoch = 1;
        connect_link(&link, now);
        frame.hello =
            (struct frame_hello){.station = link.peer, .dial = 3, .your_epoch = rows[i].heard};
        link_on_frame(&link, &frame, &frame.hello, now, &out);
        assert_int_equal(out.lost, rows[i].lost);
        assert_int_equal(out.lost_epoch, rows[i].lost ? rows[i].heard : 0);
    }
}

static void silence(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);

    pass(&now, LINK_SILENCE_US - 1);
    assert_false(tick(&link, now).close_dial);
    pass(&now, 1);
    assert_true(tick(&link, now).close_dial);
    assert_int_equal(link.state, LINK_STATE_DOWN);
    assert_int_equal(link.code, PJ_LINK_NO_ANSWER);
}

static void busy(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);
    struct digest hash = {{1}};

    link_committed_out(&link, LANE_BULK, 1, &hash, 1);
    heartbeat(&link, 500, now);
    assert_int_equal(link_may_send(&link, LANE_BULK, now), 0);
    heartbeat(&link, 0, now);
    assert_int_equal(link_may_send(&link, LANE_BULK, now), 1);
}

static void drains(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);
    struct link_out out = {0};
    struct digest hash = {{1}};

    link_committed_out(&link, LANE_BULK, 1, &hash, 1);
    link_drain(&link, now, &out);
    assert_int_equal(out.frame_count, 1);
    assert_int_equal(out.frames[0].kind, FRAME_DRAIN);
    assert_int_equal(out.frames[0].drain_dial, 3);
    assert_int_equal(link_may_send(&link, LANE_BULK, now), 0);
    lose(&link, now);
    pass(&now, LINK_REDIAL_MAX_US);
    assert_false(tick(&link, now).open_dial);
}

static void drained_peer(void **state) {
    struct now now = start_of_test();
    struct link link = open_link(now);
    struct frame frame = {.protocol = LINK_PROTOCOL, .kind = FRAME_DRAIN, .drain_dial = 3};
    struct digest hash = {{1}};

    link_committed_out(&link, LANE_BULK, 1, &hash, 1);
    give(&link, &frame, now);
    assert_int_equal(link_may_send(&link, LANE_BULK, now), 0);
    heartbeat(&link, 0, now);
    assert_int_equal(link_may_send(&link, LANE_BULK, now), 0);
}

static void pause_while_dialling(void **state) {
    struct now now = start_of_test();
    struct link link = new_link(LINK_TO_PARENT);
    struct link_out out = {0};

    pass(&now, LINK_REDIAL_MAX_US);
    assert_true(tick(&link, now).open_dial);
    link_pause(&link, true, now, &out);
    assert_true(out.close_dial);
    assert_int_equal(link.state, LINK_STATE_PAUSED);
    assert_int_equal(link.code, PJ_LINK_PAUSED);
    pass(&now, LINK_REDIAL_MAX_US);
    assert_false(tick(&link, now).open_dial);
}

static void same_trouble_is_told_once(void **state) {
    struct now now = start_of_test();
    struct link link = new_link(LINK_TO_PARENT);
    unsigned told = 0;

    for (int i = 0; i < 20; i++) {
        struct link_out out = {0};

        pass(&now, 2 * LINK_REDIAL_MAX_US);
        told += tick(&link, now).changed ? 1 : 0;
        link_disconnected(&link, PJ_AUTH_UNKNOWN_KEY, "why", now, &out);
        told += out.changed ? 1 : 0;
    }
    assert_int_equal(told, 1);
}

static void refusal_outlives_a_failed_dial(void **state) {
    struct now now = start_of_test();
    struct link link = new_link(LINK_TO_PARENT);
    struct link_out out = {0};

    connect_link(&link, now);
    link_disconnected(&link, PJ_AUTH_UNKNOWN_KEY, "why", now, &out);
    assert_int_equal(link.state, LINK_STATE_REFUSED);
    pass(&now, LINK_REDIAL_MAX_US);
    assert_true(tick(&link, now).open_dial);
    link_disconnected(&link, PJ_OK, "", now, &out); /* nobody listens there now */
    assert_int_equal(link.state, LINK_STATE_DOWN);
    assert_int_equal(link.code, PJ_AUTH_UNKNOWN_KEY);
    assert_string_equal(link.sentence, "why");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("redials back off, doubling up to the maximum", redials),
        CASE("a parent waits to be dialled", parent_never_dials),
        CASE("the reason of a refusal is told until it no longer holds", refusal_is_remembered),
        CASE("a dial that lasted resets the backoff", lasting_dial_resets),
        CASE("a Hello without an answer times out", no_answer),
        CASE("heartbeats keep an idle link open and measure the clocks", heartbeats),
        CASE("a heartbeat of an impossible time is heard and tells nothing", impossible_time),
        CASE("an epoch that no memory can hold is not believed", impossible_epoch),
        CASE("a silent peer is hung up on", silence),
        CASE("a busy peer is sent nothing until it says so", busy),
        CASE("a draining link says so, sends no more and dials no more", drains),
        CASE("a peer that drains is sent nothing", drained_peer),
        CASE("a link paused while it dials hangs up and dials no more", pause_while_dialling),
        CASE("the same trouble is told once, however often it is dialled",
             same_trouble_is_told_once),
        CASE("the reason of a refusal outlives a dial that nobody answers",
             refusal_outlives_a_failed_dial),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
