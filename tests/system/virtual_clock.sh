#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The wall clock of a laboratory: where it is refused, what its file may say, that it never runs back, that stations whose
# clocks differ lose nothing, and that thousands of due dates passed in one step keep nobody from taking in.
#
#   tests/system/virtual_clock.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-virtual.XXXXXX)
PORT_BASE=${PORT_BASE:-30330}
. tests/system/lib.sh

STATION_CLOCK=$HOME_DIR/clock
STATION_CLOCK_city_3307=$HOME_DIR/clock-city
load=${LOAD:-400}

wall_is() { [[ $(value "$1" "SELECT to_char(pj.instant(max(at)) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') FROM pj.batch") == "$2" ]]; }
lapsed() { value "$COUNTY" "SELECT count(*) FROM pj.v_clock WHERE \"limit\" = 'C1' AND state = 'lapsed'"; }
refuses() { # STATION SENTENCE: it ends at once, with status 78
    local status=0
    "$BIN/pujiangd" -c "$HOME_DIR/$1/pujiangd.conf" >"$HOME_DIR/refusal" 2>&1 || status=$?
    [[ $status -eq 78 ]] || never "status 78, not $status"
    grep -q "$2" "$HOME_DIR/refusal" || never "it says $2"
}

clock_day 2026-09-18
clock_day 2026-09-18 "$STATION_CLOCK_city_3307"
stations_prepare

# ---- where it is refused, and what its file must be
sed -i 's/^unsafe_lab = yes$/unsafe_lab = no/' "$HOME_DIR/$COUNTY/pujiangd.conf"
refuses "$COUNTY" "仅供试验.*for experiments only, needs"
sed -i 's/^unsafe_lab = no$/unsafe_lab = yes/' "$HOME_DIR/$COUNTY/pujiangd.conf"
mv "$STATION_CLOCK" "$STATION_CLOCK.away"
refuses "$COUNTY" "文件不存在或不是整秒数.*not a number of whole seconds"
echo tomorrow >"$STATION_CLOCK"
refuses "$COUNTY" "文件不存在或不是整秒数.*not a number of whole seconds"
mv "$STATION_CLOCK.away" "$STATION_CLOCK"
ok "refused outside a laboratory, without its file, and with garbage in it"

# ---- all stations move together
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"
[[ $(ctl "$COUNTY" --json status | json clock) == virtual ]] || never "status says so"
[[ $(grep -c 'virtual_clock path=' "$HOME_DIR/$COUNTY/log") -eq 1 ]] || never "the log says it once"
ctl "$COUNTY" --json case submit --text "marked" --category nothing >"$HOME_DIR/answer"
grep -q '"sandbox":true' "$HOME_DIR/answer" || never "the receipt is marked"
first=$(json case_no <"$HOME_DIR/answer")
[[ $first == *-20260918-* ]] || never "the number of the day: $first"
[[ $(value "$COUNTY" "SELECT due FROM pj.v_clock WHERE case_no = '$first' AND state = 'running'") == 2026-10-08 ]] ||
    never "15 days end on 2026-10-03, in the holidays, so the first working day after them"
ok "a case of 2026-09-18 is due when the holidays are over; marked, and status says virtual"

# ---- many due dates in one step; intake goes on
"$BIN/bench-load" "ipc://$HOME_DIR/$COUNTY.sock" "$load" 0 256 nothing >"$HOME_DIR/load.log"
clock_day 2026-10-09
later=$(submit "$COUNTY" "who comes while $load clocks run out" --category nothing)
[[ $later == *-20261009-* ]] || never "taken in at once, on the new day: $later"
all_lapsed() { [[ $(lapsed) -eq $((load + 1)) ]]; }
wait_for "each of $load clocks lapses, and the case of that morning is in by then" all_lapsed
ok "no clock ran out twice: $(lapsed)"

# ---- never back, not by garbage, not by loss
now_is() { value "$COUNTY" "SELECT pj.instant(max(at)) >= '$1'::timestamptz FROM pj.batch"; }
clock_day 2026-09-20
submit "$COUNTY" "the file says an earlier day" --category nothing >/dev/null
wait_for "a clock that would run back stands still, and says so" said "$COUNTY" "virtual_clock_stands.*does not run back"
[[ $(now_is "2026-10-09 09:00+08") == t ]] || never "no batch is dated earlier"
clock_day 2026-10-10
taken_on() { [[ $(submit "$COUNTY" "which day is it" --category nothing) == *-"$1"-* ]]; }
wait_for "and moves again when the file is ahead of it" taken_on 20261010
rm "$STATION_CLOCK"
wait_for "a file that is gone is told" said "$COUNTY" "virtual_clock_unreadable"
taken_on 20261010 || never "and time goes on"
ok "time stands still or goes on, it never goes back"

# ---- two stations of different opinion, ten years apart
clock_day 2026-10-11 "$STATION_CLOCK_city_3307"
clock_day 2036-10-10
wait_for "ten years at once" taken_on 20361010
for i in 1 2 3 4 5; do submit "$VILLAGE" "a way through both, $i" --category nothing --place 33 >/dev/null; done
stations_settle 300 || never "all arrives"
skew_told() { ctl "$COUNTY" --json link show | grep '"peer":"city-3307"' | grep -qE '"skew_us":-?[0-9]{14,}'; }
wait_for "the difference is shown at the link" skew_told
wall_is "$COUNTY" 2036-10-10 || never "ten years later"
for name in $(stations_names); do verify "$name" >/dev/null || never "the journal of $name is whole"; done
ok "nothing is lost between clocks ten years apart"
no_station_aborted
