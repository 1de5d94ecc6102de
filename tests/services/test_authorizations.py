"""The ledger on a real store: chains, requests, decisions, packets, and the wave behind them."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.ledger import Band, Flaw, Kind
from navigator_app.domain.vocabulary import AuthorizationStatus
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import authorizations, caseload, forecast
from navigator_app.services.authorizations import Decision, Request
from navigator_app.services.workspace import Workspace
from tests.services import loops

A = AuthorizationStatus


def day(text: str) -> date:
    return date.fromisoformat(text)


def authorize(
    ws: Workspace, referral_id: str, start: str, end: str | None, status: str = "approved"
) -> str:
    """Write an authorization as a plan's file would."""
    key = uuid7()
    with ws.transaction("test") as tx:
        tx.insert(
            "authorization",
            {
                "id": key,
                "referral_id": referral_id,
                "number": f"N{start}",
                "status": status,
                "effective_on": start,
                "ends_on": end,
                "created_at": tx.now,
            },
        )
    return key


@pytest.fixture
def made(workspace: Workspace) -> loops.Made:
    """A referral whose authorization ends on 4 December 2026, in two weeks."""
    made = loops.add_member(workspace, loops.add_plan(workspace), 1)
    authorize(workspace, made.referral, "2025-12-05", "2026-12-04")
    return made


def ask(ws: Workspace, made: loops.Made, on: str = "2026-11-10", **more: object) -> str:
    asked = Request(made.referral, Kind.EXTENSION, day(on), **more)  # type: ignore[arg-type]
    return authorizations.record_request(ws, asked)[0]


def test_a_chain_with_its_countdown(workspace: Workspace, made: loops.Made) -> None:
    one = authorizations.of_referral(workspace, made.referral)
    assert (one.countdown.days_left, one.countdown.band) == (14, Band.DAYS_14)
    assert one.packet is not None
    assert one.packet.own, "nothing is known of what this plan wants"
    assert "own" in one.packet.title
    assert not any(row.required for row in one.packet.rows)
    assert [one.referral_id for one in authorizations.of_member(workspace, made.member)] == [
        made.referral
    ]


def test_a_request_extends_the_last_and_a_decision_the_chain(
    workspace: Workspace, made: loops.Made
) -> None:
    request = ask(workspace, made, units=6, unit="months", note=" by portal ")
    waiting = authorizations.of_referral(workspace, made.referral)
    assert waiting.countdown.asked == day("2026-11-10")
    assert waiting.entries[1].extends_id == waiting.entries[0].id
    assert waiting.entries[1].note == "by portal"
    changes = authorizations.record_decision(
        workspace,
        request,
        Decision(
            A.APPROVED,
            day("2026-11-18"),
            number="N9",
            effective=day("2026-12-05"),
            end=day("2027-06-04"),
        ),
    )
    assert changes.referrals == {made.referral}
    after = authorizations.of_referral(workspace, made.referral)
    assert after.countdown.end == day("2027-06-04")
    assert after.countdown.asked is None
    assert (after.entries[1].units, after.entries[1].number) == (6, "N9")
    assert after.findings == ()
    authorize(workspace, made.referral, "2026-12-05", "2027-06-04")
    assert len(authorizations.of_referral(workspace, made.referral).entries) == 2, (
        "one and the same"
    )


def test_a_denied_extension_leaves_the_end(workspace: Workspace, made: loops.Made) -> None:
    request = ask(workspace, made)
    authorizations.record_decision(workspace, request, Decision(A.DENIED, day("2026-11-18")))
    after = authorizations.of_referral(workspace, made.referral)
    assert after.countdown.end == day("2026-12-04")
    assert after.countdown.asked is None


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Decision(A.APPROVED, date(2026, 11, 9)), "decided"),
        (Decision(A.APPROVED, date(2026, 11, 21)), "decided"),
        (Decision(A.APPROVED, date(2026, 11, 12), received=date(2026, 11, 13)), "decided"),
        (Decision(A.APPROVED, date(2026, 11, 12), received=date(2026, 11, 1)), "received"),
        (
            Decision(
                A.APPROVED, date(2026, 11, 12), effective=date(2026, 12, 5), end=date(2026, 12, 4)
            ),
            "end",
        ),
        (Decision(A.DENIED, date(2026, 11, 12), end=date(2026, 12, 4)), "effective"),
        (Decision(A.APPROVED, date(2026, 11, 12), units=0), "units"),
    ],
)
def test_an_impossible_decision_is_refused_at_its_field(
    workspace: Workspace, made: loops.Made, answer: Decision, field: str
) -> None:
    request = ask(workspace, made)
    with pytest.raises(InputRejected) as refused:
        authorizations.record_decision(workspace, request, answer)
    assert refused.value.field == field
    assert authorizations.of_referral(workspace, made.referral).entries[1].status is None


