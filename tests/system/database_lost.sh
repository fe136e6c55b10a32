#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The day again, while the stations' connections to their databases are lost at seeded places: before a call, after it
# (committed or not, nobody heard), after its answer; sometimes the old session lives on for a while. Then a commit whose
# session goes on long after its client is gone. Nothing may be lost, doubled or altered, and no receipt may be untrue.
#
#   tests/system/database_lost.sh BIN_FOLDER [CUTS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
cuts=${2:-40}
seed=${3:-1}
HOME_DIR=$(mktemp -d /tmp/pujiang-lost.XXXXXX)
PORT_BASE=${PORT_BASE:-27330}
DIVISIONS=$PWD/deploy/divisions/330726.csv
RECEIPTS=$HOME_DIR/receipts.csv
. tests/system/lib.sh

mkdir -p "$HOME_DIR/line"
STATION_DB_HOST=$HOME_DIR/line
"$BIN/../tests/pujiang-test-database" "$STATION_DB_HOST" "$HOME_DIR/pg/.s.PGSQL.5432" "$seed" >"$HOME_DIR/line.log" &
line=$!
helpers+=("$line")
lost() { grep -c "$1" "$HOME_DIR/line.log" || true; }
in_doubt() { local sum=0 name; for name in $(stations_names); do sum=$((sum + $(commits_in_doubt "$name"))); done; echo "$sum"; }

stations_prepare
stations_start
stations_load "$DIVISIONS" "$PWD/deploy/lists/demo.csv"
stations_settle 600 || never "all links open"

# ---- lost at seeded calls, under load, until there were enough
timeout 300 "$BIN/pujiang-day" "$DIVISIONS" "$NODES" "$HOME_DIR" "$RECEIPTS" >"$HOME_DIR/day.log" 2>"$HOME_DIR/day.err" &
day=$!
helpers+=("$day")
kill -USR1 "$line"
while [[ $(lost cut) -lt $cuts ]] && kill -0 "$day" 2>/dev/null; do sleep 0.2; done
kill -HUP "$line"
wait "$day" || { cat "$HOME_DIR/day.err" >&2; never "the clerks came through the day"; }
enough() { [[ $(lost cut) -ge $cuts ]]; }
kill -USR1 "$line" # what the day was too short for
until enough; do ctl "$COUNTY" --json case submit --node 330726.land --dry-run --text "are you there" >/dev/null 2>&1 || true; done
kill -HUP "$line"
ok "the connection was lost $(lost cut) times: $(lost before) before a call, $(lost inside) inside, $(lost after) after"
for name in $(stations_names); do wait_for "$name has mended itself" database_is "$name" ready; done
stations_settle 1200 || never "quiet and balanced"
balance_prepare
verdict=$(balance_verdict)
[[ $verdict == "DEMO OK"* ]] || never "the day's figures: $verdict"
ok "${verdict/DEMO OK/the day}"
[[ $(in_doubt) -gt 0 ]] || never "some commits were in doubt"
ok "$(in_doubt) commits had been in doubt"

# ---- the old session runs on: it commits seconds after its client has gone
released() { ! kill -0 "$holder" 2>/dev/null; }
station_sql "$COUNTY" -q -c "BEGIN; LOCK TABLE pj.journal IN SHARE MODE; SELECT pg_sleep(5); COMMIT" >/dev/null &
holder=$!
waiting() { [[ $(value postgres "SELECT count(*) FROM pg_stat_activity WHERE datname = '$COUNTY' AND wait_event_type = 'Lock'") -gt 0 ]]; }
locked() { [[ $(value postgres "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = '$COUNTY' AND l.mode = 'ShareLock' AND l.granted") -gt 0 ]]; }
wait_for "somebody keeps writers out of the journal" locked
before=$(commits_in_doubt "$COUNTY")
ctl "$COUNTY" --timeout 60 --json case submit --key-id doubt --text "committed, but who heard it" >"$HOME_DIR/answer" 2>&1 &
asking=$!
helpers+=("$asking")
wait_for "a commit waits inside the database" waiting
kill -USR2 "$line"
again() { ctl "$COUNTY" --timeout 60 --json case submit --key-id doubt --text "committed, but who heard it" >"$HOME_DIR/again"; }
sleep 1
! released || never "the old session still runs"
! grep -q case_no "$HOME_DIR/answer" || never "no receipt while nobody knows"
ok "while the old session runs nobody gets a receipt"
wait_for "the same key gets its receipt in the end" again
[[ $(commits_in_doubt "$COUNTY") -gt $before ]] || never "the commit was in doubt"
case_no=$(json case_no <"$HOME_DIR/again")
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.v_submission WHERE text = 'committed, but who heard it'") == 1 ]] || never "there is one such case"
! grep -q case_no "$HOME_DIR/answer" || grep -q "$case_no" "$HOME_DIR/answer" || never "both askers have the same number"
ok "there is one case, $case_no, and one receipt"
stations_settle 600 || never "quiet and balanced at the end"
for name in $(stations_names); do
    "$BIN/pujiangctl" --json verify journal --dsn "host=$HOME_DIR/pg user=pujiang dbname=$name" >/dev/null || never "$name: verify journal"
done
ok "the journals of all five verify"
no_station_aborted
