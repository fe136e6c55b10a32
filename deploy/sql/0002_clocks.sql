-- SPDX-License-Identifier: Apache-2.0
-- A clock says how it was derived: by which limit of which rules and which calendar, in what kind of days. Rows from
-- before have none of it: their dates stand as they are.

ALTER TABLE pj.clocks
    ADD COLUMN limit_name text,
    ADD COLUMN days       text,
    ADD COLUMN rules      text,
    ADD COLUMN calendar   text;

CREATE OR REPLACE VIEW pj.v_clock AS
SELECT c.case_no, k.no, pj.word_of('clock_kind', k.kind) AS kind,
       pj.word_of('clock_state', k.state) AS state, k.owner, pj.instant(k.started_at) AS started_at,
       pj.day(k.due) AS due, pj.instant(k.due_at) AS due_at, k.provisional,
       pj.text_of(k.basis) AS basis, k.case_ref,
       k.limit_name AS "limit", k.days, k.rules, k.calendar
  FROM pj.clocks k JOIN pj.cases c ON c.ref = k.case_ref;
