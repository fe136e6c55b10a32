-- The tables of one station. Applied by pujiangd at start, in one transaction, under the writer lock; a file that was
-- applied once never changes again (its digest is in pj.migration): a change is the next number.
--
-- Instants are bigint microseconds UTC, dates are days since 1970-01-01 in Asia/Shanghai, digests and ids are bytea, as
-- in the protocol; the views below show them as people read them. What a person wrote is bytea. Text columns hold names
-- that were checked, or are derived from `file` and NULL when they cannot be text.

CREATE SCHEMA pj;

CREATE TABLE pj.migration (
    no     int PRIMARY KEY,
    name   text NOT NULL,
    digest bytea NOT NULL,
    at     timestamptz NOT NULL DEFAULT now()
);

-- One row per commit and never an update: fence against a rival daemon, watermarks, chain head and commit record at
-- once. A lost update makes n_updated differ and the whole batch fail.
CREATE TABLE pj.batch (
    batch       bigint NOT NULL,
    first_pos   bigint NOT NULL,
    last_pos    bigint NOT NULL,
    last_ref    bigint NOT NULL,
    at          bigint NOT NULL,
    epoch       int NOT NULL,
    n_expect    int NOT NULL,
    n_updated   int NOT NULL,
    full_marks  boolean NOT NULL,
    incarnation bytea NOT NULL,
    chain_head  bytea NOT NULL,
    marks       bytea NOT NULL,
    CONSTRAINT batch_pkey PRIMARY KEY (batch),
    CONSTRAINT batch_updates CHECK (n_expect = n_updated)
);
CREATE INDEX batch_full ON pj.batch (batch) WHERE full_marks;

-- Audit trail and outbox at once, append-only. Three indexes and no more: each costs every hop of every case.
-- lane = 2 x link + lane. body_pos: the same body went out twice and stands in that row.
CREATE TABLE pj.journal (
    pos      bigint NOT NULL,
    case_ref bigint,
    in_seq   bigint,
    out_seq  bigint,
    body_pos bigint,
    at       bigint NOT NULL,
    kind     int NOT NULL,
    in_lane  int,
    out_lane int,
    act      smallint NOT NULL,
    node     text,
    digest   bytea NOT NULL,
    header   bytea NOT NULL,
    body     bytea NOT NULL,
    CONSTRAINT journal_pkey PRIMARY KEY (pos)
) PARTITION BY RANGE (pos);
CREATE INDEX journal_case ON pj.journal (case_ref, pos) WHERE case_ref IS NOT NULL;
CREATE INDEX journal_out ON pj.journal (out_lane, out_seq) WHERE out_lane IS NOT NULL;

