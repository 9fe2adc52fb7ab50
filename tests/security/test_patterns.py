"""No pattern of clinic takes the cube of a text's length or more: attacks are made from each one's own structure.

What takes the square is found where it matters, in whole files: see EXPENSIVE in test_repository.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.project import REPOSITORY
from tests.security.attacks import attacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


pytestmark = pytest.mark.no_cover  # which would be timed, too


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> dict[re.Pattern[Any], str]:
    """Every pattern that the package compiles, at import or at work, and its module."""
    root = tmp_path_factory.mktemp("clinic")
    (root / "articles").mkdir()
    (root / "clinic.toml").write_text('name = "Sample Clinic"\n')
    (root / "articles/a-walk.md").write_text(
        "---\ntitle: A walk\nstatus: published\n---\n\n## A *walk*\n\n[Text](a.md).\n"
    )
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests/security/patterns.py"), str(root)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return {
        re.compile(each["pattern"].encode("latin-1") if each["bytes"] else each["pattern"], each["flags"]): each[
            "module"
        ]
        for each in json.loads(done.stdout)
    }


def worst(find: Callable[[Any], object], texts: Iterator[Any], patience: float) -> tuple[float, str]:
    """Return the longest that a text takes, and that text; the first one beyond patience ends it."""
    longest = (0.0, "")
    for text in texts:
        took = min(_time(find, text) for _ in range(2)) if _time(find, text) > patience else 0.0
        if took > longest[0]:
            longest = took, repr(text)[:60]
        if took > patience:
            break
    return longest


def _time(find: Callable[[Any], object], text: Any) -> float:
    began = time.process_time()
    find(text)
    return time.process_time() - began


def test_attacks_tell_slow_patterns_from_quick_ones() -> None:
    for pattern, length in ((r"(?:a+)+b", 21), (r"(?:\s|\s\s)*x", 30)):
        compiled = re.compile(pattern)
        assert worst(compiled.fullmatch, attacks(compiled, length), 0.02)[0] > 0.02, pattern
    compiled = re.compile(r"[a-z]+@(?:x|y)*")
    assert worst(compiled.fullmatch, attacks(compiled, 400), 0.02)[0] == 0


def test_no_pattern_takes_the_cube_of_a_text_or_more(patterns: dict[re.Pattern[Any], str]) -> None:
    assert len(patterns) > 250
    slow = {
        (module, pattern.pattern): told
        for pattern, module in patterns.items()
        if (told := worst(pattern.fullmatch, attacks(pattern, 400), 0.1))[0]
    }
    assert slow == {}
