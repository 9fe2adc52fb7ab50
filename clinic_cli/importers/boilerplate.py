"""Lines that belong to the page around an article: menus, buttons, notices."""

from __future__ import annotations

import re
from typing import Final

_ANYWHERE: Final = (
    r"skip (?:to|navigation)\b.*",
    r"(?:toggle|open|close) (?:the )?(?:navigation|menu|search)",
    r"back to (?:top|blog|the blog|all posts|all articles|articles)",
    r"share (?:this|on|via|with|article|post|it)\b.*|tweet|pin it|like this:?|(?:like )?loading\W*",
    r"related (?:posts?|articles?|stories|content|reading)|you (?:may|might) also (?:like|enjoy)\b.*|more (?:posts|articles)\b.*",
    r"read more|continue reading\b.*|view all\b.*|see all\b.*",
    r"(?:previous|next|older|newer) (?:posts?|articles?|pages?|entries)",
    r"leave a (?:comment|reply)\b.*|(?:post|add) a comment|cancel reply|your email address will not be\b.*|required fields are\b.*",
    r"(?:no |\d+ )(?:comments?|responses?|repl(?:y|ies))(?: on\b.*)?|comments are (?:closed|off)\b.*",
    r"subscribe (?:to|now|today)\b.*|(?:sign up|join)\b.{0,40}(?:newsletter|mailing list)\b.*",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*|(?:accept|decline|reject|manage)(?: all)? (?:cookies|preferences)",
    r"(?:cookie|privacy) (?:policy|settings|notice|preferences|practices)|terms (?:of|and|&) .{0,30}|sitemap|accessibility statement",
    r"(?:©|\(c\)|copyright\b).*|.*\ball rights reserved\b.*|(?:proudly )?powered by\b.*|(?:site|website|web) (?:design|built) by\b.*",
    r"(?:posted|filed) (?:in|under):?\b.*|tagged(?: with| as)?:?\b.*|\d+ min(?:ute)?s? read",
)
_AROUND: Final = (
    r"(?:main |primary |site )?(?:menu|navigation)|search(?: for| this site)?(?:\.\.\.|…)?|share|print(?: this.*)?|copy link|close",
    r"facebook|twitter|x|linkedin|instagram|pinterest|whatsapp|youtube|email this",
    r"related|learn more|previous|next|older|newer|comments?|subscribe|accept|decline|cookies?|privacy|disclaimer|accessibility",
    r"log ?in|sign in|(?:book|schedule|request)(?: now| online|(?: (?:an?|your))?(?: free)? (?:appointment|consultation|session|call))\b.{0,20}",
    r"home|about(?: us| me)?|(?:our )?services|blog|contact(?: us| me)?|(?:our )?team|faqs?|resources|careers|fees|locations?|(?:our )?therapists",
)
_INSIDE: Final = re.compile("|".join(_ANYWHERE), re.IGNORECASE)
_OUTSIDE: Final = re.compile("|".join((*_ANYWHERE, *_AROUND)), re.IGNORECASE)
_PARTING: Final = re.compile(r"[|•·»›>]")
_STOPS: Final = frozenset(".!?")


def is_boilerplate(text: str, *, inside: bool = False) -> bool:
    """Whether a line belongs to the page; `inside` of an article, "Next" and "Resources" are headings of its own."""
    line = " ".join(text.split())
    if len(line) >= 200:
        return False
    if not inside and _is_menu(line):
        return True
    pattern = _INSIDE if inside else _OUTSIDE
    bare = bare_of(line, but="©(")
    return any(pattern.fullmatch(each) for each in (bare, bare.lstrip("(")))


def bare_of(line: str, but: str = "") -> str:
    """Return a line without the marks around its words: a pattern that skips them takes the cube of their number."""
    return line.strip("".join({each for each in line if not (each.isalnum() or each == "_" or each in but)}))


def _is_menu(line: str) -> bool:
    parts = [part.strip() for part in _PARTING.split(line)]
    return len(parts) > 2 and all(1 <= len(part) <= 40 for part in parts) and _STOPS.isdisjoint(line)
