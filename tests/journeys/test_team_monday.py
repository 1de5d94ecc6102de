"""Monday in the window: every number opens as many members, and the page on paper has the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt

from tests.journeys.team_desk import TeamDesk, rows, words_of
from ui.views.team_monday import OpenButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


def lines(card: Any) -> list[OpenButton]:
    """The lines of a card."""
    return [one for one in card.findChildren(OpenButton) if one.isVisible()]


def number(line: OpenButton) -> int:
    """The number before its words."""
    return int(line.accessibleName().split()[0].replace(",", ""))


def card_of(tab: Any, title: str) -> Any:
    """A card by its heading."""
    [found] = [one for one in tab.cards if title in words_of(one).splitlines()]
    return found


def behind(year: TeamDesk, line: OpenButton) -> int:
    """How many times stand in the dialog that a line opens."""
    year.press(line)
    form = year.dialog()
    times = sum(int(row[2]) for row in rows(form.table))
    year.qtbot.keyClick(form, Qt.Key.Key_Escape)
    year.settle()
    return times


def test_every_number_opens_as_many(year: TeamDesk) -> None:
    year.sit("Carla Nguyen")
    tab = year.team("monday")
    assert "Since Monday, November 16" in tab.since.text()
    changed = lines(card_of(tab, "What changed"))
    assert len([one for one in changed if number(one)]) >= 4
    for line in changed:
        if not number(line):
            assert not line.isEnabled(), "nothing stands behind it"
            continue
        year.press(line)
        form = year.dialog()
        assert form.heading.text() == line.text()
        times = sum(int(row[2]) for row in rows(form.table))
        assert number(line) in (times, len(rows(form.table))), line.text()
        year.qtbot.keyClick(form, Qt.Key.Key_Escape)
        year.settle()

    late = [
        (one.key, number(one), one.text()) for one in lines(card_of(tab, "What is late or missing"))
    ]
    assert len(late) >= 8
    for key, count, title in late:
        tab = year.team("monday")
        [line] = [one for one in lines(card_of(tab, "What is late or missing")) if one.key == key]
        year.press(line)
        page = year.inside.view("team")
        assert page.current() == "exceptions"
        shown = page.tab()
        assert shown.heading.text() == title
        assert int(rows(shown.figures)[shown.figures.currentIndex().row()][0]) == count
        assert len(rows(shown.members)) == min(count, 100)

    tab = year.team("monday")
    who = next(one for one in lines(card_of(tab, "Who is over the limit or away")) if number(one))
    count = number(who)
    year.press(who)
    assert year.inside.place.key == "caseload"
    assert year.inside.view("caseload")._model.rowCount() == count
    tab = year.team("monday")
    whole, line, *_rest = lines(card_of(tab, "What ends"))
    assert number(whole) == behind(year, whole) > 0
    year.press(line)
    assert year.inside.place.key == "member"


def test_the_page_on_paper_has_the_same_figures(
    year: TeamDesk,
    tmp_path: Path,
) -> None:
    year.sit("Carla Nguyen")
    tab = year.team("monday")
    told = {
        (one.text(), number(one))
        for title in ("What changed", "What is late or missing")
        for one in lines(card_of(tab, title))
    }
    ends = [one.text() for one in lines(card_of(tab, "What ends"))[1:]]
    year.press(tab.print)
    desk = year.inside.view("forms").desk
    year.qtbot.waitUntil(desk.save.isEnabled, timeout=10_000)
    year.press(desk.save)
    assert desk.leaving.isVisible(), "members stand on it: that it leaves the vault is said"
    year.press(desk.go_on)
    file = year.save_as(tmp_path / "monday.pdf")
    pages = pypdf.PdfReader(file).pages
    assert len(pages) == 2, "one sheet, both sides"
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    missing = {
        (title, count)
        for title, count in told
        if not re.search(rf"{re.escape(title)}\s+{count:,}(?!\d)", text)
    }
    assert not missing, text
    assert len(told) > 12
    assert ends
    for name in ends:
        assert name.strip("\u2068\u2069") in text

    year.sit("Dana Park")
    tab = year.team("monday")
    assert not tab.cards, "not for her"
