/* SPDX-License-Identifier: Apache-2.0
 * Chunks that grow from 4 to 64 KiB, so that a small frame costs one small malloc and a large one
 * few; what is larger than a chunk gets one of its own. The limit counts what was asked for,
 * rounded up to the alignment. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES_MIN 4096
#define CHUNK_BYTES_MAX 65536
#define ALIGNMENT       alignof(max_align_t)

struct arena_chunk {
    struct arena_chunk *next; /* owned by the arena */
    size_t size;
    size_t used;
    alignas(max_align_t) uint8_t data[];
};

void arena_init(struct arena *arena, size_t bytes_max) {
    *arena = (struct arena){.bytes_max = bytes_max};
}

static void chunks_free(struct arena_chunk *chunk) {
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
}

void arena_release(struct arena *arena) {
    chunks_free(arena->first);
    arena_init(arena, arena->bytes_max);
}

void arena_clear(struct arena *arena) {
    if (arena->first == NULL) {
        return;
    }
    chunks_free(arena->first->next);
    arena->first->next = NULL;
    arena->first->used = 0;
    arena->last = arena->first;
    arena->used_bytes = 0;
}

/* A chunk with room for size bytes at the end of the chain; NULL without memory. */
static struct arena_chunk *chunk_add(struct arena *arena, size_t size) {
    size_t room = CHUNK_BYTES_MIN;
    struct arena_chunk *chunk = NULL;

    if (arena->last != NULL && arena->last->size < CHUNK_BYTES_MAX) {
        room = 2 * arena->last->size;
    } else if (arena->last != NULL) {
        room = CHUNK_BYTES_MAX;
    }
    if (room < size) {
        room = size;
    }
    chunk = malloc(sizeof(*chunk) + room);
    if (chunk == NULL) {
        return NULL;
    }

    *chunk = (struct arena_chunk){.size = room};
    if (arena->last == NULL) {
        arena->first = chunk;
    } else {
        arena->last->next = chunk;
    }
    arena->last = chunk;
    return chunk;
}

void *arena_room(struct arena *arena, size_t size) {
    struct arena_chunk *chunk = arena->last;
    size_t left = arena->bytes_max - arena->used_bytes;
    void *memory = NULL;

    ASSERT(arena->used_bytes <= arena->bytes_max);
    if (size > SIZE_MAX - ALIGNMENT) {
        return NULL;
    }
    /* Zero bytes get an address of their own as well: NULL always means failure. */
    size = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > left) {
        return NULL;
    }
    if (chunk == NULL || chunk->size - chunk->used < size) {
        chunk = chunk_add(arena, size);
    }
    if (chunk == NULL) {
        return NULL;
    }

    memory = chunk->data + chunk->used;
    chunk->used += size;
    arena->used_bytes += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size) {
    void *memory = arena_room(arena, size);

    return memory == NULL ? NULL : memset(memory, 0, size);
}

enum pj_code arena_copy(struct arena *arena, struct bytes from, struct bytes *ret_copy) {
    uint8_t *data = NULL;

    if (from.len == 0) {
        *ret_copy = BYTES_NONE;
        return PJ_OK;
    }
    data = arena_room(arena, from.len);
    if (data == NULL) {
        return PJ_INTERNAL_NO_MEMORY;
    }

    memcpy(data, from.data, from.len);
    *ret_copy = (struct bytes){data, from.len};
    return PJ_OK;
}

char *arena_text(struct arena *arena, const char *text, size_t len) {
    char *copy = NULL;

    if (len == SIZE_MAX) {
        return NULL;
    }
    copy = arena_alloc(arena, len + 1);
    if (copy != NULL && len > 0) {
        memcpy(copy, text, len);
    }
    return copy;
}

struct arena_mark arena_begin(struct arena *arena, size_t bytes_max) {
    struct arena_mark mark = {.last = arena->last,
                              .chunk_used = arena->last == NULL ? 0 : arena->last->used,
                              .used_bytes = arena->used_bytes,
                              .bytes_max = arena->bytes_max};

    if (bytes_max < arena->bytes_max - arena->used_bytes) {
        arena->bytes_max = arena->used_bytes + bytes_max;
    }
    return mark;
}

void arena_keep(struct arena *arena, const struct arena_mark *mark) {
    ASSERT(arena->used_bytes >= mark->used_bytes);
    arena->bytes_max = mark->bytes_max;
}

void arena_drop(struct arena *arena, const struct arena_mark *mark) {
    ASSERT(arena->used_bytes >= mark->used_bytes);
    arena->bytes_max = mark->bytes_max;
    if (mark->last == NULL) { /* it was empty: keep the first chunk, as ever */
        arena_clear(arena);
        return;
    }
    chunks_free(mark->last->next);
    mark->last->next = NULL;
    mark->last->used = mark->chunk_used;
    arena->last = mark->last;
    arena->used_bytes = mark->used_bytes;
}
