"""The gate on every way out: which information of whom may leave, to whom, for what purpose.

Treatment, payment and operations pass without an authorization, the status file among them (DHCS
Closed-Loop Referral guidance, II.B.1); substance-use records under 42 CFR Part 2 never without one.
What leaves is accounted for in the transaction of the leaving itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.domain import plain_text
from navigator_app.domain.consents import (
    Consent,
    ConsentRules,
    Decision,
    State,
    Verdict,
    Way,
    judge,
    later_no,
)
from navigator_app.domain.disclosures import DisclosureRow
from navigator_app.domain.identifiers import uuid7, uuid7_many
from navigator_app.domain.plain_text import same
from navigator_app.errors import ConsentNeeded, InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import consent_rules
from navigator_app.services import agency, phrases, read_reasons
from navigator_app.store import reads_consents, reads_member

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

TPO = "treatment-payment-operations"
MEMBER_REQUEST = "member-request"

BY_HAND = frozenset({"attachment"})
"""Ways out for which a person types who gets it."""


def ask(ws: Workspace, way: Way, member_ids: Sequence[str]) -> list[Verdict]:
    """What may leave of each member's record, in their order; nothing is written.

    InputRejected for a purpose or a category that is not in the list, or no recipient.
    """
    rules = consent_rules.shipped()
    if way.purpose not in rules.purposes:
        raise InputRejected("purpose", _("There is no such purpose."))
    if not way.categories or set(way.categories) - set(rules.categories):
        raise InputRejected("categories", _("Say which information."))
    if not plain_text.line(way.recipient):
        raise InputRejected("recipient", _("Say who gets it."))
    known = reads_consents.of_members(ws.store, member_ids)
    today, ours = ws.clock.today(), same(agency.agency(ws).name)
    found = []
    for one in member_ids:
        said = _of_us(known.get(one, ()), ours)
        asked, kinds = _asked(ws, way, one, rules, said)
        found.append(judge(way, one, said, asked, today, kinds))
    return found


def pass_or_refuse(verdicts: Iterable[Verdict], override: str = "") -> None:
    """ConsentNeeded, saying what stays back and why, unless a reason was given to let it go.

    No reason lets out what leaves under a consent only (42 CFR 2.31).
    """
    held = [verdict for verdict in verdicts if not verdict.whole]
    barred = [verdict for verdict in held if not overridable(verdict)]
    if not held or (plain_text.line(override) and not barred):
        return
    reasons = {name: why for verdict in barred or held for name, why in verdict.withheld}
    first = next((name for name in reasons if _always(name)), next(iter(reasons)))
    raise ConsentNeeded(
        _("Consent needed"),
        reasons[first].told(_, phrases.day),
        _("Leave it out, or record the member’s consent first.")
        if barred
        else _("Leave it out, record the consent, or say why it goes all the same."),
    )


def overridable(verdict: Verdict) -> bool:
    """False where something stays back that no reason lets out."""
    return not any(_always(name) for name, _why in verdict.withheld)


def for_the_member(ws: Workspace, way: Way, member_id: str) -> bool:
    """True for what a member asked for, where the member or their guardian is who gets it."""
    found = reads_member.member(ws.store, member_id)
    if way.purpose != MEMBER_REQUEST or found is None:
        return False
    first = (found.first_name, found.preferred_name)
    names = [*(f"{one} {found.last_name}" for one in first if one), found.guardian_name]
    return same(way.recipient) in {same(one) for one in names if one}


def check_stands(ws: Workspace, consent_id: str) -> None:
    """ConsentNeeded, with what to do, where a consent does not stand today: what is printed of it
    would pass for a live one. NotFound when there is none."""
    found = reads_consents.one(ws.store, consent_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such consent on record."))
    state, draft = found.state(ws.clock.today()), found.draft
    said = {
        State.REVOKED: (_("This consent was taken back on {day}."), found.revoked_on),
        State.INVALID: (_("This consent was found not to hold on {day}."), found.invalid_on),
        State.EXPIRED: (_("This consent ran out on {day}."), draft.expires_on),
        State.REFUSED: (_("The member said no on {day}."), draft.on),
        State.LATER: (_("This consent begins on {day}."), draft.on),
    }
    if state in said:
        words, day = said[state]
    else:
        every = reads_consents.of_member(ws.store, draft.member_id)
        words, day = said[State.REFUSED][0], later_no(found, every, ws.clock.today())
        if day is None:
            return
    raise ConsentNeeded(
        _("Not printed"),
        words.format(day=phrases.day(day) if day else ""),
        _("Print a new form, not filled in from this consent, and have it signed."),
    )


def as_gone(way: Way, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts for what has left whole, whatever they say by now: that is accounted for."""
    return [replace(one, allowed=way.categories) for one in verdicts]


