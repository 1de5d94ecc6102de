"""The homes of the shared directory: find one, see what is known, say whether it is still free."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from navigator_app.domain import housing
from navigator_app.domain.housing_rows import UnitRow, Written
from navigator_app.i18n import _, ngettext
from navigator_app.services import housing_choices, housing_directory
from navigator_app.services.housing_directory import Units, UnitsAsked
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import home_rows, housing_words
from ui.models.forecast_rows import TextTable
from ui.widgets.asking_dialog import choice_field
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card, EmptyState
from ui.widgets.fields import SearchField
from ui.widgets.flow import FlowLayout
from ui.widgets.kept_form import undo_housing
from ui.widgets.listing import Listing
from ui.widgets.pill import StatusPill
from ui.widgets.search_parts import buttons_row, column, emptied, pairs
from ui.widgets.text import Heading, Muted, Small

ROWS = 7
"""Rows of the table in sight; it scrolls beyond."""


def _read(asked: UnitsAsked, ws: Workspace) -> Units:
    return housing_directory.units(ws, asked)


def _set(unit_id: str, state: str, ws: Workspace) -> Written:
    return housing_directory.set_state(ws, unit_id, state)


class HomesUnits(QWidget):
    """The tab.

    Signals:
        counted(object): a `Units` was read.
    """

    counted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build it; `load` fills it."""
        super().__init__(parent)
        self._context = context
        self._rows: tuple[UnitRow, ...] = ()
        self._chosen = ""
        lists = housing_choices.lists()
        self.search = SearchField(_("Find a home: street, town, landlord"), pause_ms=150)
        states = {"open": _("May be had"), "": _("All homes"), "stale": _("Old word")}
        states |= {key: _(text) for key, (_tone, text) in housing_words.UNIT_STATES.items()}
        self.state = choice_field(states)
        self.kind = choice_field(housing_words.listed(lists.unit_kinds, _("Any kind")))
        sizes = {"": _("Any size"), "0": _("Studio or more")}
        for size in (1, 2, 3, 4):
            said = ngettext("{n} bedroom or more", "{n} bedrooms or more", size)
            sizes[str(size)] = said.format(n=size)
        self.size_box = choice_field(sizes)
        self.feature = choice_field(housing_words.listed(lists.features, _("Any feature")))
        self.rent = QLineEdit()
        self.rent.setPlaceholderText(_("Rent up to"))
        self.subsidies = QCheckBox(_("Takes subsidies"))
        self._model = TextTable(home_rows.UNIT_COLUMNS, (4,), parent=self)
        self.table = Listing(_("Homes"))
        self.count = Muted("")
        self.empty = EmptyState(
            "home",
            _("No homes in the directory yet"),
            _("Every home and landlord that somebody hears of, in one list for all. Nothing in it "
              "is about a member."),
            _("Add a home"),
        )  # fmt: skip
        self.none = Muted(_("No home is like that. Widen the search, or add the one you know of."))
        self.detail = Card()
        self._title, self._facts = Heading("", 3), column()[0]
        self._state, self._checked = StatusPill(), Small("")
        self.buttons = {
            "available": PlainButton(_("Still free"), "check"),
            "held": PlainButton(_("Held"), "pending"),
            "taken": PlainButton(_("Taken"), "refused"),
            "edit": PlainButton(_("Amend"), "edit"),
        }
        self._assemble()
        self._connect()

    def load(self) -> None:
        """Read what is asked for."""
        work = partial(_read, self.asked())
        failed = self._context.show_refusal
        self._context.tasks.run(work, self._show, owner=self, failed=failed)

    def asked(self) -> UnitsAsked:
        """What the fields ask for; an amount that cannot be read asks for nothing."""
        try:
            most = housing.read_money(self.rent.text())
        except ValueError:
            most = None
        size, feature = self.size_box.currentData(), self.feature.currentData()
        return UnitsAsked(
            text=self.search.text(),
            state=self.state.currentData(),
            kind=self.kind.currentData(),
            bedrooms=int(size) if size else None,
            most_cents=most,
            features=(feature,) if feature else (),
            subsidies=self.subsidies.isChecked(),
        )

    def show_landlord(self, name: str) -> None:
        """Show the homes of a landlord, whatever their state."""
        self.state.setCurrentIndex(self.state.findData(""))
        self.search.show_text(name)
        self.load()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other row heights."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "buttons"):
            self._fit()

    def _fit(self) -> None:
        for field in (self.state, self.kind, self.size_box, self.feature, self.rent):
            field.setFixedWidth(theme.px(168))
        self.table.keep_height(min(max(len(self._rows), 1), ROWS))

    def _assemble(self) -> None:
        names = {
            self.state: _("Which homes"),
            self.kind: _("Kind"),
            self.size_box: _("Bedrooms"),
            self.feature: _("A feature it must have"),
            self.rent: _("Rent up to"),
        }
        filters = QWidget()
        flow = FlowLayout(filters, theme.S8)
        for field, name in names.items():
            field.setAccessibleName(name)
            flow.addWidget(field)
        self.subsidies.setMinimumHeight(theme.row_height())
        flow.addWidget(self.subsidies)
        self.table.setModel(self._model)
        self.table.set_widths(*home_rows.UNIT_WIDTHS)
        self._fit()
        head = QWidget()
        line = FlowLayout(head, theme.S12)
        self._title.setWordWrap(False)
        self._checked.setWordWrap(False)
        for part in (self._title, self._state, self._checked):
            line.addWidget(part)
        self.detail.column.addWidget(head)
        self.detail.column.addWidget(self._facts)
        self.detail.column.addWidget(buttons_row(list(self.buttons.values())))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        self._filters = filters
        parts = (self.search, filters, self.count, self.table, self.none, self.detail, self.empty)
        for widget in parts:
            whole.addWidget(widget)
        for widget in parts[2:]:
            widget.hide()

    def _connect(self) -> None:
        self.search.searched.connect(self._asked_anew)
        for box in (self.state, self.kind, self.size_box, self.feature):
            assert isinstance(box, QComboBox)
            box.currentIndexChanged.connect(self._asked_anew)
        self.rent.editingFinished.connect(self._asked_anew)
        self.subsidies.toggled.connect(self._asked_anew)
        self.table.moved.connect(self._moved)
        self.table.acted.connect(self._edit_row)
        for button in self.buttons.values():
            button.clicked.connect(self._act)
        if self.empty.button is not None:
            self.empty.button.clicked.connect(self._add)

    def _show(self, found: Units) -> None:
        self._rows = found.rows
        today = self._context.clock.today()
        self._model.set_cells([home_rows.unit_cells(row, today) for row in found.rows])
        nothing = found.total == 0
        self.empty.setVisible(nothing)
        for widget in (self.search, self._filters, self.count):
            widget.setVisible(not nothing)
        self.table.setVisible(bool(found.rows))
        self._fit()
        self.none.setVisible(not nothing and not found.rows)
        self.count.setText(_count(found))
        place = next((n for n, row in enumerate(found.rows) if row.id == self._chosen), 0)
        if found.rows:
            self.table.setCurrentIndex(self._model.index(place, 0))
            self._moved(place)
        else:
            self.detail.hide()
        self.counted.emit(found)

    @Slot()
    def _asked_anew(self) -> None:
        self.load()

    @Slot(int)
    def _moved(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            return
        unit, today = self._rows[place], self._context.clock.today()
        self._chosen = unit.id
        tone, text = housing_words.UNIT_STATES[unit.state]
        self._title.setText(housing_words.soft(unit.title))
        self._title.setWordWrap(len(unit.title) > 60)
        self._state.show_state(tone, _(text))
        self._state.setAccessibleName(f"{unit.title}: {_(text)}")
        self._checked.setText(housing_words.checked(unit, today))
        facts = home_rows.unit_facts(unit)
        inside = emptied(self._facts)
        inside.addWidget(pairs(facts) if facts else Muted(_("Only its address is known.")))
        for state in ("held", "taken"):
            self.buttons[state].setEnabled(unit.state != state)
        free = _("Still free") if unit.state == "available" else _("Free again")
        self.buttons["available"].setText(free)
        self.detail.show()

    @Slot()
    def _act(self) -> None:
        pressed = self.sender()
        name = next((key for key, one in self.buttons.items() if one is pressed), "")
        if name == "edit":
            self._context.ways.ask.emit("housing_unit", self._chosen)
        elif name:
            work = partial(_set, self._chosen, name)
            failed = self._context.show_refusal
            self._context.tasks.run(work, self._checked_now, owner=self, failed=failed)

    def _checked_now(self, written: Written) -> None:
        self._context.tasks.announce(written.changes)
        undo = TakeBack(self._context, partial(undo_housing, written), _("Undone."))
        said = _("Known as of today"), (_("Undo"), undo.undo)
        self._context.ways.notice.emit(*said)

    @Slot(int)
    def _edit_row(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._context.ways.ask.emit("housing_unit", self._rows[place].id)

    @Slot()
    def _add(self) -> None:
        self._context.ways.ask.emit("housing_unit", "")


def _count(found: Units) -> str:
    shown = ngettext("{n} home", "{n} homes", len(found.rows)).format(n=len(found.rows))
    old = found.counted["stale"]
    if not old:
        return shown
    text = ngettext(
        "{shown}  ·  of {n} nothing was heard for {days} days (the agency’s own figure)",
        "{shown}  ·  of {n} nothing was heard for {days} days (the agency’s own figure)",
        old,
    )
    return text.format(shown=shown, n=old, days=found.stale_days)
