-- Requests of persons: how far each is and when it is due; holds against erasure; and what is left to look for of who was
-- erased, until that is proved.
-- depends: 0017.audit-chain

CREATE SCHEMA rights;

CREATE TABLE rights.request (
    request_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('erase', 'access')),
    subject     bytea NOT NULL CHECK (length(subject) = 16),
    state       text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'verified', 'running', 'done', 'failed')),
    reason      text CHECK (reason IN ('legal hold')),
    received_at timestamptz NOT NULL DEFAULT now(),
    due_at      timestamptz NOT NULL DEFAULT now() + interval '1 month',
    verified_at timestamptz,
    began_at    timestamptz,
    ended_at    timestamptz,
    proved_at   timestamptz,
    traces      int NOT NULL DEFAULT 0,
    sealed      bytea,
    kek_version smallint,
    CHECK ((state = 'failed') = (reason IS NOT NULL)),
    CHECK ((sealed IS NULL) = (kek_version IS NULL))
);
COMMENT ON COLUMN rights.request.subject IS 'HMAC of the identifier under K_supp, as on the suppression list';
COMMENT ON COLUMN rights.request.due_at IS 'one month after receipt (GDPR Art. 12(3))';
COMMENT ON COLUMN rights.request.traces IS 'how many were kept to look for, whether they still are or not';
COMMENT ON COLUMN rights.request.sealed IS 'the identifier under the KEK, until the request is begun';
CREATE UNIQUE INDEX one_open ON rights.request (kind, subject) WHERE state IN ('received', 'verified', 'running');
ALTER TABLE rights.request ALTER subject SET STATISTICS 0;
ALTER TABLE rights.request ALTER sealed SET STATISTICS 0;

CREATE TABLE rights.trace (
    trace_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id  bigint NOT NULL REFERENCES rights.request,
    sealed      bytea NOT NULL,
    kek_version smallint NOT NULL
);
COMMENT ON TABLE rights.trace IS 'what would give an erased person away, to look for it: names in tables, and heads of keys that open nothing; removed when it is proved that nothing is left, or when the request is due';
ALTER TABLE rights.trace ALTER sealed SET STATISTICS 0;

CREATE TABLE rights.hold (
    subject     bytea PRIMARY KEY CHECK (length(subject) = 16),
    until       date NOT NULL,
    sealed      bytea NOT NULL,
    kek_version smallint NOT NULL,
    set_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN rights.hold.sealed IS 'the identifier under the KEK: retention has to find what it must leave';
COMMENT ON TABLE rights.hold IS 'who must not be erased up to and including a day (GDPR Art. 17(3)); known to the lake or not';
ALTER TABLE rights.hold ALTER subject SET STATISTICS 0;
ALTER TABLE rights.hold ALTER sealed SET STATISTICS 0;

ALTER TABLE registry.erasure ADD COLUMN request_id bigint REFERENCES rights.request;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT USAGE ON SCHEMA rights TO lake_job;
        GRANT SELECT, INSERT, UPDATE ON rights.request TO lake_job;
        GRANT SELECT, INSERT, UPDATE, DELETE ON rights.trace, rights.hold TO lake_job;
    END IF;
END
$$;
