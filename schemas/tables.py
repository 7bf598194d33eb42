"""Tables as values: zones, columns with their level and treatment, and the tables whose columns no policy decides."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.constraints import ContractError
from schemas.levels import HANDLING, Level


@dataclass(frozen=True)
class Column:
    """``type`` is Spark SQL; ``treatment`` says in a few words what was done to get here."""

    name: str
    type: str
    level: Level
    treatment: str
    meaning: str
    required: bool = False

    def comment(self, policy_version: int | None) -> str:
        policy = f"; policy v{policy_version}" if policy_version else ""
        return f"{self.meaning} [{self.level.word}; {self.treatment}{policy}]"


@dataclass(frozen=True)
class Table:
    """``statistics``: the only columns whose smallest and largest values may stand in the Delta log.

    ``deletion_vectors``: rows are marked instead of files rewritten. ``history_days``: how long old versions stay.
    """

    zone: str
    name: str
    columns: tuple[Column, ...]
    comment: str
    partition_by: str | None = None
    statistics: tuple[str, ...] = ()
    deletion_vectors: bool = False
    policy_version: int | None = None
    history_days: int = 7

    def __post_init__(self) -> None:
        for column in self.columns:
            handling = HANDLING[column.level]
            if self.zone not in handling.zones:
                raise ContractError(f"{self.full_name}.{column.name} is {column.level.word}: not in {self.zone}")
            if column.level is Level.SECRET and column.treatment != "encrypted":
                raise ContractError(
                    f"{self.full_name}.{column.name} is secret: it stands there encrypted or not at all"
                )
            if self.history_days > handling.history_days:
                raise ContractError(
                    f"{self.full_name} keeps old versions for {self.history_days} days; {column.name} is "
                    f"{column.level.word}: at most {handling.history_days}"
                )

    @property
    def full_name(self) -> str:
        return f"{self.zone}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


SOURCE_ID = Column("source_id", "STRING", Level.INTERNAL, "as received", "where the record came from", required=True)
PARTITION = Column("partition", "INT", Level.INTERNAL, "as received", "partition of the source", required=True)
OFFSET = Column("offset", "BIGINT", Level.INTERNAL, "as received", "place within the partition", required=True)
RECEIVED_AT = Column(
    "received_at", "TIMESTAMP", Level.INTERNAL, "as received", "when the broker or export had it", required=True
)


def bronze(contract: str) -> Table:
    """RAW: one row a position, the payload under the person's own key."""
    return Table(
        zone="bronze",
        name=contract,
        comment=f"RAW: original {contract} records, AES-256-GCM under a key per person",
        columns=(
            SOURCE_ID,
            PARTITION,
            OFFSET,
            RECEIVED_AT,
            Column("ingest_date", "DATE", Level.INTERNAL, "made by the road", "UTC day of received_at", required=True),
            Column(
                "contract", "STRING", Level.INTERNAL, "made by the road", "contract it was decoded by", required=True
            ),
            Column(
                "contract_version", "INT", Level.INTERNAL, "made by the road", "version of that contract", required=True
            ),
            Column(
                "subject_id", "BINARY", Level.IDENTIFYING, "random", "the person's row in the registry", required=True
            ),
            Column(
                "key_version", "INT", Level.INTERNAL, "made by the road", "version of the person's keys", required=True
            ),
            Column("payload", "BINARY", Level.SECRET, "encrypted", "the record as received", required=True),
        ),
        partition_by="ingest_date",
        statistics=("source_id", "partition", "offset", "received_at"),
    )


QUARANTINE = Table(
    zone="quarantine",
    name="records",
    comment="records that were rejected, encrypted, kept 7 days",
    columns=(
        SOURCE_ID,
        PARTITION,
        OFFSET,
        RECEIVED_AT,
        Column("ingest_date", "DATE", Level.INTERNAL, "made by the road", "UTC day it was rejected", required=True),
        Column("contract", "STRING", Level.INTERNAL, "made by the road", "contract it failed", required=True),
        Column(
            "contract_version", "INT", Level.INTERNAL, "made by the road", "version of that contract", required=True
        ),
        Column("reason", "STRING", Level.INTERNAL, "made by the road", "why it was rejected", required=True),
        Column("length", "BIGINT", Level.INTERNAL, "made by the road", "bytes of the record; null: it had none"),
        Column(
            "subject_id", "BINARY", Level.IDENTIFYING, "random", "the person, where known: then their key closes it"
        ),
        Column("key_day", "DATE", Level.INTERNAL, "made by the road", "else the day whose key closes it"),
        Column("payload", "BINARY", Level.SECRET, "encrypted", "the record as received; null: it had none"),
    ),
    partition_by="ingest_date",
    statistics=("source_id", "partition", "offset", "received_at"),
)


ASIDE = Table(
    zone="quarantine",
    name="restricted",
    comment="rows of silver of persons whose data may be stored and not used, encrypted, for as long as that lasts",
    columns=(
        Column("contract", "STRING", Level.INTERNAL, "made by the road", "table of silver they are of", required=True),
        Column("subject_id", "BINARY", Level.IDENTIFYING, "random", "the person, whose key closes them", required=True),
        Column("rows", "BIGINT", Level.INTERNAL, "made by the road", "how many there are in payload", required=True),
        Column("put_at", "TIMESTAMP", Level.INTERNAL, "made by the road", "when they were put aside", required=True),
        Column("payload", "BINARY", Level.SECRET, "encrypted", "the rows", required=True),
    ),
)
