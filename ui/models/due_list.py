"""What is due, as a list model; kept in step by (referral, rule) so that the current row stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from navigator_app.domain.records import DueRow
from navigator_app.i18n import N_, _
from ui.models import words

DUE_ROLE = Qt.ItemDataRole.UserRole
"""The DueRow of an index."""

_NO_PARENT = QModelIndex()

ACTIONS = {
    "answer": N_("Answer"),
    "outreach": N_("Log attempt"),
    "status": N_("Record status"),
    "extension": N_("Ask for the extension"),
    "find-enrolment": N_("Check eligibility"),
    "chase-decision": N_("The plan decided"),
    "chase-notice": N_("The notice came"),
    "chase-closure": N_("The referrer knows"),
    "chase-answer": N_("The plan answered"),
    "chase-service": N_("Services began"),
    "chase-referral": N_("The referral came"),
    "submit": N_("It was sent"),
    "tell-plan": N_("The plan knows"),
    "update-plan": N_("The plan knows"),
    "plan-report": N_("Make the update"),
    "plan-inquiry": N_("The plan answered"),
    "deposit": N_("Ask for it"),
    "capacity": N_("The plan knows"),
    "search": N_("Open the search"),
    "home": N_("Open the home"),
    "consent": N_("Open the consent"),
    "plan": N_("Open the plan"),
    "papers": N_("Open the papers"),
    "rejected": N_("Mend it"),
    "review": N_("Open the review"),
    "quarantine": N_("Look at it"),
    "escrow": N_("Open the codes"),
}
"""The one action that settles each kind of line."""


def action(row: DueRow) -> str:
    """The words of the action that settles a line."""
    return _(ACTIONS.get(row.action, N_("Open")))


def tone(row: DueRow) -> str:
    """How a line is drawn: danger when over, warning today, calm after."""
    return {"overdue": "danger", "due": "warning"}.get(row.state, "info")


def when(row: DueRow) -> str:
    """When, in words and in the rule's own unit: "2 business days over", "today", "in 3 days"."""
    left = row.business_days_left
    if left and row.days_left not in (-1, 0, 1):
        return words.due_words(left, business=True)
    return words.due_words(row.days_left)  # over a weekend no business day has passed yet


def basis(row: DueRow) -> str:
    """The rule in short: "HTNS/HTSS referral toolkit, April 2025 · 3 business days · recommended".

    What binds says so by itself; only advice is marked.
    """
    if not row.basis:
        return by_rule(row)
    return row.basis if row.required else f"{row.basis} · {_('recommended')}"


def by_rule(row: DueRow) -> str:
    """Who says so: "Required · DHCS CLR guidance, Table 13" or "Recommended · …"; nothing where a
    date speaks for itself."""
    if not row.source:
        return ""
    weight = _("Required") if row.required else _("Recommended")
    return f"{weight} · {row.source}"


def title(row: DueRow) -> str:
    """What the rule asks; what the plan owes is not ours to do, but to ask after."""
    return _("Chase: {title}").format(title=row.title) if row.chase else row.title


def task(row: DueRow) -> str:
    """What the rule asks, and for which service."""
    return f"{title(row)} · {_(row.service_short)}" if row.service else title(row)


def by_value(row: DueRow) -> str:
    """The rule in full: "3 business days · Required · DHCS CLR guidance, Table 13"."""
    return " · ".join(one for one in (row.value, by_rule(row)) if one)


def rule_words(row: DueRow) -> tuple[str, str]:
    """The rule of a line: value, weight and section, which are always in sight; and the source,
    which a line cuts where it is tight."""
    weight = "" if not row.source else _("Required") if row.required else _("Recommended")
    source = row.source.removesuffix(f", {row.section}") if row.section else ""
    head = " · ".join(one for one in (row.value, weight, row.section or row.source) if one)
    return head, source


def rule_line(row: DueRow) -> str:
    """Both of them: "3 business days · Required · VI.C.3 · Partnership HealthPlan policy"."""
    return " · ".join(one for one in rule_words(row) if one)


def key(row: DueRow) -> tuple[str, str, str]:
    """What makes a line the same line after a write; where it is about no case, the record that it
    is about stands for one."""
    return (row.referral_id or row.subject or row.plan, row.rule, row.action)


class DueList(QAbstractListModel):
    """Lines most urgent first. At most a few hundred; never the whole caseload."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: list[DueRow] = []

    def set_rows(self, rows: Sequence[DueRow]) -> None:
        """Show these, moving as little as possible."""
        new = list(rows)
        wanted = {key(row) for row in new}
        for place in range(len(self._rows) - 1, -1, -1):
            if key(self._rows[place]) not in wanted:
                self.beginRemoveRows(_NO_PARENT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        for place, row in enumerate(new):
            self._settle(place, row)

    def _settle(self, place: int, row: DueRow) -> None:
        """Make `row` stand at `place`; all before it stand already."""
        here = self._rows[place] if place < len(self._rows) else None
        if here is not None and key(here) == key(row):
            if here != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))
            return
        old = next((n for n in range(place, len(self._rows)) if key(self._rows[n]) == key(row)), -1)
        if old < 0:
            self.beginInsertRows(_NO_PARENT, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        self.beginMoveRows(_NO_PARENT, old, old, _NO_PARENT, place)
        del self._rows[old]
        self._rows.insert(place, row)
        self.endMoveRows()
        self.dataChanged.emit(self.index(place), self.index(place))

    def row(self, place: int) -> DueRow | None:
        """The line at a place, or None."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The line in words; the delegate draws from DUE_ROLE."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == DUE_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.member_name} · {title(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.why}\n{basis(row)}\n{by_value(row)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{who}, {what}, {when}, due {date}. {why} {rule}. Enter: {action}").format(
                who=row.member_name,
                what=title(row),
                when=when(row),
                date=words.day(row.due),
                why=row.why,
                rule=by_value(row),
                action=action(row),
            )
        return None
