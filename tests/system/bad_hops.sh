#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# One bit, at each of the five hops: first by a relay in every link that owns the keys of both its ends, then in the row
# each station has stored before it is sent again. Then frames that come twice, not at all, or in the wrong order.
# Each alteration must be detected, the hop named, the message kept, and nothing else harmed.
#
#   tests/system/bad_hops.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
RELAY=$BIN/../tests/pujiang-test-relay
HOME_DIR=$(mktemp -d /tmp/pujiang-hops.XXXXXX)
PORT_BASE=${PORT_BASE:-25330}
. tests/system/lib.sh

CLIMB=("$VILLAGE" "$TOWN" "$COUNTY" "$CITY") # the children of the four links, from below
declare -A relay_pid
n=0
for name in "${CLIMB[@]}"; do
    n=$((n + 1))
    declare "STATION_DIAL_${name//-/_}=$((PORT_BASE + 50 + n))"
done

relay_port() { local name="STATION_DIAL_${1//-/_}"; echo "${!name}"; }
relay_on() { # CHILD FAULT [MARKER]
    local parent
    parent=$(station_parent "$1")
    "$RELAY" "tcp://127.0.0.1:$(relay_port "$1")" "$HOME_DIR/$parent/curve.key" \
        "tcp://127.0.0.1:$(station_port "$parent")" "$HOME_DIR/$1/curve.key" "$2" "${3:-}" \
        >>"$HOME_DIR/relay-$1.log" 2>&1 &
    relay_pid[$1]=$!
    helpers+=($!)
}
relay_off() {
    kill -9 "${relay_pid[$1]}"
    wait "${relay_pid[$1]}" 2>/dev/null || true
}
climb() { submit "$VILLAGE" "$1" --category climb; } # TEXT: a case for the top
named() { [[ $(value "$1" "SELECT count(*) FROM pj.parked WHERE hop = '$2'") -ge $3 ]]; } # STATION HOP TIMES
altered() { local answer; answer=$(verify "$1" 2>/dev/null || true); json altered <<<"$answer"; } # rows; those in custody too

stations_prepare
for name in "${CLIMB[@]}"; do relay_on "$name" flip "hop of $name"; done
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open, through the four relays"
ok "all links open, through four relays that own their keys"

# ---- one bit on the wire, at every link
for name in "${CLIMB[@]}"; do
    parent=$(station_parent "$name")
    case_no=$(climb "one bit at the hop of $name")
    wait_for "$parent parks what was altered behind $name and names it" named "$parent" "$name" 1
    grep -q flipped "$HOME_DIR/relay-$name.log" || never "the relay altered it"
    other=$(climb "the next one passes")
    wait_for "  another case passes meanwhile" holds "$PROVINCE" "$other"
    wait_for "  the whole body comes from the origin, and the case arrives" holds "$PROVINCE" "$case_no"
    [[ $(value "$PROVINCE" "SELECT text FROM pj.v_submission WHERE case_no = '$case_no'") == "one bit at the hop of $name" ]] ||
        never "with the words it was given"
done
stations_settle 600 || never "quiet after the bits on the wire"

# ---- one bit in the stored row, before it is sent
flip_stored() { # STATION
    value "$1" "UPDATE pj.journal SET body = set_bit(body, 77, 1 - get_bit(body, 77)) WHERE pos =
        (SELECT max(pos) FROM pj.journal WHERE kind = 1 AND body IS NOT NULL AND length(body) > 100)"
}
for name in "${CLIMB[@]}"; do
    parent=$(station_parent "$name")
    before=$(value "$name" "SELECT count(*) FROM pj.journal WHERE kind = 1")
    relay_off "$name"
    case_no=$(climb "one bit in the row of $name")
    wait_for "$name keeps what cannot go on" at_least "$name" "SELECT count(*) FROM pj.journal WHERE kind = 1" $((before + 1))
    station_kill "$name" 2>/dev/null # what it holds in memory is whole: it must read the row
    rows=$(altered "$name")
    flip_stored "$name"
    [[ $(altered "$name") -eq $((rows + 1)) ]] || never "verify journal finds the row"
    ok "  verify journal finds the row"
    relay_on "$name" flip "no such marker"
    station_start "$name"
    station_wait "$name"
    wait_for "  $parent parks it and names $name" named "$parent" "$name" 2
    if [[ $name == "$VILLAGE" ]]; then
        # The author's own copy is what was altered: nobody else has it. Held with its clock until a person decides.
        [[ $(ctl "$parent" --json parked list | grep -c '"holds_token":true') -ge 1 ]] || never "the token is in custody"
        ok "  the origin's own row is lost: the token is in custody at $parent, with a running clock"
    else
        wait_for "  the whole body comes from the origin, and the case arrives" holds "$PROVINCE" "$case_no"
    fi
    case_no=$(climb "after the row of $name")
    wait_for "  others pass" holds "$PROVINCE" "$case_no"
done
rows=$(altered "$PROVINCE")
flip_stored "$PROVINCE"
[[ $(altered "$PROVINCE") -eq $((rows + 1)) ]] || never "$PROVINCE, the last hop: verify journal finds the row"
ok "$PROVINCE, the last hop: verify journal finds the row"

# ---- frames twice, lost, out of order
stations_settle 600 || never "quiet before the disorder"
for fault in double drop swap; do
    for name in "${CLIMB[@]}"; do
        relay_off "$name"
        relay_on "$name" "$fault"
    done
    before=$(value "$PROVINCE" "SELECT count(*) FROM pj.cases")
    for i in $(seq 40); do climb "$fault $i" & done >"$HOME_DIR/numbers"
    wait $(jobs -p | grep -vxF -f <(printf '%s\n' "${helpers[@]}"; for s in $(stations_names); do station_pid "$s"; done)) || true
    [[ $(wc -l <"$HOME_DIR/numbers") -eq 40 ]] || never "40 receipts"
    wait_for "frames that come by '$fault' at every link: all 40 arrive" at_least "$PROVINCE" "SELECT count(*) FROM pj.cases" $((before + 40))
    stations_settle 600 || never "balanced after $fault"
    [[ $(value "$PROVINCE" "SELECT count(*) - count(DISTINCT case_no) FROM pj.cases") == 0 ]] || never "none twice"
    ok "  each once; the balance is exact"
done
for name in "${CLIMB[@]}"; do
    for what in doubled dropped; do grep -q "$what" "$HOME_DIR/relay-$name.log" || never "$name: $what happened"; done
done
grep -q swapped "$HOME_DIR"/relay-*.log || never "frames were swapped"
no_station_aborted
