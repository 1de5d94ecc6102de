"""A generated year of an agency of sixty: who works there, whom they serve, what happened.

`build(ws)` writes it into a new store, one journalled transaction for each kind of record; the
same seed makes the same year. Every referral's derived columns agree with its events, as the
program would leave them. The year ends on the day of the store's clock. All of it is made up.

Among what stands in it on purpose: people who left and still have members, people away today and
later with and without cover, members of nobody, merged records, undone attempts and notes, homes
lost again, members with two services, plans past review, lapsed coverage.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from navigator_app.domain.identifiers import uuid7_many
from navigator_app.services import agency
from navigator_app.services.workspace import Workspace
from navigator_app.store.tables import metadata

PEOPLE, MEMBERS, DAYS = 60, 2400, 365
LANGUAGES = ("English", "Spanish", "Vietnamese", "Tagalog", "Armenian", "")
AREAS = ("Downtown", "Harbor", "Eastside", "Valley", "Northgate")
RACES = ("1", "2", "3", "4", "5", "")
FIRST = ("Ana", "Ben", "Chi", "Dora", "Eli", "Fay", "Gus", "Hoa", "Ivy", "Joel", "Kim", "Luz")
LAST = ("Abad", "Brook", "Cruz", "Diaz", "Ekwe", "Fong", "Gil", "Hart", "Ito", "Juarez", "Kaur")
ENDS = (
    "services-received", "unable-to-reach", "no-longer-eligible", "no-longer-needs", "other",
)  # fmt: skip
MODES = ("in-person", "phone", "text", "collateral")
OUTCOMES = ("reached", "not-found", "message-left", "wrong-number")

Row = dict[str, object]


class Year:
    """Rows by table, drawn one member after the other."""

    def __init__(self, today: date, zone: str, plans: list[str], seed: int) -> None:
        """Nothing is drawn yet; `plans` are the plans' ids."""
        self.today, self.zone, self.plans = today, zone, plans
        self.rng = random.Random(seed)
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.ids = iter(uuid7_many(200_000, 1_700_000_000_000))
        self.carriers: list[str] = []
        self.count = 1

    def add(self, table: str, **values: object) -> str:
        """One row more; returns its id, made where none is given."""
        key = str(values.get("id") or next(self.ids))
        self.rows[table].append({"id": key, **values})
        return key

    def day(self, least: int, most: int) -> date:
        """A day so many days before today."""
        return self.today - timedelta(days=self.rng.randint(least, most))

    def moment(self, day: date) -> str:
        """An hour of the day's work, in UTC."""
        return f"{day}T{self.rng.randint(17, 23)}:{self.rng.randint(10, 59)}:00.000+00:00"

    # who works there

    def people(self, count: int) -> None:
        """Supervisors, clerks, an administrator, and navigators of whom some left or are away."""
        self.count = count
        for number in range(count):
            role = (
                "supervisor" if number % 12 == 0 else "clerk" if number % 20 == 5
                else "administrator" if number == 3 else "navigator"
            )  # fmt: skip
            left = role == "navigator" and number % 14 == 1
            name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number:02d}"
            since = self.moment(self.today - timedelta(days=DAYS + number))
            key = self.add(
                "user", id=f"u{number:02d}", name=name, role=role, active=int(not left),
                created_at=since,
            )  # fmt: skip
            if number % 10 != 9:  # some never got a profile
                self._profile(key, number, since, left)
            if role == "navigator" or number == 12:  # one supervisor carries members, too
                self.carriers.append(key)
            self._leave(key, number)

    def _profile(self, key: str, number: int, since: str, left: bool) -> None:
        rng = self.rng
        spoken = [LANGUAGES[0], *rng.sample(LANGUAGES[1:5], rng.randint(0, 2))]
        self.rows["user_profile"].append({
            "user_id": key, "administers": int(number == 3), "share": rng.choice((50, 80, 100)),
            "languages": json.dumps(spoken), "areas": json.dumps(rng.sample(AREAS, 2)),
            "most_weight": rng.choice((None, 3000, 5000)), "open_any": rng.randint(0, 4),
            "open_own": rng.randint(0, 2), "left_on": self.day(5, 60).isoformat() if left else None,
            "supervisor_id": "u12" if number > 12 else "u00", "created_at": since,
        })  # fmt: skip

    def _leave(self, key: str, number: int) -> None:
        for place, (first, last, ended) in enumerate((
            (-3, 9, None), (12, 20, None), (-40, -30, None), (-5, 5, -1), (-9, 30, None),
        )):  # fmt: skip
            if number % 11 == place * 2 + 1:
                self.add(
                    "leave", user_id=key, from_on=self._on(first), until_on=self._on(last),
                    cover_id=None if number % 3 == 0 else self._cover(number), why="",
                    ended_on=None if ended is None else self._on(ended), by_id="u00",
                    created_at=self.moment(self.today - timedelta(days=50)),
                )  # fmt: skip

    def _cover(self, number: int) -> str:
        return f"u{(number + 7) % min(self.count, 50):02d}"

    def _on(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    # whom they serve

    def member(self, number: int) -> None:
        """One member with all that happened."""
        rng = self.rng
        came = self.day(1, DAYS + 40)
        first, last = rng.choice(FIRST), rng.choice(LAST)
        navigator = None if number % 23 == 0 else rng.choice(self.carriers)
        member = self.add(
            "member", cin=f"9{number:07d}A", plan_id=rng.choice(self.plans), first_name=first,
            last_name=last, date_of_birth=self.day(7000, 30000).isoformat(),
            language_spoken=rng.choice(LANGUAGES), gender_code=rng.choice(("F", "M", "")),
            race_ethnicity_code=rng.choice(RACES), homeless=int(rng.random() < 0.7),
            navigator_id=navigator, created_at=self.moment(came),
            sort_name=f"{last} {first}".lower(),
            search_text=f"{last} {first} 9{number:07d}A".lower(),
            merged_into_id=f"@{number - 1}" if number % 97 == 50 else None,
        )  # fmt: skip
        services = ["htns"] if rng.random() < 0.7 else ["htss"]
        if rng.random() < 0.15:
            services.append("deposits")
        began = [self._referral(member, number, service, came) for service in services]
        day = began[0]
        self._attempts(member, came, navigator, reached=day is not None)
        if day is not None:
            self._work(member, day, navigator, services[0])
        if rng.random() < 0.5:
            self._coverage(member, navigator)

    def _referral(self, member: str, number: int, service: str, came: date) -> date | None:
        """A referral with its authorization and events; the day services could begin, if they
        did."""
        rng, today = self.rng, self.today
        key = next(self.ids)
        shape = rng.random()
        steps: list[tuple[str, date, str | None]] = []
        if shape > 0.06:
            steps.append(("accepted", came + timedelta(days=rng.randint(0, 9)), None))
        if shape > 0.15:
            steps.append(
                ("outreach-initiated", steps[-1][1] + timedelta(days=rng.randint(0, 12)), None)
            )
        began = steps[-1][1] if shape > 0.3 else None
        if 0.15 < shape < 0.3 or (began and rng.random() < 0.35):
            end = steps[-1][1] + timedelta(days=rng.randint(20, 220))
            why = ENDS[1] if began is None else rng.choice(ENDS)
            steps.append(("closed", end, why))
        elif shape < 0.02:
            steps.append(("declined", came + timedelta(days=2), "provider-declined"))
        steps = [step for step in steps if step[1] <= today]
        denied = not steps and rng.random() < 0.3
        last = steps[-1] if steps else (None, None, None)
        starts = came - timedelta(days=rng.randint(0, 10))
        ends = starts + timedelta(days=rng.choice((180, 365)))
        plan = str(next(r["plan_id"] for r in reversed(self.rows["member"]) if r["id"] == member))
        self.add(
            "referral", id=key, member_id=member, plan_id=plan, service=service,
            received_on=came.isoformat(), requested_on=starts.isoformat(),
            authorization_status="denied" if denied else "approved", created_at=self.moment(came),
            is_open=int(not denied and last[0] not in ("closed", "declined")), status=last[0],
            status_on=last[1].isoformat() if last[1] else None, closure_reason=last[2],
            effective_on=starts.isoformat(), ends_on=ends.isoformat(),
        )  # fmt: skip
        self.add(
            "authorization", referral_id=key, number=f"A{number}{service}",
            status="denied" if denied else "approved", effective_on=starts.isoformat(),
            ends_on=ends.isoformat(), created_at=self.moment(came),
        )  # fmt: skip
        self.rows["intake"].append({
            "referral_id": key, "created_at": self.moment(came),
            "services_began_on": began.isoformat() if began and began <= today else None,
            "path": rng.choice(("", "data-mining")),
        })  # fmt: skip
        for step, on, reason in steps:
            self.add(
                "status_event", referral_id=key, plan_id=plan, member_cin=f"9{number:07d}A",
                status=step, on_date=on.isoformat(), reason=reason, recorded_at=self.moment(on),
                zone=self.zone,
            )  # fmt: skip
        if last[0] == "closed" and rng.random() < 0.3 and last[1]:
            self.add("discontinuation", referral_id=key, reason=str(last[2]),
                     on_date=last[1].isoformat(), created_at=self.moment(last[1]))  # fmt: skip
        if rng.random() < 0.03:
            passed = self.moment(min(came + timedelta(days=1), today))
            self.add("guard_override", referral_id=key, rule_id="one-provider", reason="Told so",
                     user_id="u00", created_at=passed)  # fmt: skip
        return began if began and began <= today else None

    def _attempts(self, member: str, came: date, user: str | None, *, reached: bool) -> None:
        rng, on = self.rng, came
        latest: str | None = None
        for turn in range(rng.randint(0, 6)):
            on += timedelta(days=rng.randint(0, 20))
            if on > self.today:
                break
            undone = rng.random() < 0.04
            outcome = "reached" if reached and turn > 1 else rng.choice(OUTCOMES)
            self.add(
                "outreach_attempt", member_id=member, at_utc=self.moment(on), zone=self.zone,
                on_date=on.isoformat(), mode=rng.choice(MODES), outcome=outcome, user_id=user,
                recorded_at=self.moment(on), undone_at=self.moment(on) if undone else None,
            )  # fmt: skip
            latest = latest if undone else on.isoformat()
        self.rows["member"][-1]["last_attempt_on"] = latest

    def _work(self, member: str, began: date, user: str | None, service: str) -> None:
        """Notes, a support plan, and for some a home, which some lose again."""
        rng, on = self.rng, began
        for _turn in range(rng.randint(0, 9)):
            on += timedelta(days=rng.randint(1, 40))
            if on > self.today:
                break
            undone = rng.random() < 0.05
            self.add(
                "encounter", member_id=member, service=service, component="search",
                at_utc=self.moment(on), zone=self.zone, on_date=on.isoformat(),
                minutes=rng.choice((15, 30, 60)), mode=rng.choice(MODES[:2]),
                narrative="Met and went through the list of homes.", user_id=user,
                payable=rng.choice((1, 1, 0, None)), recorded_at=self.moment(on),
                undone_at=self.moment(on) if undone else None,
            )  # fmt: skip
        if rng.random() < 0.6:
            self._plan(member, began, user)
        if rng.random() < (0.8 if service == "htss" else 0.3):
            self._home(member, began + timedelta(days=rng.randint(10, 150)))

    def _plan(self, member: str, began: date, user: str | None) -> None:
        state = self.rng.choice(("draft", "in-review", "returned", "approved", "signed", "signed"))
        signed = began + timedelta(days=20)
        self.add(
            "support_plan", member_id=member, version=1, state=state,
            state_on=min(signed, self.today).isoformat(), started_on=began.isoformat(),
            signed_on=signed.isoformat() if state == "signed" else None, user_id=user,
            review_on=(signed + timedelta(days=180)).isoformat() if state == "signed" else None,
            created_at=self.moment(began),
        )  # fmt: skip

    def _home(self, member: str, moved: date) -> None:
        if moved > self.today + timedelta(days=15):
            return
        lost = moved + timedelta(days=self.rng.randint(10, 300))
        ended = self.rng.random() < 0.15 and lost <= self.today
        self.add(
            "tenancy", member_id=member, address="1 Quay St", move_in_on=moved.isoformat(),
            ended_on=lost.isoformat() if ended else None, ended_why="evicted" if ended else "",
            created_at=self.moment(min(moved, self.today)),
        )  # fmt: skip
        if ended and self.rng.random() < 0.3:
            self._home(member, lost + timedelta(days=20))

    def _coverage(self, member: str, user: str | None) -> None:
        on = self.day(1, 200)
        self.add(
            "eligibility_check", member_id=member, checked_at=self.moment(on), zone=self.zone,
            how="portal", medi_cal=self.rng.choice(("active",) * 8 + ("lapsed", "suspended")),
            user_id=user, created_at=self.moment(on),
        )  # fmt: skip

    def capacity(self) -> None:
        """What the plans were told through the year, the last of it not yet."""
        for plan in (None, *self.plans):
            for days in (200, 90, 4):
                on = self.today - timedelta(days=days)
                told = None if plan is None or days == 4 else (on + timedelta(days=2)).isoformat()
                self.add(
                    "capacity_report", plan_id=plan, changed_on=on.isoformat(),
                    any_member=self.rng.randint(0, 90), own_members=self.rng.randint(0, 20),
                    told_on=told, created_at=self.moment(on),
                )  # fmt: skip


def build(ws: Workspace, *, people: int = PEOPLE, members: int = MEMBERS, seed: int = 7) -> None:
    """Write a whole year into a new store with one user and no plans."""
    agency.add_plan(ws, "bayview", name="Bayview", layout="bayview")
    agency.add_plan(ws, "north", name="North Coast", layout="bayview",
                    policy="partnership-mcap7003")  # fmt: skip
    plans = [row[0] for row in ws.store.query("SELECT id FROM plan ORDER BY key")]
    year = Year(ws.clock.today(), ws.clock.zone, plans, seed)
    year.people(people - 1)  # the founder is there
    for number in range(members):
        year.member(number)
    year.capacity()
    ids = [row["id"] for row in year.rows["member"]]
    for row in year.rows["member"]:
        into = row["merged_into_id"]
        row["merged_into_id"] = ids[int(str(into)[1:])] if into else None
    for table, rows in year.rows.items():
        with ws.store.transaction("team_year", clock=ws.clock, user=ws.user) as tx:
            for names, alike in _alike(table, rows):
                columns = ", ".join(f'"{name}"' for name in names)
                marks = ", ".join("?" * len(names))
                sql = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'
                tx.executemany(sql, alike)


def _alike(table: str, rows: Iterable[Row]) -> list[tuple[tuple[str, ...], list[list[object]]]]:
    """Rows by the columns that they fill; what a row leaves out is what its table's class says."""
    known = {
        column.name: getattr(column.default, "arg", None)
        for column in metadata.tables[table].columns
        if column.default is not None and column.default.is_scalar
    }
    found: dict[tuple[str, ...], list[list[object]]] = {}
    for row in rows:
        whole = known | row
        found.setdefault(tuple(whole), []).append(list(whole.values()))
    return list(found.items())
