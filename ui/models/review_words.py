"""What the review queue and charts say on screen."""

from __future__ import annotations

from collections.abc import Sequence

from navigator_app.domain import review
from navigator_app.domain.review import Chart, Finding, QuestionResult, ReviewItem, Sample
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import review_queue
from ui.models import words
from ui.widgets.chart import Drawing, Series

STATES = {
    review.WAITING: N_("Waiting"),
    review.RETURNED: N_("Returned"),
    review.APPROVED: N_("Approved"),
    review.WITHDRAWN: N_("Withdrawn"),
}
PILLS = {
    review.WAITING: "pending",
    review.RETURNED: "warning",
    review.APPROVED: "good",
    review.WITHDRAWN: "neutral",
}
HOWS = {review.RANDOM: N_("At random"), review.BY_RISK: N_("By risk")}
ANSWERS = {
    review.YES: N_("Yes"),
    review.NO: N_("No"),
    review.NOT_APPLICABLE: N_("Not applicable"),
}


def kind(item: ReviewItem) -> str:
    """What it is."""
    return _(review_queue.kind(item.about).title)


def age(item: ReviewItem) -> str:
    """Since how many days it was asked."""
    if not item.age:
        return _("today")
    return ngettext("{n} day", "{n} days", item.age).format(n=item.age)


def item_cells(item: ReviewItem) -> tuple[str, ...]:
    """An item as a row of the queue."""
    waiting = item.state == review.WAITING
    return (
        kind(item),
        words.isolated(item.member) or "—",
        words.isolated(item.asker) or "—",
        age(item),
        words.isolated(item.for_name if waiting else item.decider) or _("any supervisor"),
        str(item.open_comments) if item.open_comments else "—",
    )


def sample_cells(sample: Sample) -> tuple[str, ...]:
    """A sample as a row."""
    read = _("{read} of {charts} read").format(read=sample.read, charts=sample.charts)
    return words.day(sample.drawn_on), _(HOWS[sample.how]), read, str(sample.seed)


def chart_cells(chart: Chart, questions: int) -> tuple[str, ...]:
    """A chart of a sample as a row; so many questions are asked of it."""
    read = chart.state == review.READ
    state = _("Read") if read else _("{n} of {all} answered").format(
        n=len(chart.answers), all=questions
    )  # fmt: skip
    navigator = words.isolated(chart.navigator) or _("nobody")
    weight = f"{chart.weight / 100:g}"
    return words.isolated(chart.member), navigator, weight, state, str(len(chart.findings) or "—")


def finding_cells(finding: Finding) -> tuple[str, ...]:
    """A finding as a row."""
    due = words.day(finding.due) if finding.due else "—"
    owner = words.isolated(finding.owner) or _("nobody")
    return words.isolated(finding.member), finding.text, owner, due


def results_drawing(results: Sequence[QuestionResult], questions: Sequence[str]) -> Drawing:
    """How each question was answered over all months: bars by the question's number."""
    counted = {key: [0, 0, 0] for key in questions}
    for one in results:
        if one.month:
            told = (one.yes, one.no, one.not_applicable)
            counted[one.question] = [
                a + b for a, b in zip(counted[one.question], told, strict=True)
            ]
    names = (_("Yes"), _("No"), _("Not applicable"))
    return Drawing(
        _("How the questions were answered"),
        tuple(_("Question {n}").format(n=n) for n in range(1, len(questions) + 1)),
        tuple(
            Series(name, tuple(float(counted[key][place]) for key in questions))
            for place, name in enumerate(names)
        ),
    )
