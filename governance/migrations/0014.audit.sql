-- The audit: who asked for what about a person and what came of it, in lines that nobody changes. And the one way by which
-- an officer's role sees rows of persons: under such a line, committed before.
-- depends: 0013.key-versions

CREATE SCHEMA audit;

CREATE FUNCTION audit.says_why(purpose text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT length(purpose) BETWEEN 10 AND 200 AND purpose !~ '^(.)\1*$' AND purpose !~ '[[:cntrl:]]' $$;
COMMENT ON FUNCTION audit.says_why IS '10 to 200 characters that are not all the same, on one line';

-- An attempt, granted or refused, or the end of a granted one. No token, no identifier, nothing of the person.
CREATE TABLE audit.entry (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor     text NOT NULL DEFAULT session_user,
    action    text NOT NULL CHECK (action = 'reveal'),
    purpose   text CHECK (audit.says_why(purpose)),
    outcome   text NOT NULL,
    attempt   bigint UNIQUE REFERENCES audit.entry,
    committed xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CHECK (CASE WHEN attempt IS NULL THEN outcome IN ('granted', 'refused: rate', 'refused: purpose', 'refused: role')
                ELSE outcome IN ('revealed', 'not found', 'not kept') AND purpose IS NULL END),
    CHECK (outcome <> 'granted' OR purpose IS NOT NULL)
);
CREATE INDEX ON audit.entry (actor, at);
COMMENT ON COLUMN audit.entry.actor IS 'the role that logged in';
COMMENT ON COLUMN audit.entry.purpose IS 'the officer''s own words; null where they were refused';
COMMENT ON COLUMN audit.entry.attempt IS 'the granted attempt that this line is the end of; without one it may have been cut off';
COMMENT ON COLUMN audit.entry.committed IS 'the transaction that wrote the line: only after its end does it let anybody see a person';

CREATE FUNCTION audit.only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'lines of the audit are neither changed nor taken away' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit.only_grows();

-- Attempts of the last hour are counted, refused ones too, by one transaction of an actor at a time. A caller may ask for
-- fewer than 100 an hour, not for more.
CREATE FUNCTION audit.attempt(what text, why text, per_hour int) RETURNS audit.entry
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before bigint;
    sound boolean := coalesce(audit.says_why(why), false);
    made audit.entry;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'attempts are counted in a transaction that reads what others have committed';
    END IF;
    PERFORM pg_advisory_xact_lock(7003, hashtext(session_user));
    SELECT count(*) INTO before FROM audit.entry
    WHERE actor = session_user AND attempt IS NULL AND at > clock_timestamp() - interval '1 hour';
    INSERT INTO audit.entry (action, purpose, outcome)
    VALUES (what, CASE WHEN sound THEN why END,
            CASE WHEN before >= least(per_hour, 100) THEN 'refused: rate'
                 WHEN NOT sound THEN 'refused: purpose' ELSE 'granted' END)
    RETURNING * INTO made;
    RETURN made;
END
$$;

CREATE FUNCTION audit.ended(begun bigint, how text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.entry (action, outcome, attempt)
    SELECT action, how, seq FROM audit.entry WHERE seq = begun AND actor = session_user AND outcome = 'granted';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no attempt of this role was granted under that number';
    END IF;
END
$$;

-- For who is refused by their role, and may do nothing else here.
CREATE FUNCTION audit.denied(what text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ INSERT INTO audit.entry (action, outcome) VALUES (what, 'refused: role') $$;

CREATE FUNCTION audit.is_under_way() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM audit.entry AS asked
    WHERE actor = session_user AND outcome = 'granted' AND at > clock_timestamp() - interval '10 minutes'
      AND committed IS DISTINCT FROM pg_current_xact_id_if_assigned()
      AND NOT EXISTS (SELECT FROM audit.entry WHERE attempt = asked.seq))
$$;
COMMENT ON FUNCTION audit.is_under_way IS 'an attempt of this role was granted, is committed, not over and not older than ten minutes';

CREATE VIEW audit.person WITH (security_barrier) AS
SELECT seq, subject_ref, subject_id, key_version, wrapped_keys, kek_version, not_before, vault_user_id, vault_key_version
FROM registry.person WHERE audit.is_under_way();
COMMENT ON VIEW audit.person IS 'rows of persons while an attempt is under way, else none';

-- Nobody may by being there before, the owner included.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION audit.attempt, audit.ended FROM CURRENT_USER;

CREATE FUNCTION audit.admit(officer name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA audit TO %I', officer);
    EXECUTE format('GRANT SELECT ON audit.entry, audit.person TO %I', officer);
    EXECUTE format('GRANT EXECUTE ON FUNCTION audit.attempt, audit.ended, audit.is_under_way TO %I', officer);
END
$$;
REVOKE ALL ON FUNCTION audit.admit FROM PUBLIC;
COMMENT ON FUNCTION audit.admit IS 'gives a role what an officer needs to reveal, and nothing else; for the owner';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_officer') THEN
        PERFORM audit.admit('lake_officer');
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT USAGE ON SCHEMA audit TO lake_job;
        GRANT EXECUTE ON FUNCTION audit.denied TO lake_job;
    END IF;
END
$$;
