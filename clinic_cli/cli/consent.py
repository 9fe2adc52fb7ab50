"""`clinic consent`: what clients allowed, recorded, renewed, bound to their words, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.changes import agree
from clinic_cli.cli.completion import complete_testimonial
from clinic_cli.cli.options import AsOfOption, ProjectOption, YesOption, choose, day, open_workspace, parse_day
from clinic_cli.cli.terms import (
    ChannelOption,
    EventOption,
    ExpiresOption,
    HealthOption,
    LongerOption,
    NameOption,
    PhotoOption,
    RefOption,
    ReviewOption,
    SignedOption,
    SignerOption,
    ask_terms,
    read_terms,
)
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from datetime import date

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.editing import Change
    from clinic_cli.workspace import Project, Workspace

FORM_FORMATS = ("markdown", "html")
STATUS_FORMATS = ("text", "json")

consent_app = typer.Typer(
    help="Record what clients allowed, and obey when they take it back.", no_args_is_help=True, rich_markup_mode=None
)

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="A testimonial's id.", autocompletion=complete_testimonial)
]


@consent_app.command("grant")
def grant(
    id: IdArgument,
    ref: RefOption = None,
    signed: SignedOption = None,
    expires: ExpiresOption = None,
    event: EventOption = None,
    review_by: ReviewOption = None,
    channel: ChannelOption = None,
    display_name: NameOption = None,
    health_details: HealthOption = None,
    photo: PhotoOption = None,
    signed_by: SignerOption = None,
    longer_requested: LongerOption = None,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Record a signed consent, bind the words to it, and move them out of the inbox.

    Examples:

      clinic consent grant t-104233 --ref form-17 --signed 2026-02-01 --expires 2027-01-31

      clinic consent grant t-104233 --ref form-17 --signed 2026-02-01 --event "end of the campaign" --channel print
    """
    from clinic_cli import consent, editing

    workspace = open_workspace(project)
    today = day(as_of, workspace)
    record = _living(workspace.parse(), id)
    if record.consent is not None and not record.consent.missing and not record.inbox:
        raise ClinicError(f"`{id}` has a consent already", f"Give it a new form with: clinic consent renew {id}")
    told = read_terms(
        ref,
        signed,
        expires,
        event,
        review_by,
        channel,
        display_name,
        health_details,
        photo,
        signed_by,
        longer_requested,
    )
    terms = ask_terms(told.over(consent.recorded_terms(record)), record, today)
    terms.check()
    changes = consent.grant(workspace, record, terms)
    editing.commit(workspace.root, changes)
    moved = ", out of the inbox" if record.inbox else ""
    _report(f"Recorded the consent of {id} in {changes[0].path}{moved}.", changes[0], id, workspace, today)


