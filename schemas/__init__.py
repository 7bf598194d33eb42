"""What is promised: contracts of the sources, the envelope, outcomes, and the tables' vocabulary. Knows no Spark."""
