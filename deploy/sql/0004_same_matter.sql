-- SPDX-License-Identifier: Apache-2.0
-- By what intake recognises that a petitioner comes back with the same matter: a keyed MAC over name, contact, division
-- and category together. The key lies outside the database, and the same person with another matter has another MAC: no
-- query can group or list by person. Who gives no name or no contact leaves nothing, neither does who accuses.

ALTER TABLE pj.cases ADD COLUMN matter_mac bytea;
CREATE INDEX cases_matter ON pj.cases (matter_mac, ref) WHERE matter_mac IS NOT NULL;
