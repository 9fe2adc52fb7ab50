"""What `make fuzz` found once is tried on every run; a file's name begins with its target's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clinic_cli.errors import ClinicError
from fuzz.targets import furnish, targets

CASES = sorted((Path(__file__).parent / "cases").iterdir())
BY_NAME = {target.name: target for target in targets([])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_that_was_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Path) -> None:
    monkeypatch.setenv("CLINIC_DEBUG", "1")
    target = max(
        (each for name, each in BY_NAME.items() if case.name.startswith(name)), key=lambda each: len(each.name)
    )
    furnish(tmp_path)
    (tmp_path / target.path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / target.path).write_bytes(case.read_bytes())
    try:
        target.work(tmp_path)
    except ClinicError as error:
        assert error.message
    assert os.listdir(tmp_path)
