"""The store, its plans, and whether it is sound."""

from __future__ import annotations

import sys
from argparse import Namespace

from navigator_app.commands import output, shapes
from navigator_app.commands.session import home_of, opened, passphrase
from navigator_app.domain.records import PlanRow
from navigator_app.domain.vocabulary import Role
from navigator_app.i18n import _
from navigator_app.runtime.clock import system_clock
from navigator_app.services import agency, audit, workspace


def init(args: Namespace) -> int:
    """Make the encrypted store."""
    home = home_of(args).absolute()
    ws, code = workspace.create(
        home,
        agency=args.agency,
        npi=args.npi,
        user=args.user_name,
        role=Role.from_slug(args.role),
        passphrase=passphrase(args, twice=True),
        clock=system_clock(),
        phone=args.phone,
    )
    ws.close()
    if output.wants_json(args):
        output.document({"home": str(home), "recovery_code": code})
        return 0
    output.line(_("The store is in {home}.").format(home=home))
    output.line(_("Recovery code, shown this once: {code}").format(code=code))
    output.line(_("Keep it on paper, away from this computer."))
    return 0


def plan_add(args: Namespace) -> int:
    """Add a plan."""
    with opened(args) as ws:
        row = agency.add_plan(ws, args.key, name=args.name, layout=args.layout, policy=args.policy)
    return _show_plans(args, [row])


def verify(args: Namespace) -> int:
    """Check the store; 1 when something is not as it should be."""
    with opened(args) as ws:
        found = audit.verify(ws)
    sound = found.encrypted and found.integrity and found.journal and found.signatures
    if output.wants_json(args):
        if found.problem:
            print(found.problem, file=sys.stderr)
        output.document(
            {
                "encrypted": found.encrypted,
                "integrity": found.integrity,
                "journal": found.journal,
                "entries": found.entries,
                "signatures": {
                    "sound": found.signatures,
                    "checked": found.signed,
                    "removed": found.removed,
                },
            }
        )
    else:
        output.facts(
            [
                (_("encrypted"), _yes(found.encrypted)),
                (_("whole"), _yes(found.integrity)),
                (_("journal unbroken"), _yes(found.journal)),
                (_("journal entries"), found.entries),
                (_("signed forms as sealed"), _yes(found.signatures)),
                (_("signed forms"), found.signed),
                (_("of them removed with a reason"), found.removed),
                (_("problem"), found.problem),
            ]
        )
    return 0 if sound else 1


def _show_plans(args: Namespace, rows: list[PlanRow]) -> int:
    return output.listing(
        args,
        (shapes.plan(row) for row in rows),
        (_("key"), _("layout"), _("policy"), _("name")),
        ((row.key, row.layout, row.policy, row.name) for row in rows),
        _('There is no plan yet. Add one with "navigator plan add".'),
    )


def _yes(value: bool) -> str:
    return _("yes") if value else _("NO")
