"""`clinic schema`: JSON Schemas of what files may hold."""

from __future__ import annotations

from typing import Annotated

import typer

NAMES = ("article", "testimonial", "config", "lint")


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="article, testimonial, config, or lint (what clinic lint --format json prints).",
            autocompletion=lambda: list(NAMES),
        ),
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

    if choose(name, NAMES, "schema") == "lint":
        from clinic_cli.reporters.json import json_schema as report_schema

        document = report_schema()
    else:
        from clinic_cli.content.schema import json_schema

        document = json_schema(name)
    out(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
