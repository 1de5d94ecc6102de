"""The command line: everything that a script or a test needs, without a display.

Exit status: 0 done; 1 refused, with one plain sentence and what to do next; 2 wrong usage. With no
command it opens the window, and imports for that no more than the window needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.errors import NavigatorError
from navigator_app.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

WINDOW_OPTIONS = ("--home", "--passphrase-file", "--page")
DEMO_OUTPUT = Path("demo-output")
READ_SCANS = "--read-scans"
"""No command: how a frozen build starts the process that opens scans (`forms.scan_process`)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == [READ_SCANS]:
        return _reader_of_scans()
    try:
        if _opens_window(words):
            return _window(words)
        return _command(words)
    except NavigatorError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_("Stopped. Nothing that was begun is half done."), file=sys.stderr)
        return 1
    except BrokenPipeError:
        _drop_output()
        return 1
    except Exception as error:  # whatever it is: never a traceback, never a value
        print(_unexpected(words, error), file=sys.stderr)
        return 1


def _command(words: list[str]) -> int:
    from navigator_app.commands.parser import parse  # argparse: not for the window

    try:
        args = parse(words)
    except SystemExit as end:  # argparse has said what is wrong, or shown the help
        return end.code if isinstance(end.code, int) else 2
    if args.run == "demo":
        return _demo(args)
    from navigator_app.commands.values import check_text

    check_text(args)
    from navigator_app.commands.registry import COMMANDS  # services: not for --help

    return COMMANDS[args.run](args)


def _opens_window(words: list[str]) -> bool:
    """True when there are only the window's own options, or nothing at all."""
    rest = list(words)
    while rest:
        name, sign, _value = rest.pop(0).partition("=")
        if name not in WINDOW_OPTIONS or (not sign and not rest):
            return False
        if not sign:
            rest.pop(0)
    return True


def _window(words: list[str]) -> int:
    if not _has_display():
        raise NavigatorError(
            _("No display"),
            _("There is no display here to open the window on."),
            _('Give a command instead; "navigator --help" lists them.'),
        )
    from ui.app import main as open_window

    return open_window(words)


def _reader_of_scans() -> int:
    from navigator_app.forms.scan_child import main as read_scans

    return read_scans()


def _demo(args: Namespace) -> int:
    from ui.demo import run

    return run(args.demo_home, args.out or DEMO_OUTPUT)


def _has_display() -> bool:
    """Without one, Qt would end the process with a core dump instead of a sentence."""
    if os.name == "nt" or str(sys.platform) == "darwin":
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def _unexpected(words: list[str], error: Exception) -> str:
    """Log what happened without any value, and return a sentence with its number."""
    from navigator_app import logs
    from navigator_app.paths import default_home

    home = _named_home(words) or default_home()
    number, _report = logs.report(home, error)
    return _(
        "Something went wrong that the program did not expect (report {number}); nothing was "
        "half done. Try again, and tell your supervisor the number if it happens again."
    ).format(number=number)


def _named_home(words: list[str]) -> Path | None:
    for place, word in enumerate(words):
        if word.startswith("--home="):
            return Path(word.partition("=")[2])
        if word == "--home" and place + 1 < len(words):
            return Path(words[place + 1])
    return None


def _drop_output() -> None:
    """Whoever read the output has gone: keep the interpreter from complaining at its end."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
