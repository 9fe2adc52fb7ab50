"""The formats of `clinic lint`: each says the same, and the machine formats keep to their schemas."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from clinic_cli.reporters import REPORTERS, render
from tests.project import DAY, Clinic

SCHEMAS = Path(__file__).parent.parent / "schemas"
FAULTY = "title: no\nstatus: publishd\ntags: [calm]\n"


@pytest.fixture
def faulty(clinic: Clinic) -> Clinic:
    """A clinic with findings of every severity, in a name and words that formats could stumble over."""
    clinic.article("a walk, 100%", front=FAULTY, body="\nSee [the <map>](<no & such.pdf>).\n")
    clinic.article("draft", front='title: "A \\u2028 ::error::x"\nslug: draft\n', body="\n\u0007[x](y\u00e9.md)\n")
    clinic.testimonials("id: t-0001\nstatus: published\nquote: Calm.\nattribution: Anonymous\nrating: 9")
    return clinic


def report(clinic: Clinic, format: str, *argv: str) -> str:
    result = clinic.run("lint", "--format", format, "--as-of", DAY, *argv)
    assert result.status in (0, 1), result.stderr
    return result.stdout


def test_every_format_of_the_registry_renders_an_empty_report(clinic: Clinic) -> None:
    clinic.testimonials("id: t-0001\nquote: A calm place.")
    for format in REPORTERS:
        assert clinic.run("lint", "--format", format, "--as-of", DAY).status == 0


def test_every_format_tells_as_many_findings(faulty: Clinic) -> None:
    count = len(json.loads(report(faulty, "json"))["diagnostics"])
    assert count >= 6
    assert len(report(faulty, "jsonl").splitlines()) == count
    assert len(report(faulty, "github").splitlines()) == count
    assert len(json.loads(report(faulty, "gitlab"))) == count
    assert len(json.loads(report(faulty, "sarif"))["runs"][0]["results"]) == count
    assert report(faulty, "junit").count("<testcase") == count
    assert sum(":" in line and "[" in line for line in report(faulty, "concise").splitlines()) == count
    assert report(faulty, "text", "--show-all").count(" --> ") == count


def test_json_keeps_to_the_schema_that_clinic_prints(faulty: Clinic) -> None:
    schema = faulty.run("schema", "lint").json
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(report(faulty, "json")), schema)
    line = {**schema, "$ref": "#/$defs/line"}
    for key in ("type", "properties", "required", "additionalProperties"):
        line.pop(key)
    for each in report(faulty, "jsonl").splitlines():
        jsonschema.validate(json.loads(each), line)


def test_the_schema_refuses_what_is_not_published(faulty: Clinic) -> None:
    schema = faulty.run("schema", "lint").json
    document = json.loads(report(faulty, "json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "version": 2}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "more": 1}, schema)


def test_sarif_keeps_to_its_schema(faulty: Clinic) -> None:
    log = json.loads(report(faulty, "sarif"))
    jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text())).validate(log)
    run = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    place = next(each for each in run["results"] if each["ruleId"] == "wrong-type")["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "articles/a%20walk%2C%20100%25.md"
    assert place["region"] == {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 10}
    marks = [result["partialFingerprints"]["clinic/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)


def test_sarif_names_its_fixes(faulty: Clinic) -> None:
    results = json.loads(report(faulty, "sarif"))["runs"][0]["results"]
    fixes = [fix for result in results for fix in result.get("fixes", ())]
    texts = [change["replacements"][0]["insertedContent"]["text"] for fix in fixes for change in fix["artifactChanges"]]
    assert "'no'" in texts
    assert "published" in texts


def test_junit_keeps_to_its_schema(faulty: Clinic) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    document = etree.fromstring(report(faulty, "junit").encode())
    schema.assertValid(document)
    suite = document[0]
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure")) > 0
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
    for name in ("articles/a walk, 100%.md", "articles/draft.md"):
        (faulty.root / name).unlink()
    faulty.testimonials("id: t-0001\nquote: A calm place.")
    clean = etree.fromstring(report(faulty, "junit").encode())
    schema.assertValid(clean)
    assert clean[0].get("failures") == "0"


def test_junit_fails_only_for_errors(faulty: Clinic) -> None:
    severities = [each["severity"] for each in json.loads(report(faulty, "json"))["diagnostics"]]
    assert report(faulty, "junit").count("<failure") == severities.count("error") < len(severities)


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab asks of a Code Quality report."""


def test_gitlab_has_the_shape_that_gitlab_asks_for(faulty: Clinic) -> None:
    found = json.loads(report(faulty, "gitlab"))
    jsonschema.validate(found, GITLAB)
    assert len({each["fingerprint"] for each in found}) == len(found)


