"""Measurements have services and folders of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import conf
from scripts.apart import apart


def test_second_measurement_does_not_take_the_folder_of_the_first(tmp_path: Path) -> None:
    settings = conf.load()
    settings = replace(
        settings,
        paths=replace(settings.paths, var=tmp_path),
        postgres=replace(settings.postgres, dsn="host=real"),
        publish=replace(settings.publish, dsn="host=real"),
    )
    with apart(settings, "bench") as first:
        with pytest.raises(SystemExit, match="another measurement"), apart(settings, "bench"):
            pass
        assert first.paths.key_file.exists()
        assert (first.postgres.dsn, first.publish.dsn) == (None, None)
    assert not first.paths.var.exists()
    with apart(settings, "bench") as again:
        assert again.paths.var == first.paths.var
