-- The shop window: aggregates that passed the disclosure gate, a release at a time. No row of it is a person.
-- depends: 0007.more-gold

CREATE SCHEMA published;
COMMENT ON SCHEMA published IS 'aggregates that passed the disclosure gate; all rows are of the newest release';

CREATE TABLE published.release (
    release_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    published_at      timestamptz NOT NULL DEFAULT now(),
    as_of             date,
    k                 integer NOT NULL,
    rounding          integer NOT NULL,
    dominance         integer NOT NULL,
    policy_versions   jsonb NOT NULL,
    delta_versions    jsonb NOT NULL UNIQUE,
    rows              jsonb NOT NULL,
    checks            integer NOT NULL CHECK (checks > 0)
);
COMMENT ON TABLE published.release IS 'the publication ledger: where every published number comes from';
COMMENT ON COLUMN published.release.as_of IS 'last day that the release knows events of';
COMMENT ON COLUMN published.release.k IS 'fewest distinct persons behind a number';
COMMENT ON COLUMN published.release.rounding IS 'counts are multiples of it';
COMMENT ON COLUMN published.release.dominance IS 'largest share of one person in a sum, in percent';
COMMENT ON COLUMN published.release.policy_versions IS 'of silver, by contract';
COMMENT ON COLUMN published.release.delta_versions IS 'of the lake''s gold tables that were published';
COMMENT ON COLUMN published.release.rows IS 'by table';
COMMENT ON COLUMN published.release.checks IS 'expectations of the quality suites that held before it was published';

