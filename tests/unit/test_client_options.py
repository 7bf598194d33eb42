"""The options file of a Kafka cluster: equal for both clients, and refused in words that hold none of its values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conf import ROOT
from scripts.services import ServiceError, client_options

pytestmark = pytest.mark.unit

CANARY = "canary-7f3a"
LOGIN = f"security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.username=lake\nsasl.password={CANARY}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "client.properties"


def read(file: Path, text: str, mode: int = 0o400) -> dict[str, str]:
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return client_options.read(file)


def test_no_file_is_no_option() -> None:
    assert client_options.read(None) == {}


PASSWORDS = ["plain", 'quo"te', "back\\slash", "a=b", "# no comment", "ünïcode", "semi;colon", "'single'"]


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_comes_to_both_clients_as_it_was_written(file: Path, password: str) -> None:
    options = read(file, LOGIN.replace(CANARY, password))
    assert client_options.librdkafka(options)["sasl.password"] == password
    escaped = password.replace("\\", "\\\\").replace('"', '\\"')
    assert options["sasl.jaas.config"].endswith(f'ScramLoginModule required username="lake" password="{escaped}";')
    assert "sasl.password" not in options


@pytest.mark.parametrize(("mechanism", "module"), [("PLAIN", "plain.Plain"), ("SCRAM-SHA-256", "scram.Scram")])
def test_the_login_module_is_that_of_the_mechanism(file: Path, mechanism: str, module: str) -> None:
    options = read(file, LOGIN.replace("SCRAM-SHA-512", mechanism))
    assert options["sasl.jaas.config"].startswith(f"org.apache.kafka.common.security.{module}LoginModule required ")


def test_a_login_may_be_written_for_the_java_client_over_two_lines(file: Path) -> None:
    jaas = f'sasl.jaas.config=org.example.LoginModule required \\\n    username="lake" password="{CANARY}";\n'
    options = read(file, f"# of the cluster\n! here\n\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n{jaas}")
    assert client_options.librdkafka(options) == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "sasl.username": "lake",
        "sasl.password": CANARY,
    }


STORES = {
    "a PEM authority": (
        "ssl.truststore.type=PEM\nssl.truststore.location=/ca.pem",
        {"ssl.ca.location": "/ca.pem"},
    ),
    "a PEM certificate of ours": (
        "ssl.keystore.type=PEM\nssl.keystore.location=/own.pem\nssl.key.password=pw",
        {"ssl.certificate.location": "/own.pem", "ssl.key.location": "/own.pem", "ssl.key.password": "pw"},
    ),
    "a PKCS12 certificate of ours": (
        "ssl.keystore.type=PKCS12\nssl.keystore.location=/own.p12\nssl.keystore.password=pw",
        {"ssl.keystore.location": "/own.p12", "ssl.keystore.password": "pw"},
    ),
    "any host name": (
        "ssl.endpoint.identification.algorithm=",
        {"ssl.endpoint.identification.algorithm": "none"},
    ),
    "what both call alike": ("client.id=lake\nclient.rack=a", {"client.id": "lake", "client.rack": "a"}),
}


@pytest.mark.parametrize(("text", "settings"), STORES.values(), ids=STORES.keys())
def test_an_option_has_its_equal_in_librdkafka(file: Path, text: str, settings: dict[str, str]) -> None:
    assert client_options.librdkafka(read(file, text)) == settings


REFUSED = {
    "a line without a value": (f"client.id=x\n{CANARY}", r"line 2 is not name=value: correct it$"),
    "an unknown option": (f"# x\n\n{CANARY}=x", r"line 3 has an option that is not known here: see docs/connect\.md"),
    "a misspelt option": (
        f"sasl.mechanisms={CANARY}",
        r"line 1 has an option that is not known here: is it meant to be sasl\.mechanism\?$",
    ),
    "a password broken in two": (
        f"{LOGIN[:-5]}\n{CANARY}x==",
        r"line 5 has an option that is not known here: see docs",
    ),
    "an option behind a joined line": (
        f"client.id=a\\\nb\nnix={CANARY}",
        r"line 3 has an option that is not known here",
    ),
    "an unknown protocol": (
        f"security.protocol={CANARY}",
        r"security\.protocol takes PLAINTEXT or SSL or SASL_PLAINTEXT or SASL_SSL: correct it$",
    ),
    "a mechanism that librdkafka has not": (
        LOGIN.replace("SCRAM-SHA-512", "GSSAPI"),
        r"sasl\.mechanism takes PLAIN or SCRAM-SHA-256 or SCRAM-SHA-512",
    ),
    "a trust store of Java's own kind": (
        "ssl.truststore.type=JKS\nssl.truststore.location=/x",
        r"ssl\.truststore\.type takes PEM: correct it$",
    ),
    "a trust store of no kind": ("ssl.truststore.location=/x", r"ssl\.truststore\.type takes PEM: correct it$"),
    "a key store of no kind": ("ssl.keystore.location=/x", r"ssl\.keystore\.type takes PEM or PKCS12"),
    "SASL without a password": (
        LOGIN.replace(CANARY, ""),
        r"SASL needs sasl\.mechanism, sasl\.username and sasl\.pass",
    ),
    "SASL without a mechanism": (LOGIN.replace("sasl.mechanism=SCRAM-SHA-512\n", ""), r"SASL needs sasl\.mechanism"),
    "a login that cannot be read": (
        f"security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=x required {CANARY};",
        r"SASL needs sasl\.mechanism, sasl\.username and sasl\.password: add them$",
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_client_would_misunderstand_is_refused_without_a_value(file: Path, text: str, said: str) -> None:
    with pytest.raises(ServiceError, match=rf"^KAFKA_OPTIONS_FILE {file}:? {said}") as refused:
        read(file, text)
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_file_that_others_can_read_or_write_is_refused(file: Path, mode: int) -> None:
    with pytest.raises(ServiceError, match=rf"can be read by others: run `chmod 600 {file}`$"):
        read(file, LOGIN, mode)


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(ServiceError, match=rf"^KAFKA_OPTIONS_FILE {file} cannot be read: correct the path"):
        client_options.read(file)


def test_a_file_that_is_no_text_is_refused_without_its_bytes(file: Path) -> None:
    file.write_bytes(b"sasl.password=\xff\xfe" + CANARY.encode())
    file.chmod(0o400)
    with pytest.raises(ServiceError, match=r"write it in UTF-8$") as refused:
        client_options.read(file)
    assert CANARY not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_store_that_cannot_be_read_is_named_by_its_option(file: Path) -> None:
    options = read(file, f"ssl.truststore.type=PEM\nssl.truststore.location=/nowhere/{CANARY}.pem")
    with pytest.raises(ServiceError, match=r"ssl\.truststore\.location names no file that can be read") as refused:
        client_options.check_files(options)
    assert CANARY not in str(refused.value)


def test_the_page_lists_every_option_that_is_known_and_no_other() -> None:
    page = (ROOT / "docs" / "connect.md").read_text("utf-8")
    rows = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    named = {name.partition("=")[0] for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert named == client_options._KNOWN - {"sasl.jaas.config", "ssl.truststore.certificates", "ssl.keystore.password"}
