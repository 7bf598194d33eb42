-- A readmission is carried in parts, so that none is larger than a batch of the stream.
-- depends: 0004.readmission

ALTER TABLE ledger.readmission ADD COLUMN part int NOT NULL DEFAULT 0, ADD COLUMN parts int NOT NULL DEFAULT 1;
COMMENT ON COLUMN ledger.readmission.part IS 'which of the parts: positions whose hash leaves this remainder';
