#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The daily acts of an office, each once, on five stations: what is said is with the case, wherever it is held and whoever
# asks; what may be asked for from afar follows the token and is answered; what is void is shown as void.
#
#   tests/system/daily_acts.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-daily.XXXXXX)
PORT_BASE=${PORT_BASE:-31930}
. tests/system/lib.sh

listen=$((PORT_BASE + 50))

# ---- words

petitioner() { # ...: pujiangctl at the province, through the portal's account
    "$BIN/pujiangctl" -e "tcp://127.0.0.1:$listen" --key "$HOME_DIR/portal.key" \
        --server-key "$(station_public_key "$PROVINCE")" "$@"
}
refused() { # CODE COMMAND...
    if "${@:2}" >"$HOME_DIR/answer" 2>&1; then never "refused: ${*:2}"; fi
    grep -q "$1" "$HOME_DIR/answer" || never "refused with $1: $(cat "$HOME_DIR/answer")"
}
prints() { "${@:2}" >"$HOME_DIR/printed" && grep -qF -- "$1" "$HOME_DIR/printed"; } # TEXT COMMAND...
show() { ctl "$1" --json case show "$case"; }                          # STATION
shows() { prints "$2" show "$1"; }                                     # STATION TEXT
explains() { # STATION ACT TEXT: both in one line
    ctl "$1" --json case explain "$case" | grep -F -- "$2" >"$HOME_DIR/lines" && grep -qF -- "$3" "$HOME_DIR/lines"
}
clock_is() { # STATION KIND STATE NUMBER: so many
    [[ $(value "$1" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$case' AND kind = '$2' AND state = '$3'") -eq $4 ]]
}
held_at() { [[ $(value "$1" "SELECT role || ' ' || holder FROM pj.v_case WHERE case_no = '$case'") == "holder $2" ]]; }
digests() { show "$1" | tr '{' '\n' | sed -n 's/.*"digest":"\([0-9a-f]*\)".*/\1/p' | sort -u; } # STATION: of all that was handed in
has_digest() { prints "$2" digests "$1"; }                             # STATION DIGEST

stations_prepare
echo "listen = tcp://127.0.0.1:$listen" >>"$HOME_DIR/$PROVINCE/pujiangd.conf"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
"$BIN/pujiangctl" key new "$HOME_DIR/portal.key" >/dev/null
ctl "$PROVINCE" account add portal --scopes petitioner >/dev/null
ctl "$PROVINCE" key allow --account portal -- "$(head -n 1 "$HOME_DIR/portal.key")" >/dev/null
stations_settle 600 || never "all links open"

# ---- taken in at the province, held by the township, two stations further down

ctl "$PROVINCE" --json case submit --form letter --place 330726101221 --text "水渠堵了三年" >"$HOME_DIR/receipt"
case=$(json case_no <"$HOME_DIR/receipt")
code=$(json query_code <"$HOME_DIR/receipt")
ctl "$PROVINCE" case delegate "$case" --to 330726 --reason "属地" >/dev/null
wait_for "the county has it" held_at "$COUNTY" 330726
ctl "$COUNTY" case delegate "$case" --to 330726101 --reason "属地" >/dev/null
wait_for "the township has it" held_at "$TOWN" 330726101

# ---- contact

clock_is "$TOWN" contact running 1 || never "the first-contact clock runs"
ctl "$TOWN" case contact "$case" not_reached --reason "无人接听" >/dev/null
ctl "$TOWN" case contact "$case" not_reached --reason "仍无人接听" >/dev/null
clock_is "$TOWN" contact running 1 || never "two tries in vain end nothing"
ctl "$TOWN" case contact "$case" reached --reason "已通话，约定上门" >/dev/null
clock_is "$TOWN" contact met 1 || never "reaching the petitioner does"
explains "$TOWN" '"act":"contact"' '"contact":"reached"' || never "explain shows it"
refused STATE_NOT_HOLDER ctl "$COUNTY" case contact "$case" reached --node 330726 --reason "x" # the unit itself
ok "contact: reached ends the clock, not reached does not"

# ---- supplement: by the petitioner at the province, by an office at the county; with a file, byte for byte

head -c 3000 /dev/urandom >"$HOME_DIR/photo.jpg"
petitioner --json case supplement "$case" "$HOME_DIR/photo.jpg" --code "$code" --text "补充：渠口照片一张" >"$HOME_DIR/first"
first=$(json digest <"$HOME_DIR/first")
[[ -n $first && $(json query_code <"$HOME_DIR/first") == "" ]] || never "a receipt: $(cat "$HOME_DIR/first")"
ctl "$COUNTY" --json case misrecorded "$case" --node 330726 --text "我说的是三年半，不是三年" >"$HOME_DIR/second"
second=$(json digest <"$HOME_DIR/second")
for digest in "$first" "$second"; do wait_for "what was handed in is with the case" has_digest "$TOWN" "$digest"; done
has_digest "$PROVINCE" "$first" || never "and stays where it was handed in"
shows "$TOWN" '"relation":"misrecorded"' || never "this is not what I said"
part=$(show "$TOWN" | tr '{' '\n' | grep '"name":"photo.jpg"' | json digest)
ctl "$TOWN" case part "$case" "$part" | cmp - "$HOME_DIR/photo.jpg" || never "the photo at the township"
ctl "$PROVINCE" case part "$case" "$part" | cmp - "$HOME_DIR/photo.jpg" || never "the photo at the province"
refused BAD_EMPTY ctl "$COUNTY" case supplement "$case" --node 330726
prints "三年半" ctl "$TOWN" case sheet "$case" || never "the sheet lists it"
ok "supplement: two, one with a file, byte for byte at holder and asker"

# ---- correct: by the holder, old and new shown, no clock moves

clocks_before=$(value "$TOWN" "SELECT kind, due, state FROM pj.v_clock WHERE case_no = '$case' ORDER BY no")
ctl "$TOWN" case correct "$case" persons=3 category=0801 --reason "登记有误" >/dev/null
refused BAD_FIELD ctl "$TOWN" case correct "$case" persons=none --reason "x"
refused STATE_NOT_HOLDER ctl "$COUNTY" case correct "$case" persons=4 --node 330726 --reason "x"
explains "$TOWN" '"act":"correct"' '{"field":"persons","old":"1","new":"3"}' || never "old and new in explain"
shows "$TOWN" '"field":"category"' || never "and with the case"
[[ $(value "$TOWN" "SELECT kind, due, state FROM pj.v_clock WHERE case_no = '$case' ORDER BY no") == "$clocks_before" ]] || never "no clock moved"
follows_correction() { shows "$PROVINCE" '"persons":3'; }
wait_for "the copy at the province says the same" follows_correction
prints "登记更正" ctl "$TOWN" case sheet "$case" || never "and on the sheet"
ok "correct: fields with old and new"

# ---- assist: beside the lead, at two other stations

refused POLICY_TARGET ctl "$TOWN" case assist "$case" --to 330726101 --reason "x"
ctl "$TOWN" case assist "$case" --to 330726.land --reason "渠的权属?" >/dev/null
ctl "$TOWN" case assist "$case" --to 330726101221 --reason "现场情况?" >/dev/null
asked_to_help() { [[ $(show "$1" | json role) == copy ]] && shows "$1" "水渠堵了三年"; }
wait_for "the county's land office has the words" asked_to_help "$COUNTY"
wait_for "so has the village" asked_to_help "$VILLAGE"
clock_is "$TOWN" assist running 2 || never "a clock for each"
held_at "$TOWN" 330726101 || never "the token stays"
head -c 2000 /dev/urandom >"$HOME_DIR/map.png"
ctl "$PROVINCE" --json case supplement "$case" "$HOME_DIR/map.png" --node 33 --text "渠道图一张" >"$HOME_DIR/third"
third=$(json digest <"$HOME_DIR/third")
for name in "$TOWN" "$COUNTY" "$VILLAGE"; do wait_for "what is handed in meanwhile is at $name" has_digest "$name" "$third"; done
part=$(show "$VILLAGE" | tr '{' '\n' | grep '"name":"map.png"' | json digest)
ctl "$VILLAGE" case part "$case" "$part" | cmp - "$HOME_DIR/map.png" || never "the map at the village that helps"
ctl "$TOWN" case supplement "$case" --form visit --text "来访补充：渠又塌一段" >/dev/null
wait_for "what a visitor brings to the town is with the county's office" shows "$COUNTY" "渠又塌一段"
[[ $(value "$VILLAGE" "SELECT count(*) FROM pj.journal WHERE position('渠又塌一段'::bytea IN body) > 0") -eq 0 ]] ||
    never "and goes down to the village on its day"
ctl "$VILLAGE" case assist-answer "$case" --node 330726101221 --reason "渠在村东，已塌" >/dev/null
village_answered() { shows "$TOWN" "渠在村东，已塌" && clock_is "$TOWN" assist met 1; }
wait_for "the village's answer is with the case" village_answered
refused AUTH_NOT_ACTOR ctl "$TOWN" case assist-answer "$case" --reason "x"
fourth=$(ctl "$TOWN" --json case supplement "$case" --text "测量已毕" | json digest)
wait_for "who still helps has what comes later" has_digest "$COUNTY" "$fourth"
if has_digest "$VILLAGE" "$fourth"; then never "who has answered has it no more"; fi
ok "assist: words down, those handed in later too, answers up, one holder"

# ---- instruct, inspect, urge: from afar; answered by the holder

due=$(TZ=Asia/Shanghai date -d "+20 days" +%F)
refused BAD_MISSING ctl "$TOWN" case instruct "$case" --capacity leader --reason "请办"
ctl "$PROVINCE" case instruct "$case" --node 33 --capacity leader --responsible "李副省长" --reason "请限期解决。" --due "$due" >/dev/null
instructed() { explains "$TOWN" '"act":"instruct"' "请限期解决。" && clock_is "$TOWN" answer running 1; }
wait_for "the leader's exact words, the name and the day are at the holder" instructed
explains "$TOWN" '"act":"instruct"' "李副省长" || never "who instructed"
explains "$PROVINCE" '"act":"instruct"' '"due":"'"$due" || never "and at the asker"
ctl "$COUNTY" case inspect "$case" --node 330726 --reason "渠口垮塌约五米" >/dev/null
inspected() { explains "$TOWN" '"act":"inspect"' "渠口垮塌约五米"; }
wait_for "what the county found on the spot" inspected
petitioner case urge "$case" --code "$code" --reason "请尽快" >/dev/null
urged() { explains "$TOWN" '"act":"urge"' "请尽快"; }
wait_for "the petitioner urges" urged
ctl "$TOWN" case answer-urge "$case" --reason "本月开工" >/dev/null
clock_is "$TOWN" answer running 0 || never "answered: nothing runs on"
answered_at_province() { explains "$PROVINCE" '"act":"answer_urge"' "本月开工"; }
wait_for "the asker reads the answer" answered_at_province
ok "instruct, inspect, urge: exact words at both ends, answered"

# ---- notes from afar; an urgent report, acknowledged by the tiers

ctl "$PROVINCE" case note "$case" --node 33 --reason "已电话督促" >/dev/null
noted() { explains "$TOWN" '"act":"note"' "已电话督促"; }
wait_for "a note from the province" noted
ctl "$TOWN" case urgent "$case" --reason "汛期将至" >/dev/null
wait_for "the county hears of it" shows "$COUNTY" '"urgent"'
ctl "$COUNTY" case acknowledge "$case" --node 330726 >/dev/null
acknowledged() { shows "$TOWN" '"acknowledged":["county"]'; }
wait_for "which tiers have it is shown" acknowledged

# ---- seized: what its old holder still does is void, kept and shown; what was handed in there is not lost

station_kill "$TOWN"
ctl "$COUNTY" case seize "$case" --node 330726 --responsible "王副县长" --reason "久拖不决" >/dev/null
wait_for "the county has taken it" held_at "$COUNTY" 330726
has_digest "$COUNTY" "$second" || never "with what was handed in here"
station_kill "$COUNTY"
station_start "$TOWN"
station_wait "$TOWN"
ctl "$TOWN" case note "$case" --reason "还在办" >/dev/null # it does not know yet
station_start "$COUNTY"
station_wait "$COUNTY"
is_void() { explains "$TOWN" '"act":"note"' '"void":true'; }
wait_for "what the old holder did meanwhile is marked void" is_void
explains "$TOWN" '"act":"contact"' '"void":false' || never "what it did before is not"
has_first() { has_digest "$COUNTY" "$first"; }
wait_for "what the taker had not seen was passed on to it" has_first
prints "void 无效" ctl "$TOWN" case explain "$case" || never "for people too"

# ---- recalled, before it was accepted

ctl "$COUNTY" case delegate "$case" --node 330726 --to 330726101 --reason "重新交办" >/dev/null
wait_for "the township has it once more" held_at "$TOWN" 330726101
has_digest "$TOWN" "$first" || never "with all that was handed in"
ctl "$COUNTY" case recall "$case" --node 330726 --reason "交办有误" >/dev/null
wait_for "the giver takes it back" held_at "$COUNTY" 330726

# ---- revisited from afar, after an opinion was served

ctl "$COUNTY" case transfer "$case" --node 330726 --to 330726.land --reason "权属" >/dev/null
ctl "$COUNTY" case accept "$case" --node 330726.land >/dev/null
ctl "$COUNTY" case decide "$case" --node 330726.land --capacity head --responsible "局长" --outcome 1=explained --reason "已清淤" >/dev/null
refused STATE_SERVE_FIRST ctl "$COUNTY" case revisit "$case" --node 330726 --reason "x"
ctl "$COUNTY" case serve "$case" --node 330726.land --proof "in_person:签收" >/dev/null
ctl "$PROVINCE" case revisit "$case" --node 33 --reason "渠已通水，信访人认可" >/dev/null
revisited() { explains "$COUNTY" '"act":"revisit"' "渠已通水"; }
wait_for "what the province found is with the case" revisited

# ---- and at the end

stations_settle 600 || never "all arrives"
for name in $(stations_names); do verify "$name" >/dev/null || never "the journal of $name is whole"; done
no_station_aborted
