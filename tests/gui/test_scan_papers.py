"""Scans let go over the window: progress, what became of each form, and the steps from there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from navigator_app.services import attachments, consents
from navigator_app.settings import Settings
from tests.forms import paper_scans
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.services import paper_maker, pictures
from ui import theme
from ui.dialogs.record_consent import RecordConsentDialog
from ui.dialogs.scan_papers import ScanPapersDialog
from ui.views.member_papers import PapersSection
from ui.widgets.member_finder import Chosen

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def shown(daily: Any, about: object = None) -> Any:
    dialog = ScanPapersDialog(daily.context, about)
    daily.qtbot.addWidget(dialog)
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    dialog.open()
    daily.settle()
    return dialog


def taken(daily: Any, dialog: Any, *paths: Path) -> Any:
    count = len(dialog.results) + len(paths)
    dialog.take_files(list(paths))
    daily.qtbot.waitUntil(lambda: len(dialog.results) == count, timeout=20_000)
    daily.settle()
    return dialog.results


def words_of(widget: Any) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture
def paper(daily: Any, member: str) -> Any:
    return daily.read(partial(_paper, member))


def _paper(member: str, ws: Any) -> Any:
    return paper_maker.paper(ws, member)


def test_a_pile_is_told_form_by_form_and_undone(
    daily: Any, member: str, paper: Any, tmp_path: Path
) -> None:
    dialog = shown(daily)
    pages = paper.scanned()
    blank = paper_scans.rasters(paper_maker.blank().pdf)
    pile = file(tmp_path, "pile.pdf", paper_scans.as_pdf([*pages, *blank]))
    broken = file(tmp_path, "broken.jpg", pictures.png()[:50])
    results = taken(daily, dialog, pile, broken)
    assert "ends too early" in words_of(results[0])
    attached, nobody = results[1].rows
    assert (attached.pill.text(), nobody.pill.text()) == ("Attached", "Whose is it?")
    assert "1 form attached · 1 asks for you" in dialog.summary.text()
    assert not dialog.progress.isVisible()
    attached.steps["consent"].click()
    key = paper.id
    assert daily.asked["ask"][-1] == ("record_consent", [member, "", key])
    attached.steps["paper"].click()
    assert daily.asked["ask"][-1] == ("attachment", attached.shown.attachment_id)
    results[1].undo.click()
    daily.settle()
    assert daily.read(lambda ws: attachments.of_member(ws, member)) == []
    assert attached.pill.text() == "Not kept"
    assert not results[1].undo.isVisible()
    assert dialog.draft() == {}


def test_a_blank_goes_to_whom_a_person_names(daily: Any, member: str, tmp_path: Path) -> None:
    dialog = shown(daily)
    blank = file(tmp_path, "blank.pdf", paper_maker.blank().pdf)
    [card] = taken(daily, dialog, blank)
    [row] = card.rows
    row.steps["hand"].click()
    row._finder.set_chosen([Chosen(member, "Somebody")])
    daily.settle()
    assert row.pill.text() == "Attached"
    [kept] = daily.read(lambda ws: attachments.of_member(ws, member))
    assert kept.title == "Consent to get Community Supports"


def test_from_a_member_s_page_one_press_is_enough(daily: Any, member: str, tmp_path: Path) -> None:
    letter = file(tmp_path, "letter.png", pictures.png(300, 400))
    dialog = shown(daily, [member, [str(letter)]])
    daily.qtbot.waitUntil(lambda: len(dialog.results) == 1, timeout=10_000)
    daily.settle()
    [row] = dialog.results[0].rows
    button = row.steps["hand"]
    assert button.text().startswith("Attach to ")
    button.click()
    daily.settle()
    assert row.pill.text() == "Attached"


def test_the_consent_is_recorded_from_its_paper(
    daily: Any, member: str, paper: Any, tmp_path: Path
) -> None:
    dialog = shown(daily)
    scan = file(tmp_path, "scan.pdf", paper_scans.as_pdf(paper.scanned()))
    [card] = taken(daily, dialog, scan)
    [row] = card.rows
    form = RecordConsentDialog(daily.context, [member, "", paper.id])
    daily.qtbot.addWidget(form)
    form.open()
    daily.settle()
    assert (form.words("kind"), form.words("how")) == ("to-serve", "paper")
    form.save()
    daily.settle()
    [kept] = daily.read(lambda ws: consents.of_member(ws, member))
    assert kept.draft.attachment_id == row.shown.attachment_id
    assert paper.code.upper() in kept.draft.form


def test_stop_leaves_what_was_not_looked_at(daily: Any, paper: Any, tmp_path: Path) -> None:
    dialog = shown(daily)
    pages = paper.scanned()
    long = file(tmp_path, "long.pdf", paper_scans.as_pdf(pages * 20))
    dialog.take_files([long, long, long])
    dialog.progress.stop.click()
    daily.qtbot.waitUntil(lambda: not dialog._timer.isActive(), timeout=20_000)
    daily.settle()
    assert len(dialog.results) == 1
    assert "Stopped" in words_of(dialog.results[0])


def test_a_scan_dropped_on_the_papers_of_a_member(daily: Any, member: str, tmp_path: Path) -> None:
    section = PapersSection(daily.context)
    daily.qtbot.addWidget(section)
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    section.show_member(member)
    daily.settle()
    path = file(tmp_path, "scan.pdf", b"%PDF-")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    section.dropEvent(drop)
    assert daily.asked["ask"][-1] == ("scan_papers", [member, [str(path)]])
    section.scan.click()
    assert daily.asked["ask"][-1] == ("scan_papers", [member, []])


@pytest.mark.parametrize("scale", [100, 200])
def test_all_of_it_can_be_named_touched_and_read(
    daily: Any, paper: Any, tmp_path: Path, scale: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    dialog = shown(daily)
    blank = paper_scans.rasters(paper_maker.blank().pdf)
    pile = file(tmp_path, "pile.pdf", paper_scans.as_pdf([*paper.scanned(), *blank]))
    taken(daily, dialog, pile)
    dialog.results[0].rows[1].steps["hand"].click()
    daily.settle()
    assert nameless(dialog) + too_small(dialog) + cut(dialog) + outside(dialog) == []
