# SPDX-License-Identifier: Apache-2.0
#
# What goes wrong in the middle of the day, and how the day is judged. Sourced after stations.sh by bash scripts.

# ---- a line that can be cut: a relay process between two stations

line_open() { # PORT TARGET_PORT
    LINE_PORT=$1
    LINE_TARGET=$2
    line_restore
}

line_restore() {
    setsid socat "TCP-LISTEN:$LINE_PORT,bind=127.0.0.1,reuseaddr,fork" "TCP:127.0.0.1:$LINE_TARGET" 2>/dev/null &
    LINE_PID=$!
    disown # its end is no news
}

line_cut() { # the relay and every connection through it
    [ -z "${LINE_PID:-}" ] || kill -9 -- "-$LINE_PID" 2>/dev/null || true
    LINE_PID=
}

line_restore_off() { line_cut; }

# ---- commits whose answer never comes

commits_in_doubt() { ctl "$1" --json status | sed 's/.*"commits_in_doubt":\([0-9]*\).*/\1/'; }

# Terminates the station's session whenever it is active, until a commit was in flight just then.
terminate_until_in_doubt() {
    before=$(commits_in_doubt "$1")
    for _ in $(seq 200); do
        station_sql "$1" -qAt >/dev/null 2>&1 <<'SQL' || true
DO $$
BEGIN
    FOR i IN 1..2000 LOOP
        PERFORM pg_stat_clear_snapshot();
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
            AND backend_xid IS NOT NULL; -- it has written and not yet committed
        EXIT WHEN FOUND;
    END LOOP;
END $$;
SQL
        now=$(commits_in_doubt "$1" 2>/dev/null) || now=
        [ -z "$now" ] || [ "$now" -le "$before" ] || return 0
    done
    return 1
}

# ---- the balance: what the five databases say, against the receipts

# A database of its own beside theirs: rows are copied out of the stations, then everything is plain SQL.
balance_sql() { station_sql balance -qAt "$@"; }

balance_prepare() {
    stations_pg drop balance 2>/dev/null
    stations_pg create balance
    balance_sql >/dev/null <<'SQL'
CREATE TABLE receipt(case_no text, station text, office text, group_no int, persons int, problems int, digest text, body text,
                     query_code text);
CREATE TABLE holding(station text, case_no text, role text, state text, open boolean, holder text, origin text,
                     group_no int, persons int, digest text);
CREATE TABLE problem(station text, case_no text, no int, outcome text);
CREATE TABLE leg(station text, case_no text, term bigint, kind text, giver text, receiver text, due text,
                 responsible text, delivered boolean, closed boolean);
CREATE TABLE clock(station text, case_no text, kind text, owner text, state text, provisional boolean);
CREATE TABLE words(station text, case_no text, body text);
SQL
    balance_sql -c "COPY receipt FROM STDIN (FORMAT csv)" <"$RECEIPTS"
    for name in $(stations_names); do
        balance_copy "$name" holding "SELECT '$name', case_no, role, state, open, holder, origin, group_no, persons,
            encode(submission_digest, 'hex') FROM pj.v_case"
        balance_copy "$name" problem "SELECT '$name', case_no, no, outcome FROM pj.v_problem"
        balance_copy "$name" leg "SELECT '$name', case_no, term, kind, giver, receiver, due::text, responsible,
            delivered_at IS NOT NULL, closed_at IS NOT NULL FROM pj.v_leg"
        balance_copy "$name" clock "SELECT '$name', case_no, kind, owner, state, provisional FROM pj.v_clock"
        balance_copy "$name" words "SELECT '$name', case_no, encode(text_bytes, 'hex') FROM pj.v_submission"
    done
    balance_sql >/dev/null <<'SQL'
-- Who has the case: exactly one row of all stations says so.
CREATE VIEW held AS SELECT * FROM holding WHERE role IN ('holder', 'transit', 'parked');
-- Its opinion has been given, on the spot or by who handled it.
CREATE VIEW answered AS SELECT * FROM held WHERE NOT open OR state IN ('decided', 'served', 'in_review', 'review_served',
    'in_recheck', 'remanded', 'executing');
-- Its problems, as the station that has it knows them.
CREATE VIEW settled AS SELECT p.* FROM problem p JOIN held h USING (station, case_no);
-- Assigned: handed down or across with a date to a named responsible, and not handed back.
CREATE VIEW assigned AS SELECT DISTINCT l.case_no FROM leg l JOIN held h USING (station, case_no)
    WHERE l.kind IN ('delegate', 'transfer') AND l.due IS NOT NULL AND l.responsible <> '' AND NOT l.closed;
CREATE VIEW level_of AS SELECT DISTINCT n AS office, CASE length(split_part(n, '.', 1))
    WHEN 2 THEN '1 province' WHEN 4 THEN '2 city' WHEN 6 THEN '3 county' WHEN 9 THEN '4 township' ELSE '5 village' END AS level
    FROM (SELECT giver FROM leg UNION SELECT receiver FROM leg UNION SELECT origin FROM holding UNION SELECT holder FROM holding) o(n);
SQL
}

