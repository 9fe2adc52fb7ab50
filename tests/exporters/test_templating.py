from __future__ import annotations

import pytest

from clinic_cli.errors import ClinicError
from clinic_cli.exporters.templating import Templates, default_templates
from clinic_cli.exporters.views import LinkView


def render(**own: str) -> str:
    values = {"x": ["<b>"], "view": LinkView("words", "there")}
    return Templates({f"{name}.html": text for name, text in own.items()}.get).render("a.html", values)


def test_values_are_escaped() -> None:
    assert render(a="{{ x[0] }}") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\n{% if %}", "templates/a.html:2:"),
        ("{% include 'zz.html' %}", "templates/a.html:1: there is no template `zz.html`"),
        ("\n\n{{ nothing }}", "templates/a.html:3: 'nothing' is undefined"),
        ("{{ view.nam }}", "templates/a.html:1: there is no `nam` here, only text, href"),
        ("\n{{ 1 / 0 }}", "templates/a.html:2:"),
        ("{{ x.append(1) }}", "templates/a.html:1:"),
        ("{{ x.__class__.__mro__ }}", "templates/a.html:1:"),
        ("{{ range(99999999) }}", "templates/a.html:1:"),
        ("x\n{% extends 'b.html' %}", "templates/b.html:2:"),
    ],
)
def test_an_error_names_template_and_line(text: str, place: str) -> None:
    with pytest.raises(ClinicError) as error:
        render(a=text, b="one\n{{ nothing.at_all }}")
    assert error.value.message.startswith(place)


def test_a_template_that_is_not_overridden_is_the_default() -> None:
    templates = Templates({"404.html": "mine"}.get)
    assert templates.source("404.html") == "mine"
    assert templates.source("layout.html") == default_templates()["layout.html"]
    assert templates.source("none.html") is None
