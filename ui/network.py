"""Is a network there? Asked of the machine's own interfaces; nothing is sent to find out."""

from __future__ import annotations


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
