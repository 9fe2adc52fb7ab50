"""Claims: what the clinic says of its own work, and whether it can be true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from clinic_cli.content.article import Article
from clinic_cli.content.cues import Cues, Phrase
from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Finding, Severity
from clinic_cli.rules.language import Hit, Phrases, hits, is_denied, is_mention, speaks, words_of
from clinic_cli.rules.promises import promises
from clinic_cli.rules.rule import by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.rules.rule import Facts


def outcome_guarantee(document: Article | Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a promise that treatment will work: a cure, a guarantee, a hundred percent.

    A promise that is denied ("we can't cure grief"), asked about, quoted, hoped for or warned of is left alone; so is a
    guarantee of something else, such as privacy. In a testimonial it is a warning: the words are the client's, and the
    clinic answers for showing them.

    Why: No treatment works for everybody. A promise that cannot be kept misleads people who are in need.
    Source: Cal. Bus. & Prof. Code 651(b)(3)(A); APA Ethics Code 5.01(b) (verify); for testimonials 16 CFR 255.2(a).
    Checked: 2026-11-23
    Bad:
        Our program cures anxiety, and we guarantee results in six sessions.
    Good:
        We can't cure grief, and no therapist can guarantee an outcome. Many people feel better within weeks.
    """
    if not speaks(document, facts):
        return
    ours = isinstance(document, Article)
    for hit, strong in promises(document.text):
        yield Finding(
            hit.span,
            f"“{shortened(hit)}” promises what no treatment can keep.",
            "Say what people often find, or what a study found. Leave out the promise."
            if ours
            else "Choose another part of the quote. The client's own words must not be changed.",
            severity=by_status(document) if strong and ours else Severity.WARNING,
        )


def shortened(hit: Hit) -> str:
    """Return the first words of a match, for a message."""
    words = hit.words.split()
    return " ".join(words[:8]) + (" ..." if len(words) > 8 else "")


_KIND: Final = (
    r"(?:therapists?|counsell?ors?|psychologists?|psychiatrists?|clinicians?|clinics?|practices?|practitioners?|providers?"
    r"|psychotherapists?|team|cent(?:er|re)s?|(?:couples |family |group |trauma |individual )?(?:therapy|counsell?ing|mental health care))"
)
_BEST: Final = r"(?:best(?! (?:to|if|when|not)\b)|# ?1|number[\s-]one|no\. ?1|leading|top(?! of\b)|top[\s-]rated|finest|premier|foremost|most (?:trusted|experienced|effective|respected|successful|skilled)|unrivall?ed|unmatched|world[\s-]class|highest[\s-]rated)"
_SUPERLATIVE: Final = Phrases(
    rf"{_KIND} (?:is|are) (?:simply |truly |really )?the {_BEST}(?= in | anywhere| around|\s*[.!]|\s*$)",
    rf"{_BEST} (?:[\w'-]+ ){{0,3}}?{_KIND}(?! for (?:you|your|them|him|her|me)| (?:is|are) (?:one|the one|someone|those))",
)
_SUPERLATIVE_CUES: Final = Cues(
    words_of(
        "best 1 leading top finest premier foremost trusted experienced effective respected successful skilled unrivaled",
        "unrivalled unmatched class highest number",
    ),
    touching=Regex(
        r"(?:best|1|one|leading|top|rated|finest|premier|foremost|trusted|experienced|effective|respected|successful|skilled"
        r"|unrival\w+|unmatched|class)\s+(?:[\w'-]+\s+){0,4}?(?:therap|counsel|psych|clini|practi|provider|team|cent|mental)"
        r"|(?:therap|counsel|psych|clini|practi|provider|team|cent)\w*\s+(?:is|are)\s+(?:\w+\s+)?the\s"
    ),
)
_OF_US: Final = Regex(
    r"\b(?:we(?:'re| are| have| offer| provide| employ)|we|our|us|i am|i'm|home (?:to|of)|voted|rated|ranked|named|welcome to|awarded|join)\b"
)
_NOT_PRAISE: Final = Regex(r"\b(?:do|does|doing|did|try|tried|put|at) (?:our|my|your|their|his|her|its)\s*$")
_PRACTICES: Final = Regex(r"^(?!.*(?:therap|counsel|private|clinic|psych)).*\bpractices?$", re.DOTALL)
_OWN_STUDY: Final = Regex(
    r"\b(?:our|my|their own|his|her|user|your)(?: \w+)?\s*$|\bwhat(?: (?:the|recent|new|current|this|some))?\s*$"
)
_IN_PLACE: Final = Regex(r"^\s+(?:in|of|around|near)\s+(?:the\s+)?[A-Z]")
_PLACES: Final = Regex(r"\b(?!(?:It|That|What|Here|There|Who|She|He)')[A-Z]\w+'s\s+$")
_SEEKS: Final = Regex(
    r"\b(?:find|finding|choose|choosing|look(?:ing)? for|search\w*|what makes|who is|(?<!proud to )(?<!honored to )be|become|becoming|need|want|even the|one of|some of|among|not|isn't|if|how|history)\b"
)


