"""Chains of authorizations: what is wrong is named where it stands, nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from navigator_app.domain import ledger
from navigator_app.domain.ledger import Band, Entry, Flaw, Kind
from navigator_app.domain.vocabulary import AuthorizationStatus as Status

TODAY = date(2026, 11, 20)


def day(text: str) -> date:
    return date.fromisoformat(text)


def entry(key: str, start: str | None, end: str | None, **more: object) -> Entry:
    values: dict[str, object] = {"kind": Kind.INITIAL, "status": Status.APPROVED, **more}
    return Entry(
        key,
        "r1",
        effective=day(start) if start else None,
        end=day(end) if end else None,
        **values,  # type: ignore[arg-type]
    )


def asked(key: str, requested: str, **more: object) -> Entry:
    values = {"status": None, "kind": Kind.EXTENSION, "request_id": key, **more}
    return entry(
        key,
        str(values.pop("start", "")) or None,
        str(values.pop("end", "")) or None,
        requested=day(requested),
        from_plan=False,
        **values,
    )


FIRST = entry("a1", "2025-12-01", "2026-11-30", number="N1", requested=day("2025-11-20"))


def test_extensions_are_chained_to_the_one_before() -> None:
    second = entry("a2", "2026-12-01", "2027-05-31")
    chain = ledger.chain([second, FIRST], [])
    assert [(e.id, e.kind, e.extends_id) for e in chain] == [
        ("a1", Kind.INITIAL, None),
        ("a2", Kind.EXTENSION, "a1"),
    ]
    assert ledger.findings(chain) == ()


@pytest.mark.parametrize(
    ("start", "flaw", "first", "last"),
    [
        ("2026-12-01", None, None, None),
        ("2026-12-02", Flaw.GAP, "2026-12-01", "2026-12-01"),
        ("2026-12-11", Flaw.GAP, "2026-12-01", "2026-12-10"),
        ("2026-11-30", Flaw.OVERLAP, "2026-11-30", "2026-11-30"),
        ("2026-11-01", Flaw.OVERLAP, "2026-11-01", "2026-11-30"),
    ],
)
def test_gaps_and_overlaps_to_the_day(
    start: str, flaw: Flaw | None, first: str | None, last: str | None
) -> None:
    found = ledger.findings(ledger.chain([FIRST, entry("a2", start, "2027-05-31")], []))
    assert [(f.flaw, f.entry_id, str(f.first), str(f.last)) for f in found] == (
        [(flaw, "a2", first, last)] if flaw else []
    )


def test_a_gap_is_measured_from_the_longest_not_from_the_last() -> None:
    short = entry("a2", "2026-01-01", "2026-02-01")
    third = entry("a3", "2026-12-01", "2027-05-31")
    found = ledger.findings(ledger.chain([FIRST, short, third], []))
    assert [f.flaw for f in found] == [Flaw.OVERLAP]


@pytest.mark.parametrize(
    ("more", "flaw", "field"),
    [
        ({"requested": day("2026-03-05"), "decided": day("2026-03-04")}, "decision", "decided"),
        ({"requested": day("2026-03-05"), "received": day("2026-03-04")}, "receipt", "received"),
    ],
)
def test_impossible_orders_are_named_at_their_field(
    more: dict[str, object], flaw: str, field: str
) -> None:
    found = ledger.findings([entry("a1", "2026-03-10", "2027-03-09", **more)])
    assert [(f.flaw, f.field) for f in found] == [(Flaw(f"{flaw}-before-request"), field)]
    refused = ledger.order_refused(**more)  # type: ignore[arg-type]
    assert refused is not None
    assert refused[0] == field


def test_an_end_before_the_start_is_named_and_counts_for_nothing() -> None:
    chain = ledger.chain([entry("a1", "2026-12-01", "2026-11-30")], [])
    assert [f.flaw for f in ledger.findings(chain)] == [Flaw.END_BEFORE_START]
    assert ledger.countdown(chain, TODAY).band is Band.UNKNOWN
    assert [one.span for one in chain] == [None]


@pytest.mark.parametrize(
    ("start", "end", "flaws"),
    [
        (None, "2027-01-01", [Flaw.NO_START]),
        ("2026-01-01", None, [Flaw.NO_END]),
        ("2028-02-29", "2029-02-28", [Flaw.LEAP_DAY]),
        ("2027-03-01", "2028-02-29", [Flaw.LEAP_DAY]),
    ],
)
def test_what_is_missing_and_leap_days_are_said(
    start: str | None, end: str | None, flaws: list[Flaw]
) -> None:
    assert [f.flaw for f in ledger.findings([entry("a1", start, end)])] == flaws


@pytest.mark.parametrize(
    ("left", "band"),
    [
        (-1, Band.ENDED),
        (0, Band.DAYS_14),
        (14, Band.DAYS_14),
        (15, Band.DAYS_30),
        (30, Band.DAYS_30),
        (31, Band.DAYS_60),
        (60, Band.DAYS_60),
        (61, Band.DAYS_90),
        (90, Band.DAYS_90),
        (91, Band.FAR),
    ],
)
def test_the_countdown_changes_its_tone_at_90_60_30_and_14_days(left: int, band: Band) -> None:
    end = TODAY + timedelta(days=left)
    found = ledger.countdown([entry("a1", "2025-01-01", end.isoformat())], TODAY)
    assert (found.days_left, found.band) == (left, band)


def test_a_request_that_waits_is_said_beside_the_countdown() -> None:
    chain = ledger.chain([FIRST], [asked("q1", "2026-11-01")])
    assert [e.id for e in chain] == ["a1", "q1"]
    assert ledger.countdown(chain, TODAY).asked == day("2026-11-01")
    denied = ledger.chain([FIRST], [asked("q1", "2026-11-01", status=Status.DENIED)])
    assert ledger.countdown(denied, TODAY).asked is None
    assert ledger.countdown(denied, TODAY).days_left == 10


@pytest.mark.parametrize(
    "told",
    [
        asked("q1", "2026-10-01", number="N2", status=Status.APPROVED),
        asked("q1", "2026-10-01", start="2026-12-01", end="2027-05-31", status=Status.APPROVED),
        asked("q1", "2026-11-02"),
    ],
)
def test_what_staff_asked_and_the_plan_answered_is_one_entry(told: Entry) -> None:
    second = entry("a2", "2026-12-01", "2027-05-31", number="N2", requested=day("2026-11-02"))
    chain = ledger.chain([FIRST, second], [told])
    assert [(e.id, e.request_id) for e in chain] == [("a1", None), ("a2", "q1")]
    assert ledger.findings(chain) == ()


def test_the_plans_file_counts_and_what_was_told_otherwise_is_named() -> None:
    told = asked(
        "q1",
        "2026-10-01",
        number="N2",
        status=Status.APPROVED,
        start="2026-12-01",
        end="2027-11-30",
    )
    second = entry("a2", "2026-12-01", "2027-05-31", number="N2")
    chain = ledger.chain([FIRST, second], [told])
    assert chain[1].end == day("2027-05-31")
    found = ledger.findings(chain)
    assert [f.flaw for f in found] == [Flaw.PLAN_DIFFERS]
    assert "2027-11-30" in str(found[0].says)


def test_an_approval_heard_of_before_the_file_extends_the_chain() -> None:
    told = asked("q1", "2026-10-01", status=Status.APPROVED, start="2026-12-01", end="2027-05-31")
    chain = ledger.chain([FIRST], [told])
    assert ledger.countdown(chain, TODAY).end == day("2027-05-31")
    assert ledger.findings(chain) == ()


@pytest.mark.parametrize(
    ("end", "months", "first", "last"),
    [
        ("2026-11-30", 6, "2026-12-01", "2027-05-31"),
        ("2026-08-31", 6, "2026-09-01", "2027-02-28"),
        ("2027-08-31", 6, "2027-09-01", "2028-02-29"),
        ("2028-02-28", 12, "2028-02-29", "2029-02-28"),
        ("2028-02-29", 12, "2028-03-01", "2029-02-28"),
    ],
)
def test_an_extension_begins_the_day_after(end: str, months: int, first: str, last: str) -> None:
    assert ledger.extension(day(end), months) == (day(first), day(last))


spans = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 500)),
    min_size=1,
    max_size=6,
    unique_by=lambda span: span[0],
)


@given(spans)
def test_gaps_are_just_the_days_without_authorization(made: list[tuple[date, int]]) -> None:
    entries = [
        entry(f"a{n}", start.isoformat(), (start + timedelta(days=long)).isoformat())
        for n, (start, long) in enumerate(made)
    ]
    chain = ledger.chain(entries, [])
    reach = [e.span for e in chain if e.span]
    first, last = min(s[0] for s in reach), max(s[1] for s in reach)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    missing = {when for when in every if not any(a <= when <= b for a, b in reach)}
    named = {
        finding.first + timedelta(days=n)
        for finding in ledger.findings(chain)
        if finding.flaw is Flaw.GAP and finding.first and finding.last
        for n in range((finding.last - finding.first).days + 1)
    }
    assert named == missing
