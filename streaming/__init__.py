"""Kafka's clock: the source, the queries that carry micro-batches, gold's cadence, progress."""
