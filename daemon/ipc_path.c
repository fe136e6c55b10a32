/* SPDX-License-Identifier: Apache-2.0
 * See the header. The umask is the process's, which is fine: one thread of ours, and libzmq binds
 * in the caller's. */
#include "ipc_path.h"

#include "base/log.h"
#include "base/text.h"
#include "folder.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>

#define SCHEME_LEN 6 /* "ipc://" */

static enum pj_code fail(const char *endpoint, const char *reason) {
    log_error("socket_not_bound", "endpoint=%s reason=\"%s\"", endpoint, reason);
    return PJ_BAD_DATA;
}

/* A stale file answers "connection refused". */
static bool somebody_listens(const struct sockaddr_un *address) {
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = false;

    if (descriptor < 0) {
        return false;
    }
    connected = connect(descriptor, (const struct sockaddr *)address, sizeof *address) == 0;
    (void)close(descriptor);
    return connected;
}

enum pj_code ipc_bind(void *socket, const char *endpoint) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = endpoint + SCHEME_LEN;
    enum pj_code code = text_set(address.sun_path, sizeof address.sun_path, path, strlen(path));
    mode_t mask = 0;
    int failed = 0;

    if (code != PJ_OK) {
        return fail(endpoint, "path too long for a socket");
    }
    if (!folder_make_for(path)) {
        return fail(endpoint, strerror(errno));
    }
    if (somebody_listens(&address)) {
        return fail(endpoint, "another process listens there: is this station running already?");
    }
    mask = umask(0117);
    failed = zmq_bind(socket, endpoint);
    (void)umask(mask);
    return failed == 0 ? PJ_OK : fail(endpoint, zmq_strerror(zmq_errno()));
}
