"""The caseload's filters: one box a question, those without a choice left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from navigator_app.domain.records import CaseloadQuery, PlanRow, UserRow
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralStatus, Service
from navigator_app.i18n import _
from ui import theme
from ui.models import words
from ui.widgets.buttons import QuietButton
from ui.widgets.flow import FlowLayout

Choices = Sequence[tuple[str, str]]


class CaseloadFilters(QWidget):
    """A wrapping row of boxes.

    Signals:
        changed(): somebody chose something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the boxes; plans, languages and people come with `set_choices`."""
        super().__init__(parent)
        self._boxes = {
            "due": self._box(_("Due"), _("Due: anything"), _due_choices()),
            "status": self._box(_("Status"), _("Any status"), _status_choices()),
            "authorization": self._box(
                _("Authorization"), _("Any authorization"), _authorization_choices()
            ),
            "service": self._box(
                _("Service"), _("All services"), [(s.slug, _(s.short)) for s in Service]
            ),
            "stage": self._box(_("Stage"), _("Any stage"), []),
            "plan": self._box(_("Plan"), _("All plans"), []),
            "language": self._box(_("Language"), _("Any language"), []),
            "navigator": self._box(_("Navigator"), _("Everyone’s"), []),
        }
        self.clear = QuietButton(_("Clear"), "close")
        self.clear.setAccessibleName(_("Clear filters"))
        self.clear.hide()
        flow = FlowLayout(self, theme.S8)
        for box in self._boxes.values():
            flow.addWidget(box)
        flow.addWidget(self.clear)
        for box in self._boxes.values():
            box.currentIndexChanged.connect(self._changed)
        self.clear.clicked.connect(self._clear)

    def set_choices(
        self,
        plans: Sequence[PlanRow],
        users: Sequence[UserRow],
        languages: Sequence[str],
        left: Sequence[UserRow] = (),
    ) -> None:
        """Offer what this store holds; a box with one choice only is not shown. `left` are people
        who work here no more and still have members."""
        self._fill("plan", [(plan.key, plan.name) for plan in plans], least=2)
        people = [(user.id, user.name) for user in users]
        gone = [(user.id, _("{name} (left)").format(name=user.name)) for user in left]
        nobody = [("none", _("Nobody’s"))]
        several = len(users) + len(left) > 1
        self._fill("navigator", [*people, *gone, *nobody] if several else [], least=2)
        self._fill("language", [(name, name) for name in languages if name], least=2)

    def show_query(self, query: CaseloadQuery) -> None:
        """Set the boxes to a query without saying `changed`."""
        wanted = {
            "due": query.due,
            "status": query.status,
            "authorization": query.authorization,
            "service": query.service.slug if query.service else "",
            "plan": query.plan,
            "language": query.language,
            "navigator": query.navigator,
            "stage": query.stage,
        }
        if query.stage and self._boxes["stage"].count() == 1:
            self._fill("stage", _stage_choices(), least=2)
        for key, value in wanted.items():
            box = self._boxes[key]
            with QSignalBlocker(box):
                if value and box.findData(value) < 0:
                    box.addItem(_("Somebody who left") if key == "navigator" else value, value)
                box.setCurrentIndex(max(0, box.findData(value)))
            self._dress(box)
            if value:
                box.show()
        self._show_clear()

    def apply(self, query: CaseloadQuery) -> CaseloadQuery:
        """The query with what the boxes say."""
        value = {key: str(box.currentData() or "") for key, box in self._boxes.items()}
        return replace(
            query,
            due=value["due"],
            status=value["status"],
            authorization=value["authorization"],
            service=Service.from_slug(value["service"]) if value["service"] else None,
            plan=value["plan"],
            language=value["language"],
            navigator=value["navigator"],
            stage=value["stage"],
        )

    def active(self) -> bool:
        """True when any box narrows the list."""
        return any(box.currentIndex() > 0 for box in self._boxes.values())

    def _box(self, name: str, everything: str, choices: Choices) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMaxVisibleItems(16)
        box.addItem(everything, "")
        for key, text in choices:
            box.addItem(text, key)
        self._dress(box)
        return box

    def _fill(self, key: str, choices: Choices, *, least: int) -> None:
        box = self._boxes[key]
        kept = box.currentData()
        with QSignalBlocker(box):
            while box.count() > 1:
                box.removeItem(1)
            for value, text in choices:
                box.addItem(text, value)
            if kept and box.findData(kept) < 0:
                box.addItem(_("Somebody who left") if key == "navigator" else str(kept), kept)
            box.setCurrentIndex(max(0, box.findData(kept)))
        self._dress(box)
        box.setVisible(len(choices) >= least or bool(kept))

    def _changed(self) -> None:
        for box in self._boxes.values():
            self._dress(box)
        self._show_clear()
        self.changed.emit()

    def _clear(self) -> None:
        for box in self._boxes.values():
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self._changed()

    def _show_clear(self) -> None:
        self.clear.setVisible(self.active())

    def _dress(self, box: QComboBox) -> None:
        """A box is as wide as what it says, and heavier when it narrows the list."""
        box.setMinimumContentsLength(min(28, len(box.currentText()) + 1))
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + theme.px(theme.S24))
        font = box.font()
        if font.bold() != (box.currentIndex() > 0):
            font.setBold(box.currentIndex() > 0)
            box.setFont(font)


def _due_choices() -> Choices:
    return [
        ("overdue", _("Overdue")),
        ("week", _("Due within a week")),
        ("unreached", _("Approved, outreach not begun")),
        ("no-status", _("No status this month")),
        ("coverage", _("Coverage lapsed or in doubt")),
    ]


def _stage_choices() -> Choices:
    from navigator_app.services import capacity_board  # its words wait until they are asked for

    return [(one.id, _(one.title)) for one in capacity_board.rules().stages.values()]


def _status_choices() -> Choices:
    return [
        ("none", words.status_words(None)),
        ("open", _("Open (not closed)")),
        ("running", _("Open or in service")),
        *((status.slug, _(status.value)) for status in ReferralStatus),
    ]


def _authorization_choices() -> Choices:
    return [(status.slug, words.authorization_words(status)) for status in AuthorizationStatus]
