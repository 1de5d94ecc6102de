"""Taking in what a plan sent back of a status file: which file it answers, row by row.

Rows that are nobody's go to quarantine and hold up nothing but the word that all the rest was
accepted: while a row is in doubt it may be any row of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import ACKNOWLEDGED, OUT, SENDING, UNSURE
from navigator_app.domain.responses import (
    ACCEPTED,
    DROPPED,
    REJECTED,
    RESENT,
    Standing,
)
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.errors import FileRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import clocks
from navigator_app.services.response_match import Matched, match
from navigator_app.store import (
    agency_rows,
    exchange_writes,
    reads_exchange,
    reads_exports,
    reads_responses,
    response_writes,
)
from navigator_app.store.reads_responses import Carried

if TYPE_CHECKING:
    from navigator_app.exchange.layouts import StatusLayout
    from navigator_app.exchange.responses import Answer, Response, Sent
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.reads_responses import Verdict
    from navigator_app.store.response_writes import Line
    from navigator_app.store.tx import Tx

LOOK_BACK = 24
"""Sent files that are looked through for the rows of a response that names none."""

ANSWERED = "answered"
"""The step of a file of which the plan has answered only a part."""


@dataclass(frozen=True, slots=True)
class _Target:
    file: Carried
    matched: Matched
    events: list[str]


def take_in(ws: Workspace, file_id: str, content: bytes) -> str:
    """Take a response in, in one transaction; returns what is to be said of it.

    A second time changes nothing. FileRejected, with nothing written, for a file that is none, and
    for one whose rows no sent file holds.
    """
    from navigator_app.exchange import response_layouts, responses

    known = reads_responses.answered_file(ws.store, file_id)
    if known:
        return _told(reads_responses.standing(ws.store, known), 0, 0)
    before = reads_responses.same_before(ws.store, file_id)
    plan_id, layout, name = _plan(ws, file_id)
    if before and not reads_responses.newly_named(ws.store, plan_id, name, before):
        return _("The same response came before, as {name}.").format(name=before)
    response = responses.read(content, response_layouts.of_plan(layout))
    try:
        target = _target(ws, plan_id, layout, name, response)
    except FileRejected:
        if not _arrived(ws, plan_id, layout, name, response):
            raise
        target = _target(ws, plan_id, layout, name, response)
    with ws.transaction("take_in_response") as tx:
        return _write(ws, tx, file_id, plan_id, response, target)


def retake(ws: Workspace, file_id: str, content: bytes) -> int:
    """Look again for the rows of a response that were nobody's; how many were found now."""
    from navigator_app.exchange import response_layouts, responses

    answered = reads_responses.answered_file(ws.store, file_id)
    waiting = dict((row, key) for key, row in reads_responses.doubtful(ws.store, file_id))
    if not waiting or not answered:
        return 0
    _plan_id, layout, _name = _plan(ws, file_id)
    response = responses.read(content, response_layouts.of_plan(layout))
    sent = _sent_rows(ws, layout, answered)
    matched = match(sent, response.answers)
    events = reads_responses.events(ws.store, answered)
    found = {
        waiting[answer.row]: (answer, events[index])
        for index, answer in matched.hits.items()
        if answer.row in waiting
    }
    with ws.transaction("take_in_response_again") as tx:
        for key, (answer, event) in found.items():
            response_writes.found(tx, key, event, answer.verdict, answer.code, answer.reason)
        rows = [answer.row for answer, _event in found.values()]
        response_writes.settle_quarantined(tx, file_id, rows, _("found since"))
        judged_again(ws, tx, [event for _answer, event in found.values()])
        complete(ws, tx, file_id, answered)
    return len(found)


def complete(ws: Workspace, tx: Tx, file_id: str, outbound_id: str) -> Standing:
    """Draw the conclusions for a sent file once a row of its response was settled."""
    from navigator_app.exchange import response_layouts

    plan = _plan(ws, file_id)
    only_rejected = response_layouts.of_plan(plan[1])[0].lists == response_layouts.REJECTED_ONLY
    clear = not reads_responses.doubtful(ws.store, file_id)
    if only_rejected and clear and not reads_responses.rest_said(ws.store, outbound_id):
        response_writes.rest_accepted(tx, file_id, outbound_id)
    standing = reads_responses.standing(ws.store, outbound_id)
    _acknowledge(ws, tx, file_id, outbound_id, standing)
    return standing


def judged_again(ws: Workspace, tx: Tx, events: list[str]) -> None:
    """Clocks that a sent status had settled run on where the plan turned it down."""
    clocks.recompute(tx, ws, reads_responses.referrals_of(ws.store, events))


