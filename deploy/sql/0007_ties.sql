-- SPDX-License-Identifier: Apache-2.0
-- Cases that name one another: attached to a leading case (1), new facts on a matter that ended (2), in a common cause
-- (3, founded by the case that names itself). A tie is between matters; no row knows a person, and none is ever a merge.

CREATE TABLE pj.ties (
    case_ref bigint   NOT NULL,
    tie      smallint NOT NULL,
    no       text,                 -- of the other case; NULL = no longer
    PRIMARY KEY (case_ref, tie)
);
CREATE INDEX ties_no ON pj.ties (no, tie, case_ref) WHERE no IS NOT NULL;

CREATE VIEW pj.v_tie AS
SELECT c.case_no, CASE t.tie WHEN 1 THEN 'attached' WHEN 2 THEN 'follows' ELSE 'cause' END AS tie, t.no AS other,
       pj.word_of('state', c.state) AS state, t.case_ref
  FROM pj.ties t JOIN pj.cases c ON c.ref = t.case_ref
 WHERE t.no IS NOT NULL;

-- Items (件) and persons (人次) by matter, of what was taken in at this station (a case that came over a link has no key
-- of an intake). An accusation split off a claim is a case like any other here: nothing may say what it belongs to. The
-- persons of a matter count once, however many of its cases were attached to one another: the largest group. Over several
-- stations and levels the figure is the same, grouped by matter once more. Items count each, whatever they are attached to:
-- no figure gets better by attaching.
CREATE VIEW pj.v_matter AS
SELECT coalesce(t.no, c.case_no) AS matter, pj.instant(min(c.opened_at)) AS opened_at,
       count(*) AS items, max(c.persons) AS persons
  FROM pj.cases c LEFT JOIN pj.ties t ON t.case_ref = c.ref AND t.tie = 1 AND t.no IS NOT NULL
 WHERE c.idem IS NOT NULL
 GROUP BY 1;
