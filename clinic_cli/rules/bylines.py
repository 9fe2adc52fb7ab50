"""Ethics: how the roster names licences, where a law says how; told once an author, at the roster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.cues import Cues
from clinic_cli.content.regex import Regex
from clinic_cli.content.summary import place_in
from clinic_cli.diagnostics import Finding, Severity
from clinic_cli.jurisdictions import JURISDICTIONS, in_force
from clinic_cli.rules.language import Phrases, hits, is_denied, is_mention, speaks, words_of
from clinic_cli.rules.rule import ProjectFinding, by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.config import Author
    from clinic_cli.content.article import Article
    from clinic_cli.content.summary import Place
    from clinic_cli.jurisdictions import Licences
    from clinic_cli.rules.rule import Facts, Overview


class Byline(NamedTuple):
    """An author who stands above an article: letters behind the name, and where to mend them."""

    name: str
    letters: tuple[str, ...]
    text: str
    numbered: bool
    supervisor: str
    place: Place
    published: bool

    @property
    def severity(self) -> Severity:
        """Error once an article of theirs is published."""
        return Severity.ERROR if self.published else Severity.WARNING


def bylines(overview: Overview, facts: Facts) -> Iterator[Byline]:
    """Yield the authors of articles: roster entries, and ids that name a licence but are in no roster."""
    uses: dict[str, tuple[Place, bool]] = {}
    for article in overview.articles:
        for named in article.authors:
            place, published = uses.get(named.text, (named.place, False))
            uses[named.text] = place, published or article.status == "published"
    config = facts.config
    for id, author in config.authors.items():
        if config.source is not None:
            keys = "credentials" if author.credentials else "license" if author.license_kind else "name"
            place = place_in(config.source, config.at("authors", id, keys))
            yield _byline(author, place, id in uses and uses[id][1])
    for id, (place, published) in uses.items():
        if id not in config.authors and "," in id:
            name, _, credentials = id.partition(",")
            letters = _letters(credentials)
            yield Byline(name, letters, credentials, _has_number(credentials), "", place, published)


def _byline(author: Author, place: Place, published: bool) -> Byline:
    text = f"{author.credentials} {author.license_kind}"
    numbered = any(character.isdigit() for character in author.license_number) or _has_number(author.credentials)
    return Byline(author.name, _letters(text), text, numbered, author.supervisor, place, published)


def _letters(text: str) -> tuple[str, ...]:
    """Return the abbreviations in a text, in capitals and without dots."""
    return tuple(
        dict.fromkeys(re.findall(r"\b[A-Z]{2,6}\b", re.sub(r"(?<=\b[A-Z])\.(?=[A-Z])|(?<=[A-Z])\.", "", text).upper()))
    )


def _has_number(text: str) -> bool:
    return bool(re.search(r"\d{3,}", text))


def _licences(facts: Facts) -> Iterator[tuple[str, Licences]]:
    for code in sorted(in_force(facts.config.jurisdictions)):
        place = JURISDICTIONS[code]
        if place.licences:
            yield place.name, place.licences


def byline_license_missing(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of an author whose licence is named without its number.

    The number may stand behind the letters ("LMFT 12345") or in the roster's `license`, which the page's author box
    shows. It is an error once an article of theirs is published.

    Why: With the number anybody can look up that the licence is real, and that it still holds.
    Source: 16 CCR 1811, as amended as of April 1, 2026 (verify).
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "MFT"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    Good:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "LMFT 12345"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    """
    for place, licences in _licences(facts):
        for byline in bylines(overview, facts):
            named = [word for word in byline.letters if word in licences.full]
            if (named or _spelt_out(byline.text)) and not byline.numbered:
                yield ProjectFinding(
                    byline.place,
                    f"The licence number of {byline.name} is missing.",
                    f'Add `license = {{ kind = "{named[0] if named else "LMFT"}", number = "..." }}`; {place} asks for it.',
                    byline.severity,
                )


def _spelt_out(text: str) -> bool:
    return bool(
        re.search(
            r"\blicensed\s+(?:marriage\s+and\s+family\s+therapist|clinical\s+social\s+worker|professional\s+clinical\s+counselor|educational\s+psychologist)",
            text,
            re.IGNORECASE,
        )
    )


