"""Two records side by side: what stands from now on is chosen line by line, then they are one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QRadioButton, QWidget

from navigator_app.domain.merging import Compared, SideBySide
from navigator_app.domain.records import Changes
from navigator_app.i18n import _
from navigator_app.services import duplicates
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.dialogs.take_back import TakeBack
from ui.models import merge_words
from ui.widgets.asking_dialog import AskingDialog
from ui.widgets.buttons import PlainButton
from ui.widgets.fields import LabelledField
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Body, Muted, Small, Strong

_KEPT, _MERGED = 0, 1


def _read(kept: str, merged: str, ws: Workspace) -> SideBySide:
    return duplicates.side_by_side(ws, kept, merged)


def _merge(
    kept: str, merged: str, take: list[str], reason: str, ws: Workspace
) -> tuple[str, Changes]:
    return duplicates.merge(ws, kept, merged, take, reason)


def _unmerge(merge_id: str, ws: Workspace) -> Changes:
    return duplicates.unmerge(ws, merge_id)


class _Side(QRadioButton):
    """One record's value of a field; as high as a finger."""

    def __init__(self, field: str, text: str, whose: str) -> None:
        super().__init__(text or _("nothing"))
        label = _(merge_words.FIELDS[field])
        self.setAccessibleName(f"{label}: {text or _('nothing')} ({whose})")
        self.setMinimumHeight(theme.px(40))


class MergeMembersDialog(AskingDialog):
    """The form. `about` is the id of the record that stays and of the one that goes into it."""

    draft_key = "merge_members"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """Read both; what only one of them knows is kept without asking."""
        super().__init__(context, _("One person, two records"), _("Make them one"), parent)
        pair = list(about) if isinstance(about, (list, tuple)) else ["", ""]
        self._kept, self._merged = str(pair[0]), str(pair[1])
        self._groups: dict[str, QButtonGroup] = {}
        self._taken: set[str] = set()  # typed before the records were read
        self._grid_widget = QWidget()
        self._grid = QGridLayout(self._grid_widget)
        self._moves, self._same = Body(""), Muted("")
        self.swap_button = PlainButton(_("Keep the other record instead"), "refresh")
        self.fields["reason"] = LabelledField(_("Why they are one"), QLineEdit(), _("May be empty"))
        note = Muted(_("Nothing is lost: the other record is kept, and this can be taken back."))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S24)
        self._grid.setVerticalSpacing(theme.S4)
        parts = [self.swap_button, self._grid_widget, self._same, self._moves]
        self.assemble([*parts, self.fields["reason"], note], 760, 720)
        self.swap_button.clicked.connect(self._swap)
        self.save_button.setEnabled(False)
        self._load()

    def draft(self) -> dict[str, object]:
        """What was chosen and typed."""
        reason, taken = self._reason().text(), self._take()
        if not reason and not taken:
            return {}
        return {"about": [self._kept, self._merged], "reason": reason, "taken": taken}

    def restore_draft(self, payload: dict[str, object]) -> None:
        """Put it back; the choices once the records are read."""
        self._reason().setText(str(payload.get("reason", "")))
        taken = payload.get("taken")
        self._taken = {str(name) for name in taken} if isinstance(taken, list) else set()
        self._choose_taken()

    @Slot()
    def save(self) -> None:
        """Make them one."""
        if not self.save_button.isEnabled():
            return
        work = partial(_merge, self._kept, self._merged, self._take(), self._reason().text())
        self.write(work, self._done)

    def _reason(self) -> QLineEdit:
        widget = self.fields["reason"].widget
        assert isinstance(widget, QLineEdit)
        return widget

    def _load(self) -> None:
        work = partial(_read, self._kept, self._merged)
        self.context.tasks.run(work, self._show, owner=self, failed=self.refused)

    def _show(self, found: SideBySide) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._groups = {}
        self.whose.setText(_("{name} stays.").format(name=found.kept_name))
        self._head(found)
        for row, field in enumerate((one for one in found.fields if one.differs), 1):
            self._line(row, field)
        for column, stretch in enumerate((2, 3, 3)):
            self._grid.setColumnStretch(column, stretch)
        self._moves.setText(merge_words.going_over(found))
        self._same.setText(merge_words.both_open(found))
        self._same.setVisible(bool(found.same_open))
        self._choose_taken()
        self.ready()
        follow_layout(self)

    def _head(self, found: SideBySide) -> None:
        stays, goes = Strong(_("This record stays")), Strong(_("Goes into it"))
        self._grid.addWidget(stays, 0, 1)
        self._grid.addWidget(goes, 0, 2)

    def _line(self, row: int, field: Compared) -> None:
        label = Small(_(merge_words.FIELDS[field.field]))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        kept, merged = (merge_words.shown(field.field, v) for v in (field.kept, field.merged))
        if not kept or not merged:  # nobody has to choose: what is known is kept
            self._grid.addWidget(Body(kept or "–"), row, 1)
            self._grid.addWidget(Body(merged or "–"), row, 2)
            return
        group = self._groups[field.field] = QButtonGroup(self._grid_widget)
        for place, (text, whose) in enumerate(
            ((kept, _("the record that stays")), (merged, _("the record that goes into it")))
        ):
            side = _Side(field.field, text, whose)
            group.addButton(side, place)
            side.setChecked(place == _KEPT)
            self._grid.addWidget(side, row, 1 + place)

    def _take(self) -> list[str]:
        chosen = [name for name, group in self._groups.items() if group.checkedId() == _MERGED]
        return chosen or (sorted(self._taken) if not self._groups else [])

    def _choose_taken(self) -> None:
        for name in self._taken & self._groups.keys():
            self._groups[name].button(_MERGED).setChecked(True)
        if self._groups:
            self._taken = set()

    @Slot()
    def _swap(self) -> None:
        self._kept, self._merged = self._merged, self._kept
        self._taken = set()
        self.save_button.setEnabled(False)
        self._load()

    def _done(self, answer: tuple[str, Changes]) -> None:
        merge_id, changes = answer
        self.accept()
        self.context.tasks.announce(changes)
        back = TakeBack(self.context, partial(_unmerge, merge_id))
        self.context.ways.notice.emit(_("The two records are one now."), (_("Undo"), back.undo))
