"""``make consent SUBJECT=.. PURPOSE=analytics DECISION=withdrawn``: sends a decision of a person to topic consents.

DECISION is granted, refused or withdrawn; with ERASE_PAST=1 a no lets go of what was used for the purpose before, with
the next `make erase`. FROM=requests.csv names many. A running stream takes decisions up before its next batch; else the
next one does. It says the same whether somebody is known or not.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sys

from conf import Settings
from governance.audit import Action
from governance.requests import RequestError
from schemas.consents import CONSENTS, DECISIONS, GRANTED
from schemas.purposes import PURPOSES
from scripts import entry, rights
from scripts.control import control
from scripts.sending import send
from scripts.services import kafka


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make consent", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    asked, whose = settings.consent, rights.whose(settings)
    if not whose:
        raise RequestError("SUBJECT or FROM says who has decided")
    _check("PURPOSE", asked.purpose, [each.name for each in PURPOSES])
    _check("DECISION", asked.decision, list(DECISIONS))
    if asked.erase_past and asked.decision == GRANTED:
        raise RequestError("ERASE_PAST=1 goes with a no: DECISION=refused or withdrawn")
    plane = control(settings)
    kafka.ensure(settings)
    with plane.audited(Action.CONSENT, persons=len(whose), decision=asked.decision):
        send(settings, CONSENTS.name, [(each, _record(settings, each)) for each in whose])
    print(f"{len(whose):,} decisions sent: {asked.purpose} {asked.decision}")


def _check(name: str, given: str, known: list[str]) -> None:
    if given not in known:
        raise RequestError(f"{name} is one of: {', '.join(known)}")


def _record(settings: Settings, identifier: bytes) -> bytes:
    asked = settings.consent
    record = {
        "consent_id": secrets.token_hex(16),
        "user_id": identifier.decode(),
        "decided_at": dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
        "purpose": asked.purpose,
        "decision": asked.decision,
        "erase_past": asked.erase_past,
    }
    return json.dumps(record, ensure_ascii=False).encode()


if __name__ == "__main__":
    sys.exit(main())
