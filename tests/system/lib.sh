# SPDX-License-Identifier: Apache-2.0
#
# What the tests on five real stations share. Sourced by bash scripts after they set BIN, HOME_DIR, PORT_BASE:
# five stations of the demo, sentences that hold or do not, and small questions to a station.

SOURCE_DIR=$PWD
NODES=$PWD/deploy/divisions/nodes-demo.csv
. deploy/lib/stations.sh
. deploy/lib/faults.sh

PROVINCE=province-33
CITY=city-3307
COUNTY=county-330726
TOWN=town-330726101
VILLAGE=village-330726101221
helpers=() # pids of further processes a test started

system_finish() {
    status=$?
    for pid in "${helpers[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
    line_restore_off
    stations_stop >/dev/null 2>&1 || true
    if [[ $status -eq 0 ]]; then rm -rf "$HOME_DIR"; else echo "not ok; logs are left in $HOME_DIR" >&2; fi
}
trap system_finish EXIT

ok() { echo "ok: $*"; }
never() { echo "not ok: $*" >&2; exit 1; }
# wait_for SENTENCE COMMAND...: at most 60 s
wait_for() {
    local sentence=$1 tries=0
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [[ $tries -le 600 ]] || never "$sentence"
        sleep 0.1
    done
    ok "$sentence"
}
json() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; } # one value of a line of JSON
submit() { # STATION TEXT [OPTION...]: the case number
    local station=$1 text=$2
    shift 2
    ctl "$station" --json case submit --text "$text" "$@" | json case_no
}
holds() { [[ $(ctl "$1" --json case show "$2" | json role) == holder ]]; }
database_is() { [[ $(ctl "$1" --json status | json database) == "$2" ]]; }
said() { grep -q -- "$2" "$HOME_DIR/$1/log"; }
links_open() { ! ctl "$1" --json link show | grep -qv '"state":"open"'; }
value() { station_sql "$1" -qAt -c "$2"; } # STATION QUERY
at_least() { [[ $(value "$1" "$2") -ge $3 ]]; } # STATION QUERY NUMBER
verify() { "$BIN/pujiangctl" --json verify journal --dsn "host=$HOME_DIR/pg user=pujiang dbname=$1"; }

# Every case that has a receipt is held once, by one of the five, with the digest of its receipt.
# RECEIPTS: lines "case_no digest". Prints lost=0 doubled=0 altered=0 when it is so.
receipts_verdict() {
    local name
    for name in $(stations_names); do
        value "$name" "SELECT case_no || ' ' || encode(submission_digest, 'hex') FROM pj.v_case
            WHERE role IN ('holder', 'transit', 'parked')"
    done | sort >"$HOME_DIR/held"
    sort -u "$1" >"$HOME_DIR/wanted"
    awk 'NR == FNR { digest[$1] = $2; next }
         { seen[$1]++; if (seen[$1] > 1) doubled++; if (!($1 in digest)) stray++; else if (digest[$1] != $2) altered++ }
         END { for (c in digest) if (!(c in seen)) lost++
               printf "lost=%d doubled=%d altered=%d\n", lost, doubled + stray, altered }' "$HOME_DIR/wanted" "$HOME_DIR/held"
}

no_station_aborted() {
    for name in $(stations_names); do
        if grep -hE "ASSERT|ERROR: AddressSanitizer|runtime error" "$HOME_DIR/$name/log"; then never "no station aborted"; fi
    done
    ok "no station aborted"
}
