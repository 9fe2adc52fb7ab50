"""Lines above and below an article: who wrote it and when, and whose picture it shows."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, NamedTuple

from clinic_cli.importers.material import Person

_WORD: Final = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|de|del|der|di|la|le|van|von|al|bin|y)"
_NAME: Final = rf"(?:Dr\.?\s+|Prof\.?\s+)?{_WORD}(?:\s+{_WORD}){{0,4}}"
_LETTERS: Final = (
    r"(?:Ph\.?\s?D\.?|Psy\.?\s?D\.?|Ed\.?\s?D\.?|M\.?\s?Ed\.?|(?:[A-Z]\.\s?){2,4}|[A-Z]{1,6}[a-z]?(?:-[A-Z]{1,4})?)"
)
_LICENSED: Final = rf"{_LETTERS}(?:\s*(?:#|No\.?\s*)?\d{{3,7}})?"
_CREDENTIALS: Final = rf"{_LICENSED}(?:\s*[,/&]\s*{_LICENSED})*"
_PERSON: Final = re.compile(rf"({_NAME})(?:,\s*({_CREDENTIALS})|\s+\(({_CREDENTIALS})\))?\.?")
_SIGNED: Final = re.compile(rf"({_NAME}),\s*({_CREDENTIALS})\.?")
_BY: Final = re.compile(
    r"(?:(?:article|blog post|posted|published|story|text|words|written)\s+)?by:?\s+(.+)|authors?:\s*(.+)",
    re.IGNORECASE,
)
_DAY: Final = (
    r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}\.?\s+[A-Z][a-z]{2,8}\.?\s+\d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4})"
)
_WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_DATED: Final = re.compile(
    rf"(?:(?:last )?(?:posted|published|updated|date)? ?:? ?(?:on )?)(?:{_WEEKDAY},? )?({_DAY})(?: ?(?:at|[|,])? ?[\d:apm. ]+)?",
    re.IGNORECASE,
)
_DATE_BEHIND: Final = re.compile(
    rf"\s*(?:[|•·–—,-]|\bon\b|\s)\s*(?:(?:posted|published|updated)\s*)?(?:on\s+)?({_DAY})\b.*"
)
_CREDIT: Final = re.compile(
    r"(?:(?:cover|featured?|header|hero|banner)\s+)?(?:photo(?:graph)?(?:y|s)?|images?|pictures?|illustrations?|artwork)"
    r"(?:\s+(?:credits?|courtesy|source))?\s*(?:by\b|of\b|from\b|:|©|\(c\)|–|—|-)\s*:?\s*(.+)",
    re.IGNORECASE,
)


class Byline(NamedTuple):
    """Who wrote, and when where the line says it."""

    people: tuple[Person, ...]
    day: date | None


def byline(text: str) -> Byline | None:
    """Return what a byline says, or None for any other line: "By NAME, LETTERS", "NAME, LETTERS" alone, several names."""
    text = " ".join(text.split())
    if len(text) > 200:
        return None
    day = None
    if found := _DATE_BEHIND.search(text):
        day, text = read_day(found[1]), text[: found.start()]
    match = _BY.fullmatch(text)
    if not match:
        signed = _SIGNED.fullmatch(text)
        return Byline((Person(signed[1], signed[2]),), day) if signed else None
    told = re.split(r"\s+[|•·–—-]\s+", match[1] or match[2])[0]
    people = []
    for part in _people(told):
        person = _PERSON.fullmatch(part)
        if not person:
            return None
        people.append(Person(person[1], person[2] or person[3] or ""))
    return Byline(tuple(people), day) if people else None


def _people(text: str) -> list[str]:
    """Return the people in "A B, LMFT and C D, PhD" or "A B, C D and E F"; letters stay with their name."""
    parts: list[str] = []
    for piece in re.split(r"\s+(?:and|&)\s+|;\s*", text):
        for bit in re.split(r",\s*", piece):
            if parts and re.fullmatch(_CREDENTIALS, bit):
                parts[-1] += f", {bit}"
            elif bit:
                parts.append(bit)
    return parts


def photo_credit(text: str) -> str:
    """Return whom a line gives credit for a picture, "" for any other line."""
    text = " ".join(text.split()).strip("()[] ")
    match = _CREDIT.fullmatch(text) if len(text) <= 160 else None
    credit = match[1].strip(" .") if match else ""
    return credit if len(credit.split()) <= 12 and credit[:1].isupper() else ""


def published_on(text: str) -> date | None:
    """Return the day that a line consists of, as in "Posted on March 3, 2020", or None."""
    match = _DATED.fullmatch(" ".join(text.split()))
    return read_day(match[1]) if match else None


def read_day(text: str) -> date | None:
    """Return the day that is written in words or digits; None where it could be two days, as in 3/4/2020."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[.,]", "", " ".join(text.split()))
    for form in ("%Y-%m-%d", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    if numbers := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", text.strip()):
        first, second, year = (int(numbers[group]) for group in (1, 3, 4))
        month, number = (first, second) if second > 12 or first == second else (second, first)
        try:
            return date(year, month, number) if first > 12 or month == first else None
        except ValueError:
            return None
    return None
