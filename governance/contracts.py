"""Which versions of a contract the lake has seen. A later one may add optional fields and widen what there is."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from governance.database import Database
from lakehouse.tables import LakeError
from schemas.constraints import Described, admits_all_of, described
from schemas.contract import Contract


@dataclass(frozen=True)
class Promise:
    """What a version promised of a field."""

    constraint: Described
    required: bool
    holds: list[str] = field(default_factory=list)
    """kinds that somebody has decided may stand in it"""
    path: str = ""


Promised = dict[str, Promise]
"""By field."""


def register(database: Database, contract: Contract) -> None:
    """Notes that records are decoded by ``contract`` from now on. Raises LakeError, with the remedy, for a change that
    old records or old rows would not survive."""
    promised = promised_by(contract)
    with database.transaction() as cursor:
        cursor.execute(
            "SELECT version, fields FROM ledger.contract WHERE name = %s ORDER BY version DESC LIMIT 1",
            (contract.name,),
        )
        newest = cursor.fetchone()
        if newest is not None:
            old = {name: Promise(**promise) for name, promise in newest[1].items()}
            check_change(contract.name, newest[0], old, contract.version, promised)
        cursor.execute(
            "INSERT INTO ledger.contract (name, version, fields) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (
                contract.name,
                contract.version,
                json.dumps({name: asdict(promise) for name, promise in promised.items()}),
            ),
        )


def check_change(name: str, old_version: int, old: Promised, version: int, new: Promised) -> None:
    """Raises LakeError unless ``new`` may follow ``old``."""
    if version < old_version:
        raise LakeError(
            f"this lake has records of contract {name} version {old_version}, this program knows version {version}: "
            "start the later program"
        )
    if version == old_version and new != old:
        raise LakeError(f"contract {name} has changed and is still version {version}: raise its version")
    for known, promise in old.items():
        if known not in new:
            raise LakeError(
                f"contract {name} version {version} leaves out {known}: a version may add fields, not remove them; "
                "keep it, and Suppress() it in the policy if nobody may see it any more"
            )
        if new[known].path != promise.path:
            raise LakeError(
                f"contract {name} version {version} looks for {known} in another place: records that were good must "
                "stay good; add a field of another name"
            )
        stays = admits_all_of(new[known].constraint, promise.constraint) and new[known].required <= promise.required
        if not stays:
            raise LakeError(
                f"contract {name} version {version} narrows {known}: records that were good must stay good; "
                "add a field of another name"
            )
    for added in new.keys() - old.keys():
        if new[added].required:
            raise LakeError(
                f"contract {name} version {version} requires the new field {added}: earlier records lack it; let it be "
                "optional"
            )


def promised_by(contract: Contract) -> Promised:
    return {
        each.name: Promise(described(each.constraint), each.required, sorted(each.holds), each.path)
        for each in contract.fields
    }
