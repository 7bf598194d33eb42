"""Local services of a lake: one Kafka broker and one PostgreSQL server, on loopback, in sessions of their own."""


class ServiceError(Exception):
    """A service cannot be used; the text is one sentence that says what to do."""
