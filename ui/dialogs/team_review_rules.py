"""The agency's own rules of review: what waits by itself, and what is asked of each chart."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from navigator_app.domain import review
from navigator_app.domain.review_policy import ReviewPolicy
from navigator_app.i18n import N_, _
from navigator_app.services import capacity_board, team_review_rules
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace
from ui.context import Context
from ui.dialogs.own_figures import undo
from ui.dialogs.take_back import TakeBack
from ui.models import board_words
from ui.widgets.asking_dialog import choice_field
from ui.widgets.check_group import CheckGroup
from ui.widgets.growing_text import GrowingText
from ui.widgets.kept_form import KeptDialog, Work
from ui.widgets.text import Small

OWN_WORK = {
    review.REASON: N_("Decides, and notes why it cannot wait"),
    review.REFUSED: N_("Waits for another supervisor"),
}


class Known(NamedTuple):
    """What holds, and when and by whom figures or rules of the team were last set."""

    policy: ReviewPolicy
    last: tuple[str, str] | None


def _read(ws: Workspace) -> Known:
    return Known(team_review_rules.policy(ws), capacity_board.last_set(ws))


def _save(wanted: ReviewPolicy, ws: Workspace) -> Saved:
    return team_review_rules.set_policy(ws, wanted)


class TeamReviewRulesDialog(KeptDialog):
    """The form."""

    draft_key = "team_review_rules"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing."""
        super().__init__(context, None, _("What is reviewed and asked"), _("Save"), parent)
        self.whose.setText(
            _(
                "No plan asks for any of this; it is yours to set. What waits already goes on "
                "waiting, and answers that were given stay."
            )
        )
        self.since = Small("")
        self._make_fields()
        self.assemble([*self.fields.values(), self.since], 680, 780)
        self.ask(_read, self._show)

    def work(self) -> Work:
        """Keep it."""
        wanted = ReviewPolicy(
            waits=self.several("waits"),
            own_work=self.words("own_work"),
            asked=self.several("asked"),
            own=tuple(self.words("own").splitlines()),
        )
        return partial(_save, wanted)

    def _make_fields(self) -> None:
        came, kinds = team_review_rules.shipped(), team_review_rules.kinds()
        theirs = ", ".join(kinds[kind] for kind in came.waits)
        self.add(
            "waits",
            _("Waits for review without anybody asking"),
            CheckGroup(kinds),
            _("Support plans always do. Came with the program: {kinds}.").format(kinds=theirs),
        )
        self.add(
            "own_work",
            _("Whoever reviews, about their own work when nobody else could"),
            choice_field({key: _(text) for key, text in OWN_WORK.items()}),
            _("Came with the program: {choice}.").format(choice=_(OWN_WORK[came.own_work])),
        )
        self.add(
            "asked",
            _("Questions asked of each chart"),
            CheckGroup({one.id: _(one.title) for one in team_review_rules.shipped_questions()}),
            _("These came with the program, which asks all of them."),
        )
        self.add(
            "own",
            _("Questions of your own"),
            GrowingText(3),
            _("One on each line, answered with yes or no. Other words are another question."),
        )

    def _show(self, known: Known) -> None:
        held = known.policy
        self.since.setText(board_words.last_set(known.last, self.context.clock))
        self.show_known(
            {
                "waits": ",".join(held.waits),
                "own_work": held.own_work,
                "asked": ",".join(held.asked),
                "own": "\n".join(held.own),
            }
        )

    def _written(self, result: Any) -> None:
        back = TakeBack(self.context, partial(undo, result)) if result.undo else None
        self.finish(result.changes, _("Rules of review kept"), back)
