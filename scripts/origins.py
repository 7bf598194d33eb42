"""What `make backfill` is to carry, as its settings say: real exports, or synthetic history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from batch.files import ExportError, FileSource
from batch.files.source import source_id as file_id
from batch.files.survey import Surveyed, contract_of, survey
from batch.source import Source
from batch.synthetic import Traffic
from batch.synthetic.source import SyntheticEvents, SyntheticUsers, source_id
from batch.synthetic.traffic import DAY, SECOND
from conf import Settings, SettingsError
from governance.history import Histories, Origin
from privacy.keys import Keyring, Purpose
from privacy.policies import POLICIES
from schemas.contract import Contract


def sources(settings: Settings, histories: Histories, keyring: Keyring) -> Sequence[Source]:
    """Users first: the registry is to know them, and gold their regions. Raises ExportError, SettingsError."""
    if settings.backfill.files:
        found: Sequence[Source] = _exports(settings, histories, keyring)
    else:
        found = _synthetic(settings, histories)
    return sorted(found, key=lambda source: source.contract != "users")


def _synthetic(settings: Settings, histories: Histories) -> list[Source]:
    """The same numbers are the same history whenever they are asked for: its period is that of the first time."""
    asked, seed = settings.backfill, settings.feed.seed
    until = instant(asked.until, "UNTIL") or dt.datetime.combine(dt.datetime.now(dt.UTC).date(), dt.time(), dt.UTC)
    described = (seed, asked.users, asked.events, asked.days, asked.until)
    ids = {name: source_id(name, *described) for name in ("users", "events")}
    met = histories.met(Origin(ids["users"], "users", asked.users, asked.slice_records, until))
    start_us = int(met.exported_at.timestamp()) * SECOND - asked.days * DAY
    traffic = Traffic.history(seed, start_us, max(asked.events, 1), asked.users, asked.days)
    made: list[Source] = [SyntheticUsers(traffic, ids["users"], met.slice_records)]
    if asked.events:
        histories.met(Origin(ids["events"], "events", asked.events, met.slice_records, met.exported_at))
        made.append(SyntheticEvents(traffic, ids["events"], met.slice_records))
    return made


def _exports(settings: Settings, histories: Histories, keyring: Keyring) -> list[FileSource]:
    """Every file is read to its end before the first record of any is carried."""
    hashed = keyring.for_life(Purpose.SOURCE)
    files = [survey(path, lambda blocks: hashed.of_whole(blocks).hex()) for path in paths_of(settings.backfill.files)]
    distinct = {file.fingerprint: file for file in reversed(files)}
    return [_export(settings, histories, file) for file in files if distinct[file.fingerprint] is file]


def paths_of(patterns: str) -> list[Path]:
    """The files that patterns, parted by blanks, name; each once. Raises ExportError for one that names none."""
    found = []
    for pattern in patterns.split():
        whole = Path(pattern).expanduser()
        paths = sorted(Path(whole.anchor).glob(str(whole.relative_to(whole.anchor))))
        if not paths:
            raise ExportError(f"FROM: there is no file {pattern}")
        found += [path.resolve() for path in paths if path.is_file()]
    return list(dict.fromkeys(found))


def _export(settings: Settings, histories: Histories, file: Surveyed) -> FileSource:
    asked = instant(settings.backfill.exported, "EXPORTED")
    exported = asked or dt.datetime.fromtimestamp(file.changed_ns // 10**9, dt.UTC)
    contract = _contract(settings, file, exported)
    met = histories.met(
        Origin(file_id(file), contract.name, file.records, settings.backfill.slice_records, exported)
    )  # fmt: skip
    if met.contract != contract.name:
        raise ExportError(f"{file.path.name}: was carried as {met.contract} before: leave CONTRACT away")
    if asked is not None and met.exported_at != asked:
        raise ExportError(
            f"{file.path.name}: was begun with EXPORTED={met.exported_at.isoformat()}, and its records keep that date"
        )
    return FileSource(file, contract, met.exported_at, met.slice_records)


def _contract(settings: Settings, file: Surveyed, exported: dt.datetime) -> Contract:
    named = settings.readmit.contract
    if named and named not in POLICIES:
        raise ExportError(f"CONTRACT={named!r} is not known; there are: {', '.join(POLICIES)}")
    contracts = [policy.contract for name, policy in POLICIES.items() if named in ("", name)]
    return contract_of(file, contracts, pa.scalar(exported, pa.timestamp("us", tz="UTC")))


def instant(text: str, name: str) -> dt.datetime | None:
    """None for an empty text. A day is its beginning; without an offset it is UTC."""
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{name} is a day such as 2026-01-31, or an instant such as 2026-01-31T06:00:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
