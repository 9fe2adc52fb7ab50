"""`clinic init`: a working folder for a clinic's content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clinic_cli.errors import ClinicError

if TYPE_CHECKING:
    from collections.abc import Callable


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder; this one without it.", show_default=False)
    ] = Path(),
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The clinic's name.", show_default=False)
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="Its web site, as in https://clinic.example.", show_default=False),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            "--timezone", metavar="ZONE", help="Its time zone, as in America/Los_Angeles.", show_default=False
        ),
    ] = None,
    sms: Annotated[
        str | None,
        typer.Option(
            "--sms", metavar="NUMBER", help="Number for text messages, as in +14155550134.", show_default=False
        ),
    ] = None,
    hours: Annotated[
        str | None,
        typer.Option(
            "--hours",
            metavar="WORDS",
            help="When they are answered, as in weekdays from 9am to 9pm.",
            show_default=False,
        ),
    ] = None,
    jurisdiction: Annotated[
        list[str] | None,
        typer.Option(
            "--jurisdiction",
            metavar="PLACE",
            help="Whose laws apply: us, us-ca; may be given again.",
            show_default=False,
        ),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(
            "--author", metavar="NAME", help='The first author, as in "Robin Sample, LMFT".', show_default=False
        ),
    ] = None,
    license_number: Annotated[
        str | None,
        typer.Option("--license", metavar="NUMBER", help="The first author's licence number.", show_default=False),
    ] = None,
) -> None:
    """Set up a folder for a clinic's content; nothing that exists is touched.

    Examples:

      clinic init

      clinic init my-clinic --name "Sample Clinic" --timezone America/Los_Angeles --jurisdiction us-ca
    """
    from clinic_cli.cli.console import ask, is_interactive, say
    from clinic_cli.scaffold import Answers, config_of, places, scaffold
    from clinic_cli.workspace import Workspace
    from clinic_cli.writing import create_file

    if folder.exists() and not folder.is_dir():
        raise ClinicError(f"{folder}: is a file", "Name a folder, or one to be made.")
    guess = folder.resolve().name.replace("-", " ").replace("_", " ").title() or "My clinic"
    laws = None if jurisdiction is None else " ".join(jurisdiction)
    for key, option, value in (
        ("name", "--name", name),
        ("url", "--url", url),
        ("timezone", "--timezone", timezone),
        ("sms", "--sms", sms),
        ("hours", "--hours", hours),
        ("jurisdictions", "--jurisdiction", laws),
        ("author", "--author", author),
        ("license_number", "--license", license_number),
    ):
        if value:
            _refuse(key, option, value)
    if is_interactive():
        name = name or ask("Name of the clinic", default=guess)
        url = url if url is not None else ask("Web site (Enter to skip)", check=_check("url"))
        if timezone is None:
            timezone = ask("Time zone, as in America/Los_Angeles (Enter to skip)", check=_check("timezone"))
        laws = (
            laws
            if laws is not None
            else ask("Laws that apply: us, us-ca (Enter to skip)", check=_check("jurisdictions"))
        )
        author = author if author is not None else ask("First author, as in Robin Sample, LMFT (Enter to skip)")
        if license_number is None and "," in author:
            license_number = ask("Licence number (Enter to add it later)")
    answers = Answers(
        name or guess,
        url or "",
        timezone or "",
        sms or "",
        hours or "",
        tuple(places(laws or "")),
        author or "",
        license_number or "",
    )
    stands = (folder / "clinic.toml").exists()  # and stays, with its own time zone
    workspace = Workspace.open(folder) if stands else Workspace(folder, config_of(answers))
    files = scaffold(answers, workspace.today())
    written = [path for path in files if not (folder / path).exists()]
    kept = [path for path in files if path not in written]
    for path in written:
        create_file(folder / path, files[path].encode())
    for path in written:
        say(f"  wrote {folder / path}")
    for path in kept:
        say(f"  kept  {folder / path}")
    if ".gitignore" in kept and "testimonials.inbox.yaml" not in (folder / ".gitignore").read_text(
        encoding="utf-8", errors="replace"
    ):
        say("Add this line to .gitignore, so that words without a consent never enter git: testimonials.inbox.yaml")
    say("Keep the repository private: testimonials.yaml names consents.")
    here = folder.resolve() == Path.cwd()
    say(f'Next: {"" if here else f"cd {folder} && "}clinic new article "A first session"')


def _refuse(key: str, option: str, value: str) -> None:
    """Raise ClinicError where an option holds what the configuration cannot."""
    from clinic_cli.scaffold import refusal

    if wrong := refusal(key, value):
        raise ClinicError(f"{option}: {wrong[0]}", wrong[1])


def _check(key: str) -> Callable[[str], str | None]:
    """Return what says why the configuration cannot hold an answer."""
    from clinic_cli.scaffold import refusal

    def check(answer: str) -> str | None:
        wrong = refusal(key, answer)
        return " ".join(wrong) if wrong else None

    return check
