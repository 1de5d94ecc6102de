"""Fills a throwaway store with an invented agency's month: files taken in, attempts, statuses.

Everything goes through the services, as a person's work would, and every choice is drawn from one
seed, so that the same clock gives the same caseload.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from navigator_app import paths
from navigator_app.domain.records import AttemptDraft, ReferralRow
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Mode,
    Outcome,
    ReferralStatus,
    Role,
)
from navigator_app.errors import InputRejected
from navigator_app.runtime.clock import DEFAULT_ZONE, Clock
from navigator_app.services import (
    agency,
    caseload,
    import_authorizations,
    record_outreach,
    record_status,
    workspace,
)
from navigator_app.services.workspace import Workspace
from ui import demo_exchange, demo_homes, demo_past, demo_people, demo_story, demo_team
from ui.demo_team import Crew

AGENCY = "Harbor Light Housing (sample)"
NPI = "1234567893"
"""The number that the NPI standard itself uses as its example: the check digit holds, nobody's."""

USER = "Sam Rivera"
PHONE = "5555550100"

PLANS = (
    ("bayview", "Bayview Health Plan (invented)"),
    ("sierra", "Sierra Crest Health (invented)"),
    ("coastal", "Coastal Community Health Plan (invented)"),
)

FIRST_FILES = (
    ("bayview", "bayview_csasf_2026-11-15.csv"),
    ("sierra", "sierra_ASF_202611.txt"),
    ("coastal", "coastal_CS-ASF_Nov2026.xlsx"),
)

PLACES = (
    "St. Brendan's shelter, front desk",
    "Encampment at 5th and Alder",
    "Riverton library, ground floor",
    "Harbor Light drop-in",
    "General Hospital, discharge lounge",
    "Creek path under the highway bridge",
)
NOTES = (
    "Staff know him, sleeps at the far end; comes for breakfast around 7.",
    "Asked us to come back on a weekday morning.",
    "Wants two rooms, brother moves in too.",
    "Lost ID in the sweep; needs a replacement first.",
    "Voicemail full.",
    "Has a dog; ask about pets before any viewing.",
)
NEXT_STEPS = ("Try again on Thursday", "Ask shelter case manager", "Bring ID application", "")
"""Invented, like everybody they are about."""

_SEED = 20261130


@dataclass(frozen=True, slots=True)
class SampleStore:
    """What `fill` made, for the summary."""

    passphrase: str
    members: int
    referrals: int
    attempts: int
    statuses: int
    staged_import: str
    show_member: str  # somebody with much in their story
    show_tenant: str  # somebody who moved in


@dataclass(slots=True)
class _Tally:
    attempts: int = 0
    statuses: int = 0
    tried: Counter[str] = field(default_factory=Counter)  # attempts by member
    ended: set[str] = field(default_factory=set)  # members whose loop is closed

    def liveliest(self, referrals: list[ReferralRow]) -> str:
        """The member tried most often whose loop is still open, the first of equals."""
        still_open = [row.member_id for row in referrals if row.member_id not in self.ended]
        return max(still_open, key=lambda member: self.tried[member])


_Act = tuple[datetime, int, Callable[[], None]]


def demo_clock() -> Clock:
    """The clock of the sample: Monday 30 November 2026, 10:00, standing still.

    The sample files are dated 15 and 29 November, so the month's end is the day they make sense.
    """
    moment = datetime(2026, 11, 30, 10, 0, tzinfo=Clock(DEFAULT_ZONE).tz)
    return Clock(DEFAULT_ZONE, moment)


def fill(home: Path, clock: Clock) -> SampleStore:
    """Make the sample store as `make_sample` does and say what is in it."""
    passphrase = "-".join(secrets.token_hex(3) for _turn in range(4))
    ws, _code = workspace.create(
        home,
        agency=AGENCY,
        npi=NPI,
        user=USER,
        role=Role.SUPERVISOR,
        passphrase=passphrase,
        clock=_back(clock, days=14, hour=8),
        phone=PHONE,
        kdf=workspace.SAMPLE_KDF,
    )
    try:
        for key, name in PLANS:
            agency.add_plan(ws, key, name=name, layout=key)
        _take_in(ws, *demo_past.FILE)
        demo_past.tell(ws, caseload.referrals(ws))
        before = {row.id for row in caseload.referrals(ws)}
        for place, (key, file) in enumerate(FIRST_FILES):
            ws.clock = _back(clock, days=14 - place, hour=9)
            _take_in(ws, key, file)
        referrals = [row for row in caseload.referrals(ws) if row.id not in before]
        referrals.sort(key=lambda row: (row.cin, row.service.slug))
        tally = _live_the_month(ws, referrals, clock)
        people = _work_with_some(ws, referrals, tally, clock)
        staged = _work_together(ws, passphrase, referrals, people, clock)
        ws.clock = replace(clock)
        known = caseload.referrals(ws)
        return SampleStore(
            passphrase,
            len({row.member_id for row in known}),
            len(known),
            tally.attempts,
            tally.statuses,
            staged,
            people.seeker,
            people.tenant,
        )
    finally:
        ws.close()


