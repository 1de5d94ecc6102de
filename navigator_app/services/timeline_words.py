"""What a line of the timeline says: the same words on the screen, on paper and in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
    Service,
    Word,
)
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import consent_lines, form_lines
from navigator_app.services.attachment_words import kind_words, size_words
from navigator_app.services.phrases import day

Row = dict[str, Any]


class Said(NamedTuple):
    """A line's title, what was written of it, and how it is drawn."""

    title: str
    body: str = ""
    tone: str = "neutral"
    struck: bool = False


GROUP_WORDS = {
    "outreach": N_("Outreach"),
    "services": N_("Services"),
    "referral": N_("Referral"),
    "authorization": N_("Authorization"),
    "plan": N_("Support plan"),
    "search": N_("Housing search"),
    "home": N_("Home"),
    "papers": N_("Papers"),
    "people": N_("Promises and people"),
    "consent": N_("Consent"),
}

KIND_WORDS = {
    "outreach_attempt": N_("Outreach"),
    "encounter": N_("Service"),
    "place_seen": N_("Place seen"),
    "locate_check": N_("Looked for"),
    "status_event": N_("Referral status"),
    "discontinuation": N_("Ending"),
    "eligibility_check": N_("Eligibility check"),
    "support_plan_comment": N_("Remark on the support plan"),
    "housing_event": N_("Housing search"),
    "accommodation_request": N_("Accommodation"),
    "tenancy": N_("Home"),
    "tenancy_event": N_("Tenancy"),
    "member_document": N_("Paper"),
    "attachment": N_("Attachment"),
    "printed_form": N_("Printed form"),
    "deposit_request": N_("Deposit"),
    "promise": N_("Promise"),
    "hand_over": N_("Hand-over"),
    "consent": N_("Consent"),
    "disclosure": N_("What left"),
}
"""What a find in the notes is called."""

_OUTCOME_TONE = {
    "reached": "good", "message-left": "info", "refused": "refused", "unsafe": "danger",
}  # fmt: skip
_STATUS_TONE = {"accepted": "good", "declined": "refused", "outreach-initiated": "info"}
_AUTHORIZATION_TONE = {"approved": "good", "denied": "danger"}
_CHECK_TONE = {"active": "good", "lapsed": "danger", "suspended": "danger"}
_SEVERITY_TONE = {"watch": "info", "act": "warning", "urgent": "danger"}


def say(kind: str, what: str, row: Row) -> Said:
    """The words for a record's columns, as `store.reads_timeline.told` gives them."""
    return _SAY[kind](what, row)


def _word(words: type[Word], slug: str | None) -> str:
    """A word of the trade; the slug itself where an older store holds one no longer known."""
    if not slug:
        return ""
    try:
        return _(words.from_slug(slug).value)
    except ValueError:
        return slug


def _service(slug: str) -> str:
    try:
        return _(Service.from_slug(slug).short)
    except ValueError:
        return slug


def plain(slug: str | None) -> str:
    """A slug as words: "moved-in" becomes "Moved in"."""
    text = (slug or "").replace("-", " ").replace("_", " ").strip()
    return _(text[:1].upper() + text[1:]) if text else ""


def money(cents: int | None) -> str:
    """An amount in dollars; "" for none."""
    return "" if cents is None else f"${cents / 100:,.2f}".removesuffix(".00")


def _lines(*parts: str | None) -> str:
    return "\n".join(part.strip() for part in parts if part and part.strip())


