"""Importers: one module a kind of source, each yielding articles and testimonials that were written elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clinic_cli.importers import markdown, page, table, wordpress

if TYPE_CHECKING:
    from clinic_cli.importers.material import Importer

IMPORTERS: Final[dict[str, Importer]] = {
    "wordpress": wordpress.read_wordpress,
    "page": page.read_page,
    "markdown": markdown.read_markdown_folder,
    "csv": table.read_csv,
    "json": table.read_json,
}
