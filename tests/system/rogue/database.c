/* SPDX-License-Identifier: Apache-2.0
 * A line between stations and their PostgreSQL that can be lost between any two calls. It reads
 * just enough of PostgreSQL's protocol to know where a call ends and where its answer does.
 *
 *   pujiang-test-database FOLDER TARGET_SOCKET SEED
 *
 * Listens at FOLDER/.s.PGSQL.5432. Passes everything on until it is told otherwise:
 *
 * SIGUSR1  from now on loses a connection again and again, after 1..CALLS_MAX calls: before the
 *          call reaches the database, after it has (the answer is never heard), or after the
 *          answer. Sometimes the database does not notice for a while.
 * SIGUSR2  loses every client there is, and keeps the database's ends open for HELD_MS: what was
 *          running runs on.
 * SIGHUP   is a good line again.
 *
 * One line for everything it does to a connection. Ends by signal. */
#include "rogue.h"

#include "base/text.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 128
#define CALLS_MAX       60
#define HELD_MS         6000
#define HELD_SHORT_MS   1500
#define CHUNK_BYTES     65536

enum where {
    CUT_BEFORE,
    CUT_INSIDE,
    CUT_AFTER,
    CUT_MAX
};
static const char *const where_names[CUT_MAX] = {"before", "inside", "after"};

struct scan {     /* where in the stream of messages one direction stands */
    bool untyped; /* the next message is a start-up packet: no type byte */
    uint8_t head[5];
    size_t head_len;
    size_t left; /* bytes of the present message's content */
};

struct connection {
    int client, server; /* -1 = closed */
    struct scan calls, answers;
    bool doomed;                /* to be cut as soon as the answer has passed */
    int64_t close_server_at_ms; /* != 0: the client is gone, the database does not know yet */
};

struct line {
    const char *target;
    int listener;
    struct connection connections[CONNECTIONS_MAX];
    size_t count;
    struct prng prng;
    bool faulty;
    uint64_t calls_left; /* until the next cut */
    unsigned cuts;
};

static volatile sig_atomic_t told; /* the last signal */

static void on_signal(int number) {
    told = number;
}

