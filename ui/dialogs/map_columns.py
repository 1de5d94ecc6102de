"""The mapping wizard: an unknown file's columns and codes, said once and then remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes, PlanRow
from navigator_app.i18n import _, ngettext
from navigator_app.services import import_authorizations as service
from navigator_app.services import map_layout
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.dialogs.map_columns_form import CodesForm, ColumnsForm, scrolling
from ui.models.import_rows import service_word
from ui.models.import_words import field_label, value_words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.listing import Listing
from ui.widgets.text import FieldError, Heading, Muted, Strong

if TYPE_CHECKING:
    from navigator_app.services.map_layout import ParsedFile, UnknownLayout

Index = QModelIndex | QPersistentModelIndex

SHOWN = (
    "last_name",  # shown with the first name
    "cin",
    "date_of_birth",
    "service",
    "authorization_status",
    "effective_on",
    "ends_on",
)
"""The elements of the five rows that are shown as read."""


@dataclass(frozen=True, slots=True)
class _Trial:
    turn: int
    parsed: ParsedFile


class AsRead(QAbstractTableModel):
    """Five rows as the chosen matches read them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: list[tuple[str, ...]] = []

    def show_file(self, parsed: ParsedFile, fields: Sequence[str]) -> None:
        """Show the first five rows that can be read; `fields` orders their values."""
        places = [list(fields).index(name) + 2 for name in SHOWN]
        first = list(fields).index("first_name") + 2
        self.beginResetModel()
        self._rows = [
            (
                f"{row[places[0]]}, {row[first]}",
                *(
                    _short(name, str(row[place] or ""))
                    for name, place in zip(SHOWN[1:], places[1:], strict=True)
                ),
            )
            for row in parsed.good[:5]
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Five at most."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The shown elements."""
        return 0 if parent.isValid() else len(SHOWN)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Labels of the elements."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return field_label(SHOWN[section]) if section else _("Member")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The value as read."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        return None


def _short(name: str, value: str) -> str:
    return service_word(value) if name == "service" else value_words(name, value)


class MapColumns(DraftDialog):
    """Two steps: columns; then dates, codes and five rows as they will be read.

    Signals:
        remembered(str): the layout is the plan's own now (plan key).
    """

    draft_key = "map_columns"
    remembered = QtSignal(str)

    def __init__(
        self,
        context: Context,
        path: Path,
        unknown: UnknownLayout,
        plans: Sequence[PlanRow],
        plan_key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Propose everything; the person looks and mends."""
        super().__init__(context, parent)
        self._path, self._unknown = path, unknown
        self._plans = {plan.key: plan for plan in plans}
        self._turn = 0
        self.setWindowTitle(_("Match the file's columns"))
        self.plan = QComboBox()
        self._offer_plans(plan_key)
        self.columns = ColumnsForm(
            unknown.headings, unknown.samples, map_layout.mappable(), map_layout.required()
        )
        self.codes = CodesForm()
        self.as_read = AsRead(self)
        self.preview = Listing(_("Five rows as they will be read"))
        self.verdict = Muted("")
        self.error = FieldError()
        self.step = Muted("")
        self.back = PlainButton(_("Back"), "back")
        self.cancel = PlainButton(_("Cancel"))
        self.forward = PrimaryButton(_("Next"), "forward")
        self._steps = QStackedWidget()
        self._assemble()
        self._connect()
        self._show_step(0)
        self._proposed = self.draft()

    def draft(self) -> dict[str, object]:
        """The file and all that was chosen so far."""
        return {
            "path": str(self._path),
            "plan": str(self.plan.currentData() or ""),
            "columns": self.columns.choices(),
            "codes": self.codes.choices(),
            "step": self._steps.currentIndex(),
        }

    def lost_by_closing(self) -> dict[str, object]:
        """The draft, unless everything stands as it was proposed."""
        now = self.draft()
        return now if now != self._proposed else {}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Choose again what was chosen."""
        self.plan.setCurrentIndex(max(0, self.plan.findData(payload.get("plan"))))
        columns, codes = payload.get("columns"), payload.get("codes")
        if isinstance(columns, dict):
            self.columns.choose(columns)
        if isinstance(codes, dict):
            self.codes.choose(codes)
        if payload.get("step") and not self.columns.problem():
            self._go_on()

    def _offer_plans(self, plan_key: str) -> None:
        for plan in self._plans.values():
            self.plan.addItem(plan.name, plan.key)
        self.plan.setCurrentIndex(max(0, self.plan.findData(plan_key)))
        self.plan.setAccessibleName(_("Plan that sent the file"))

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S24, theme.S24, theme.S24, theme.S16)
        column.setSpacing(theme.S12)
        head = QHBoxLayout()
        head.addWidget(Heading(_("Match the file's columns"), 2), 1)
        head.addWidget(self.step, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.step.setWordWrap(False)
        column.addWidget(
            Muted(
                _(
                    "The headings of {name} are new here. Say once which column is which; "
                    "it is remembered for the plan."
                ).format(name=self._path.name)
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.S12)
        label = QLabel(_("Plan that sent it"))
        label.setProperty("role", "strong")
        label.setBuddy(self.plan)
        row.addWidget(label)
        row.addWidget(self.plan)
        row.addStretch(1)
        column.addLayout(row)
        self.plan.setMinimumWidth(theme.px(260))
        self._steps.addWidget(self.columns)
        self._steps.addWidget(self._second())
        column.addWidget(self._steps, 1)
        column.addWidget(self.error)
        foot = QHBoxLayout()
        foot.setSpacing(theme.S8)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.forward)
        column.addLayout(foot)
        room = self.screen().availableSize()
        self.resize(
            min(theme.px(1000), room.width() - theme.S24),
            min(theme.px(720), room.height() - theme.S24 * 2),
        )

    def _second(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(theme.S8)
        self.preview.setModel(self.as_read)
        self.preview.set_widths(190, 110, 120, 90, 160, 150, 130)
        self.preview.keep_height(5)
        column.addWidget(self.codes)
        column.addWidget(Strong(_("Five rows as they will be read")))
        column.addWidget(self.preview)
        column.addWidget(self.verdict)
        return scrolling(column)

    def _connect(self) -> None:
        self.columns.changed.connect(self._look)
        self.codes.changed.connect(self._try)
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(self._go_back)
        self.forward.clicked.connect(self._go_on)

    def _look(self) -> None:
        self.forward.setEnabled(not self.columns.problem() and bool(self._plans))

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self.step.setText(_("Step {n} of 2").format(n=step + 1))
        self.back.setVisible(step == 1)
        self.forward.setText(_("Remember and read the file") if step else _("Next"))
        self.forward.set_icon("check" if step else "forward")
        self.forward.setDefault(True)
        self.error.show_error("")
        self._look()

    def _go_back(self) -> None:
        self._turn += 1
        self._show_step(0)

    def _go_on(self) -> None:
        if self._steps.currentIndex() == 0:
            self._show_step(1)
            self.codes.show_columns(
                self.columns.mapping(), self._unknown.headings, self._unknown.samples
            )
            self.codes.dates.setFocus()
        else:
            self._remember()

    # reading with what was said so far

    def _wishes(self) -> map_layout.Wishes:
        key = str(self.plan.currentData() or "")
        return map_layout.Wishes(
            plan_key=key,
            plan_name=self._plans[key].name,
            mapping=self.columns.mapping(),
            dates=(self.codes.date_format(),),
            codes=self.codes.codes(),
            detected=self._unknown.detected,
        )

    def _try(self) -> None:
        if self._steps.currentIndex() != 1:
            return
        self._turn += 1
        turn, wishes, path = self._turn, self._wishes(), self._path
        self.forward.setEnabled(False)
        self.context.tasks.transfer(
            lambda: _Trial(turn, service.read(path, [map_layout.make(wishes)])),
            self._tried,
            owner=self,
            failed=self._refused,
        )

    def _tried(self, trial: _Trial) -> None:
        if trial.turn != self._turn:
            return
        parsed = trial.parsed
        if self._learn_values(parsed):
            self._try()
            return
        self.error.show_error("")
        self.as_read.show_file(parsed, map_layout.fields())
        good, bad = len(parsed.good), len(parsed.rejected)
        words = ngettext("{n} row can be read", "{n} rows can be read", good).format(n=good)
        if bad:
            words += "; " + ngettext(
                "{n} would be rejected, first row {row}: {reason}",
                "{n} would be rejected, first row {row}: {reason}",
                bad,
            ).format(n=bad, row=parsed.rejected[0].row, reason=parsed.rejected[0].reason)
        self.verdict.setText(words + ".")
        self.forward.setEnabled(good > 0)

    def _learn_values(self, parsed: ParsedFile) -> bool:
        """Offer values that only rejected rows have; True when one was new."""
        fresh = False
        headings = list(parsed.headings)
        for name in ("service", "authorization_status"):
            heading = self.columns.mapping().get(name)
            if heading is None or heading not in headings:
                continue
            place = headings.index(heading)
            cells = [json.loads(row.raw) for row in parsed.rejected if row.column == heading]
            values = [str(cell[place]) for cell in cells if place < len(cell)]
            fresh = self.codes.add_values(name, values[:200]) or fresh
        return fresh

    def _refused(self, error: BaseException) -> None:
        self.error.show_error(str(error))

    # the end

    def _remember(self) -> None:
        wishes = self._wishes()
        self.forward.setEnabled(False)
        self.context.tasks.run(
            lambda ws: _keep(ws, wishes), self._kept, owner=self, failed=self._refused
        )

    def _kept(self, plan_key: str) -> None:
        self.context.tasks.announce(Changes(plans=True))
        self.remembered.emit(plan_key)
        self.accept()


def _keep(ws: Workspace, wishes: map_layout.Wishes) -> str:
    service.remember_layout(ws, wishes.plan_key, map_layout.toml(map_layout.make(wishes)))
    return wishes.plan_key
