#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Whose case it is, on real stations: the second objection goes to the common superior; a decider that is silent loses it
# to the next one up, at the next station; and between two provinces, above which nobody stands, their joint meeting
# decides.
#
#   tests/system/disputes.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-disputes.XXXXXX)
PORT_BASE=${PORT_BASE:-35330}
. tests/system/lib.sh

SOUTH=province-44
NODES=$HOME_DIR/nodes.csv
STATION_CLOCK=$HOME_DIR/clock
printf '%s\n' station,parent,hosts "$PROVINCE,,33" "$CITY,$PROVINCE,3307" "$COUNTY,$CITY,330726" "$SOUTH,$PROVINCE,44" >"$NODES"
{ cat deploy/divisions/330726.csv; echo "44,广东省,,,,,,,"; } >"$HOME_DIR/divisions.csv"

holder_is() { # STATION "OFFICE STATE"
    [[ $(value "$1" "SELECT holder || ' ' || state FROM pj.v_case WHERE case_no = '$case' AND role = 'holder'") == "$2" ]]
}
disputed_until() { # STATION OFFICE: its five working days run
    [[ $(value "$1" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$case' AND kind = 'dispute' AND state = 'running'
        AND owner = '$2'") -eq 1 ]]
}
refused() { # CODE COMMAND...
    if "${@:2}" >"$HOME_DIR/answer" 2>&1; then never "refused: ${*:2}"; fi
    grep -q "$1" "$HOME_DIR/answer" || never "refused with $1: $(cat "$HOME_DIR/answer")"
}
# STATION OFFICE GIVER_STATION GIVER WHOSE: "not ours", the giver does not agree, "not ours" again
object_twice() {
    ctl "$1" case object "$case" --node "$2" --to "$5" --reason "不属本单位职责" >/dev/null
    told() { [[ $(value "$3" "SELECT state FROM pj.v_case WHERE case_no = '$case'") == disputed ]]; }
    wait_for "the giver $4 hears that $2 objects" told "$@"
    ctl "$3" case decide-objection "$case" --node "$4" --ruling not_agreed --reason "是你们的" >/dev/null
    wait_for "$2 is told to keep it" holder_is "$1" "$2 routed"
    ctl "$1" case object "$case" --node "$2" --to "$5" --reason "确不属本单位职责" >/dev/null
}

clock_day 2025-09-01
stations_prepare
stations_start
stations_load "$HOME_DIR/divisions.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

# ---- who has to decide says nothing

case=$(submit "$COUNTY" "路是谁的" --place 330726101221)
ctl "$COUNTY" case delegate "$case" --to 330726101 --reason "属地" >/dev/null
wait_for "a township has it" holder_is "$COUNTY" "330726101 routed"
object_twice "$COUNTY" 330726101 "$COUNTY" 330726 330726.land
wait_for "the second objection is the county's to decide" holder_is "$COUNTY" "330726 disputed"
disputed_until "$COUNTY" 330726 || never "in five working days"
clock_day 2025-09-09
wait_for "the county was silent: the city has to decide it" holder_is "$CITY" "3307 disputed"
disputed_until "$CITY" 3307 || never "in five working days of its own"
clock_day 2025-09-17
wait_for "the city was silent too: the province" holder_is "$PROVINCE" "33 disputed"
[[ $(value "$PROVINCE" "SELECT string_agg(kind || ' ' || receiver, ', ' ORDER BY term) FROM pj.v_leg
    WHERE case_no = '$case' AND rule = 120") == "return 3307, return 33" ]] || never "by rule R120, station by station"
clock_day 2025-09-25
late() { [[ $(value "$PROVINCE" "SELECT count(*) FROM pj.v_clock WHERE case_no = '$case' AND kind = 'dispute' AND state = 'lapsed'") -ge 1 ]]; }
wait_for "nobody is above the province: it is late, and told to be" late
holder_is "$PROVINCE" "33 disputed" || never "it stays and is still to be decided"
ctl "$PROVINCE" case delegate "$case" --to 330726.land --reason "由自然资源部门办理" >/dev/null
wait_for "late, it designates" holder_is "$COUNTY" "330726.land routed"
refused POLICY_BINDING ctl "$COUNTY" case object "$case" --node 330726.land --to 330726101 --reason "不是我们的"
ok "what it says binds"

# ---- two provinces

case=$(submit "$PROVINCE" "两省之间的水" --place 33)
ctl "$PROVINCE" case transfer "$case" --to 44 --reason "在贵省" >/dev/null
wait_for "the other province has it" holder_is "$SOUTH" "44 routed"
object_twice "$SOUTH" 44 "$PROVINCE" 33 33
wait_for "nobody is above both: back to the giver, undecided" holder_is "$PROVINCE" "33 disputed"
refused STATE_IN_DISPUTE ctl "$PROVINCE" case transfer "$case" --to 44 --reason "还是贵省的"
refused AUTH_NOT_ACTOR ctl "$PROVINCE" case transfer "$case" --to 44 --reason "指定" --binding
ctl "$PROVINCE" case transfer "$case" --to 44 --capacity joint_meeting --reason "两省联席会议纪要" >/dev/null
wait_for "their joint meeting decides, recorded by who has it" holder_is "$SOUTH" "44 routed"
refused POLICY_BINDING ctl "$SOUTH" case object "$case" --node 44 --to 33 --reason "不是我们的"
refused POLICY_BINDING ctl "$SOUTH" case transfer "$case" --to 33 --reason "请收回"
ctl "$SOUTH" case note "$case" --node 44 --reason "照办" >/dev/null
ok "what the joint meeting says binds"

stations_settle 600 || never "all arrives"
for name in $(stations_names); do verify "$name" >/dev/null || never "the journal of $name is whole"; done
no_station_aborted
