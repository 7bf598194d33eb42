"""The sections of the settings, frozen. What each means to a user stands in ``conf/default.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from conf.secret import Secret


@dataclass(frozen=True)
class Paths:
    """Where things are. ``lake`` is a string because it may be a remote address; all else is a local folder."""

    var: Path
    lake: str
    jars: Path
    key_file: Path

    @property
    def checkpoints(self) -> Path:
        return self.var / "checkpoints"

    @property
    def kafka(self) -> Path:
        return self.var / "kafka"

    @property
    def postgres(self) -> Path:
        return self.var / "postgres"

    @property
    def keys(self) -> Path:
        return self.var / "keys"

    @property
    def truth(self) -> Path:
        return self.var / "truth"

    @property
    def privacy(self) -> Path:
        """What attacks found, and the privacy report."""
        return self.var / "privacy"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def tmp(self) -> Path:
        return self.var / "tmp"

    @property
    def quality(self) -> Path:
        return self.var / "quality"

    @property
    def registry_snapshot(self) -> Path:
        return self.var / "registry"

    @property
    def backups(self) -> Path:
        return self.var / "backups"

    @property
    def erasures(self) -> Path:
        return self.var / "erasures"

    @property
    def audit(self) -> Path:
        """The anchor of the audit."""
        return self.var / "audit"

    @property
    def access(self) -> Path:
        """Answers to persons who asked what is held about them."""
        return self.var / "access"

    @property
    def receipts(self) -> Path:
        """What was scanned for erased persons, signed."""
        return self.var / "receipts"


@dataclass(frozen=True)
class Kafka:
    bootstrap_servers: str
    options_file: Path | None
    partitions: int


@dataclass(frozen=True)
class Postgres:
    dsn: Secret | None


@dataclass(frozen=True)
class Spark:
    master: str
    driver_memory: str


@dataclass(frozen=True)
class Stream:
    events_seconds: int
    users_seconds: int
    gold_seconds: int
    upkeep_seconds: int
    max_records_per_batch: int
    duration_seconds: int
    new_epoch: bool
    rejection_share: float
    rejection_window: int


@dataclass(frozen=True)
class Metrics:
    port: int


@dataclass(frozen=True)
class Feed:
    rate: int
    users: int
    seed: int


@dataclass(frozen=True)
class Privacy:
    k: int
    rounding: int


@dataclass(frozen=True)
class Sql:
    query: str


@dataclass(frozen=True)
class Readmit:
    """Which rejected records; empty: all."""

    reason: str
    contract: str


@dataclass(frozen=True)
class Retention:
    """``bronze_days``: for how many days after receipt bronze keeps a record; ``silver_days``: after its day, silver an
    event; 0: for ever. ``answers_days``: answers to persons. ``apply``: remove what is over, do not only tell."""

    bronze_days: int
    silver_days: int
    answers_days: int
    apply: bool


@dataclass(frozen=True)
class Replay:
    day: str


@dataclass(frozen=True)
class Rotation:
    """``retire``: a version of the master key; 0: none."""

    retire: int


@dataclass(frozen=True)
class Backfill:
    """``files``: patterns of real exports, empty for synthetic history. ``exported``: when they were made, empty for
    the files' own dates. ``until``: the day after the last of synthetic history, empty for today. ``slices_at_once``:
    0 for as many as the cores allow."""

    files: str
    exported: str
    users: int
    events: int
    days: int
    until: str
    slice_records: int
    slices_at_once: int


@dataclass(frozen=True)
class Backup:
    """Of the registry. ``days``: how long one may be used; ``journal``: the file of all erasures, beside the
    database."""

    folder: Path
    days: int
    journal: Path


@dataclass(frozen=True)
class Reveal:
    """``token``: a person's pseudonym; ``stdout``: whether an identifier may go where no terminal is; ``dsn``: of the
    officer's role."""

    token: Secret | None
    purpose: str
    stdout: bool
    per_hour: int
    dsn: Secret | None


@dataclass(frozen=True)
class Audit:
    """``anchor``: the file beside the database; ``verify``: check the whole chain; ``last``: lines to show."""

    anchor: Path
    verify: bool
    last: int


@dataclass(frozen=True)
class Rights:
    """Whose request: ``subject``, an identifier as senders use it, or ``file``, a CSV of them. ``out``: folder that an
    access request is answered into; ``public_key``: of who alone may read it, else whoever has the folder;
    ``hold_until``: last day of a hold, and ``lift`` ends it."""

    subject: Secret | None
    file: str
    out: str
    public_key: str
    hold_until: str
    lift: bool


@dataclass(frozen=True)
class Consent:
    """``required``: names of purposes, with blanks between them. The others: of a decision to send."""

    required: str
    purpose: str
    decision: str
    erase_past: bool


@dataclass(frozen=True)
class Lineage:
    """``column``: zone.table.column; ``mermaid``: a chart, no tree. ``to``: where runs are exported to, ``since`` a
    day."""

    column: str
    mermaid: bool
    to: str
    since: str


@dataclass(frozen=True)
class Release:
    """Of anonymous rows. ``k``: fewest persons of a class; ``repin``: look for the best levels anew."""

    k: int
    repin: bool


@dataclass(frozen=True)
class Dp:
    """Of figures with noise. ``day``: to release; ``epsilon``: that it spends; ``budget``: epsilon of a month;
    ``closed_after_days``: days after which a day can be released; ``quote``: tell the price alone."""

    day: str
    epsilon: Decimal
    budget: Decimal
    closed_after_days: int
    quote: bool


@dataclass(frozen=True)
class Publish:
    """``dsn``: of the role that writes schema published, where it is not the job's."""

    dsn: Secret | None


@dataclass(frozen=True)
class Status:
    """``seconds``: how long services, topics and disks have to answer ``make status``."""

    json: bool
    seconds: int
    least_free_gb: int
    least_free_percent: int


@dataclass(frozen=True)
class Propose:
    """``name``: of the source that a contract is drafted for."""

    name: str


@dataclass(frozen=True)
class Scan:
    """``json``: the file that findings are written to; empty for none. "1" prints them."""

    json: str


@dataclass(frozen=True)
class Bench:
    size: str


@dataclass(frozen=True)
class Faults:
    failpoint: str


@dataclass(frozen=True)
class Settings:
    profile: str
    paths: Paths
    kafka: Kafka
    postgres: Postgres
    spark: Spark
    stream: Stream
    metrics: Metrics
    feed: Feed
    privacy: Privacy
    sql: Sql
    readmit: Readmit
    replay: Replay
    propose: Propose
    retention: Retention
    rotation: Rotation
    backfill: Backfill
    backup: Backup
    reveal: Reveal
    audit: Audit
    rights: Rights
    consent: Consent
    lineage: Lineage
    publish: Publish
    release: Release
    dp: Dp
    status: Status
    scan: Scan
    bench: Bench
    faults: Faults
