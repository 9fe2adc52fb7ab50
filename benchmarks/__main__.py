"""`python -m benchmarks`: make the corpora, install the peers, run the pairs, write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from benchmarks import corpus, jobs, measure, peers, report, stages

ROOT = Path(__file__).parent.parent
LARGEST = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000", help="numbers of articles, between commas")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command; the largest size takes three")
    parser.add_argument("--largest", action="store_true", help=f"clinic alone at {LARGEST:,} articles too")
    parser.add_argument("--only", default="", help="only jobs whose name begins with this")
    parser.add_argument("--build", type=Path, default=ROOT / "build/bench", help="where corpora and peers stand")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, leave docs/benchmarks.md as it is")
    options = parser.parse_args()
    build = options.build.resolve()
    tools = peers.install(build / "peers")
    sizes = [int(size) for size in options.sizes.split(",")]
    results: list[report.Result] = []
    for size in sizes:
        results += _run_size(size, build, tools, options)
    growth = _growth(build) if options.largest else []
    costs, by_rule = stages.measure(corpus.make(build, 1000))
    if options.dry_run:
        return
    report.draw(ROOT / "docs/benchmarks.svg", results)
    report.write_page(ROOT / "docs/benchmarks.md", results, growth, costs, by_rule, tools.versions())


def _run_size(size: int, build: Path, tools: peers.Peers, options: argparse.Namespace) -> list[report.Result]:
    clinic = corpus.make(build, size)
    place = jobs.Corpus(size, clinic, peers.configure(clinic, build))
    todo = [
        *jobs.lint_jobs(place, tools),
        *jobs.export_jobs(place, tools, build / f"out-{size}"),
        *jobs.list_jobs(place, tools),
        *(jobs.start_jobs(place, tools) if size == 100 else ()),
    ]
    runs = min(options.runs, 3) if size >= 10_000 else options.runs
    return [_run_job(job, runs) for job in todo if job.name.startswith(options.only)]


def _run_job(job: jobs.Job, runs: int) -> report.Result:
    """Run both sides in turn, so that whatever else the machine does meets both."""
    sides = (job.ours, job.theirs)
    for side in sides:
        if side.warm:
            _run(side)
    samples: tuple[list[measure.Sample], list[measure.Sample]] = ([], [])
    for _ in range(runs):
        for side, kept in zip(sides, samples, strict=True):
            side.prepare()
            kept.append(_run(side))
    result = report.Result(job, *(measure.Samples(tuple(kept)) for kept in samples))
    print(
        f"{job.name:36} {job.size:>7,}  clinic {result.ours.median:7.3f} s {result.ours.peak / 1e6:5.0f} MB   "
        f"{job.theirs.tool:22} {result.theirs.median:7.3f} s   ratio {result.ratio:.2f} "
        + (f"(target {job.target:g})" if job.target else ""),
        flush=True,
    )
    return result


def _run(side: jobs.Command) -> measure.Sample:
    sample = measure.run(side.argv, side.cwd, side.env)
    if sample.status not in side.ok:
        sys.exit(f"{' '.join(side.argv)} in {side.cwd} ended with status {sample.status}")
    return sample


def _growth(build: Path) -> list[tuple[int, str, measure.Samples]]:
    """Return clinic's own times at the largest size, to see that they grow with it and no faster."""
    clinic = corpus.make(build, LARGEST)
    place = jobs.Corpus(LARGEST, clinic, clinic)
    site = build / f"out-{LARGEST}"
    export = [*jobs.CLINIC, "export", "html", "--as-of", jobs.DAY, "--out", str(site)]
    lint = [*jobs.CLINIC, "lint", "--as-of", jobs.DAY]
    listed = [*jobs.CLINIC, "list", "articles", "--format", "count", "--as-of", jobs.DAY]
    place.forget()
    shutil.rmtree(site, ignore_errors=True)
    commands = {
        "lint, nothing cached": jobs.Command("clinic", lint, clinic, ok=(0, 1)),
        "lint, nothing changed": jobs.Command("clinic", lint, clinic, ok=(0, 1)),
        "list, nothing cached": jobs.Command("clinic", listed, clinic),
        "list, nothing changed": jobs.Command("clinic", listed, clinic),
        "export a site, from nothing": jobs.Command("clinic", export, clinic),
        "export a site, nothing changed": jobs.Command("clinic", export, clinic),
    }
    return [(LARGEST, name, measure.Samples((_run(command),))) for name, command in commands.items()]


if __name__ == "__main__":
    main()
