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
echo "listen = tcp://127.0.0.1:$((PORT_BASE + 50))" >>"$HOME_DIR/$COUNTY/pujiangd.conf" # of the petitioners' portal
echo "listen = tcp://127.0.0.1:$((PORT_BASE + 51))" >>"$HOME_DIR/$TOWN/pujiangd.conf"   # and of the township's
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/tests/bench/list.csv"
stations_settle 600 || never "all links open"

printf '我家的<b>地</b>\xff & "补偿"' >"$HOME_DIR/said"
case_no=$(ctl "$COUNTY" --json case submit --text-file "$HOME_DIR/said" --text-origin dictated_and_read_back \
    --form visit --category nothing | json case_no)

# ---- the receipt
receipt=$(ctl "$COUNTY" paper print "$case_no" receipt)
for part in "$case_no" '我家的<b>地</b>⟦FF⟧ & "补偿"' 口述记录 来访 ____________ \
    "$(value "$COUNTY" "SELECT encode(submission_digest, 'hex') FROM pj.v_case WHERE case_no = '$case_no'")" 打击报复; do
    grep -qF -- "$part" <<<"$receipt" || never "the receipt shows $part: $receipt"
done
grep -qE '【收到时间】[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$' <<<"$receipt" || never "the time is one that people read: $receipt"
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

# ---- papers with a number: issued by acts
numbers() { ctl "$COUNTY" --json paper list "$@" | json number | tr '\n' ' '; }
gaps() { value "$1" "SELECT count(*) FROM pj.v_paper_gap"; }
year=$(value "$COUNTY" "SELECT extract(year FROM at AT TIME ZONE 'Asia/Shanghai') FROM pj.v_paper LIMIT 1")
transfer="浦江信转〔$year〕1号"
[[ $(numbers --case "$case_no") == "$transfer " ]] || never "the transfer has its letter: $(numbers --case "$case_no")"
ctl "$COUNTY" paper print "$transfer" | grep -q '浦江县自然资源和规划局 (330726.land)：' || never "to the unit by its name"
ctl "$COUNTY" case accept "$case_no" --node 330726.land >/dev/null
accept="浦江自然资源和规划信受〔$year〕1号"
ctl "$COUNTY" paper print "$accept" >"$HOME_DIR/accept"
grep -q "文号：$accept" "$HOME_DIR/accept" || never "the notice bears its number: $(cat "$HOME_DIR/accept")"
grep -q '前：作出处理意见，依据 CN2022 §34' "$HOME_DIR/accept" || never "the notice tells the day"
ctl "$COUNTY" paper print "浦江自然资源和规划信受[$year]1号" | cmp -s - "$HOME_DIR/accept" || never "with plain brackets too"
ctl "$COUNTY" paper print "$accept" --format html | grep -q 'size: A4' || never "as a page"
ok "an act issues its paper: $transfer$accept"

# ---- the same number through kill -9, and no other
for i in 1 2 3 4 5 6; do
    next=$(submit "$COUNTY" "路 $i" --category nothing)
    ctl "$COUNTY" --timeout 2 case transfer "$next" --node 330726 --to 330726.land --reason "属于其职责" >/dev/null 2>&1 &
    act=$!
    sleep "0.0$((i * 7 % 10))"
    station_kill "$COUNTY" 2>/dev/null
    wait "$act" || true
    station_start "$COUNTY"
    station_wait "$COUNTY"
done
[[ $(gaps "$COUNTY") -eq 0 ]] || never "no number is missing"
[[ $(value "$COUNTY" "SELECT count(*) FROM pj.v_paper_series WHERE NOT gapless") -eq 0 ]] || never "every series is 1 to n"
handed_on="SELECT count(*) FROM pj.v_event WHERE act IN ('transfer', 'delegate', 'escalate') AND in_seq IS NULL AND body_pos = pos"
[[ $(value "$COUNTY" "$handed_on") -eq $(value "$COUNTY" "SELECT count(*) FROM pj.v_paper WHERE kind IN ('transfer', 'assign')") ]] ||
    never "each hand-over has one letter"
ctl "$COUNTY" paper print "$accept" | cmp -s - "$HOME_DIR/accept" || never "it reads the same, byte for byte"
ok "killed in between: no gap, no number twice, the same paper"

