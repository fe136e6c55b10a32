/* SPDX-License-Identifier: Apache-2.0
 * The SQL. Column lists stand in the order of the column tables in store_rows.c; the server refuses
 * a statement whose number of parameters differs, and the system test reads back every column. */
#include "store_sql.h"

#include "base/base.h"

/* Our own plans do not depend on what the tables held when a statement was prepared: with
 * statistics of an empty table PostgreSQL would scan, and keep scanning (measured: 4 times slower,
 * growing). Names are schema-qualified. */
#define SESSION                                                                                    \
    "SET client_encoding = 'UTF8';"                                                                \
    "SET search_path = pg_catalog;"                                                                \
    "SET timezone = 'Asia/Shanghai';"                                                              \
    "SET default_transaction_isolation = 'read committed';"                                        \
    "SET bytea_output = 'hex';"                                                                    \
    "SET jit = off;"                                                                               \
    "SET plan_cache_mode = force_generic_plan;"                                                    \
    "SET enable_seqscan = off;"                                                                    \
    "SET enable_hashjoin = off;"                                                                   \
    "SET enable_mergejoin = off;"

#define JOURNAL_COLUMNS                                                                            \
    "j.pos, j.case_ref, j.in_seq, j.out_seq, j.body_pos, j.at, j.kind, j.in_lane, j.out_lane, "    \
    "j.act, j.node, j.digest, j.header"

/* What every batch writes: its journal rows and its own row. The arrays of an insert stand side by
 * side in the list of what is selected: as a table, unnest(a, b, ...) is first written out array by
 * array (measured: a sixth of what a journal row costs). */
#define JOURNAL_IN                                                                                 \
    "journal_in AS (INSERT INTO pj.journal\n"                                                      \
    "    (pos, case_ref, in_seq, out_seq, body_pos, at, kind, in_lane, out_lane, act,\n"           \
    "    node, digest, header, body)\n"                                                            \
    "  SELECT unnest($12::int8[]), unnest($13::int8[]), unnest($14::int8[]),\n"                    \
    "    unnest($15::int8[]), unnest($16::int8[]), unnest($17::int8[]),\n"                         \
    "    unnest($18::int4[]), unnest($19::int4[]), unnest($20::int4[]),\n"                         \
    "    unnest($21::int2[]), unnest($22::text[]), unnest($23::bytea[]),\n"                        \
    "    unnest($24::bytea[]), unnest($25::bytea[]))"
#define BATCH_INTO                                                                                 \
    "INSERT INTO pj.batch (batch, first_pos, last_pos, last_ref, at, epoch, n_expect,\n"           \
    "    full_marks, incarnation, chain_head, marks, n_updated)\n"                                 \
    "SELECT $1::int8, $2::int8, $3::int8, $4::int8, $5::int8, $6::int4, $7::int4,\n"               \
    "    $8::bool, $9::bytea, $10::bytea, $11::bytea,\n"

/* A token that was seized comes with what its taker saw of the case. What this station did beside
 * that is void, but not gone: should it come back by another road its rows are here already, and
 * say from then on what the case says. */
