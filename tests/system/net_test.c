/* SPDX-License-Identifier: Apache-2.0
 * Links over real sockets: who gets in, what each end hears when it does not, and what becomes of
 * bytes that are no frame. Parent and child are two networks in this process; their nodes only
 * record. */
#include "net_world.h"

#include <stdio.h>
#include <stdlib.h>

#define PATIENCE_S 5
#define DIAL       UINT64_C(0x1234567890abcdef)

struct world {
    struct side parent, child;
    struct side *all[2];
    char endpoint[64];
};

static struct bytes text(const char *words) {
    return (struct bytes){(const uint8_t *)words, strlen(words)};
}

/* Parent "3307" listens, child "330726" knows its key; whether the parent knows the child's is each
 * test's business. */
static int set_up(void **state) {
    struct world *world = calloc(1, sizeof *world);
    struct config parent = {.station.name = {"3307"}, .station.parent = {"33"}};
    struct config child = {.station.name = {"330726"}, .station.parent = {"3307"}};

    assert_non_null(world);
    log_record();
    (void)snprintf(world->endpoint, sizeof world->endpoint, "ipc:///tmp/net_test.%d",
                   (int)getpid());
    (void)snprintf(parent.link.listen, sizeof parent.link.listen, "%s", world->endpoint);
    assert_true(side_open(&world->parent, &parent));
    (void)snprintf(world->parent.node.neighbour, sizeof world->parent.node.neighbour, "330726");
    (void)snprintf(child.link.parent_endpoint, sizeof child.link.parent_endpoint, "%s",
                   world->endpoint);
    (void)snprintf(child.link.parent_key, sizeof child.link.parent_key, "%s",
                   world->parent.keys.public_key);
    assert_true(side_open(&world->child, &child));
    world->all[0] = &world->parent;
    world->all[1] = &world->child;
    *state = world;
    return 0;
}

static int tear_down(void **state) {
    struct world *world = *state;

    side_close(&world->child);
    side_close(&world->parent);
    (void)unlink(world->endpoint + strlen("ipc://"));
    free(world);
    log_set_sink(NULL, NULL);
    return 0;
}

static void allow_child(struct world *world) {
    node_allow(&world->parent.node, world->child.keys.public_key, "330726", "");
}

static bool settle(struct world *world, world_condition *condition) {
    return world_run(world->all, 2, condition, world, PATIENCE_S);
}

static bool child_is_up(void *context) {
    return ((const struct world *)context)->child.node.connected > 0;
}

static bool child_is_down(void *context) {
    return ((const struct world *)context)->child.node.disconnected > 0;
}

static bool parent_has_frame(void *context) {
    return ((const struct world *)context)->parent.node.frames > 0;
}

static bool child_has_frame(void *context) {
    return ((const struct world *)context)->child.node.frames > 0;
}

static bool parent_has_dropped(void *context) {
    return net_stats(((const struct world *)context)->parent.net).frames_dropped > 0;
}

/* Dialled, let in, Hello sent and seen. */
static void connect_child(struct world *world) {
    struct bytes hello = hello_frame(DIAL);

    allow_child(world);
    world->child.node.connected = 0;
    world->parent.node.frames = 0;
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_up));
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, hello));
    assert_true(settle(world, parent_has_frame));
    free((void *)hello.data);
    world->parent.node.frames = 0;
}

static void frames_go_both_ways(void **state) {
    struct world *world = *state;

    connect_child(world);
    assert_int_equal(world->parent.node.frame_link, WORLD_LINK_CHILD);
    assert_int_equal(world->parent.node.frame_dial, 0); /* new when the Hello came */
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("up")));
    assert_true(settle(world, parent_has_frame));
    assert_string_equal(world->parent.node.frame_text, "up");
    assert_int_equal(world->parent.node.frame_dial, DIAL);
    assert_true(net_send(world->parent.net, WORLD_LINK_CHILD, DIAL, text("down")));
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "down");
    assert_int_equal(world->child.node.frame_dial, DIAL);
    assert_false(net_send(world->parent.net, WORLD_LINK_CHILD, DIAL + 1, text("nobody")));
    assert_false(net_send(world->parent.net, WORLD_LINK_CHILD + 1, DIAL, text("nobody")));
    assert_false(net_send(world->child.net, WORLD_LINK_PARENT, DIAL + 1, text("other dial")));
}

