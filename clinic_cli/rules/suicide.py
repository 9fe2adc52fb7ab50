"""Safety: how suicide is spoken of, and whether a reader in danger finds a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinic_cli.content.cues import Cues
from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Edit, Finding, Fix
from clinic_cli.rules.language import (
    Hit,
    Phrases,
    hits,
    is_denied,
    is_emphasised,
    is_mention,
    speaks,
    words_of,
)
from clinic_cli.rules.rule import by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article
    from clinic_cli.content.text import Text
    from clinic_cli.rules.rule import Facts

_NOT_AN_ACT: Final = (
    r"(?![\s-]+(?:prevention|awareness|research|watch|hotline|survivors?|loss|education|crisis|intervention"
    r"|assessments?|risk|training|screening|studies|literature|warning|safety|postvention|notes?|first[\s-]aid|alertness"
    r"|bereavement|and (?:[\w-]+ ){1,3}(?:training|courses?|prevention|awareness|screening)))"
)
_TRIED: Final = r"attempt(?:s|ed|ing)?|tr(?:y|ies|ied|ying)"
_OUTCOME: Final = r"(?:un)?successful|failed|completed|botched"
_SUICIDE_PHRASES: Final = Phrases(
    rf"(?:{_TRIED}) to commit suicide" + _NOT_AN_ACT,
    r"commit(?:s|t?ed|t?ing)? (?:an? act of )?suicides?" + _NOT_AN_ACT,
    r"suicides? (?:(?:was|were|is|are|being|been|he|she|they) )?committed",
    rf"(?:an? )?(?:{_OUTCOME}) suicides? attempts?",
    rf"(?:an? )?(?:{_OUTCOME}) suicides?" + _NOT_AN_ACT,
    r"complet(?:e|es|ing) (?:(?:a|their|his|her) )?suicides?" + _NOT_AN_ACT,
    r"suicide attempts? (?:(?:that|which|had|has|was|were|been|is|again|ultimately|eventually|finally) ){0,3}"
    r"(?:failed|succeeded|unsuccessful|successful)",
    r"attempts? (?:was|were) (?:un)?successful(?=[^.!?]{0,60}\bsuicid)",
    r"attempt(?:s|ed|ing)? suicide (?:(?:un)?successfully|(?:but|and) (?:failed|succeeded))",
    r"(?:un)?successfully (?:attempt(?:s|ed)|commit(?:s|ted)|complet(?:es|ed)) suicide",
    rf"(?:an? )?(?:{_OUTCOME}) attempts? (?:at|on|to) (?:suicide|(?:end|take|kill|ending|taking|killing) "
    r"(?:my|your|his|her|their) ?(?:own )?(?:life|lives|self|selves))",
    rf"(?:an? )?(?:{_OUTCOME}) attempts? (?:at|to) kill(?:ing)? (?:himself|herself|myself|themsel(?:f|ves)|yourself)",
    r"(?:the |an? )?suicides? epidemics?",
    r"(?:an |the )?epidemics? of (?:\w+ )?suicides?",
    r"suicides? (?:is|has become|was|are) (?:(?:now|also|truly|really) )?an? (?:(?:national|global|growing|silent|modern|hidden) )?epidemic",
    r"plague of (?:\w+ )?suicides?",
    r"skyrocketing suicides?(?: rates?| numbers?)?",
    r"suicides?(?: rates?| numbers?)? (?:(?:is|are|have|has|had|been|were) ){0,2}skyrocket(?:ed|ing)?",
)
_SUICIDE_CUES: Final = Cues(words_of("suicide suicides", "attempt attempts"))
_DIED: Final = {
    "commit": "die",
    "commits": "dies",
    "committed": "died",
    "commited": "died",
    "commiting": "dying",
    "committing": "dying",
}
_NO_VERB: Final = Regex(r"\b(?:an?|the|his|her|their|my|your)\s*$")
_OF_LAW: Final = Regex(r"\b(?:crimes?|criminal\w*|illegal|unlawful|law|sins?)\b")
"""Where these stand, the act is spoken of and not the death."""
_SPREADS: Final = Regex(r"epidemic|plague|skyrocket")
_ATTEMPTED: Final = {
    "try": "attempt",
    "tries": "attempts",
    "tried": "attempted",
    "trying": "attempting",
}


def suicide_language(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of words about suicide that blame, or that measure a death as a success.

    Nobody commits suicide as one commits a crime, and no attempt on a life succeeds or fails. Words in quotation
    marks, in italics or in a list of words to avoid are left alone, and so are names and the word prevention.

    Why: Such words add shame, and shame keeps people from asking for help. "Epidemic" makes suicide seem to spread.
    Fix: Safe. It writes the better words where there is no doubt about them.
    Source: Best Practices and Recommendations for Reporting on Suicide, reportingonsuicide.org (verify); AP Stylebook, "suicide" (verify).
    Checked: 2026-11-23
    Bad:
        He committed suicide after a failed suicide attempt.
    Good:
        He died by suicide. Avoid the phrase "committed suicide".
    """
    if not speaks(article, facts):
        return
    text = article.text
    for hit in hits(text, _SUICIDE_CUES, _SUICIDE_PHRASES):
        if is_mention(text, hit) or is_emphasised(article.source.text, hit) or _is_cited_title(hit):
            continue
        better = _better(hit)
        yield Finding(
            hit.span,
            _says(hit),
            f"Write “{better}”." if better else _advice(hit),
            fix=_replace(article, hit, better) if better else None,
        )


