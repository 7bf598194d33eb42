"""Single owners: what only one place may do is done in one place; exceptions stand here by name, with the reason."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pytest

from conf import ROOT
from lakehouse.catalog import GOLD, TABLES
from tests.architecture.sources import Source, attributes, called, imported, sources, texts

pytestmark = pytest.mark.architecture


def names(found: list[Source]) -> set[str]:
    return {source.name for source in found}


def importing(*modules: str) -> set[str]:
    """Sources that import one of ``modules`` or what is in it."""
    return names([s for s in sources() if any(i == m or i.startswith(f"{m}.") for i in imported(s) for m in modules)])


def calling(*words: str) -> set[tuple[str, str]]:
    """(source, function) of every call whose last word is one of ``words``."""
    return {(s.name, place) for s in sources() for node, place in s.places() if called(node) in words}


def test_a_session_is_built_in_one_place() -> None:
    assert names([s for s in sources() if "SparkSession.builder" in attributes(s)]) == {"lakehouse/session.py"}
    assert {name for name, _ in calling("getOrCreate", "newSession")} == {"lakehouse/session.py"}


WRITES_DELTA = {
    "lakehouse/writer.py": "the writer",
    "scripts/bench.py": "the plain road that ours is compared with; its lake is removed afterwards",
    "scripts/bench_others.py": "what ours is compared with, written to nowhere",
    "scripts/bench_release.py": "profiles drawn for a lake that is removed afterwards",
    "scripts/class_archive.py": "a hundred numbers in a folder that is removed afterwards",
}
_WRITE_SQL = re.compile(r"^\s*(?:INSERT|MERGE|DELETE|UPDATE|OPTIMIZE|VACUUM|REORG|TRUNCATE|COPY|REPLACE)\s+[A-Z{`]")
_POSTGRES = ("governance/", "scripts/services/postgres")


def writes_delta(source: Source) -> bool:
    words = {called(node) for node in ast.walk(source.tree)}
    names = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
    sql = not source.name.startswith(_POSTGRES) and any(_WRITE_SQL.search(text) for text in texts(source))
    table_writers = {"saveAsTable", "insertInto", "writeTo"}
    return bool(frames(source) & {".write"} or words & table_writers or names & {"DeltaTable"} or sql)


def frames(source: Source) -> set[str]:
    """Attributes that are not called: ``rows.write`` of a frame, not ``file.write(..)``."""
    callees = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
    reads = (node for node in ast.walk(source.tree) if isinstance(node, ast.Attribute) and id(node) not in callees)
    return {f".{node.attr}" for node in reads}


def test_delta_is_written_by_the_writer_and_maintenance_alone() -> None:
    allowed = set(WRITES_DELTA) | {"lakehouse/maintenance.py"}
    found = names([s for s in sources() if writes_delta(s)])
    assert found <= allowed
    assert found >= set(WRITES_DELTA)


UNSEEN = {
    "a frame's writer": "rows.write.format('delta').save('x')",
    "a frame's second writer": "rows.writeTo('t').append()",
    "a frame as a table": "rows.saver.saveAsTable('t')",
    "a deletion by condition": "DeltaTable.forPath(spark, 'x').delete('true')",
    "a deletion in SQL": "spark.sql('DELETE FROM silver.events')",
    "maintenance in SQL with a hole": "spark.sql(f'OPTIMIZE {table}')",
    "a merge in SQL behind a break": r"spark.sql('\n  MERGE INTO silver.users USING x')",
}


@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN.keys())
def test_a_write_elsewhere_would_be_seen(text: str) -> None:
    assert writes_delta(Source("streaming/new.py", text, ast.parse(text)))


def test_a_file_that_is_written_is_no_delta_table() -> None:
    text = "file.write('delete the file and start again')"
    assert not writes_delta(Source("streaming/new.py", text, ast.parse(text)))


def test_tables_are_made_in_one_place() -> None:
    made = names([s for s in sources() if any(re.match(r"\s*CREATE TABLE", text) for text in texts(s))])
    assert made == {"lakehouse/tables.py", "scripts/sql.py"}  # the shell's catalogue points at tables that are there


def test_streams_are_written_in_streaming_alone() -> None:
    assert {s.room for s in sources() if any(a.endswith(("writeStream", "readStream")) for a in attributes(s))} == {
        "streaming"
    }


def test_keys_are_handled_in_one_place() -> None:
    of_others = {"scripts/bench_others.py"}  # what ours is compared with, under keys of that moment
    # Envelopes are closed with keys of others.
    assert importing("hmac", "cryptography") - of_others == {"privacy/keys.py", "privacy/envelopes.py"}


HASHES_WITHOUT_KEY = {
    "governance/survey/encodings.py": "what a plain hash of a value would look like, to look for it",
    "privacy/attacks/guessing.py": "what somebody without a key would try",
    "privacy/forms.py": "names what a release is declared as; no data",
    "privacy/fingerprints.py": "names the columns that a table's figures are made of; no data",
    "privacy/keys.py": "the two halves of HMAC; the fingerprint, over keys derived for it",
    "scripts/bench_others.py": "HMAC in the way that ours is compared with",
    "scripts/jars.py": "checks jars against the lock",
    "scripts/services/postgres_home.py": "names a folder after the path it stands for; no data",
}


def test_nothing_is_hashed_without_a_key() -> None:
    made_up = {s.name for s in sources() if s.name.startswith("batch/synthetic/")}
    assert importing("hashlib") - made_up == set(HASHES_WITHOUT_KEY)


ENVIRONMENT = {"conf/settings.py": "the settings"}


def test_the_environment_is_read_by_the_settings_alone() -> None:
    words = ("os.environ", "os.getenv", "os.putenv", "os.environb")
    assert names([s for s in sources() if attributes(s) & set(words)]) == set(ENVIRONMENT)
    assert importing("os.environ", "os.getenv", "dotenv") == set()


def test_settings_are_loaded_by_entry_points_alone() -> None:
    loaders = {
        s.room for s in sources() if attributes(s) & {"conf.load", "settings.load"} or "conf.load" in imported(s)
    }
    assert loaders <= {"scripts"}


def test_postgres_is_spoken_to_in_its_own_places() -> None:
    found = importing("psycopg2", "psycopg", "yoyo")
    assert found
    assert {name for name in found if not name.startswith(_POSTGRES)} == set()


def test_a_secret_is_revealed_where_a_connection_is_opened() -> None:
    allowed = {
        "scripts/control.py", "scripts/release.py", "scripts/restore_registry.py", "scripts/reveal.py",
        "scripts/audit.py", "scripts/rights.py", "scripts/lineage.py",
        "scripts/services/found.py", "scripts/services/postgres.py", "scripts/services/postgres_shop.py",
        "scripts/bench_history.py", "conf/secret.py",
    }  # fmt: skip
    assert {name for name, _ in calling("reveal")} <= allowed


COLLECTED = {
    ("scripts/backfill.py", "_History._late"): "two counts",
    ("batch/publish.py", "Publisher._cells"): "cells that passed the gate, on their way to Postgres",
    ("batch/access.py", "_rows"): "rows of persons who asked for them, to be told",
    ("batch/wrong.py", "_opened"): "sealed records of persons whose records are corrected, to find the wrong ones",
    ("batch/redecide.py", "_consents"): "decisions of persons, as the road hands them to the registry",
    ("batch/redecide.py", "_restricted"): "names in bronze of who is restricted, for the registry",
    ("batch/scan.py", "scan_frame"): "counts by column and feature",
    ("lakehouse/aside.py", "Aside.put"): "rows of persons whose data is restricted, to be sealed",
    ("lakehouse/aside.py", "Aside.rows"): "the same, to be put back",
    ("lakehouse/aside.py", "Aside._replace"): "names and instants of seals that are replaced",
    ("scripts/reconcile.py", "_aside"): "a sum",
    ("lakehouse/anonymous.py", "Anonymiser._coded"): "the values that each quasi-identifier has at all",
    ("lakehouse/anonymous.py", "Anonymiser._histogram"): "counts by codes of them, to search the lattice on",
    ("lakehouse/anonymous.py", "Anonymiser._gated"): "counts",
    ("lakehouse/anonymous.py", "Anonymiser._check_comparable"): "two counts",
    ("lakehouse/rehearsal.py", "Rehearsal.sampled"): "generalised values and bands of a sample, which attacks guess at",
    ("lakehouse/rehearsal.py", "Rehearsal.released"): "rows of a release by class",
    ("lakehouse/rehearsal.py", "Rehearsal.singled_out"): "counts",
    ("lakehouse/ages.py", "ages"): "names of files",
    ("lakehouse/ages.py", "_first_day"): "a day",
    ("lakehouse/ages.py", "first_day_but_of"): "a day",
    ("lakehouse/census.py", "census"): "counts by range of positions",
    ("lakehouse/census.py", "identities"): "two counts",
    ("lakehouse/maintenance.py", "Maintenance._merge_out"): "a count",
    ("lakehouse/maintenance.py", "Maintenance._crowded"): "days",
    ("lakehouse/maintenance.py", "Maintenance.changed_days"): "days",
    ("lakehouse/maintenance.py", "Maintenance._put_together"): "counts of files",
    ("lakehouse/maintenance.py", "Maintenance._shorten_log"): "Delta's checkpoint of a log, no frame's",
    ("lakehouse/fates.py", "profiles_judgement"): "counts by partition, fate and day",
    ("lakehouse/figures.py", "DailyFigures.noised"): "counts by cell, which leave the function with noise alone",
    ("lakehouse/figures.py", "DailyFigures.added_by"): "a sum, of a person who is made up",
    ("lakehouse/figures.py", "DailyFigures.dates"): "two days",
    ("lakehouse/figures.py", "DailyFigures.days"): "days of a month",
    ("lakehouse/gold.py", "Gold._counts"): "counts of cells by day",
    ("lakehouse/gold.py", "_last_day"): "a day",
    ("lakehouse/live.py", "LiveCounts._arrived_until"): "an instant by partition",
    ("lakehouse/road.py", "Road._pass"): "references and vaulted ciphertext of persons met for the first time",
    ("lakehouse/road.py", "Road._decide"): "decisions, by the number that was drawn for each person",
    ("lakehouse/known.py", "known_records"): "keyed hashes of records that silver holds already",
    ("lakehouse/tally.py", "tally"): "a narrow row a position: outcome, keyed hashes, minute",
    ("lakehouse/road.py", "_same_ranges"): "offsets by partition",
}
_FRAME_COLLECTORS = ("collect", "toPandas", "toArrow", "toLocalIterator", "foreach", "foreachPartition", "checkpoint")


def test_only_counts_and_references_come_to_the_driver() -> None:
    assert calling(*_FRAME_COLLECTORS) == set(COLLECTED)


KEPT = {
    ("lakehouse/kept.py", "Kept.keep"): "the pass, which several actions read",
    ("batch/replay.py", "replay"): "a day, in a process that carries nothing else",
    ("scripts/bench.py", "_plain"): "the plain road that ours is compared with",
}


def test_few_keep_a_frame_in_spark_s_cache() -> None:
    """Whoever lets go of one waits until all others that are being kept are made: gold's held batches up for 17 s."""
    assert calling("persist", "cache", "cacheTable") == set(KEPT)


