"""What is owed: persons and their keys, the run ledger. Postgres, the control plane."""
