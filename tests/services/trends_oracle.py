"""Exceptions and trends counted once more: plain loops over raw rows, none of the program's SQL."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import quantiles
from typing import Any

from navigator_app.services.workspace import Workspace

Row = dict[str, Any]
TABLES = (
    "member", "referral", "encounter", "outreach_attempt", "status_event", "status_void",
    "support_plan", "tenancy", "authorization", "authorization_request", "discontinuation",
    "running_clock", "guard_override", "eligibility_check", "intake", "capacity_report", "plan",
)  # fmt: skip


@dataclass
class Raw:
    """The tables as they lie there, and today."""

    on: date
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> list[Row]:
        return self.tables[name]


def raw(ws: Workspace) -> Raw:
    """Read every row of the tables that count."""
    found = Raw(ws.clock.today())
    for table in TABLES:
        cursor = ws.store.connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        found.tables[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def came(referral: Row) -> str:
    """The day a referral came."""
    return referral["sent_to_provider_on"] or referral["received_on"]


class Oracle:
    """All exceptions by id as {member: rows}, and the figures of the trends."""

    def __init__(self, rows: Raw, navigator: str = "") -> None:
        self.rows, self.today = rows, rows.on.isoformat()
        self.members = {m["id"]: m for m in rows.member}
        self.shown = {
            key for key, m in self.members.items()
            if not m["merged_into_id"] and (not navigator or m["navigator_id"] == navigator)
        }  # fmt: skip
        self.referrals: dict[str, list[Row]] = defaultdict(list)
        for one in rows.referral:
            self.referrals[one["member_id"]].append(one)
        self.standing_endings = {
            d["referral_id"] for d in rows.discontinuation if not d["reengaged_on"]
        }
        self.contacts: dict[str, list[str]] = defaultdict(list)
        self.notes: dict[str, list[Row]] = defaultdict(list)
        for note in rows.encounter:
            if note["undone_at"]:
                continue
            self.notes[note["member_id"]].append(note)
            if note["mode"] != "collateral":
                self.contacts[note["member_id"]].append(note["on_date"])
        for one in rows.outreach_attempt:
            reached = one["outcome"] == "reached" and one["mode"] != "collateral"
            if reached and not one["undone_at"]:
                self.contacts[one["member_id"]].append(one["on_date"])

    # exceptions

    def runs(self, r: Row) -> bool:
        """Open, or served and not ended."""
        served = (
            r["closure_reason"] == "services-received"
            and r["authorization_status"] != "denied"
            and r["id"] not in self.standing_endings
        )
        return bool(r["is_open"]) or served

    def running(self, r: Row) -> bool:
        """The same with the authorization not ended, as far as anybody knows."""
        ends = [
            q["ends_on"] for q in self.rows.authorization_request
            if q["referral_id"] == r["id"] and q["decision"] == "approved"
            and (q["ends_on"] or "") >= (q["effective_on"] or "") and q["ends_on"]
        ]  # fmt: skip
        ends += [r["ends_on"]] if r["ends_on"] else []
        return self.runs(r) and bool(r["is_open"] or not ends or max(ends) >= self.today)

    def no_contact(self, days: int) -> dict[str, int]:
        """Members in a running service without contact."""
        since = (self.rows.on - timedelta(days)).isoformat()
        found = {}
        for member in self.shown:
            first = [came(r) for r in self.referrals[member] if self.running(r)]
            met = any(since < day <= self.today for day in self.contacts[member])
            if first and min(first) <= since and not met:
                found[member] = 1
        return found

    def unsigned(self) -> dict[str, int]:
        """Served or begun, and never signed."""
        plans: dict[str, list[str]] = defaultdict(list)
        for plan in self.rows.support_plan:
            plans[plan["member_id"]].append(plan["state"])
        return {
            member: 1
            for member in self.shown
            if any(
                self.running(r) and r["service"] in ("htns", "htss") for r in self.referrals[member]
            )
            and "signed" not in plans[member]
            and (plans[member] or self.notes[member])
        }

    def reviews(self) -> dict[str, int]:
        """Newest signed plan past its review, of whoever is open or in service."""
        newest: dict[str, Row] = {}
        for plan in self.rows.support_plan:
            if plan["state"] == "signed":
                old = newest.get(plan["member_id"])
                if old is None or plan["version"] > old["version"]:
                    newest[plan["member_id"]] = plan
        return {
            member: 1
            for member, plan in newest.items()
            if member in self.shown
            and plan["review_on"] and plan["review_on"] < self.today
            and any(self.running(r) for r in self.referrals[member])
        }  # fmt: skip

    def ending(self, days: int) -> dict[str, int]:
        """Last approved authorization ends around today, no extension asked for."""
        first = (self.rows.on - timedelta(days)).isoformat()
        last = (self.rows.on + timedelta(days)).isoformat()
        ends: dict[str, str] = {}
        waiting = set()
        for one in (*self.rows.authorization, *self.rows.authorization_request):
            said = one.get("status", one.get("decision"))
            if said == "approved" and one["ends_on"]:
                if one["ends_on"] >= (one["effective_on"] or ""):
                    key = one["referral_id"]
                    ends[key] = max(ends.get(key, ""), one["ends_on"])
            elif one.get("kind") == "extension" and said != "denied":
                waiting.add(one["referral_id"])
        return self._of(
            lambda r: self.runs(r) and r["id"] not in waiting
            and first <= ends.get(r["id"], "") <= last
        )  # fmt: skip

    def clocks(self, chase: int) -> dict[str, int]:
        """Clocks past their day."""
        whose = {r["id"]: r["member_id"] for r in self.rows.referral}
        late = Counter(
            whose[c["referral_id"]]
            for c in self.rows.running_clock
            if c["due_on"] < self.today and c["chase"] == chase
        )
        return {member: n for member, n in late.items() if member in self.shown}

    def no_status(self) -> dict[str, int]:
        """Open, with the plan, no standing status of this month."""
        month = self.today[:7]
        known = {e["referral_id"] for e in self.standing() if e["on_date"][:7] == month}
        last = f"{month}-{calendar.monthrange(self.rows.on.year, self.rows.on.month)[1]}"
        paths = {i["referral_id"]: i for i in self.rows.intake}
        asked = {
            q["referral_id"] for q in self.rows.authorization_request
            if (q["requested_on"] or "~") <= last
        }  # fmt: skip

        def with_plan(r: Row) -> bool:
            how = paths.get(r["id"])
            return bool(
                r["last_file_id"]
                or (r["sent_to_provider_on"] or "~") <= last
                or (r["requested_on"] or "~") <= last
                or r["authorization_status"] == "approved"
                or how is None or not how["path"]
                or (how["submitted_on"] or "~") <= last
                or r["id"] in asked
            )  # fmt: skip

        return self._of(lambda r: r["is_open"] and r["id"] not in known and with_plan(r))

    def pending(self, least: int, most: int | None) -> dict[str, int]:
        """No answer or Pending, of that age."""

        def fits(r: Row) -> bool:
            age = (self.rows.on - date.fromisoformat(came(r))).days
            waits = r["is_open"] and r["status"] in (None, "pending")
            return bool(waits and least <= age and (most is None or age <= most))

        return self._of(fits)

    def lapsed(self) -> dict[str, int]:
        """The newest check says lapsed or suspended, of whoever is open or in service."""
        newest: dict[str, Row] = {}
        for check in self.rows.eligibility_check:
            old = newest.get(check["member_id"])
            if old is None or check["checked_at"] > old["checked_at"]:
                newest[check["member_id"]] = check
        return {
            member: 1
            for member, check in newest.items()
            if member in self.shown and check["medi_cal"] in ("lapsed", "suspended")
            and any(self.running(r) for r in self.referrals[member])
        }  # fmt: skip

    def overridden(self, since: str) -> dict[str, int]:
        """Guards passed since a UTC moment."""
        whose = {r["id"]: r["member_id"] for r in self.rows.referral}
        some = Counter(
            whose[g["referral_id"]] for g in self.rows.guard_override if g["created_at"] >= since
        )
        return {member: n for member, n in some.items() if member in self.shown}

    def standing(self) -> list[Row]:
        """Events neither voided nor corrected."""
        void = {v["event_id"] for v in self.rows.status_void}
        events = [e for e in self.rows.status_event if e["id"] not in void]
        corrected = {e["corrects_id"] for e in events if e["corrects_id"]}
        return [e for e in events if e["id"] not in corrected]

    def _of(self, fits: Any) -> dict[str, int]:
        found: Counter[str] = Counter()
        for member in self.shown:
            count = sum(1 for r in self.referrals[member] if fits(r))
            if count:
                found[member] = count
        return dict(found)

    # trends

    def closures(self, first: str, last: str) -> dict[tuple[str, str], int]:
        """(month, reason) → how many."""
        return dict(Counter(
            (r["status_on"][:7], r["closure_reason"] or "")
            for r in self.rows.referral
            if not r["is_open"] and r["status"] in ("closed", "declined")
            and first <= r["status_on"] <= last
        ))  # fmt: skip

    def days(self, first: str, last: str) -> list[tuple[Row, dict[str, int]]]:
        """Each referral that came in a span, with its days to each step that was reached."""
        accepted: dict[str, list[str]] = defaultdict(list)
        for event in self.standing():
            if event["status"] in ("accepted", "outreach-initiated"):
                accepted[event["referral_id"]].append(event["on_date"])
        moved: dict[str, list[str]] = defaultdict(list)
        for home in self.rows.tenancy:
            moved[home["member_id"]].append(home["move_in_on"])
        found = []
        for r in self.rows.referral:
            start, member = came(r), r["member_id"]
            if not first <= start <= last:
                continue
            served = [n["on_date"] for n in self.notes[member] if n["service"] == r["service"]]
            days = {}
            for name, all_days in (
                ("accept", accepted[r["id"]]), ("contact", self.contacts[member]),
                ("service", served), ("housed", moved[member]),
            ):  # fmt: skip
                after = [one for one in all_days if start <= one <= self.today]
                if after:
                    gone = date.fromisoformat(min(after)) - date.fromisoformat(start)
                    days[name] = gone.days
            found.append((r, days))
        return found

    def kept(self, months: int, first: date, last: date) -> dict[str, tuple[int, int]]:
        """Member → (moves into housing looked at, kept)."""
        homes: dict[str, list[Row]] = defaultdict(list)
        for home in self.rows.tenancy:
            homes[home["member_id"]].append(home)
        found = {}
        for member, stays in homes.items():
            looked = kept = 0
            for start in sorted({stay["move_in_on"] for stay in stays}):
                before = [o for o in stays if o["move_in_on"] < start]
                if any(not o["ended_on"] or o["ended_on"] >= start for o in before):
                    continue
                day = add_months(date.fromisoformat(start), months)
                if not first <= day <= last:
                    continue
                looked += 1
                kept += any(
                    o["move_in_on"] <= day.isoformat()
                    and (not o["ended_on"] or o["ended_on"] > day.isoformat())
                    for o in stays
                )
            if looked:
                found[member] = (looked, kept)
        return found


def too_small(groups: Mapping[str, tuple[int, ...]], least: int) -> set[str]:
    """The groups to hide: those with a small count, and the next smallest beside them until
    nothing small is left of the total."""
    gone = {key for key, some in groups.items() if any(0 < n < least for n in some)}
    left = sorted((sum(some), key) for key, some in groups.items() if key not in gone)
    while gone and left:
        together = [sum(groups[key][at] for key in gone) for at in range(len(next(iter(
            groups.values()))))]  # fmt: skip
        told = sum(1 for key in gone if any(groups[key]))
        if told > 1 and not any(0 < n < least for n in together):
            break
        gone.add(left.pop(0)[1])
    return gone


def add_months(day: date, months: int) -> date:
    """The same day of a later month, its last day where it is shorter."""
    year, month = day.year, day.month
    for _turn in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def quartiles(values: list[int]) -> tuple[float, float, float]:
    """The three cuts, as the standard library makes them of a whole population."""
    if len(values) == 1:
        return (float(values[0]),) * 3
    low, mid, high = quantiles(values, n=4, method="inclusive")
    return low, mid, high


def age(born: str, on: date) -> int:
    """Whole years."""
    day = date.fromisoformat(born)
    return on.year - day.year - ((on.month, on.day) < (day.month, day.day))
