"""Exceptions and trends of a generated year against a recount; who may see whose; small groups."""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from navigator_app.domain import trends as arithmetic
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.trends import GroupTable
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import InputRejected, NotAllowed, NotFound
from navigator_app.exchange import workbook
from navigator_app.policy import packs, team_figures
from navigator_app.runtime.clock import Clock
from navigator_app.services import clocks, exceptions, trend_words, trends, trends_file, workspace
from navigator_app.services.workspace import Workspace
from tests import team_year
from tests.conftest import PASSPHRASE
from tests.services import team
from tests.services.trends_oracle import Oracle, age, came, quartiles, raw, too_small


@pytest.fixture(scope="module")
def year(
    built_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Workspace]:
    """A whole generated year, its clocks computed; read only."""
    home = tmp_path_factory.mktemp("year") / "home"
    shutil.copytree(built_home, home)
    ws = workspace.unlock(home, PASSPHRASE, clock=clock)
    team_year.build(ws, members=900)
    _more(ws)
    with ws.store.transaction("founder", clock=ws.clock, user=ws.user) as tx:
        tx.execute("UPDATE user_profile SET administers = 1 WHERE user_id = ?", (ws.user.id,))
        if not ws.store.one("SELECT 1 FROM user_profile WHERE user_id = ?", (ws.user.id,)):
            row = {"user_id": ws.user.id, "administers": 1, "created_at": tx.now}
            tx.insert("user_profile", row)
    with ws.store.scratch(ws.clock) as scratch:
        clocks.recompute(scratch, ws)
    yield ws
    ws.close()


def _more(ws: Workspace) -> None:
    """What the year has none of: requests for extensions, and referrals nobody answered."""
    rng, today = random.Random(3), ws.clock.today()
    rows = ws.store.query("SELECT id FROM referral ORDER BY id")
    with ws.store.transaction("more", clock=ws.clock, user=ws.user) as tx:
        for (referral,) in rng.sample(rows, 200):
            tx.insert("authorization_request", {
                "id": uuid7(), "referral_id": referral, "kind": "extension",
                "requested_on": today.isoformat(), "decision": rng.choice(("", "denied")),
                "unit": "", "number": "", "note": "", "created_at": tx.now,
            })  # fmt: skip
        for number, (member,) in enumerate(ws.store.query("SELECT id FROM member")):
            if number % 40 == 0:
                tx.update("member", member, {"language_spoken": "Hmong "})
            if number % 6 == 0:
                moved = today - timedelta(rng.randint(300, 800))
                lost = moved + timedelta(rng.randint(20, 500))
                tx.insert("tenancy", {
                    "id": uuid7(), "member_id": member, "address": "2 Quay St",
                    "move_in_on": moved.isoformat(), "created_at": tx.now,
                    "ended_on": lost.isoformat() if number % 4 == 0 and lost < today else None,
                    "ended_why": "", "ended_to": "", "note": "",
                })  # fmt: skip
        for (referral,) in rng.sample(rows, 15):
            tx.insert("guard_override", {
                "id": uuid7(), "referral_id": referral, "rule_id": "no-waitlist", "reason": "Asked",
                "created_at": tx.now,
            })  # fmt: skip
        for (referral,) in rng.sample(rows, 120):
            sent = (today - timedelta(rng.randint(25, 130))).isoformat()
            tx.update("referral", referral, {
                "status": rng.choice((None, "pending")), "is_open": 1, "closure_reason": None,
                "sent_to_provider_on": sent,
            })  # fmt: skip


