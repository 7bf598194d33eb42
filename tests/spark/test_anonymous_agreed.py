"""A tool that others wrote tells the same of a release: pyCANON (Sainz-Pardo and Lopez 2022). It wants other versions
of its parts than ours, so it has an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest

from privacy.anonymity.releases import USERS_ANONYMOUS
from tests.spark.test_anonymous import BANDS, QUASI, K, World, people
from tests.support.installation import Installation

pytestmark = [pytest.mark.spark, pytest.mark.long]

_ASKED = """
import json, sys
import pandas
from pycanon import anonymity
quasi, bands, file = json.loads(sys.argv[1])
rows = pandas.read_csv(file, keep_default_na=False, dtype=dict.fromkeys(quasi, str))
print(json.dumps({
    "k": anonymity.k_anonymity(rows, quasi),
    "l": {band: anonymity.l_diversity(rows, quasi, [band]) for band in bands},
    "t": {band: anonymity.t_closeness(rows, quasi, [band]) for band in bands},
}, default=float))
"""


@pytest.fixture(scope="module")
def pycanon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has it."""
    home = tmp_path_factory.mktemp("pycanon")
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    python = home / "bin" / "python"
    lock = Path(__file__).with_name("pycanon.lock")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], check=True, timeout=600)
    return python


def test_pycanon_agrees_on_k_and_l_and_t(lake: Installation, pycanon: Path, tmp_path: Path) -> None:
    world = World(lake)
    world.carry(people(1500, seed=3))
    made = world.release().made
    assert made
    codes = {each.band: {label: code for code, label in enumerate(each.labels)} for each in USERS_ANONYMOUS.sensitive}
    columns = {name: [row[at] for row in world.rows()] for at, name in enumerate((*QUASI, *BANDS))}
    for band in BANDS:
        columns[band] = [codes[band][label] for label in columns[band]]  # numbers, or t is not of ordered values
    file = tmp_path / "release.csv"
    pa.csv.write_csv(pa.table(columns), file)
    asked = json.dumps([QUASI, BANDS, str(file)])
    told = json.loads(subprocess.run([pycanon, "-c", _ASKED, asked], check=True, capture_output=True, text=True).stdout)
    assert told["k"] == made.smallest >= K
    for each in USERS_ANONYMOUS.sensitive:
        assert told["l"][each.band] >= each.l
        # It measures from the rows released, we from all persons: apart by no more than the share left out.
        assert told["t"][each.band] <= each.t + made.left_out / made.persons
