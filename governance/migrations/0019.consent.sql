-- Decisions of persons about purposes, as batches go by them; what each batch went by; and how far waiting records were
-- looked through for those whose decision has come.
-- depends: 0018.requests

CREATE TABLE registry.decision (
    decision_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_id  bytea NOT NULL CHECK (length(subject_id) = 16),
    purpose     text NOT NULL,
    decided_at  timestamptz NOT NULL,
    said        smallint NOT NULL CHECK (said BETWEEN 0 AND 2),
    past_gone   boolean NOT NULL DEFAULT false,
    arrived_at  timestamptz NOT NULL,
    UNIQUE (subject_id, purpose, decided_at, said)
);
COMMENT ON TABLE registry.decision IS 'an index of bronze.consents; a person''s go with the person';
COMMENT ON COLUMN registry.decision.decision_id IS 'order of commit: decisions are written under one lock';
COMMENT ON COLUMN registry.decision.said IS '0: no; 1: yes; 2: no, and what was used before is to go';
COMMENT ON COLUMN registry.decision.past_gone IS 'of 2: it is gone';
ALTER TABLE registry.decision ALTER subject_id SET STATISTICS 0;
CREATE INDEX past_to_go ON registry.decision (decision_id) WHERE said = 2 AND NOT past_gone;

ALTER TABLE ledger.batch ADD COLUMN decided bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN ledger.batch.decided IS 'the last decision that every attempt at the batch goes by';
ALTER TABLE ledger.batch ADD COLUMN waits boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN ledger.batch.waits IS 'records of who has decided nothing wait, at every attempt';

CREATE TABLE ledger.consent_required (
    purpose text PRIMARY KEY,
    since   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ledger.consent_required IS 'purposes for which every job of this lake waits for consent, whatever its settings';

CREATE TABLE ledger.released (
    contract text PRIMARY KEY,
    decided  bigint NOT NULL,
    begun_at timestamptz NOT NULL
);
COMMENT ON TABLE ledger.released IS 'waiting records of who has decided up to then were taken through the road again';
ALTER TABLE ledger.readmission ADD COLUMN decided_after bigint, ADD COLUMN decided_until bigint, ADD COLUMN purpose text;
COMMENT ON COLUMN ledger.readmission.decided_after IS 'records of persons with a decision above it, up to decided_until, about purpose; null: of all';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON registry.decision, ledger.released, ledger.consent_required TO lake_job;
    END IF;
END
$$;