#define CASE_ROWS                                                                                  \
    "case_in AS (INSERT INTO pj.cases\n"                                                           \
    "    (ref, term, version, received_at, opened_at, closed_at, body_pos,\n"                      \
    "    blocked_at_pos, persons, group_no, state, role, purpose, form, holder,\n"                 \
    "    origin, category, place, session, submission_digest, due_at, open, file,\n"               \
    "    case_id, case_no, idem, request, foreign_mac, matter_mac, conflicts)\n"                   \
    "  SELECT unnest($26::int8[]), unnest($27::int8[]), unnest($28::int8[]),\n"                    \
    "    unnest($29::int8[]), unnest($30::int8[]), unnest($31::int8[]),\n"                         \
    "    unnest($32::int8[]), unnest($33::int8[]), unnest($34::int4[]),\n"                         \
    "    unnest($35::int4[]), unnest($36::int2[]), unnest($37::int2[]),\n"                         \
    "    unnest($38::int2[]), unnest($39::int2[]), unnest($40::text[]),\n"                         \
    "    unnest($41::text[]), unnest($42::text[]), unnest($43::text[]),\n"                         \
    "    unnest($44::text[]), unnest($45::bytea[]), unnest($46::int8[]),\n"                        \
    "    unnest($47::bool[]), unnest($48::bytea[]), unnest($49::bytea[]),\n"                       \
    "    unnest($50::text[]), unnest($51::bytea[]), unnest($52::bytea[]),\n"                       \
    "    unnest($53::bytea[]), unnest($54::bytea[]), unnest($55::text[])),\n"                      \
    "case_up AS (UPDATE pj.cases c SET\n"                                                          \
    "    term = u.term, version = u.version, received_at = u.received_at,\n"                       \
    "    opened_at = u.opened_at, closed_at = u.closed_at, body_pos = u.body_pos,\n"               \
    "    blocked_at_pos = u.blocked_at_pos, persons = u.persons,\n"                                \
    "    group_no = u.group_no, state = u.state, role = u.role, purpose = u.purpose,\n"            \
    "    form = u.form, holder = u.holder, origin = u.origin, category = u.category,\n"            \
    "    place = u.place, session = u.session,\n"                                                  \
    "    submission_digest = u.submission_digest, due_at = u.due_at, open = u.open,\n"             \
    "    file = u.file\n"                                                                          \
    "  FROM unnest($56::int8[], $57::int8[], $58::int8[], $59::int8[], $60::int8[],\n"             \
    "    $61::int8[], $62::int8[], $63::int8[], $64::int4[], $65::int4[],\n"                       \
    "    $66::int2[], $67::int2[], $68::int2[], $69::int2[], $70::text[],\n"                       \
    "    $71::text[], $72::text[], $73::text[], $74::text[], $75::bytea[],\n"                      \
    "    $76::int8[], $77::bool[], $78::bytea[])\n"                                                \
    "  u(ref, term, version, received_at, opened_at, closed_at, body_pos,\n"                       \
    "    blocked_at_pos, persons, group_no, state, role, purpose, form, holder,\n"                 \
    "    origin, category, place, session, submission_digest, due_at, open, file)\n"               \
    "  WHERE c.ref = u.ref RETURNING 1),\n"                                                        \
    "leg_in AS (INSERT INTO pj.legs\n"                                                             \
    "    (case_ref, term, opened_at, delivered_at, closed_at, rule, due, kind,\n"                  \
    "    binding, giver, receiver, responsible, reason, is_void)\n"                                \
    "  SELECT unnest($79::int8[]), unnest($80::int8[]), unnest($81::int8[]),\n"                    \
    "    unnest($82::int8[]), unnest($83::int8[]), unnest($84::int4[]),\n"                         \
    "    unnest($85::int4[]), unnest($86::int2[]), unnest($87::bool[]),\n"                         \
    "    unnest($88::text[]), unnest($89::text[]), unnest($90::bytea[]),\n"                        \
    "    unnest($91::bytea[]), unnest($92::bool[])\n"                                              \
    "  ON CONFLICT (case_ref, term) DO UPDATE SET opened_at = excluded.opened_at,\n"               \
    "      delivered_at = excluded.delivered_at, closed_at = excluded.closed_at,\n"                \
    "      rule = excluded.rule, due = excluded.due, kind = excluded.kind,\n"                      \
    "      binding = excluded.binding, giver = excluded.giver,\n"                                  \
    "      receiver = excluded.receiver, responsible = excluded.responsible,\n"                    \
    "      reason = excluded.reason, is_void = excluded.is_void),\n"                               \
    "leg_up AS (UPDATE pj.legs l SET delivered_at = u.delivered_at, closed_at = u.closed_at,\n"    \
    "    is_void = u.is_void\n"                                                                    \
    "  FROM unnest($93::int8[], $94::int8[], $95::int8[], $96::int8[], $97::bool[])\n"             \
    "  u(case_ref, term, delivered_at, closed_at, is_void)\n"                                      \
    "  WHERE l.case_ref = u.case_ref AND l.term = u.term RETURNING 1),\n"                          \
    "clock_in AS (INSERT INTO pj.clocks\n"                                                         \
    "    (case_ref, started_at, due_at, no, due, kind, state, provisional, owner,\n"               \
    "    basis, limit_name, days, rules, calendar, extension, pauses, yellow_at,\n"                \
    "    done_at, card)\n"                                                                         \
    "  SELECT unnest($98::int8[]), unnest($99::int8[]), unnest($100::int8[]),\n"                   \
    "    unnest($101::int4[]), unnest($102::int4[]), unnest($103::int2[]),\n"                      \
    "    unnest($104::int2[]), unnest($105::bool[]), unnest($106::text[]),\n"                      \
    "    unnest($107::bytea[]), unnest($108::text[]), unnest($109::text[]),\n"                     \
    "    unnest($110::text[]), unnest($111::text[]), unnest($112::int4[]),\n"                      \
    "    unnest($113::text[]), unnest($114::int8[]), unnest($115::int8[]),\n"                      \
    "    unnest($116::int2[])\n"                                                                   \
    "  ON CONFLICT (case_ref, no) DO UPDATE SET started_at = excluded.started_at,\n"               \
    "      due_at = excluded.due_at, due = excluded.due, kind = excluded.kind,\n"                  \
    "      state = excluded.state, provisional = excluded.provisional,\n"                          \
    "      owner = excluded.owner, basis = excluded.basis,\n"                                      \
    "      limit_name = excluded.limit_name, days = excluded.days,\n"                              \
    "      rules = excluded.rules, calendar = excluded.calendar,\n"                                \
    "      extension = excluded.extension, pauses = excluded.pauses,\n"                            \
    "      yellow_at = excluded.yellow_at, done_at = excluded.done_at,\n"                          \
    "      card = excluded.card),\n"                                                               \
    "clock_up AS (UPDATE pj.clocks k SET state = u.state, due_at = u.due_at, due = u.due,\n"       \
    "    provisional = u.provisional, basis = u.basis, calendar = u.calendar,\n"                   \
    "    extension = u.extension, pauses = u.pauses,\n"                                            \
    "    yellow_at = u.yellow_at, done_at = u.done_at, card = u.card\n"                            \
    "  FROM unnest($117::int8[], $118::int4[], $119::int2[], $120::int8[], $121::int4[],\n"        \
    "    $122::bool[], $123::bytea[], $124::text[], $125::int4[], $126::text[],\n"                 \
    "    $127::int8[], $128::int8[], $129::int2[])\n"                                              \
    "  u(case_ref, no, state, due_at, due, provisional, basis, calendar, extension, pauses,\n"     \
    "    yellow_at, done_at, card)\n"                                                              \
    "  WHERE k.case_ref = u.case_ref AND k.no = u.no RETURNING 1)"
