"""The shipped policy packs, how they lie over one another, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.rules import NO_DAY
from navigator_app.domain.vocabulary import Service
from navigator_app.paths import resource
from navigator_app.policy import calendars, packs

TODAY = date(2026, 11, 20)


def speaking(key: str, service: Service = Service.HTNS) -> dict[str, packs.Rule]:
    return {one.rule.id: one.rule for one in packs.stack(key, TODAY).spoken(service)}


def test_the_shipped_packs() -> None:
    assert set(packs.names()) == {
        *("dhcs", "toolkit-2025", "partnership-mcap7003", "la-county-2022", "health-net-2025"),
        *("empty", "la-care-2025", "chw-2022"),
    }
    assert all(packs.names().values())


def test_one_plans_rules_never_speak_for_another() -> None:
    """Los Angeles has six plans; what L.A. Care's page says binds none of the others."""
    assert "deposits-conditions" not in speaking("la-county-2022", Service.DEPOSITS)
    assert "deposits-conditions" in speaking("la-care-2025", Service.DEPOSITS)
    assert "htss-lifetime" in speaking("la-care-2025", Service.HTSS), "the county's FAQ holds too"
    assert "extension-length" not in speaking("health-net-2025")
    assert "extension-length" in speaking("chw-2022")


ONE_PLANS = """
[[rule]]
id = "deposits-cap"
title = "A cap of one plan"
kind = "limit"
owes = "provider"
value = 5
unit = "amount"
required = true
consequence = "plan-owed"
services = ["every"]
source = "A page"
section = "1"
plan = "Health Net"
effective_from = 2025-08-21
"""


def test_a_rule_that_names_a_plan_speaks_only_in_that_plans_stack() -> None:
    county = packs.pack_of(
        packs.parse_toml(
            'key = "one"\ntitle = "One"\nlevel = "county"\ncalendar = "california"\n' + ONE_PLANS,
            "one.toml",
            packs.PackRefused,
        )
    )
    elsewhere = packs.stack_of([packs.load("toolkit-2025"), county], TODAY)
    assert elsewhere.rule("deposits-cap", Service.DEPOSITS) is None
    assert "deposits-cap" not in elsewhere.ids, "no clock of another plan is ever computed"
    assert [rule.plan for rule in elsewhere.of_other_plans()] == ["Health Net"]
    at_home = packs.stack_of([packs.load("health-net-2025"), county], TODAY)
    spoken = at_home.speaks("deposits-cap", Service.DEPOSITS)
    assert spoken is not None
    assert (spoken.rule.value, len(spoken.yielded)) == (6000, 1)
    lacking = packs.stack_of([packs.load("la-care-2025"), county], TODAY)
    assert lacking.of_other_plans()


def test_packs_joined_by_a_plus_lie_over_one_another() -> None:
    stack = packs.stack("health-net-2025+la-county-2022", TODAY)
    assert stack.packs == ("health-net-2025", "la-county-2022", "dhcs", "toolkit-2025")
    assert (stack.key, stack.plans) == ("health-net-2025", frozenset({"Health Net"}))
    spoken = {one.rule.id for one in stack.spoken(Service.DEPOSITS)}
    assert "deposits-cap" in spoken, "Health Net's own notice"
    assert "htss-lifetime" in {one.rule.id for one in stack.spoken(Service.HTSS)}, "the county's"
    again = packs.stack("la-county-2022+health-net-2025", TODAY)
    assert again.packs == stack.packs, "the level decides before the order"
    assert [one.key for one in packs.chain("health-net-2025+la-county-2022")] == [
        *("health-net-2025", "la-county-2022", "toolkit-2025", "dhcs"),
    ]
    with pytest.raises(packs.PackRefused):
        packs.stack("health-net-2025+nowhere", TODAY)


def test_the_nearest_speaks_and_the_others_say_why_not() -> None:
    stack = packs.stack("partnership-mcap7003", TODAY)
    assert stack.packs == ("partnership-mcap7003", "dhcs", "toolkit-2025")
    spoken = stack.speaks("monthly-status", Service.HTNS)
    assert spoken is not None
    assert (spoken.rule.pack, spoken.rule.cited) == (
        "partnership-mcap7003",
        "Partnership HealthPlan policy MCAP7003, VI.H.4.b",
    )
    [(rule, why)] = spoken.yielded
    assert rule.pack == "dhcs"
    assert str(why) == (
        "It is the state's guidance, and the plan's own policy stands nearer to the plan."
    )


