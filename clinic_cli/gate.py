"""The gate: what may leave for a channel on a day, and every reason why an item may not.

It fails closed. An item leaves only where no reason stands against it, and a fault in its data is a reason: a date
that cannot be read might have been an end of consent. The reasons are

- of any item: faulty, draft, review-overdue (where the clinic asks for it), and duplicate (told by the publication);
- of an article: archived, scheduled;
- of a testimonial: revoked, inbox, withheld, no-words, consent-missing, consent-not-begun, consent-expired,
  out-of-scope, name-form, photo, words-altered, connection-undisclosed, incentive-undisclosed;
- and, under its own name, each rule about consent or privacy that finds an error in the item, such as
  diagnosis-in-quote for health details that the client did not allow.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.approval import approval_of
from clinic_cli.content.testimonial import parse_testimonials
from clinic_cli.diagnostics import Severity, Who
from clinic_cli.jurisdictions import in_force
from clinic_cli.lint.suppressions import article_suppressions, file_suppressions
from clinic_cli.rules.attribution import FORMS, name_form
from clinic_cli.rules.registry import RULES
from clinic_cli.rules.rule import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinic_cli.config import Config
    from clinic_cli.content.article import Article
    from clinic_cli.content.checking import Problem
    from clinic_cli.content.testimonial import Consent, Testimonial
    from clinic_cli.diagnostics import Finding
    from clinic_cli.lint.suppressions import Suppression
    from clinic_cli.rules.rule import Rule
    from clinic_cli.source import SourceFile

REVIEW_MONTHS: Final = 24
"""How long a clinical review holds where the clinic does not say."""

_GATING: Final = ("consent", "privacy")
# what the gate tells in words of its own, channel by channel
_TOLD: Final = frozenset(
    (
        "consent-missing",
        "consent-expired",
        "consent-revoked",
        "consent-scope",
        "quote-altered",
        "connection-undisclosed",
        "incentive-undisclosed",
    )
)
_COVERS: Final = {"consent-date-invalid": "consent-not-begun", "attribution-full-name": "name-form"}
"""Rule -> the reason that leaves nothing for it to say."""


class Reason(NamedTuple):
    """Why an item may not leave, by a stable name for machines, in a sentence for people, and who can act."""

    code: str
    message: str
    who: Who


class Gate:
    """What may leave for one channel on one day, as one clinic's configuration has it.

    What the linter was told not to look at is looked at here all the same. Only a lower severity, which the clinic gives
    to a rule by its name, takes a rule's errors away, or a comment beside the place that gives its reason.
    """

    def __init__(self, config: Config, today: date, channel: str = "website") -> None:
        self.config = config
        self.today = today
        self.channel = channel
        self._read: dict[SourceFile, tuple[Suppression, ...]] = {}
        facts = Facts(today, config, lambda _: True)
        options, chosen = config.lint.options, config.lint.severity
        binding = in_force(config.jurisdictions)
        self._rules = [
            (rule, chosen.get(rule.name), facts._replace(options=rule.settings(options.get(rule.name, {}))))
            for rule in RULES
            if rule.category in _GATING and rule.name not in _TOLD
            if not rule.jurisdictions or not binding.isdisjoint(rule.jurisdictions)
            if rule.default or rule.locked or _asks_for(config, rule)
            if rule.locked or chosen.get(rule.name, rule.severity) is not None
        ]

    def article(self, article: Article) -> tuple[Reason, ...]:
        """Return every reason why an article may not leave; none means that it may."""
        return tuple(self._article(article))

    def testimonial(self, record: Testimonial) -> tuple[Reason, ...]:
        """Return every reason why a testimonial may not leave; none means that it may."""
        return tuple(self._testimonial(record))

    def _article(self, article: Article) -> Iterator[Reason]:
        yield from _faults("file", article.problems, article.source, Who.AUTHOR)
        match article.state(self.today):
            case "draft":
                yield Reason("draft", "It is a draft.", Who.AUTHOR)
            case "archived":
                yield Reason("archived", "It is archived.", Who.EDITOR)
            case "scheduled":
                yield Reason("scheduled", f"It is scheduled for {article.date}.", Who.EDITOR)
        due = review_due(article, self.config)
        if self.config.hold_overdue_reviews and due is not None and self.today > due:
            yield Reason("review-overdue", f"Its clinical review was due by {due}.", Who.EDITOR)
        errors = [
            (rule, finding)
            for rule, chosen, facts in self._rules
            if rule.article
            for finding in rule.article(article, facts)
            if _is_error(rule, chosen, finding)
        ]
        if errors:
            yield from self._rule_reasons(errors, article.source, article_suppressions(article))

    def _testimonial(self, record: Testimonial) -> Iterator[Reason]:
        yield from _faults("record", record.problems, record.source, Who.EDITOR)
        if record.revoked:
            yield Reason("revoked", "The client took the consent back.", Who.ADMIN)
            return
        if record.inbox:
            yield Reason("inbox", "It waits in the inbox for a consent.", Who.ADMIN)
        if record.status == "draft":
            yield Reason("draft", "It is a draft.", Who.EDITOR)
        elif record.status == "withheld":
            yield Reason("withheld", "It is withheld.", Who.EDITOR)
        if not record.quote.strip():
            yield Reason("no-words", "It has no words.", Who.EDITOR)
        if record.consent is None:
            yield Reason("consent-missing", "No consent is recorded.", Who.ADMIN)
        else:
            yield from self._consent(record.consent)
        scope = list(_scope(record))
        yield from scope
        told = {reason.code for reason in scope}
        if record.consent is not None and record.consent.signed_on and record.consent.signed_on > self.today:
            told.add("consent-not-begun")
        yield from (reason for reason in self.objections(record) if _COVERS.get(reason.code) not in told)

    def objections(self, record: Testimonial) -> tuple[Reason, ...]:
        """Return the reasons of rules against a testimonial, whatever its consent allows."""
        errors = [
            (rule, finding)
            for rule, chosen, facts in self._rules
            if rule.testimonial
            for finding in rule.testimonial(record, facts)
            if _is_error(rule, chosen, finding)
        ]
        return tuple(self._rule_reasons(errors, record.source, self._suppressions(record.source))) if errors else ()

    def _suppressions(self, source: SourceFile) -> tuple[Suppression, ...]:
        """Return the comments of a file of testimonials that allow a finding, read for all of its records at once."""
        if source not in self._read:
            self._read[source] = file_suppressions(parse_testimonials(source, self.config.timezone))
        return self._read[source]

    def _consent(self, consent: Consent) -> Iterator[Reason]:
        today = self.today
        if consent.missing:
            yield Reason("consent-missing", f"The consent lacks {', '.join(consent.missing)}.", Who.ADMIN)
        if consent.is_expired(today):
            yield Reason("consent-expired", f"The consent ended on {consent.expires_on}.", Who.ADMIN)
        if consent.signed_on is not None and consent.signed_on > today:
            yield Reason(
                "consent-not-begun", f"The consent was signed on a day to come ({consent.signed_on}).", Who.ADMIN
            )
        if self.channel not in consent.channels:
            yield Reason("out-of-scope", f"The client did not consent to the channel {self.channel}.", Who.ADMIN)
        if self.config.hold_overdue_reviews and consent.review_by is not None and today > consent.review_by:
            yield Reason(
                "review-overdue",
                f"Whether the consent still holds was to be checked by {consent.review_by}.",
                Who.ADMIN,
            )

    def _rule_reasons(
        self, errors: list[tuple[Rule, Finding]], source: SourceFile, suppressions: tuple[Suppression, ...]
    ) -> Iterator[Reason]:
        suppressions = tuple(each for each in suppressions if each.is_sound and not each.is_over(self.today))
        for rule, finding in errors:
            line = source.lines.location(finding.span.start).line
            allowed = any(each.covers(rule.name, line) for each in suppressions)
            if rule.locked or not allowed:
                yield Reason(rule.name, finding.message, rule.who)


def _scope(record: Testimonial) -> Iterator[Reason]:
    """Yield what the words and the picture say that the client, or the law, did not allow."""
    allowed = record.consent.display_name if record.consent else ""
    form, _ = name_form(record.attribution)
    if allowed in FORMS and (form == "handle" or FORMS.index(form) > FORMS.index(allowed)):
        yield Reason("name-form", f"The name shows more than the client allowed ({allowed}).", Who.EDITOR)
    photo = record.consent is not None and record.consent.photo
    if record.image and record.image.src and not photo and record.image.depicts in ("", "client"):
        yield Reason(
            "photo",
            "The client did not consent to a photo; say what the picture shows (`depicts`) if it is not the client.",
            Who.ADMIN,
        )
    if record.approved and record.approved != approval_of(record.quote):
        yield Reason(
            "words-altered",
            f"The words are not those that the client approved; see clinic consent approve {record.id}.",
            Who.EDITOR,
        )
    for name, tie in (("connection", record.connection), ("incentive", record.incentive)):
        if tie and tie.casefold() != "none" and not record.disclosure:
            yield Reason(f"{name}-undisclosed", f"No disclosure tells readers of the {name}.", Who.EDITOR)


def _faults(noun: str, problems: tuple[Problem, ...], source: SourceFile, who: Who) -> Iterator[Reason]:
    if problems:
        line = source.lines.location(problems[0].span.start).line
        yield Reason("faulty", f"The {noun} has a fault in line {line}: {problems[0].message}", who)


def _is_error(rule: Rule, chosen: Severity | None, finding: Finding) -> bool:
    severity = finding.severity or rule.severity
    return (severity if rule.locked else chosen or severity) is Severity.ERROR


def _asks_for(config: Config, rule: Rule) -> bool:
    """Whether a clinic switched on a rule that is off by default."""
    wanted = {*config.lint.select, *config.lint.extend_select}
    return not wanted.isdisjoint(("all", rule.category, rule.name))


def review_due(article: Article, config: Config) -> date | None:
    """Return the last day on which an article's clinical review holds, or None where it had none."""
    months = config.lint.options.get("review-stale", {}).get("months", REVIEW_MONTHS)
    if article.last_reviewed is None or not isinstance(months, int):
        return None
    return add_months(article.last_reviewed, months)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