def byline_title_invalid(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of letters behind a name that are no licence of the place.

    California knows LMFT, MFT, LCSW, LPCC and LEP. LPC, LMHC and others are licences of other states. Degrees are left
    alone.

    Why: Readers take the letters for a licence that holds where the clinic is.
    Source: 16 CCR 1811 (verify); Cal. Bus. & Prof. Code 4980.
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "LMHC"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    Good:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "PhD, LPCC 12345"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    """
    for place, licences in _licences(facts):
        for byline in bylines(overview, facts):
            for word in byline.letters:
                if word in licences.foreign:
                    yield ProjectFinding(
                        byline.place,
                        f"{word} behind the name of {byline.name} is no licence of {place}.",
                        f"Write one of {', '.join(licences.full)}, or leave it out.",
                        byline.severity,
                    )


def associate_elements_missing(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of an associate whose byline lacks what the law asks for.

    Letters such as AMFT never stand alone: the full title, the registration number and the supervisor stand with them.

    Why: Readers must know that somebody else answers for the work, and who.
    Source: Cal. Bus. & Prof. Code 4980.44(d), read as in force in 2013, when associates were called interns; its text of today, 4996.18 and 4999.45 (verify); 16 CCR 1811 (verify).
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "AMFT"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    Good:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "Associate Marriage and Family Therapist, AMFT 12345"
        supervisor = "Sample Supervisor, LMFT 54321"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    """
    for _, licences in _licences(facts):
        for byline in bylines(overview, facts):
            letters = next((word for word in byline.letters if word in licences.associates), "")
            title = licences.associates.get(letters, "")
            spelt = re.search(r"\bassociate\s+(?:marriage|clinical|professional)", byline.text, re.IGNORECASE)
            if not letters and not spelt:
                continue
            gaps = (
                ("the full title", not spelt),
                ("the number", not byline.numbered),
                ("the supervisor", not byline.supervisor),
            )
            missing = [gap for gap, is_missing in gaps if is_missing]
            if missing:
                yield ProjectFinding(
                    byline.place,
                    f"{byline.name} works under a supervisor, and the byline lacks {_and(missing)}.",
                    f"Add {'it' if len(missing) == 1 else 'them'} in the roster"
                    + (f": “{title}” in `credentials`." if title and not spelt else "."),
                    byline.severity,
                )


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


_TITLE: Final = Regex(r"\b(?<!educational )(psychologist|psychiatrist)\b", re.IGNORECASE)
_LICENSED: Final = {
    "psychologist": Regex(r"\bPSY\b|\bpsychologist\b|\bPSY\s?\d+", re.IGNORECASE),
    "psychiatrist": Regex(r"\bM\.?D\.?\b|\bD\.?O\.?\b|\bpsychiatrist\b|\bphysician\b|\b[AG]\d{4,}", re.IGNORECASE),
}
_I_AM: Final = Phrases(
    r"(?:i am|i'm|as|being|i work as|i practice as) (?:an?|your|the) (?:(?:licensed|clinical|practicing|board-certified|child|sport|trained|forensic|health) ){0,3}(?:psychologist|psychiatrist)",
)
_SO_I: Final = Regex(
    r"(?: (?:in|with|for|of|at|on|who|and|here|working|trained)\b[^.,;]{0,50})?,? (?:i|my|we|i've|i'm|i'd|i'll)\b"
)
_I_CUES: Final = Cues(words_of("psychologist psychiatrist"))


def restricted_title(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a psychologist or psychiatrist, by byline or by "as a psychologist, I", without that licence.

    "Licensed educational psychologist" (LEP) is a title of its own. Other people's titles in the text ("psychologist
    John Gottman found") are left alone.

    Why: Both titles are protected by law. To use one without the licence is a crime in many places.
    Source: Cal. Bus. & Prof. Code 2902(d) (2902(c) before 2026), 2903 and 2908; for psychiatrists 2054 (verify).
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "Psychologist"
        license = { kind = "LMFT", number = "12345" }
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    Good:
        ==> clinic.toml <==
        jurisdictions = ["us-ca"]
        [authors.sample-author]
        name = "Sample Author"
        credentials = "Psychologist"
        license = { kind = "PSY", number = "12345" }
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        As psychologist John Sample found, walking helps.
    """
    config = facts.config
    published = {
        author.text for article in overview.articles if article.status == "published" for author in article.authors
    }
    for id, author in config.authors.items():
        bio = re.search(r"\bis an? (?:\w+ )?(psychologist|psychiatrist)\b", author.bio, re.IGNORECASE)
        for match in (_TITLE.search(author.credentials), bio):
            if match is None or config.source is None:
                continue
            title = match.group(1).lower()
            if holds(author, title) or (
                match is bio and re.search(r"educational\s+psychologist", match.group(), re.IGNORECASE)
            ):
                continue
            key = "bio" if match is bio else "credentials"
            yield ProjectFinding(
                place_in(config.source, config.at("authors", id, key)),
                f"{author.name} is called a {title}, and the roster names no such licence.",
                "Add the licence as `license`, or leave the word out.",
                Severity.ERROR if id in published else Severity.WARNING,
            )
            break


def holds(author: Author, title: str) -> bool:
    """Whether the roster names the licence that a title needs."""
    kind = f"{author.license_kind} {author.license_number}"
    if title == "psychiatrist":
        kind += " " + author.credentials.replace("psychiatrist", "").replace("Psychiatrist", "")
    return bool(_LICENSED[title].search(kind)) and (bool(author.license_number) or title == "psychiatrist")


def claimed_title(article: Article, facts: Facts) -> Iterator[Finding]:
    """Yield "as a psychologist, I" in an article none of whose authors holds that licence."""
    authors = [facts.config.authors[id] for id in article.authors if id in facts.config.authors]
    if not authors or not speaks(article, facts):
        return
    text = article.text
    for hit in hits(text, _I_CUES, _I_AM):
        title = "psychologist" if hit.match.group().endswith("psychologist") else "psychiatrist"
        if hit.match.group().startswith(("as", "being")):
            mine = bool(_SO_I.match(hit.after))
        else:
            mine = not hit.after.startswith("'")  # a psychologist's daughter
        if mine and not (is_denied(hit) or is_mention(text, hit) or any(holds(author, title) for author in authors)):
            yield Finding(
                hit.span,
                f"The writer is called a {title}, and the roster names no such licence.",
                "Add the licence to the roster, or write therapist.",
                severity=by_status(article),
            )
