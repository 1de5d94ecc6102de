"""A file's row and a member taken in without a CIN: suggested, decided by a person, undone."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from navigator_app.domain.facts import Path
from navigator_app.domain.import_matches import PhoneSays
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import InputRejected
from navigator_app.services import agency, caseload, import_authorizations, import_matches, intake
from navigator_app.services.workspace import Workspace
from tests.services.cli_runs import Run

HEADINGS = (
    "Member First Name,Member Last Name,Medi-Cal CIN,MCP Member ID,Member Date of Birth,"
    "Member Primary Phone Number,Referred Service,Date Received Request for Authorization,"
    "Referral Authorization Status,Authorization Effective Date,Authorization End Date,"
    "Date Referral Sent to Servicing Provider Organization"
)
PHONE = "4155550123"


@pytest.fixture
def ws(workspace: Workspace) -> Workspace:
    agency.add_plan(workspace, "bayview", name="Bayview", layout="canonical")
    return workspace


def line(first: str, last: str, cin: str, born: str = "1975-04-02", phone: str = PHONE) -> str:
    rest = "Housing Transition Navigation Services,2026-11-10,Approved,2026-11-12,2027-11-11"
    return f"{first},{last},{cin},0000000{cin[5:8]},{born},{phone},{rest},2026-11-13"


def by_hand(
    ws: Workspace,
    first: str = "Nora",
    last: str = "Vale",
    phone: str = PHONE,
    *,
    another: bool = False,
) -> tuple[str, str]:
    member = NewMember(first, last, "1975-04-02", "", phone)
    row, _changes = intake.create(
        ws, plan="bayview", service=Service.HTNS, path=Path.BOTTOM_UP,
        values={"identified_on": "2026-11-02", "submitted_on": "2026-11-10"},
        member=member, another_person=another,
    )  # fmt: skip
    return row.member_id, row.referral_id


def stage(ws: Workspace, tmp_path: File, *rows: str) -> str:
    path = tmp_path / "asf.csv"
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    parsed = import_authorizations.read(path, import_authorizations.layouts_for(ws, "bayview"))
    assert not parsed.rejected, parsed.rejected
    return import_authorizations.stage(ws, parsed, "bayview").id


def members(ws: Workspace) -> int:
    [(count,)] = ws.store.query("SELECT count(*) FROM member")
    return int(count)


def test_the_same_person_gets_the_cin_and_the_referral_attaches(
    ws: Workspace, tmp_path: File
) -> None:
    member, referral = by_hand(ws)
    file = stage(ws, tmp_path, line("NORA", "Vale", "90000001A"), line("Ben", "Ash", "90000002A"))
    assert import_authorizations.review(ws, file).new == 2
    [match] = import_matches.suggest(ws, file)
    assert (match.member_id, match.cin, match.phones) == (member, "90000001A", PhoneSays.SAME)
    assert match.others == 0
    assert members(ws) == 1, "nothing is merged or added by itself"
    _match, changes = import_matches.same_person(ws, file, match.cin, member)
    assert changes.files
    review = import_authorizations.review(ws, file)
    assert (review.new, review.changed) == (1, 1)
    assert import_matches.suggest(ws, file) == []
    done, _changes = import_authorizations.commit(ws, file)
    assert done.state == "committed", "the comparison was made anew with the answer"
    page = caseload.member_page(ws, member)
    assert page.member.cin == "90000001A"
    assert [one.id for one in page.referrals] == [referral]
    assert page.referrals[0].effective is not None
    assert members(ws) == 2


def test_another_person_comes_as_a_new_member_and_is_not_asked_again(
    ws: Workspace, tmp_path: File
) -> None:
    member, _referral = by_hand(ws)
    rows = (line("Nora", "Vale", "90000001A", phone="4155550999"),)
    file = stage(ws, tmp_path, *rows)
    [match] = import_matches.suggest(ws, file)
    assert match.phones is PhoneSays.DIFFERS
    import_matches.another_person(ws, file, match.cin, member)
    assert import_matches.suggest(ws, file) == []
    assert import_matches.suggest(ws, stage(ws, tmp_path, *rows)) == [], "nor for the next file"
    import_matches.undo_another(ws, match.cin, member)
    again = stage(ws, tmp_path, *rows)
    assert len(import_matches.suggest(ws, again)) == 1
    import_authorizations.commit(ws, again)  # nobody answered: never merged alone
    assert members(ws) == 2
    assert caseload.member_page(ws, member).member.cin == "NO-CIN-0001"
    assert import_matches.suggest(ws, again) == []


def test_an_answer_is_undone_while_the_file_waits(ws: Workspace, tmp_path: File) -> None:
    member, _referral = by_hand(ws, phone="")
    file = stage(ws, tmp_path, line("Nora", "Vale", "90000001A"))
    [match] = import_matches.suggest(ws, file)
    assert match.phones is PhoneSays.UNKNOWN
    kept, _changes = import_matches.same_person(ws, file, match.cin, member)
    import_matches.undo_same(ws, file, kept)
    assert import_matches.suggest(ws, file) == [match]
    assert import_authorizations.review(ws, file).new == 1
    import_matches.same_person(ws, file, match.cin, member)
    import_authorizations.commit(ws, file)
    with pytest.raises(InputRejected):
        import_matches.undo_same(ws, file, kept)


@pytest.mark.parametrize(
    "row",
    [
        line("Nina", "Vale", "90000001A"),  # a twin: last name, birth date and phone are the same
        line("Nora", "Vale", "90000001A", born="1975-04-03"),
        line("Carl", "Vale", "90000001A", born="1999-01-01"),  # of the household
        line("Norah", "Vale", "90000001A"),
    ],
)
def test_twins_and_households_are_not_suggested(ws: Workspace, tmp_path: File, row: str) -> None:
    by_hand(ws)
    assert import_matches.suggest(ws, stage(ws, tmp_path, row)) == []


def test_two_copies_and_two_namesakes_are_decided_one_by_one(ws: Workspace, tmp_path: File) -> None:
    one, _referral = by_hand(ws)
    two, _referral = by_hand(ws, phone="4155550999", another=True)
    file = stage(
        ws, tmp_path, line("Nora", "Vale", "90000001A"),
        line("Nora", "Vale", "90000002A", phone="4155550999"),
    )  # fmt: skip
    found = import_matches.suggest(ws, file)
    pairs = {(match.cin, match.member_id): match.phones for match in found}
    assert pairs == {
        ("90000001A", one): PhoneSays.SAME,
        ("90000002A", two): PhoneSays.SAME,
        ("90000001A", two): PhoneSays.DIFFERS,
        ("90000002A", one): PhoneSays.DIFFERS,
    }
    assert {match.phones for match in found[:2]} == {PhoneSays.SAME}
    assert {match.others for match in found} == {2}
    import_matches.same_person(ws, file, "90000001A", one)
    assert [(m.cin, m.member_id) for m in import_matches.suggest(ws, file)] == [("90000002A", two)]
    with pytest.raises(InputRejected):
        import_matches.same_person(ws, file, "90000001A", two)
    import_matches.same_person(ws, file, "90000002A", two)
    import_authorizations.commit(ws, file)
    assert members(ws) == 2


def test_several_rows_of_one_person_are_one_question(ws: Workspace, tmp_path: File) -> None:
    member, referral = by_hand(ws)
    first = line("Nora", "Vale", "90000001A")
    second = first.replace("Transition Navigation", "Tenancy and Sustaining")
    file = stage(ws, tmp_path, first, second)
    [match] = import_matches.suggest(ws, file)
    import_matches.same_person(ws, file, match.cin, member)
    import_authorizations.commit(ws, file)
    found = caseload.member_page(ws, member).referrals
    assert {one.service for one in found} == {Service.HTNS, Service.HTSS}
    assert referral in {one.id for one in found}


def test_the_command_line_names_whom_it_may_bring_twice(run: Run, tmp_path: File) -> None:
    add = ("plan", "add", "bayview", "--name", "Bayview", "--layout", "canonical")
    assert run(*add).status == 0
    who = ("--first-name", "Nora", "--last-name", "Vale", "--born", "1975-04-02")
    make = ("intake", "add", "bottom-up", "--plan", "bayview", "--service", "htns", *who)
    assert run(*make, "--set", "identified_on=2026-11-02").status == 0
    path = tmp_path / "asf.csv"
    path.write_text(f"{HEADINGS}\n{line('Nora', 'Vale', '90000001A')}\n", encoding="utf-8")
    ran = run("import-asf", path, "--plan", "bayview", "--json")
    assert ran.json["committed"]
    assert "90000001A may be Nora Vale" in ran.err
