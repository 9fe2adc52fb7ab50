from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.exporters.sample import fill, run

if TYPE_CHECKING:
    from tests.project import Clinic


def data(clinic: Clinic, path: str) -> Any:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', clinic.read(f"public/{path}"), re.DOTALL)
    return json.loads(match[1]) if match else None


def test_a_reviewed_article_is_a_medical_page(bare: Clinic) -> None:
    run(fill(bare), "html")
    page = data(bare, "articles/walk.html")
    assert page["@type"] == "MedicalWebPage"
    assert page["lastReviewed"] == "2026-03-20"
    assert page["reviewedBy"]["name"] == "Alex Example"
    article = page["mainEntity"]
    assert article["@type"] == "Article"
    author = article["author"][0]
    assert author["name"] == "Sam Sample"
    assert author["honorificSuffix"] == "LMFT"
    assert author["hasCredential"]["identifier"] == "00001"
    assert article["image"].startswith("https://clinic.example/blog/images/hills.")
    assert article["dateModified"] == "2026-04-10"


def test_an_article_that_nobody_reviewed_is_an_article(bare: Clinic) -> None:
    run(fill(bare), "html")
    page = data(bare, "articles/morning.html")
    assert page["@type"] == "Article"
    assert page["publisher"]["@type"] == "MedicalBusiness"
    assert page["inLanguage"] == "en-GB"


def test_the_clinic_has_hours_and_never_reviews_itself(bare: Clinic) -> None:
    run(fill(bare), "html")
    clinic = data(bare, "index.html")
    assert clinic["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
            "opens": "09:00",
            "closes": "21:00",
        },
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Saturday"], "opens": "10:00", "closes": "14:00"},
    ]
    assert clinic["address"]["addressLocality"] == "Sampleton"
    for path in (bare.root / "public").rglob("*.html"):
        assert not re.search(r'"(?:Review|AggregateRating|review|aggregateRating)"', path.read_text("utf-8"))


def test_days_may_run_over_the_end_of_the_week(bare: Clinic) -> None:
    fill(bare).config('name = "X"\nopening_hours = ["Sa-Mo 10:00-12:00", "We,Fr 08:00-09:00"]\n')
    run(bare, "html")
    hours = data(bare, "index.html")["openingHoursSpecification"]
    assert hours[0]["dayOfWeek"] == ["Saturday", "Sunday", "Monday"]
    assert hours[1]["dayOfWeek"] == ["Wednesday", "Friday"]


def test_text_cannot_leave_the_script(bare: Clinic) -> None:
    bare.config()
    bare.article("a", "title: '</script><script>alert(1)</script>'\nstatus: published\n")
    run(bare, "html")
    assert data(bare, "articles/a.html")["headline"] == "</script><script>alert(1)</script>"
    assert bare.read("public/articles/a.html").count("<script") == 1
