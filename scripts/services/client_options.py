"""Client options of a real Kafka cluster: one properties file, read for the Java client and for librdkafka alike.

A line is ``name=value``, the value taken as it stands; a backslash at its end joins the next line. What either client
would misunderstand is refused here, by line or by the option's name and never with its value.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from scripts.services import ServiceError

_PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
_MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
_CLOSED = {
    "security.protocol": _PROTOCOLS,
    "sasl.mechanism": _MECHANISMS,
    "ssl.truststore.type": ("PEM",),
    "ssl.keystore.type": ("PEM", "PKCS12"),
    "ssl.endpoint.identification.algorithm": ("https", ""),
}
"""Options with few values. A trust store is PEM: librdkafka reads no other."""

_LIBRDKAFKA = {
    "client.dns.lookup": "client.dns.lookup",
    "client.id": "client.id",
    "client.rack": "client.rack",
    "connections.max.idle.ms": "connections.max.idle.ms",
    "metadata.max.age.ms": "metadata.max.age.ms",
    "reconnect.backoff.max.ms": "reconnect.backoff.max.ms",
    "reconnect.backoff.ms": "reconnect.backoff.ms",
    "retry.backoff.ms": "retry.backoff.ms",
    "sasl.mechanism": "sasl.mechanism",
    "security.protocol": "security.protocol",
    "ssl.key.password": "ssl.key.password",
    "ssl.keystore.certificate.chain": "ssl.certificate.pem",
    "ssl.keystore.key": "ssl.key.pem",
    "ssl.truststore.certificates": "ssl.ca.pem",
}
"""Options that librdkafka has too, by the Java client's name."""

_KNOWN = frozenset(
    {
        *_LIBRDKAFKA,
        *_CLOSED,
        "sasl.jaas.config",
        "sasl.password",
        "sasl.username",
        "ssl.enabled.protocols",
        "ssl.keystore.location",
        "ssl.keystore.password",
        "ssl.truststore.location",
    }
)
_FILES = ("ssl.truststore.location", "ssl.keystore.location")
_JAAS = re.compile(r"""\b(username|password)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')""")


def read(path: Path | None) -> dict[str, str]:
    """Options by the names of the Java client (what Spark takes after ``kafka.``); none without a file.

    ``sasl.username`` and ``sasl.password`` may stand for a ``sasl.jaas.config``. Raises :class:`ServiceError` for a
    file that others can read, an unknown option, one value of a closed list that is not in it, and a missing login.
    """
    if path is None:
        return {}
    options = _properties(_text(path), path)
    for name, values in _CLOSED.items():
        store = name.removesuffix("type") + "location"
        if options.get(name, "" if store in options else values[0]) not in values:
            words = " or ".join(value or "nothing" for value in values)
            raise ServiceError(f"KAFKA_OPTIONS_FILE {path}: {name} takes {words}: correct it")
    return _with_jaas(options, path)


def check_files(options: dict[str, str]) -> None:
    """Refuses options that name a file which cannot be read: either client says that late and in words of its own."""
    for name in _FILES:
        if name in options and not _opens(Path(options[name])):
            raise ServiceError(f"KAFKA_OPTIONS_FILE: {name} names no file that can be read: correct its path or owner")


def librdkafka(options: dict[str, str]) -> dict[str, str]:
    """The same options by librdkafka's names."""
    settings = {theirs: options[name] for name, theirs in _LIBRDKAFKA.items() if name in options}
    if jaas := options.get("sasl.jaas.config"):
        settings |= {f"sasl.{name}": value for name, value in _credentials(jaas).items()}
    if options.get("ssl.endpoint.identification.algorithm") == "":
        settings["ssl.endpoint.identification.algorithm"] = "none"
    return settings | _stores(options)


def _text(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise ServiceError(f"KAFKA_OPTIONS_FILE {path} can be read by others: run `chmod 600 {path}`")
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ServiceError(
            f"KAFKA_OPTIONS_FILE {path} cannot be read: correct the path, its owner, or write it in UTF-8"
        ) from None


def _properties(text: str, path: Path) -> dict[str, str]:
    options = {}
    for number, line in _lines(text):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals:
            raise ServiceError(f"KAFKA_OPTIONS_FILE {path} line {number} is not name=value: correct it")
        if name not in _KNOWN:
            raise ServiceError(f"KAFKA_OPTIONS_FILE {path} line {number} {_unknown(name)}")
        options[name] = value
    return options


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines that say something, with the number of their first; a backslash at the end joins the next one."""
    joined: list[tuple[int, str]] = []
    goes_on = False
    for number, line in enumerate(text.splitlines(), 1):
        part = line.strip()
        if goes_on:
            first, before = joined.pop()
            joined.append((first, before + part.removesuffix("\\")))
        elif part and not part.startswith(("#", "!")):
            joined.append((number, part.removesuffix("\\")))
        else:
            continue
        goes_on = part.endswith("\\")
    return joined


def _unknown(name: str) -> str:
    """What to say of an unknown name without saying it: a broken line of a password can look like one."""
    near = difflib.get_close_matches(name, sorted(_KNOWN), 1)
    meant = f"is it meant to be {near[0]}?" if near else "see docs/connect.md for those that are known"
    return f"has an option that is not known here: {meant}"


def _with_jaas(options: dict[str, str], path: Path) -> dict[str, str]:
    """``sasl.username`` and ``sasl.password`` become what the Java client wants. Refuses SASL without a login."""
    user, password = options.pop("sasl.username", ""), options.pop("sasl.password", "")
    if "sasl.jaas.config" not in options and user and password:
        module = "plain.PlainLoginModule" if options.get("sasl.mechanism") == "PLAIN" else "scram.ScramLoginModule"
        login = f'username="{_escaped(user)}" password="{_escaped(password)}"'
        options |= {"sasl.jaas.config": f"org.apache.kafka.common.security.{module} required {login};"}
    if options.get("security.protocol", "").startswith("SASL"):
        found = _credentials(options.get("sasl.jaas.config", ""))
        if not (found.get("username") and found.get("password") and "sasl.mechanism" in options):
            raise ServiceError(
                f"KAFKA_OPTIONS_FILE {path}: SASL needs sasl.mechanism, sasl.username and sasl.password: add them"
            )
    return options


def _credentials(jaas: str) -> dict[str, str]:
    return {name: re.sub(r"\\(.)", r"\1", double) or single for name, double, single in _JAAS.findall(jaas)}


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _stores(options: dict[str, str]) -> dict[str, str]:
    settings = {}
    if trust := options.get("ssl.truststore.location"):
        settings["ssl.ca.location"] = trust
    if key := options.get("ssl.keystore.location"):
        if options["ssl.keystore.type"] == "PEM":
            settings |= {"ssl.certificate.location": key, "ssl.key.location": key}
        else:
            password = options.get("ssl.keystore.password", "")
            settings |= {"ssl.keystore.location": key, "ssl.keystore.password": password}
    return settings


def _opens(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False
