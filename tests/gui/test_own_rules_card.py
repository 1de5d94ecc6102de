"""Rules of the agency's own in the settings, and several packs of one plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from navigator_app.services import agency, own_rules, rulebook
from navigator_app.services.workspace import Workspace
from tests.services.test_own_rules import ANSWER, HEAD
from ui.models import rule_rows
from ui.views.settings_plans import PlansCard
from ui.widgets.own_rules_card import OwnRulesCard
from ui.widgets.text import Strong

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


@pytest.fixture
def card(daily: Any) -> OwnRulesCard:
    made = OwnRulesCard(daily.context)
    daily.qtbot.addWidget(made)
    made.resize(760, 400)
    made.show()
    made.reload()
    daily.settle()
    return made


def titles(card: OwnRulesCard) -> list[str]:
    return [one.text() for one in card.findChildren(Strong) if one.isVisible()]


def test_a_file_is_taken_in_and_removed_with_a_way_back(
    daily: Any, card: OwnRulesCard, tmp_path: Path
) -> None:
    path = tmp_path / "harbor.toml"
    path.write_text(HEAD + ANSWER, "utf-8")
    card.take_in(str(path))
    daily.settle()
    assert "Harbor Health, provider manual" in titles(card)
    assert daily.changes[-1].plans
    card.removes[0].click()
    daily.settle()
    assert daily.read(own_rules.listed) == []
    (_said, (_label, undo)) = daily.asked["notice"][-1]
    undo()
    daily.settle()
    assert [row.key for row in daily.read(own_rules.listed)] == ["harbor"]
    assert len(card.removes) == 1


def test_the_empty_file_is_saved_to_be_filled_in(
    daily: Any, card: OwnRulesCard, tmp_path: Path
) -> None:
    path = tmp_path / "our-rules.toml"
    card.save_blank(str(path))
    daily.settle()
    text = path.read_text("utf-8")
    assert "[[rule]]" in text
    path.write_text(text.replace('key = "empty"', 'key = "ours"') + ANSWER, "utf-8")
    card.take_in(str(path))
    daily.settle()
    assert [row.key for row in daily.read(own_rules.listed)] == ["ours"]


def test_a_broken_file_is_refused_beside_the_button(
    daily: Any, card: OwnRulesCard, tmp_path: Path
) -> None:
    path = tmp_path / "harbor.toml"
    path.write_text(HEAD.replace('"plan"', '"nearest"'), "utf-8")
    card.take_in(str(path))
    daily.settle()
    assert card.error.isVisible()
    assert "line 3: level" in card.error.text()
    assert daily.read(own_rules.listed) == []
    path.write_text(HEAD, "utf-8")
    card.take_in(str(path))
    daily.settle()
    assert not card.error.isVisible()


def test_a_plan_takes_several_packs_in_their_order(daily: Any) -> None:
    card = PlansCard(daily.context)
    daily.qtbot.addWidget(card)
    choices = tuple(agency.policy_choices())
    card.show_plans(tuple(daily.read(agency.plans)), (("bayview", "Bayview"),), choices)
    card.begin_change("bayview")
    card.policy_box.setCurrentIndex(card.policy_box.findData("health-net-2025"))
    card.packs.more.click()
    under = card.packs.under[0]
    assert under.box.currentData() != "health-net-2025", "not the same again"
    under.box.setCurrentIndex(under.box.findData("la-county-2022"))
    card.save_button.click()
    daily.settle()
    [plan] = daily.read(agency.plans)
    assert plan.policy == "health-net-2025+la-county-2022"
    card.show_plans((plan,), (("bayview", "Bayview"),), choices)
    card.begin_change("bayview")
    assert card.packs.policy() == plan.policy
    card.packs.under[0].away.click()
    assert card.packs.policy() == "health-net-2025"
    card.begin_new()
    assert card.packs.policy() == "toolkit-2025"


def coastal(ws: Workspace) -> rulebook.RuleRow:
    """A plan's row for a rule of its pack that names another plan."""
    agency.add_plan(ws, "harbor", name="Harbor", layout="canonical")
    theirs = ANSWER.replace('section = "4.2"', 'section = "4.2"\nplan = "Coastal Care"')
    county = HEAD.replace('level = "plan"', 'level = "county"')
    own_rules.add_text(ws, county + theirs, "harbor.toml")
    agency.update_plan(ws, "harbor", name="Harbor", layout="canonical", policy="harbor")
    rows = rulebook.rules(ws, plan="harbor")
    return next(row for row in rows if row.rule.plan == "Coastal Care")


def test_a_rule_of_another_plan_is_shown_and_says_whose_it_is(daily: Any) -> None:
    row = daily.read(coastal)
    assert not row.speaks
    assert rule_rows.standing(row) == ("neutral", "Speaks only for Coastal Care.")
    assert rule_rows.cells(row)[1] == "7 business days · another plan’s"
