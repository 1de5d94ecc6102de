"""Notes judged anew: an authorization that reaches back, a look-up made since."""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain import encounters
from navigator_app.domain.encounter_facts import Judgement, Payable
from navigator_app.domain.records import Changes
from navigator_app.domain.service_rows import EncounterRow, NoteDraft
from navigator_app.errors import NavigatorError
from navigator_app.services import clocks, encounter_facts, service_month
from navigator_app.services.encounter_facts import Gathered
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_services


@dataclass(frozen=True, slots=True)
class Again:
    """What judging anew found: how many were looked at, and how many changed."""

    seen: int
    changed: int
    changes: Changes


def month(ws: Workspace, plan: str, period: str) -> Again:
    """Judge a plan's month anew, in one transaction: each note that could not be billed, or was
    not known to, by what is known today. A note that can be billed keeps its verdict."""
    rows = [
        row
        for row in service_month.whole(ws, plan=plan, month=period, limit=100_000)
        if row.payable is not Payable.YES
    ]
    found = [(row, *anew) for row in rows if (anew := _anew(ws, row)) is not None]
    members, referrals = set(), set()
    with ws.transaction("judge_services_again") as tx:
        for row, gathered, judged in found:
            facts = gathered.facts
            span = facts.referral.span_of(facts.on) if facts.referral else None
            tx.update(
                "encounter",
                row.id,
                {
                    "referral_id": facts.referral.id if facts.referral else None,
                    "authorization_id": (span.authorization_id or None) if span else None,
                    "payable": {Payable.YES: 1, Payable.NO: 0}.get(judged.payable),
                    "reasons": reads_services.reasons_text(judged.reasons),
                },
            )
            members.add(row.member_id)
            referrals |= {row.referral_id, facts.referral.id if facts.referral else ""} - {""}
        clocks.recompute(tx, ws, sorted(referrals))
    changes = Changes(members=frozenset(members), referrals=frozenset(referrals))
    return Again(len(rows), len(found), changes)


def _anew(ws: Workspace, row: EncounterRow) -> tuple[Gathered, Judgement] | None:
    """The verdict as of today where it differs; None where it stands or cannot be found."""
    draft = NoteDraft(
        member_id=row.member_id,
        service=row.service,
        component=row.component,
        at=row.at.replace(tzinfo=None),
        minutes=row.minutes,
        mode=row.mode,
        code=row.code,
        referral_id=row.referral_id or None,
    )
    try:
        gathered = encounter_facts.gather(ws, draft, but=row.id)
    except NavigatorError:
        return None  # its code or referral is no longer there: it stands as it was judged
    judged = encounters.judge(gathered.facts, encounter_facts.sources())
    crossed = [one for one in row.reasons if one.check == "overlap"]  # what was done at once stays
    reasons = tuple(sorted((*judged.reasons, *crossed), key=lambda one: one.payable.rank))
    judged = Judgement(reasons[0].payable, reasons)
    return None if reasons == row.reasons else (gathered, judged)
