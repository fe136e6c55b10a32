/* SPDX-License-Identifier: Apache-2.0
 * The file of a case in its row: what goes to others, and beside it what is this station's own. */
#include "wire/internal.h"

enum pj_code wire_encode_casefile(const struct casefile *casefile, struct arena *arena,
                                  struct bytes *ret_bytes) {
    struct wire wire = {arena, PJ_OK};
    PB(CaseFile) *out = wire_casefile_out(&wire, casefile);
    PB(Waiting) waiting = PUJIANG__V1__WAITING__INIT;

    waiting.since = casefile->waiting.since.us;
    waiting.until = casefile->waiting.until.us;
    if (out != NULL && waiting.until != 0) {
        out->waiting = &waiting;
    }
    for (size_t i = 0; out != NULL && i < out->n_conflicts; i++) {
        out->conflicts[i]->later = (casefile->conflicts.later >> i & 1) != 0;
    }
    return out == NULL ? wire.code : wire_pack(&wire, &out->base, ret_bytes);
}

enum pj_code wire_decode_casefile(struct bytes from, struct arena *arena,
                                  struct casefile *casefile) {
    struct wire wire = {arena, PJ_OK};
    const PB(CaseFile) *in = wire_unpack(&wire, &pujiang__v1__case_file__descriptor, from);
    struct casefile decoded;

    if (in == NULL) {
        return wire.code;
    }
    casefile_copy(&decoded, casefile);
    wire_casefile_in(&wire, in, &decoded);
    decoded.waiting = (struct waiting){0};
    if (in->waiting != NULL) {
        decoded.waiting.since.us = in->waiting->since;
        decoded.waiting.until.us = in->waiting->until;
    }
    for (size_t i = 0; i < decoded.conflicts.count; i++) {
        decoded.conflicts.later |= (uint64_t)(in->conflicts[i]->later != 0) << i;
    }
    if (wire_ok(&wire)) {
        casefile_copy(casefile, &decoded);
    }
    return wire.code;
}
