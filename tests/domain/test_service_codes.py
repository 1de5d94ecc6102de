"""Every component of the policy has an entry, a place and a code; units are never guessed."""

import re
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain.service_codes import BaseUnit, units_of
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.paths import resource
from navigator_app.policy import service_catalog
from navigator_app.policy.service_catalog import ServicesRefused
from navigator_app.services import service_titles

CATALOG = service_catalog.shipped().catalog
ON = date(2026, 11, 20)

# MCAP7003 §F.1 to §F.3, item by item: the words each entry must begin with.
POLICY = {
    "VI.F.1.a": "Conducting tenant screening",
    "VI.F.1.b": "Development of an individualized housing support plan",
    "VI.F.1.c": "Searching for housing",
    "VI.F.1.d": "Assistance in securing housing",
    "VI.F.1.e": "Landlord education and engagement",
    "VI.F.1.f": "Identification and coordination of benefits",
    "VI.F.1.g": "Identification, coordination, and/or securing non-emergency",
    "VI.F.2.a.3.a": "Security deposits",
    "VI.F.2.a.3.b": "Set-up fees/deposits for utilities",
    "VI.F.2.a.3.c": "First month coverage of utilities",
    "VI.F.2.a.3.d": "First month's and last month's rent",
    "VI.F.2.a.3.e": "Services necessary for the individual's health and safety",
    "VI.F.3.a.1": "Early identification and intervention",
    "VI.F.3.a.2": "Education and training",
    "VI.F.3.a.3": "Coaching on developing",
    "VI.F.3.a.4": "Coordination with landlord",
    "VI.F.3.a.5": "Development of a plan to mitigate risk",
    "VI.F.3.a.6": "Assisting with benefits advocacy",
    "VI.F.3.a.7": "Assistance with the annual housing recertification",
    "VI.F.3.a.8": "Health and safety visits",
    "VI.F.3.a.9": "Providing independent living",
}
CODES = {
    Service.HTNS: {"H0043 U6", "H2016 U6"},
    Service.HTSS: {"T2040 U6", "T2041 U6", "T2050 U6", "T2051 U6"},
    Service.DEPOSITS: {"H0044 U2"},
}


@pytest.mark.parametrize("section", POLICY)
def test_each_component_of_the_policy_has_an_entry_a_place_and_a_code(section):
    (found,) = [one for one in CATALOG.components if one.section == section]
    assert found.quote.startswith(POLICY[section])
    assert "services" in found.places
    assert found.codes
    for key in found.codes:
        code = CATALOG.code(key, ON)
        assert code is not None
        assert code.service is found.service


def test_no_component_stands_beside_the_policys():
    assert {one.section for one in CATALOG.components} == set(POLICY)
    assert len({one.id for one in CATALOG.components}) == len(POLICY)


@pytest.mark.parametrize("service", Service)
def test_code_and_modifier_are_one_key(service):
    assert set(CATALOG.keys(service, ON)) == CODES[service]
    assert CATALOG.code("H0044") is None, "without its modifier it means four services"


def test_the_roles_beside_ecm_lead_to_components():
    assert len(CATALOG.roles) == 9
    for role in CATALOG.roles:
        assert role.components
        assert role.limit
        for component in role.components:
            assert role in CATALOG.roles_of(component)


@pytest.mark.parametrize(
    ("mode", "key"),
    [
        (Mode.IN_PERSON, "T1016 U8"),
        (Mode.PHONE, "T1016 U8 GQ"),
        (Mode.TEXT, "T1016 U8 GQ"),
        (Mode.EMAIL, "T1016 U8 GQ"),
        (Mode.LETTER, ""),
        (Mode.COLLATERAL, ""),
    ],
)
def test_attempts_are_coded_by_their_mode_and_never_guessed(mode, key):
    code = CATALOG.outreach_code(mode)
    assert (code.key if code else "") == key


# What §2.2 of the domain standards marks as background knowledge alone.
UNCONFIRMED = {
    "H0043 U6", "T2040 U6", "T2050 U6", "T2051 U6", "T1016 U8", "T1016 U8 GQ",
}  # fmt: skip


def test_units_that_nothing_confirms_are_said_so_and_not_counted():
    assert {code.key for code in CATALOG.codes if not code.unit_known} == UNCONFIRMED
    for key in UNCONFIRMED:
        units = units_of(CATALOG.code(key), 45)
        assert units.count is None
        assert "not confirmed" in str(units.says)


@pytest.mark.parametrize(
    ("key", "minutes", "count"),
    [
        ("H2016 U6", 5, 1),
        ("H2016 U6", 600, 1),
        ("T2041 U6", 15, 1),
        ("T2041 U6", 90, 6),
        ("T2041 U6", 20, None),
        ("T2041 U6", 8, None),
        ("H0044 U2", 30, None),
    ],
)
def test_units(key, minutes, count):
    code = CATALOG.code(key)
    units = units_of(code, minutes)
    assert code is not None
    assert units.count == count
    assert units.confirmed
    assert units.unit is code.unit


def test_without_a_code_there_are_no_units():
    assert units_of(None, 60).count is None


def test_a_code_is_in_use_from_its_day():
    assert CATALOG.keys(Service.HTNS, date(2024, 2, 29)) == ()
    assert len(CATALOG.keys(Service.HTNS, date(2024, 3, 1))) == 2


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('unit = "per-diem"', 'unit = "fortnight"', "unit must be one of"),
        ('modifiers = ["U6"]', "modifiers = []", "modifiers must be a list"),
        ('codes = ["H0043 U6", "H2016 U6"]', 'codes = ["H0044 U2"]', "codes must hold only"),
        ('mode = "phone"', 'mode = "pigeon"', "mode must be one of"),
        ('id = "coverage-stale"', 'id = "hearsay"', "id must be one of"),
        ('label = "Supported housing"\n', 'label = "Supported housing"\nrate = 324\n', "rate is"),
    ],
)
def test_a_slip_in_the_file_refuses_it_whole(tmp_path: Path, before, after, named):
    text = resource("services.toml").read_text("utf-8")
    assert before in text
    bad = tmp_path / "services.toml"
    bad.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ServicesRefused, match=re.escape(named)):
        service_catalog.read(bad)


def test_no_price_is_kept():
    text = resource("services.toml").read_text("utf-8")
    assert "$" not in text
    assert BaseUnit.DAY.value in text


def test_every_title_is_in_the_catalogue():
    assert [one.title for one in CATALOG.components] == list(service_titles.TITLES)
    assert [role.title for role in CATALOG.roles] == list(service_titles.ROLES)
    assert {role.limit for role in CATALOG.roles} == set(service_titles.LIMITS)
