#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The demo's day and the ninety days after it with the programs of this build (sanitizers on): five stations, a line cut,
# a station killed, a commit whose answer never came; the verdict is the demo's own.
#
#   tests/system/day.sh BIN_FOLDER
set -euo pipefail
folder=$(mktemp -d /tmp/pujiang-day.XXXXXX)
chmod 711 "$folder" # PostgreSQL runs as somebody else
trap 'rm -rf "$folder"' EXIT
never() { echo "not ok: $*" >&2; exit 1; }

PJ_BIN=$1 PORT_BASE=${PORT_BASE:-18330} "$(dirname "$0")/../../deploy/demo" "$folder/day" | tee "$folder/out"

clock() { # KIND CONDITION over met, lapsed, running
    sed -n "s/^.*| *$1 *| *\([0-9]*\) *| *\([0-9]*\) *| *\([0-9]*\) *|.*/\1 \2 \3/p" "$folder/out" | {
        read -r met lapsed running && (($2))
    } || never "clock $1: $2"
}
clock notice 'met > 0 && lapsed > 0'
clock handle 'met > 0 && lapsed > 0'
clock answer 'met > 0 && lapsed > 0'
clock ask_review 'met > 0 && lapsed > 0 && running > 0'
clock review 'met > 0'
clock recheck 'running > 0'
grep -q "each with a clock: 0 without" "$folder/out" || never "every open case has a clock"
echo "ok: the clocks of ninety days, kind by kind"