-- Nothing is indexed that changes with every act (state, term, version): updates stay on their page.
CREATE TABLE pj.cases (
    ref               bigint NOT NULL,
    term              bigint NOT NULL,
    version           bigint NOT NULL,
    received_at       bigint,
    opened_at         bigint,
    closed_at         bigint,
    due_at            bigint, -- earliest running clock of a case that is open here
    body_pos          bigint,
    blocked_at_pos    bigint,
    persons           int NOT NULL,
    group_no          int NOT NULL,
    state             smallint NOT NULL,
    role              smallint NOT NULL,
    purpose           smallint NOT NULL,
    form              smallint NOT NULL,
    open              boolean NOT NULL,
    case_id           bytea NOT NULL,
    case_no           text,
    holder            text,
    origin            text,
    category          text,
    place             text,
    session           text,
    submission_digest bytea,
    idem              bytea,
    request           bytea,
    foreign_mac       bytea,
    file              bytea NOT NULL,
    CONSTRAINT cases_pkey PRIMARY KEY (ref),
    CONSTRAINT cases_case_id UNIQUE (case_id),
    CONSTRAINT cases_case_no UNIQUE (case_no)
) WITH (fillfactor = 80);
CREATE INDEX cases_due ON pj.cases (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cases_holder ON pj.cases (holder, ref) WHERE open;
CREATE INDEX cases_idem ON pj.cases (idem) WHERE idem IS NOT NULL;
CREATE INDEX cases_foreign ON pj.cases (foreign_mac) WHERE foreign_mac IS NOT NULL;

CREATE TABLE pj.legs (
    case_ref     bigint NOT NULL,
    term         bigint NOT NULL,
    opened_at    bigint NOT NULL,
    delivered_at bigint,
    closed_at    bigint,
    rule         int NOT NULL,
    due          int,
    kind         smallint NOT NULL,
    binding      boolean NOT NULL,
    giver        text,
    receiver     text,
    responsible  bytea NOT NULL,
    reason       bytea NOT NULL,
    CONSTRAINT legs_pkey PRIMARY KEY (case_ref, term)
) WITH (fillfactor = 80);

CREATE TABLE pj.clocks (
    case_ref    bigint NOT NULL,
    started_at  bigint NOT NULL,
    due_at      bigint,
    no          int NOT NULL,
    due         int,
    kind        smallint NOT NULL,
    state       smallint NOT NULL,
    provisional boolean NOT NULL,
    owner       text,
    basis       bytea NOT NULL,
    CONSTRAINT clocks_pkey PRIMARY KEY (case_ref, no)
) WITH (fillfactor = 80);

CREATE TABLE pj.idem (
    case_ref bigint,
    version  bigint NOT NULL,
    at       bigint NOT NULL,
    idem     bytea NOT NULL,
    request  bytea NOT NULL,
    CONSTRAINT idem_pkey PRIMARY KEY (idem)
);

CREATE TABLE pj.parked (
    pos         bigint NOT NULL,
    at          bigint NOT NULL,
    due_at      bigint,
    done_at     bigint,
    in_lane     int,
    kind        int NOT NULL,
    code        int NOT NULL,
    holds_token boolean NOT NULL,
    hop         text,
    case_id     bytea,
    message_id  bytea NOT NULL,
    body_digest bytea NOT NULL,
    CONSTRAINT parked_pkey PRIMARY KEY (pos)
);
CREATE INDEX parked_open ON pj.parked (pos) WHERE done_at IS NULL;

CREATE TABLE pj.setting (
    kind  int NOT NULL,
    key   text NOT NULL,
    value bytea NOT NULL,
    CONSTRAINT setting_pkey PRIMARY KEY (kind, key)
);

-- The closed lists of words; pujiangd writes them from lib/words/kinds.h whenever it opens the database.
CREATE TABLE pj.word (
    list   text NOT NULL,
    number int NOT NULL,
    name   text NOT NULL,
    CONSTRAINT word_pkey PRIMARY KEY (list, number)
);

-- Partitions of the journal so that at least `ahead` are ready behind the one that holds next_pos. Returns the first
-- position that has none. ATTACH with a matching CHECK takes no lock that an insert or a reader would wait for.
CREATE FUNCTION pj.journal_extend(next_pos bigint, part_rows bigint, ahead int) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    upper_pos bigint;
    part      text;
BEGIN
    LOCK TABLE pj.journal IN SHARE UPDATE EXCLUSIVE MODE;
    SELECT max((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''?(\d+)''?\)'))[1]::bigint)
      INTO upper_pos
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'pj.journal'::regclass;
    upper_pos := greatest(coalesce(upper_pos, 0), next_pos - next_pos % part_rows);
    WHILE upper_pos < (next_pos / part_rows + 1 + ahead) * part_rows LOOP
        part := format('journal_%s', lpad(upper_pos::text, 16, '0'));
        EXECUTE format('CREATE TABLE pj.%I (LIKE pj.journal INCLUDING ALL, '
                       'CONSTRAINT %I CHECK (pos >= %s AND pos < %s))',
                       part, part || '_range', upper_pos, upper_pos + part_rows);
        EXECUTE format('ALTER TABLE pj.journal ATTACH PARTITION pj.%I FOR VALUES FROM (%s) TO (%s)',
                       part, upper_pos, upper_pos + part_rows);
        EXECUTE format('ALTER TABLE pj.%I DROP CONSTRAINT %I', part, part || '_range');
        upper_pos := upper_pos + part_rows;
    END LOOP;
    RETURN upper_pos;
END $$;

---- values as people read them

CREATE FUNCTION pj.instant(us bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN us > 0 AND us < 253402300800000000
                THEN timestamptz 'epoch' + us * interval '1 microsecond' END
$$;

CREATE FUNCTION pj.day(days int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN days > 0 AND days < 2932897 THEN date '1970-01-01' + days END
$$;

CREATE FUNCTION pj.word_of(in_list text, in_number bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce((SELECT w.name FROM pj.word w
                      WHERE w.list = in_list AND w.number = in_number), in_number::text)
$$;

-- NULL where the bytes are not UTF-8 text: the bytes themselves are always shown beside it.
CREATE FUNCTION pj.text_of(data bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN convert_from(data, 'UTF8');
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
    RETURN NULL;
END $$;

---- protobuf, as far as views need it; torn bytes end the walk and raise nothing

CREATE FUNCTION pj.varint(data bytea, at int, OUT value bigint, OUT next int)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    b int;
BEGIN
    value := 0;
    next := at;
    FOR i IN 0..9 LOOP
        EXIT WHEN next >= octet_length(data);
        b := get_byte(data, next);
        next := next + 1;
        value := value | ((b & 127)::bigint << (7 * i));
        IF b < 128 THEN
            RETURN;
        END IF;
    END LOOP;
    next := NULL;
END $$;

-- The fields of one message in order: `number` of a varint, `bytes` of anything else.
CREATE FUNCTION pj.message(data bytea) RETURNS TABLE (no int, number bigint, bytes bytea)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    at   int := 0;
    tag  bigint;
    size bigint;
BEGIN
    WHILE at < octet_length(data) LOOP
        SELECT v.value, v.next INTO tag, at FROM pj.varint(data, at) v;
        EXIT WHEN at IS NULL OR tag >> 3 NOT BETWEEN 1 AND 536870911;
        no := (tag >> 3)::int;
        number := NULL;
        bytes := NULL;
        CASE tag & 7
        WHEN 0 THEN
            SELECT v.value, v.next INTO number, at FROM pj.varint(data, at) v;
            EXIT WHEN at IS NULL;
            size := 0;
        WHEN 1 THEN
            size := 8;
        WHEN 2 THEN
            SELECT v.value, v.next INTO size, at FROM pj.varint(data, at) v;
            EXIT WHEN at IS NULL;
        WHEN 5 THEN
            size := 4;
        ELSE
            EXIT;
        END CASE;
        EXIT WHEN size < 0 OR size > octet_length(data) - at;
        IF number IS NULL THEN
            bytes := substring(data FROM at + 1 FOR size::int);
            at := at + size::int;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

-- Every occurrence of a repeated field.
CREATE FUNCTION pj.fields(data bytea, field_no int) RETURNS SETOF bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT m.bytes FROM pj.message(data) m WHERE m.no = field_no AND m.bytes IS NOT NULL
$$;

-- pj.field(body, 2, 9) = field 9 of the message in field 2, the first one where it is repeated; NULL when absent.
CREATE FUNCTION pj.field(data bytea, VARIADIC path int[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    step int;
BEGIN
    FOREACH step IN ARRAY path LOOP
        data := (SELECT f FROM pj.fields(data, step) f LIMIT 1);
    END LOOP;
    RETURN data;
END $$;

CREATE FUNCTION pj.field_text(data bytea, VARIADIC path int[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pj.text_of(pj.field(data, VARIADIC path))
$$;

-- A number, 0 when absent as in proto3.
CREATE FUNCTION pj.field_int(data bytea, VARIADIC path int[]) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce((SELECT m.number
                       FROM pj.message(pj.field(data, VARIADIC path[1:cardinality(path) - 1])) m
                      WHERE m.no = path[cardinality(path)] AND m.number IS NOT NULL
                      LIMIT 1), 0)
$$;

---- marks of a batch: records of 48 bytes, little endian (lib/node/marks.h)

CREATE FUNCTION pj.little_endian(data bytea, at int, size int) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT bit_or(get_byte(data, at + i)::bigint << (8 * i)) FROM generate_series(0, size - 1) i
$$;

CREATE FUNCTION pj.marks(data bytea) RETURNS TABLE (tag int, lane bigint, seq bigint, hash bytea)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT get_byte(data, at), pj.little_endian(data, at + 4, 4), pj.little_endian(data, at + 8, 8),
           substring(data FROM at + 17 FOR 32)
      FROM generate_series(0, octet_length(data) - 48, 48) at
$$;

---- views

CREATE VIEW pj.v_case AS
SELECT c.ref, c.case_no, pj.word_of('state', c.state) AS state, pj.word_of('role', c.role) AS role,
       c.holder, c.origin, c.term, c.version, c.open, c.category, c.place,
       pj.word_of('purpose', c.purpose) AS purpose, pj.word_of('form', c.form) AS form,
       c.persons, c.group_no, c.session,
       pj.instant(c.received_at) AS received_at, pj.instant(c.opened_at) AS opened_at,
       pj.instant(c.closed_at) AS closed_at, pj.instant(c.due_at) AS due_at,
       coalesce(pj.instant(c.due_at) <= now(), false) AS overdue,
       pj.field_int(c.file, 10) AS objections, pj.field_int(c.file, 11) <> 0 AS binding,
       pj.field_int(c.file, 16) AS route_rule, pj.field_text(c.file, 15) AS route_basis,
       pj.field_text(c.file, 14) AS list_version, pj.field_text(c.file, 18) AS division_version,
       c.blocked_at_pos, c.body_pos, c.case_id, c.submission_digest
  FROM pj.cases c;

CREATE VIEW pj.v_leg AS
SELECT c.case_no, l.term, pj.word_of('leg_kind', l.kind) AS kind, l.giver, l.receiver,
       pj.instant(l.opened_at) AS opened_at, pj.instant(l.delivered_at) AS delivered_at,
       pj.instant(l.closed_at) AS closed_at, l.binding, l.rule, pj.day(l.due) AS due,
       pj.text_of(l.responsible) AS responsible, pj.text_of(l.reason) AS reason,
       l.reason AS reason_bytes, l.case_ref
  FROM pj.legs l JOIN pj.cases c ON c.ref = l.case_ref;

CREATE VIEW pj.v_clock AS
SELECT c.case_no, k.no, pj.word_of('clock_kind', k.kind) AS kind,
       pj.word_of('clock_state', k.state) AS state, k.owner, pj.instant(k.started_at) AS started_at,
       pj.day(k.due) AS due, pj.instant(k.due_at) AS due_at, k.provisional,
       pj.text_of(k.basis) AS basis, k.case_ref
  FROM pj.clocks k JOIN pj.cases c ON c.ref = k.case_ref;

CREATE VIEW pj.v_event AS
SELECT j.pos, pj.instant(j.at) AS at, c.case_no, j.node,
       pj.word_of('message_kind', j.kind & 4294967295) AS kind, pj.word_of('act_kind', j.act) AS act,
       j.in_lane / 2 AS in_link, j.in_lane % 2 AS in_lane, j.in_seq,
       j.out_lane / 2 AS out_link, j.out_lane % 2 AS out_lane, j.out_seq,
       coalesce(j.body_pos, j.pos) AS body_pos, octet_length(j.body) AS body_bytes, j.case_ref
  FROM pj.journal j LEFT JOIN pj.cases c ON c.ref = j.case_ref;

CREATE VIEW pj.v_problem AS
SELECT c.case_no, pj.field_int(p, 1) AS no, pj.field_text(p, 2) AS category,
       pj.word_of('outcome', pj.field_int(p, 3)) AS outcome, c.ref AS case_ref
  FROM pj.cases c, pj.fields(c.file, 9) p;

CREATE VIEW pj.v_submission AS
SELECT c.case_no, s.no, pj.field_text(s.data, 2) AS node,
       pj.word_of('form', pj.field_int(s.data, 3)) AS form,
       pj.word_of('purpose', pj.field_int(s.data, 4)) AS purpose,
       pj.field_text(s.data, 5) AS source,
       pj.word_of('text_origin', pj.field_int(s.data, 6)) AS text_origin,
       pj.instant(pj.field_int(s.data, 7)) AS occurred_at, pj.instant(pj.field_int(s.data, 8)) AS sent_at,
       pj.instant(pj.field_int(s.data, 9)) AS received_at, pj.field_text(s.data, 11) AS category,
       pj.field_text(s.data, 12) AS place, pj.field_text(s.data, 13) AS place_text,
       pj.text_of(t.content) AS text, t.content AS text_bytes, c.ref AS case_ref
  FROM pj.cases c
  JOIN pj.journal j ON j.pos = c.body_pos
 CROSS JOIN LATERAL pj.fields(j.body, 5) WITH ORDINALITY s(data, no)
  LEFT JOIN LATERAL (SELECT pj.field(p, 4) AS content FROM pj.fields(s.data, 14) p
                      WHERE pj.field_int(p, 1) = 1 LIMIT 1) t ON true;

-- Where each lane stands, from the newest full set of marks on. A lane no longer marked since is not shown.
CREATE VIEW pj.v_link AS
SELECT m.lane / 2 AS link, CASE m.lane % 2 WHEN 0 THEN 'fast' ELSE 'bulk' END AS lane,
       max(m.seq) FILTER (WHERE m.tag = 1) AS sent, max(m.seq) FILTER (WHERE m.tag = 2) AS acked,
       max(m.seq) FILTER (WHERE m.tag = 3) AS received
  FROM pj.batch b CROSS JOIN LATERAL pj.marks(b.marks) m
 WHERE b.batch >= coalesce((SELECT max(f.batch) FROM pj.batch f WHERE f.full_marks), 0)
   AND m.tag BETWEEN 1 AND 3
 GROUP BY m.lane;

CREATE VIEW pj.v_parked AS
SELECT p.pos, pj.instant(p.at) AS at, pj.instant(p.due_at) AS due_at, pj.instant(p.done_at) AS done_at,
       p.in_lane / 2 AS in_link, p.in_lane % 2 AS in_lane,
       pj.word_of('message_kind', p.kind & 4294967295) AS kind, pj.word_of('code', p.code) AS code,
       p.holds_token, p.hop, c.case_no, p.case_id, p.message_id
  FROM pj.parked p LEFT JOIN pj.cases c ON c.case_id = p.case_id;

CREATE VIEW pj.v_batch AS
SELECT b.batch, pj.instant(b.at) AS at, b.epoch, b.first_pos, b.last_pos,
       b.last_pos - b.first_pos + 1 AS rows, b.n_updated, b.full_marks,
       octet_length(b.marks) / 48 AS marks, b.incarnation, b.chain_head
  FROM pj.batch b;
