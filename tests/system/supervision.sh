#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A unit falls silent, on five stations and by the calendar of 2026: warned, red, supervised by the office above, unanswered, one tier
# higher each time; what is proposed to it and answered; what the offices above see of it; and that no withdrawal makes a card better.
#
#   tests/system/supervision.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-supervision.XXXXXX)
PORT_BASE=${PORT_BASE:-33330}
. tests/system/lib.sh

STATION_CLOCK=$HOME_DIR/clock
LISTEN=$((PORT_BASE + 50))

# ---- questions

count_is() { [[ $(value "$1" "SELECT count(*) FROM $2") -eq $3 ]]; } # STATION "VIEW WHERE ..." NUMBER
card_is() { # STATION KIND CARD [CONDITION]: of this case's clock
    count_is "$1" "pj.v_card WHERE case_no = '$case' AND kind = '$2' AND card = '$3' AND ${4:-true}" 1
}
supervised_by() { # STATION OFFICE
    count_is "$1" "pj.cases WHERE case_no = '$case' AND pj.field_text(file, 19, 15) = '$2'" 1
}
report() { ctl "$1" --json report "${@:2}"; }
reports() { # STATION WHAT PATTERN: a line of it
    report "$1" "$2" --node 330726101 | grep "\"case_no\":\"$case\".*$3\|$3.*\"case_no\":\"$case\"" >/dev/null
}
knows() { ctl "$1" --json case show "$case" | json role; }
copy_at() { [[ $(knows "$1") == copy ]]; }
unknown_at() { ! ctl "$1" --json case show "$case" >/dev/null 2>&1; }
warnings() { value "$TOWN" "SELECT count(*) FROM pj.v_event WHERE act = 'warn' AND case_no = '$case'"; }

clock_day 2026-09-18
stations_prepare
echo "listen = tcp://127.0.0.1:$LISTEN" >>"$HOME_DIR/$COUNTY/pujiangd.conf"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
stations_settle 600 || never "all links open"

# ---- 2026-09-18: to the township, which calls the petitioner and then falls silent

routed() { # TEXT: case and query code; with the township
    ctl "$COUNTY" --json case submit --text "$1" --category nothing --place 330726101221 >"$HOME_DIR/receipt"
    case=$(json case_no <"$HOME_DIR/receipt")
    code=$(json query_code <"$HOME_DIR/receipt")
    ctl "$COUNTY" case delegate "$case" --node 330726 --to 330726101 --reason "属地" >/dev/null
    wait_for "$case is with the township" holds "$TOWN" "$case"
    ctl "$TOWN" case contact "$case" reached --node 330726101 --reason "已电话联系" >/dev/null
}
routed "无人答复"
main=$case
routed "要撤回的一件"
withdrawn=$case
case=$main
for name in "$COUNTY" "$CITY"; do
    [[ -z $(report "$name" overdue) ]] || never "nothing is overdue at $name"
done
ok "no card while there is time"

# ---- the petitioner of the other case withdraws, while there was time

"$BIN/pujiangctl" key new "$HOME_DIR/villager.key" >/dev/null
ctl "$COUNTY" account add villager --scopes petitioner >/dev/null
ctl "$COUNTY" key allow --account villager -- "$(head -n 1 "$HOME_DIR/villager.key")" >/dev/null
"$BIN/pujiangctl" -e "tcp://127.0.0.1:$LISTEN" --key "$HOME_DIR/villager.key" --server-key "$(station_public_key "$COUNTY")" \
    case withdraw "$withdrawn" --code "$code" --proof "电话确认" >/dev/null
gone() { count_is "$TOWN" "pj.v_case WHERE case_no = '$withdrawn' AND state = 'withdrawn'" 1; }
wait_for "the other petitioner withdraws" gone

# ---- 2026-10-06: three days before the end of 10-08

clock_day 2026-10-06
wait_for "yellow, three days before the notice is due" card_is "$TOWN" notice yellow
reports "$TOWN" cards '"card":"yellow"' || never "report cards says so: $(report "$TOWN" cards)"
[[ -z $(report "$TOWN" overdue) ]] || never "nothing is overdue yet"
unknown_at "$CITY" || never "a warning is the unit's own affair"
[[ $(warnings) -eq 1 ]] || never "warned once, not $(warnings)"

# ---- 2026-10-09: red; the county's petition office supervises, one tier above the township

clock_day 2026-10-09
wait_for "red when 10-08 is over" card_is "$TOWN" notice red "done_at IS NULL"
wait_for "the county's petition office supervises it" supervised_by "$TOWN" 330726
unknown_at "$CITY" || never "not yet the city's"
for name in "$TOWN" "$COUNTY"; do
    wait_for "report overdue at $name" reports "$name" overdue '"trigger":"overdue"'
done
count_is "$COUNTY" "pj.v_overdue WHERE case_no = '$case' AND unit = '330726101'" 1 || never "pj.v_overdue at the county"
count_is "$TOWN" "pj.v_clock WHERE case_no = '$case' AND kind = 'answer' AND state = 'running' AND due = '2026-10-15'" 1 ||
    never "a written answer is due in five working days, 10-10 among them"
ctl "$TOWN" --json case explain "$case" | grep 'R114' >/dev/null || never "explain names the rule"
[[ -z $(report "$COUNTY" overdue --node 330726102) ]] || never "another township has none"
[[ -z $(report "$COUNTY" overdue --from 2026-10-09) ]] || never "none due from the 9th on"

# ---- unanswered: the city, then the province

