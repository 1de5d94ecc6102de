"""How pages and dialogs are looked at: what has no name, is too small, cut or outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from navigator_app.domain.records import CaseloadQuery
from navigator_app.services import caseload
from ui.dialogs.calendar_days import CalendarDaysDialog
from ui.dialogs.change_passphrase import ChangePassphraseDialog
from ui.dialogs.recovery_code import RecoveryCodeDialog
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.places import SECTIONS, TEAM_TABS, FormAt, MemberAt, TeamAt
from ui.program import Program
from ui.workplace import PAGES, Workplace

PASSPHRASE = "juniper kettle orbit mosaic"
SMALLEST = 40
"""Pixels a finger needs (experience: touch targets of 40 px)."""

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit)
SETTLED = 12
"""Turns of the event loop with nothing under way: a layout settles one level of nesting a turn."""
READ = (*CONTROLS, QAbstractItemView, QTabBar)


def part_of_another(widget: QWidget) -> bool:
    """True for what Qt builds into a control: a field's inner line, a header's corner."""
    owner = widget.parent()
    inner = isinstance(owner, (QComboBox, QAbstractSpinBox, QAbstractItemView, QHeaderView))
    return inner or widget.objectName().startswith("qt_") or isinstance(owner, QTabBar)


def seen(root: QWidget, kinds: tuple[type[QWidget], ...]) -> Iterator[QWidget]:
    """Visible widgets of some kinds, those of an open dialog only in the dialog."""
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, kinds):  # first, for it is quick and leaves few
            continue
        here = widget.isVisibleTo(root) and widget.window() is root.window()
        if here and not part_of_another(widget):
            yield widget


def told(widget: QWidget) -> str:
    """A widget in a few words, for a failing test."""
    text = getattr(widget, "text", lambda: "")()
    owner = type(widget.parent()).__name__
    return f"{type(widget).__name__} {text!r} {widget.accessibleName()!r} in {owner}"


def nameless(root: QWidget) -> list[str]:
    """What takes the focus and could not be named by a screen reader."""
    return [
        told(widget)
        for widget in seen(root, READ)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]


def too_small(root: QWidget) -> list[str]:
    """What a cold finger would miss."""
    return [
        f"{told(widget)}: {widget.width()}×{widget.height()}"
        for widget in seen(root, (*CONTROLS, QTabBar, QHeaderView))
        if min(widget.width(), widget.height()) < SMALLEST
    ]


def cut(root: QWidget) -> list[str]:
    """Words that have less room than they need."""
    found = []
    for widget in seen(root, (QLabel, QAbstractButton)):
        text = widget.text()  # type: ignore[attr-defined]
        if not text:
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.height() < widget.heightForWidth(widget.width())
            narrow = widget.width() < longest_word(widget, text)
        else:
            short = widget.height() < widget.minimumSizeHint().height()
            narrow = widget.width() < widget.sizeHint().width()
        if short or narrow:
            found.append(
                f"{told(widget)}: {widget.width()}×{widget.height()}, "
                f"wants {widget.sizeHint().width()}×{widget.heightForWidth(widget.width())}"
            )
    return found


def frame_of(widget: QWidget) -> QWidget | None:
    """The scrolled page that a widget stands on, if any."""
    frame: QWidget | None = widget.parentWidget()
    while frame is not None and not isinstance(frame.parentWidget(), QAbstractScrollArea):
        frame = frame.parentWidget()
    return frame


def outside(root: QWidget) -> list[str]:
    """What lies beyond the right edge of the window, or of the part of it that scrolls."""
    found = []
    for widget in seen(root, (QLabel, *CONTROLS)):
        edge = frame_of(widget) or root
        if widget.mapTo(edge, widget.rect().topRight()).x() > edge.width():
            found.append(f"{told(widget)} lies outside")
    return found


def longest_word(widget: QWidget, text: str) -> int:
    """Pixels of the longest word, which cannot wrap."""
    metrics = widget.fontMetrics()
    words = text.replace("-", "- ").split()
    return max((metrics.horizontalAdvance(word) for word in words), default=0)


def settle(program: Program, qtbot: QtBot) -> None:
    """Nothing under way any more, layouts done: what a late answer builds is laid out, too."""
    quiet = 0
    while quiet < SETTLED:
        if program.tasks.busy:
            qtbot.waitUntil(lambda: not program.tasks.busy, timeout=20_000)
            quiet = 0
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        quiet += 1


def places(program: Program, qtbot: QtBot) -> Iterator[tuple[str, QWidget]]:
    """Every page of the unlocked window, then every dialog over it."""
    inside = program.window.workplace
    assert inside is not None
    members: list[str] = []
    program.tasks.run(
        lambda ws: caseload.page(ws, CaseloadQuery(), limit=1).rows[0].id,
        members.append,
        owner=program.window,
    )
    settle(program, qtbot)
    for spec in PAGES:
        inside.go(spec.key, members[0] if spec.key == "member" else None)
        settle(program, qtbot)
        yield spec.key, program.window
        yield from tabs(program, inside, spec.key, qtbot)
    for at in (FormAt("consent"), FormAt("release", members[0]), FormAt("day_sheet")):
        inside.go("forms", at)
        settle(program, qtbot)
        yield f"form: {at.kind}", program.window
    for section in SECTIONS:
        inside.go("member", MemberAt(members[0], section.key))
        settle(program, qtbot)
        yield f"member: {section.key}", program.window
    yield from dialogs(program, inside, members[0], qtbot)


def tabs(
    program: Program, inside: Workplace, page: str, qtbot: QtBot
) -> Iterator[tuple[str, QWidget]]:
    """Every other tab of a page that has some; the first one is in sight already."""
    if page == "member":
        return  # its sections are places of their own
    view = inside.view(page)
    if page == "team":
        for tab in TEAM_TABS[1:]:
            inside.go("team", TeamAt(tab.key))
            settle(program, qtbot)
            yield f"team: {tab.key}", program.window
        return
    bars = [bar for bar in view.findChildren(QTabBar) if bar.isVisible()]
    for bar in bars:
        for place in range(1, bar.count()):
            if bar.isVisible() and bar.isTabEnabled(place):
                bar.setCurrentIndex(place)
                settle(program, qtbot)
                yield f"{page}: {bar.tabText(place)}", program.window
        bar.setCurrentIndex(0)
        settle(program, qtbot)


def dialogs(
    program: Program, inside: Workplace, member: str, qtbot: QtBot
) -> Iterator[tuple[str, QWidget]]:
    """Each dialog open, then closed again."""
    referrals: list[str] = []
    program.tasks.run(
        lambda ws: caseload.member_page(ws, member).referrals[0].id,
        referrals.append,
        owner=program.window,
    )
    settle(program, qtbot)
    inside.log_attempt([member])
    yield from each(program, inside, "log_attempt", qtbot)
    inside.log_attempt([])
    yield from each(program, inside, "log_attempt for anyone", qtbot)
    inside.record_status([member, referrals[0]])
    yield from each(program, inside, "record_status", qtbot)
    inside.open_member(member)
    settle(program, qtbot)
    inside.view("member")._edit.click()  # type: ignore[attr-defined]
    yield from each(program, inside, "edit_contact", qtbot)
    for made in (
        ShortcutsDialog(inside),
        ChangePassphraseDialog(program.context, inside),
        RecoveryCodeDialog(program.context, "Harbor Homes", inside),
        CalendarDaysDialog(program.context, "", inside),
    ):
        made.open()
        yield from each(program, inside, type(made).__name__, qtbot)


def each(
    program: Program, inside: Workplace, name: str, qtbot: QtBot
) -> Iterator[tuple[str, QWidget]]:
    """The dialog that is open."""
    settle(program, qtbot)
    (dialog,) = (one for one in inside.findChildren(QDialog) if one.isVisible())
    yield name, dialog
    dialog.close()
    settle(program, qtbot)


def scaled(program: Program, scale: int, qtbot: QtBot) -> None:
    """The same at another text size, on a small screen."""
    program.window.use_settings(replace(program.context.settings, text_scale=scale))
    program.window.resize(1280, 800)
    settle(program, qtbot)
