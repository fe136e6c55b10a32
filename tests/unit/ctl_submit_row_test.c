/* SPDX-License-Identifier: Apache-2.0
 * One case as a JSON object: whatever the sender wrote is in a field or is carried along; what
 * cannot be read refuses that row in words. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "submit.h"

struct row_world {
    struct ctl ctl;
    FILE *err;
    char *said; /* owned: what was printed */
    size_t said_len;
    json_t *object;
    struct api_submit_case submit;
    int status;
};

static void read_row(struct row_world *world, const char *json, bool strict) {
    json_error_t trouble;

    memset(world, 0, sizeof *world);
    world->err = open_memstream(&world->said, &world->said_len);
    assert_non_null(world->err);
    ctl_init(&world->ctl, stdout, world->err);
    world->ctl.words.given = strict ? OPT(STRICT) : 0;
    world->object = json_loads(json, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &trouble);
    assert_non_null(world->object);
    world->status = submit_row_read(&world->ctl, world->object, &world->submit);
    fflush(world->err);
}

static void forget_row(struct row_world *world) {
    fclose(world->err);
    free(world->said);
    json_decref(world->object);
    ctl_release(&world->ctl);
}

/* ---- the petitioner's words */

static const struct {
    const char *sentence;
    const char *json;
    const char *text; /* NULL = refused */
    size_t len;
    const char *says;
} words[] = {
    {"a string", "{\"text\":\"road\"}", "road", 4, ""},
    {"base64 of bytes that are no UTF-8", "{\"text_base64\":\"tOWA/w==\"}", "\xb4\xe5\x80\xff", 4,
     ""},
    {"base64 with a NUL inside", "{\"text_base64\":\"YQBi\"}", "a\0b", 3, ""},
    {"empty base64", "{\"text_base64\":\"\"}", "", 0, ""},
    {"no text and base64", "{\"text\":null,\"text_base64\":\"YQ==\"}", "a", 1, ""},
    {"both", "{\"text\":\"a\",\"text_base64\":\"YQ==\"}", NULL, 0, "text, text_base64"},
    {"without its padding", "{\"text_base64\":\"YQ\"}", NULL, 0, "base64"},
    {"bits left over", "{\"text_base64\":\"YR==\"}", NULL, 0, "base64"},
    {"a blank inside", "{\"text_base64\":\"YW Jj\"}", NULL, 0, "base64"},
    {"a line end", "{\"text_base64\":\"YWJj\\n\"}", NULL, 0, "base64"},
    {"letters of URLs", "{\"text_base64\":\"_-8=\"}", NULL, 0, "base64"},
    {"more behind the end", "{\"text_base64\":\"YQ==YQ==\"}", NULL, 0, "base64"},
    {"a NUL", "{\"text_base64\":\"YQ==\\u0000\"}", NULL, 0, "base64"},
    {"a number", "{\"text_base64\":7}", NULL, 0, "base64"},
};

static void each_text(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        struct row_world world;
        bool is_taken = words[i].text != NULL;

        read_row(&world, words[i].json, true);
        if ((world.status == EXIT_FINE) != is_taken) {
            fail_msg("%s: status %d %s", words[i].sentence, world.status, world.said);
        }
        if (is_taken) {
            struct bytes want = {(const uint8_t *)words[i].text, words[i].len};

            assert_true(bytes_equal(world.submit.text, want));
        } else {
            assert_non_null(strstr(world.said, words[i].says));
        }
        forget_row(&world);
    }
}

/* ---- what has no field */

static const struct {
    const char *sentence;
    const char *json;
    const char *carried; /* "" = nothing */
    bool strict_refuses;
} carried[] = {
    {"nothing unknown",
     "{\"key\":\"k\",\"text\":\"a\",\"persons\":3,\"petitioners\":[{\"kind\":\"org\",\"name\":"
     "\"n\"}],\"foreign\":{\"system\":\"s\",\"id\":\"i\"}}",
     "", false},
    {"an unknown key", "{\"weather\":[1,{\"x\":null}]}", "{\"weather\":[1,{\"x\":null}]}", true},
    {"flags, which have no field yet", "{\"flags\":[\"urgent\"]}", "{\"flags\":[\"urgent\"]}",
     false},
    {"a known key that says nothing", "{\"place\":null}", "", false},
    {"an unknown key that says nothing", "{\"weather\":null}", "{\"weather\":null}", true},
    {"a category that is a number", "{\"category\":101}", "{\"category\":101}", true},
    {"a category with a NUL", "{\"category\":\"01\\u0000x\"}", "{\"category\":\"01\\u0000x\"}",
     true},
    {"a text that is a list", "{\"text\":[\"a\",\"b\"]}", "{\"text\":[\"a\",\"b\"]}", true},
    {"persons below none", "{\"persons\":-1}", "{\"persons\":-1}", true},
    {"persons in words", "{\"persons\":\"three\"}", "{\"persons\":\"three\"}", true},
    {"a form that is no word of the list", "{\"form\":\"pigeon\"}", "{\"form\":\"pigeon\"}", true},
    {"a purpose that is no word of the list", "{\"purpose\":7}", "{\"purpose\":7}", true},
    {"a form that says nothing", "{\"form\":\"\"}", "", false},
    {"an instant that is a date", "{\"received_at\":\"2026-01-31\"}",
     "{\"received_at\":\"2026-01-31\"}", true},
    {"a day there is not", "{\"known_at\":\"2026-02-30\"}", "{\"known_at\":\"2026-02-30\"}", true},
    {"words and instants that are whole",
     "{\"form\":\"visit\",\"purpose\":\"claim\",\"text_origin\":\"transcript\",\"received_at\":"
     "\"2026-01-31T09:00:00+08:00\",\"known_at\":\"2026-01-31\"}",
     "", false},
    {"persons over the field", "{\"persons\":4294967296}", "{\"persons\":4294967296}", true},
    {"a petitioner's unknown key", "{\"petitioners\":[{\"name\":\"n\"},{\"age\":70}]}",
     "{\"petitioners[1].age\":70}", true},
    {"a petitioner of an unknown kind", "{\"petitioners\":[{\"kind\":\"crowd\"}]}",
     "{\"petitioners[0].kind\":\"crowd\"}", true},
    {"a petitioner who is a word", "{\"petitioners\":[\"Zhang\"]}",
     "{\"petitioners[0]\":\"Zhang\"}", true},
    {"petitioners who are no list", "{\"petitioners\":{\"name\":\"n\"}}",
     "{\"petitioners\":{\"name\":\"n\"}}", true},
    {"an accused with a rank", "{\"accused\":[{\"text\":\"t\",\"rank\":3}]}",
     "{\"accused[0].rank\":3}", true},
    {"a foreign case with a page", "{\"foreign\":{\"id\":\"i\",\"page\":4}}",
     "{\"foreign.page\":4}", true},
};

