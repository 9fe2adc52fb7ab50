"""Who wrote, matched to the roster: members are found by id or name, and others proposed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clinic_cli.config import Author
from clinic_cli.content.schema import ID, WEB_ADDRESS
from clinic_cli.content.slugs import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clinic_cli.importers.material import Person


class Roster:
    """The roster and who would join it; where it does not grow, articles name people that it does not know."""

    def __init__(self, authors: Mapping[str, Author], *, grows: bool = True) -> None:
        self._grows = grows
        self._ids = {id.casefold(): id for id in authors}
        self._names = {_key(name): author.id for author in authors.values() for name in (author.name, author.byline)}
        self.proposed: list[Author] = []

    @property
    def joining(self) -> list[Author]:
        """Members to add."""
        return self.proposed if self._grows else []

    def id_of(self, person: Person) -> str:
        """Return the id of somebody, who is proposed as a member where nobody is like them; "" for nobody."""
        name = " ".join(person.name.split())
        known = self._ids.get(person.id.casefold()) or self._names.get(_key(name))
        if known or not name:
            return known or ""
        id = person.id if re.fullmatch(ID, person.id) else slug_of(name, self._ids)
        credentials, number = _license(" ".join(person.credentials.split()))
        url = person.url if re.fullmatch(WEB_ADDRESS, person.url) else ""
        author = Author(id, _spelled(name), credentials, license_number=number, url=url, bio=person.bio)
        self._ids[id.casefold()] = id
        for each in (name, author.name, author.byline):
            self._names.setdefault(_key(each), id)
        self.proposed.append(author)
        return id


def _key(name: str) -> str:
    return re.sub(r"^dr\.?\s+", "", " ".join(name.casefold().replace(".", " ").split()))


def _spelled(name: str) -> str:
    """Return a name; one that is only an id, such as robin-sample, is written as a name."""
    if re.fullmatch(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", name):
        return " ".join(word.capitalize() for word in re.split(r"[-_.]", name))
    return name


def _license(credentials: str) -> tuple[str, str]:
    """Return the letters and the number in credentials such as "LMFT #12345"."""
    match = re.fullmatch(r"([A-Za-z.]+)\s*(?:#|No\.?)?\s*(\d{3,7})", credentials)
    return (match[1], match[2]) if match else (credentials, "")
