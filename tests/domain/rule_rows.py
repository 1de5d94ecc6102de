"""One row for each rule of each shipped pack: what goes in, what comes out, where it stands.

Dates were worked out by hand on a calendar. 20 November 2026 is a Friday; 26 and 27 November are
closed; the clocks go back on 1 November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from navigator_app.domain.facts import Fact, Facts, Path, When
from navigator_app.domain.rules import Rule


@dataclass(frozen=True)
class ClockRow:
    """A clock: the fact that starts it, when it falls due, the facts that settle it."""

    pack: str
    rule: str
    start: str  # "fact = day or moment"
    due: str
    settled_by: str  # facts joined by " + ", all on the due day
    section: str


@dataclass(frozen=True)
class ValueRow:
    """A limit, guard or list: its number and what it counts, and for which services."""

    pack: str
    rule: str
    says: str
    services: str
    section: str


def when(text: str) -> When:
    """A day or a moment."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def facts_of(row: ClockRow, rule: Rule) -> Facts:
    """The facts in of a row, on the first path the rule speaks of."""
    name, _, text = row.start.partition(" = ")
    path = min(rule.paths, key=lambda path: path.value) if rule.paths else Path.BOTTOM_UP
    return Facts(
        service=min(rule.services, key=lambda service: service.slug),
        dates={Fact.named(name): when(text)},
        path=path,
        urgent=rule.urgent,
    )


def says(rule: Rule) -> str:
    """What a rule without a clock says, as the rows write it."""
    if rule.unit is None:
        return f"{len(rule.items)} items" if rule.items else "condition"
    upper = f" to {rule.value_to}" if rule.value_to else ""
    per = f" per {rule.per}" if rule.per else ""
    return f"{rule.value}{upper} {rule.unit}{per}"


D, T, P, L, H, LC, CH = (
    *("dhcs", "toolkit-2025", "partnership-mcap7003"),
    *("la-county-2022", "health-net-2025", "la-care-2025", "chw-2022"),
)
SENT, ASKED = "sent_to_provider_on = 2026-11-20", "submitted_on = 2026-11-20"

