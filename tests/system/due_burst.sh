#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Very many clocks due at the same minute, on one real station that is killed in the middle of them: each runs out once,
# none is forgotten, and whoever comes meanwhile is taken in between them.
#
#   tests/system/due_burst.sh BIN_FOLDER [--full]    10000 clocks, with --full 100000
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
cases=10000
[[ ${2:-} != --full ]] || cases=100000
HOME_DIR=$(mktemp -d /tmp/pujiang-burst.XXXXXX)
PORT_BASE=${PORT_BASE:-32330}
. tests/system/lib.sh

NODES=$HOME_DIR/nodes.csv # one station and nobody above it
printf 'station,parent,hosts\n%s,,330726\n' "$COUNTY" >"$NODES"
STATION_CLOCK=$HOME_DIR/clock
load() { "$BIN/bench-load" "ipc://$HOME_DIR/$COUNTY.sock" "$1" 0 64 nothing >>"$HOME_DIR/load.log"; }
count() { value "$COUNTY" "SELECT count(*) FROM pj.$1"; }
lapsed() { count "v_clock WHERE state = 'lapsed'"; }
at_least_lapsed() { [[ $(lapsed) -ge $1 ]]; }

clock_day 2026-09-18
stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
load "$cases"
[[ $(count "v_clock WHERE state = 'running' AND due = '2026-10-08'") -eq $cases ]] || never "$cases clocks of one day"
[[ $(count "cases GROUP BY due_at") -eq $cases ]] || never "of one minute"
ok "$cases clocks are due at the same minute"

# ---- the minute is over; people go on coming all the while, also while the station is down

feed() { until at_least_lapsed "$cases"; do load 200 || return 1; echo 200 >>"$HOME_DIR/fed"; done; }
fed() { awk '{ sum += $1 } END { print sum + 0 }' "$HOME_DIR/fed"; }
: >"$HOME_DIR/fed"
clock_day 2026-10-09
feed &
helpers+=($!)
wait_for "they begin to run out" at_least_lapsed 1
station_kill "$COUNTY"
left=$((cases - $(lapsed)))
[[ $left -gt 0 ]] || never "killed in the middle of them"
station_start "$COUNTY"
ok "killed with $left still to come"
tries=0
until at_least_lapsed "$cases"; do
    tries=$((tries + 1))
    [[ $tries -le 3000 ]] || never "the rest runs out after the restart: $(lapsed)"
    sleep 0.1
done
ok "the rest runs out after the restart"
wait "${helpers[0]}" || never "everybody who came before, during and after the kill has a receipt"
helpers=()

# ---- once each, and interleaved

[[ $(lapsed) -eq $cases ]] || never "no clock but theirs ran out: $(lapsed)"
[[ $(value "$COUNTY" "SELECT count(*) || ' ' || count(DISTINCT case_ref) FROM pj.journal WHERE act = 13") == "$cases $cases" ]] ||
    never "each ran out once"
[[ $(count "cases WHERE due_at <= (extract(epoch FROM timestamptz '2026-10-09 09:00+08') * 1000000)::bigint") -eq 0 ]] ||
    never "none is forgotten"
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.cases c WHERE pj.instant(opened_at) > '2026-10-09 08:00+08'") -eq $(fed) ]] ||
    never "$(fed) came later, each once"
between=$(value "$COUNTY" "SELECT count(*) FROM pj.journal j, (SELECT min(pos) AS a, max(pos) AS z FROM pj.journal WHERE act = 13) l
    WHERE j.act = 2 AND j.pos BETWEEN l.a AND l.z")
[[ $between -ge 64 ]] || never "whoever came meanwhile was taken in between them, not behind: $between"
ok "$(fed) came meanwhile, $between of them were taken in between two clocks"
fullest=$(value "$COUNTY" "SELECT max(n) FROM (SELECT count(*) AS n FROM pj.batch b JOIN pj.journal j
    ON j.pos BETWEEN b.first_pos AND b.last_pos WHERE j.act = 13 GROUP BY b.batch) x")
[[ $fullest -le 64 ]] || never "a quarter of a turn at most, so that whoever comes waits for one commit: $fullest"
verify "$COUNTY" >/dev/null || never "the journal is whole"
ok "each ran out once, at most 64 in one commit"
no_station_aborted
