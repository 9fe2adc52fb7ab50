"""From what importers yield to a plan: addresses, ids and authors are settled, and nothing that is there is overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from clinic_cli.authoring import article_text, new_id
from clinic_cli.content.approval import approval_of
from clinic_cli.content.article import parse_article, stem_of
from clinic_cli.content.schema import ARTICLE, TESTIMONIAL, is_slug
from clinic_cli.content.slugs import numbered, slug_of
from clinic_cli.content.yamltree import Scalar
from clinic_cli.importers.material import ImportedArticle, ImportedTestimonial, LeftOut, Loss, Mapped, Setting
from clinic_cli.importers.plan import Plan, Step
from clinic_cli.importers.roster import Roster
from clinic_cli.importers.sound import sound, sound_value
from clinic_cli.importers.updating import SOURCE_KEY, TEXT_KEY, compare, fingerprint
from clinic_cli.source import SourceFile
from clinic_cli.workspace import ARTICLES, INBOX_FILE, refuse_unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from clinic_cli.content.article import Article
    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.content.yamltext import Value
    from clinic_cli.importers.material import Imported
    from clinic_cli.workspace import Workspace
    from clinic_cli.writing import Spool

_NAMES: Final = tuple(each.name for each in ARTICLE.fields)
_RECORD_NAMES: Final = tuple(each.name for each in TESTIMONIAL.fields)


def make_plan(
    workspace: Workspace,
    importer: str,
    items: Iterable[Imported],
    spool: Spool,
    *,
    update: bool = False,
    add_authors: bool = True,
) -> Plan:
    """Return what an import would do; raise ClinicError, with nothing written, where its source cannot be read."""
    planner = _Planner(
        workspace, importer, Plan(spool, roster=Roster(workspace.config.authors, grows=add_authors)), update
    )
    for item in items:
        planner.take(item)
    return planner.plan


@dataclass(frozen=True, slots=True)
class _Known:
    """A testimonial that is there: its id, and whether the client took the words back."""

    id: str
    revoked: bool


class _Planner:
    def __init__(self, workspace: Workspace, importer: str, plan: Plan, update: bool) -> None:
        self.workspace = workspace
        self.importer = importer
        self.update = update
        self.plan = plan
        self.taken: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self.sources: dict[str, str] = {}
        self.words: dict[str, _Known] = {}
        self.ids: dict[str, str] = {}
        listing = workspace.listing()
        for path in listing.articles:
            self._know_article(workspace.parse_article(path))
        self.records = [workspace.parse_testimonials(path) for path in listing.testimonials]
        for file in self.records:
            for record in file.records:
                self._know_testimonial(record)

    def _know_article(self, article: Article) -> None:
        for name in (article.slug, stem_of(article.path), *(alias.strip("/") for alias in article.aliases)):
            self.taken.setdefault(name.casefold(), article.path)
        source = article.front.mapping.get(SOURCE_KEY)
        if isinstance(source, Scalar):
            self.sources[source.text] = article.path

    def _know_testimonial(self, record: Testimonial) -> None:
        known = _Known(record.id, record.revoked)
        self.ids[record.id] = approval_of(record.quote)
        standing = approval_of(record.quote) if record.quote else ""
        for words in filter(None, (record.approved, standing, *record.revoked_words)):
            if known.revoked or words not in self.words:
                self.words[words] = known

    def take(self, item: Imported) -> None:
        """Work out what becomes of one item."""
        match item:
            case ImportedArticle():
                self.plan.steps.append(self._article(item))
            case ImportedTestimonial():
                self.plan.steps.append(self._testimonial(item))
            case LeftOut(source, title, why, faulty):
                self.plan.steps.append(
                    Step("left out", "", source, "", title, losses=(Loss("all", why),), faulty=faulty)
                )
            case Setting(key, value):
                current = getattr(self.workspace.config, key, "")
                if not current:
                    self.plan.settings.setdefault(key, value)
            case Mapped():
                self.plan.mapped.append(item)

    def _article(self, item: ImportedArticle) -> Step:
        losses = list(item.losses)
        source = f"{self.importer} {sound(item.source)}"
        values: dict[str, Value] = {str(sound(key)): sound_value(value) for key, value in item.values.items()}
        values["authors"] = [id for person in item.authors if (id := self.plan.roster.id_of(person))]
        body = sound(item.body)
        values |= {SOURCE_KEY: source, TEXT_KEY: fingerprint(body)}
        if item.was:
            values["x-status"] = str(sound(item.was))
        path = self.sources.get(source)
        if path:
            return self._again(item, path, values, body, losses)
        slug = self._slug(item, str(values.get("title", "")), losses)
        path = f"{ARTICLES}/{slug}.md"
        values["aliases"] = self._aliases(values.get("aliases"), slug, path, losses)
        text = article_text(_ordered({**values, "status": "draft"}, _NAMES), body)
        losses += _faults(path, text)
        self.sources[source] = path
        return Step(
            "new",
            "article",
            item.source,
            path,
            str(values.get("title", "")),
            item.was,
            tuple(losses),
            self.plan.spool.put(text.encode()),
        )

    def _slug(self, item: ImportedArticle, title: str, losses: list[Loss]) -> str:
        named = any(map(str.isalnum, item.slug))  # an address may be of signs alone, such as a smile
        wanted = item.slug if is_slug(item.slug) else slug_of(item.slug if named else title)
        taken = self.taken.get(wanted.casefold())
        if taken is None:
            self.taken[wanted.casefold()] = f"{ARTICLES}/{wanted}.md"
            return wanted
        slug = numbered(slug_of(wanted), self.taken, self._numbers)
        losses.append(Loss(f"address {wanted}", f"is taken by {taken}; this article is {slug}"))
        self.taken[slug.casefold()] = f"{ARTICLES}/{slug}.md"
        return slug

    def _aliases(self, value: Value, slug: str, path: str, losses: list[Loss]) -> list[Value]:
        kept: list[Value] = []
        for alias in value if isinstance(value, list) else []:
            name = str(alias).strip("/").casefold()
            other = self.taken.setdefault(name, path)
            if other == path and name != slug.casefold():
                kept.append(alias)
            elif other != path:
                losses.append(Loss(f"old address {alias}", f"left out: it belongs to {other}"))
        return kept

    def _again(self, item: ImportedArticle, path: str, values: dict[str, Value], body: str, losses: list[Loss]) -> Step:
        """Return what becomes of an article that an earlier run made."""
        step = Step("left out", "article", item.source, path, str(values.get("title", "")), item.was)
        if not (self.workspace.root / path).exists():
            return replace(step, losses=(Loss("all", f"stands twice in the source; the first became {path}"),))
        found = compare(self.workspace.parse_article(path), _ordered(values, _NAMES), body)
        if not found.changed:
            return replace(step, action="unchanged")
        told = ", ".join(found.changed)
        if not self.update:
            return replace(step, action="kept", losses=(Loss("imported before", f"--update would take over: {told}"),))
        if found.edited_here:
            losses.append(Loss("text", "kept as it is: somebody worked on it here since the last import"))
        after = found.result()
        if after is None:
            return replace(step, action="kept", losses=tuple(losses))
        return replace(
            step,
            action="update",
            losses=(Loss("taken over", told), *losses),
            slot=self.plan.spool.put(after),
            before=self.plan.spool.put(found.article.source.data),
        )

    def _testimonial(self, item: ImportedTestimonial) -> Step:
        for file in self.records:
            refuse_unread(file)  # the same words may stand there, or may have been taken back
        quote = str(sound(item.quote)).strip()
        fingerprint = approval_of(quote)
        known = self.words.get(fingerprint)
        values = {key: sound_value(value) for key, value in item.values.items()}
        attribution = " ".join(str(sound(item.attribution)).split())
        shown = attribution or "Anonymous"
        if known:
            why = (
                "the client took these words back; they stay out"
                if known.revoked
                else "the same words are there already"
            )
            return Step("unchanged", "testimonial", item.source, known.id, shown, item.was, (Loss("all", why),))
        id = str(values.pop("id", "") or "")
        if id in self.ids:
            why = f"there are other words under {id}; consent is bound to words, so edit that record by hand"
            return Step("kept", "testimonial", item.source, id, shown, item.was, (Loss("all", why),))
        id = id or new_id(self.ids)
        self.ids[id] = fingerprint
        self.words[fingerprint] = _Known(id, False)
        record = {"id": id, "status": "draft", "quote": quote, "attribution": attribution, **values}
        record.setdefault("source", str(sound(item.source)))
        self.plan.records.append(_ordered(record, _RECORD_NAMES))
        return Step("new", "testimonial", item.source, f"{INBOX_FILE} {id}", shown, item.was, item.losses)


def _ordered(values: Mapping[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    """Return values in the order of the schema, the user's own keys last."""
    known: dict[str, Value] = {name: values[name] for name in names if name in values}
    return {**known, **{key: value for key, value in values.items() if key not in known}}


def _faults(path: str, text: str) -> list[Loss]:
    """Return what our own reader would say of a new file's keys."""
    article = parse_article(SourceFile(path, text.encode()))
    return [Loss("front matter", f"{problem.message} {problem.help}".strip()) for problem in article.problems]
