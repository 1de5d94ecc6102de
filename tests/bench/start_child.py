"""One start, timed: a bare window or ours, in a process of its own (see bench_start.py).

Prints one JSON line when the first picture with content has been painted: the moment on the
monotonic clock, which parent and child share, and the peak of resident memory in KiB.
"""

from __future__ import annotations

import json
import os
import sys
import time


def tell() -> None:
    """Say that it is painted, and end at once: what follows is not measured."""
    painted = time.monotonic()
    with open("/proc/self/status", encoding="ascii") as status:  # getrusage counts the parent's too
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(json.dumps({"painted": painted, "peak": peak}), flush=True)
    os._exit(0)


def bare_window() -> None:
    """A main window with one line of text, painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, tell)

    app = QApplication([])
    window = Window()
    window.setCentralWidget(QLabel("Navigator"))
    window.resize(1280, 800)
    window.show()
    app.exec()


def bare_rows(home: str, passphrase: str) -> None:
    """A window with 50 rows read from the same store, opened with the same Argon2id settings."""
    import base64
    from pathlib import Path

    import sqlcipher3.dbapi2 as sqlcipher
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

    content = json.loads((Path(home) / "keys.json").read_text())
    slot = next(one for one in content["slots"] if one["kind"] == "passphrase")
    kdf = slot["kdf"]
    derived = hash_secret_raw(
        passphrase.encode(), base64.b64decode(slot["salt"]), time_cost=kdf["time"],
        memory_cost=kdf["memory_kib"], parallelism=kdf["parallelism"], hash_len=32, type=Type.ID,
    )  # fmt: skip
    kdf.pop("name")
    bound = [
        content["store_id"],
        slot["id"],
        slot["kind"],
        slot["user_id"],
        kdf,
        base64.b64decode(slot["public"]).hex(),
    ]
    key = AESGCM(derived).decrypt(
        base64.b64decode(slot["nonce"]),
        base64.b64decode(slot["wrapped"]),
        json.dumps(bound, sort_keys=True).encode(),
    )[:32]
    connection = sqlcipher.connect(str(Path(home) / "navigator.db"))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    rows = connection.execute(
        "SELECT last_name, first_name, cin, date_of_birth, phone FROM member"
        " ORDER BY last_name, first_name LIMIT 50"
    ).fetchall()
    assert len(rows) == 50

    class Table(QTableWidget):
        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, tell)

    app = QApplication([])
    window, table = QMainWindow(), Table(50, 5)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            table.setItem(number, place, QTableWidgetItem(str(value)))
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    app.exec()


def our_window(home: str, passphrase: str = "") -> None:
    """The program itself, as `navigator` starts it: the unlock page, or the caseload."""
    import gc

    gc.disable()  # as `ui.app.main` does before it imports Qt
    from PySide6.QtCore import QEvent, QObject, QTimer

    import ui.app
    from ui.main_window import MainWindow
    from ui.program import Program

    class Watch(QObject):
        """Tells once the caseload's list was painted with rows in it."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and watched.parent().model().rowCount():
                QTimer.singleShot(0, tell)
            return False

    opened = Program.open_window
    painted = MainWindow.paintEvent

    def watched_paint(window: MainWindow, event: object) -> None:
        QTimer.singleShot(0, tell)
        painted(window, event)

    def watched_open(program: Program) -> None:
        opened(program)
        if not passphrase:
            return
        from PySide6.QtWidgets import QAbstractItemView

        program.watch = Watch()
        view = program.window.workplace.view("caseload")
        lists = [one for one in view.findChildren(QAbstractItemView) if one.parent()]
        largest = next(one for one in lists if type(one).__name__ == "MemberGrid")
        largest.viewport().installEventFilter(program.watch)

    Program.open_window = watched_open
    if not passphrase:
        MainWindow.paintEvent = watched_paint
    words = ["--home", home]
    if passphrase:
        words += ["--passphrase-file", passphrase, "--page", "caseload"]
    ui.app.main(words)


if __name__ == "__main__":
    {"bare": bare_window, "rows": bare_rows, "ours": our_window}[sys.argv[1]](*sys.argv[2:])
