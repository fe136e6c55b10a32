/* SPDX-License-Identifier: Apache-2.0
 * Numbers of papers, and offices by their names. */
#include "core/paper_number.h"

#include <string.h>

#include "base/text.h"
#include "core/paper.h"

#define NAME_BYTES_MAX 45 /* of a division, in a number: 15 Chinese characters */
#define STEM_BYTES_MIN 6  /* two characters at least are left of a name */

static bool ends_with(struct bytes name, const char *end) {
    size_t len = strlen(end);

    return name.len >= len && memcmp(name.data + name.len - len, end, len) == 0;
}

/* Without the first of the endings it has, if enough is left. */
static struct bytes stem_of(struct bytes name, const char *const *endings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(endings[i]);

        if (ends_with(name, endings[i]) && name.len - len >= STEM_BYTES_MIN) {
            return (struct bytes){name.data, name.len - len};
        }
    }
    return name;
}

/* Not within a character. */
static struct bytes cut(struct bytes name, size_t max) {
    if (name.len > max) {
        name.len = max;
        while (name.len > 0 && (name.data[name.len] & 0xc0) == 0x80) {
            name.len--;
        }
    }
    return name;
}

static struct bytes division_stem(struct place place, struct bytes name) {
    static const char *const endings[] = {"自治区", "自治州", "自治县", "自治旗", "特别行政区",
                                          "地区",   "省",     "市",     "县",     "区"};
    bool is_small = place_level(place) == LEVEL_TOWNSHIP || place_level(place) == LEVEL_VILLAGE;

    return cut(is_small ? name : stem_of(name, endings, ARRAY_COUNT(endings)), NAME_BYTES_MAX);
}

static struct bytes organ_stem(struct bytes title) {
    static const char *const endings[] = {"委员会", "局", "厅", "委", "办"};

    return stem_of(title, endings, ARRAY_COUNT(endings));
}

/* The names of an office; none where the directory has them not. */
struct names {
    struct bytes division, organ;
};

static struct names names_of(const struct directory *directory, const struct node_id *office) {
    struct names names = {BYTES_NONE, BYTES_NONE};
    uint32_t index = directory == NULL || node_id_is_none(office)
                         ? PLACE_INDEX_NONE
                         : directory_find(directory, node_id_place(office));

    if (index == PLACE_INDEX_NONE) {
        return names;
    }
    names.division = directory_name(directory, index);
    names.organ =
        node_id_organ(office)[0] == '\0' ? BYTES_NONE : directory_organ_title(directory, office);
    if (!text_is_utf8(names.division)) {
        return (struct names){BYTES_NONE, BYTES_NONE};
    }
    if (names.organ.len == 0 || !text_is_utf8(names.organ)) {
        const char *code = node_id_organ(office);

        names.organ = (struct bytes){(const uint8_t *)code, strlen(code)};
    }
    return names;
}

static struct bytes code_of(const struct node_id *office) {
    return (struct bytes){(const uint8_t *)office->text, strlen(office->text)};
}

#define SHOWN(bytes) (int)(bytes).len, (const char *)(bytes).data

void paper_number_print(const struct directory *directory, struct issued *paper) {
    struct names names = names_of(directory, &paper->office);
    char epoch[12] = "";

    if (names.division.len == 0) {
        names = (struct names){code_of(&paper->office), BYTES_NONE};
    } else {
        names.division = division_stem(node_id_place(&paper->office), names.division);
        names.organ = organ_stem(names.organ);
    }
    if (paper->epoch != 0) {
        text_print(epoch, sizeof epoch, "%u-", paper->epoch + 1); /* the first is not shown */
    }
    text_print(paper->number, sizeof paper->number, "%.*s%.*s信%s〔%u〕%s%s%u号",
               SHOWN(names.division), SHOWN(names.organ), paper_row(paper->kind)->series,
               paper->year, paper->shut ? "密" : "", epoch, paper->no);
}

size_t paper_office_print(const struct directory *directory, const struct node_id *office,
                          char *text, size_t size) {
    struct names names = names_of(directory, office);
    bool is_code = names.organ.len > 0 && names.organ.data[0] < 0x80;

    if (names.division.len == 0) {
        names = (struct names){code_of(office), BYTES_NONE};
    }
    names.division = cut(names.division, 3 * NAME_BYTES_MAX);
    return text_print(text, size, "%.*s%s%.*s", SHOWN(names.division), is_code ? " " : "",
                      SHOWN(names.organ));
}
