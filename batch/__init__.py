"""History's clock: sources that are read once and jobs that end."""
