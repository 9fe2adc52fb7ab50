"""Words that define people by an illness, and what to write instead. Data of stigmatizing-term.

After NIDA's "Words Matter" and the AP Stylebook's entries on addiction, mental illness and disabilities.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from clinic_cli.content.cues import Cues
from clinic_cli.rules.language import Phrases, words_of


class Term(NamedTuple):
    """A family of words: `triggers` are the words it cannot do without, `pattern` the phrase in lower case.

    Where the triggers are common words, one of the strings in `near` stands close by.
    """

    triggers: str
    pattern: str
    instead: str
    near: tuple[str, ...] = ()


_PERSON_WITH: Final = "a person with an addiction"
_FUN: Final = (
    "news|coffee|chocolate|sugar|tech|gadget|adrenaline|data|book|shoe|sneaker|travel|sports?|music|movie|film|tv|pop"
    "|fitness|gym|yoga|art|grammar|game|gaming|podcast|culture|history|science|media|twitter|carb|cheese|tea|bike|running"
    "|plant|puzzle|work|self-help|gossip|drama|fashion|shopping|attention|approval|dopamine|speed|thrill|power|policy"
)
FUN: Final = frozenset(_FUN.split("|"))
"""Words before addict or junkie that make it a joke about a pastime, which no patient is hurt by."""

TERMS: Final[tuple[Term, ...]] = (
    Term(
        "addict addicts",
        r"(?:(?:drug|heroin|opioid|meth|cocaine|crack|alcohol|sex|gambling|former|recovering|reformed|recovered|ex-)[\s-]*)*addicts?",
        _PERSON_WITH,
    ),
    Term(
        "junkie junkies junky crackhead crackheads druggie druggies tweaker tweakers pothead potheads methhead",
        r"(?:ex-)?junk(?:ies?|y)|crack-?heads?|druggies?|tweakers?|potheads?|meth-?heads?|dope fiends?",
        _PERSON_WITH,
    ),
    Term("fiend fiends", r"dope fiends?", _PERSON_WITH),
    Term(
        "alcoholic alcoholics",
        r"(?:ex-|(?:recovering|former|functioning|high-functioning|raging|dry) )?alcoholics?(?! (?:drinks?|beverages?|liver|hepatitis|ketoacidosis|content|seltzer|cider|extract|anonymous|cirrhosis|neuropathy))",
        "a person with an alcohol use disorder",
    ),
    Term(
        "drunk drunks",
        r"(?:town|village|mean|sloppy|angry|old) drunks?|drunks|(?<=\ba\x20)drunk(?=\s*[.,;!?]|\s*$| who| and)",
        "a person who drinks too much",
    ),
    Term(
        "abuser abusers",
        r"(?:drug|substance|alcohol|opioid|heroin|prescription|cocaine|opiate|inhalant)s?[\s-]abusers?|abusers? of (?:drugs|alcohol|opioids|substances)",
        "a person with a substance use disorder",
    ),
    Term(
        "abuse abuses abused abusing",
        r"(?:drug|substance|alcohol|opioid|opiate|heroin|cocaine|prescription drugs?|medication|marijuana|inhalant|polysubstance)s?(?: (?:and|or) (?:drug|alcohol|substance))?[\s-]abuse(?!r)",
        "substance use, or misuse",
    ),
    Term(
        "abuse abuses abused abusing",
        r"abus(?:e|es|ed|ing) (?:of )?(?:(?:illegal|prescription|illicit) )?(?:drugs|alcohol|opioids|substances|heroin|cocaine|painkillers|pills)(?! (?:counselor|program))",
        "misuse, or use",
    ),
    Term(
        "drug drugs heroin cocaine opioid crack meth substance opiate",
        r"(?:drug|heroin|cocaine|opioid|crack|meth) habits?",
        "a substance use disorder",
        near=("habit",),
    ),
    Term(
        "drug drugs heroin cocaine opioid crack meth substance opiate",
        r"(?:drug|heroin|opioid|substance|opiate|cocaine|meth|iv drug|intravenous drug|crack|injection drug)[\s-]users?",
        "a person who uses drugs",
        near=("user",),
    ),
    Term(
        "clean",
        r"clean (?:and|&) sober|(?:months|years|days|weeks) clean|clean (?:for|since) (?:\w+ ){0,3}(?:months?|years?|days?|weeks?|\d{4})|clean (?:urine|drug (?:tests?|screens?)|uas?)",
        "in recovery, or testing negative",
    ),
    Term(
        "clean",
        r"(?:get|gets|getting|got|gotten|stay|stays|stayed|staying|been|be|keep|keeps|kept|come|came|coming|is|was|am|i'm|he's|she's)(?: back)? clean(?=\s*[.,;!?]|\s*$| (?:from|after|off|for good|again|and|but|while|when|because|until|on|this|through|at|in|with|now|today))",
        "in recovery",
    ),
    Term("dirty", r"dirty (?:urine|drug (?:tests?|screens?)|uas?)|test(?:ed|ing|s)? dirty", "testing positive"),
    Term(
        "baby babies born",
        r"addicted (?:baby|babies|infants?|newborns?)|(?:crack|heroin|opioid|drug) (?:baby|babies)|born addicted|(?:babies|baby|infants?) (?:born )?addicted",
        "a baby exposed to drugs before birth",
        ("addict", "crack", "heroin", "opioid", "drug"),
    ),
    Term(
        "infant infants newborn newborns",
        r"addicted (?:infants?|newborns?)|infants? (?:born )?addicted",
        "a baby exposed to drugs before birth",
        ("addict",),
    ),
    Term(
        "substitution replacement",
        r"(?:opioid|opiate|methadone) (?:substitution|replacement)(?: (?:therapy|treatment))?",
        "medication for opioid use disorder",
        ("opioid", "opiate", "methadone"),
    ),
    Term(
        "assisted",
        r"medication[\s-]assisted (?:treatment|therapy|recovery)",
        "medication for opioid use disorder",
        ("medication",),
    ),
    Term(
        "ill",
        r"(?:(?:the|seriously|severely|chronically|criminally) )*mentally ill(?: (?:people|persons?|patients?|individuals?|adults?|man|men|woman|women|inmates?|clients?|homeless))?",
        "people with a mental illness",
        ("mentally",),
    ),
    Term(
        "schizophrenic schizophrenics",
        r"schizophrenics?(?! (?:disorders?|spectrum|symptoms?|episodes?|illness|psychosis))",
        "a person with schizophrenia",
    ),
    Term(
        "psychotic psychotics",
        r"psychotics|(?<=\ba\x20)psychotic(?=\s*[.,;!?]|\s*$| who| and| is)",
        "a person with psychosis",
    ),
    Term(
        "psycho psychos psychopath psychos",
        r"psychos|psycho(?=\s*[.,;!?]|\s*$| (?:ex|killer|boss|girlfriend|boyfriend|mom|dad|who|and|is))",
        "say what the person did",
    ),
    Term(
        "borderline borderlines",
        r"borderlines|(?<=\ba\x20)borderline(?=\s*[.,;!?]|\s*$| who| and| is| in)",
        "a person with borderline personality disorder",
    ),
    Term(
        "bipolar bipolars",
        r"bipolars|(?<=\ba\x20)bipolar (?:person|patient|man|woman|client|girl|guy|boy|wife|husband|mother|father|mum|mom|dad|child|teen|teenager)|(?<=\ba\x20)bipolar(?=\s*[.,;!?]|\s*$| who| and| is)|bipolar (?:people|patients|clients)|(?:(?:he|she|who|they|mother|father|mom|dad|wife|husband|sister|brother|son|daughter|partner|client|friend|patient) (?:is|was|are|were)|he's|she's|they're|who's) bipolar(?! (?:i|ii|disorder|depression))",
        "a person with bipolar disorder",
    ),
    Term(
        "depressive depressives manic",
        r"manic[\s-]depressives?(?! (?:illness|disorder|episodes?|psychosis|states?))|depressives",
        "a person with bipolar disorder or depression",
    ),
    Term(
        "anorexic anorexics bulimic bulimics",
        r"anorexics|bulimics|(?<=\ban\x20)anorexic(?=\s*[.,;!?]|\s*$| who| and| is)|(?<=\ba\x20)bulimic(?=\s*[.,;!?]|\s*$| who| and| is)",
        "a person with an eating disorder",
    ),
    Term("lunatic lunatics", r"lunatics?(?! fringe)", "a person with a mental illness"),
    Term(
        "insane",
        r"the (?:criminally )?insane(?=\s*[.,;!?]|\s*$| (?:and|are|were|in|who|need))|insane (?:asylums?|person|people|patients?)",
        "people with a mental illness",
    ),
    Term(
        "crazies crazy",
        r"crazies|(?:a |the |some |these |those )?crazy (?:person|people|patients?|man|woman|lady|guy|ex|ex-wife|ex-husband|ex-girlfriend|ex-boyfriend)",
        "say what the person did",
    ),
    Term(
        "nutcase nutcases nutjob nutjobs wacko wackos madman madmen madwoman deranged nuthouse loony loonies",
        r"nut ?cases?|nut ?jobs?|wackos?|mad(?:man|men|woman|women)|deranged|nut ?house|loony bin|loon(?:y|ies)(?! tunes)",
        "say what happened, without the label",
    ),
    Term(
        "nut funny",
        r"nut (?:case|job|house)s?|funny farm",
        "say what happened, without the label",
        ("nut ", "funny farm"),
    ),
    Term(
        "mental",
        r"mental (?:cases?|patients?|defectives?|retardation|hospital inmates?)(?! manage)",
        "a person with a mental illness, or an intellectual disability",
        ("mental case", "mental patient", "mental defect", "mental retard", "mental hospital inmate"),
    ),
    Term(
        "retarded retard retards",
        r"(?:mentally |so |such a |developmentally )retard(?:ed|s)?|retarded(?! (?:growth|development|the|by|progress))|(?:a|the|that|you) retard(?=\s*[.,;!?]|\s*$| who)|retards(?! (?:the|growth|progress|its|their))",
        "a person with an intellectual disability",
    ),
    Term(
        "wheelchair",
        r"wheelchair[\s-]bound|(?:confined|bound) to (?:a|his|her|the|their) wheelchair",
        "a person who uses a wheelchair",
    ),
    Term(
        "handicapped cripple cripples crippled",
        r"(?:mentally|physically|visually|the) handicapped(?! (?:parking|spaces?|spots?|stalls?|placard|entrance|bathroom))|handicapped (?:people|persons?|child|children|adults?|clients?)|(?:a|the|that) cripples?|cripples(?! (?:the|our|your|us|their|any|his|her))",
        "a person with a disability",
    ),
    Term("deaf", r"deaf[\s-](?:mutes?|and[\s-]dumb)", "a deaf person", ("mute", "dumb")),
    Term(
        "afflicted stricken",
        r"(?:afflicted|stricken) (?:with|by) (?:\w+ ){0,2}(?:mental illness(?:es)?|schizophrenia|bipolar disorder|depression|anxiety|addiction|autism|ptsd|ocd|adhd|alcoholism|disorders?|disabilit(?:y|ies)|dementia)",
        "has, or lives with",
    ),
    Term(
        "victim victims",
        r"victims? of (?:\w+ )?(?:mental illness(?:es)?|schizophrenia|bipolar disorder|depression|addiction|autism|alcoholism|cerebral palsy|dementia)",
        "a person who has, or lives with",
    ),
    Term(
        "suffer suffers suffered suffering sufferer sufferers",
        r"suffer(?:s|ed|ing)? from (?:\w+ ){0,2}(?:mental illness(?:es)?|schizophrenia|bipolar disorder|addictions?|autism|alcoholism|substance use disorders?|personality disorders?|down syndrome|cerebral palsy|disabilit(?:y|ies))|(?:schizophrenia|bipolar|addiction|mental illness|autism|alcoholism|ptsd|ocd|depression|anxiety) sufferers?",
        "has, or lives with",
    ),
)

TRIGGERS: Final[frozenset[str]] = frozenset().union(*(words_of(term.triggers) for term in TERMS))
PATTERNS: Final = tuple(
    (Cues(words_of(term.triggers), term.near), Phrases(term.pattern), term.instead) for term in TERMS
)

NAMES: Final = (
    "national institute on drug abuse",
    "substance abuse and mental health",
    "alcoholics anonymous",
    "addicts anonymous",
    "children of alcoholics",
    "national alliance for the mentally ill",
    "drug abuse resistance education",
    "national institute on alcohol abuse",
    "substance abuse treatment",
)
"""Names of bodies and programmes that hold such a word, in lower case; they are left alone in headlines as well."""

DRUGS: Final = words_of(
    "drug drugs sober sobriety recovery rehab heroin opioid opioids opiates fentanyl alcohol drinking drink addiction",
    "addicted meth cocaine crack pills relapse relapsed relapsing substance substances sponsor detox overdose using",
    "alcoholic alcoholics addict addicts methadone suboxone withdrawal aa na narcotics prison probation",
)
