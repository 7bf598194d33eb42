-- Sources of history: what was found of them when they were met first, so that they are cut and dated the same way
-- whenever they come again.
-- depends: 0005.readmission-in-parts

CREATE TABLE ledger.source (
    source_id     text PRIMARY KEY,
    contract      text NOT NULL,
    records       bigint NOT NULL CHECK (records > 0),
    slice_records bigint NOT NULL CHECK (slice_records > 0),
    exported_at   timestamptz NOT NULL,
    begun_at      timestamptz NOT NULL DEFAULT now(),
    done_at       timestamptz
);
COMMENT ON COLUMN ledger.source.source_id IS 'fingerprint of the content under a key, no name of a file';
COMMENT ON COLUMN ledger.source.exported_at IS 'received_at of its records; of synthetic history the end of its period';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.source TO lake_job;
    END IF;
END
$$;
