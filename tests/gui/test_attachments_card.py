"""Photos and scans: added in three ways, shown from memory, looked at, renamed, removed."""

from __future__ import annotations

import zlib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import attachments, caseload
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.services import pictures as files
from ui import theme
from ui.dialogs.attachment import AttachmentDialog
from ui.dialogs.read_note import ReadNoteDialog
from ui.models import pictures
from ui.widgets.attachments_card import AttachmentsCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def first_member(ws: Workspace) -> str:
    return caseload.page(ws, CaseloadQuery(), limit=1).rows[0].id


def picture(width: int = 400, height: int = 300) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


@pytest.fixture
def card(daily: Any) -> Any:
    member = daily.read(first_member)
    made = AttachmentsCard(daily.context)
    daily.qtbot.addWidget(made)
    daily.context.ways.ask.connect(partial(daily.remember, "ask"))
    daily.context.tasks.changed.connect(lambda _changes: made.show_member(member))
    made.resize(900, 600)
    made.show()
    made.show_member(member)
    daily.settle()
    return made


def many_settle(daily: Any) -> None:
    for _turn in range(4):
        daily.settle()


def test_nothing_yet_says_what_can_be_added(card: Any) -> None:
    assert "25 MB" in card.hint.text()
    assert card.tiles == {}
    assert "removes it" in card.kind_note.text()


def test_files_go_in_and_a_refused_one_is_named(daily: Any, card: Any, tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "birth_certificate.png", tmp_path / "x.jpg", tmp_path / "no.pdf"
    good.write_bytes(pictures.as_png(picture()))
    bad.write_bytes(b"MZ" + b"\0" * 500)
    card.kind.setCurrentIndex(card.kind.findData("identity"))
    card.add_files([bad, good, gone])
    many_settle(daily)
    assert "x.jpg: This is a program" in card.problem.text()
    assert "no.pdf: The file cannot be opened" in card.problem.text()
    [tile] = card.tiles.values()
    assert tile.row.title == "birth certificate"
    assert tile.row.retention == "identity"
    assert tile._image is not None
    assert max(tile._image.width(), tile._image.height()) <= 176
    said, (label, undo) = daily.asked["notice"][-1]
    assert "birth certificate" in said
    assert label == "Undo"
    undo()
    many_settle(daily)
    assert card.tiles == {}


def test_a_dropped_pdf_and_a_pasted_picture(daily: Any, card: Any, tmp_path: Path) -> None:
    lease = tmp_path / "Lease.pdf"
    lease.write_bytes(files.pdf(3))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(lease))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    card.dropEvent(drop)
    many_settle(daily)
    QGuiApplication.clipboard().setImage(picture(50, 40))
    card.paste()
    many_settle(daily)
    kinds = {tile.row.title: tile.row.media_type for tile in card.tiles.values()}
    assert kinds == {"Lease": "application/pdf", "Pasted picture": "image/png"}
    QGuiApplication.clipboard().setText("words only")
    card.paste()
    assert "no picture or file" in card.problem.text()
    QGuiApplication.clipboard().clear()


def opened(daily: Any, attachment_id: str) -> AttachmentDialog:
    dialog = AttachmentDialog(daily.context, attachment_id)
    daily.qtbot.addWidget(dialog)
    dialog.open()
    many_settle(daily)
    return dialog


def test_a_picture_is_looked_at_larger_and_turned(daily: Any, card: Any, tmp_path: Path) -> None:
    path = tmp_path / "kitchen.png"
    path.write_bytes(pictures.as_png(picture(400, 200)))
    card.add_files([path])
    many_settle(daily)
    [tile] = card.tiles.values()
    tile.click()
    assert daily.asked["ask"] == [("attachment", tile.row.id)]
    dialog = opened(daily, tile.row.id)
    view = dialog.view
    assert view.isVisible()
    assert view.shown_size() == QSize(400, 200)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.shown_size() == QSize(500, 250)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert view.shown_size() == QSize(250, 500)
    view.fit.click()
    assert view.shown_size().height() <= view.area.viewport().height()
    dialog.title.setText("Kitchen, mold")
    dialog.kind.setCurrentIndex(dialog.kind.findData("housing"))
    assert dialog.draft()["title"] == "Kitchen, mold"
    dialog.save_button.click()
    many_settle(daily)
    row = daily.read(lambda ws: attachments.get(ws, tile.row.id))
    assert (row.title, row.retention) == ("Kitchen, mold", "housing")


