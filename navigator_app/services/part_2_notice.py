"""What goes along with substance-use records that leave under a consent (42 CFR 2.32, "Notice and
copy of consent to accompany disclosure"): the notice in the agency's words, and the consent.

The program has no words of its own for the notice: where the agency has written none, nothing of
this kind leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from navigator_app.domain.consents import Consent, Way
from navigator_app.errors import ConsentNeeded
from navigator_app.i18n import _
from navigator_app.services import attachments, consent_words, consents, form_facts, gate
from navigator_app.store import reads_forms

if TYPE_CHECKING:
    from navigator_app.services.form_facts import Fact
    from navigator_app.services.workspace import Workspace

BLOCK = "part_2_notice"
"""The place of the agency's text, on the consent's own form, too."""

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Companion:
    """One document that goes along: what it is called, its type, its bytes."""

    name: str
    media_type: str
    data: bytes


def ready(ws: Workspace, way: Way, member_id: str) -> str:
    """What still has to be done before it may go, in words; "" where nothing is missing, or no
    such record goes under a consent."""
    consent = _consent(ws, way, member_id)
    if consent is None:
        return ""
    if not _notice(ws):
        return _(
            "Substance-use records go with a notice (42 CFR 2.32), and this agency has written "
            "none yet: write it in Settings, Your own words."
        )
    if not consent.draft.attachment_id:
        return _(
            "Substance-use records go with a copy of the consent (42 CFR 2.32), and the signed "
            "paper is not here: scan it, or have the consent signed on screen."
        )
    return ""


def companions(ws: Workspace, way: Way, member_id: str) -> tuple[Companion, ...]:
    """The notice with what the consent allows, and the consent's document; none where no such
    record goes under a consent. ConsentNeeded, with what to do, where one of them is missing."""
    consent = _consent(ws, way, member_id)
    if consent is None:
        return ()
    if missing := ready(ws, way, member_id):
        raise ConsentNeeded(_("Not saved"), missing)
    document = str(consent.draft.attachment_id)
    paper = attachments.get(ws, document)
    cover = Companion(_("notice"), "application/pdf", _cover(ws, way, consent))
    copy = Companion(_("consent"), paper.media_type, attachments.content(ws, document))
    return cover, copy


def _consent(ws: Workspace, way: Way, member_id: str) -> Consent | None:
    """The consent that lets such records go this way; None where none go, or none is asked for."""
    if consents.SUBSTANCE not in way.categories:
        return None
    [verdict] = gate.ask(ws, replace(way, categories=(consents.SUBSTANCE,)), [member_id])
    return consents.get(ws, verdict.consent_id) if verdict.consent_id else None


def _notice(ws: Workspace) -> str:
    return dict(reads_forms.agency_texts(ws.store, [BLOCK], _ENGLISH)).get(BLOCK, "").strip()


def _cover(ws: Workspace, way: Way, consent: Consent) -> bytes:
    """The sheet on top, in English as all papers to others are."""
    from navigator_app.forms.definition import Audience, Block, Field, Form, Head, Kind
    from navigator_app.forms.render import Order, render

    draft = consent.draft
    facts: dict[str, Fact] = {
        **form_facts.agency_facts(ws),
        "letter.to": [way.recipient],
        "consent.day": draft.on,
        "consent.discloser": draft.discloser,
        "consent.recipient": draft.recipient,
        "consent.information": consent_words.information(draft.categories),
        "consent.purpose": consent_words.purpose(draft.purpose),
    }
    if draft.expires_on:
        facts["consent.expires"] = draft.expires_on
    elif draft.expires_event:
        facts["consent.expires"] = draft.expires_event
    fields = (
        Field("Signed on", "consent.day"),
        Field("Who may give it", "consent.discloser"),
        Field("Who may get it", "consent.recipient"),
        Field("Which information", "consent.information"),
        Field("What for", "consent.purpose"),
        Field("Until", "consent.expires"),
    )
    form = Form(
        id=BLOCK,
        title="Notice that goes with substance use treatment records",
        audience=Audience.PLAN,
        version=1,
        size=12.0,
        head=Head.LETTER,
        blocks=(
            Block(Kind.AGENCY_TEXT, BLOCK, text="The notice of 42 CFR 2.32", law=("42 CFR 2.32",)),
            Block(Kind.HEADING, text="What the enclosed consent allows"),
            Block(Kind.FIELDS, fields=fields),
            Block(Kind.PARAGRAPH, text="A copy of the consent goes with this notice."),
        ),
    )
    return render(Order(form, facts=facts, agency_texts={BLOCK: _notice(ws)})).pdf
