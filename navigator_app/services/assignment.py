"""Giving members to navigators: suggested with reasons, one by one or many at once, undone whole.

Each one is a row of its own beside the member's navigator, with a hand-over that the new navigator
reads. Whoever asks says whose the member was when they looked: what changed meanwhile is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from navigator_app.domain.assignment import PASSED_WITH_REASON, Ask, Carrier, Not, Refused, Spread
from navigator_app.domain.assignment import forbids as forbidden
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import assignment_rules
from navigator_app.services import assignment_load, assignment_words, cover, permissions
from navigator_app.services import housing_checks as checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import assignment_writes, reads_assignment
from navigator_app.store.assignment_writes import Given

MOST = 500
"""Members given in one go."""


def give(
    ws: Workspace, member_id: str, to_id: str, *, expects: str | None = None,
    why: str = "", override: str = "",
) -> Written:  # fmt: skip
    """Give one member to somebody.

    InputRejected (`to`) with the reason: they left, carry no caseload, are away or full (the last
    two pass with `override`, from who has the right), or have the member already; (`member`) when
    the member changed hands since. NotAllowed without the right to assign.
    """
    spread = give_many(ws, [Ask(member_id, to_id, expects)], why=why, override=override)
    if spread.refused:
        one = spread.refused[0]
        raise InputRejected(one.field, one.why)
    assert spread.written is not None
    return spread.written


def give_many(ws: Workspace, asks: Sequence[Ask], *, why: str = "", override: str = "") -> Spread:
    """Give members to whom each was asked for, in one transaction; who cannot be given stays, with
    the reason. Caseloads count what was given before in the same go."""
    permissions.need(ws, "assign")
    asked = list({one.member_id: one for one in asks}.values())
    if not asked or len(asked) > MOST:
        raise InputRejected(
            "members", _("From 1 to {most} members are assigned at once.").format(most=MOST)
        )
    words, passed = checks.note(why, "why"), checks.line("override", override)
    if passed:
        permissions.need(ws, "assign-over")
    names = {one.id: one.name for one in reads_assignment.members(
        ws.store, [one.member_id for one in asked], ws.clock.today())}  # fmt: skip
    if len(names) < len(asked):
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    return _write(ws, asked, names, words, passed)


def undo(ws: Workspace, written: Written) -> Changes:
    """Give everybody of one go back to whom they were with. InputRejected when one of them changed
    hands since, the pack was read, or it was undone already."""
    rows = reads_assignment.of_batch(ws.store, written.id)
    if not rows:
        raise InputRejected(
            "undo", _("There is nothing to take back."), _("It was taken back already.")
        )
    with ws.transaction("undo_assignment") as tx:
        for key, member, was, to, hand_over, read in rows:
            if assignment_writes.navigator(tx, member) != to or assignment_writes.given_since(
                tx, member, hand_over or ""
            ):
                raise _moved(ws, member)
            if read:
                raise InputRejected(
                    "undo",
                    _("The new navigator has read the pack already."),
                    _("Assign the member again instead."),
                )
            assignment_writes.take_back(tx, key, member, was or "", hand_over or "")
        return Changes(members=frozenset(row[1] for row in rows), team=True)


def check_moved(ws: Workspace, whose: Mapping[str, str], to_id: str) -> None:
    """Refuse to hand members over where assigning them would be refused: `whose` is each member's
    navigator, "" for nobody's; `to_id` "" gives them to nobody.

    Without the right to assign (NotAllowed) one gives only one's own and whom one covers;
    InputRejected (`to`) for who carries no caseload, is away or full.
    """
    if not permissions.may(ws, "assign"):
        mine = {ws.user.id, *cover.rota(ws).covered(ws.user.id, ws.clock.today())}
        if not mine.issuperset(whose.values()):
            permissions.need(ws, "assign")
    to = assignment_load.carriers(ws).get(to_id)
    if to is None:
        return
    for weight in assignment_load.weights(ws, list(whose)).values():
        why_not = forbidden(to, weight, assignment_rules.shipped())
        if why_not is not None:
            raise assignment_words.refusal(why_not, to)
        to = to.with_more(weight)


def _write(
    ws: Workspace, asked: Sequence[Ask], names: dict[str, str], why: str, override: str
) -> Spread:
    known = assignment_load.carriers(ws)
    weights = assignment_load.weights(ws, [one.member_id for one in asked])
    batch, given, refused = uuid7(), Counter[str](), []
    moved: list[str] = []
    with ws.transaction("assign_members") as tx:
        for one in asked:
            now = assignment_writes.navigator(tx, one.member_id)
            weight = weights[one.member_id]
            try:
                passed = _checked(ws, one, now, known.get(one.to_id), weight, override)
            except InputRejected as error:
                name = names[one.member_id]
                refused.append(Refused(one.member_id, name, error.field, str(error)))
                continue
            row = Given(one.member_id, now, one.to_id, passed)
            assignment_writes.give(tx, row, batch_id=batch, by_id=ws.user.id, why=why)
            known[one.to_id] = known[one.to_id].with_more(weight)
            if now in known:
                known[now] = known[now].with_more(-weight)
            given[one.to_id] += 1
            moved.append(one.member_id)
        changes = Changes(members=frozenset(moved), team=True)
        written = Written(batch, changes, tx.id) if moved else None
    return Spread(written, dict(given), tuple(refused))


def _checked(
    ws: Workspace, one: Ask, now: str, to: Carrier | None, weight: int, override: str
) -> str:
    """The reason that was needed to pass, "" where none was; InputRejected says what forbids it."""
    if one.expects is not None and one.expects != now:
        raise _moved(ws, one.member_id)
    if to is None:
        raise InputRejected("to", _("Choose somebody who works here."))
    if now == one.to_id:
        raise InputRejected("to", _("They are with this navigator already."))
    why_not: Not | None = forbidden(to, weight, assignment_rules.shipped())
    if why_not is None:
        return ""
    if why_not in PASSED_WITH_REASON and override:
        return override
    raise assignment_words.refusal(why_not, to)


def _moved(ws: Workspace, member_id: str) -> InputRejected:
    """Somebody else was quicker."""
    last = reads_assignment.last_given(ws.store, member_id)
    advice = _("Look at the member again before you go on.")
    if last is None or not last[0]:
        return InputRejected("member", _("Somebody else changed whose member this is."), advice)
    return InputRejected(
        "member",
        _("{who} gave this member to {name} meanwhile.").format(
            who=last[0], name=last[1] or _("nobody")
        ),
        advice,
    )
