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

from confluent_kafka import KafkaError

from conf import Settings
from governance.audit import Action
from governance.requests import RequestError
from schemas.consents import CONSENTS, DECISIONS, GRANTED
from schemas.purposes import PURPOSES
from scripts import entry, erasing, topics
from scripts.control import control
from scripts.feed import producer
from scripts.services import ServiceError, client_options, kafka

_SECONDS = 30.0


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make consent", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    asked, whose = settings.consent, erasing.whose(settings)
    if not whose:
        raise RequestError("SUBJECT or FROM says who has decided")
    _check("PURPOSE", asked.purpose, [each.name for each in PURPOSES])
    _check("DECISION", asked.decision, list(DECISIONS))
    if asked.erase_past and asked.decision == GRANTED:
        raise RequestError("ERASE_PAST=1 goes with a no: DECISION=refused or withdrawn")
    plane, bootstrap = control(settings), kafka.ensure(settings)
    options = client_options.librdkafka(kafka.options(settings))
    topics.ensure(bootstrap, options, (CONSENTS.name,), settings.kafka.partitions)
    with plane.audited(Action.CONSENT, persons=len(whose), decision=asked.decision):
        _send(bootstrap, options, [_record(settings, each) for each in whose], whose)
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


def _send(bootstrap: str, options: dict[str, str], records: list[bytes], whose: list[bytes]) -> None:
    """By person: what one person decides stays in order."""
    to, failed = producer(bootstrap, options), []

    def delivered(error: KafkaError | None, _: object) -> None:
        if error is not None:
            failed.append(error)

    for record, identifier in zip(records, whose, strict=True):
        to.produce(CONSENTS.name, record, key=identifier, on_delivery=delivered)
        to.poll(0)
    if to.flush(_SECONDS) or failed:
        raise ServiceError("not all decisions have reached Kafka: call this again, the same decision twice is one")


if __name__ == "__main__":
    sys.exit(main())