def test_annotations_hold_their_own_whatever_the_text(faulty: Clinic) -> None:
    lines = report(faulty, "github").splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert lines == sorted(lines, key=lambda line: ("::error", "::warning", "::notice").index(line.split(" ")[0]))
    assert "file=articles/a walk%2C 100%25.md,line=2,endLine=2,col=8,endColumn=10::" in lines[1]


def test_a_message_with_a_line_end_stays_one_annotation(clinic: Clinic) -> None:
    clinic.article(front='title: A walk\nstatus: "x\\n::error::y"\n')
    (line,) = (line for line in report(clinic, "github").splitlines() if "invalid-value" in line)
    assert line.startswith("::error ")
    assert "\n" not in report(clinic, "concise").splitlines()[0]


def test_annotations_come_by_themselves_in_github_actions(faulty: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    out = report(faulty, "text")
    head, *rest = out.splitlines()
    assert head.startswith("::stop-commands::")
    token = head.removeprefix("::stop-commands::")
    end = rest.index(f"::{token}::")
    assert " --> articles/" in "\n".join(rest[:end])
    assert "\n".join(rest[end + 1 :]) + "\n" == report(faulty, "github")
    assert token not in report(faulty, "text"), "no file can foresee the word that ends the quiet"


def test_a_machine_format_stays_pure_in_github_actions(faulty: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = faulty.run("lint", "--format", "json", "--as-of", DAY)
    assert result.json["version"] == 1
    assert "::error " in result.stderr


def test_paths_for_the_forges_begin_at_the_repository(bare: Clinic) -> None:
    (bare.root / ".git").mkdir()
    bare.write("site/clinic.toml", 'name = "Sample Clinic"\n')
    bare.write("site/articles/a-walk.md", "---\ntags: [a]\n---\n")
    argv = ("--project", "site")
    assert "file=site/articles/a-walk.md" in report(bare, "github", *argv)
    assert {each["location"]["path"] for each in json.loads(report(bare, "gitlab", *argv))} == {
        "site/articles/a-walk.md"
    }
    assert '"uri": "site/articles/a-walk.md"' in report(bare, "sarif", *argv)
    assert json.loads(report(bare, "json", *argv))["diagnostics"][0]["path"] == "articles/a-walk.md"


def test_the_summary_counts_by_rule_and_by_who_can_act(faulty: Clinic) -> None:
    out = report(faulty, "summary")
    assert "2  broken-link" in out
    assert "author:" in out
    assert "clinic admin: 1 error" in out
    assert out.splitlines()[-2].startswith("Checked 2 articles and 1 testimonial: ")


def test_statistics_come_below_the_findings(faulty: Clinic) -> None:
    out = report(faulty, "concise", "--statistics")
    assert out.index("no & such.pdf") < out.index("2  broken-link")
    result = faulty.run("lint", "--format", "json", "--statistics", "--as-of", DAY)
    assert result.json["version"] == 1
    assert "2  broken-link" in result.stderr


def test_several_reports_at_once(faulty: Clinic) -> None:
    result = faulty.run(
        "lint",
        "--as-of",
        DAY,
        "--output",
        "sarif=out/lint.sarif",
        "--output",
        "junit=out/lint.xml",
        "--output",
        "text=log",
    )
    assert result.status == 1
    assert " --> " in result.stdout
    assert faulty.read("out/lint.sarif") == report(faulty, "sarif")
    assert faulty.read("out/lint.xml") == report(faulty, "junit")
    assert "Checked 2 articles" in faulty.read("log")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("sarf=x", "did you mean `sarif`"),
        ("sarif", "names no file"),
        ("sarif=-", "names no file"),
        ("json=articles/a-walk.md", "looks like content"),
        ("json=testimonials.yaml", "looks like content"),
        ("json=clinic.toml", "looks like content"),
    ],
)
def test_an_output_that_cannot_be(faulty: Clinic, option: str, words: str) -> None:
    before = faulty.files()
    result = faulty.run("lint", "--output", option)
    assert (result.status, result.stdout) == (2, "")
    assert words in result.stderr
    assert faulty.files() == before


def test_two_reports_in_one_file(faulty: Clinic) -> None:
    assert faulty.run("lint", "--output", "json=x", "--output", "sarif=x").status == 2


def test_a_format_that_is_not_there(clinic: Clinic) -> None:
    result = clinic.run("lint", "--format", "sarf")
    assert result.status == 2
    assert "did you mean `sarif`" in result.stderr
    with pytest.raises(ModuleNotFoundError):
        render("nothing", None, None)  # type: ignore[arg-type]
