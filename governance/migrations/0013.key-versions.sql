-- Rotation of the master key: which versions there were, and how often rows of the registry were wrapped anew.
-- depends: 0012.drift

CREATE TABLE registry.key_version (
    version      smallint PRIMARY KEY,
    known_at     timestamptz NOT NULL DEFAULT now(),
    rewrapped_at timestamptz,
    retired_at   timestamptz
);
COMMENT ON COLUMN registry.key_version.rewrapped_at IS 'every row of the registry is under this version or a later one';
COMMENT ON COLUMN registry.key_version.retired_at IS 'nothing can be opened under this version any more';

ALTER TABLE ledger.lake ADD COLUMN rewrapped int NOT NULL DEFAULT 0;
COMMENT ON COLUMN ledger.lake.rewrapped IS 'counts up; a job that has seen another number takes all rows of persons up anew';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON registry.key_version TO lake_job;
    END IF;
END
$$;
