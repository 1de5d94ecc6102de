"""Layouts as data: shipped ones, ones learned from the wizard, broken ones."""

from __future__ import annotations

import pytest

from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralType, Service
from navigator_app.exchange.fields import FIELDS, RTF_ELEMENTS
from navigator_app.exchange.inbound import UnknownLayout
from navigator_app.exchange.layouts import (
    MAPPABLE,
    LayoutRefused,
    from_mapping,
    heading_key,
    parse,
    shipped,
    suggest,
    to_toml,
)
from navigator_app.paths import resource


def test_four_layouts_are_shipped_with_all_three_kinds_of_status_file():
    layouts = shipped()
    assert sorted(layouts) == ["bayview", "canonical", "coastal", "sierra"]
    assert {layout.rtf.format for layout in layouts.values()} == {"csv", "pipe", "xlsx"}
    for layout in layouts.values():
        assert {element for _, element in layout.rtf.columns} <= set(RTF_ELEMENTS)
        assert set(layout.headings) <= set(FIELDS)


def test_every_word_of_the_guidance_is_read_by_every_layout():
    for layout in shipped().values():
        for name, words in (
            ("service", Service),
            ("authorization_status", AuthorizationStatus),
            ("referral_type", ReferralType),
        ):
            for word in words:
                assert word.value in layout.codes[name][word.slug], (layout.key, word)


def test_canonical_status_file_is_the_one_of_the_guidance(layouts):
    rtf = layouts["canonical"].rtf
    assert rtf.file_name == "CSRTF_{npi}_{period}.csv"
    assert rtf.headings == (
        "Medi-Cal Member Client Index Number (CIN)",
        "Managed Care Plan Member ID Number",
        "Member First Name",
        "Member Last Name",
        "Member Date of Birth",
        "Referred Service",
        "Servicing Provider Organization NPI",
        "Community Supports Provider Name",
        "Servicing Provider Phone Number",
        "Referral Status",
        "Date of Referral Status Update",
        "Reason for Referral Loop Closure",
    )
    assert tuple(element for _, element in rtf.columns) == RTF_ELEMENTS


@pytest.mark.parametrize("key", ["bayview", "canonical", "coastal", "sierra"])
def test_a_layout_survives_being_written_and_read(key, layouts):
    assert parse(to_toml(layouts[key])) == layouts[key]


def test_headings_compare_without_case_spaces_accents_and_marks():
    assert heading_key(" Member  First_Name: ") == heading_key("MEMBER FIRST-NAME")
    assert heading_key("Téléphone") == heading_key("telephone")


SIERRA = resource("layouts", "sierra.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('key = "sierra"', 'key = "Sierra Health"', "key"),
        ('key = "sierra"', "", "key"),
        ('name = "Sierra', 'name = 3 # "', "name"),
        ('[asf]\nformat = "pipe"', '[asf]\nformat = "fax"', "asf.format"),
        ('encodings = ["cp1252"]', 'encodings = ["cp12525"]', "asf.encodings"),
        ('dates = ["YYYYMMDD"]', 'dates = ["YYMMDD"]', "asf.dates"),
        ('dates = ["YYYYMMDD"]', "dates = []", "asf.dates"),
        ("closing = []", 'closing = "none"', "asf.closing"),
        ("closing = []", "closing = []\nspeed = 1", "asf.speed"),
        ('cin = ["CIN"]\n', "", "asf.headings.cin"),
        ('"last_name", "cin",', '"last_name",', "asf.required"),
        ('email = ["X"]', "", None),
        ('phone = ["PHONE"]', 'phone = ["CIN"]', "asf.headings.phone"),
        ('phone = ["PHONE"]', 'fone = ["PHONE"]', "asf.headings.fone"),
        ('"Denied", "D"', '"Denied", "A"', "asf.codes.authorization_status.denied"),
        ("deposits =", "deposit =", "asf.codes.service.deposit"),
        ("[asf.codes.homeless]", "[asf.codes.roofless]", "asf.codes.roofless"),
        ('line_end = "crlf"', 'line_end = "none"', "rtf.line_end"),
        ('file_name = "CSRTF_{npi}', 'file_name = "../{npi}', "rtf.file_name"),
        ('file_name = "CSRTF_{npi}', 'file_name = "{name}', "rtf.file_name"),
        ('["DOB", "date_of_birth"],\n    ["CS', '["DOB", "birthday"],\n    ["CS', "rtf.columns"),
        ('    ["CIN", "cin"],\n', "", "rtf.columns"),
        ("[rtf.codes.service]", "[rtf.codes.servis]", "rtf.codes.servis"),
        ("[rtf]", "[rtf", "the file"),
    ],
)
def test_a_broken_layout_is_refused_whole_naming_the_key(old, new, key):
    if key is None:
        assert parse(SIERRA).key == "sierra"
        return
    assert old in SIERRA
    with pytest.raises(LayoutRefused) as refusal:
        parse(SIERRA.replace(old, new, 1))
    assert refusal.value.key == key
    assert key in refusal.value.message


