/* SPDX-License-Identifier: Apache-2.0
 * The working set of cases. Only this process writes the database, so an entry that survived its
 * commit is as good as the row; after a failed batch the whole set is dropped (turn_rollback),
 * never repaired. */
#include "node/internal.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

/* What a case points to: at most a quarter of a MiB. Each replacing leaves the old one behind until
 * the turn is over, and a turn can replace it once for each of its inputs. */
#define CASE_BYTES_MAX       (256u * 1024)
#define CASE_ARENA_BYTES_MAX ((BATCH_INPUTS_MAX + 1) * CASE_BYTES_MAX)
#define BLOATED_BYTES        (2u * 1024 * 1024)
#define BODY_ARENA_BYTES_MAX (4u * 1024 * 1024) /* a body alone */

CTASSERT(CASE_BYTES_MAX > LEGS_MAX * REASON_BYTES_MAX + 2 * ASSISTS_MAX * REASON_BYTES_MAX +
                              PROBLEMS_MAX * sizeof(struct problem) +
                              PARTS_MAX * sizeof(struct digest));

struct cached_case *cases_find_id(struct case_cache *cache, const struct case_id *id) {
    struct cached_case *entry = NULL;

    HASH_FIND(by_id, cache->by_id, id->byte, ID_BYTES, entry);
    return entry;
}

struct cached_case *cases_find_no(struct case_cache *cache, const char *case_no) {
    struct cached_case *entry = NULL;

    HASH_FIND(by_no, cache->by_no, case_no, strlen(case_no), entry);
    return entry;
}

struct cached_case *cases_find_ref(struct case_cache *cache, int64_t ref) {
    struct cached_case *entry = NULL;

    HASH_FIND(by_ref, cache->by_ref, &ref, sizeof ref, entry);
    return entry;
}

static void case_free(struct case_cache *cache, struct cached_case *entry) {
    HASH_DELETE(by_id, cache->by_id, entry); /* NOLINT(clang-analyzer-unix.Malloc) */
    HASH_DELETE(by_no, cache->by_no, entry);
    HASH_DELETE(by_ref, cache->by_ref, entry);
    if (entry->is_changed) {
        DL_DELETE(cache->changed, entry);
    }
    cache->count--;
    arena_release(&entry->arena);
    arena_release(&entry->body_arena);
    free(entry);
}

enum pj_code cases_set_problems(struct cached_case *entry, const struct problem *problems,
                                size_t count) {
    struct problem *copy = NULL;

    ASSERT(count <= PROBLEMS_MAX);
    if (count > 0) {
        copy = arena_alloc(&entry->arena, count * sizeof *copy);
        if (copy == NULL) {
            return PJ_INTERNAL_NO_MEMORY;
        }
        memcpy(copy, problems, count * sizeof *copy);
    }
    entry->file.problems = copy;
    entry->file.problem_count = count;
    return PJ_OK;
}

enum pj_code cases_set_body(struct cached_case *entry, struct bytes body) {
    struct arena fresh;
    enum pj_code code = PJ_OK;

    arena_init(&fresh, BODY_ARENA_BYTES_MAX);
    code = arena_copy(&fresh, body, &body);
    if (code == PJ_OK) {
        arena_release(&entry->body_arena);
        entry->body_arena = fresh;
        entry->body = body;
    } else {
        arena_release(&fresh);
    }
    return code;
}

/* Everything file points to moves into the entry's own arena. */
enum pj_code cases_own_assists(struct cached_case *entry, const struct bytes *borrowed) {
    enum pj_code code = PJ_OK;

    for (size_t i = 0; code == PJ_OK && i < entry->file.assist_count; i++) {
        struct bytes *words[] = {&entry->file.assists[i].reason, &entry->file.assists[i].answer};

        for (size_t k = 0; code == PJ_OK && k < ARRAY_COUNT(words); k++) {
            if (borrowed == NULL || words[k]->data == borrowed->data) {
                code = arena_copy(&entry->arena, *words[k], words[k]);
            }
        }
    }
    return code;
}

static enum pj_code case_own(struct cached_case *entry) {
    struct casefile *file = &entry->file;
    enum pj_code code = PJ_OK;
    struct digest *digests = NULL;

    code = cases_set_problems(entry, file->problems, file->problem_count);
    if (code != PJ_OK) {
        return code;
    }
    if (file->part_count > 0) {
        digests = arena_alloc(&entry->arena, file->part_count * sizeof *digests);
        if (digests == NULL) {
            return PJ_INTERNAL_NO_MEMORY;
        }
        memcpy(digests, file->part_digests, file->part_count * sizeof *digests);
        file->part_digests = digests;
    }
    for (size_t i = 0; i < file->leg_count; i++) {
        code = arena_copy(&entry->arena, file->legs[i].reason, &file->legs[i].reason);
        if (code != PJ_OK) {
            return code;
        }
    }
    return cases_own_assists(entry, NULL);
}

