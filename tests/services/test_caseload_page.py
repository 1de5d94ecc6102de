"""The caseload on a real store: search, filters, order, windows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from navigator_app.domain import search
from navigator_app.domain.records import CaseloadQuery, CaseloadRow
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus, Service
from navigator_app.services import agency, caseload, import_authorizations, record_status
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_caseload

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def take(ws: Workspace, name: str, plan: str) -> None:
    agency.add_plan(ws, plan, name=plan.title(), layout=plan)
    layouts = import_authorizations.layouts_for(ws, plan)
    parsed = import_authorizations.read(SAMPLES / name, layouts)
    import_authorizations.commit(ws, import_authorizations.stage(ws, parsed, plan).id)


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """A hundred members of two plans."""
    take(workspace, "bayview_csasf_2026-11-15.csv", "bayview")
    take(workspace, "sierra_ASF_202611.txt", "sierra")
    return workspace


def every(ws: Workspace, query: CaseloadQuery) -> list[CaseloadRow]:
    """All rows of a query, window by window."""
    rows: list[CaseloadRow] = []
    while True:
        page = caseload.page(ws, query, offset=len(rows), limit=7)
        rows += page.rows
        assert page.total >= len(rows)
        if not page.rows:
            assert page.total == len(rows)
            return rows


def test_all_by_name(ws: Workspace) -> None:
    rows = every(ws, CaseloadQuery())
    names = ws.store.query("SELECT id FROM member ORDER BY sort_name, id")
    assert [row.id for row in rows] == [member for (member,) in names]
    assert len(rows) == 100
    down = every(ws, CaseloadQuery(descending=True))
    assert [row.id for row in down] == [row.id for row in reversed(rows)]


def test_a_row_says_what_the_file_said(ws: Workspace) -> None:
    (row,) = caseload.page(ws, CaseloadQuery(text="90100001E")).rows
    assert (row.first_name, row.last_name, row.plan) == ("Sophea", "D'Angelo", "bayview")
    assert row.date_of_birth == date(2005, 4, 25)
    assert row.services == (Service.HTNS,)
    assert row.status is None
    assert row.authorization_status is AuthorizationStatus.APPROVED
    assert row.authorization_end == date(2027, 11, 8)
    assert row.navigator == "Ana Ruiz"
    assert row.homeless
    assert not row.alert
    assert (row.next_due, row.next_due_rule) == (date(2026, 11, 24), "outreach-begun")


@pytest.mark.parametrize("text", ["dangelo soph", "D'Ang", "SOPHEA d angelo", "7722", "4/25/2005"])
def test_found_as_typed(ws: Workspace, text: str) -> None:
    assert "90100001E" in [row.cin for row in caseload.page(ws, CaseloadQuery(text=text)).rows]


def test_text_and_filters_add_up(ws: Workspace) -> None:
    """Every filter, against the same said over the rows."""
    everyone = every(ws, CaseloadQuery())
    approved = AuthorizationStatus.APPROVED
    some = everyone[0].language
    for query, keep in (
        (CaseloadQuery(plan="sierra"), lambda r: r.plan == "sierra"),
        (CaseloadQuery(service=Service.HTSS), lambda r: Service.HTSS in r.services),
        (CaseloadQuery(authorization="approved"), lambda r: r.authorization_status is approved),
        (CaseloadQuery(language=some), lambda r: r.language == some),
        (CaseloadQuery(navigator="none"), lambda r: not r.navigator),
        (CaseloadQuery(navigator=ws.user.id, status="none", authorization="denied"),
         lambda r: False),
        (CaseloadQuery(text="an", plan="bayview"),
             lambda r: r.plan == "bayview" and any(
                 part.startswith("an")
                 for part in search.folded(f"{r.first_name} {r.last_name}").split())),
        ):  # fmt: skip
        kept: Callable[[CaseloadRow], bool] = keep
        assert {r.id for r in every(ws, query)} == {r.id for r in everyone if kept(r)}, query


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("cin", lambda r: r.cin),
        ("plan", lambda r: r.plan),
        ("due", lambda r: r.next_due),
        ("authorization_end", lambda r: r.authorization_end),
    ],
)
@pytest.mark.parametrize("descending", [False, True])
def test_orders(
    ws: Workspace, sort: str, key: Callable[[CaseloadRow], object], descending: bool
) -> None:
    """In the order asked for, what is unknown last, windows and whole alike."""
    rows = every(ws, CaseloadQuery(sort=sort, descending=descending))
    keys = [key(row) for row in rows]
    known = [one for one in keys if one is not None]
    assert known == sorted(known, reverse=descending)  # type: ignore[type-var]
    assert keys == known + [None] * (len(keys) - len(known))
    assert len(rows) == 100
    few = every(ws, CaseloadQuery(text="a", sort=sort, descending=descending))
    assert [row.id for row in few] == [row.id for row in rows if row.id in {r.id for r in few}]


def test_a_kept_order_follows_a_write(ws: Workspace) -> None:
    query = CaseloadQuery(status="accepted", sort="due")
    assert every(ws, query) == []
    referral = caseload.referrals(ws)[1]
    record_status.record(ws, referral.id, ReferralStatus.ACCEPTED, date(2026, 11, 20))
    (row,) = every(ws, query)
    assert row.id == referral.member_id
    assert row.status is ReferralStatus.ACCEPTED


def test_due_filters(ws: Workspace) -> None:
    everyone = every(ws, CaseloadQuery())
    open_ones = [row for row in everyone if row.next_due]
    today = ws.clock.today()
    overdue = every(ws, CaseloadQuery(due="overdue"))
    assert {r.id for r in overdue} == {r.id for r in open_ones if r.next_due and r.next_due < today}
    assert overdue
    missing = every(ws, CaseloadQuery(due="no-status"))
    assert {r.id for r in missing} == {r.id for r in open_ones}
    unreached = every(ws, CaseloadQuery(due="unreached"))
    assert {r.authorization_status for r in unreached} == {AuthorizationStatus.APPROVED}


def test_denied_owes_nothing(ws: Workspace) -> None:
    denied = every(ws, CaseloadQuery(authorization="denied"))
    assert denied
    assert {row.next_due for row in denied} == {None}


def test_nothing_found(ws: Workspace) -> None:
    page = caseload.page(ws, CaseloadQuery(text="qqqq"))
    assert (page.rows, page.total) == ((), 0)
    assert caseload.page(ws, CaseloadQuery(text="''")).total == 100


def test_find_offers_names_that_begin_so(ws: Workspace) -> None:
    rows = caseload.find(ws, "mar", limit=5)
    assert 0 < len(rows) <= 5
    assert any(name.lower().startswith("mar") for name in (rows[0].first_name, rows[0].last_name))
    assert caseload.find(ws, "  ") == []


def test_languages(ws: Workspace) -> None:
    spoken = caseload.languages(ws)
    assert spoken == sorted({row.language for row in every(ws, CaseloadQuery())})
    assert "Spanish" in spoken


def test_the_order_by_due_looks_at_each_members_own_referrals(ws: Workspace) -> None:
    """Read through the index on is_open it would take the square of the members."""
    sql = f"SELECT m.pk FROM member m ORDER BY {reads_caseload._order(CaseloadQuery(sort='due'))}"
    days = reads_caseload.Days("2026-11-20", "2026-11-27", "2026-11-01", "2026-11-30", "2026-12-31")
    plan = ws.store.query(f"EXPLAIN QUERY PLAN {sql}", days.params())
    assert [row[3] for row in plan if " r " in row[3]] == [
        "SEARCH r USING INDEX ix_referral_member_id (member_id=?)"
    ]
