"""A Postgres of another schema version: an older one is migrated, a later one refused in one sentence."""

from __future__ import annotations

import psycopg2
import pytest

from governance.database import DatabaseError, migrate
from scripts.control import Control
from tests.support.clones import Clones

pytestmark = pytest.mark.e2e


def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(control: Control, clones: Clones) -> None:
    with clones.clone() as clone:
        migrate(clone.owner)
        connection = psycopg2.connect(clone.owner)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO _yoyo_migration (migration_hash, migration_id, applied_at_utc) "
                    "VALUES ('later', '9999.later', now())"
                )
            with pytest.raises(DatabaseError, match=r"schema 9999\.later, which this version does not know"):
                migrate(clone.owner)
        finally:
            connection.close()
