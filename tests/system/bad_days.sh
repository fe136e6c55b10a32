#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Bad input and bad days, one after the other, on five real stations: what a person would see, and that nothing else is
# harmed. Prints one line per sentence; ends at the first that does not hold.
#
#   tests/system/bad_days.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-bad.XXXXXX)
PORT_BASE=${PORT_BASE:-20330}
. tests/system/lib.sh

STATION_DIAL_county_330726=$((PORT_BASE + 50))
stations_prepare
line_open "$STATION_DIAL_county_330726" "$(station_port "$CITY")"
stations_start

# ---- keys
wait_for "a child whose key is unknown says what the parent must do" said "$TOWN" "AUTH_UNKNOWN_KEY"
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
wait_for "and connects by itself once it is allowed" links_open "$TOWN"
stations_settle 300 || never "all links open"

# ---- idempotency
first=$(ctl "$COUNTY" --json case submit --key-id k1 --text one | json case_no)
again=$(ctl "$COUNTY" --json case submit --key-id k1 --text one)
[[ $(json case_no <<<"$again") == "$first" && $(json replayed <<<"$again") == true ]] || never "same key, same receipt"
ok "the same key with the same body gives the same receipt"
if ctl "$COUNTY" --json case submit --key-id k1 --text two >"$HOME_DIR/answer"; then never "a conflict is refused"; fi
grep -q IDEM_CONFLICT "$HOME_DIR/answer" || never "IDEM_CONFLICT"
ok "the same key with another body is a conflict"

# ---- texts, byte for byte
head -c 65536 /dev/urandom >"$HOME_DIR/bytes"
case_no=$(ctl "$COUNTY" --json case submit --text-file "$HOME_DIR/bytes" | json case_no)
kept=$(station_sql "$COUNTY" -qAt -c "SELECT encode(sha256(text_bytes), 'hex') FROM pj.v_submission WHERE case_no = '$case_no'")
[[ $kept == "$(sha256sum <"$HOME_DIR/bytes" | cut -d' ' -f1)" ]] || never "64 KiB of any bytes are kept"
ok "64 KiB of any bytes, NUL and invalid UTF-8 among them, are kept byte for byte"
head -c 65537 /dev/zero >"$HOME_DIR/bytes"
if ctl "$COUNTY" --json case submit --text-file "$HOME_DIR/bytes" >"$HOME_DIR/answer"; then never "over the limit"; fi
grep -q BAD_TOO_LONG "$HOME_DIR/answer" || never "BAD_TOO_LONG"
ok "one byte more is told to come in parts"

# ---- data files
printf 'division,name,parent,tiers,valid_from,valid_to,successor,virtual,organs\n33,a,3307,,,,,,\n3307,b,33,,,,,,\n' >"$HOME_DIR/cycle.csv"
if ctl "$COUNTY" --json division load "$HOME_DIR/cycle.csv" >"$HOME_DIR/answer" 2>&1; then never "a cycle is refused"; fi
[[ $(ctl "$COUNTY" --json division show | json rows) == 262 ]] || never "the old divisions stay"
ok "a division file with a cycle changes nothing"

# ---- bytes that are no frame
for socket in "TCP:127.0.0.1:$(station_port "$COUNTY")" "UNIX-CONNECT:$HOME_DIR/$COUNTY.sock"; do
    head -c 100000 /dev/urandom | timeout 2 socat - "$socket" >/dev/null 2>&1 || true
done
holds "$COUNTY" "$first" || never "garbage harms nothing"
ok "garbage on every socket harms nothing"

# ---- the line down: the village's station works alone, the relay keeps what passes
line_cut
case_no=$(submit "$VILLAGE" "down the line" --category 0101)
ctl "$COUNTY" --json status >/dev/null
wait_for "a case reaches the county while the line above is cut" holds "$COUNTY" "$case_no"
why_down() { ctl "$COUNTY" --json link show | grep '"state":"down"' | grep -q 'no connection to the parent'; }
wait_for "link show says why the link is down, and where to look" why_down
up=$(submit "$TOWN" "up the line")
ctl "$TOWN" case escalate "$up" --to 3307 --reason up >/dev/null
relayed() { [[ $(station_sql "$COUNTY" -qAt -c "SELECT count(*) FROM pj.journal WHERE kind = 1 AND out_lane = 1 AND case_ref IS NULL") -gt 0 ]]; }
wait_for "the county keeps for the city what passes through" relayed

# ---- one bit flipped in the relay's stored row before it is sent
station_sql "$COUNTY" -q -c "UPDATE pj.journal SET body = set_bit(body, 77, 1 - get_bit(body, 77))
    WHERE kind = 1 AND out_lane = 1 AND case_ref IS NULL"
