"""Privacy: how much of a name stands below a client's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from clinic_cli.content.places import node_of
from clinic_cli.content.regex import Regex
from clinic_cli.content.yamltext import scalar_text
from clinic_cli.content.yamltree import Scalar
from clinic_cli.diagnostics import Edit, Finding, Fix, Severity
from clinic_cli.rules.language import words_of
from clinic_cli.rules.rule import by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.rules.rule import Facts

NameForm = Literal["anonymous", "initials", "first-name", "first-name-initial", "full-name", "handle"]
FORMS: Final[tuple[NameForm, ...]] = ("anonymous", "initials", "first-name", "first-name-initial", "full-name")
"""Forms of a name, each of which shows more than the one before it."""

_DESCRIBES: Final = words_of(
    "client clients patient patients customer guest member participant reviewer review reviews google yelp facebook healthgrades "
    "anonymous anon withheld verified former current past recent returning new longtime long-time ongoing happy grateful thankful "
    "satisfied relieved proud tired busy hopeful working single married divorced newlywed newlyweds engaged expecting retired young "
    "couple couples parent parents mother mothers mom moms mum father fathers dad dads husband wife spouse partner partners family "
    "families son daughter sibling sister brother grandparent grandmother grandfather teen teens teenager student students teacher "
    "nurse nurses physician doctor lawyer attorney engineer designer artist writer executive manager professional professionals "
    "veteran survivor caregiver clinician therapist counselor colleague resident local neighbor person man woman adult adults "
    "somebody someone individual workshop retreat group attendee mama papa entrepreneur founder owner ceo musician chef first "
    "responder firefighter officer worker pastor bride groom widow widower sample name initials private confidential human lady "
    "gentleman guy girl boy kid child children adoptee immigrant counsellor trainee carer user users academic accountant analyst "
    "apprentice architect assistant barista builder cleaner consultant dentist developer director electrician freelancer graduate "
    "homemaker journalist lecturer librarian mechanic midwife paramedic pharmacist plumber postgraduate practitioner producer "
    "programmer psychologist researcher scientist secretary solicitor specialist surgeon technician tutor undergraduate volunteer "
    "employed not undisclosed granny grandad granddad supervisor coordinator administrator"
)
_ADDRESSES: Final = words_of("mr mrs ms miss mx dr prof professor rev sir madam")
_PLACE_HEADS: Final = words_of(
    "san santa los las el la new north south east west northern southern eastern western central upper lower saint st fort mount mt "
    "palo bay half menlo redwood mill walnut long daly silicon orange contra greater downtown great hong costa united marin "
    "city beverly culver castro pacific castro"
)
_PARTICLES: Final = words_of("de del della di da dos das du la le van von der den ter bin ibn al el st o")
_SUFFIXES: Final = words_of("jr sr ii iii iv phd md esq rn mft lmft lcsw ma ms msw psyd")
_TWIN_NAMES: Final = words_of(
    "mary-jo mary-ann mary-anne mary-kate mary-beth mary-lou mary-jane mary-ellen anna-maria anna-marie ann-marie jean-luc jean-paul "
    "jean-pierre billie-jean bobbie-jo betty-jo sarah-jane sarah-beth emma-jane juan-carlos jose-luis maria-jose maria-elena ana-maria "
    "john-paul jo-ann sue-ellen peggy-sue lee-ann rose-marie rosa-maria luis-miguel miguel-angel jose-maria maria-teresa"
)
_PARTS: Final = Regex(
    r"[:\u2013\u2014]|\s-+\s|\b[Bb]y\s+(?=[A-Z])|\b(?:[Cc]lient|[Pp]atient|[Cc]ustomer|[Rr]eviewer)\s+(?=[A-Z]\w+\s+[A-Z]\w)"
)
_INITIALS: Final = Regex(r"(?:[^\W\d_]\.?){1,4}")
_HANDLE: Final = Regex(r"@\w|\w@\w|https?://|www\.|\bu/\w|\w\.(?:com|org|net|edu)\b|\w_\w|(?<!\w)[a-z]{3,}\d{2,}")


def name_form(attribution: str) -> tuple[NameForm, str]:
    """Return how much of a name an attribution shows, and the part that shows it."""
    if _HANDLE.search(attribution):
        return "handle", attribution
    shown: tuple[NameForm, str] = ("anonymous", "")
    for person in re.split(r"(?<!\s)\s+(?:&|and|und|y|et)\s+|[+/]", re.split(r"[(\[]", attribution)[0]):
        # what follows a comma is a place, an age or a title; what follows a colon, a dash or "client" may be the name
        for part in _PARTS.pattern.split(person):
            part = re.split(
                r"[,;|]|(?<!\s)\s+(?:from|in|of|at|on|via|through)\s+", part.strip(" \"'\u201c\u201d*~-\u2013\u2014,")
            )[0].strip()
            form = _form_of(part)
            if FORMS.index(form) > FORMS.index(shown[0]):
                shown = form, part
    return shown


def _form_of(part: str) -> NameForm:
    tokens = part.split()
    words = [token.strip(".,'\u2019").lower() for token in tokens]
    addressed = bool(words) and words[0] in _ADDRESSES
    names = [token for token, word in zip(tokens, words, strict=True) if word not in _ADDRESSES | _SUFFIXES]
    if not any(token[0].isupper() for token in names):
        return "anonymous"
    if all(_INITIALS.fullmatch(name) and ((name.isupper() and len(name) < 4) or "." in name) for name in names):
        return "initials"
    last = names[-1]
    own = [word for word in words if word not in _DESCRIBES]
    if len(words) == 2 and len(own) == 1 and (words[1] == "young" or words[0] == "guy"):
        return "full-name"  # Young Couple and Great Guy are none
    if len(own) < len(words) and (words[0] != "sample" or len(own) < len(words) - 1):
        # a word such as client or mother says that this is a description, unless a title stands before it
        return "full-name" if addressed and len(names) > 1 else "anonymous"
    if words[0] in _PLACE_HEADS and len(names) > 1 and not _is_initial(last):
        return "anonymous"
    if len(names) == 1:
        return "full-name" if addressed and not _is_initial(last) else "first-name"
    if _is_initial(last):
        return "first-name-initial"
    if "-".join(name.lower() for name in names) in _TWIN_NAMES:
        return "first-name"
    family = [name for name in names[1:] if name.lower() not in _PARTICLES]
    return "full-name" if any(name[0].isupper() for name in family) else "first-name"


def _is_initial(token: str) -> bool:
    """Whether a token is one letter, with or without a dot, as in O'B. too."""
    return len(re.sub(r"^O['\u2019]", "", token).strip(".,'\u2019)")) <= 1


