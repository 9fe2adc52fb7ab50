"""The registry of exporters: a name a line. It loads all of them, so only what exports imports it."""

from __future__ import annotations

from typing import Final

from clinic_cli.exporters.csv import export_csv
from clinic_cli.exporters.fragments import export_fragments
from clinic_cli.exporters.html import export_html
from clinic_cli.exporters.json import export_json
from clinic_cli.exporters.output import Exporter
from clinic_cli.exporters.wxr import export_wxr

EXPORTERS: Final[dict[str, Exporter]] = {
    "html": export_html,
    "json": export_json,
    "fragments": export_fragments,
    "wxr": export_wxr,
    "csv": export_csv,
}
"""Name of each format -> what writes it."""

__all__ = ["EXPORTERS"]
