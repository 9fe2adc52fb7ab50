"""Fingerprints: what tells a finding from others and survives lines that move, without a private word in it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from clinic_cli.lint.examined import BEFORE_PUBLISHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.source import SourceFile

_VERSION: Final = 1


def fingerprints(diagnostics: Iterable[Diagnostic], read: Callable[[str], SourceFile | None]) -> list[str]:
    """Return a fingerprint a finding: of its rule, its file, the words it points at, and how many like it came before.

    For what is private the testimonial's id takes the place of the words, as a hash of few words can be guessed.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found: list[str] = []
    for each in diagnostics:
        words = each.subject
        # what a draft lacks is one note a file, wherever it points
        if not each.private and each.rule != BEFORE_PUBLISHING and (source := read(each.path)):
            words = " ".join(source.text[each.span.start : each.span.end].split())
        key = (each.rule, each.path, words)
        text = json.dumps([_VERSION, *key, seen[key]])
        found.append(hashlib.sha256(text.encode()).hexdigest()[:32])
        seen[key] += 1
    return found
