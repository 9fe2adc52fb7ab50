"""Make a clinic of any size: articles of about 1,000 words, half as many testimonials, the same bytes every time."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

SEED = 20260301
WORDS = 1000
MOST_RECORDS = 25_000
"""A file of testimonials has 16 million characters at most."""
FOLDER_OF = 1000
"""Articles to a folder, as nobody keeps ten thousand files in one."""

CONFIG = """name = "Sample Clinic"
url = "https://clinic.example"
timezone = "America/Los_Angeles"
language = "en"
sms = "+14155550134"
jurisdictions = ["us", "us-ca"]

[authors.sam-sample]
name = "Sam Sample"
credentials = "LMFT"
license = { kind = "LMFT", number = "00001" }

[authors.robin-sample]
name = "Robin Sample"
credentials = "LCSW"
license = { kind = "LCSW", number = "00002" }
"""

# Words of sample articles, in two parts: those that half of all English is made of, the most frequent first, and
# plain ones of the lengths that English has.
_FREQUENT = """the to and of a in that it is you for we with on as this but not be at have or what they when are your
can from so one our about there was if an more some how their which by do into other than then who will her his she he
time people day way would them may us my no up out see only all"""
_PLAIN = """afternoon again along also always another answer any around ask away back because been before begin below
beside between both bring call calm chair change child choose clear close colour come corner could deep different door
down each early easy end enough evening every family far feel few find first follow friend full garden gentle get give
go good grow habit half hand happen hard hear help here him home hope hour house keep kettle kind kitchen know last late
learn leave less letter light like listen little live long look lose make many mean meet middle mind minute moment month
morning most mother move much must name near need never new next night nothing notice now off often old once open order
over own pace page paper part partner past path patience perhaps person picture piece place plan point question quiet
quite rain rather read ready reason remember rest return room round said same say season second seem sentence session
several share short should show side sit slow small something soon sort sound speak spend spring stand start stay step
still stop story street summer sure table take talk tea tell thank these thing think though thought today together
tomorrow too touch toward town tree try turn two under until use usual very visit voice wait walk want warm watch water
week well were where while why window winter wish within without wonder word work world write year yesterday yet young
attention breathing comfortable conversation disagreement everything grandmother important neighbourhood ordinary
relationship remembering responsibility surprising therapist understanding uncomfortable"""
_STEMS = _PLAIN.split()
_WORDS = [*_FREQUENT.split(), *_STEMS, *(f"{stem}{end}" for end in ("s", "ing") for stem in _STEMS)]
_ODDS = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(_WORDS) + 1)))
"""Zipf's law: as in any text, few words make most of it, and an article has some 400 different ones."""
_TAGS = ("anger", "beginnings", "calm", "couples", "families", "grief", "parents", "patience", "sleep", "work")
_TURNS = ("It’s", "That’s", "Don’t", "We’ve", "They’re", "I’d")


def make(root: Path, articles: int) -> Path:
    """Write a clinic of so many articles below a folder, unless it stands there already; return its root."""
    home = root / f"clinic-{articles}"
    done = home / "clinic.toml"
    if done.is_file():
        return home
    for number in range(articles):
        folder = home / "articles" / f"{number // FOLDER_OF:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"walk-{number:06}.md").write_text(article(number, articles), encoding="utf-8", newline="\n")
    records = "\n".join(map(testimonial, range(1, min(articles // 2, MOST_RECORDS) + 1)))
    (home / "testimonials.yaml").write_text(records, encoding="utf-8", newline="\n")
    done.write_text(CONFIG, encoding="utf-8", newline="\n")
    return home


def article(number: int, of: int, *, words: int = WORDS) -> str:
    """Return one article: keys, headings, paragraphs with curly quotes, links, emphasis, a list, a quotation."""
    luck = random.Random(SEED + number)
    title = f"{_sentence(luck, 5).rstrip('.')} {number}"
    front = [
        "---",
        f"title: {title}",
        f"description: {_sentence(luck, 14)[:110].strip()}",
        f"authors: [{luck.choice(('sam-sample', 'robin-sample'))}]",
        f"date: 20{luck.randrange(15, 26)}-{luck.randrange(1, 13):02}-{luck.randrange(1, 29):02}",
        f"status: {'draft' if number % 20 == 7 else 'published'}",
        f"tags: [{', '.join(luck.sample(_TAGS, 2))}]",
        "image:",
        "  src: https://clinic.example/images/path.jpg",
        "  alt: A gravel path between two rows of lime trees",
        "  credit: Sample Studio",
        "  license: CC BY 4.0",
        "  source_url: https://clinic.example/images/path",
        "  depicts: none",
    ]
    if number % 4 == 0:
        front += ["reviewed_by: robin-sample", "last_reviewed: 2026-01-15", f'notes: "Sample {number}: ask Robin."']
    body: list[str] = []
    count = 0
    while count < words:
        section = len(body)
        body.append(f"## {_sentence(luck, 4).rstrip('.')} {section}")
        for _ in range(3):
            body.append(_paragraph(luck, number, of))
            count += len(body[-1].split())
        if luck.random() < 0.4:
            body.append("\n".join(f"- {_sentence(luck, 8)}" for _ in range(4)))
            count += 32
        elif luck.random() < 0.3:
            body.append(f"> {_sentence(luck, 18)}")
            count += 18
    return "\n".join(front) + "\n---\n\n" + "\n\n".join(body) + "\n"


def _paragraph(luck: random.Random, number: int, of: int) -> str:
    sentences = [_sentence(luck, luck.randrange(7, 22)) for _ in range(luck.randrange(3, 7))]
    for at, sentence in enumerate(sentences):
        chance = luck.random()
        if chance < 0.25:
            sentences[at] = f"{luck.choice(_TURNS)} {sentence[0].lower()}{sentence[1:]}"
        elif chance < 0.35:
            sentences[at] = f"“{sentence}”"
        elif chance < 0.40:
            other = luck.randrange(of)
            place = "" if other // FOLDER_OF == number // FOLDER_OF else f"../{other // FOLDER_OF:03}/"
            sentences[at] = (
                f"Sam wrote about [{_sentence(luck, 3).rstrip('.').lower()}]({place}walk-{other:06}.md) too."
            )
        elif chance < 0.50:
            first, _, rest = sentence.partition(" ")
            sentences[at] = f"{first} *{rest.rstrip('.')}*."
    return " ".join(sentences)


def _sentence(luck: random.Random, length: int) -> str:
    words = luck.choices(_WORDS, cum_weights=_ODDS, k=length)
    if length > 12:
        words[length // 2] += ","
    return " ".join(words).capitalize() + "."


def testimonial(number: int) -> str:
    """Return one record with its consent."""
    luck = random.Random(SEED - number)
    status = "withheld" if number % 25 == 3 else "published"
    lines = [
        f"- id: t-{number:06}",
        f"  status: {status}",
        "  quote: |",
        f"    {_sentence(luck, 16)} {_sentence(luck, 12)}",
        "",
        f"    {_sentence(luck, 20)}",
        f"  attribution: Sample client {luck.choice('ABCDEFGH')}",
        "  consent:",
        f"    ref: form-{number:06}",
        f"    signed_on: 2026-{luck.randrange(1, 3):02}-{luck.randrange(1, 28):02}",
        "    expires_on: 2026-12-31",
        "    channels: [website, print]",
        "    display_name: anonymous",
        "  origin: unsolicited",
        "  relationship: former-client",
        f"  tags: [{luck.choice(_TAGS)}]",
    ]
    return "\n".join(lines) + "\n"