#define OTHER_ROWS                                                                                 \
    "idem_in AS (INSERT INTO pj.idem\n"                                                            \
    "    (case_ref, version, at, idem, request)\n"                                                 \
    "  SELECT unnest($130::int8[]), unnest($131::int8[]), unnest($132::int8[]),\n"                 \
    "    unnest($133::bytea[]), unnest($134::bytea[])),\n"                                         \
    "parked_in AS (INSERT INTO pj.parked\n"                                                        \
    "    (pos, at, due_at, in_lane, kind, code, holds_token, hop, case_id,\n"                      \
    "    message_id, body_digest)\n"                                                               \
    "  SELECT unnest($135::int8[]), unnest($136::int8[]), unnest($137::int8[]),\n"                 \
    "    unnest($138::int4[]), unnest($139::int4[]), unnest($140::int4[]),\n"                      \
    "    unnest($141::bool[]), unnest($142::text[]), unnest($143::bytea[]),\n"                     \
    "    unnest($144::bytea[]), unnest($145::bytea[])),\n"                                         \
    "parked_up AS (UPDATE pj.parked p SET done_at = u.done_at\n"                                   \
    "  FROM unnest($146::int8[], $147::int8[])\n"                                                  \
    "  u(pos, done_at)\n"                                                                          \
    "  WHERE p.pos = u.pos RETURNING 1),\n"                                                        \
    "setting_in AS (INSERT INTO pj.setting\n"                                                      \
    "    (kind, key, value)\n"                                                                     \
    "  SELECT unnest($148::int4[]), unnest($149::text[]), unnest($150::bytea[])\n"                 \
    "  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value),\n"                           \
    "tie_in AS (INSERT INTO pj.ties\n"                                                             \
    "    (case_ref, tie, no)\n"                                                                    \
    "  SELECT unnest($151::int8[]), unnest($152::int2[]), unnest($153::text[])\n"                  \
    "  ON CONFLICT (case_ref, tie) DO UPDATE SET no = excluded.no)"
#define CASES_UPDATED                                                                              \
    "    (SELECT count(*) FROM case_up) + (SELECT count(*) FROM leg_up) +\n"                       \
    "    (SELECT count(*) FROM clock_up)"
#define OTHERS_UPDATED " + (SELECT count(*) FROM parked_up)"
#define PAPERS_UPDATED " + (SELECT count(*) FROM paper_up)"

/* Few acts issue a paper: its sections stand in a statement of their own. A copy that is there
 * takes on what its issuer has added since (issued_follow). */
