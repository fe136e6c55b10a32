-- SPDX-License-Identifier: Apache-2.0
-- Papers of other stations' books that went to the petitioner, kept where the case was taken in: the code of the receipt is
-- checked there. A copy is in no series (v_paper_series, v_paper_gap look at pj.papers alone); its issuer serves and voids it,
-- and says so here.

CREATE TABLE pj.paper_copies (
    case_ref    bigint NOT NULL,
    pos         bigint NOT NULL, -- journal row it came with, first
    at          bigint NOT NULL,
    due         int,             -- first day it tells
    kind        smallint NOT NULL,
    year        int NOT NULL,
    epoch       int NOT NULL,
    no          int NOT NULL,
    shut        boolean NOT NULL,
    office      text NOT NULL,   -- whose book
    addressee   text,            -- NULL = the petitioner, or the file
    number      text NOT NULL,
    replaces    text,
    facts       bytea NOT NULL,
    service     smallint NOT NULL,
    served_at   bigint,
    proof       bytea NOT NULL,
    voided_at   bigint,
    void_reason bytea NOT NULL,
    CONSTRAINT paper_copies_pkey PRIMARY KEY (case_ref, office, kind, year, epoch, shut, no, at)
) WITH (fillfactor = 80);
CREATE INDEX paper_copies_case ON pj.paper_copies (case_ref, pos);
CREATE INDEX paper_copies_number ON pj.paper_copies (number);

CREATE VIEW pj.v_paper_copy AS
SELECT p.number, c.case_no, pj.word_of('paper_kind', p.kind) AS kind, p.office, p.year, p.epoch, p.shut, p.no,
       pj.instant(p.at) AS at, pj.day(p.due) AS due,
       CASE WHEN p.served_at IS NOT NULL THEN pj.word_of('service', p.service) END AS service,
       pj.instant(p.served_at) AS served_at, pj.text_of(p.proof) AS proof,
       pj.instant(p.voided_at) AS voided_at, pj.text_of(p.void_reason) AS void_reason, p.replaces, p.pos, p.case_ref
  FROM pj.paper_copies p JOIN pj.cases c ON c.ref = p.case_ref;
