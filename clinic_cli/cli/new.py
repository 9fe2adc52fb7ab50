"""`clinic new`: an article or a testimonial, asked for on a terminal, told by flags elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.cli.authors import choose_authors
from clinic_cli.cli.changes import protect_inbox
from clinic_cli.cli.completion import complete_author, complete_tag
from clinic_cli.cli.editor import open_new
from clinic_cli.cli.options import ProjectOption, check_day, is_foreign, open_workspace, parse_day, shown_path
from clinic_cli.cli.terms import ChannelOption, ExpiresOption, NameOption, SignedOption
from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from clinic_cli.content.yamltext import Value

new_app = typer.Typer(help="Write a new article or testimonial.", no_args_is_help=True, rich_markup_mode=None)


@new_app.command("article", context_settings={"allow_extra_args": True})
def article(
    context: typer.Context,
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="The headline.", show_default=False)] = None,
    description: Annotated[
        str | None,
        typer.Option(
            "--description",
            metavar="TEXT",
            help="What a reader will find, in 50 to 160 characters.",
            show_default=False,
        ),
    ] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(
            "--author",
            metavar="ID",
            help="Who wrote it, by roster id; may be given again.",
            autocompletion=complete_author,
            show_default=False,
        ),
    ] = None,
    new_author: Annotated[
        str | None,
        typer.Option(
            "--new-author",
            metavar="NAME",
            help='An author to add to the roster, as in "Robin Sample, LMFT".',
            show_default=False,
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="Day of publication; today with --publish.", show_default=False),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", help="A topic; may be given again.", autocompletion=complete_tag, show_default=False
        ),
    ] = None,
    slug: Annotated[
        str | None,
        typer.Option("--slug", metavar="SLUG", help="The address; made of the title without it.", show_default=False),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option("--body", metavar="TEXT", help="The text, or - to read it from a pipe.", show_default=False),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish it at once, if it passes the checks of clinic publish.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open it in your editor.")] = False,
    project: ProjectOption = None,
) -> None:
    """Write a new article into articles/ and print its path.

    Examples:

      clinic new article "A first session"

      clinic new article "A first session" --author sam-sample --tag beginnings --edit
    """
    from clinic_cli import authoring, editing
    from clinic_cli.cli.console import ask, is_interactive, out, read_stdin, say, waiting_stdin
    from clinic_cli.content.schema import is_slug, slug_help
    from clinic_cli.content.slugs import slug_of

    if context.args:
        words = " ".join([title or "", *context.args])
        raise ClinicError("a title of several words needs quotes around it", f'Write: clinic new article "{words}"')
    workspace = open_workspace(project)
    talking = is_interactive()
    if title is None and talking:
        title = ask("Title", check=lambda answer: None if answer else "An article needs a title.")
    title = " ".join((title or "").split())
    if not title:
        raise ClinicError("the article has no title", 'Write it behind the command: clinic new article "A title".')
    taken = authoring.taken_addresses(workspace.parse())
    if slug is not None and not is_slug(slug):
        raise ClinicError(f"--slug: `{slug}` cannot be an address", slug_help(slug))
    if slug is not None and slug.casefold() in taken:
        raise ClinicError(f"--slug: the address `{slug}` is taken", "Choose another.")
    slug = slug or slug_of(title, taken)
    if description is None and talking:
        description = ask("Description, 50 to 160 characters (Enter to write it later)")
    authors, changes = choose_authors(workspace, author or [], new_author, talking=talking)
    text = read_stdin() if body == "-" else body if body is not None else "" if talking else waiting_stdin()
    day = parse_day(date, "--date") if date else workspace.today() if publish else None
    values = authoring.describe_article(
        title, " ".join((description or "").split()), authors, day, "published" if publish else "draft", _tags(tag)
    )
    change = authoring.new_article(slug, values, text)
    if publish:
        from clinic_cli.cli.changes import refuse
        from clinic_cli.publishing import going_out, with_roster

        refuse(going_out(with_roster(workspace, changes), [change], workspace.today()))
    begins = is_foreign(workspace)
    editing.commit(workspace.root, [*changes, change])
    if begins:
        say(
            f"A new clinic's folder begins here: {workspace.root}\n  `clinic init` sets one up, with its name and authors."
        )
    path = workspace.root / change.path
    if edit:
        open_new(workspace.root, change.path)
    out(f"{shown_path(path)}\n")
    say(f"Next: clinic edit {slug}")


@new_app.command("testimonial")
def testimonial(
    quote: Annotated[
        str | None,
        typer.Option(
            "--quote", metavar="TEXT", help="The client's words, or - to read them from a pipe.", show_default=False
        ),
    ] = None,
    attribution: Annotated[
        str | None,
        typer.Option(
            "--attribution", metavar="NAME", help="The name to show, as in Sample A or Anonymous.", show_default=False
        ),
    ] = None,
    ref: Annotated[
        str | None,
        typer.Option(
            "--ref",
            metavar="ID",
            help="Id of the signed consent form; without it the words go to the inbox.",
            show_default=False,
        ),
    ] = None,
    signed: SignedOption = None,
    expires: ExpiresOption = None,
    channel: ChannelOption = None,
    display_name: NameOption = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", help="A topic; may be given again.", autocompletion=complete_tag, show_default=False
        ),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Open the file in your editor.")] = False,
    project: ProjectOption = None,
) -> None:
    """Add a testimonial as a draft and print its id.

    Words without a recorded consent go to testimonials.inbox.yaml, which stays out of git.

    Examples:

      clinic new testimonial --quote "A calm place." --attribution "Sample A"

      clinic new testimonial --quote "A calm place." --attribution Anonymous --ref form-17 --signed 2026-02-01 --expires 2027-01-31
    """
    from clinic_cli import authoring, editing
    from clinic_cli.cli.console import ask, ask_text, is_interactive, out, read_stdin, say, waiting_stdin
    from clinic_cli.content.approval import approval_of

    workspace = open_workspace(project)
    talking = is_interactive()
    if quote == "-":
        quote = read_stdin()
    elif quote is None:
        quote = ask_text("The client's words") if talking else waiting_stdin()
    quote = quote.strip()
    if not quote:
        raise ClinicError("the testimonial has no words", "Give them with --quote, or pipe them in.")
    if attribution is None:
        attribution = ask("Name to show", default="Anonymous") if talking else "Anonymous"
    if ref is None and talking:
        ref = ask("Id of the signed consent form (Enter if there is none yet)")
    if ref and talking:
        signed = signed or ask("Signed on", default=str(workspace.today()), check=check_day)
        expires = expires or ask("Valid until", check=check_day)
    consent = _consent(ref, signed, expires, channel, display_name)
    id = authoring.new_id({record.id for record in workspace.parse().testimonials})
    record: dict[str, Value] = {
        "id": id,
        "status": "draft",
        "quote": _clean(quote),
        "attribution": " ".join(attribution.split()),
        "consent": consent,
        "approved": approval_of(_clean(quote)) if consent else None,
        "tags": [*_tags(tag)],
    }
    change = authoring.new_testimonial(workspace, record, consented=bool(consent))
    if not consent:
        protect_inbox(workspace)
    editing.commit(workspace.root, [change])
    path = workspace.root / change.path
    if edit:
        open_new(workspace.root, change.path)
    out(f"{id}\n")
    say(
        f"Written to {shown_path(path)}."
        + ("" if consent else f" It stays private until a consent is recorded: clinic consent grant {id}")
    )


def _tags(named: list[str] | None) -> list[str]:
    """Return tags as they are written: a line each, no empty ones."""
    return [" ".join(tag.split()) for tag in named or () if tag.strip()]


def _clean(quote: str) -> str:
    """Return words with their line ends and the spaces before them made plain; no word changes."""
    return "\n".join(line.rstrip() for line in quote.replace("\r\n", "\n").replace("\t", " ").split("\n")).strip()


def _consent(
    ref: str | None, signed: str | None, expires: str | None, channels: list[str] | None, display_name: str | None
) -> dict[str, Value]:
    """Return a consent as it is recorded, empty where there is none; raise ClinicError where half of one is told."""
    from clinic_cli.cli.terms import read_terms

    if not ref:
        if signed or expires or channels or display_name:
            raise ClinicError("a consent was told without --ref", "Give the id of the signed form with --ref.")
        return {}
    terms = read_terms(
        ref=ref, signed=signed, expires=expires, channels=channels or ["website"], display_name=display_name
    )
    terms.check()
    return terms.values()
