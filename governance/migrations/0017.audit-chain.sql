-- The chain of the audit: a line for each thing done with persons, keys and what is published, each line bound to the one
-- before by a keyed hash that the database cannot make.
-- depends: 0016.dp

CREATE TABLE audit.line (
    seq    bigint PRIMARY KEY CHECK (seq > 0),
    at     timestamptz NOT NULL,
    actor  text NOT NULL,
    action text NOT NULL CHECK (action ~ '^[a-z][a-z -]{2,40}$'),
    detail text NOT NULL CHECK (length(detail) <= 1000),
    mac    bytea NOT NULL CHECK (length(mac) = 16)
);
COMMENT ON COLUMN audit.line.actor IS 'the role that logged in';
COMMENT ON COLUMN audit.line.detail IS 'JSON: counts, closed words, keyed ids; never a value of a person';
COMMENT ON COLUMN audit.line.mac IS 'HMAC under K_audit of the line before and this one';

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.line
    FOR EACH STATEMENT EXECUTE FUNCTION audit.only_grows();

-- One writer at a time, until the end of its transaction.
CREATE FUNCTION audit.head(OUT seq bigint, OUT mac bytea, OUT actor text, OUT at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'lines are added in a transaction that reads what others have committed';
    END IF;
    PERFORM pg_advisory_xact_lock(7004);
    SELECT line.seq, line.mac INTO seq, mac FROM audit.line ORDER BY line.seq DESC LIMIT 1;
    seq := coalesce(seq, 0);
    actor := session_user;
    at := clock_timestamp();
END
$$;
COMMENT ON FUNCTION audit.head IS 'the newest line, and by whom and when the next one would be written';

CREATE FUNCTION audit.add(next bigint, moment timestamptz, what text, details text, hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    newest record;
BEGIN
    SELECT * INTO newest FROM audit.head();
    IF next <> newest.seq + 1 OR abs(extract(epoch FROM newest.at - moment)) > 60 THEN
        RAISE EXCEPTION 'a line is added behind the newest one, at the time it is';
    END IF;
    INSERT INTO audit.line (seq, at, actor, action, detail, mac)
    VALUES (next, moment, session_user, what, details, hash);
END
$$;

REVOKE ALL ON FUNCTION audit.head, audit.add FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit.admit(officer name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA audit TO %I', officer);
    EXECUTE format('GRANT SELECT ON audit.entry, audit.person, audit.line TO %I', officer);
    EXECUTE format('GRANT EXECUTE ON FUNCTION audit.attempt, audit.ended, audit.is_under_way, audit.head, audit.add TO %I',
                   officer);
END
$$;
REVOKE ALL ON FUNCTION audit.admit FROM PUBLIC;
COMMENT ON FUNCTION audit.admit IS 'gives a role what an officer needs to reveal and to read the audit, and nothing else; for the owner';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_officer') THEN
        PERFORM audit.admit('lake_officer');
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT EXECUTE ON FUNCTION audit.head, audit.add TO lake_job;
    END IF;
END
$$;
