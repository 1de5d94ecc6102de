"""The words of `plan connect` and `plan test`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Protocol

from navigator_app.i18n import _


class Commands(Protocol):
    """Where commands are added."""

    def add(self, name: str, text: str, more: str = "", run: str = "") -> ArgumentParser:
        """Add one and return its parser."""


def add(inner: Commands) -> None:
    """Add both below `plan`."""
    connect = inner.add(
        "connect",
        _("say how files go to a plan: over SFTP, through a folder, or by hand"),
        _(
            "Nothing is opened yet. Keys and passwords are read from files into the encrypted\n"
            "store; the files are not needed afterwards. A server is entered only once its host\n"
            "key is confirmed: by --host-key here, or by plan test --confirm."
        ),
        run="plan-connect",
    )
    connect.add_argument("key", metavar="KEY", help=_("the plan's short name"))
    kind = connect.add_mutually_exclusive_group(required=True)
    kind.add_argument("--sftp", metavar="USER@HOST:PORT", help=_("the plan's server"))
    kind.add_argument(
        "--folder", action="store_true", help=_("two folders of this computer or the network")
    )
    kind.add_argument(
        "--hand", action="store_true", help=_("a person puts the files into the plan's portal")
    )
    connect.add_argument("--inbox", metavar="DIR", default="", help=_("where files for us lie"))
    connect.add_argument("--outbox", metavar="DIR", default="", help=_("where our files go"))
    _way_in(connect)
    connect.add_argument(
        "--trusted",
        choices=("yes", "no"),
        help=_("whether a file with nothing odd is taken in without a person (no)"),
    )
    test = inner.add(
        "test",
        _("try a plan's connection: get in, look into the inbox, write into the outbox"),
        run="plan-test",
    )
    test.add_argument("key", metavar="KEY", help=_("the plan's short name"))
    test.add_argument(
        "--confirm",
        metavar="SHA256:…",
        default="",
        help=_("the server's host key, compared with what the plan told you; kept from now on"),
    )
    test.add_argument(
        "--confirm-jump", metavar="SHA256:…", default="", help=_("the jump host's key")
    )


def check(parser: ArgumentParser, args: Namespace) -> None:
    """Refuse what does not go together."""
    if args.run != "plan-connect":
        return
    own = [name for name in _SFTP_ONLY if getattr(args, name)]
    if own and not args.sftp:
        parser.error(_("only --sftp takes --{option}").format(option=own[0].replace("_", "-")))
    if not args.hand and not (args.inbox and args.outbox):
        parser.error(_("plan connect needs --inbox DIR and --outbox DIR"))


_SFTP_ONLY = (
    "identity", "identity_passphrase_file", "password_file", "host_key", "jump", "jump_identity",
    "jump_host_key", "proxy", "proxy_password_file",
)  # fmt: skip


def _way_in(connect: ArgumentParser) -> None:
    files = {
        "--identity": _("private key, OpenSSH or PEM; nobody else may read the file"),
        "--identity-passphrase-file": _("file with the private key's passphrase"),
        "--password-file": _("file with the password"),
        "--jump-identity": _("the jump host's own private key (default: the same)"),
        "--proxy-password-file": _("file with the proxy's password"),
    }
    for name, text in files.items():
        connect.add_argument(name, metavar="FILE", type=Path, help=text)
    words = {
        "--host-key": ("SHA256:…", _("the server's host key, as the plan told you")),
        "--jump": ("USER@HOST:PORT", _("a host in between")),
        "--jump-host-key": ("SHA256:…", _("its host key")),
        "--proxy": ("URL", _("socks5://[USER@]HOST:PORT or http://[USER@]HOST:PORT")),
    }
    for name, (shape, text) in words.items():
        connect.add_argument(name, metavar=shape, default="", help=text)
