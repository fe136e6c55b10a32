#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What a real station refuses, one call a row: with its code, its rule or article, and nothing changed: not the case, not the
# journal, not a clock, not the data in force. What other tests here refuse on their way (one_case, papers, joined, accused,
# bad_days, clock_days; frames: interop) is not said again.
#
#   tests/system/refusals.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-refusals.XXXXXX)
PORT_BASE=${PORT_BASE:-32330}
. tests/system/lib.sh

STATION_CLOCK=$HOME_DIR/clock
API=tcp://127.0.0.1:$((PORT_BASE + 50))
person() { # NAME SCOPES [OPTION...]
    "$BIN/pujiangctl" key new "$HOME_DIR/$1.key" >/dev/null
    ctl "$COUNTY" account add "$1" --scopes "$2" "${@:3}" >/dev/null
    ctl "$COUNTY" key allow --account "$1" -- "$(head -n 1 "$HOME_DIR/$1.key")" >/dev/null
}
by() { # NAME ...: pujiangctl as that person
    "$BIN/pujiangctl" -e "$API" --key "$HOME_DIR/$1.key" --server-key "$(station_public_key "$COUNTY")" "${@:2}"
}
state_of_all() {
    value "$COUNTY" "SELECT (SELECT string_agg(case_no || version || state || holder, ' ' ORDER BY case_no) FROM pj.v_case),
        (SELECT count(*) FROM pj.journal WHERE case_ref IS NOT NULL),
        (SELECT md5(string_agg(k::text, ' ' ORDER BY case_ref, no)) FROM pj.clocks k),
        (SELECT md5(string_agg(s::text, ' ' ORDER BY kind, key)) FROM pj.setting s)"
}
# row SENTENCE WANTED COMMAND...: refused, the answer has each word of WANTED, and nothing has changed.
row() {
    local sentence=$1 wanted=$2 before word
    before=$(state_of_all)
    if "${@:3}" >"$HOME_DIR/answer" 2>&1; then never "$sentence: it was done"; fi
    for word in $wanted; do
        grep -qF -- "$word" "$HOME_DIR/answer" || never "$sentence: $word: $(cat "$HOME_DIR/answer")"
    done
    [[ $(state_of_all) == "$before" ]] || never "$sentence: something changed"
    ok "$sentence"
}
lapsed() { [[ $(value "$COUNTY" "SELECT count(*) FROM pj.v_clock WHERE state = 'running' AND due < '$1'") -eq 0 ]]; }
day() { # DATE: what lapses by then has lapsed, and what follows from it has been written
    local before=
    clock_day "$1"
    wait_for "it is $1" lapsed "$1"
    until [[ $(state_of_all) == "$before" ]]; do
        before=$(state_of_all)
        sleep 0.5
    done
}
land() { by land case "$1" "$case" "${@:2}"; }
signer() { by head case "$1" "$case" "${@:2}" --capacity head; }
petitioner() { by villager case "$1" "$case" --code "$code" "${@:2}"; }
load() { ctl "$COUNTY" "$1" load "$HOME_DIR/$2" --as "bad $2"; }

clock_day 2026-03-02
stations_prepare
sed -i "s|^ipc = .*|&\nlisten = $API|" "$HOME_DIR/$COUNTY/pujiangd.conf"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
person land act,read:own --node 330726.land
person head act,act:head,read:own --node 330726.land
person civil act,read:subtree --node 330726.civil
person desk act,read:subtree --node 330726
person villager petitioner,read:own --node 330726
person watcher admin --node 330726
take_in() { # TEXT: a case of the land office, and its query code
    ctl "$COUNTY" --json case submit --text "$1" --category 0102 --place 330726101221 >"$HOME_DIR/receipt"
    case=$(json case_no <"$HOME_DIR/receipt")
    code=$(json query_code <"$HOME_DIR/receipt")
}

