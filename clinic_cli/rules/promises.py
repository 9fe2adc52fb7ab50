"""What a promise of success looks like in English: families of phrases, each with what speaks against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.cues import Cues, Families, Phrase
from clinic_cli.content.regex import Regex
from clinic_cli.rules.conditions import STATE_WORDS, STATES
from clinic_cli.rules.language import Hit, Phrases, clause_before, hits, is_denied, is_mention, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clinic_cli.content.text import Text

_OF: Final = (
    r"(?:(?:your|my|his|her|their|our|all|any|every|most|the|chronic|childhood|complex|severe|deep|even|social|lifelong"
    r"|perinatal|postnatal|postpartum|adult|teenage|past|emotional|relationship|mild|crippling|debilitating|stubborn|generali[sz]ed) ){0,3}"
)
_PEOPLE: Final = (
    r"(?:you|me|him|her|them|us|people|clients|patients|couples|anyone|everyone|everybody|anybody|hundreds|thousands"
    r"|kids|children|teens|veterans|families)"
)
_THERAPY: Final = (
    r"(?:therapy|psychotherapy|counsell?ing|treatments?|methods?|approach|programs?|programmes?|techniques?|emdr|cbt|dbt"
    r"|act|ifs|hypnosis|hypnotherapy|neurofeedback|meditation|mindfulness|coaching|sessions?|process|protocol|system"
    r"|course|workshop|retreat|medication|ketamine|brainspotting|clinic|practice|team|therapists?)"
)
_IT: Final = rf"(?:{_THERAPY}|this|that|it|what we do|our work)"
_RESULT: Final = (
    r"(?:results?|success|relief|recovery|outcomes?|improvements?|progress|healing|cures?|satisfaction|transformation"
    r"|(?:lasting|real|positive) change|reconciliation|sobriety)"
)
_FEW: Final = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|a single|no)"
_SOON: Final = rf"in (?:just |only |as (?:little|few) as |under |less than )?(?:{_FEW} (?:short |easy |simple )?(?:sessions?|weeks?|days?|nights?|hours?|months?|minutes?|time)|(?:days|weeks))"
_AWAY: Final = r"(?:eliminat|eradicat|remov|eras|end|cur|fix|resolv|heal|stop|overcom|clear|releas|dissolv|banish|defeat|beat|conquer)(?:e|es|ed|ing|s|ping|ped)?"
_GONE: Final = r"(?:permanently|completely and permanently|forever|for good|once and for all|for ever)"


class Family(NamedTuple):
    """Phrases of one kind; `strong` ones are errors in print, `holds` says whether a hit is the promise it looks like."""

    cues: Cues
    phrases: Phrases
    strong: bool
    holds: Callable[[Hit], bool]


_QUESTION: Final = Regex(r"\?[\"'\u201d\u2019)\s]*$")
_WISHES: Final = Regex(
    r"\b(?:myths?|beliefs?|believ\w+|thought|thinks?|think|assum\w+|hop(?:e|es|ed|ing)|wish\w*|want\w*|wonder\w*|ask\w*"
    r"|look(?:s|ed|ing)? for|search\w*|seek\w*|beware|wary|careful|caution\w*|s[ck]eptical|suspicious|tempting|pretend\w*"
    r"|claim(?:s|ed|ing)?|promis(?:e|es|ed|ing)|so-called|supposed\w*|alleged\w*|red flags?|scams?|expect\w*"
    r"|could|might|may|try|trying|tried|once said|fantas\w+|dream\w*|chas(?:e|ing)|quest|if|whether|unless|whoever|tell you"
    r"|(?:people|they|some|many|folks) (?:say|said|will say|tell)|tempted|pressure|impossible|lie|idea|instead of|rather than|question|afraid|fear\w*|worr\w+)\b"
)
_OURS: Final = Regex(
    r"\b(?:we|i|we'll|i'll|our|my)(?: \w+)? (?:believe|promise|think|claim|know|expect|dare)\b|\byou (?:can|will|may|should) expect"
    r"|\bno (?:wonder|matter) (?:if|whether)|\bas if\b|\bthink of\b"
)
_OF_OTHERS: Final = Regex(
    r"\b(?:any(?:one|body)|some(?:one|body)|those|people|therapists|clinics|programs|practitioners|coaches|websites|sites"
    r"|ads|companies|books|gurus|any \w+|an? (?:\w+ )?(?:therapist|coach|practitioner|counsell?or|website|ad|guru|book))"
    r" (?:who|that|which)(?: \w+){0,2}\s*$"
    r"|\b(?:some|other|many|certain) (?:\w+ )?(?:therapists|clinics|programs|practitioners|coaches|websites|sites|ads|companies|people)(?: \w+){0,2}\s*$"
)
_NO_SUCH: Final = Regex(
    r"^[^\w%]*+(?:[\w%]++[^\w%]++){0,3}?(?:(?:is|are|was|were|do|does|did|can|could|will|would|should)(?:n't| not| never| no)|cannot"
    r"|tends? to (?:backfire|fail)|backfires?|impossible|unrealistic|unethical|myths?|red flags?|warning signs?|illegal|exist only|is a lie|are rare|is rare)\b"
)
_MYTH: Final = Regex(r"\W*(?:the |a |common )?(?:myth|misconception|fiction|false)(?:\W{0,3}\d+)?\s?[:\u2013\u2014-]")
_NOT_YET: Final = Regex(r"\b(?:yet to|far from|short of|towards?)(?: [\w']+){0,2} *$")
_WE: Final = Regex(r"\b(?:we|i|our|my|us)\b")


def promises(text: Text) -> Iterator[tuple[Hit, bool]]:
    """Yield promises of success, at most one a sentence, each with whether it is a strong one."""
    taken: set[tuple[int, int]] = set()
    for number in _BY_WORD.of(text.words):
        family = FAMILIES[number]
        for hit in hits(text, family.cues, family.phrases):
            place = (hit.sentence.block, hit.sentence.start)
            if place not in taken and family.holds(hit) and not (_is_hedged(hit) or is_mention(text, hit)):
                taken.add(place)
                yield hit, family.strong


def _is_hedged(hit: Hit) -> bool:
    """Whether the promise is denied, asked about, wished for, warned of or somebody else's."""
    sentence = hit.sentence.lower
    if is_denied(hit) and not hit.match.group().startswith("never"):
        return True
    if _MYTH.match(sentence):
        return True
    if _QUESTION.search(sentence) and "did you know" not in sentence:
        return True
    clause = clause_before(sentence, hit.match.start())
    if (
        (_WISHES.search(clause) and not _OURS.search(clause))
        or _OF_OTHERS.search(clause)
        or _NOT_YET.search(hit.before)
    ):
        return True
    return not _WE.search(clause) and bool(_NO_SUCH.match(hit.after))


