-- Restrictions of use and corrections: more kinds of requests; a restriction is a decision about all purposes; corrected
-- records wait, sealed, until what they replace is out of the lake.
-- depends: 0019.consent

ALTER TABLE rights.request DROP CONSTRAINT request_kind_check;
ALTER TABLE rights.request ADD CHECK (kind IN ('erase', 'access', 'restrict', 'lift', 'rectify'));
COMMENT ON COLUMN rights.request.sealed IS 'the identifier under the KEK, until the request is begun; where it has to be known to go on, until it is done';

COMMENT ON TABLE registry.decision IS 'an index of bronze.consents, and restrictions of use (purpose restriction); a person''s go with the person';
COMMENT ON COLUMN registry.decision.said IS '0: no; 1: yes; 2: no, and what was used before is to go. Of a restriction 0: restricted; 1: lifted';
CREATE INDEX restriction ON registry.decision (subject_id, decision_id) WHERE purpose = 'restriction';

ALTER TABLE ledger.released ADD COLUMN purpose text NOT NULL DEFAULT 'analytics';
ALTER TABLE ledger.released DROP CONSTRAINT released_pkey, ADD PRIMARY KEY (contract, purpose);
ALTER TABLE ledger.released ALTER purpose DROP DEFAULT;

CREATE TABLE rights.correction (
    correction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id    bigint NOT NULL REFERENCES rights.request,
    contract      text NOT NULL,
    sealed        bytea NOT NULL,
    kek_version   smallint NOT NULL
);
COMMENT ON TABLE rights.correction IS 'corrected records of requests that are not done';
COMMENT ON COLUMN rights.correction.sealed IS 'the record as a sender would send it, under the KEK';
ALTER TABLE rights.correction ALTER sealed SET STATISTICS 0;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON rights.correction TO lake_job;
    END IF;
END
$$;
