"""`clinic schema`: JSON Schemas of what files may hold."""

from __future__ import annotations

from typing import Annotated

import typer

EXPORTED = ("index", "articles", "testimonials", "article", "testimonial")
NAMES = ("article", "testimonial", "config", "lint", "due", "consent", *(f"export-{name}" for name in EXPORTED))


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="article, testimonial, config; lint, due, consent: what these commands print with --format json;"
            " or export-index and the like: what the json export holds.",
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

    match choose(name, NAMES, "schema"):
        case "lint":
            from clinic_cli.reporters.json import json_schema as lint_schema

            document = lint_schema()
        case "due":
            from clinic_cli.reporters.due import json_schema as due_schema

            document = due_schema()
        case "consent":
            from clinic_cli.reporters.consent import json_schema as consent_schema

            document = consent_schema()
        case exported if exported.startswith("export-"):
            from clinic_cli.exporters.documents import SCHEMAS, schema_of

            document = schema_of(SCHEMAS[exported.removeprefix("export-")])
        case _:
            from clinic_cli.content.jsonschema import json_schema

            document = json_schema(name)
    out(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