def _always(hit: Hit) -> bool:
    return True


_HARMLESS: Final = Regex(
    r"\b(?:confiden\w*|privacy|private|anonym\w+|discretion|safety|safe|secur\w+|access\w*|availab\w+|repl\w+|respon\w+|answers?"
    r"|appointments?|slots?|spots?|places?|seats?|pric\w+|rates?|fees?|warm|respect\w*|kind\w*|rights?|freedom of|free speech"
    r"|coverage|income|pay|payment|loans?|equal\w*|non-?judg\w+|judg\w+|quiet|efforts?|our best|attention|commitment|honesty|listen\w*|heard|welcome\w*|call back|human|delivery"
    r"|minimum|protection|wi-?fi|parking|nothing|nobody|jobs?|employment|leave|benefits?|refunds?|same-day|same day|uptime|laws?"
    r"|constitution|amendment|consistency|compatib\w+|integrity|quality of|interpreters?|death|laugh|smile|argument|failure|disaster|drama)\b"
)
_GUARANTOR: Final = Regex(
    rf"\b(?:we|i|we'll|i'll|our|my|us|{_THERAPY})(?:'s)?(?:\s+[\w'-]+){{0,4}}\s*$|^\W*(?:yes\W+)?$"
)
_SEAL: Final = Regex(r"[,:\u2013\u2014-]\s*$")
_SEALED: Final = 100
_TO_GAIN: Final = Regex(
    rf"\b(?:{_RESULT}|{STATES}|feel|works?|help|heal|fix|end|reduce|improve|change|stop|save|cure|better|happier|calmer|happy|recover"
    r"|succeed|survive|quit|marriage|relationship|lasting|sober|sleep|lose|overcome|eliminate|erase|remove|resolve|transform|love|peace|confidence|relapse|thing of the past|breakthroughs?|new (?:person|you|life))\b"
)


