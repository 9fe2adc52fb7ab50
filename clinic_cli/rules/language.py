"""How rules read English: phrases as patterns, and whether a phrase is denied, quoted, talked about or a name."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.cues import Cues
from clinic_cli.content.regex import Regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.content.prose import Prose
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.content.text import Sentence, Text
    from clinic_cli.rules.rule import Facts
    from clinic_cli.source import Span


class Hit(NamedTuple):
    """A pattern found in a sentence; the match is one of the sentence in lower case."""

    sentence: Sentence
    match: re.Match[str]

    @property
    def span(self) -> Span:
        """The span of the match in the source."""
        return self.sentence.span(self.match.start(), self.match.end())

    @property
    def words(self) -> str:
        """The match as it is written."""
        return self.sentence.text[self.match.start() : self.match.end()]

    @property
    def before(self) -> str:
        """The sentence up to the match, in lower case."""
        return self.sentence.lower[: self.match.start()]

    @property
    def after(self) -> str:
        """The sentence behind the match, in lower case."""
        return self.sentence.lower[self.match.end() :]


def speaks(document: Article | Testimonial, facts: Facts, language: str = "en") -> bool:
    """Whether a document is in a language, so that its word lists may judge it."""
    code = document.lang or facts.config.language
    return code == language or code.lower().split("-", 1)[0] == language


class Phrases:
    """Some lower-case phrases that end with a word, as one pattern; a space stands for white space, ` ?` for none or some.

    The pattern begins with plain letters, which the engine skips to; `hits` looks itself whether a word begins there.
    It is compiled when first used: most texts hold no trigger of most rules.
    """

    def __init__(self, *alternatives: str) -> None:
        self.alternatives = alternatives

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrases as one pattern."""
        joined = "|".join(self.alternatives).replace(" ?", r"\s*").replace(" ", r"\s+")
        return re.compile(rf"(?:{joined})(?!\w|-\w)")


def words_of(*texts: str) -> frozenset[str]:
    """Return words from white-space separated lists, as triggers."""
    return frozenset(word for text in texts for word in text.lower().split())


def hits(text: Text, cues: Cues, phrases: Phrases) -> Iterator[Hit]:
    """Yield the matches of some phrases that begin a word, in the sentences that hold a cue."""
    if not text.has(cues):
        return
    for sentence in text.sentences(cues):
        lower = sentence.lower
        for match in phrases.pattern.finditer(lower):
            before = lower[match.start() - 1 : match.start()]
            if not (before.isalnum() or before == "-"):
                yield Hit(sentence, match)


_CLAUSE: Final = Regex(
    r"[;:\u2014\u2013]|\s-+\s|,?\s(?:but|because|since|although|though|while|whereas|yet)\s"
    r"|,\s(?:and\s|so\s|then\s)?(?:we|our|i|you|it|they|just|only)\s"
)
_WORD: Final = Regex(r"[\w'%]+")
_EMPTY_NO: Final = Regex(
    r"^no,\s|\b(?:(?:not|don't|doesn't|didn't)\s+(?:only|just|merely|simply|to\s+mention|surprisingly)|no\s+(?:doubt|wonder|matter|question|more|joke|problem|need|side))\b"
)
_DENIES: Final = words_of(
    "not never hardly rarely seldom scarcely barely without unable impossible unlikely refuse refuses isnt dont cant "
    "wont doesnt impossible nowhere unethical illegal forbidden prohibited"
)
_DENIES_ALL: Final = words_of("no nobody none nothing neither nor cannot few")
_REACH: Final = 6
_REACH_ALL: Final = 12


def clause_before(sentence: str, at: int) -> str:
    """Return the part of a sentence before a place that belongs to the same clause."""
    start = 0
    for match in _CLAUSE.finditer(sentence, 0, at):
        start = match.end() - (1 if match.group()[0] == "," or match.group()[-1:].isspace() else 0)
    return sentence[start:at]


def is_denied(hit: Hit) -> bool:
    """Whether a word before the match, in its clause, denies it: "can't", "no therapist can", "without"."""
    words = _WORD.findall(_EMPTY_NO.sub(" ", clause_before(hit.sentence.lower, hit.match.start())))
    near = words[-_REACH:]
    return any(word in _DENIES or word.endswith("n't") for word in near) or not _DENIES_ALL.isdisjoint(
        words[-_REACH_ALL:]
    )


_TALKS: Final = words_of(
    "avoid avoiding phrase phrases phrasing term terms word words wording label labels labeled labelled branded "
    "expression expressions language called calling termed dubbed slur slurs"
)
_SAYS: Final = words_of("say saying says said use using write writing call used")
_NEGATED_SAY: Final = words_of("not never stop longer than instead stopped quit no without dont")
_FILLERS: Final = words_of(
    "the a an or and like such as is it its them him her someone somebody people person anyone that this about of for in"
)


