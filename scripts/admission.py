"""The officer's part of the boundary: the database up and migrated, roles of readers given or taken.

What is wanted comes by standard input, because it holds passwords; what was done goes to standard output. Both JSON.
"""

from __future__ import annotations

import json
import sys

import conf
from conf import Secret
from governance.database import DatabaseError
from privacy.keys import KeyFileError
from scripts.control import control
from scripts.services import ServiceError, postgres
from scripts.services.postgres import Reader


def main() -> int:
    """Exit codes: 0 done, 1 refused with one sentence."""
    try:
        settings = conf.load()
        asked = json.load(sys.stdin)
        control(settings)  # the tables that roles are to read
        readers = [Reader(role, Secret(password), tuple(schemas)) for role, password, schemas in asked.get("admit", ())]
        postgres.admit(settings, readers)
        print(json.dumps({"gone": postgres.expel(settings, asked.get("expel", ()))}))
    except (conf.SettingsError, ServiceError, DatabaseError, KeyFileError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
