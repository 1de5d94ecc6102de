"""How a plan is connected: entered, refused beside its field, compared, tried out, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from navigator_app.domain.connections import FOLDER, HAND
from navigator_app.services import connections
from tests.gui.conftest import Daily
from tests.gui.dialogs_shown import closed, opened
from tests.sshd import Sshd, make_key, needed
from ui.dialogs.plan_connection import PlanConnectionDialog
from ui.models.housing_words import soft

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    """OpenSSH's server, with an inbox and an outbox."""
    made = Sshd(tmp_path / "server")
    yield made
    made.stop()


@pytest.fixture
def form(daily: Daily) -> Iterator[Any]:
    """The form of a plan that nobody connected."""
    made = PlanConnectionDialog(daily.context, "bayview")
    made.open()
    daily.settle()
    yield made
    if not closed(made):
        made.close()
        daily.settle()


def filled(daily: Daily, form: Any, server: Sshd) -> None:
    """Everything that the plan told."""
    values = {
        "host": "127.0.0.1", "port": str(server.port), "user": server.user,
        "inbox": str(server.inbox), "outbox": str(server.outbox),
    }  # fmt: skip
    for key, text in values.items():
        form.form.lines[key].setText(text)
    form.form.take_key(server.identity)
    daily.settle()


def press(daily: Daily, button: QPushButton) -> None:
    daily.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    daily.settle()


def works(daily: Daily, form: Any) -> None:
    """From the form to a test that went well, the key compared."""
    press(daily, form.save_button)
    daily.qtbot.waitUntil(lambda: form.panel.shown is not None, timeout=15_000)
    press(daily, form.panel.same)
    daily.qtbot.waitUntil(lambda: form.tested is not None, timeout=15_000)


def kept(daily: Daily) -> Any:
    return daily.read(lambda ws: connections.of_plan(ws, "bayview"))


def test_what_is_missing_is_said_beside_its_field(daily: Daily, form: Any) -> None:
    for field, lacking in (("host", "server"), ("user", "user"), ("identity", "key"),
                           ("inbox", "folder")):  # fmt: skip
        press(daily, form.save_button)
        error = form.form.fields[field].error
        assert error.isVisible(), field
        assert lacking in error.text().lower()
        if field == "identity":
            form.form.lines["password"].setText("correct horse")
        elif field != "inbox":
            form.form.lines[field].setText("plan.example")
    assert kept(daily) is None


