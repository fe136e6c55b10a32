/* SPDX-License-Identifier: Apache-2.0
 * Digests (values) and the port that computes them. Each digest has a domain, so that one kind can
 * never be passed off as another, and the domain names the algorithm. lib/core and lib/link see
 * values only. */
#pragma once
#include "base/base.h"

#define DIGEST_BYTES 32
#define DIGEST_HEX   (2 * DIGEST_BYTES)

#define MAC_KEY_BYTES_MAX 64 /* a block of SHA-256: a station's secret has 32 */

struct digest {
    uint8_t byte[DIGEST_BYTES];
};

enum digest_domain {
    DIGEST_PART,       /* salt, data */
    DIGEST_SUBMISSION, /* part digests in order */
    DIGEST_BODY,       /* body of a message */
    DIGEST_MESSAGE,    /* header bytes, body digest */
    DIGEST_LINK,       /* previous L, message digest */
    DIGEST_CHAIN,      /* previous element, header bytes, body digest */
    DIGEST_REQUEST,    /* body bytes of an API request, for idempotency */
    DIGEST_FILE,       /* a data file */
    DIGEST_DOMAIN_MAX
};

bool digest_equal(const struct digest *a, const struct digest *b);
bool digest_is_zero(const struct digest *digest);
/* Exactly DIGEST_BYTES or PJ_BAD_FIELD; an empty view gives the zero digest. */
enum pj_code digest_from(struct bytes bytes, struct digest *ret_digest) must_check;
struct bytes digest_bytes(const struct digest *digest);

/* The hash port. SHA-256 by OpenSSL EVP with one reused context (0.6 us per KB). */
struct hasher;
struct hasher *hasher_new(void);
void hasher_free(struct hasher *hasher);
/* H(domain || each part as it is): the caller guarantees that lengths of all but the last part are
 * fixed. */
struct digest hasher_digest(struct hasher *hasher, enum digest_domain domain,
                            const struct bytes *parts, size_t count);
/* HMAC-SHA-256, for query codes and the permutation of case numbers. */
struct digest hasher_mac(struct hasher *hasher, struct bytes key, struct bytes message);