# ---- voided, and served
clocks() { value "$COUNTY" "SELECT string_agg(format('%s %s %s', kind, state, due), ',' ORDER BY no) FROM pj.v_clock WHERE case_no = '$case_no'"; }
before=$(clocks)
version=$(ctl "$COUNTY" --json case show "$case_no" | json version)
refused ctl "$COUNTY" paper void "$accept" || never "voided without a reason"
ctl "$COUNTY" paper void "$accept" --reason "打印有误" >/dev/null
[[ $(clocks) == "$before" ]] || never "no clock has moved: $(clocks)"
[[ $(ctl "$COUNTY" --json case show "$case_no" | json version) == "$version" ]] || never "nor the case"
refused ctl "$COUNTY" paper print "$accept" || never "a void paper is not printed"
second="浦江自然资源和规划信受〔$year〕2号"
[[ $(numbers --node 330726.land --kind accept) == "$accept $second " ]] || never "both are listed: $(numbers --node 330726.land)"
ctl "$COUNTY" paper print "$second" | grep -q "代替已作废的 $accept" || never "the second names the first"
ctl "$COUNTY" case decide "$case_no" --node 330726.land --outcome 1=explained --responsible 局长 --reason "已按规定办理" >/dev/null
opinion="浦江自然资源和规划信意〔$year〕1号"
ctl "$COUNTY" paper print "$opinion" >"$HOME_DIR/opinion"
for part in '【救济途径】' '申请复查' '最后一日为' '我家的<b>地</b>⟦FF⟧'; do
    grep -qF -- "$part" "$HOME_DIR/opinion" || never "the opinion shows $part: $(cat "$HOME_DIR/opinion")"
done
ctl "$COUNTY" case serve "$case_no" --node 330726.land --proof in_person:张三签收 >/dev/null
ctl "$COUNTY" --json paper show "$opinion" | grep -q '"service":"in_person"' || never "the proof stands with the opinion"
ctl "$COUNTY" paper print "浦江自然资源和规划信送〔$year〕1号" | grep -q "【送达文书】$opinion" || never "the proof names what was served"
refused ctl "$COUNTY" paper void "$opinion" --reason "改主意" || never "what was served is voided"
ctl "$COUNTY" paper print "$opinion" | cmp -s - "$HOME_DIR/opinion" || never "the opinion reads as it was issued"
ok "voiding keeps the number and moves nothing; what was served stays"

# ---- by the petitioner, with the code of the receipt; longer, and turned away
"$BIN/pujiangctl" key new "$HOME_DIR/portal.key" >/dev/null
ctl "$COUNTY" account add portal --scopes petitioner >/dev/null
ctl "$COUNTY" key allow --account portal -- "$(head -n 1 "$HOME_DIR/portal.key")" >/dev/null
portal() {
    "$BIN/pujiangctl" -e "tcp://127.0.0.1:$((PORT_BASE + 50))" --key "$HOME_DIR/portal.key" \
        --server-key "$(station_public_key "$COUNTY")" "$@"
}
ctl "$COUNTY" --json case submit --text "房" --category nothing >"$HOME_DIR/receipt.json"
mine=$(json case_no <"$HOME_DIR/receipt.json")
code=$(json query_code <"$HOME_DIR/receipt.json")
ctl "$COUNTY" case transfer "$mine" --node 330726 --to 330726.land --reason "属于其职责" >/dev/null
ctl "$COUNTY" case accept "$mine" --node 330726.land >/dev/null
longer=$(date -d '+75 days' +%F)
ctl "$COUNTY" case extend "$mine" --node 330726.land --capacity head --due "$longer" --reason "三个村都要测量" >/dev/null
extension=$(numbers --case "$mine" --kind extend)
to_me=$(portal --json paper list --case "$mine" --code "$code" | json number | tr '\n' ' ')
[[ $to_me == "浦江自然资源和规划信受〔$year〕3号 $extension" ]] || never "what went to the petitioner: $to_me"
portal paper print "${extension% }" --case "$mine" --code "$code" | grep -q "$longer.*前：作出处理意见" || never "the new day $longer stands on it: $(portal paper print "${extension% }" --case "$mine" --code "$code" 2>&1)"
refused portal paper list --case "$mine" --code WRONGCODE2 || never "a wrong code"
away=$(submit "$COUNTY" "官司" --category nothing)
ctl "$COUNTY" case refuse "$away" --node 330726 --ground litigation --to 330726.civil --reason "已有判决" >/dev/null
ctl "$COUNTY" paper print "浦江信不受〔$year〕1号" >"$HOME_DIR/refusal"
for part in '已有判决' '【应向何处提出】浦江县民政局 (330726.civil)' '有权的人民法院' '打击报复'; do
    grep -qF -- "$part" "$HOME_DIR/refusal" || never "the refusal shows $part: $(cat "$HOME_DIR/refusal")"