balance_copy() { # STATION TABLE QUERY
    station_sql "$1" -qAt -c "COPY ($3) TO STDOUT" | balance_sql -c "COPY $2 FROM STDIN"
}

balance_levels() {
    station_sql balance <<'SQL'
WITH moves AS (SELECT DISTINCT case_no, term, kind, giver FROM leg),
     legs AS (SELECT v.level, count(*) FILTER (WHERE kind = 'escalate') AS up,
                     count(*) FILTER (WHERE kind = 'delegate') AS down,
                     count(*) FILTER (WHERE kind IN ('transfer', 'return', 'recall')) AS sideways
                FROM moves m JOIN level_of v ON v.office = m.giver GROUP BY 1),
     intake AS (SELECT v.level, count(*) AS n FROM receipt r JOIN level_of v ON v.office = r.office GROUP BY 1),
     ends AS (SELECT v.level, count(a.case_no) AS decided, count(*) FILTER (WHERE a.case_no IS NULL) AS open
                FROM held h LEFT JOIN answered a USING (case_no) JOIN level_of v ON v.office = h.holder GROUP BY 1)
SELECT l.level, coalesce(i.n, 0) AS "in", coalesce(g.up, 0) AS up, coalesce(g.down, 0) AS down,
       coalesce(g.sideways, 0) AS sideways, coalesce(e.decided, 0) AS decided, coalesce(e.open, 0) AS open
  FROM (SELECT DISTINCT level FROM level_of) l LEFT JOIN intake i USING (level) LEFT JOIN legs g USING (level)
  LEFT JOIN ends e USING (level) ORDER BY 1;
SQL
}

# What became of the clocks of every case, as the station that has the case knows them.
balance_clocks() {
    station_sql balance <<'SQL'
WITH names(kind, zh) AS (VALUES ('route', '登记转送'), ('notice', '受理告知'), ('assigned', '交办反馈'), ('handle', '处理意见'),
        ('simple', '简易办理'), ('serve', '送达'), ('ask_review', '申请复查(信访人)'), ('review', '复查意见'),
        ('ask_recheck', '申请复核(信访人)'), ('recheck', '复核意见'), ('dispute', '管辖争议'), ('execute', '落实履行'),
        ('study', '建议办理'), ('channel', '其他法定途径'), ('answer', '答复催办督办'), ('urgent', '紧急报告'),
        ('proposal', '答复三项建议'), ('contact', '首次联系信访人'), ('feedback', '向转送机关反馈'), ('service', '核实送达'), ('visit_word', '走访次日告知下级'),
        ('along', '随牵头件移交'),
        ('hearing', '听证'), ('parked', '停放'))
SELECT coalesce(n.zh, '') AS "时限", c.kind AS clock, count(*) FILTER (WHERE c.state = 'met') AS "按期 met",
       count(*) FILTER (WHERE c.state = 'lapsed') AS "逾期 lapsed",
       count(*) FILTER (WHERE c.state IN ('running', 'paused')) AS "在走 running",
       count(*) FILTER (WHERE c.state = 'ended') AS "未办已结 ended",
       count(*) FILTER (WHERE c.state = 'running' AND c.provisional) AS "其中暂定 provisional"
  FROM clock c JOIN held h USING (station, case_no) LEFT JOIN names n USING (kind)
 GROUP BY n.zh, c.kind ORDER BY min(array_position((SELECT array_agg(kind) FROM names), c.kind)), c.kind;
SELECT format('  未办结 %s 件，都有时限：%s 件没有 / %s open cases, each with a clock: %s without',
              count(*), count(*) FILTER (WHERE NOT clocked), count(*), count(*) FILTER (WHERE NOT clocked)) AS " "
  FROM (SELECT EXISTS (SELECT FROM clock c WHERE c.station = h.station AND c.case_no = h.case_no
                          AND c.state IN ('running', 'lapsed')) AS clocked FROM held h WHERE h.open) o \g (format=unaligned tuples_only=on)
SQL
}

