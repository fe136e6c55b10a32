/* SPDX-License-Identifier: Apache-2.0
 * The socket API's transport: ROUTER on ipc:// (who you are = your uid) and on tcp:// (who you are
 * = your key). One body frame, last; an optional empty frame before it is accepted and echoed. */
#pragma once
#include "config.h"
#include "net_socket.h"

#define NET_API_ADMIN "local-admin" /* the account of the uids in [account] admin_uids */

struct net_api;

struct net_api_config {
    const char *ipc, *listen; /* endpoints, "" = none; copied by libzmq */
    const struct uid_list
        *admin_uids; /* borrowed, outlives the api: a reload changes it in place */
};

/* Binds. NULL, already logged. */
struct net_api *net_api_new(const struct net_context *context, const struct net_api_config *config);
void net_api_free(struct net_api *api);
/* Lost silently when the client is gone or does not read. */
void net_api_reply(struct net_api *api, const struct client *client, struct bytes reply);
/* Requests in a wrong shape so far, and replies nobody took. */
uint64_t net_api_malformed(const struct net_api *api);
uint64_t net_api_lost(const struct net_api *api);

/* "NAME:uid:gid:pid" (what libzmq 4.3 makes of SO_PEERCRED) -> uid. */
bool net_api_peer_uid(const char *peer_address, uint32_t *ret_uid) must_check;