clock_day 2026-10-16
wait_for "no answer: the city supervises" supervised_by "$TOWN" 3307
wait_for "it is told, and begins a copy" copy_at "$CITY"
supervised_by "$CITY" 3307 || never "in which it finds itself"
wait_for "report overdue at the city" reports "$CITY" overdue '"clock":"answer"'
unknown_at "$PROVINCE" || never "not the province yet"
station_kill "$TOWN"
clock_day 2026-10-24
station_start "$TOWN"
wait_for "no answer again, though the station was down: the province supervises" supervised_by "$TOWN" 33
wait_for "the province is told, and keeps a copy" copy_at "$PROVINCE"
for name in "$TOWN" "$COUNTY" "$CITY" "$PROVINCE"; do
    wait_for "three red cards suggest proposals at $name" reports "$name" overdue '"suggested":\["improve_work","hold_to_account"\]'
done
report "$CITY" cards | grep '"unit":"330726101","yellow":0,"red":3,"undone":3' >/dev/null || never "three cards: $(report "$CITY" cards)"
[[ $(warnings) -eq 1 ]] || never "once, whatever was restarted: $(warnings)"

# ---- a person proposes from the province; the township answers in writing

ctl "$PROVINCE" case propose "$case" --node 33 --ground improve_work --reason "三次超期，请改进工作" >/dev/null
proposed() { count_is "$TOWN" "pj.v_clock WHERE case_no = '$case' AND kind = 'proposal' AND state = 'running'" 1; }
wait_for "the proposal follows the case and has a date of its own" proposed
wait_for "what was proposed is suggested no more" reports "$PROVINCE" overdue '"suggested":\["hold_to_account"\]'
ctl "$CITY" case urge "$case" --node 3307 --reason "请尽快答复" >/dev/null
urged() { count_is "$TOWN" "pj.v_event WHERE act = 'urge' AND case_no = '$case'" 1; }
wait_for "urging follows the case too" urged
ctl "$TOWN" case answer-urge "$case" --node 330726101 --reason "已安排专人" >/dev/null
ctl "$TOWN" case answer-urge "$case" --node 330726101 --ground improve_work --reason "改进措施附后" >/dev/null
answered() { count_is "$1" "pj.v_clock WHERE case_no = '$case' AND kind = 'proposal' AND done_at IS NOT NULL" 1; }
wait_for "answered at the township" answered "$TOWN"
if ctl "$TOWN" case answer-urge "$case" --node 330726101 --reason "again" >/dev/null 2>&1; then never "nothing more is asked"; fi
ctl "$TOWN" case accept "$case" --node 330726101 >/dev/null
count_is "$TOWN" "pj.v_late_entry WHERE unit = '330726101'" 0 || never "nothing was entered late"
refused=$(ctl "$TOWN" case inspect "$case" --node 330726101 --reason "x" --occurred-at 2027-01-01T09:00:00+08:00 2>&1 || true)
[[ $refused == *BAD_FIELD* ]] || never "what is still to come has not happened: $refused"
ctl "$TOWN" case inspect "$case" --node 330726101 --reason "到现场核查" --occurred-at 2026-10-08T09:00:00+08:00 >/dev/null
count_is "$TOWN" "pj.v_late_entry WHERE unit = '330726101' AND act = 'inspect' AND case_no = '$case'" 1 ||
    never "what is entered more than a day late is counted by unit"
card_is "$TOWN" notice red "done_at > '2026-10-20'" || never "and no clock looks at the day it is said to be of"
done_late() { card_is "$1" notice red "done_at IS NOT NULL"; }
for name in "$TOWN" "$COUNTY" "$CITY" "$PROVINCE"; do wait_for "what was late is done, and stays late, at $name" done_late "$name"; done

# ---- urgent: every tier hears of it and acknowledges for itself; the clock is the next tier's

case=$(submit "$TOWN" "房屋有倒塌危险" --category nothing --place 330726101221)
ctl "$TOWN" case urgent "$case" --node 330726101 --reason "有人身危险" >/dev/null
for name in "$COUNTY" "$CITY" "$PROVINCE"; do wait_for "urgent: a copy at $name" copy_at "$name"; done
urgent_is() { count_is "$TOWN" "pj.v_clock WHERE case_no = '$case' AND kind = 'urgent' AND state = '$1' AND owner = '330726'" 1; }
urgent_is running || never "the county owes the acknowledgement"
acknowledged() { count_is "$TOWN" "pj.cases WHERE case_no = '$case' AND pj.field_int(file, 19, 12) = $1" 1; }
ctl "$PROVINCE" case acknowledge "$case" --node 33 >/dev/null
wait_for "the province has it" acknowledged 2
urgent_is running || never "its word does not stand for the county's"
ctl "$COUNTY" case acknowledge "$case" --node 330726 >/dev/null
wait_for "the county has it" urgent_is met
ctl "$CITY" case acknowledge "$case" --node 3307 >/dev/null
wait_for "the city has it" acknowledged 14
holds "$TOWN" "$case" || never "the case stays where it is"

# ---- whole

case=$withdrawn
reports "$TOWN" overdue '"card":"red"' || never "withdrawn, and no better for it: $(report "$TOWN" overdue)"
reports "$TOWN" overdue '"state":"withdrawn"' || never "the report says that it was withdrawn"
stations_settle 600 || never "all arrives"
for name in $(stations_names); do
    verify "$name" >/dev/null || never "the journal of $name is whole"
    [[ $(ctl "$name" --json parked list | wc -l) -eq 0 ]] || never "nothing waits for a person at $name"
done
ok "five journals are whole"
no_station_aborted
