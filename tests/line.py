"""A line to a server that cuts, delays, throttles, damages and stalls; a SOCKS5 and HTTP proxy."""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress

PIECE = 16 * 1024


class Line:
    """Forwards each connection to a port on loopback. Change its fields at any moment."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.cut_up: int | None = None  # bytes towards the server until everything is cut
        self.cut_down: int | None = None
        self.damage_up: int | None = None  # place of one byte towards the server
        self.damage_down: int | None = None
        self.delay = 0.0  # seconds before each piece
        self.rate = 0  # bytes a second; 0 for no limit
        self.met = 0  # connections so far
        self.up = 0  # bytes towards the server, of all connections
        self.down = 0
        self.flowing = threading.Event()
        self.flowing.set()
        self._ending = False
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._start(self._accept)

    def stall(self) -> None:
        """Hold everything back, as a laptop asleep does; `flowing.set()` goes on."""
        self.flowing.clear()

    def cut(self) -> None:
        """Cut every connection, with a reset."""
        for sock in self._sockets:
            with suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                sock.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """From now on nothing is wrong."""
        self.cut_up = self.cut_down = self.damage_up = self.damage_down = None
        self.delay, self.rate = 0.0, 0
        self.flowing.set()

    def close(self) -> None:
        """End it; no thread is left."""
        self._ending = True
        self.flowing.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()
        for sock in self._sockets:
            sock.close()

    def target(self, sock: socket.socket) -> int | None:
        """The port a new connection goes to; None to refuse it."""
        return self.to

    def _accept(self) -> None:
        while not self._ending:
            try:
                near, _where = self._listening.accept()
            except OSError:
                return
            self.met += 1
            self._sockets.append(near)
            self._start(self._serve, near)

    def _serve(self, near: socket.socket) -> None:
        try:
            port = self.target(near)
            if port is None:
                near.close()
                return
            far = socket.create_connection(("127.0.0.1", port), 5)
        except OSError:
            near.close()
            return
        self._sockets.append(far)
        self._start(self._carry, near, far, True)
        self._carry(far, near, False)

    def _carry(self, here: socket.socket, there: socket.socket, up: bool) -> None:
        carried = 0
        with suppress(OSError, ValueError):
            while not self._ending:
                if not select.select([here], [], [], 0.1)[0]:
                    continue
                piece = bytearray(here.recv(PIECE))
                if not piece:
                    break
                time.sleep(self.delay + (len(piece) / self.rate if self.rate else 0))
                self.flowing.wait()
                place = self.damage_up if up else self.damage_down
                if place is not None and carried <= place < carried + len(piece):
                    piece[place - carried] ^= 0x20
                carried += len(piece)
                if up:
                    self.up += len(piece)
                else:
                    self.down += len(piece)
                limit = self.cut_up if up else self.cut_down
                if limit is not None and (self.up if up else self.down) >= limit:
                    break
                there.sendall(piece)
        for sock in (here, there):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _start(self, work, *words) -> None:
        thread = threading.Thread(target=work, args=words, daemon=True)
        self._threads.append(thread)
        thread.start()


class Socks(Line):
    """A SOCKS5 proxy that takes everything to its own port; asks a password when one is set."""

    login: tuple[str, str] | None = None
    asked: tuple[str, int] | None = None

    def target(self, sock: socket.socket) -> int | None:
        ways = sock.recv(2 + 255)[2:]
        wanted = 2 if self.login else 0
        sock.sendall(bytes([5, wanted if wanted in ways else 255]))
        if self.login:
            words = sock.recv(600)
            user = words[2 : 2 + words[1]]
            password = words[3 + words[1] :]
            good = (user.decode(), password.decode()) == self.login
            sock.sendall(bytes([1, 0 if good else 1]))
            if not good:
                return None
        words = sock.recv(300)
        self.asked = (words[5:-2].decode(), int.from_bytes(words[-2:], "big"))
        sock.sendall(b"\5\0\0\1\0\0\0\0\0\0")
        return self.to


class Http(Line):
    """An HTTP proxy that knows CONNECT."""

    asked = ""
    answer = b"HTTP/1.1 200 Connection established\r\n\r\n"

    def target(self, sock: socket.socket) -> int | None:
        words = b""
        while not words.endswith(b"\r\n\r\n"):
            words += sock.recv(1)
        self.asked = words.decode()
        sock.sendall(self.answer)
        return self.to if b" 200 " in self.answer else None
