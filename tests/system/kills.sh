#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The day again, while stations are killed with SIGKILL fifty times, one after the other, under load. Afterwards nothing
# may be lost, doubled or altered: SQL over the five databases against the receipts the clients kept.
#
#   tests/system/kills.sh BIN_FOLDER [KILLS]
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
kills=${2:-50}
SOURCE_DIR=$PWD
HOME_DIR=$(mktemp -d /tmp/pujiang-kills.XXXXXX)
NODES=$PWD/deploy/divisions/nodes-demo.csv
DIVISIONS=$PWD/deploy/divisions/330726.csv
RECEIPTS=$HOME_DIR/receipts.csv
PORT_BASE=${PORT_BASE:-19330}
. deploy/lib/stations.sh
. deploy/lib/faults.sh

finish() {
    status=$?
    [[ -z ${day:-} ]] || kill "$day" 2>/dev/null || true
    stations_stop >/dev/null 2>&1 || true
    if [[ $status -eq 0 ]]; then rm -rf "$HOME_DIR"; else echo "logs are left in $HOME_DIR" >&2; fi
}
trap finish EXIT

stations_prepare
stations_start
stations_load "$DIVISIONS" "$PWD/deploy/lists/demo.csv"
stations_settle 300
"$BIN/pujiang-day" "$DIVISIONS" "$NODES" "$HOME_DIR" "$RECEIPTS" >"$HOME_DIR/day.log" 2>"$HOME_DIR/day.err" &
day=$!
mapfile -t names < <(stations_names)
done_kills=0
while [[ $done_kills -lt $kills ]]; do
    name=${names[$((done_kills * 3 % ${#names[@]}))]} # every station, in an order that is not the tree's
    if [[ $((done_kills % 2)) -eq 0 ]]; then name=county-330726; fi
    station_kill "$name" 2>/dev/null
    station_start "$name"
    station_wait "$name"
    done_kills=$((done_kills + 1))
done
wait "$day" || { cat "$HOME_DIR/day.err" >&2; exit 1; }
stations_settle 600
balance_prepare
verdict=$(balance_verdict)
echo "kills=$done_kills ${verdict/DEMO/DAY}"
grep -hE "ASSERT|ERROR: AddressSanitizer|runtime error" "$HOME_DIR"/*/log && exit 1
[[ $verdict == "DEMO OK"* ]]
