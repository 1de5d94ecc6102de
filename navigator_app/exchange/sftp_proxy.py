"""Opens a TCP line, straight or through a proxy: SOCKS5 (RFC 1928, 1929) or HTTP CONNECT.

Everything waits in the loop and can be cancelled. Looking up a name cannot: it runs in a thread
that nobody waits for and that ends with the system's own resolver.
"""

from __future__ import annotations

import asyncio
import base64
import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from navigator_app.errors import InputRejected
from navigator_app.exchange.transport_errors import LineCut, Refused, Unreachable
from navigator_app.i18n import _

_PORTS = {"socks5": 1080, "http": 3128}
_MOST_HEADERS = 16 * 1024


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where a proxy is, and what it speaks: socks5 or http."""

    kind: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def read_proxy(text: str) -> Proxy | None:
    """Read `socks5://[USER:PASSWORD@]HOST[:PORT]` or `http://…`; None for no words.

    InputRejected for anything else.
    """
    if not text.strip():
        return None
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _no_proxy() from None
    kind = {"socks5h": "socks5"}.get(parts.scheme, parts.scheme)
    if kind not in _PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise _no_proxy()
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if len(user.encode()) > 255 or len(password.encode()) > 255:
        raise _no_proxy()
    return Proxy(kind, parts.hostname, port or _PORTS[kind], user, password)


async def dial(host: str, port: int, proxy: Proxy | None, seconds: float) -> socket.socket:
    """Return a connected socket; each address and the proxy may take `seconds`."""
    if proxy is None:
        return await _connect(host, port, seconds)
    sock = await _connect(proxy.host, proxy.port, seconds)
    try:
        speak = _socks5 if proxy.kind == "socks5" else _http
        await asyncio.wait_for(speak(sock, proxy, host, port), seconds)
    except TimeoutError:
        sock.close()
        raise Unreachable(
            _("The proxy {host} does not answer.").format(host=proxy.host),
            _("Check the proxy's address, or connect without it."),
        ) from None
    except BaseException:
        sock.close()
        raise
    return sock


async def _connect(host: str, port: int, seconds: float) -> socket.socket:
    """Try each address of the name in turn."""
    loop = asyncio.get_running_loop()
    problem: OSError | None = None
    for family, kind, protocol, _name, address in await _addresses(host, port, seconds):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            await asyncio.wait_for(loop.sock_connect(sock, address), seconds)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:  # TimeoutError is one
            sock.close()
            problem = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    if isinstance(problem, ConnectionRefusedError):
        message = _("Nothing listens at {host}, port {port}.").format(host=host, port=port)
        raise Unreachable(message, _("Check host and port; the server may be down for a while."))
    raise Unreachable(
        _("{host} cannot be reached.").format(host=host),
        _("Check that this computer is online; it is tried again by itself."),
    )


async def _addresses(host: str, port: int, seconds: float) -> list[Any]:
    """What the name stands for; Unreachable when nobody knows it in time."""
    with suppress(socket.gaierror):
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def tell(found: list[Any]) -> None:
        if not answer.done():
            answer.set_result(found)

    def look() -> None:
        found: list[Any] = []
        with suppress(OSError, UnicodeError):
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=look, name="resolve", daemon=True).start()
    found: list[Any] = []
    with suppress(TimeoutError):
        found = await asyncio.wait_for(answer, seconds)
    if not found:
        raise Unreachable(
            _("Nobody knows the address of {host}.").format(host=host),
            _("Check that this computer is online, then the server's name."),
        )
    return found


async def _socks5(sock: socket.socket, proxy: Proxy, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    ways = b"\x00\x02" if proxy.user else b"\x00"
    await loop.sock_sendall(sock, b"\x05" + bytes([len(ways)]) + ways)
    answer = await _exactly(sock, 2)
    if answer[0] != 5 or answer[1] not in ways:
        raise _refused(proxy)
    if answer[1] == 2:
        user, password = proxy.user.encode(), proxy.password.encode()
        words = bytes([1, len(user)]) + user + bytes([len(password)]) + password
        await loop.sock_sendall(sock, words)
        if (await _exactly(sock, 2))[1] != 0:
            raise _refused(proxy)
    name = host.encode("idna")
    await loop.sock_sendall(
        sock, b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big")
    )
    _version, code, _spare, kind = await _exactly(sock, 4)
    if code != 0:
        raise _not_through(proxy, host)
    length = {1: 4, 4: 16}.get(kind) or (await _exactly(sock, 1))[0]
    await _exactly(sock, length + 2)  # where it came out; of no use to us


async def _http(sock: socket.socket, proxy: Proxy, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    target = f"[{host}]:{port}" if ":" in host else f"{host.encode('idna').decode()}:{port}"
    words = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n"
    if proxy.user:
        login = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
        words += f"Proxy-Authorization: Basic {login}\r\n"
    await loop.sock_sendall(sock, f"{words}\r\n".encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += await _exactly(sock, 1)  # no byte of what follows may be taken
        if len(answer) > _MOST_HEADERS:
            raise _not_through(proxy, host)
    status = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    if status is None or status[1] != b"200":
        raise _refused(proxy) if status and status[1] == b"407" else _not_through(proxy, host)


async def _exactly(sock: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        piece = await asyncio.get_running_loop().sock_recv(sock, count - len(found))
        if not piece:
            raise LineCut(_("The proxy hung up."), _("Check what the proxy speaks."))
        found += piece
    return found


def _refused(proxy: Proxy) -> Refused:
    return Refused(
        _("The proxy {host} does not let us through.").format(host=proxy.host),
        _("Check the proxy's user and password."),
    )


def _not_through(proxy: Proxy, host: str) -> Unreachable:
    message = _("The proxy {proxy} cannot reach {host}.").format(proxy=proxy.host, host=host)
    return Unreachable(message, _("Ask who runs the proxy whether it may."))


def _no_proxy() -> InputRejected:
    return InputRejected(
        "proxy",
        _("That is no proxy."),
        _("Write it as socks5://HOST:PORT or http://HOST:PORT."),
    )
