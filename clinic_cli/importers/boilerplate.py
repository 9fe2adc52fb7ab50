"""Lines that belong to the page around an article: menus, buttons, notices."""

from __future__ import annotations

import re
from typing import Final

_LINES: Final = (
    r"skip (?:to|navigation)\b.*",
    r"(?:main |primary |site )?(?:menu|navigation)",
    r"(?:toggle|open|close)(?: (?:the )?(?:navigation|menu|search))?",
    r"search(?: for| this site)?(?:\.\.\.|…)?",
    r"back to (?:top|blog|the blog|all posts|all articles|articles|home)",
    r"share(?: (?:this|on|via|with|article|post|it)\b.*)?",
    r"tweet|pin it|facebook|twitter|x|linkedin|instagram|pinterest|whatsapp|youtube|email this|print(?: this.*)?|copy link",
    r"like this:?|(?:like )?loading\W*",
    r"related(?: (?:posts?|articles?|stories|content|reading))?|you (?:may|might) also (?:like|enjoy)\b.*|more (?:posts|articles)\b.*",
    r"read more|continue reading\b.*|learn more|view all\b.*|see all\b.*",
    r"(?:previous|next|older|newer)(?: (?:posts?|articles?|pages?|entries))?",
    r"leave a (?:comment|reply)\b.*|(?:post|add) a comment|cancel reply|your email address will not be\b.*|required fields are\b.*",
    r"(?:no |\d+ )?(?:comments?|responses?|repl(?:y|ies))(?: are closed| off| on\b.*)?",
    r"subscribe(?: (?:to|now|today)\b.*)?|(?:sign up|join)\b.{0,40}(?:newsletter|mailing list)\b.*",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*|(?:accept|decline|reject|manage)(?: all)? ?(?:cookies|preferences)?",
    r"(?:cookie|privacy)(?: (?:policy|settings|notice|preferences|practices))?|terms (?:of|and|&)\b.{0,30}|sitemap|accessibility(?: statement)?|disclaimer",
    r"(?:©|\(c\)|copyright\b).*|.*\ball rights reserved\b.*|(?:proudly )?powered by\b.*|(?:site|website|web) (?:design|built|by)\b.*",
    r"(?:posted|filed) (?:in|under):?\b.*|tagged(?: with| as)?:?\b.*|\d+ min(?:ute)?s?(?: read)?",
    r"log ?in|sign in|(?:book|schedule|request)(?: now| online|(?: (?:an?|your))?(?: free)? (?:appointment|consultation|session|call))\b.{0,20}",
    r"home|about(?: us| me)?|(?:our )?services|blog|contact(?: us| me)?|(?:our )?team|faqs?|resources|careers|fees|locations?|(?:our )?therapists",
)
_LINE: Final = re.compile(rf"\W*(?:{'|'.join(_LINES)})\W*", re.IGNORECASE)
_MENU: Final = re.compile(r"[^.!?|•·»›>]{1,40}(?:\s*[|•·»›>]\s*[^.!?|•·»›>]{1,40}){2,}")


def is_boilerplate(text: str) -> bool:
    """Whether a line belongs to the page and not to the article."""
    line = " ".join(text.split())
    return len(line) < 200 and bool(_LINE.fullmatch(line) or (len(line) < 160 and _MENU.fullmatch(line)))