def test_no_frame_is_shown() -> None:
    assert calling("show", "printSchema", "explain", "observe") == set()


def test_only_commands_and_the_progress_line_print() -> None:
    printing = {name for name, _ in calling("print") if not name.startswith("scripts/")}
    assert printing == {"streaming/job.py"}


GATED = {
    ("privacy/disclosure.py", "Gate.renewed"): "the gate",
    ("privacy/disclosure.py", "Gate.passing"): "the gate, for cells that are written once",
    ("lakehouse/gold.py", "Gold._write"): "reads again what has passed the gate",
    ("lakehouse/anonymous.py", "Anonymiser._gated"): "the gate of classes of persons: k and l, counted anew",
    ("lakehouse/figures.py", "DailyFigures.write"): "figures that have their noise, from the ledger",
}


def test_disclosed_cells_are_made_by_the_gate_alone() -> None:
    assert calling("Disclosed") == set(GATED)


def test_gold_is_written_only_as_disclosed_cells() -> None:
    writer = next(s for s in sources() if s.name == "lakehouse/writer.py")
    disclosing = {"replace", "append_disclosed"}
    found = [n for n in ast.walk(writer.tree) if isinstance(n, ast.FunctionDef) and n.name in disclosing]
    assert {function.name for function in found} == disclosing
    for function in found:
        first = function.args.args[1]
        assert isinstance(first.annotation, ast.Name)
        assert first.annotation.id == "Disclosed"
    for name in ("lakehouse/gold.py", "lakehouse/live.py"):
        tree = next(s for s in sources() if s.name == name).tree
        writes = {called(node) for node in ast.walk(tree)} & {"append", "upsert_newest", *disclosing}
        assert writes <= disclosing, name
    assert {table.zone for table in GOLD} == {"gold"}
    assert {table for table in TABLES if table.zone == "gold"} == set(GOLD)


