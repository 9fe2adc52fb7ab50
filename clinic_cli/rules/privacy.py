"""Privacy: what a testimonial, or the file around it, gives away of a client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinic_cli.content.cues import Cues
from clinic_cli.content.places import comments, node_of
from clinic_cli.content.prose import scalar_prose
from clinic_cli.content.regex import Regex
from clinic_cli.content.testimonial import Testimonial
from clinic_cli.content.yamltree import Scalar
from clinic_cli.diagnostics import Finding, Severity
from clinic_cli.rules.attribution import name_form
from clinic_cli.rules.conditions import DISORDERS, DRUGS
from clinic_cli.rules.identifiers import identifiers
from clinic_cli.rules.language import Phrases, hits, speaks, words_of
from clinic_cli.rules.rule import by_status
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.testimonial import TestimonialFile
    from clinic_cli.rules.rule import Facts


def identifier_in_quote(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of words in a quote that give the client away: an address, a number, a handle, a full date, an employer.

    An e-mail address, phone number, street address, web address, social media name, or number of a record or an
    insurance, such as the Social Security number, is an error; a full date, a postcode, an employer and an age above
    89 are warnings. The clinic's own numbers are no finding.

    Why: One such detail names the client, whatever stands below the quote.
    Source: 45 CFR 164.514(b)(2)(i).
    Checked: 2026-11-23
    Bad:
        quote: Text me at 415-555-0134.
    Good:
        quote: They text from 9am to 9pm.
    """
    prose = testimonial.prose
    if prose is None or testimonial.revoked:
        return
    for found in identifiers(prose.text, facts.config, mild=speaks(testimonial, facts)):
        yield Finding(
            prose.span(found.start, found.end),
            f"The quote holds {found.what}.",
            "Leave that sentence out, and ask the client to approve the new words.",
            severity=by_status(testimonial) if found.grave and not testimonial.inbox else Severity.WARNING,
        )


_DRUG_CUES: Final = Cues(words_of(DRUGS))
_CONDITIONS: Final = Phrases(
    DISORDERS,
    r"(?:my|his|her|our \w+'s|my \w+'s|their) (?:(?:severe|crippling|debilitating|chronic|deep|constant|terrible|lifelong|ongoing|own) )?(?:anxiety|depression|addiction|phobia|panic|mania|eating disorder|drinking problem|overdose|miscarriage|abortion)(?! (?:about|over|before|at|around|when|to|for|in|during|of))",
    r"(?:diagnos(?:ed|is) (?:with|of|as)|suffer(?:ed|ing|s)? (?:from|with)|struggl(?:e|ed|ing|es) with|battl(?:e|ed|ing|es)(?: with)?|treated for|recover(?:ed|ing)? from|living with|lived with|fought) (?:\w+ ){0,2}(?:anxiety|depression|addiction|panic|phobias?|mania|alcoholism)",
    r"(?:have|had|has|having|got) (?:severe|crippling|debilitating|chronic|clinical|high-functioning|health|long-term) (?:anxiety|depression)",
    r"(?:i|we) came (?:here |in )?(?:for|with) (?:help with )?(?:my )?(?:anxiety|depression)",
    r"(?:i am|i'm|i was|i've been|as|being) (?:an? )?(?:(?:recovering|functioning|former|severe|severely|chronically) )?(?:alcoholic|addict|autistic|bipolar|schizophrenic|anorexic|bulimic|diabetic|epileptic|hiv[\s-]positive|neurodivergent|dyslexic|agoraphobic)",
    r"(?:had|having|after|needed|got) (?:an abortion|a miscarriage|my abortion|my miscarriage)",
    r"(?:suicidal|self-harm(?:ing|ed)?|suicide attempt|(?:took|taken|taking) an overdose)",
    r"addict(?:ion|ed) to (?:alcohol|drink(?:ing)?|drugs|gambling|porn(?:ography)?|opioids?|heroin|cocaine|meth|painkillers|pills)",
    r"(?:a |my |the )(?:diagnosis|phobia) of (?:\w+)",
)
_CONDITION_CUES: Final = Cues(
    words_of(
        "ptsd cptsd traumatic ocd compulsive adhd bpd bipolar schizophrenia schizophreniac schizoaffective psychosis dissociative",
        "disorder disorders agoraphobia claustrophobia anxiety depression depressive dysthymia manic mania anorexia bulimia binge",
        "dysmorphia dysmorphic personality alcoholism addiction autism asperger tourette dyslexia trichotillomania insomnia",
        "narcolepsy dysphoria vaginismus dysfunction dementia alzheimer parkinson fibromyalgia epilepsy sclerosis hiv cancer",
        "diabetes crohn lupus pnd ppd eupd arfid pmdd addicted panic phobia phobias drinking overdose miscarriage abortion diagnosed diagnosis suicidal suicide harm harming harmed alcoholic addict autistic schizophrenic anorexic bulimic diabetic epileptic positive neurodivergent dyslexic agoraphobic",
    )
)
_ICD: Final = Regex(
    r"(?<![\w.-])(?:F\d\d(?:\.\d{1,4})|[A-TV-Z]\d\d\.[0-9A-Z]{1,4}|(?:ICD(?:-?10)?|DSM(?:-?(?:5|V|IV))?|code|diagnosis|dx)[\s:#-]+(?:F\d\d|\d{3}\.\d{1,2}))(?![\w-])"
)
_NOT_ILL: Final = Regex(r"\b(?:great|economic|tropical|panic! at)\s+$")
_LOOSE: Final = Regex(r"\b(?:so|a little|a bit|kind of|super|little) $")


