"""The caseload's filter by navigator: people who left, a new name, names alike."""

from __future__ import annotations

from typing import Any

from navigator_app.domain.records import CaseloadQuery, UserRow
from navigator_app.domain.vocabulary import Role
from ui.widgets.caseload_filters import CaseloadFilters

BEN = UserRow("u-ben", "Ben Ochoa", Role.NAVIGATOR)
FAY = UserRow("u-fay", "Fay Lund", Role.NAVIGATOR)


def offered(filters: CaseloadFilters) -> dict[str, str]:
    box = filters._boxes["navigator"]
    return {box.itemData(n): box.itemText(n) for n in range(1, box.count())}


def shown(qtbot: Any) -> CaseloadFilters:
    filters = CaseloadFilters()
    qtbot.addWidget(filters)
    return filters


def test_people_who_left_are_offered_while_members_are_theirs(qtbot: Any) -> None:
    filters = shown(qtbot)
    filters.set_choices([], [FAY], [], [BEN])
    assert offered(filters) == {
        "u-fay": "Fay Lund", "u-ben": "Ben Ochoa (left)", "none": "Nobody’s",
    }  # fmt: skip
    filters.show_query(CaseloadQuery(navigator="u-ben"))
    assert filters.apply(CaseloadQuery()).navigator == "u-ben"
    filters.set_choices([], [FAY], [])  # the last of their members was handed over meanwhile
    assert offered(filters)["u-ben"] == "Somebody who left"
    assert filters.apply(CaseloadQuery()).navigator == "u-ben", "the filter stays as it was chosen"


def test_a_new_name_keeps_the_filter_and_names_alike_are_two(qtbot: Any) -> None:
    filters = shown(qtbot)
    filters.set_choices([], [BEN, FAY], [])
    filters.show_query(CaseloadQuery(navigator="u-fay"))
    alike = UserRow("u-fay", "ben ochoa", Role.NAVIGATOR)
    filters.set_choices([], [BEN, alike], [])
    box = filters._boxes["navigator"]
    assert (box.currentData(), box.currentText()) == ("u-fay", "ben ochoa")
    assert list(offered(filters)) == ["u-ben", "u-fay", "none"]
