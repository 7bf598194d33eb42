"""A broker that asks for TLS, a login and permissions: a real one with a throw-away authority of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import conf
from conf import Settings
from scripts import topics
from scripts.services import kafka, process

PASSWORD = "canary-password-7f3a"
MAY = {
    "lake": (*(AclOperation[name] for name in ("CREATE", "DESCRIBE", "READ", "WRITE", "DESCRIBE_CONFIGS")),),
    "reader": (AclOperation.DESCRIBE, AclOperation.READ),
    "looker": (AclOperation.DESCRIBE,),
    "nobody": (),
}
"""What each user may do with the topics of the road."""


@dataclass(frozen=True)
class Authority:
    """Signs certificates for names of hosts."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def new(cls, name: str) -> Authority:
        key = ec.generate_private_key(ec.SECP256R1())
        return cls(key, _certificate(name, key, name, key, x509.BasicConstraints(ca=True, path_length=None), 1))

    def write(self, path: Path) -> Path:
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def issue(self, path: Path, host: str, days: int = 1) -> Path:
        """Writes key and certificate of ``host`` as one PEM file; with negative ``days`` it has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        own = _certificate("server", key, str(issuer), self.key, names, days)
        pem = serialization.Encoding.PEM
        secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(secret + own.public_bytes(pem))
        return path


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
    days: int,
) -> x509.Certificate:
    end = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - dt.timedelta(days=9))
        .not_valid_after(end)
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    )
    return builder.sign(signer, hashes.SHA256())


@dataclass(frozen=True)
class Cluster:
    """``plain`` asks for nothing, ``secured`` for TLS and a login."""

    folder: Path
    plain: str
    port: int
    expired_port: int

    @property
    def secured(self) -> str:
        return f"localhost:{self.port}"

    def settings(self, servers: str = "", user: str = "lake", without: str = "", **options: str) -> Settings:
        """Settings that name this cluster: options as they should be, but for those given (dots as underscores)."""
        right = {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": user,
            "sasl.password": PASSWORD,
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(self.folder / "authority.pem"),
        }
        given = right | {name.replace("_", "."): value for name, value in options.items()}
        lines = [f"{name}={value}\n" for name, value in given.items() if not (without and name.startswith(without))]
        file = self.folder / "client.properties"
        process.write(file, "".join(lines), mode=0o400)
        named = {"KAFKA_BOOTSTRAP_SERVERS": servers or self.secured, "KAFKA_OPTIONS_FILE": str(file)}
        return conf.load("default", {"LAKE_VAR": str(self.folder / "var"), **named})


@contextmanager
def cluster(folder: Path, jars: Path) -> Iterator[Cluster]:
    """The local broker with two more listeners, users and permissions."""
    own = conf.load("default", {"LAKE_VAR": str(folder / "broker"), "LAKE_JARS": str(jars)})
    authority = Authority.new("throw-away authority")
    authority.write(folder / "authority.pem")
    Authority.new("another authority").write(folder / "other.pem")
    authority.issue(folder / "server.pem", "localhost")
    authority.issue(folder / "expired.pem", "localhost", days=-1)
    port = process.port(None)
    expired = process.port(None, taken=(port,))
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kafka, "_properties", _secured(kafka._properties, folder, port, expired))
            plain = kafka.ensure(own)
        topics.ensure(plain, {})
        _admit(AdminClient({"bootstrap.servers": plain}))
        yield Cluster(folder, plain, port, expired)
    finally:
        kafka.stop(own)


def _secured(
    usual: Callable[[Path, kafka.Broker], str], folder: Path, port: int, expired: int
) -> Callable[[Path, kafka.Broker], str]:
    login = "org.apache.kafka.common.security.scram.ScramLoginModule required;"

    def properties(place: Path, broker: kafka.Broker) -> str:
        return (
            usual(place, broker)
            + f"""\
listeners=PLAINTEXT://127.0.0.1:{broker.port},SECURED://127.0.0.1:{port},EXPIRED://127.0.0.1:{expired},\
CONTROLLER://127.0.0.1:{broker.controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker.port},SECURED://localhost:{port},EXPIRED://localhost:{expired}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL,EXPIRED:SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.secured.scram-sha-512.sasl.jaas.config={login}
listener.name.expired.scram-sha-512.sasl.jaas.config={login}
listener.name.secured.ssl.keystore.type=PEM
listener.name.secured.ssl.keystore.location={folder / "server.pem"}
listener.name.expired.ssl.keystore.type=PEM
listener.name.expired.ssl.keystore.location={folder / "expired.pem"}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""
        )

    return properties


def _admit(admin: AdminClient) -> None:
    way = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
    users = [UserScramCredentialUpsertion(user, way, PASSWORD.encode()) for user in MAY]
    allowed = [
        AclBinding(
            ResourceType.TOPIC, topic, ResourcePatternType.LITERAL, f"User:{user}", "*", operation,
            AclPermissionType.ALLOW,
        )
        for user, operations in MAY.items() for operation in operations for topic in topics.NAMES
    ]  # fmt: skip
    for answers in (admin.alter_user_scram_credentials(users), admin.create_acls(allowed)):
        for answer in answers.values():
            answer.result()
