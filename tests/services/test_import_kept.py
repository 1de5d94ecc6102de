"""What was put right here stands against a plan's file until its reviewer accepts the file's."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from navigator_app.errors import InputRejected
from navigator_app.services import agency, import_kept, member_identity
from navigator_app.services import import_authorizations as importing
from navigator_app.services.workspace import Workspace
from tests.services.cli_runs import FIRST, SAMPLES

SERVICE, BORN = "Referred Service", "Member Date of Birth"


@pytest.fixture
def member(workspace: Workspace) -> str:
    """The first member of a file that was taken in, whose name and birth date were put right."""
    agency.add_plan(workspace, "bayview", name="Bayview", layout="bayview")
    importing.commit(workspace, stage(workspace, (SAMPLES / FIRST).read_bytes()))
    [(found,)] = workspace.store.query(
        "SELECT id FROM member WHERE cin = (SELECT min(cin) FROM member)"
    )
    right = replace(
        member_identity.known(workspace, found), first_name="Ynez", date_of_birth="1971-02-28"
    )
    member_identity.correct(workspace, found, right, "As on the card")
    return str(found)


def stage(ws: Workspace, content: bytes) -> str:
    path = ws.home.parent / "asf.csv"
    path.write_bytes(content)
    parsed = importing.read(path, importing.layouts_for(ws, "bayview"))
    return importing.stage(ws, parsed, "bayview").id


def file(ws: Workspace, member_id: str, *, again: bool = False, **changes: str) -> bytes:
    """The first file with other cells for the member, or with a second service for them."""
    [(cin,)] = ws.store.query("SELECT cin FROM member WHERE id = ?", (member_id,))
    text = (SAMPLES / FIRST).read_text("utf-8-sig")
    heading, *rows = list(csv.reader(io.StringIO(text, newline="")))
    at = next(place for place, row in enumerate(rows) if cin in row)
    fresh = list(rows[at])
    for name, value in changes.items():
        fresh[[one for one, text in enumerate(heading) if name in text.lower()][0]] = value
    if again:
        service = heading.index(SERVICE)
        fresh[service] = "Housing Deposits"
        rows.append(fresh)
    else:
        rows[at] = fresh
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heading, *rows])
    return out.getvalue().encode()


def stands(ws: Workspace, member_id: str) -> tuple[str, str]:
    known = member_identity.known(ws, member_id)
    return known.first_name, known.date_of_birth


def test_a_second_service_does_not_bring_the_old_name_back(
    workspace: Workspace, member: str
) -> None:
    staged = stage(workspace, file(workspace, member, again=True))
    review = importing.review(workspace, staged)
    assert (review.new, len(review.warnings)) == (1, 1)
    assert "put right here" in review.warnings[0]
    [row] = importing.rows(workspace, staged, "new")
    kept = {one.field: (one.old, one.kept) for one in row.changes if one.kept}
    assert kept == {"first_name": ("Ynez", True), "date_of_birth": ("1971-02-28", True)}
    taken, _changes = importing.commit(workspace, staged)
    assert taken.state == "committed"
    assert stands(workspace, member) == ("Ynez", "1971-02-28")


def test_a_third_value_of_the_plan_waits_for_a_word(workspace: Workspace, member: str) -> None:
    staged = stage(workspace, file(workspace, member, birth="03/03/1973"))
    importing.commit(workspace, staged)
    assert stands(workspace, member) == ("Ynez", "1971-02-28")


def test_the_reviewer_accepts_what_the_file_says(workspace: Workspace, member: str) -> None:
    staged = stage(workspace, file(workspace, member, birth="03/03/1973"))
    import_kept.accept(workspace, staged, member)
    assert stands(workspace, member) == ("Ynez", "1973-03-03")
    assert importing.review(workspace, staged).warnings == ()
    with pytest.raises(InputRejected) as refused:
        import_kept.accept(workspace, staged, member)
    assert refused.value.field == "member"
    importing.commit(workspace, staged)
    assert stands(workspace, member) == ("Ynez", "1973-03-03")


def test_what_was_accepted_is_put_back_while_the_file_waits(
    workspace: Workspace, member: str
) -> None:
    staged = stage(workspace, file(workspace, member, birth="03/03/1973"))
    assert import_kept.accepted(workspace, staged) == {}  # put right, but not to the file's
    import_kept.accept(workspace, staged, member)
    assert list(import_kept.accepted(workspace, staged)) == [member]
    changes = import_kept.take_back(workspace, staged, member)
    assert (changes.members, changes.files) == (frozenset({member}), True)
    assert stands(workspace, member) == ("Ynez", "1971-02-28")
    assert len(importing.review(workspace, staged).warnings) == 1
    with pytest.raises(InputRejected) as refused:
        import_kept.take_back(workspace, staged, member)
    assert refused.value.field == "member"


def test_what_was_put_right_once_more_since_is_not_put_back(
    workspace: Workspace, member: str
) -> None:
    staged = stage(workspace, file(workspace, member, birth="03/03/1973"))
    import_kept.accept(workspace, staged, member)
    again = replace(member_identity.known(workspace, member), date_of_birth="1973-03-30")
    member_identity.correct(workspace, member, again, "The card again")
    assert import_kept.accepted(workspace, staged) == {}
    with pytest.raises(InputRejected):
        import_kept.take_back(workspace, staged, member)
    assert stands(workspace, member) == ("Ynez", "1973-03-30")


def test_a_plan_that_comes_round_is_no_difference(workspace: Workspace, member: str) -> None:
    staged = stage(workspace, file(workspace, member, birth="02/28/1971"))
    assert importing.review(workspace, staged).warnings == ()
    importing.commit(workspace, staged)
    assert stands(workspace, member) == ("Ynez", "1971-02-28")


def test_a_change_for_somebody_nobody_put_right_is_applied(
    workspace: Workspace, member: str
) -> None:
    [(other,)] = workspace.store.query(
        "SELECT id FROM member WHERE id <> ? ORDER BY cin LIMIT 1", (member,)
    )
    staged = stage(workspace, file(workspace, other, birth="03/03/1973"))
    assert importing.review(workspace, staged).warnings == ()
    importing.commit(workspace, staged)
    assert stands(workspace, str(other))[1] == "1973-03-03"