def _plan(ws: Workspace, file_id: str) -> tuple[str, str, str]:
    found = reads_responses.plan_of(ws.store, file_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no exchange file with that id."))
    return found


# which file it answers


def _target(ws: Workspace, plan_id: str, layout: str, name: str, response: Response) -> _Target:
    files = reads_responses.sent_files(ws.store, plan_id)
    named = [one for one in files if _names(one, name, response)]
    if not response.answers:
        return _of_nothing(ws, response, named, files)
    best: _Target | None = None
    others = [one for one in files if one not in named][:LOOK_BACK]
    for file in (*named, *others):
        sent = _sent_rows(ws, layout, file.id)
        matched = match(sent, response.answers) if sent else Matched()
        whole = not matched.nobody and (response.only_rejected or len(matched.hits) == len(sent))
        if matched.hits and (file in named or whole):
            return _Target(file, matched, reads_responses.events(ws.store, file.id))
        if matched.hits and (best is None or len(matched.hits) > len(best.matched.hits)):
            best = _Target(file, matched, reads_responses.events(ws.store, file.id))
    if best is None or 2 * len(best.matched.nobody) > len(response.answers):
        raise _nobodys()
    return best


def _arrived(ws: Workspace, plan_id: str, layout: str, name: str, response: Response) -> bool:
    """Whether it proves that a file arrived of which nobody knew; that one is settled then."""
    from navigator_app.exchange import responses
    from navigator_app.services import synchronize

    for file in reads_exchange.in_state(ws.store, plan_id, OUT, SENDING):
        unsure = reads_exchange.last_step(ws.store, file.id)[0] == UNSURE
        if not unsure or not file.outbound_file_id or not response.answers:
            continue
        content = reads_exports.content(ws.store, file.outbound_file_id)
        sent = responses.read_sent(content, _status_layouts(ws, layout))
        matched = match(sent, response.answers) if sent else Matched()
        whole = response.only_rejected or len(matched.hits) == len(sent)
        carried = Carried(file.outbound_file_id, file.name, "", False)
        if matched.hits and not matched.nobody and (whole or _names(carried, name, response)):
            said = _("its response shows that the plan has it")
            synchronize.settle_unsure(ws, file.id, True, said)
            return True
    return False


def _names(file: Carried, name: str, response: Response) -> bool:
    """Whether the response says that it answers a file: in a column, or in its own name."""
    said = {PurePath(one.replace("\\", "/")).name.casefold() for one in response.file_names}
    if said:
        return file.name.casefold() in said or PurePath(file.name).stem.casefold() in said
    return PurePath(file.name).stem.casefold() in name.casefold()


def _of_nothing(
    ws: Workspace, response: Response, named: list[Carried], files: list[Carried]
) -> _Target:
    """A response without rows says that all was accepted, where the plan returns only rejected
    rows and there is no doubt which file is meant."""
    waiting = named or [one for one in files if not one.answered]
    if not response.only_rejected or response.unread or len(waiting) != 1:
        raise FileRejected(
            _("No rows"),
            _("The response holds no row that can be read, and does not say what it answers."),
            _("Ask the plan to send it again."),
        )
    return _Target(waiting[0], Matched(), reads_responses.events(ws.store, waiting[0].id))


def _nobodys() -> FileRejected:
    return FileRejected(
        _("Nobody’s response"),
        _("No status file that went to this plan holds these rows."),
        _("If the file went by hand, mark it sent and try again; else ask the plan."),
    )


def _sent_rows(ws: Workspace, layout: str, outbound_id: str) -> list[Sent]:
    from navigator_app.exchange import responses

    content = reads_responses.sent_content(ws.store, outbound_id)
    rows = responses.read_sent(content, _status_layouts(ws, layout)) if content else []
    fits = len(rows) == len(reads_responses.events(ws.store, outbound_id))
    return rows if fits else []


def _status_layouts(ws: Workspace, layout: str) -> Iterator[StatusLayout]:
    """The plan's own first; it may have had another when the file went."""
    from navigator_app.exchange.layouts import parse, shipped

    known = shipped()
    learned = dict(agency_rows.learned_layouts(ws.store))
    if layout in known:
        yield known[layout].rtf
    elif layout in learned:
        yield parse(learned[layout]).rtf
    yield from (one.rtf for one in known.values())


# writing


def _write(
    ws: Workspace, tx: Tx, file_id: str, plan_id: str, response: Response, target: _Target
) -> str:
    outbound, matched = target.file.id, target.matched
    doubt = bool(matched.nobody or response.unread)
    rest = not doubt and (response.only_rejected or len(matched.hits) == len(target.events))
    lines, gone = _lines(ws, target, rest)
    response_writes.supersede(tx, gone)
    response_writes.keep(tx, file_id, outbound, lines)
    judged_again(ws, tx, [line[1] for line in lines if gone or line[2] == REJECTED])
    if rest and not reads_responses.rest_said(ws.store, outbound):
        response_writes.rest_accepted(tx, file_id, outbound)
    _put_aside(ws, tx, file_id, plan_id, outbound, response, matched)
    standing = reads_responses.standing(ws.store, outbound)
    _acknowledge(ws, tx, file_id, outbound, standing)
    return _told(standing, len(matched.nobody) + len(response.unread), matched.twice)


def _lines(ws: Workspace, target: _Target, rest: bool) -> tuple[list[Line], list[str]]:
    """What is to be kept of single rows, and ids of rows that no longer hold.

    Where all the rest is accepted that is said once, and only what differs is kept.
    """
    earlier = reads_responses.verdicts(ws.store, target.file.id)
    rest = rest or reads_responses.rest_said(ws.store, target.file.id)
    lines: list[Line] = []
    gone: list[str] = []
    for index, answer in sorted(target.matched.hits.items()):
        event = target.events[index]
        was = earlier.get(event)
        if was is None:
            if rest and answer.verdict == ACCEPTED:
                continue
        elif _said_before(was, answer):
            continue
        else:
            gone.append(was.row_id)
        lines.append((answer.row, event, answer.verdict, answer.code, answer.reason))
    return lines, gone


def _said_before(was: Verdict, answer: Answer) -> bool:
    """A rejection that was answered here already is not work again."""
    if was.verdict != answer.verdict:
        return False
    settled = was.settled_how.startswith((RESENT, DROPPED))
    return answer.verdict == ACCEPTED or settled or (was.code, was.reason) == (
        answer.code, answer.reason
    )  # fmt: skip


def _put_aside(
    ws: Workspace,
    tx: Tx,
    file_id: str,
    plan_id: str,
    outbound: str,
    response: Response,
    matched: Matched,
) -> None:
    """Rows that are nobody's: kept as such, and work for the member's navigator."""
    if not (matched.nobody or response.unread):
        return
    response_writes.keep_unmatched(
        tx,
        file_id,
        outbound,
        [
            *((one.row, one.code, one.reason) for one, _why in matched.nobody),
            *((row, "", why) for row, why in response.unread),
        ],
    )
    owners = reads_responses.owners(ws.store, {one.cin for one, _why in matched.nobody})
    nobody = reads_responses.supervisor(ws.store)
    response_writes.quarantine_rows(
        tx,
        plan_id,
        file_id,
        [
            *(
                (one.row, f"{why} {_shown(one)}", owners.get(one.cin, nobody))
                for one, why in matched.nobody
            ),
            *(
                (row, _("This row cannot be read: {why}.").format(why=why), nobody)
                for row, why in response.unread
            ),
        ],
    )


def _shown(one: Answer) -> str:
    """What a row of a response says, for whoever looks after it."""
    service = Service.from_slug(one.service).short if one.service else ""
    status = _(ReferralStatus.from_slug(one.status).value) if one.status else ""
    verdict = _("accepted") if one.verdict == ACCEPTED else _("rejected")
    about = ", ".join(text for text in (one.cin, service, status, one.on) if text)
    why = "; ".join(text for text in (one.code, one.reason) if text)
    return f"({about}: {verdict}, {why})" if why else f"({about}: {verdict})"


def _acknowledge(ws: Workspace, tx: Tx, file_id: str, outbound: str, standing: Standing) -> None:
    """Say in the life of the file that was sent what the plan made of it."""
    line = reads_exchange.of_outbound(ws.store, outbound)
    if line is None:
        return
    tx.update("exchange_file", file_id, {"answers_id": line.id})
    whole = standing.unanswered == 0
    state = ACKNOWLEDGED if whole else ANSWERED
    said = _told(standing, 0, 0)
    if reads_exchange.last_step(ws.store, line.id) != (state, said):
        exchange_writes.step(
            tx, line.id, state, zone=str(ws.clock.tz), proof=said, user_id=ws.user.id,
            keep_state=not whole,
        )  # fmt: skip


def _told(standing: Standing, aside: int, twice: int) -> str:
    """What became of the rows, in numbers: "98 accepted, 2 rejected"."""
    parts = [_("{n} accepted").format(n=standing.accepted)]
    if standing.rejected:
        parts.append(_("{n} rejected").format(n=standing.rejected))
    if standing.unanswered:
        parts.append(_("{n} not answered").format(n=standing.unanswered))
    if aside:
        parts.append(_("{n} in quarantine").format(n=aside))
    if twice:
        parts.append(_("{n} said twice").format(n=twice))
    return ", ".join(parts)