def diagnosis_in_quote(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a condition, a drug or a diagnosis code in a quote whose client did not allow health details.

    Feelings ("I was anxious before our first session") are no diagnosis. Without consent to health details it is an
    error once the quote is published.

    Why: Health details are what the law guards most. A yes to a quote is no yes to them.
    Source: 45 CFR 164.508(c)(1)(i): an authorization names the information to be disclosed.
    Checked: 2026-11-23
    Bad:
        quote: My PTSD is gone.
    Good:
        quote: I was anxious before our first session.
    """
    consent = testimonial.consent
    if testimonial.revoked or (consent is not None and consent.health_details) or not speaks(testimonial, facts):
        return
    text = testimonial.text
    spans = [
        hit.span
        for hit in hits(text, _CONDITION_CUES, _CONDITIONS)
        if not (_NOT_ILL.search(hit.before) or (hit.match.group() == "ocd" and _LOOSE.search(hit.before)))
    ]
    prose = testimonial.prose
    spans += [
        hit.span for hit in hits(text, _DRUG_CUES, _DRUG) if not hit.after.startswith((" batter", "-ion", " ion"))
    ]
    if prose is not None:
        spans += [prose.span(*match.span()) for match in _ICD.finditer(prose.text)]
    severity = by_status(testimonial) if not testimonial.inbox else Severity.WARNING
    if spans:
        more = f" It is one of {len(spans)} in this quote." if len(spans) > 1 else ""
        yield Finding(
            min(spans),
            f"The quote names a health detail that the client has not allowed.{more}",
            "Ask the client and set `health_details: true`, or choose another part of the quote.",
            severity=severity,
        )


_DRUG: Final = Phrases("|".join(DRUGS.split()))

_KIN: Final = (
    r"(?:husband|wife|spouse|fianc[\u00e9e]e?|boyfriend|girlfriend|ex|ex-husband|ex-wife|son|daughter|kid|child|brother|sister|mother"
    r"|mom|mum|father|dad|friend|best friend|boss|manager|coworker|co-worker|colleague|roommate|aunt|uncle|cousin|grandmother|grandfather"
    r"|grandma|grandpa|stepson|stepdaughter|stepdad|stepmom|stepfather|stepmother|niece|nephew|neighbor|neighbour|teacher|baby|twins?|partner|toddler|teenager"
    r"|hubby|nan|nana|gran|granny|granddad|grandson|granddaughter|eldest|oldest|youngest)(?:-in-law)?"
)
_NAME: Final = r"([A-Z\u00c0-\u00de][a-z\u00df-\u00ff'\u2019-]+)"
_NAMED: Final = (
    Regex(
        rf"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)\s+(?:[a-z-]+\s+){{0,2}}{_KIN}s?(?:\s+of\s+(?:\w+\s+){{1,3}}years)?,?\s+\(?{_NAME}"
    ),
    Regex(
        rf"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)\s+(?:[a-z-]+\s+){{0,2}}{_KIN}(?:'s|\u2019s)?\s+(?:is\s+|was\s+)?(?:named?|called|name\s+is)\s+{_NAME}"
    ),
    Regex(
        rf"(?<![\w'\u2019]){_NAME},\s+(?:my|our)\s+(?:[a-z-]+\s+){{0,2}}{_KIN}s?(?=[,.;:!?)\u2013\u2014-]|\s+[\u2013\u2014-]|\s*$)"
    ),
)
_NOT_NAMES: Final = words_of(
    "i i'm i've i'd i'll monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december christmas thanksgiving easter halloween dr doctor mr mrs ms the a an and but so "
    "we he she they it you my our his her this that these those then when where what who how why if as at in on for with after "
    "before since although though because once now today english spanish american californian god lord jesus covid ptsd adhd zoom "
    "google yelp facebook instagram well clinic thank thanks honestly yes no not all both even every from here there while until "
    "also again never always just finally luckily thankfully dear sample googled skyped zoomed emailed texted wow amazing bless"
)
_NAMES_IN_LY: Final = words_of(
    "emily kelly sally lily lilly molly holly polly billy carly kimberly beverly shelly ally milly willy nelly charly elly "
    "everly waverly"
)


def _is_adverb(word: str) -> bool:
    """Whether a word with a capital is more likely the adverb that opens a sentence, as in: Sadly, my mother."""
    return word.endswith("ly") and word.lower() not in _NAMES_IN_LY


_KIN_CUES: Final = Cues(
    words_of(
        "husband wife spouse fianc\u00e9 fianc\u00e9e fiance fiancee boyfriend girlfriend ex son daughter kid child brother sister mother mom mum "
        "father dad friend boss manager coworker worker colleague roommate aunt uncle cousin grandmother grandfather grandma grandpa "
        "stepson stepdaughter stepdad stepmom stepfather stepmother niece nephew neighbor neighbour teacher baby twin twins partner law "
        "sons daughters kids children brothers sisters friends toddler teenager hubby nan nana gran granny granddad grandson "
        "granddaughter eldest oldest youngest"
    )
)


def third_party_named(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of somebody else's name in a quote: "my husband Mark".

    Members of the roster may be named.

    Why: The client can agree for themselves only. The other person never signed a form, and names the client too.
    Source: 45 CFR 164.514(b)(2)(i): identifiers of relatives, employers and household members.
    Checked: 2026-11-23
    Bad:
        quote: My husband Mark and I talk again.
    Good:
        quote: My husband and I talk again.
    """
    if testimonial.revoked or not speaks(testimonial, facts):
        return
    text = testimonial.text
    prose = testimonial.prose
    if prose is None or not text.has(_KIN_CUES):
        return
    staff = words_of(*(author.name for author in facts.config.authors.values()), facts.config.name)
    seen: set[int] = set()
    for pattern in _NAMED:
        for match in pattern.finditer(prose.text):
            name = match.group(1).replace("\u2019", "'").removesuffix("'s")
            if name.lower() in _NOT_NAMES or _is_adverb(name) or name.lower() in staff or match.start(1) in seen:
                continue
            seen.add(match.start(1))
            yield Finding(
                prose.span(match.start(1), match.start(1) + len(name)),
                "The quote names somebody who has not agreed to it.",
                "Leave the name out, and ask the client to approve the new words.",
            )


_ONE_TO_TEENS: Final = (
    r"(?:[5-9]|1[0-7]|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
)
_END: Final = r"(?=\s*[.,;:!?)\"\u201d\u2014-]|\s*$|\s+(?:and|but|now|so|today|years?[\s-]old|yrs?|y\.?o|this|in|when|because)\b(?!\s+(?:sober|clean|percent|sessions|sessions)))"
_MINOR: Final = Phrases(
    rf"(?:i'm|i am|im) (?:only |just |now |still |almost |a )?{_ONE_TO_TEENS}(?:[\s-]years?[\s-]old|[\s-]?yrs? old|[\s-]?yo|{_END})",
    rf"(?:i|i've) (?:just |only |recently |have )*(?:turned|turn) {_ONE_TO_TEENS}(?: (?:last|this|in|on|yesterday|today)|{_END})",
    r"i (?:will |am about to |'ll )?(?:be|turn|turning|will turn) (?:18|eighteen) (?:in|next|soon|this)",
    r"i'll (?:be|turn) (?:18|eighteen)",
    rf"as an? {_ONE_TO_TEENS}[\s-]years?[\s-]old(?: \w+)?,? (?:i (?:am|feel|find|like|love|need|don't|can|think|get|know|want|have)|it is|it's)",
    r"(?:i'm|i am) (?:a |an? \w+ |in |still in |only in |just in )?(?:high school|middle school|secondary school|sixth form|junior high|elementary school|grade school|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}th) grade(?:r)?)(?: (?:student|freshman|sophomore|junior|senior|kid))?(?! (?:teacher|counselor|principal|coach|sweetheart|librarian|nurse|diploma|reunion))",
    r"as a (?:teen|teenager|minor|high school(?:er| student)|middle school(?:er| student)),? (?:i (?:am|feel|find|like|love|need|don't|can|think|get|know|want)|it is|it's)",
    r"(?:i'm|i am) (?:just |only |still )?(?:a )?(?:teen|teenager|minor|kid)(?=\s*[.,;!?]|\s*$| (?:and|who|but|so))",
    r"my (?:mom|mum|dad|mother|father|parents) (?:drives?|brings?|takes?|drops?|picks?) me(?: (?:here|there|every|each|over|(?:in|off|up)(?= (?:for|from|at|after|before|to|every|each) )|to (?:therapy|see|(?:my|each|every|the|this|our) (?:\w+ )?(?:sessions?|appointments?|therapists?|clinic|group|office)))|(?=\s*[.,;!?]|\s*$))",
    r"my (?:mom|mum|dad|mother|father|parents) (?:(?:makes?|made) me (?:come|go|start|try|do|see|attend|talk)|lets? me (?:come|go|start|try|see|attend)|signed me)",
    r"(?:i'm|i am) (?:\w+ )?(?:a |in )?(?:year|grade) (?:[7-9]|1[0-2]|seven|eight|nine|ten|eleven|twelve)(?: at school| student| pupil|(?=\s*[.,;!?]|\s*$| and| but))",
    r"(?:i'm|i am) (?:\w+ ){0,2}(?:doing|taking|sitting|revising for|studying for) (?:my )?(?:mock )?gcses?",
)
_MINOR_CUES: Final = Cues(
    words_of(
        "5 6 7 8 9 10 11 12 13 14 15 16 17 18 five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
        "eighteen school schooler grade grader teen teenager minor kid mom mum dad mother father parents high gcse gcses form",
    )
)
_OTHER_UNIT: Final = Regex(
    r"^[\s-]*(?:weeks?|months?|days?|minutes?|hours?|sessions?|times|percent|%|years?\s+(?:sober|clean|into|in\b|married|on\b|out|free|later|ago|together|strong|away)|pounds|miles|and a half (?:weeks|months)|o'clock|out of|of)"
)
_IN_ATTRIBUTION: Final = Regex(rf"(?:,|\bage|\baged|\()\s*(?:age[d]?\s*)?{_ONE_TO_TEENS}\s*\)?\s*$", re.IGNORECASE)


def minor_speaking(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a client who says that they are under eighteen, so that somebody checks who may sign.

    "Sixteen years sober" and "my 9-year-old" are no finding. `signed_by: representative` shows that it was looked into.
    In California a minor who may agree to the care alone also signs alone for what came up in it; a parent may not.

    Why: A consent that the wrong person signed is none.
    Source: Cal. Civ. Code 56.11(b)(3)(A) and (B); 45 CFR 164.502(g)(3) (verify).
    Checked: 2026-11-23
    Bad:
        quote: I'm sixteen, and for once somebody listens.
    Good:
        quote: I'm sixteen years sober, and my 9-year-old is proud.
    """
    consent = testimonial.consent
    if testimonial.revoked or (consent is not None and consent.signed_by == "representative"):
        return
    spans: list[Span] = []
    if speaks(testimonial, facts):
        text = testimonial.text
        spans += [
            hit.span
            for hit in hits(text, _MINOR_CUES, _MINOR)
            if not (_OTHER_UNIT.match(hit.after) or text.is_quoted(hit.sentence, *hit.match.span()))
        ]
    if _IN_ATTRIBUTION.search(testimonial.attribution):
        spans.append(testimonial.at("attribution"))
    if spans:
        yield Finding(
            spans[0],
            "The client seems to be under eighteen.",
            "Check who may sign for them. Then set `signed_by` to match the form.",
        )


def identifier_in_file(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a client's number, address or full name in `notes`, in a comment, or in a file's name.

    The inbox is left alone: it stays out of the repository.

    Why: What is private never leaves in an export, but the repository keeps it for ever, and more people read it.
    Source: 45 CFR 164.530(c) (verify).
    Checked: 2026-11-23
    Bad:
        notes: Call her at 415-555-0134.
    Good:
        notes: Prefers to be asked by phone.
    """
    if testimonial.inbox:
        return
    node = node_of(testimonial.node, ("notes",))
    if isinstance(node, Scalar) and node.text:
        prose = scalar_prose(testimonial.source.text, node, "notes")
        for found in identifiers(prose.text, facts.config, mild=False):
            yield _in_file(prose.span(found.start, found.end), found.what, "`notes`", testimonial)
        yield from _surname(testimonial, prose.text, prose.span(0, len(prose.text)), "`notes`")
    if testimonial.image and testimonial.image.src:
        where = testimonial.at("image", "src")
        yield from _surname(testimonial, _words_of_name(testimonial.image.src), where, "the picture's name")
    if testimonial.path.endswith(".md"):
        name = testimonial.path.rsplit("/", 1)[-1].removesuffix(".md")
        for found in identifiers(name, facts.config, mild=False):
            yield _in_file(testimonial.start, found.what, "the file's name", testimonial)
        yield from _surname(testimonial, _words_of_name(name), testimonial.start, "the file's name")


def _words_of_name(path: str) -> str:
    """Return a file's name as words with capitals, as a person's name would be written."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(word.capitalize() for word in re.split(r"[^A-Za-z\u00c0-\u024f]+", stem) if word)


def _surname(testimonial: Testimonial, text: str, span: Span, where: str) -> Iterator[Finding]:
    """Yield a full name of which the attribution shows the first name, and at most a letter of the rest."""
    words = testimonial.attribution.split()
    consent = testimonial.consent
    if not words or len(words[0]) < 2 or (consent is not None and consent.display_name == "full-name"):
        return
    form, _ = name_form(testimonial.attribution)
    if form not in ("first-name", "first-name-initial"):
        return
    letter = words[-1][0] if form == "first-name-initial" else r"[A-Z\u00c0-\u00de]"
    if re.search(rf"(?<!\w){re.escape(words[0])}\s+(?:\w\.?\s+)?{letter}[a-z\u00df-\u00ff'\u2019-]+(?!\w)", text):
        yield _in_file(span, "the client's full name", where, testimonial)


def _in_file(span: Span, what: str, where: str, testimonial: Testimonial) -> Finding:
    return Finding(
        span,
        f"{where[0].upper()}{where[1:]} holds {what}.",
        "Keep it with the signed form, and take it out here.",
    )


def identifier_in_comment(file: TestimonialFile, facts: Facts) -> Iterator[Finding]:
    """Yield identifiers in the comments of a file of testimonials."""
    text = file.source.text
    if file.inbox or "#" not in text:
        return
    for start, end in comments(text, [record.node for record in file.records]):
        for found in identifiers(text[start:end], facts.config, mild=False):
            yield Finding(
                Span(start + found.start, start + found.end),
                f"A comment holds {found.what}.",
                "Keep it with the signed form, and take it out here.",
            )
