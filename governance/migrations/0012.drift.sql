-- What stood in fields for which their contract does not declare it: counts by field and kind, of what was looked at.
-- depends: 0011.catalog

CREATE TABLE ledger.drift (
    job       text NOT NULL,
    epoch     int NOT NULL,
    batch_id  bigint NOT NULL,
    source_id text NOT NULL,
    partition int NOT NULL,
    field     text NOT NULL,
    kind      text NOT NULL,
    records   bigint NOT NULL CHECK (records > 0),
    PRIMARY KEY (job, epoch, batch_id, source_id, partition, field, kind),
    FOREIGN KEY (job, epoch, batch_id) REFERENCES ledger.batch
);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.drift TO lake_job;
    END IF;
END
$$;
