"""The control plane, ready for use: Postgres migrated, the lake's identity known, the master key the right one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from conf import Settings
from governance import catalog
from governance.audit import Action, Anchor, Audit, UntilDone, at_once
from governance.contracts import register
from governance.database import Database, migrate
from governance.lake import bind_key, lake_id
from lakehouse.road import Keys
from lakehouse.tables import Lake
from privacy.keyfile import read_keyring
from privacy.keys import Keyring
from privacy.policies import POLICIES
from scripts.purposes import required_purposes
from scripts.services import postgres


@dataclass(frozen=True, repr=False)
class Control:
    """``dsn`` is of the role that reads and writes rows."""

    dsn: str
    lake: Lake
    keyring: Keyring
    keys: Keys
    audit: Audit
    required: frozenset[str] = frozenset()
    """purposes for which this lake waits for consent"""

    @contextmanager
    def audited(
        self, action: Action, until_done: UntilDone = at_once, **detail: int | str
    ) -> Iterator[dict[str, int | str]]:
        """See :meth:`Audit.around`."""
        with (
            closing(self.database()) as database,
            self.audit.around(database, action, detail, until_done) as told,
        ):
            yield told

    @property
    def key_file(self) -> Path:
        return Path(self.keys.file)

    def database(self) -> Database:
        """A connection of its own: one a thread."""
        return Database(self.dsn)


def control(settings: Settings) -> Control:
    """Starts what settings do not name, applies migrations, checks key and contracts. Raises the family of each
    room."""
    read_keyring(settings.paths.key_file)  # what is wrong with it is told before anything is started
    databases = postgres.ensure(settings)
    migrate(databases.owner.reveal())
    dsn = databases.job.reveal()
    with closing(Database(dsn)) as database:
        keyring = bind_key(database, settings.paths.key_file)
        lake = Lake(settings.paths.lake, lake_id(database))
        audit = Audit(keyring, lake.lake_id, Anchor(settings.audit.anchor))
        for policy in POLICIES.values():
            register(database, policy.contract)
        catalog.record(database, audit)
        required = required_purposes(settings, database, audit)
    return Control(dsn, lake, keyring, Keys(str(settings.paths.key_file), keyring.fingerprint()), audit, required)
