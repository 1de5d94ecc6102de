"""A month of services in figures: time, what can be billed, what nobody pays."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from navigator_app.domain.service_rows import Effort, MonthTotals
from navigator_app.i18n import _, ngettext
from navigator_app.services.service_month import reason_title
from ui import theme
from ui.models import service_words
from ui.widgets.flow import FlowLayout
from ui.widgets.pill import StatusPill
from ui.widgets.text import Small, Strong


class MonthFigures(QWidget):
    """Figures side by side, each a value above what it is; below them the unpaid effort."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._figures = QWidget()
        self._flow = FlowLayout(self._figures, theme.S24)
        self._values: list[tuple[Strong, Small]] = []
        for _n in range(6):
            box, value, what = QWidget(), Strong(""), Small("")
            for words in (value, what):
                words.setWordWrap(False)
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(value)
            column.addWidget(what)
            self._values.append((value, what))
            self._flow.addWidget(box)
        self._unpaid = EffortLines()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.S12)
        whole.addWidget(self._figures)
        whole.addWidget(self._unpaid)

    def show_month(self, month: MonthTotals, effort: Sequence[Effort]) -> None:
        """Show a month."""
        time = service_words.duration
        pairs = (
            (time(month.minutes), ngettext("in {n} note", "in {n} notes", month.notes)),
            (time(month.payable_minutes), _("can be billed")),
            (time(month.unpaid_minutes), _("not payable")),
            (time(month.unknown_minutes), _("not known")),
            (str(month.attempts), ngettext("attempt", "attempts", month.attempts)),
            (f"{month.miles:g}", _("miles")),
        )
        for (value, what), (number, words) in zip(self._values, pairs, strict=True):
            value.setText(number)
            what.setText(words.format(n=month.notes))
        self._unpaid.show_effort(effort)


class EffortLines(QWidget):
    """Unpaid effort, a line for each reason; empty when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S8)
        self._shown: tuple[tuple[Effort, ...], bool] = ((), False)

    def show_effort(self, effort: Sequence[Effort], *, names: bool = False) -> None:
        """Show these; `names` says whose work it was."""
        if (tuple(effort), names) == self._shown:
            return
        self._shown = (tuple(effort), names)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in effort:
            self._column.addWidget(_line(one, names))
        self.setVisible(bool(effort))


def _line(one: Effort, names: bool) -> QWidget:
    line = QWidget()
    flow = FlowLayout(line, theme.S12)
    pill = StatusPill()
    pill.show_state(*service_words.pill(one.payable))
    flow.addWidget(pill)
    parts = [reason_title(one.check)]
    if one.minutes or one.notes:
        parts.append(service_words.duration(one.minutes))
    if one.attempts:
        parts.append(ngettext("{n} attempt", "{n} attempts", one.attempts).format(n=one.attempts))
    if names and one.navigator:
        parts.append(one.navigator)
    text = Small(" · ".join(parts))
    text.setWordWrap(False)
    flow.addWidget(text)
    return line
