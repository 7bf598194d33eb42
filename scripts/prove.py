"""``make prove SUBJECT=..`` or ``FROM=requests.csv``: looks for erased persons in every byte of every store.

What is looked for: the identifier, what tables and the registry called the person, and their key, in every form a file
may have them, also in what is compressed. A receipt for each store goes to var/receipts, signed (Ed25519), with the
public key that verifies it: docs/rights.md. It names by when Kafka's log and backups have let go of what they hold.
Once nothing else is left, what was kept to look for is removed, so that another call finds the identifier alone.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from conf import Settings
from governance.audit import Action
from governance.backup import ends
from governance.proof import DATED, LEFT, UNREACHED, ProofError, Receipt, Store, prove, write
from governance.requests import RequestError
from governance.traces import Sought
from lakehouse.catalog import PERSONS
from scripts import entry, rights, topics
from scripts.control import control
from scripts.services import client_options, kafka, postgres


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make prove", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    whose = rights.whose(settings)
    if not whose:
        raise RequestError("SUBJECT or FROM says whose erasure is to be proved")
    plane = control(settings)
    traces = rights.traces(plane)
    sought = traces.sought(whose)
    with plane.audited(Action.PROVE, requests=len(sought)) as told:
        receipts = prove(sought, stores(settings), plane.lake.lake_id, settings.paths.tmp, _say)
        told["stores_left"] = sum(each.verdict == LEFT for each in receipts)
    folder = write(receipts, plane.keyring, settings.paths.receipts, dt.datetime.now(dt.UTC))
    print(f"receipts: {folder}")
    _conclude(receipts, sought)
    traces.proved(sought)
    rights.scrubbed(settings)


def _conclude(receipts: Sequence[Receipt], sought: Sequence[Sought]) -> None:
    """ProofError unless nothing is left anywhere but what has a date."""
    left = [each.store for each in receipts if each.verdict == LEFT]
    if left:
        raise ProofError(
            f"something of them is left in: {', '.join(left)}. The receipts say what and where. `make erase` of them "
            "again clears the lake and Postgres; topics that keep records for ever need a retention; other files are "
            "yours to remove"
        )
    if sum(each.missing for each in sought):
        raise ProofError(
            "nothing was found, but what tables called some of them is not kept any more and was never looked for: "
            "their erasure cannot be proved beyond the identifier"
        )
    in_part = [each.store for each in receipts if each.verdict == UNREACHED or each.gaps]
    if in_part:
        raise ProofError(
            f"nothing was found, but not all was seen of: {', '.join(in_part)} (the receipts say why). It is proved in "
            "part, and what is needed to look again is kept until the requests are due"
        )


def stores(settings: Settings) -> list[Store]:
    """Every place where anything of a person is or may be."""
    paths = settings.paths
    made = [_lake(settings), _postgres(settings), _kafka(settings), _backups(settings)]
    made.append(Store("checkpoints", (paths.checkpoints,)))
    apart = tuple(root for store in made for root in store.roots)
    answers = (paths.truth, paths.access)
    note = f"without {paths.truth.name} (what the synthetic feed sent) and {paths.access.name} (answers to persons)"
    return [*made, Store("everything-else", (paths.var, *_beside(settings)), (*apart, *answers), note=note)]


def _lake(settings: Settings) -> Store:
    lake = settings.paths.lake
    if "://" in lake:
        return Store("lake", (), note="not on this machine: its tables are erased, its storage is not searched")
    logs = tuple(Path(lake) / table.zone / table.name / "_delta_log" for table, _ in PERSONS)
    return Store("lake", (Path(lake),), required=logs)


def _postgres(settings: Settings) -> Store:
    if settings.postgres.dsn is not None:
        return Store(
            "postgres", (), note="POSTGRES_DSN names a server: its files and WAL are its administrator's to show"
        )
    home = postgres.home(settings)
    return Store("postgres", (home,), required=(home / "data" / "PG_VERSION",))


def _kafka(settings: Settings) -> Store:
    """From now on: senders may have sent records of theirs up to this moment, which were suppressed and are there."""
    kept = topics.kept(kafka.ensure(settings), client_options.librdkafka(kafka.options(settings)))
    until = dt.datetime.now(dt.UTC) + kept if kept is not None else None
    if settings.kafka.bootstrap_servers:
        note = "a broker that settings name: its files are not searched"
        return Store("kafka", (), until=until, note=note)
    return Store("kafka", (settings.paths.kafka,), until=until, note="topics hold what was sent, in clear, until then")


def _backups(settings: Settings) -> Store:
    until = max(ends(settings.backup.folder), default=None)
    note = "encrypted: nothing is found in them; a restore re-applies every erasure" if until else ""
    return Store("backups", (settings.backup.folder,), until=until, opaque=True, note=note)


def _beside(settings: Settings) -> tuple[Path, ...]:
    """Files that settings put elsewhere."""
    return (settings.backup.journal, settings.audit.anchor, settings.paths.key_file)


def _say(receipt: Receipt) -> None:
    until = f" by {receipt.until[:16]}Z" if receipt.until and receipt.verdict == DATED else ""
    seen = receipt.note if receipt.verdict == UNREACHED else f"{receipt.files:,} files, {receipt.bytes / 1e6:,.1f} MB"
    gaps = f"; {sum(receipt.gaps.values())} searched as raw bytes only" if receipt.gaps else ""
    print(f"{receipt.store:<16} {receipt.verdict}{until}  ({seen}{gaps})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
