"""The options of the housing search's commands."""

from __future__ import annotations

from navigator_app.commands import values
from navigator_app.commands.ledger_words import Commands
from navigator_app.domain import housing
from navigator_app.domain.housing import Stage
from navigator_app.i18n import _


def add(commands: Commands) -> None:
    """Add search and units."""
    search = commands.add(
        "search",
        _("list the homes that members are on their way to, with stage and last days"),
        _("With --member also preferences, vouchers, coordinated entry and homes that may fit."),
    )
    search.add_argument("--member", metavar="ID", default="", help=_("id or CIN"))
    search.add_argument(
        "--stage", metavar="S", type=values.word(Stage), help=", ".join(Stage.slugs())
    )
    units = commands.add(
        "units", _("list the homes of the shared directory; nothing in it is about a member")
    )
    units.add_argument(
        "--search", metavar="TEXT", default="", help=_("part of an address, city or landlord")
    )
    units.add_argument(
        "--state",
        choices=(*housing.UNIT_STATES, "open", "stale"),
        default="",
        help=_("open: may be had; stale: what is known of it is old"),
    )