MADE_UP = (
    "Family Name;Given Name;Medi-Cal No;Born;Support;Decision;Cell\r\n"
    "Peña;Ana;91234567a;1980-02-03;Nav;OK;(209) 783-7069\r\n"
    "Lê;Minh;91234568B;1981-02-03;Keep;No;0\r\n"
)


def test_an_unknown_file_is_mapped_once_and_then_known(read, tmp_path, layouts):
    with pytest.raises(UnknownLayout) as refusal:
        read(MADE_UP)
    unknown = refusal.value
    assert unknown.detected["format"] == "semicolon"
    assert unknown.samples[4] == ("Nav", "Keep")
    layout = from_mapping(
        "delta",
        "Delta",
        {
            "last_name": "Family Name",
            "first_name": "Given Name",
            "cin": "Medi-Cal No",
            "date_of_birth": "Born",
            "service": "Support",
            "authorization_status": "Decision",
            "phone": "Cell",
        },
        format="semicolon",
        codes={
            "service": {"htns": ["Nav"], "htss": ["Keep"]},
            "authorization_status": {"approved": ["OK"], "denied": ["No"]},
        },
    )
    layouts = {"delta": parse(to_toml(layout)), **layouts}
    from navigator_app.exchange.inbound import read_file

    path = tmp_path / "delta.csv"
    path.write_text(MADE_UP, encoding="utf-8")
    parsed = read_file(path, list(layouts.values()), today=__import__("datetime").date(2026, 11, 1))
    assert (parsed.layout, len(parsed.good), parsed.rejected) == ("delta", 2, [])
    row = dict(zip(FIELDS, parsed.good[0][2:], strict=True))
    assert (row["cin"], row["service"], row["phone"]) == ("91234567A", "htns", "2097837069")
    assert (row["authorization_status"], row["ends_on"]) == ("approved", None)


def test_a_mapping_without_a_needed_field_is_refused():
    with pytest.raises(LayoutRefused) as refusal:
        from_mapping("delta", "Delta", {"last_name": "Name"})
    assert refusal.value.key == "asf.headings.first_name"


def test_the_wizard_is_offered_likely_headings(layouts):
    headings = layouts["canonical"].rtf.headings + ("DOB", "PHONE")
    found = suggest(headings)
    assert found["cin"] == "Medi-Cal Member Client Index Number (CIN)"
    assert found["phone"] == "PHONE"
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(MAPPABLE)


def test_a_column_missing_where_others_are_left_over_can_be_mapped(read, samples):
    data = (samples / "bayview_csasf_2026-11-15.csv").read_bytes()
    with pytest.raises(UnknownLayout, match="the column Member Date of Birth is missing"):
        read(data.replace(b"Member Date of Birth", b"Birthday"))
