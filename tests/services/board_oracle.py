"""Every figure of the capacity board, counted again from raw rows, one member at a time.

It shares nothing with the program: whole tables are read as they lie, and plain loops do the rest.
The definitions are those of resources/board.toml.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from navigator_app.store.engine import Store

Table = list[dict[str, Any]]


def rows(store: Store, table: str) -> Table:
    """A whole table, a dictionary a row."""
    cursor = store.connection.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def state(limit: int | None, load: int) -> str:
    """Whether anybody of the usual weight fits in."""
    if limit is None:
        return "unlimited"
    return "over" if load > limit else "full" if limit - load < 100 else "room"


class Oracle:
    """The tables of a store on a day, with the agency's own figures."""

    def __init__(self, store: Store, today: date, weights: dict[str, int], days: int, most: int):
        """`days` for which somebody is newly housed, `most` the limit of a full post or 0."""
        self.today, self.weights, self.days, self.most = today, weights, days, most
        self.users = rows(store, "user")
        self.profiles = {row["user_id"]: row for row in rows(store, "user_profile")}
        self.members = {row["id"]: row for row in rows(store, "member")}
        self.leave = rows(store, "leave")
        self.open: dict[str, Table] = defaultdict(list)
        over = {
            row["referral_id"] for row in rows(store, "discontinuation") if not row["reengaged_on"]
        }
        known = self.ends(store)
        for row in rows(store, "referral"):
            served = row["closure_reason"] == "services-received" and row["id"] not in over
            allowed = row["authorization_status"] != "denied"
            ends = [*known[row["id"]], *([row["ends_on"]] if row["ends_on"] else [])]
            runs = not ends or max(ends) >= today.isoformat()
            if row["is_open"] or (served and allowed and runs):
                self.open[row["member_id"]].append(row)
        self.notes: dict[str, Table] = defaultdict(list)
        for row in rows(store, "encounter"):
            if row["undone_at"] is None and row["on_date"] <= today.isoformat():
                self.notes[row["member_id"]].append(row)
        self.homes: dict[str, Table] = defaultdict(list)
        for row in rows(store, "tenancy"):
            self.homes[row["member_id"]].append(row)

    @staticmethod
    def ends(store: Store) -> dict[str, list[str]]:
        """The last days that staff wrote down of approvals, by referral."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in rows(store, "authorization_request"):
            last = row["ends_on"]
            if row["decision"] == "approved" and last and last >= (row["effective_on"] or ""):
                found[row["referral_id"]].append(last)
        return found

    def carried(self) -> list[str]:
        """Ids of the members that stand on the board."""
        return [
            key
            for key, row in self.members.items()
            if row["merged_into_id"] is None and self.open.get(key)
        ]

    def stage(self, member: str) -> str:
        """The one stage of a member."""
        moved = []
        for home in self.homes.get(member, []):
            ended = home["ended_on"] and date.fromisoformat(home["ended_on"]) <= self.today
            since = date.fromisoformat(home["move_in_on"])
            if since <= self.today and not ended:
                moved.append(since)
        if moved:
            new = max(moved) > self.today - timedelta(days=self.days)
            return "newly-housed" if new else "stable"
        oldest = min(row["received_on"] for row in self.open[member])
        if not any(note["on_date"] >= oldest for note in self.notes.get(member, [])):
            return "new"
        alone = {row["service"] for row in self.open[member]} == {"htss"}
        return "stable" if alone else "active-search"

    def person(self, user_id: str | None) -> dict[str, Any]:
        """All figures of one row; None for nobody's."""
        mine = [key for key in self.carried() if self.members[key]["navigator_id"] == user_id]
        stages = dict.fromkeys(("new", "active-search", "newly-housed", "stable"), 0)
        services = dict.fromkeys(("htns", "htss", "deposits"), 0)
        for member in mine:
            stages[self.stage(member)] += 1
            for service in {row["service"] for row in self.open[member]}:
                services[service] += 1
        profile = self.profiles.get(user_id or "", {})
        load = sum(self.weights[stage] * count for stage, count in stages.items())
        limit = profile.get("most_weight")
        share = profile.get("share", 100)
        if limit is None and self.most and user_id:
            limit = self.most * share // 100
        return {
            "members": len(mine), "stages": stages, "services": services, "load": load,
            "limit": limit, "room": None if limit is None else limit - load, "share": share,
            "state": state(limit, load),
            "languages": json.loads(profile.get("languages", "[]")),
            "areas": json.loads(profile.get("areas", "[]")),
            "open_any": profile.get("open_any", 0), "open_own": profile.get("open_own", 0),
            "away": self.away(user_id),
        }  # fmt: skip

    def away(self, user_id: str | None) -> list[tuple[str, str, str]]:
        """Leave that holds today or comes: first and last day, who covers ("" for nobody)."""
        found = []
        for row in self.leave:
            over = row["until_on"] < self.today.isoformat()
            back = row["ended_on"] is not None and row["ended_on"] <= self.today.isoformat()
            if row["user_id"] == user_id and not over and not back:
                found.append((row["from_on"], row["until_on"], row["cover_id"] or ""))
        return sorted(found)

    def without(self, user_id: str | None) -> tuple[dict[str, int], tuple[int, int]]:
        """Somebody's members handed round: how many each gains, and how many went over a limit
        and to somebody without their language."""
        theirs = [key for key in self.carried() if self.members[key]["navigator_id"] == user_id]
        asked = [(self.members[key]["language_spoken"], self.stage(key)) for key in theirs]
        return self._round(asked, "", user_id)

    def added(self, count: int, language: str, area: str) -> tuple[dict[str, int], tuple[int, int]]:
        """The same with so many new members."""
        return self._round([(language, "new")] * count, area, None)

    def _round(
        self, asked: list[tuple[str, str]], area: str, gone: str | None
    ) -> tuple[dict[str, int], tuple[int, int]]:
        told = {key: self.person(key) for key in sorted(self.on_board()) if key != gone}
        day = self.today.isoformat()
        roles = {user["id"]: user for user in self.users}
        able = {
            key: one for key, one in told.items()
            if roles[key]["active"] and one["share"]
            and (roles[key]["role"] == "navigator" or one["members"])
            and not any(first <= day <= last for first, last, _cover in one["away"])
        }  # fmt: skip
        load = {key: one["load"] for key, one in able.items()}
        gained: dict[str, int] = defaultdict(int)
        over = unspoken = 0
        for language, stage in sorted(asked, key=lambda one: (not one[0], one)):
            weight, ranked = self.weights[stage], []
            for key, one in able.items():
                wanted, place = language.strip().lower(), area.strip().lower()
                alien = bool(wanted) and wanted not in [word.lower() for word in one["languages"]]
                away = bool(place) and place not in [word.lower() for word in one["areas"]]
                above = one["limit"] is not None and load[key] + weight > one["limit"]
                ranked.append((alien, away, above, (load[key] + weight) / one["share"], key))
            alien, _away, above, _carried, key = min(ranked)
            load[key] += weight
            gained[key] += 1
            over, unspoken = over + above, unspoken + alien
        return dict(gained), (over, unspoken)

    @staticmethod
    def told(store: Store, plan: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The newest count that a plan was told, and the newest that it was not."""
        (key,) = [row["id"] for row in rows(store, "plan") if row["key"] == plan]
        mine = [row for row in rows(store, "capacity_report") if row["plan_id"] == key]
        mine.sort(key=lambda row: row["changed_on"])
        return (
            [row for row in mine if row["told_on"]][-1],
            [row for row in mine if not row["told_on"]][-1],
        )

    def on_board(self) -> set[str]:
        """Ids of the people who have a row."""
        held = {self.members[key]["navigator_id"] for key in self.carried()}
        found = set()
        for user in self.users:
            profile = self.profiles.get(user["id"], {})
            offers = profile.get("open_any", 0) or profile.get("open_own", 0)
            working = user["active"] and (user["role"] == "navigator" or offers)
            if user["id"] in held or working:
                found.add(user["id"])
        return found