def expected(oracle: Oracle, ws: Workspace) -> dict[str, dict[str, int]]:
    """Every exception, recounted."""
    since = ws.clock.today() - timedelta(30)
    moment = ws.clock.to_utc(datetime.combine(since, time()))
    return {
        "clocks-overdue": oracle.clocks(0),
        "clocks-to-chase": oracle.clocks(1),
        "no-contact-30": oracle.no_contact(30),
        "no-contact-14": oracle.no_contact(14),
        "plan-unsigned": oracle.unsigned(),
        "plan-review": oracle.reviews(),
        "ending-without-packet": oracle.ending(30),
        "no-status": oracle.no_status(),
        "pending-30": oracle.pending(30, 59),
        "pending-60": oracle.pending(60, 89),
        "pending-90": oracle.pending(90, None),
        "eligibility-lapsed": oracle.lapsed(),
        "guards-overridden": oracle.overridden(moment.isoformat(timespec="milliseconds")),
    }


def everybody(ws: Workspace, kind: str, navigator: str = "") -> dict[str, int]:
    """The members behind a number, read page by page."""
    found: dict[str, int] = {}
    while True:
        page = exceptions.members(ws, kind, navigator_id=navigator, offset=len(found), limit=70)
        assert not found.keys() & {row.member_id for row in page.rows}
        found |= {row.member_id: row.cases for row in page.rows}
        if len(page.rows) < 70:
            return found


@pytest.mark.parametrize("whose", ["", "u07"])
def test_exceptions_as_recounted(year: Workspace, whose: str) -> None:
    told = expected(Oracle(raw(year), whose), year)
    figures = exceptions.figures(year, navigator_id=whose)
    assert [one.id for one in figures] == list(told)
    for one in figures:
        want = told[one.id]
        assert (one.members, one.cases) == (len(want), sum(want.values())), one.id
        assert everybody(year, one.id, whose) == want, one.id
        assert one.definition and "{" not in one.definition
    if not whose:
        assert not [one.id for one in figures if not one.members and one.id != "clocks-to-chase"]


def test_members_stand_longest_first_with_words(year: Workspace) -> None:
    for kind in exceptions.kinds():
        rows = exceptions.members(year, kind.id, limit=40).rows
        days = [row.since for row in rows if row.since]
        assert days == sorted(days)
    assert all(row.detail for row in exceptions.members(year, "no-contact-30").rows)
    assert exceptions.figure(year, "pending-30").source.startswith("DHCS")


