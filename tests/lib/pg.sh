#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A private PostgreSQL cluster in a folder of its own, reached through a Unix socket in that folder and nothing else.
# Tests, deploy/demo and the benchmarks use it. PostgreSQL refuses to run as root, so root gives the folder to an
# unprivileged account (PG_ACCOUNT, default nobody); anybody else runs it as himself.
#
#   pg.sh start DIR           makes the cluster when there is none, starts it, returns when it answers
#   pg.sh stop DIR [fast|immediate]
#   pg.sh create DIR NAME     a database (UTF8); nothing happens when it is there
#   pg.sh drop DIR NAME
#   pg.sh psql DIR NAME ...   psql with the remaining arguments
#   pg.sh env DIR             PGHOST and PGUSER for eval
#   pg.sh destroy DIR         stops it and removes the folder
#
# PG_BIN: folder of initdb; PG_CONF: more lines for postgresql.conf, taken at the first start.
# Row contents stay out of PostgreSQL's log: what petitioners wrote must not end up there.
set -eu

me=$(basename "$0")
say() { echo "$me: $*" >&2; }
die() { say "$@"; exit 1; }

[ $# -ge 2 ] || die "usage: $me start|stop|create|drop|psql|env|destroy DIR ..."
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)
shift 2
data=$dir/data
account=${PG_ACCOUNT:-nobody}
role=pujiang

# sun_path holds 107 characters, ".s.PGSQL.5432" is 13 of them.
[ ${#dir} -le 93 ] || die "$dir: too long a path for a Unix socket, at most 93 characters"

if [ -z "${PG_BIN:-}" ]; then
    for bin in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin; do
        [ -x "$bin/initdb" ] && PG_BIN=$bin
    done
fi
[ -n "${PG_BIN:-}" ] || die "no initdb found: install postgresql or set PG_BIN"

as_owner() {
    if [ "$(id -u)" = 0 ]; then
        (cd "$dir" && setpriv --reuid="$account" --regid="$(id -g "$account")" --clear-groups \
            env HOME="$dir" "$@")
    else
        (cd "$dir" && "$@")
    fi
}

running() { as_owner "$PG_BIN/pg_ctl" status -D "$data" >/dev/null 2>&1; }

init() {
    chmod 700 "$dir"
    [ "$(id -u)" != 0 ] || chown "$account" "$dir"
    as_owner "$PG_BIN/initdb" -D "$data" -U "$role" --auth=trust --encoding=UTF8 --locale=C \
        --data-checksums >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; die "initdb failed"; }
    as_owner tee -a "$data/postgresql.conf" >/dev/null <<CONF

# ---- pujiang
listen_addresses = ''
unix_socket_directories = '$dir'
unix_socket_permissions = 0700
port = 5432
max_connections = 100
shared_buffers = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_parameter_max_length_on_error = 0
${PG_CONF:-}
CONF
}

case $verb in
start)
    [ -s "$data/PG_VERSION" ] || init
    running || as_owner "$PG_BIN/pg_ctl" start -D "$data" -l "$dir/postgres.log" -w -t 60 >/dev/null ||
        { tail -n 20 "$dir/postgres.log" >&2; die "PostgreSQL does not start"; }
    ;;
stop)
    ! running || as_owner "$PG_BIN/pg_ctl" stop -D "$data" -m "${1:-fast}" -w -t 60 >/dev/null
    ;;
create)
    [ -n "$("$PG_BIN/psql" -h "$dir" -U "$role" -d postgres -Atq -v name="$1" <<'SQL'
SELECT 1 FROM pg_database WHERE datname = :'name'
SQL
    )" ] || "$PG_BIN/createdb" -h "$dir" -U "$role" -E UTF8 -T template0 "$1"
    ;;
drop)
    "$PG_BIN/dropdb" -h "$dir" -U "$role" --if-exists --force "$1"
    ;;
psql)
    name=$1
    shift
    exec "$PG_BIN/psql" -X -h "$dir" -U "$role" -d "$name" "$@"
    ;;
env)
    echo "PGHOST='$dir' PGUSER='$role'; export PGHOST PGUSER"
    ;;
destroy)
    ! running || as_owner "$PG_BIN/pg_ctl" stop -D "$data" -m immediate -w -t 60 >/dev/null
    [ -s "$data/PG_VERSION" ] || [ -e "$dir/initdb.log" ] || [ -z "$(ls -A "$dir")" ] ||
        die "$dir does not look like a cluster of mine"
    rm -rf "$dir"
    ;;
*)
    die "unknown verb $verb"
    ;;
esac
