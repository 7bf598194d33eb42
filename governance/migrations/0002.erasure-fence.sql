-- The erasure fence: who was forgotten, so that no writer still knows them and no replay brings them back.
-- depends: 0001.control-plane

CREATE TABLE registry.suppression (
    entry       bytea PRIMARY KEY CHECK (length(entry) = 16),
    key_version smallint NOT NULL,
    erased_at   timestamptz NOT NULL,
    seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE
);
COMMENT ON COLUMN registry.suppression.entry IS 'HMAC of the identifier under K_supp: another key than the one persons are found by';
COMMENT ON COLUMN registry.suppression.erased_at IS 'records of or before this instant are suppressed; later ones are of a new person';
ALTER TABLE registry.suppression ALTER entry SET STATISTICS 0;

-- Tells running jobs which rows are gone; holds numbers only.
CREATE TABLE registry.tombstone (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_seq bigint NOT NULL UNIQUE
);

-- Erasures begun and not done: whose rows a batch that was open at the time may still make.
CREATE TABLE registry.erasure (
    subject_ref bytea PRIMARY KEY,
    erased_at   timestamptz NOT NULL,
    settled     boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN registry.erasure.settled IS 'no batch is open any more that began before the erasure';
ALTER TABLE registry.erasure ALTER subject_ref SET STATISTICS 0;

-- The persons of such erasures whose rows in the lake are yet to be taken out.
CREATE TABLE registry.doomed (
    person_seq       bigint PRIMARY KEY,
    subject_id       bytea NOT NULL,
    wrapped_user_key bytea NOT NULL,
    kek_version      smallint NOT NULL
);
COMMENT ON COLUMN registry.doomed.wrapped_user_key IS 'the pseudonym, to find rows by; the data key is destroyed with the person''s row';
ALTER TABLE registry.doomed ALTER subject_id SET STATISTICS 0;
ALTER TABLE registry.doomed ALTER wrapped_user_key SET STATISTICS 0;

ALTER TABLE registry.person ADD COLUMN not_before timestamptz;
COMMENT ON COLUMN registry.person.not_before IS 'of a person who came back after an erasure: records of or before it are the forgotten person''s';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA registry TO lake_job;
    END IF;
END
$$;