done
ok "the petitioner reads their own papers; an extension tells its day, a refusal the right door"

# ---- a letter of the county about a case at the township: numbered in the county's book
wait_for "the links are open again" links_open "$COUNTY"
ctl "$COUNTY" case supervise "$far" --node 330726 --reason "超期未告知" >/dev/null
supervised() { [[ -n $(numbers --case "$far" --kind supervise) ]]; }
wait_for "the county's letter is issued when the township has carried it out" supervised
[[ $(value "$TOWN" "SELECT count(*) FROM pj.v_paper WHERE kind = 'supervise'") -eq 0 ]] || never "one letter, in the county's book"
[[ $(gaps "$COUNTY") -eq 0 && $(gaps "$TOWN") -eq 0 ]] || never "no gap anywhere"

# ---- taken in at the township, decided at the county: the villager reads it at the township
ctl "$TOWN" account add portal --scopes petitioner >/dev/null
ctl "$TOWN" key allow --account portal -- "$(head -n 1 "$HOME_DIR/portal.key")" >/dev/null
village_portal() {
    "$BIN/pujiangctl" -e "tcp://127.0.0.1:$((PORT_BASE + 51))" --key "$HOME_DIR/portal.key" \
        --server-key "$(station_public_key "$TOWN")" "$@"
}
ctl "$TOWN" --json case submit --text "我家的水渠" --category nothing >"$HOME_DIR/receipt.json"
mine=$(json case_no <"$HOME_DIR/receipt.json")
code=$(json query_code <"$HOME_DIR/receipt.json")
[[ -n $mine && -n $code ]] || never "the township gave a receipt: $(cat "$HOME_DIR/receipt.json")"
holds "$TOWN" "$mine" && ctl "$TOWN" case escalate "$mine" --node 330726101 --to 330726 --reason "属于县里职责" >/dev/null
wait_for "the county has it" holds "$COUNTY" "$mine"
ctl "$COUNTY" case transfer "$mine" --node 330726 --to 330726.land --reason "属于其职责" >/dev/null
ctl "$COUNTY" case accept "$mine" --node 330726.land >/dev/null
ctl "$COUNTY" case decide "$mine" --node 330726.land --outcome 1=explained --responsible 局长 --reason "水渠按规划修建" >/dev/null
opinion=$(numbers --case "$mine" --kind opinion)
opinion=${opinion% }
mine_is() { village_portal --json paper list --case "$mine" --code "$code" | json number | tr '\n' ' '; }
reads() { [[ $(mine_is) == *"$1 "* ]]; }
wait_for "the opinion $opinion is at the township" reads "$opinion"
village_portal paper print "$opinion" --case "$mine" --code "$code" >"$HOME_DIR/copied"
ctl "$COUNTY" paper print "$opinion" | cmp -s - "$HOME_DIR/copied" || never "it reads as the county's: $(cat "$HOME_DIR/copied")"
for part in "文号：$opinion" '我家的水渠' '水渠按规划修建' '申请复查' '浦江县自然资源和规划局 (330726.land)'; do
    grep -qF -- "$part" "$HOME_DIR/copied" || never "the copy shows $part: $(cat "$HOME_DIR/copied")"