def test_a_navigator_sees_the_own_caseload(year: Workspace) -> None:
    from navigator_app.domain.records import UserRow

    ben = team.seat(year, UserRow("u07", "Somebody", Role.NAVIGATOR))
    mine = exceptions.figures(year, navigator_id="u07")
    assert exceptions.figures(ben) == mine
    assert exceptions.members(ben, "no-status").rows == (
        exceptions.members(year, "no-status", navigator_id="u07").rows
    )
    for refused in (
        lambda: exceptions.figures(ben, navigator_id="u08"),
        lambda: trends.overview(ben),
        lambda: trends.equity(ben),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_bad_asks(year: Workspace) -> None:
    with pytest.raises(NotFound):
        exceptions.members(year, "late")
    with pytest.raises(InputRejected):
        exceptions.members(year, "no-status", limit=0)
    for month in ("2027-01", "2026-13", "x"):
        with pytest.raises(InputRejected):
            trends.overview(year, month=month)


@pytest.mark.parametrize("month", ["", "2026-08"])
def test_trends_as_recounted(year: Workspace, month: str) -> None:
    found, oracle = trends.overview(year, month=month), Oracle(raw(year))
    first, last = f"{found.months[0]}-01", found.on.isoformat()
    assert last == ("2026-08-31" if month else "2026-11-20") and len(found.months) == 12
    closures = {(c.month, why): n for c in found.closures for why, n in c.reasons}
    assert closures == oracle.closures(first, last)
    days = oracle.days(first, last)
    for one in (*found.times, found.whole):
        some = [d for r, d in days if not one.month or came(r)[:7] == one.month]
        assert one.came == len(some)
        for name, spread in one.spreads.items():
            values = [d[name] for d in some if name in d]
            assert (spread is None) == (not values)
            if spread:
                assert spread.n == len(values)
                assert (spread.low, spread.mid, spread.high) == pytest.approx(quartiles(values))
    for kept in found.kept:
        sums = oracle.kept(kept.months, date.fromisoformat(first), found.on).values()
        assert (kept.looked, kept.kept) == (sum(a for a, _k in sums), sum(k for _a, k in sums))
        assert kept.looked
    for effort in found.effort:
        tried = [
            t for t in oracle.rows.outreach_attempt
            if t["on_date"][:7] == effort.month and not t["undone_at"] and t["on_date"] <= last
        ]  # fmt: skip
        notes = [
            n for some in oracle.notes.values() for n in some
            if n["on_date"][:7] == effort.month and n["on_date"] <= last
        ]  # fmt: skip
        assert effort.attempts == len(tried)
        assert effort.reached == sum(
            t["outcome"] == "reached" and t["mode"] != "collateral" for t in tried
        )
        assert effort.minutes == sum(n["minutes"] for n in notes)
        assert effort.unpaid == sum(n["minutes"] for n in notes if n["payable"] == 0)
        assert effort.unknown == sum(n["minutes"] for n in notes if n["payable"] is None)


def test_groups_as_recounted_and_none_given_away(year: Workspace) -> None:
    ended = replace(raw(year), on=date.fromisoformat(LAST))
    oracle, found = Oracle(ended), trends.equity(year)
    days = oracle.days(FIRST, LAST)
    bands, seen, gone = trends.bands(), 0, 0
    cuts = team_figures.shipped().ages

    def group(member: str, dimension: str) -> str:
        row = oracle.members[member]
        years = age(row["date_of_birth"], date.fromisoformat(LAST))
        return {
            "language": row["language_spoken"].strip().lower(),
            "race": row["race_ethnicity_code"].strip(),
            "age": bands[max(n for n, cut in enumerate(cuts) if cut <= years)],
        }[dimension]

    for table in (one for one in found if one.cells):
        if table.measure in arithmetic.TIMES:
            want: dict[str, list[int]] = defaultdict(list)
            who: dict[str, set[str]] = defaultdict(set)
            for r, told in days:
                if table.measure in told:
                    key = group(r["member_id"], table.dimension)
                    want[key].append(told[table.measure])
                    who[key].add(r["member_id"])
            people = {key: (len(some),) for key, some in who.items()}
            assert {one.group for one in table.cells if one.hidden} == too_small(people, 11)
            assert {one.group for one in table.cells} == want.keys()
            for one in table.cells:
                gone += one.hidden
                if one.hidden:
                    assert (one.n, one.mid, one.value) == (0, None, None)
                else:
                    seen += 1
                    assert one.n == len(want[one.group])
                    assert (one.low, one.mid, one.high) == pytest.approx(quartiles(want[one.group]))
            shown = [len(who[one.group]) for one in table.cells if not one.hidden]
            _not_computed([len(some) for some in who.values()], shown)
        elif table.measure.startswith("kept-"):
            _kept_as_recounted(table, oracle, group)
        elif table.measure in ("reach", "unpaid"):
            _work_as_recounted(table, oracle, group)
        else:
            _closed_as_recounted(table, oracle, group)
    assert seen > 20
    assert gone
    assert all(one.cells for one in found if one.measure != "kept-12")


def test_a_group_that_hides_alone_is_not_even_named() -> None:
    def silent(*people: int) -> bool:
        some = {f"g{n}": count for n, count in enumerate(people)}
        gone = arithmetic.hidden({key: (count,) for key, count in some.items()}, 11)
        return arithmetic.silent(some, gone, 11)

    assert silent(3)
    assert silent(1, 1)
    assert silent(4, 6)
    assert not silent(4, 7)
    assert not silent(30)
    assert not silent(30, 4)
    assert not silent(30, 40, 4)


def test_two_spans_cannot_be_subtracted_by_group(year: Workspace) -> None:
    def groups(month: str = "", months: int = trends.MONTHS) -> set[object]:
        return {row[1] for row in trends_file.table(year, month=month, months=months)[1]}

    assert "Age" in groups() & groups(month="2026-11")
    for month, months in (("2026-10", trends.MONTHS), ("", 11), ("2026-10", 11)):
        assert groups(month, months) <= {"Month", "Week of"}


FIRST, LAST = "2025-11-01", "2026-10-31"
"""The whole months before that of the fixed day."""
Group = Callable[[str, str], str]


def _kept_as_recounted(table: GroupTable, oracle: Oracle, group: Group) -> None:
    """Homes kept of each group, hidden where they were few people's."""
    span = date.fromisoformat(FIRST), date.fromisoformat(LAST)
    tenancies = oracle.kept(int(table.measure[5:]), *span)
    people, sums = {}, {}
    for key in {group(member, table.dimension) for member in tenancies}:
        some = [tenancies[m] for m in tenancies if group(m, table.dimension) == key]
        sums[key] = sum(looked for looked, _k in some), sum(kept for _l, kept in some)
        people[key] = (
            len(some), sum(kept > 0 for _l, kept in some), sum(kept < all_ for all_, kept in some)
        )  # fmt: skip
    assert {one.group for one in table.cells} == sums.keys()
    gone = too_small(people, 11)
    for one in table.cells:
        looked, kept = sums[one.group]
        assert one.hidden == (one.group in gone)
        assert one.hidden or (one.n, one.value) == (looked, kept / looked)


def _work_as_recounted(table: GroupTable, oracle: Oracle, group: Group) -> None:
    """Attempts for each reach, or the unpaid part of the minutes, of the members of each group."""
    over: dict[str, int] = defaultdict(int)
    under: dict[str, int] = defaultdict(int)
    people: dict[str, set[str]] = defaultdict(set)
    source = "outreach_attempt" if table.measure == "reach" else "encounter"
    for row in oracle.rows.tables[source]:
        if row["undone_at"] or not FIRST <= row["on_date"] <= LAST:
            continue
        key = group(row["member_id"], table.dimension)
        people[key].add(row["member_id"])
        if table.measure == "reach":
            over[key] += 1
            under[key] += row["outcome"] == "reached" and row["mode"] != "collateral"
        else:
            over[key] += row["minutes"] if row["payable"] == 0 else 0
            under[key] += row["minutes"]
    assert {one.group for one in table.cells} == people.keys()
    gone = too_small({key: (len(some),) for key, some in people.items()}, 11)
    for one in table.cells:
        assert one.hidden == (one.group in gone)
        if not one.hidden:
            assert one.n == len(people[one.group])
            assert one.value == pytest.approx(over[one.group] / under[one.group])


def _closed_as_recounted(table: GroupTable, oracle: Oracle, group: Group) -> None:
    """The part of a reason in what was closed, and nobody's reason told in a small group."""
    asked = table.measure.partition(":")[2]
    whole: dict[str, int] = defaultdict(int)
    part: dict[str, int] = defaultdict(int)
    people: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for r in oracle.rows.referral:
        closed = not r["is_open"] and r["status"] in ("closed", "declined")
        if closed and FIRST <= r["status_on"] <= LAST:
            key, why = group(r["member_id"], table.dimension), r["closure_reason"] or ""
            whole[key] += 1
            part[key] += why == asked
            people[key][why].add(r["member_id"])
    reasons = {why for some in people.values() for why in some}
    counts = {
        key: tuple(
            len(who)
            for one in sorted(reasons)
            for who in (some[one], {m for why in reasons - {one} for m in some[why]})
        )
        for key, some in people.items()
    }
    gone = too_small(counts, 11)
    assert {one.group for one in table.cells} == whole.keys()
    for one in table.cells:
        assert one.hidden == (one.group in gone)
        assert one.hidden or one.n == whole[one.group]
        assert one.hidden or one.value == pytest.approx(part[one.group] / whole[one.group])


def _not_computed(whole: list[int], shown: list[int]) -> None:
    """What is left of the total beside the groups in sight is nobody or no small group."""
    left = sum(whole) - sum(shown)
    assert left == 0 or left >= 11


def test_hiding_takes_another_group_along() -> None:
    groups = {"a": (400,), "b": (30,), "c": (4,), "d": (12,)}
    assert arithmetic.hidden(groups, 11) == {"c", "d"}
    assert arithmetic.hidden({"a": (40,), "b": (3,)}, 11) == {"a", "b"}
    assert arithmetic.hidden({"a": (40,), "b": (0,)}, 11) == frozenset()
    assert arithmetic.hidden({"a": (5,), "b": (6,), "c": (90,)}, 11) == {"a", "b"}
    assert arithmetic.hidden({"a": (5,), "b": (5,), "c": (90,)}, 11) == {"a", "b", "c"}
    assert arithmetic.hidden({"a": (50, 2, 48), "b": (60, 30, 30)}, 11) == {"a", "b"}
    rng = random.Random(5)
    for _turn in range(300):
        some = {str(n): (rng.randint(0, 40),) for n in range(rng.randint(1, 7))}
        gone = arithmetic.hidden(some, 11)
        left = sum(some[key][0] for key in gone)
        assert all(n == 0 or n >= 11 or key in gone for key, (n,) in some.items())
        assert left == 0 or left >= 11 or len(gone) == len(some)
        assert len([key for key in gone if some[key][0]]) != 1 or len(gone) == len(some)


def test_a_move_between_homes_is_no_new_move_in() -> None:
    stays = [(date(2026, 1, 31), date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 7, 30))]
    span = (date(2026, 1, 1), date(2026, 12, 31))
    assert arithmetic.later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert arithmetic.kept_at(stays, 6, *span) == (1, 0)
    assert arithmetic.kept_at([*stays, (date(2026, 7, 31), None)], 6, *span) == (1, 1)