def _title(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _iso(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else ""


@cache
def _listed(name: str) -> dict[str, str]:
    """The titles of a list that came with the program, by id."""
    from navigator_app.policy import document_rules, housing_lists, service_catalog

    if name == "component":
        return {one.id: one.title for one in service_catalog.shipped().catalog.components}
    if name == "document":
        return {one.id: one.title for one in document_rules.shipped().kinds}
    lists = housing_lists.shipped()
    items = {
        "denial": lists.denial_reasons,
        "subsidy": lists.subsidy_kinds,
        "entry": lists.entry_statuses,
        "stage": lists.stages,
    }[name]
    return {one.id: one.title for one in items}


def _of(name: str, key: str | None) -> str:
    found = _listed(name).get(key or "")
    return _(found) if found else plain(key)


def _attempt(_what: str, row: Row) -> Said:
    where = ", ".join(part for part in (row["place"], row["with_whom"]) if part)
    then = _("Next: {step}").format(step=row["next_step"]) if row["next_step"] else ""
    title = _title(_word(Outcome, row["outcome"]), _word(Mode, row["mode"]))
    return Said(
        title, _lines(row["note"], where, then), _OUTCOME_TONE.get(row["outcome"], "neutral")
    )


def _encounter(_what: str, row: Row) -> Said:
    where = ", ".join(part for part in (row["place"], row["with_whom"]) if part)
    minutes = row["minutes"]
    long = ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    title = _title(_service(row["service"]), _of("component", row["component"]), long)
    return Said(title, _lines(row["narrative"], where), "accent")


def _place(_what: str, row: Row) -> Said:
    title = _("Seen: {place}").format(place=row["place"])
    by = _("Seen by {who}").format(who=row["seen_by"]) if row["seen_by"] else ""
    return Said(title, _lines(row["when_there"], plain(row["confidence"]), by, row["note"]), "info")


def _looked(_what: str, row: Row) -> Said:
    return Said(
        _title(_("Looked for: {source}").format(source=plain(row["source"])), plain(row["found"])),
        row["note"],
    )


def _status(_what: str, row: Row) -> Said:
    reason = _word(ClosureReason, row["reason"])
    title = _title(_service(row["service"]), _word(ReferralStatus, row["status"]), reason)
    tone = _STATUS_TONE.get(row["status"], "neutral")
    return Said(title, row["note"], tone, bool(row["corrected"]))


def _ending(what: str, row: Row) -> Said:
    service = _service(row["service"])
    if what == "again":
        return Said(_("{service}: taken up again").format(service=service), "", "good")
    title = _("{service} ended").format(service=service)
    return Said(_title(title, plain(row["reason"])), row["note"], "refused")


def _authorization(what: str, row: Row) -> Said:
    status = _word(AuthorizationStatus, row["status"])
    until = _iso(row["ends_on"])
    service = _service(row["service"])
    number = _("Number {number}").format(number=row["number"]) if row["number"] else ""
    if what == "starts":
        begun = _("{service} authorization begins").format(service=service)
        ends = _("Until {day}").format(day=until) if until else ""
        return Said(begun, _lines(ends, number), "good")
    title = _("{service} authorization: {status}").format(service=service, status=status)
    return Said(title, number, _AUTHORIZATION_TONE.get(row["status"], "neutral"))


def _request(_what: str, row: Row) -> Said:
    words = (
        _("{service}: extension asked for")
        if row["kind"] == "extension"
        else _("{service}: authorization asked for")
    )
    amount = f"{row['units']} {plain(row['unit']).lower()}" if row["units"] else ""
    return Said(
        words.format(service=_service(row["service"])), _lines(amount, row["note"]), "pending"
    )


def _check(_what: str, row: Row) -> Said:
    title = _("Medi-Cal: {state}").format(state=plain(row["medi_cal"]).lower())
    tone = _CHECK_TONE.get(row["medi_cal"], "warning")
    return Said(_title(title, plain(row["how"])), _lines(row["plan_name"], row["note"]), tone)


def _plan(_what: str, row: Row) -> Said:
    words = (
        _("Support plan revised: version {n} begun")
        if row["previous_id"]
        else _("Support plan begun: version {n}")
    )
    return Said(words.format(n=row["version"]), "", "info")


def _signature(_what: str, row: Row) -> Said:
    title = _("Support plan version {n} signed by {name}").format(
        n=row["version"], name=row["name"]
    )
    return Said(title, _lines(plain(row["role"]), plain(row["how"])), "good")


def _comment(_what: str, row: Row) -> Said:
    return Said(_("Remark on support plan version {n}").format(n=row["version"]), row["comment"])


def _application(_what: str, row: Row) -> Said:
    return Said(_("On the board: {place}").format(place=row["place"]), "", "info")


def _search(_what: str, row: Row) -> Said:
    tone = {"denied": "refused", "approved": "good", "moved-in": "good"}.get(row["kind"], "info")
    happened = _listed("stage").get(row["kind"])
    title = _title(_(happened) if happened else plain(row["kind"]), row["place"])
    reason = _of("denial", row["reason"]) if row["reason"] else ""
    return Said(title, _lines(reason, money(row["cents"]), row["note"]), tone)


def _accommodation(what: str, row: Row) -> Said:
    if what == "answered":
        tone = {"granted": "good", "denied": "refused"}.get(row["answer"], "neutral")
        title = _("Accommodation: {answer}").format(answer=plain(row["answer"]).lower())
        return Said(title, row["what"], tone)
    whom = _("Asked of {who}").format(who=row["to_whom"]) if row["to_whom"] else ""
    return Said(_("Accommodation asked for"), _lines(row["what"], whom, row["note"]), "pending")


def _subsidy(what: str, row: Row) -> Said:
    words = _("{subsidy}: issued") if what == "issued" else _("{subsidy}: applied for")
    title = words.format(subsidy=_of("subsidy", row["kind"]))
    return Said(
        title, _lines(row["issuer"], row["note"]), "good" if what == "issued" else "pending"
    )


def _entry(_what: str, row: Row) -> Said:
    title = _("Coordinated entry: {status}").format(status=_of("entry", row["status"]).lower())
    score = _title(row["tool"], row["score"])
    return Said(title, _lines(score, row["matched_to"], row["note"]), "info")


def _tenancy(what: str, row: Row) -> Said:
    if what == "ended":
        title = _("Tenancy ended: {address}").format(address=row["address"])
        return Said(title, _lines(plain(row["ended_why"]), row["ended_to"]), "warning")
    rent = _("Rent {amount} a month").format(amount=money(row["rent_cents"]))
    shown = rent if row["rent_cents"] is not None else ""
    return Said(
        _("Moved in: {address}").format(address=row["address"]), _lines(shown, row["note"]), "good"
    )


def _event(_what: str, row: Row) -> Said:
    title = _title(plain(row["kind"]), plain(row["what"]))
    whom = _("With {who}").format(who=row["with_whom"]) if row["with_whom"] else ""
    tone = _SEVERITY_TONE.get(row["severity"], "neutral")
    return Said(title, _lines(row["note"], whom, row["outcome"]), tone)


def _repayment(_what: str, row: Row) -> Said:
    title = _("Repayment plan: {amount}").format(amount=money(row["owed_cents"]))
    return Said(title, _lines(row["reason"], row["note"]), "warning")


def _living(_what: str, row: Row) -> Said:
    return Said(_("Where the member lives was recorded"), row["note"], "info")


def _document(what: str, row: Row) -> Said:
    name = _of("document", row["kind"])
    if what == "received":
        return Said(_("Paper received: {paper}").format(paper=name), row["note"], "good")
    whom = _("Asked of {who}").format(who=row["requested_from"]) if row["requested_from"] else ""
    return Said(
        _("Paper asked for: {paper}").format(paper=name), _lines(whom, row["note"]), "pending"
    )


def _attachment(_what: str, row: Row) -> Said:
    pages = row["pages"]
    counted = ngettext("{n} page", "{n} pages", pages).format(n=pages) if pages else ""
    size = size_words(row["size"])
    title = _("Attached: {title}").format(title=row["title"])
    return Said(title, _title(kind_words(row["media_type"]), counted, size), "accent")


def _printed(what: str, row: Row) -> Said:
    return Said(*form_lines.printed(what, row))


def _deposit(what: str, row: Row) -> Said:
    amount = money(row["cents"])
    if what == "decided":
        tone = {"approved": "good", "paid": "good", "denied": "danger"}.get(row["state"], "neutral")
        title = _("Deposit request: {state}").format(state=plain(row["state"]).lower())
        return Said(_title(title, amount), "", tone)
    return Said(_title(_("Deposit asked for"), amount), row["note"], "pending")


def _promise(what: str, row: Row) -> Said:
    if what == "kept":
        return Said(_("Promise kept: {what}").format(what=row["what"]), "", "good")
    whom = _("To {who}").format(who=row["to_whom"]) if row["to_whom"] else ""
    due = _("By {day}").format(day=_iso(row["due_on"])) if row["due_on"] else ""
    return Said(_("Promised: {what}").format(what=row["what"]), _lines(whom, due), "pending")


def _handed(_what: str, row: Row) -> Said:
    giver, taker = row["giver"] or _("nobody"), row["taker"] or ""
    title = _("Handed over from {giver} to {taker}").format(giver=giver, taker=taker)
    return Said(title, row["note"], "accent")


def _flag(what: str, row: Row) -> Said:
    words = _("Safety flag taken down: {kind}") if what == "ended" else _("Safety flag: {kind}")
    title = words.format(kind=plain(row["kind"]).lower())
    return Said(title, row["ended_why"] if what == "ended" else row["note"], "danger")


def _consent(what: str, row: Row) -> Said:
    return Said(*consent_lines.consent(what, row))


def _disclosure(_what: str, row: Row) -> Said:
    return Said(*consent_lines.disclosure(row))


_SAY: dict[str, Callable[[str, Row], Said]] = {
    "outreach_attempt": _attempt,
    "encounter": _encounter,
    "place_seen": _place,
    "locate_check": _looked,
    "status_event": _status,
    "discontinuation": _ending,
    "authorization": _authorization,
    "authorization_request": _request,
    "eligibility_check": _check,
    "support_plan": _plan,
    "support_plan_signature": _signature,
    "support_plan_comment": _comment,
    "housing_application": _application,
    "housing_event": _search,
    "accommodation_request": _accommodation,
    "subsidy": _subsidy,
    "coordinated_entry": _entry,
    "tenancy": _tenancy,
    "tenancy_event": _event,
    "repayment_plan": _repayment,
    "housing_facts": _living,
    "member_document": _document,
    "attachment": _attachment,
    "printed_form": _printed,
    "deposit_request": _deposit,
    "promise": _promise,
    "hand_over": _handed,
    "safety_flag": _flag,
    "consent": _consent,
    "disclosure": _disclosure,
}
