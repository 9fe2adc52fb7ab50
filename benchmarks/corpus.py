"""Make a clinic of any size: articles of about 1,000 words, half as many testimonials, the same bytes every time."""

from __future__ import annotations

import random
from pathlib import Path

SEED = 20260301
WORDS = 1000
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

# Words of a sample clinic's sample articles: plain, and of the lengths that English has.
_VOCABULARY = """a about after afternoon again all along also always and another answer any around ask at away back be because
been before begin below beside between both bring but by call calm chair change child choose clear close colour come
corner could day deep different do door down each early easy end enough evening every family far feel few find first
follow for friend from full garden gentle get give go good grow habit half hand happen hard have hear help her here him
his home hope hour house how if in into is it keep kettle kind kitchen know last late learn leave less letter light like
listen little live long look lose make many may mean meet middle mind minute moment month more morning most mother move
much must name near need never new next night no not notice nothing now of off often old on once one only open or order
other our out over own pace page paper part partner past path patience people perhaps person picture piece place plain
plan point question quiet quite rain rather read ready reason remember rest return room round said same say season second
see seem sentence session several share she short should show side sit slow small so some something soon sort sound
speak spend spring stand start stay step still stop story street summer sure table take talk tea tell than thank that
the their them then there these they thing think this though thought time to today together tomorrow too touch toward
town tree try turn two under until up use usual very visit voice wait walk want warm was watch water way we week well were
what when where which while who why will window winter wish with within without wonder word work world would write year
yesterday yet you young your attention breathing comfortable conversation disagreement everything grandmother important
neighbourhood ordinary relationship remembering responsibility surprising therapist understanding uncomfortable"""
_WORDS = _VOCABULARY.split()
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
    records = "\n".join(map(testimonial, range(1, articles // 2 + 1)))
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
    words = luck.choices(_WORDS, k=length)
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
