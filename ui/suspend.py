"""Hears from the desktop that the machine goes to sleep or its screen is locked.

Linux: logind and the screen savers, by D-Bus. Windows and macOS tell Qt nothing of it; there the
jump of the clock after waking locks (`ui.idle`), before anything can be read.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIND = "org.freedesktop.login1"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)


def _bus(*, system: bool) -> QDBusConnection | None:
    """A bus of the machine or of the session, None where there is none to hear from."""
    try:
        from PySide6.QtDBus import QDBusConnection  # after the first paint, and only on Linux
    except ImportError:  # a build of Qt without D-Bus: the clock's jump still locks
        return None
    bus = QDBusConnection.systemBus() if system else QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None


class SuspendWatch(QObject):
    """Signals:
    sleeping(): the machine is about to sleep or its screen was locked.
    """

    sleeping = Signal()

    def listen(self) -> int:
        """Subscribe to what is there; returns how many sources, 0 on other systems."""
        if not sys.platform.startswith("linux"):
            return 0
        return self._listen_system() + self._listen_session()

    @Slot(bool)
    def on_sleep(self, starting: bool) -> None:
        """Logind's PrepareForSleep, and the screen savers' ActiveChanged."""
        if starting:
            self.sleeping.emit()

    @Slot()
    def on_lock(self) -> None:
        """Logind's Lock of a session."""
        self.sleeping.emit()

    def _listen_system(self) -> int:
        if not Path("/run/dbus/system_bus_socket").exists():
            return 0
        bus = _bus(system=True)
        if bus is None:
            return 0
        manager = "org.freedesktop.login1.Manager"
        session = "org.freedesktop.login1.Session"
        heard = bus.connect(
            _LOGIND, "/org/freedesktop/login1", manager, "PrepareForSleep", self,
            b"1on_sleep(bool)",
        )  # fmt: skip
        return int(heard) + int(bus.connect(_LOGIND, "", session, "Lock", self, b"1on_lock()"))

    def _listen_session(self) -> int:
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return 0  # asking would start a bus of our own
        bus = _bus(system=False)
        if bus is None:
            return 0
        return sum(
            bus.connect(name, path, name, "ActiveChanged", self, b"1on_sleep(bool)")
            for name, path in _SAVERS
        )
