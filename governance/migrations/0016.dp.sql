-- Releases of figures with noise, and the budget of privacy that they spend.
-- depends: 0015.releases

CREATE SCHEMA dp;

CREATE TABLE dp.budget (
    data_set  text NOT NULL,
    period    date NOT NULL CHECK (period = date_trunc('month', period)),
    unit      text NOT NULL,
    epsilon   numeric NOT NULL CHECK (epsilon > 0),
    opened_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (data_set, period)
);
COMMENT ON COLUMN dp.budget.period IS 'first day of the month whose days it is for';
COMMENT ON COLUMN dp.budget.unit IS 'what is protected: data sets with and without it are alike';
COMMENT ON COLUMN dp.budget.epsilon IS 'all that releases of the period may spend together; stays as it was opened';

CREATE TABLE dp.release (
    release_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text NOT NULL,
    day            date NOT NULL,
    data_set       text NOT NULL,
    period         date NOT NULL CHECK (period = date_trunc('month', day)),
    epsilon        numeric NOT NULL CHECK (epsilon > 0),
    form           text NOT NULL,
    events_version bigint NOT NULL,
    users_version  bigint NOT NULL,
    figures        bigint[] NOT NULL,
    drawn_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (name, day),
    FOREIGN KEY (data_set, period) REFERENCES dp.budget
);
COMMENT ON TABLE dp.release IS 'a row is a charge and its figures: there is not one without the other';
COMMENT ON COLUMN dp.release.epsilon IS 'spent by it';
COMMENT ON COLUMN dp.release.form IS 'of grid, bounds and unit: figures of another form mean something else';
COMMENT ON COLUMN dp.release.figures IS 'with noise, in the order of the grid; they are never drawn again';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT USAGE ON SCHEMA dp TO lake_job;
        GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA dp TO lake_job;
    END IF;
END
$$;
