#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A person stands at the city's window with a township's matter. It is registered and guided, never refused; the stations below
# have not a byte of it before the next working day, and then the matter alone: every table of theirs is read through.
#
#   tests/system/visits.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-visits.XXXXXX)
PORT_BASE=${PORT_BASE:-31530}
. tests/system/lib.sh

STATION_CLOCK=$HOME_DIR/clock
listen=$((PORT_BASE + 50))
traces=("七号窗口" "K123次大巴" "叫号A12" "接访大厅系统") # source, an unknown key, number and name of another system
words="邻居把村里的路堵了，两年没有人管"

# ---- questions

is() { [[ $(value "$1" "SELECT $3 FROM pj.v_case WHERE case_no = '$2'") == "$4" ]]; } # STATION CASE COLUMN VALUE
holder_is() { is "$1" "$case" "holder || ' ' || state" "$2"; }
# How many rows of all tables hold the text, be it as text or as bytes.
mentions() { # STATION TEXT
    local hex table sum=0
    hex=$(printf %s "$2" | od -An -v -tx1 | tr -d ' \n')
    for table in $(value "$1" "SELECT tablename FROM pg_tables WHERE schemaname = 'pj'"); do
        sum=$((sum + $(value "$1" "SELECT count(*) FROM pj.\"$table\" t
            WHERE position('$2' IN t::text) > 0 OR position('$hex' IN t::text) > 0")))
    done
    echo $sum
}
silent() { # STATION: not a byte of the case
    [[ $(mentions "$1" "$case") -eq 0 ]] || never "$1 does not know the number"
    [[ $(mentions "$1" "$words") -eq 0 ]] || never "$1 does not know the words"
}
traceless() { # STATION
    local trace
    for trace in "${traces[@]}"; do
        [[ $(mentions "$1" "$trace") -eq 0 ]] || never "$1 has no trace: $trace"
    done
}
refused() { # CODE COMMAND...
    if "${@:2}" >"$HOME_DIR/answer" 2>&1; then never "refused: ${*:2}"; fi
    grep -q "$1" "$HOME_DIR/answer" || never "refused with $1: $(cat "$HOME_DIR/answer")"
}
# The only hand-over of the case at that station, as it is in its journal.
handed() { value "$1" "SELECT $2 FROM pj.journal j WHERE j.kind = 1 AND j.body IS NOT NULL AND pj.field_text(j.body, 1) = '$case' LIMIT 1"; }

clock_day 2026-09-18 # a Friday; Saturday is off, Sunday the 20th is worked in exchange
stations_prepare
echo "listen = tcp://127.0.0.1:$listen" >>"$HOME_DIR/$COUNTY/pujiangd.conf"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
stations_settle 600 || never "all links open"

# ---- registered and guided

cat >"$HOME_DIR/visit.json" <<END
{"text":"$words","form":"visit","purpose":"claim","category":"0801","place":"330726101221","persons":6,"source":"七号窗口","text_origin":"dictated_and_read_back","occurred_at":"2026-09-18T08:41:00+08:00","petitioners":[{"kind":"person","name":"王小明","contact":"手机"},{"kind":"member","name":"李四"}],"foreign":{"system":"接访大厅系统","id":"叫号A12"},"came_by":"K123次大巴"}
END
ctl "$CITY" --json case submit "$HOME_DIR/visit.json" >"$HOME_DIR/receipt"
case=$(json case_no <"$HOME_DIR/receipt")
digest=$(json digest <"$HOME_DIR/receipt")
[[ $case == 3307-20260918-* ]] || never "a number at the city: $(cat "$HOME_DIR/receipt")"
grep -q '"guide":{"office":"330726101","rule":20,"rule_text":"R20[^"]*§20' "$HOME_DIR/receipt" ||
    never "the receipt names the reception and the article: $(cat "$HOME_DIR/receipt")"
grep -q '"word_from":"2026-09-20"' "$HOME_DIR/receipt" || never "and the day"
grep -q '本窗口已登记.*黄宅镇(330726101).*2026-09-20 起才知此事' "$HOME_DIR/receipt" || never "in plain Chinese"
grep -q 'It is registered here.*330726101.*from 2026-09-20 on' "$HOME_DIR/receipt" || never "and in English"
holder_is "$CITY" "3307 registered" || never "the city has it"
value "$CITY" "SELECT kind, due, state, owner FROM pj.v_clock WHERE case_no = '$case' ORDER BY no" >"$HOME_DIR/clocks"
grep -q 'visit_word|2026-09-19|running|3307' "$HOME_DIR/clocks" || never "the silence is a clock: $(cat "$HOME_DIR/clocks")"
grep -q 'route|2026-10-08|running|3307' "$HOME_DIR/clocks" || never "C1 runs meanwhile: $(cat "$HOME_DIR/clocks")"
letter=$(submit "$CITY" "同一件事，来信" --form letter --category 0801 --place 330726101221)
at_town() { is "$TOWN" "$letter" holder 330726101; }
wait_for "a letter goes down at once" at_town
ok "registered at the city, whatever its level, and guided to the township"

# ---- nobody below, by nobody's hand

for office in 330726 330726101 330726.land 330726101221; do
    refused 'POLICY_VISIT_WORD' ctl "$CITY" case delegate "$case" --to "$office" --reason "请办理"
    grep -q '2026-09-20' "$HOME_DIR/answer" || never "the refusal names the day: $(cat "$HOME_DIR/answer")"
    grep -q '条例 §20' "$HOME_DIR/answer" || never "and the article"
done
ctl "$CITY" case note "$case" --reason "来访人仍在大厅" >/dev/null
ctl "$CITY" case urgent "$case" --reason "请关注" >/dev/null # every tier above hears of it
other=$(submit "$CITY" "留在市里的来信" --form letter --category nothing)
refused 'POLICY_VISIT_WORD' ctl "$CITY" case attach "$other" "$case" --reason "同一事项" # who hears of that one would hear of this
station_stop "$CITY"
station_start "$CITY"
station_wait "$CITY"
stations_settle 600 || never "the city is back"
clock_set "2026-09-19 23:59" # Saturday, the last minute
saturday() { [[ $(value "$CITY" "SELECT to_char(pj.instant(max(at)) AT TIME ZONE 'Asia/Shanghai', 'DD HH24') FROM pj.batch") == "19 23" ]]; }
submit "$CITY" "在这一分钟" --category nothing >/dev/null
saturday || never "it is Saturday night"
refused 'POLICY_VISIT_WORD' ctl "$CITY" case delegate "$case" --to 330726101 --reason "请办理"
stations_settle 600 || never "all arrives"
for name in "$COUNTY" "$TOWN" "$VILLAGE"; do silent "$name"; traceless "$name"; done
at_least "$PROVINCE" "SELECT count(*) FROM pj.journal" 1 && [[ $(mentions "$PROVINCE" "$case") -gt 0 ]] || never "above it is known"
ok "before the next working day no table of the stations below holds a byte of it, through a restart of the city's"

# ---- the next working day

clock_set "2026-09-20 00:01"
wait_for "on the next working day, a Sunday that is worked, the rules hand it down" holder_is "$TOWN" "330726101 routed"
stations_settle 600 || never "all arrives"
for name in "$COUNTY" "$TOWN" "$VILLAGE"; do traceless "$name"; done
silent "$VILLAGE"
is "$TOWN" "$case" "form || ' ' || persons || ' ' || coalesce(group_no, 0)" "unspecified 0 0" || never "no form, no persons"
is "$TOWN" "$case" "to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')" "2026-09-18 00:00:00" ||
    never "the day, not the hour"
for station in "$COUNTY" "$TOWN"; do # the relay has the same bytes
    [[ $(handed "$station" "pj.field_int(j.body, 5, 3) || ' ' || pj.field_int(j.body, 5, 6)") == "0 0" ]] ||
        never "the submission at $station has no form and no origin of its words"
    for field in 7 9 10; do # occurred, received, written: 16:00 UTC is midnight
        [[ $(handed "$station" "pj.field_int(j.body, 5, $field) % 86400000000") == 57600000000 ]] || never "nor an hour: $field"
    done
    [[ $(handed "$station" "pj.field_int(j.body, 2, 19, 1)") -eq 2 ]] || never "of the marks only that it is urgent: $(handed "$station" "pj.field_int(j.body, 2, 19, 1)")"
done
[[ $(value "$TOWN" "SELECT string_agg(kind, ' ' ORDER BY no) FROM pj.v_clock WHERE case_no = '$case'") != *visit* ]] ||
    never "no clock that tells of a visit"
[[ $(ctl "$TOWN" --json case show "$case" | json text) == "$words" ]] || never "verbatim"
is "$TOWN" "$case" "encode(submission_digest, 'hex')" "$digest" || never "with the digest of the receipt"
[[ $(mentions "$TOWN" "王小明") -gt 0 ]] || never "whose matter it is, is the matter"
ctl "$CITY" --json case trace "$case" >"$HOME_DIR/trace"
grep -q '"act":"register"' "$HOME_DIR/trace" || never "the road begins at the city"
grep -q '"node":"county-330726".*"act":"relay"\|"act":"relay".*"node":"county-330726"' "$HOME_DIR/trace" ||
    never "over the county: $(cat "$HOME_DIR/trace")"
grep -q '"act":"deliver"' "$HOME_DIR/trace" || never "to the township"
is "$CITY" "$case" "form || ' ' || persons" "visit 6" || never "the city keeps the whole"
ok "then the matter goes down: verbatim, without form, hour, window, companions"

# ---- it comes back: who knew the whole still does, and may now hand it on

clock_day 2026-09-21
ctl "$TOWN" case object "$case" --to 330726.transport --reason "属县交通部门" >/dev/null
disputed() { holder_is "$CITY" "330726101 disputed"; }
wait_for "the township objects" disputed
ctl "$CITY" case decide-objection "$case" --node 3307 --ruling agreed --reason "属实" >/dev/null
wait_for "the city has it back" holder_is "$CITY" "3307 registered"
is "$CITY" "$case" "form || ' ' || persons" "visit 6" || never "whole, as it was taken in"
is "$CITY" "$case" "to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'HH24')" "09" || never "with its hour"
ctl "$CITY" case delegate "$case" --to 330726.transport --reason "请办理" >/dev/null
wait_for "and hands it to the county's transport bureau" holder_is "$COUNTY" "330726.transport routed"
traceless "$COUNTY"
is "$COUNTY" "$case" "form || ' ' || persons" "unspecified 0" || never "the matter alone, again"
[[ $(ctl "$COUNTY" --json case show "$case" | json text) == "$words" ]] || never "verbatim, again"

# ---- the visitor comes again, while the case is below

more="路又被堵了一道，这是照片"
ctl "$CITY" --json case supplement "$case" --node 3307 --text "$more" --form visit >"$HOME_DIR/receipt"
digest=$(json digest <"$HOME_DIR/receipt")
[[ -n $digest ]] || never "a receipt at once: $(cat "$HOME_DIR/receipt")"
again="还有一张收条"
ctl "$CITY" --json case supplement "$case" --node 3307 --text "$again" --form visit >/dev/null
letter_words="另寄的一封信"
ctl "$CITY" --json case supplement "$case" --node 3307 --text "$letter_words" --form letter >/dev/null
has_letter() { [[ $(mentions "$COUNTY" "$letter_words") -gt 0 ]]; }
wait_for "what comes by letter goes down at once" has_letter
station_stop "$CITY"
station_start "$CITY"
station_wait "$CITY"
clock_set "2026-09-21 23:59"
minute() { [[ $(value "$CITY" "SELECT to_char(pj.instant(max(at)) AT TIME ZONE 'Asia/Shanghai', 'DD HH24') FROM pj.batch") == "21 23" ]]; }
submit "$CITY" "又在这一分钟" --category nothing >/dev/null
minute || never "it is Monday night"
stations_settle 600 || never "all arrives"
for name in "$COUNTY" "$TOWN" "$VILLAGE"; do
    [[ $(mentions "$name" "$more") -eq 0 && $(mentions "$name" "$again") -eq 0 ]] || never "$name has no word of what was brought today"
done
[[ $(mentions "$CITY" "$more") -gt 0 ]] || never "the city keeps it"
clock_set "2026-09-22 00:01"
has_both() { [[ $(mentions "$COUNTY" "$more") -gt 0 && $(mentions "$COUNTY" "$again") -gt 0 ]]; }
wait_for "on the next working day both go to who has the case" has_both
stations_settle 600 || never "all arrives"
ctl "$COUNTY" --json case show "$case" >"$HOME_DIR/seen"
grep -q "$digest" "$HOME_DIR/seen" || never "with the digest of the receipt: $(cat "$HOME_DIR/seen")"
! grep -q '"form":"visit"' "$HOME_DIR/seen" || never "and no visit: $(cat "$HOME_DIR/seen")"
[[ $(mentions "$TOWN" "$more") -eq 0 ]] || never "nobody else hears of it"
ctl "$CITY" --json case show "$case" >"$HOME_DIR/seen"
grep -q '"form":"visit"' "$HOME_DIR/seen" || never "the city keeps the whole"
ok "what a visitor brings later is kept at once and goes down on the next working day, through a restart"

# ---- an office below at the very station of the window

"$BIN/pujiangctl" key new "$HOME_DIR/clerk.key" >/dev/null
ctl "$COUNTY" account add clerk --scopes act,read:own,read:subtree --node 330726102 >/dev/null
ctl "$COUNTY" key allow --account clerk -- "$(head -n 1 "$HOME_DIR/clerk.key")" >/dev/null
clerk() { "$BIN/pujiangctl" -e "tcp://127.0.0.1:$listen" --key "$HOME_DIR/clerk.key" --server-key "$(station_public_key "$COUNTY")" --json "$@"; }
sed 's/330726101221/330726102200/; s/叫号A12/叫号B77/' "$HOME_DIR/visit.json" >"$HOME_DIR/second.json"
case=$(ctl "$COUNTY" --json case submit "$HOME_DIR/second.json" | json case_no)
holder_is "$COUNTY" "330726 registered" || never "the county, one level up, keeps it for the day"
refused AUTH_NO_SUCH_CASE clerk case show "$case"
refused AUTH_NO_SUCH_CASE clerk case trace "$case"
clock_set "2026-09-23 00:01"
wait_for "the township's office at the county's own station has it next morning" holder_is "$COUNTY" "330726102 routed"
clerk case show "$case" >"$HOME_DIR/seen"
grep -q '"form":"unspecified"' "$HOME_DIR/seen" && grep -q '"persons":0' "$HOME_DIR/seen" || never "its clerk sees the matter: $(cat "$HOME_DIR/seen")"
grep -q '"received_at":"2026-09-22T00:00:00' "$HOME_DIR/seen" || never "and the day: $(cat "$HOME_DIR/seen")"
grep -q "$words" "$HOME_DIR/seen" || never "and the words"
! grep -q 'guide\|visit' "$HOME_DIR/seen" || never "and no visit: $(cat "$HOME_DIR/seen")"
clerk case list >"$HOME_DIR/seen"
grep "$case" "$HOME_DIR/seen" | grep -q '"form":"unspecified"' || never "nor in the list"
clerk case explain "$case" >"$HOME_DIR/seen"
! grep -q 'R24\|R20\|visit\|register' "$HOME_DIR/seen" || never "nor in what led to it: $(cat "$HOME_DIR/seen")"
clerk case trace "$case" >"$HOME_DIR/seen"
! grep -q '2026-09-22' "$HOME_DIR/seen" || never "nor on its road: $(cat "$HOME_DIR/seen")"
clerk clock explain "$case" >"$HOME_DIR/seen"
! grep -q 'visit' "$HOME_DIR/seen" || never "nor among its clocks"
ctl "$COUNTY" --json case show "$case" | grep -q '"form":"visit"' || never "the county sees the whole"
ok "an office below at the same station is shown what a station below is given"

clerk case explain "$case" >"$HOME_DIR/before"
clerk case trace "$case" >>"$HOME_DIR/before"
ctl "$COUNTY" --json case supplement "$case" --node 330726 --text "$again" --form visit >/dev/null
ctl "$COUNTY" case correct "$case" persons=4 form=letter --reason "来访人数登记有误" >/dev/null
ctl "$COUNTY" --json case show "$case" >"$HOME_DIR/seen"
grep -q "$again" "$HOME_DIR/seen" || never "the county has what was brought: $(cat "$HOME_DIR/seen")"
ctl "$COUNTY" --json case explain "$case" >"$HOME_DIR/seen"
grep -q '来访人数登记有误' "$HOME_DIR/seen" || never "and the correction: $(cat "$HOME_DIR/seen")"
clerk case show "$case" >"$HOME_DIR/seen"
! grep -q "$again" "$HOME_DIR/seen" || never "its clerk has not: $(cat "$HOME_DIR/seen")"
! grep -q '"persons":4' "$HOME_DIR/seen" || never "nor how many came"
clerk case explain "$case" >"$HOME_DIR/seen"
clerk case trace "$case" >>"$HOME_DIR/seen"
diff "$HOME_DIR/before" "$HOME_DIR/seen" >/dev/null || never "and in what happened neither is told: $(diff "$HOME_DIR/before" "$HOME_DIR/seen")"
clock_set "2026-09-24 00:01"
clerk_has() { clerk case show "$case" >"$HOME_DIR/seen" && grep -q "$again" "$HOME_DIR/seen"; }
wait_for "next morning its clerk sees what was brought" clerk_has
! grep -q '"form":"visit"' "$HOME_DIR/seen" || never "and not that it was a visit"
clerk case explain "$case" >"$HOME_DIR/seen"
! grep -q '登记有误\|supplement' "$HOME_DIR/seen" || never "nor ever when, nor what was corrected: $(cat "$HOME_DIR/seen")"
ok "nor is it shown a correction of how the visit came, or what is brought today"

stations_settle 600 || never "all arrives"
for name in $(stations_names); do verify "$name" >/dev/null || never "the journal of $name is whole"; done
no_station_aborted