def _guarantees(hit: Hit) -> bool:
    """Whether a guarantee is one of success, given by the clinic."""
    matched = hit.match.group()
    clause = clause_before(hit.sentence.lower, hit.match.start())
    tail = re.split(r"[.,;:!?\u2014]", matched + hit.after, maxsplit=1)[0]
    near = " ".join(tail.split()[:9])
    if _HARMLESS.search(near):
        return False
    if matched.startswith("guaranteed"):
        if re.fullmatch(r"\W*guaranteed\W*", hit.sentence.lower):
            return True
        if _SEAL.search(hit.before):
            clause = hit.before[-_SEALED:]  # "...: guaranteed" speaks of all that stands before it
        return bool(_TO_GAIN.search(near)) or (
            len(tail.split()) == 1 and bool(_TO_GAIN.search(clause[-_SEALED:])) and not _HARMLESS.search(clause)
        )
    if not _GUARANTOR.search(clause):
        return False
    if _WE.search(clause):
        return not re.match(
            r"guarantees? (?:that )?(?:nothing|there|once|no|in|by|and|or|you're|you are|it's|we|they|i|he|she)\b", tail
        )
    return bool(_TO_GAIN.search(near))


_CURED_THINGS: Final = Regex(
    r"\b(?:violations?|breach\w*|defaults?|defects?|infring\w+|non-?compliance|resin|epoxy|concrete|adhesive|varnish|ham|bacon|meat"
    r"|sausages?|olives?|salmon|leather|tobacco)\b"
)


def _cures_people(hit: Hit) -> bool:
    return not _CURED_THINGS.search(hit.sentence.lower)


def _harmless_before(hit: Hit) -> bool:
    return not _HARMLESS.search(clause_before(hit.sentence.lower, hit.match.start())[-60:])


def _harmless_after(hit: Hit) -> bool:
    return not _HARMLESS.search(" ".join((hit.match.group() + hit.after).split()[:9]))


_BAD_WORDS: Final = words_of(
    "anxious depressed alone lonely afraid scared stuck stressed hopeless panicked panicking panicky suffer struggle fight",
    "argue relapse sleepless awake unhappy sad ashamed angry overwhelmed worthless hurt attack attacks",
)
_BAD_STATE: Final = Regex(
    rf"\b(?:{STATES}|anxious|depressed|alone|lonely|afraid|scared|stuck|stressed|hopeless|panick\w*|suffer|struggle|fight|argue"
    r"|relapse|sleepless|awake|unhappy|sad|ashamed|angry|overwhelmed|worthless|hurt|attacks?)\b"
)
_OF_YOU: Final = Regex(
    r"(?:^\W*|\b(?:you|clients|couples|patients|they|your \w+|promise|guarantee|and|so)(?:'ll| will| can| need| have to| would)?(?:\s+(?:will|can))?\s+)$"
)
_MOOD: Final = Regex(
    r"\b(?:feels?|felt|feeling|fear|afraid|think|thought|thinking|believe|believed|worry|convinced|certain|seems?|like|swears?|swore"
    r"|vow\w*|myself|yourself|himself|herself|themselves|may|might|wonder|if|as though|tells?|told|said|says)\b"
)


def _never_again(hit: Hit) -> bool:
    """Whether "never ... again" is said to the reader, of a bad state; not a vow, a fear or a memory."""
    clause = clause_before(hit.sentence.lower, hit.match.start())
    if _MOOD.search(clause) or not _OF_YOU.search(clause) or hit.after.startswith(" and again"):
        return False
    if not clause.strip(" \"'\u201c\u2018(") and not re.match(
        r"never (?:again )?(?:feel|suffer|struggle|fight|argue|worry|lie|wake|dread|be|have|experience|lose|relapse|panic|fear|let|will you|need you|do you)\b",
        hit.match.group(),
    ):
        return False
    return bool(_BAD_STATE.search(hit.match.group() + hit.after))