"$BIN/pujiangctl" --json verify journal --dsn "host=$HOME_DIR/pg user=pujiang dbname=$COUNTY" >"$HOME_DIR/answer" 2>/dev/null && never "verify sees it"
grep -q '"altered":1,' "$HOME_DIR/answer" || never "verify counts one altered row"
ok "verify journal finds the altered row"
station_kill "$COUNTY" 2>/dev/null # what it holds in memory is whole: it must read the row
station_start "$COUNTY"
station_wait "$COUNTY"
line_restore
parked() { [[ $(station_sql "$CITY" -qAt -c "SELECT count(*) FROM pj.parked WHERE hop IS NOT NULL") -gt 0 ]]; }
wait_for "the city parks the altered body and names the hop" parked
[[ $(station_sql "$CITY" -qAt -c "SELECT hop FROM pj.parked WHERE hop IS NOT NULL LIMIT 1") == "$COUNTY" ]] || never "the hop named is the county's"
ok "the hop named is the county"
wait_for "the whole body is fetched from the origin, and the case arrives" holds "$CITY" "$up"

# ---- the database goes away and comes back
stations_pg stop immediate
if ctl "$COUNTY" --json case submit --key-id k9 --text later >"$HOME_DIR/answer" 2>&1; then never "no receipt without a commit"; fi
ok "without a database there is no receipt"
ctl "$COUNTY" case submit --text later >"$HOME_DIR/answer" 2>&1 || true
grep -q "to retry add: --key-id [0-9a-f]" "$HOME_DIR/answer" || never "who gave no key is told the one to ask again with"
ok "who gave no key is told the one to ask again with"
stations_pg start
wait_for "the station mends itself" database_is "$COUNTY" ready
ctl "$COUNTY" --json case submit --key-id k9 --text later >/dev/null || never "the same key works"
ok "and the same key gets its receipt"

spare_start() { # CHANGE: a second daemon with the village's configuration, changed by sed
    sed -e "s|ipc = .*|ipc = ipc://$HOME_DIR/spare.sock|" -e "s|^listen = .*|listen = tcp://127.0.0.1:$((PORT_BASE + 60))|" \
        -e "$1" "$HOME_DIR/$VILLAGE/pujiangd.conf" >"$HOME_DIR/spare.conf"
    "$BIN/pujiangd" -c "$HOME_DIR/spare.conf" >"$HOME_DIR/spare.log" 2>&1 &
    spare=$!
    helpers+=("$spare")
}
spare_end() { kill -9 "$spare"; wait "$spare" 2>/dev/null || true; }

# ---- one that was set up wrong says what to change
wrong() { # SENTENCE WORDS CHANGE
    spare_start "$3"
    wait_for "$1" grep -qF -- "$2" "$HOME_DIR/spare.log"
    spare_end
}
stations_pg psql postgres -qc "CREATE ROLE stranger LOGIN" -c "CREATE DATABASE theirs ENCODING 'UTF8' TEMPLATE template0"
wrong "a user that does not exist is named" "role 'nobody-here' does not exist" "s|^user = .*|user = nobody-here|"
wrong "a database that does not exist is named" "database 'nowhere' does not exist" "s|^dbname = .*|dbname = nowhere|"
wrong "a server that is not there is named" "$HOME_DIR/no-server/" "s|^host = .*|host = $HOME_DIR/no-server|"
wrong "a database that belongs to another is named, and what to do" "reason=\"permission denied for database theirs\" advice=" \
    "s|^dbname = .*|dbname = theirs|;s|^user = .*|user = stranger|"

# ---- two daemons on one database
spare_start ""
spare_says() { { "$BIN/pujiangctl" -e "ipc://$HOME_DIR/spare.sock" --json status || true; } | grep -q "$1"; }
wait_for "a second daemon on the same database is a standby and says so" spare_says '"database":"standby"'
if "$BIN/pujiangctl" -e "ipc://$HOME_DIR/spare.sock" --json case submit --text "to the standby" >"$HOME_DIR/answer" 2>&1; then
    never "a standby takes nothing in"
fi
grep -q BUSY_STANDBY "$HOME_DIR/answer" || never "BUSY_STANDBY"
ok "and takes nothing in"
station_kill "$VILLAGE" 2>/dev/null
wait_for "and takes over when the first one dies" spare_says '"database":"ready"'
spare_end
station_start "$VILLAGE"
station_wait "$VILLAGE"

stations_settle 600 || never "at the end everything is quiet and balanced"
no_station_aborted
ok "at the end everything is quiet and balanced"
