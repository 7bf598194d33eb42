-- Gold has more tables: what a lake of before has computed of daily metrics is yet to be computed of them.
-- depends: 0006.history

INSERT INTO ledger.gold_work (table_name, day, job, epoch, batch_id)
SELECT tables.name, gold_day.day, batch.job, batch.epoch, batch.batch_id
FROM ledger.gold_day
CROSS JOIN (VALUES ('gold.product_metrics'), ('gold.funnel_daily'), ('gold.user_cohorts'), ('gold.retention_cohorts')) AS tables (name)
CROSS JOIN (SELECT job, epoch, batch_id FROM ledger.batch WHERE silver_at IS NOT NULL LIMIT 1) AS batch
WHERE gold_day.table_name = 'gold.daily_event_metrics';
