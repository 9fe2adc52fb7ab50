"""The registry of rules: one line a rule, in the order in which they are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.content.schema import EXPIRY_WARNING_DAYS
from clinic_cli.diagnostics import Severity, Who
from clinic_cli.rules import suppression  # small, and asked in every run that has a comment to judge
from clinic_cli.rules.checks import Family
from clinic_cli.rules.rule import (
    Category,
    Option,
    Rule,
    SuppressionCheck,
    Trait,
    WordsCheck,
    article_rule,
    project_rule,
    testimonial_rule,
)

if TYPE_CHECKING:
    from clinic_cli.rules import (
        accessibility,
        across,
        attribution,
        bylines,
        claims,
        consent,
        crisis,
        ethics,
        form,
        headings,
        links,
        notices,
        privacy,
        stigma,
        suicide,
    )
else:
    # the same names, of modules that wait until a rule is called
    accessibility, across, attribution, bylines = map(Family, ("accessibility", "across", "attribution", "bylines"))
    claims, consent, crisis, ethics = map(Family, ("claims", "consent", "crisis", "ethics"))
    form, headings, links, notices = map(Family, ("form", "headings", "links", "notices"))
    privacy, stigma, suicide = map(Family, ("privacy", "stigma", "suicide"))

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_AUTHOR, _EDITOR, _ADMIN = Who.AUTHOR, Who.EDITOR, Who.ADMIN
_CLINICAL_TOPICS: Final = (
    "addiction", "adhd", "anxiety", "autism", "bipolar", "depression", "eating-disorders", "emdr", "grief", "insomnia",
    "medication", "ocd", "panic", "postpartum", "psychosis", "ptsd", "self-harm", "substance-use", "suicide", "trauma",
)  # fmt: skip


def _any_document(check: form.FormCheck, who: Who = _AUTHOR) -> Rule:
    return Rule(check, "form", _E, who, article=check, testimonial=check, file=check)


def _words(check: WordsCheck, category: Category, severity: Severity, who: Who, **traits: Trait) -> Rule:
    """Return a rule that judges the words of articles and of testimonials."""
    return Rule(check, category, severity, who, article=check, testimonial=check, **traits)  # type: ignore[arg-type]


def _suppression_rule(check: SuppressionCheck, severity: Severity) -> Rule:
    return Rule(check, "form", severity, _EDITOR, suppression=check, locked=True)


RULES: Final[tuple[Rule, ...]] = (
    _any_document(form.invalid_front_matter),
    _any_document(form.invalid_yaml),
    _any_document(form.conflict_marker),
    _any_document(form.duplicate_key),
    Rule(
        form.unknown_key,
        "form",
        _E,
        _AUTHOR,
        article=form.unknown_key,
        testimonial=form.unknown_key,
        project=across.foreign_keys,
    ),
    _any_document(form.missing_title),
    Rule(
        form.missing_field,
        "form",
        _E,
        _AUTHOR,
        article=form.missing_field,
        testimonial=form.missing_field,
        publishing=True,
    ),
    _any_document(form.wrong_type),
    _any_document(form.invalid_value),
    project_rule(across.duplicate_id, "form", _E, _EDITOR),
    project_rule(across.duplicate_slug, "form", _E, _EDITOR),
    project_rule(across.duplicate_title, "form", _W, _EDITOR),
    project_rule(across.slug_changed, "form", _E, _EDITOR),
    project_rule(across.unknown_author, "form", _E, _ADMIN),
    project_rule(across.unknown_testimonial, "form", _E, _EDITOR),
    article_rule(
        form.description_length,
        "form",
        _W,
        _AUTHOR,
        publishing=True,
        options=(Option("min", 50, "Fewest characters."), Option("max", 160, "Most characters.")),
    ),
    article_rule(form.empty_body, "form", _E, _AUTHOR, publishing=True),
    article_rule(form.date_order, "form", _E, _AUTHOR),
    _suppression_rule(suppression.invalid_suppression, _E),
    _suppression_rule(suppression.suppression_without_reason, _E),
    _suppression_rule(suppression.unused_suppression, _W),
    _suppression_rule(suppression.expired_suppression, _W),
    article_rule(accessibility.missing_alt_text, "accessibility", _E, _AUTHOR, publishing=True),
    article_rule(accessibility.useless_alt_text, "accessibility", _W, _AUTHOR),
    article_rule(headings.heading_level_one, "accessibility", _W, _AUTHOR),
    article_rule(headings.heading_skip, "accessibility", _W, _AUTHOR),
    article_rule(headings.duplicate_heading, "accessibility", _W, _AUTHOR),
    article_rule(headings.emphasis_as_heading, "accessibility", _W, _AUTHOR),
    article_rule(
        links.vague_link_text,
        "accessibility",
        _W,
        _AUTHOR,
        options=(Option("also", (), "Words that say as little in your articles."),),
    ),
    article_rule(links.broken_link, "accessibility", _E, _AUTHOR),
    article_rule(links.broken_anchor, "accessibility", _W, _AUTHOR),
    article_rule(links.broken_image, "accessibility", _E, _AUTHOR),
    article_rule(links.insecure_link, "accessibility", _W, _AUTHOR),
    article_rule(links.raw_html, "accessibility", _W, _AUTHOR),
    article_rule(links.unsafe_url, "accessibility", _E, _AUTHOR),
    article_rule(
        accessibility.reading_grade,
        "accessibility",
        _W,
        _AUTHOR,
        default=False,
        options=(Option("grade", 12, "The highest grade that is no finding."),),
    ),
    Rule(
        consent.consent_missing,
        "consent",
        _E,
        _ADMIN,
        testimonial=consent.consent_missing,
        project=consent.no_consent_yet,
        locked=True,
    ),
    testimonial_rule(consent.consent_expired, "consent", _E, _ADMIN, locked=True),
    testimonial_rule(
        consent.consent_expiring,
        "consent",
        _W,
        _ADMIN,
        locked=True,
        options=(Option("days", EXPIRY_WARNING_DAYS, "How many days before the last one to warn."),),
    ),
    testimonial_rule(consent.consent_too_long, "consent", _W, _ADMIN, locked=True, jurisdictions=("us-ca",)),
    testimonial_rule(consent.consent_date_invalid, "consent", _E, _ADMIN, locked=True),
    Rule(
        consent.consent_scope,
        "consent",
        _E,
        _ADMIN,
        testimonial=consent.consent_scope,
        project=consent.named_out_of_scope,
        locked=True,
    ),
    testimonial_rule(consent.consent_revoked, "consent", _E, _ADMIN, locked=True),
    project_rule(consent.tombstone_missing, "consent", _E, _ADMIN, locked=True),
    testimonial_rule(consent.consent_document_embedded, "consent", _E, _ADMIN, locked=True),
    testimonial_rule(consent.quote_altered, "consent", _E, _ADMIN, locked=True),
    testimonial_rule(privacy.minor_speaking, "consent", _W, _ADMIN),
    testimonial_rule(attribution.attribution_full_name, "privacy", _E, _EDITOR),
    testimonial_rule(privacy.identifier_in_quote, "privacy", _E, _EDITOR),
    testimonial_rule(privacy.diagnosis_in_quote, "privacy", _E, _ADMIN),
    testimonial_rule(privacy.third_party_named, "privacy", _W, _EDITOR),
    Rule(
        privacy.identifier_in_file,
        "privacy",
        _E,
        _EDITOR,
        testimonial=privacy.identifier_in_file,
        file=privacy.identifier_in_comment,
    ),
    _words(claims.outcome_guarantee, "claims", _E, _AUTHOR),
    article_rule(claims.superlative_claim, "claims", _W, _AUTHOR, default=False),
    article_rule(claims.uncited_claim, "claims", _W, _AUTHOR, default=False),
    _words(claims.implies_all_reviews, "claims", _W, _EDITOR),
    _words(claims.disclaimer_only, "claims", _W, _EDITOR),
    testimonial_rule(ethics.testimonial_solicited, "ethics", _W, _ADMIN),
    testimonial_rule(ethics.connection_undisclosed, "ethics", _E, _EDITOR),
    testimonial_rule(ethics.incentive_undisclosed, "ethics", _E, _EDITOR),
    testimonial_rule(ethics.source_missing, "ethics", _W, _EDITOR, default=False),
    _words(ethics.model_photo_unlabelled, "ethics", _E, _EDITOR, publishing=True),
    project_rule(bylines.byline_license_missing, "ethics", _E, _ADMIN, jurisdictions=("us-ca",)),
    project_rule(bylines.byline_title_invalid, "ethics", _E, _ADMIN, jurisdictions=("us-ca",)),
    project_rule(bylines.associate_elements_missing, "ethics", _E, _ADMIN, jurisdictions=("us-ca",)),
    Rule(
        bylines.restricted_title,
        "ethics",
        _E,
        _ADMIN,
        article=bylines.claimed_title,
        project=bylines.restricted_title,
        jurisdictions=("us-ca",),
    ),
    article_rule(ethics.photo_credit_missing, "ethics", _W, _EDITOR, default=False, publishing=True),
    article_rule(
        crisis.crisis_line_missing,
        "safety",
        _E,
        _AUTHOR,
        options=(Option("numbers", (), "Numbers that do as well, such as your county's line."),),
    ),
    article_rule(crisis.crisis_line_outdated, "safety", _E, _AUTHOR),
    article_rule(suicide.suicide_language, "safety", _W, _AUTHOR),
    article_rule(suicide.suicide_method_detail, "safety", _E, _AUTHOR),
    article_rule(
        stigma.stigmatizing_term, "safety", _W, _AUTHOR, options=(Option("also", (), "Words that you avoid as well."),)
    ),
    article_rule(
        notices.review_missing,
        "safety",
        _W,
        _EDITOR,
        default=False,
        publishing=True,
        options=(Option("topics", _CLINICAL_TOPICS, "Tags of articles that need a check."),),
    ),
    article_rule(
        notices.review_stale,
        "safety",
        _W,
        _EDITOR,
        default=False,
        options=(Option("months", 24, "After how many months a check is old."),),
    ),
    article_rule(
        notices.disclaimer_missing,
        "safety",
        _W,
        _EDITOR,
        publishing=True,
        options=(Option("text", "", "The notice that every article ends with."),),
    ),
    article_rule(
        notices.sms_notice_missing,
        "safety",
        _W,
        _EDITOR,
        publishing=True,
        options=(Option("text", "", "The notice that stands where readers are asked to text."),),
    ),
)

BY_NAME: Final[dict[str, Rule]] = {rule.name: rule for rule in RULES}
