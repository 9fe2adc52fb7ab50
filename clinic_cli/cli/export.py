"""`clinic export`: what may leave, as files for a web site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clinic_cli.cli.options import AsOfOption, ProjectOption


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="html or json.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the files go.", show_default=False)
    ] = None,
    as_of: AsOfOption = None,
    project: ProjectOption = None,
) -> None:
    """Export what is published, in date and consented.

    Examples:

      clinic export html

      clinic export json --out public/api
    """
