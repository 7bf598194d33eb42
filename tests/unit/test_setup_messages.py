"""What `make setup` says when something it needs is not there: one sentence that names the remedy, and a failure."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from conf.settings import ROOT

pytestmark = pytest.mark.unit

TOOLS = ("bash", "sh", "sed", "cat", "cksum", "dirname", "flock", "mkdir", "rm", "awk", "grep", "env")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A PATH with the everyday tools, apt-get among them, and neither Python nor Java."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = next((Path(folder) / tool for folder in ("/bin", "/usr/bin") if (Path(folder) / tool).exists()), None)
        if found:
            (programs / tool).symlink_to(found)
    add(programs, "apt-get", "exit 0")
    return programs


def add(programs: Path, name: str, body: str) -> None:
    program = programs / name
    program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    program.chmod(0o755)


def add_python(programs: Path) -> None:
    add(programs, "python3", f'exec {sys.executable} "$@"')


def add_java(folder: Path, version: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    facts = f"    java.home = {folder.parent}\\n    java.specification.version = {version}\\n"
    add(folder, "java", f"printf '{facts}' >&2")


def setup(programs: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(programs / "bash"), str(ROOT / "scripts" / "setup.sh"), *arguments],
        env={
            "PATH": str(programs),
            "HOME": str(programs.parent),
            "LAKE_VENV": str(programs.parent / "venv"),
            "LAKE_JVM_DIRS": str(programs.parent / "jvm"),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said, of a run that failed."""
    assert done.returncode != 0
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_no_python(machine: Path) -> None:
    said = sentence(setup(machine, "find-python"))
    assert said.startswith("Python 3.11 or newer is needed: install it with `sudo apt-get install python3.11")


def test_python_too_old(machine: Path) -> None:
    add(machine, "python3", '[ "$1" = -V ] && echo "Python 3.10.13" && exit 0\nexit 1')
    assert sentence(setup(machine, "find-python")).startswith(
        "Python 3.10.13 is too old: Python 3.11 or newer is needed"
    )


def test_the_python_asked_for_is_not_one(machine: Path) -> None:
    assert sentence(setup(machine, "find-python", PYTHON="/nowhere/python")).startswith("PYTHON=/nowhere/python is not")


def test_an_old_python3_beside_a_newer_one_is_passed_over(machine: Path) -> None:
    add(machine, "python3", "exit 1")
    add(machine, "python3.12", "exit 0")
    assert setup(machine, "find-python").stdout == "python3.12\n"


def test_no_java(machine: Path) -> None:
    add_python(machine)
    assert sentence(setup(machine)).startswith(
        "No Java was found: Java 17 or 21 is needed: install it with `sudo apt-get install openjdk-17-jre-headless"
    )


@pytest.mark.parametrize("version", ["1.8", "11", "25"])
def test_wrong_java(machine: Path, version: str) -> None:
    add_java(machine, version)
    said = sentence(setup(machine))
    assert said.startswith(f"Java {version} at {machine}/java does not run Spark: Java 17 or 21 is needed")


@pytest.mark.parametrize("version", ["17", "21"])
def test_a_fitting_java_is_found_behind_a_wrong_one_on_the_path(machine: Path, version: str) -> None:
    add_java(machine, "25")
    home = machine.parent / "jvm" / f"java-{version}-openjdk"
    add_java(home / "bin", version)
    assert setup(machine, "find-java").stdout == f"{home}\n"


def test_java_home_is_preferred(machine: Path) -> None:
    add_java(machine, "17")
    add_java(machine.parent / "mine" / "bin", "21")
    assert setup(machine, "find-java", JAVA_HOME=str(machine.parent / "mine")).stdout == f"{machine.parent}/mine\n"


def test_no_network_on_the_first_run(machine: Path) -> None:
    add_python(machine)
    add_java(machine, "17")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        done = setup(machine, PIP_INDEX_URL=index, PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull)
    assert sentence(done).startswith("The package index cannot be reached: connect to the network")
