"""The words of the command on tenancies."""

from __future__ import annotations

from navigator_app.commands.ledger_words import Commands
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add tenancy."""
    tenancy = commands.add(
        "tenancy",
        _("list the homes that members live in, what is due there, and who is still housed"),
        _(
            "With --member also what is watched, paid back, visited and trained, and homes before. "
            "Amounts in JSON are cents."
        ),
    )
    tenancy.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
