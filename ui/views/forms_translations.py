"""Which translations of forms are whole and reviewed: a language a line, a form a column."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services.form_reviews import FormTranslations, Standing, Translation
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, View
from ui.dialogs.form_review import told_of
from ui.models.form_words import name, standing
from ui.widgets.buttons import PlainButton
from ui.widgets.card import Card
from ui.widgets.listing import Listing
from ui.widgets.page import Page
from ui.widgets.pill import StatusPill, paint_pill
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Muted, Strong

Index = QModelIndex | QPersistentModelIndex
_CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_LANGUAGE, _FORM, _HEAD = 166, 118, 94
"""Pixels at 100 %: the first column, each other, the headings."""


def _read(ws: Workspace) -> tuple[FormTranslations, ...]:
    from navigator_app.services import form_reviews

    return form_reviews.grid(ws)


class _Model(QAbstractTableModel):
    """Languages down, forms across."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.forms: tuple[FormTranslations, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(self.forms[0].cells) if self.forms and not parent.isValid() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1 + len(self.forms)

    def cell(self, index: Index) -> Translation | None:
        """The translation at a place; None in the first column."""
        if not index.isValid() or index.column() == 0:
            return None
        return self.forms[index.column() - 1].cells[index.row()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == _CELL_ROLE:
            return cell
        language = name(self.forms[0].cells[index.row()].language)
        if cell is None:
            return language if role == Qt.ItemDataRole.DisplayRole else None
        title = _(self.forms[index.column() - 1].title)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{title} · {language}: {standing(cell)[1]}. {told_of(cell)}".strip()
        return None

    def headerData(
        self, section: int, across: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if across is not Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        return _("Language") if section == 0 else _(self.forms[section - 1].title)

    def show(self, forms: tuple[FormTranslations, ...]) -> None:
        """Show these; the place that is chosen stays where the forms are the same."""
        if [one.kind for one in forms] == [one.kind for one in self.forms]:
            self.forms = forms
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.forms = forms
        self.endResetModel()


class _Pills(QStyledItemDelegate):
    """How a translation stands, as shape, word and colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(_CELL_ROLE)
        if cell is None:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(theme.color("focus"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
            painter.restore()
        kind, text = standing(cell)
        paint_pill(painter, rect.adjusted(theme.S8, 0, -theme.S4, 0), kind, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(_FORM), theme.row_height())


class _Grid(Listing):
    """The table; cells are chosen, not lines.

    Signals:
        opened(): Enter or a double click on a cell.
    """

    opened = Signal()

    def __init__(self) -> None:
        super().__init__(_("Translations: languages down, forms across"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        header = self.horizontalHeader()
        header.setTextElideMode(Qt.TextElideMode.ElideNone)
        header.setDefaultAlignment(
            Qt.AlignmentFlag(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            | Qt.TextFlag.TextWordWrap
        )
        self.doubleClicked.connect(self._double)

    def fit(self, columns: int) -> None:
        """Widths and height for so many columns."""
        self.setColumnWidth(0, theme.px(_LANGUAGE))
        for column in range(1, columns):
            self.setColumnWidth(column, theme.px(_FORM))
        self.horizontalHeader().setFixedHeight(theme.px(_HEAD))
        rows = self.model().rowCount()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(theme.px(_HEAD) + rows * theme.row_height() + bar + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _double(self, _index: QModelIndex) -> None:
        self.opened.emit()


class FormTranslationsView(View):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; `activate` fills it."""
        super().__init__(context, parent)
        hint = _(
            "A translation is a draft, and the paper says so, until somebody whom you trust has "
            "read it. When a word of the form changes, the mark falls."
        )
        self._page = Page(_("Translations"), hint)
        self.model = _Model(self)
        self.table = _Grid()
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Pills(self.table))
        self.summary = Muted("")
        self.detail = Card()
        self.which, self.pill, self.told = Strong(""), StatusPill(), Body("")
        self.mark = PlainButton(_("Mark as reviewed…"), "check")
        self._assemble()
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.table.opened.connect(self._ask)
        self.mark.clicked.connect(self._ask)
        self.first = self.table

    def _assemble(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.S12)
        row.addWidget(self.which, 1)
        row.addWidget(self.pill)
        row.addWidget(self.mark)
        self.detail.column.addLayout(row)
        self.detail.column.addWidget(self.told)
        for part in (self.summary, self.detail, self.table):
            self._page.column.addWidget(part)
        self._page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)

    def activate(self) -> None:
        """Read how they stand."""
        self.context.tasks.run(_read, self._show, owner=self)

    def on_changes(self, changes: Changes) -> None:
        """A mark may have been set or taken away."""
        if changes.settings and self.isVisible():
            self.activate()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size asks for other widths."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "table"):
            self.table.fit(self.model.columnCount())

    def chosen(self) -> Translation | None:
        """The translation that is chosen."""
        return self.model.cell(self.table.currentIndex())

    def _show(self, forms: tuple[FormTranslations, ...]) -> None:
        self.model.show(forms)
        self.table.fit(self.model.columnCount())
        cells = [cell for form in forms for cell in form.cells]
        reviewed = sum(one.standing is Standing.REVIEWED and not one.missing for one in cells)
        lacking = sum(bool(one.missing) for one in cells)
        text = _("{reviewed} of {all} reviewed · {lacking} with texts missing")
        self.summary.setText(text.format(reviewed=reviewed, all=len(cells), lacking=lacking))
        if self.chosen() is None and cells:
            self.table.setCurrentIndex(self.model.index(0, 1))
        self._say_chosen()
        follow_layout(self)

    @Slot()
    def _chosen(self) -> None:
        self._say_chosen()

    def _say_chosen(self) -> None:
        cell = self.chosen()
        self.detail.setVisible(cell is not None)
        if cell is None:
            return
        form = self.model.forms[self.table.currentIndex().column() - 1]
        self.which.setText(f"{_(form.title)} · {name(cell.language)}")
        self.pill.show_state(*standing(cell))
        self.told.setText(told_of(cell) or _("Nobody has reviewed it here."))
        self.mark.setText(_("See what is missing…") if cell.missing else _("Mark as reviewed…"))

    @Slot()
    def _ask(self) -> None:
        cell = self.chosen()
        if cell is not None:
            self.context.ways.ask.emit("form_review", [cell.kind, cell.language])
