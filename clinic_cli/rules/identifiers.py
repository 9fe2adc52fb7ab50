"""What gives a person away in plain text: numbers, addresses, handles, dates, an employer, a great age."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.regex import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.config import Config


class Identifier(NamedTuple):
    """A place in a text that gives somebody away; `grave` ones do so by themselves."""

    what: str
    start: int
    end: int
    grave: bool


_MONTHS: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_EMAIL: Final = Regex(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w-])"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s?[\[({]\s?at\s?[\])}]\s?[\w-]{1,63}"
    r"|(?<![\w.+-])[\w.+-]{1,64}\s+at\s+[\w-]{1,63}\s+dot\s+(?:com|org|net|edu|me|uk|co|ca|au)\b",
    re.IGNORECASE,
)
_DASH: Final = r"\s.\u00b7\u2010-\u2013-"
_PHONE: Final = Regex(
    rf"(?<![\w.@/$-])(?:\+?1[{_DASH}]?)?(?:\(\d{{3}}\)\s?|\d{{3}}[{_DASH}])\d{{3}}[{_DASH}]?\d{{4}}(?![\w-])"
    rf"|(?<![\w.$-])(?:\+|00(?=[1-9]))\d{{1,3}}(?:[{_DASH}]?\(?\d{{1,4}}\)?){{2,5}}(?![\w-])"
    r"|(?<![\w.$,/-])(?:[2-9]\d{9}|0[1-9]\d{8,9})(?![\w-])"
    # as in Britain, Ireland and Australia: an area in brackets or of its own, then two groups, or one of six digits
    rf"|(?<![\w.@/$,-])(?:\(0[1-9]\d{{0,3}}\)\s?|0[1-9]\d{{0,3}}[{_DASH}])(?:\d{{3,4}}[{_DASH}]?\d{{3,4}}|\d{{5,6}})(?![\w-])"
)
_LOCAL_PHONE: Final = Regex(
    r"\b(?:call|text|phone|cell|number is|reach me at|ring)\b[^.\n]{0,20}?(?<![\w-])(\d{3}[\s.-]\d{4})(?![\w-])",
    re.IGNORECASE,
)
_SSN: Final = Regex(r"(?<![\w-])(?!000|666)\d{3}-\d{2}-\d{4}(?![\w-])")
_INSURANCE: Final = Regex(
    r"(?<!\w)[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D](?!\w)|\b(?:SIN|[Ss]ocial [Ii]nsurance [Nn]umber)\b[^.\d\n]{0,15}\d{3}[\s-]?\d{3}[\s-]?\d{3}(?!\d)"
)
_RECORD: Final = Regex(
    r"\b(?:nhs|medicare|ohip|health card|patient|case|chart|member|membership|policy|medical record|insurance|account)"
    r"\s(?:number|no\.?|id|#)(?:\s(?:is|was))?[\s:#]{0,3}((?:[A-Z]{1,3}-?)?\d[\d\s-]{2,14}\d)(?![\w-])",
    re.IGNORECASE,
)
_STREET: Final = Regex(
    r"(?<![\w#$.,-])(?<![Tt]he\x20)\d{1,5}[A-Z]?\s+(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?\s+)?(?:[A-Z][\w'\u2019.-]*|\d{1,3}(?:st|nd|rd|th))(?:\s+[A-Z][\w'\u2019.-]*){0,2}\s+"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Pl|Place|Ter|Terrace|Cir|Circle|Hwy|Highway|Pkwy|Parkway|Sq|Square|Way|Close|Crescent|Cres|Gardens|Gdns|Grove|Mews|Parade)\b\.?"
    r"|\bP\.?\s?O\.?\s+Box\s+\d+"
)
_HANDLE: Final = Regex(
    r"(?<![\w.@/])@[A-Za-z_][\w.]{2,29}(?!\.?\w*@)"
    r"|\b(?:instagram|insta|ig|twitter|tiktok|snapchat|facebook|venmo|linkedin|telegram)(?:\s+(?:handle|account|name|user(?:name)?))?(?:\s+(?:is|as|at)|:)\s*@?(?=[\w.]*[\d_.]|[\w.]{6,})[A-Za-z_][\w.]{2,29}",
    re.IGNORECASE,
)
_PROFILE: Final = Regex(
    r"(?:https?://|www\.)[^\s<>\"')]{3,200}|(?<![\w@.-])[\w-]{2,63}\.(?:com|org|net|me|ca|co\.uk|com\.au)/[^\s<>\"')]{2,200}",
    re.IGNORECASE,
)
_POSTCODE: Final = Regex(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|[A-CEGHJ-NPR-TVXY]\d[A-Z]\s\d[A-Z]\d)\b")
_DATE: Final = Regex(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS},?\s+(?:19|20)\d\d\b"
    r"|(?<![\d/.-])(?:(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d|3[01])|(?:1[3-9]|2\d|3[01])[/.-](?:0?[1-9]|1[0-2]))[/.-](?:19|20)?\d\d(?![\d/-]|\.\d)|(?<![\d-])(?:19|20)\d\d-\d\d-\d\d(?![\d-])"
    rf"|\b(?:born|birthday|date of birth|dob)\b[^.\n]{{0,15}}?\b(?:{_MONTHS}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS})\b",
    re.IGNORECASE,
)
_AGE: Final = Regex(
    r"\b(?:9\d|1[01]\d)(?:[\s-]+years?[\s-]+old|[\s-]*yo\b|-year-old)|\b(?:I'm|I am|I\u2019m|aged|age|turned|turning)\s+(?:9\d|1[01]\d)(?=\s*[.,;!?)]|\s+(?:and|now|this|last|years?\s+old|but)\b|\s*$)"
    r"|\b(?:I'm|I am|I\u2019m|aged|turned|at)\s+(?:ninety|a hundred)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?(?=\s*[.,;!?)]|\s+(?:I|and|now|years)\b|\s*$)"
    r"|\bninety(?:-(?:one|two|three|four|five|six|seven|eight|nine))?[\s-]years?[\s-]old",
    re.IGNORECASE,
)
_EMPLOYER: Final = Regex(
    r"\b(?:(?:[Ii]|[Ww]e|[Hh]e|[Ss]he)(?:'m|\u2019m|'s)?(?:\s+\w+){0,3}\s+(?:work|works|worked|working|teach|teaches|taught|employed)\s+(?:at|for)|(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)\s+(?:\w+\s+)?(?:job|boss|work|career|manager|coworkers|colleagues)\s+(?:at|for)|\ban?\s+(?:\w+\s+){0,2}(?:nurse|engineer|teacher|manager|lawyer|attorney|executive|doctor|professor|designer|director|officer|pilot|chef|analyst|developer)\s+(?:at|for|with(?=\s+(?:the\s+)?[A-Z][a-z]+\s+[A-Z][a-z])))"
    r"\s+(?:the\s+)?((?!Home\b|I\b|Dr\b|NHS\b|The\s+[Cc]linic\b|Christmas\b|Easter\b|Thanksgiving\b)[A-Z][\w&'\u2019.-]*(?:\s+(?:of\s+)?[A-Z][\w&'\u2019.-]*){0,3})"
)
_TELLING: Final = 9
"""So many of the last digits tell a number from others, whether it is written for callers at home or from abroad."""
_TOLL_FREE: Final = Regex(r"^(?:\+?1?[\s.(-]*8(?:00|33|44|55|66|77|88)|\(?0(?:80[08]|3\d\d))")

_GRAVE: Final = (
    ("an e-mail address", _EMAIL),
    ("a Social Security number", _SSN),
    ("an insurance number", _INSURANCE),
    ("a record number", _RECORD),
    ("a phone number", _PHONE),
    ("a phone number", _LOCAL_PHONE),
    ("a street address", _STREET),
    ("a name from social media", _HANDLE),
    ("a web address", _PROFILE),
)
_MILD: Final = (("a postcode", _POSTCODE), ("a full date", _DATE), ("an age above 89", _AGE))
_HINT: Final = Regex(
    r"[\d@]|[\[({]\s?at\s?[\])}]|\sdot\s|www\.|https?:|\.\w{2,3}/|instagram|twitter|tiktok|snapchat|facebook|venmo|linkedin|telegram|ninety|hundred",
    re.IGNORECASE,
)
"""Without one of these there is nothing to find but an employer, which stands behind one of the words below."""
_BEFORE_EMPLOYER: Final = Regex(r"(?:at|for|with)\s+(?:the\s+)?[A-Z]")


def identifiers(text: str, config: Config, *, mild: bool = True) -> Iterator[Identifier]:
    """Yield what gives a person away in a text, in order of kind; the clinic's own addresses and numbers do not."""
    kinds: list[tuple[str, Regex, bool]] = []
    if _HINT.search(text):
        kinds += [(what, pattern, True) for what, pattern in _GRAVE]
        kinds += [(what, pattern, False) for what, pattern in _MILD if mild]
    if mild and _BEFORE_EMPLOYER.search(text):
        kinds.append(("an employer", _EMPLOYER, False))
    taken: list[tuple[int, int]] = []
    for what, pattern, grave in kinds:
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            start, end = match.span(group)
            at = bisect_left(taken, (end, 0))  # in order, and none over another: only the one before may overlap
            if at and taken[at - 1][1] > start:
                continue
            taken.insert(at, (start, end))
            if not _is_own(what, match.group(group), _own(config)):
                yield Identifier(what, start, end, grave)


def _own(config: Config) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the clinic's own numbers as digits, and its own names, domains and addresses in lower case."""
    digits = frozenset(re.sub(r"\D", "", number)[-_TELLING:] for number in (config.phone, config.sms) if number)
    host = re.sub(r"^https?://(?:www\.)?", "", config.url.lower()).split("/")[0]
    words = (config.email.lower(), host, config.address.street.lower(), config.name.lower())
    return digits, tuple(word for word in words if word)


def _is_own(what: str, found: str, own: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    if what == "a phone number":
        digits = re.sub(r"\D", "", found)
        return digits[-_TELLING:] in own[0] or bool(_TOLL_FREE.match(found))
    lower = found.lower()
    return any(word in lower or (what == "an employer" and lower in word) for word in own[1])
