"""Where data lives: the session, the tables, the road, the writer, gold. Asks no settings and knows no Postgres."""
