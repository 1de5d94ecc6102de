"""The forms of the ways in, as data: one question a line, in the order they come up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from navigator_app.domain.facts import Path
from navigator_app.domain.saying import N_


class Kind(StrEnum):
    """What a question wants."""

    DAY = "day"
    HOUR = "hour"  # of the day that is asked beside it: `…_at` beside `…_on`
    TEXT = "text"
    FLAG = "flag"
    NPI = "npi"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `ahead` is True for a day that may lie in the future. Texts are templates."""

    name: str
    label: str
    help: str = ""
    kind: Kind = Kind.DAY
    required: bool = False
    ahead: bool = False
    missing: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A way in: its name, one sentence that tells it from the others, where it is written."""

    path: Path
    title: str
    sentence: str
    source: str
    asks: tuple[Ask, ...]
    opt_in: str = ""

    @property
    def referrer(self) -> bool:
        """True when somebody else referred the member."""
        return any(ask.name == "referrer_organization" for ask in self.asks)


TOOLKIT = N_("HTNS/HTSS Referral & Authorization Workflow Toolkit, April 2025, {section}")

HOW = (
    ("spoken", N_("Said it")),
    ("written", N_("Signed it")),
    ("proxy", N_("Through somebody entitled")),
)
RELATIONS = (
    ("primary-care", N_("Primary care")),
    ("ecm", N_("ECM provider")),
    ("hospital", N_("Hospital")),
    ("shelter", N_("Shelter or homeless services")),
    ("behavioral-health", N_("Behavioral health")),
    ("family", N_("Family or friend")),
    ("self", N_("The member themselves")),
    ("plan", N_("The plan")),
    ("correctional", N_("Correctional facility")),
    ("other", N_("Somebody else")),
)

_IDENTIFIED = Ask(
    "identified_on",
    N_("Need noticed on"),
    N_("The day you saw that this member may need the service."),
    required=True,
    missing=N_("From this day the search for Medi-Cal and plan is counted."),
)
_ENROLMENT = Ask(
    "enrolment_found_on",
    N_("Medi-Cal and plan found on"),
    N_("The day you knew that Medi-Cal is active and which plan it is."),
)
_TALK = Ask(
    "conversation_on",
    N_("Talked with the member on"),
    N_("The talk in which you offered the service."),
)
_YES = Ask(
    "opted_in_on",
    N_("Member’s yes on"),
    N_("The day the member agreed. Leave empty until then."),
)
_HOW = Ask("opt_in_how", N_("How they agreed"), "", Kind.CHOICE, choices=HOW)
_NO = Ask("refused_on", N_("Member’s no on"), N_("The day the member declined, if they did."))
_NOT_ENROLLED = Ask(
    "not_enrolled_on",
    N_("Will not enrol, known on"),
    N_("Not found, moved, served elsewhere: the day it was clear."),
)
_SUBMITTED = Ask(
    "submitted_on",
    N_("Referral request sent to the plan on"),
    N_("The plan’s time for its decision counts from this day."),
)
_SUBMITTED_AT = Ask(
    "submitted_at",
    N_("At what hour"),
    N_("Hours for an urgent request count from it; without it, from the end of the day."),
    Kind.HOUR,
)
_SENT = Ask(
    "sent_to_provider_on",
    N_("Plan sent the referral to you on"),
    N_("By file, portal, fax or phone; leave empty while the plan has not."),
)
_URGENT = Ask(
    "urgent",
    N_("Urgent request"),
    N_("An urgent request is decided within hours, not days."),
    Kind.FLAG,
)
_TOLD = Ask(
    "plan_told_on",
    N_("Plan told how the talk ended on"),
    N_("The day you told the plan of the yes, the no, or that they will not enrol."),
)
_NOTE = Ask("note", N_("Note (optional, stays here)"), "", Kind.TEXT)

_REFERRER = (
    Ask(
        "referrer_organization",
        N_("Who referred: organization"),
        N_("The plan’s file does not say who referred, so it is kept here."),
        Kind.TEXT,
        required=True,
        missing=N_("Name who referred the member; for the member themselves write “self”."),
    ),
    Ask("referrer_relationship", N_("What they are"), "", Kind.CHOICE, choices=RELATIONS),
    Ask("referrer_name", N_("Person"), "", Kind.TEXT),
    Ask("referrer_phone", N_("Their phone"), "", Kind.PHONE),
    Ask("referrer_email", N_("Their e-mail"), "", Kind.EMAIL),
    Ask("referrer_npi", N_("Their NPI, if they have one"), "", Kind.NPI),
)

_LIST = Ask(
    "prospect_received_on",
    N_("Prospect received on"),
    N_("The day the plan’s list with this member came."),
    required=True,
    missing=N_("From this day the first outreach is counted."),
)

_ALL = (
    Form(
        Path.BOTTOM_UP,
        N_("We found the member (bottom-up)"),
        N_("You already know the member and ask the plan for the service."),
        "Bottom-Up",
        (
            *(_IDENTIFIED, _ENROLMENT, _TALK, _YES, _HOW, _NO),
            *(_SUBMITTED, _SUBMITTED_AT, _URGENT, _SENT, _NOTE),
        ),
    ),
    Form(
        Path.TOP_DOWN,
        N_("Plan staff referred the member (top-down)"),
        N_("Somebody at the plan spoke with the member and sent the referral to you."),
        "Top-Down, MCP Staff-Initiated",
        (
            replace(
                _SENT,
                required=True,
                missing=N_(
                    "Without this day neither your answer nor your outreach can be counted."
                ),
            ),
            Ask(
                "plan_identified_on",
                N_("Plan noticed the member on"),
                N_("If the plan told you."),
            ),
            _YES,
            _HOW,
            replace(_SUBMITTED, label=N_("Request opened at the plan on"), help=""),
            _URGENT,
            _NOTE,
        ),
    ),
    Form(
        Path.DATA_MINING,
        N_("A plan’s list: the yes first, then the approval"),
        N_("The plan found the member in its data; you find them, ask, and then send the request."),
        "Top-Down, Datamining",
        (_LIST, _TALK, _YES, _HOW, _NO, _NOT_ENROLLED, _SUBMITTED, _TOLD, _SENT, _NOTE),
        opt_in="before",
    ),
    Form(
        Path.DATA_MINING,
        N_("A plan’s list: approved with the list, the yes afterwards"),
        N_("The plan authorized everybody on its list; you find the member and ask."),
        "Top-Down, Datamining",
        (
            _LIST,
            replace(
                _SENT,
                label=N_("Authorized list received on"),
                help=N_("The day the list came with the authorizations."),
                required=True,
                missing=N_("Outreach is counted from the day the authorization came."),
            ),
            *(_TALK, _YES, _HOW, _NO, _NOT_ENROLLED, _TOLD, _NOTE),
        ),
        opt_in="after",
    ),
    Form(
        Path.PARTNER,
        N_("Somebody else referred the member"),
        N_("A clinic, hospital, ECM provider, shelter, relative or the member asked the plan."),
        "Overview",
        (*_REFERRER, _YES, _HOW, _SUBMITTED, _SUBMITTED_AT, _URGENT, _SENT, _NOTE),
    ),
    Form(
        Path.CORRECTIONAL,
        N_("From jail or prison, before release"),
        N_("A facility asks ahead of the release, so that services stand ready that day."),
        "DHCS Closed-Loop Referral Implementation Guidance, Appendix B, I.A.3 and II, Use Case #3",
        (
            Ask(
                "facility",
                N_("Facility"),
                "",
                Kind.TEXT,
                required=True,
                missing=N_("Name the facility; it is told of the decision and the closure."),
            ),
            Ask(
                "release_on",
                N_("Release on"),
                N_("May lie ahead. Services have to stand ready that day."),
                required=True,
                ahead=True,
                missing=N_("Everything on this way hangs on the day of release."),
            ),
            *(replace(ask, required=False) for ask in _REFERRER),
            *(_YES, _HOW, _SUBMITTED, _SUBMITTED_AT, _URGENT, _SENT, _NOTE),
        ),
    ),
    Form(
        Path.PRESUMPTIVE,
        N_("Services began before the approval (presumptive)"),
        N_("The plan lets you begin at once; the full authorization still has to be asked for."),
        "DHCS Closed-Loop Referral Implementation Guidance, Appendix B, I.A.3, Presumptive "
        "Authorization and CLR Tracking",
        (
            Ask(
                "services_began_on",
                N_("Services began on"),
                N_("The first service under the presumptive authorization."),
                required=True,
                missing=N_("Payment for these days hangs on the request that follows."),
            ),
            *(_YES, _HOW),
            replace(
                _SUBMITTED,
                label=N_("Full authorization requested on"),
                help=N_("Still owed: the guidance asks for a referral to the plan."),
            ),
            *(_SENT, _NOTE),
        ),
    ),
    Form(
        Path.CONTINUITY,
        N_("Was served under another plan (continuity of care)"),
        N_("The member changed plans in the midst of the service, and it should go on."),
        "Partnership HealthPlan policy MCAP7003, VI.G.3",
        (
            Ask(
                "previous_plan",
                N_("Plan before"),
                "",
                Kind.TEXT,
                required=True,
                missing=N_("Name the plan that paid until now."),
            ),
            Ask("previous_provider", N_("Provider before"), "", Kind.TEXT),
            Ask(
                "last_service_on",
                N_("Last service under that plan on"),
                N_("Plans look back a number of days from joining."),
                required=True,
                missing=N_("Whether continuity can be asked for hangs on this day."),
            ),
            Ask(
                "plan_joined_on",
                N_("Joined this plan on"),
                "",
                required=True,
                ahead=True,
                missing=N_("Whether continuity can be asked for hangs on this day."),
            ),
            *(_YES, _HOW, _SUBMITTED, _SUBMITTED_AT, _URGENT, _SENT, _NOTE),
        ),
    ),
    Form(
        Path.RE_REFERRAL,
        N_("Referred again after a closed loop"),
        N_("An earlier loop ended, here or with another provider, and the need came back."),
        "DHCS Closed-Loop Referral Implementation Guidance, Appendix B, II, Use Case #2",
        (
            *(replace(ask, required=False) for ask in _REFERRER),
            *(_YES, _HOW, _SUBMITTED, _SUBMITTED_AT, _URGENT, _SENT, _NOTE),
        ),
    ),
)


def _cited(form: Form) -> Form:
    if form.source.startswith(("DHCS", "Partnership")):
        return form
    return replace(form, source=TOOLKIT.format(section=form.source))


FORMS: dict[tuple[str, str], Form] = {(form.path.value, form.opt_in): _cited(form) for form in _ALL}
"""Every form by (path, when the yes comes); the latter is "" but for a plan's list."""
