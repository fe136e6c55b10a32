/* SPDX-License-Identifier: Apache-2.0
 * Digests against vectors computed with another program:
 *     printf 'pj1:sha256:part\0浦江' | openssl dgst -sha256
 *     printf 'what do ya want for nothing?' | openssl dgst -sha256 -hmac Jefe      (RFC 4231, case
 * 2) */
#include "base/digest.h"
#include "base/text.h"
#include "unit.h"

static struct bytes view(const char *text) {
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

static void assert_digest(struct digest digest, const char *hex) {
    char text[DIGEST_HEX + 1];

    text_hex(text, sizeof(text), digest.byte, DIGEST_BYTES);
    assert_string_equal(text, hex);
}

struct vector {
    const char *empty; /* of the domain alone */
    const char *town;  /* of 浦江 */
};
static const struct vector vectors[] = {
    [DIGEST_PART] = {"8333210f6ac1fcd5bde8aae38c49cc160051e627d5b340fdabf5ea07321d255b",
                     "f919a226e45751fb0f931c591bdad6397f8abe5c3a90d239561798a01ab2a682"},
    [DIGEST_SUBMISSION] = {"c43cd0087bb2c30b230df44fb41d1b276f72af3795204b136c1182c47e5c8df2",
                           "73772fae8395ff5079d2bb7391e3830816049cd848b15d3f7a97f6f8701124c2"},
    [DIGEST_BODY] = {"81e8541c977e113422b4b50876ab905c28d45b61c0ee1e0f8ef5c20d3af8c95b",
                     "86e049e496e985588b5679b7d42c7dec1e1c7fbf21049efdcdacb1f8f6a18803"},
    [DIGEST_MESSAGE] = {"b9bec357e012ea5e54f92676c828e3f468a947b1f63cb5abd05adff5dffb72f6",
                        "d416b1aca62a0a441fb1b3d7074c6bf76a19f1d2e8aa751a24f0b1bc2a415341"},
    [DIGEST_LINK] = {"ec3bedce53e56f14ee3e49a690200f6f0e5421de732b90c1b5d5633e20c39636",
                     "4ec3a55a6ff5c2f78e9ca0189de44f7722231e08af0ced0ae49f0be66dc39d32"},
    [DIGEST_CHAIN] = {"019ec217dc20ebde95bdc0e502b298e025a5b2e2341321f69b1e2d128c64df21",
                      "264502d91c529a8953dca3e9a54dd80adf81eb1c57c613ba20c62935e1fba14b"},
    [DIGEST_REQUEST] = {"570936c67999eb6307efc2c99ade0d97734f4d3c2800bd27c0270ce8fb564f0d",
                        "d7a5508a9c127964fd42f65932b32b07c1205a1b6cbf03bec16dc9104699fece"},
    [DIGEST_FILE] = {"1c84e637bf6e0bece80b9252dbddc7f41142d6939979ce07f33bac9fe515973a",
                     "3563dffb9178ab8330c0af8f7e8acd859231dd8e2fa9ec1721d10595384aaeaa"},
};
CTASSERT(ARRAY_COUNT(vectors) == DIGEST_DOMAIN_MAX);

static int hasher_up(void **state) {
    *state = hasher_new();
    return 0;
}

static int hasher_down(void **state) {
    hasher_free(*state);
    return 0;
}

static void known_answers(void **state) {
    struct bytes town = view("浦江");

    for (unsigned domain = 0; domain < DIGEST_DOMAIN_MAX; domain++) {
        assert_digest(hasher_digest(*state, (enum digest_domain)domain, NULL, 0),
                      vectors[domain].empty);
        assert_digest(hasher_digest(*state, (enum digest_domain)domain, &town, 1),
                      vectors[domain].town);
    }
}

static void domains_differ(void **state) {
    struct bytes same = view("same");

    for (unsigned a = 0; a < DIGEST_DOMAIN_MAX; a++) {
        for (unsigned b = 0; b < a; b++) {
            struct digest of_a = hasher_digest(*state, (enum digest_domain)a, &same, 1);
            struct digest of_b = hasher_digest(*state, (enum digest_domain)b, &same, 1);

            assert_false(digest_equal(&of_a, &of_b));
        }
    }
}

static void parts_are_joined(void **state) {
    const struct bytes split[] = {view("浦"), BYTES_NONE, view("江")};

    assert_digest(hasher_digest(*state, DIGEST_BODY, split, ARRAY_COUNT(split)),
                  vectors[DIGEST_BODY].town);
}

static void one_bit_counts(void **state) {
    uint8_t data[64] = {0};
    struct bytes bytes = {data, sizeof(data)};
    struct digest before = hasher_digest(*state, DIGEST_BODY, &bytes, 1);

    for (size_t bit = 0; bit < 8 * sizeof(data); bit++) {
        struct digest after;

        data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        after = hasher_digest(*state, DIGEST_BODY, &bytes, 1);
        assert_false(digest_equal(&before, &after));
        data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void mac(void **state) {
    assert_digest(hasher_mac(*state, view("Jefe"), view("what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    /* A digest in between leaves no trace. */
    (void)hasher_digest(*state, DIGEST_FILE, NULL, 0);
    assert_digest(hasher_mac(*state, view("Jefe"), view("what do ya want for nothing?")),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* The key of the call before is used again only when it is the same. */
static void macs_of_several_keys(void **state) {
    static const struct {
        const char *key, *mac;
    } rows[] = {
        {"Jefe", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"Jeff", "b756ec8c1f600eb277ee3f04163f581bd1c7e361f34a0727ad79c844ffc4bb83"},
        {"Jef", "89630a7f7bb95aced9efa60255f18a10e7d378665751be11dd40bb9594158c29"},
    };

    for (size_t i = 0; i < 4 * ARRAY_COUNT(rows); i++) {
        size_t row = i / 2 % ARRAY_COUNT(rows); /* each twice in a row */

        assert_digest(hasher_mac(*state, view(rows[row].key), view("what do ya want for nothing?")),
                      rows[row].mac);
    }
}

static void mac_without_key(void *argument) {
    (void)hasher_mac(argument, BYTES_NONE, view("message"));
}

static void empty_key(void **state) {
    assert_true(aborts(mac_without_key, *state));
}

static void values(void **state) {
    uint8_t raw[DIGEST_BYTES + 1] = {0};
    struct digest digest = {{9}};
    struct digest other = {{9}};

    assert_true(digest_equal(&digest, &other));
    assert_int_equal(digest_from((struct bytes){raw, DIGEST_BYTES - 1}, &digest), PJ_BAD_FIELD);
    assert_int_equal(digest_from((struct bytes){raw, DIGEST_BYTES + 1}, &digest), PJ_BAD_FIELD);
    assert_true(digest_equal(&digest, &other)); /* untouched */
    assert_int_equal(digest_from(BYTES_NONE, &digest), PJ_OK);
    assert_true(digest_is_zero(&digest));
    raw[DIGEST_BYTES - 1] = 1;
    assert_int_equal(digest_from((struct bytes){raw, DIGEST_BYTES}, &digest), PJ_OK);
    assert_false(digest_is_zero(&digest));
    assert_true(bytes_equal(digest_bytes(&digest), (struct bytes){raw, DIGEST_BYTES}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE_WITH("every domain gives the answer another program gives", known_answers, hasher_up,
                  hasher_down),
        CASE_WITH("the same bytes in two domains have two digests", domains_differ, hasher_up,
                  hasher_down),
        CASE_WITH("parts are hashed as if joined", parts_are_joined, hasher_up, hasher_down),
        CASE_WITH("every single bit changes the digest", one_bit_counts, hasher_up, hasher_down),
        CASE_WITH("the keyed digest is HMAC-SHA-256", mac, hasher_up, hasher_down),
        CASE_WITH("MACs of several keys do not mix", macs_of_several_keys, hasher_up, hasher_down),
        CASE_WITH("a keyed digest without a key is our own bug", empty_key, hasher_up, hasher_down),
        CASE("a digest is read from exactly its length, or from nothing", values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
