"""Reports, notices and questions to plans: made, sent, answered, set aside; what is still owed.

A report goes over the line (`queue`, told by `left` once it is seen there) or by hand (`sent`). In
the transaction in which it goes, what left is accounted for by the gate and the plan's clocks are
met: the weekly update's for every referral it names, the capacity report's and the ending's own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Way
from navigator_app.domain.ending import EndReason
from navigator_app.domain.exchange import REPORT, SENDING, WAITING, WITHDRAWN, FileRow
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.plan_reports import (
    ANSWERED,
    BUILT,
    CAPACITY,
    DISCONTINUATION,
    DROPPED,
    HOWS,
    INQUIRY,
    LINE,
    NOT_ENGAGED,
    QUESTIONS,
    SENT,
    ReportRow,
)
from navigator_app.domain.records import Changes
from navigator_app.errors import ConsentNeeded, InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import clocks, discontinue, gate, read_reasons
from navigator_app.services import plan_questions as questions
from navigator_app.services import plan_report_build as building
from navigator_app.services import plan_report_update as updates
from navigator_app.services import plan_report_words as words
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    exchange_writes,
    intake_writes,
    reads_programs,
    reads_reports,
    report_writes,
)
from navigator_app.store import take_back as taking

if TYPE_CHECKING:
    from navigator_app.store.tx import Tx

LONGEST = 2000
"""Characters of a question or an answer."""

_UNDONE = frozenset({"plan_report", "capacity_report", "discontinuation", "intake", "disclosure"})
"""What an undo takes back; a file's life on the line is never unwritten, it goes on."""

build = building.build


