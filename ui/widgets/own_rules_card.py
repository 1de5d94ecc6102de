"""Rules of the agency's own on the Settings page: the packs taken in from files, and one more."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.i18n import _, ngettext
from navigator_app.services.own_rules import OwnPackRow
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context
from ui.models import words
from ui.widgets.buttons import PlainButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.text import FieldError, Muted, Small, Strong


def _read(ws: Workspace) -> tuple[OwnPackRow, ...]:
    from navigator_app.services import own_rules  # with the rules: not for the first screen

    return tuple(own_rules.listed(ws))


def _take_in(path: Path, ws: Workspace) -> tuple[str, int, Changes]:
    from navigator_app.services import moves, own_rules

    row, changes = own_rules.add(ws, path)
    return row.title, moves.cases(ws), changes


def _save_blank(path: Path) -> Path:
    from navigator_app.services import own_rules

    return own_rules.save_template(path)


def _put_back(text: str, name: str, ws: Workspace) -> tuple[str, int, Changes]:
    from navigator_app.services import moves, own_rules

    row, changes = own_rules.add_text(ws, text, name)
    return row.title, moves.cases(ws), changes


def _remove(key: str, ws: Workspace) -> tuple[str, str, Changes]:
    from navigator_app.services import own_rules

    text = own_rules.text_of(ws, key)
    return key, text, own_rules.remove(ws, key)


class RemoveButton(QuietButton):
    """Takes one pack away; knows which."""

    def __init__(self, row: OwnPackRow) -> None:
        """`row` is the pack."""
        super().__init__(_("Remove"), "delete")
        self.setAccessibleName(_("Remove {title}").format(title=row.title or row.key))
        self.key = row.key


class OwnRulesCard(Card):
    """The card reads itself, now and whenever rules or plans change.

    Signals:
        rebuilt(): its rows were made anew; the page puts its controls in order.
    """

    rebuilt = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(_("Rules of your own"), parent)
        self._context = context
        self._shown: tuple[OwnPackRow, ...] | None = None
        self._body: QWidget | None = None
        self._gone = ("", "")  # key and text of the pack removed last
        self.removes: list[RemoveButton] = []
        self.choose = PlainButton(_("Take in a rules file…"), "import")
        self.blank = QuietButton(_("Save an empty one to fill in…"), "download")
        self.error = FieldError()
        told = _(
            "Where a plan’s own deadlines are in no list here: save an empty file, write them "
            "down with their source, and take it in. Then choose it at the plan."
        )
        self.column.addWidget(Muted(told))
        self._foot = QWidget()
        flow = FlowLayout(self._foot, theme.S8)
        for button in (self.choose, self.blank):
            flow.addWidget(button)
        self.column.addWidget(self._foot)
        self.column.addWidget(self.error)
        self.choose.clicked.connect(self.open_chooser)
        self.blank.clicked.connect(self.ask_where)
        context.tasks.changed.connect(self._follow)

    def reload(self) -> None:
        """Read the packs anew."""
        self._context.tasks.run(_read, self._show, owner=self)

    @Slot()
    def open_chooser(self) -> None:
        """Open the file dialog; its answer comes by signal."""
        chooser = QFileDialog(self, _("Choose a pack of rules"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([_("Packs of rules") + " (*.toml)", _("All files") + " (*)"])
        chooser.fileSelected.connect(self.take_in)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot()
    def ask_where(self) -> None:
        """Ask where the empty file goes; the answer comes by signal."""
        chooser = QFileDialog(self, _("Save an empty pack of rules"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("toml")
        chooser.selectFile("our-rules.toml")
        chooser.fileSelected.connect(self.save_blank)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def save_blank(self, path: str) -> None:
        """Write the empty file."""
        work, failed = partial(_save_blank, Path(path)), self._context.show_refusal
        self._context.tasks.transfer(work, self._blank_saved, owner=self, failed=failed)

    def _blank_saved(self, path: Path) -> None:
        self._context.ways.notice.emit(_("Saved as {name}").format(name=path.name), None)

    @Slot(str)
    def take_in(self, path: str) -> None:
        """Read the file and keep it, or say beside the button what is wrong in it."""
        self.error.show_error("")
        work = partial(_take_in, Path(path))
        self._context.tasks.run(work, self._taken_in, owner=self, failed=self._refused)

    @Slot(object)
    def _follow(self, changes: Changes) -> None:
        if changes.plans and self.isVisible():
            self.reload()

    def _taken_in(self, done: tuple[str, int, Changes]) -> None:
        title, cases, changes = done
        self._context.tasks.announce(changes)
        self.reload()
        said = _("Taken in: {title}").format(title=title)
        offer = None
        if cases:
            moved = ngettext(
                "{n} case has other dates now", "{n} cases have other dates now", cases
            )
            said, offer = moved.format(n=cases), (_("Show them"), self._show_moved)
        self._context.ways.notice.emit(said, offer)

    def _show_moved(self) -> None:
        self._context.ways.ask.emit("rule_moves", None)

    def _refused(self, error: BaseException) -> None:
        self.error.show_error(str(error))
        self.choose.setFocus()

    @Slot()
    def _ask_remove(self) -> None:
        button = self.sender()
        if isinstance(button, RemoveButton):
            self.error.show_error("")
            work = partial(_remove, button.key)
            self._context.tasks.run(work, self._removed, owner=self, failed=self._refused)

    def _removed(self, done: tuple[str, str, Changes]) -> None:
        key, text, changes = done
        self._gone = (key, text)
        self._context.tasks.announce(changes)
        self.reload()
        said = _("Removed: {key}").format(key=key)
        self._context.ways.notice.emit(said, (_("Undo"), self._undo))

    def _undo(self) -> None:
        key, text = self._gone
        work = partial(_put_back, text, key)
        self._context.tasks.run(work, self._taken_in, owner=self, failed=self._refused)

    def _show(self, rows: tuple[OwnPackRow, ...]) -> None:
        if rows == self._shown:
            return
        self._shown, self.removes = rows, []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S12)
        for row in rows:
            column.addWidget(self._line(row))
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        body.setVisible(bool(rows))
        self.column.insertWidget(self.column.indexOf(self._foot), body)
        self.rebuilt.emit()

    def _line(self, row: OwnPackRow) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S12)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(Strong(row.title or row.key))
        said.addWidget(Small(_about(row)))
        if row.problem:
            problem = FieldError()
            problem.show_error(row.problem)
            said.addWidget(problem)
        line.addLayout(said, 1)
        button = RemoveButton(row)
        button.clicked.connect(self._ask_remove)
        self.removes.append(button)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return box


def _about(row: OwnPackRow) -> str:
    """Key, rules, which plans have it, since when and by whom."""
    count = ngettext("{n} rule", "{n} rules", row.rules).format(n=row.rules)
    plans = ", ".join(row.plans)
    whose = _("of {plans}").format(plans=plans) if plans else _("no plan has it yet")
    since = _("taken in {day}").format(day=words.day(row.added))
    return "  ·  ".join(part for part in (row.key, count, whose, since, row.by) if part)
