"""Places whose laws and customs the rules know, as data: add one here, and the configuration takes its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class CrisisLine(NamedTuple):
    """A number that answers people in crisis; `number` is how a page writes it, `sentence` a line for the page."""

    number: str
    name: str
    sentence: str


class Licences(NamedTuple):
    """How a place lets therapists name their licence in public.

    `full` are letters that may stand behind a name; `associates` are letters of those who still work under
    supervision, with the title that must be spelt out; `foreign` are letters of licences that the place does not give.
    """

    full: tuple[str, ...]
    associates: dict[str, str]
    foreign: tuple[str, ...]


class Jurisdiction(NamedTuple):
    """A country, or a part of one; `within` names the place whose laws hold there too."""

    name: str
    within: str = ""
    crisis_line: CrisisLine | None = None
    licences: Licences | None = None


_US_LINE: Final = CrisisLine(
    "988",
    "the 988 Suicide & Crisis Lifeline",
    "If you are thinking about suicide or need to talk to someone now, call or text 988, the Suicide & Crisis "
    "Lifeline. It is free and open day and night.",
)

JURISDICTIONS: Final[dict[str, Jurisdiction]] = {
    "us": Jurisdiction("the United States", crisis_line=_US_LINE),
    "us-ca": Jurisdiction(
        "California",
        within="us",
        licences=Licences(
            full=("LMFT", "MFT", "LCSW", "LPCC", "LEP"),
            associates={
                "AMFT": "Associate Marriage and Family Therapist",
                "ASW": "Associate Clinical Social Worker",
                "ACSW": "Associate Clinical Social Worker",
                "APCC": "Associate Professional Clinical Counselor",
            },
            foreign=("LPC", "LMHC", "LCPC", "LICSW", "LISW", "LMSW", "LCMHC", "LAMFT", "LCMFT", "MFCC", "MFTI", "PCCI"),
        ),
    ),
}

CRISIS_LINES: Final[dict[str, CrisisLine]] = {
    "US": _US_LINE,
    "CA": CrisisLine(
        "988",
        "the 9-8-8 Suicide Crisis Helpline",
        "If you are thinking about suicide or need to talk to someone now, call or text 988, the Suicide Crisis "
        "Helpline. It is free and open day and night.",
    ),
    "GB": CrisisLine(
        "116 123",
        "Samaritans",
        "If you are thinking about suicide or need to talk to someone now, call Samaritans on 116 123. It is free and "
        "open day and night.",
    ),
    "IE": CrisisLine(
        "116 123",
        "Samaritans",
        "If you are thinking about suicide or need to talk to someone now, call Samaritans on 116 123. It is free and "
        "open day and night.",
    ),
    "AU": CrisisLine(
        "13 11 14",
        "Lifeline",
        "If you are thinking about suicide or need to talk to someone now, call Lifeline on 13 11 14, day or night.",
    ),
    "NZ": CrisisLine(
        "1737",
        "1737",
        "If you are thinking about suicide or need to talk to someone now, call or text 1737. It is free and open day "
        "and night.",
    ),
}
"""Crisis lines by country code. That 988 answers was checked on 2026-11-23; verify the others before you rely on one."""


def in_force(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes of all places whose laws hold in some places: California's brings the federal ones along."""
    found: set[str] = set()
    for code in codes:
        while code and code not in found:
            found.add(code)
            place = JURISDICTIONS.get(code)
            code = place.within if place else ""
    return frozenset(found)