CLOCKS = [
    ClockRow(D, "decision-routine", ASKED, "2026-12-01", "decided_on", "II.A.2 (APL 21-011)"),
    ClockRow(
        *(D, "further-decision", "further_requested_on = 2026-11-20", "2026-12-01"),
        *("further_decided_on", "II.A.2 (APL 21-011)"),
    ),
    ClockRow(
        *(D, "authorization-end", "ends_on = 2028-02-29", "2028-02-29"),
        *("extension_requested_on", "Table 3 (Authorization End Date)"),
    ),
    ClockRow(
        *(D, "provider-told", "decided_on = 2026-10-31T15:00-07:00", "2026-11-01T14:00-08:00"),
        *("provider_told_on", "II.A.1, footnote 4"),
    ),
    ClockRow(
        *(D, "member-told", "decided_on = 2026-11-20", "2026-11-24"),
        *("member_told_on", "II.A.1, footnote 4"),
    ),
    ClockRow(D, "monthly-status", SENT, "2026-11-30", "last_status_on", "II.A.2"),
    ClockRow(
        *(D, "referrer-told", "closure_sent_on = 2026-11-25", "2026-12-01"),
        *("referrer_told_on", "II.B.1"),
    ),
    ClockRow(
        *(D, "inquiry-answered", "inquiry_at = 2026-11-25T09:00-08:00", "2026-11-30"),
        *("inquiry_answered_at", "II.B.2"),
    ),
    ClockRow(
        *(D, "release-day", "release_on = 2026-12-05", "2026-12-05"),
        *("first_contact_on", "Appendix B, I.A.3"),
    ),
    ClockRow(
        *(D, "presumptive-request", "services_began_on = 2026-11-20", "2026-11-20"),
        *("submitted_on", "Appendix B, I.A.3"),
    ),
    ClockRow(
        *(T, "enrolment-found", "identified_on = 2026-11-20", "2027-01-19"),
        *("enrolment_found_on", "Overview, Identifying Medi-Cal and MCP Enrollment"),
    ),
    ClockRow(
        *(T, "referral-submitted", "conversation_on = 2026-11-20", "2026-11-25"),
        *("submitted_on", "Overview, Member Conversations"),
    ),
    ClockRow(
        *(T, "plan-staff-submits", "plan_identified_on = 2026-11-20", "2026-11-25"),
        *("submitted_on", "Top-Down, MCP Staff-Initiated, steps 0-1.9"),
    ),
    ClockRow(
        T,
        "decision-routine",
        ASKED,
        "2026-12-01",
        "decided_on",
        "Overview, MCP Referral Processing",
    ),
    ClockRow(
        *(T, "decision-urgent", "submitted_on = 2026-10-30T16:00-07:00"),
        *("2026-11-02T15:00-08:00", "decided_on", "Overview, MCP Referral Processing"),
    ),
    ClockRow(
        T, "decision-latest", ASKED, "2026-12-14", "decided_on", "Overview, MCP Referral Processing"
    ),
    ClockRow(
        *(T, "outreach-begun", "authorization_received_on = 2026-11-20", "2026-11-25"),
        *("first_attempt_on", "Overview, Member Outreach"),
    ),
    ClockRow(
        *(T, "prospect-outreach", "prospect_received_on = 2026-11-20", "2026-11-25"),
        *("first_attempt_on", "Top-Down, Datamining, step 6"),
    ),
    ClockRow(
        *(T, "opt-in-told", "opted_in_on = 2026-11-20", "2026-11-25"),
        *("submitted_on", "Top-Down, Datamining, steps 10-10.1"),
    ),
    ClockRow(
        *(T, "non-enrolment-told", "refused_on = 2026-11-20", "2026-11-25"),
        *("plan_told_on", "Top-Down, Datamining, steps 8-8.3"),
    ),
    ClockRow(
        *(T, "first-authorization", "effective_on = 2028-02-29", "2029-02-28"),
        *("extension_requested_on", "Overview, Authorization Duration"),
    ),
    ClockRow(
        P, "referral-response", SENT, "2026-11-24", "accepted_on + first_attempt_on", "VI.C.3"
    ),
    ClockRow(P, "plan-reaches-out", ASKED, "2026-12-08", "sent_to_provider_on", "VI.C.3"),
    ClockRow(P, "weekly-update", SENT, "2026-11-27", "plan_updated_on", "VI.E.2"),
    ClockRow(P, "monthly-status", SENT, "2026-11-30", "last_status_on", "VI.H.4.b"),
    ClockRow(
        *(P, "unreached-told", "unreached_on = 2026-11-20", "2026-11-20"),
        *("unreached_told_on", "VI.D.1.c"),
    ),
    ClockRow(
        *(P, "capacity-told", "capacity_changed_on = 2026-11-20", "2026-12-01"),
        *("capacity_told_on", "VI.E.6"),
    ),
    ClockRow(
        *(H, "deposit-items", "move_in_on = 2026-11-20", "2026-12-20"),
        *("deposit_requested_on", "Housing deposit authorization guide"),
    ),
]

ALL, PAIR, ONCE = "every", "htns htss", "1 to 2 count per lifetime"

