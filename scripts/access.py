"""``make access SUBJECT=.. OUT=folder``: all that is held about a person, for them (GDPR Art. 15 and 20).

A folder for its owner alone, with data.json, a CSV for each table and index.html; with PUBLIC_KEY=cert.pem one file
that only the owner of that certificate opens (openssl cms -decrypt -inform DER -in 7.p7m -inkey key.pem -out 7.zip).
FROM names many persons: a folder each, by number of request (`make requests`). Who is not known gets the same answer
with nothing in it. What is still in Kafka, and has not been taken, is not in it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from batch import answer
from batch.access import Held, held, nothing_held
from conf import Settings
from governance.audit import Action
from governance.persons_asked import Known, known
from governance.requests import Kind
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.writer import Writer
from privacy import envelopes
from scripts import entry, rights, session
from scripts.control import Control, control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make access", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    asked, whose = settings.rights, rights.whose(settings)
    certificate = _certificate(asked.public_key)
    plane = control(settings)
    requests = rights.requests(plane)
    requests.receive(Kind.ACCESS, whose)
    requests.verify(Kind.ACCESS)
    # Only of those who are named: another one's answer may be meant for another folder, or another key.
    waiting = requests.waiting(Kind.ACCESS, whose)
    if not waiting:
        print("nothing was waiting to be answered: SUBJECT or FROM says who asks")
        return
    folder = Path(asked.out).expanduser().resolve() if asked.out else settings.paths.access
    for number, made in _answers(settings, plane, waiting).items():
        print(answer.write(made, folder / str(number), certificate), flush=True)
        requests.end([number], Action.ACCESS)


def _certificate(file: str) -> bytes | None:
    if not file:
        return None
    try:
        found = Path(file).expanduser().read_bytes()
    except OSError:
        raise envelopes.CertificateError(f"PUBLIC_KEY={file} cannot be read: name a certificate (PEM)") from None
    envelopes.check(found)
    return found


def _answers(settings: Settings, plane: Control, waiting: Mapping[int, bytes]) -> dict[int, dict[str, bytes]]:
    """Files of every answer, by number of request."""
    with closing(plane.database()) as database:
        persons = known(database, plane.key_file, list(waiting.values()))
    found = dict(zip(persons, _held(settings, plane, list(persons.values())), strict=True))
    today = dt.datetime.now(dt.UTC).date()
    return {
        number: answer.files(found.get(whose) or nothing_held(), _about(settings, persons.get(whose)), today)
        for number, whose in waiting.items()
    }


def _held(settings: Settings, plane: Control, persons: list[Known]) -> list[Held]:
    spark = session.session(settings, "access")
    try:
        rights.check_lake(spark, plane)
        tables.ensure(spark, plane.lake, TABLES)
        return held(Writer(spark, plane.lake), persons)
    finally:
        spark.stop()


def _about(settings: Settings, person: Known | None) -> dict[str, str]:
    """What Art. 15(1) asks for beside the data, as far as this system knows it."""
    days = settings.retention.bronze_days
    return {
        "Known since": f"{person.since:%Y-%m-%d}" if person else "not known",
        "How you are known": (
            "by a number that was drawn for you; your identifier is kept encrypted, and told to an officer who writes "
            "down why"
            if person and person.reveals
            else "by a number that was drawn for you, if at all; your identifier is not kept"
        ),
        "How long": f"originals {f'{days} days' if days else 'until you are erased'}, what was rejected 7 days",
        "Who sees it": "analysts: rows of silver. Others: numbers about at least "
        f"{settings.privacy.k} persons, rows that at least {settings.release.k} persons share, figures with noise",
        "What is not here": "keyed hashes that tie rows together; rows and numbers without any key, which nobody can "
        "tell are about you; records on their way that have not been taken yet",
    }


if __name__ == "__main__":
    sys.exit(main())