# ---- who, when, and on what
take_in "my field"
row "an office that never had it"                   "AUTH_NO_SUCH_CASE"      by civil case accept "$case"
row "an office that has not got it, and who may"    "AUTH_NOT_ACTOR §23 承办单位 unit" by desk case accept "$case"
row "in the name of an office that is elsewhere"    "AUTH_NOT_ACTOR 不承载 3307" ctl "$COUNTY" case note "$case" --node 3307 --reason "备注"
row "who reads what lies below, in its name"        "AUTH_NOT_ACTOR"         by desk case accept "$case" --node 330726.land
row "in the name of another office"                 "AUTH_NOT_ACTOR"         land accept --node 330726.civil
row "a capacity that the account has not got"       "AUTH_SCOPE act:head"    land decide --outcome 1=explained --capacity head
row "a list for which the account has no right"     "AUTH_SCOPE read:subtree" by land case list
row "who an account is bound to sees no machine"    "AUTH_SCOPE account.node" by watcher link show
row "a version that is no longer"                   "STATE_STALE"            land accept --expect-version 99
row "extended before it was accepted"               "STATE_ACCEPT_FIRST §34" signer extend --due 2026-05-20 --reason "测量未完"
row "served before there is an opinion"             "STATE_SERVE_FIRST §35"  land serve --proof "in_person:签收"
row "reviewed before there is an opinion"           "STATE_SERVE_FIRST §35"  petitioner review --to 3307
row "a withdrawal without proof"                    "POLICY_PROOF"           petitioner withdraw
row "an act under a code that is not the case's"    "AUTH_PROOF"             by villager case urge "$case" --code AAAAAAAAAA
row "refused without a reason of the closed list"   "POLICY_GROUND §23"      land refuse --reason "不归我们"
row "not ours, and nobody's in particular"          "BAD_FIELD act.target 应归哪个机构" land object --reason "不归我们"
row "not ours, but of an office there is not"       "POLICY_TARGET act.target" land object --to 330726.nosuch --reason "不归我们"
row "extended by somebody who is not the head"      "STATE_ACCEPT_FIRST"     land extend --due 2026-05-20 --reason "测量未完"
land accept >/dev/null
row "accepted twice"                                "STATE_DONE §29"         land accept
row "extended without the head's hand"              "AUTH_NOT_ACTOR 负责人 head" land extend --due 2026-05-20 --reason "测量未完"
row "closed before anything was served"             "STATE_SERVE_FIRST §32"  land close --proof "无"
row "an opinion in the words of a reviewing body"   "BAD_FIELD act.ruling not_supported" signer decide --ruling upheld --outcome 1=explained --reason "已依法补偿" --responsible "局长"
row "help by a day that is over"                    "BAD_FIELD act.due 今天以后" land assist --to 330726.civil --reason "名单" --due 2026-01-05
row "a reason that is too long"                     "--reason 4096"          land note --reason "$(printf 'x%.0s' {1..5000})"
row "handed back after it was accepted"             "STATE_ACCEPTED_ALREADY §23" land object --to 330726.civil --reason "不归我们"

# ---- the period is over
day 2026-05-07
row "extended when the period is over"              "POLICY_LATE §34"        signer extend --due 2026-05-20 --reason "测量未完"
row "decided without the head's hand"               "POLICY_SIGNER §32"      land decide --outcome 1=explained --reason "已依法补偿"
signer decide --outcome 1=explained --reason "已依法补偿" >/dev/null
row "decided twice"                                 "STATE_OPINION_GIVEN §23" signer decide --outcome 1=explained --reason "已依法补偿"
row "served in a way that proves nothing"           "POLICY_PROOF"           land serve --proof "electronic:"
land serve --proof "in_person:签收" >/dev/null

# ---- the petitioner's thirty days are over
day 2026-07-10
row "review asked for too late"                     "POLICY_LATE §35"        petitioner review --to 330726
row "re-check where nobody reviewed"                "STATE_SERVE_FIRST §36"  petitioner recheck --to 33
row "rated by an official"                          "AUTH_NOT_ACTOR §21"     by land case rate "$case" satisfied --to 330726.land
petitioner review --to 330726 --reason "住院至七月八日" >/dev/null
[[ $(value "$COUNTY" "SELECT holder || ' ' || state FROM pj.v_case WHERE case_no = '$case'") == "330726 in_review" ]] ||
    never "late, and with a good reason it is taken"
ok "late, and with a good reason it is taken"

# ---- ended
take_in "my house"
petitioner withdraw --proof "本人签字" >/dev/null
row "accepted after the end"                        "STATE_ENDED"            land accept
row "extended after the end"                        "STATE_ENDED"            signer extend --due 2026-08-20 --reason "测量未完"

