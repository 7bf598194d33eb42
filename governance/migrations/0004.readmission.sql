-- Readmissions: rejected records taken through the road again, and the contracts by which that may have become possible.
-- depends: 0002.erasure-fence

-- One row a batch of job readmit.<contract>. table_version: of quarantine when it was begun, so that an attempt that was
-- cut off is repeated over the same records, whatever has been rejected since.
CREATE TABLE ledger.readmission (
    job           text NOT NULL,
    batch_id      bigint NOT NULL,
    reason        text NOT NULL,
    table_version bigint NOT NULL,
    begun_at      timestamptz NOT NULL DEFAULT now(),
    done_at       timestamptz,
    PRIMARY KEY (job, batch_id)
);

-- What each version of a contract promised; a later one may add fields and nothing else.
CREATE TABLE ledger.contract (
    name          text NOT NULL,
    version       int NOT NULL,
    fields        jsonb NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, version)
);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ledger TO lake_job;
    END IF;
END
$$;
