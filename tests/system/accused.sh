#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Who is accused neither handles nor hears of the case: five real stations, accusations and claims against the head of a
# township, taken in above it. Afterwards not one byte of them is in the databases or logs of the township's station and
# of the village's below it.
#
#   tests/system/accused.sh BIN_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
BIN=$1
HOME_DIR=$(mktemp -d /tmp/pujiang-accused.XXXXXX)
PORT_BASE=${PORT_BASE:-30330}
. tests/system/lib.sh

take_in() { # STATION KEY JSON...: the case number; the receipt is kept
    tr -d '\n' <<<"{\"key\":\"$2\",\"place\":\"330726101221\",$3}" >"$HOME_DIR/case.json"
    ctl "$1" --json case submit "$HOME_DIR/case.json" >"$HOME_DIR/receipt"
    sed 's/"accusation":{.*//' "$HOME_DIR/receipt" | json case_no
}
second() { sed -n 's/.*"accusation":{//p' "$HOME_DIR/receipt" | json "$1"; } # of the case the same receipt names second
holder() { ctl "$1" --json case show "$2" | json holder; }
rule_of() { value "$1" "SELECT 'R' || route_rule FROM pj.v_case WHERE case_no = '$2'"; }
refused() { # SENTENCE CODE COMMAND...
    local sentence=$1 code=$2
    shift 2
    if "$@" >"$HOME_DIR/out" 2>&1; then never "$sentence"; fi
    grep -q "$code" "$HOME_DIR/out" || { cat "$HOME_DIR/out" >&2; never "$sentence: $code"; }
    ok "$sentence"
}
# Every column of every table of ours, and the log: as text and as the hex of bytea.
traces() { # STATION WORD
    local table hex
    hex=$(printf '%s' "$2" | od -An -tx1 | tr -d ' \n')
    { for table in $(value "$1" "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'pj'"); do
        value "$1" "COPY (SELECT * FROM $table) TO STDOUT"
    done; cat "$HOME_DIR/$1/log"; } | grep -cE -- "$2|$hex" || true
}

stations_prepare
API=tcp://127.0.0.1:$((PORT_BASE + 50))
sed -i "s|^ipc = .*|&\nlisten = $API|" "$HOME_DIR/$COUNTY/pujiangd.conf"
stations_start
stations_load "$PWD/deploy/divisions/330726.csv" "$PWD/deploy/lists/demo.csv"
stations_settle 600 || never "all links open"

# ---- where would it go? Asked without taking anything in, of the station and of the lists
cat >"$HOME_DIR/where" <<'EOF'
{"key":"up","node":"330726","place":"330726101221","purpose":"accusation"}
{"key":"below","node":"330726101221","place":"330726101221","purpose":"accusation"}
{"key":"claim","node":"330726","place":"330726101221","purpose":"claim","category":"0801"}
EOF
where() { ctl "$COUNTY" --json route test "$HOME_DIR/where" --accused 330726101 "$@"; }
expected='up transfer 330726.discipline 3
below park 330726101221 21
claim keep 330726 4'
answers() { sed 's/.*"key":"\([a-z]*\)","outcome":"\([a-z]*\)","target":"\([^"]*\)","rule":\([0-9]*\),.*/\1 \2 \3 \4/' "$1"; }
where >"$HOME_DIR/out"
[[ $(answers "$HOME_DIR/out") == "$expected" ]] || { cat "$HOME_DIR/out" >&2; never "route test knows whom a case is about"; }
[[ $(grep -c '"conflicts":\["330726101+"\],"unresolved":false' "$HOME_DIR/out") -eq 3 ]] || never "and shows who is left out"
grep '"key":"below"' "$HOME_DIR/out" | grep -q '"rule_text":"[^"]' || never "and why it stays"
mkdir "$HOME_DIR/lists"
cp deploy/divisions/330726.csv "$HOME_DIR/lists/divisions.csv"
cp deploy/lists/demo.csv "$HOME_DIR/lists/list.csv"
where --lists "$HOME_DIR/lists" >"$HOME_DIR/here"
grep -q '"outcome":"keep","target":"330726".*"conflicts":\["330726101+"\]' "$HOME_DIR/here" || never "the lists alone say so too"
ok "route test shows rule, who is left out, and why it stays"

