"""The papers of a household: what is ready, what was asked for, what ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from navigator_app.domain import documents
from navigator_app.domain.documents import MemberPapers, Paper, State
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import N_, _
from navigator_app.policy import document_rules
from navigator_app.services import read_reasons, seen
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_documents, referral_state

TEXTS = (
    N_("Photo ID"),
    N_("For applications, and for benefits such as SSI."),
    N_("Social Security card"),
    N_("Goes with applications for housing and benefits."),
    N_("Birth certificate"),
    N_("Goes with applications for housing."),
    N_("Proof of income"),
    N_("Shows what rent the household can carry. A letter of no income where there is none."),
    N_("Homelessness verification"),
    N_("Shows where the member has stayed, for programs that are for homeless people."),
    N_("Disability verification"),
    N_("For programs that ask for a disability. Mark it as not needed where none does."),
    N_("Prior rental history"),
    N_("Goes with applications for housing. A word of explanation where there is none."),
    N_("Voucher or subsidy letter"),
    N_("Shows the landlord who pays which part of the rent."),
    N_("Benefit award letter"),
    N_("Shows SSI, SSDI, CalWORKs or another benefit as income."),
    N_("Letter for a reasonable accommodation"),
    N_("Supports what was asked of the landlord because of a disability."),
    N_("Custody or guardianship papers"),
    N_("Where a child moves in, or somebody else decides for the member."),
    N_("Immigration papers"),
    N_("Only where a program asks for them. Do not ask before."),
    N_("Military discharge papers"),
    N_("For programs for veterans."),
    N_("Letter of reference"),
    N_("From a landlord, an employer or somebody who works with the member."),
)
"""The texts of `resources/documents.toml` that are shown, for the catalogue."""

OLDEST = date(1900, 1, 1)
FARTHEST_YEARS = 100


def of_member(ws: Workspace, member_id: str) -> MemberPapers:
    """The papers of a member and the household as they stand today; NotFound for nobody."""
    read_reasons.need(ws, member_id)
    people = reads_documents.people(ws.store, member_id)
    if not people:
        raise _no_member()
    rules = document_rules.shipped()
    return documents.household(
        member_id,
        rules.kinds,
        people,
        seen.marked(ws, "member_document", reads_documents.papers(ws.store, member_id), member_id),
        ws.clock.today(),
        ending_days=rules.ending_days,
        adult_age=rules.adult_age,
    )


def one(ws: Workspace, member_id: str, person_id: str, kind: str) -> Paper:
    """What is written of one paper; one that is missing where nothing is."""
    read_reasons.need(ws, member_id)
    found = reads_documents.of_kind(ws.store, member_id, person_id, kind)
    if found is None:
        return Paper(kind, person_id=person_id)
    told: Paper = seen.marked(ws, "member_document", [found], member_id)[0]
    return told


def record(ws: Workspace, member_id: str, paper: Paper) -> Changes:
    """Write how a paper stands; what was written before stays in the journal.

    A paper has one row a person and kind. Dates that do not belong to the state are kept, so that
    nothing is lost by a wrong press. InputRejected for days that cannot be, a person of another
    household or a copy of another member; NotFound for nobody.
    """
    if not referral_state.member_known(ws.store, member_id):
        raise _no_member()
    _check(ws, member_id, paper)
    known = reads_documents.of_kind(ws.store, member_id, paper.person_id, paper.kind)
    if known is not None:
        paper = seen.kept(known, paper, ("note", "requested_from"))
    with ws.transaction("record_document") as tx:
        values = _values(paper)
        if known is not None:
            tx.update("member_document", known.id, values)
        else:
            tx.insert(
                "member_document",
                {
                    "id": uuid7(),
                    "member_id": member_id,
                    "person_id": paper.person_id or None,
                    "kind": paper.kind,
                    "created_at": tx.now,
                    **values,
                },
            )
    return Changes(members=frozenset({member_id}))


def have(ws: Workspace, member_id: str, person_id: str, kind: str) -> tuple[Paper, Changes]:
    """It is here, from today; the paper as it was before, to go back to.

    An end that has passed belonged to the paper before: it is taken off.
    """
    before, today = one(ws, member_id, person_id, kind), ws.clock.today()
    ended = before.expires_on is not None and before.expires_on < today
    now = replace(
        before,
        state=State.HAVE,
        received_on=today,
        expires_on=None if ended else before.expires_on,
    )
    return before, record(ws, member_id, now)


def _check(ws: Workspace, member_id: str, paper: Paper) -> None:
    if not reads_documents.in_household(ws.store, member_id, paper.person_id):
        raise InputRejected(
            "person_id", _("Nobody like that is in the household."), _("Look at People first.")
        )
    rules, known = document_rules.shipped(), paper.kind
    if rules.kind(known) is None and not paper.id:
        raise InputRejected("kind", _("That is no paper of the list."), _("Choose one of it."))
    if paper.attachment_id and not reads_documents.own_attachment(
        ws.store, member_id, paper.attachment_id
    ):
        raise InputRejected("attachment_id", _("That copy does not belong to this member."))
    _check_days(ws.clock.today(), paper)


def _check_days(today: date, paper: Paper) -> None:
    if paper.state is State.REQUESTED:
        _past("requested_on", paper.requested_on, today)
        asked, expected = paper.requested_on, paper.expected_on
        if asked is not None and expected is not None and expected < asked:
            raise InputRejected(
                "expected_on",
                _("It is expected before it was asked for."),
                _("Correct one of the two."),
            )
        _near("expected_on", expected, today)
    if paper.state is State.HAVE:
        _past("received_on", paper.received_on, today)
        _near("expires_on", paper.expires_on, today)


def _past(field: str, day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise InputRejected(field, _("That day is in the future."), _("Use today or earlier."))
    _near(field, day, today)


def _near(field: str, day: date | None, today: date) -> None:
    if day is not None and not (day >= OLDEST and day.year <= today.year + FARTHEST_YEARS):
        raise InputRejected(field, _("That day cannot be."), _("Look at the year."))


def _values(paper: Paper) -> dict[str, object]:
    days = {
        name: day.isoformat() if day else None
        for name, day in (
            ("requested_on", paper.requested_on),
            ("expected_on", paper.expected_on),
            ("received_on", paper.received_on),
            ("expires_on", paper.expires_on),
        )
    }
    return {
        **days,
        "state": str(paper.state),
        "requested_from": " ".join(paper.requested_from.split()),
        "attachment_id": paper.attachment_id or None,
        "note": paper.note.strip(),
    }


def _no_member() -> NotFound:
    return NotFound(
        _("No such member"),
        _("There is no member with that id."),
        _("Look the member up by name or CIN."),
    )