def test_a_recommendation_never_silences_the_state() -> None:
    spoken = packs.stack("toolkit-2025", TODAY).speaks("decision-routine", Service.HTNS)
    assert spoken is not None
    assert (spoken.rule.pack, spoken.rule.required) == ("dhcs", True)
    assert [one.rule.pack for one in spoken.yielded] == ["toolkit-2025"]


def test_before_a_rule_holds_the_next_one_speaks() -> None:
    early = packs.stack("toolkit-2025", date(2025, 5, 1)).speaks("decision-routine", Service.HTNS)
    assert early is not None
    assert early.rule.pack == "toolkit-2025"
    assert str(early.yielded[0].why) == "Not in force before 2025-07-01."


def test_what_is_not_confirmed_is_shown_and_never_speaks() -> None:
    stack = packs.stack("partnership-mcap7003", TODAY)
    unconfirmed = {rule.id for rule in stack.unconfirmed(Service.HTNS)}
    assert unconfirmed == {
        "dhcs-imminent-loss",
        "dhcs-institution-stay",
        "hud-other-statutes",
    }
    assert not unconfirmed & set(speaking("partnership-mcap7003"))
    assert stack.speaks("dhcs-imminent-loss", Service.HTNS) is None


def test_an_empty_pack_leaves_the_word_to_those_below() -> None:
    assert set(speaking("empty")) == set(speaking("toolkit-2025"))


def test_values_and_sources() -> None:
    rules = speaking("partnership-mcap7003")
    monthly, begun = rules["monthly-status"], rules["outreach-begun"]
    answer = rules["referral-response"]
    assert (monthly.value, monthly.unit, monthly.required) == (1, "months", True)
    assert (begun.value, begun.unit, begun.required) == (3, "business-days", False)
    assert (answer.value, answer.unit, answer.required) == (2, "business-days", True)
    assert "II.A.2" in speaking("dhcs")["monthly-status"].cited
    assert "C.3" in answer.cited
    assert begun.pack == "toolkit-2025"


def test_the_toolkit_speaks_of_htns_and_htss_only() -> None:
    begun = speaking("toolkit-2025")["outreach-begun"]
    assert begun.holds(date(2026, 11, 2), Service.HTNS)
    assert not begun.holds(date(2026, 11, 2), Service.DEPOSITS)


def test_a_rule_holds_only_from_its_date() -> None:
    rules = packs.load("dhcs").rules
    assert packs.in_force(rules, "monthly-status", date(2025, 6, 30), Service.HTNS) is None
    assert packs.in_force(rules, "monthly-status", date(2025, 7, 1), Service.HTNS) is not None


def test_every_rule_is_dated_cited_and_owed() -> None:
    for key in packs.names():
        for rule in packs.load(key).rules:
            assert rule.source.strip() and rule.section.strip(), rule.id
            assert rule.unconfirmed <= bool(rule.note), rule.id


def test_an_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(packs.PackRefused) as caught:
        packs.load("nowhere")
    assert "dhcs" in caught.value.next_step


