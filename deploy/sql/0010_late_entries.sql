-- SPDX-License-Identifier: Apache-2.0
-- P14: acts entered more than 24 hours after they are said to have happened. Both instants are kept; no clock looks at the
-- first. Per unit: SELECT unit, count(*) FROM pj.v_late_entry GROUP BY unit.

CREATE VIEW pj.v_late_entry AS
SELECT j.pos, pj.field_text(b.act, 2) AS unit, c.case_no, pj.word_of('act_kind', j.act) AS act,
       pj.instant(pj.field_int(b.act, 32)) AS happened_at, pj.instant(j.at) AS recorded_at, j.case_ref
  FROM pj.journal j
  JOIN pj.cases c ON c.ref = j.case_ref
 CROSS JOIN LATERAL (SELECT pj.field(j.body, CASE j.kind WHEN 3 THEN 2 ELSE 6 END) AS act) b
 WHERE j.act > 0 AND j.in_lane IS NULL AND j.body_pos IS NULL AND j.kind IN (0, 1, 3)
   AND pj.field_int(b.act, 32) BETWEEN 1 AND j.at - 86400000000;
