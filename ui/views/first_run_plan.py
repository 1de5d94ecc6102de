"""The page of the first run that adds the first plan; the same fields serve the settings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from navigator_app.i18n import _
from ui.views.first_run_steps import Step
from ui.widgets.buttons import QuietButton

USUAL_LAYOUT, USUAL_POLICY = "canonical", "toolkit-2025"


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan as it was typed."""

    key: str
    name: str
    layout: str
    policy: str


def key_from(name: str) -> str:
    """Return a short key for a plan's name: "Bayview Health Plan" → "bayview"."""
    words: list[str] = re.findall(r"[a-z0-9]+", name.lower())
    return words[0] if words else ""


class PlanStep(Step):
    """The first plan: name, the layout of its files, the rules it goes by.

    Signals:
        skipped(): later, in the settings.
    """

    skipped = Signal()

    def __init__(self) -> None:
        """Build the page; `offer` fills the lists."""
        super().__init__(
            5,
            _("Your first plan"),
            _(
                "Which managed care plan sends you members? More plans, and all of this, can be "
                "changed in the settings."
            ),
            _("Finish"),
        )
        self.name, self.layout_box, self.policy_box = QLineEdit(), QComboBox(), QComboBox()
        self.add_field("name", _("Name of the plan"), self.name)
        self.add_field(
            "layout",
            _("Layout of its files"),
            self.layout_box,
            _("If none fits, take the canonical one; the first import asks once how to read it."),
        )
        self.add_field("policy", _("Deadlines and limits"), self.policy_box)
        self.skip_button = QuietButton(_("Later"))
        self.skip_button.clicked.connect(self.skipped)
        self.close_page()
        self.back_button.hide()
        self.foot.insertWidget(0, self.skip_button)
        self.name.editingFinished.connect(self._guess_layout)

    def offer(self, layouts: list[tuple[str, str]], policies: list[tuple[str, str]]) -> None:
        """Fill the lists with (key, name) pairs."""
        for box, choices, usual in (
            (self.layout_box, layouts, USUAL_LAYOUT),
            (self.policy_box, policies, USUAL_POLICY),
        ):
            box.clear()
            for key, name in choices:
                box.addItem(name, key)
            box.setCurrentIndex(max(0, box.findData(usual)))

    def _guess_layout(self) -> None:
        """A plan whose layout is shipped gets it without being asked."""
        at = self.layout_box.findData(key_from(self.name.text()))
        if at >= 0:
            self.layout_box.setCurrentIndex(at)

    def chosen(self) -> PlanChoice:
        """What was typed and chosen."""
        return PlanChoice(
            key_from(self.name.text()),
            self.name.text().strip(),
            str(self.layout_box.currentData()),
            str(self.policy_box.currentData()),
        )

    def problems(self) -> dict[str, str]:
        """A name with a letter or digit is needed."""
        return {} if key_from(self.name.text()) else {"name": _("The plan needs a name.")}