def test_requests_in_the_future_or_of_strangers_are_refused(
    workspace: Workspace, made: loops.Made
) -> None:
    for more, field in (
        ({"on": "2026-11-21"}, "requested"),
        ({"received": day("2026-11-09")}, "received"),
        ({"extends_id": "nobody"}, "extends"),
        ({"units": -1}, "units"),
    ):
        with pytest.raises(InputRejected) as refused:
            ask(workspace, made, **more)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        authorizations.of_referral(workspace, "nobody")


def test_the_packet_of_a_plan_with_its_source(workspace: Workspace) -> None:
    plan = loops.add_plan(workspace, "hn", "health-net-2025")
    made = loops.add_member(workspace, plan, 2)
    authorize(workspace, made.referral, "2025-12-05", "2027-02-18")
    packet = authorizations.of_referral(workspace, made.referral).packet
    assert packet is not None, "90 days before the end"
    assert not packet.own
    first = packet.rows[0]
    assert (first.item, first.required) == ("housing-support-plan", True)
    assert first.source.startswith("Health Net provider library, 26-538")
    authorizations.set_packet_item(workspace, made.referral, first.item, True)
    after = authorizations.of_referral(workspace, made.referral).packet
    assert after is not None
    assert after.rows[0].done == day("2026-11-20")
    assert after.missing == len(after.rows) - 1
    authorizations.set_packet_item(workspace, made.referral, first.item, False)
    back = authorizations.of_referral(workspace, made.referral).packet
    assert back is not None
    assert back.rows[0].done is None
    with pytest.raises(InputRejected):
        authorizations.set_packet_item(workspace, made.referral, "no-such-item", True)


def test_the_expected_extension_by_the_plans_own_rule(
    workspace: Workspace, made: loops.Made
) -> None:
    assert authorizations.of_referral(workspace, made.referral).extension is None, "no rule says it"
    plan = loops.add_plan(workspace, "chw", "chw-2022")
    theirs = loops.add_member(workspace, plan, 2)
    assert authorizations.of_referral(workspace, theirs.referral).extension is None, "no end yet"
    authorize(workspace, theirs.referral, "2026-03-01", "2027-02-28")
    found = authorizations.of_referral(workspace, theirs.referral).extension
    assert found is not None
    assert (found.months, found.first, found.last) == (6, day("2027-03-01"), day("2027-08-31"))
    assert found.source.startswith("California Health & Wellness, 22-548m")
    other = loops.add_member(workspace, plan, 3, service="deposits")
    authorize(workspace, other.referral, "2026-03-01", "2027-02-28")
    assert authorizations.of_referral(workspace, other.referral).extension is None, "HTNS alone"


def test_each_end_has_a_packet_of_its_own(workspace: Workspace, made: loops.Made) -> None:
    authorizations.set_packet_item(workspace, made.referral, "progress", True)
    authorize(workspace, made.referral, "2026-12-05", "2027-01-31")
    packet = authorizations.of_referral(workspace, made.referral).packet
    assert packet is not None
    assert packet.missing == len(packet.rows)


def test_no_packet_long_before_the_end_nor_for_a_closed_loop(
    workspace: Workspace, made: loops.Made
) -> None:
    far = loops.add_member(workspace, loops.add_plan(workspace, "far"), 3)
    authorize(workspace, far.referral, "2026-03-01", "2027-02-19")
    assert authorizations.of_referral(workspace, far.referral).packet is None
    with workspace.transaction("test") as tx:
        tx.update("referral", made.referral, {"is_open": 0})
    assert authorizations.of_referral(workspace, made.referral).packet is None


def test_ending_within_is_by_the_last_day_of_the_chain(
    workspace: Workspace, made: loops.Made
) -> None:
    plan = loops.add_plan(workspace, "two")
    extended, soon = (loops.add_member(workspace, plan, n) for n in (2, 3))
    authorize(workspace, extended.referral, "2025-12-05", "2026-12-01")
    authorize(workspace, extended.referral, "2026-12-02", "2027-06-01")
    authorize(workspace, soon.referral, "2025-12-05", "2026-11-30")
    authorize(workspace, soon.referral, "2026-12-01", "2027-06-01", status="denied")
    found = authorizations.listing(workspace, within=14)
    assert [one.referral_id for one in found] == [soon.referral, made.referral]
    assert len(authorizations.listing(workspace)) == 3
    mine = authorizations.listing(workspace, member_id=extended.member, within=300)
    assert [len(one.entries) for one in mine] == [2]


