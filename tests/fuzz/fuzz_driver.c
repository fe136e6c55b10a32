/* SPDX-License-Identifier: Apache-2.0
 * Runs a target over a folder: every file as it is, then seeded mutations of it. Same seed, same
 * inputs, every time.
 *
 *   fuzz_<target> FOLDER [MUTATIONS]
 *
 * With FUZZ_KEEP=1 in the environment each input is first written to the file crash-input of the
 * working folder: slow, for finding the one that aborts. */
#include "fuzz.h"

#include "base/prng.h"
#include "base/text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_BYTES_MAX   (256 * 1024)
#define MUTATIONS_DEFAULT 20000

struct input {
    uint8_t *data;
    size_t len;
};

static bool keep_input;

static bool read_file(const char *path, struct input *ret_input) {
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        return false;
    }
    ret_input->len = fread(ret_input->data, 1, INPUT_BYTES_MAX, file);
    fclose(file);
    return true;
}

static void run(const struct input *input) {
    /* An allocation of exactly this size, so that the sanitizer sees a byte read too far. */
    uint8_t *exact = malloc(input->len == 0 ? 1 : input->len);

    if (exact == NULL) {
        exit(2);
    }
    memcpy(exact, input->data, input->len);
    if (keep_input) {
        FILE *file = fopen("crash-input", "wb");

        if (file != NULL) {
            (void)fwrite(input->data, 1, input->len, file);
            fclose(file);
        }
    }
    (void)LLVMFuzzerTestOneInput(exact, input->len);
    free(exact);
}

/* ---- mutations */

static void change_byte(struct input *input, struct prng *prng) {
    static const uint8_t telling[] = {0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, ',', '"', ';', '0'};
    size_t at = (size_t)prng_below(prng, input->len);

    switch (prng_below(prng, 3)) {
    case 0:
        input->data[at] ^= (uint8_t)(1U << prng_below(prng, 8));
        break;
    case 1:
        input->data[at] = telling[prng_below(prng, sizeof telling)];
        break;
    default:
        input->data[at] = (uint8_t)prng_u64(prng);
        break;
    }
}

static void cut(struct input *input, struct prng *prng) {
    size_t at = (size_t)prng_below(prng, input->len);
    size_t len = 1 + (size_t)prng_below(prng, input->len - at);

    memmove(input->data + at, input->data + at + len, input->len - at - len);
    input->len -= len;
}

/* A stretch of the input once more, somewhere: repeated fields, doubled rows. */
static void repeat(struct input *input, struct prng *prng) {
    size_t from = (size_t)prng_below(prng, input->len);
    size_t len = 1 + (size_t)prng_below(prng, input->len - from);
    size_t at = (size_t)prng_below(prng, input->len + 1);
    uint8_t *copy = NULL;

    if (input->len + len > INPUT_BYTES_MAX) {
        return;
    }
    copy = malloc(len);
    if (copy == NULL) {
        exit(2);
    }
    memcpy(copy, input->data + from, len);
    memmove(input->data + at + len, input->data + at, input->len - at);
    memcpy(input->data + at, copy, len);
    input->len += len;
    free(copy);
}

static void insert(struct input *input, struct prng *prng) {
    uint8_t noise[12];
    size_t len = 1 + (size_t)prng_below(prng, sizeof noise);
    size_t at = (size_t)prng_below(prng, input->len + 1);

    if (input->len + len > INPUT_BYTES_MAX) {
        return;
    }
    prng->fill(prng, noise, sizeof noise);
    memmove(input->data + at + len, input->data + at, input->len - at);
    memcpy(input->data + at, noise, len);
    input->len += len;
}

static void mutate(struct input *input, struct prng *prng) {
    uint64_t steps = 1 + prng_below(prng, 4);

    for (uint64_t i = 0; i < steps; i++) {
        uint64_t kind = prng_below(prng, 8);

        if (kind == 0 || input->len == 0) {
            insert(input, prng);
        } else if (kind == 1) {
            cut(input, prng);
        } else if (kind == 2) {
            repeat(input, prng);
        } else {
            change_byte(input, prng);
        }
    }
}

static void run_mutations(const struct input *original, struct input *scratch, uint64_t count) {
    struct prng prng;

    prng_init_seed(&prng, original->len);
    for (uint64_t i = 0; i < count; i++) {
        memcpy(scratch->data, original->data, original->len);
        scratch->len = original->len;
        mutate(scratch, &prng);
        run(scratch);
    }
}

static unsigned run_folder(const char *folder, uint64_t count) {
    struct input original = {malloc(INPUT_BYTES_MAX), 0};
    struct input scratch = {malloc(INPUT_BYTES_MAX), 0};
    DIR *dir = opendir(folder);
    unsigned files = 0;

    if (dir == NULL || original.data == NULL || scratch.data == NULL) {
        fprintf(stderr, "fuzz: cannot open %s\n", folder);
        exit(2);
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[1024];

        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || !read_file(path, &original)) {
            continue;
        }
        run(&original);
        run_mutations(&original, &scratch, count);
        files++;
    }
    closedir(dir);
    free(original.data);
    free(scratch.data);
    return files;
}

int main(int argc, char **argv) {
    uint64_t count = MUTATIONS_DEFAULT;
    unsigned files = 0;

    if (argc < 2) {
        fprintf(stderr, "%s FOLDER [MUTATIONS]\n", argv[0]);
        return 2;
    }
    if (argc > 2) {
        if (text_u64(argv[2], strlen(argv[2]), UINT64_MAX, &count) != PJ_OK) {
            return 2;
        }
    }
    keep_input = getenv("FUZZ_KEEP") != NULL;
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    files = run_folder(argv[1], count);
    printf("%u files, %llu mutations each\n", files, (unsigned long long)count);
    return files > 0 ? 0 : 1; /* an empty corpus tests nothing */
}
