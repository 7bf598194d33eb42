"""What a port answers to a TLS greeting: which of the ways in which TLS can fail it is.

librdkafka says `certificate verify failed` for an unknown authority, another host name and an expired certificate
alike, and nothing at all where plain text meets TLS.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from enum import Enum, auto

_SECONDS = 3.0
# X509_V_ERR_* of OpenSSL.
_DATES = (9, 10)
_NAMES = (62, 64)


class Greeting(Enum):
    """What became of the greeting."""

    SILENT = auto()
    """No connection, or no answer."""
    PLAIN = auto()
    """Something answers, and it is not TLS."""
    TRUSTED = auto()
    UNTRUSTED = auto()
    OTHER_NAME = auto()
    OUT_OF_DATE = auto()


def greet(bootstrap: str, settings: Mapping[str, str]) -> Greeting:
    """Greets the first of the ``bootstrap`` servers that answers. ``settings``: librdkafka's, for the authority."""
    for server in bootstrap.split(","):
        host, _, port = server.strip().rpartition(":")
        if port.isdigit() and (said := _greet(host.strip("[]"), int(port), settings)) is not Greeting.SILENT:
            return said
    return Greeting.SILENT


def _greet(host: str, port: int, settings: Mapping[str, str]) -> Greeting:
    try:
        context = _context(settings)
        with (
            socket.create_connection((host, port), _SECONDS) as connection,
            context.wrap_socket(connection, server_hostname=host),
        ):
            return Greeting.TRUSTED
    except ssl.SSLCertVerificationError as error:
        if error.verify_code in _NAMES:
            return Greeting.OTHER_NAME
        return Greeting.OUT_OF_DATE if error.verify_code in _DATES else Greeting.UNTRUSTED
    except ssl.SSLError:
        return Greeting.PLAIN
    except (OSError, ValueError):
        return Greeting.SILENT


def _context(settings: Mapping[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context(
        cafile=settings.get("ssl.ca.location"), cadata=settings.get("ssl.ca.pem") or None
    )
    context.check_hostname = settings.get("ssl.endpoint.identification.algorithm") != "none"
    return context
