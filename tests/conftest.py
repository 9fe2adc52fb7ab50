"""Fixtures for all tests: a clinic's folder, and an environment that is the same everywhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.project import Clinic

if TYPE_CHECKING:
    from pathlib import Path

hypothesis.settings.register_profile(
    "default",
    max_examples=25,
    deadline=None,
    derandomize=True,  # the suite gives the same answer this year and next; `thorough` goes looking
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("default"), max_examples=3000, derandomize=False
)
hypothesis.settings.load_profile("default")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "EDITOR", "VISUAL", "CLINIC_DEBUG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the settings of git that this machine has out of a test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def bare(tmp_path: Path) -> Clinic:
    """An empty folder."""
    return Clinic(tmp_path)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """A folder with a clinic.toml and nothing else."""
    clinic = Clinic(tmp_path)
    clinic.config()
    return clinic
