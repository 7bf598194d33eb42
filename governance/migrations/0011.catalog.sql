-- What every column of the lake is, how sensitive, and what was done to get there: written by each program that starts.
-- depends: 0010.published-in-order

CREATE TABLE ledger.catalog (
    table_name     text NOT NULL,
    column_name    text NOT NULL,
    type           text NOT NULL,
    level          text NOT NULL CHECK (level IN ('public', 'internal', 'personal', 'identifying', 'secret')),
    kind           text NOT NULL,
    field          text,
    treatment      text NOT NULL,
    policy_version int,
    meaning        text NOT NULL,
    PRIMARY KEY (table_name, column_name)
);
COMMENT ON TABLE ledger.catalog IS 'level, kind and treatment of every column of the lake; made from contracts and policies';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.catalog TO lake_job;
    END IF;
END
$$;