GOOD = """\
key = "own"
title = "A plan's own"
level = "plan"
base = "toolkit-2025"
calendar = "california"

[[rule]]
id = "referral-response"
title = "Answer the referral"
kind = "clock"
owes = "provider"
trigger = ["sent_to_provider_on", "received_on"]
met_by = ["accepted_on + first_attempt_on", "declined_on"]
value = 2
unit = "business-days"
required = true
consequence = "member-waiting"
action = "answer"
source = "The plan's manual"
section = "C.3"
effective_from = 2025-02-12
services = ["htns", "htss", "deposits"]
"""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("value = 2", "value = 0", "value"),
        ("value = 2", "value = 2.5", "value"),
        ("value = 2", "value = true", "value"),
        ('unit = "business-days"', 'unit = "fortnights"', "unit"),
        ('unit = "business-days"', 'unit = "count"', "line 15: unit"),
        ('kind = "clock"', 'kind = "sundial"', "line 10: kind"),
        ('kind = "clock"', 'kind = "guard"', "trigger"),
        ('kind = "clock"', "", "line 7: kind is missing"),
        ('owes = "provider"', 'owes = "nobody"', "owes"),
        ('level = "plan"', 'level = "moon"', "line 3: level"),
        ("+ first_attempt_on", "+ moonrise", "line 13: met_by"),
        ('"accepted_on + first_attempt_on", "declined_on"', "", "met_by"),
        ('"declined_on"]', '"received_on"]', "line 12: trigger received_on cannot also end"),
        ('"declined_on"]', '"accepted_on + first_attempt_on"]', "met_by names something twice"),
        ("value = 2", "value = 2\nat_once = true", "value and at_once exclude"),
        ("value = 2", "value = 2\nvalue_to = 1", "value_to"),
        ("value = 2", "value = 2\nperiod = true", "period"),
        ("value = 2", 'value = 2\nurgency = "soon"', "urgency"),
        ("value = 2", 'value = 2\npaths = ["sideways"]', "paths"),
        ("value = 2", 'value = 2\nmoot_by = "loop_closed_on"', "moot_by"),
        ("value = 2", 'value = 2\ndue_fact = "moonrise"', "due_fact"),
        ('consequence = "member-waiting"', 'consequence = "shame"', "consequence"),
        ('action = "answer"', 'action = "shrug"', "action"),
        ('section = "C.3"', "", "section"),
        ("required = true", 'required = "yes"', "required"),
        ("effective_from = 2025-02-12", 'effective_from = "2025-02-12"', "effective_from"),
        ("effective_from = 2025-02-12", "effective_from = 2025-02-12T10:00:00", "effective_from"),
        (
            "effective_from = 2025-02-12",
            "effective_from = 2025-02-12\neffective_to = 2024-01-01",
            "effective_to",
        ),
        ('source = "The plan\'s manual"', 'source = " "', "source"),
        ('"htns", "htss"', '"htns", "hotel"', "services"),
        ('services = ["htns", "htss", "deposits"]', "services = []", "services"),
        ('["sent_to_provider_on", "received_on"]', '["moonrise"]', "line 12: trigger"),
        ("value = 2", "valeu = 2", "valeu"),
        ('id = "referral-response"', "", "id"),
        ("[[rule]]", "[rule]", "rule"),
        ("value = 2", "value = = 2", "line 14"),
        ('calendar = "california"', "", "calendar"),
    ],
)
def test_a_broken_pack_is_refused_whole(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in GOOD
    path = tmp_path / "broken.toml"
    path.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(packs.PackRefused) as caught:
        packs.read_pack(path)
    assert "broken.toml" in caught.value.message
    assert named in caught.value.message
    assert caught.value.next_step


def test_two_versions_of_a_rule_may_not_overlap(tmp_path: Path) -> None:
    rule = GOOD[GOOD.index("[[rule]]") :]
    path = tmp_path / "twice.toml"
    path.write_text(GOOD + rule.replace("value = 2", "value = 3"), "utf-8")
    with pytest.raises(packs.PackRefused, match="two versions"):
        packs.read_pack(path)
    ended = GOOD.replace("value = 2", "value = 2\neffective_to = 2026-06-30")
    later = rule.replace("value = 2", "value = 3").replace("2025-02-12", "2026-07-01")
    path.write_text(ended + later, "utf-8")
    versions = packs.read_pack(path).rules
    held = packs.in_force(versions, "referral-response", date(2026, 6, 30), Service.HTNS)
    after = packs.in_force(versions, "referral-response", date(2026, 7, 1), Service.HTNS)
    assert held is not None
    assert held.value == 2
    assert after is not None
    assert after.value == 3


def test_a_pack_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(packs.PackRefused, match=r"bytes\.toml"):
        packs.read_pack(path)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('key = "x"\n[[holiday]]\nname = "A"\nmonth = 2\nday = 30\nsource = "s"', "day"),
        ('key = "x"\n[[holiday]]\nname = "A"\nmonth = 2\nsource = "s"', "nth"),
        ('key = "x"\n[[holiday]]\nname = "A"\nmonth = 2\nday = 3', "source"),
        ('key = "x"\n[[closed]]\nname = "A"\nsource = "s"', "date"),
        ('key = "x"\n[[holiday]]\nname = "A"\nmoth = 2', "moth"),
    ],
)
def test_a_broken_calendar_is_refused(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(calendars.CalendarRefused, match=named):
        calendars.read_calendar(path)


def test_a_plans_own_closure_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'key = "own"\n[[closed]]\ndate = 2026-11-16\nname = "Move"\nsource = "notice"', "utf-8"
    )
    assert not calendars.read_calendar(path).is_business_day(date(2026, 11, 16))


def test_only_what_is_unconfirmed_needs_no_first_day(tmp_path: Path) -> None:
    text = resource("policies", "dhcs.toml").read_text("utf-8")
    [undated] = [
        rule
        for rule in packs.read_pack(_written(tmp_path, text)).rules
        if rule.id == "dhcs-imminent-loss"
    ]
    assert undated.unconfirmed and undated.effective_from == NO_DAY
    sure = text.replace("unconfirmed = true\n", "")
    with pytest.raises(packs.PackRefused, match="effective_from"):
        packs.read_pack(_written(tmp_path, sure))


def _written(folder: Path, text: str) -> Path:
    path = folder / "dhcs.toml"
    path.write_text(text, "utf-8")
    return path
