"""Names, sizes and room of the note, the month and the tab, filled, at 100 and 200 % text."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from tests.gui.every_page import cut, nameless, outside, scaled, settle, too_small
from tests.gui.test_member_services import served
from ui.dialogs.service_note import ServiceNoteDialog
from ui.places import MemberAt
from ui.program import Program

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


def faults(root: QWidget) -> list[str]:
    return nameless(root) + too_small(root) + cut(root) + outside(root)


@pytest.mark.parametrize("scale", [100, 200])
def test_services_can_be_named_touched_and_read(
    start_program: Any, caseload_home: Path, tmp_path: Path, passphrase: str, qtbot: Any, scale: int
) -> None:
    home = tmp_path / "look"
    shutil.copytree(caseload_home, home)
    program: Program = start_program(home, passphrase, "caseload")
    qtbot.waitUntil(lambda: program.window.opened is not None, timeout=15_000)
    scaled(program, scale, qtbot)
    members: list[str] = []
    program.tasks.run(partial(served, 14), members.append, owner=program.window)
    settle(program, qtbot)
    inside = program.window.workplace
    assert inside is not None
    found = {}
    inside.open_member(MemberAt(members[0], "services"))
    settle(program, qtbot)
    found["tab"] = faults(program.window)
    note = inside._open_dialog("service_note", members[0])
    assert isinstance(note, ServiceNoteDialog)
    settle(program, qtbot)
    note.form.component.setCurrentIndex(1)
    note.form.minutes.setText("26:00")
    note.form.timer.go.click()
    note.form.edited.emit()
    qtbot.waitUntil(lambda: not note._pause.isActive(), timeout=5_000)
    settle(program, qtbot)
    for hidden in (note.form.together, note.form.close_loop, *note.fields.values()):
        hidden.show()
    settle(program, qtbot)
    found["note"] = faults(note)
    note.close()
    settle(program, qtbot)
    month = inside._open_dialog("service_month", {"member": members[0]})
    settle(program, qtbot)
    found["month"] = faults(month)
    assert {name: said for name, said in found.items() if said} == {}
