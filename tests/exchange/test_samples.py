"""Every sample file, as `expected.json` says, row for row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from navigator_app.errors import FileRejected
from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import ParsedFile, UnknownLayout

Read = Callable[..., ParsedFile]


def fields(parsed: ParsedFile, at: int) -> dict[str, object]:
    return dict(zip(FIELDS, parsed.good[at][2:], strict=True))


@pytest.fixture(scope="session")
def expected(samples: Path) -> dict[str, dict[str, object]]:
    return json.loads((samples / "expected.json").read_text())


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("bayview_csasf_2026-11-15.csv", "bayview"),
        ("bayview_csasf_2026-11-29.csv", "bayview"),
        ("sierra_ASF_202611.txt", "sierra"),
        ("coastal_CS-ASF_Nov2026.xlsx", "coastal"),
    ],
)
def test_good_samples_are_read_whole(name, plan, read, samples, expected):
    parsed = read(samples / name, plan=plan)
    wanted = next(value for key, value in expected.items() if key.startswith(name))
    assert (parsed.layout, parsed.rows, parsed.rejected) == (plan, wanted["rows"], [])
    assert len(parsed.good) == wanted["rows"]
    assert parsed.warnings == ()


def test_bad_rows_are_rejected_as_expected_row_for_row(read, samples, expected):
    parsed = read(samples / "bad_rows.csv")
    wanted = expected["bad_rows.csv"]
    assert parsed.rows == wanted["rows"]
    assert {str(row.row): row.reason.split(":")[0] for row in parsed.rejected} == wanted["rejected"]
    assert [row.column for row in parsed.rejected] == [
        "Medi-Cal Member Client Index Number (CIN)",
        "Member Date of Birth",
        "Authorization End Date",
        "Referral Authorization Status",
        "Referred Service",
        "Member Last Name",
        "Medi-Cal Member Client Index Number (CIN)",
    ]
    kept = {row[0]: dict(zip(FIELDS, row[2:], strict=True)) for row in parsed.good}
    assert kept[6]["first_name"] == '=HYPERLINK("http://example.org","x")'
    assert kept[7]["address"] == 'Under the bridge\nbehind the mill, "north side"'


def test_reasons_say_what_would_be_right(read, samples):
    reasons = {row.row: row.reason for row in read(samples / "bad_rows.csv").rejected}
    assert "eight digits and a letter" in reasons[3]
    assert "Need Additional Information from Referral Source" in reasons[8]
    assert "Housing Deposits" in reasons[9]


def test_rejected_rows_keep_what_was_received(read, samples):
    rejected = read(samples / "bad_rows.csv").rejected[0]
    assert json.loads(rejected.raw)[:3] == ["Harpreet", "Gill", "12345"]


def test_truncated_file_names_its_last_row(read, samples):
    parsed = read(samples / "bad_truncated.csv")
    assert (len(parsed.good), [row.row for row in parsed.rejected]) == (27, [29])
    assert parsed.rejected[0].reason.startswith("the row is cut short: the file ends in the middle")
    assert parsed.rejected[0].column == "Date Referral Sent to Servicing Provider Organization"


def test_empty_file_is_refused(read, samples):
    with pytest.raises(FileRejected, match="is empty"):
        read(samples / "bad_empty.csv")


def test_another_table_is_refused_for_the_wizard(read, samples):
    with pytest.raises(UnknownLayout, match="None of the known layouts fits") as refusal:
        read(samples / "bad_not_a_roster.csv")
    assert refusal.value.headings == ("Item", "Qty", "Price")
    assert refusal.value.samples == (("Hammer",), ("3",), ("9.99",))
    assert refusal.value.detected == {
        "format": "csv",
        "delimiter": ",",
        "encoding": "utf-8",
        "heading_row": 1,
    }


def test_missing_column_is_named_by_the_plans_own_heading(read, samples):
    cin = r"the column Medi-Cal Member Client Index Number \(CIN\) is missing"
    with pytest.raises(FileRejected, match=cin) as refusal:
        read(samples / "bad_missing_cin_column.csv")
    assert not isinstance(refusal.value, UnknownLayout)  # nothing is left to map


def test_bayview_row_is_typed(read, samples):
    parsed = read(samples / "bayview_csasf_2026-11-15.csv")
    assert parsed.good[0][0] == 2
    assert json.loads(str(parsed.good[0][1]))[3] == "00523832096"
    assert fields(parsed, 10) == {
        "first_name": "Soo-jin",
        "last_name": "Chea",
        "cin": "90100010T",
        "plan_member_id": "00317905608",
        "date_of_birth": "2002-08-01",
        "phone": "8189547048",
        "address": "No fixed current address",
        "email": "",
        "language_spoken": "Spanish",
        "language_written": "Spanish",
        "written_format": "Large print",
        "gender_code": "F",
        "race_ethnicity_code": "G",
        "homeless": 1,
        "guardian_first_name": "",
        "guardian_last_name": "",
        "guardian_phone": "0000000000",
        "service": "htns",
        "referral_type": "1",
        "requested_on": "2026-11-01",
        "authorization_status": "approved",
        "effective_on": "2026-10-27",
        "ends_on": "2027-10-26",
        "decided_on": "2026-11-05",
        "sent_to_provider_on": "2026-11-06",
        "authorization_number": "",
    }


def test_sierra_row_is_typed_from_codes_and_extra_columns_kept(read, samples):
    parsed = read(samples / "sierra_ASF_202611.txt", plan="sierra")
    row = fields(parsed, 6)
    assert (row["first_name"], row["last_name"], row["cin"]) == ("Lucía", "Mansour", "90200006S")
    assert (row["service"], row["referral_type"], row["homeless"]) == ("htns", "1", 1)
    assert (row["authorization_status"], row["effective_on"]) == ("denied", None)
    assert (row["date_of_birth"], row["decided_on"]) == ("1943-05-25", "2026-10-10")
    assert (row["authorization_number"], row["email"]) == ("A13248582", "")
    place = parsed.headings.index("INTERNAL_QUEUE")
    assert json.loads(str(parsed.good[6][1]))[place] == "UM-CS"


def test_coastal_row_is_typed_from_real_dates_and_numbers(read, samples):
    parsed = read(samples / "coastal_CS-ASF_Nov2026.xlsx", plan="coastal")
    assert parsed.good[0][0] == 4  # the sheet's own row number: two title rows, then headings
    row = fields(parsed, 1)
    assert (row["plan_member_id"], row["phone"]) == ("00045944372", "9166989120")
    assert (row["date_of_birth"], row["requested_on"]) == ("2014-01-27", "2026-10-21")
    assert (row["authorization_status"], row["referral_type"]) == ("need-information", "1")
    assert (row["guardian_first_name"], row["guardian_phone"]) == ("Rosa", "0000000000")
    assert parsed.headings[-2:] == ("Member County", "Care Manager")
    assert json.loads(str(parsed.good[1][1]))[-2:] == ["Riverton", "Pat O'Neill"]


def test_zero_phone_of_a_workbook_is_the_unknown_phone(read, samples):
    parsed = read(samples / "coastal_CS-ASF_Nov2026.xlsx", plan="coastal")
    phones = [fields(parsed, at)["phone"] for at in range(50)]
    received = [json.loads(str(row[1]))[5] for row in parsed.good]
    assert "0" in received
    assert {phone for phone, cell in zip(phones, received, strict=True) if cell == "0"} == {
        "0000000000"
    }


def test_a_coastal_file_under_another_plan_is_read_the_same(read, samples):
    own = read(samples / "coastal_CS-ASF_Nov2026.xlsx", plan="coastal")
    other = read(samples / "coastal_CS-ASF_Nov2026.xlsx", plan="canonical")
    assert other.layout == "canonical"
    assert other.good == own.good
    assert other.rejected == []