VALUES = [
    ValueRow(D, "pending-ages", "3 items", ALL, "II.C.1.a, Figure 2"),
    ValueRow(D, "closures-by-quarter", "1 items", ALL, "II.C.1.a, Figure 2"),
    ValueRow(D, "htss-lifetime", ONCE, "htss", "HTNS vs. HTSS Workflow"),
    ValueRow(D, "transitional-rent-months", "6 months", "transitional-rent", "Transitional Rent"),
    ValueRow(D, "hud-imminent-loss", "14 calendar-days", ALL, "Category 2"),
    ValueRow(D, "hud-institution-stay", "90 calendar-days", ALL, "Category 1"),
    ValueRow(D, "hud-at-risk-income", "30 percent", ALL, "(1)(i)"),
    ValueRow(D, "hud-at-risk-moves", "60 calendar-days", ALL, "(1)(iii)(A)"),
    ValueRow(D, "hud-at-risk-move-count", "2 count", ALL, "(1)(iii)(A)"),
    ValueRow(D, "hud-at-risk-notice", "21 calendar-days", ALL, "(1)(iii)(C)"),
    ValueRow(D, "hud-at-risk-signs", "7 items", ALL, "(1)(iii)(A) to (G)"),
    ValueRow(D, "hud-other-statutes", "condition", ALL, "Category 3"),
    ValueRow(D, "dhcs-imminent-loss", "30 calendar-days", ALL, "pages 11-12"),
    ValueRow(D, "dhcs-institution-stay", "condition", ALL, "pages 11-12"),
    ValueRow(T, "authorization-start", "2 items", PAIR, "Overview, Authorization Duration"),
    ValueRow(T, "authorization-start-bottom-up", "1 items", PAIR, "Bottom-Up, Authorization"),
    ValueRow(T, "authorization-start-top-down", "1 items", PAIR, "Top-Down (MCP Staff-Initiated"),
    ValueRow(T, "provider-selection", "5 items", PAIR, "Provider Selection Algorithm, 1-5"),
    ValueRow(T, "provider-selection-exceptions", "3 items", PAIR, "Algorithm, Exceptions"),
    ValueRow(P, "attempts-before-unreachable", "3 count", ALL, "VI.D.1.c"),
    ValueRow(P, "no-waitlist", "condition", ALL, "VI.E.5"),
    ValueRow(P, "member-must-engage", "condition", ALL, "VI.C.5.a"),
    ValueRow(P, "incarceration", "30 calendar-days", ALL, "VI.D.1.g"),
    ValueRow(P, "discontinuation-reasons", "9 items", ALL, "VI.D.1.a-h, VI.D.2"),
    ValueRow(P, "deposits-lifetime", ONCE, "deposits", "VI.F.2.a.1.a"),
    ValueRow(P, "deposits-navigation-first", "30 to 60 calendar-days", "deposits", "VI.F.2.a.2"),
    ValueRow(P, "deposits-support-plan", "condition", "deposits", "VI.F.2.a.2"),
    ValueRow(P, "deposits-no-rent", "condition", "deposits", "VI.F.2.a.1"),
    ValueRow(P, "deposits-items", "5 items", "deposits", "VI.F.2.a.3.a-e"),
    ValueRow(P, "htss-lifetime", ONCE, "htss", "VI.F.3.b"),
    ValueRow(P, "respite-hours", "336 hours per calendar-year", "respite", "VI.F.7.f"),
    ValueRow(P, "personal-care-day", "4 hours per day", "personal-care", "VI.F.8.g"),
    ValueRow(P, "personal-care-week", "20 hours per week", "personal-care", "VI.F.8.g"),
    ValueRow(P, "personal-care-without-ihss", "60 calendar-days", "personal-care", "VI.F.8.c"),
    ValueRow(P, "sobering-hours", "24 hours per occasion", "sobering", "VI.F.9.h"),
    ValueRow(P, "day-habilitation-since-housed", "24 months", "day-habilitation", "VI.F.10.d"),
    ValueRow(P, "continuity-lookback", "90 calendar-days", ALL, "VI.G.3.a"),
    ValueRow(P, "continuity-not-offered", "6 months", ALL, "VI.G.3.e"),
    ValueRow(L, "no-duplicate-program", "4 items", PAIR, "Questions 1 and 6"),
    ValueRow(L, "ecm-beside", "1 items", PAIR, "Question 1"),
    ValueRow(L, "active-managed-care", "condition", PAIR, "Question 5"),
    ValueRow(L, "exclusions", "6 items", PAIR, "Question 6, 1-6"),
    ValueRow(L, "htss-lifetime", ONCE, "htss", "Question 6, 6"),
    ValueRow(L, "where-to-look", "4 items", PAIR, "Question 9"),
    ValueRow(LC, "deposits-lifetime", ONCE, "deposits", "Housing deposits"),
    ValueRow(LC, "deposits-conditions", "4 items", "deposits", "Housing deposits"),
    ValueRow(LC, "deposits-items", "6 items", "deposits", "Housing deposits"),
    ValueRow(
        H, "deposits-cap", "6000 amount per lifetime", "deposits", "Housing deposit authorization"
    ),
    ValueRow(
        *(H, "support-plan-attached", "4 items", "deposits htns htss transitional-rent"),
        "Speed up housing support requests",
    ),
    ValueRow(
        *(H, "combined-stay", "6 months per rolling-12-months"),
        *("post-hospital-housing recuperative-care transitional-rent", "Transitional Rent"),
    ),
    ValueRow(CH, "extension-length", "6 months per occasion", "htns", "Refer Members"),
]
