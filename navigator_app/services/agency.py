"""The agency, its users and its plans."""

from __future__ import annotations

import re

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import AgencyRow, Changes, PlanRow, UserRow
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace, checked_agency, required
from navigator_app.store import agency_rows

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MINUTES = range(1, 61)
"""Idle minutes that may be chosen."""


def agency(ws: Workspace) -> AgencyRow:
    """The provider organization."""
    return _found(ws)[1]


def update_agency(ws: Workspace, *, name: str, npi: str, phone: str) -> Changes:
    """Change the words that stand on every status line; InputRejected names the field."""
    values = checked_agency(name, npi, phone)
    with ws.transaction("update_agency") as tx:
        tx.update("agency", _found(ws)[0], values)
    return Changes(settings=True)


def lock_minutes(ws: Workspace) -> int:
    """Idle minutes until the window locks."""
    return _found(ws)[2]


def set_lock_minutes(ws: Workspace, minutes: int) -> Changes:
    """Set the idle minutes, 1 to 60."""
    if minutes not in MINUTES:
        raise InputRejected(
            "minutes",
            _("The window locks after 1 to 60 idle minutes."),
            _("Ten minutes suit most offices."),
        )
    with ws.transaction("set_lock_minutes") as tx:
        tx.update("agency", _found(ws)[0], {"lock_minutes": minutes})
    return Changes(settings=True)


def users(ws: Workspace) -> list[UserRow]:
    """Active users by name."""
    return agency_rows.users(ws.store)


def left_with_members(ws: Workspace) -> list[UserRow]:
    """Users who work here no more and still have members, by name."""
    return agency_rows.left_with_members(ws.store)


def plans(ws: Workspace) -> list[PlanRow]:
    """All plans by key."""
    return agency_rows.plans(ws.store)


def plan(ws: Workspace, key: str) -> PlanRow:
    """One plan; NotFound names the known keys."""
    row = agency_rows.plan(ws.store, key)
    if row is not None:
        return row
    known = ", ".join(one.key for one in plans(ws))
    advice = _("Known plans: {keys}.").format(keys=known) if known else _("Add the plan first.")
    raise NotFound(_("No such plan"), _("There is no plan {key}.").format(key=key), advice)


def add_plan(
    ws: Workspace, key: str, *, name: str, layout: str, policy: str = "toolkit-2025"
) -> PlanRow:
    """Add a plan; InputRejected for a taken key or an unknown layout or policy pack.

    `policy` is a pack's key, or several joined by a plus sign: the nearest speaks.
    """
    key = key.strip()
    if not _KEY.fullmatch(key):
        raise InputRejected(
            "key",
            _("A plan's key is made of small letters, digits, - and _."),
            _('A short one is easiest to type, such as "bayview".'),
        )
    if agency_rows.plan(ws.store, key) is not None:
        raise InputRejected(
            "key",
            _("There is a plan {key} already.").format(key=key),
            _("Choose another key, or change that plan."),
        )
    values = _checked_plan(ws, name, layout, policy)
    row = PlanRow(uuid7(), key, **values)
    with ws.transaction("add_plan") as tx:
        tx.insert("plan", {"id": row.id, "key": key, **values, "created_at": tx.now})
    return row


def update_plan(ws: Workspace, key: str, *, name: str, layout: str, policy: str) -> PlanRow:
    """Change a plan's name, layout or policy pack; what a new pack moves, `services.moves`
    lists."""
    found = plan(ws, key)
    values = _checked_plan(ws, name, layout, policy)
    with ws.transaction("update_plan") as tx:
        tx.update("plan", found.id, values)
        if values["policy"] != found.policy:
            from navigator_app.services import clocks  # reads files: not for the first screen

            clocks.recompute(tx, ws, by_rule=True)
    return PlanRow(found.id, found.key, **values)


def layout_choices(ws: Workspace) -> list[tuple[str, str]]:
    """(key, name) of every layout: shipped ones and those somebody mapped."""
    from navigator_app.exchange.layouts import shipped  # reads files: not for the first screen

    choices = [(key, layout.name) for key, layout in shipped().items()]
    learned = agency_rows.learned_layouts(ws.store)
    return choices + [(key, _learned_name(key, toml)) for key, toml in learned]


def policy_choices() -> list[tuple[str, str]]:
    """(key, name) of every policy pack."""
    from navigator_app.policy.packs import names  # reads files: not for the first screen

    return list(names().items())


def _found(ws: Workspace) -> tuple[str, AgencyRow, int]:
    found = agency_rows.agency(ws.store)
    if found is None:
        raise NotFound(_("No agency"), _("This store names no agency."))
    return found


def _checked_plan(ws: Workspace, name: str, layout: str, policy: str) -> dict[str, str]:
    layouts = [key for key, _name in layout_choices(ws)]
    packs = [key for key, _name in policy_choices()]
    wanted = [key.strip() for key in policy.split("+")]
    unknown = next((key for key in wanted if key not in packs), None)
    if layout not in layouts:
        raise InputRejected(
            "layout",
            _("There is no layout {key}.").format(key=layout),
            _("Known layouts: {keys}.").format(keys=", ".join(layouts)),
        )
    if unknown is not None:
        raise InputRejected(
            "policy",
            _("There is no policy pack {key}.").format(key=unknown),
            _("Known policy packs: {keys}.").format(keys=", ".join(packs)),
        )
    if len(set(wanted)) < len(wanted):
        raise InputRejected(
            "policy",
            _("The same rules are named twice: {keys}.").format(keys=policy),
            _("Name each but once."),
        )
    plain = required("name", name, _("The plan needs a name."))
    return {"name": plain, "layout": layout, "policy": "+".join(wanted)}


def _learned_name(key: str, toml: str) -> str:
    """A mapped layout's own name, else its key: one that cannot be read must stay choosable."""
    import tomllib

    try:
        name = tomllib.loads(toml).get("name")
    except tomllib.TOMLDecodeError:
        return key
    return name if isinstance(name, str) and name else key
