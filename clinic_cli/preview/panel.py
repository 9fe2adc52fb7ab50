"""What a preview adds to a page: whether it is published, what was found in it, and the script that reloads it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.exporters.addresses import href

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinic_cli.diagnostics import Diagnostic
    from clinic_cli.errors import ClinicError
    from clinic_cli.publicview import Held

STYLE_PATH: Final = ".clinic/preview.css"
SCRIPT_PATH: Final = ".clinic/preview.js"
EVENTS_PATH: Final = ".clinic/events"
_STATES: Final = {
    "draft": "Draft. Readers do not see this page yet.",
    "scheduled": "Scheduled. Readers do not see this page yet.",
}
_BADGES: Final = {"draft": "Draft", "scheduled": "Scheduled"}
_MOST: Final = 50

STYLE: Final = """\
.clinic-preview { position: fixed; inset: auto 0 0 0; z-index: 9; max-height: 45vh; overflow: auto; padding: 0.6rem 1rem;
  background: #fff8e1; color: #3b2f0b; border-top: 3px solid #b7791f; font: 15px/1.5 system-ui, sans-serif; }
.clinic-preview summary { cursor: pointer; font-weight: 600; }
.clinic-preview ul { margin: 0.4rem 0 0; padding-left: 1.2rem; }
.clinic-preview li { margin-bottom: 0.35rem; }
.clinic-preview small { color: #5c4a12; }
.clinic-preview p { margin: 0; }
.clinic-preview-error { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 17px/1.6 system-ui, sans-serif; }
@media print { .clinic-preview { display: none; } }
.clinic-entries a::after { margin-left: 0.6em; padding: 0.15em 0.5em; border-radius: 0.3em; border: 1px solid #b7791f; background: #fff8e1; color: #3b2f0b;
  font: 600 13px/1.5 system-ui, sans-serif; letter-spacing: 0; vertical-align: middle; }
"""
SCRIPT: Final = """\
"use strict";
const events = new EventSource("/.clinic/events");
let seen = null;
events.onmessage = (event) => {
  if (seen !== null && event.data !== seen) location.reload();
  seen = event.data;
};
"""


class Panel(NamedTuple):
    """What there is to say about a page: an article's state ("" for others), findings, and items that stay at home."""

    state: str
    found: tuple[Diagnostic, ...]
    held: tuple[Held, ...]


def style_of(states: Iterable[tuple[str, str]]) -> bytes:
    """Return the style sheet of a preview; lists mark what readers do not see, told as pairs of page and state."""
    badges = [
        f'.clinic-entries a[href$="{href(page)}"]::after {{ content: "{_BADGES[state]}"; }}\n'
        for page, state in states
        if state in _BADGES
    ]
    return (STYLE + "".join(badges)).encode()


def add_panel(page: bytes, panel: Panel) -> bytes:
    """Return a page with the panel at its foot, and the script that reloads it; links are from the server's top."""
    head = f'<link rel="stylesheet" href="/{STYLE_PATH}">\n<script src="/{SCRIPT_PATH}" defer></script>\n</head>'
    page = page.replace(b"</head>", head.encode(), 1)
    before, end, after = page.rpartition(b"</body>")
    return before + _panel(panel).encode() + end + after if end else page


def error_page(error: ClinicError) -> bytes:
    """Return the page that is shown where no site can be made."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>clinic preview</title>\n'
        f'<link rel="stylesheet" href="/{STYLE_PATH}">\n<script src="/{SCRIPT_PATH}" defer></script>\n</head>\n'
        '<body>\n<main class="clinic-preview-error">\n<h1>The site cannot be made</h1>\n'
        f"<p>{escape(error.message)}</p>\n<p>{escape(error.help)}</p>\n</main>\n</body>\n</html>\n"
    ).encode()


def _panel(panel: Panel) -> str:
    state = _STATES.get(panel.state, "")
    rows = [_finding(each) for each in panel.found[:_MOST]]
    if len(panel.found) > _MOST:
        rows.append(f"<li>and {len(panel.found) - _MOST} more; run <code>clinic lint</code></li>")
    # other reasons are states that a list shows; a fault hides the page on which it would be told
    faults = (("article", "faulty"), ("file", "unreadable"))
    faulty = [each for each in panel.held if (each.kind, each.reasons[0].code) in faults]
    rows += [f"<li><b>{escape(each.id)}</b> is not shown. {escape(each.reasons[0].message)}</li>" for each in faulty]
    if not state and not rows:
        return ""
    count = f"{len(panel.found)} found" if panel.found else ""
    title = " · ".join(part for part in (escape(state), count or ("Not shown" if faulty else "")) if part)
    if not rows:
        return f'<aside class="clinic-preview" aria-label="Preview"><p>{title}</p></aside>\n'
    return (
        f'<aside class="clinic-preview" aria-label="Preview"><details><summary>{title}</summary>\n'
        f"<ul>\n{''.join(rows)}\n</ul></details></aside>\n"
    )


def _finding(each: Diagnostic) -> str:
    place = f"{each.path}:{each.start.line}:{each.start.column}"
    return (
        f"<li><b>{each.severity}</b> {escape(each.message)} {escape(each.help)}"
        f" <small>{escape(place)} · {escape(each.rule)}</small></li>"
    )
