/* SPDX-License-Identifier: Apache-2.0
 * The seeded generator is the reference splitmix64, for ever: a seed in a bug report must replay.
 */
#include "base/prng.h"
#include "unit.h"

static void reference(void **state) {
    /* Seed 1234567, from the published reference implementation. */
    static const uint64_t words[] = {
        UINT64_C(6457827717110365317),  UINT64_C(3203168211198807973),
        UINT64_C(9817491932198370423),  UINT64_C(4593380528125082431),
        UINT64_C(16408922859458223821),
    };
    struct prng prng;

    prng_init_seed(&prng, 1234567);
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        assert_true(prng_u64(&prng) == words[i]);
    }
}

static void bytes_and_words_agree(void **state) {
    struct prng a, b;
    uint8_t bytes[20];

    prng_init_seed(&a, 7);
    prng_init_seed(&b, 7);
    a.fill(&a, bytes, sizeof(bytes));
    for (size_t at = 0; at < sizeof(bytes); at += 8) {
        uint64_t word = prng_u64(&b);

        for (size_t i = 0; i < 8 && at + i < sizeof(bytes); i++) {
            assert_int_equal(bytes[at + i], (uint8_t)(word >> (8 * i)));
        }
    }
}

static void below_stays_below(void **state) {
    static const uint64_t bounds[] = {1, 2, 3, 10, 100000000, UINT64_C(1) << 63, UINT64_MAX};
    struct prng prng;

    prng_init_seed(&prng, 42);
    for (size_t i = 0; i < ARRAY_COUNT(bounds); i++) {
        for (int n = 0; n < 1000; n++) {
            assert_true(prng_below(&prng, bounds[i]) < bounds[i]);
        }
    }
}

static void below_is_even(void **state) {
    size_t count[10] = {0};
    struct prng prng;

    prng_init_seed(&prng, 42);
    for (int n = 0; n < 100000; n++) {
        count[prng_below(&prng, ARRAY_COUNT(count))]++;
    }
    for (size_t i = 0; i < ARRAY_COUNT(count); i++) {
        assert_in_range(count[i], 9500, 10500); /* 5 sigma is 474 */
    }
}

/* Three quarters of 2^64: without drawing again, the lowest third would come half of the time. */
static void large_bounds_are_even(void **state) {
    const uint64_t third = UINT64_C(1) << 62;
    size_t lowest = 0;
    struct prng prng;

    prng_init_seed(&prng, 42);
    for (int n = 0; n < 30000; n++) {
        if (prng_below(&prng, 3 * third) < third) {
            lowest++;
        }
    }
    assert_in_range(lowest, 9500, 10500);
}

static void below_zero(void *argument) {
    (void)prng_below(argument, 0);
}

static void bound_zero(void **state) {
    struct prng prng;

    prng_init_seed(&prng, 1);
    assert_true(aborts(below_zero, &prng));
}

static void system_differs(void **state) {
    struct prng a, b;

    prng_init_system(&a);
    prng_init_system(&b);
    assert_true(prng_u64(&a) != prng_u64(&b));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("a seed gives the reference sequence", reference),
        CASE("bytes and words come from the same stream", bytes_and_words_agree),
        CASE("a bounded number stays below its bound", below_stays_below),
        CASE("bounded numbers are evenly spread", below_is_even),
        CASE("numbers below a large bound are evenly spread", large_bounds_are_even),
        CASE("a bound of zero is our own bug", bound_zero),
        CASE("the system's generator does not repeat itself", system_differs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