done
[[ $(village_portal --json paper show "$opinion" --case "$mine" --code "$code" | json office) == 330726.land ]] || never "it is the issuer's"
refused village_portal paper print "$opinion" --case "$mine" --code WRONGCODE2 || never "a wrong code"
between=$(ctl "$COUNTY" --json paper list --case "$mine" --kind transfer | json number)
refused village_portal paper print "$between" --case "$mine" --code "$code" || never "what offices write to each other"
[[ $(value "$CITY" "SELECT count(*) FROM pj.paper_copies") -eq 0 ]] || never "a copy where nobody asks"
ok "the villager reads at the township what the county decided"

refused ctl "$TOWN" paper void "$opinion" --reason "不同意" || never "a copy is not voided"
station_kill "$TOWN" 2>/dev/null # what happens meanwhile is told when it is back
ctl "$COUNTY" paper void "$opinion" --reason "打印有误" >/dev/null
station_start "$TOWN"
station_wait "$TOWN"
second=$(value "$COUNTY" "SELECT number FROM pj.v_paper WHERE replaces = '$opinion'")
wait_for "the one in its place, $second, is at the township" reads "$second"
refused village_portal paper print "$opinion" --case "$mine" --code "$code" || never "the void one is printed"
village_portal paper print "$second" --case "$mine" --code "$code" | grep -q "代替已作废的 $opinion" || never "the second names the first"
ctl "$COUNTY" case serve "$mine" --node 330726.land --proof in_person:王五签收 >/dev/null
served() { village_portal --json paper show "$second" --case "$mine" --code "$code" | grep -q '"service":"in_person"'; }
wait_for "its service is told there too" served
[[ $(value "$TOWN" "SELECT count(*) FROM pj.paper_copies") -eq $(value "$TOWN" "SELECT count(DISTINCT number) FROM pj.v_paper_copy") ]] ||
    never "each copy is there once"
[[ $(gaps "$COUNTY") -eq 0 && $(gaps "$TOWN") -eq 0 ]] || never "no gap anywhere"
same="SELECT string_agg(concat_ws(' ', number, at, due, service, served_at, voided_at, void_reason, replaces, md5(facts)), ';' ORDER BY number)"
book=$(value "$COUNTY" "$same FROM pj.papers WHERE addressee IS NULL AND case_ref = (SELECT ref FROM pj.cases WHERE case_no = '$mine')")
says_the_same() { [[ -n $book && $(value "$TOWN" "$same FROM pj.paper_copies") == "$book" ]]; }
wait_for "book and copies say the same" says_the_same
ok "a copy follows its issuer: voided, replaced, served"

# ---- the same by the client library
reader=$BIN/../tests/pujiang-test-papers
"$reader" "tcp://127.0.0.1:$((PORT_BASE + 51))" "$mine" "$code" "$HOME_DIR/portal.key" "$(station_public_key "$TOWN")" >"$HOME_DIR/read"
[[ $(grep -v '^  ' "$HOME_DIR/read" | cut -d' ' -f1 | tr '\n' ' ') == "$(mine_is)" ]] || never "the library lists the same: $(cat "$HOME_DIR/read")"
grep -q "^$opinion opinion 330726.land copy voided$" "$HOME_DIR/read" || never "the void one: $(cat "$HOME_DIR/read")"
grep -q "^$second opinion 330726.land copy served$" "$HOME_DIR/read" || never "the one in its place: $(cat "$HOME_DIR/read")"
for line in "  number: $second" "  replaces: $opinion" '  text: 我家的水渠' '  reason: 水渠按规划修建'; do
    grep -qxF -- "$line" "$HOME_DIR/read" || never "the library tells '$line': $(cat "$HOME_DIR/read")"
done
refused "$reader" "tcp://127.0.0.1:$((PORT_BASE + 51))" "$mine" WRONGCODE2 "$HOME_DIR/portal.key" "$(station_public_key "$TOWN")" ||
    never "the library with a wrong code"
grep -q '^AUTH_PROOF ' "$HOME_DIR/err" || never "it says why: $(cat "$HOME_DIR/err")"
"$reader" "ipc://$HOME_DIR/$TOWN.sock" "$mine" receipt | grep -qxF '  text: 我家的水渠' || never "a receipt, which has no number"
refused "$reader" "ipc://$HOME_DIR/$TOWN.sock" "$case_no" receipt || never "a case that is not here"
ok "the client library lists and reads them"
no_station_aborted