def test_removing_asks_why_beside_the_field(daily: Any, card: Any, tmp_path: Path) -> None:
    path = tmp_path / "Lease.pdf"
    path.write_bytes(files.pdf(2))
    card.add_files([path])
    many_settle(daily)
    [tile] = card.tiles.values()
    dialog = opened(daily, tile.row.id)
    assert not dialog.view.isVisible()
    assert "cannot be shown" in dialog.no_picture.text()
    assert "2 pages" in dialog.whose.text()
    dialog.remove_button.click()
    assert dialog.why.isVisible()
    dialog.remove_button.click()
    many_settle(daily)
    assert dialog.fields["why"].error.text()
    dialog.why.setText("Not hers")
    dialog.remove_button.click()
    many_settle(daily)
    assert card.tiles == {}
    assert daily.read(lambda ws: attachments.get(ws, tile.row.id)).removed_why == "Not hers"


def test_half_typed_words_come_back(daily: Any, card: Any, tmp_path: Path) -> None:
    path = tmp_path / "Lease.pdf"
    path.write_bytes(files.pdf(2))
    card.add_files([path])
    many_settle(daily)
    [tile] = card.tiles.values()
    dialog = opened(daily, tile.row.id)
    assert dialog.draft() == {}
    dialog.title.setText("Lease of 9 Oak")
    kept = dialog.draft()
    dialog.done(0)
    again = AttachmentDialog(daily.context, kept["about"])
    daily.qtbot.addWidget(again)
    again.restore_draft(kept)
    again.open()
    many_settle(daily)
    assert again.title.text() == "Lease of 9 Oak"
    again.done(0)


def faults(dialog: QWidget) -> list[str]:
    return nameless(dialog) + too_small(dialog) + cut(dialog) + outside(dialog)


@pytest.mark.parametrize("scale", [100, 200])
def test_both_dialogs_can_be_named_touched_and_read(
    daily: Any, card: Any, tmp_path: Path, scale: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    path = tmp_path / "Lease of the apartment at 9 Oak Street, signed by both.png"
    path.write_bytes(pictures.as_png(picture()))
    card.add_files([path])
    many_settle(daily)
    [tile] = card.tiles.values()
    dialog = opened(daily, tile.row.id)
    dialog.remove_button.click()
    many_settle(daily)
    assert faults(dialog) == []
    note = ReadNoteDialog(daily.context, ["attachment", tile.row.id, ""])
    daily.qtbot.addWidget(note)
    note.open()
    many_settle(daily)
    assert "Lease of the apartment" in note.heading.text()
    assert faults(note) == []
    assert faults(card) == []
    for one in (dialog, note):
        one.done(0)


@pytest.mark.parametrize("kind", ["application/pdf", "image/heic", "image/svg+xml"])
def test_what_is_no_picture_is_not_decoded(kind: str) -> None:
    assert pictures.decoded(b"<svg xmlns='http://www.w3.org/2000/svg'/>", kind, 100) is None


def test_bytes_of_another_kind_or_too_many_dots_are_not_decoded() -> None:
    png = pictures.as_png(picture())
    assert pictures.decoded(png, "image/jpeg", 100) is None
    assert pictures.decoded(b"", "image/png", 100) is None
    small = pictures.decoded(png, "image/png", 100)
    assert small is not None
    assert small.size() == QSize(100, 75)
    bomb = files.png_of(30_000, 30_000, zlib.compress(b"\0" * 90_000))
    assert pictures.decoded(bomb, "image/png", 100) is None
