"""The one declaration of what an article, a testimonial and the configuration may hold.

Parsing validates against it, and `jsonschema.py` tells it to other programs. A change that makes a valid file invalid
raises VERSION.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from clinic_cli.content.regex import Regex
from clinic_cli.jurisdictions import JURISDICTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = 1

ID: Final = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
TESTIMONIAL_ID: Final = r"t-[A-Za-z0-9][A-Za-z0-9_-]*"
SLUG: Final = r"[^\W_](?:[\w.~-]*[\w~-])?"
LANGUAGE: Final = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
WEB_ADDRESS: Final = r"https?://[^\s/?#.][^\s/?#]*(?:[/?#]\S*)?"
CHANNEL: Final = r"website|social|print|partner:[a-z0-9][a-z0-9-]*"

EXPIRY_WARNING_DAYS: Final = 30
"""How many days before its last one a consent is said to end."""


class Field(NamedTuple):
    """One key: what kind of value it takes, and what it is for.

    `kind` is line (text without line breaks), text, date, boolean, integer, choice, list or mapping. `pattern` binds
    text as a whole, and `says` names that pattern in words. `dateless` text may hold no date, which would bind nobody.
    `items` describes a list's members; `single` lets one member stand without a list; `fields` describes a mapping, and
    `shorthand` names the key that plain text stands for; `by_name` and `required_fields` repeat its fields, to be looked
    up. `open` mappings are keyed by the user's own names, and `items` describes their values.
    """

    name: str
    kind: str
    doc: str
    required: bool = False
    private: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    says: str = ""
    items: Field | None = None
    single: bool = False
    fields: tuple[Field, ...] = ()
    shorthand: str = ""
    open: bool = False
    minimum: int | None = None
    maximum: int | None = None
    dateless: bool = False
    by_name: Mapping[str, Field] = {}
    required_fields: tuple[Field, ...] = ()


def _line(name: str, doc: str, *, private: bool = False, required: bool = False) -> Field:
    return Field(name, "line", doc, required, private)


def _text(name: str, doc: str, *, private: bool = False) -> Field:
    return Field(name, "text", doc, private=private)


def _date(name: str, doc: str, *, private: bool = False) -> Field:
    return Field(name, "date", doc, private=private)


def _flag(name: str, doc: str, *, private: bool = False) -> Field:
    return Field(name, "boolean", doc, private=private)


def _choice(name: str, doc: str, *choices: str, private: bool = False) -> Field:
    return Field(name, "choice", doc, private=private, choices=choices)


def _pattern(name: str, doc: str, pattern: str, says: str, *, private: bool = False, required: bool = False) -> Field:
    return Field(name, "line", doc, required, private, pattern=pattern, says=says)


def _list(name: str, doc: str, items: Field, *, single: bool = False, private: bool = False) -> Field:
    return Field(name, "list", doc, private=private, items=items, single=single)


def _mapping(name: str, doc: str, *fields: Field, shorthand: str = "", private: bool = False) -> Field:
    return Field(
        name,
        "mapping",
        doc,
        private=private,
        fields=fields,
        shorthand=shorthand,
        by_name={field.name: field for field in fields},
        required_fields=tuple(field for field in fields if field.required),
    )


_APPROVAL = (r"v1:[0-9a-f]{64}", "v1: and 64 hexadecimal digits, as clinic writes it")
_LANG = _pattern(
    "lang",
    "Language of the text, such as en or es-MX; the clinic's own where it is left out.",
    LANGUAGE,
    "a language code, such as en or es-MX",
)
_TAGS = _list("tags", "Topics, used for lists and to match testimonials.", _line("tag", "One topic."), single=True)
_URL_SAYS = "a web address that begins with https://"

IMAGE: Final = _mapping(
    "image",
    "A picture, with its text for people who cannot see it and its maker's credit.",
    _line("src", "Path of the picture from the project's root or the file's folder, or a web address."),
    _line("alt", "What the picture shows, for people who cannot see it."),
    _flag("decorative", "True where the picture says nothing that the text does not."),
    _line("credit", "Who made the picture."),
    _line("license", "The licence it is used under."),
    _pattern("source_url", "Where the picture came from.", WEB_ADDRESS, _URL_SAYS),
    _choice("depicts", "Who is in the picture.", "none", "model", "client", "staff"),
    shorthand="src",
)

_CITATION = _mapping(
    "citation",
    "A source: text alone, or a title and a web address.",
    _line("title", "What is cited."),
    _pattern("url", "Where it can be read.", WEB_ADDRESS, _URL_SAYS),
    shorthand="title",
)

ARTICLE: Final = _mapping(
    "article",
    "The front matter of an article.",
    _line("title", "The headline.", required=True),
    _line("description", "What the article says in 50 to 160 characters; search engines and link previews show it."),
    _list("authors", "Ids from the roster, in the order of the byline.", _line("author", "A roster id."), single=True),
    _date("date", "Day of publication; a future one schedules the article."),
    _date("updated", "Day of the last change that a reader would notice."),
    _choice(
        "status",
        "Drafts stay at home, archived articles come off the sites.",
        "draft",
        "published",
        "archived",
        private=True,
    ),
    _pattern(
        "slug", "The article's address; the file's name where it is left out.", SLUG, "letters, digits and hyphens only"
    ),
    _list(
        "aliases",
        "Old addresses, which lead to this one.",
        _line("alias", "An old slug, or a path that begins with /."),
        single=True,
    ),
    _TAGS,
    _LANG,
    IMAGE,
    _list(
        "testimonials",
        "Ids of testimonials to show beside the article; an empty list shows none.",
        _line("testimonial", "A testimonial's id."),
        single=True,
    ),
    _line("reviewed_by", "Roster id of the clinician who checked the article."),
    _date("last_reviewed", "Day of that check."),
    _list("citations", "What the article rests on.", _CITATION),
    _text("notes", "For colleagues; never published.", private=True),
)

CONSENT: Final = _mapping(
    "consent",
    "The client's authorization, as filed.",
    _line("ref", "Opaque id of the signed form, never its path or a name.", private=True),
    _date("signed_on", "Day the client signed.", private=True),
    _date("expires_on", "Last day the consent is valid.", private=True),
    Field(
        "expires_event",
        "line",
        "Event that ends the consent, where no day was agreed; a date in it would end nothing.",
        private=True,
        dateless=True,
    ),
    _date("review_by", "Day to check whether that event has come.", private=True),
    _list(
        "channels",
        "Where the words may go.",
        _pattern("channel", "A channel.", CHANNEL, "website, social, print, or partner:NAME", private=True),
        single=True,
        private=True,
    ),
    _choice(
        "display_name",
        "The form of name the client allowed.",
        "anonymous",
        "initials",
        "first-name",
        "first-name-initial",
        "full-name",
        private=True,
    ),
    _flag("health_details", "True where the client allowed health details to be named.", private=True),
    _flag("photo", "True where the client allowed a photo.", private=True),
    _choice("signed_by", "Who signed.", "client", "representative", private=True),
    _flag("longer_requested", "True where the client asked for more than a year.", private=True),
    _date("revoked_on", "Day the client withdrew consent.", private=True),
    private=True,
)

TESTIMONIAL: Final = _mapping(
    "testimonial",
    "A client's words, with the consent to publish them.",
    _pattern(
        "id",
        "Opaque, begins with t-, never used again.",
        TESTIMONIAL_ID,
        "t- and letters or digits, as in t-0001",
        required=True,
    ),
    _choice("status", "Where the words stand.", "draft", "published", "withheld", "revoked", private=True),
    _text("quote", "The client's words; a blank line parts paragraphs."),
    _line("attribution", "Name to show, in the form the client allowed."),
    CONSENT,
    _pattern("approved", "Hash of the words the client approved; clinic writes it.", *_APPROVAL, private=True),
    _list(
        "revoked_words",
        "Hashes of words the client took back, so that no import brings them in again; clinic writes them.",
        _pattern("hash", "Hash of words.", *_APPROVAL, private=True),
        single=True,
        private=True,
    ),
    _choice("origin", "How the words came about.", "unsolicited", "solicited", "survey", private=True),
    _choice("relationship", "Who speaks.", "former-client", "current-client", "family", "other", private=True),
    _line("connection", "Tie to the clinic (none, or what it is).", private=True),
    _line("incentive", "What was given for the words (none, or what it is).", private=True),
    _line("disclosure", "Sentence that tells readers of a tie or a reward."),
    IMAGE,
    _line("source", "Where the words came from.", private=True),
    _date("collected_on", "Day they came.", private=True),
    _text("notes", "For colleagues; never published.", private=True),
    Field("rating", "integer", "Stars, 1 to 5.", minimum=1, maximum=5),
    _TAGS,
    _LANG,
)

AUTHOR: Final = _mapping(
    "author",
    "A member of the roster.",
    _line("name", "Name as it stands in the byline.", required=True),
    _line("credentials", "Letters behind the name, such as LMFT or PhD."),
    _mapping(
        "license",
        "The licence to practise.",
        _line("kind", "Kind of licence, such as LMFT."),
        _line("number", "Its number."),
    ),
    _pattern("url", "The author's profile page.", WEB_ADDRESS, _URL_SAYS),
    _line("supervisor", "For associates: the supervisor's name, licence and number."),
    _text("bio", "A few sentences for the author's page."),
)

EXPORT: Final = _mapping(
    "export",
    "An export target.",
    _choice("format", "What is written.", "html", "json", "fragments", "wxr", "csv"),
    _pattern(
        "channel", "The channel whose consent the target needs.", CHANNEL, "website, social, print, or partner:NAME"
    ),
    _line("out", "Output folder, from the project's root."),
    _pattern("base_url", "Address the output is served from.", WEB_ADDRESS, _URL_SAYS),
    _pattern(
        "article_url",
        "Address of an article on the site that takes the export, with {slug} in its place.",
        r"https?://[^\s/?#.][^\s/?#]*/\S*\{slug\}\S*",
        "a web address with {slug} in it, such as https://clinic.example/blog/{slug}",
    ),
    _mapping(
        "select",
        "What goes there; all that may, where it is left out.",
        _list("tags", "Only items with one of these tags.", _line("tag", "A tag."), single=True),
        _list("authors", "Only articles by one of these authors.", _line("author", "A roster id."), single=True),
        _list("lang", "Only items in one of these languages.", _line("lang", "A language code."), single=True),
        _choice("content", "Which kind of item.", "all", "articles", "testimonials"),
    ),
)

_SEVERITY = Field(
    "severity", "choice", "How much a rule's findings matter.", choices=("error", "warning", "note", "off")
)
_RULES = _line("rule", "A rule, a category, or all.")

LINT: Final = _mapping(
    "lint",
    "Which rules run, and how.",
    _list("select", "Rules or categories that run instead of the default ones.", _RULES, single=True),
    _list("extend_select", "Rules or categories that run besides the default ones.", _RULES, single=True),
    _list("ignore", "Rules or categories that do not run.", _RULES, single=True),
    Field("severity", "mapping", "Severity by rule.", open=True, items=_SEVERITY),
    Field(
        "per_path",
        "mapping",
        "Rules ignored by path pattern.",
        open=True,
        items=_list("ignore", "Rules or categories.", _RULES, single=True),
    ),
    Field(
        "options",
        "mapping",
        "Options by rule.",
        open=True,
        items=Field("option", "mapping", "A rule's options, by name.", open=True),
    ),
)

CONFIG: Final = _mapping(
    "config",
    "What clinic.toml, or [tool.clinic] in pyproject.toml, holds.",
    _line("name", "The clinic's name."),
    _pattern("url", "The clinic's web site.", WEB_ADDRESS, _URL_SAYS),
    _line("timezone", "Time zone that days are counted in, such as America/Los_Angeles."),
    _pattern("language", "Language of the content.", LANGUAGE, "a language code, such as en or es-MX"),
    _pattern(
        "sms",
        "Number that takes text messages, in international form.",
        r"\+[1-9][0-9]{6,14}",
        "a number in international form, such as +14155550134",
    ),
    _pattern(
        "phone",
        "Telephone number, in international form.",
        r"\+[1-9][0-9]{6,14}",
        "a number in international form, such as +14155550134",
    ),
    _pattern("email", "Address for mail.", r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    _line("hours", "When messages are answered, such as weekdays from 9am to 9pm."),
    _list(
        "opening_hours",
        "The same for machines, such as Mo-Fr 09:00-21:00.",
        _pattern(
            "hours",
            "Days and hours.",
            r"(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))* [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]",
            "days and hours, such as Mo-Fr 09:00-21:00",
        ),
        single=True,
    ),
    _mapping(
        "address",
        "Where the clinic is.",
        _line("street", "Street and number."),
        _line("city", "City."),
        _line("region", "State or region, such as CA."),
        _line("postal_code", "Postal code."),
        _pattern("country", "Country code.", r"[A-Z]{2}", "two capital letters, such as US"),
    ),
    _list(
        "jurisdictions",
        "Whose laws the rules follow.",
        _choice("jurisdiction", "A place.", *JURISDICTIONS),
        single=True,
    ),
    _flag("hold_overdue_reviews", "True to export nothing whose clinical review, or check of its consent, is overdue."),
    Field("authors", "mapping", "The roster, by id.", open=True, items=AUTHOR),
    LINT,
    Field("export", "mapping", "Export targets, by name.", open=True, items=EXPORT),
)

BY_NAME: Final = {"article": ARTICLE, "testimonial": TESTIMONIAL, "config": CONFIG}


RESERVED_SLUGS: Final = frozenset(
    (
        "index",
        "404",
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
    )
)
_SLUG: Final = Regex(SLUG)
_SLUG_LENGTH: Final = 120


def slug_help(text: str) -> str:
    """Return what to do about a text that cannot be an address."""
    if text.split(".", 1)[0].lower() in RESERVED_SLUGS:
        return "Choose another name: this one is reserved, by Windows or for pages of the site."
    if re.match(r"t-\d", text):
        return "Choose another name: this one is like the id of a testimonial."
    return f"Use letters, digits and hyphens, {_SLUG_LENGTH} at most."


def is_slug(text: str) -> bool:
    """Whether a text can be an address: one path segment, valid on every system, no testimonial's id."""
    stem = text.split(".", 1)[0].lower()
    return (
        bool(_SLUG.fullmatch(text))
        and len(text) <= _SLUG_LENGTH
        and stem not in RESERVED_SLUGS
        and not re.match(r"t-\d", text)
    )
