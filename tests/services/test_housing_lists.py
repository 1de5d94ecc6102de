"""The lists of the housing search: whole, sourced where they claim, refused with any fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.domain.housing import Stage
from navigator_app.paths import resource
from navigator_app.policy import housing_lists
from navigator_app.policy.housing_lists import HousingListsRefused


def test_the_shipped_lists_are_whole() -> None:
    lists = housing_lists.shipped()
    assert housing_lists.ids(lists.stages) == Stage.slugs()
    assert {item.code for item in lists.subsidy_kinds if item.code} >= {419, 431, 433, 439}
    assert all(item.cited for item in lists.subsidy_kinds), "each kind says where it comes from"
    assert lists.title(lists.unit_kinds, "sro") == "Single room (SRO)"
    assert lists.title(lists.unit_kinds, "gone") == "gone"
    assert "reasonable accommodations" in lists.bases["search"].quote


def test_the_agencys_figures_claim_no_rule() -> None:
    for own in housing_lists.shipped().own.values():
        assert own.note.startswith("The agency’s own figure")
        assert own.least <= own.value <= own.most
    assert housing_lists.shipped().own[housing_lists.SHARE].value == 0, "no share is presumed"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('id = "looking"', 'id = "peering"', "stage"),
        ('id = "showing"', 'id = "looking"', "stage"),
        ('id = "unit-stale-days"', 'id = "stale"', "own"),
        ("value = 30\nleast = 1", "value = 3000\nleast = 1", "value"),
        ('title = "Studio"', "title = 5", "title"),
        ('title = "Studio"', 'tittle = "Studio"', "tittle"),
        ('id = "hcv"', 'id = "vash"', "subsidy_kind"),
        ("code = 433", 'code = "433"', "code"),
    ],
)
def test_a_file_with_any_fault_is_refused_and_names_it(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    text = resource("housing.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "housing.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(HousingListsRefused, match=named):
        housing_lists.read(path)