#define PAPER_ROWS                                                                                 \
    "paper_in AS (INSERT INTO pj.papers\n"                                                         \
    "    (case_ref, pos, at, due, kind, year, epoch, no, shut, office, addressee, number,\n"       \
    "    replaces, facts, service, served_at, proof, voided_at, void_reason)\n"                    \
    "  SELECT unnest($154::int8[]), unnest($155::int8[]), unnest($156::int8[]),\n"                 \
    "     unnest($157::int4[]), unnest($158::int2[]), unnest($159::int4[]),\n"                     \
    "     unnest($160::int4[]), unnest($161::int4[]), unnest($162::bool[]),\n"                     \
    "     unnest($163::text[]), unnest($164::text[]), unnest($165::text[]),\n"                     \
    "     unnest($166::text[]), unnest($167::bytea[]), unnest($168::int2[]),\n"                    \
    "     unnest($169::int8[]), unnest($170::bytea[]), unnest($171::int8[]),\n"                    \
    "     unnest($172::bytea[])),\n"                                                               \
    "paper_up AS (UPDATE pj.papers p SET service = u.service, served_at = u.served_at,\n"          \
    "    proof = u.proof, voided_at = u.voided_at, void_reason = u.void_reason\n"                  \
    "  FROM unnest($173::text[], $174::int2[], $175::int4[], $176::int4[], $177::bool[], "         \
    "$178::int4[],\n"                                                                              \
    "    $179::int2[], $180::int8[], $181::bytea[], $182::int8[], $183::bytea[])\n"                \
    "  u(office, kind, year, epoch, shut, no, service, served_at, proof, voided_at,\n"             \
    "    void_reason)\n"                                                                           \
    "  WHERE p.office = u.office AND p.kind = u.kind AND p.year = u.year\n"                        \
    "    AND p.epoch = u.epoch AND p.shut = u.shut AND p.no = u.no RETURNING 1),\n"                \
    "copy_in AS (INSERT INTO pj.paper_copies AS c\n"                                               \
    "    (case_ref, pos, at, due, kind, year, epoch, no, shut, office, addressee, number,\n"       \
    "    replaces, facts, service, served_at, proof, voided_at, void_reason)\n"                    \
    "  SELECT unnest($184::int8[]), unnest($185::int8[]), unnest($186::int8[]),\n"                 \
    "     unnest($187::int4[]), unnest($188::int2[]), unnest($189::int4[]),\n"                     \
    "     unnest($190::int4[]), unnest($191::int4[]), unnest($192::bool[]),\n"                     \
    "     unnest($193::text[]), unnest($194::text[]), unnest($195::text[]),\n"                     \
    "     unnest($196::text[]), unnest($197::bytea[]), unnest($198::int2[]),\n"                    \
    "     unnest($199::int8[]), unnest($200::bytea[]), unnest($201::int8[]),\n"                    \
    "     unnest($202::bytea[])\n"                                                                 \
    "  ON CONFLICT (case_ref, office, kind, year, epoch, shut, no, at) DO UPDATE SET\n"            \
    "    service = CASE WHEN c.served_at IS NULL THEN excluded.service ELSE c.service END,\n"      \
    "    proof = CASE WHEN c.served_at IS NULL THEN excluded.proof ELSE c.proof END,\n"            \
    "    served_at = coalesce(c.served_at, excluded.served_at),\n"                                 \
    "    void_reason = CASE WHEN c.voided_at IS NULL THEN excluded.void_reason\n"                  \
    "      ELSE c.void_reason END,\n"                                                              \
    "    voided_at = coalesce(c.voided_at, excluded.voided_at))\n"

/* Of a book and, where a case or a number is asked for, of the copies. */
#define PAPER_COLUMNS                                                                              \
    "p.case_ref, p.pos, p.at, p.due, p.kind, p.year, p.epoch, p.no, p.shut, p.office, "            \
    "p.addressee, p.number, p.replaces, p.facts, p.service, p.served_at, p.proof, p.voided_at, "   \
    "p.void_reason, p.copy"
#define PAPERS_IN_BOOKS "(SELECT b.*, false AS copy FROM pj.papers b)"
#define PAPERS_AND_COPIES                                                                          \
    "(SELECT b.*, false AS copy FROM pj.papers b\n"                                                \
    "  UNION ALL SELECT k.*, true FROM pj.paper_copies k)"

/* $1 case or NULL, $2 office or NULL, $3 kind or 0, $4 year or 0, $5 number or NULL, $6 after pos,
 * $7 limit */
#define PAPERS_WANTED                                                                              \
    "AND ($2::text IS NULL OR p.office = $2) AND ($3::int2 = 0 OR p.kind = $3)\n"                  \
    "AND ($4::int4 = 0 OR p.year = $4) AND ($5::text IS NULL OR p.number = $5)\n"                  \
    "AND p.pos > $6::int8 ORDER BY p.pos LIMIT $7::int8"

#define PARKED_COLUMNS                                                                             \
    "p.pos, p.at, p.due_at, p.in_lane, p.kind, p.code, p.holds_token, p.hop, p.case_id, "          \
    "p.message_id, p.body_digest"

