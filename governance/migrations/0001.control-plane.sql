-- The control plane: which lake this is, its persons and their wrapped keys, and the run ledger.
-- depends:

CREATE SCHEMA registry;
CREATE SCHEMA ledger;

CREATE TABLE ledger.lake (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    lake_id         uuid NOT NULL DEFAULT gen_random_uuid(),
    key_fingerprint text,
    created_at      timestamptz NOT NULL DEFAULT now()
);
INSERT INTO ledger.lake DEFAULT VALUES;
COMMENT ON COLUMN ledger.lake.key_fingerprint IS 'check value of the master key the lake was made with; reveals nothing of it';

-- A person exists in the lake only through this row: without it their payloads cannot be read, in files, history or
-- backups, and their pseudonym cannot be computed.
CREATE TABLE registry.person (
    subject_ref       bytea PRIMARY KEY CHECK (length(subject_ref) = 16),
    ref_key_version   smallint NOT NULL,
    subject_id        bytea NOT NULL UNIQUE CHECK (length(subject_id) = 16),
    key_version       smallint NOT NULL DEFAULT 1,
    wrapped_keys      bytea NOT NULL CHECK (length(wrapped_keys) = 76),
    kek_version       smallint NOT NULL,
    vault_user_id     bytea,
    vault_key_version smallint,
    created_at        timestamptz NOT NULL DEFAULT now(),
    seq               bigint GENERATED ALWAYS AS IDENTITY UNIQUE
);
COMMENT ON COLUMN registry.person.subject_ref IS 'HMAC of the identifier under K_ref: how a person is found';
COMMENT ON COLUMN registry.person.wrapped_keys IS 'pseudonym and data key, AES-256-GCM under the KEK, bound to subject_id';
COMMENT ON COLUMN registry.person.vault_user_id IS 'the identifier under K_vault, for reveal; may be absent';
COMMENT ON COLUMN registry.person.seq IS 'order of commit: rows are minted under one lock, so a reader that has seq n has all below';

-- Statistics would keep values of rows that are gone.
ALTER TABLE registry.person ALTER subject_ref SET STATISTICS 0;
ALTER TABLE registry.person ALTER subject_id SET STATISTICS 0;
ALTER TABLE registry.person ALTER wrapped_keys SET STATISTICS 0;
ALTER TABLE registry.person ALTER vault_user_id SET STATISTICS 0;

CREATE TABLE registry.quarantine_key (
    key_day     date PRIMARY KEY,
    wrapped_key bytea NOT NULL,
    kek_version smallint NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE registry.quarantine_key IS 'key of each day''s rejected records of unknown persons; deleted after 7 days';
ALTER TABLE registry.quarantine_key ALTER wrapped_key SET STATISTICS 0;

-- One row a run of positions that a job began to take from a source; a checkpoint belongs to one epoch.
CREATE TABLE ledger.epoch (
    job        text NOT NULL,
    epoch      int NOT NULL,
    topic      text NOT NULL,
    source_id  text NOT NULL,
    state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    started_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job, epoch)
);

-- A batch or slice. Order: opened, bronze, judged, silver, quarantine, closed. Opened rows without closed_at are half done.
CREATE TABLE ledger.batch (
    job              text NOT NULL,
    epoch            int NOT NULL,
    batch_id         bigint NOT NULL,
    contract         text NOT NULL,
    contract_version int NOT NULL,
    policy_version   int NOT NULL,
    opened_at        timestamptz NOT NULL DEFAULT now(),
    bronze_at        timestamptz,
    judged_at        timestamptz,
    silver_at        timestamptz,
    quarantine_at    timestamptz,
    closed_at        timestamptz,
    PRIMARY KEY (job, epoch, batch_id)
);

-- Positions [from_offset, to_offset) of one partition and what became of them.
CREATE TABLE ledger.range (
    job            text NOT NULL,
    epoch          int NOT NULL,
    batch_id       bigint NOT NULL,
    source_id      text NOT NULL,
    partition      int NOT NULL,
    from_offset    bigint NOT NULL,
    to_offset      bigint NOT NULL CHECK (to_offset > from_offset),
    records        bigint NOT NULL,
    bronze         bigint NOT NULL,
    rejected       bigint NOT NULL,
    suppressed     bigint NOT NULL DEFAULT 0,
    accepted       bigint,
    duplicate      bigint,
    conflict       bigint,
    superseded     bigint,
    unknown_fields bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (job, epoch, batch_id, source_id, partition),
    FOREIGN KEY (job, epoch, batch_id) REFERENCES ledger.batch
);
CREATE INDEX ON ledger.range (source_id, partition, from_offset);

CREATE TABLE ledger.rejection (
    job       text NOT NULL,
    epoch     int NOT NULL,
    batch_id  bigint NOT NULL,
    source_id text NOT NULL,
    partition int NOT NULL,
    reason    text NOT NULL,
    records   bigint NOT NULL CHECK (records > 0),
    PRIMARY KEY (job, epoch, batch_id, source_id, partition, reason),
    FOREIGN KEY (job, epoch, batch_id) REFERENCES ledger.batch
);

-- What gold has yet to recompute: a day that a batch changes. Written before silver is, removed when gold has read a
-- version that holds the batch. onwards: the days after it too.
CREATE TABLE ledger.gold_work (
    table_name text NOT NULL,
    day        date NOT NULL,
    job        text NOT NULL,
    epoch      int NOT NULL,
    batch_id   bigint NOT NULL,
    onwards    boolean NOT NULL DEFAULT false,
    PRIMARY KEY (table_name, day, job, epoch, batch_id),
    FOREIGN KEY (job, epoch, batch_id) REFERENCES ledger.batch
);

-- From which silver version a day of gold was computed: an older one never overwrites a newer one.
CREATE TABLE ledger.gold_day (
    table_name     text NOT NULL,
    day            date NOT NULL,
    silver_version bigint NOT NULL,
    computed_at    timestamptz NOT NULL DEFAULT now(),
    cells          bigint NOT NULL,
    cells_withheld bigint NOT NULL,
    PRIMARY KEY (table_name, day)
);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT USAGE ON SCHEMA registry, ledger TO lake_job;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA registry, ledger TO lake_job;
    END IF;
END
$$;