def _advice(hit: Hit) -> str:
    if _SPREADS.search(hit.match.group()):
        return "Write that there are more suicides, how many, and where the number comes from."
    return "Write “suicide attempt” or “died by suicide”."


def _says(hit: Hit) -> str:
    words = hit.match.group()
    if _SPREADS.search(words):
        return f"“{hit.words}” makes suicide sound like a thing that spreads."
    if "commit" in words:
        return f"“{hit.words}” speaks of a death as of a crime."
    return f"“{hit.words}” speaks of a life as something to win or lose."


def _is_cited_title(hit: Hit) -> bool:
    """Whether the words stand in a run of capitals, as in Why People Commit Suicide, outside of a headline."""
    if hit.sentence.prose.kind in ("title", "heading"):
        return False
    words = [word for word in hit.words.split() if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words) and not hit.words.isupper()


def _better(hit: Hit) -> str:
    """Return what to write in the place of a phrase, or "" where only a person can tell."""
    words = hit.match.group().split()
    first, rest = words[0], " ".join(words[1:])
    article, plain = ("a ", words[1:]) if first in ("a", "an") else ("", words)
    if words[-2:] == ["commit", "suicide"] and words[1] == "to":
        better = f"{_ATTEMPTED.get(first, first)} suicide"
    elif first in _DIED and words[-1] == "suicide":
        if _NO_VERB.search(hit.before) or _OF_LAW.search(hit.sentence.lower):
            return ""
        better = f"{_DIED[first]} by suicide"
    elif plain[0] in ("unsuccessful", "successful", "failed", "completed", "botched") and plain[1] in (
        "suicide",
        "suicides",
    ):
        if (
            first == "completed"
            and len(words) == 2
            and not re.search(r"\b(?:of|and|between|from|by|for)\s*$", hit.before)
        ):
            return (
                _cased(hit, "died by suicide")
                if re.search(r"\b(?:he|she|they|who|had|has|have)\s*$", hit.before)
                else ""
            )
        survived = plain[0] in ("unsuccessful", "failed", "botched")
        if plain[2:] and not survived:
            return ""  # somebody died, and "suicide attempt" would not say so
        better = article + " ".join(plain[1:] if plain[2:] or not survived else [f"suicide attempt{plain[1][7:]}"])
    elif first in ("complete", "completes", "completing") and words[-1] == "suicide":
        better = {"complete": "die", "completes": "dies", "completing": "dying"}[first] + " by suicide"
    elif words[-2:-1] in (["suicide"], ["suicides"]) and words[-1] == "epidemic" and first in ("the", "a", "suicide"):
        better = ("" if first == "suicide" else first + " ") + "rise in suicide"
    elif "epidemic of" in f"{first} {rest}":
        lead = {"an": "a ", "the": "the "}.get(first, "")
        better = f"{lead}rise in {' '.join(words[words.index('of') + 1 :])}"
    else:
        return ""
    return _cased(hit, better)


def _cased(hit: Hit, better: str) -> str:
    """Return new words with the capitals of the old ones."""
    if hit.words.isupper():
        return better.upper()
    old = [word for word in hit.words.split() if len(word) > 2]
    if len(old) > 1 and all(word[0].isupper() for word in old):
        return " ".join(word if word in ("by", "in", "of") else word.capitalize() for word in better.split())
    return better[0].upper() + better[1:] if hit.words[0].isupper() else better


