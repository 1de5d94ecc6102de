"""What a form to be signed on the screen is filled in with: choices made there, not yet a record.

The sources and boxes are those that a consent's own record fills on paper (`form_facts_member`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain.consents import ConsentDraft, Decision, How, Signer
from navigator_app.domain.engines import add_months
from navigator_app.domain.signatures import SignableForm, SignDraft
from navigator_app.i18n import _
from navigator_app.services import consent_desk, consents, sign_form_text
from navigator_app.services.form_facts_member import NAMED_PURPOSES

if TYPE_CHECKING:
    from navigator_app.forms.render import Order
    from navigator_app.services.form_facts import Fact
    from navigator_app.services.workspace import Workspace

SERVICE, CATEGORY, PURPOSE = "service.", "category.", "purpose."


def consent_of(
    ws: Workspace, draft: SignDraft, known: SignableForm, lasts: int = 0
) -> ConsentDraft:
    """The record that signing makes; not checked yet. `lasts` is the months that the form says."""
    from navigator_app.forms import catalogue

    today = ws.clock.today()
    kind = known.consent or draft.consent
    refused = known.act == "refuse"
    sharing = kind != consent_desk.SERVE
    mine = draft.signer is Signer.MEMBER
    categories = (consents.SUBSTANCE,) if kind == consents.SUBSTANCE else draft.categories
    ends = draft.expires_on or (add_months(today, lasts) if lasts else None)
    return ConsentDraft(
        member_id=draft.member_id,
        kind=kind,
        decision=Decision.REFUSED if refused else Decision.GIVEN,
        how=How.SCREEN,
        on=today,
        discloser=draft.discloser if sharing else "",
        recipient=draft.recipient if sharing else "",
        recipient_class=sharing and draft.recipient_class,
        categories=categories if sharing else (),
        purpose=draft.purpose if sharing else "",
        expires_on=None if refused else ends,
        expires_event="" if refused else draft.expires_event,
        signer=draft.signer,
        signer_name="" if mine else draft.signer_name,
        authority="" if mine else draft.authority,
        witness=draft.witness,
        interpreter=draft.interpreter,
        language=catalogue.LANGUAGES.get(draft.language, draft.language),
    )


def filled(
    order: Order, draft: SignDraft, known: SignableForm, consent: ConsentDraft | None
) -> Order:
    """The order with what was chosen on the screen: facts and ticks of the draft stand before
    those that were gathered."""
    facts: dict[str, Fact | None] = {
        sign_form_text.INTERPRETER: draft.interpreter.strip(),
        sign_form_text.STAFF: _received(order),
    }
    ticked = set(order.ticked)
    if known.act == "give" and known.consent == consent_desk.SERVE:
        ticked = {f"{SERVICE}{one}" for one in draft.services}
    elif known.act == "give" and consent is not None:
        more, ticked = _release(order, consent)
        facts |= more
    elif known.act == "refuse" and consent is not None:
        more, ticked = _refusal(draft, consent)
        facts |= more
    typed, boxes = sign_form_text.facts_of(draft.filled, order.form.ticks())
    whole = {**order.facts, **{source: one for source, one in facts.items() if one}, **typed}
    return replace(order, facts=whole, ticked=frozenset(ticked) | boxes)


def _release(order: Order, consent: ConsentDraft) -> tuple[dict[str, Fact | None], set[str]]:
    told: dict[str, Fact | None] = {
        "release.discloser": consent.discloser,
        "release.recipient": consent.recipient,
        "release.expires": _ends(order.language, consent.expires_on, consent.expires_event),
    }
    ticked = {f"{CATEGORY}{one}" for one in consent.categories}
    named = consent.purpose if consent.purpose in NAMED_PURPOSES else "other"
    box = f"{PURPOSE}{named}"
    if box not in order.form.ticks():
        box = f"{PURPOSE}other"
    if box == f"{PURPOSE}other":
        title = consents.rules().purposes[consent.purpose].title
        told[box + sign_form_text.WORDS] = title
    return told, ticked | {box}


def _refusal(draft: SignDraft, consent: ConsentDraft) -> tuple[dict[str, Fact | None], set[str]]:
    if consent.kind == consent_desk.SERVE:
        return {}, {f"{SERVICE}{one}" for one in draft.services}
    titles = [_(consents.rules().categories[one].title) for one in consent.categories]
    what = ", ".join(titles)
    return {"refusal.share": f"{what} – {consent.recipient}"}, {"refusal.sharing"}


def _ends(language: str, on: date | None, event: str) -> Fact:
    """A day, an event, or both: whichever comes first."""
    if on is None or not event:
        return on or event
    from navigator_app.forms.catalogue import Texts

    return f"{Texts(language).day(on)}; {event}"


def _received(order: Order) -> str:
    """Who of the staff got the form, and the day: they sit beside the member."""
    from navigator_app.forms.catalogue import Texts

    day, name = order.facts.get("form.day"), order.facts.get("staff.name")
    said = [str(name or "")]
    if isinstance(day, date):
        said.append(Texts(order.language).day(day))
    return ", ".join(one for one in said if one)
