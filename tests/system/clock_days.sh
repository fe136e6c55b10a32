#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Due dates follow the rules and the calendar in force: what is built in, what is loaded, what arrives while cases are
# open, also when the station is killed on the way through them.
#
#   tests/system/clock_days.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-clocks.XXXXXX)
PORT_BASE=${PORT_BASE:-29330}
. tests/system/lib.sh

due_of() { value "$COUNTY" "SELECT due FROM pj.v_clock WHERE case_no = '$1' AND state = 'running'"; }
clock_is() { # CASE CONDITION
    [[ $(value "$COUNTY" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$1' AND state = 'running' AND $2") -eq 1 ]]
}
computed() { "$BIN/pujiangctl" --json clock compute --from "$1" --calendar "$2" "${@:3}" | json due; }
recounts() { value "$COUNTY" "SELECT count(*) FROM pj.v_event WHERE act = 'recount'"; }
running_by_other() {
    value "$COUNTY" "SELECT count(*) FROM pj.v_clock WHERE state = 'running' AND calendar IS DISTINCT FROM '$1'"
}
none_by_other() { [[ $(running_by_other "$1") -eq 0 ]]; }
calendar() { # FIRST LAST [DAY...]: a calendar of these years, with these days off
    echo date,kind,region,name,name_en
    for ((year = $1; year <= $2; year++)); do
        echo "$year,year,,,"
        for day in 01-01 05-01 10-01 10-02 10-03; do echo "$year-$day,holiday,,,"; done
    done
    for day in "${@:3}"; do echo "$day,holiday,,测试,test"; done
}

stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

# ---- what is built in
[[ $(ctl "$COUNTY" --json calendar show | json version) == cn-20* ]] || never "a built-in calendar"
[[ $(ctl "$COUNTY" --json rules show | json version) == CN2022 ]] || never "the built-in rules"
today=$(TZ=Asia/Shanghai date +%F)
first=$(submit "$COUNTY" "which day is this due" --category nothing)
if [[ $(TZ=Asia/Shanghai date +%F) != "$today" ]]; then # midnight in between
    today=$(TZ=Asia/Shanghai date +%F)
    first=$(submit "$COUNTY" "which day is this due, once more" --category nothing)
fi
[[ $(due_of "$first") == "$(computed "$today" cn --clock C1)" ]] || never "the same day as clock compute says"
clock_is "$first" "\"limit\" = 'C1' AND basis = 'CN2022 §22' AND rules = 'CN2022' AND days = 'calendar'" ||
    never "the clock says by what it runs"
ok "a fresh station counts by the built-in rules and calendar"

# ---- a calendar that knows less, then one that knows another day off
year=${today%%-*}
calendar $((year - 1)) $((year - 1)) >"$HOME_DIR/short.csv"
ctl "$COUNTY" calendar load "$HOME_DIR/short.csv" >/dev/null
wait_for "an open case is counted anew: provisional" clock_is "$first" "provisional AND calendar = 'short'"
off=$(due_of "$first")
calendar $((year - 1)) $((year + 2)) "$off" >"$HOME_DIR/long.csv"
"$BIN/bench-load" "ipc://$HOME_DIR/$COUNTY.sock" 400 0 256 nothing >>"$HOME_DIR/load.log"
[[ $(running_by_other long) -gt 400 ]] || never "four hundred cases more"
before=$(recounts)
ctl "$COUNTY" calendar load "$HOME_DIR/long.csv" >/dev/null
sleep 0.6
station_kill "$COUNTY"
cut=$(recounts)
station_start "$COUNTY"
station_wait "$COUNTY"
wait_for "a station killed on the way goes on counting ($((cut - before)) of 401 done before)" none_by_other long
[[ $(recounts) -eq $((before + 401)) ]] || never "each case once: $(recounts) - $before"
[[ $(due_of "$first") == "$(computed "$today" "$HOME_DIR/long.csv" --clock C1)" && $(due_of "$first") != "$off" ]] ||
    never "the day off is moved over"
value "$COUNTY" "SELECT convert_from(pj.field(body, 2, 4), 'UTF8') FROM pj.journal WHERE act = 18 ORDER BY pos DESC LIMIT 1" |
    grep -q "C1 $off 暂定 -> $(due_of "$first") (short -> long)" || never "old, new and why stand in the journal"
ok "old day, new day and both calendars are journaled"

# ---- names and bad files
calendar $((year - 1)) $((year + 1)) >"$HOME_DIR/long2.csv"
if ctl "$COUNTY" calendar load "$HOME_DIR/long2.csv" --as long >"$HOME_DIR/answer" 2>&1; then
    never "a name that clocks cite is taken"
fi
grep -q "the name of another file" "$HOME_DIR/answer" || never "and the answer says so"
if ctl "$COUNTY" rules load deploy/rules/ZJ2016.csv >"$HOME_DIR/answer" 2>&1; then never "no province alone"; fi
grep -q "the national rule set comes first" "$HOME_DIR/answer" || never "and the answer says so"
ok "what would leave a clock unexplained is refused"

# ---- national and provincial rules together
ctl "$COUNTY" rules load deploy/rules/CN2022.csv deploy/rules/ZJ2016.csv >/dev/null
[[ $(ctl "$COUNTY" --json rules show | json version) == CN2022+ZJ2016 ]] || never "both in force"
second=$(submit "$COUNTY" "the shorter one binds" --category nothing)
clock_is "$second" "basis = 'ZJ2016 §20' AND days = 'working' AND rules = 'CN2022+ZJ2016'" || never "the shorter one binds"
clock_is "$first" "basis = 'CN2022 §22' AND rules = 'CN2022'" || never "a clock goes on by its own rules"
station_kill "$COUNTY"
station_start "$COUNTY"
station_wait "$COUNTY"
[[ $(ctl "$COUNTY" --json rules show | json version) == CN2022+ZJ2016 ]] || never "both in force after a start"
clock_is "$first" "rules = 'CN2022'" || never "and the old clock as it was"
verify "$COUNTY" >/dev/null || never "the journal is whole"
ok "a province beside the nation, old clocks by their own rules"

# ---- why
explained() { ctl "$COUNTY" --json clock explain "$1"; }
[[ $(explained "$second" | wc -l) -eq 2 ]] || never "one derivation for each of the two rule sets"
explained "$second" | grep '"binding":true' | grep -q '"rule_set":"ZJ2016"' || never "and which of them binds"
due=$(due_of "$first")
explained "$first" | grep -q "\"derived\":\"$due\"" || never "an old clock is derived by its own rules and calendar"
ctl "$COUNTY" clock explain "$first" | grep -q "顺延至 $due" || never "each step in Chinese"
ctl "$COUNTY" clock explain "$first" | grep -q "rolled to $due" || never "and in English"
later=$(TZ=Asia/Shanghai date -d "+20 days" +%F)
ctl "$COUNTY" case delegate "$second" --to 330726101 --due "$later" >/dev/null
explained_there() { ctl "$TOWN" --json clock explain "$second" | grep -q 'a date set by a person'; }
wait_for "a date set by a person is told as such, at the station that has it" explained_there
no_station_aborted
