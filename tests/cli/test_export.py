from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from clinic_cli.exporters.manifest import FILE_NAME
from clinic_cli.exporters.registry import EXPORTERS
from clinic_cli.exporters.templating import default_templates
from tests.exporters.sample import CONFIG, fill, tree

if TYPE_CHECKING:
    from tests.project import Clinic

DAY = ("--as-of", "2026-05-01")
TARGETS = """
[export.site]
format = "html"
out = "build/site"
base_url = "https://clinic.example/blog"

[export.partner]
format = "json"
channel = "partner:sample"
out = "build/partner"
select = { tags = ["couples"], content = "articles" }
"""


@pytest.fixture
def sample(bare: Clinic) -> Clinic:
    return fill(bare)


@pytest.fixture
def targets(sample: Clinic) -> Clinic:
    sample.config(CONFIG + TARGETS)
    return sample


def test_a_format_goes_to_a_folder_of_its_own(sample: Clinic) -> None:
    result = sample.run("export", "html", *DAY)
    assert result.status == 0
    assert "Exported 2 articles and 2 testimonials as html to public/html; 3 kept back." in result.stderr.replace(
        "\\", "/"
    )
    assert "public/html/index.html" in sample.files()
    again = sample.run("export", "html", *DAY)
    assert "0 files written" in again.stderr
    assert "2 articles and 0 testimonials as wxr" in sample.run("export", "wxr", *DAY).stderr


def test_without_a_name_every_target_is_exported(targets: Clinic) -> None:
    result = targets.run("export", *DAY)
    assert result.status == 0, result.stderr
    assert {"build/site/index.html", "build/partner/index.json"} <= targets.files()
    assert "build/partner/articles/morning.json" not in targets.files()


def test_one_target(targets: Clinic) -> None:
    assert targets.run("export", "site", *DAY).status == 0
    assert "https://clinic.example/blog/articles/walk.html" in targets.read("build/site/sitemap.xml")
    assert "build/partner/index.json" not in targets.files()


def test_the_folder_and_the_address_can_be_named(targets: Clinic) -> None:
    result = targets.run("export", "site", "--out", "other", "--base-url", "https://x.example/", *DAY)
    assert result.status == 0
    assert "https://x.example/articles/walk.html" in targets.read("other/sitemap.xml")
    assert "Sitemap: https://x.example/sitemap.xml" in targets.read("other/robots.txt")


def test_check_fails_where_the_output_is_out_of_date(targets: Clinic) -> None:
    assert targets.run("export", "--check", *DAY).status == 1
    targets.run("export", *DAY)
    before = targets.files()
    assert targets.run("export", "--check", *DAY).status == 0
    targets.article("walk", "title: New\ndate: 2026-01-01\nstatus: published\n")
    result = targets.run("export", "--check", *DAY)
    assert result.status == 1
    assert "change  articles/walk.html\n" in result.stdout
    assert "remove  tags/couples.html\n" in result.stdout
    assert "build/site is out of date" in result.stderr.replace("\\", "/")
    assert targets.files() == before


def test_a_dry_run_lists_what_would_change(sample: Clinic) -> None:
    result = sample.run("export", "html", "--dry-run", *DAY)
    assert result.status == 0
    assert "new     index.html\n" in result.stdout
    assert "public/html/index.html" not in sample.files()


def test_explain_says_of_each_item_where_it_stands(targets: Clinic) -> None:
    lines = targets.run("export", "partner", "--explain", *DAY).stdout.splitlines()
    told = {tuple(line.split()[:2]): line for line in lines}
    assert told["article", "walk"].endswith("leaves")
    assert told["article", "morning"].endswith("is not selected by this target")
    assert "It is a draft. (author)" in told["article", "draft"]
    assert "scheduled for 2026-06-01" in told["article", "later"]
    assert "partner:sample" in told["testimonial", "t-0001"]
    assert "No consent is recorded. (clinic admin)" in told["testimonial", "t-0003"]


def test_explain_does_not_say_that_what_a_format_leaves_out_leaves(sample: Clinic) -> None:
    for format, told in (("html", "leaves"), ("wxr", "may leave, but no file of this export shows it")):
        lines = sample.run("export", format, "--explain", *DAY).stdout.splitlines()
        assert f"testimonial  t-0001   {told}" in lines


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["htm"], "did you mean `html`?"),
        ([], "The configuration has no export target."),
        (["html", "--out", "articles/x"], "holds the clinic's content"),
        (["html", "--as-of", "yesterday"], "is not a day"),
    ],
)
def test_what_cannot_be_done_is_said(sample: Clinic, argv: list[str], message: str) -> None:
    result = sample.run("export", *argv)
    assert result.status == 2
    assert message in result.stderr


def test_one_folder_for_several_targets_is_refused(targets: Clinic) -> None:
    result = targets.run("export", "--out", "x")
    assert result.status == 2
    assert "site, partner" in result.stderr


def test_a_folder_without_content_is_not_exported(clinic: Clinic) -> None:
    result = clinic.run("export", "html")
    assert result.status == 4
    assert "no content found" in result.stderr
    assert "public" not in os.listdir(clinic.root)


