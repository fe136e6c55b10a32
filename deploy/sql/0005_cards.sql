-- SPDX-License-Identifier: Apache-2.0
-- Cards 黄牌红牌 of clocks (lib/core/card.h): from when on a clock is yellow, when its duty was done, what was issued. Rows
-- from before have none of it and bear no card. A case that ended by the petitioner's own act goes on being judged.

ALTER TABLE pj.clocks
    ADD COLUMN yellow_at bigint,
    ADD COLUMN done_at   bigint,
    ADD COLUMN card      smallint NOT NULL DEFAULT 0;
CREATE INDEX clocks_card ON pj.clocks (case_ref) WHERE card > 0 OR state = 5;

CREATE OR REPLACE VIEW pj.v_clock AS
SELECT c.case_no, k.no, pj.word_of('clock_kind', k.kind) AS kind,
       pj.word_of('clock_state', k.state) AS state, k.owner, pj.instant(k.started_at) AS started_at,
       pj.day(k.due) AS due, pj.instant(k.due_at) AS due_at, k.provisional,
       pj.text_of(k.basis) AS basis, k.case_ref,
       k.limit_name AS "limit", k.days, k.rules, k.calendar, k.extension, k.pauses,
       pj.instant(k.yellow_at) AS yellow_at, pj.instant(k.done_at) AS done_at, pj.word_of('card', k.card) AS card
  FROM pj.clocks k JOIN pj.cases c ON c.ref = k.case_ref;
