"""The wizard's two forms: which column is which, and what the plan's codes and dates mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.vocabulary import AuthorizationStatus, Service
from navigator_app.i18n import _
from ui import theme
from ui.dialogs.map_columns_guess import (
    DATE_FIELDS,
    DATE_FORMATS,
    guess_date_format,
    guess_service,
    guess_status,
    propose,
    read_date,
)
from ui.models.import_words import field_label
from ui.widgets.text import FieldError, Heading, Muted, Small, Strong

CODED = ("service", "authorization_status")
"""The elements whose every value must be given a meaning."""


class _Choice(QComboBox):
    """A choice that the mouse wheel does not change while one scrolls past it."""

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to the page."""
        event.ignore()  # type: ignore[attr-defined]


class ColumnsForm(QWidget):
    """Every heading of the file with a few cells, and which element it is.

    Signals:
        changed(): another match was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        headings: Sequence[str],
        samples: Sequence[Sequence[str]],
        fields: Sequence[str],
        required: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """Propose a match for each heading."""
        super().__init__(parent)
        self._headings = tuple(headings)
        self._required = tuple(required)
        self._choices: list[QComboBox] = []
        self.missing = FieldError()
        proposed = {heading: name for name, heading in propose(headings, samples).items()}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S16)
        grid.setVerticalSpacing(theme.S4)
        for column, words in enumerate(
            (_("Heading in the file"), _("What stands under it"), _("What it is"))
        ):
            grid.addWidget(Small(words), 0, column)
        for row, heading in enumerate(headings, start=1):
            cells = samples[row - 1] if row - 1 < len(samples) else ()
            choice = self._make_choice(heading, fields, proposed.get(heading, ""))
            grid.addWidget(Strong(heading.strip() or _("(no heading)")), row, 0)
            grid.addWidget(Muted(_some(cells)), row, 1)
            grid.addWidget(choice, row, 2)
            self._choices.append(choice)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 3)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(theme.S8)
        column_box.addWidget(Small(_("* needed in every file")))
        column_box.addWidget(self.missing)
        column_box.addWidget(scrolling(grid), 1)
        self._look()

    def mapping(self) -> dict[str, str]:
        """Element → heading, as chosen."""
        return {
            str(choice.currentData()): heading
            for choice, heading in zip(self._choices, self._headings, strict=True)
            if choice.currentData()
        }

    def choices(self) -> dict[str, str]:
        """Heading → element, "" for one that is not used."""
        chosen = (str(choice.currentData()) for choice in self._choices)
        return dict(zip(self._headings, chosen, strict=True))

    def choose(self, choices: Mapping[str, str]) -> None:
        """Choose what `choices` gave."""
        for heading, choice in zip(self._headings, self._choices, strict=True):
            choice.setCurrentIndex(max(0, choice.findData(choices.get(heading, ""))))

    def choice_for(self, heading: str) -> QComboBox:
        """The choice beside a heading."""
        return self._choices[self._headings.index(heading)]

    def problem(self) -> str:
        """What is still wrong with the matches, "" when nothing is."""
        chosen = [str(c.currentData()) for c in self._choices if c.currentData()]
        twice = sorted({field_label(name) for name in chosen if chosen.count(name) > 1})
        if twice:
            return _("Two columns are the same thing: {names}.").format(names=", ".join(twice))
        lacking = [field_label(name) for name in self._required if name not in chosen]
        if lacking:
            return _("Still needed: {names}.").format(names=", ".join(lacking))
        return ""

    def _make_choice(self, heading: str, fields: Sequence[str], proposed: str) -> QComboBox:
        choice = _Choice()
        choice.addItem(_("Kept as it is, not used"), "")
        for name in fields:
            mark = " *" if name in self._required else ""
            choice.addItem(field_label(name) + mark, name)
        choice.setCurrentIndex(max(0, choice.findData(proposed)))
        choice.setAccessibleName(_("What “{heading}” is").format(heading=heading.strip()))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(16)
        choice.currentIndexChanged.connect(self._look)
        return choice

    def _look(self) -> None:
        self.missing.show_error(self.problem())
        self.changed.emit()


class CodesForm(QWidget):
    """How dates are written, and what each value of service and status means.

    Signals:
        changed(): another meaning was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without values."""
        super().__init__(parent)
        self.dates = _Choice()
        self._dates_chosen = False
        self.dates.setAccessibleName(_("How dates are written"))
        self.example = Muted("")
        self._cells: list[str] = []
        self._values: dict[tuple[str, str], QComboBox] = {}
        self._meant: dict[tuple[str, str], str] = {}  # as somebody chose; outlives going back
        self._grids = {name: _grid() for name in CODED}
        for pattern in DATE_FORMATS:
            self.dates.addItem(pattern, pattern)
        row = QHBoxLayout()
        row.setSpacing(theme.S12)
        label = QLabel(_("Dates are written"))
        label.setProperty("role", "strong")
        label.setBuddy(self.dates)
        row.addWidget(label)
        row.addWidget(self.dates)
        row.addWidget(self.example, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        column.addLayout(row)
        both = QHBoxLayout()
        both.setSpacing(theme.S24)
        for name, grid in self._grids.items():
            side = QVBoxLayout()
            side.setSpacing(theme.S4)
            side.addWidget(Heading(field_label(name), 3))
            side.addLayout(grid)
            side.addStretch(1)
            both.addLayout(side, 1)
        column.addLayout(both)
        self.dates.currentIndexChanged.connect(self._dates_changed)
        self.dates.activated.connect(self._keep_dates)

    def show_columns(
        self, mapping: dict[str, str], headings: Sequence[str], samples: Sequence[Sequence[str]]
    ) -> None:
        """Guess the date format and offer the values seen in the sample cells."""
        cells_of = {
            name: [c for c in samples[list(headings).index(heading)] if c.strip()]
            for name, heading in mapping.items()
            if list(headings).index(heading) < len(samples)
        }
        self._cells = [cell for name in DATE_FIELDS for cell in cells_of.get(name, [])]
        guessed = guess_date_format(self._cells)
        if guessed and not self._dates_chosen:
            self.dates.setCurrentIndex(self.dates.findData(guessed))
        self._clear()
        self.add_values("service", cells_of.get("service", []))
        self.add_values("authorization_status", cells_of.get("authorization_status", []))
        self._dates_changed()

    def add_values(self, field: str, values: Sequence[str]) -> bool:
        """Offer more values of a field, each with a proposal; True when one was new."""
        fresh = False
        for value in values:
            text = value.strip()
            if not text or (field, text) in self._values:
                continue
            fresh = True
            self._add(field, text)
        return fresh

    def date_format(self) -> str:
        """The chosen format, in the layout's words."""
        return str(self.dates.currentData())

    def codes(self) -> dict[str, dict[str, list[str]]]:
        """Field → our value → the plan's texts, for all that have a meaning."""
        said: dict[str, dict[str, list[str]]] = {}
        for (field, value), choice in self._values.items():
            if choice.currentData():
                said.setdefault(field, {}).setdefault(str(choice.currentData()), []).append(value)
        return said

    def choices(self) -> dict[str, object]:
        """The date format and meanings that somebody chose, JSON-ready."""
        return {
            "dates": self.date_format() if self._dates_chosen else "",
            "meant": [[field, value, slug] for (field, value), slug in self._meant.items()],
        }

    def choose(self, choices: Mapping[str, object]) -> None:
        """Choose what `choices` gave, now or when those values come."""
        place = self.dates.findData(str(choices.get("dates", "")))
        if place >= 0:
            self._dates_chosen = True
            self.dates.setCurrentIndex(place)
        meant = choices.get("meant")
        for field, value, slug in meant if isinstance(meant, list) else ():
            self._meant[str(field), str(value)] = str(slug)

    def choice_for(self, field: str, value: str) -> QComboBox:
        """The choice beside a value."""
        return self._values[field, value]

    def _add(self, field: str, value: str) -> None:
        grid = self._grids[field]
        row = grid.rowCount()
        choice = _Choice()
        choice.addItem(_("Unknown: reject such rows"), "")
        known: type[Service] | type[AuthorizationStatus]
        known, guess = (
            (Service, guess_service) if field == "service" else (AuthorizationStatus, guess_status)
        )
        for item in known:
            choice.addItem(str(item.value), item.slug)
        meaning = self._meant.get((field, value), guess(value))
        choice.setCurrentIndex(max(0, choice.findData(meaning)))
        choice.setAccessibleName(
            _("What “{value}” means in {field}").format(value=value, field=field_label(field))
        )
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(14)
        choice.currentIndexChanged.connect(self._changed)
        grid.addWidget(Strong(value), row, 0)
        grid.addWidget(choice, row, 1)
        self._values[field, value] = choice

    def _clear(self) -> None:
        for grid in self._grids.values():
            while grid.count():
                item = grid.takeAt(0)
                widget = item.widget() if item else None
                if widget is not None:
                    widget.deleteLater()
        self._values.clear()

    def _dates_changed(self) -> None:
        cell = self._cells[0] if self._cells else ""
        day = read_date(cell, self.date_format()) if cell else None
        if not cell:
            self.example.setText("")
        elif day is None:
            self.example.setText(_("“{cell}” is no date written so").format(cell=cell))
        else:
            self.example.setText(
                _("“{cell}” is {day}").format(cell=cell, day=day.strftime("%d %B %Y"))
            )
        self.changed.emit()

    def _keep_dates(self) -> None:
        self._dates_chosen = True

    def _changed(self) -> None:
        self._meant.update({key: str(c.currentData()) for key, c in self._values.items()})
        self.changed.emit()


def _some(cells: Sequence[str]) -> str:
    seen = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:3]
    return " · ".join(cell if len(cell) <= 28 else cell[:27] + "…" for cell in seen) or _("empty")


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.S12)
    grid.setVerticalSpacing(theme.S4)
    grid.setColumnStretch(1, 1)
    return grid


def scrolling(grid: QLayout) -> QScrollArea:
    """A frameless scroll area around a layout."""
    inside = QWidget()
    inside.setProperty("role", "page")
    box = QVBoxLayout(inside)
    box.setContentsMargins(0, 0, theme.S8, 0)
    box.addLayout(grid)
    box.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
