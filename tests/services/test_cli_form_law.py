"""The list of what laws ask of the forms, on the command line."""

from __future__ import annotations

from pathlib import Path

from navigator_app.forms import law
from tests.services.cli_runs import Run

README = Path(__file__).parents[2] / "README.md"


def test_the_list_needs_no_store_and_names_form_and_block(run: Run) -> None:
    found = run("forms", "--law", "--json").json
    assert len(found) == len(law.elements())
    notice = next(one for one in found if one["own"] == "part_2_notice")
    assert (notice["section"], notice["form"]) == ("42 CFR 2.32", "substance_use")
    assert notice["known"] == "missing"
    shown = run("forms", "--law").out
    assert "45 CFR 164.508(c)(1)(vi)" in shown
    assert "part_2_notice" in shown


def test_the_readme_lists_each_text_that_an_agency_must_add() -> None:
    told = (
        README.read_text("utf-8").split("## Legal text that is yours to add")[1].split("\n## ")[0]
    )
    places = {one.own for one in law.elements() if one.own}
    assert places
    for place in places:
        assert f"| `{place}` |" in told
