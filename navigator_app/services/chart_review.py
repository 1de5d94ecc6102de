"""Charts drawn for review, at random or by risk; a sample can be drawn again from its seed."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import datetime, timedelta

from navigator_app.domain import review
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.review import (
    BY_RISK,
    HOWS,
    PLAIN_WEIGHT,
    READ,
    Chart,
    Drawn,
    QuestionResult,
    Sample,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import permissions, review_figures, team_review_rules
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_review, review_writes

ACTION = "chart-review"
MOST = 200
"""Charts of one sample."""


def samples(ws: Workspace) -> list[Sample]:
    """Every sample, the newest first."""
    permissions.need(ws, ACTION)
    return reads_review.samples(ws.store)


def charts(ws: Workspace, sample_id: str) -> list[Chart]:
    """The charts of a sample, those to be read first."""
    permissions.need(ws, ACTION)
    return reads_review.charts(ws.store, sample_id=sample_id)


def one(ws: Workspace, chart_id: str) -> Chart:
    """One chart with its answers and findings; NotFound when there is none."""
    permissions.need(ws, ACTION)
    found = reads_review.charts(ws.store, chart_id=chart_id)
    if not found:
        raise NotFound(
            _("No such chart"), _("There is no such chart."), _("Look at the samples again.")
        )
    return found[0]


def weights(ws: Workspace, how: str) -> dict[str, int]:
    """What each member's chart weighs today, in hundredths; never the charts of whoever draws."""
    open_charts = reads_review.charts_carried(ws.store, ws.user.id, ws.clock.today())
    found = Counter(dict.fromkeys(open_charts, PLAIN_WEIGHT))
    if how == BY_RISK:
        today = ws.clock.today()
        for sign in review_figures.risks(ws):
            shown = reads_review.showing(ws.store, sign.id, today, today - timedelta(sign.days))
            for member_id in shown & open_charts.keys():
                found[member_id] += sign.weight
    return dict(found)


def draw(ws: Workspace, how: str, count: int, seed: int | None = None) -> Saved:
    """Draw a sample; `Saved.id` names it. The seed is chosen by chance where none is given.

    InputRejected for another way of drawing, a count out of bounds, and where nobody else has a
    chart to draw.
    """
    permissions.need(ws, ACTION)
    if how not in HOWS:
        raise InputRejected("how", _("Choose how the charts are drawn."))
    if not 1 <= count <= MOST:
        raise InputRejected("count", _("A sample has 1 to {n} charts.").format(n=MOST))
    heavy = weights(ws, how)
    if not heavy:
        raise InputRejected(
            "count",
            _("There is no chart to draw."),
            _("Members with a running referral are drawn; never those of who draws."),
        )
    chance = secrets.randbelow(2**31) if seed is None else seed
    navigators = reads_review.charts_carried(ws.store, ws.user.id, ws.clock.today())
    sample_id = uuid7()
    row = {
        "sample_id": sample_id,
        "drawn_on": ws.clock.today().isoformat(),
        "how": how,
        "seed": chance,
        "state": review.DRAWN,
    }
    with ws.transaction("chart_draw") as tx:
        for member_id in review.draw(heavy, count, chance):
            review_writes.chart(tx, row, member_id, navigators[member_id], heavy[member_id])
    return Saved(sample_id, tx.id, Changes())


def again(ws: Workspace, sample_id: str) -> Drawn:
    """What the sample's seed draws from the charts of today, and whether that is the same."""
    kept = charts(ws, sample_id)
    if not kept:
        raise NotFound(
            _("No such sample"), _("There is no such sample."), _("Look at the samples again.")
        )
    found = review.draw(weights(ws, kept[0].how), len(kept), kept[0].seed)
    return Drawn(found, set(found) == {chart.member_id for chart in kept})


def results(ws: Workspace) -> list[QuestionResult]:
    """How each question was answered by month of reading, the oldest month first; one that is not
    asked any more in the months in which it was."""
    permissions.need(ws, ACTION)
    counted: Counter[tuple[str, str, str]] = Counter()
    months: dict[str, None] = {}
    for read_at, text in reads_review.readings(ws.store):
        month = ws.clock.to_local(datetime.fromisoformat(read_at)).strftime("%Y-%m")
        months.setdefault(month)
        for key, given in reads_review.answers_of(text).items():
            counted[month, key, given.answer] += 1
    asked = {one.id for one in team_review_rules.questions(ws)}
    return [
        QuestionResult(question.id, month, *told)
        for month in months
        for question in team_review_rules.every_question(ws)
        if any(told := [counted[month, question.id, answer] for answer in review.ANSWERS])
        or question.id in asked
    ]


def left(ws: Workspace, chart: Chart) -> int:
    """How many questions are not answered yet."""
    return sum(one.id not in chart.answers for one in team_review_rules.questions(ws))


def is_read(chart: Chart) -> bool:
    """True once it was read through."""
    return chart.state == READ
