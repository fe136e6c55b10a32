#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Cases that go together, on five stations: one handling and an answer for each superior who sent the letter down; attached
# and taken apart without a trace in what was there before; nothing buried by attaching it to what has ended; new facts on
# an old matter; a common cause. Persons count once.
#
#   tests/system/joined.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-joined.XXXXXX)
PORT_BASE=${PORT_BASE:-31930}
. tests/system/lib.sh

LISTEN=$((PORT_BASE + 50))

# ---- the petitioner, through a portal of the county

open_portal() {
    "$BIN/pujiangctl" key new "$HOME_DIR/portal.key" >/dev/null
    ctl "$COUNTY" account add portal --scopes petitioner >/dev/null
    ctl "$COUNTY" key allow --account portal -- "$(head -n 1 "$HOME_DIR/portal.key")" >/dev/null
}
petitioner() { # CASE VERB ...: with the code of its receipt
    "$BIN/pujiangctl" -e "tcp://127.0.0.1:$LISTEN" --key "$HOME_DIR/portal.key" \
        --server-key "$(station_public_key "$COUNTY")" case "$2" "$1" --code "$(cat "$HOME_DIR/code.$1")" "${@:3}"
}
take() { # STATION TEXT [OPTION...]: its number; the code of the receipt is kept
    local no
    ctl "$1" --json case submit --text "$2" --place 330726101221 "${@:3}" >"$HOME_DIR/receipt"
    no=$(json case_no <"$HOME_DIR/receipt")
    json query_code <"$HOME_DIR/receipt" >"$HOME_DIR/code.$no"
    echo "$no"
}
refused() { # CODE COMMAND...
    if "${@:2}" >"$HOME_DIR/answer" 2>&1; then never "refused: ${*:2}"; fi
    grep -q "$1" "$HOME_DIR/answer" || never "refused with $1: $(cat "$HOME_DIR/answer")"
}

# ---- questions