def _replace(article: Article, hit: Hit, better: str) -> Fix | None:
    """Return the fix that puts better words in, where the source holds the phrase as plain words."""
    span = hit.span
    if article.source.text[span.start : span.end].split() != hit.words.split():
        return None
    return Fix((Edit(span, better),), title=f"write {better}")


_SELF: Final = r"(?:himself|herself|themsel(?:f|ves)|myself|yourself)"
_POSSESSIVE: Final = r"(?:his|her|their|my|your)"
_MEANS: Final = Phrases(
    rf"(?:hanged|hanging|hung|hang|hangs) {_SELF}",
    rf"(?:shot|shooting|shoots|shoot|drown(?:ed|ing|s)?|poison(?:ed|ing|s)?|strangl(?:ed|ing|es|e)|suffocat(?:ed|ing|es|e)) {_SELF}"
    r"(?! in (?:the foot|(?:his|her|their|my|your) (?:work|job|books?|studies|grief|sorrows?|phone)|(?!the |a |an |his |her |their |my |your )\w+))",
    rf"(?:slit|slits|slitting|slashed|slashing|cut) {_POSSESSIVE}(?: own)? (?:wrists?|throat)",
    rf"(?:threw|throws?|throwing) {_SELF} (?:under|in front of|off) (?:an?|the) (?:\w+ )?(?:train|tube|bus|lorry|truck|bridge|cliff|roof|building|balcony)",
    rf"gass(?:ed|es|ing) {_SELF}",
    rf"set(?:s|ting)? {_SELF} (?:on fire|alight)",
    r"(?:jump(?:ed|ing|s)?|leap(?:t|ed|ing|s)?) to (?:his|her|their) deaths?",
    r"found hanged",
    r"gunshot wounds?",
)
_ACT: Final = Regex(
    r"\bsuicid|\b(?:end|ended|ending|take|took|taking|taken) (?:his|her|their|my|your)(?: own)? li(?:fe|ves)\b"
    rf"|\bkill(?:ed|ing|s)? {_SELF}\b|\bself-?\s?(?:harm|injur)|\bdied\b.{{0,40}}\bown hand|\bwant(?:ed|s|ing)? to die\b"
)
_TALK: Final = Regex(
    r"\b(?:talk|ask|speak|spoke|think|thought|read|wr[io]te|heard?|conversations?|discuss|discussed|topics?|subjects?)\w*"
    r"\s+(?:openly\s+|more\s+)?(?:about\s+|of\s+|on\s+)?suicid\w*"
)
_HOW: Final = Phrases(
    r"(?:by|from|through|via|of|was|with) (?:\w+ ){0,2}(?:hanging(?! (?:on|in|out|around|up|by|back|off|over)\b)|suffocation|asphyxiation|strangulation|drowning|overdose|overdosing|poisoning|gunshot|gunfire|jumping|self-immolation|exsanguination|cutting)",
    r"(?:by|after|of) (?:taking|swallowing|ingesting) (?:\w+ ){0,4}(?:pills|tablets|capsules|medications?|medicine|drugs|sleeping pills|opioids|acetaminophen|tylenol|paracetamol|antidepressants)",
    r"overdos(?:ed|ing|e) on (?!\w+ing\b)\w+",
    r"(?:took|taken|taking|swallowed|swallowing|ingested|ingesting|takes|swallows) (?:\w+ ){0,4}(?:pills|tablets|capsules|bottle|bottles|overdose)",
    r"\d[\d,.]*\s?(?:mg|milligrams?|grams?|pills|tablets|capsules|units)",
    r"(?:jump(?:ed|ing|s)?|leap(?:t|ed|ing)?|threw (?:him|her)self|throwing (?:him|her)self) (?:off|from(?! (\w+) to \1\b)|out of|in front of)(?: \w+){1,3}",
    r"(?:with|using|used) (?:[\w']+ ){0,2}(?:rope|noose|belt|gun|handgun|shotgun|rifle|firearm|razor(?: blade)?|knife|ligature|plastic bag|helium|exhaust|charcoal)",
    r"(?:step(?:ped|ping)|walk(?:ed|ing)) (?:out )?(?:in front of|into the path of) (?:an?|the|oncoming) (?:\w+ )?(?:train|traffic|lorry|truck|bus|car)",
    r"(?:lying|lay|laid) (?:down )?on (?:the |a )?(?:train |rail(?:way)? |tube )?(?:tracks|rails|line)",
    r"plastic bag over (?:his|her|their|the) head",
    r"(?:carbon monoxide|noose|ligature|helium tank|car exhaust|charcoal burning)",
)
_HOW_CUES: Final = Cues(
    words_of(
        "suicide suicides suicidal life lives killed kill killing kills harm harmed harming harms injured injuring injures die"
    ),
    beside=words_of(
        "hanging suffocation asphyxiation strangulation drowning overdose overdosed overdosing poisoning gunshot gunfire",
        "jumping jumped jump leapt leaped threw throwing pills tablets capsules bottle bottles swallowed swallowing mg",
        "milligrams milligram grams gram noose ligature rope belt gun handgun shotgun rifle firearm razor knife exhaust",
        "helium charcoal monoxide hanged hung hang shot shooting drowned poisoned strangled suffocated slit slashed wrists",
        "wrist throat immolation exsanguination cutting medication medications medicine drugs tylenol acetaminophen",
        "paracetamol opioids ingested ingesting units train tracks rails line traffic lorry truck bus car bag",
    ),
)
_MEANS_CUES: Final = Cues(
    words_of(
        "hanged hanging hung hang hangs shot shooting drowned poisoned strangled suffocated slit wrists wrist throat gunshot",
        "jumped jumping jumps leapt leaped leaping leaps threw throw throws throwing gassed gasses gassing fire alight",
    )
)
_PREVENTS: Final = Regex(
    r"\b(?:prevent\w*|lock(?:ed|ing|s)?|stor(?:e|ed|ing|age)|safety|safely|access to|remov(?:e|ed|ing)|reduc\w+|risk|rates?"
    r"|percent|per cent|statistics?|warning signs?|means restriction|barriers?|buyback|dispos(?:e|al)|study|studies|data|a&e|ambulance|emergency (?:department|room|services?)|(?:call|dial|ring|phone) (?:999|911|112|000))\b|%"
)


