"""A staged file until somebody decides: stopped, kept, replaced, discarded, compared anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import agency, caseload
from navigator_app.services import import_authorizations as imports
from navigator_app.services.workspace import Workspace
from tests.services.import_rows import (
    OTHER,
    PERSON,
    counts,
    file_of,
    member_of,
    referrals,
    take,
    two_plans,
)


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    """An empty store with two plans."""
    return two_plans(workspace)


def test_staged_survives_a_restart(home: Path, open_workspace: Callable[..., Workspace]) -> None:
    ws = open_workspace(home)
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    take(ws, PERSON)
    review = imports.stage(ws, file_of(PERSON | {"phone": "9165550100"}, OTHER), "bayview")
    ws.close()
    again = open_workspace(home)
    done, moved = imports.commit(again, review.id)
    assert counts(done) == (1, 1, 0, 0, 0)
    assert len(moved.referrals) == 2
    assert imports.review(again, review.id) == done
    assert referrals(again, "90000002B")


def test_a_comparison_that_no_longer_holds_is_made_anew(ws: Workspace) -> None:
    staged = imports.stage(ws, file_of(PERSON, OTHER), "bayview")
    take(ws, PERSON, name="meanwhile")
    review, moved = imports.commit(ws, staged.id)
    assert (review.id, review.state) == (staged.id, "staged")
    assert counts(review) == (1, 0, 1, 0, 0)
    assert not moved.members
    done, _moved = imports.commit(ws, staged.id)
    assert done.state == "committed"
    # A write that alters nothing of it does not stand in the way.
    staged = imports.stage(ws, file_of(PERSON | {"phone": "9165550100"}, OTHER), "bayview")
    caseload.update_contact(ws, member_of(ws), last_seen_place="Pier 4")
    assert imports.commit(ws, staged.id)[0].state == "committed"


def test_a_failure_in_the_middle_leaves_nothing(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = imports.stage(ws, file_of(PERSON, OTHER), "bayview")
    ws.store.connection.execute(
        'CREATE TEMP TRIGGER fail BEFORE INSERT ON main."authorization" '
        "BEGIN SELECT RAISE(ABORT, 'the power went'); END"
    )
    with pytest.raises(Exception, match="the power went"):
        imports.commit(ws, review.id)
    ws.store.connection.execute("DROP TRIGGER fail")
    for table in ("member", "referral", "member_fts"):
        assert ws.store.one(f"SELECT count(*) FROM {table}") == (0,)
    assert imports.review(ws, review.id).state == "staged"
    assert imports.commit(ws, review.id)[0].state == "committed"


def test_stopped_by_the_person(ws: Workspace) -> None:
    class Stopped(Exception):
        pass

    def stop_at_the_end(done: int, rows: int) -> None:
        if done == rows:
            raise Stopped

    with pytest.raises(Stopped):
        imports.stage(ws, file_of(PERSON), "bayview", stop_at_the_end)
    assert imports.history(ws) == []
    assert ws.store.one("SELECT count(*) FROM inbound_row") == (0,)
    told: list[tuple[int, int]] = []
    imports.stage(ws, file_of(PERSON), "bayview", lambda *done: told.append(done))
    assert told == [(0, 1), (1, 1)]


def test_dry_run_leaves_nothing(ws: Workspace) -> None:
    entries = ws.store.one("SELECT count(*) FROM journal_entry")
    review = imports.dry_run(ws, file_of(PERSON, OTHER), "bayview")
    assert (review.id, counts(review)) == ("", (2, 0, 0, 0, 0))
    assert imports.history(ws) == []
    assert ws.store.one("SELECT count(*) FROM journal_entry") == entries


def test_discarded_rows_are_erased(ws: Workspace) -> None:
    review = imports.stage(ws, file_of(PERSON), "bayview")
    imports.discard(ws, review.id)
    assert ws.store.one("SELECT count(*) FROM inbound_row") == (0,)
    assert [one.state for one in imports.history(ws)] == ["discarded"]
    with pytest.raises(InputRejected):
        imports.commit(ws, review.id)
    done = take(ws, PERSON)
    with pytest.raises(InputRejected):
        imports.discard(ws, done.id)
    with pytest.raises(NotFound):
        imports.review(ws, "nothing")


def test_a_staged_copy_is_replaced(ws: Workspace) -> None:
    first = imports.stage(ws, file_of(PERSON), "bayview")
    second = imports.stage(ws, file_of(PERSON), "bayview")
    assert imports.review(ws, first.id).state == "discarded"
    assert imports.commit(ws, second.id)[0].new == 1


def test_the_window_of_rows(ws: Workspace) -> None:
    rows = [PERSON | {"cin": f"9000010{i}A"} for i in range(5)]
    review = imports.stage(ws, file_of(*rows), "bayview")
    assert [row.row for row in imports.rows(ws, review.id, offset=1, limit=3)] == [3, 4, 5]
    first = imports.rows(ws, review.id, "new", limit=1)[0]
    assert (first.name, first.member_id) == ("Zoë Nguyễn-Ibáñez", None)
    assert dict(first.raw)["cin"] == "90000100A"
    imports.commit(ws, review.id)
    assert imports.rows(ws, review.id, limit=1)[0].member_id == member_of(ws, "90000100A")


def test_a_file_that_leaves_out_more_than_a_tenth_says_so(ws: Workspace) -> None:
    people = [PERSON | {"cin": f"900000{n:02d}A", "last_name": f"Nr{n}"} for n in range(20)]
    take(ws, *people)
    few = imports.stage(ws, file_of(*people[2:], name="two-missing"), "bayview")
    assert few.disappeared == 2
    assert few.warnings == ()
    many = imports.stage(ws, file_of(*people[3:], name="three-missing"), "bayview")
    assert many.warnings == (
        "3 of 20 referrals known from this plan are not in this file. "
        "If it is not the plan's whole list, discard it.",
    )
    assert (
        imports.dry_run(ws, file_of(OTHER, name="all"), "bayview").warnings[0].startswith("20 of")
    )
    taken, _changes = imports.commit(ws, many.id)
    assert taken.warnings == ()