#define CASE_COLUMNS                                                                               \
    "c.ref, c.term, c.version, c.received_at, c.opened_at, c.closed_at, c.body_pos, "              \
    "c.blocked_at_pos, c.persons, c.group_no, c.state, c.role, c.purpose, c.form, c.holder, "      \
    "c.origin, c.category, c.place, c.session, c.submission_digest, c.case_id, c.case_no, "        \
    "c.file, c.idem, c.request, c.foreign_mac, c.matter_mac, "                                     \
    "(SELECT array_agg(r) FROM (SELECT l.term, l.opened_at, l.delivered_at, l.closed_at, "         \
    "l.rule, l.due, l.kind, l.binding, l.giver, l.receiver, l.responsible, l.reason "              \
    "FROM pj.legs l WHERE l.case_ref = c.ref AND NOT l.is_void ORDER BY l.term) r), "              \
    "(SELECT array_agg(r) FROM (SELECT k.started_at, k.due_at, k.no, k.due, k.kind, k.state, "     \
    "k.provisional, k.owner, k.basis, k.limit_name, k.days, k.rules, k.calendar, "                 \
    "k.extension, k.pauses, k.yellow_at, k.done_at, k.card "                                       \
    "FROM pj.clocks k WHERE k.case_ref = c.ref ORDER BY k.no) r)"

/* Is the case about whoever asks? `words`: conflict_words_of the asker, or NULL: nobody it is about
 * asks. */
#define NOT_ABOUT(words)                                                                           \
    "NOT coalesce(string_to_array(c.conflicts, ' ') && string_to_array(" words                     \
    "::text, ' '), false)"

/* A duty of a unit ran out here and is not done yet. */
#define IS_OVERDUE(now)                                                                            \
    "(c.due_at <= " now "::int8 OR (c.open AND EXISTS (SELECT 1 FROM pj.clocks k "                 \
    "WHERE k.case_ref = c.ref AND k.card = 2 AND k.done_at IS NULL)))"

/* $1 holder or NULL, $2 state or 0, $3 open only, $4 overdue only, $5 now, $6 after ref, $7 limit,
 * $8 not about */
#define CASES_WANTED                                                                               \
    "($1::text IS NULL OR c.holder = $1) AND ($2::int2 = 0 OR c.state = $2) "                      \
    "AND (c.open OR NOT $3::bool) AND (NOT $4::bool OR " IS_OVERDUE(                               \
        "$5") ") "                                                                                 \
              "AND c.ref > $6::int8 AND " NOT_ABOUT("$8") " ORDER BY c.ref LIMIT $7::int8"