def _work_together(
    ws: Workspace,
    passphrase: str,
    referrals: list[ReferralRow],
    people: demo_story.People,
    clock: Clock,
) -> str:
    """Let the others in, give members out, let files go and come; the id of the file to review."""
    story, back = demo_story.read(), partial(_back, clock)
    crew = demo_team.join(ws, story, passphrase, back)
    held = _get_to_know(ws, referrals, people, crew, clock)
    demo_team.tell(ws, crew, held, story, back)
    return demo_exchange.tell(ws, crew, story, back, ws.home / "bayview", sample_file)


def sample_file(name: str) -> Path:
    """One of the invented plans' files that come with the program."""
    return paths.resource("sample", name)


def _stage(ws: Workspace, plan: str, file: str) -> str:
    layouts = import_authorizations.layouts_for(ws, plan)
    parsed = import_authorizations.read(sample_file(file), layouts)
    return import_authorizations.stage(ws, parsed, plan).id


def _take_in(ws: Workspace, plan: str, file: str) -> None:
    import_authorizations.commit(ws, _stage(ws, plan, file))


def _back(clock: Clock, *, days: int, hour: int, minute: int = 0) -> Clock:
    """The clock standing still some days earlier, never later than `clock` itself."""
    now = clock.to_local(clock.now())
    local = datetime.combine(now.date() - timedelta(days=days), datetime.min.time())
    moment = clock.to_utc(local.replace(hour=hour, minute=minute))
    return Clock(clock.zone, min(moment, clock.now().astimezone(UTC)))


class _Month:
    """Two weeks of work on the referrals, as a list of dated acts."""

    def __init__(self, ws: Workspace, clock: Clock, tally: _Tally) -> None:
        self._ws, self._clock, self._tally = ws, clock, tally
        self._rng = random.Random(_SEED)  # noqa: S311 - stories, not secrets
        self._acts: list[_Act] = []

    def plan_for(self, referral: ReferralRow) -> None:
        """Draw the referral's story; what came lately is likelier to wait still."""
        chance = self._rng.random()
        first = 13 - self._rng.randint(0, 2)
        sent = referral.sent_to_provider or referral.requested or self._clock.today()
        lately = (self._clock.today() - sent).days < 14
        if referral.authorization_status is AuthorizationStatus.DENIED:
            return
        if chance < (0.30 if lately else 0.03):
            return
        if chance < 0.34 and lately:
            self._status(referral, first, ReferralStatus.PENDING)
        elif chance < (0.44 if lately else 0.06):
            self._status(referral, first, ReferralStatus.ACCEPTED)
        elif chance > 0.97:
            self._status(referral, first, ReferralStatus.DECLINED, ClosureReason.PROVIDER_DECLINED)
        else:
            self._outreach(referral, first, self._rng.random())

    def _outreach(self, referral: ReferralRow, first: int, chance: float) -> None:
        """Accepted, tried a few times, and for some of them an end."""
        self._status(referral, first, ReferralStatus.ACCEPTED)
        days = sorted(self._rng.sample(range(1, first), self._rng.randint(1, 4)), reverse=True)
        for day in days[:-1]:
            self._attempt(referral, day, reached=False)
        reached = chance >= 0.40
        self._attempt(referral, days[-1], reached=reached)
        end = _end_of(chance, len(days))
        if end is not None:
            self._status(referral, days[-1], ReferralStatus.CLOSED, end, 16)
        elif 0.30 < chance < 0.55:
            self._attempt(referral, 0, reached=reached)  # this morning

    def _status(
        self,
        referral: ReferralRow,
        days: int,
        status: ReferralStatus,
        reason: ClosureReason | None = None,
        hour: int = 10,
    ) -> None:
        when = _back(self._clock, days=days, hour=hour, minute=self._rng.randint(0, 59))

        def act() -> None:
            self._ws.clock = when
            try:
                record_status.record(self._ws, referral.id, status, when.today(), reason=reason)
            except InputRejected:
                return  # the plan sent this one later than the story would have it
            self._tally.statuses += 1
            if status is ReferralStatus.CLOSED:
                self._tally.ended.add(referral.member_id)

        self._acts.append((when.now(), len(self._acts), act))

    def _attempt(self, referral: ReferralRow, days: int, *, reached: bool) -> None:
        rng = self._rng
        hour = rng.randint(8, 15) if days else rng.randint(8, 9)
        when = _back(self._clock, days=days, hour=hour, minute=rng.randint(0, 40))
        missed = (Outcome.NOT_FOUND, Outcome.NOT_FOUND, Outcome.MESSAGE_LEFT, Outcome.WRONG_NUMBER)
        outcome = Outcome.REACHED if reached else rng.choice(missed)
        by_phone = outcome in (Outcome.MESSAGE_LEFT, Outcome.WRONG_NUMBER)
        draft = AttemptDraft(
            member_id=referral.member_id,
            referral_id=referral.id,
            mode=Mode.PHONE if by_phone else Mode.IN_PERSON,
            outcome=outcome,
            at=self._clock.to_local(when.now()).replace(tzinfo=None),
            place="" if by_phone else rng.choice(PLACES),
            note=rng.choice(NOTES) if rng.random() < 0.5 else "",
            next_step=rng.choice(NEXT_STEPS),
        )

        def act() -> None:
            self._ws.clock = _later(when, self._clock)
            try:
                record_outreach.record(self._ws, [draft])
            except InputRejected:
                return
            self._tally.attempts += 1
            self._tally.tried[draft.member_id] += 1

        self._acts.append((when.now(), len(self._acts), act))

    def live(self) -> None:
        """Do everything in the order it happened."""
        for _when, _order, act in sorted(self._acts, key=lambda item: item[:2]):
            act()