@consent_app.command("renew")
def renew(
    id: IdArgument,
    ref: RefOption = None,
    signed: SignedOption = None,
    expires: ExpiresOption = None,
    event: EventOption = None,
    review_by: ReviewOption = None,
    channel: ChannelOption = None,
    display_name: NameOption = None,
    health_details: HealthOption = None,
    photo: PhotoOption = None,
    signed_by: SignerOption = None,
    longer_requested: LongerOption = None,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Give a consent a new signed form and a new end; what is not told stays as it was.

    Examples:

      clinic consent renew t-100001 --ref form-42 --signed 2027-01-15 --expires 2028-01-14
    """
    from clinic_cli import consent, editing

    workspace = open_workspace(project)
    today = day(as_of, workspace)
    record = _living(workspace.parse(), id)
    if record.consent is None or record.inbox:
        raise ClinicError(f"`{id}` has no consent to renew", f"Record one with: clinic consent grant {id}")
    told = read_terms(
        ref,
        signed,
        expires,
        event,
        review_by,
        channel,
        display_name,
        health_details,
        photo,
        signed_by,
        longer_requested,
    )
    terms = ask_terms(told, record, today, before=consent.recorded_terms(record))
    terms.check()
    change = consent.renew(record, terms)
    editing.commit(workspace.root, [change])
    _report(f"Renewed the consent of {id}.", change, id, workspace, today)


@consent_app.command("approve")
def approve(id: IdArgument, yes: YesOption = False, as_of: AsOfOption = None, project: ProjectOption = None) -> None:
    """Bind a testimonial's words as they stand: the client has read and approved exactly these.

    Examples:

      clinic consent approve t-100001
    """
    from clinic_cli import consent, editing
    from clinic_cli.cli.console import say
    from clinic_cli.content.approval import approval_of

    workspace = open_workspace(project)
    record = _living(workspace.parse(), id)
    if not record.quote.strip():
        raise ClinicError(f"`{id}` has no words to approve", "Write them first.")
    if record.approved == approval_of(record.quote):
        say(f"The words of {id} are those that the client approved; nothing to do.")
        return
    say("\n\n".join(f"  {paragraph}" for paragraph in record.paragraphs))
    agree(f"Did the client approve exactly these words of {id}?", yes=yes)
    change = consent.approve(record)
    editing.commit(workspace.root, [change])
    _report(f"The words of {id} are bound.", change, id, workspace, day(as_of, workspace))


@consent_app.command("revoke")
def revoke(
    id: IdArgument,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Day the client took it back; today without it.", show_default=False),
    ] = None,
    yes: YesOption = False,
    project: ProjectOption = None,
) -> None:
    """Take a testimonial down: words and name leave the file at once, the id and the day stay.

    Examples:

      clinic consent revoke t-100001

      clinic consent revoke t-100001 --on 2026-05-20 --yes
    """
    from clinic_cli.cli.console import out

    workspace = open_workspace(project)
    steps = take_back(workspace, id, on, yes=yes)
    out("".join(f"- {step}\n" for step in steps))
    tell_unread(workspace)


def tell_unread(workspace: Workspace) -> None:
    """Raise ClinicError where a file of testimonials cannot be read, in which more may stand of what was taken back."""
    from clinic_cli.workspace import refuse_unread

    for path in workspace.listing().testimonials:
        refuse_unread(workspace.parse_testimonials(path))


def take_back(workspace: Workspace, id: str, on: str | None, *, yes: bool) -> list[str]:
    """Revoke every record with an id, and return what remains to be done by hand; a tombstone is left as it is."""
    from clinic_cli import consent, editing, revocation
    from clinic_cli.aftermath import steps_after
    from clinic_cli.cli.console import say

    project = workspace.parse()
    found_record(project, id)
    records = consent.records_of(project, id)
    standing = [record for record in records if not revocation.is_tombstone(record)]
    today = workspace.today()
    when = parse_day(on, "--on") if on else None
    if when is not None and when > today:
        raise ClinicError(f"--on: {when} is a day to come", "Name the day on which the client took the consent back.")
    if not standing:
        say(f"{id} was revoked already; its words and name are gone from {records[0].path}.")
    else:
        agree(
            f"Take back {id}? Its words and name leave {', '.join(dict.fromkeys(record.path for record in standing))} at once, and no undo brings them back.",
            yes=yes,
        )
    steps = steps_after(workspace, project, records)
    if standing:
        changes = revocation.revoke(
            standing, lambda record: when or (record.consent and record.consent.revoked_on) or today
        )
        editing.commit(workspace.root, changes, undoable=False)
        where = " and ".join(change.path for change in changes)
        say(f"The words and the name of {id} are gone from {where}; its id and the day stay.")
    return steps


@consent_app.command("status")
def status(
    id: IdArgument,
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Show what a client allowed, where the words may go today, and what stands in the way.

    Examples:

      clinic consent status t-100001
    """
    from clinic_cli import live
    from clinic_cli.cli.console import out
    from clinic_cli.cli.show import reasons_by_channel, show_reasons

    workspace = open_workspace(project)
    today = day(as_of, workspace)
    record = found_record(workspace.parse(), id)
    choose(format, STATUS_FORMATS, "--format")
    reasons = reasons_by_channel(record, workspace.config, today)
    exports = live.exports_holding(workspace, id)
    if format == "json":
        from clinic_cli.reporters.consent import render_json

        out(render_json(record, reasons, exports, today))
        return
    _show_terms(record, today, [export.shown for export in exports])
    show_reasons(reasons)


def _show_terms(record: Testimonial, today: date, exports: list[str]) -> None:
    from clinic_cli.cli.show import show_facts, show_title, state_and_status
    from clinic_cli.consent import approval_state

    consent = record.consent
    show_title(f"{record.id} · {record.attribution or 'no attribution'}")
    rows = [("State", state_and_status(record, today)), ("File", record.path)]
    if consent is not None and consent.revoked_on:
        rows.append(("Taken back", str(consent.revoked_on)))
    elif consent is not None and not record.revoked:
        ends = [str(consent.expires_on) if consent.expires_on else "", consent.expires_event]
        allowed = [name for name, yes in (("health details", consent.health_details), ("photo", consent.photo)) if yes]
        rows += [
            ("Form", consent.ref),
            ("Signed", f"{consent.signed_on or ''}{f' by the {consent.signed_by}' if consent.signed_by else ''}"),
            ("Ends", " or ".join(filter(None, ends))),
            ("Check by", str(consent.review_by or "")),
            ("Channels", ", ".join(consent.channels)),
            ("Name", consent.display_name),
            ("Also allowed", ", ".join(allowed)),
            ("Words", approval_state(record)),
        ]
    rows.append(("Live in", ", ".join(exports)))
    show_facts(rows)


@consent_app.command("form")
def form(
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A testimonial's id.", autocompletion=complete_testimonial, show_default=False
        ),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="markdown or html.")] = "markdown",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it to a new file.", show_default=False)
    ] = None,
    eject: Annotated[
        bool, typer.Option("--eject", help="Write the template to templates/consent-form.md, to be changed.")
    ] = False,
    project: ProjectOption = None,
) -> None:
    """Print an authorization for the client to read and sign; a lawyer should read it first.

    It holds the client's words and name, so that --out writes no file that git would take.

    Examples:

      clinic consent form t-104233 --format html --out consent-forms/form-17.html

      clinic consent form --eject
    """
    from clinic_cli import consentform
    from clinic_cli.cli import console
    from clinic_cli.cli.options import shown_path
    from clinic_cli.git import would_take
    from clinic_cli.writing import create_file

    workspace = open_workspace(project)
    choose(format, FORM_FORMATS, "--format")
    if eject:
        create_file(workspace.root / consentform.OWN_TEMPLATE, consentform.default_template().encode())
        console.say(f"Written to {consentform.OWN_TEMPLATE}; what you change there stands in every form from now on.")
        return
    if id is None:
        raise ClinicError("no testimonial was named", "Name its id, as in clinic consent form t-104233.")
    record = _living(workspace.parse(), id)
    if out is not None and would_take(out):
        raise ClinicError(
            f"{shown_path(out)}: git would take this file, and it holds the client's words and name",
            "Name a place outside of the repository, or add the file to .gitignore.",
        )
    text = consentform.render(workspace, record, html=format == "html")
    if out is None:
        console.out(text)
        return
    create_file(out, text.encode())
    console.say(
        f"Written to {shown_path(out)}. It holds the client's words: delete it once it is signed. Have a lawyer read it."
    )


