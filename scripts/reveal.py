"""``make reveal``: the identifier of the person behind a pseudonym, for who may know it and says why.

TOKEN is the pseudonym, a user_key of silver as 32 hexadecimal digits; PURPOSE says why, in 10 to 200 characters. Each
attempt is a line of audit.entry in Postgres, written before anything is opened, with PURPOSE in your own words: put no
personal data in it. The identifier goes to a terminal, or wherever standard output goes with STDOUT=1; nowhere else.
"""

from __future__ import annotations

import sys

from conf import Settings
from governance.database import Database
from governance.reveal import RevealError, Reveals, pseudonym
from scripts import entry
from scripts.control import control
from scripts.services import postgres_officer


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make reveal", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    asked = settings.reveal
    # Told before anything is started or written down.
    user_key = pseudonym(asked.token.reveal() if asked.token else "")
    if not (asked.stdout or sys.stdout.isatty()):
        raise RevealError("standard output is no terminal: STDOUT=1 if an identifier may go where it goes")
    plane = control(settings)
    job = plane.database()
    officer = Database(postgres_officer.officer(settings).reveal())
    try:
        identifier = Reveals(officer, plane.keyring, asked.per_hour, plane.audit, job).identifier(
            user_key, asked.purpose.strip()
        )
        # A sender may have put into it what a terminal obeys.
        print("".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in identifier))
    finally:
        officer.close()
        job.close()


if __name__ == "__main__":
    sys.exit(main())
