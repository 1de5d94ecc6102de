"""Properties of reading: whatever the order, case and spaces, values come through unchanged."""

from __future__ import annotations

import csv
import io
import json
import random
import string
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from navigator_app.exchange.fields import FIELDS
from navigator_app.exchange.inbound import read_file
from navigator_app.exchange.layouts import shipped
from navigator_app.exchange.tables import cells_of, raw_json
from navigator_app.exchange.values import Bad, Reader, absent, date_reader, readers

TODAY = date(2026, 11, 30)
LAYOUTS = shipped()
BAYVIEW = LAYOUTS["bayview"]
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), max_size=30
)
names = printable.map(lambda text: " ".join(text.split())).filter(bool)
days = st.dates(date(1920, 1, 1), TODAY)


@st.composite
def people(draw, number=0):
    start = draw(st.none() | days)
    return {
        "first_name": draw(names),
        "last_name": draw(names),
        "cin": f"9{draw(st.integers(0, 9_999_999)):07d}{draw(st.sampled_from('ABCXYZ'))}",
        "plan_member_id": draw(st.text(string.digits, min_size=1, max_size=14)),
        "date_of_birth": draw(days).isoformat(),
        "phone": draw(st.text(string.digits, min_size=10, max_size=10)),
        "address": draw(printable).strip(),
        "homeless": draw(st.sampled_from([0, 1])),
        "service": draw(st.sampled_from(["htns", "htss", "deposits"])),
        "authorization_status": draw(st.sampled_from(["approved", "denied", "under-review", ""])),
        "effective_on": start.isoformat() if start else None,
        "ends_on": (start + timedelta(days=draw(st.integers(0, 800)))).isoformat()
        if start
        else None,
    }


def written(name, value):
    if name == "homeless":
        return "Y" if value else "n"
    if name in BAYVIEW.codes and value:
        return BAYVIEW.codes[name][value][0].upper()
    if value is not None and (name.endswith("_on") or name == "date_of_birth"):
        return date.fromisoformat(value).strftime("%m/%d/%Y")
    return value or ""


@QUIET
@given(st.lists(people(), min_size=1, max_size=8, unique_by=lambda p: p["cin"]), st.randoms())
def test_values_survive_any_order_case_and_spacing_of_headings(tmp_path, rows, rng):
    order = list(rows[0])
    rng.shuffle(order)
    head = [style(BAYVIEW.heading(name), rng) for name in order] + ["Extra"]
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=rng.choice(",|\t;"), lineterminator=rng.choice(["\n", "\r\n"])
    )
    writer.writerow(head)
    for row in rows:
        writer.writerow([written(name, row[name]) for name in order] + ["kept"])
    path = tmp_path / "made.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    parsed = read_file(path, [BAYVIEW], today=TODAY)
    assert parsed.rejected == []
    for row, typed in zip(rows, parsed.good, strict=True):
        values = dict(zip(FIELDS, typed[2:], strict=True))
        assert {name: values[name] for name in row} == row
        assert json.loads(str(typed[1]))[-1] == "kept"


def style(heading: str, rng: random.Random) -> str:
    heading = rng.choice([heading.upper(), heading.lower(), heading.title(), heading])
    return rng.choice([" ", ""]) + heading.replace(" ", rng.choice([" ", "  ", "_"])) + " "


@QUIET
@given(st.lists(st.text(), max_size=8))
def test_raw_cells_come_back_exactly(cells):
    assert cells_of(raw_json(cells)) == cells


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["MM/DD/YYYY", "YYYYMMDD", "DD.MM.YYYY"]))
def test_dates_come_back_from_every_format(day, shape):
    text = shape.replace("YYYY", f"{day:%Y}".zfill(4)).replace("MM", f"{day:%m}")
    assert date_reader((shape,), workbook=False)(text.replace("DD", f"{day:%d}")) == day.isoformat()


@given(st.text(max_size=14))
def test_a_text_is_a_date_or_is_refused_in_words(text):
    read = date_reader(("MM/DD/YYYY",), workbook=True)
    try:
        found = read(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - any other exception is the failure
    else:
        assert found is None or date.fromisoformat(found).isoformat() == found


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@given(text=st.text(max_size=20))
def test_no_reader_raises_and_every_bad_value_has_a_reason(layout, text):
    for name, reader in readers(layout, TODAY, workbook=True).items():
        value = reader[text]
        assert not isinstance(value, Bad) or value.reason, name
        assert reader.spoiled == isinstance(value, Bad)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("7/4/1998", "1998-07-04"),
        ("07/04/1998 00:00:00", "1998-07-04"),
        ("7/4/1998 12:00:00 AM", "1998-07-04"),
        ("", None),
        ("00/00/0000", None),
        ("12/31/9999", "9999-12-31"),
    ],
)
def test_dates_as_plans_and_spreadsheets_write_them(text, iso):
    assert date_reader(("MM/DD/YYYY",), workbook=False)(text) == iso


@pytest.mark.parametrize(
    "text", ["02/30/2026", "13/01/2026", "1/1/26", "tomorrow", "2026-11-01", "٠١/٠١/٢٠٢٦"]
)
def test_other_dates_are_refused(text):
    with pytest.raises(ValueError, match=r"calendar|expected MM/DD/YYYY"):
        date_reader(("MM/DD/YYYY",), workbook=False)(text)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("phone", "(209) 783-7069", "2097837069"),
        ("phone", "1-209-783-7069 ext. 12", "2097837069"),
        ("phone", "0", "0000000000"),
        ("phone", "", "0000000000"),
        ("phone", "unknown", "0000000000"),
        ("phone", "9166538017.0", "9166538017"),
        ("cin", " 9010 0000d ", "90100000D"),
        ("plan_member_id", "00523832096", "00523832096"),
        ("language_written", "Spanish - Large Print", ("Spanish", "Large print")),
        ("service", "housing  DEPOSITS", "deposits"),
        ("referral_type", "Community Referral", "1"),
        ("homeless", "", 0),
        ("first_name", "  Ana\tMaría ", "Ana María"),
    ],
)
def test_cells_are_normalized(field, text, value):
    assert readers(BAYVIEW, TODAY, workbook=False)[field][text] == value


@pytest.mark.parametrize("text", ["783-7069", "209 783 706", "+44 20 7946 0958"])
def test_other_phones_are_refused(text):
    value = readers(BAYVIEW, TODAY, workbook=False)["phone"][text]
    assert isinstance(value, Bad)
    assert "ten digits" in value.reason


def test_a_reader_asks_once_for_each_text():
    asked = []

    def upper(text):
        asked.append(text)
        return text.upper()

    reader = Reader(upper)
    assert [reader["a"], reader["a"], reader[" a"]] == ["A", "A", "A"]
    assert asked == ["a", "a"]


def test_fields_without_a_column_have_the_empty_value_of_their_kind():
    assert [absent(name) for name in ("ends_on", "guardian_phone", "homeless", "email")] == [
        None,
        "0000000000",
        0,
        "",
    ]
