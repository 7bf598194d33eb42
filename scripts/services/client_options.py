"""Client options of a real Kafka cluster: one properties file, read for the Java client and for librdkafka alike."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.services import ServiceError

_SAME = ("security.protocol", "sasl.mechanism", "client.id", "sasl.kerberos.service.name", "ssl.key.password")
_JAAS = re.compile(r"""\b(username|password)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')""")


def read(path: Path | None) -> dict[str, str]:
    """Options by the names of the Java client (what Spark takes after ``kafka.``); none without a file.

    ``sasl.username`` and ``sasl.password`` may stand for a ``sasl.jaas.config``. Refuses a file that others can read.
    """
    if path is None:
        return {}
    try:
        if path.stat().st_mode & 0o077:
            raise ServiceError(f"KAFKA_OPTIONS_FILE {path} can be read by others: run `chmod 600 {path}`")
        text = path.read_text("utf-8")
    except OSError:
        raise ServiceError(f"KAFKA_OPTIONS_FILE {path} cannot be read: correct the path or its owner") from None
    return _with_jaas(_properties(text, path))


def librdkafka(options: dict[str, str]) -> dict[str, str]:
    """The same options by librdkafka's names. Raises :class:`ServiceError` where it has no equal (JKS stores)."""
    settings = {name: options[name] for name in _SAME if name in options}
    if jaas := options.get("sasl.jaas.config"):
        settings |= {f"sasl.{name}": value for name, value in _credentials(jaas).items()}
    if options.get("ssl.endpoint.identification.algorithm") == "":
        settings["ssl.endpoint.identification.algorithm"] = "none"
    return settings | _stores(options)


def _properties(text: str, path: Path) -> dict[str, str]:
    options = {}
    for number, line in enumerate(re.sub(r"\\\n\s*", "", text).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(("#", "!")):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise ServiceError(f"KAFKA_OPTIONS_FILE {path} line {number} is not name=value: correct it")
        options[name.strip()] = value.strip()
    return options


def _with_jaas(options: dict[str, str]) -> dict[str, str]:
    user, password = options.pop("sasl.username", None), options.pop("sasl.password", None)
    if user is None or password is None or "sasl.jaas.config" in options:
        return options
    module = "plain.PlainLoginModule" if options.get("sasl.mechanism") == "PLAIN" else "scram.ScramLoginModule"
    login = f'username="{_escaped(user)}" password="{_escaped(password)}"'
    return options | {"sasl.jaas.config": f"org.apache.kafka.common.security.{module} required {login};"}


def _credentials(jaas: str) -> dict[str, str]:
    return {name: re.sub(r"\\(.)", r"\1", double) or single for name, double, single in _JAAS.findall(jaas)}


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _stores(options: dict[str, str]) -> dict[str, str]:
    settings = {}
    if trust := options.get("ssl.truststore.location"):
        if options.get("ssl.truststore.type") != "PEM":
            raise ServiceError(
                "KAFKA_OPTIONS_FILE names a trust store that is not PEM: set ssl.truststore.type=PEM and a PEM file"
            )
        settings["ssl.ca.location"] = trust
    if key := options.get("ssl.keystore.location"):
        kind = options.get("ssl.keystore.type")
        if kind == "PEM":
            settings |= {"ssl.certificate.location": key, "ssl.key.location": key}
        elif kind == "PKCS12":
            settings |= {
                "ssl.keystore.location": key,
                "ssl.keystore.password": options.get("ssl.keystore.password", ""),
            }
        else:
            raise ServiceError(
                "KAFKA_OPTIONS_FILE names a key store that is not PEM or PKCS12: convert it and set ssl.keystore.type"
            )
    return settings
