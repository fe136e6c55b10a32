/* SPDX-License-Identifier: Apache-2.0
 * Memory that lives as long as one turn, one frame or one test. Everything decoded or decided is
 * put here and released at once; a limit makes a hostile frame fail instead of the process. */
#pragma once
#include "base/base.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *first; /* owned, freed in arena_release */
    struct arena_chunk *last;  /* borrowed, inside first's chain: the chunk being filled */
    size_t used_bytes;
    size_t bytes_max;
};

/* Nothing is allocated until the first arena_alloc. */
void arena_init(struct arena *arena, size_t bytes_max);
/* Frees everything. The arena may be used again. */
void arena_release(struct arena *arena);
/* Forgets everything but keeps the first chunk. */
void arena_clear(struct arena *arena);

/* Zeroed memory aligned for any type. NULL when the limit or the machine's memory is reached. */
void *arena_alloc(struct arena *arena, size_t size) must_check;
/* The same, not zeroed: for what is written before it is read. */
void *arena_room(struct arena *arena, size_t size) must_check;
/* A copy of the bytes; data NULL and len > 0 never comes back: *ret_copy is written only on
 * success. */
enum pj_code arena_copy(struct arena *arena, struct bytes from, struct bytes *ret_copy) must_check;
/* A NUL-terminated copy; NULL at the limit. */
char *arena_text(struct arena *arena, const char *text, size_t len) must_check;

/* A stretch of an arena with a limit of its own: what one frame may take of a turn's memory, and
 * what is given back when the frame turns out to be bad. One may lie in another, and ends before
 * it.
 */
struct arena_mark {
    struct arena_chunk *last; /* borrowed */
    size_t chunk_used, used_bytes, bytes_max;
};

/* From here on at most bytes_max more, until arena_keep or arena_drop. */
struct arena_mark arena_begin(struct arena *arena, size_t bytes_max) must_check;
/* What was taken since stays; the arena's own limit holds again. */
void arena_keep(struct arena *arena, const struct arena_mark *mark);
/* What was taken since is forgotten. */
void arena_drop(struct arena *arena, const struct arena_mark *mark);
