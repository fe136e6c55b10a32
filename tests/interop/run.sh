#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The socket API in another language: Python's zmq and protobuf against the golden bytes, and against one real station
# over ipc and over CURVE.
#
#   tests/interop/run.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
SOURCE_DIR=$PWD
HOME_DIR=$(mktemp -d /tmp/pujiang-interop.XXXXXX)
NODES=$HOME_DIR/nodes.csv
PORT_BASE=${PORT_BASE:-24330}
STATION=county-330726
PYTHON=${PYTHON:-/usr/bin/python3} # zmq and protobuf are Debian's: another python3 on the path does not have them
. deploy/lib/stations.sh

finish() {
    status=$?
    stations_stop >/dev/null 2>&1 || true
    if [[ $status -eq 0 ]]; then rm -rf "$HOME_DIR"; else echo "not ok; logs are left in $HOME_DIR" >&2; fi
}
trap finish EXIT

# account NAME SCOPES: an account with a key of its own, in $HOME_DIR/NAME.key
account() {
    "$BIN/pujiangctl" key new "$HOME_DIR/$1.key" >/dev/null
    ctl "$STATION" account add "$1" --scopes "$2" --node "$3" >/dev/null
    ctl "$STATION" key allow --account "$1" -- "$(head -n 1 "$HOME_DIR/$1.key")" >/dev/null
}

mkdir "$HOME_DIR/generated"
protoc --python_out="$HOME_DIR/generated" --proto_path=proto proto/*.proto
export PYTHONPATH=$HOME_DIR/generated:$PWD/tests/interop PYTHONDONTWRITEBYTECODE=1
"$PYTHON" tests/interop/golden.py tests/golden/messages.txt

printf 'station,parent,hosts\n%s,,330726\n' "$STATION" >"$NODES"
STATION_EXTRA="listen = tcp://127.0.0.1:$((PORT_BASE + 50))"
stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
account hotline submit,read:own,act 330726
account reader read:own 330726.civil

timeout 240 "$PYTHON" tests/interop/api_test.py "tcp://127.0.0.1:$((PORT_BASE + 50))" "ipc://$HOME_DIR/$STATION.sock" \
    "$(station_public_key "$STATION")" "$HOME_DIR"

for word in text source place-text system id carried session name contact address person post accusation; do
    found=$(station_sql "$STATION" -qAt -c "SELECT count(*) FROM pj.journal WHERE position('kept-$word'::bytea IN body) > 0")
    [[ $found -gt 0 ]] || { echo "not ok: kept-$word was sent and is not in the journal" >&2; exit 1; }
done
echo "ok: and everything it said stands in the journal"
station_alive "$STATION" || { echo "not ok: the station ended" >&2; exit 1; }
station_stop "$STATION"
if grep -E "ASSERT|ERROR: |runtime error" "$HOME_DIR/$STATION/log"; then exit 1; fi
"$BIN/pujiangctl" --json verify journal --dsn "host=$HOME_DIR/pg user=pujiang dbname=$STATION"
echo "ok: the journal is whole"
