#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A station whose database becomes an older one: put back while it was down and told by nobody but its neighbours, put
# back while it was down and noticed at once, put back under a running daemon. Each time it finds out, says so, goes on
# with its neighbours, gives no number twice, and every case that left it in time has one holder.
#
#   tests/system/restored.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-restored.XXXXXX)
PORT_BASE=${PORT_BASE:-20930}
. tests/system/lib.sh

numbers=$HOME_DIR/numbers
stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
stations_settle 300 || never "all links open"

# ---- small helpers
town() { # KEY TEXT [OPTION...]: a case is taken in at the town; its number is remembered
    local key=$1 text=$2 case_no
    shift 2
    case_no=$(ctl "$TOWN" --json case submit --key-id "$key" --text "$text" "$@" | json case_no)
    echo "$case_no" >>"$numbers"
    echo "$case_no"
}
epoch_is() { [[ $(ctl "$1" --json status | json epoch) == "$2" ]]; }
backup() { # the town's database as it is now, quiet
    station_stop "$TOWN"
    stations_pg psql postgres -q -c "CREATE DATABASE older TEMPLATE \"$TOWN\""
    station_start "$TOWN"
    station_wait "$TOWN"
}
put_back() { # under a running daemon as well: its sessions end, and the next ones find the older one
    stations_pg psql postgres -q -c "ALTER DATABASE \"$TOWN\" ALLOW_CONNECTIONS false" \
        -c "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '$TOWN'" >/dev/null
    stations_pg psql postgres -q -c "ALTER DATABASE \"$TOWN\" RENAME TO gone" \
        -c "ALTER DATABASE older RENAME TO \"$TOWN\"" -c "DROP DATABASE gone"
}
holders() { # CASE: how many of the five hold it
    local name count=0
    for name in $(stations_names); do
        count=$((count + $(value "$name" "SELECT count(*) FROM pj.v_case WHERE case_no = '$1' AND role = 'holder'")))
    done
    echo "$count"
}
one_holder() { [[ $(holders "$1") == 1 ]]; }
no_number_twice() { [[ -z $(sort "$numbers" | uniq -d) ]] || never "no case number is given twice"; }

# ---- put back while the station was down; it wrote on, and met its parent only then
old=$(town k0 "here before the backup")
backup
up=$(town k1 "escalated before")
ctl "$TOWN" case escalate "$up" --to 330726 --reason up >/dev/null
town k2 "kept here, and lost" >/dev/null
stations_settle 300 || never "quiet before the first restore"
station_stop "$TOWN"
station_kill "$COUNTY" 2>/dev/null
put_back
rm -f "$HOME_DIR/$TOWN/secret.released"
station_start "$TOWN"
station_wait "$TOWN"
ctl "$TOWN" case escalate "$old" --to 330726 --reason up >/dev/null
station_start "$COUNTY"
station_wait "$COUNTY"
wait_for "the restored station hears from its parent that it lost history" said "$TOWN" "history_lost"
wait_for "it says from where the lane goes on" said "$TOWN" "lane_goes_on_anew"
wait_for "and so does its parent" said "$COUNTY" "lane_put_back"
wait_for "it is in a new epoch" epoch_is "$TOWN" 1
wait_for "everything was given back" database_is "$TOWN" ready
stations_settle 300 || never "the links go on after the first restore"
wait_for "what was handed over before has one holder" one_holder "$up"
wait_for "and so has what was handed over afterwards" one_holder "$old"
town k3 "taken in afterwards" >/dev/null
no_number_twice
ok "no number was given twice"

# ---- put back while the station was down: its own note tells it at once
first=$(town k4 "after the first loss")
backup
up=$(town k5 "escalated again")
ctl "$TOWN" case escalate "$up" --to 330726 --reason up >/dev/null
lost=$(town k6 "lost again")
stations_settle 300 || never "quiet before the second restore"
station_stop "$TOWN"
station_kill "$COUNTY" 2>/dev/null
put_back
station_start "$TOWN"
wait_for "the station itself knows that its database is an older one" said "$TOWN" "history_changed"
wait_for "and is in the next epoch, with its parent away" epoch_is "$TOWN" 2
database_is "$TOWN" recovering || never "status says recovering"
ok "status says recovering"
town k7 "work goes on" >/dev/null
no_number_twice
ok "it takes cases in, under numbers that were never given"
if ctl "$TOWN" --json case escalate "$first" --to 330726 --reason up >"$HOME_DIR/answer"; then never "acts wait"; fi
grep -q BUSY_RECOVERING "$HOME_DIR/answer" || never "BUSY_RECOVERING"
ok "acts wait for the neighbours"
station_start "$COUNTY"
station_wait "$COUNTY"
wait_for "until they have given back" database_is "$TOWN" ready
ctl "$TOWN" case escalate "$first" --to 330726 --reason up >/dev/null || never "acts go on"
wait_for "what was handed over before has one holder" one_holder "$up"
again=$(ctl "$TOWN" --json case submit --key-id k6 --text "lost again")
[[ $(json replayed <<<"$again") != true && $(json case_no <<<"$again") != "$lost" ]] || never "the same key takes it in anew"
json case_no <<<"$again" >>"$numbers"
ok "the same key takes the lost case in anew"

# ---- put back under a running daemon
stations_settle 300 || never "quiet before the third restore"
backup
up=$(town k8 "escalated a third time")
ctl "$TOWN" case escalate "$up" --to 330726 --reason up >/dev/null
stations_settle 300 || never "quiet before the third restore"
put_back
wait_for "a running station finds that its history is gone" said "$TOWN" "begins_anew"
wait_for "and goes on by itself" epoch_is "$TOWN" 3
wait_for "with everything given back" database_is "$TOWN" ready
wait_for "what was handed over before has one holder" one_holder "$up"
town k9 "the end" >/dev/null
no_number_twice
stations_settle 300 || never "at the end everything is quiet"
ok "at the end everything is quiet, and no number was given twice"
for name in $TOWN $COUNTY; do
    verify "$name" >"$HOME_DIR/answer" || never "the journal of $name verifies"
    ctl "$name" --json link balance --deep >"$HOME_DIR/deep"
    if grep -q '"lost":[1-9]\|"altered":[1-9]\|"hash_equal":false' "$HOME_DIR/deep"; then cat "$HOME_DIR/deep"; never "$name is in balance"; fi
done
ok "the journals verify, and the links are in balance"
no_station_aborted
