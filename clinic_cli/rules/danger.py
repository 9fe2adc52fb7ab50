"""How people speak of suicide and self-harm: families of cues and phrases, and the idioms that are none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.content.cues import Cues, Families, Phrase
from clinic_cli.content.regex import Regex
from clinic_cli.rules.language import Hit, Phrases, hits, is_name, words_of

if TYPE_CHECKING:
    from clinic_cli.content.text import Text

FAMILIES: Final[tuple[tuple[Cues, Phrases], ...]] = (
    (
        Cues(words_of("suicide suicides suicidal suicidality suicidally")),
        Phrases(
            r"suicid(?:e|es|al|ality|ally)",
        ),
    ),
    (
        Cues(
            words_of(
                "harm harming harmed harms injury injuries injurious injuring injure injures injured mutilation selfharm kill killing killed kills",
                "unalive unalived inflicted hurt hurts hurting cutting cut burning burn wrists wrist",
            ),
            near=("self", "selves", "wrist", "arms", "thigh", "unalive"),
        ),
        Phrases(
            r"self-inflicted (?:\w+ )?(?:injur(?:y|ies)|wounds?|cuts?|burns?|harm)",
            r"(?:self|auto)[\s\u2013-]?(?:harm(?:s|ed|ing)?|injur(?:y|ies|ious|ing|e|es|ed)|mutilat(?:ion|ing|e)|cutting)",
            r"(?:kill(?:ing|ed|s)?|unaliv(?:e|ed|ing)) (?:myself|yourself|himself|herself|themsel(?:f|ves)|ourselves)"
            r"(?! (?:laughing|trying|working|training|at |over |with (?:work|laughter)|to (?:meet|finish|get|please|make|keep|be|look|fit|do)|for \w+ing|for (?:not|this|that|forgetting)))",
            r"(?:thoughts?|urges?|urge|impulses?|plans?|planning|thinking|thought|think|thinks|tempted|threaten(?:s|ed|ing)?|want(?:s|ed|ing)?|wanting) (?:\w+ ){0,2}(?:hurt|hurting|harm|harming|cut|cutting|burn|burning) (?:myself|yourself|himself|herself|themsel(?:f|ves))",
            r"hurts (?:himself|herself|themsel(?:f|ves))(?! (?:when (?:he|she) (?:fall|run|play|climb|train|exercis|lift|ski)))",
            r"hurt(?:ing)? (?:myself|themsel(?:f|ves)|himself|herself) (?:on purpose|to (?:cope|feel|numb)|deliberately|intentionally)",
            r"harm(?:ing|ed|s)? (?:myself|yourself|himself|herself|themsel(?:f|ves))",
            r"(?:started|begins?|began|been|was|is|am|keeps?|kept|starts?|are|were|stop|stopped) (?:cutting|burning) (?:myself|himself|herself|themsel(?:f|ves))(?! (?:off|some|out|down|short|loose|free|while|in))",
            r"who (?:(?:secretly|regularly|often|also|sometimes|cope by|cut or|cut and|burn or) )?(?:cut|burn|harm) themselves(?! (?:off|some|out|down|short|loose|free|shaving|cooking|in half))",
            r"(?:is|are|am|was|were|been|keeps?|kept|started|began|begun) hurting (?:myself|himself|herself|themsel(?:f|ves))(?=\s*[.,;!?\"'\u201d]|\s*$| and| on purpose| again| at (?:night|school|home))",
            r"cut(?:ting)? (?:my|her|his|their) (?:wrists?|arms|thighs)",
            r"slit(?:ting)? (?:my|her|his|their) wrists?",
        ),
    ),
    (
        Cues(
            words_of("overdose overdosed overdosing bottle handful box pack"),
            near=("overdos", "pills", "tablets", "capsules", "tylenol", "aspirin", "painkillers", "medication"),
        ),
        Phrases(
            r"(?:swallow(?:ed|s|ing)?|took|takes?|taking|taken) (?:an?|the) (?:whole|entire|full) (?:bottle|box|pack) of (?:\w+ )?(?:pills|tablets|capsules|tylenol|aspirin|painkillers|medication)",
            r"swallow(?:ed|s|ing)? (?:an?|the) (?:bottle|handful) of (?:\w+ )?(?:pills|tablets|capsules|tylenol|aspirin|painkillers|medication)",
            r"(?:took|taking|take|intentional|deliberate|attempted) (?:an |a )?(?:intentional |deliberate )?overdose(?! of (?:advice|news|information|sugar|caffeine|cuteness|love))",
            r"overdos(?:e|ed|ing) (?:on purpose|intentionally|deliberately)",
        ),
    ),
    (
        Cues(
            words_of("die dies died dying death exist alive dead born wake waking"),
            touching=Regex(
                r"own\s+death|to\s+(?:die|exist|be\s+alive|wake)|off\s+dead|own\s+hand|never\s+wak|(?:was|were|weren't|wasn't|am|been|be|never|not)\s+(?:dead|alive|born|not)"
            ),
        ),
        Phrases(
            r"(?:want(?:s|ed|ing)?|wish(?:es|ed|ing)?|ready|rather|trying|tried) to die(?! (?:of|from|for|peacefully|at home|with dignity|in (?:my|his|her|their)|laughing|on (?:my|his|her) own terms|well|a good|inside))",
            r"(?:don't|didn't|do not|did not|doesn't|does not|no longer|not) want(?:ed|s|ing)? to (?:be alive|exist|go on living|live(?= any| another|\s*[.,;!?\"'\u201d]|\s*$)|wake up(?= again| (?:any|in the morning|tomorrow)|\s*[.,;!?\"'\u201d]|\s*$))",
            r"wish(?:ed|es|ing)? (?:that )?(?:i|he|she|they|you)(?:'d)? (?:never been|was|were|weren't|wasn't|am|had never been|was never|were never|could be) (?:dead|alive|born|not alive)",
            r"plan(?:ned|ning|s)? (?:my|your|his|her|their) own death(?! (?:scene|benefits?|certificate))",
            r"better off (?:dead|without me)",
            r"if i (?:were|was) dead",
            r"(?:dead|die|dies|died|death|dying) (?:\w+ ){0,3}by (?:his|her|their|my) own hands?",
            r"(?:and|to|just|or) never wak(?:e|ing) up(?: again)?(?=\s*[.,;!?\"'\u201d]|\s*$)",
        ),
    ),
    (
        Cues(
            words_of("life lives"),
            behind=("own ", "my ", "your ", "his ", "her ", "their ", "this "),
            touching=Regex(r"(?:end(?:ing|ed|s)?|took|tak(?:e|es|ing|en))\s+[\w']+\s+(?:own\s+)?li"),
            reach=(24, 2),
            beside=words_of("end ending ended ends took take takes taking taken"),
        ),
        Phrases(
            r"(?:end(?:ing|ed|s)?|took|tak(?:e|es|ing|en)) (?:my|your|his|her|their|our|one's) own li(?:fe|ves)(?! (?:story|stories|savings|insurance|experiences?|history|choices|decisions|seriously|back|lessons?|as|into))",
            r"end(?:ing|ed|s)? (?:my|your|his|her|their|this) li(?:fe|ves)(?! (?:savings|insurance|sentence|partner|as |together))",
            r"(?:tr(?:y|ies|ied|ying)|attempt(?:s|ed|ing)?|want(?:s|ed|ing)?|threaten(?:s|ed|ing)?|plan(?:s|ned|ning)?) to take (?:my|your|his|her|their) li(?:fe|ves)(?=\s*[.,;!?]|\s*$| (?:last|after|when|two|three|twice|a year|this|while|because|before|at (?:the age|\d)|in (?:\d|(?:jan|feb|march|april|may|june|july|aug|sept?|oct|nov|dec)\w*)))",
            r"took (?:his|her|their) li(?:fe|ves)(?=\s*[.,;!?]|\s*$| (?:last|after|when|in \d|on|at the age|two|three|a year|this))",
        ),
    ),
    (
        Cues(phrases=(Phrase(Regex("it all"), words_of("it all"), words_of("end ends ended ending")),)),
        Phrases(r"end(?:ing|ed|s)? it all(?! (?:savings|insurance|sentence|partner|as |together))"),
    ),
    (
        Cues(
            phrases=(
                Phrase(Regex(r"to live"), words_of("to live"), words_of("want wants wanted wanting reason")),
                Phrase(Regex("worth living"), words_of("worth living")),
                Phrase(Regex("on living"), words_of("on living")),
                Phrase(Regex("in living"), words_of("in living point")),
                Phrase(Regex("better off without me"), words_of("better off without me")),
                Phrase(
                    Regex("be better off "),
                    words_of("be better off"),
                    words_of(
                        "everyone everybody world family kids children husband wife parents people others mother father mom dad"
                    ),
                ),
                Phrase(Regex("here any ?more"), words_of("here"), words_of("anymore more")),
            )
        ),
        Phrases(
            r"(?:don't|didn't|do not|did not|doesn't|does not|no longer|not) want(?:ed|s|ing)? to (?:be alive|exist|go on living|live(?= any| another|\s*[.,;!?\"'\u201d]|\s*$)|wake up(?= again| (?:any|in the morning|tomorrow)|\s*[.,;!?\"'\u201d]|\s*$))",
            r"better off without me",
            r"(?:everyone|everybody|the world|(?:my|his|her|their|our|your) [\w'-]+|people|others)(?: would|'d| might) (?:all )?be better off (?:without (?:me|him|her|them|you)|if (?:i|he|she|they) (?:was|were) (?:dead|gone))",
            r"(?:don't|didn't|do not|did not|doesn't|does not|no longer|not) want(?:ed|s|ing)? to be here any ?more",
            r"wish(?:ed|es|ing)? (?:that )?(?:i|he|she|they) (?:wasn't|weren't|was not|were not) here any ?more",
            r"(?:can't|cannot|can not|couldn't|could not) go on living(?! (?:with|in|like|here|at|together|under|apart))",
            r"(?:no|any) (?:reason|point) (?:to|in) (?:go on )?liv(?:e|ing)",
            r"(?:isn't|is not|wasn't|not|hardly) worth living",
        ),
    ),
)
_BY_WORD: Final = Families(cues for cues, _ in FAMILIES)
_NO_PERSON_BEFORE: Final = Regex(
    r"(?:career|political|commercial|social|professional|economic|financial|cultural|brand|assisted|physician-assisted"
    r"|doctor-assisted|medically assisted|corporate|electoral|reputational|virgin|business|artistic|culinary|marketing)[\s-]+$"
)
_NO_PERSON_AFTER: Final = Regex(
    r"[\s-]+(?:squad|bomb\w*|doors?|squeeze|mission|king|girls?|wings|lanes?|sprints?|cocktail|machine|drills?|clutch|genes?|attacks?)\b"
)


def first_sign(text: Text) -> Hit | None:
    """Return the first place where a text speaks of suicide or self-harm, or None."""
    found = (
        next((hit for hit in hits(text, *FAMILIES[number]) if _is_about_a_life(hit)), None)
        for number in _BY_WORD.of(text.words)
    )
    return min((hit for hit in found if hit), key=lambda hit: (hit.sentence.block, hit.sentence.start), default=None)


def _is_about_a_life(hit: Hit) -> bool:
    if is_name(hit):
        return False  # a month, a book or a centre named after it
    if hit.match.group().startswith("suicid"):
        return not (_NO_PERSON_BEFORE.search(hit.before) or _NO_PERSON_AFTER.match(hit.after))
    return not (hit.match.group().startswith("end ") and hit.before.rstrip().endswith("the"))
