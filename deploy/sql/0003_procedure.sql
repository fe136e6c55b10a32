-- SPDX-License-Identifier: Apache-2.0
-- A clock may be extended by the head of the unit (C6) and paused by the hearings of a re-check (C11); both are kept so
-- that its date can be derived again.

ALTER TABLE pj.clocks
    ADD COLUMN extension int NOT NULL DEFAULT 0,
    ADD COLUMN pauses    text;

CREATE OR REPLACE VIEW pj.v_clock AS
SELECT c.case_no, k.no, pj.word_of('clock_kind', k.kind) AS kind,
       pj.word_of('clock_state', k.state) AS state, k.owner, pj.instant(k.started_at) AS started_at,
       pj.day(k.due) AS due, pj.instant(k.due_at) AS due_at, k.provisional,
       pj.text_of(k.basis) AS basis, k.case_ref,
       k.limit_name AS "limit", k.days, k.rules, k.calendar, k.extension, k.pauses
  FROM pj.clocks k JOIN pj.cases c ON c.ref = k.case_ref;
