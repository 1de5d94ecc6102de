"""Words for the fields and verdicts of an authorization file, as a person says them."""

from __future__ import annotations

from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralType, Service
from navigator_app.i18n import N_, _

FIELD_LABELS = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "cin": N_("CIN"),
    "plan_member_id": N_("Plan member ID"),
    "date_of_birth": N_("Date of birth"),
    "phone": N_("Phone"),
    "address": N_("Address"),
    "email": N_("E-mail"),
    "language_spoken": N_("Language spoken"),
    "language_written": N_("Language written"),
    "written_format": N_("Written format"),
    "gender_code": N_("Gender code"),
    "race_ethnicity_code": N_("Race or ethnicity code"),
    "homeless": N_("Homeless"),
    "guardian_first_name": N_("Guardian's first name"),
    "guardian_last_name": N_("Guardian's last name"),
    "guardian_phone": N_("Guardian's phone"),
    "service": N_("Service"),
    "referral_type": N_("Referral type"),
    "requested_on": N_("Request received by the plan"),
    "authorization_status": N_("Authorization status"),
    "effective_on": N_("Authorization starts"),
    "ends_on": N_("Authorization ends"),
    "decided_on": N_("Plan's answer dated"),
    "sent_to_provider_on": N_("Sent to us"),
    "authorization_number": N_("Authorization number"),
}
"""A label for each canonical element, in their order (`exchange.fields.FIELDS`)."""

_ALIASES = {
    "requested": "requested_on",
    "effective": "effective_on",
    "end": "ends_on",
    "decided": "decided_on",
    "sent_to_provider": "sent_to_provider_on",
    "number": "authorization_number",
}

_VERDICTS = {
    "": N_("All"),
    "new": N_("New"),
    "changed": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "disappeared": N_("Disappeared"),
    "rejected": N_("Rejected"),
}


def field_label(field: str) -> str:
    """The label of an element; an unknown name is shown as words."""
    known = FIELD_LABELS.get(_ALIASES.get(field, field))
    return _(known) if known else field.replace("_", " ").capitalize()


def verdict_word(verdict: str) -> str:
    """The word for a verdict."""
    return _(_VERDICTS.get(verdict, verdict))


def value_words(field: str, value: str) -> str:
    """A stored value as a person reads it; empty stays empty."""
    if not value:
        return ""
    if field == "homeless":
        return _("Yes") if value in ("1", "True", "true") else _("No")
    kinds: dict[str, type[AuthorizationStatus] | type[Service] | type[ReferralType]] = {
        "authorization_status": AuthorizationStatus,
        "status": AuthorizationStatus,
        "service": Service,
        "referral_type": ReferralType,
    }
    kind = kinds.get(field)
    if kind is not None:
        for item in kind:
            if item.slug == value:
                return str(item.value)
    if field in ("phone", "guardian_phone"):
        from navigator_app.domain.identifiers import show_phone

        return show_phone(value) or (_("unknown") if not value.strip("0") else value)
    return value
