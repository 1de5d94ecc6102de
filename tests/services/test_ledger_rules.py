"""The packets and reasons are data with their sources; a broken file is refused by its field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain import eligibility
from navigator_app.domain.vocabulary import Service
from navigator_app.paths import resource
from navigator_app.policy import ledger_rules, packs
from navigator_app.policy.ledger_rules import LedgerRulesRefused
from navigator_app.services import eligibility as diary
from navigator_app.services import packets

TODAY = date(2026, 11, 20)


def test_every_packet_is_of_a_known_pack_and_every_reason_is_there() -> None:
    rules = ledger_rules.shipped()
    for packet in rules.packets:
        assert packet.policies <= packs.names().keys()
    wanted = {eligibility.NEEDED, eligibility.MONTHLY, eligibility.CHANGED, eligibility.SUSPENDED}
    assert wanted <= rules.bases.keys()
    assert all(basis.section and basis.quote for basis in rules.bases.values())


def test_only_a_source_makes_an_item_required_and_the_agencys_own_never() -> None:
    for packet in ledger_rules.shipped().packets:
        for item in packet.items:
            assert not (item.required and (packet.own or not item.basis.quote)), item.id


def test_a_plans_packet_holds_from_its_day_and_goes_before_the_agencys() -> None:
    rules = ledger_rules.shipped()
    keys = ("health-net-2025", "toolkit-2025")
    now = rules.packet(keys, Service.HTNS, TODAY)
    before = rules.packet(keys, Service.HTNS, date(2026, 4, 29))
    assert now is not None
    assert now.id == "health-net-extension"
    assert before is not None
    assert before.own
    other = rules.packet(("toolkit-2025",), Service.DEPOSITS, TODAY)
    assert other is not None
    assert other.own


def test_what_is_shown_of_the_file_is_in_the_catalogue() -> None:
    rules = ledger_rules.shipped()
    shown = {packet.title for packet in rules.packets}
    for packet in rules.packets:
        shown |= {item.title for item in packet.items}
        shown |= {item.basis.note for item in packet.items if item.basis.note}
    assert shown <= set(packets.TEXTS)
    assert {basis.note for basis in rules.bases.values() if basis.note} <= set(diary.TEXTS)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("required = true", 'required = "yes"', "required"),
        ("effective_from = 2026-04-30", 'effective_from = "soon"', "effective_from"),
        ('services = ["htns", "htss"]', 'services = ["rent"]', "services"),
        ("policies = []", 'policies = ["health-net-2025"]', "packet"),
        ('section = "Question 5"', 'sectoin = "Question 5"', "sectoin"),
        ("[[basis]]", "[[basis", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_whole(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = resource("ledger.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "ledger.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(LedgerRulesRefused, match=named):
        ledger_rules.read(path)
