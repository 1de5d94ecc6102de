"""Scan papers: files in, each form to its record, and what to do with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from navigator_app.domain.records import Changes
from navigator_app.domain.scans import WELL, ScanFind, ScanTaken
from navigator_app.i18n import _, ngettext
from navigator_app.services.workspace import Workspace
from ui import theme
from ui.context import Context, DraftDialog
from ui.models import scan_views, words
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.form_frame import fit_dialog
from ui.widgets.scan_drop import ScanDrop, ScanProgress
from ui.widgets.scan_result import ScanResult
from ui.widgets.tab_order import follow_layout
from ui.widgets.text import Heading, Muted

if TYPE_CHECKING:
    from navigator_app.services.scan_intake import Looked

_LOOK_MS = 100


@dataclass
class Going:
    """How far a file is; written by the thread that looks, read by the window."""

    page: int = 0
    pages: int = 1
    stop: bool = False

    def advance(self, page: int, pages: int) -> None:
        """So many pages are done."""
        self.page, self.pages = page, pages

    def stopped(self) -> bool:
        """True once the person wants it to stop."""
        return self.stop


def _look(path: Path, going: Going) -> Looked:
    from navigator_app.services import scan_intake  # the forms: only when there is a scan

    data = scan_intake.read_file(path)
    return scan_intake.look(data, progress=going.advance, cancelled=going.stopped)


def _take(looked: Looked, name: str, ws: Workspace) -> ScanTaken:
    from navigator_app.services import scan_intake

    return scan_intake.take(ws, looked, file=name)


def _attach(
    looked: Looked, find: ScanFind, member_id: str, name: str, ws: Workspace
) -> tuple[ScanFind, Changes]:
    from navigator_app.services import scan_intake

    return scan_intake.attach_by_hand(ws, looked, find, member_id, name)


def _undo(found: list[ScanFind], ws: Workspace) -> Changes:
    from navigator_app.services import scan_intake

    return scan_intake.undo(ws, found)


def _name_of(member_id: str, ws: Workspace) -> str:
    from navigator_app.services import caseload

    member = caseload.member_page(ws, member_id, attempts=0).member
    return words.member_name(member)


class ScanPapersDialog(DraftDialog):
    """The dialog. It stays open: one pile after the other."""

    draft_key = "scan_papers"

    def __init__(self, context: Context, about: object, parent: QWidget | None = None) -> None:
        """`about` is nothing, a member's id, or [member's id or "", paths of files to look at]."""
        super().__init__(context, parent)
        parts: list[Any] = list(about) if isinstance(about, list | tuple) else [about, []]
        self._member = str(parts[0] or ""), ""
        self._waiting: list[Path] = []
        self._all = self._done_files = 0
        self._now = Path()
        self._going = Going()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self.setWindowTitle(_("Scan papers"))
        self.whose = Muted("")
        self.zone = ScanDrop(
            _("Drop scans here"),
            _("PDF, JPEG or PNG. Several at once, in any order, whatever way up."),
        )
        self.choose = PrimaryButton(_("Choose files…"), "folder")
        self.progress = ScanProgress()
        self.summary = Muted("")
        self.close_button = PlainButton(_("Close"))
        self.results: list[ScanResult] = []
        self._assemble()
        self.choose.clicked.connect(self._choose)
        self.zone.several.connect(self.take_files)
        self.progress.stopped.connect(self._stop)
        self.close_button.clicked.connect(self.reject)
        self._timer.timeout.connect(self._tell)
        if self._member[0]:
            work = partial(_name_of, self._member[0])
            context.tasks.run(work, self._named, owner=self, failed=context.show_refusal)
        if len(parts) > 1 and parts[1]:
            self.take_files([Path(str(path)) for path in parts[1]])

    def open(self) -> None:
        """Show it beside the window."""
        self.setModal(False)
        self.show()
        self.raise_()
        self.activateWindow()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Close; what is still looked at stops."""
        self._stop()
        super().reject()

    @Slot(object)
    def take_files(self, paths: list[Path]) -> None:
        """Look at these after those that wait."""
        if not self._timer.isActive():
            self._all = self._done_files = 0
        self._waiting += paths
        self._all += len(paths)
        if paths and not self._timer.isActive():
            self._next()

    def _assemble(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(theme.S24, theme.S16, theme.S24, theme.S16)
        self._column.setSpacing(theme.S12)
        self.zone.add(self.choose)
        title = Heading(_("Scan papers"), 2)
        hint = Muted(
            _("Each printed form carries a code. A scan of it finds its member by itself.")
        )
        for part in (title, self.whose, hint, self.zone, self.progress, self.summary):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.whose.hide()
        self.summary.hide()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = QFrame()
        foot.setProperty("role", "footer")
        row = QVBoxLayout(foot)
        row.setContentsMargins(theme.S24, theme.S12, theme.S24, theme.S12)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(scroll, 1)
        page.addWidget(foot)
        fit_dialog(self, 760, 720)

    # one file after the other: looked at on one thread, attached on the store's

    def _next(self) -> None:
        if not self._waiting:
            self._timer.stop()
            self.progress.hide()
            self._sum_up()
            return
        self._now = self._waiting.pop(0)
        self._going = Going()
        self.progress.show()
        self._timer.start()
        self._tell()
        work = partial(_look, self._now, self._going)
        self.context.tasks.transfer(work, self._looked, owner=self, failed=self._not_read)

    def _looked(self, looked: Looked) -> None:
        work = partial(_take, looked, self._now.name)
        taken = partial(self._taken, looked)
        self.context.tasks.run(work, taken, owner=self, failed=self._not_read)

    def _taken(self, looked: Looked, taken: ScanTaken) -> None:
        card = self._card()
        card.show_taken(taken)
        if any(scan_views.HAND in row.steps for row in card.rows):
            card.looked = looked
        self._done_files += 1
        if taken.changes.members:
            self.context.tasks.announce(taken.changes)
        follow_layout(self)
        self._next()

    def _not_read(self, error: BaseException) -> None:
        self._card().show_refusal(str(error))
        self._done_files += 1
        self._next()

    def _card(self) -> ScanResult:
        card = ScanResult(self._now.name, self.context.tasks, self._member)
        card.asked.connect(self._step)
        card.chosen.connect(self._by_hand)
        card.undo_asked.connect(self._undo)
        self.results.insert(0, card)
        self._column.insertWidget(self._column.count() - len(self.results), card)
        card.show()
        return card

    @Slot()
    def _stop(self) -> None:
        self._waiting = []
        self._going.stop = True

    @Slot()
    def _tell(self) -> None:
        going = self._going
        file = self._done_files + 1
        self.progress.tell(self._now.name, file, self._all, going.page, going.pages)

    def _sum_up(self) -> None:
        finds = [find for card in self.results for find in card.finds]
        well = sum(find.verdict in WELL for find in finds)
        asks = sum(1 for card in self.results for row in card.rows if scan_views.HAND in row.steps)
        parts = [ngettext("{n} form attached", "{n} forms attached", well).format(n=well)]
        if asks:
            parts.append(ngettext("{n} asks for you", "{n} ask for you", asks).format(n=asks))
        self.summary.setText(" · ".join(parts))
        self.summary.setVisible(bool(self.results))

    # what is done with a find

    @Slot(str, object)
    def _step(self, step: str, find: ScanFind) -> None:
        ways = self.context.ways
        if step == scan_views.CONSENT:
            ways.ask.emit("record_consent", [find.member_id, "", find.printed_form_id])
        elif step == scan_views.PAPER:
            ways.ask.emit("attachment", find.attachment_id)
        elif step == scan_views.MEMBER:
            ways.open_member.emit(find.member_id)

    @Slot(object, object, str)
    def _by_hand(self, card: ScanResult, find: ScanFind, member_id: str) -> None:
        work = partial(_attach, card.looked, find, member_id, card.name.text())
        self.context.tasks.run(
            work,
            partial(self._attached, card, find),
            owner=card,
            failed=partial(self._not_attached, card, find),
        )

    def _attached(self, card: ScanResult, find: ScanFind, made: tuple[ScanFind, Changes]) -> None:
        new, changes = made
        card.replace_find(find, new)
        self.context.tasks.announce(changes)
        follow_layout(self)
        self._sum_up()

    def _not_attached(self, card: ScanResult, find: ScanFind, error: BaseException) -> None:
        card.refuse(find, str(error))

    @Slot(object)
    def _undo(self, card: ScanResult) -> None:
        work = partial(_undo, card.finds)
        done = partial(self._undone, card)
        self.context.tasks.run(work, done, owner=card, failed=self.context.show_refusal)

    def _undone(self, card: ScanResult, changes: Changes) -> None:
        card.taken_back()
        self.context.tasks.announce(changes)
        self._sum_up()

    @Slot()
    def _choose(self) -> None:
        chooser = QFileDialog(self, _("Choose scans"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp *.heic"
        chooser.setNameFilters([f"{_('Scans and photos')} ({endings})", f"{_('All files')} (*)"])
        chooser.filesSelected.connect(self._chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(object)
    def _chosen(self, names: list[str]) -> None:
        self.take_files([Path(name) for name in names])

    def _named(self, name: str) -> None:
        self._member = self._member[0], name
        self.whose.setText(
            _("What says no name goes to {name} if you say so.").format(name=words.isolated(name))
        )
        self.whose.show()
