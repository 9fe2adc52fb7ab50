"""The page docs/benchmarks.md and its plot."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.jobs import Job
from benchmarks.measure import Samples

MOST_MEMORY = 300_000_000
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


@dataclass(frozen=True)
class Result:
    """A job and its runs."""

    job: Job
    ours: Samples
    theirs: Samples

    @property
    def ratio(self) -> float:
        return self.ours.median / self.theirs.median


def write_page(
    page: Path,
    results: Sequence[Result],
    growth: Sequence[tuple[int, str, Samples]],
    stages: Mapping[str, float],
    rules: Mapping[str, float],
    versions: Mapping[str, str],
) -> None:
    """Put what was measured between the marks of the page; the words around them are kept."""
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    measured = "\n".join(_measured(results, growth, stages, rules, versions))
    page.write_text(f"{head}{BEGIN}\n\n{measured}\n{END}{tail}", encoding="utf-8", newline="\n")


def _measured(
    results: Sequence[Result],
    growth: Sequence[tuple[int, str, Samples]],
    stages: Mapping[str, float],
    rules: Mapping[str, float],
    versions: Mapping[str, str],
) -> Iterable[str]:
    tools = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    yield f"Measured with Python {platform.python_version()} on {platform.system()}, {_processors()}; {tools}.\n"
    yield "| job | articles | clinic | beside | ratio | target | most memory |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for result in results:
        job = result.job
        yield (
            f"| {job.name} | {job.size or ''} | {_time(result.ours)} | {job.theirs.tool} {_time(result.theirs)} "
            f"| **{result.ratio:.2f}** | {_verdict(result)} | {_memory(result.ours)}, {_memory(result.theirs)} |"
        )
    yield f"\n{_memory_verdict(results)}"
    yield "\n![Time against the number of articles](benchmarks.svg)\n"
    if growth:
        yield "Growth, clinic alone:\n"
        yield "| job | articles | time | most memory |"
        yield "| --- | ---: | ---: | ---: |"
        for size, name, samples in growth:
            yield f"| {name} | {size:,} | {_time(samples)} | {_memory(samples)} |"
        yield ""
    yield "Where the time goes, one article of 1,000 words, in one process:\n"
    yield "| stage | microseconds |"
    yield "| --- | ---: |"
    yield from (f"| {name} | {cost:.0f} |" for name, cost in stages.items())
    yield "\nThe rules that cost most, an article each; the others together:\n"
    yield "| rule | microseconds |"
    yield "| --- | ---: |"
    ranked = sorted(rules.items(), key=lambda each: -each[1])
    yield from (f"| `{name}` | {cost:.1f} |" for name, cost in ranked[:12])
    yield f"| the other {len(ranked) - 12} | {sum(cost for _, cost in ranked[12:]):.1f} |"
    yield ""


def _processors() -> str:
    import os

    return f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} processors"


def _time(samples: Samples) -> str:
    return f"{samples.median:.2f} s ({samples.least:.2f} to {samples.most:.2f})"


def _memory(samples: Samples) -> str:
    return f"{samples.peak / 1e6:.0f} MB"


def _verdict(result: Result) -> str:
    if result.job.seconds is not None:
        return f"{result.job.seconds:g} s, {'met' if result.ours.median <= result.job.seconds else 'missed'}"
    if result.job.target is None:
        return ""
    return f"{result.job.target:g}, {'met' if result.ratio <= result.job.target else 'missed'}"


def _memory_verdict(results: Sequence[Result]) -> str:
    """Return how the memory of the largest runs compares with what we set ourselves."""
    largest = max(result.job.size for result in results)
    peak = max(result.ours.peak for result in results if result.job.size == largest)
    met = "met" if peak < MOST_MEMORY else "missed"
    return (
        f"Most memory at {largest:,} articles: {peak / 1e6:.0f} MB (target: below {MOST_MEMORY / 1e6:.0f} MB, {met})."
    )


def draw(path: Path, results: Sequence[Result]) -> None:
    """Draw time against size, a panel for each job, as SVG."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "clinic"  # the same figures give the same file
    from matplotlib import pyplot

    names = list(dict.fromkeys(result.job.name for result in results if result.job.size))
    figure, panels = pyplot.subplots(
        (len(names) + 1) // 2, 2, figsize=(9, 2.6 * ((len(names) + 1) // 2)), squeeze=False
    )
    for panel, name in zip(panels.flat, names, strict=False):
        chosen = [result for result in results if result.job.name == name]
        for tool in dict.fromkeys(["clinic", *(result.job.theirs.tool for result in chosen)]):
            points = sorted(
                {
                    (result.job.size, (result.ours if tool == "clinic" else result.theirs).median)
                    for result in chosen
                    if tool in ("clinic", result.job.theirs.tool)
                }
            )
            panel.plot(*zip(*points, strict=True), marker="o", label=tool, linewidth=2 if tool == "clinic" else 1)
        panel.set(xscale="log", yscale="log", title=name, xlabel="articles", ylabel="seconds")
        panel.legend(fontsize="small")
        panel.grid(alpha=0.3)
    for panel in list(panels.flat)[len(names) :]:
        panel.axis("off")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