def found_record(project: Project, id: str) -> Testimonial:
    """Return the testimonial with an id; raise ClinicError where it is an article's or nobody's."""
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.finding import find_item

    item = find_item(project, id)
    if not isinstance(item, Testimonial):
        raise ClinicError(f"`{id}` is an article; only testimonials need a consent", "See clinic list testimonials.")
    return item


def _living(project: Project, id: str) -> Testimonial:
    """Return the one record with an id, which is not revoked."""
    from clinic_cli.consent import records_of

    record = found_record(project, id)
    if record.revoked:
        raise ClinicError(
            f"the client took the consent of `{id}` back, and an id is never used again",
            "Should the client say yes once more, add the words anew: clinic new testimonial",
        )
    twins = records_of(project, record.id)
    if len(twins) > 1:
        raise ClinicError(
            f"`{id}` stands in {' and in '.join(dict.fromkeys(twin.path for twin in twins))}, more than once",
            "Keep one of the records, or give the other an id of its own.",
        )
    return record


def _report(message: str, change: Change, id: str, workspace: Workspace, today: date) -> None:
    """Say what was done, and what still keeps the testimonial back."""
    from clinic_cli.cli.console import say
    from clinic_cli.cli.show import reasons_by_channel
    from clinic_cli.content.testimonial import parse_testimonials

    say(message)
    file = parse_testimonials(change.result, workspace.config.timezone)
    record = next(record for record in file.records if record.id == id)
    channels = record.consent.channels if record.consent else ()
    by_channel = reasons_by_channel(record, workspace.config, today)
    reasons = {reason.code: reason for channel in channels for reason in by_channel.get(channel, ())}
    for reason in reasons.values():
        if reason.code == "draft":
            say(f"It is a draft still. Next: clinic publish {id}")
        else:
            say(f"  It stays here: {reason.message} ({reason.who.value.replace('-', ' ')})")
