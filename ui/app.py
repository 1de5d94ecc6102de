"""The way in: reads the few words of the command line, then runs the window.

Imports nothing of Qt itself, so that a mistake is answered at once.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from navigator_app import paths
from navigator_app.i18n import _

if TYPE_CHECKING:
    from ui.program import Program as Program

USAGE = "usage: navigator [--home DIR] [--passphrase-file FILE] [--page PAGE]"


class Start:
    """What the window starts with: a home, and perhaps a passphrase and a page to open at."""

    __slots__ = ("home", "page", "passphrase")

    def __init__(self, home: Path, passphrase: str = "", page: str = "") -> None:
        """Keep them; the passphrase is dropped once it was used."""
        self.home, self.passphrase, self.page = home, passphrase, page


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; returns the exit status. Usage mistakes are 2, refusals 1."""
    gc.disable()  # collecting while classes are made costs a tenth of the start; see Program
    sys.excepthook = _failed_at_start
    try:
        start = _read_arguments(list(sys.argv[1:] if argv is None else argv))
    except ValueError as mistake:
        print(f"{USAGE}\n{mistake}", file=sys.stderr)
        return 2
    except OSError:
        print(_("The passphrase file cannot be read. Name another one."), file=sys.stderr)
        return 1
    from ui.program import Program  # Qt, once the words are understood

    return Program(start).run()


def _read_arguments(words: list[str]) -> Start:
    """Read the few options by hand: argparse would cost more than the unlock page."""
    given: dict[str, str] = {}
    while words:
        name, sign, value = words.pop(0).partition("=")
        if name not in ("--home", "--passphrase-file", "--page"):
            raise ValueError(f"unknown option: {name}")
        if not sign:
            if not words:
                raise ValueError(f"{name} needs a value")
            value = words.pop(0)
        given[name] = value
    home = Path(given["--home"]) if "--home" in given else paths.default_home()
    return Start(home, _passphrase(given.get("--passphrase-file", "")), given.get("--page", ""))


def _passphrase(source: str) -> str:
    if not source:
        return ""
    if source == "-":
        return sys.stdin.readline().rstrip("\r\n")
    return Path(source).read_text("utf-8").partition("\n")[0].rstrip("\r")


def _failed_at_start(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Until the window stands, an exception ends the program without showing a value."""
    from navigator_app.logs import redacted

    print("Navigator could not start.", *redacted(kind, trace), sep="\n", file=sys.stderr)


def __getattr__(name: str) -> Any:
    """Give `ui.app.Program` to who embeds the window, importing Qt only then."""
    if name == "Program":
        from ui.program import Program

        return Program
    raise AttributeError(name)
