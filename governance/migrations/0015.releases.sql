-- Releases of anonymous rows: the levels that all of a series have in common, and what each came to.
-- depends: 0014.audit

CREATE SCHEMA release;

CREATE TABLE release.series (
    name      text NOT NULL,
    series    int NOT NULL CHECK (series > 0),
    form      text NOT NULL,
    k         int NOT NULL,
    levels    jsonb NOT NULL,
    loss      double precision NOT NULL,
    pinned_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, series)
);
COMMENT ON COLUMN release.series.form IS 'of hierarchies and bands: releases of another form cannot be compared';
COMMENT ON COLUMN release.series.levels IS 'of each quasi-identifier, 0 is as in silver';
COMMENT ON COLUMN release.series.loss IS 'share of what silver tells that was lost when the levels were chosen, from 0 to 1';

CREATE TABLE release.made (
    release_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text NOT NULL,
    series         int NOT NULL,
    silver_version bigint NOT NULL,
    delta_version  bigint NOT NULL,
    persons        bigint NOT NULL,
    left_out       bigint NOT NULL,
    rows           bigint NOT NULL,
    classes        bigint NOT NULL,
    smallest       bigint NOT NULL,
    loss           double precision NOT NULL,
    made_at        timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (name, series) REFERENCES release.series
);
COMMENT ON COLUMN release.made.persons IS 'in silver';
COMMENT ON COLUMN release.made.left_out IS 'of them, in classes of fewer than k, or of too few sensitive values';
COMMENT ON COLUMN release.made.rows IS 'of the release';
COMMENT ON COLUMN release.made.smallest IS 'persons of the smallest class';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT USAGE ON SCHEMA release TO lake_job;
        GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA release TO lake_job;
    END IF;
END
$$;