static void each_carried(void **state) {
    for (size_t i = 0; i < ARRAY_COUNT(carried); i++) {
        struct row_world world;
        struct bytes want = {(const uint8_t *)carried[i].carried, strlen(carried[i].carried)};

        read_row(&world, carried[i].json, false);
        if (world.status != EXIT_FINE || !bytes_equal(world.submit.carried, want)) {
            fail_msg("%s: status %d %s, %.*s", carried[i].sentence, world.status, world.said,
                     (int)world.submit.carried.len, (const char *)world.submit.carried.data);
        }
        assert_int_equal(world.submit.carried_key_count, want.len > 0 ? 1 : 0);
        forget_row(&world);

        read_row(&world, carried[i].json, true);
        if ((world.status != EXIT_FINE) != carried[i].strict_refuses) {
            fail_msg("%s: strict gives %d %s", carried[i].sentence, world.status, world.said);
        }
        forget_row(&world);
    }
}

static void a_key_that_is_no_string(void **state) {
    struct row_world world;

    read_row(&world, "{\"key\":17,\"text\":\"a\"}", false);
    assert_int_equal(world.status, EXIT_USAGE);
    assert_non_null(strstr(world.said, "key"));
    forget_row(&world);
}

static void two_keys_of_one_name(void **state) {
    struct row_world world;

    read_row(&world, "{\"foreign.page\":1,\"foreign\":{\"page\":2}}", false);
    assert_int_equal(world.status, EXIT_USAGE);
    assert_non_null(strstr(world.said, "foreign.page"));
    forget_row(&world);
}

/* Names are limited, what they name is not. */
static void many_unknown_keys(void **state) {
    const size_t counts[] = {CARRIED_NAMES_MAX, CARRIED_NAMES_MAX + 1, 1000};

    for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
        json_t *object = json_object();
        json_t *back = NULL;
        char *json = NULL;
        struct row_world world;

        for (size_t k = 0; k < counts[i]; k++) {
            char key[32];

            snprintf(key, sizeof key, "unknown-%zu", k);
            json_object_set_new(object, key, json_integer((json_int_t)k));
        }
        json = json_dumps(object, 0);
        read_row(&world, json, false);
        assert_int_equal(world.status, EXIT_FINE);
        back =
            json_loadb((const char *)world.submit.carried.data, world.submit.carried.len, 0, NULL);
        assert_true(json_equal(back, object));
        assert_int_equal(world.submit.carried_key_count, CARRIED_NAMES_MAX);
        json_decref(back);
        json_decref(object);
        free(json);
        forget_row(&world);
    }
}

static void many_accused(void **state) {
    json_t *list = json_array();
    json_t *object = json_pack("{s:o}", "accused", list);
    char *json = NULL;
    struct row_world world;

    for (int i = 0; i < 50; i++) {
        json_array_append_new(list, json_pack("{s:s}", "person", "somebody"));
    }
    json = json_dumps(object, 0);
    read_row(&world, json, false);
    assert_int_equal(world.status, EXIT_FINE);
    assert_int_equal(world.submit.accused_count, 50);
    json_decref(object);
    free(json);
    forget_row(&world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE("the words come as text or as strict base64, not both", each_text),
        CASE("what has no field is carried as it came", each_carried),
        CASE("a key that is no string refuses the row", a_key_that_is_no_string),
        CASE("two keys that come to one name refuse the row", two_keys_of_one_name),
        CASE("unknown keys are carried however many there are", many_unknown_keys),
        CASE("all who are accused are sent on", many_accused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
