"""The shipped policy packs, how they lie over one another, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.vocabulary import Service
from navigator_app.paths import resource
from navigator_app.policy import calendars, packs


def rules_of(key: str) -> dict[str, packs.Rule]:
    return {rule.id: rule for rule in packs.stack(key)}


def test_the_shipped_packs() -> None:
    assert set(packs.names()) == {"dhcs", "toolkit-2025", "partnership-mcap7003", "empty"}
    assert all(packs.names().values())


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("dhcs", {"monthly-status"}),
        ("toolkit-2025", {"monthly-status", "outreach-begun"}),
        ("empty", {"monthly-status", "outreach-begun"}),
        ("partnership-mcap7003", {"monthly-status", "outreach-begun", "referral-response"}),
    ],
)
def test_a_plans_rules(key: str, ids: set[str]) -> None:
    assert set(rules_of(key)) == ids


def test_values_and_sources() -> None:
    rules = rules_of("partnership-mcap7003")
    monthly, begun = rules["monthly-status"], rules["outreach-begun"]
    answer = rules["referral-response"]
    assert (monthly.value, monthly.unit, monthly.required) == (1, "months", True)
    assert (begun.value, begun.unit, begun.required) == (3, "business-days", False)
    assert (answer.value, answer.unit, answer.required) == (2, "business-days", True)
    assert "II.A.2" in monthly.cited
    assert "C.3" in answer.cited
    assert begun.pack == "toolkit-2025"


def test_the_toolkit_speaks_of_htns_and_htss_only() -> None:
    begun = rules_of("toolkit-2025")["outreach-begun"]
    assert begun.holds(date(2026, 11, 2), Service.HTNS)
    assert not begun.holds(date(2026, 11, 2), Service.DEPOSITS)


def test_a_rule_holds_only_from_its_date() -> None:
    rules = packs.stack("dhcs")
    assert packs.in_force(rules, "monthly-status", date(2025, 6, 30), Service.HTNS) is None
    assert packs.in_force(rules, "monthly-status", date(2025, 7, 1), Service.HTNS) is not None


def test_an_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(packs.PackRefused) as caught:
        packs.load("nowhere")
    assert "dhcs" in caught.value.next_step


GOOD = resource("policies", "partnership-mcap7003.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("value = 2", "value = 0", "value"),
        ("value = 2", "value = 2.5", "value"),
        ("value = 2", "value = true", "value"),
        ('unit = "business-days"', 'unit = "fortnights"', "unit"),
        ('unit = "business-days"', 'unit = "months"', "unit"),
        ("required = true", 'required = "yes"', "required"),
        ("effective_from = 2025-02-12", 'effective_from = "2025-02-12"', "effective_from"),
        ("effective_from = 2025-02-12", "effective_from = 2025-02-12T10:00:00", "effective_from"),
        (
            "effective_from = 2025-02-12",
            "effective_from = 2025-02-12\neffective_to = 2024-01-01",
            "effective_to",
        ),
        ('source = "Partnership HealthPlan policy MCAP7003"', 'source = " "', "source"),
        ('"htns", "htss"', '"htns", "hotel"', "services"),
        ('services = ["htns", "htss", "deposits"]', "services = []", "services"),
        ('trigger = "referral-received"', 'trigger = "moonrise"', "trigger"),
        ("value = 2", "valeu = 2", "valeu"),
        ('id = "referral-response"', "", "id"),
        ("[[rule]]", "[rule]", "rule"),
        ("value = 2", "value = = 2", "line 11"),
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
