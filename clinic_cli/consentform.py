"""The authorization that a client signs, made of a template that a clinic can change."""

from __future__ import annotations

import html as entities
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clinic_cli.exporters.inputs import read_template
from clinic_cli.exporters.templating import Templates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clinic_cli.config import Config
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.workspace import Workspace

_NAME: Final = "consent-form.md"
OWN_TEMPLATE: Final = f"templates/{_NAME}"
_NAME_FORMS: Final = {
    "anonymous": "none: my words stand without a name",
    "initials": "my initials",
    "first-name": "my first name",
    "first-name-initial": "my first name and the initial of my last name",
    "full-name": "my full name",
}
_CHANNELS: Final = {
    "website": "the clinic's web site",
    "social": "the clinic's pages on social networks",
    "print": "printed matter of the clinic, such as leaflets",
}
_MARKS: Final = re.compile(r"([\\`*_\[\]<>&~|])|^([^\S\n]*)([#+-]|\d+[.)])(?=\s)", re.MULTILINE)
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
body {{ font: 14pt/1.45 Georgia, "Times New Roman", serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }}
h1 {{ font-size: 20pt; line-height: 1.2; }}
h2 {{ font-size: 15pt; margin: 1.4em 0 0.3em; break-after: avoid; }}
p, ul {{ margin: 0.5em 0; }}
ul {{ padding-left: 1.2em; }}
blockquote {{ margin: 0.8em 0; padding: 0.2em 0 0.2em 1em; border-left: 3pt solid #111; }}
hr {{ margin: 2em 0 1em; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def default_template() -> str:
    """Return the template that comes with clinic."""
    return (Path(__file__).parent / "templates" / _NAME).read_text("utf-8")


def render(workspace: Workspace, record: Testimonial, *, html: bool = False) -> str:
    """Return a testimonial's form in Markdown, or as a page to print; raise ClinicError for a broken template."""
    own = read_template(workspace.root, _NAME)
    source = default_template() if own is None else own
    text = Templates({_NAME: source}.get).render(_NAME, _values(record, workspace.config))
    return _page(text, workspace.config.language) if html else text


def _values(record: Testimonial, config: Config) -> dict[str, object]:
    """Return what a template may name; whatever somebody wrote is escaped, so that it reads as it was written."""
    consent = record.consent
    channels = consent.channels if consent else ()
    partners = {channel: f"at {channel.removeprefix('partner:')}" for channel in (*channels, *_targets(config))}
    named = {**_CHANNELS, **{channel: words for channel, words in partners.items() if channel not in _CHANNELS}}
    address = config.address
    place = ", ".join(filter(None, (address.street, address.city, f"{address.region} {address.postal_code}".strip())))
    return {
        "id": _words(record.id),
        "ref": _words(consent.ref) if consent else "",
        "paragraphs": [_words(paragraph) for paragraph in record.paragraphs],
        "attribution": _words(record.attribution),
        "name_forms": [
            {"words": words, "chosen": consent is not None and consent.display_name == form}
            for form, words in _NAME_FORMS.items()
        ],
        "channels": [{"words": _words(words), "chosen": channel in channels} for channel, words in named.items()],
        "health_details": consent is not None and consent.health_details,
        "photo": consent is not None and consent.photo,
        "expires_on": str(consent.expires_on) if consent and consent.expires_on else "",
        "expires_event": _words(consent.expires_event) if consent else "",
        "incentive": "" if record.incentive.casefold() in ("", "none") else _words(record.incentive),
        "clinic": {
            "name": _words(config.name),
            "address": _words(place),
            "contact": _words(", ".join(filter(None, (config.name, place, config.email))))
            if place or config.email
            else "",
        },
        "california": "us-ca" in config.jurisdictions,
        "box": lambda chosen: "\u2612" if chosen else "\u2610",
    }


def _targets(config: Config) -> Iterable[str]:
    return (target.channel for target in config.targets.values())


def _words(text: str) -> object:
    """Return text as Markdown that shows it as it stands."""
    from markupsafe import Markup

    return Markup(_MARKS.sub(lambda match: f"{match[2] or ''}\\{match[1] or match[3]}", text))  # noqa: S704 - Markdown, sanitised below


def _page(text: str, language: str) -> str:
    from clinic_cli.exporters.sanitize import Sanitizer

    title, _, rest = text.lstrip().partition("\n")
    return _PAGE.format(
        lang=entities.escape(language),
        title=entities.escape(title.lstrip("# ")),
        body=Sanitizer().render(rest).html.strip(),
    )
