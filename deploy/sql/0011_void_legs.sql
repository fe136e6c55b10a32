-- SPDX-License-Identifier: Apache-2.0
-- A leg of a token that was seized since 提级办理: done where the case was, unseen by its taker, no part of the case any
-- more. The row stays; the case is loaded without it.

ALTER TABLE pj.legs ADD COLUMN is_void boolean NOT NULL DEFAULT false;

CREATE OR REPLACE VIEW pj.v_leg AS
SELECT c.case_no, l.term, pj.word_of('leg_kind', l.kind) AS kind, l.giver, l.receiver,
       pj.instant(l.opened_at) AS opened_at, pj.instant(l.delivered_at) AS delivered_at,
       pj.instant(l.closed_at) AS closed_at, l.binding, l.rule, pj.day(l.due) AS due,
       pj.text_of(l.responsible) AS responsible, pj.text_of(l.reason) AS reason,
       l.reason AS reason_bytes, l.case_ref, l.is_void
  FROM pj.legs l JOIN pj.cases c ON c.ref = l.case_ref;
