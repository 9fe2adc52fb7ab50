"""Ethics: how a testimonial came about, who is in a picture, and whether readers are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from clinic_cli.content.cues import Cues
from clinic_cli.content.regex import Regex
from clinic_cli.diagnostics import Finding, Severity
from clinic_cli.rules.language import Phrases, hits, is_denied, speaks, words_of
from clinic_cli.rules.rule import by_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.content.article import Article, Image
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.rules.rule import Facts
    from clinic_cli.source import Span

_NONE: Final = frozenset(("", "none", "no", "nothing", "n/a", "-"))


def testimonial_solicited(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of words that the clinic asked a client for.

    Why: A client can hardly say no to their therapist, so the codes of ethics forbid to ask.
    Source: ACA Code of Ethics (2014) C.3.b; APA Ethics Code 5.05, which speaks of current clients (verify).
    Checked: 2026-11-23
    Bad:
        origin: solicited
        relationship: former-client
    Good:
        origin: unsolicited
        relationship: former-client
    """
    if (
        testimonial.origin == "solicited"
        and testimonial.relationship in ("current-client", "former-client")
        and testimonial.status != "withheld"
        and not testimonial.revoked
    ):
        yield Finding(
            testimonial.at("origin"),
            f"The clinic asked a client for `{testimonial.id}`.",
            "Set the status to withheld, and wait for words that come by themselves.",
        )


_KIN: Final = (
    r"(?:my|our) (?:\w+ )?(?:sister|brother|mother|mom|mum|father|dad|wife|husband|partner|daughter|son|cousin|aunt|uncle|niece|nephew"
    r"|best friend|roommate|friend|in-laws?)(?:-in-law)?"
)
_CLINIC: Final = r"(?:this|the|your|their) (?:clinic|practice|cent(?:er|re)|office|place|team)"
_TRADE: Final = (
    r"(?:employee|receptionist|intern|staff member|owner|founder|co-owner|co-founder|office manager|manager|bookkeeper|volunteer"
    r"|therapist|psychologist|counsell?or|clinician|supervisor)s?"
)
_WORKS_HERE: Final = Phrases(
    rf"(?:i|we|i've|{_KIN}) (?:(?:also|used to|actually|have|has|now|still) )*(?:work|works|worked|interned|intern|volunteer|volunteers|volunteered)"
    rf" (?:(?:full|part)[\s-]time |as an? \w+ |as the \w+ )?(?:here|(?:at|for|in) {_CLINIC}|(?:at|on) the front desk|(?:on|in|at) reception)(?! (?:on (?:my|our|the)|through|toward|towards|together) )",
    rf"(?:as|i am|i'm|i was|i've been) (?:a|an|the|their|your|one of (?:the|your|their)) (?:\w+ )?{_TRADE} (?:here|(?:of|at|in|for) {_CLINIC})",
    rf"(?:i|we|i've|{_KIN}) (?:(?:also|have|has) )?(?:train|trains|trained) here as an? (?:\w+ )?{_TRADE}",
    r"as (?:the|their|your) (?:receptionist|office manager|owner|founder|co-owner|co-founder|intern|bookkeeper)(?! of )",
    rf"(?:i|we|{_KIN}) (?:(?:also|actually|now) )?(?:co-)?(?:own|owns|run|runs|founded|started|manage|manages) (?:this|the|your) (?:clinic|practice|center|centre)(?! of )",
    rf"{_KIN},? (?:is|was|who is) (?:a|an|the|one of (?:the|your|their)) (?:\w+ )?{_TRADE} (?:here|(?:of|at|in|for) {_CLINIC})",
)
_WORKS_CUES: Final = Cues(
    words_of(
        "work works worked interned intern employee receptionist staff owner founder manager owns runs founded manages therapist",
        "own run started manage volunteer volunteers volunteered therapists psychologist counselor counsellor clinician supervisor",
        "bookkeeper train trains trained",
    )
)