def test_a_gap_is_told_in_words_at_its_entry(workspace: Workspace, made: loops.Made) -> None:
    late = authorize(workspace, made.referral, "2026-12-11", "2027-06-10")
    one = authorizations.of_referral(workspace, made.referral)
    assert [(f.flaw, f.entry_id) for f in one.findings] == [(Flaw.GAP, late)]
    assert one.warnings(late) == [
        "Dec 5, 2026 to Dec 10, 2026 (6 days) have no authorization; services then are not paid."
    ]


def test_what_is_recorded_is_in_the_members_history(workspace: Workspace, made: loops.Made) -> None:
    ask(workspace, made)
    authorizations.set_packet_item(workspace, made.referral, "progress", True)
    tables = {row.table for row in caseload.history(workspace, made.member)}
    assert {"authorization_request", "packet_item"} <= tables


def test_the_wave_and_the_members_behind_each_bar(workspace: Workspace, made: loops.Made) -> None:
    plan = loops.add_plan(workspace, "two")
    others = [loops.add_member(workspace, plan, n) for n in (2, 3, 4)]
    for other, end in zip(others, ("2026-12-06", "2026-12-07", "2026-11-01"), strict=True):
        authorize(workspace, other.referral, "2025-12-05", end)
    ask(workspace, others[0])
    found = forecast.forecast(workspace, per_packet=2.0, per_week=3.0)
    assert len(found.weeks) == 52
    assert found.weeks[0].first == day("2026-11-16")
    assert {n: (w.ending, w.asked) for n, w in enumerate(found.weeks) if w.ending} == {
        2: (2, 1),
        3: (1, 0),
    }
    week = found.weeks[2]
    behind = forecast.behind(workspace, week.first, week.last)
    assert [(one.member_id, one.asked) for one in behind] == [
        (made.member, False),
        (others[0].member, True),
    ]


def test_hours_are_a_guess_until_the_agency_sets_them(workspace: Workspace) -> None:
    assert not forecast.hours(workspace).own
    forecast.set_hours(workspace, per_packet=1.5, per_week=12)
    forecast.set_hours(workspace, per_packet=1.25, per_week=12)
    assert forecast.hours(workspace) == forecast.Hours(1.25, 12.0, True)
    with pytest.raises(InputRejected) as refused:
        forecast.set_hours(workspace, per_packet=0, per_week=12)
    assert refused.value.field == forecast.PER_PACKET
    with pytest.raises(InputRejected):
        forecast.forecast(workspace, weeks=0)


MANY = 100_000


def test_the_wave_of_a_hundred_thousand_members_is_one_quick_read(workspace: Workspace) -> None:
    """Within ten times the floor of counting the same rows by their end alone."""
    plan = loops.add_plan(workspace, "many")
    store = workspace.store.connection
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) "
    triggers = store.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN "
        "('member', 'referral', 'authorization')"
    ).fetchall()
    for (name,) in triggers:  # journalling 300,000 rows is not what is measured
        store.execute(f'DROP TRIGGER "{name}"')
    store.execute(
        "INSERT INTO member (id, cin, plan_id, first_name, last_name, date_of_birth, created_at) "
        f"{numbers} SELECT 'm' || i, 'c' || i, ?, 'First', 'Last', '1980-01-01', '' FROM n",
        (plan,),
    )
    store.execute(
        "INSERT INTO referral (id, member_id, plan_id, service, received_on, created_at) "
        f"{numbers} SELECT 'r' || i, 'm' || i, ?, 'htns', '2026-01-01', '' FROM n",
        (plan,),
    )
    store.execute(
        'INSERT INTO "authorization" (id, referral_id, status, effective_on, ends_on, created_at) '
        f"{numbers} SELECT 'a' || i, 'r' || i, 'approved', '2026-01-01', "
        "date('2026-11-16', '+' || (i % 364) || ' days'), '' FROM n"
    )
    bare = 'SELECT ends_on, count(*), count(DISTINCT referral_id) FROM "authorization" GROUP BY 1'
    workspace.store.query(bare)
    start = perf_counter()
    workspace.store.query(bare)
    floor = perf_counter() - start
    start = perf_counter()
    found = forecast.forecast(workspace)
    took = perf_counter() - start
    assert found.ending == MANY
    assert took < 10 * floor, f"{took:.3f} s against {floor:.3f} s"
    week = found.weeks[10]
    assert len(forecast.behind(workspace, week.first, week.last)) == week.ending
    assert week.last - week.first == timedelta(days=6)