def one(ws: Workspace, report_id: str) -> ReportRow:
    """One report; NotFound when there is none."""
    found = reads_reports.one(ws.store, report_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such report."))
    return found


def listing(
    ws: Workspace, plan_key: str = "", *, kind: str = "", member_id: str = "", limit: int = 200
) -> list[ReportRow]:
    """Reports of a plan, a kind or a member, the newest first; NotFound for an unknown plan."""
    return reads_reports.listing(ws.store, plan_id(ws, plan_key), kind, member_id, limit)


def plan_id(ws: Workspace, plan_key: str) -> str:
    """The id of a plan, "" for no key; NotFound when there is none of it."""
    if not plan_key:
        return ""
    found = reads_programs.plan_id(ws.store, plan_key)
    if found is None:
        raise NotFound(_("No such plan"), _("There is no plan {key}.").format(key=plan_key))
    return found


def content(ws: Workspace, report_id: str) -> bytes:
    """The bytes of a report that was made, to be saved, shown or printed."""
    row = one(ws, report_id)
    found = reads_reports.content(ws.store, row.id)
    if not found:
        raise NotFound(_("Not found"), _("This report has no file."))
    return found


def save(ws: Workspace, report_id: str, out: Path) -> Path:
    """Write a report's file into a folder, or under a name, for the plan's portal or an e-mail; it
    has not gone with that. TransferFailed where it cannot be written."""
    from navigator_app.exchange.atomic import write_atomically

    row, found = one(ws, report_id), content(ws, report_id)
    folder, name = (out, row.name) if out.is_dir() else (out.parent, out.name)
    path, _digest = write_atomically(folder, name, [found])
    return path


def queue(ws: Workspace, report_id: str) -> Written:
    """Let a built report go with the next exchange. InputRejected where it went, or waits."""
    row = _unsent(ws, report_id)
    if row.on_its_way:
        raise InputRejected("report", _("It waits for the next exchange already."))
    found = content(ws, report_id)
    with ws.transaction("queue_plan_report") as tx:
        exchange_writes.put_waiting(
            tx, plan_id(ws, row.plan_key), kind=REPORT, name=row.name, content=found,
            sha256=row.sha256, zone=str(ws.clock.tz), user_id=ws.user.id, report_id=row.id,
        )  # fmt: skip
        return Written(row.id, Changes(plans=True, files=True), tx.id)


def sent(ws: Workspace, report_id: str, how: str, on: date | None = None) -> Written:
    """Say that a built report went by hand on a day (today), and how. InputRejected for a way that
    is none, a day ahead or before it was made, and one that is just on the line."""
    row, on = _unsent(ws, report_id), on or ws.clock.today()
    questions.free(row)
    check_how(how)
    check_day(ws, "on", on, ws.clock.to_local(row.created_at).date())
    file = reads_reports.waiting_file(ws.store, row.id)
    if file is not None and file[1] == SENDING:
        raise InputRejected(
            "how", _("It is on its way over the line."), _("Let the exchange end first.")
        )
    with ws.transaction("plan_report_sent") as tx:
        if file is not None and file[1] == WAITING:
            said = _("went by hand")
            exchange_writes.step(
                tx, file[0], WITHDRAWN, zone=str(ws.clock.tz), proof=said, user_id=ws.user.id
            )
        touched = _gone(ws, tx, row, how, on)
        return Written(row.id, touched, tx.id)


def stays(ws: Workspace, file: FileRow) -> str:
    """Why a report's file must not go any more as it was made; "" where nothing is against it."""
    row = reads_reports.one(ws.store, file.report_id)
    if row is None or row.gone:
        return ""
    if row.kind in (QUESTIONS, INQUIRY):
        way, members = questions.way(row.plan_name), questions.whose(ws, row)
    else:
        members = [member for _referral, member in reads_reports.referrals_of(ws.store, row.id)]
        if not members:
            return ""
        way = _way(ws, row)
    try:
        gate.pass_or_refuse(gate.ask(ws, way, list(dict.fromkeys(members))))
    except ConsentNeeded as error:
        return f"{file.name}: {error}"
    return ""


def left(ws: Workspace, tx: Tx, file: FileRow) -> None:
    """A report's file is with the plan: write that down in the transaction of who saw it there."""
    row = reads_reports.one(ws.store, file.report_id)
    if row is not None and not row.gone:
        _gone(ws, tx, row, LINE, ws.clock.today())


def answered(ws: Workspace, report_id: str, answer: str, on: date | None = None) -> Written:
    """Write down what the plan answered, on a day (today). InputRejected (`answer`) for none, for
    one that did not go, and (`on`) for a day before it went."""
    row, on = one(ws, report_id), on or ws.clock.today()
    text = check_text("answer", answer, _("Write what the plan answered."))
    if not row.gone or row.sent_at is None:
        raise InputRejected("answer", _("It has not gone to the plan yet."))
    if row.kind == QUESTIONS:
        raise InputRejected("answer", _("Each question of the file has its own answer."))
    check_day(ws, "on", on, ws.clock.to_local(row.sent_at).date())
    referral = row.about_id if row.kind == INQUIRY and row.about == "referral" else ""
    with ws.transaction("plan_report_answered") as tx:
        tx.update(
            "plan_report",
            row.id,
            {"state": ANSWERED, "answered_on": on.isoformat(), "answer": text},
        )
        if referral:
            moment = max(_moment(ws, on), row.sent_at.isoformat(timespec="milliseconds"))
            intake_writes.write(tx, referral, {"inquiry_answered_at": moment})
            clocks.recompute(tx, ws, [referral])
        return Written(row.id, _changes(row, [referral] if referral else []), tx.id)


def drop(ws: Workspace, report_id: str) -> Written:
    """Set a report aside that did not go; it stays on record. InputRejected for one that went."""
    row = _unsent(ws, report_id)
    questions.free(row)
    file = reads_reports.waiting_file(ws.store, row.id)
    if file is not None and file[1] == SENDING:
        raise InputRejected(
            "report", _("It is on its way over the line."), _("Let the exchange end first.")
        )
    with ws.transaction("drop_plan_report") as tx:
        if file is not None and file[1] == WAITING:
            exchange_writes.step(
                tx, file[0], WITHDRAWN, zone=str(ws.clock.tz), user_id=ws.user.id,
                proof=_("set aside"),
            )  # fmt: skip
        tx.update("plan_report", row.id, {"state": DROPPED})
        return Written(row.id, Changes(plans=True, files=True), tx.id)


def undo(ws: Workspace, written: Written) -> Changes:
    """Take back one step; what was put to go with the next exchange is withdrawn. InputRejected
    where something was recorded on it since."""
    entries = taking.entries(ws.store, written.undo)
    found = [one for one in entries if one.table in _UNDONE]
    queued = next((one.record for one in entries if one.table == "exchange_file"), "")
    if not found and queued:
        return _withdraw(ws, written)
    if not found or any(taking.written_since(ws.store, one, written.undo) for one in found):
        raise _changed_since()
    with ws.transaction("undo_plan_report") as tx:
        taking.take_back(tx, found)
        clocks.recompute(tx, ws, sorted(_referrals(ws, written.id)))
    return written.changes


def _withdraw(ws: Workspace, written: Written) -> Changes:
    file = reads_reports.waiting_file(ws.store, written.id)
    if file is None or file[1] != WAITING:
        raise _changed_since()
    with ws.transaction("withdraw_plan_report") as tx:
        exchange_writes.step(
            tx, file[0], WITHDRAWN, zone=str(ws.clock.tz), user_id=ws.user.id,
            proof=_("taken back"),
        )  # fmt: skip
    return written.changes


def _changed_since() -> InputRejected:
    return InputRejected("undo", _("Something has been recorded on it since."))


def check_how(how: str) -> None:
    """InputRejected for a way that is none."""
    if how not in HOWS:
        raise InputRejected("how", _("Say how it went: {ways}.").format(ways=", ".join(HOWS)))


def check_day(ws: Workspace, field: str, on: date, first: date) -> None:
    """InputRejected for a day ahead, or before a first one."""
    if on > ws.clock.today():
        raise InputRejected(field, _("That day is in the future."), _("Use today or earlier."))
    if on < first:
        raise InputRejected(
            field, _("That is before {day}.").format(day=first.isoformat()), _("Give a later day.")
        )


def check_text(field: str, text: str, needed: str) -> str:
    """A text without its empty ends; InputRejected for none and for one that is too long."""
    found = text.strip()
    if not found:
        raise InputRejected(field, needed)
    if len(found) > LONGEST:
        raise InputRejected(field, _("This is too long; {most} characters.").format(most=LONGEST))
    return found


def account(
    ws: Workspace,
    tx: Tx,
    way: Way,
    member_ids: Sequence[str],
    detail: str,
    *,
    went: bool = False,
) -> None:
    """Ask the gate and write down, for each member once, what left; what `went` already is written
    down whatever the gate says by now."""
    verdicts = gate.ask(ws, way, list(dict.fromkeys(member_ids))) if member_ids else []
    if went:
        verdicts = gate.as_gone(way, verdicts)
    else:
        gate.pass_or_refuse(verdicts)
    gate.account(ws, tx, way, verdicts, detail=detail)


def _gone(ws: Workspace, tx: Tx, row: ReportRow, how: str, on: date) -> Changes:
    if row.kind in (QUESTIONS, INQUIRY):
        return _asked(ws, tx, row, how, on)
    named = reads_reports.referrals_of(ws.store, row.id)
    referrals = [referral for referral, _member in named]
    tx.update("plan_report", row.id, {"state": SENT, "sent_at": _moment(ws, on), "sent_how": how})
    if named:
        members = [member for _referral, member in named]
        account(ws, tx, _way(ws, row), members, words.title(row), went=how == LINE)
    if row.kind == NOT_ENGAGED:
        report_writes.put_updated(tx, referrals, on)
    elif row.kind == CAPACITY:
        _tell_once(tx, "capacity_report", "told_on", row.about_id, on)
    elif row.kind == DISCONTINUATION:
        _tell_ending(ws, tx, row, on)
    clocks.recompute(tx, ws, referrals)
    return _changes(row, referrals)


def _asked(ws: Workspace, tx: Tx, row: ReportRow, how: str, on: date) -> Changes:
    """A file of questions is with the plan, or a question was put: its day to ask again counts."""
    moment = _moment(ws, on)
    members, referrals = questions.went(ws, tx, row, moment, how)
    if row.kind == QUESTIONS:
        tx.update("plan_report", row.id, {"state": SENT, "sent_at": moment, "sent_how": how})
    way, said = questions.way(row.plan_name), _("Question to the plan")
    account(ws, tx, way, members, said, went=how == LINE)
    clocks.recompute(tx, ws, referrals)
    return Changes(
        members=frozenset(members), referrals=frozenset(referrals), plans=True, files=True
    )


def _way(ws: Workspace, row: ReportRow) -> Way:
    if row.kind == NOT_ENGAGED:
        return updates.way(row.plan_name)
    held = discontinue.ending(read_reasons.aside(ws), row.about_id).reason is EndReason.INCARCERATED
    more = ("justice",) if held else ()
    return Way("discontinuation", row.plan_name, gate.TPO, ("identity", "housing", *more))


def _tell_ending(ws: Workspace, tx: Tx, row: ReportRow, on: date) -> None:
    ending = discontinue.ending(read_reasons.aside(ws), row.about_id)
    _tell_once(tx, "discontinuation", "plan_told_on", row.about_id, on)
    if ending.reason is EndReason.UNRESPONSIVE and ending.plan_told is None:
        intake_writes.write(tx, ending.referral_id, {"unreached_told_on": on.isoformat()})


def _tell_once(tx: Tx, table: str, column: str, record_id: str, on: date) -> None:
    """The first day on which the plan knew stays."""
    tx.execute(
        f'UPDATE "{table}" SET {column} = ? WHERE id = ? AND {column} IS NULL',  # noqa: S608
        (on.isoformat(), record_id),
    )


def _unsent(ws: Workspace, report_id: str) -> ReportRow:
    row = one(ws, report_id)
    if row.state != BUILT:
        raise InputRejected(
            "report",
            _("This report went already.") if row.gone else _("This report was set aside."),
            _("Make a new one; it can say that it replaces this one."),
        )
    return row


def _referrals(ws: Workspace, report_id: str) -> set[str]:
    found = {referral for referral, _member in reads_reports.referrals_of(ws.store, report_id)}
    row = reads_reports.one(ws.store, report_id)
    if row is not None and row.about == "referral":
        found.add(row.about_id)
    carried = reads_reports.carried(ws.store, report_id)
    return found | {referral for _id, _state, referral, _member, _chase in carried if referral}


def _changes(row: ReportRow, referrals: Collection[str]) -> Changes:
    members = frozenset([row.member_id]) if row.member_id else frozenset()
    return Changes(members=members, referrals=frozenset(referrals), plans=True, files=True)


def _moment(ws: Workspace, on: date) -> str:
    """Now for today, noon for another day."""
    now = ws.clock.now()
    if on != ws.clock.today():
        now = ws.clock.to_utc(datetime.combine(on, time(12)))
    from navigator_app.services import hours

    return hours.kept(ws, "on", now)