static void refused_key_is_heard_and_let_in_later(void **state) {
    struct world *world = *state;

    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_down));
    assert_int_equal(world->child.node.disconnected_code, PJ_AUTH_UNKNOWN_KEY);
    assert_int_equal(world->child.node.connected, 0);
    assert_non_null(strstr(log_events(), "key_refused domain=link"));
    assert_non_null(strstr(log_events(), world->child.keys.public_key));
    assert_non_null(strstr(log_events(), "pujiangctl key allow --station"));

    log_clear();
    world->child.node.disconnected = 0;
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_down));
    assert_string_equal(log_events(), ""); /* once per key, not per dial */
    connect_child(world);
}

/* Whether the child's monitor hears of the broken handshake depends on who is first; its node has
 * its own patience. What matters: nobody is told that his key is refused, and the next dial works.
 */
static void unread_database_turns_nobody_away(void **state) {
    struct world *world = *state;

    world->parent.node.state = NODE_OPENING;
    net_dial(world->child.net, WORLD_LINK_PARENT);
    world_idle(world->all, 2, 300);
    assert_false(child_is_up(world));
    assert_null(strstr(log_events(), "key_refused"));
    world->parent.node.state = NODE_READY;
    connect_child(world);
}

static void wrong_parent_key_is_explained(void **state) {
    struct world *world = *state;
    char secret[CURVE_TEXT_MAX + 1];

    allow_child(world);
    assert_int_equal(zmq_curve_keypair(world->child.config.link.parent_key, secret), 0);
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_down));
    assert_int_equal(world->child.node.disconnected_code, PJ_OK);
    assert_non_null(strstr(log_events(), "link_handshake_failed"));
}

static void nobody_there_is_just_down(void **state) {
    struct world *world = *state;

    side_close(&world->parent);
    (void)unlink(world->endpoint + strlen("ipc://"));
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(world_run(&world->all[1], 1, child_is_down, world, PATIENCE_S));
    assert_int_equal(world->child.node.disconnected_code, PJ_OK);
    assert_int_equal(world->child.node.disconnected_dial, 0);
}

static void parent_that_dies_is_noticed(void **state) {
    struct world *world = *state;

    connect_child(world);
    side_close(&world->parent);
    assert_true(world_run(&world->all[1], 1, child_is_down, world, PATIENCE_S));
    assert_int_equal(world->child.node.disconnected_dial, DIAL);
    assert_false(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("gone")));
}

static void child_that_dies_is_noticed_at_the_next_frame(void **state) {
    struct world *world = *state;

    connect_child(world);
    side_close(&world->child);
    for (int i = 0; i < 100; i++) {
        world_idle(world->all, 1, 10);
        if (!net_send(world->parent.net, WORLD_LINK_CHILD, DIAL, text("heartbeat"))) {
            return;
        }
    }
    fail_msg("frames to a dead child are still taken");
}

static void redial_is_a_new_connection(void **state) {
    struct world *world = *state;
    struct bytes hello = hello_frame(DIAL + 1);

    connect_child(world);
    world->child.node.connected = 0;
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_up));
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL + 1, hello));
    assert_true(settle(world, parent_has_frame));
    assert_int_equal(world->parent.node.frame_dial, 0);
    assert_true(net_send(world->parent.net, WORLD_LINK_CHILD, DIAL + 1, text("new")));
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "new");
    assert_int_equal(world->child.node.disconnected, 0); /* it was our own wish */
    free((void *)hello.data);
}

