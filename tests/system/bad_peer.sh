#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A child that owns a station's key and does not keep the rules: each thing it says is refused with the reason or
# dropped, costs the parent nothing, and leaves the children that keep the rules alone. And a child that is merely newer
# than the relays above it: what it says passes through them to the province, which keeps it.
#
#   tests/system/bad_peer.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
PEER=$BIN/../tests/pujiang-test-peer
HOME_DIR=$(mktemp -d /tmp/pujiang-peer.XXXXXX)
PORT_BASE=${PORT_BASE:-26330}
. tests/system/lib.sh

peer() { # WHAT [STATION]: what came back, one line
    timeout 60 "$PEER" "tcp://127.0.0.1:$(station_port "$TOWN")" "$(station_public_key "$TOWN")" \
        "$HOME_DIR/$VILLAGE/curve.key" "${2:-$VILLAGE}" "$1" | tr '\n' ' '
}
says() { # SENTENCE WHAT PATTERN
    local back
    back=$(peer "$2")
    grep -q -- "$3" <<<"$back" || never "$1 (came back: $back)"
    ok "$1"
}
memory_kb() { awk '/VmRSS/ { print $2 }' "/proc/$(station_pid "$TOWN")/status"; }
town_passes() { # a case climbs past the town's trouble
    local case_no
    case_no=$(submit "$TOWN" "life goes on" --category climb)
    wait_for "  meanwhile life goes on" holds "$PROVINCE" "$case_no"
}
journal_rows() { value "$TOWN" "SELECT count(*) FROM pj.journal WHERE in_lane >= 2"; } # from below

stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

# ---- the key is used twice
says "a second live station with the same key is told that it runs twice" hello "refuse LINK_TWICE"
wait_for "  and the one that was there stays" links_open "$VILLAGE"
station_stop "$VILLAGE" # from here on the peer alone has that key

# ---- Hello
says "a Hello of another version is refused with the reason" version "refuse BAD_VERSION"
says "a Hello with an office the directory gives to somebody else" hosts "refuse LINK_NOT_HOSTED"
says "a Hello as another station than the key's" name "refuse LINK_NOT_CHILD"
town_passes

# ---- frames
before=$(journal_rows)
memory=$(memory_kb)
says "bytes that are no frame" garbage "refuse BAD_FORMAT"
says "a frame that ends too early" short "refuse BAD_FORMAT"
says "a frame over the limit" long "refuse BAD_TOO_LONG"
peer huge >/dev/null
town_passes
says "a frame of 1 MB that would unpack to 60 MB" bomb "refuse BAD_TOO_LONG"
if [[ $BIN != *asan* ]]; then
    [[ $(memory_kb) -lt $((memory + 16384)) ]] || never "  it took no memory: $memory kB before, $(memory_kb) after"
fi
says "Data on a lane there is not" lane "refuse BAD_"
for what in dial gap; do
    back=$(peer "$what")
    ! grep -q "ack lane=1 seq=[1-9]" <<<"$back" || never "$what: nothing is acknowledged (came back: $back)"
    ok "Data of a wrong $what is not acknowledged"
done
[[ $(journal_rows) == "$before" ]] || never "none of it left a row"
ok "none of it left a row"
town_passes

# ---- kinds of message that the relays and the province do not know
wait_for "two messages of unknown kinds are taken into custody" bash -c "
    timeout 60 '$PEER' 'tcp://127.0.0.1:$(station_port "$TOWN")' '$(station_public_key "$TOWN")' \
        '$HOME_DIR/$VILLAGE/curve.key' '$VILLAGE' kinds | grep -q 'ack lane=1 seq=2'"
came() { at_least "$PROVINCE" "SELECT count(*) FROM pj.journal WHERE kind IN (200, 201)" 2; }
wait_for "they pass three relays that do not know them either" came
[[ $(value "$PROVINCE" "SELECT kind FROM pj.parked WHERE done_at IS NULL AND kind IN (200, 201)") == 200 ]] ||
    never "the critical one is parked, the other recorded"
ok "the critical one is parked, the other recorded"
[[ $(value "$PROVINCE" "SELECT string_agg(DISTINCT convert_from(coalesce(j.body, b.body), 'UTF8'), '|')
    FROM pj.journal j LEFT JOIN pj.journal b ON b.pos = j.body_pos WHERE j.kind IN (200, 201)") == \
    "what a later version says to the province" ]] || never "with every byte they had"
ok "with every byte they had"
ctl "$PROVINCE" parked list | sed 's/^/    /'
ctl "$PROVINCE" parked bounce "$(value "$PROVINCE" "SELECT pos FROM pj.parked WHERE kind = 200")" \
    --reason "nobody here will ever know that kind" >/dev/null
[[ $(value "$PROVINCE" "SELECT count(*) FROM pj.parked WHERE done_at IS NULL AND kind = 200") == 0 ]] ||
    never "a person gives it up"
ok "a person gives it up"
town_passes

# ---- in the name of offices that lie elsewhere
wait_for "an order of the city's and an event of the county's are taken into custody" bash -c "
    timeout 60 '$PEER' 'tcp://127.0.0.1:$(station_port "$TOWN")' '$(station_public_key "$TOWN")' \
        '$HOME_DIR/$VILLAGE/curve.key' '$VILLAGE' road | grep -q 'ack lane=0 seq=2'"
[[ $(ctl "$TOWN" parked list | grep -c LINK_WRONG_ROAD) == 2 ]] || never "the town parks them: that is not their road"
ok "the town parks them: that is not their road"
told() { at_least "$CITY" "SELECT count(*) FROM pj.journal WHERE kind = 5 AND in_lane IS NOT NULL" 1; }
wait_for "the city hears of what was said in its name" told
[[ $(value "$PROVINCE" "SELECT count(*) FROM pj.journal WHERE kind = 3 AND case_ref IS NULL") == 0 ]] ||
    never "what was said in the county's name has not gone on"
ok "what was said in the county's name has not gone on"
town_passes
no_station_aborted
