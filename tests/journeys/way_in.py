"""What the journeys of the ways in share: a clock that is moved on, files, attempts, clocks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path as File
from zoneinfo import ZoneInfo

from navigator_app.domain.clocks import ClockState, State
from navigator_app.domain.facts import Path, day_of
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.paths import OptIn
from navigator_app.domain.records import AttemptDraft, ReferralRow
from navigator_app.domain.retroactive import Start
from navigator_app.domain.vocabulary import ClosureReason, Mode, Outcome, ReferralStatus, Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import (
    agency,
    caseload,
    clocks,
    exports,
    import_authorizations,
    intake,
    intake_outlook,
    record_outreach,
    record_status,
)
from navigator_app.services.workspace import Workspace

ZONE = "America/Los_Angeles"
YEAR = 2026
HEADINGS = (
    "Member First Name,Member Last Name,Medi-Cal CIN,MCP Member ID,Member Date of Birth,"
    "Member Primary Phone Number,Referred Service,Referral Type,"
    "Date Received Request for Authorization,Referral Authorization Status,"
    "Authorization Effective Date,Authorization End Date,"
    "Date MCP Provides a Response About the Request for Authorization,"
    "Date Referral Sent to Servicing Provider Organization"
)


class Agency:
    """An agency with one plan; each step says on which day it happens."""

    def __init__(self, ws: Workspace, folder: File, policy: str = "toolkit-2025") -> None:
        """Add the plan."""
        self.ws = ws
        self._folder = folder
        self._files = 0
        agency.add_plan(ws, "bayview", name="Bayview", layout="canonical", policy=policy)

    def on(self, day: str, hour: int = 10) -> None:
        """It is that day now ("11-23"), ten in the morning."""
        moment = datetime.fromisoformat(f"{YEAR}-{day}T{hour:02d}:00")
        self.ws.clock = Clock(ZONE, moment.replace(tzinfo=ZoneInfo(ZONE)))
        clocks.refresh(self.ws)

    def take_in(
        self,
        path: Path,
        member: NewMember | str,
        *,
        opt_in: OptIn | None = None,
        previous: str | None = None,
        **values: str,
    ) -> str:
        """Take a member in by hand; days as "11-23"."""
        row, _changes = intake.create(
            self.ws,
            plan="bayview",
            service=Service.HTNS,
            path=path,
            opt_in=opt_in,
            values=dated(values),
            member=member,
            previous=previous,
        )
        return row.referral_id

    def tell(self, referral: str, *, path: Path | None = None, **values: str) -> None:
        """Say or change how a referral came."""
        intake.change(self.ws, referral, dated(values), path=path)

    def later(self, referral: str, **values: str) -> None:
        """Write down what came after the way in."""
        intake.note_later(self.ws, referral, dated(values))

    def file(self, *rows: str) -> dict[str, int]:
        """The plan's authorization file comes in; what it counted."""
        self._files += 1
        path = self._folder / f"asf{self._files}.csv"
        path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
        layouts = import_authorizations.layouts_for(self.ws, "bayview")
        parsed = import_authorizations.read(path, layouts)
        assert not parsed.rejected, parsed.rejected
        staged = import_authorizations.stage(self.ws, parsed, "bayview")
        import_authorizations.commit(self.ws, staged.id)
        return {"new": staged.new, "changed": staged.changed, "unchanged": staged.unchanged}

    def attempt(self, referral: str, outcome: Outcome) -> None:
        """Somebody tries to reach the member now."""
        row = self.referral(referral)
        draft = AttemptDraft(
            member_id=row.member_id,
            referral_id=referral,
            at=self.ws.clock.to_local(self.ws.clock.now()).replace(tzinfo=None),
            mode=Mode.IN_PERSON,
            outcome=outcome,
        )
        record_outreach.record(self.ws, [draft])

    def status(
        self, referral: str, status: ReferralStatus, reason: ClosureReason | None = None
    ) -> None:
        """Record a status dated today."""
        record_status.record(self.ws, referral, status, self.ws.clock.today(), reason=reason)

    def referral(self, referral: str) -> ReferralRow:
        """The referral as it stands."""
        return next(row for row in caseload.referrals(self.ws) if row.id == referral)

    def clock(self, referral: str, rule: str) -> ClockState:
        """One clock of a referral."""
        return {one.rule.id: one for one in clocks.of_referral(self.ws, referral)}[rule]

    def runs(self, referral: str, rule: str, day: str) -> ClockState:
        """Assert that a clock runs and falls due that day; returns it."""
        state = self.clock(referral, rule)
        assert state.running, (rule, state)
        assert state.due is not None
        assert day_of(state.due, ZoneInfo(ZONE)) == iso(day), (rule, state.due)
        assert state.rule.source and state.rule.section
        return state

    def met(self, referral: str, rule: str, day: str, *, late: bool = False) -> None:
        """Assert that a clock was settled that day."""
        state = self.clock(referral, rule)
        assert state.state is State.MET and state.met_on is not None, (rule, state)
        assert day_of(state.met_on, ZoneInfo(ZONE)) == iso(day), (rule, state.met_on)
        assert state.late is late, (rule, state)

    def start(self, referral: str) -> Start:
        """From which day the authorization should count."""
        row = intake.intake(self.ws, referral)
        assert row.path is not None
        found = intake_outlook.outlook(
            self.ws,
            plan=row.plan,
            service=row.service,
            path=row.path,
            opt_in=row.opt_in,
            values=row.values,
        ).start
        assert found is not None
        return found

    def status_file(self, period: str) -> Sequence[tuple[str, str, str]]:
        """Build and send the month's status file: (CIN, status, reason) of each line."""
        built, _changes = exports.export(self.ws, "bayview", period, self._folder)
        exports.mark_sent(self.ws, "bayview", period)
        lines = File(built.file).read_text(encoding="utf-8-sig").splitlines()[1:]
        cells = [line.replace('"', "").split(",") for line in lines]
        assert built.rows == len(cells)
        return [
            (
                row[0],
                next(s.value for s in ReferralStatus if s.value in row),
                next((r.value for r in ClosureReason if r.value in row), ""),
            )
            for row in cells
        ]


def iso(day: str) -> date:
    """A day of 2026 from "11-23", or one written whole."""
    return date.fromisoformat(day if len(day) == 10 else f"{YEAR}-{day}")


def dated(values: dict[str, str]) -> dict[str, str]:
    """Days written "11-23" made whole."""
    return {
        name: iso(text).isoformat() if name.endswith("_on") and text else text
        for name, text in values.items()
    }


def row(
    member: NewMember,
    *,
    kind: str = "1",
    asked: str = "",
    status: str = "Approved",
    first: str = "",
    last: str = "",
    decided: str = "",
    sent: str = "",
) -> str:
    """A line of the plan's file about a member."""
    days = [iso(day).isoformat() if day else "" for day in (asked, first, last, decided, sent)]
    return ",".join(
        (
            *(member.first_name, member.last_name, member.cin, "", member.date_of_birth),
            *(member.phone, Service.HTNS.value, kind, days[0], status, *days[1:]),
        )
    )