def test_every_column_of_every_table_has_level_and_treatment() -> None:
    bare = [
        f"{table.full_name}.{c.name}"
        for table in TABLES
        for c in table.columns
        if not (c.level and c.treatment.strip())
    ]
    assert bare == []
    assert len(TABLES) >= 6


def test_no_file_is_longer_than_500_lines() -> None:
    assert {s.name: n for s in sources() if (n := len(s.text.splitlines())) > 500} == {}


def test_functions_are_short() -> None:
    functions = [n for s in sources() for n in ast.walk(s.tree) if isinstance(n, ast.FunctionDef)]
    lengths = [(n.end_lineno or n.lineno) - n.lineno + 1 for n in functions]
    assert statistics.median(lengths) <= 10
    assert sum(length <= 30 for length in lengths) / len(lengths) >= 0.87


def test_modules_are_named_by_what_they_are() -> None:
    vague = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "base", "shared"}
    assert [s.name for s in sources() if set(Path(s.name).with_suffix("").parts) & vague] == []


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    assert [s.name for s in sources() if not (ast.get_docstring(s.tree) or "").strip()] == []


ASSERTED = {
    "governance/person_rows.py": "two modules' byte layouts are compared at import",
    "streaming/ingest.py": "tells the type checker that a query that was waited for is there",
}


def test_assert_is_for_tests() -> None:
    assert {s.name for s in sources() if any(isinstance(n, ast.Assert) for n in ast.walk(s.tree))} <= set(ASSERTED)


def test_nothing_waits_but_with_a_deadline() -> None:
    """Each function that sleeps looks at a clock."""
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and any(called(inner) == "sleep" for inner in ast.walk(node)):
                assert re.search(r"deadline|monotonic|remaining|until|patience", ast.unparse(node)), (
                    f"{source.name}:{node.name}"
                )


def test_the_project_has_one_language_for_its_rules() -> None:
    """Contracts and policies are Python; no YAML or JSON says the same again."""
    assert [path.name for room in ("schemas", "privacy", "lakehouse") for path in (ROOT / room).rglob("*.y*ml")] == []