def is_mention(text: Text, hit: Hit) -> bool:
    """Whether the words are quoted or talked about, as in: we no longer say ..., the term ..., a list of words to avoid."""
    sentence, match = hit
    return (
        text.is_quoted(sentence, match.start(), match.end())
        or _is_talked_about(sentence.lower, match.start())
        or is_listed_to_avoid(text, sentence)
    )


def _is_talked_about(sentence: str, at: int) -> bool:
    """Walk back from the match over fillers and the other members of a list, to a word that speaks of words."""
    if _CROSSED.search(sentence, max(0, at - 400), at):
        return True
    tokens = re.findall(r"[\w'-]+|[,:()/&]|[;.]", sentence[max(0, at - 100) : at])
    for position in range(len(tokens) - 1, max(-1, len(tokens) - 14), -1):
        token = tokens[position]
        earlier = tokens[max(0, position - 3) : position]
        if token in _TALKS:
            return not (token in ("term", "terms") and earlier[-1:] in (["long"], ["short"], ["long-"], ["in"]))
        if token in _SAYS:
            return any(word in _NEGATED_SAY or word.endswith("n't") for word in earlier)
        if token in ("of", "than") and earlier[-1:] in (["instead"], ["rather"]):
            return True
        following = tokens[position + 1 : position + 2]
        listed = following in ([","], ["and"], ["or"], ["/"], ["&"])
        if not listed and token not in _FILLERS and token[0].isalnum():
            return False
    return False


_CROSSED: Final = Regex(r"[\u274c\u2717\u2718\u2716\U0001f6ab][^\u2705\u2713\u2714]*$")
"""A cross before the words, and no tick since: what not to write."""
_LIST_OF_WORDS: Final = Phrases(
    "avoid(?:ing)?",
    "instead of",
    "rather than",
    "(?:don't|do not|never|not to|stop|no longer|not) (?:say(?:ing)?|us(?:e|ing)|writ(?:e|ing))",
    "not this",
    "not that",
    "words (?:that|to|matter)",
    "(?:outdated|harmful|stigmati[sz]ing|hurtful) (?:terms?|words?|phrases?|language|labels?)",
    "terms to",
    "phrases to",
    "language to",
)


def is_listed_to_avoid(text: Text, sentence: Sentence) -> bool:
    """Whether a list item or table cell stands under words such as: instead of, terms to avoid."""
    if sentence.prose.kind not in ("item", "cell", "html") and not _is_in_list(text, sentence.block):
        return False
    heads: list[Prose] = []
    block = sentence.block - 1
    while block >= 0 and len(heads) < 40:
        prose = text.blocks[block]
        if prose.kind == "heading" or (prose.kind == "paragraph" and prose.text.rstrip().endswith(":")):
            return _speaks_of_words(prose.text)
        if prose.kind == "paragraph" and sentence.prose.kind != "item":
            break
        heads.append(prose)
        block -= 1
    cells = [prose for prose in heads if prose.kind == "cell"][-4:] if sentence.prose.kind == "cell" else []
    return any(_speaks_of_words(prose.text) for prose in cells)


def _speaks_of_words(text: str) -> bool:
    return bool(_LIST_OF_WORDS.pattern.search(text.lower().replace("\u2019", "'")))


def _is_in_list(text: Text, block: int) -> bool:
    """Whether a paragraph is most likely a loose list's: it follows a line that ends with a colon."""
    return block > 0 and text.blocks[block].kind == "paragraph" and text.blocks[block - 1].text.rstrip().endswith(":")


_ITALICS: Final = Regex(r"(?<![\w*\\])\*(?![*\s])[^*\n]+\*(?!\*)|(?<![\w_\\])_(?![_\s])[^_\n]+_(?![\w_])")


def is_emphasised(source: str, hit: Hit) -> bool:
    """Whether the match stands in italics on its line, as titles and words that are talked about do."""
    start, end = hit.span
    line = source.rfind("\n", 0, start) + 1
    stop = source.find("\n", end)
    return any(
        match.start() <= start and end <= match.end()
        for match in _ITALICS.finditer(source, line, len(source) if stop < 0 else stop)
    )


def is_name(hit: Hit) -> bool:
    """Whether the match is written as part of a name: with capitals where the sentence gives no reason for them."""
    if hit.sentence.prose.kind in ("title", "heading"):
        return False
    words = re.findall(r"[^\W\d_][\w']*", hit.words)
    if not words or hit.words.isupper():
        return False
    first = not re.search(r"\w", hit.before)
    capital = [word[0].isupper() for word in words if len(word) > 3 or word[0].isupper()]
    if not all(capital):
        return False
    if len(words) == 1:
        text = hit.sentence.text
        following = re.match(r"\s+[A-Z]\w+", text[hit.match.end() :])
        return bool(following or (not first and re.search(r"[A-Z][\w'-]+\s+$", text[: hit.match.start()])))
    return True
