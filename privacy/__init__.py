"""What may be known: keys, treatments, one policy a contract, disclosure rules. Reads and writes no data."""
