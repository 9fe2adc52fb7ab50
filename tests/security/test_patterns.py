"""Every pattern of clinic is linear: four times the text takes four times as long, whatever the text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.project import REPOSITORY
from tests.security.attacks import slowest

if TYPE_CHECKING:
    from tests.project import Clinic

_QUADRATIC = 9
"""How many times as long four times the text may take; 4 is linear, 16 is quadratic."""


def test_an_attack_tells_a_slow_pattern_from_a_quick_one() -> None:
    assert slowest(re.compile(r"(?:a+)+b"), lambda text: re.match(r"a*a*c", text))[0] > _QUADRATIC
    assert slowest(re.compile(r"\s+$"))[0] > _QUADRATIC
    assert slowest(re.compile(r"[a-z]+"))[0] < _QUADRATIC
