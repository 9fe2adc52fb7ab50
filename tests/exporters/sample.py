"""A clinic with one of everything an export must carry, and the export of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clinic_cli.config import Selection, Target
from clinic_cli.exporters.run import Exported, export
from clinic_cli.workspace import Workspace
from tests.exporters.pictures import png

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Clinic

TODAY = date(2026, 5, 1)
BASE = "https://clinic.example/blog"

CONFIG = """\
name = "Sample Clinic & Co"
url = "https://clinic.example"
timezone = "America/Los_Angeles"
sms = "+14155550134"
phone = "+14155550135"
email = "hello@clinic.example"
hours = "weekdays from 9am to 9pm"
opening_hours = ["Mo-Fr 09:00-21:00", "Sa 10:00-14:00"]

[address]
street = "1 Sample Street"
city = "Sampleton"
region = "CA"
postal_code = "94000"
country = "US"

[authors.sam]
name = "Sam Sample"
credentials = "LMFT"
license = { kind = "LMFT", number = "00001" }
url = "https://clinic.example/sam"
bio = "Sam is a sample."

[authors.alex]
name = "Alex Example"
credentials = "AMFT"
license = { kind = "AMFT", number = "00002" }
supervisor = "Sam Sample, LMFT 00001"
"""

WALK = """\
title: A slow walk & a talk
description: Walking side by side changes how a couple talks.
authors: sam
date: 2026-03-02
updated: 2026-04-10
status: published
aliases: [slow-walk, /old/path]
tags: [couples, Everyday practice]
image:
  src: images/hills.png
  alt: Green hills
  credit: Sample Photographer
  license: CC BY 4.0
  source_url: https://example.org/photo
  depicts: model
reviewed_by: alex
last_reviewed: 2026-03-20
citations:
  - A sample study.
  - {title: Sample guidance, url: "https://example.org/guide"}
"""

WALK_BODY = """
Some talks go better side by side.[^1] See [the morning](morning.md#first), [a draft](draft.md) and [a file](../files/leaflet.pdf).

## Begin

![Two chairs](../images/two%20chairs.png)

[^1]: A sample note.
"""

MORNING = """\
title: A quiet morning
description: Ten unhurried minutes.
authors: [alex, sam]
date: 2026-02-10
status: published
tags: [everyday practice]
testimonials: [t-0002]
image: {credit: Sample Photographer}
lang: en-GB
"""

CONSENT = """\
consent:
  ref: form-1
  signed_on: 2026-01-02
  expires_on: 2026-12-31
"""

TESTIMONIALS = (
    f"id: t-0001\nstatus: published\nquote: |\n  A calm <room>.\n\n  And a kind voice.\nattribution: Sample client A\ntags: [couples]\n{CONSENT}",
    f"id: t-0002\nstatus: published\nquote: A quiet place.\nattribution: Sample client B\nrating: 4\ndisclosure: Sample client B is a friend of the clinic.\n{CONSENT}",
    "id: t-0003\nstatus: published\nquote: No consent was given for these words.\nattribution: Sample client C\n",
)


def fill(clinic: Clinic) -> Clinic:
    """Write the sample into an empty folder."""
    clinic.config(CONFIG)
    clinic.article("walk", WALK, WALK_BODY)
    clinic.article("morning", MORNING, "\n## First\n\nBack to [the walk](walk.md).\n")
    clinic.article("draft", "title: A draft\n", "\nUnfinished words.\n")
    clinic.article("later", "title: Later\ndate: 2026-06-01\nstatus: published\n", "\nScheduled words.\n")
    clinic.testimonials(*TESTIMONIALS)
    clinic.write("images/hills.png", png(30, 20))
    clinic.write("images/two chairs.png", png(12, 8))
    clinic.write("files/leaflet.pdf", b"%PDF-1.4 sample")
    return clinic


def run(
    clinic: Clinic,
    format: str,
    *,
    out: str = "public",
    base_url: str = BASE,
    today: date = TODAY,
    select: Selection | None = None,
    dry_run: bool = False,
    cached: bool = True,
) -> Exported:
    """Export a clinic's folder."""
    target = Target(format, format, out=out, base_url=base_url, select=select or Selection())
    return export(Workspace.open(clinic.root), target, today, dry_run=dry_run, cached=cached)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