_SELDOM_IT: Final = Regex(r"^(?:it|that|this) (?:always works out|never fails)")


def _always_works(hit: Hit) -> bool:
    return not _SELDOM_IT.match(hit.match.group() + hit.after)


FAMILIES: Final[tuple[Family, ...]] = (
    Family(
        Cues(words_of("cure cures cured curing")),
        Phrases(
            rf"cur(?:e|es|ed|ing) {_OF}(?:[\w'-]+ )?(?:{STATES})",
            r"(?:we|i) (?:(?:can|will|do|really|actually) )*cure",
            rf"cured {_SOON}",
            rf"(?:{STATES})[,:]? cured(?=\s*[.!]|\s*$)",
            r"cur(?:e|es|ed|ing) (?:all|most|many|hundreds|thousands|our|dozens|countless)(?: of)?(?: our| my)? (?:clients|patients|couples|people)",
            rf"cur(?:e|es|ed|ing) {_PEOPLE}(?=\s*[.,;!?]|\s*$| (?:of|in|for|from|within|after|with))",
            rf"(?:{STATES}|you|clients?|patients?|couples?|people|child|it|they) (?:(?:can|will|has|have|had|is|are|was|were|be|been|completely|fully|totally|finally|now|easily|quickly|permanently|actually|always|all) ){{1,4}}cured",
            r"(?:i am|i'm|we're|they're|you're|i feel|i was|been|be|(?:walk away|go home|leaves?|left|come out) (?:\w+ ){0,3}) ?(?:(?:completely|fully|totally|finally|now|all) )*cured",
            rf"(?:an?|the|only|real|true|natural|fast|sure|simple|best) (?:\w+ )?cures? (?:for|to|of) {_OF}(?:{STATES})",
            r"(?:proven|permanent|complete|instant|miracle|guaranteed|total|lasting|rapid) cures?",
            rf"{_IT} (?:is|are) (?:the|a|your) cures?(?! for (?:boredom|everything))",
        ),
        True,
        _cures_people,
    ),
    Family(
        Cues(words_of("guarantee guarantees guaranteed guaranteeing")),
        Phrases(
            rf"{_RESULT},? (?:(?:is|are|fully|completely|always) ){{0,3}}guaranteed",
            rf"guarantees? (?:of|for) (?:\w+ ){{0,2}}{_RESULT}",
            r"(?:satisfaction|results?|success|cure|recovery|sobriety|relief|money[\s-]back) guarantee",
            r"(?:our|a|this|the|only) guaranteed (?:method|system|formula|approach)",
        ),
        True,
        _harmless_before,
    ),
    Family(
        Cues(words_of("guarantee guarantees guaranteed guaranteeing")),
        Phrases(r"guarantee(?:s|d|ing)? (?:[\w'-]+)", r"guaranteed"),
        True,
        _guarantees,
    ),
    Family(
        Cues(words_of("100 hundred")),
        Phrases(
            r"(?:100|(?:one|a) hundred)[\s-]?(?:%|percent|per cent) (?:(?:guaranteed|proven|of the time|sure|safe|and) )*(?:success(?:ful)?(?: rates?)?|effective(?:ness)?|cured?(?: rate)?|recovery(?: rate)?|guaranteed?|risk[\s-]free|relief|satisfaction(?: rate)?|results|improvement|healed|healing)",
            r"100 ?(?:%|percent|per cent) of (?:our|my|all|the) (?:\w+ )?(?:clients|patients|couples|people|families|teens) (?:recover|improv|feel|get|got|see|report|are (?:cured|healed|happy|better|satisfied)|heal|succeed)\w*",
            r"success rates?(?::| of| is| was| are| stands at) (?:over |nearly )?100(?: ?%| percent| per cent)?",
            r"works? 100 ?(?:%|percent|per cent) of the time",
        ),
        True,
        _always,
    ),
    Family(
        Cues(
            words_of("permanently permanent forever"),
            phrases=(
                Phrase(Regex("for good"), words_of("for good")),
                Phrase(Regex("once and for all"), words_of("once and all")),
            ),
            beside=STATE_WORDS | words_of("problem problems issue issues"),
        ),
        Phrases(
            rf"permanent(?:ly)? {_AWAY} {_OF}(?:{STATES}|problems?|issues?)",
            rf"permanently (?:free (?:you|yourself)|rid (?:you|yourself)|relieves?|free) (?:of |from )?{_OF}(?:{STATES})",
            rf"permanent (?:relief|freedom|recovery|healing) from {_OF}(?:{STATES})",
            rf"(?:{_AWAY}|get rid of|getting rid of|gets rid of|be free (?:of|from)|say goodbye to|goodbye,? to) {_OF}(?:{STATES}) {_GONE}",
            rf"(?:{STATES}) (?:(?:will be|is|are|was|were) )?(?:gone|disappears?|vanish(?:es)?) {_GONE}",
        ),
        True,
        _always,
    ),
    Family(
        Cues(
            words_of("work works fail fails failed"),
            behind=("always ", "never "),
            ahead=(" every ", " for every", " for all "),
        ),
        Phrases(
            rf"{_THERAPY} has never failed",
            rf"{_IT}(?: with (?:us|me)| here)? always works?(?=\s*[.,;!]|\s*$| (?:for (?:everyone|everybody|all|any|every|anxiety|depression|couples|people|trauma)|every time|in the end))",
            rf"{_THERAPY} (?:works? every (?:single )?time|never fails?)(?=\s*[.,;!]|\s*$| (?:for|in|when|because|and))",
            rf"{_THERAPY} works? for (?:everyone|everybody|all (?:of )?(?:our )?(?:clients|couples|people))",
        ),
        False,
        _always_works,
    ),
    Family(
        Cues(
            words_of("promise"),
            behind=("we ", "i ", "we can ", "i can ", "we do ", "i do "),
            beside=STATE_WORDS
            | words_of(
                "feel better results relief recovery healing success improvement change heal recover happy happier"
            ),
        ),
        Phrases(
            rf"promise (?:you )?(?:\w+ )?{_RESULT}",
            r"promise (?:you )?(?:that )?(?:you|your (?:[\w'-]+ )?[\w'-]+|things|it)(?:'ll| will| can) (?:[\w'-]+ ){0,2}(?:feel|get|be|heal|recover|improve|succeed|work|change|disappear|go away) ?(?:better|happier|happy|well|calmer|free|healed|cured|gone|(?=[.,;!?]|$))",
        ),
        False,
        _harmless_after,
    ),
    Family(
        Cues(
            words_of("clients patients couples client patient couple"),
            touching=Regex(r"(?:never|treated|recovers?|improves?|heals?|gets?|succeeds?)\b"),
            reach=(0, 24),
        ),
        Phrases(
            r"(?:(?:our|my) (?:clients|patients|couples)|(?:clients|patients|couples) who (?:come|came|stay|work|train)(?: here| to us| with us)?)"
            r" (?:never|do not ever|don't ever) (?:relapse|divorce|split up|fail|struggle again|need to come back|go back to (?:drinking|drugs|using|gambling|smoking))",
            r"(?:every|each)(?: single)?(?: one of)?(?: our| my)? (?:client|patient|couple|person)s? (?:(?:who comes|we see|we treat|we've treated|we have treated|i see|i treat|here|always) ){0,2}(?:recovers|improves|heals|succeeds|gets (?:better|well)|has (?:recovered|healed|succeeded))",
            r"(?:our|my) (?:clients|patients|couples) always (?:recover|improve|heal|succeed|get (?:better|well))",
            r"all (?:of )?(?:our|my) (?:clients|patients|couples) (?:recover|improve|heal|succeed|get (?:better|well))",
        ),
        False,
        _always,
    ),
    Family(
        Cues(
            words_of("healed recovered"),
            behind=("completely ", "fully ", "totally ", "permanently ", "forever "),
        ),
        Phrases(
            r"(?:you|clients|patients|your [\w'-]+)(?:'ll| will) be (?:completely|fully|totally|permanently|forever) (?:healed|recovered)"
        ),
        False,
        _always,
    ),
    Family(
        Cues(words_of("risk"), touching=Regex(r"risk[\s-]free")),
        Phrases(
            r"risk[\s-]free (?:therapy|treatments?|sessions?|programs?|programmes?|methods?|approach|procedures?|medication|solution|trial|cure|counsell?ing|hypnosis|emdr|healing|recovery|way to (?:heal|recover|treat|get better|feel better))",
            rf"{_IT} (?:(?:with us|here) )?(?:is|are) (?:\w+ and )?(?:(?:completely|totally|entirely|100%|absolutely|safe and) )*risk[\s-]free",
        ),
        False,
        _always,
    ),
    Family(
        Cues(
            phrases=(
                Phrase(Regex("never [^.!?]{0,90}?again"), words_of("never again")),
                Phrase(Regex("never [^.!?]{0,40}?another"), words_of("never another")),
            ),
            beside=STATE_WORDS | _BAD_WORDS,
        ),
        Phrases(
            r"never (?:[\w',-]+ ){1,9}?again",
            r"never again [\w'-]+(?: you)?",
            r"never (?:have|suffer|experience|face|get|know) another [\w'-]+",
        ),
        False,
        _never_again,
    ),
    Family(
        Cues(
            words_of(
                "save saves saved saving fix fixes fixed heal heals healed repair repairs repaired rescue rescues rescued"
            ),
            near=("marriage", "relationship", "couple", "family"),
        ),
        Phrases(
            r"(?:sav|fix|heal|repair|rescu)(?:e|es|ed|ing|s|ed)? (?:any|every|all) (?:\w+ )?(?:marriages?|relationships?|couples?)",
            r"your (?:marriage|relationship|family) will be (?:saved|fixed|healed|repaired)",
            r"(?:any|every) (?:\w+ )?(?:marriage|relationship) can be (?:saved|fixed|healed|repaired)",
            r"(?:we|i|our (?:\w+ ){0,2}\w+|this (?:\w+ )?(?:program|retreat|method|course|workshop|therapy)) (?:(?:will|can|can and will|is sure to|always) )+(?:save|fix|heal|rescue|repair)s? your (?:marriage|relationship|family)(?! (?:to|with) )",
            r"(?:we'll|i'll) (?:save|fix|heal|rescue|repair) your (?:marriage|relationship|family)(?! (?:to|with) )",
        ),
        False,
        _always,
    ),
    Family(
        Cues(
            words_of(
                "gone disappear disappears vanish vanishes eliminate eliminates remove removes erase erases resolve resolves",
                "heal heals healed healing fix fixes fixing overcome overcomes overcoming banish beat beats conquer defeat cure",
                "cures curing rid end ends ending stop stops stopping clear clears release releases dissolve dissolves",
                "eliminating removing erasing resolving fixed eliminated erased",
            ),
            near=(" session", " week", " day", " night", " hour", " month", " minute", "no time"),
            phrases=(Phrase(Regex("free in "), words_of("free in")),),
            beside=STATE_WORDS,
        ),
        Phrases(
            rf"(?:{STATES})[\s-]free {_SOON}",
            rf"(?:{STATES}),? (?:will be )?(?:healed|fixed|eliminated|erased) {_SOON}",
            rf"(?:{STATES}) (?:(?:will|be|is|are|was|were|simply) ){{0,3}}(?:gone|disappears?|vanish(?:es)?) {_SOON}",
            rf"(?:{_AWAY}|get rid of|be free (?:of|from)) {_OF}(?:{STATES}) {_SOON}",
            rf"{_SOON},? (?:your )?(?:{STATES}) (?:(?:will|be|is|are|simply) ){{0,3}}(?:gone|disappears?|vanish(?:es)?)",
        ),
        False,
        _always,
    ),
)
_BY_WORD: Final = Families(family.cues for family in FAMILIES)