balance_links() {
    for name in $(stations_names); do
        echo "  $name"
        ctl "$name" link balance --deep | sed 's/^/    /'
    done
}

balance_verdict() {
    balance_sql <<'SQL'
WITH f AS (SELECT
  (SELECT count(DISTINCT group_no) FROM held) AS groups,
  (SELECT count(*) FROM (SELECT r.group_no FROM receipt r LEFT JOIN answered h USING (case_no)
      LEFT JOIN assigned a USING (case_no)
      GROUP BY r.group_no HAVING bool_and(h.case_no IS NOT NULL OR a.case_no IS NOT NULL)) g)
      AS groups_with_outcome,
  (SELECT sum(persons) FROM (SELECT DISTINCT group_no, persons FROM held) g) AS persons,
  (SELECT count(*) FROM settled WHERE outcome = 'solved' AND case_no NOT IN (SELECT case_no FROM assigned))
      AS problems_solved, -- on the spot; what units solve later is theirs
  (SELECT count(*) FROM assigned) AS cases_assigned,
  (SELECT count(*) FROM receipt r WHERE NOT EXISTS (SELECT FROM held h WHERE h.case_no = r.case_no)) AS lost,
  (SELECT count(*) FROM (SELECT case_no FROM held GROUP BY 1 HAVING count(*) > 1) d)
    + (SELECT count(*) FROM held h WHERE NOT EXISTS (SELECT FROM receipt r WHERE r.case_no = h.case_no)) AS doubled,
  (SELECT count(*) FROM receipt r JOIN held h USING (case_no)
      LEFT JOIN words w ON w.station = h.station AND w.case_no = h.case_no
    WHERE h.digest IS DISTINCT FROM r.digest OR w.body IS DISTINCT FROM r.body)
    + (SELECT count(*) FROM (SELECT h.case_no FROM held h JOIN receipt r USING (case_no)
        WHERE h.group_no <> r.group_no OR h.persons <> r.persons
           OR r.problems <> (SELECT count(*) FROM settled p WHERE p.case_no = r.case_no)) x) AS altered,
  (SELECT count(*) FROM held h WHERE h.open AND NOT EXISTS (SELECT FROM clock c
    WHERE c.station = h.station AND c.case_no = h.case_no AND c.state IN ('running', 'lapsed'))) AS open_without_clock)
SELECT CASE WHEN (groups, groups_with_outcome, persons, problems_solved, cases_assigned, lost, doubled, altered,
                  open_without_clock) = (436, 436, 667, 91, 324, 0, 0, 0, 0)
            THEN 'DEMO OK' ELSE 'DEMO FAILED' END
       || format(' groups=%s groups_with_outcome=%s persons=%s problems_solved=%s cases_assigned=%s lost=%s doubled=%s altered=%s open_without_clock=%s',
                 groups, groups_with_outcome, persons, problems_solved, cases_assigned, lost, doubled, altered, open_without_clock)
  FROM f;
SQL
}
