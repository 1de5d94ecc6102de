"""The form of the support plan as data: whole, cited, and refused whole with any fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from navigator_app.domain.support_plan_form import Check, Purpose
from navigator_app.paths import resource
from navigator_app.policy import packs, support_plan_form
from navigator_app.policy.support_plan_form import FormRefused

FORM = support_plan_form.shipped()
TEXT = resource("support_plan.toml").read_text("utf-8")


def test_every_part_that_the_sources_name_has_its_fields() -> None:
    """MCAP7003 F.1.a-b and the DHCS definition: preferences, barriers to getting and to keeping,
    history, income, household, accommodation, crisis plan."""
    ids = {field.id for field in FORM.fields}
    assert {
        "where", "kind-of-home", "barriers-getting", "barriers-keeping", "housing-history",
        "rental-history", "income", "who-lives-there", "accommodation", "crisis-signs",
        "crisis-steps", "crisis-people",
    } <= ids  # fmt: skip
    assert all(field.help and field.told.source for field in FORM.fields)
    assert [part.id for part in FORM.parts].count("barriers") == 1, "the window builds cards there"


def test_every_need_says_who_asks_and_names_packs_that_there_are() -> None:
    for need in FORM.needs:
        assert need.told.source
        assert all(packs.chain(policy) for policy in need.policies)
    for purpose in Purpose:
        assert FORM.needed(purpose, ())
    checks = {need.check for need in FORM.needs}
    assert checks == set(Check)


def test_common_barriers_bring_measurable_goals_for_both_phases() -> None:
    for phase in ("getting", "keeping"):
        assert len([one for one in FORM.common if one.phase == phase]) >= 8
    for one in FORM.common:
        assert one.short_goal and one.short_measure and one.long_goal and one.long_measure
        assert "MCAP7003" in one.told.cited


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('id = "where"', 'id = "own-words"', "each id but once"),
        ('check = "signed"', 'check = "stamped"', "check"),
        ('phase = "keeping"', 'phase = "losing"', "phase"),
        ('fields = ["crisis-signs"', 'fields = ["crisis-sign"', "fields"),
        ("required = true", 'required = "yes"', "required"),
        ('id = "skills"', 'id = "health"', "twice"),
        ('kind = "text"', 'kind = "song"', "kind"),
        ("help =", "hlep =", "hlep"),
    ],
)
def test_a_fault_refuses_the_whole_file(tmp_path: Path, old: str, new: str, named: str) -> None:
    file = tmp_path / "support_plan.toml"
    assert old in TEXT
    file.write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(FormRefused) as caught:
        support_plan_form.read(file)
    assert named in caught.value.message
