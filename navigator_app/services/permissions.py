"""What somebody at work may do and see, asked where it is done and read: in the services.

Every write asks by its intention, through `Workspace.transaction`; whole services and single
fields ask by name. Whoever is alone with a store may do everything, and nothing is looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain import rights
from navigator_app.domain.rights import Action, Permissions, Standing
from navigator_app.domain.vocabulary import Role
from navigator_app.errors import NotAllowed
from navigator_app.i18n import N_, _
from navigator_app.store import reads_users

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.engine import Store

ROLES = {
    Role.NAVIGATOR: N_("navigator"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.CLERK: N_("clerk"),
    Role.ADMINISTRATOR: N_("administrator"),
}
"""The roles inside a sentence."""


def table() -> Permissions:
    """The whole table of actions and fields."""
    from navigator_app.policy import permissions  # reading it is not for the first page

    return permissions.shipped()


def standing(ws: Workspace) -> Standing:
    """The roles of whoever is at work, and whether anybody else is there."""
    return rights.standing(ws.user.id, reads_users.team(ws.store))


def acts_for_others(store: Store, user_id: str) -> bool:
    """True when this user may be at work in the name of somebody who has no passphrase yet."""
    here = rights.standing(user_id, reads_users.team(store))
    return here.alone or here.has(table().actions["act-for"])


def may(ws: Workspace, action: str) -> bool:
    """True when whoever is at work may do this; KeyError for an action nobody wrote down."""
    here = standing(ws)
    return here.alone or here.has(table().actions[action])


def need(ws: Workspace, action: str) -> None:
    """Do nothing, or refuse: NotAllowed says which role does this, and who has it."""
    here = standing(ws)
    if not here.alone:
        _need(ws, here, table().actions[action])


def need_intention(ws: Workspace, intention: str) -> None:
    """The same for a write by its intention; one that the table does not know is refused, too.

    Only an administrator gets past the table's gaps.
    """
    here = standing(ws)
    if here.alone:
        return
    action = table().of_intention(intention)
    if action is not None:
        _need(ws, here, action)
    elif Role.ADMINISTRATOR not in here.roles:
        raise _refused(ws, here, frozenset({Role.ADMINISTRATOR}), intention.replace("_", " "))


def sees(ws: Workspace, field: str, member_id: str = "") -> bool:
    """True when the role sees this field, or the glass was broken for that member today."""
    here = standing(ws)
    if here.alone:
        return True
    right = table().fields[field]
    if here.has(right):
        return True
    if not (right.glass and member_id and here.roles):
        return False
    from navigator_app.services import read_reasons  # asks back here

    return read_reasons.broken(ws, member_id)


def unseen(ws: Workspace, member_id: str) -> list[str]:
    """Titles of what the role does not see of a member but could by breaking the glass."""
    here = standing(ws)
    if here.alone or not here.roles:
        return []
    fields = [one for one in table().fields.values() if one.glass]
    return [_(one.title) for one in fields if not sees(ws, one.id, member_id)]


def need_field(ws: Workspace, field: str, member_id: str = "") -> None:
    """Do nothing, or refuse: NotAllowed for a field that the role does not see."""
    if not sees(ws, field, member_id):
        right = table().fields[field]
        raise _refused(ws, standing(ws), right.roles, _(right.title))


def lines() -> list[tuple[str, str, str]]:
    """The table to be read: (section, what, roles) of each action and then each field."""
    known = table()
    told = [(_(one.section), _(one.title), role_names(one.roles)) for one in known.actions.values()]
    told.sort(key=lambda one: one[0])
    shown = _("Shown")
    return [*told, *((shown, _(one.title), role_names(one.roles)) for one in known.fields.values())]


def role_names(roles: frozenset[Role]) -> str:
    """Roles in a sentence, in the order of the list of roles."""
    return ", ".join(_(ROLES[role]) for role in Role if role in roles)


def _need(ws: Workspace, here: Standing, action: Action) -> None:
    if not here.has(action):
        raise _refused(ws, here, action.roles, _(action.title))


def _refused(ws: Workspace, here: Standing, roles: frozenset[Role], what: str) -> NotAllowed:
    if not here.roles:
        return NotAllowed(
            _("Not allowed"),
            _("{name} does not work with this store any more.").format(name=ws.user.name),
            _("Ask an administrator."),
        )
    names = reads_users.names_with(ws.store, roles)
    return NotAllowed(
        _("Not allowed"),
        _("“{what}” is for: {roles}. {name} works here as {role}.").format(
            what=what,
            roles=role_names(roles),
            name=ws.user.name,
            role=role_names(here.roles),
        ),
        _("Ask {names}.").format(names=", ".join(names)) if names else _("Ask an administrator."),
    )
