-- A registry that was put back goes by what persons decided up to its backup until the lake has been asked for the rest.
-- depends: 0020.restrict-and-rectify

ALTER TABLE ledger.lake ADD COLUMN restoring boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN ledger.lake.restoring IS 'rows of persons are back from a backup, their decisions since are not: no batch opens';
