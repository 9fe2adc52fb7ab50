"""What clients say on a web page: the heading above it, and the name below."""

from __future__ import annotations

import re
from typing import Final

from clinic_cli.importers.boilerplate import bare_of

_INITIAL: Final = r"[A-ZÀ-ÖØ-Þ]\.?"
_FIRST: Final = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'’-]+"
_ROLE: Final = "(?i:" + "|".join(
    ("an?", "the", "our", "my", "former", "current", "past", "recent", "anonymous", "happy", "grateful", "verified", "long-?term", "new",
     "therapy", "couples?", "individual", "teen", "family", "group", "sample", "mother", "father", "mom", "dad", "parents?", "clients?",
     "patient", "wife", "husband", "member", "reviewer", "of", "from", "in", "and", "&")
) + r")\b"  # fmt: skip
_NAME: Final = re.compile(
    rf"(?:{_INITIAL}(?:\s*(?:&\s*)?{_INITIAL}){{0,3}}"
    rf"|{_FIRST}(?:\s+(?:&|and)\s+{_FIRST})?(?:\s+{_FIRST})?(?:\s+{_INITIAL}){{0,2}}"
    rf"|{_ROLE}(?:\s+(?:{_ROLE}|{_FIRST}|{_INITIAL})){{0,6}})"
    r"(?:\s*[,(|–—-]\s*[\w .'’&-]{1,40}\)?)?"
)
_DASH: Final = re.compile(r"\s*(?:—|–|―|~|--?|‒)\s*(?=\S)")
_WORDS_AND_NAME: Final = re.compile(r"(.+?(?:[.!?…]?[\"”»’]|[.!?…]))\s*(?:—|–|―|~|--|\s-)\s*([^!?\n]{1,60})", re.DOTALL)
_HEADING: Final = re.compile(
    r"(?:"
    r"(?:(?:our|my)\s+)?(?:client|patient)?\s*(?:testimonials?|reviews?|stories|voices)"
    r"|(?:kind|their|client)\s+words|in\s+their\s+(?:own\s+)?words|words\s+from\b.*|success\s+stories|people\s+say\b.*"
    r"|(?:what|how)\s+(?:our|my|some|other|past|former)?\s*(?:clients|people|others|patients|couples|families)"
    r"\s+(?:say|are\s+saying|have\s+(?:said|to\s+say)|said|feel|think)\b.*"
    r")(?:\s+(?:from|by|about)\s+.{1,30})?",
    re.IGNORECASE,
)


def client_name(text: str) -> str:
    """Return the name under a client's words, without its dash, or "" where a line is no such name."""
    bare = " ".join(_DASH.sub("", text, count=1).split() if is_dashed(text) else text.split()).strip("* ")
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1]
    if not bare or len(bare) > 60 or len(bare.split()) > 8 or re.search(r"[!?:;\"“”]|\.{2}|\w{3,}\.$", bare):
        return ""
    return bare if _NAME.fullmatch(bare) else ""


def is_dashed(text: str) -> bool:
    """Whether a line begins with a dash, as a name under a quotation often does."""
    return bool(_DASH.match(text))


def words_and_name(text: str) -> tuple[str, str] | None:
    """Return the words and the name in "Words. — Name", or None."""
    match = _WORDS_AND_NAME.fullmatch(text.strip())
    name = client_name(match[2]) if match else ""
    return (match[1].strip(), name) if match and name else None


def is_heading(text: str) -> bool:
    """Whether a heading announces what clients say."""
    line = " ".join(text.split())
    return len(line) < 80 and bool(_HEADING.fullmatch(bare_of(line)))