is() { [[ $(value "$1" "SELECT holder || ' ' || state FROM pj.v_case WHERE case_no = '$2'") == "$3" ]]; } # STATION CASE "OFFICE STATE"
clock_is() { [[ $(value "$1" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$2' AND kind = '$3' AND state = '$4'") -eq 1 ]]; }
heard() { ctl "$1" --json case explain "$2" | grep >/dev/null "\"act\":\"$3\""; } # STATION CASE ACT
says() { ctl "$1" --json case show "$2" | grep >/dev/null -- "$3"; }
tied() { # STATION CASE "OTHER FEEDBACK": the row of `case show`
    ctl "$1" --json case show "$2" | grep -o '"tied":\[.*\]' | tr '{' '\n' |
        grep "\"case_no\":\"${3% *}\"" | grep >/dev/null "\"feedback\":\"${3#* }\""
}
history() { # CASE FILE: every row of it at every station, in order
    local name
    for name in $(stations_names); do
        value "$name" "SELECT '$name ' || j.pos || ' ' || encode(j.digest, 'hex') FROM pj.journal j
            JOIN pj.cases c ON c.ref = j.case_ref WHERE c.case_no = '$1' ORDER BY j.pos"
    done >"$2"
}
only_grew() { # BEFORE AFTER: what stood there stands there, byte for byte
    [[ -s $1 ]] || never "there was a history"
    grep -Fxvf "$2" "$1" >"$HOME_DIR/gone" && never "nothing of the history changed: $(cat "$HOME_DIR/gone")"
    return 0
}

stations_prepare
echo "listen = tcp://127.0.0.1:$LISTEN" >>"$HOME_DIR/$COUNTY/pujiangd.conf"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
open_portal
stations_settle 600 || never "all links open"

# ---- one handling, an answer for each who sent it

leading=$(take "$COUNTY" "the road was washed away")
ctl "$COUNTY" case transfer "$leading" --to 330726.land --reason "roads" >/dev/null
is "$COUNTY" "$leading" "330726.land routed" || never "the leading case is with the land office"
from_province=$(take "$PROVINCE" "the road was washed away")
from_city=$(take "$CITY" "the road was washed away")
from_town=$(take "$TOWN" "the road was washed away")
day=$(date -d "+30 days" +%F)
ctl "$PROVINCE" case delegate "$from_province" --to 330726 --due "$day" --reason "answer us" >/dev/null
ctl "$CITY" case delegate "$from_city" --to 330726 --reason "yours" >/dev/null
wait_for "the province's letter is in the county" is "$COUNTY" "$from_province" "330726 routed"
wait_for "so is the city's" is "$COUNTY" "$from_city" "330726 routed"
for case in "$from_province" "$from_city"; do
    ctl "$COUNTY" case attach "$case" "$leading" --node 330726 --reason "the same letter" >/dev/null
    is "$COUNTY" "$case" "330726.land routed" || never "attached where the leading case is"
done
refused act.target ctl "$TOWN" case attach "$from_town" "$leading" --reason "the same letter"
ctl "$TOWN" case attach "$from_town" "$leading" --to 330726.land --reason "the same letter" >/dev/null
wait_for "the town's letter follows to the county" is "$COUNTY" "$from_town" "330726.land registered"
heard "$COUNTY" "$from_town" progress || never "on its arrival it hears how the leading case stands"
for row in "$from_province running" "$from_city running" "$from_town running"; do
    tied "$COUNTY" "$leading" "$row" || never "the leading case lists it: $row"
done
clock_is "$COUNTY" "$from_province" assigned running || never "the province set a date of its own"
clock_is "$COUNTY" "$from_city" feedback running || never "the city is owed an answer"
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$from_province' AND kind = 'feedback'") -eq 0 ]] ||
    never "one date for one duty"
ok "three letters, one handling: each giver is owed its own answer"

ctl "$COUNTY" case accept "$leading" --node 330726.land >/dev/null
wait_for "the province hears how its letter stands" heard "$PROVINCE" "$from_province" progress
wait_for "the town too" heard "$TOWN" "$from_town" progress
ctl "$COUNTY" case decide "$leading" --node 330726.land --outcome 1=solved --responsible "the head" --reason "rebuilt by May" >/dev/null
for row in "$PROVINCE $from_province" "$CITY $from_city" "$TOWN $from_town"; do
    wait_for "answered for itself: ${row% *}" heard "${row% *}" "${row#* }" feedback
done
for row in "$from_province met" "$from_city met" "$from_town met"; do
    tied "$COUNTY" "$leading" "$row" || never "each duty is met: $row"
done
for case in "$from_province" "$from_city" "$from_town"; do
    [[ $(value "$COUNTY" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$case' AND kind IN ('notice', 'route')
        AND state = 'running'") -eq 1 ]] || never "the petitioner is still owed notice on each: $case"
done
ok "one decision answers all three, and ends none of them"

# ---- attached across stations and taken apart: what was there is there

other=$(take "$TOWN" "the bridge")
history "$other" "$HOME_DIR/other.before"
history "$leading" "$HOME_DIR/leading.before"
ctl "$TOWN" case attach "$other" "$leading" --to 330726.land --reason "the same road" >/dev/null
wait_for "attached at the county" is "$COUNTY" "$other" "330726.land registered"
ctl "$TOWN" case detach "$other" --node 330726101 --reason "the bridge is another matter" >/dev/null
wait_for "and home again" is "$TOWN" "$other" "330726101 registered"
holds "$TOWN" "$other" || never "the town holds it"
history "$other" "$HOME_DIR/other.after"
history "$leading" "$HOME_DIR/leading.after"
only_grew "$HOME_DIR/other.before" "$HOME_DIR/other.after"
cmp -s "$HOME_DIR/leading.before" "$HOME_DIR/leading.after" || never "the leading case has not even grown"
if says "$COUNTY" "$leading" "$other"; then never "the leading case no longer lists it"; fi
for name in $(stations_names); do verify "$name" | grep >/dev/null '"rows"' || never "the chain of $name holds"; done
ok "taken apart, both histories are what they were, byte for byte, at every station"

# ---- the leading case moves on, and what is attached to it goes along

leading=$(take "$COUNTY" "the dam")
from_province=$(take "$PROVINCE" "the dam")
ctl "$PROVINCE" case delegate "$from_province" --to 330726 --due "$day" --reason "answer us" >/dev/null
wait_for "the province's letter on it is in the county" is "$COUNTY" "$from_province" "330726 routed"
printf '{"text":"the dam, and who let it rot","place":"330726101221","purpose":"accusation","accused":[{"node":"330726101","text":"Mark-q9"}]}\n' >"$HOME_DIR/row"
of_the_town=$(ctl "$COUNTY" --json case submit "$HOME_DIR/row" | json case_no)
rm "$HOME_DIR/row"
for case in "$from_province" "$of_the_town"; do
    ctl "$COUNTY" case attach "$case" "$leading" --reason "the same dam" >/dev/null
done
is "$COUNTY" "$of_the_town" "330726 routed" || never "attached where the leading case is"
history "$from_province" "$HOME_DIR/along.before"
ctl "$COUNTY" case delegate "$leading" --to 330726101 --reason "yours" >/dev/null
wait_for "the leading case is in the town" is "$TOWN" "$leading" "330726101 routed"
clock_is "$COUNTY" "$from_province" along running || never "what is attached to it waits to go along"
is "$COUNTY" "$from_province" "330726 routed" || never "until the town has said that it is its own"
ctl "$TOWN" case accept "$leading" >/dev/null
wait_for "accepted there, the attached one is there too" is "$TOWN" "$from_province" "330726101 routed"
holds "$TOWN" "$from_province" || never "the town holds it"
[[ $(value "$TOWN" "SELECT due FROM pj.v_clock WHERE case_no = '$from_province' AND kind = 'assigned' AND state = 'running'") == "$day" ]] ||
    never "the province's day is what it was"
wait_for "the province hears where it is" says "$PROVINCE" "$from_province" '"holder":"330726101"'
wait_for "what accuses the town stays, and says why" heard "$COUNTY" "$of_the_town" lapse
ctl "$COUNTY" --json case explain "$of_the_town" | grep >/dev/null "R161.*POLICY_CONFLICT" || never "the reason is in its history"
is "$COUNTY" "$of_the_town" "330726 routed" || never "it is where it was"
for name in "$TOWN" "$VILLAGE"; do
    [[ $(value "$name" "SELECT count(*) FROM pj.journal WHERE position('$of_the_town'::bytea IN body) > 0
        OR position('Mark-q9'::bytea IN body) > 0") -eq 0 ]] || never "nothing of it is at $name"
done
ctl "$TOWN" case detach "$from_province" --reason "another dam" >/dev/null
wait_for "taken apart it is home in one leg" is "$COUNTY" "$from_province" "330726 routed"
history "$from_province" "$HOME_DIR/along.after"
only_grew "$HOME_DIR/along.before" "$HOME_DIR/along.after"
ctl "$PROVINCE" case recall "$from_province" --node 33 --reason "ours" >/dev/null
wait_for "and who gave it takes it back as before" is "$PROVINCE" "$from_province" "33 routed"
ok "what is attached goes where the leading case was accepted, but not to whom it accuses"

# ---- nobody buries a case by attaching it to one that has ended

ended=$(take "$COUNTY" "the well")
ctl "$COUNTY" case transfer "$ended" --to 330726.land --reason "water" >/dev/null
ctl "$COUNTY" case settle "$ended" --node 330726.land --proof "agreement 7" --due "$day" --reason "a new well" >/dev/null
petitioner "$ended" settle >/dev/null
is "$COUNTY" "$ended" "330726.land ended_agreed" || never "agreed and performed"
again=$(take "$COUNTY" "the well, again")
ctl "$COUNTY" case attach "$again" "$ended" --reason "the same well" >/dev/null
says "$COUNTY" "$again" '"leading_ended"' || never "it is marked"
is "$COUNTY" "$again" "330726.land registered" || never "it stays open, with who had the other"
clock_is "$COUNTY" "$again" route running || never "and somebody has to decide on it"
says "$COUNTY" "$again" 'case detach CASE --code' || never "the way to contest it is named"
refused POLICY_OTHER_CASE ctl "$COUNTY" case refuse "$again" "$from_city" --node 330726.land --ground same_matter_ended --to 330726 --reason "the same"
refused POLICY_GROUND ctl "$COUNTY" case refuse "$again" --node 330726.land --ground same_matter_ended --to 330726 --reason "the same"
ctl "$COUNTY" case refuse "$again" "$ended" --node 330726.land --ground same_matter_ended --to 330726 --reason "the agreement was performed" >/dev/null
is "$COUNTY" "$again" "330726.land not_accepted" || never "a person refuses it, naming the case that ended"
petitioner "$again" detach >/dev/null
is "$COUNTY" "$again" "330726 registered" || never "\"this is new\": it is routed again"
clock_is "$COUNTY" "$again" route running || never "with a fresh clock"
refused POLICY_CONTESTED ctl "$COUNTY" case attach "$again" "$ended" --reason "the same well"
refused POLICY_CONTESTED ctl "$COUNTY" case refuse "$again" "$ended" --ground same_matter_ended --to 330726.land --reason "the same"
ok "attached to what has ended it must be decided on; \"this is new\" opens it again"

# ---- new facts are a new matter, linked to the old

history "$ended" "$HOME_DIR/ended.before"
new=$(take "$COUNTY" "the new well is dry" --follows "$ended")
says "$COUNTY" "$new" "\"follows\":\"$ended\"" || never "the new one names the old one"
says "$COUNTY" "$ended" "\"tie\":\"follows\",\"case_no\":\"$new\"" || never "the old one shows the new one"
history "$ended" "$HOME_DIR/ended.after"
cmp -s "$HOME_DIR/ended.before" "$HOME_DIR/ended.after" || never "nothing was added to the old one"
is "$COUNTY" "$new" "330726 registered" || never "taken in like any other"
ok "new facts: a new case, linked to the old one, whose history is untouched"

# ---- a common cause: many cases, one plan, one owner, one answer each

first=$(take "$COUNTY" "land A" --persons 3)
second=$(take "$COUNTY" "land B" --persons 2)
third=$(take "$COUNTY" "land C")
ctl "$COUNTY" common-cause create "$first" --reason "one survey, one price" --responsible "county head Li" >/dev/null
refused POLICY_TARGET ctl "$COUNTY" common-cause join "$second" "$third"
for case in "$second" "$third"; do ctl "$COUNTY" common-cause join "$case" "$first" >/dev/null; done
ctl "$COUNTY" --json common-cause show "$first" >"$HOME_DIR/cause"
for word in "one survey, one price" "county head Li" "$second" "$third"; do
    grep -q "$word" "$HOME_DIR/cause" || never "the cause shows $word"
done
says "$COUNTY" "$second" "one survey, one price" || never "each case shows the plan"
ctl "$COUNTY" case decide "$second" --node 330726 --outcome 1=explained --responsible "the head" --reason "the price was paid" >/dev/null
is "$COUNTY" "$second" "330726 decided" || never "one is answered"
is "$COUNTY" "$third" "330726 registered" || never "and only that one"
ctl "$COUNTY" common-cause leave "$third" --reason "sold" >/dev/null
if ctl "$COUNTY" --json common-cause show "$first" | grep >/dev/null "$third"; then never "it has left"; fi
ok "a common cause ties the cases, and each is answered for itself"

# ---- persons once

ctl "$COUNTY" case attach "$third" "$first" --reason "the same field" >/dev/null
matter() { value "$1" "SELECT items || ' ' || persons FROM pj.v_matter WHERE matter = '$2'"; }
[[ $(matter "$COUNTY" "$first") == "2 3" ]] || never "two items, and its persons once: $(matter "$COUNTY" "$first")"
ctl "$COUNTY" case detach "$third" --reason "another field" >/dev/null
[[ $(matter "$COUNTY" "$first") == "1 3" && $(matter "$COUNTY" "$third") == "1 1" ]] || never "taken apart, each for itself"
[[ -z $(matter "$COUNTY" "$from_city") ]] || never "what came from the city is counted there"
[[ $(matter "$CITY" "$from_city") == "1 1" ]] || never "and there it is"
ok "persons count once, whatever is attached and wherever it went"

# ---- who signed a joint letter is known where it was taken in

printf '{"text":"the ditch","place":"330726101221","petitioners":[{"kind":"representative","name":"Speaker-q1"},%s]}\n' \
    '{"kind":"member","name":"Signer-q2"},{"kind":"member","name":"Signer-q3"}' >"$HOME_DIR/row"
joint=$(ctl "$COUNTY" --json case submit "$HOME_DIR/row" | json case_no)
rm "$HOME_DIR/row"
ctl "$COUNTY" case delegate "$joint" --to 330726101 --reason "yours" >/dev/null
wait_for "the joint letter is in the town" is "$TOWN" "$joint" "330726101 routed"
[[ $(value "$TOWN" "SELECT persons FROM pj.v_case WHERE case_no = '$joint'") -eq 3 ]] || never "the count goes along"
signed_at() { value "$1" "SELECT count(*) FROM pj.journal WHERE position('Signer-q'::bytea IN body) > 0"; }
[[ $(signed_at "$COUNTY") -eq 1 ]] || never "one row of the county has the list"
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.journal WHERE position('Signer-q'::bytea IN body) > 0 AND out_lane IS NOT NULL") -eq 0 ]] ||
    never "which was never sent"
[[ $(signed_at "$TOWN") -eq 0 ]] || never "the town has the number of them only"
[[ $(value "$TOWN" "SELECT count(*) FROM pj.journal WHERE position('Speaker-q1'::bytea IN body) > 0") -ge 1 ]] ||
    never "and knows who speaks for them"
ok "who signed stays where it was taken in; the count travels"

# ---- no query by person

if value "$COUNTY" "SELECT definition FROM pg_views WHERE schemaname = 'pj'" | grep -qE 'matter_mac|petitioner'; then
    never "no view groups by person"
fi
[[ $(value "$COUNTY" "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns
    WHERE table_schema = 'pj' AND table_name = 'ties'") == "case_ref tie no" ]] || never "a tie is between cases"
ok "no view and no tie knows a person"
no_station_aborted