def superlative_claim(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of words such as best, leading or #1 about the clinic or its therapists.

    Only where the clinic is the one praised: "we are", "our", its name, or "Oakland's best". Advice on how to find the
    best therapist for you is left alone.

    Why: Nobody can prove it, and a claim that cannot be proved is misleading. It also says little to a reader in need.
    Source: Cal. Bus. & Prof. Code 651(b)(6) (verify).
    Checked: 2026-11-23
    Bad:
        We are the best couples therapists in Oakland.
    Good:
        How do you find the best therapist for you? Our three therapists work with couples.
    """
    if not speaks(article, facts):
        return
    text = article.text
    name = facts.config.name.lower()
    for hit in hits(text, _SUPERLATIVE_CUES, _SUPERLATIVE):
        written = hit.sentence.text
        before, after = written[: hit.match.start()], written[hit.match.end() :]
        ours = (
            _OF_US.search(before.lower())
            or _PLACES.search(before)
            or (name and name in hit.sentence.lower)
            or (_IN_PLACE.match(after) and not _SEEKS.search(before.lower()))
        )
        if not ours or _SEEKS.search(before.lower()[-30:]) or is_denied(hit) or written.rstrip().endswith("?"):
            continue
        if _NOT_PRAISE.search(before.lower()) or (_PRACTICES.search(hit.match.group()) and not _IN_PLACE.match(after)):
            continue
        if not is_mention(text, hit):
            yield Finding(
                hit.span,
                f"“{shortened(hit)}” cannot be proved.",
                "Say what is special: the training, the years, the people you work with.",
            )


_PERCENT: Final = Phrases(
    r"(?:\d[\d.,]*|half|ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred)(?:-\w+)?(?: ?%| percent| per cent) (?:of (?!(?:my|our|your|the time|this|it|us|them)\b)(?:[\w'-]+ ){0,4}(?:people|adults|americans|canadians|britons|australians|new zealanders|women|men|children|teens|teenagers|adolescents|couples|marriages|clients|patients|students|veterans|parents|families|mothers|fathers|employees|workers|respondents|participants|kids|youth|us adults|those|individuals|population|cases|relationships|divorces)"
    r"|(?:more|less|fewer|higher|lower) (?:likely|chance|risk|odds)|(?:reduction|increase|decrease|improvement|drop|rise) in|(?:of )?(?:success|recovery|relapse|response|remission) rates?|chance|effective)",
)
_PERCENT_CUES: Final = Cues(words_of("percent cent"), phrases=(Phrase(Regex("%")),))
_RATIO: Final = Phrases(
    r"(?:one|two|three|four|five|nine|\d+) (?:in|out of) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d+) (?:[\w'-]+ ){0,2}(?:people|adults|americans|canadians|britons|australians|new zealanders|women|men|children|teens|teenagers|couples|marriages|clients|patients|students|veterans|parents|families|mothers|fathers|kids)",
)
_STUDIES: Final = Phrases(
    r"(?:recent |many |new |several |numerous |some |multiple |countless )*(?:studies|research|science|researchers|statistics|evidence) (?:(?:has|have|also|consistently|clearly|repeatedly|now|even) )*(?:show(?:s|n|ed)?|suggests?|suggested|proves?|proven|found|finds?|indicates?|demonstrates?d?|demonstrated|confirms?|confirmed|tells? us|says?|reveals?|revealed)",
    r"(?:a|one|another|according to (?:a|one|recent|new|several)) (?:\w+ ){0,2}(?:study|studies|survey|research) (?:show(?:s|ed)|found|finds|suggests|suggested|reveals|revealed|reported|reports)",
    r"according to (?:\w+ ){0,2}(?:research|studies|experts|scientists|statistics)",
)
_STUDIES_CUES: Final = Cues(
    words_of("studies research researchers science statistics evidence study survey"),
    touching=Regex(
        r"(?:studies|research|science|researchers|statistics|evidence|study|survey)\s+(?:(?:has|have|also|consistently|clearly"
        r"|repeatedly|now|even)\s+)*(?:show|suggest|prove|finds?|found|indicate|demonstrate|confirm|tells?\s|say|reveal|report)"
        r"|according\s+to\s"
    ),
)
_EXPERT_CUES: Final = Cues(
    words_of("according"), touching=Regex(r"according\s+to\s+(?:\w+\s+){0,2}(?:expert|scientist)")
)
_PROVEN: Final = Phrases(r"(?:it has been|has been|is|are) (?:scientifically|clinically) proven")
_PROVEN_CUES: Final = Cues(words_of("proven"), touching=Regex(r"(?:scientific|clinic)ally\s+proven"))
_FRACTION: Final = Phrases(
    r"(?:(?:about|nearly|almost|over|more than|less than|roughly|some|up to) )?(?:half|(?:a|one|two|three)[\s-](?:thirds?|quarters?|fifths?)|three[\s-]quarters) of (?:all )?(?:american |adult |married |young |older )?(?:people|adults|americans|canadians|britons|australians|new zealanders|women|men|children|teens|teenagers|couples|marriages|clients|patients|students|veterans|parents|families|mothers|fathers|kids)(?! (?:i|we|in my|in our|who come|on my|on our|at our)\b)",
)
_FRACTION_CUES: Final = Cues(
    words_of("third thirds quarter quarters fifth fifths"),
    ahead=(" of ",),
    phrases=(Phrase(Regex("half of "), words_of("half of")),),
)
_RATIO_CUES: Final = Cues(
    words_of(
        "people adults americans canadians britons australians zealanders women men children teens teenagers couples marriages clients patients students veterans",
        "parents families mothers fathers kids",
    ),
    touching=Regex(r"\s(?:in|of)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d+)\s"),
    reach=(40, 0),
)
_CLAIMS: Final = (
    (_PERCENT_CUES, _PERCENT),
    (_RATIO_CUES, _RATIO),
    (_FRACTION_CUES, _FRACTION),
    (_STUDIES_CUES, _STUDIES),
    (_EXPERT_CUES, _STUDIES),
    (_PROVEN_CUES, _PROVEN),
)
_CITED: Final = Regex(
    r"\[\^|\]\[|\[\d{1,3}\]|\((?:[^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*)\)|[A-Z][\w'-]+(?: et al\.?| and [A-Z]\w+| & [A-Z]\w+)?,? \((?:19|20)\d\d\)|\bdoi\b|<sup"
)


def uncited_claim(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a number about people, or "studies show", without a source in its paragraph.

    A link, a footnote, or an author and a year in brackets is a source. Numbers about the writer's own work ("20% of my
    clients") are left alone.

    Why: Readers act on health claims. One they can check is worth more than ten they must believe.
    Source: Cal. Bus. & Prof. Code 651(b)(7) (verify) and 17508 (verify).
    Checked: 2026-11-23
    Bad:
        Studies show that 75% of couples fight about chores.
    Good:
        Studies show that couples fight about chores ([Sample, 2024](https://example.org/chores)).
    """
    if not speaks(article, facts):
        return
    text, source = article.text, article.source.text
    cited: dict[int, bool] = {}
    told: set[int] = set()
    found = [hit for cues, phrases in _CLAIMS for hit in hits(text, cues, phrases)]
    found.sort(key=lambda hit: (hit.sentence.block, hit.sentence.start, hit.match.start()))
    for hit in found:
        block = hit.sentence.block
        if block in told or is_mention(text, hit) or is_denied(hit) or _OWN_STUDY.search(hit.before):
            continue
        if hit.sentence.text.rstrip().endswith("?"):
            continue
        if block not in cited:
            prose = hit.sentence.prose
            start, end = prose.offset(0), prose.offset(len(prose.text) - 1) + 1
            first = block
            while text.blocks[first].kind in ("item", "cell") and first and first > block - 12:
                first -= 1  # what introduces a list may name the source for all of it
            start = min(start, text.blocks[first].offset(0))
            end = max(end, source.find("\n\n", end) if prose.kind == "paragraph" else end)
            cited[block] = any(start <= link.span.start <= end for link in article.markdown.links) or bool(
                _CITED.search(source, start, end)
            )
        if not cited[block]:
            told.add(block)
            yield Finding(hit.span, "No source stands with this claim.", "Link to the study, or name author and year.")


_TELLS: Final = r"(?:tells?|told) (?:us|me) (?:that|(?:how|what) (?!(?:they|he|she|their|to|old|long|often|is|has|was)\b)|we|it|they(?! (?:want|need|hope|wish)))"
_ALL_SAY: Final = Phrases(
    r"(?:all|every(?: single)?(?: one)?|each|100 ?%|100 percent|nearly all|virtually all)(?: of)? (?:our|my) (?:(?:former|past|current|happy) )?(?:clients|client|patients|patient|couples|couple|families|family|reviews?|reviewers?|testimonials)"
    rf" (?:(?:always|will|would|who|have|has|consistently|agree and|also|happily) )*(?:say|says|said|agree|agrees|{_TELLS}|report|reports|rave|love|loves|recommend|recommends|praise|feel better|feels better|are (?:happy|satisfied|thrilled|delighted|positive|five|5|glowing|great|raving)|is (?:five|5|glowing|positive|happy)|give|gives|gave|rate|rates|leave (?:happy|satisfied|feeling)|walk away)",
    r"every ?(?:one|body) who (?:comes|came|works|worked|has worked|has come)(?: here| to us| with us)?(?: \w+){0,2} (?:says|agrees|loves|recommends|feels better|raves)",
    r"(?:all|only|nothing but) (?:our reviews are )?(?:five|5)[\s-]star reviews",
    rf"(?:every|each)(?: single)? (?:client|patient|couple|family) (?:{_TELLS}|says (?:that|the same|we|they|it)|agrees|loves (?:it|us|our)|recommends|raves|leaves happy|feels better)",
    r"(?:our clients|our patients) all (?:say|agree|love|tell|recommend|report)",
)
_ALL_CUES: Final = Cues(
    words_of("clients client patients patient couples families reviews reviewers testimonials everyone everybody"),
    touching=Regex(
        r"(?:our|my)\s+(?:\w+\s+)?(?:clients?|patients?|couples?|famil|review|testimon)|(?:every|each)\s+(?:single\s+)?(?:client|patient|couple|family)|every ?(?:one|body)\s+who|star\s+reviews"
    ),
)


def implies_all_reviews(document: Article | Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of words that make the praise shown sound like everybody's: "all our clients say".

    Why: A page shows the words that the clinic chose. To present them as all or most is a false picture.
    Source: 16 CFR 465.7(b) (verify).
    Checked: 2026-11-23
    Bad:
        All our clients say that they feel at home here.
    Good:
        Some of our clients say that they feel at home here. All our clients are welcome.
    """
    if speaks(document, facts):
        for hit in hits(document.text, _ALL_CUES, _ALL_SAY):
            if not is_denied(hit) and not is_mention(document.text, hit) and "?" not in hit.after:
                yield Finding(
                    hit.span,
                    "This makes a few voices sound like everybody's.",
                    "Write “some of our clients”, or leave it out.",
                )


_MAY_VARY: Final = Phrases(
    r"(?:(?:individual|your|client|actual|treatment|therapy|these|the) )?(?:results|outcomes|experiences) (?:(?:may|can|will|do) )(?:(?:also|of course|always) )?(?:vary|differ)",
    r"results (?:are |is )?(?:not|n't|aren't) (?:typical|guaranteed)",
    r"(?:not a )?typical results may",
)
_VARY_CUES: Final = Cues(words_of("vary differ typical"))
_TYPICAL: Final = Regex(
    r"\b(?:typical(?:ly)? (?!may)|on average|most (?:clients|people|couples|patients)|usually|in general|about (?:half|a third|two thirds)|\d+ ?(?:%|percent)|many (?:clients|people|couples)|depending|depends?)\b"
)
_OTHER_RESULTS: Final = Regex(
    r"\b(?:tests?|lab|search|study|assessment|survey|exam|poll|query|scan|blood|election|research)\s+$"
)


def disclaimer_only(document: Article | Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of "results may vary" where nothing says what people can expect.

    Why: Such a line does not undo a story of success. Readers still take the story for the rule.
    Source: 16 CFR 255.2(b).
    Checked: 2026-11-23
    Bad:
        He slept through the night after two visits. Results may vary.
    Good:
        He slept better after two visits. Most people need eight to twelve visits, and results may vary.
    """
    if not speaks(document, facts):
        return
    text = document.text
    for hit in hits(text, _VARY_CUES, _MAY_VARY):
        if _OTHER_RESULTS.search(hit.before) or is_mention(text, hit):
            continue
        near = hit.sentence.prose.text.lower()
        if not _TYPICAL.search(near.replace(hit.match.group(), " ")):
            yield Finding(
                hit.span, "This line alone does not tell readers what to expect.", "Say what most people find."
            )
