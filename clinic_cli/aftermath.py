"""What is left to do by hand once a client took a consent back, step by step, with the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_cli import journal
from clinic_cli.live import exports_holding
from clinic_cli.revocation import remnants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clinic_cli.content.testimonial import Testimonial
    from clinic_cli.workspace import Project, Workspace

_ELSEWHERE = {
    "social": "Delete the posts on social networks that show the words.",
    "print": "Take printed matter with the words out of use.",
}


def steps_after(workspace: Workspace, project: Project, records: tuple[Testimonial, ...]) -> list[str]:
    """Return what remains to be done in this folder and for its sites; records are those from before the change."""
    return list(dict.fromkeys(step for record in records for step in _steps(workspace, project, record)))


def _steps(workspace: Workspace, project: Project, record: Testimonial) -> Iterator[str]:
    held = exports_holding(workspace, record.id)
    for export in held:
        yield f"It is live in {export.shown} until the next export: {export.again}"
    if not held:
        yield "No export in this folder holds it. Where your site is built elsewhere, build it again there."
    for channel in record.consent.channels if record.consent else ():
        partner = channel.removeprefix("partner:")
        if partner != channel:
            yield f"Tell {partner} to take {record.id} down."
        elif channel in _ELSEWHERE:
            yield _ELSEWHERE[channel]
    if record.consent and record.consent.ref:
        yield f"Keep what the client wrote together with the form {record.consent.ref}."
    for path in journal.kept(workspace.root):
        yield f"An editor that failed left {path}; if the name or the words stand there, delete it."
    for path, line in remnants(project, record):
        yield f"The name or the words stand in {path}, line {line}, too: take them out there."
    if record.image and record.image.src and "://" not in record.image.src:
        yield f"Its picture is still in the project; delete it if nothing else shows it: git rm {record.image.src}"
    if record.path.startswith("testimonials/") and record.path != f"testimonials/{record.id}.md":
        yield f"If the file's name tells who it was, rename it: git mv {record.path} testimonials/{record.id}.md"


def steps_elsewhere(workspace: Workspace, records: tuple[Testimonial, ...]) -> list[str]:
    """Return what remains to be done outside of this folder: in git's history, on other machines, on the web."""
    steps: list[str] = []
    paths = tuple(dict.fromkeys(record.path for record in records if not record.inbox))
    if paths and _is_in_git(workspace.root):
        named = " ".join(paths)
        through = " ".join(f"--path {path}" for path in paths)
        steps += [
            f"Git still has the words in its history. See in which commits: git log --oneline --all -- {named}",
            "\n    ".join(
                (
                    f"To take every old version of {named} out of it, with git-filter-repo, in a fresh clone:",
                    f"cp {named} /tmp && git filter-repo --invert-paths {through}",
                    f"then put the file back: git add {named} && git commit -m Testimonials && git push --force --all",
                )
            ),
            "Have every other clone, fork and backup deleted or made anew; ask your git host to drop its caches.",
        ]
    site = workspace.config.url
    archive = f": https://web.archive.org/web/*/{site.split('://')[-1]}" if site else " (web.archive.org)."
    return [
        *steps,
        f"Ask search engines to drop their copies of {site or 'your site'}: https://search.google.com/search-console/removals and https://www.bing.com/webmasters/tools/contentremoval",
        f"Look whether an archive kept a copy{archive}",
        "Look through newsletters, slides, and review sites where you showed the words.",
    ]


def _is_in_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.parents))
