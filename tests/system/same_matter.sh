#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Who comes back with the same matter, on real stations: the receipt suggests it, and the name stands in no table, index or
# log but the submission itself. The files of the database are searched too, not only what SQL shows of them.
#
#   tests/system/same_matter.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-matter.XXXXXX)
PORT_BASE=${PORT_BASE:-30830}
. tests/system/lib.sh

who=Zhengxiaoming-q7
contact=13800001234

row() { # TEXT CONTACT: one petition as a line
    printf '{"text":"%s","category":"0101","place":"330726101203","petitioners":[{"kind":"person","name":"%s","contact":"%s"}]}\n' \
        "$1" "$who" "$2"
}
take() { # TEXT CONTACT: the receipt, in $HOME_DIR/answer
    row "$1" "$2" >"$HOME_DIR/row"
    ctl "$COUNTY" --json case submit "$HOME_DIR/row" >"$HOME_DIR/answer"
    rm "$HOME_DIR/row"
}
taken() { sed -n 's/^{"case_no":"\([^"]*\)".*/\1/p' "$HOME_DIR/answer"; } # its number, not one it suggests
# Every table of the station, but the column of bodies, as text; the header column is bytes, so hex is searched as well.
tables_without_bodies() {
    local table columns
    for table in $(value "$COUNTY" "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'pj' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"); do
        columns=$(value "$COUNTY" "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
            FROM information_schema.columns WHERE table_schema = 'pj' AND table_name = '$table'
            AND NOT (table_name = 'journal' AND column_name = 'body')")
        value "$COUNTY" "SELECT $columns FROM pj.$table"
    done
}
hex() { printf %s "$1" | od -An -tx1 | tr -d ' \n'; }

stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

take "the well" "$contact"
first=$(taken)
if grep -q same_matter "$HOME_DIR/answer"; then never "the first is like no other"; fi
take "the well, once more" "+86 138-0000-1234"
second=$(taken)
[[ -n $first && -n $second && $first != "$second" ]] || never "two cases, two numbers"
grep -q "\"same_matter\":\[{\"case_no\":\"$first\"" "$HOME_DIR/answer" || never "the receipt suggests the first"
take "the well" 13800009999
if grep -q same_matter "$HOME_DIR/answer"; then never "another telephone is somebody else"; fi
ok "a receipt suggests the case of who comes back"

tables_without_bodies >"$HOME_DIR/dump"
grep -q "$first" "$HOME_DIR/dump" || never "the dump has the cases"
for secret in "$who" "${who,,}" "$contact"; do
    if grep -q -e "$secret" -e "$(hex "$secret")" "$HOME_DIR/dump"; then never "no table has it: $secret"; fi
    if grep -q -- "$secret" "$HOME_DIR"/*/log; then never "no log has it: $secret"; fi
done
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.journal WHERE position('$who'::bytea IN body) > 0") -eq 3 ]] ||
    never "each of the three submissions has it, once"
[[ $(value "$COUNTY" "SELECT count(DISTINCT matter_mac) FROM pj.cases WHERE matter_mac IS NOT NULL") -eq 2 ]] ||
    never "two matters, two marks"
ok "the name stands in the three submissions only"

value "$COUNTY" "CHECKPOINT" >/dev/null
index=$(value "$COUNTY" "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('pj.cases_matter')")
cases=$(value "$COUNTY" "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('pj.cases')")
[[ -s $index && -s $cases ]] || never "the files of the index and the table"
for secret in "$who" "${who,,}" "$contact"; do
    if grep -aq -- "$secret" "$index" "$cases"; then never "no file of cases or index has it: $secret"; fi
done
ok "nor do the files of the table and its index"
no_station_aborted