def connection_undisclosed(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a tie to the clinic (staff, family) that readers are not told of.

    It goes by `connection`, and as a warning by the words themselves: "my sister works here".

    Why: Readers take a quote for a stranger's. Praise from staff or their family weighs less, and they must know.
    Source: 16 CFR 465.5(b)(1); 16 CFR 255.5 (verify).
    Checked: 2026-11-23
    Bad:
        connection: sister of a therapist here
    Good:
        connection: sister of a therapist here
        disclosure: The writer's sister works at the clinic.
    """
    if testimonial.disclosure or testimonial.revoked or testimonial.inbox:
        return
    if testimonial.connection.lower() not in _NONE:
        yield Finding(
            testimonial.at("connection"),
            f"Readers of `{testimonial.id}` are not told of the tie to the clinic.",
            "Write `disclosure: ...`, a sentence that says so.",
            severity=by_status(testimonial),
        )
    elif speaks(testimonial, facts):
        for hit in hits(testimonial.text, _WORKS_CUES, _WORKS_HERE):
            yield Finding(
                hit.span,
                "The words speak of a tie to the clinic.",
                "Set `connection`, and write a sentence in `disclosure`.",
                severity=Severity.WARNING,
            )


_PRAISE: Final = r"(?:this|my|your|an?) (?:\w+ )?(?:reviews?|testimonials?|words|feedback|post|story|opinion|comments?)"
_FOR_IT: Final = (
    rf"(?:for|to) (?:(?:writ|leav|post|shar)(?:ing|e)|post|giv(?:ing|e) {_PRAISE}|{_PRAISE}|this(?=\s*[.,;!?]|\s*$))"
)
_REWARD: Final = Phrases(
    r"in (?:exchange|return) for (?:a |an |my |this |the |some )?(?:honest )?(?:free|discount\w*|sessions?|gift|credit|reduced|money|vouchers?|reviews?|feedback|opinion|testimonial|[$\u00a3\u20ac]\d+|\d+ ?%)",
    r"(?:got|received|was given|were given|gave me|gave us|(?:was |were )?offered(?: me| us)?|get|earned|knocked) (?:a |an |some |my )?"
    r"(?:(?:free|complimentary) (?:session|month|visit|consultation|coffee|class)|(?:month|session|week) free|discount|(?:[\w$\u00a3\u20ac]+ ){0,2}(?:gift cards?|vouchers?|coupons?)"
    rf"|credit|refund|cash|[$\u00a3\u20ac]\d+|\d+ ?% off|(?:reduced|lower) (?:rate|fee|price))[^.!?]{{0,40}}?{_FOR_IT}",
    rf"(?:paid|compensated|rewarded) (?:me |us )?{_FOR_IT}",
    rf"entered (?:into|in) (?:a |the )?(?:prize )?(?:draw|raffle|sweepstakes?|giveaway|lottery)[^.!?]{{0,40}}?{_FOR_IT}",
    rf"(?:gift cards?|vouchers?|discounts?|free sessions?) {_FOR_IT}",
    r"(?:free|discounted|half price|paid for|on the house) because (?:i|we) (?:wrote|write|left|posted|gave)",
)
_REWARD_CUES: Final = Cues(
    words_of(
        "exchange return free discount gift credit refund cash paid compensated rewarded review testimonial because voucher vouchers coupon coupons complimentary off draw raffle "
        "giveaway feedback opinion"
    )
)


def incentive_undisclosed(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a reward for the words that readers are not told of.

    It goes by `incentive`, and as a warning by the words themselves: "in exchange for a free session".

    Why: Paid praise that looks free misleads. Praise that was paid for on the condition that it is good is forbidden.
    Source: 16 CFR 465.4; 16 CFR 255.5 (verify).
    Checked: 2026-11-23
    Bad:
        incentive: a free session
    Good:
        incentive: a free session
        disclosure: The writer was given a free session.
    """
    if testimonial.disclosure or testimonial.revoked or testimonial.inbox:
        return
    if testimonial.incentive.lower() not in _NONE:
        yield Finding(
            testimonial.at("incentive"),
            f"Readers of `{testimonial.id}` are not told of the reward.",
            "Write `disclosure: ...`, a sentence that says so.",
            severity=by_status(testimonial),
        )
    elif speaks(testimonial, facts):
        for hit in hits(testimonial.text, _REWARD_CUES, _REWARD):
            if is_denied(hit):
                continue
            yield Finding(
                hit.span,
                "The words speak of a reward.",
                "Set `incentive`, and write a sentence in `disclosure`.",
                severity=Severity.WARNING,
            )


def source_missing(testimonial: Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a published quote that does not say where its words came from.

    Why: If somebody asks whether the words are real, the clinic must be able to show where they came from.
    Source: 16 CFR 465.2 (verify); 16 CFR 255.2(a).
    Checked: 2026-11-23
    Bad:
        quote: A calm place.
    Good:
        quote: A calm place.
        source: a letter
    """
    if testimonial.status == "published" and not (testimonial.origin_source or testimonial.revoked):
        yield Finding(
            testimonial.at("id"),
            f"Nothing says where the words of `{testimonial.id}` came from.",
            "Write `source: ...`, such as a letter or a survey.",
        )


_LABEL: Final = Regex(
    r"\b(?:models?|actors?|actress(?:es)?|stock (?:photo|image|picture|photography)|posed|not (?:a|an actual|our|actual|real) (?:client|patient)s?|modelo|actor)\b",
    re.IGNORECASE,
)
_CLIENT_LABEL: Final = Regex(
    r"\b(?:clients?|patients?|former clients?|with (?:their|her|his) (?:permission|consent))\b", re.IGNORECASE
)


def model_photo_unlabelled(article: Article | Testimonial, facts: Facts) -> Iterator[Finding]:
    """Tell of a picture of a model, or of a client, that does not say so where readers see it.

    The label stands in the picture's credit, in a testimonial's disclosure or in the article: "Photo: posed by a
    model". The text for people who cannot see is no label, as others never meet it.

    Why: Readers take a face beside a client's words for the client's.
    Source: Cal. Bus. & Prof. Code 651(b)(3)(B) and (C); 16 CFR 255.2(c).
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        status: published
        image:
          src: https://example.org/walker.jpg
          alt: A woman on a bench
          depicts: model
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        status: published
        image:
          src: https://example.org/walker.jpg
          alt: A woman on a bench
          credit: "Photo: Sample Photographer; posed by a model"
          depicts: model
        ---
        Text.
    """
    image = article.image
    if image is None or not image.src or image.depicts not in ("model", "client"):
        return
    visible = [image.credit, getattr(article, "disclosure", "")]
    label = _LABEL if image.depicts == "model" else _CLIENT_LABEL
    if image.depicts == "model":
        visible += [
            block.text
            for block in article.text.blocks
            if block.kind in ("paragraph", "html", "item") and len(block.text) < 200
        ]
    if not any(label.search(text) for text in visible):
        yield Finding(
            article.at("image", "depicts"),
            f"Nothing tells readers that the picture shows a {image.depicts}.",
            "Say so in `credit`, such as: posed by a model."
            if image.depicts == "model"
            else "Say so in `credit`, such as: a client, shown with consent.",
            todo="a label on the picture",
            severity=by_status(article),
        )


def photo_credit_missing(article: Article, facts: Facts) -> Iterator[Finding]:
    """Tell of a picture without its maker's name.

    Pictures of staff are taken for the clinic's own. A credit without a licence is fine.

    Why: Most licences ask for the maker's name, and a picture without one may not be yours to use.
    Source: The terms of Creative Commons licences, section 3(a), Attribution (verify).
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        status: published
        image:
          src: https://example.org/path.jpg
          alt: A gravel path
        ---
        Text.
    Good:
        ---
        title: A walk in the park
        image:
          src: https://example.org/path.jpg
          alt: A gravel path
          credit: Sample Photographer
        ---
        Text.
    """
    image = article.image
    if image and image.src and not image.credit and image.depicts != "staff" and not _is_own(image, facts):
        yield Finding(
            _source_of(article),
            "Nothing says who made the picture.",
            "Write `credit: ...`, and `license: ...` if you know it.",
            "the picture's credit",
        )


def _source_of(article: Article) -> Span:
    return article.at("image", "src")


def _is_own(image: Image, facts: Facts) -> bool:
    """Whether a picture comes from the clinic's own web site."""
    host = urlsplit(image.src).netloc
    return bool(host) and host == urlsplit(facts.config.url).netloc