static const struct sql_row rows[] = {
    [SQL_SESSION_WRITE] = {"session_write", SESSION},
    [SQL_SESSION_QUERY] = {"session_query", SESSION "SET lock_timeout = '2s';"},
    [SQL_BEGIN] = {"begin", "BEGIN"},
    [SQL_COMMIT] = {"commit", "COMMIT"},
    [SQL_TIMEOUT] = {"timeout", "SELECT set_config('statement_timeout', $1::text, false)"},
    [SQL_SAFETY] = {"safety", "SELECT current_setting('server_version_num')::int4,\n"
                              "  current_setting('server_encoding') = 'UTF8',\n"
                              "  current_setting('fsync')::bool,\n"
                              "  current_setting('full_page_writes')::bool,\n"
                              "  current_setting('synchronous_commit') <> 'off'"},
    [SQL_HAS_HISTORY] = {"has_history", "SELECT to_regclass('pj.migration') IS NOT NULL"},
    [SQL_HISTORY] = {"history", "SELECT no, digest FROM pj.migration ORDER BY no"},
    [SQL_MIGRATED] = {"migrated", "INSERT INTO pj.migration (no, name, digest)\n"
                                  "VALUES ($1::int4, $2::text, $3::bytea)"},
    [SQL_LOCK] = {"lock", "SELECT pg_try_advisory_lock($1::int8)"},
    [SQL_WORDS] = {"words", "INSERT INTO pj.word AS w (list, number, name)\n"
                            "SELECT * FROM unnest($1::text[], $2::int4[], $3::text[])\n"
                            "ON CONFLICT (list, number) DO UPDATE SET name = excluded.name\n"
                            "WHERE w.name <> excluded.name"},
    [SQL_EXTEND] = {"extend", "SELECT pj.journal_extend($1::int8, $2::int8, $3::int4)"},
    [SQL_HEAD] = {"head", "SELECT batch, incarnation, epoch, last_pos, last_ref, chain_head\n"
                          "FROM pj.batch ORDER BY batch DESC LIMIT 1"},
    [SQL_LOAD_MARKS] = {"load_marks", "SELECT marks FROM pj.batch WHERE batch >= coalesce(\n"
                                      "  (SELECT max(batch) FROM pj.batch WHERE full_marks), 0)\n"
                                      "ORDER BY batch"},
    [SQL_LOAD_SETTINGS] = {"load_settings",
                           "SELECT kind, key, value FROM pj.setting ORDER BY kind, key"},
    [SQL_LOAD_PARKED] = {"load_parked", "SELECT " PARKED_COLUMNS " FROM pj.parked p\n"
                                        "WHERE p.done_at IS NULL ORDER BY p.pos"},
    [SQL_PREFETCH_CASES] =
        {"prefetch_cases",
         "WITH want(ref, body) AS MATERIALIZED (\n"
         "  SELECT c.ref, k.body FROM unnest($1::int8[], $2::bool[]) k(key, body)\n"
         "    JOIN pj.cases c ON c.ref = k.key\n"
         "  UNION ALL SELECT c.ref, k.body FROM unnest($3::bytea[], $4::bool[]) k(key, body)\n"
         "    JOIN pj.cases c ON c.case_id = k.key\n"
         "  UNION ALL SELECT c.ref, k.body FROM unnest($5::text[], $6::bool[]) k(key, body)\n"
         "    JOIN pj.cases c ON c.case_no = k.key\n"
         "  UNION ALL SELECT c.ref, k.body FROM unnest($7::bytea[], $8::bool[]) k(key, body)\n"
         "    JOIN pj.cases c ON c.idem = k.key\n"
         "  UNION ALL SELECT i.case_ref, k.body FROM unnest($7::bytea[], $8::bool[]) k(key, body)\n"
         "    JOIN pj.idem i ON i.idem = k.key\n"
         "  UNION ALL SELECT c.ref, k.body FROM unnest($9::bytea[], $10::bool[]) k(key, body)\n"
         "    JOIN pj.cases c ON c.foreign_mac = k.key\n"
         "  UNION ALL SELECT m.ref, k.body FROM unnest($11::bytea[], $12::bool[]) k(key, body)\n"
         "    CROSS JOIN LATERAL (SELECT c.ref FROM pj.cases c WHERE c.matter_mac = k.key\n"
         "      ORDER BY c.ref DESC LIMIT 16) m\n"
         "  UNION ALL SELECT t.case_ref, k.body FROM (\n"
         "    SELECT key, body FROM unnest($13::text[], $14::bool[]) k(key, body)\n"
         "    UNION ALL SELECT c.case_no, k.body FROM unnest($15::bytea[], $16::bool[]) k(key, "
         "body)\n"
         "      JOIN pj.cases c ON c.case_id = k.key\n"
         "    UNION ALL SELECT c.case_no, k.body FROM unnest($17::int8[], $18::bool[]) k(key, "
         "body)\n"
         "      JOIN pj.cases c ON c.ref = k.key) k\n"
         "    CROSS JOIN LATERAL (SELECT t.case_ref FROM pj.ties t WHERE t.no = k.key\n"
         "      ORDER BY t.tie, t.case_ref DESC LIMIT 64) t),\n"
         "one AS (SELECT ref, bool_or(body) AS body FROM want GROUP BY ref)\n"
         "SELECT " CASE_COLUMNS ", b.body, b.kind\n"
         "FROM one JOIN pj.cases c ON c.ref = one.ref\n"
         "LEFT JOIN pj.journal b ON b.pos = CASE WHEN one.body THEN c.body_pos END"},
    [SQL_PREFETCH_IDEM] = {"prefetch_idem",
                           "SELECT i.case_ref, i.version, i.at, i.idem, i.request\n"
                           "FROM unnest($1::bytea[]) k(key) JOIN pj.idem i ON i.idem = k.key"},
    [SQL_PREFETCH_PARKED] = {"prefetch_parked",
                             "SELECT " PARKED_COLUMNS ", " JOURNAL_COLUMNS
                             ", coalesce(b.body, j.body)\n"
                             "FROM unnest($1::int8[]) k(key) JOIN pj.parked p ON p.pos = k.key\n"
                             "JOIN pj.journal j ON j.pos = k.key\n"
                             "LEFT JOIN pj.journal b ON b.pos = j.body_pos\n"
                             "WHERE p.done_at IS NULL"},
    [SQL_PREFETCH_PAPERS] =
        {"prefetch_papers",
         "SELECT p.* FROM unnest($1::text[]) k(key) JOIN pj.cases c ON c.case_no = k.key\n"
         "CROSS JOIN LATERAL (SELECT " PAPER_COLUMNS "\n"
         "  FROM " PAPERS_IN_BOOKS " p WHERE p.case_ref = c.ref\n"
         "  ORDER BY p.pos DESC LIMIT $2::int8) p"},
    /* One way back through each lane that is asked about, however many messages are. */
    [SQL_PREFETCH_SENT] = {"prefetch_sent",
                           "SELECT DISTINCT l.lane, s.digest\n"
                           "FROM (SELECT DISTINCT unnest($1::int4[]) AS lane) l\n"
                           "CROSS JOIN LATERAL (SELECT j.digest FROM pj.journal j\n"
                           "  WHERE j.out_lane = l.lane ORDER BY j.out_seq DESC LIMIT $3::int8) s\n"
                           "WHERE (l.lane, s.digest) IN\n"
                           "  (SELECT unnest($1::int4[]), unnest($2::bytea[]))"},
    [SQL_BATCH_HOP] = {"batch_hop", "WITH " JOURNAL_IN "\n" BATCH_INTO "    0"},
    [SQL_BATCH_CASES] = {"batch_cases",
                         "WITH " JOURNAL_IN ",\n" CASE_ROWS "\n" BATCH_INTO CASES_UPDATED},
    [SQL_BATCH] = {"batch", "WITH " JOURNAL_IN ",\n" CASE_ROWS ",\n" OTHER_ROWS
                            "\n" BATCH_INTO CASES_UPDATED OTHERS_UPDATED},
    [SQL_BATCH_PAPERS] = {"batch_papers",
                          "WITH " JOURNAL_IN ",\n" CASE_ROWS ",\n" OTHER_ROWS
                          ",\n" PAPER_ROWS BATCH_INTO CASES_UPDATED OTHERS_UPDATED PAPERS_UPDATED},
    [SQL_DUE] = {"due", "SELECT ref FROM pj.cases WHERE due_at <= $1::int8\n"
                        "ORDER BY due_at LIMIT $2::int8"},
    /* In order of due_at, along its index; a row seen does not come again because it moved. */
    [SQL_RECOUNT] = {"recount",
                     "SELECT c.due_at, c.ref FROM pj.cases c\n"
                     "WHERE c.due_at IS NOT NULL AND (c.due_at, c.ref) > ($1::int8, $2::int8)\n"
                     "  AND EXISTS (SELECT 1 FROM pj.clocks k WHERE k.case_ref = c.ref\n"
                     "    AND k.state = $3::int2 AND k.due >= $4::int4 AND k.days IS NOT NULL\n"
                     "    AND k.calendar IS DISTINCT FROM $5::text)\n"
                     "ORDER BY c.due_at, c.ref LIMIT $6::int8"},
    /* Rows as long as the bodies before them stay under $4 bytes: at least one. */
    [SQL_LANE] = {"lane",
                  "SELECT pos, case_ref, in_seq, out_seq, body_pos, at, kind, in_lane, out_lane,\n"
                  "  act, node, digest, header, body\n"
                  "FROM (SELECT r.*, sum(octet_length(r.body)) OVER (ORDER BY r.out_seq\n"
                  "        ROWS UNBOUNDED PRECEDING) - octet_length(r.body) AS before\n"
                  "      FROM (SELECT " JOURNAL_COLUMNS ", coalesce(b.body, j.body) AS body\n"
                  "            FROM pj.journal j LEFT JOIN pj.journal b ON b.pos = j.body_pos\n"
                  "            WHERE j.out_lane = $1::int4 AND j.out_seq >= $2::int8\n"
                  "            ORDER BY j.out_seq LIMIT $3::int8) r) s\n"
                  "WHERE s.before < $4::int8 ORDER BY out_seq"},
    /* $4: the first eight bytes of the mark record wanted. */
    [SQL_LANE_MARK] =
        {"lane_mark",
         "SELECT m.seq, m.hash, r.out_seq, r.digest FROM (SELECT 1) one\n"
         "LEFT JOIN LATERAL (\n"
         "  SELECT pj.little_endian(b.marks, s.byte + 8, 8) AS seq,\n"
         "         substring(b.marks FROM s.byte + 17 FOR 32) AS hash\n"
         "  FROM pj.batch b, generate_series(0, octet_length(b.marks) - 48, 48) s(byte)\n"
         "  WHERE substring(b.marks FROM s.byte + 1 FOR 8) = $4::bytea\n"
         "    AND pj.little_endian(b.marks, s.byte + 8, 8) <= $2::int8\n"
         "  ORDER BY b.batch DESC LIMIT 1) m ON true\n"
         "LEFT JOIN LATERAL (\n"
         "  SELECT j.out_seq, j.digest FROM pj.journal j\n"
         "  WHERE j.out_lane = $1::int4 AND j.out_seq > coalesce(m.seq, 0) AND j.out_seq <= $2\n"
         "  ORDER BY j.out_seq LIMIT $3::int8) r ON true"},
    [SQL_CASES_ALL] = {"cases_all", "SELECT " CASE_COLUMNS " FROM pj.cases c WHERE " CASES_WANTED},
    [SQL_CASES_HELD] = {"cases_held", "SELECT " CASE_COLUMNS " FROM pj.cases c\n"
                                      "WHERE c.open AND c.holder = $1 AND " CASES_WANTED},
    [SQL_CASES_OVERDUE] = {"cases_overdue", "SELECT " CASE_COLUMNS " FROM (SELECT o.* FROM (\n"
                                            "  SELECT d.ref FROM pj.cases d WHERE d.due_at <= $5\n"
                                            "  UNION SELECT k.case_ref FROM pj.clocks k\n"
                                            "    WHERE (k.card > 0 OR k.state = 5) AND k.card = 2\n"
                                            "      AND k.done_at IS NULL) w\n"
                                            "  JOIN pj.cases o ON o.ref = w.ref OFFSET 0) c\n"
                                            "WHERE " CASES_WANTED},
    /* Along the index of cards: few clocks bear one. */
    [SQL_CASES_CARDED] = {"cases_carded",
                          "SELECT " CASE_COLUMNS " FROM (\n"
                          "  SELECT DISTINCT k.case_ref FROM pj.clocks k\n"
                          "  WHERE (k.card > 0 OR k.state = 5) AND k.case_ref > $1::int8) w\n"
                          "JOIN pj.cases c ON c.ref = w.case_ref\n"
                          "WHERE " NOT_ABOUT("$3") " ORDER BY c.ref LIMIT $2::int8"},
    [SQL_CASE_ROWS] = {"case_rows",
                       "SELECT " JOURNAL_COLUMNS ", coalesce(b.body, j.body)\n"
                       "FROM pj.journal j LEFT JOIN pj.journal b ON b.pos = j.body_pos\n"
                       "WHERE j.case_ref = $1::int8 AND j.pos > $2::int8\n"
                       "ORDER BY j.pos LIMIT $3::int8"},
    [SQL_PAPERS_OF_CASE] = {"papers_of_case", "SELECT " CASE_COLUMNS ", " PAPER_COLUMNS
                                              " FROM " PAPERS_AND_COPIES " p\n"
                                              "JOIN pj.cases c ON c.ref = p.case_ref\n"
                                              "WHERE c.case_no = $1::text " PAPERS_WANTED},
    [SQL_PAPERS_OF_NUMBER] =
        {"papers_of_number",
         "SELECT " CASE_COLUMNS ", " PAPER_COLUMNS " FROM " PAPERS_AND_COPIES " p\n"
         "JOIN pj.cases c ON c.ref = p.case_ref\n"
         "WHERE p.number = $5 AND ($1::text IS NULL OR c.case_no = $1)\n" PAPERS_WANTED},
    [SQL_PAPERS_OF_OFFICE] =
        {"papers_of_office",
         "SELECT " CASE_COLUMNS ", " PAPER_COLUMNS " FROM " PAPERS_IN_BOOKS " p\n"
         "JOIN pj.cases c ON c.ref = p.case_ref\n"
         "WHERE p.office = $2 AND ($1::text IS NULL OR c.case_no = $1)\n" PAPERS_WANTED},
    [SQL_PAPERS_ALL] = {"papers_all", "SELECT " CASE_COLUMNS ", " PAPER_COLUMNS "\n"
                                      "FROM " PAPERS_IN_BOOKS " p\n"
                                      "JOIN pj.cases c ON c.ref = p.case_ref\n"
                                      "WHERE ($1::text IS NULL OR c.case_no = $1)\n" PAPERS_WANTED},
    [SQL_PARKED] = {"parked", "SELECT " PARKED_COLUMNS " FROM pj.parked p\n"
                              "WHERE p.done_at IS NULL AND p.pos > $1::int8\n"
                              "ORDER BY p.pos LIMIT $2::int8"},
    [SQL_COUNTS] =
        {"counts",
         "SELECT (SELECT count(*) FROM pj.cases c WHERE " NOT_ABOUT(
             "$2") "),\n"
                   "  (SELECT count(*) FROM pj.cases c WHERE open AND " NOT_ABOUT(
                       "$2") "),\n"
                             "  (SELECT count(*) FROM pj.cases c WHERE " IS_OVERDUE(
                                 "$1") " AND " NOT_ABOUT("$2") "),\n"
                                                               "  (SELECT count(*) FROM pj.parked "
                                                               "WHERE done_at IS NULL)"},
    /* rows, missing numbers, and a zero: digests are judged by `verify journal` */
    [SQL_LANE_CHECK_OUT] = {"lane_check_out",
                            "SELECT count(*), coalesce(sum(greatest(gap, 0)), 0)::int8, 0::int8\n"
                            "FROM (SELECT out_seq - lag(out_seq, 1, 0::int8)\n"
                            "        OVER (ORDER BY out_seq) - 1 AS gap\n"
                            "      FROM pj.journal WHERE out_lane = $1::int4) s"},
    [SQL_LANE_CHECK_IN] = {"lane_check_in",
                           "SELECT count(*), coalesce(sum(greatest(gap, 0)), 0)::int8, 0::int8\n"
                           "FROM (SELECT in_seq - lag(in_seq, 1, 0::int8)\n"
                           "        OVER (ORDER BY in_seq) - 1 AS gap\n"
                           "      FROM pj.journal WHERE in_lane = $1::int4) s"},
};
CTASSERT(ARRAY_COUNT(rows) == SQL_MAX);

const struct sql_row *sql_row(enum sql sql) {
    ASSERT(sql < SQL_MAX);
    return &rows[sql];
}
