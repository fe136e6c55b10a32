/* SPDX-License-Identifier: Apache-2.0
 * An integrator's portal, of the installed library alone: what went to the petitioner, page by
 * page, and what each paper says. Without a key, on the station's own socket: a paper of the case
 * that bears no number.
 *
 *   pujiang-test-papers ENDPOINT CASE CODE KEY_FILE SERVER_KEY
 *   pujiang-test-papers ENDPOINT CASE KIND */
#include <stdio.h>
#include <string.h>

#include <pujiang/pujiang.h>

#define KEY_LINE_MAX 64

struct portal {
    struct pj_client *client; /* owned */
    char public_key[KEY_LINE_MAX], secret_key[KEY_LINE_MAX];
};

/* Two lines: the public key, the secret one. */
static bool read_keys(const char *path, struct portal *portal) {
    FILE *file = fopen(path, "r");
    bool read = file != NULL &&
                fgets(portal->public_key, sizeof portal->public_key, file) != NULL &&
                fgets(portal->secret_key, sizeof portal->secret_key, file) != NULL;

    if (file != NULL) {
        fclose(file);
    }
    portal->public_key[strcspn(portal->public_key, "\n")] = '\0';
    portal->secret_key[strcspn(portal->secret_key, "\n")] = '\0';
    return read;
}

static int tell(struct pj_reply *reply) {
    fprintf(stderr, "%s %s\n", pj_reply_error(reply)->name, pj_reply_error(reply)->field);
    pj_reply_free(reply);
    return 1;
}

static void print_values(const struct pj_paper *paper) {
    for (size_t i = 0; i < paper->value_count; i++) {
        for (size_t k = 0; k < paper->values[i].count; k++) {
            printf("  %s: ", paper->values[i].field);
            fwrite(paper->values[i].items[k].data, 1, paper->values[i].items[k].len, stdout);
            putchar('\n');
        }
    }
}

static int read_one(struct portal *portal, const char *number, const struct pj_paper_query *query) {
    struct pj_reply *reply = NULL;
    const struct pj_paper *paper = NULL;

    if (pj_get_paper(portal->client, number, query, &reply) != PJ_OK) {
        return tell(reply);
    }
    paper = &pj_reply_papers(reply)->items[0];
    printf("%s %s %s%s%s%s\n", number == NULL ? "-" : paper->number, paper->kind, paper->office,
           paper->copy ? " copy" : "", paper->served_at_us != 0 ? " served" : "",
           paper->voided_at_us != 0 ? " voided" : "");
    print_values(paper);
    pj_reply_free(reply);
    return 0;
}

/* One by one, so that there is a page behind each. */
static int read_all(struct portal *portal, struct pj_paper_query query) {
    int status = 0;

    query.limit = 1;
    do {
        struct pj_reply *reply = NULL;
        const struct pj_papers *page = NULL;

        if (pj_list_papers(portal->client, &query, &reply) != PJ_OK) {
            return tell(reply);
        }
        page = pj_reply_papers(reply);
        for (size_t i = 0; status == 0 && i < page->count; i++) {
            status = read_one(portal, page->items[i].number, &query);
        }
        query.after = page->next;
        pj_reply_free(reply);
    } while (status == 0 && query.after != 0);
    return status;
}

int main(int argc, char **argv) {
    struct portal portal = {.client = NULL};
    struct pj_options options = {.endpoint = argc < 2 ? "" : argv[1]};
    struct pj_paper_query query = {.case_no = argc < 3 ? "" : argv[2]};
    int status = 2;

    if (argc == 6 && read_keys(argv[4], &portal)) {
        options.public_key = portal.public_key;
        options.secret_key = portal.secret_key;
        options.server_key = argv[5];
    } else if (argc != 4) {
        fprintf(stderr, "ENDPOINT CASE CODE KEY_FILE SERVER_KEY | ENDPOINT CASE KIND\n");
        return status;
    }
    if (pj_connect(&options, &portal.client) != PJ_OK) {
        return status;
    }
    if (argc == 4) {
        query.kind = argv[3];
        status = read_one(&portal, NULL, &query);
    } else {
        query.query_code = argv[3];
        status = read_all(&portal, query);
    }
    pj_disconnect(portal.client);
    return status;
}
