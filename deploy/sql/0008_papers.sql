-- SPDX-License-Identifier: Apache-2.0
-- Papers 文书 that were issued: one row each, written with the act that made it. Numbers run 1, 2, 3 ... without a gap per
-- office, kind and year (and epoch, after a loss of history; cases that are about somebody are counted apart); a voided paper keeps its number and its row. Only service
-- and voiding are ever added to a row; what the paper says (facts) never changes. The petitioner's name is not in it.

CREATE TABLE pj.papers (
    case_ref    bigint NOT NULL,
    pos         bigint NOT NULL, -- journal row of the act, of the voiding for a replacement
    at          bigint NOT NULL,
    due         int,             -- first day it tells
    kind        smallint NOT NULL,
    year        int NOT NULL,
    epoch       int NOT NULL,
    no          int NOT NULL,
    shut        boolean NOT NULL, -- of a case about somebody: a series apart
    office      text NOT NULL,
    addressee   text,            -- NULL = the petitioner, or the file
    number      text NOT NULL,
    replaces    text,
    facts       bytea NOT NULL,
    service     smallint NOT NULL,
    served_at   bigint,
    proof       bytea NOT NULL,
    voided_at   bigint,
    void_reason bytea NOT NULL,
    CONSTRAINT papers_pkey PRIMARY KEY (office, kind, year, epoch, shut, no),
    CONSTRAINT papers_pos UNIQUE (pos),
    CONSTRAINT papers_no CHECK (no > 0)
) WITH (fillfactor = 80);
CREATE INDEX papers_case ON pj.papers (case_ref, pos);
CREATE INDEX papers_number ON pj.papers (number);

CREATE VIEW pj.v_paper AS
SELECT p.number, c.case_no, pj.word_of('paper_kind', p.kind) AS kind, p.office, p.addressee, p.year, p.epoch, p.shut, p.no,
       pj.instant(p.at) AS at, pj.day(p.due) AS due,
       CASE WHEN p.served_at IS NOT NULL THEN pj.word_of('service', p.service) END AS service,
       pj.instant(p.served_at) AS served_at, pj.text_of(p.proof) AS proof,
       pj.instant(p.voided_at) AS voided_at, pj.text_of(p.void_reason) AS void_reason, p.replaces, p.pos, p.case_ref
  FROM pj.papers p JOIN pj.cases c ON c.ref = p.case_ref;

-- What the paper says, line by line, in the order it was put together.
CREATE VIEW pj.v_paper_line AS
SELECT p.number, pj.field_text(v.data, 1) AS field, pj.text_of(i.data) AS line, v.no AS value_no, i.no AS line_no, p.pos
  FROM pj.papers p, pj.fields(p.facts, 3) WITH ORDINALITY v(data, no),
       pj.fields(v.data, 2) WITH ORDINALITY i(data, no);

-- One row per series: how many, up to which number, how many voided.
CREATE VIEW pj.v_paper_series AS
SELECT p.office, pj.word_of('paper_kind', p.kind) AS kind, p.year, p.epoch, p.shut, count(*) AS papers, max(p.no) AS last_no,
       count(p.voided_at) AS voided, count(*) = max(p.no) AND min(p.no) = 1 AS gapless
  FROM pj.papers p GROUP BY p.office, p.kind, p.year, p.epoch, p.shut;

-- Numbers that are missing in a series. There is none, ever: a row here is a fault of the program or of whoever changed
-- the table by hand.
CREATE VIEW pj.v_paper_gap AS
SELECT s.office, pj.word_of('paper_kind', s.kind) AS kind, s.year, s.epoch, s.shut, n AS no
  FROM (SELECT office, kind, year, epoch, shut, max(no) AS last_no
          FROM pj.papers GROUP BY office, kind, year, epoch, shut) s,
       generate_series(1, s.last_no) n
 WHERE NOT EXISTS (SELECT 1 FROM pj.papers p WHERE p.office = s.office AND p.kind = s.kind AND p.year = s.year
                      AND p.epoch = s.epoch AND p.shut = s.shut AND p.no = n);