# ---- refused where the case is, and told where it was asked
take_in "my road"
land escalate --to 3307 --reason "市管道路" >/dev/null
wait_for "the city has it" holds "$CITY" "$case"
row "accepted where it is no longer, and who has it" "STATE_NOT_HOLDER 3307"  ctl "$COUNTY" case accept "$case" --node 330726.land
row "no office named, and its holder is elsewhere"  "AUTH_NOT_ACTOR 3307 不承载" ctl "$COUNTY" case note "$case" --reason "备注"
row "handed in, with nothing"                       "BAD_EMPTY"              ctl "$COUNTY" case supplement "$case" --node 330726
petitioner withdraw >/dev/null
told() { ctl "$COUNTY" --json case "$1" "$case" | grep -E "$2" >/dev/null; } # all of it is read
wait_for "case show says what was asked in vain, and why" told show '"refused":\{"act":"withdraw","node":"330726",.*"POLICY_PROOF","why":"须附凭证'
told trace '"act":"withdraw",.*"order":true' && told trace '"refused":"POLICY_PROOF","why":"须附凭证.*proof is required' ||
    never "so does the trace, on the line of the answer"
told explain '"refused":"POLICY_PROOF","why":"须附凭证' || never "and explain"
ok "so do trace and explain, on the line of the answer"

# ---- offices and accounts
head -c 70000 /dev/zero >"$HOME_DIR/long"
office() { ctl "$COUNTY" case submit --text "$1" --category 0102 --node "$2"; }
row "taken in at an office of another station"      "POLICY_TARGET 不承载 3307" office "my bridge" 3307
row "a text over the limit, and where the rest goes" "BAD_TOO_LONG 64 supplement" ctl "$COUNTY" case submit --text-file "$HOME_DIR/long"
row "a right there is not, and which there are"     "BAD_ENUM account_add.scopes read:subtree" ctl "$COUNTY" account add x --scopes all
row "a petitioner who acts for an office"           "BAD_FIELD account_add.scopes petitioner" ctl "$COUNTY" account add x --scopes petitioner,act
row "an account of an office there is not"          "POLICY_TARGET 330726.nosuch" ctl "$COUNTY" account add x --scopes act --node 330726.nosuch
row "a key for an account there is not"             "BAD_FIELD key_allow.account account add" ctl "$COUNTY" key allow --account nobody -- "$(head -n 1 "$HOME_DIR/desk.key")"
ctl "$COUNTY" --json case submit --text "my bridge" --category 9999 --place 330726101221 --node 330726.nosuch >"$HOME_DIR/receipt"
[[ $(json node <"$HOME_DIR/receipt") == 330726 ]] && grep -q '"field":"node"' "$HOME_DIR/receipt" ||
    never "a submission for an office there is not is taken in next to it, with a warning: $(cat "$HOME_DIR/receipt")"
ok "a submission for an office there is not is taken in next to it, with a warning"
ctl "$COUNTY" account add clerk --scopes read:own --node 330726 --ipc-uid 4711 >/dev/null
ctl "$COUNTY" --json key list | grep -q '"account":"clerk","node":"330726"' || never "an account without a key is listed"
ok "an account without a key is listed"

# ---- data
header=$(sed -n 2p deploy/lists/demo.csv)
printf '%s\n' "$header" 0101,county,,land,,,,,, 0101,county,,civil,,,,,, >"$HOME_DIR/overlap.csv"
printf '%s\n' "$header" 0101,county,,land >"$HOME_DIR/short.csv"
printf '%s\n' "$header" 0101,shire,,land,,,,,, >"$HOME_DIR/tier.csv"
grep -v '^C5,' deploy/rules/CN2022.csv >"$HOME_DIR/CN2022.csv"
sed '/^2025-/d' deploy/calendars/cn.csv >"$HOME_DIR/hole.csv"
sed 's/^2026-10-01,holiday/2026-10-01,day_off/' deploy/calendars/cn.csv >"$HOME_DIR/word.csv"
row "a list in which two offices have the same"     "BAD_DATA 3 overlaps"    load list overlap.csv
row "a list whose rows end too early"               "BAD_DATA 2"             load list short.csv
row "a list with a level there is not"              "BAD_DATA 2 shire"       load list tier.csv
row "a rule set with a limit missing"               "BAD_DATA C5"            load rules CN2022.csv
row "a calendar with a hole"                        "BAD_DATA 2025"          load calendar hole.csv
row "a calendar with a word nobody knows"           "BAD_DATA day_off"       load calendar word.csv
no_station_aborted
