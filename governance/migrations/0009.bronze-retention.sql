-- From which day on bronze is whole, where its retention is limited: what was received before is gone, or about to be.
-- depends: 0008.published

CREATE TABLE ledger.bronze_kept (
    contract   text PRIMARY KEY,
    first_kept date NOT NULL,
    noted_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN ledger.bronze_kept.first_kept IS 'noted before anything is removed: who finds no row, or an earlier day, finds bronze whole from it on';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.bronze_kept TO lake_job;
    END IF;
END
$$;
