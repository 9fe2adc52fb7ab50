"""Fixtures for all tests: a clinic's folder, and an environment that is the same everywhere."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

import clinic_cli
from tests.project import Clinic

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


hypothesis.settings.register_profile(
    "default",
    max_examples=15,
    deadline=None,
    derandomize=True,  # the suite gives the same answer this year and next; `thorough` goes looking
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("deep", hypothesis.settings.get_profile("default"), max_examples=150)
hypothesis.settings.register_profile(
    "thorough", hypothesis.settings.get_profile("default"), max_examples=3000, derandomize=False
)
hypothesis.settings.load_profile("default")

# a hundred processes that tests start, and the workers, need not compile the same modules each
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


_MEASURE = pytest.StashKey[Any]()


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Measure coverage of what an import runs, all at once, then of nothing until a test runs."""
    library = sys.modules.get("coverage")
    if library and library.Coverage.current() and not hasattr(session.config, "workerinput"):
        for module in pkgutil.walk_packages(clinic_cli.__path__, "clinic_cli."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    while library and (running := library.Coverage.current()):
        running.stop()
        session.config.stash.setdefault(_MEASURE, running)  # pytest-cov starts two in a worker, and asks the last one


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Measure coverage while a test runs, which doubles its time, but for those that go over the same code many times."""
    measure = item.config.stash.get(_MEASURE, None)
    if measure and not any(map(item.get_closest_marker, ("deep", "hypothesis", "no_cover"))):
        measure.start()
    try:
        return (yield)
    finally:
        if measure:
            measure.stop()


@pytest.fixture
def deep(request: pytest.FixtureRequest) -> bool:
    """Whether a test that is marked so goes as far as it can: `make test-deep`."""
    return request.config.getoption("--hypothesis-profile") in ("deep", "thorough")


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