def suicide_method_detail(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a sentence that says how somebody died by suicide, or with how much of what.

    Sentences about safety (storing pills or guns out of reach, numbers of deaths) are left alone.

    Why: Detail about the means is copied: deaths by the same means go up after it is published.
    Source: Best Practices and Recommendations for Reporting on Suicide, reportingonsuicide.org (verify); World Health Organization, Preventing suicide: a resource for media professionals (verify).
    Checked: 2026-11-23
    Bad:
        She died by suicide after taking forty pills.
    Good:
        She died by suicide. He takes two pills each night and feels better.
    """
    if not speaks(article, facts):
        return
    text = article.text
    seen: set[tuple[int, int]] = set()
    found = [hit for hit in hits(text, _MEANS_CUES, _MEANS) if _is_means(hit)]
    found += [
        hit
        for hit in hits(text, _HOW_CUES, _HOW)
        if _ACT.search(_TALK.sub("", hit.sentence.lower)) and not _PREVENTS.search(hit.sentence.lower)
    ]
    for hit in sorted(found, key=lambda hit: (hit.sentence.block, hit.sentence.start)):
        key = (hit.sentence.block, hit.sentence.start)
        if key in seen or _is_said_of_words(text, hit):
            continue
        seen.add(key)
        yield Finding(
            hit.span,
            "This says how somebody died, or tried to die.",
            "Leave out the means and the amount. “Died by suicide” is enough.",
            severity=by_status(article),
        )


def _is_means(hit: Hit) -> bool:
    sentence = hit.sentence.lower
    if hit.match.group().startswith("gunshot"):
        return bool(_ACT.search(sentence) or "self-inflicted" in sentence) and not _PREVENTS.search(sentence)
    return not (
        hit.after.startswith((" in the foot", " out to dry", " up on", " upside", " over the", " from the"))
        or (is_denied(hit) and "die" not in sentence)
    )


def _is_said_of_words(text: Text, hit: Hit) -> bool:
    """Whether the phrase is an example of what not to write; plain quotation does not make the detail safe."""
    return bool(re.search(r"\b(?:avoid|don't|do not|never|instead of|rather than)\b.{0,40}$", hit.before))