def test_the_table_in_a_file_is_plain_text(
    year: Workspace, tmp_path: Path, open_workspace: Callable[..., Workspace], home: Path
) -> None:
    text = trends_file.save(year, tmp_path / "trends.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    book = trends_file.save(year, tmp_path / "trends.xlsx").read_bytes()
    ((_name, grid),) = workbook._grids(book)
    assert grid == rows and len(rows) > 150
    names = {f"{r['first_name']} {r['last_name']}" for r in raw(year).member}
    assert not any(name in text for name in names)
    with pytest.raises(InputRejected):
        trends_file.save(year, tmp_path / "trends.txt")
    ws = open_workspace(home)
    team_year.build(ws, members=60)
    with ws.store.transaction("risky", clock=ws.clock, user=ws.user) as tx:
        tx.execute("UPDATE member SET language_spoken = '=HYPERLINK(1)'", ())
        tx.execute('UPDATE "user" SET active = 0 WHERE id <> ?', (ws.user.id,))
    text = trends_file.save(ws, tmp_path / "risky.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=hyperlink(1)" in cells
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]


def test_cells_are_text_and_numbers_stay_numbers() -> None:
    risky = ("=1", "+1", "-a", "@x", "\tx", "\rx", " =1", "\n=1", "-", "-1-1")
    text = trends_file.content(("a",), [(cell,) for cell in (*risky, "-3.5", "7", "")], ".csv")
    cells = [row[0] for row in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))][1:]
    assert cells == [*(f"'{cell}" for cell in risky), "-3.5", "7", ""]


def test_codes_of_race_or_ethnicity_have_words() -> None:
    assert trend_words.group("race", "H") == "Hispanic (code H)"
    assert trend_words.group("race", "R5") == "Code R5, as the plan writes it"


def test_the_ages_of_what_is_pending_are_those_of_the_rule(year: Workspace) -> None:
    pack = packs.load("dhcs")
    listed = next(rule.items for rule in pack.rules if rule.id == "pending-ages")
    kinds = [kind for kind in exceptions.kinds() if kind.age]
    assert [kind.id for kind in kinds] == [f"pending-{days}" for days in listed]
    titles = [exceptions.figure(year, kind.id).title for kind in kinds]
    assert titles == ["Pending 30 to 59 days", "Pending 60 to 89 days", "Pending 90 days and more"]
