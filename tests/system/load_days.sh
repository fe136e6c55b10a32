#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What must stay so under load: an input that the database refuses harms nobody else, urgent messages pass a bulk of
# others, and a reader who holds an old snapshot for long does not make the tables swell.
#
#   tests/system/load_days.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-load.XXXXXX)
PORT_BASE=${PORT_BASE:-28330}
. tests/system/lib.sh

STATION_DIAL_county_330726=$((PORT_BASE + 50))
STATION_DB_HOST=$HOME_DIR/nowhere,$HOME_DIR/pg # a list of hosts, of which the first is not there
load() { "$BIN/bench-load" "ipc://$HOME_DIR/$1.sock" "$2" 0 1024 "$3" >>"$HOME_DIR/load.log"; } # STATION COUNT CATEGORY
cases() { value "$1" "SELECT count(*) FROM pj.cases"; }
case_rows() { at_least "$1" "SELECT count(*) FROM pj.cases" "$2"; }

stations_prepare
line_open "$STATION_DIAL_county_330726" "$(station_port "$CITY")"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

# ---- poison: the database refuses one input, for a reason of its own
poison_on() { # STATION SQLSTATE
    value "$1" "CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$
        BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '$2'; END \$\$;
        CREATE TRIGGER refuse BEFORE INSERT ON pj.cases FOR EACH ROW WHEN (NEW.persons = 13) EXECUTE FUNCTION public.refuse()"
}
poison_off() { value "$1" "DROP TRIGGER refuse ON pj.cases"; }
parked_as() { at_least "$1" "SELECT count(*) FROM pj.parked WHERE done_at IS NULL AND code = $2" "$3"; }
INTERNAL_POISON=$("$BIN/pujiangctl" --json parked list --help >/dev/null 2>&1; sed -n 's/.*INTERNAL_POISON, *\([0-9]*\).*/\1/p' include/pujiang/codes.h)

poison_on "$PROVINCE" 22023
before=$(cases "$PROVINCE")
load "$VILLAGE" 200 climb &
good=$!
for i in 1 2 3; do submit "$VILLAGE" "the database refuses me $i" --category climb --persons 13 >/dev/null; done
wait "$good"
wait_for "200 good cases arrive around three that the province's database refuses" case_rows "$PROVINCE" $((before + 200))
wait_for "the three are in the province's custody" parked_as "$PROVINCE" "$INTERNAL_POISON" 3
poison_off "$PROVINCE"
for pos in $(value "$PROVINCE" "SELECT pos FROM pj.parked WHERE done_at IS NULL"); do
    ctl "$PROVINCE" parked replay "$pos" >/dev/null || never "replay $pos"
done
wait_for "and arrive when a person replays them after mending the cause" case_rows "$PROVINCE" $((before + 203))

poison_on "$VILLAGE" 22023
load "$VILLAGE" 200 climb &
good=$!
for i in 1 2 3; do
    if ctl "$VILLAGE" --json case submit --text "refused at the window $i" --persons 13 >"$HOME_DIR/answer"; then never "no receipt for it"; fi
    grep -q INTERNAL_POISON "$HOME_DIR/answer" || never "the client is told INTERNAL_POISON: $(cat "$HOME_DIR/answer")"
done
wait "$good" || never "the others got their receipts"
wait_for "a client's poison: told so, its bytes kept, the others have their receipts" parked_as "$VILLAGE" "$INTERNAL_POISON" 3
poison_off "$VILLAGE"
poison_on "$COUNTY" XX000
for i in $(seq 9); do ctl "$COUNTY" --timeout 3 case submit --text "internal error $i" --persons 13 >/dev/null 2>&1 || true; done
wait_for "eight internal errors are blamed on inputs, the ninth on the database" said "$COUNTY" database_unwell
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.parked WHERE done_at IS NULL") == 8 ]] || never "eight are parked"
poison_off "$COUNTY"
wait_for "  which goes on by itself when it is well" submit "$COUNTY" "well again"
stations_settle 600 || never "quiet after the poison"

# ---- a bulk waits in front of the line; an urgent word must not wait behind it
line_cut
at_line=$(value "$CITY" "SELECT coalesce(max(pos), 0) FROM pj.journal")
load "$VILLAGE" 3000 climb
wait_for "3000 cases wait in front of the cut line" at_least "$COUNTY" "SELECT count(*) FROM pj.journal WHERE out_lane = 1" 3000
down=$(submit "$CITY" "goes down meanwhile")
ctl "$CITY" case delegate "$down" --to 330726 --reason "yours" >/dev/null
line_restore
word="kind = 2 AND in_lane IS NOT NULL AND pos > $at_line" # Delivered: the county's answer to it, on the fast lane
wait_for "the word that the county has what came down reaches the city" at_least "$CITY" "SELECT count(*) FROM pj.journal WHERE $word" 1
wait_for "  and the 3000 go up" case_rows "$PROVINCE" $((before + 203 + 200 + 3000))
behind=$(value "$CITY" "SELECT count(*) FROM pj.journal WHERE kind = 1 AND in_lane IS NOT NULL
    AND pos > (SELECT min(pos) FROM pj.journal WHERE $word AND in_lane % 2 = 0)")
[[ $behind -ge 1500 ]] || never "most of the 3000 came behind it (only $behind)"
ok "  $behind of the 3000 came behind it"
stations_settle 900 || never "quiet after the bulk"

# ---- an old snapshot, held while load runs
sizes() { # bytes of what is written per case, without the append-only journal and batch rows
    value "$VILLAGE" "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'pj' AND c.relkind = 'r' AND c.relname IN ('cases', 'legs', 'clocks', 'settings', 'parked', 'idem')"
}
grown() { local was; was=$(sizes); load "$VILLAGE" 4000 climb; stations_settle 900 || never "quiet"; echo $(($(sizes) - was)); }
free=$(grown)
exec {reader}> >(station_sql "$VILLAGE" -qAt >/dev/null)
echo "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pj.cases;" >&"$reader"
reads() { at_least postgres "SELECT count(*) FROM pg_stat_activity WHERE datname = '$VILLAGE' AND state = 'idle in transaction' AND backend_xmin IS NOT NULL" 1; }
wait_for "somebody reads with a snapshot and holds it" reads
held=$(grown)
reads || never "the snapshot was held all the time"
exec {reader}>&-
[[ $(value "$VILLAGE" "SELECT sum(n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE schemaname = 'pj'
    AND (relname = 'batch' OR relname LIKE 'journal%')") == 0 ]] || never "no row of batch or journal is ever updated"
ok "no row is updated once per turn"
[[ $held -le $((free * 3 / 2)) ]] || never "4000 cases took $held bytes under the snapshot, $free without"
ok "4000 cases take $((held / 4000)) bytes each beside the journal under the snapshot, $((free / 4000)) without"
no_station_aborted
