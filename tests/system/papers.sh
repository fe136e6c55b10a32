#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The papers of a case at real stations: what was written down stands on the receipt, and no template of an office can
# drop what must be on it.
#
#   tests/system/papers.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-papers.XXXXXX)
PORT_BASE=${PORT_BASE:-29430}
. tests/system/lib.sh

stations_prepare
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

printf '我家的<b>地</b>\xff & "补偿"' >"$HOME_DIR/said"
case_no=$(ctl "$COUNTY" --json case submit --text-file "$HOME_DIR/said" --text-origin dictated_and_read_back \
    --form visit --category nothing | json case_no)

# ---- the receipt
receipt=$(ctl "$COUNTY" paper print "$case_no" receipt)
for part in "$case_no" '我家的<b>地</b>⟦FF⟧ & "补偿"' 口述记录 来访 ____________ \
    "$(ctl "$COUNTY" --json case show "$case_no" | json digest)" 打击报复; do
    grep -qF -- "$part" <<<"$receipt" || never "the receipt shows $part: $receipt"
done
[[ $(ctl "$COUNTY" paper print "$case_no" receipt) == "$receipt" ]] || never "the same receipt again"
html=$(ctl "$COUNTY" paper print "$case_no" receipt --format html --code ABCDEFGHJK)
grep -qF '我家的&lt;b&gt;地&lt;/b&gt;⟦FF⟧ &amp; &quot;补偿&quot;' <<<"$html" || never "what was said is escaped"
grep -q 'size: A5' <<<"$html" || never "the receipt is A5"
grep -q ABCDEFGHJK <<<"$html" || never "the code that was given"
ok "the receipt shows what was written down"

# ---- a sheet, and where it went
ctl "$COUNTY" case sheet "$case_no" | grep -q 未曾流转 || never "the sheet of a case that never moved"
refused() { ! "$@" >"$HOME_DIR/out" 2>"$HOME_DIR/err"; }
refused ctl "$COUNTY" paper print "$case_no" direction || never "no direction before it went anywhere"
ctl "$COUNTY" case transfer "$case_no" --node 330726 --to 330726.land --reason "属于其职责" >/dev/null
ctl "$COUNTY" paper print "$case_no" direction | grep -q '330726.land' || never "the direction names the unit"
ctl "$COUNTY" case sheet "$case_no" | grep -q '转送：.*330726.land' || never "the sheet has the hand-over"
[[ $(ctl "$COUNTY" paper print "$case_no" receipt) == "$receipt" ]] || never "the receipt of the day it was taken in"
ok "the sheet and the direction follow the case, the receipt does not"

# ---- to another station: what is printed before it arrives and after is one paper
far=$(submit "$COUNTY" "桥" --category nothing)
receipt=$(ctl "$COUNTY" paper print "$far" receipt)
ctl "$COUNTY" case delegate "$far" --node 330726 --to 330726101 --reason "属于其职责" >/dev/null
direction=$(ctl "$COUNTY" paper print "$far" direction)
grep -q '自该单位收到之日起15日(CN2022 §23)：书面告知是否受理' <<<"$direction" || never "the period from the arrival: $direction"
grep -q '黄宅镇 (330726101)' <<<"$direction" || never "the office by its name: $direction"
wait_for "the township has it" holds "$TOWN" "$far"
[[ $(ctl "$COUNTY" paper print "$far" direction) == "$direction" ]] || never "the same direction again"
[[ $(ctl "$COUNTY" paper print "$far" receipt) == "$receipt" ]] || never "the same receipt again"
[[ $(ctl "$TOWN" paper print "$far" receipt) == "$receipt" ]] || never "the same receipt where the case is now"
ok "a receipt is the same at every station that has the case"

# ---- templates of the office
mkdir "$HOME_DIR/templates"
{ echo 浦江县; cat deploy/papers/receipt.txt; } >"$HOME_DIR/templates/receipt.txt"
print_own() { ctl "$COUNTY" paper print "$case_no" receipt --templates "$HOME_DIR/templates"; }
[[ $(print_own | head -1) == 浦江县 ]] || never "the office's own template"
sed -i '/{{text}}/d' "$HOME_DIR/templates/receipt.txt"
refused print_own || never "a receipt without what was said"
[[ ! -s $HOME_DIR/out ]] || never "nothing is printed of it"
grep -q '{{text}}' "$HOME_DIR/err" || never "the missing field is named"
refused "$BIN/pujiangctl" paper check "$HOME_DIR/templates" || never "check refuses it too"
"$BIN/pujiangctl" paper check deploy/papers >/dev/null || never "those that are shipped are well"
ok "a template that drops what was said prints nothing"
refused ctl "$COUNTY" paper print 330726-20200101-00000000-00 receipt || never "no such case"
no_station_aborted
