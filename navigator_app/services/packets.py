"""The packet that goes with an extension request: what this plan wants, and what is ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from navigator_app.domain import ledger
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.domain.vocabulary import Service
from navigator_app.i18n import N_, _
from navigator_app.policy import ledger_rules, own, packs
from navigator_app.policy.ledger_rules import Item
from navigator_app.policy.lists import Basis
from navigator_app.services import support_plan_ready
from navigator_app.services.support_plan_ready import Ready
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger

PACKET_FROM = max(ledger.MARKS)
"""Days before the end from which the packet stands on the member's page."""

TEXTS = (
    N_("What Health Net wants with an extension request"),
    N_("Completed housing support plan, attached"),
    N_("In the plan: needs, preferences and barriers from the tenant screening"),
    N_("In the plan: short- and long-term measurable goals for each barrier"),
    N_("Agency’s own checklist: what this plan wants is not known"),
    N_("Housing support plan, reviewed and signed"),
    N_("What changed since the last authorization"),
    N_("Progress on each goal, and why more time is needed"),
    N_("Agency’s own checklist"),
    N_("An older text of the definition; a newer one may ask for more."),
    N_("Ask the plan what it wants with an extension request."),
)
"""The texts of `resources/ledger.toml` that are shown, for the catalogue."""


@dataclass(frozen=True, slots=True)
class PacketRow:
    """One thing that goes with the extension request; `done` is the day it was ready.

    `lacks` is what the housing support plan on record lacks of it; `kept` is True where that plan
    itself makes it done.
    """

    item: str
    title: str
    required: bool
    source: str
    note: str
    done: date | None
    lacks: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class PacketList:
    """The checklist for the extension of what ends on `end`; `own` marks the agency's own."""

    title: str
    own: bool
    end: date
    rows: tuple[PacketRow, ...]

    @property
    def missing(self) -> int:
        """How many are not done."""
        return sum(row.done is None for row in self.rows)


def packet(
    ws: Workspace, referral_id: str, service: Service, end: date, policy: str
) -> PacketList | None:
    """The checklist for the extension of what ends on `end`, from 90 days before it.

    `policy` is the plan's pack. None before, and for a service that no packet is for.
    """
    today = ws.clock.today()
    if (end - today).days > PACKET_FROM:
        return None
    wanted = ledger_rules.shipped().packet(_policies(policy), service, today)
    if wanted is None:
        return None
    done = reads_ledger.packet_items(ws.store, referral_id, end)
    ready = support_plan_ready.for_referral(ws, referral_id, Purpose.EXTENSION)
    rows = tuple(_packet_row(item, done.get(item.id), ready) for item in wanted.items)
    return PacketList(_(wanted.title), wanted.own, end, rows)


def _packet_row(item: Item, ticked: date | None, ready: Ready | None) -> PacketRow:
    lacks: tuple[str, ...] = ()
    done, kept = ticked, False
    if item.plan_needs and ready is not None and ready.plan_id:
        lacks = tuple(one.says for one in ready.missing if one.need in item.plan_needs)
        kept = ready.holds(item.plan_needs)
        done = ready.done if kept else ticked
    return PacketRow(
        item=item.id,
        title=_(item.title),
        required=item.required,
        source=_cited(item.basis),
        note=_(item.basis.note) if item.basis.note else "",
        done=done,
        lacks=lacks,
        kept=kept,
    )


def _cited(basis: Basis) -> str:
    return basis.cited if basis.section else _(basis.source)


@own.from_packs
@lru_cache(maxsize=64)
def _policies(policy: str) -> tuple[str, ...]:
    return tuple(pack.key for pack in packs.standing(policy))