static int64_t now_ms(void) {
    struct timespec at;

    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static int unix_socket(const char *path, struct sockaddr_un *address) {
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (fd < 0 || strlen(path) >= sizeof address->sun_path) {
        rogue_die(path);
    }
    memcpy(address->sun_path, path, strlen(path) + 1);
    return fd;
}

static void close_end(int *fd) {
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

/* ---- messages */

/* How many messages of one of these types end in these bytes. */
static unsigned scan_bytes(struct scan *scan, const uint8_t *bytes, size_t len, const char *types) {
    unsigned ends = 0;

    for (size_t i = 0; i < len;) {
        size_t head_max = scan->untyped ? 4 : 5;

        if (scan->head_len < head_max) {
            scan->head[scan->head_len++] = bytes[i++];
            if (scan->head_len == head_max) {
                const uint8_t *size = scan->head + head_max - 4;

                scan->left = ((size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 |
                              size[3]) -
                             4;
            }
        } else {
            size_t step = len - i < scan->left ? len - i : scan->left;

            scan->left -= step;
            i += step;
        }
        if (scan->head_len == head_max && scan->left == 0) {
            ends += !scan->untyped && strchr(types, scan->head[0]) != NULL ? 1 : 0;
            scan->untyped = false;
            scan->head_len = 0;
        }
    }
    return ends;
}

static bool pass(int to, const uint8_t *bytes, size_t len) {
    while (len > 0) {
        ssize_t sent = send(to, bytes, len, MSG_NOSIGNAL);

        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        len -= (size_t)sent;
    }
    return true;
}

/* ---- faults */

static void lose(struct line *line, struct connection *connection, enum where where,
                 int64_t held_ms) {
    line->cuts++;
    line->calls_left = 1 + prng_below(&line->prng, CALLS_MAX);
    printf("cut %u %s held_ms=%lld\n", line->cuts, where_names[where], (long long)held_ms);
    (void)fflush(stdout);
    connection->doomed = false;
    close_end(&connection->client);
    if (held_ms == 0) {
        close_end(&connection->server);
    } else {
        connection->close_server_at_ms = now_ms() + held_ms;
    }
}

/* One call is complete in these bytes: is it time? True when the bytes must not be passed on. */
static bool cut_at_call(struct line *line, struct connection *connection, const uint8_t *bytes,
                        size_t len) {
    enum where where = CUT_BEFORE;
    int64_t held_ms = 0;

    if (!line->faulty || --line->calls_left > 0) {
        return false;
    }
    where = (enum where)prng_below(&line->prng, CUT_MAX);
    held_ms = prng_below(&line->prng, 4) == 0 ? HELD_SHORT_MS : 0;
    switch (where) {
    case CUT_BEFORE:
        lose(line, connection, where, held_ms);
        return true;
    case CUT_INSIDE:
        (void)pass(connection->server, bytes, len);
        lose(line, connection, where, held_ms);
        return true;
    case CUT_AFTER:
        connection->doomed = true;
        line->calls_left = CALLS_MAX; /* drawn anew when it is cut */
        return false;
    case CUT_MAX:
        break;
    }
    return false;
}

static void from_client(struct line *line, struct connection *connection) {
    uint8_t bytes[CHUNK_BYTES];
    ssize_t len = recv(connection->client, bytes, sizeof bytes, 0);

    if (len <= 0) {
        close_end(&connection->client);
        close_end(&connection->server);
        return;
    }
    /* Sync and Query end a call. */
    if (scan_bytes(&connection->calls, bytes, (size_t)len, "SQ") > 0 &&
        cut_at_call(line, connection, bytes, (size_t)len)) {
        return;
    }
    (void)pass(connection->server, bytes, (size_t)len);
}

static void from_server(struct line *line, struct connection *connection) {
    uint8_t bytes[CHUNK_BYTES];
    ssize_t len = recv(connection->server, bytes, sizeof bytes, 0);

    if (len <= 0) {
        close_end(&connection->client);
        close_end(&connection->server);
        return;
    }
    if (connection->client < 0) {
        return; /* nobody hears it any more */
    }
    (void)pass(connection->client, bytes, (size_t)len);
    /* ReadyForQuery ends an answer. */
    if (scan_bytes(&connection->answers, bytes, (size_t)len, "Z") > 0 && connection->doomed) {
        lose(line, connection, CUT_AFTER, 0);
    }
}

/* ---- the line */

static void obey(struct line *line) {
    int number = told;

    told = 0;
    if (number == SIGUSR2) {
        for (size_t i = 0; i < line->count; i++) {
            if (line->connections[i].client >= 0) {
                lose(line, &line->connections[i], CUT_INSIDE, HELD_MS);
            }
        }
    } else if (number != 0) {
        line->faulty = number == SIGUSR1;
        line->calls_left = 1 + prng_below(&line->prng, CALLS_MAX);
    }
}

static void forget_closed(struct line *line) {
    size_t kept = 0;

    for (size_t i = 0; i < line->count; i++) {
        struct connection *connection = &line->connections[i];

        if (connection->close_server_at_ms != 0 && now_ms() >= connection->close_server_at_ms) {
            close_end(&connection->server);
        }
        if (connection->server >= 0) {
            line->connections[kept++] = *connection;
        }
    }
    line->count = kept;
}

static void accept_client(struct line *line) {
    struct sockaddr_un address;
    struct connection connection = {.calls.untyped = true};

    connection.client = accept(line->listener, NULL, NULL);
    connection.server = unix_socket(line->target, &address);
    if (connection.client < 0 || line->count == CONNECTIONS_MAX ||
        connect(connection.server, (struct sockaddr *)&address, sizeof address) != 0) {
        close_end(&connection.client); /* the database is not there either */
        close_end(&connection.server);
        return;
    }
    line->connections[line->count++] = connection;
}

static void run_once(struct line *line) {
    struct pollfd fds[2 * CONNECTIONS_MAX + 1] = {{.fd = line->listener, .events = POLLIN}};
    size_t count = line->count;

    for (size_t i = 0; i < count; i++) { /* a negative fd is not asked */
        fds[1 + 2 * i] = (struct pollfd){.fd = line->connections[i].client, .events = POLLIN};
        fds[2 + 2 * i] = (struct pollfd){.fd = line->connections[i].server, .events = POLLIN};
    }
    if (poll(fds, 1 + 2 * count, 100) < 0 && errno != EINTR) {
        rogue_die("poll");
    }
    for (size_t i = 0; i < count; i++) {
        struct connection *connection = &line->connections[i];

        if (fds[1 + 2 * i].revents != 0 && connection->client >= 0) {
            from_client(line, connection);
        }
        if (fds[2 + 2 * i].revents != 0 && connection->server >= 0) {
            from_server(line, connection);
        }
    }
    if (fds[0].revents != 0) {
        accept_client(line);
    }
    obey(line);
    forget_closed(line);
}

int main(int argc, char **argv) {
    static struct line line;
    struct sigaction action = {.sa_handler = on_signal};
    struct sockaddr_un address;
    char path[108];
    uint64_t seed = 0;

    if (argc != 4) {
        rogue_die("FOLDER TARGET_SOCKET SEED");
    }
    (void)snprintf(path, sizeof path, "%s/.s.PGSQL.5432", argv[1]);
    (void)unlink(path);
    line.target = argv[2];
    if (text_u64(argv[3], strlen(argv[3]), UINT32_MAX, &seed) != PJ_OK) {
        rogue_die("SEED");
    }
    prng_init_seed(&line.prng, seed);
    (void)sigaction(SIGUSR1, &action, NULL);
    (void)sigaction(SIGUSR2, &action, NULL);
    (void)sigaction(SIGHUP, &action, NULL);
    line.listener = unix_socket(path, &address);
    if (bind(line.listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(line.listener, CONNECTIONS_MAX) != 0) {
        rogue_die(path);
    }
    for (;;) {
        run_once(&line);
    }
}
