#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A provincial regulation beside the national one, on a real station, case by case: the organ is bound by the shorter
# period, the petitioner has the longer one, and each clock records both.
#
#   tests/system/two_rule_sets.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-rules.XXXXXX)
PORT_BASE=${PORT_BASE:-34330}
. tests/system/lib.sh

NODES=$HOME_DIR/nodes.csv # one station and nobody above it
printf 'station,parent,hosts\n%s,,330726\n' "$COUNTY" >"$NODES"
STATION_CLOCK=$HOME_DIR/clock

computed() { "$BIN/pujiangctl" --json clock compute "$@" | json due; }
clocks() { value "$COUNTY" "SELECT \"limit\", due, basis, rules FROM pj.v_clock WHERE case_no = '$case' ORDER BY no" | tr '\n' ' '; }
due() { # LIMIT DAY BASIS: runs until that day, by that article, with both sets recorded
    [[ $(value "$COUNTY" "SELECT due || ' ' || basis || ' ' || rules FROM pj.v_clock
        WHERE case_no = '$case' AND \"limit\" = '$1' AND state = 'running'") == "$2 $3 CN2022+$sets" ]] ||
        never "$1 until $2 by $3: $(clocks)"
}
both() { # LIMIT NATIONAL_DAY PROVINCIAL_DAY: the derivation tells both days
    ctl "$COUNTY" --json clock explain "$case" | grep "\"$1\"" >"$HOME_DIR/explained"
    grep '"rule_set":"CN2022"' "$HOME_DIR/explained" | grep -q "\"derived\":\"$2\"" || never "$1 by the nation $2: $(cat "$HOME_DIR/explained")"
    grep "\"rule_set\":\"$sets\"" "$HOME_DIR/explained" | grep -q "\"derived\":\"$3\"" || never "$1 by the province $3: $(cat "$HOME_DIR/explained")"
}
provincial() { # NAME C7: the regulation of Zhejiang, with a period of its own in which review may be asked for
    { grep -v '^C7,' deploy/rules/ZJ2016.csv; echo "C7,$2,calendar,,,,petitioner,served,§24,law,"; } >"$HOME_DIR/$1.csv"
    ctl "$COUNTY" rules load deploy/rules/CN2022.csv "$HOME_DIR/$1.csv" >/dev/null
    sets=$1
}
live() { # from intake to service: $case
    case=$(submit "$COUNTY" "两级规定 $sets" --place 330726101221)
    due C1 "$(computed --from 2025-09-01 --days 5 --kind working)" "$sets §20"
    ctl "$COUNTY" case transfer "$case" --to 330726.land --reason "土地" >/dev/null
    due C3 "$(computed --from 2025-09-01 --days 5 --kind working)" "$sets"
    ctl "$COUNTY" case accept "$case" --node 330726.land >/dev/null
    due C5 "$(computed --from 2025-09-01 --days 30 --kind calendar)" "$sets §23"
    both C5 "$(computed --from 2025-09-01 --days 60 --kind calendar)" "$(computed --from 2025-09-01 --days 30 --kind calendar)"
    ctl "$COUNTY" case decide "$case" --outcome 1=not_supported --capacity head --reason "查明" --node 330726.land >/dev/null
    ctl "$COUNTY" case serve "$case" --node 330726.land --proof "in_person:签收" >/dev/null
}

clock_day 2025-09-01
stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"

provincial ZJLONG 45
live
due C7 "$(computed --from 2025-09-01 --days 45 --kind calendar)" "ZJLONG §24"
both C7 "$(computed --from 2025-09-01 --days 30 --kind calendar)" "$(computed --from 2025-09-01 --days 45 --kind calendar)"
ok "the organ is bound by the shorter periods of the province, the petitioner has its longer one"

provincial ZJSHORT 20
live
due C7 "$(computed --from 2025-09-01 --days 30 --kind calendar)" "CN2022 §35"
both C7 "$(computed --from 2025-09-01 --days 30 --kind calendar)" "$(computed --from 2025-09-01 --days 20 --kind calendar)"
ok "where the province gives the petitioner less, the nation's period counts"

# ---- the day itself: the organ is late by the province's period, the petitioner is not by the nation's

case=$(submit "$COUNTY" "迟了" --place 330726101221)
clock_set "$(computed --from 2025-09-01 --days 5 --kind working) 23:00"
sleep 1.5 # a second is how often what is due is asked for
[[ $(value "$COUNTY" "SELECT state FROM pj.v_clock WHERE case_no = '$case' AND \"limit\" = 'C1'") == running ]] || never "the last day is whole"
clock_day "$(date -d "$(computed --from 2025-09-01 --days 5 --kind working) + 1 day" +%F)"
late() { [[ $(value "$COUNTY" "SELECT state FROM pj.v_clock WHERE case_no = '$case' AND \"limit\" = 'C1'") == lapsed ]]; }
wait_for "the office is late when the province's five working days are over" late
verify "$COUNTY" >/dev/null || never "the journal is whole"
no_station_aborted