def shorten(name: str) -> str:
    """Return a full name as first name and initial."""
    names = [token for token in name.split() if token.strip(".,").lower() not in _ADDRESSES | _SUFFIXES]
    return f"{names[0]} {names[-1][0].upper()}" if len(names) > 1 else names[0][0].upper() if names else "Anonymous"


def attribution_full_name(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a full name, or an address on social media, below a quote whose client did not allow it.

    A first name with one letter is fine, and so are words that are no name: "Former Client", "Parent of a teen",
    "Couple in Oakland".

    Why: A full name beside the clinic's tells everybody that this person was in treatment.
    Fix: Unsafe, as it shortens a name. It writes the first name and one letter.
    Source: 45 CFR 164.514(b)(2)(i)(A) and (R).
    Checked: 2026-11-23
    Bad:
        attribution: Sample Clientsson
    Good:
        attribution: Sample C
    """
    consent = testimonial.consent
    if not testimonial.attribution or testimonial.revoked:
        return
    form, part = name_form(testimonial.attribution)
    if form not in ("full-name", "handle") or (consent is not None and consent.display_name == "full-name"):
        return
    node = node_of(testimonial.node, ("attribution",))
    shorter = shorten(part) if form == "full-name" else "Anonymous"
    fix = None
    if isinstance(node, Scalar) and not (node.alias or node.anchor) and "\n" not in node.text:
        text = scalar_text(node.text.replace(part, shorter) if form == "full-name" else shorter)
        fix = Fix((Edit(node.span, text),), safe=False, title="shorten the name")
    yield Finding(
        testimonial.at("attribution"),
        "The full name stands here, and the client has not allowed it."
        if form == "full-name"
        else "This leads to the client's own page or address.",
        "Write the first name and one letter, or Anonymous.",
        severity=by_status(testimonial) if not testimonial.inbox else Severity.WARNING,
        fix=fix,
    )