static void hung_up_dial_is_deaf(void **state) {
    struct world *world = *state;

    connect_child(world);
    net_hang_up(world->parent.net, WORLD_LINK_CHILD, DIAL);
    assert_false(net_send(world->parent.net, WORLD_LINK_CHILD, DIAL, text("down")));
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("up")));
    assert_true(settle(world, parent_has_dropped));
    assert_int_equal(world->parent.node.frames, 0);
    net_hang_up(world->child.net, WORLD_LINK_PARENT, DIAL);
    assert_false(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("up")));
}

static void long_frame_is_refused_and_longer_ends_the_dial(void **state) {
    struct world *world = *state;
    uint8_t *large = calloc(1, NET_BYTES_MAX + 1);

    assert_non_null(large);
    connect_child(world);
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL,
                         (struct bytes){large, FRAME_BYTES_MAX}));
    assert_true(settle(world, parent_has_frame));
    assert_int_equal(world->parent.node.frame_len, FRAME_BYTES_MAX);
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL,
                         (struct bytes){large, FRAME_BYTES_MAX + 1}));
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "refused BAD_TOO_LONG");
    assert_int_equal(world->parent.node.frames, 1);
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL,
                         (struct bytes){large, NET_BYTES_MAX + 1}));
    assert_true(settle(world, child_is_down));
    free(large);
}

static void first_frame_that_is_none_is_refused_once(void **state) {
    struct world *world = *state;

    allow_child(world);
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_up));
    for (int i = 0; i < 3; i++) {
        assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("\xff\xff garbage")));
    }
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "refused BAD_FORMAT");
    world_idle(world->all, 2, 50);
    assert_int_equal(world->child.node.frames, 1);
    assert_int_equal(world->parent.node.frames, 0);
    assert_int_equal(net_stats(world->parent.net).frames_dropped, 3);
}

/* A Hello cut anywhere is refused or, where the cut leaves a whole message, judged by the node;
 * never a crash. */
static void hello_cut_short_is_survived(void **state) {
    struct world *world = *state;
    struct bytes hello = hello_frame(DIAL);
    uint64_t seen = 0;

    allow_child(world);
    for (size_t len = 0; len < hello.len; len++) {
        world->child.node.connected = 0;
        net_dial(world->child.net, WORLD_LINK_PARENT);
        assert_true(settle(world, child_is_up));
        assert_true(
            net_send(world->child.net, WORLD_LINK_PARENT, DIAL, (struct bytes){hello.data, len}));
        do {
            world_idle(world->all, 2, 1);
        } while (net_stats(world->parent.net).frames_dropped + world->parent.node.frames == seen);
        seen++;
    }
    free((void *)hello.data);
    connect_child(world);
}

static void several_parts_are_no_frame(void **state) {
    struct world *world = *state;
    void *raw = NULL;

    allow_child(world);
    raw = raw_socket(world->child.zmq, ZMQ_DEALER, world->endpoint, &world->child.keys,
                     world->parent.keys.public_key);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(zmq_send(raw, "x", 1, i < 19 ? ZMQ_SNDMORE : 0), 1);
    }
    assert_true(settle(world, parent_has_dropped));
    assert_int_equal(world->parent.node.frames, 0);
    assert_int_equal(zmq_close(raw), 0);
}

static void key_without_a_link_hears_why(void **state) {
    struct world *world = *state;
    struct bytes hello = hello_frame(DIAL);

    allow_child(world);
    world->parent.node.neighbour[0] = '\0'; /* the directory does not have it below us */
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_up));
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, hello));
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "refused LINK_NOT_CHILD");
    free((void *)hello.data);
}

static void our_own_parent_is_not_our_child(void **state) {
    struct world *world = *state;
    struct bytes hello = hello_frame(DIAL);

    node_allow(&world->parent.node, world->child.keys.public_key, "33", "");
    (void)snprintf(world->parent.node.neighbour, sizeof world->parent.node.neighbour, "33");
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_up));
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, hello));
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "refused LINK_NOT_CHILD");
    assert_int_equal(world->parent.node.frames, 0);
    free((void *)hello.data);
}