def test_eject_copies_the_templates_and_disturbs_none(sample: Clinic) -> None:
    sample.write("templates/404.html", "mine")
    result = sample.run("export", "html", "--eject")
    assert result.status == 0
    assert "templates/article.html" in result.stdout
    assert "templates/404.html: exists already" in result.stderr
    assert sample.read("templates/404.html") == "mine"
    assert {f"templates/{name}" for name in default_templates()} <= sample.files()
    assert sample.run("undo", "--yes").status == 0
    assert {path for path in sample.files() if path.startswith("templates/")} == {"templates/404.html"}
    sample.write("templates/404.html", default_templates()["404.html"])
    sample.run("export", "html", "--out", "own", *DAY)
    sample.run("export", "html", "--out", "default", "--no-templates", *DAY)
    own, default = (tree(sample.root / name) for name in ("own", "default"))
    del own[FILE_NAME], default[FILE_NAME]
    assert own == default


def test_one_template_can_be_overridden_and_ignored_again(sample: Clinic) -> None:
    sample.write("templates/footer.html", "<footer>Mine & {{ clinic.name }}</footer>")
    sample.run("export", "html", *DAY)
    assert "<footer>Mine & Sample Clinic &amp; Co</footer>" in sample.read("public/html/index.html")
    sample.run("export", "html", "--no-templates", *DAY)
    assert "Mine" not in sample.read("public/html/index.html")


def test_a_fault_in_a_template_names_its_line(sample: Clinic) -> None:
    sample.write("templates/article.html", "one\n{{ article.titel }}\n")
    result = sample.run("export", "html")
    assert result.status == 2
    assert "templates/article.html:2:" in result.stderr
    sample.write("templates/article.html", b"\xff")
    assert "is not UTF-8 text" in sample.run("export", "html").stderr


def test_where_articles_stand_elsewhere(sample: Clinic) -> None:
    sample.config(
        CONFIG + '\n[export.data]\nformat = "json"\nout = "d"\narticle_url = "https://x.example/blog/{slug}/"\n'
    )
    sample.run("export", "data", *DAY)
    assert "https://x.example/blog/morning/#first" in sample.read("d/articles/walk.json")


def test_the_same_bytes_in_another_place_locale_and_time_zone(
    sample: Clinic, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if sys.platform == "win32":
        pytest.skip("sets no time zone there")
    from tests.project import Clinic as Folder

    sample.config(CONFIG + "".join(f'\n[export.to-{name}]\nformat = "{name}"\n' for name in EXPORTERS))
    sample.article("many", "title: Many\nstatus: published\ntags: [a, b, c, d, e, f, g, h]\nauthors: [sam, alex]\n")
    other = Folder(tmp_path_factory.mktemp("other"))
    for path, data in reversed(tree(sample.root).items()):
        other.write(path, data)
    one = sample.spawn("export", *DAY, env={"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"})
    two = other.spawn("export", *DAY, env={"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"})
    assert one.status == two.status == 0
    made = tree(sample.root / "public")
    assert {path.partition("/")[0] for path in made} == {f"to-{name}" for name in EXPORTERS}
    assert made == tree(other.root / "public")


def test_both_versions_of_a_merge_never_leave(clinic: Clinic) -> None:
    merged = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n"
    front = "title: A walk\nstatus: published\ndate: 2026-02-01\n"
    clinic.article("both", front, f"\n{merged}")
    clinic.article("code", front, f"\n```\n{merged}```\n\nA heading\n=======\n")
    result = clinic.run("lint", "--select", "conflict-marker", *DAY)
    assert result.status == 1
    assert "Two people changed this; choose one version and delete the marks." in result.stdout
    assert "code.md" not in result.stdout
    clinic.run("export", "html", *DAY)
    exported = [path for path in clinic.files() if path.startswith("public/")]
    assert (any("/code" in path for path in exported), any("/both" in path for path in exported)) == (True, False)


def test_both_versions_of_a_clients_words_are_told(clinic: Clinic) -> None:
    body = "<<<<<<< HEAD\nCalm.\n=======\nKind.\n>>>>>>> other\n"
    clinic.write("testimonials/t-0001.md", f"---\nattribution: Sample A\n---\n\n{body}")
    assert [each.text for each in clinic.lint("--select", "conflict-marker")] == ["<<<<<<< HEAD"]


def test_a_check_names_the_command_that_brings_the_folder_up_to_date(sample: Clinic) -> None:
    told = ("html", "--out", "our site", "--base-url", "https://x.example/", "--no-templates")
    result = sample.run("export", *told, "--check", *DAY)
    command = "clinic export html --out 'our site' --base-url https://x.example/ --no-templates"
    assert (result.status, f"Run `{command}`.\n" in result.stderr) == (1, True)
    sample.run("export", *told, *DAY)
    assert sample.run("export", *told, "--check", *DAY).status == 0


def test_an_address_that_is_none_is_refused(sample: Clinic) -> None:
    result = sample.run("export", "html", "--base-url", "nonsense", *DAY)
    assert (result.status, "--base-url: `nonsense` is no web address" in result.stderr) == (2, True)
    assert "public" not in os.listdir(sample.root)


def test_an_empty_list_of_testimonials_is_no_content(clinic: Clinic) -> None:
    clinic.write("testimonials.yaml", "[]\n")
    result = clinic.run("export", "html", *DAY)
    assert (result.status, "no content found" in result.stderr) == (4, True)
    clinic.write("testimonials.yaml", "- [\n")
    assert clinic.run("export", "html", *DAY).status != 4