struct cached_case *cases_add(struct case_cache *cache, const struct casefile *file) {
    struct cached_case *entry = malloc(sizeof *entry);

    if (entry == NULL) {
        return NULL;
    }
    memset(entry, 0, offsetof(struct cached_case, file));
    arena_init(&entry->arena, CASE_ARENA_BYTES_MAX);
    arena_init(&entry->body_arena, BODY_ARENA_BYTES_MAX);
    casefile_copy(&entry->file, file);
    if (case_own(entry) != PJ_OK) {
        arena_release(&entry->arena);
        free(entry);
        return NULL;
    }
    HASH_ADD(by_id, cache->by_id, file.id.byte, ID_BYTES, entry);
    HASH_ADD_KEYPTR(by_no, cache->by_no, entry->file.no.text, strlen(entry->file.no.text), entry);
    HASH_ADD(by_ref, cache->by_ref, file.ref, sizeof entry->file.ref, entry);
    entry->cache = cache;
    cache->count++;
    return entry;
}

enum pj_code cases_load(struct case_cache *cache, const struct stored_case *stored) {
    struct cached_case *entry = cases_find_id(cache, &stored->casefile.id);
    enum pj_code code = PJ_OK;
    struct casefile decoded;
    struct arena arena;

    if (entry == NULL) {
        casefile_copy(&decoded, &stored->casefile);
        arena_init(&arena, CASE_ARENA_BYTES_MAX);
        code = wire_decode_casefile(stored->file, &arena, &decoded);
        if (code == PJ_OK) {
            entry = cases_add(cache, &decoded);
            code = entry == NULL ? PJ_INTERNAL_NO_MEMORY : PJ_OK;
        }
        arena_release(&arena);
        if (code != PJ_OK) {
            return code;
        }
        entry->idem = stored->idem;
        entry->request = stored->request;
    }
    if (stored->body.len > 0 && entry->body.len == 0) {
        return cases_set_body(entry, stored->body);
    }
    return PJ_OK;
}

void cases_clear(struct case_cache *cache) {
    struct cached_case *entry = NULL;
    struct cached_case *next = NULL;

    HASH_ITER (by_id, cache->by_id, entry, next) {
        case_free(cache, entry);
    }
    ASSERT(cache->count == 0);
}

/* With its row written nobody points into the arena but the case itself. */
static void compact(struct cached_case *entry) {
    struct arena old = entry->arena;
    enum pj_code code = PJ_OK;

    arena_init(&entry->arena, CASE_ARENA_BYTES_MAX);
    code = case_own(entry);
    ASSERT(code == PJ_OK);
    arena_release(&old);
}

void cases_change(struct cached_case *entry, bool is_new) {
    entry->is_new = entry->is_new || is_new;
    if (!entry->is_changed) {
        entry->is_changed = true;
        DL_APPEND(entry->cache->changed, entry);
    }
}

void cases_committed(struct case_cache *cache) {
    struct cached_case *entry = NULL;

    while (cache->changed != NULL) {
        entry = cache->changed;
        DL_DELETE(cache->changed, entry);
        entry->is_new = false;
        entry->is_changed = false;
        if (entry->arena.used_bytes > BLOATED_BYTES) {
            compact(entry);
        }
    }
}

void cases_trim(struct case_cache *cache, uint64_t turn) {
    struct cached_case *entry = NULL;
    struct cached_case *next = NULL;

    HASH_ITER (by_id, cache->by_id, entry, next) { /* insertion order: oldest first */
        if (cache->count <= cache->max) {
            return;
        }
        if (entry->used_turn < turn) {
            case_free(cache, entry);
        }
    }
}

void cases_replace(struct cached_case *entry, const struct casefile *file) {
    enum pj_code code = PJ_OK;

    ASSERT(case_id_equal(&entry->file.id, &file->id));
    ASSERT(entry->file.ref == file->ref);
    casefile_copy(&entry->file, file); /* same id, number and ref: the tables keep their keys */
    code = case_own(entry);
    ASSERT(code == PJ_OK);
}

void cases_keep_answer(struct casefile *file, const struct event_body *body, struct wall at) {
    if (body->code != 0) {
        file->refused = (struct refused){body->act.kind, body->act.node, body->code, at};
    } else if (body->act.kind == file->refused.act) {
        memset(&file->refused, 0, sizeof file->refused);
    }
}
