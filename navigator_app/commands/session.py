"""Opens the store for a command, and closes it again."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.paths import default_home
from navigator_app.runtime.clock import system_clock
from navigator_app.services import workspace
from navigator_app.services.workspace import Workspace

LONGEST = 4096
"""Characters of a passphrase that are read."""


@contextmanager
def opened(args: Namespace) -> Iterator[Workspace]:
    """Unlock the store that the options name."""
    ws = workspace.unlock(
        home_of(args), passphrase(args), clock=system_clock(), user=vars(args).get("user", "")
    )
    try:
        yield ws
    finally:
        ws.close()


def home_of(args: Namespace) -> Path:
    """The folder of the store."""
    home = vars(args).get("home")
    return home if isinstance(home, Path) else default_home()


def passphrase(args: Namespace, *, twice: bool = False) -> str:
    """Read the passphrase from its file, or ask for it where somebody can be asked."""
    typed_before = vars(args).get("typed")
    if isinstance(typed_before, str):  # a command that needs it twice asked once
        return typed_before
    source = vars(args).get("passphrase_file")
    if source is not None:
        return _first_line(str(source))
    if sys.stdin is None or not sys.stdin.isatty():
        raise _none_given()
    from getpass import getpass

    try:
        typed = getpass(_("Passphrase: "))
        again = getpass(_("Once more: ")) if twice else typed
    except EOFError:
        raise _none_given() from None
    if again != typed:
        raise InputRejected(
            "passphrase",
            _("The two passphrases differ."),
            _("Start again and type the same one twice."),
        )
    return typed


def _none_given() -> InputRejected:
    return InputRejected(
        "passphrase",
        _("No passphrase was given."),
        _("Name a file with it: --passphrase-file FILE, or - for standard input."),
    )


def _first_line(source: str) -> str:
    try:
        if source == "-":
            line = sys.stdin.readline(LONGEST)
        else:
            with Path(source).open(encoding="utf-8-sig", newline="") as file:
                line = file.readline(LONGEST)
        line.encode()  # some terminals let bytes through that are no text
        return line.rstrip("\r\n")
    except (OSError, ValueError):
        raise NotFound(
            _("Passphrase file"),
            _("The passphrase file cannot be read."),
            _("Check its name; it is a text file with the passphrase on the first line."),
        ) from None
