-- Whom a case is about, as words (lib/words/casefile.h, conflict_print): so that lists and counts for an account of theirs
-- leave it out before anything is counted or cut into pages. Written once, when the row is; NULL: about nobody.

ALTER TABLE pj.cases ADD COLUMN conflicts text;

-- Of the cases that are there already: CaseFile.conflicts (20) is a list of Conflict (1 node, 2 below).
UPDATE pj.cases c SET conflicts = (
    SELECT string_agg(coalesce((SELECT pj.text_of(n.bytes) FROM pj.message(m.bytes) n WHERE n.no = 1), '')
                      || CASE WHEN EXISTS (SELECT 1 FROM pj.message(m.bytes) b WHERE b.no = 2 AND b.number = 1)
                              THEN '+' ELSE '' END, ' ')
      FROM pj.message(c.file) m WHERE m.no = 20);