static void revoked_key_is_cut_off_at_the_next_frame(void **state) {
    struct world *world = *state;

    connect_child(world);
    node_revoke(&world->parent.node, world->child.keys.public_key);
    assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("up")));
    assert_true(settle(world, child_has_frame));
    assert_string_equal(world->child.node.frame_text, "refused AUTH_UNKNOWN_KEY");
    assert_int_equal(world->parent.node.frames, 0);
}

/* ---- pressure */

#define FLOOD 20000

static bool flood_is_in(void *context) {
    return ((const struct world *)context)->parent.node.frames == FLOOD;
}

/* The trap of edge-triggered descriptors: without asking again before sleeping this takes so long
 * that nobody waits for it. */
static void twenty_thousand_frames_flow(void **state) {
    struct world *world = *state;
    int sent = 0;

    connect_child(world);
    while (sent < FLOOD) {
        if (net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("frame"))) {
            sent++;
        } else { /* the queue is full: the window's job in life, here the test's */
            world_idle(world->all, 2, 1);
        }
        if (sent % 500 == 0) {
            assert_true(world_run(world->all, 1, parent_has_frame, world, PATIENCE_S));
        }
    }
    assert_true(settle(world, flood_is_in));
}

static void full_turn_leaves_frames_in_the_socket(void **state) {
    struct world *world = *state;

    connect_child(world);
    world->parent.node.take_max = 10;
    for (int i = 0; i < 100; i++) {
        assert_true(net_send(world->child.net, WORLD_LINK_PARENT, DIAL, text("frame")));
    }
    world_idle(world->all, 2, 100);
    assert_int_equal(world->parent.node.frames, 10);
    assert_true(net_send(world->parent.net, WORLD_LINK_CHILD, DIAL, text("still speaks")));
    assert_true(settle(world, child_has_frame));
    world->parent.node.take_max = 0; /* the turn went through */
    world_idle(world->all, 2, 100);
    assert_int_equal(world->parent.node.frames, 100);
}

static void full_turn_still_lets_stations_in(void **state) {
    struct world *world = *state;

    allow_child(world);
    world->parent.node.can_take = false;
    net_dial(world->child.net, WORLD_LINK_PARENT);
    assert_true(settle(world, child_is_up));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
#define LINK_CASE(sentence, function) CASE_WITH(sentence, function, set_up, tear_down)
        LINK_CASE("an allowed child gets in and frames go both ways", frames_go_both_ways),
        LINK_CASE("a refused key is heard by its owner, logged once, and let in later",
                  refused_key_is_heard_and_let_in_later),
        LINK_CASE("a parent that has not read its database turns nobody away",
                  unread_database_turns_nobody_away),
        LINK_CASE("a wrong parent_key is explained", wrong_parent_key_is_explained),
        LINK_CASE("nobody there is just down", nobody_there_is_just_down),
        LINK_CASE("a parent that dies is noticed", parent_that_dies_is_noticed),
        LINK_CASE("a child that dies is noticed at the next frame",
                  child_that_dies_is_noticed_at_the_next_frame),
        LINK_CASE("a redial is a new connection", redial_is_a_new_connection),
        LINK_CASE("a hung-up dial is deaf at both ends", hung_up_dial_is_deaf),
        LINK_CASE("a long frame is refused, a longer one ends the dial",
                  long_frame_is_refused_and_longer_ends_the_dial),
        LINK_CASE("a first frame that is none is refused, once",
                  first_frame_that_is_none_is_refused_once),
        LINK_CASE("a Hello cut short anywhere is survived", hello_cut_short_is_survived),
        LINK_CASE("several parts are no frame", several_parts_are_no_frame),
        LINK_CASE("a key without a link hears why", key_without_a_link_hears_why),
        LINK_CASE("our own parent is not our child", our_own_parent_is_not_our_child),
        LINK_CASE("a revoked key is cut off at the next frame",
                  revoked_key_is_cut_off_at_the_next_frame),
        LINK_CASE("20 000 frames flow", twenty_thousand_frames_flow),
        LINK_CASE("a full turn leaves frames in the socket", full_turn_leaves_frames_in_the_socket),
        LINK_CASE("a full turn still lets stations in", full_turn_still_lets_stations_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
