"""How a command on the lake begins and ends: help, settings, one sentence for what went wrong, an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

import conf
from batch.answer import AnswerError
from batch.attacks import AttackError
from batch.files import ExportError
from batch.readmit import ReadmitError
from batch.replay import ReplayError
from conf import Settings
from governance.audit import AuditError
from governance.backup import BackupError
from governance.budget import BudgetError
from governance.erasure_journal import JournalError
from governance.lineage import LineageError
from governance.proof import ProofError
from governance.publication import PublicationError
from governance.requests import RequestError
from governance.retention import RetentionError
from governance.reveal import RevealError
from governance.rotation import RotationError
from governance.validation import QualityError
from privacy.anonymity.lattice import AnonymityError
from privacy.envelopes import CertificateError
from scripts.folders import PRIVATE_UMASK, make_private
from scripts.services import ServiceError
from streaming.failures import OURS, in_words
from streaming.outages import NoRoom, ServiceLost


class Unfinished(Exception):
    """The user has ended it before all was done; the text says how to go on."""


_TOLD = (
    Unfinished,
    RetentionError,
    conf.SettingsError,
    ExportError,
    ServiceError,
    ReadmitError,
    ReplayError,
    PublicationError,
    AnonymityError,
    BudgetError,
    AuditError,
    RequestError,
    ProofError,
    LineageError,
    AnswerError,
    CertificateError,
    AttackError,
    BackupError,
    JournalError,
    RevealError,
    RotationError,
    QualityError,
    NoRoom,
    ServiceLost,
    *OURS,
)
"""Errors whose texts were written for the reader and hold no value of a record."""


def run(name: str, doc: str, work: Callable[[Settings], None], arguments: list[str] | None = None) -> int:
    """Runs ``work``. Exit codes: 0 done; 1 refused or failed, with one sentence."""
    argparse.ArgumentParser(prog=name, description=doc, epilog="Settings: see `make help`.").parse_args(arguments)
    os.umask(PRIVATE_UMASK)
    try:
        settings = conf.load()
        make_private(settings)
        work(settings)
    except _TOLD as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001 - the text of any other error may quote a value
        print(f"{name} {in_words(error)}; call it again to go on", file=sys.stderr)
        return 1
    return 0