def test_a_key_that_others_may_read_is_refused(daily: Daily, form: Any, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    loose.chmod(0o644)
    form.form.take_key(loose)
    daily.settle()
    assert "Others on this computer" in form.form.fields["identity"].error.text()
    assert form.form.identity == ""


@needed
def test_nothing_is_told_to_a_server_until_its_key_was_compared(
    daily: Daily, form: Any, server: Sshd
) -> None:
    filled(daily, form, server)
    assert "may delete the file" in form.form.key_said.text()
    server.identity.unlink()  # it lies in the store now
    press(daily, form.save_button)
    daily.qtbot.waitUntil(lambda: form.panel.shown is not None, timeout=15_000)
    assert form.panel.key.text() == server.host_key
    assert not form.save_button.isVisible()
    assert kept(daily).host_key == ""
    press(daily, form.panel.other)
    assert "nothing was sent" in form.panel.words.text()
    assert kept(daily).host_key == ""


@needed
def test_a_compared_key_is_kept_and_what_was_found_is_told(
    daily: Daily, form: Any, server: Sshd
) -> None:
    (server.inbox / "a.csv").write_text("x")
    (server.inbox / "old").mkdir()
    filled(daily, form, server)
    works(daily, form)
    said = form.panel.words.text()
    assert "lies 1 file to fetch" in said
    assert "1 other thing" in said
    assert "clock agrees" in said
    found = kept(daily)
    assert found.host_key == server.host_key
    assert found.ready
    press(daily, form.save_button)
    assert closed(form)


@needed
def test_a_changed_key_is_refused_until_the_plan_tells_the_new_one(
    daily: Daily, form: Any, server: Sshd
) -> None:
    filled(daily, form, server)
    works(daily, form)
    was = server.host_key
    press(daily, form.save_button)
    server.new_host_key()
    again = opened(daily, PlanConnectionDialog, "bayview")
    press(daily, again.save_button)
    daily.qtbot.waitUntil(lambda: again.panel.expected != "", timeout=15_000)
    assert again.panel.title.text() == "This is not the server you confirmed"
    assert soft(was) in again.panel.words.text()
    press(daily, again.panel.same)  # nothing was told: nothing is believed
    assert again.panel.told_field.error.isVisible()
    assert kept(daily).host_key == was
    again.panel.told.setText(server.host_key)
    press(daily, again.panel.same)
    daily.qtbot.waitUntil(lambda: again.tested is not None, timeout=15_000)
    assert kept(daily).host_key == server.host_key


@needed
def test_a_key_that_the_server_does_not_know_is_said_at_the_key(
    daily: Daily, form: Any, server: Sshd, tmp_path: Path
) -> None:
    filled(daily, form, server)
    form.form.take_key(make_key(tmp_path / "stranger"))
    daily.settle()
    press(daily, form.save_button)
    daily.qtbot.waitUntil(lambda: form.panel.shown is not None, timeout=15_000)
    press(daily, form.panel.same)
    error = form.form.fields["identity"].error
    daily.qtbot.waitUntil(error.isVisible, timeout=15_000)
    assert form.panel.title.text() == "It does not work yet"


def test_a_server_that_is_not_there_is_said_at_its_name(daily: Daily, form: Any) -> None:
    lines = form.form.lines
    values = ("127.0.0.1", "9", "navigator", "/in", "/out", "word")
    for key, text in zip(
        ("host", "port", "user", "inbox", "outbox", "password"), values, strict=True
    ):
        lines[key].setText(text)
    press(daily, form.save_button)
    daily.qtbot.waitUntil(form.form.fields["host"].error.isVisible, timeout=15_000)


def test_two_folders_are_tried_out_too(daily: Daily, form: Any, tmp_path: Path) -> None:
    form.form.kind.button_of(FOLDER).click()
    assert not form.form.server.isVisible()
    inbox, outbox = tmp_path / "in", tmp_path / "out"
    form.form.lines["inbox"].setText(str(inbox))
    form.form.lines["outbox"].setText(str(outbox))
    press(daily, form.save_button)
    assert "no folder" in form.form.fields["inbox"].error.text()
    for one in (inbox, outbox):
        one.mkdir()
    form.form.trusted.setChecked(True)
    press(daily, form.save_button)
    daily.qtbot.waitUntil(lambda: form.tested is not None, timeout=15_000)
    assert "inbox is empty" in form.panel.words.text()
    assert kept(daily).trusted


def test_by_hand_needs_nothing(daily: Daily, form: Any) -> None:
    form.form.kind.button_of(HAND).click()
    assert form.save_button.text() == "Save"
    press(daily, form.save_button)
    assert closed(form)
    assert kept(daily).kind == HAND


def test_what_was_typed_comes_back_but_no_secret(daily: Daily, form: Any) -> None:
    form.form.lines["host"].setText("sftp.plan.example")
    form.form.lines["password"].setText("correct horse")
    draft = form.draft()
    assert "correct horse" not in repr(draft)
    form.reject()
    again = opened(daily, PlanConnectionDialog, draft["about"])
    again.restore_draft(draft)
    assert again.form.lines["host"].text() == "sftp.plan.example"
    assert again.form.lines["password"].text() == ""


def test_the_secret_never_comes_back_into_a_field(daily: Daily, form: Any) -> None:
    lines = form.form.lines
    for key, text in (("host", "127.0.0.1"), ("port", "9"), ("user", "navigator"),
                      ("inbox", "/in"), ("outbox", "/out"), ("password", "word")):  # fmt: skip
        lines[key].setText(text)
    press(daily, form.save_button)
    daily.qtbot.waitUntil(form.form.fields["host"].error.isVisible, timeout=15_000)
    again = opened(daily, PlanConnectionDialog, "bayview")
    assert again.form.lines["host"].text() == "127.0.0.1"
    assert again.form.lines["password"].text() == ""
    press(daily, again.save_button)  # left empty, it stays
    assert not again.form.fields["identity"].error.isVisible()
