"""Is a network there, and does it cost money? Asked of the machine; nothing is sent to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation


def network_there() -> bool:
    """True when an interface other than the loopback is up and has an address."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface  # after the first paint

    flags = QNetworkInterface.InterfaceFlag
    for interface in QNetworkInterface.allInterfaces():
        state = interface.flags()
        if not (state & flags.IsUp and state & flags.IsRunning) or state & flags.IsLoopBack:
            continue
        for entry in interface.addressEntries():
            address = entry.ip()
            four = address.protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
            if not address.isLoopback() and (four or address.isGlobal()):
                return True
    return False


class Network(QObject):
    """What the system says of its network. Where it says nothing, the interfaces are looked at
    and nothing counts as metered.

    Signals:
        changed(): it came, went, or its cost changed; ask again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin to listen, on the Qt thread."""
        super().__init__(parent)
        self._told: QNetworkInformation | None = _information()
        if self._told is not None:
            self._told.reachabilityChanged.connect(self._moved)
            self._told.isMeteredChanged.connect(self._moved)

    def there(self) -> bool:
        """Whether a plan's server could be reached at all. Only a system that says for certain
        that nothing is connected is believed; else the interfaces decide."""
        if self._told is not None:
            from PySide6.QtNetwork import QNetworkInformation

            if self._told.reachability() is QNetworkInformation.Reachability.Disconnected:
                return False
        return network_there()

    def metered(self) -> bool:
        """Whether each megabyte costs money, as far as the system knows."""
        return self._told is not None and bool(self._told.isMetered())

    @Slot()
    def _moved(self) -> None:
        self.changed.emit()


def _information() -> QNetworkInformation | None:
    from PySide6.QtNetwork import QNetworkInformation as Told

    if not Told.loadBackendByFeatures(Told.Feature.Reachability):
        return None
    return Told.instance()
