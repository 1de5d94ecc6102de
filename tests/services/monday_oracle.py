"""Monday's page and the forecast counted once more: plain loops over raw rows, no SQL of ours.

It knows a year of `tests.team_year` as `more` leaves it: plans without questions or updates owed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from navigator_app.services.workspace import Workspace
from tests.services.board_oracle import Oracle as Board
from tests.services.board_oracle import Table, rows

Row = dict[str, Any]
WAITING = ("waiting", "sending", "refused")


@dataclass
class Made:
    """What `more` writes, for the tests to look for."""

    over: tuple[str, ...]
    asked: int


def more(ws: Workspace) -> Made:
    """What the year has none of: limits that are passed, extensions, files that went or wait."""
    today, now = ws.clock.today(), "2026-11-18T18:00:00.000+00:00"
    over = ("u02", "u04", "u06")
    ends = rows(ws.store, "authorization")
    soon = [a for a in ends if today.isoformat() <= a["ends_on"] <= str(today + timedelta(200))]
    with ws.store.transaction("more", clock=ws.clock, user=ws.user) as tx:
        for user in over:
            tx.execute("UPDATE user_profile SET most_weight = 100 WHERE user_id = ?", (user,))
        for number, one in enumerate(soon[::3]):
            decision = ("", "approved", "denied")[number % 3]
            until = str(date.fromisoformat(one["ends_on"]) + timedelta(7 + number))
            tx.insert("authorization_request", {
                "id": f"q{number}", "referral_id": one["referral_id"], "kind": "extension",
                "requested_on": str(today), "decision": decision, "unit": "", "number": "",
                "note": "", "ends_on": until if decision == "approved" else None,
                "created_at": now,
            })  # fmt: skip
        _files(ws, tx, now)
    return Made(over, len(soon[::3]))


def _files(ws: Workspace, tx: Any, now: str) -> None:
    """One sent file and one only built; of what was sent the plan turned some down."""
    events = rows(ws.store, "status_event")
    plan = events[0]["plan_id"]
    mine = [one for one in events if one["plan_id"] == plan][:60]
    for key, state, some in (("of1", "sent", mine[:40]), ("of2", "built", mine[40:])):
        tx.insert("outbound_file", {
            "id": key, "plan_id": plan, "period": f"2026-0{key[-1]}", "name": key, "sha256": key,
            "rows": len(some), "referrals": len(some), "state": state, "built_at": now,
            "sent_at": now if state == "sent" else None,
        })  # fmt: skip
        for number, one in enumerate(some):
            row = {"file_id": key, "row_no": number, "event_id": one["id"]}
            tx.insert("outbound_event", row)
    for number, (way, state) in enumerate((
        ("out", "waiting"), ("out", "refused"), ("out", "sent"), ("in", "waiting"),
    )):  # fmt: skip
        tx.insert("exchange_file", {
            "id": f"xf{number}", "plan_id": plan, "direction": way, "kind": "response",
            "name": f"f{number}", "sha256": f"{number}", "state": state, "created_at": now,
            "at": now,
        })  # fmt: skip
    for number, how in enumerate(("resent", "dropped: known", "", "resent: again")):
        tx.insert("response_row", {
            "id": f"rr{number}", "file_id": "xf3", "row_no": number, "outbound_file_id": "of1",
            "event_id": mine[number]["id"], "verdict": "rejected", "settled_how": how,
        })  # fmt: skip


class Oracle:
    """The page's parts and the forecast's weeks."""

    def __init__(self, ws: Workspace) -> None:
        """Read the tables as they lie."""
        self.store, self.today = ws.store, ws.clock.today()
        self.plans = {one["id"]: one["name"] for one in rows(ws.store, "plan")}
        self.referrals = {one["id"]: one for one in rows(ws.store, "referral")}
        self.members = {one["id"]: one for one in rows(ws.store, "member")}
        self.over_ends = {
            one["referral_id"] for one in rows(ws.store, "discontinuation")
            if not one["reengaged_on"]
        }  # fmt: skip

    def over(self) -> list[Row]:
        """Who is over the own limit, fullest first; then who is away today."""
        board = Board(self.store, self.today, dict.fromkeys(STAGES, 100), days=90, most=0)
        names = {one["id"]: one["name"] for one in board.users}
        found = []
        for user in board.users:
            if not user["active"] or user["id"] not in board.on_board():
                continue
            told = board.person(user["id"])
            now = [one for one in told["away"] if one[0] <= str(self.today) <= one[1]]
            if told["state"] != "over" and not now:
                continue
            found.append({
                "user_id": user["id"], "name": user["name"], "members": told["members"],
                "load": told["load"], "limit": told["limit"],
                "away_until": now[0][1] if now else None,
                "cover": names.get(now[0][2], "") if now else "", "state": told["state"],
                "room": told["room"] or 0,
            })  # fmt: skip
        found.sort(key=lambda one: (one["state"] != "over", one["room"], one["name"]))
        return found

    def ends(self, first: date, last: date) -> list[tuple[str, str, str, bool]]:
        """(end, referral, member, extension asked for) of what ends in these days."""
        until: dict[str, str] = {}
        asked = set()
        requests = rows(self.store, "authorization_request")
        for one in (*rows(self.store, "authorization"), *requests):
            said = one.get("status", one.get("decision"))
            if said == "approved":
                if one["ends_on"] and one["ends_on"] >= (one["effective_on"] or ""):
                    key = one["referral_id"]
                    until[key] = max(until.get(key, ""), one["ends_on"])
            elif one.get("kind") == "extension" and said != "denied":
                asked.add(one["referral_id"])
        found = []
        for key, end in until.items():
            referral = self.referrals[key]
            served = (
                referral["closure_reason"] == "services-received"
                and referral["authorization_status"] != "denied"
                and key not in self.over_ends
            )
            if (referral["is_open"] or served) and str(first) <= end <= str(last):
                found.append((end, key, referral["member_id"], key in asked))
        found.sort(key=lambda one: (one[0], self.members[one[2]]["sort_name"], one[1]))
        return found

    def weeks(self, count: int, per_packet: float, per_week: float) -> list[Row]:
        """Each week from this Monday; what must be worked before it is the worst of all runs of
        weeks from it on."""
        first = self.today - timedelta(self.today.weekday())
        found: list[Row] = []
        for number in range(count):
            start = first + timedelta(7 * number)
            some = self.ends(start, start + timedelta(6))
            asked = sum(one[3] for one in some)
            hours = (len(some) - asked) * per_packet
            found.append({"week": start, "ending": len(some), "asked": asked, "hours": hours})
        for number, week in enumerate(found):
            runs = [
                sum(one["hours"] - per_week for one in found[number : last + 1])
                for last in range(number, count)
            ]
            week["early"] = max(0.0, *runs)
        return found

    def statuses(self) -> dict[str, int]:
        """Statuses by plan that no sent file carries, or that were turned down and let go again."""
        void = {one["event_id"] for one in rows(self.store, "status_void")}
        events = [one for one in rows(self.store, "status_event") if one["id"] not in void]
        mended = {one["corrects_id"] for one in events if one["corrects_id"]}
        sent = {one["id"] for one in rows(self.store, "outbound_file") if one["state"] == "sent"}
        again = {
            (one["outbound_file_id"], one["event_id"]) for one in rows(self.store, "response_row")
            if one["verdict"] == "rejected" and one["settled_how"].startswith("resent")
        }  # fmt: skip
        gone = {
            one["event_id"] for one in rows(self.store, "outbound_event")
            if one["file_id"] in sent and (one["file_id"], one["event_id"]) not in again
        }  # fmt: skip
        return dict(Counter(
            self.plans[one["plan_id"]] for one in events
            if one["id"] not in mended and one["id"] not in gone
        ))  # fmt: skip

    def files(self) -> dict[str, int]:
        """Files by plan that wait to go, or were refused."""
        return dict(Counter(
            self.plans[one["plan_id"]] for one in rows(self.store, "exchange_file")
            if one["direction"] == "out" and one["state"] in WAITING
        ))  # fmt: skip

    def endings(self, plans: set[str]) -> dict[str, int]:
        """Endings that these plans were not told of."""
        found: Counter[str] = Counter()
        for one in rows(self.store, "discontinuation"):
            name = self.plans[self.referrals[one["referral_id"]]["plan_id"]]
            if name in plans and not one["plan_told_on"]:
                found[name] += 1
        return dict(found)

    def capacity(self, plans: set[str]) -> dict[str, str]:
        """The day of the oldest change, since what was told last, by plan of these."""
        by_plan: dict[str, Table] = defaultdict(list)
        for one in rows(self.store, "capacity_report"):
            if one["plan_id"] and self.plans[one["plan_id"]] in plans:
                by_plan[self.plans[one["plan_id"]]].append(one)
        found = {}
        for name, some in by_plan.items():
            told = [one["changed_on"] for one in some if one["told_on"]]
            late = [one["changed_on"] for one in some if one["changed_on"] > max(told, default="")]
            if late:
                found[name] = min(late)
        return found


STAGES = ("new", "active-search", "newly-housed", "stable")
