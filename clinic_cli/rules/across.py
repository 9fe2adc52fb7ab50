"""Form, across files: what may stand only once, and names that must lead somewhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from clinic_cli.content.checking import closest, shorten
from clinic_cli.content.summary import place_in
from clinic_cli.content.yamltext import entry_text
from clinic_cli.diagnostics import Edit, Fix, Severity
from clinic_cli.rules.rule import ProjectFinding
from clinic_cli.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clinic_cli.content.summary import Named, Room
    from clinic_cli.rules.rule import Facts, Overview

_ROSTER_LIMIT = 5


def _repeated(names: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Yield each name that stood before, with the first place of it; case does not tell names apart."""
    first: dict[str, Named] = {}
    for name in names:
        if name.text:
            earlier = first.setdefault(name.text.casefold(), name)
            if earlier is not name:
                yield earlier, name


def _where(name: Named) -> str:
    return f"{name.place.path}:{name.place.start.line}"


def duplicate_id(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of two testimonials with one id.

    Why: An id stands for one client's words for ever; with two, a revocation could take down the wrong ones.
    Source: The design of clinic: ids are never used again.
    Checked: 2026-11-23
    Bad:
        - id: t-0001
          quote: A calm place.
        - id: t-0001
          quote: A kind voice.
    Good:
        - id: t-0001
          quote: A calm place.
        - id: t-0002
          quote: A kind voice.
    """
    for first, again in _repeated(record.id for record in overview.testimonials):
        yield ProjectFinding(
            again.place,
            f"The id `{again.text}` is taken already, at {_where(first)}.",
            "Give this testimonial an id that was never used.",
        )


def duplicate_slug(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of two articles with one address.

    Addresses that differ only in capitals are one on many systems. An old address in `aliases` counts too.

    Why: One of the two pages would overwrite the other.
    Source: Windows and macOS file systems, which do not tell capitals apart.
    Checked: 2026-11-23
    Bad:
        ==> articles/a-walk.md <==
        ---
        title: A walk
        ---
        Text.
        ==> articles/another.md <==
        ---
        title: Another
        slug: A-Walk
        ---
        Text.
    Good:
        ==> articles/a-walk.md <==
        ---
        title: A walk
        ---
        Text.
        ==> articles/another.md <==
        ---
        title: Another
        ---
        Text.
    """
    slugs = [article.slug for article in overview.articles]
    for first, again in _repeated(slugs):
        yield ProjectFinding(
            again.place, f"The address `{again.text}` is taken already, by {_where(first)}.", "Write another `slug`."
        )
    taken = {slug.text.casefold(): slug for slug in slugs}
    for article in overview.articles:
        for alias in article.aliases:
            other = taken.get(alias.text.casefold())
            if other is not None and other is not article.slug:
                yield ProjectFinding(
                    alias.place,
                    f"The old address `{alias.text}` is another article's own, {_where(other)}.",
                    "Delete it here.",
                )
    for first, again in _repeated(alias for article in overview.articles for alias in article.aliases):
        yield ProjectFinding(
            again.place,
            f"The old address `{again.text}` leads to another article already, {_where(first)}.",
            "Keep one of the two.",
        )


def duplicate_title(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of two articles with one title.

    Why: Readers cannot tell the two apart in a list or in search results.
    Source: WCAG 2.1, success criterion 2.4.2, Page Titled.
    Checked: 2026-11-23
    Bad:
        ==> articles/a-walk.md <==
        ---
        title: A walk
        ---
        Text.
        ==> articles/another.md <==
        ---
        title: A walk
        ---
        Text.
    Good:
        ==> articles/a-walk.md <==
        ---
        title: A walk
        ---
        Text.
        ==> articles/another.md <==
        ---
        title: Another walk
        ---
        Text.
    """
    for first, again in _repeated(
        article.title for article in overview.articles if article.title and article.status != "archived"
    ):
        yield ProjectFinding(
            again.place, f"The title is taken already, at {_where(first)}.", "Say what is different about this one."
        )


def slug_changed(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of a published address that is gone, without an alias that leads from it to the article.

    What was published is told by the manifests of the last exports. An article that was withdrawn, but still has its
    address, is no finding.

    Fix: Safe. It keeps the old address as an alias.
    Why: Links from other sites, search engines and bookmarks lead to an error page.
    Source: W3C, Cool URIs don't change.
    Checked: 2026-11-23
    Bad:
        ==> clinic.toml <==
        [export.website]
        format = "html"
        out = "site"
        ==> site/.clinic-manifest.json <==
        {"version": 1, "format": "html", "channel": "website", "complete": true,
        "articles": {"a-walk": "articles/a-walk.md"}, "testimonials": [], "files": {}}
        ==> articles/a-walk.md <==
        ---
        title: A slow walk
        slug: a-slow-walk
        ---
        Text.
    Good:
        ==> clinic.toml <==
        [export.website]
        format = "html"
        out = "site"
        ==> site/.clinic-manifest.json <==
        {"version": 1, "format": "html", "channel": "website", "complete": true,
        "articles": {"a-walk": "articles/a-walk.md"}, "testimonials": [], "files": {}}
        ==> articles/a-walk.md <==
        ---
        title: A slow walk
        slug: a-slow-walk
        aliases: [a-walk]
        ---
        Text.
    """
    there = {article.slug.text.casefold() for article in overview.articles}
    there |= {alias.text.casefold() for article in overview.articles for alias in article.aliases}
    by_path = {article.path: article for article in overview.articles}
    for target, manifest in facts.exports().items():
        for slug, source in manifest.articles.items():
            if slug.casefold() in there:
                continue
            there.add(slug.casefold())
            article = by_path.get(source)
            if article:
                line = entry_text("aliases", [slug])
                yield ProjectFinding(
                    article.slug.place,
                    f"The address `{slug}` was published, and nothing leads from it to this article any more.",
                    f"Add `{line}`, so that it leads here." if article.room else f"Add `{slug}` to `aliases`.",
                    fix=_with_line(article.room, line) if article.room else None,
                )
            elif facts.config.source is not None:
                yield ProjectFinding(
                    place_in(facts.config.source, facts.config.at("export", target)),
                    f"The last export of `{target}` has the address `{slug}`, and its article, {source}, is gone.",
                    f"Add `{slug}` to the `aliases` of the article that takes its place; if none does, run"
                    f" `clinic export {target}`.",
                )


def _with_line(room: Room, line: str) -> Fix:
    return Fix((Edit(Span(room.at, room.at), line + room.newline),), title="lead the old address here")


def unknown_author(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of an author who is not in the roster.

    Told once an author, and once in all where there are many, as after an import.

    Why: The byline needs the name and the credentials that the roster holds.
    Source: The design of clinic; 16 CCR 1811 asks for the licence beside the name (verify).
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        authors: [nobody]
        ---
        Text.
    Good:
        ==> clinic.toml <==
        [authors.sample-author]
        name = "Sample Author"
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        authors: [sample-author]
        ---
        Text.
    """
    roster = tuple(facts.config.authors)
    found: dict[str, list[tuple[Named, str]]] = defaultdict(list)
    for article in overview.articles:
        for author in article.authors:
            if author.text not in facts.config.authors:
                found[author.text].append((author, article.status))
    if len(found) > _ROSTER_LIMIT:
        first = next(iter(found.values()))[0][0]
        published = any(status == "published" for uses in found.values() for _, status in uses)
        yield ProjectFinding(
            first.place,
            f"{len(found)} authors are not in the roster: {_some(found)}.",
            "Add each as [authors.ID] with a name to clinic.toml.",
            None if published else Severity.WARNING,
        )
        return
    for id, uses in found.items():
        near = closest(id, roster)
        meant = f"; did you mean `{near}`?" if near else "."
        times = f" {len(uses)} articles name them." if len(uses) > 1 else ""
        published = any(status == "published" for _, status in uses)
        yield ProjectFinding(
            uses[0][0].place,
            f"`{id}` is not in the roster{meant}{times}",
            f'Add [authors.{_toml_key(id)}] with name = "..." to clinic.toml, or correct the id.',
            None if published else Severity.WARNING,
        )


def _toml_key(id: str) -> str:
    return id if id.replace("-", "").replace("_", "").isalnum() and id.isascii() else '"' + id.replace('"', "") + '"'


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(f"`{name}`" for name in listed[:3]) + (f" and {len(listed) - 3} more" if len(listed) > 3 else "")


def unknown_testimonial(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Tell of an article that asks for a testimonial which does not exist.

    Why: The place beside the article would stay empty, and nobody would know why.
    Source: The design of clinic.
    Checked: 2026-11-23
    Bad:
        ---
        title: A walk in the park
        testimonials: [t-9999]
        ---
        Text.
    Good:
        ==> testimonials.yaml <==
        - id: t-0001
          quote: A calm place.
        ==> articles/walk.md <==
        ---
        title: A walk in the park
        testimonials: [t-0001]
        ---
        Text.
    """
    known = dict.fromkeys(sorted(record.id.text for record in overview.testimonials))
    names = tuple(known)
    for article in overview.articles:
        for wanted in article.testimonials:
            if wanted.text not in known:
                near = closest(wanted.text, names)
                meant = f"; did you mean `{near}`?" if near else "."
                yield ProjectFinding(
                    wanted.place,
                    f"There is no testimonial `{wanted.text}`{meant}",
                    "Correct the id, or delete it here.",
                )


def foreign_keys(overview: Overview, facts: Facts) -> Iterator[ProjectFinding]:
    """Yield one note for all keys that clinic does not know and that resemble none it knows."""
    counts: dict[str, list[Named]] = defaultdict(list)
    for keys in (*(each.foreign for each in overview.articles), *(each.foreign for each in overview.testimonials)):
        for key in keys:
            counts[key.text].append(key)
    if not counts:
        return
    ranked = sorted(counts, key=lambda key: -len(counts[key]))
    first = counts[ranked[0]][0]
    named = ", ".join(f"`{shorten(key)}` ({len(counts[key])})" for key in ranked[:6]) + (
        f" and {len(ranked) - 6} more" if len(ranked) > 6 else ""
    )
    total = sum(map(len, counts.values()))
    count = "One key is not clinic's" if total == 1 else f"{total} keys are not clinic's"
    them = "it" if total == 1 else "them"
    yield ProjectFinding(
        first.place,
        f"{count}, and nothing is done with {them}: {named}.",
        "Begin a key with x- to keep it without this note, or delete it.",
        Severity.NOTE,
    )