def account(
    ws: Workspace,
    tx: Tx,
    way: Way,
    verdicts: Sequence[Verdict],
    *,
    detail: str = "",
    override: str = "",
) -> None:
    """Write down what left of each member's record, in the transaction of the leaving.

    With an override everything that was asked for went, but for what no reason lets out; without,
    what the verdict allowed.
    """
    zone = str(ws.clock.tz)
    for key, verdict in zip(uuid7_many(len(verdicts)), verdicts, strict=True):
        forced = bool(plain_text.line(override)) and not verdict.whole
        barred = {name for name, _why in verdict.withheld if _always(name)}
        asked = tuple(name for name in way.categories if name not in barred)
        gone = asked if forced else verdict.allowed
        if not gone:
            continue
        tx.insert(
            "disclosure",
            {
                "id": key,
                "member_id": verdict.member_id,
                "at": tx.now,
                "zone": zone,
                "what": way.what,
                "detail": detail,
                "recipient": way.recipient,
                "purpose": way.purpose,
                "categories": json.dumps(list(gone)),
                "ground": verdict.ground.told(),
                "consent_id": verdict.consent_id,
                "override_reason": plain_text.line(override) if forced else "",
                "user_id": ws.user.id,
            },
        )


def account_file(ws: Workspace, tx: Tx, way: Way, file_id: str, detail: str) -> None:
    """Write down that a sent file left: one line for all its members, whom its rows name."""
    purpose = consent_rules.shipped().purposes[way.purpose]
    tx.insert(
        "disclosure",
        {
            "id": uuid7(),
            "file_id": file_id,
            "at": tx.now,
            "zone": str(ws.clock.tz),
            "what": way.what,
            "detail": detail,
            "recipient": way.recipient,
            "purpose": way.purpose,
            "categories": json.dumps(list(way.categories)),
            "ground": f"{purpose.title}: no authorization needed "
            f"({purpose.source}, {purpose.section})",
            "user_id": ws.user.id,
        },
    )


def disclosures(ws: Workspace, member_id: str, *, whole: bool = False) -> list[DisclosureRow]:
    """What left about a member, the latest first: to be shown and printed for them. A role that
    sees no substance-use records does not see that any left; with `whole`, for the list that the
    member is given, it is asked for the glass (ReasonNeeded)."""
    from navigator_app.services import seen  # asks the gate

    read_reasons.need(ws, member_id)
    found = []
    for row in reads_consents.disclosures(ws.store, member_id):
        cells = list(row)
        cells[7] = tuple(json.loads(cells[7]))
        found.append(DisclosureRow(*cells))
    shown = seen.disclosures(ws, member_id, found)
    if whole and len(shown) < len(found):
        raise seen.glass(member_id)
    return shown


def _of_us(consents: Iterable[Consent], ours: str) -> list[Consent]:
    """Those that let this agency give (45 CFR 164.508(c)(1)(ii), 42 CFR 2.31(a)(2)), and every no:
    what another may give is nothing that we may."""
    return [
        one
        for one in consents
        if one.draft.decision is Decision.REFUSED or ours in same(one.draft.discloser)
    ]


def _asked(
    ws: Workspace, way: Way, member_id: str, rules: ConsentRules, said: Iterable[Consent]
) -> tuple[ConsentRules, frozenset[str]]:
    """The rules for one member, and the classes that the recipient is on record in.

    What members ask for is free to them and who speaks for them; to anybody else it goes under
    their consent (45 CFR 164.508(c)(1)(iv)). A paper that somebody gives out for treatment, payment
    or operations is free to those on record alone.
    """
    chosen = way.what in BY_HAND and way.purpose == TPO
    if not chosen and not any(one.draft.recipient_class for one in said):
        kinds, free = frozenset[str](), True
    else:
        from navigator_app.services import recipients  # seldom needed

        known = recipients.named(ws, member_id, way.recipient)
        kinds = known.classes if known else frozenset()
        free = not chosen or (known is not None and known.free)
    if way.purpose == MEMBER_REQUEST:
        free = for_the_member(ws, way, member_id)
    if free:
        return rules, kinds
    purpose = replace(rules.purposes[way.purpose], free=False)
    return replace(rules, purposes={**rules.purposes, way.purpose: purpose}), kinds


def _always(category: str) -> bool:
    """True for information that leaves under a consent that names it, and not otherwise."""
    found = consent_rules.shipped().categories.get(category)
    return found is not None and found.always
