-- The publication ledger only grows; views say no more than cells that add up.
-- depends: 0009.bronze-retention

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lake_publisher') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON published.release FROM lake_publisher;
    END IF;
END
$$;

COMMENT ON COLUMN published.user_cohorts.total_revenue IS 'quantity x price of all their purchases in silver that were not late [public; disclosure gate, rounded]';

-- Distinct sessions do not add up over types and regions. A view loses a column only by being made anew, and its grants
-- with it: they are given again.
DO $$
DECLARE
    given text[] := ARRAY(
        SELECT format('GRANT %s ON published.v_recent_events TO %s', privilege_type,
                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
        FROM pg_class, aclexplode(relacl)
        WHERE oid = 'published.v_recent_events'::regclass AND grantee <> relowner);
    statement text;
BEGIN
    DROP VIEW published.v_recent_events;
    CREATE VIEW published.v_recent_events AS
    SELECT release_id, event_date, event_type, sum(total_events)::bigint AS events, sum(revenue) AS revenue
    FROM published.daily_event_metrics JOIN published.release USING (release_id)
    WHERE event_date > as_of - 7 GROUP BY release_id, event_date, event_type;
    COMMENT ON VIEW published.v_recent_events IS 'events of the last 7 days of the release by type: sums of the published cells of daily_event_metrics';
    FOREACH statement IN ARRAY given LOOP
        EXECUTE statement;
    END LOOP;
END
$$;

COMMENT ON VIEW published.v_user_overview IS 'persons by month of signup: sums of the published cells of user_cohorts; means of cells weighted by their persons';
COMMENT ON VIEW published.v_subscription_metrics IS 'persons by what they pay for: sums of the published cells of user_cohorts; means of cells weighted by their persons';
