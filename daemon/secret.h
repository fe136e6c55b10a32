/* SPDX-License-Identifier: Apache-2.0
 * Files that hold secrets: made 0600 when missing (never replaced), refused when others may read
 * them. What goes wrong is logged with the path and what to change; never a byte of the content. */
#pragma once
#include "base/prng.h"
#include "words/ids.h"

#define SECRET_BYTES      32
#define PASSWORD_TEXT_MAX 255

struct curve_pair { /* Z85 */
    char public_key[CURVE_TEXT_MAX + 1];
    char secret_key[CURVE_TEXT_MAX + 1];
};

/* Exactly 32 bytes; drawn from prng when the file is missing. PJ_BAD_DATA, already logged. */
enum pj_code secret_read(const char *path, struct prng *prng,
                         uint8_t ret_secret[static SECRET_BYTES]) must_check;
/* Two lines, public and secret key; a new pair when the file is missing. PJ_BAD_DATA, already
 * logged. */
enum pj_code curve_pair_read(const char *path, struct curve_pair *ret_pair) must_check;
/* The first line. PJ_BAD_DATA, already logged. */
enum pj_code password_read(const char *path,
                           char ret_password[static PASSWORD_TEXT_MAX + 1]) must_check;
