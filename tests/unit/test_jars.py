"""Jars: what does not match the lock is refused, and no file names the registry that anything comes from."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from conf.settings import ROOT
from scripts import jars

pytestmark = pytest.mark.unit

GOOD = b"a jar"
DIGEST = hashlib.sha256(GOOD).hexdigest()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    lock = tmp_path / "jars.lock"
    lock.write_text(f"spark org.example:thing_2.13:1.0 {DIGEST}\n", "utf-8")
    (tmp_path / "jars" / "spark").mkdir(parents=True)
    (tmp_path / "jars" / "spark" / "org.example_thing_2.13-1.0.jar").write_bytes(GOOD)
    return lock


def test_jars_that_match_the_lock_are_given_by_path(lock: Path) -> None:
    folder = lock.parent / "jars"
    assert jars.verified(folder, "spark", lock) == (folder / "spark" / "org.example_thing_2.13-1.0.jar",)


def test_nothing_is_fetched_when_every_jar_is_there(lock: Path) -> None:
    assert jars.fetch(lock.parent / "jars", lock) == 0


@pytest.mark.parametrize(
    "act", [jars.verified, lambda folder, _, lock: jars.fetch(folder, lock)], ids=["start", "setup"]
)
def test_a_corrupted_jar_is_refused_with_the_remedy(lock: Path, act: object) -> None:
    folder = lock.parent / "jars"
    corrupted = folder / "spark" / "org.example_thing_2.13-1.0.jar"
    corrupted.write_bytes(b"A jar")
    with pytest.raises(jars.JarError) as refused:
        act(folder, "spark", lock)  # type: ignore[operator]
    assert str(refused.value) == (
        f"{corrupted} does not have the SHA-256 that jars.lock names: delete the file and run `make setup`"
    )


def test_a_missing_jar_is_refused_with_the_remedy(lock: Path) -> None:
    folder = lock.parent / "jars"
    (folder / "spark" / "org.example_thing_2.13-1.0.jar").unlink()
    with pytest.raises(jars.JarError, match="run `make setup`"):
        jars.verified(folder, "spark", lock)


def test_a_download_with_another_hash_is_not_kept(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lock.parent / "jars"
    (folder / "spark" / "org.example_thing_2.13-1.0.jar").unlink()

    def resolve(workshop: Path, coordinates: object, *, transitive: bool) -> None:
        target = workshop / "jars" / "org.example" / "thing_2.13" / "1.0"
        target.mkdir(parents=True)
        (target / "thing_2.13.jar").write_bytes(b"something else")

    monkeypatch.setattr(jars, "_resolve", resolve)
    with pytest.raises(jars.JarError, match="was not kept"):
        jars.fetch(folder, lock)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [".lock"]


def test_a_broken_line_of_the_lock_is_named(lock: Path) -> None:
    lock.write_text("spark org.example:thing 00\n", "utf-8")
    with pytest.raises(jars.JarError, match="line 1"):
        jars.locked(lock)


def test_the_lock_names_every_jar_with_a_hash_and_both_sets() -> None:
    members = jars.locked()
    assert set(members) == {"spark", "kafka"}
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar_set in members.values() for jar in jar_set)
    roots = {jar.coordinate for jar_set in members.values() for jar in jar_set}
    assert roots >= {*jars.SPARK_ROOTS, *jars.KAFKA_ROOTS}


def test_python_packages_are_locked_with_hashes_and_no_address() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    packages = [line for line in lines if re.match("[a-z]", line)]
    assert packages
    assert all(re.fullmatch(r"[a-z0-9.-]+==\S+( ; .+)? \\", line) for line in packages)
    assert not [line for line in lines if line.startswith("-") or "://" in line]


def test_no_file_names_a_registry_host() -> None:
    # Put together here, because this file is one of those that are searched.
    names = (("pypi", "org"), ("pythonhosted", "org"), ("maven", "org"), ("maven", "apache", "org"), ("debian", "org"))
    hosts = [".".join(parts) for parts in names]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    files = [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    assert ROOT / "jars.lock" in files
    naming = [
        path.relative_to(ROOT)
        for path in files
        for text in [path.read_bytes()]
        if any(h.encode() in text for h in hosts)
    ]
    assert naming == []