# ---- taken in above the accused
accusation=$(take_in "$COUNTY" a1 '"purpose":"accusation","text":"MARK-accusation",
    "accused":[{"node":"330726101","post":"head","text":"MARK-of-the-head"}]' )
[[ $(holder "$COUNTY" "$accusation") == 330726.discipline && $(rule_of "$COUNTY" "$accusation") == R3 ]] ||
    never "an accusation goes to the discipline organ (R3)"
ok "an accusation goes to the discipline organ (R3)"

claim=$(take_in "$COUNTY" a2 '"purpose":"claim","category":"0801","text":"MARK-claim","accused":[{"node":"330726101"}]')
[[ $(holder "$COUNTY" "$claim") == 330726 ]] || never "a claim about them stays above them, whatever the list says"
ok "a claim about them stays above them, whatever the list says"
other=$(take_in "$COUNTY" a3 '"purpose":"claim","category":"0801","text":"nobody is accused"')
wait_for "the same claim that accuses nobody goes to the township" holds "$TOWN" "$other"
refused "nor can a person hand it to them" POLICY_CONFLICT ctl "$COUNTY" case delegate "$claim" --to 330726101 --reason x
refused "nor to the village below them" POLICY_CONFLICT ctl "$COUNTY" case delegate "$claim" --to 330726101221 --reason x

far=$(take_in "$PROVINCE" a4 '"purpose":"accusation","text":"MARK-from-above","accused":[{"node":"330726101"}]')
wait_for "from the province it comes down to the county's discipline organ" holds "$COUNTY" "$far"

# ---- who asks for something and accuses somebody in one letter has two cases
claimed=$(take_in "$COUNTY" s1 '"purpose":"claim","category":"0801","text":"MARK-split-claim",
    "petitioners":[{"kind":"person","name":"MARK-split-name"}],"lifts":"MARK-split-carried",
    "accused":[{"node":"330726101","post":"head","text":"MARK-split-said"}]')
said=$(second case_no)
[[ $(holder "$COUNTY" "$claimed") == 330726 && $(holder "$COUNTY" "$said") == 330726.discipline ]] ||
    never "the claim stays above them, what is said of them is the discipline organ's"
[[ -n $(second query_code) ]] || never "each has a code of its own"
ok "the claim stays above them, what is said of them is the discipline organ's"
again=$(take_in "$COUNTY" s1 '"purpose":"claim","category":"0801","text":"MARK-split-claim",
    "petitioners":[{"kind":"person","name":"MARK-split-name"}],"lifts":"MARK-split-carried",
    "accused":[{"node":"330726101","post":"head","text":"MARK-split-said"}]')
[[ $again == "$claimed" && $(second case_no) == "$said" ]] ||
    never "the same key gives the same two numbers"
ok "the same key gives the same two numbers"
ctl "$COUNTY" case submit "$HOME_DIR/case.json" >"$HOME_DIR/out"
grep -q "$claimed" "$HOME_DIR/out" && grep -q "$said" "$HOME_DIR/out" || never "people are shown both"
ctl "$COUNTY" paper print "$claimed" receipt >"$HOME_DIR/paper"
if grep -qE "MARK-split-(said|carried)|$said" "$HOME_DIR/paper"; then never "the claim's receipt tells of the other"; fi
ctl "$COUNTY" paper print "$said" receipt >"$HOME_DIR/paper"
grep -q MARK-split-said "$HOME_DIR/paper" || never "the accusation's receipt shows what was written down"
ok "each has a receipt on paper of its own, with what was written down"

# ---- whom it accuses is not said as an office
presumed=$(take_in "$COUNTY" a5 '"purpose":"accusation","text":"MARK-somebody","accused":[{"post":"the one in charge"}]')
[[ $(rule_of "$COUNTY" "$presumed") == R22 ]] || never "whom it accuses is presumed (R22)"
grep -q '"accused"' "$HOME_DIR/receipt" || never "and the receipt says so"
ok "whom it accuses is presumed (R22), and the receipt says so"

# ---- at the accused's own window: it stays there, and goes nowhere through them
window=$(take_in "$VILLAGE" a6 '"purpose":"accusation","text":"MARK-below","accused":[{"node":"330726101"}]')
[[ $(rule_of "$VILLAGE" "$window") == R21 ]] || never "from below every way leads through them: it waits (R21)"
[[ $(traces "$TOWN" MARK-below) -eq 0 ]] || never "and they do not see it"
ok "from below every way leads through them: it waits (R21), and they do not see it"

# ---- accused only now, when they have had the case for a while
supplement() { # STATION CASE KEY ...: the receipt is kept; the number of the second case
    local station=$1 case=$2 key=$3
    shift 3
    ctl "$station" --json case supplement "$case" --node 330726 --key-id "$key" "$@" >"$HOME_DIR/receipt"
    second case_no
}
version_of() { ctl "$1" --json case show "$2" | json version; }
later=(--accused '{"node":"330726101","person":"MARK-later-who","post":"head","text":"MARK-later"}')
before=$(version_of "$TOWN" "$other") && here=$(version_of "$COUNTY" "$other")
late=$(supplement "$COUNTY" "$other" l1 "${later[@]}")
[[ $(holder "$COUNTY" "$late") == 330726.discipline && -n $(second query_code) ]] ||
    never "what a supplement says of them is a case of the discipline organ's, with a code"
ok "what a supplement says of them is a case of the discipline organ's, with a code"
[[ $(supplement "$COUNTY" "$other" l1 "${later[@]}") == "$late" ]] || never "the same key gives the same number"
printf '{"accused":[{"node":"330726101","person":"MARK-later-who","post":"head","text":"MARK-later"}]}' >"$HOME_DIR/later.json"
[[ $(supplement "$COUNTY" "$other" l1 --file "$HOME_DIR/later.json") == "$late" ]] || never "and so does the same as a file"
ok "the same key gives the same number, as a file too"
refused "of a case that is not known nothing is taken" AUTH_NO_SUCH_CASE ctl "$COUNTY" case supplement --node 330726 \
    330726-20260101-00000000-36 "${later[@]}"
[[ $(version_of "$COUNTY" "$other") == "$here" ]] || never "the case they were accused in stays at its version"
ctl "$COUNTY" --json case explain "$other" >"$HOME_DIR/out"
grep -q '"act":"park","target":"330726101","rule":1,' "$HOME_DIR/out" || never "the county sees whom to avoid"
if grep -q "$late" "$HOME_DIR/out"; then never "nothing relates the two"; fi
ok "the county sees whom to avoid; the case stays at its version and names no other"
stations_settle 600 || never "everything is delivered"
[[ $(version_of "$TOWN" "$other") == "$before" && $(holder "$TOWN" "$other") == 330726101 ]] || never "the township's case is as it was"
for station in "$TOWN" "$VILLAGE"; do
    for word in MARK-later "$late"; do [[ $(traces "$station" "$word") -eq 0 ]] || never "no trace at $station: $word"; done
done
ok "the township's case is as it was, without a trace"
words=$(supplement "$COUNTY" "$other" l2 --text MARK-innocent --accused '{"node":"330726101","text":"MARK-later-again"}')
[[ -n $words && $words != "$late" ]] || never "who says more of them has one more case"
ctl "$COUNTY" case seize "$other" --node 330726 --responsible head --reason "the county does it itself" >/dev/null
wait_for "the county takes it" holds "$COUNTY" "$other"
ctl "$COUNTY" --json case show "$other" >"$HOME_DIR/out"
grep -q MARK-innocent "$HOME_DIR/out" || never "with what was handed in for it meanwhile"
ok "with what was handed in for it meanwhile"
refused "and nobody hands it to them again" POLICY_CONFLICT ctl "$COUNTY" case delegate "$other" --to 330726101 --reason x

# ---- life goes on, and not a byte of it is theirs
ctl "$COUNTY" case note "$claim" --reason "MARK-note" >/dev/null
ctl "$COUNTY" case urgent "$claim" --reason "MARK-urgent" >/dev/null
ctl "$COUNTY" case escalate "$claim" --to 3307 --reason "MARK-escalated" >/dev/null
wait_for "it is handed up" holds "$CITY" "$claim"
stations_settle 600 || never "everything is delivered"
for station in "$TOWN" "$VILLAGE"; do
    for word in MARK-accusation MARK-of-the-head MARK-claim MARK-from-above MARK-somebody MARK-note MARK-urgent MARK-escalated \
        MARK-split-claim MARK-split-said MARK-split-name MARK-split-carried MARK-later MARK-innocent "$late" "$words" \
        "$accusation" "$claim" "$far" "$presumed" "$claimed" "$said"; do
        [[ $(traces "$station" "$word") -eq 0 ]] || never "no trace at $station: $word"
    done
done
[[ $(traces "$COUNTY" MARK-claim) -gt 0 ]] || never "the search finds what is there"
ok "no trace of any of it at the stations of the accused"

# ---- an accused office of the county itself, whose clerk asks at the county's station
against=$(take_in "$COUNTY" a7 '"purpose":"claim","category":"0101","text":"MARK-land","accused":[{"node":"330726.land"}]')
[[ $(holder "$COUNTY" "$against") == 330726 ]] || never "the list names the land office, which is accused: the desk keeps it"
ok "the list names the land office, which is accused: the desk keeps it"
theirs=$(take_in "$COUNTY" a8 '"purpose":"claim","category":"0101","text":"nobody is accused here"')
[[ $(holder "$COUNTY" "$theirs") == 330726.land ]] || never "what accuses nobody is theirs"
clerk_of() { # ACCOUNT NODE
    ctl "$COUNTY" account add "$1" --scopes read:own,read:subtree,act --node "$2" >/dev/null
    "$BIN/pujiangctl" key new "$HOME_DIR/$1.key" >/dev/null
    ctl "$COUNTY" key allow --account "$1" -- "$(head -n 1 "$HOME_DIR/$1.key")" >/dev/null
}
as() { # ACCOUNT ...
    local account=$1
    shift
    "$BIN/pujiangctl" -e "$API" --key "$HOME_DIR/$account.key" --server-key "$(station_public_key "$COUNTY")" "$@"
}
clerk_of accused 330726.land
clerk_of desk 330726
as desk --json case show "$against" | grep -q "$against" || never "the county's clerk sees the claim"
for ask in show explain trace; do
    refused "to the accused's clerk it does not exist: $ask" AUTH_NO_SUCH_CASE as accused case "$ask" "$against"
    as accused case "$ask" "$against" >"$HOME_DIR/theirs" 2>&1 || true
    as accused case "$ask" 330726-20260101-00000000-36 >"$HOME_DIR/nobodys" 2>&1 || true
    cmp -s "$HOME_DIR/theirs" "$HOME_DIR/nobodys" || never "and the answer is that for a number nobody has"
done
refused "nor can they act on it" AUTH_NO_SUCH_CASE as accused case note "$against" --reason "what do they say"
as accused --json case list >"$HOME_DIR/list"
if grep -qE "$against" "$HOME_DIR/list"; then never "it is not in their list"; fi
grep -q "$theirs" "$HOME_DIR/list" || never "what accuses nobody is"
ok "it is not in their list; what accuses nobody is"

# ---- nor do figures tell them
figures() { as "$1" --json status | sed 's/"\(uptime_s\|skew_us\)":-\{0,1\}[0-9]*//g'; }
before=$(figures accused)
everything=$(ctl "$COUNTY" --json status | json cases_total)
take_in "$COUNTY" a9 '"purpose":"claim","text":"MARK-again","accused":[{"node":"330726.land","text":"MARK-bribe"}]' >/dev/null
[[ $(figures accused) == "$before" ]] || never "to the accused's clerk the station's figures do not move"
[[ $(ctl "$COUNTY" --json status | json cases_total) -eq $((everything + 2)) ]] || never "whoever runs the machine sees two more"
ok "to the accused's clerk the station's figures do not move"

# ---- their clerk has a case in which they are accused only now
view() { # every answer there is on it, less the clock of the machine
    for ask in "case show $theirs" "case explain $theirs" "case trace $theirs" "case list" "paper list"; do
        # shellcheck disable=SC2086 # words of the command
        as accused --json $ask || true
    done
    figures accused
}
before=$(view)
grep -q "$theirs" <<<"$before" || never "they have it"
bribe=$(supplement "$COUNTY" "$theirs" l3 --accused '{"node":"330726.land","text":"MARK-late-bribe"}')
[[ -n $bribe && $(view) == "$before" ]] || never "nothing they are shown differs by a byte"
[[ $(as desk --json case show "$bribe" | json case_no) == "$bribe" ]] || never "while the desk above has what was said"
as accused case note "$theirs" --node 330726.land --reason "as on any other day" >/dev/null || never "they act on it as before"
refused "to them that does not exist" AUTH_NO_SUCH_CASE as accused case show "$bribe"
ok "accused only now, nothing they are shown differs by a byte"
ctl "$COUNTY" account add bound --scopes admin --node 330726.land >/dev/null
"$BIN/pujiangctl" key new "$HOME_DIR/bound.key" >/dev/null
ctl "$COUNTY" key allow --account bound -- "$(head -n 1 "$HOME_DIR/bound.key")" >/dev/null
refused "what shows every message is not for an account of an office" AUTH_SCOPE as bound link show
refused "not what is parked either" AUTH_SCOPE as bound parked list
no_station_aborted
