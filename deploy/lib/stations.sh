# SPDX-License-Identifier: Apache-2.0
#
# Real stations on this machine, in a folder of their own: one private PostgreSQL, one database, configuration, key pair
# and socket each. deploy/demo, the system tests and the benchmarks source this file.
#
#   BIN        folder of pujiangd and pujiangctl
#   HOME_DIR   the folder; everything is below it
#   NODES      nodes.csv: which stations there are, who is above whom
#   PORT_BASE  first TCP port on loopback; one per station
#   STATION_DB_HOST  folder of the database's socket as the stations see it, when a test puts a line in between
#
#   STATION_CLOCK    file of a virtual clock all stations follow; of one station: STATION_CLOCK_<name, - as _>
#
#   stations_prepare      cluster, databases, configuration, keys
#   stations_start        all of them, parents first; returns when every one takes cases in
#   stations_load DIVISIONS LIST   data files into every station
#   station_start NAME, station_pid NAME, station_kill NAME (SIGKILL), station_stop NAME (SIGTERM)
#   station_sql NAME ...  psql on its database
#   ctl NAME ...          pujiangctl at that station
#   stations_stop         all of them, then the cluster
#   clock_set "2026-09-18 09:00"   the virtual clock, in Asia/Shanghai; before stations_start and forward only after it
#   clock_day DATE                 ... to 09:00 of that day

SOURCE_DIR=${SOURCE_DIR:-$(cd "$(dirname "$0")/.." && pwd -P)}
PORT_BASE=${PORT_BASE:-17330}

stations_pg() { verb=$1; shift; "$SOURCE_DIR/tests/lib/pg.sh" "$verb" "$HOME_DIR/pg" "$@"; }

stations_names() { awk -F, '!/^#/ && NF { if (seen++) print $1 }' "$NODES"; }

station_parent() { awk -F, -v name="$1" '$1 == name { print $2 }' "$NODES"; }

station_port() { stations_names | awk -v name="$1" -v base="$PORT_BASE" '$1 == name { print base + NR }'; }

# Where a station dials its parent. Tests and the demo put a relay in between by setting STATION_DIAL_<name, - as _>.
station_dial() {
    name=$(echo "$1" | tr - _)
    eval "port=\${STATION_DIAL_$name:-}"
    echo "tcp://127.0.0.1:${port:-$(station_port "$(station_parent "$1")")}"
}

# The file of the virtual clock a station follows, empty = it goes by the machine's.
station_clock() {
    name=$(echo "$1" | tr - _)
    eval "echo \"\${STATION_CLOCK_$name:-${STATION_CLOCK:-}}\""
}

clock_ahead() { # SECONDS [FILE]: in one stroke, no station sees half a number
    echo "$1" >"${2:-$STATION_CLOCK}.new" && mv "${2:-$STATION_CLOCK}.new" "${2:-$STATION_CLOCK}"
}

clock_set() { clock_ahead $(($(TZ=Asia/Shanghai date -d "$1" +%s) - $(date +%s))) "${2:-$STATION_CLOCK}"; }

clock_day() { clock_set "$1 09:00" "${2:-$STATION_CLOCK}"; }

station_public_key() { head -n 1 "$HOME_DIR/$1/curve.key"; }

station_configure() {
    name=$1
    parent=$(station_parent "$name")
    dir=$HOME_DIR/$name
    clock=$(station_clock "$1")
    name=$1
    mkdir -p "$dir"
    [ -e "$dir/curve.key" ] || "$BIN/pujiangctl" key new "$dir/curve.key" >/dev/null
    {
        echo "[station]"
        echo "name = $name"
        [ -z "$parent" ] || echo "parent = $parent"
        echo "secret_file = $dir/secret"
        echo "[database]"
        echo "host = ${STATION_DB_HOST:-$HOME_DIR/pg}"
        echo "user = pujiang"
        echo "dbname = $name"
        [ -z "$clock" ] || printf '%s\n' "unsafe_lab = yes" "[lab]" "virtual_clock = $clock"
        echo "[link]"
        echo "listen = tcp://127.0.0.1:$(station_port "$name")"
        if [ -n "$parent" ]; then
            echo "parent_endpoint = $(station_dial "$name")"
            echo "parent_key = $(station_public_key "$parent")"
        fi
        echo "key_file = $dir/curve.key"
        echo "[api]"
        echo "ipc = ipc://$HOME_DIR/$name.sock"
        echo "${STATION_EXTRA:-}"
    } >"$dir/pujiangd.conf"
    stations_pg create "$name"
}

stations_prepare() {
    mkdir -p "$HOME_DIR"
    chmod 711 "$HOME_DIR"
    stations_pg start
    for name in $(stations_names); do station_configure "$name"; done
}

ctl() { station=$1; shift; "$BIN/pujiangctl" -e "ipc://$HOME_DIR/$station.sock" "$@"; }

station_pid() { cat "$HOME_DIR/$1/pid"; }

station_alive() { [ -e "$HOME_DIR/$1/pid" ] && kill -0 "$(station_pid "$1")" 2>/dev/null; }

station_start() {
    "$BIN/pujiangd" -c "$HOME_DIR/$1/pujiangd.conf" >>"$HOME_DIR/$1/log" 2>&1 &
    echo $! >"$HOME_DIR/$1/pid"
}

# Until it has its database: a station answers status before that, and everything else with "later".
station_wait() {
    tries=0
    until ctl "$1" --json status 2>/dev/null | grep -qE '"database":"(ready|recovering)"'; do
        tries=$((tries + 1))
        if [ $tries -gt 300 ] || ! station_alive "$1"; then
            echo "$1: 没有应答 / does not answer; the end of $HOME_DIR/$1/log:" >&2
            tail -n 5 "$HOME_DIR/$1/log" >&2
            return 1
        fi
        sleep 0.1
    done
}

stations_start() {
    for name in $(stations_names); do station_start "$name"; done
    for name in $(stations_names); do station_wait "$name" || return 1; done
}

station_kill() {
    pid=$(station_pid "$1")
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
}

station_stop() {
    station_alive "$1" || return 0
    pid=$(station_pid "$1")
    kill -TERM "$pid"
    wait "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

station_sql() { name=$1; shift; stations_pg psql "$name" -X -v ON_ERROR_STOP=1 "$@"; }

# Divisions, stations and competence list into every station; every parent learns its children's keys.
stations_load() {
    for name in $(stations_names); do
        ctl "$name" division load "$1" >/dev/null &&
            ctl "$name" node load "$NODES" >/dev/null &&
            ctl "$name" list load "$2" >/dev/null || return 1
        parent=$(station_parent "$name")
        [ -z "$parent" ] || ctl "$parent" key allow --station "$name" -- "$(station_public_key "$name")" >/dev/null ||
            return 1
    done
}

# Until every link of every station is open and nothing is on its way.
stations_settle() {
    tries=0
    until stations_quiet; do
        tries=$((tries + 1))
        [ $tries -le "${1:-600}" ] || return 1
        sleep 0.1
    done
}

stations_quiet() {
    for name in $(stations_names); do
        ctl "$name" --json link balance >"$HOME_DIR/balance" 2>/dev/null || return 1
        ! grep -q '"in_flight":[1-9]\|"hash_equal":false' "$HOME_DIR/balance" || return 1
        ctl "$name" --json link show >"$HOME_DIR/balance" 2>/dev/null || return 1
        ! grep -qv '"state":"open"' "$HOME_DIR/balance" || return 1
    done
}

stations_stop() {
    for name in $(stations_names); do station_stop "$name"; done
    stations_pg stop
}
