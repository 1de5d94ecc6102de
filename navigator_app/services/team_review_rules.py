"""What waits for review without anybody asking, one's own work, and what is asked of a chart: the
program's own (`resources/review.toml`) until the agency sets another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from navigator_app.domain.review import OWN_WORK, Chart, ChartQuestion
from navigator_app.domain.review_policy import BY_CHOICE, OwnQuestion, ReviewPolicy, own_id
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.policy import review_rules
from navigator_app.store import reads_ledger

if TYPE_CHECKING:
    from navigator_app.services.support_plan import Saved
    from navigator_app.services.workspace import Workspace

WAITS, OWN = "review-waits-", "review-own-work"
LEFT_OUT, QUESTIONS = "review-questions-left-out", "review-questions-own"
"""Names of what is kept."""
LONGEST, MOST = 300, 30
"""Letters of an own question, and how many are asked at a time."""
_YES, _NO = "yes", "no"


def waits(ws: Workspace, kind: str) -> bool:
    """Whether a kind waits without anybody asking."""
    kept = reads_ledger.setting(ws.store, WAITS + kind) if kind in BY_CHOICE else None
    return kept == _YES if kept else review_rules.shipped().kinds[kind].by_rule


def own_work(ws: Workspace) -> str:
    """What whoever reviews does about their own work when nobody else could."""
    return reads_ledger.setting(ws.store, OWN) or review_rules.shipped().own_work


def questions(ws: Workspace) -> tuple[ChartQuestion, ...]:
    """What is asked of each chart from now on: the program's, then the agency's own."""
    return _questions(ws, asked=True)


def every_question(ws: Workspace) -> tuple[ChartQuestion, ...]:
    """The same with those that are not asked any more, whose answers still stand."""
    return _questions(ws, asked=False)


def questions_of(ws: Workspace, chart: Chart) -> tuple[ChartQuestion, ...]:
    """What one chart is asked: what is asked now, and what was answered of it before."""
    now = {one.id for one in questions(ws)}
    return tuple(one for one in every_question(ws) if one.id in now or one.id in chart.answers)


def shipped_questions() -> tuple[ChartQuestion, ...]:
    """The questions that came with the program."""
    return review_rules.shipped().questions


def kinds() -> dict[str, str]:
    """Titles of the kinds of which the agency says whether they wait by rule."""
    return {kind: _(review_rules.shipped().kinds[kind].title) for kind in BY_CHOICE}


def policy(ws: Workspace) -> ReviewPolicy:
    """All of it as it holds."""
    out = _left_out(ws)
    return ReviewPolicy(
        waits=tuple(kind for kind in BY_CHOICE if waits(ws, kind)),
        own_work=own_work(ws),
        asked=tuple(one.id for one in review_rules.shipped().questions if one.id not in out),
        own=tuple(one.question.title for one in _own(ws) if one.asked),
    )


def shipped() -> ReviewPolicy:
    """The same as it came with the program."""
    rules = review_rules.shipped()
    return ReviewPolicy(
        waits=tuple(kind for kind in BY_CHOICE if rules.kinds[kind].by_rule),
        own_work=rules.own_work,
        asked=tuple(one.id for one in rules.questions),
        own=(),
    )


def set_policy(ws: Workspace, wanted: ReviewPolicy) -> Saved:
    """Keep the agency's own; what already waits goes on waiting, and answers that were given stay.

    InputRejected names what makes no sense; NotAllowed without the right to set the team's figures.
    """
    from navigator_app.services import team_settings

    _check_choices(wanted)
    own = _checked(wanted)
    before = policy(ws)
    values = {
        WAITS + kind: _YES if kind in wanted.waits else _NO
        for kind in BY_CHOICE
        if (kind in wanted.waits) != (kind in before.waits)
    }
    if wanted.own_work != before.own_work:
        values[OWN] = wanted.own_work
    if set(wanted.asked) != set(before.asked):
        out = [one.id for one in review_rules.shipped().questions if one.id not in wanted.asked]
        values[LEFT_OUT] = json.dumps(out)
    if tuple(own) != before.own:
        values[QUESTIONS] = _text(_own(ws), own)
    return team_settings.keep(ws, values)


def _questions(ws: Workspace, *, asked: bool) -> tuple[ChartQuestion, ...]:
    out = _left_out(ws) if asked else ()
    came = [one for one in review_rules.shipped().questions if one.id not in out]
    own = [one.question for one in _own(ws) if one.asked or not asked]
    return (*came, *own)


def _left_out(ws: Workspace) -> tuple[str, ...]:
    kept = reads_ledger.setting(ws.store, LEFT_OUT)
    return tuple(json.loads(kept)) if kept else ()


def _own(ws: Workspace) -> list[OwnQuestion]:
    kept = reads_ledger.setting(ws.store, QUESTIONS)
    found = json.loads(kept) if kept else []
    return [OwnQuestion(ChartQuestion(own_id(words), words), asked) for words, asked in found]


def _text(before: Sequence[OwnQuestion], own: Sequence[str]) -> str:
    """The own questions as they are kept: those asked, then those whose answers still stand."""
    gone = [one.question.title for one in before if one.question.title not in own]
    told = [*((words, True) for words in own), *((words, False) for words in gone)]
    return json.dumps(told, ensure_ascii=False)


def _check_choices(wanted: ReviewPolicy) -> None:
    if not set(wanted.waits) <= set(BY_CHOICE):
        raise InputRejected("waits", _("Nothing of that kind waits by a rule of the agency."))
    if wanted.own_work not in OWN_WORK:
        raise InputRejected("own_work", _("Choose what is done about one’s own work."))
    if not set(wanted.asked) <= {one.id for one in review_rules.shipped().questions}:
        raise InputRejected("asked", _("There is no such question."))
    if not wanted.asked and not any(words.strip() for words in wanted.own):
        raise InputRejected("asked", _("A chart is asked one question at least."))


def _checked(wanted: ReviewPolicy) -> list[str]:
    """The own questions without needless blanks; InputRejected for one too long or there twice."""
    own = [" ".join(words.split()) for words in wanted.own if words.strip()]
    known = {_(one.title).casefold() for one in review_rules.shipped().questions}
    known |= {one.title.casefold() for one in review_rules.shipped().questions}
    if len(own) > MOST:
        raise InputRejected("own", _("At most {n} questions of your own.").format(n=MOST))
    for words in own:
        if len(words) > LONGEST:
            advice = _("Shorten it.")
            raise InputRejected(
                "own", _("A question is longer than {n} letters.").format(n=LONGEST), advice
            )
        if words.casefold() in known:
            raise InputRejected("own", _("“{question}” stands there twice.").format(question=words))
        known.add(words.casefold())
    return own
