-- SPDX-License-Identifier: Apache-2.0
-- What units owe, and the cards their clocks bear: of the cases here, and of those this station watches over. By unit and
-- clock, never by petition or person, in no order of number. "Now" is the newest commit.

-- lib/core/card.h: 0 none, 1 yellow, 2 red. state 4 = paused.
CREATE FUNCTION pj.card_of(card int, state int, yellow_at bigint, due_at bigint, done_at bigint, at bigint) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN coalesce(yellow_at, 0) = 0 THEN 0
                WHEN state = 4 THEN card
                WHEN card = 2 OR coalesce(done_at, at) >= due_at THEN 2
                WHEN coalesce(done_at, at) >= yellow_at THEN 1
                ELSE card END
$$;

CREATE VIEW pj.v_card AS
SELECT k.owner AS unit, c.case_no, pj.word_of('clock_kind', k.kind) AS kind, pj.word_of('card', d.card) AS card,
       pj.day(k.due) AS due, pj.instant(k.done_at) AS done_at, pj.word_of('clock_state', k.state) AS clock_state,
       pj.word_of('state', c.state) AS state, nullif(pj.field_text(c.file, 19, 15), '') AS supervisor,
       pj.word_of('role', c.role) AS role, k.no, k.case_ref
  FROM pj.clocks k
  JOIN pj.cases c ON c.ref = k.case_ref
 CROSS JOIN LATERAL (SELECT pj.card_of(k.card, k.state, k.yellow_at, k.due_at, k.done_at,
                            (SELECT b.at FROM pj.batch b ORDER BY b.batch DESC LIMIT 1)) AS card) d
 WHERE (k.card > 0 OR k.state = 5) AND d.card > 0;

CREATE VIEW pj.v_overdue AS
SELECT v.unit, v.case_no, v.kind, v.due, v.clock_state, v.state, v.supervisor, v.role, v.no, v.case_ref
  FROM pj.v_card v
 WHERE v.card = 'red' AND v.done_at IS NULL;
