"""Lines on how to reach a clinic, as settings: numbers in international form, hours for people and for machines."""

from __future__ import annotations

import re
from typing import Final

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?"
_TO: Final = r"\s*(?:-|–|—|to|through|until|till|and)\s*"
_TIME: Final = r"\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?\s?m\b\.?)?"
_HOURS: Final = re.compile(
    rf"(?:on\s+)?(?:week-?days?|week-?ends?|daily|every\s+day|(?:seven|7)\s+days\s+a\s+week|{_DAY}(?:(?:{_TO}|\s*[,&]\s*){_DAY})*)"
    rf"[\s,:]*(?:from\s+|between\s+)?{_TIME}{_TO}{_TIME}",
    re.IGNORECASE,
)
_REACH: Final = re.compile(
    r"\b(?:(?:send|shoot|drop)\s+us|(?:text|call|e-?mail|contact|reach)\s+(?:us|me)|get\s+in\s+touch|give\s+us\s+a\s+call"
    r"|we(?:['’]|\s+a)re\s+(?:here|open|available)|hours\s*:|(?:phone|tel|telephone|mobile|text|sms|e-?mail)\s*:)",
    re.IGNORECASE,
)
_TEXTING: Final = re.compile(r"\b(?:send|shoot|drop)\s+us\s+a\s+text|\btext(?:ing)?\b|\bsms\b", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"(?<![\w.])(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?![\w-])|(?<!\w)\+[1-9]\d[\d\s().-]{6,16}\d"
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def contact(text: str) -> dict[str, str] | None:
    """Return the settings that a line suggests, or None where it does not say how to reach the clinic.

    `sms` is "" where the page asks for text messages and names no number.
    """
    line = " ".join(text.split())
    hours = _HOURS.search(line)
    if len(line) > 240 or not (hours or _REACH.search(line)):
        return None
    found: dict[str, str] = {}
    if hours:
        found["hours"] = hours[0].strip(" .,")
        if machine := opening_hours(hours[0]):
            found["opening_hours"] = machine
    phone, email, texting = _PHONE.search(line), _EMAIL.search(line), _TEXTING.search(line)
    if phone and (number := international(phone[0])):
        found["sms" if texting else "phone"] = number
    elif texting:
        found["sms"] = ""
    if email:
        found["email"] = email[0]
    return found if found or len(line) < 80 else None


def international(number: str) -> str:
    """Return a telephone number in international form, "" for none; ten digits are taken as of the United States."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+"):
        return f"+{digits}" if 7 <= len(digits) <= 15 else ""
    return f"+{digits}" if len(digits) == 11 and digits.startswith("1") else f"+1{digits}" if len(digits) == 10 else ""


def opening_hours(text: str) -> str:
    """Return hours as schema.org writes them, such as Mo-Fr 09:00-21:00, or "" where they cannot be told."""
    lower = text.lower()
    days = [_DAYS.index(match[:3]) for match in re.findall(_DAY, lower)]
    if re.search(r"week-?day", lower):
        name = "Mo-Fr"
    elif re.search(r"week-?end", lower):
        name = "Sa-Su"
    elif not days:
        name = "Mo-Su"
    else:
        listed = len(days) > 2 or (len(days) == 2 and re.search(rf"{_DAY}\s*(?:,|&|and)\s*{_DAY}", lower))
        name = ("," if listed else "-").join(_DAYS[day][:2].capitalize() for day in days)
    times = re.findall(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?", re.sub(r"\b(?:7|seven)\s+days|[a-z]{3,}", " ", lower))
    if len(times) < 2:
        return ""
    (hour, minute, half), (last, past, other) = times[0], times[1]
    if not half and other:  # in "9 - 5pm" the morning is meant, in "1 - 5pm" the afternoon
        half = "a" if int(hour) % 12 >= int(last) % 12 else other
    if not other and int(last) <= 12:
        return ""  # "9 - 5" could be anything
    first, second = _clock(hour, minute, half), _clock(last, past, other)
    return f"{name} {first}-{second}" if first and second else ""


def _clock(hour: str, minute: str, half: str) -> str:
    number = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
    return f"{number:02}:{minute or '00'}" if number < 24 else ""
