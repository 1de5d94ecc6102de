"""The pages and dialogs of the window, by key: where each is, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from navigator_app.i18n import N_


class PageSpec(NamedTuple):
    """One page: its key, words, icon, whether the rail shows it, and where its class is."""

    key: str
    title: str
    icon: str
    in_rail: bool
    module: str
    name: str


PAGES = (
    PageSpec("today", N_("Today"), "today", True, "ui.views.today", "TodayView"),
    PageSpec("caseload", N_("Caseload"), "caseload", True, "ui.views.caseload", "CaseloadView"),
    PageSpec("exchange", N_("Exchange"), "exchange", True, "ui.views.exchange", "ExchangeView"),
    PageSpec("forms", N_("Forms"), "print", True, "ui.views.forms", "FormsView"),
    PageSpec("homes", N_("Homes"), "home", True, "ui.views.homes", "HomesView"),
    PageSpec("team", N_("Team"), "team", True, "ui.views.team", "TeamView"),
    PageSpec(
        "quarantine", N_("To be mended"), "flag", False, "ui.views.quarantine", "QuarantineView"
    ),
    PageSpec("settings", N_("Settings"), "settings", True, "ui.views.settings", "SettingsView"),
    PageSpec("imports", N_("Import"), "import", False, "ui.views.imports", "ImportsView"),
    PageSpec(
        "status_file", N_("Status file"), "status-file", False, "ui.views.status_file",
        "StatusFileView",
    ),
    PageSpec(
        "forecast", N_("Extensions ahead"), "calendar", False, "ui.views.forecast", "ForecastView"
    ),
    PageSpec("week", N_("The week"), "calendar", False, "ui.views.week", "WeekView"),
    PageSpec(
        "staff", N_("People and roles"), "team", False, "ui.views.settings_people",
        "PeopleRolesView",
    ),
    PageSpec("rules", N_("Which rules speak"), "shield", False, "ui.views.rules", "RulesView"),
    PageSpec("notes", N_("Notes"), "search", False, "ui.views.notes", "NotesView"),
    PageSpec(
        "duplicates", N_("Possible duplicates"), "user", False, "ui.views.duplicates",
        "DuplicatesView",
    ),
    PageSpec(
        "form_bulk", N_("For many members"), "team", False, "ui.views.forms_bulk", "FormBulkView"
    ),
    PageSpec(
        "form_words", N_("Your own words"), "edit", False, "ui.views.forms_words", "FormWordsView"
    ),
    PageSpec(
        "form_translations", N_("Translations"), "language", False, "ui.views.forms_translations",
        "FormTranslationsView",
    ),
    PageSpec(
        "form_sheets", N_("Sheets still out"), "time", False, "ui.views.forms_out",
        "FormSheetsView",
    ),
    PageSpec("batches", N_("Batches"), "team", False, "ui.views.batches", "BatchesView"),
    PageSpec("batch", N_("Batch"), "team", False, "ui.views.batch", "BatchView"),
    PageSpec(
        "plan_reports", N_("Reports to plans"), "send", False, "ui.views.plan_reports",
        "PlanReportsView",
    ),
    PageSpec(
        "plan_contacts", N_("Plan contacts"), "agency", False, "ui.views.plan_contacts",
        "PlanContactsView",
    ),
    PageSpec("member", N_("Member"), "user", False, "ui.views.member", "MemberView"),
    PageSpec(
        "plan", N_("Housing support plan"), "plan", False, "ui.views.plan_editor", "PlanEditorView"
    ),
    PageSpec(
        "plan_versions", N_("Versions side by side"), "plan", False, "ui.views.plan_versions",
        "PlanVersionsView",
    ),
)  # fmt: skip


class SectionSpec(NamedTuple):
    """One part of a member's page behind a tab: its key, words, and where its class is."""

    key: str
    title: str
    module: str
    name: str


SECTIONS: tuple[SectionSpec, ...] = (
    SectionSpec("plan", N_("Plan"), "ui.views.member_plan", "MemberPlan"),
    SectionSpec("services", N_("Services"), "ui.views.member_services", "MemberServicesSection"),
    SectionSpec("search", N_("Search"), "ui.views.member_search", "MemberSearch"),
    SectionSpec("home", N_("Home"), "ui.views.member_home", "MemberHome"),
    SectionSpec("papers", N_("Papers"), "ui.views.member_papers", "PapersSection"),
    SectionSpec("people", N_("People"), "ui.views.member_people", "MemberPeople"),
    SectionSpec("timeline", N_("Timeline"), "ui.views.member_timeline", "MemberTimeline"),
)
"""In the order of the tabs, after the page's first part."""