CREATE TABLE published.daily_event_metrics (
    release_id        bigint NOT NULL,
    event_date        date NOT NULL,
    event_type        text NOT NULL,
    region            text NOT NULL,
    device_type       text NOT NULL,
    total_events      bigint,
    unique_users      bigint NOT NULL,
    sessions          bigint,
    avg_watch_seconds double precision,
    revenue           numeric(18,2),
    PRIMARY KEY (event_date, event_type, region, device_type)
);
COMMENT ON TABLE published.daily_event_metrics IS 'events per UTC day, type, region and device; cells of fewer than k persons are left out';
COMMENT ON COLUMN published.daily_event_metrics.event_date IS 'UTC day [public; cell]';
COMMENT ON COLUMN published.daily_event_metrics.event_type IS 'what was done [public; cell]';
COMMENT ON COLUMN published.daily_event_metrics.region IS 'region in the profile; unknown without one [public; cell]';
COMMENT ON COLUMN published.daily_event_metrics.device_type IS 'kind of device; unknown where not sent [public; cell]';
COMMENT ON COLUMN published.daily_event_metrics.total_events IS 'events [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.daily_event_metrics.unique_users IS 'distinct persons; does not add up over cells or days [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.daily_event_metrics.sessions IS 'distinct sessions; does not add up [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.daily_event_metrics.avg_watch_seconds IS 'mean seconds watched [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.daily_event_metrics.revenue IS 'quantity x price of purchases [public; disclosure gate, rounded]';

CREATE TABLE published.product_metrics (
    release_id      bigint NOT NULL,
    analysis_date   date NOT NULL,
    product_id      text NOT NULL,
    views           bigint,
    add_to_cart     bigint,
    purchases       bigint,
    conversion_rate double precision,
    revenue         numeric(18,2),
    avg_price       double precision,
    PRIMARY KEY (analysis_date, product_id)
);
COMMENT ON TABLE published.product_metrics IS 'what was done with a product on a UTC day; cells of fewer than k persons are left out';
COMMENT ON COLUMN published.product_metrics.analysis_date IS 'UTC day [public; cell]';
COMMENT ON COLUMN published.product_metrics.product_id IS 'the product [public; cell]';
COMMENT ON COLUMN published.product_metrics.views IS 'page views that name the product [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.product_metrics.add_to_cart IS 'times it was put in a cart [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.product_metrics.purchases IS 'purchases [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.product_metrics.conversion_rate IS 'purchases by views [public; from published figures]';
COMMENT ON COLUMN published.product_metrics.revenue IS 'quantity x price of purchases [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.product_metrics.avg_price IS 'mean price of a piece sold [public; disclosure gate, rounded]';

CREATE TABLE published.funnel_daily (
    release_id    bigint NOT NULL,
    event_date    date NOT NULL,
    region        text NOT NULL,
    viewers       bigint,
    carters       bigint,
    buyers        bigint,
    cart_rate     double precision,
    purchase_rate double precision,
    PRIMARY KEY (event_date, region)
);
COMMENT ON TABLE published.funnel_daily IS 'how far persons came with a product on a UTC day; cells of fewer than k persons are left out';
COMMENT ON COLUMN published.funnel_daily.event_date IS 'UTC day [public; cell]';
COMMENT ON COLUMN published.funnel_daily.region IS 'region in the profile; unknown without one [public; cell]';
COMMENT ON COLUMN published.funnel_daily.viewers IS 'persons who viewed a product; does not add up over days [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.funnel_daily.carters IS 'of them, who then put that product in a cart [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.funnel_daily.buyers IS 'of them, who then bought it [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.funnel_daily.cart_rate IS 'carters by viewers [public; from published figures]';
COMMENT ON COLUMN published.funnel_daily.purchase_rate IS 'buyers by viewers [public; from published figures]';

CREATE TABLE published.user_cohorts (
    release_id         bigint NOT NULL,
    cohort_month       date NOT NULL,
    region             text NOT NULL,
    age_band           text NOT NULL,
    gender             text NOT NULL,
    subscription_tier  text NOT NULL,
    as_of              date NOT NULL,
    total_users        bigint NOT NULL,
    active_users       bigint,
    avg_lifetime_value double precision,
    avg_purchases      double precision,
    total_revenue      numeric(18,2),
    PRIMARY KEY (cohort_month, region, age_band, gender, subscription_tier)
);
COMMENT ON TABLE published.user_cohorts IS 'persons by month of signup and profile; cells of fewer than k persons are left out';
COMMENT ON COLUMN published.user_cohorts.cohort_month IS 'first day of the month in which the account was opened [public; cell]';
COMMENT ON COLUMN published.user_cohorts.region IS 'region in the profile; unknown without one [public; cell]';
COMMENT ON COLUMN published.user_cohorts.age_band IS 'age in bands; unknown where not given [public; cell]';
COMMENT ON COLUMN published.user_cohorts.gender IS 'as in the profile; unknown where not given [public; cell]';
COMMENT ON COLUMN published.user_cohorts.subscription_tier IS 'what is paid for; unknown where not given [public; cell]';
COMMENT ON COLUMN published.user_cohorts.as_of IS 'last day that the cell takes into account [public; of the cell]';
COMMENT ON COLUMN published.user_cohorts.total_users IS 'persons [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.user_cohorts.active_users IS 'of them, with an event in the 30 days up to as_of [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.user_cohorts.avg_lifetime_value IS 'mean of the lifetime values in the profiles [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.user_cohorts.avg_purchases IS 'mean of the numbers of purchases in the profiles [public; disclosure gate, rounded]';
COMMENT ON COLUMN published.user_cohorts.total_revenue IS 'quantity x price of all their purchases in silver [public; disclosure gate, rounded]';

CREATE TABLE published.retention_cohorts (
    release_id   bigint NOT NULL,
    cohort_week  date NOT NULL,
    weeks_since  integer NOT NULL,
    as_of        date NOT NULL,
    active_users bigint NOT NULL,
    PRIMARY KEY (cohort_week, weeks_since)
);
COMMENT ON TABLE published.retention_cohorts IS 'persons by week of their first event who came back weeks later; cells of fewer than k persons are left out';
COMMENT ON COLUMN published.retention_cohorts.cohort_week IS 'Monday of the week of the person''s first event [public; cell]';
COMMENT ON COLUMN published.retention_cohorts.weeks_since IS 'weeks since then; 0 is the week itself [public; cell]';
COMMENT ON COLUMN published.retention_cohorts.as_of IS 'last day that the cell takes into account [public; of the cell]';
COMMENT ON COLUMN published.retention_cohorts.active_users IS 'distinct persons with an event in that week; does not add up over cells or days [public; disclosure gate, rounded]';

CREATE TABLE published.live_event_counts (
    release_id   bigint NOT NULL,
    window_date  date NOT NULL,
    window_start timestamptz NOT NULL,
    event_type   text NOT NULL,
    events       bigint,
    PRIMARY KEY (window_date, window_start, event_type)
);
COMMENT ON TABLE published.live_event_counts IS 'events of the last minutes by type, each minute written once; cells of fewer than k persons are left out';
COMMENT ON COLUMN published.live_event_counts.window_date IS 'UTC day of the minute [public; cell]';
COMMENT ON COLUMN published.live_event_counts.window_start IS 'the minute [public; cell]';
COMMENT ON COLUMN published.live_event_counts.event_type IS 'what was done [public; cell]';
COMMENT ON COLUMN published.live_event_counts.events IS 'events that had arrived two minutes after the minute was over [public; disclosure gate, rounded]';

CREATE VIEW published.v_user_overview AS
SELECT release_id, cohort_month, sum(total_users)::bigint AS users, sum(active_users)::bigint AS active_users,
       round((sum(avg_lifetime_value * total_users) / nullif(sum(total_users) FILTER (WHERE avg_lifetime_value IS NOT NULL), 0))::numeric, 2)
           AS avg_lifetime_value,
       sum(total_revenue) AS revenue
FROM published.user_cohorts GROUP BY release_id, cohort_month;
COMMENT ON VIEW published.v_user_overview IS 'persons by month of signup: sums of the published cells of user_cohorts';

CREATE VIEW published.v_recent_events AS
SELECT release_id, event_date, event_type, sum(total_events)::bigint AS events, sum(sessions)::bigint AS sessions, sum(revenue) AS revenue
FROM published.daily_event_metrics JOIN published.release USING (release_id)
WHERE event_date > as_of - 7 GROUP BY release_id, event_date, event_type;
COMMENT ON VIEW published.v_recent_events IS 'events of the last 7 days of the release by type: sums of the published cells of daily_event_metrics';

CREATE VIEW published.v_subscription_metrics AS
SELECT release_id, subscription_tier, sum(total_users)::bigint AS users, sum(active_users)::bigint AS active_users,
       round(sum(active_users) / nullif(sum(total_users) FILTER (WHERE active_users IS NOT NULL), 0), 3) AS active_share,
       round((sum(avg_lifetime_value * total_users) / nullif(sum(total_users) FILTER (WHERE avg_lifetime_value IS NOT NULL), 0))::numeric, 2)
           AS avg_lifetime_value,
       sum(total_revenue) AS revenue
FROM published.user_cohorts GROUP BY release_id, subscription_tier;
COMMENT ON VIEW published.v_subscription_metrics IS 'persons by what they pay for: sums of the published cells of user_cohorts';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_job') THEN
        GRANT USAGE ON SCHEMA published TO lake_job;
        GRANT SELECT ON ALL TABLES IN SCHEMA published TO lake_job;
    END IF;
END
$$;
