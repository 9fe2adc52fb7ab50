"""`clinic schema`: JSON Schemas of what files may hold."""

from __future__ import annotations

from typing import Annotated

import typer

NAMES = ("article", "testimonial", "config")


def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="article, testimonial or config.", autocompletion=lambda: list(NAMES))
    ],
) -> None:
    """Print a JSON Schema, for editors and CI.

    Examples:

      clinic schema article

      clinic schema testimonial > testimonial.schema.json
    """
    import json

    from clinic_cli.cli.console import out
    from clinic_cli.cli.options import choose
    from clinic_cli.content.schema import json_schema

    out(json.dumps(json_schema(choose(name, NAMES, "schema")), ensure_ascii=False, indent=2) + "\n")