def _end_of(chance: float, attempts: int) -> ClosureReason | None:
    """How a loop ended, for the few that did; nobody is given up before three attempts."""
    if chance > 0.93:
        return ClosureReason.SERVICES_RECEIVED
    if chance > 0.89:
        return ClosureReason.NO_LONGER_NEEDS
    return ClosureReason.UNABLE_TO_REACH if chance < 0.20 and attempts >= 3 else None


def _later(when: Clock, clock: Clock) -> Clock:
    """A quarter of an hour on: an attempt is written down after it was made."""
    return Clock(when.zone, min(when.now() + timedelta(minutes=15), clock.now()))


def _live_the_month(ws: Workspace, referrals: list[ReferralRow], clock: Clock) -> _Tally:
    tally = _Tally()
    month = _Month(ws, clock, tally)
    for referral in referrals:
        month.plan_for(referral)
    month.live()
    return tally


def _work_with_some(
    ws: Workspace, referrals: list[ReferralRow], tally: _Tally, clock: Clock
) -> demo_story.People:
    """Plans, services, a search, a home: the work with a few of them."""
    seeking = [row for row in referrals if demo_story.may_seek(row, clock)]
    people = demo_story.cast(referrals, tally.liveliest(seeking), tally.ended, clock)
    story, back = demo_story.read(), partial(_back, clock)
    demo_story.tell(ws, people, story, back)
    demo_people.tell(ws, people, back)
    demo_homes.tell(ws, people, story, back)
    demo_homes.name_twice(ws, story["twice"], back)
    return people


def _get_to_know(
    ws: Workspace,
    referrals: list[ReferralRow],
    people: demo_story.People,
    crew: Crew,
    clock: Clock,
) -> dict[str, list[str]]:
    """What a navigator learns about a person beside the plan's file; members by who has them."""
    rng = random.Random(_SEED + 1)  # noqa: S311 - stories, not secrets
    held: dict[str, list[str]] = {}
    ws.clock = _back(clock, days=0, hour=8)
    members = sorted({row.member_id: row.cin for row in referrals}.items(), key=lambda i: i[1])
    for place, (member_id, _cin) in enumerate(members):
        own = member_id in (people.seeker, people.tenant)
        holder = crew.lead.id if own else crew.holder(place)
        if not own:
            held.setdefault(holder, []).append(member_id)
        fields: dict[str, str | bool | None] = {"navigator_id": holder} if holder else {}
        if place % 4 == 1:
            fields["last_seen_place"] = rng.choice(PLACES)
            seen: date = clock.today() - timedelta(days=rng.randint(1, 12))
            fields["last_seen_on"] = seen.isoformat()
        if place % 25 == 7:
            fields["do_not_leave_word"] = True
            fields["safety_note"] = "Shared phone: ask for her by the first name only."
        if place % 40 == 11:
            fields["fleeing_violence"] = True
            fields["safety_note"] = "Meet at the drop-in only, never at the last address."
        if fields:
            caseload.update_contact(ws, member_id, **fields)
    return held
