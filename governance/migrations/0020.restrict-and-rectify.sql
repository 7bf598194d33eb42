-- Restrictions of use and corrections: more kinds of requests; a restriction is a decision about all purposes; corrected
-- records wait, sealed, until what they replace is out of the lake.
-- depends: 0019.consent

ALTER TABLE rights.request DROP CONSTRAINT request_kind_check;
ALTER TABLE rights.request ADD CHECK (kind IN ('erase', 'access', 'restrict', 'lift', 'rectify'));
ALTER TABLE rights.request DROP CONSTRAINT request_reason_check;
ALTER TABLE rights.request ADD CHECK (reason IN ('legal hold', 'erased', 'superseded'));
COMMENT ON COLUMN rights.request.reason IS 'of a failed one: a hold is on the person; the person was erased meanwhile; or the opposite was asked for since';
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
    sealed        bytea,
    kek_version   smallint,
    batch         bigint,
    place         bigint,
    received_at   timestamptz,
    CHECK ((sealed IS NULL) = (kek_version IS NULL)),
    CHECK ((batch IS NULL) = (place IS NULL) AND (batch IS NULL) = (received_at IS NULL))
);
COMMENT ON TABLE rights.correction IS 'corrected records of requests that are not done';
COMMENT ON COLUMN rights.correction.sealed IS 'the record as a sender would send it, under the KEK; null: its person was erased meanwhile';
COMMENT ON COLUMN rights.correction.batch IS 'that carries it, from when on it is known what it replaces; place: its offset there';
COMMENT ON COLUMN rights.correction.received_at IS 'when the record came that it replaces';
ALTER TABLE rights.correction ALTER sealed SET STATISTICS 0;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON rights.correction TO lake_job;
    END IF;
END
$$;
