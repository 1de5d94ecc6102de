"""Reading a chart that was drawn: answers, findings, and how each was settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.review import (
    ANSWERS,
    DRAWN,
    NO,
    READ,
    Answer,
    Chart,
    ChartQuestion,
    Finding,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import chart_review, permissions, team_review_rules
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import reads_review, reads_tenancy, reads_users, review_writes, take_back

LONGEST = 4000


def answer(ws: Workspace, chart_id: str, question: str, given: str, note: str = "") -> Saved:
    """Answer one question, as `answer_all` does; the chart is not said to be read by it."""
    chart = _mine_to_read(ws, chart_id)
    return _keep(ws, chart, {**chart.answers, question: Answer(given, _words("note", note))})


def answer_all(ws: Workspace, chart_id: str, answers: Mapping[str, Answer]) -> Saved:
    """Keep these answers in the place of those before; with the last of them the chart is read.

    InputRejected for another answer, no such question, a chart of one's own, and a "no" of the
    last ones that neither a note nor a finding explains. A chart that was read is opened again
    where an answer is missing.
    """
    chart = _mine_to_read(ws, chart_id)
    asked = team_review_rules.questions(ws)
    whole = all(one.id in answers for one in asked)
    if whole:
        _explained(chart, answers, asked)
    return _keep(ws, chart, answers, read=whole)


def _keep(
    ws: Workspace, chart: Chart, answers: Mapping[str, Answer], *, read: bool = False
) -> Saved:
    known = {one.id for one in team_review_rules.questions(ws)}
    if not answers.keys() <= known | chart.answers.keys():
        raise InputRejected("question", _("There is no such question."))
    if not {one.answer for one in answers.values()} <= set(ANSWERS):
        raise InputRejected("answer", _("Answer with yes, no or not applicable."))
    with ws.transaction("chart_answer") as tx:
        tx.update(
            "chart_review",
            chart.id,
            {
                "answers": review_writes.answers_text(answers),
                "state": READ if read else DRAWN,
                "read_at": tx.now if read else None,
                "user_id": ws.user.id,
            },
        )
    return Saved(chart.id, tx.id, _changes(chart.member_id))


def finish(ws: Workspace, chart_id: str) -> Saved:
    """Say that a chart is read. InputRejected names how many questions are open, and a "no" that
    neither a note nor a finding explains."""
    chart = _mine_to_read(ws, chart_id)
    left = chart_review.left(ws, chart)
    if left:
        raise InputRejected(
            "answers", _("{n} questions are not answered yet.").format(n=left), _("Answer them.")
        )
    _explained(chart, chart.answers, team_review_rules.questions(ws))
    with ws.transaction("chart_read") as tx:
        tx.update(
            "chart_review", chart.id, {"state": READ, "read_at": tx.now, "user_id": ws.user.id}
        )
    return Saved(chart.id, tx.id, _changes(chart.member_id))


def find(
    ws: Workspace,
    chart_id: str,
    text: str,
    *,
    question: str = "",
    owner_id: str = "",
    due: date | None = None,
) -> Saved:
    """Write a finding; without an owner it is the chart's navigator's. InputRejected for no words,
    a day that is over, and an owner who does not work here."""
    chart = _mine_to_read(ws, chart_id)
    words = required("text", _words("text", text), _("Write what was found."))
    owner = owner_id or chart.navigator_id
    if owner and owner not in {one[0] for one in reads_users.team(ws.store)}:
        raise InputRejected("owner", _("Choose somebody who works here."))
    if due is not None and due < ws.clock.today():
        raise InputRejected("due", _("That day is over."), _("Choose today or later."))
    key = uuid7()
    with ws.transaction("chart_finding") as tx:
        tx.insert(
            "chart_finding",
            {
                "id": key,
                "review_id": chart.id,
                "question": question,
                "text": words,
                "owner_id": owner or None,
                "due_on": due.isoformat() if due else None,
                "settled_how": "",
                "created_at": tx.now,
            },
        )
    return Saved(key, tx.id, _changes(chart.member_id))


def findings(ws: Workspace) -> list[Finding]:
    """What is not settled: one's own, or everybody's for who reviews charts."""
    everybody = permissions.may(ws, chart_review.ACTION)
    return reads_review.findings_open(ws.store, owner_id="" if everybody else ws.user.id)


def one_finding(ws: Workspace, finding_id: str) -> Finding:
    """A finding, for its owner and for who reviews charts; NotFound for others and for none."""
    found = reads_review.finding(ws.store, finding_id)
    if found is None or (
        found.owner_id != ws.user.id and not permissions.may(ws, chart_review.ACTION)
    ):
        raise NotFound(
            _("No such finding"), _("There is no such finding."), _("Look at the list again.")
        )
    return found


def settle(ws: Workspace, finding_id: str, how: str) -> Saved:
    """Say how a finding was settled. Its owner may, and who reviews charts."""
    found = one_finding(ws, finding_id)
    if found.settled_at is not None:
        raise InputRejected("how", _("It is settled already."))
    words = required("how", _words("how", how), _("Say how it was settled."))
    with ws.transaction("settle_chart_finding") as tx:
        tx.update("chart_finding", finding_id, {"settled_at": tx.now, "settled_how": words})
    return Saved(finding_id, tx.id, _changes(found.member_id))


def undo(ws: Workspace, transaction_id: str) -> Changes:
    """Take back one write of charts or findings; InputRejected where it was changed since."""
    intention = reads_tenancy.intention(ws.store, transaction_id)
    ours = intention in (
        "chart_draw", "chart_answer", "chart_read", "chart_finding", "settle_chart_finding",
    )  # fmt: skip
    done = take_back.entries(ws.store, transaction_id) if ours else []
    if not done:
        raise NotFound(_("Nothing to undo"), _("That change cannot be taken back any more."))
    permissions.need_intention(ws, intention)
    if any(take_back.written_since(ws.store, one, transaction_id) for one in done):
        raise InputRejected("undo", _("It was changed again since, so it cannot be taken back."))
    with ws.transaction("undo_chart_review") as tx:
        take_back.take_back(tx, done)
    return Changes()


def _mine_to_read(ws: Workspace, chart_id: str) -> Chart:
    chart = chart_review.one(ws, chart_id)
    if chart.navigator_id == ws.user.id:
        raise InputRejected(
            "chart", _("Nobody reviews their own chart."), _("Somebody else reads this one.")
        )
    return chart


def _explained(chart: Chart, answers: Mapping[str, Answer], asked: Iterable[ChartQuestion]) -> None:
    """InputRejected for the first "no" that nothing explains."""
    found = {one.question for one in chart.findings}
    for one in asked:
        given = answers[one.id]
        if given.answer == NO and not given.note and one.id not in found:
            raise InputRejected(
                one.id,
                _("“{question}” was answered no, and nothing says why.").format(
                    question=_(one.title)
                ),
                _("Write a note beside it, or a finding."),
            )


def _words(field: str, text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST:
        raise InputRejected(
            field, _("This is longer than {n} letters.").format(n=LONGEST), _("Shorten it.")
        )
    return words


def _changes(member_id: str) -> Changes:
    return Changes(members=frozenset({member_id}))
