"""The terms of a consent on the command line: options of several commands, and questions where they are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.options import check_day, choose, parse_day
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from clinic_cli.consent import Terms
    from clinic_cli.content.testimonial import Testimonial

NAME_FORMS = ("anonymous", "initials", "first-name", "first-name-initial", "full-name")
SIGNERS = ("client", "representative")

RefOption = Annotated[
    str | None, typer.Option("--ref", metavar="ID", help="Id of the signed form, never its path.", show_default=False)
]
SignedOption = Annotated[
    str | None, typer.Option("--signed", metavar="DATE", help="Day the form was signed.", show_default=False)
]
ExpiresOption = Annotated[
    str | None, typer.Option("--expires", metavar="DATE", help="Last day the consent is valid.", show_default=False)
]
EventOption = Annotated[
    str | None,
    typer.Option("--event", metavar="WORDS", help="Event that ends it, where no day was agreed.", show_default=False),
]
ReviewOption = Annotated[
    str | None,
    typer.Option("--review-by", metavar="DATE", help="Day to check whether that event has come.", show_default=False),
]
ChannelOption = Annotated[
    list[str] | None,
    typer.Option(
        "--channel",
        metavar="NAME",
        help="Where the words may go: website, social, print or partner:NAME; may be given again.",
        show_default=False,
    ),
]
NameOption = Annotated[
    str | None,
    typer.Option(
        "--display-name",
        metavar="FORM",
        help="The form of name allowed: " + ", ".join(NAME_FORMS) + ".",
        show_default=False,
    ),
]
HealthOption = Annotated[
    bool | None,
    typer.Option("--health-details/--no-health-details", help="Health details may be named.", show_default=False),
]
PhotoOption = Annotated[
    bool | None, typer.Option("--photo/--no-photo", help="A photo may be shown.", show_default=False)
]
SignerOption = Annotated[
    str | None, typer.Option("--signed-by", metavar="WHO", help="client or representative.", show_default=False)
]
LongerOption = Annotated[
    bool | None, typer.Option("--longer-requested", help="The client asked for more than a year.", show_default=False)
]


def read_terms(
    ref: str | None = None,
    signed: str | None = None,
    expires: str | None = None,
    event: str | None = None,
    review_by: str | None = None,
    channels: list[str] | None = None,
    display_name: str | None = None,
    health_details: bool | None = None,
    photo: bool | None = None,
    signed_by: str | None = None,
    longer_requested: bool | None = None,
) -> Terms:
    """Return what the options say; raise ClinicError for a word that none of them takes."""
    from clinic_cli.consent import Terms, check_channels

    return Terms(
        ref=ref,
        signed_on=parse_day(signed, "--signed") if signed else None,
        expires_on=parse_day(expires, "--expires") if expires else None,
        expires_event=event,
        review_by=parse_day(review_by, "--review-by") if review_by else None,
        channels=check_channels(channels) if channels else None,
        display_name=choose(display_name, NAME_FORMS, "--display-name") if display_name else None,
        health_details=health_details,
        photo=photo,
        signed_by=choose(signed_by, SIGNERS, "--signed-by") if signed_by else None,
        longer_requested=longer_requested,
    )


def ask_terms(terms: Terms, record: Testimonial, today: date, before: Terms | None = None) -> Terms:
    """Return terms with what is missing asked for, where somebody can answer.

    `before` is what an earlier form said. Its id may stand for the new form too; its days answer no question.
    """
    from dataclasses import replace

    from clinic_cli.cli.console import ask, confirm, is_interactive, say

    known = before.ref if before and before.ref else ""
    if not is_interactive():
        if terms.is_long and not terms.longer_requested:
            say("The consent holds for more than a year: say so with --longer-requested if the client asked for it.")
        return terms if terms.ref else replace(terms, ref=known or None)
    begun = terms
    if not terms.ref:
        terms = replace(terms, ref=ask("Id of the signed form", default=known, check=_something))
    if terms.signed_on is None:
        terms = replace(terms, signed_on=parse_day(ask("Signed on", default=str(today), check=check_day), "Signed on"))
    if terms.expires_on is None and not terms.expires_event:
        terms = _ask_end(terms)
    while terms.is_long and not terms.longer_requested:
        if confirm("That is more than a year. Did the client ask for it?", default=False):
            terms = replace(terms, longer_requested=True)
        else:
            terms = _ask_end(replace(terms, expires_on=None))
    if before is None and terms is not begun:
        terms = _ask_scope(terms, record.attribution)
    if record.image and record.image.src and terms.photo is None and not (before and before.photo is not None):
        terms = replace(terms, photo=confirm("May a photo be shown?", default=False))
    return terms


def _ask_scope(terms: Terms, attribution: str) -> Terms:
    """Return terms with what the client ticked: the places, and how much of the name."""
    from dataclasses import replace

    from clinic_cli.cli.console import ask
    from clinic_cli.consent import check_channels
    from clinic_cli.rules.attribution import name_form

    if terms.channels is None:
        question = "Where may the words go? (website, social, print, partner:NAME)"
        places = ask(question, default="website", check=lambda answer: _wrong(check_channels, _listed(answer)))
        terms = replace(terms, channels=check_channels(_listed(places)))
    if terms.display_name is None:
        form, _ = name_form(attribution)
        # a full name is never the answer of somebody who only pressed Enter
        shown = form if form in NAME_FORMS[:-1] else NAME_FORMS[-2]
        question = f"How much of the name may be shown? ({', '.join(NAME_FORMS)})"
        name = ask(question, default=shown, check=lambda answer: _wrong(choose, answer, NAME_FORMS, "name"))
        terms = replace(terms, display_name=name)
    return terms


def _listed(answer: str) -> list[str]:
    return answer.replace(",", " ").split()


def _wrong(check: Callable[..., object], *answer: object) -> str | None:
    """Return what a check has against an answer, or None."""
    try:
        check(*answer)
    except ClinicError as error:
        said = error.message.partition(": ")[2]
        return f"{said[:1].upper()}{said[1:]}{'' if said.endswith('?') else '.'} {error.help}"
    return None


def _ask_end(terms: Terms) -> Terms:
    """Return terms with the end that somebody names; what has no last day is asked about once more."""
    from dataclasses import replace

    from clinic_cli.cli.console import ask, confirm

    while True:
        end = ask("Last valid day, as in 2027-05-31, or the event that ends it", check=_day_or_event)
        if check_day(end) is None:
            return replace(terms, expires_on=parse_day(end, "Last valid day"))
        if confirm("This has no last day. Is that right?", default=False):
            break
    if terms.review_by is None:
        question = "Day to check whether that event has come (Enter for none)"
        review = ask(question, check=lambda answer: _review_day(answer, terms.signed_on))
        terms = replace(terms, review_by=parse_day(review, "Day to check") if review else None)
    return replace(terms, expires_event=end)


def _something(answer: str) -> str | None:
    return None if answer else "This is needed; it stands in the signed form."


def _day_or_event(answer: str) -> str | None:
    from clinic_cli.content.values import holds_day

    if answer and check_day(answer) is not None and holds_day(answer):
        return "This looks like a day. Write it year first, and two digits each for month and day, as in 2027-05-31."
    return _something(answer)


def _review_day(answer: str, signed_on: date | None) -> str | None:
    wrong = check_day(answer) if answer else None
    if wrong is None and answer and signed_on and parse_day(answer, "date") < signed_on:
        return f"That is before the day of signing ({signed_on})."
    return wrong