TEAM_TABS: tuple[SectionSpec, ...] = (
    SectionSpec("board", N_("Board"), "ui.views.team_board", "TeamBoard"),
    SectionSpec("exceptions", N_("Exceptions"), "ui.views.team_exceptions", "TeamExceptions"),
    SectionSpec("assign", N_("Assign"), "ui.views.team_assign", "TeamAssign"),
    SectionSpec("leave", N_("Leave"), "ui.views.team_leave", "TeamLeave"),
    SectionSpec("review", N_("Review"), "ui.views.team_review", "TeamReview"),
    SectionSpec("charts", N_("Charts"), "ui.views.team_charts", "TeamCharts"),
    SectionSpec("trends", N_("Trends"), "ui.views.team_trends", "TeamTrends"),
    SectionSpec("monday", N_("Monday"), "ui.views.team_monday", "TeamMonday"),
)
"""The tabs of the page Team in their order; each class is a `ui.widgets.team_tab.TeamTab`. One
whose module is not there is not listed."""


class TeamAt(NamedTuple):
    """The page Team opened at one of its tabs; `target` is the tab's own."""

    tab: str
    target: object = None


class MemberAt(NamedTuple):
    """A member's page opened at one of its sections; a target of `Ways.open_member`."""

    member_id: str
    section: str


class PlanAt(NamedTuple):
    """A housing support plan: the version named, else the newest, at a place of it if one is
    named. A target of `Ways.open_plan`."""

    member_id: str
    plan_id: str = ""
    about: str = ""


OFFERS = "offers:"
"""Stands before a kind of consent where a `FormAt` wants the form that makes such a consent."""


class FormAt(NamedTuple):
    """A printed form, of a member and what it is about where they are named. A target of
    `Ways.open_page("forms", …)`; without a kind it is the list, for that member."""

    kind: str = ""
    member_id: str = ""
    referral_id: str = ""
    about: str = ""
    about_id: str = ""


class PlansBeside(NamedTuple):
    """Two versions of a support plan beside one another; a target of `Ways.open_plan`."""

    member_id: str
    left: str = ""
    right: str = ""


def member_of(target: object) -> str:
    """The member's id in a target of the member page; "" when there is none."""
    return target.member_id if isinstance(target, MemberAt) else str(target or "")


