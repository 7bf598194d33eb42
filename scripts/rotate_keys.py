"""``make rotate-keys``: a new version of the master key for everything new, and all of the registry brought under it.

Safe under a running stream. RETIRE=1 then takes version 1 out of the key file for good, once nothing is left on it.
Back the key file up after either step: without it nothing in the lake can be read.
"""

from __future__ import annotations

import sys

from tqdm import tqdm

from conf import Settings
from governance.audit import Action
from governance.rotation import Rotation
from lakehouse.locks import FENCE
from scripts import entry, session
from scripts.control import Control, control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make rotate-keys", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    spark = session.session(settings, "rotate keys")
    try:
        locks = session.locks(settings, spark, plane)
        rotation = Rotation(plane.database(), plane.key_file)
        if settings.rotation.retire:
            retired = settings.rotation.retire
            with plane.audited(Action.RETIRE, version=retired), locks.held(FENCE):
                rotation.retire(retired)
            print(f"version {settings.rotation.retire} is retired: what was under it cannot be opened any more")
        else:
            with plane.audited(Action.ROTATE) as told:
                with locks.held(FENCE):
                    if not rotation.unfinished():
                        rotation.begin()
                told["version"] = rotation.newest
                _rewrap(rotation)
            _say_what_next(plane, rotation)
    finally:
        spark.stop()


def _rewrap(rotation: Rotation) -> None:
    with tqdm(total=rotation.people(), desc="registry", unit=" persons", unit_scale=True, dynamic_ncols=True) as bar:
        for persons in rotation.rewrap():
            bar.update(persons)


def _say_what_next(plane: Control, rotation: Rotation) -> None:
    earlier = [version for version in plane.keyring.versions if version < rotation.newest]
    print(f"everything is under version {rotation.newest}; back up {plane.key_file} now")
    for version in earlier:
        left = rotation.left(version)
        if any(left):
            print(f"version {version} stays: {left.persons:,} persons without a vaulted identifier are found by it")
        else:
            print(f"nothing is left on version {version}: `make rotate-keys RETIRE={version}` takes it away for good")


if __name__ == "__main__":
    sys.exit(main())
