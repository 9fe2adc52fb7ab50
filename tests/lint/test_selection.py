import pytest

from clinic_cli.config import parse_config
from clinic_cli.errors import ClinicError, ConfigError
from clinic_cli.lint.selection import expand, select_rules
from clinic_cli.rules.registry import BY_NAME, RULES
from clinic_cli.rules.rule import CATEGORIES
from clinic_cli.source import SourceFile
from tests.project import Clinic


def chosen(config: str = "", select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> set[str]:
    return {
        rule.name
        for rule in select_rules(parse_config(SourceFile("clinic.toml", config.encode())), select, ignore).rules
    }


DEFAULT = {rule.name for rule in RULES if rule.default and not rule.jurisdictions}
FORM = {rule.name for rule in RULES if rule.category == "form"}


def test_the_defaults() -> None:
    assert chosen() == DEFAULT
    assert [rule.name for rule in select_rules(parse_config(SourceFile("clinic.toml", b""))).rules] == [
        rule.name for rule in RULES if rule.name in DEFAULT
    ]


@pytest.mark.parametrize(
    ("config", "select", "ignore", "expected"),
    [
        ('[lint]\nselect = ["form"]\n', (), (), FORM),
        ('[lint]\nselect = "missing-title"\n', (), (), {"missing-title"}),
        ('[lint]\nselect = "form"\nignore = ["missing-title", "invalid-value"]\n', (), (), FORM - {"missing-title", "invalid-value"}),
        ('[lint]\nextend_select = "all"\nignore = "all"\n', (), (), set()),
        ('[lint]\nignore = "form"\n', (), (), DEFAULT - FORM),
        ('[lint]\nignore = "form"\n', ("missing-title",), (), {"missing-title"}),
        ("", ("form",), ("missing-title",), FORM - {"missing-title"}),
        ('[lint.severity]\nmissing-title = "off"\n', ("form",), (), FORM - {"missing-title"}),
    ],
)  # fmt: skip
def test_what_runs(config: str, select: tuple[str, ...], ignore: tuple[str, ...], expected: set[str]) -> None:
    assert chosen(config, select, ignore) == expected


def test_laws_bind_where_they_hold() -> None:
    bound = {rule.name for rule in RULES if rule.jurisdictions}
    assert bound
    assert chosen(select=("all",)).isdisjoint(bound)
    assert chosen('jurisdictions = ["us", "us-ca"]\n', select=("all",)) >= {
        rule.name for rule in RULES if set(rule.jurisdictions) & {"us", "us-ca"}
    }


@pytest.mark.parametrize("category", CATEGORIES)
def test_categories(category: str) -> None:
    assert expand(category) == {rule.name for rule in RULES if rule.category == category}
    assert expand("all") == set(BY_NAME)


def test_words_that_are_no_rule() -> None:
    with pytest.raises(ClinicError, match="did you mean `missing-title`"):
        select_rules(parse_config(SourceFile("clinic.toml", b"")), ("missing-titel",))
    with pytest.raises(ConfigError, match=r"clinic\.toml:2:11: there is no rule or category `xyzzy`$"):
        select_rules(parse_config(SourceFile("clinic.toml", b'[lint]\nselect = ["xyzzy"]\n')))


def test_a_clinics_own_severity_and_exceptions(clinic: Clinic) -> None:
    clinic.config(
        '[lint.severity]\nmissing-title = "warning"\n[lint.per_path]\n"articles/old/*" = ["missing-title", "accessibility"]\n"testimonials.yaml" = "form"\n'
    )
    clinic.article("new", "tags: [a]\n")
    clinic.article("old/new2", "tags: [a]\n", "\n[a](none.md)\n")
    clinic.testimonials("quote: A")
    found = {(told.rule, told.severity, told.path) for told in clinic.lint() if told.rule != "before-publishing"}
    assert found == {("missing-title", "warning", "articles/new.md")}