DIALOGS = {
    "review_comment": ("ui.dialogs.review_comment", "ReviewCommentDialog"),
    "chart_questions": ("ui.dialogs.chart_review", "ChartQuestionsDialog"),
    "chart_finding": ("ui.dialogs.chart_review", "ChartFindingDialog"),
    "finding_settled": ("ui.dialogs.chart_review", "FindingSettledDialog"),
    "merge_members": ("ui.dialogs.merge_members", "MergeMembersDialog"),
    "attachment": ("ui.dialogs.attachment", "AttachmentDialog"),
    "read_note": ("ui.dialogs.read_note", "ReadNoteDialog"),
    "plan_comment": ("ui.dialogs.plan_comment", "PlanCommentDialog"),
    "plan_signature": ("ui.dialogs.plan_signature", "PlanSignatureDialog"),
    "log_attempt": ("ui.dialogs.log_attempt", "LogAttemptDialog"),
    "record_status": ("ui.dialogs.record_status", "RecordStatusDialog"),
    "new_referral": ("ui.dialogs.new_referral", "NewReferralDialog"),
    "prospects": ("ui.dialogs.prospects", "ProspectsDialog"),
    "eligibility_check": ("ui.dialogs.eligibility_check", "EligibilityCheckDialog"),
    "authorization_request": ("ui.dialogs.authorization_request", "AuthorizationRequestDialog"),
    "member_facts": ("ui.dialogs.member_facts", "MemberFactsDialog"),
    "end_service": ("ui.dialogs.end_service", "EndServiceDialog"),
    "override_guard": ("ui.dialogs.override_guard", "OverrideGuardDialog"),
    "found_again": ("ui.dialogs.found_again", "FoundAgainDialog"),
    "line_happened": ("ui.dialogs.due_line", "HappenedDialog"),
    "put_off": ("ui.dialogs.due_line", "PutOffDialog"),
    "choose_provider": ("ui.dialogs.choose_provider", "ChooseProviderDialog"),
    "who_was_told": ("ui.dialogs.who_was_told", "WhoWasToldDialog"),
    "amend_program": ("ui.dialogs.amend_program", "AmendProgramDialog"),
    "calendar_days": ("ui.dialogs.calendar_days", "CalendarDaysDialog"),
    "report_capacity": ("ui.dialogs.report_capacity", "ReportCapacityDialog"),
    "capacity_told": ("ui.dialogs.report_capacity", "CapacityToldDialog"),
    "rule_moves": ("ui.dialogs.rule_moves", "RuleMovesDialog"),
    "waitlist_consent": ("ui.dialogs.waitlist_consent", "WaitlistConsentDialog"),
    "later_days": ("ui.dialogs.later_days", "LaterDaysDialog"),
    "same_person": ("ui.dialogs.same_person", "SamePersonDialog"),
    "set_cin": ("ui.dialogs.set_cin", "SetCinDialog"),
    "correct_member": ("ui.dialogs.correct_member", "CorrectMemberDialog"),
    "correct_check": ("ui.dialogs.correct_check", "CorrectCheckDialog"),
    "correct_request": ("ui.dialogs.correct_request", "CorrectRequestDialog"),
    "correct_ending": ("ui.dialogs.correct_ending", "CorrectEndingDialog"),
    "paper": ("ui.dialogs.paper", "PaperDialog"),
    "deposit_request": ("ui.dialogs.deposit_request", "DepositRequestDialog"),
    "deposit_answer": ("ui.dialogs.deposit_answer", "DepositAnswerDialog"),
    "deposit_paid": ("ui.dialogs.deposit_answer", "DepositPaidDialog"),
    "service_note": ("ui.dialogs.service_note", "ServiceNoteDialog"),
    "service_month": ("ui.dialogs.service_month", "ServiceMonthDialog"),
    "decline_full": ("ui.dialogs.decline_full", "DeclineFullDialog"),
    "housing_unit": ("ui.dialogs.housing_unit", "HousingUnitDialog"),
    "landlord": ("ui.dialogs.landlord", "LandlordDialog"),
    "housing_preference": ("ui.dialogs.housing_preference", "HousingPreferenceDialog"),
    "housing_application": ("ui.dialogs.housing_application", "HousingApplicationDialog"),
    "housing_step": ("ui.dialogs.housing_step", "HousingStepDialog"),
    "subsidy": ("ui.dialogs.subsidy", "SubsidyDialog"),
    "coordinated_entry": ("ui.dialogs.coordinated_entry", "CoordinatedEntryDialog"),
    "accommodation": ("ui.dialogs.accommodation", "AccommodationDialog"),
    "move_in": ("ui.dialogs.move_in", "MoveInDialog"),
    "tenancy_amend": ("ui.dialogs.tenancy_amend", "AmendTenancyDialog"),
    "tenancy_end": ("ui.dialogs.tenancy_settle", "EndTenancyDialog"),
    "tenancy_event": ("ui.dialogs.tenancy_event", "TenancyEventDialog"),
    "tenancy_mended": ("ui.dialogs.tenancy_settle", "MendedDialog"),
    "tenancy_recertified": ("ui.dialogs.tenancy_settle", "RecertifiedDialog"),
    "tenancy_settle": ("ui.dialogs.tenancy_settle", "SettleDialog"),
    "tenancy_visit": ("ui.dialogs.tenancy_visit", "TenancyVisitDialog"),
    "repayment": ("ui.dialogs.repayment", "RepaymentDialog"),
    "repayment_end": ("ui.dialogs.repayment", "EndRepaymentDialog"),
    "repayment_paid": ("ui.dialogs.repayment", "PayDialog"),
    "contact_method": ("ui.dialogs.contact_method", "ContactMethodDialog"),
    "place_seen": ("ui.dialogs.place_seen", "PlaceSeenDialog"),
    "locate": ("ui.dialogs.locate", "LocateDialog"),
    "household_person": ("ui.dialogs.household_person", "HouseholdPersonDialog"),
    "income": ("ui.dialogs.income", "IncomeDialog"),
    "care_person": ("ui.dialogs.care_person", "CarePersonDialog"),
    "safety_flag": ("ui.dialogs.safety_flag", "SafetyFlagDialog"),
    "end_safety_flag": ("ui.dialogs.safety_flag", "EndSafetyFlagDialog"),
    "promise": ("ui.dialogs.promise", "PromiseDialog"),
    "drop_promise": ("ui.dialogs.promise", "DropPromiseDialog"),
    "hand_over": ("ui.dialogs.hand_over", "HandOverDialog"),
    "assign": ("ui.dialogs.assign", "AssignDialog"),
    "assign_many": ("ui.dialogs.assign_many", "AssignManyDialog"),
    "leave": ("ui.dialogs.leave", "LeaveDialog"),
    "hand_over_pack": ("ui.dialogs.hand_over_pack", "HandOverPackDialog"),
    "housing_figures": ("ui.dialogs.housing_figures", "HousingFiguresDialog"),
    "sign_form": ("ui.dialogs.sign_form", "SignFormDialog"),
    "record_consent": ("ui.dialogs.record_consent", "RecordConsentDialog"),
    "revoke_consent": ("ui.dialogs.revoke_consent", "RevokeConsentDialog"),
    "disclosures": ("ui.dialogs.disclosures", "DisclosuresDialog"),
    "form_words": ("ui.dialogs.form_words", "FormWordsDialog"),
    "form_review": ("ui.dialogs.form_review", "FormReviewDialog"),
    "scan_papers": ("ui.dialogs.scan_papers", "ScanPapersDialog"),
    "plan_connection": ("ui.dialogs.plan_connection", "PlanConnectionDialog"),
    "exchange_file": ("ui.dialogs.exchange_file", "ExchangeFileDialog"),
    "exchange_run": ("ui.dialogs.exchange_run", "ExchangeRunDialog"),
    "rejected_row": ("ui.dialogs.rejected_row", "RejectedRowDialog"),
    "quarantine_item": ("ui.dialogs.quarantine_item", "QuarantineItemDialog"),
    "batch_start": ("ui.dialogs.batch_start", "BatchStartDialog"),
    "batch_days": ("ui.dialogs.batch_start", "BatchDaysDialog"),
    "batch_people": ("ui.dialogs.batch_people", "BatchPeopleDialog"),
    "batch_attest": ("ui.dialogs.batch_attest", "BatchAttestDialog"),
    "batch_pass": ("ui.dialogs.batch_attest", "BatchPassDialog"),
    "plan_report": ("ui.dialogs.plan_report", "PlanReportDialog"),
    "plan_report_sent": ("ui.dialogs.plan_report_told", "PlanReportSentDialog"),
    "plan_report_answer": ("ui.dialogs.plan_report_told", "PlanReportAnswerDialog"),
    "plan_inquiry": ("ui.dialogs.plan_inquiry", "PlanInquiryDialog"),
    "plan_contact": ("ui.dialogs.plan_contact", "PlanContactDialog"),
    "team_profile": ("ui.dialogs.team_profile", "TeamProfileDialog"),
    "team_figures": ("ui.dialogs.team_figures", "TeamFiguresDialog"),
    "team_risks": ("ui.dialogs.team_risks", "TeamRisksDialog"),
    "team_review_rules": ("ui.dialogs.team_review_rules", "TeamReviewRulesDialog"),
    "team_members": ("ui.dialogs.team_members", "TeamMembersDialog"),
    "save_copy": ("ui.dialogs.save_copy", "SaveCopyDialog"),
    "user_add": ("ui.dialogs.user_add", "UserAddDialog"),
    "user_role": ("ui.dialogs.user_role", "UserRoleDialog"),
    "user_reset": ("ui.dialogs.user_reset", "UserResetDialog"),
    "user_escrow": ("ui.dialogs.user_escrow", "UserEscrowDialog"),
    "user_revoke": ("ui.dialogs.user_revoke", "UserRevokeDialog"),
    "read_reason": ("ui.dialogs.read_reason", "ReadReasonDialog"),
    "break_glass": ("ui.dialogs.read_reason", "BreakGlassDialog"),
}
OPENED_BY = {"edit_contact": "member", "map_columns": "imports"}
"""Dialogs that a page opens for itself; it is handed what was typed in them."""
IN_RAIL_UNDER = {
    "imports": "exchange",
    "status_file": "exchange",
    "quarantine": "exchange",
    "staff": "settings",
}
"""Pages that belong to one of the rail: what comes from a plan and what goes to it is one place, so
that the rail stays short."""
SPECS = {spec.key: spec for spec in PAGES}


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it shows, to go back to: an id, a plan key, or what was searched for."""

    key: str = "today"
    target: object = None
